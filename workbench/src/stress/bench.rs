//! The work: one random act a frame, as a user in a hurry would do them, and what is counted meanwhile.

use super::report::Report;
use crate::app::App;
use egui::{Context, Event, MouseWheelUnit, RawInput, Rect, Vec2, pos2, vec2};
use multisplit::{Command, FocusTo, Input, PaneId, Ratio, Where, WidgetId};
use std::time::{Duration, Instant};

const SIZE: Vec2 = vec2(1600.0, 1000.0);
/// Tab sets are split until there are so many in view.
const MOST_VISIBLE: usize = 12;

/// The workbench and the hand that works on it.
pub(super) struct Bench {
    ctx: Context,
    app: App,
    widgets: Vec<String>,
    most: usize,
    /// Whether it pans and rearranges what is there instead of opening files.
    pub(super) canvas: bool,
    /// Panes made so far on the canvas.
    made: usize,
    random: u64,
    start: Instant,
    frames: Vec<Duration>,
    accounted_high: u64,
    resident_high: u64,
    over_hard: usize,
    over_hard_in_a_row: usize,
    /// When the last probe was that was looked at.
    probes: u64,
}

impl Bench {
    pub(super) fn new(ctx: Context, app: App, widgets: Vec<String>, most: usize, seed: u64) -> Self {
        let random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        Self {
            ctx,
            app,
            widgets,
            most,
            canvas: false,
            made: 0,
            random,
            start: Instant::now(),
            frames: vec![],
            accounted_high: 0,
            resident_high: 0,
            over_hard: 0,
            over_hard_in_a_row: 0,
            probes: 0,
        }
    }

