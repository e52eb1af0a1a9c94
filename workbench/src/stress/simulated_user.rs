//! The work: one random act per frame, as a user in a hurry would do them.

use super::folder::SQL;
use super::user::{Dice, SIZE, User, focus, run, wheel};
use crate::app::App;
use egui::{Event, Key, Modifiers, pos2, vec2};
use multisplit::geometry::{Point, Ratio};
use multisplit::placement::Snap;
use multisplit::{Command, FocusTo, Intent, PaneId, Placement, Saved, WidgetId};
use std::collections::VecDeque;

/// The number of visible panes up to which panes are split.
const MAX_VISIBLE: usize = 12;
/// The number of attempts to pick a widget that is not open yet.
const PICKS: usize = 16;

/// The work of the simulated user.
#[derive(Debug)]
enum Work {
    /// The user opens these widgets, up to `most` at once.
    Open { widgets: Vec<String>, most: usize },
    /// The user pans and rearranges what there is, and has made `made` new panes.
    Canvas { made: usize },
}

/// The simulated user.
pub(super) struct SimulatedUser {
    work: Work,
    dice: Dice,
    /// The acts of the next frames, which come before any other.
    next: VecDeque<(&'static str, Vec<Event>)>,
    /// The name of the current act.
    act: &'static str,
    /// The number of statements that were started.
    queries: u64,
}

impl User for SimulatedUser {
    fn act(&mut self, app: &mut App) -> Vec<Event> {
        if let Some((act, events)) = self.next.pop_front() {
            self.act = act;
            return events;
        }
        match self.work {
            Work::Open { most, .. } => self.act_on_files(app, most),
            Work::Canvas { .. } => self.act_on_canvas(app),
        }
    }

    fn doing(&self) -> &'static str {
        self.act
    }

    fn queries(&self) -> u64 {
        self.queries
    }

    fn is_on_canvas(&self) -> bool {
        matches!(self.work, Work::Canvas { .. })
    }
}

impl SimulatedUser {
    /// Creates a user that opens widgets, up to `most` at once, and focuses, scrolls and closes them.
    pub(super) fn opening(widgets: Vec<String>, most: usize, seed: u64) -> Self {
        Self::new(Work::Open { widgets, most }, seed)
    }

    /// Creates a user that pans and rearranges.
    pub(super) fn on_canvas(seed: u64) -> Self {
        Self::new(Work::Canvas { made: 0 }, seed)
    }

    fn new(work: Work, seed: u64) -> Self {
        Self { work, dice: Dice::new(seed), next: VecDeque::new(), act: "", queries: 0 }
    }

    fn act_on_files(&mut self, app: &mut App, most: usize) -> Vec<Event> {
        let dice = self.dice.below(100);
        let panes: Vec<PaneId> = app.workspace_mut().layout().tree().panes().collect();
        let pane = panes.get(self.dice.below(panes.len().max(1))).copied();
        let (act, events) = match (dice, pane) {
            (0..40, _) if panes.len() < most => ("open", self.open(app)),
            (0..44, Some(pane)) => ("focus", focus(app, FocusTo::Pane(pane))),
            (44..47, Some(pane)) => ("close", run(app, &Command::Close { pane })),
            (47..49, _) => ("undo", undo(app)),
            (49..55, Some(_)) => ("back", focus(app, FocusTo::Last)),
            (55..60, _) => ("query", self.ask_database(app)),
            (60..85, Some(pane)) => ("scroll", self.scroll(app, pane)),
            _ => ("nothing", vec![]),
        };
        self.act = act;
        events
    }

    /// Mostly pans; now and then jumps, splits, closes, undoes, drags a divider, or searches the map.
    fn act_on_canvas(&mut self, app: &mut App) -> Vec<Event> {
        let dice = self.dice.below(100);
        let visible: Vec<PaneId> = {
            let layout = app.workspace_mut().layout();
            layout.scene().panes(layout.tree()).map(|(pane, _)| pane).collect()
        };
        let Some(pane) = visible.get(self.dice.below(visible.len().max(1))).copied() else { return vec![] };
        let (act, events) = match dice {
            0..4 => ("jump", self.jump(app)),
            4..8 => ("split", self.split(app, pane)),
            8..11 => ("close", run(app, &Command::Close { pane })),
            11..14 => ("undo", undo(app)),
            14..18 => ("drag", self.drag_divider(app)),
            18..20 => ("focus", focus(app, FocusTo::Pane(pane))),
            20 => ("open the map", self.search()),
            _ => ("pan", pan(self.dice.below(2) == 0, self.dice.below(3) == 0)),
        };
        self.act = act;
        events
    }

    /// Focuses any pane, as a search would.
    fn jump(&mut self, app: &mut App) -> Vec<Event> {
        let count = app.workspace_mut().layout().tree().pane_count();
        let at = self.dice.below(count);
        let pane = app.workspace_mut().layout().tree().panes().nth(at);
        pane.map(|pane| focus(app, FocusTo::Pane(pane))).unwrap_or_default()
    }

