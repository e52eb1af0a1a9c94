//! Someone who reads many pages: opens them beside and behind each other, scrolls, types into their fields, and expects to find each page as
//! it was left.

use super::report::PagesReport;
use super::site::Site;
use super::user::{Dice, User, focus, run, wheel};
use crate::app::App;
use crate::provider::page_id;
use egui::{Event, Modifiers, PointerButton, Pos2, Vec2, pos2, vec2};
use multisplit::geometry::Ratio;
use multisplit::{Command, FocusTo, PaneId, Placement};
use multisplit_web::Chromium;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a page may take to be there, as it was left.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a page is read after something was done in it.
const READING: Duration = Duration::from_millis(400);
/// The number of pages that are in view together, before others lie behind them.
const IN_VIEW: usize = 4;
/// A place in the field on top of a page, from the corner of its pane, in points: below the address line.
const FIELD: Vec2 = vec2(120.0, 60.0);

/// What the reader does at the moment.
enum Stage {
    /// Goes to a page.
    Goes,
    /// Waits until the page is there as it was left, since then.
    Waits { number: usize, since: Instant },
    /// Has done something in the page, and reads on until it says so.
    Reads { number: usize, before: String, since: Instant },
}

/// The reader.
pub(super) struct Reader {
    site: Site,
    engine: Arc<Chromium>,
    dice: Dice,
    pages: usize,
    stage: Stage,
    /// What each page has said of itself when it was left.
    left: HashMap<usize, String>,
    /// The pages that are gone through once more at the end.
    check: Option<Vec<usize>>,
    act: &'static str,
    report: PagesReport,
}

impl Reader {
    pub(super) fn new(site: Site, engine: Arc<Chromium>, pages: usize, seed: u64) -> Self {
        let (stage, report) = (Stage::Goes, PagesReport::default());
        Self { site, engine, dice: Dice::new(seed), pages, stage, left: HashMap::new(), check: None, act: "", report }
    }

    /// Goes through all pages once more, to see whether each is as it was left.
    pub(super) fn check_all(&mut self) {
        self.check.get_or_insert_with(|| self.left.keys().copied().collect());
    }

    /// Returns `true` once all pages were gone through.
    pub(super) fn has_checked(&self) -> bool {
        matches!(self.stage, Stage::Goes) && self.check.as_ref().is_some_and(Vec::is_empty)
    }

    fn go(&mut self, app: &mut App) {
        let number = match &mut self.check {
            Some(left) => left.pop(),
            // At first each page is opened once.
            None if self.left.len() < self.pages => Some(self.left.len()),
            None => Some(self.dice.below(self.pages)),
        };
        let Some(number) = number else { return };
        self.report.visits += 1;
        match pane_of(app, &self.site.url(number)) {
            Some(pane) => drop(focus(app, FocusTo::Pane(pane))),
            None => self.open(app, number),
        }
        self.stage = Stage::Waits { number, since: Instant::now() };
    }

    fn open(&self, app: &mut App, number: usize) {
        let Ok(widget) = page_id(&self.site.url(number), None) else { return };
        let (focused, in_view) = {
            let layout = app.workspace_mut().layout();
            (layout.focused_pane(), layout.scene().pane_count())
        };
        let place = match number % 2 {
            _ if in_view >= IN_VIEW => Placement::Tab,
            0 => Placement::Right,
            _ => Placement::Bottom,
        };
        drop(match focused {
            Some(pane) => run(app, &Command::Split { pane, place, widget, ratio: Ratio::HALF }),
            None => run(app, &Command::Open { widget }),
        });
    }

    /// Waits for a page. Once it is as it was left, does something in it.
    fn wait(&mut self, app: &mut App, number: usize, since: Instant) -> Vec<Event> {
        self.act = "wait for a page";
        let said = title_of(app, &self.site.url(number));
        let is_late = since.elapsed() > PATIENCE;
        let is_there = match (&said, self.left.get(&number)) {
            (Some(said), Some(left)) => said == left,
            (Some(said), None) => said.starts_with(&format!("page {number} | ")),
            (None, _) => false,
        };
        if !is_there && !is_late {
            return vec![];
        }
        if is_late {
            tracing::error!("page {number} is {said:?} instead of {:?}", self.left.get(&number));
            self.report.lost += 1;
        } else if self.left.contains_key(&number) {
            self.report.back += 1;
        }
        self.stage = Stage::Goes;
        let Some(corner) = pane_of(app, &self.site.url(number)).and_then(|pane| corner_of(app, pane)) else {
            return vec![];
        };
        if self.check.is_some() {
            return vec![];
        }
        let before = said.unwrap_or_default();
        self.stage = Stage::Reads { number, before, since: Instant::now() };
        self.use_page(corner + FIELD)
    }

    /// Clicks into the field of a page, types, and turns the wheel, all within one frame.
    fn use_page(&mut self, at: Pos2) -> Vec<Event> {
        self.act = "use a page";
        let press = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let mut events = vec![Event::PointerMoved(at), press(true), press(false)];
        events.push(Event::Text(char::from(b'a' + self.dice.below(26) as u8).to_string()));
        events.extend(wheel(at + vec2(0.0, 60.0), vec2(0.0, -(50.0 + self.dice.below(400) as f32)), Modifiers::NONE));
        events
    }

    fn read(&mut self, app: &mut App, number: usize, before: String, since: Instant) {
        self.act = "read a page";
        let said = title_of(app, &self.site.url(number));
        let is_done = said.as_ref().is_some_and(|said| *said != before) && since.elapsed() > READING;
        if !is_done && since.elapsed() < PATIENCE {
            self.stage = Stage::Reads { number, before, since };
            return;
        }
        if !is_done {
            self.report.lost += 1;
            tracing::error!("page {number} does not answer: {said:?}");
        }
        self.left.extend(said.map(|said| (number, said)));
        self.stage = Stage::Goes;
    }
}

impl User for Reader {
    fn act(&mut self, app: &mut App) -> Vec<Event> {
        let used = self.engine.memory();
        self.report.browser_high = self.report.browser_high.max(used.own);
        self.report.pages_high = self.report.pages_high.max(used.pages);
        match std::mem::replace(&mut self.stage, Stage::Goes) {
            Stage::Goes => {
                self.act = "go to a page";
                self.go(app);
                vec![]
            }
            Stage::Waits { number, since } => {
                self.stage = Stage::Waits { number, since };
                self.wait(app, number, since)
            }
            Stage::Reads { number, before, since } => {
                self.read(app, number, before, since);
                vec![]
            }
        }
    }

    fn doing(&self) -> &'static str {
        self.act
    }

    fn errors(&self) -> u64 {
        self.report.lost
    }

    fn pages(&self) -> Option<PagesReport> {
        Some(PagesReport { pages: self.left.len(), loads: self.site.served(), ..self.report })
    }
}

fn pane_of(app: &mut App, url: &str) -> Option<PaneId> {
    app.workspace_mut().layout().tree().pane_of(&page_id(url, None).ok()?)
}

fn corner_of(app: &mut App, pane: PaneId) -> Option<Pos2> {
    let corner = app.workspace_mut().layout().rect(pane)?;
    #[allow(clippy::cast_possible_truncation)] // coordinates of a screen
    Some(pos2(corner.x as f32, corner.y as f32))
}

/// Returns what a page says of itself, if it is there.
fn title_of(app: &mut App, url: &str) -> Option<String> {
    let pane = pane_of(app, url)?;
    let page = app.page_in(pane)?;
    page.is_here().then(|| page.title())
}