    /// One act, one frame.
    pub(super) fn frame(&mut self) {
        let events = self.act();
        let start = Instant::now();
        let Self { ctx, app, .. } = self;
        let mut output = ctx.run_ui(input(self.start.elapsed(), events), |ui| app.frame(ui));
        drop(ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point));
        // Nothing paints here: what egui wants to hand to a painter is taken.
        output.textures_delta.clear();
        self.frames.push(start.elapsed());
        self.watch();
    }

    pub(super) fn report(mut self) -> Report {
        let snapshot = self.app.snapshot();
        self.frames.sort_unstable();
        Report {
            panes: snapshot.panes,
            frames: self.frames.len(),
            frame_times: self.frames,
            accounted_high: self.accounted_high,
            resident_high: self.resident_high,
            over_hard_in_a_row: self.over_hard_in_a_row,
            errors: snapshot.meters.panics + snapshot.meters.loads_failed + snapshot.meters.states_lost,
            snapshot,
        }
    }

    fn act(&mut self) -> Vec<Event> {
        if self.canvas {
            return self.act_on_canvas();
        }
        let dice = self.below(100);
        let panes: Vec<PaneId> = self.app.workspace_mut().layout().tree().panes().collect();
        let pane = panes.get(self.below(panes.len().max(1))).copied();
        match (dice, pane) {
            (0..40, _) if panes.len() < self.most => self.open(),
            (0..45, Some(pane)) => self.focus(pane),
            (45..52, Some(pane)) => self.run(&Command::Close { pane }),
            (52..55, _) => self.undo(),
            (55..60, Some(_)) => self.focus_last(),
            (60..85, Some(pane)) => return self.scroll(pane),
            _ => {}
        }
        vec![]
    }

    /// Mostly pans; now and then jumps, splits, closes, takes back, drags a divider.
    fn act_on_canvas(&mut self) -> Vec<Event> {
        let dice = self.below(100);
        let visible: Vec<PaneId> = {
            let layout = self.app.workspace_mut().layout();
            layout.scene().panes(layout.tree(), layout.placer()).map(|(pane, _)| pane).collect()
        };
        let Some(pane) = visible.get(self.below(visible.len().max(1))).copied() else { return vec![] };
        match dice {
            0..4 => self.jump(),
            4..8 => self.split(pane),
            8..11 => self.run(&Command::Close { pane }),
            11..14 => self.undo(),
            14..18 => self.drag_divider(),
            18..20 => self.focus(pane),
            _ => return pan(self.below(2) == 0, self.below(3) == 0),
        }
        vec![]
    }

    /// To any pane, as a search would.
    fn jump(&mut self) {
        let count = self.app.workspace_mut().layout().tree().pane_count();
        let at = self.below(count);
        let pane = self.app.workspace_mut().layout().tree().panes().nth(at);
        pane.into_iter().for_each(|pane| self.focus(pane));
    }

    fn split(&mut self, pane: PaneId) {
        self.made += 1;
        let Ok(widget) = WidgetId::new(format!("note:made {}", self.made)) else { return };
        let place = [Where::Right, Where::Bottom, Where::Tab][self.below(3)];
        self.run(&Command::Split { pane, place, widget, ratio: Ratio::HALF });
    }

    fn drag_divider(&mut self) {
        let now = self.app.now();
        let divider = self.app.workspace_mut().layout().dividers().next();
        let Some((divider, rect)) = divider else { return };
        let (from, by) = (rect.center(), self.below(80) as f64 - 40.0);
        let to = multisplit::Point::new(from.x + by, from.y + by);
        let workspace = self.app.workspace_mut();
        let grab = Input::Grab { split: divider.split, index: divider.index, at: from };
        for input in [grab, Input::Drag { at: to, snap: multisplit::Snap::Free }, Input::Release] {
            drop(workspace.handle(now, input));
        }
    }

    fn open(&mut self) {
        let at = self.below(self.widgets.len());
        let Ok(widget) = WidgetId::new(&self.widgets[at]) else { return };
        let (visible, focused) = {
            let layout = self.app.workspace_mut().layout();
            (layout.scene().pane_count(), layout.focused().current())
        };
        let Some(pane) = focused else { return self.run(&Command::Open { widget }) };
        let place = match self.below(2) {
            _ if visible >= MOST_VISIBLE => Where::Tab,
            0 => Where::Right,
            _ => Where::Bottom,
        };
        self.run(&Command::Split { pane, place, widget, ratio: Ratio::HALF });
    }

    /// Refusals are part of the work: the pane is open, or unsaved.
    fn run(&mut self, command: &Command) {
        let now = self.app.now();
        drop(self.app.workspace_mut().run(now, command));
    }

    fn focus(&mut self, pane: PaneId) {
        let now = self.app.now();
        drop(self.app.workspace_mut().handle(now, Input::Focus(FocusTo::Pane(pane))));
    }

    fn focus_last(&mut self) {
        let now = self.app.now();
        drop(self.app.workspace_mut().handle(now, Input::Focus(FocusTo::Last)));
    }

    fn undo(&mut self) {
        let now = self.app.now();
        drop(self.app.workspace_mut().handle(now, Input::Undo));
    }

    fn scroll(&mut self, pane: PaneId) -> Vec<Event> {
        let rect = self.app.workspace_mut().layout().rect(pane).unwrap_or_default();
        #[allow(clippy::cast_possible_truncation)] // a screen's coordinates
        let at = pos2(rect.center().x as f32, rect.center().y as f32);
        let delta = if self.below(2) == 0 { -400.0 } else { 300.0 };
        vec![
            Event::PointerMoved(at),
            Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, delta),
                source: egui::MouseWheelSource::Unknown,
                phase: egui::TouchPhase::Move,
                modifiers: egui::Modifiers::NONE,
            },
        ]
    }

    fn watch(&mut self) {
        let (accounted, hard) = {
            let workspace = self.app.workspace_mut();
            (workspace.accounted_bytes(), workspace.config().hard_bytes)
        };
        self.accounted_high = self.accounted_high.max(accounted);
        let snapshot = self.app.snapshot();
        let probes = snapshot.samples.last().map_or(0, |sample| sample.at_micros);
        if probes != self.probes {
            self.probes = probes;
            self.over_hard = if accounted > hard { self.over_hard + 1 } else { 0 };
            self.over_hard_in_a_row = self.over_hard_in_a_row.max(self.over_hard);
            let resident = snapshot.samples.last().and_then(|sample| sample.probe.resident);
            self.resident_high = self.resident_high.max(resident.unwrap_or(0));
        }
    }

    fn below(&mut self, most: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        usize::try_from((self.random >> 32) % most.max(1) as u64).unwrap_or(0)
    }
}

/// Scrolls the surface with Alt and the wheel.
fn pan(forward: bool, sideways: bool) -> Vec<Event> {
    let by = if forward { -300.0 } else { 260.0 };
    let delta = if sideways { vec2(by * 4.0, 0.0) } else { vec2(0.0, by) };
    vec![
        Event::PointerMoved(pos2(SIZE.x / 2.0, SIZE.y / 2.0)),
        Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta,
            source: egui::MouseWheelSource::Unknown,
            phase: egui::TouchPhase::Move,
            modifiers: egui::Modifiers::ALT,
        },
    ]
}

fn input(time: Duration, events: Vec<Event>) -> RawInput {
    RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), SIZE)),
        time: Some(time.as_secs_f64()),
        events,
        ..RawInput::default()
    }
}