    /// Opens the map, types a part of a name, and goes there, with some frames in between.
    fn search(&mut self) -> Vec<Event> {
        let waits = |frames: usize| (0..frames).map(|_| ("look at the map", vec![]));
        let letters: Vec<char> = self.dice.below(1_000).to_string().chars().collect();
        self.next.extend(waits(4));
        for letter in letters {
            self.next.push_back(("type into the map", vec![Event::Text(letter.to_string())]));
            self.next.extend(waits(4));
        }
        self.next.push_back(("go to what was found", vec![key(Key::Enter, Modifiers::NONE)]));
        vec![key(Key::Space, Modifiers { shift: true, ..command() })]
    }

    fn split(&mut self, app: &mut App, pane: PaneId) -> Vec<Event> {
        let Work::Canvas { made } = &mut self.work else { return vec![] };
        *made += 1;
        let Ok(widget) = WidgetId::new(format!("note:made {made}")) else { return vec![] };
        let place = [Placement::Right, Placement::Bottom, Placement::Tab][self.dice.below(3)];
        run(app, &Command::Split { pane, place, widget, ratio: Ratio::HALF })
    }

    fn drag_divider(&mut self, app: &mut App) -> Vec<Event> {
        let now = app.now();
        let divider = app.workspace_mut().layout().dividers().next();
        let Some((divider, rect)) = divider else { return vec![] };
        let (from, by) = (rect.center(), self.dice.below(80) as f64 - 40.0);
        let to = Point::new(from.x + by, from.y + by);
        let grab = Intent::Grab { split: divider.split, index: divider.index, at: from };
        for intent in [grab, Intent::Drag { at: to, snap: Snap::Free }, Intent::Release] {
            drop(app.workspace_mut().apply(now, intent));
        }
        vec![]
    }

    fn open(&mut self, app: &mut App) -> Vec<Event> {
        let Some(widget) = self.pick(app) else { return vec![] };
        if widget.kind() == "query" {
            // As if the query had been typed in an earlier session.
            let typed = serde_json::json!({"sql": SQL, "cursor": 0, "row_limit": 0, "export_path": ""});
            if let Ok(saved) = Saved::json(&typed) {
                app.workspace_mut().restore_state(widget.clone(), saved);
            }
        }
        let (visible, focused) = {
            let layout = app.workspace_mut().layout();
            (layout.scene().pane_count(), layout.focused_pane())
        };
        let Some(pane) = focused else { return run(app, &Command::Open { widget }) };
        let place = match self.dice.below(2) {
            _ if visible >= MAX_VISIBLE => Placement::Tab,
            0 => Placement::Right,
            _ => Placement::Bottom,
        };
        run(app, &Command::Split { pane, place, widget, ratio: Ratio::HALF })
    }

    /// Picks a widget that is not open.
    fn pick(&mut self, app: &mut App) -> Option<WidgetId> {
        for _ in 0..PICKS {
            let Work::Open { widgets, .. } = &self.work else { return None };
            let count = widgets.len();
            let at = self.dice.below(count);
            let Work::Open { widgets, .. } = &self.work else { return None };
            let widget = WidgetId::new(&widgets[at]).ok()?;
            if app.workspace_mut().layout().tree().pane_of(&widget).is_none() {
                return Some(widget);
            }
        }
        None
    }

    /// Goes to an open database and runs its query.
    fn ask_database(&mut self, app: &mut App) -> Vec<Event> {
        let queries: Vec<PaneId> = {
            let tree = app.workspace_mut().layout().tree();
            tree.panes().filter(|pane| tree.widget(*pane).is_some_and(|widget| widget.kind() == "query")).collect()
        };
        let Some(pane) = queries.get(self.dice.below(queries.len().max(1))).copied() else { return vec![] };
        self.queries += 1;
        // A user waits until the database is visible.
        self.next.extend((0..4).map(|_| ("wait for the database", vec![])));
        self.next.push_back(("run the query", vec![key(Key::F5, Modifiers::NONE)]));
        focus(app, FocusTo::Pane(pane))
    }

    fn scroll(&mut self, app: &mut App, pane: PaneId) -> Vec<Event> {
        let rect = app.workspace_mut().layout().rect(pane).unwrap_or_default();
        #[allow(clippy::cast_possible_truncation)] // coordinates of a screen
        let at = pos2(rect.center().x as f32, rect.center().y as f32);
        let delta = if self.dice.below(2) == 0 { -400.0 } else { 300.0 };
        wheel(at, vec2(0.0, delta), Modifiers::NONE)
    }
}

fn undo(app: &mut App) -> Vec<Event> {
    let now = app.now();
    drop(app.workspace_mut().apply(now, Intent::Undo));
    vec![]
}

/// Scrolls the surface with Alt and the wheel.
fn pan(forward: bool, sideways: bool) -> Vec<Event> {
    let by = if forward { -300.0 } else { 260.0 };
    let delta = if sideways { vec2(by * 4.0, 0.0) } else { vec2(0.0, by) };
    wheel(pos2(SIZE.x / 2.0, SIZE.y / 2.0), delta, Modifiers::ALT)
}

/// Returns the Control key as a real keyboard reports it: on all systems but one, it is also the command key.
const fn command() -> Modifiers {
    Modifiers { ctrl: true, command: true, ..Modifiers::NONE }
}

fn key(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}
