//! Who works on the workbench: what such a user does in each frame, and what all of them can do.

use super::report::PagesReport;
use crate::app::App;
use egui::{Event, Modifiers, MouseWheelUnit, Pos2, Vec2, vec2};
use multisplit::{Command, FocusTo, Intent};

/// The size of the window, in points.
pub(super) const SIZE: Vec2 = vec2(1600.0, 1000.0);

/// A user of the workbench.
pub(super) trait User {
    /// Acts on the application directly, or through the returned events for the next frame.
    fn act(&mut self, app: &mut App) -> Vec<Event>;

    /// Returns the name of the current act.
    fn doing(&self) -> &'static str;

    /// Returns the number of statements that were started.
    fn queries(&self) -> u64 {
        0
    }

    /// Returns `true` if every frame has its limit, because nothing but notes is drawn.
    fn is_on_canvas(&self) -> bool {
        false
    }

    /// Returns how often something was not as it should be.
    fn errors(&self) -> u64 {
        0
    }

    /// Returns what became of the pages that were read, if any were.
    fn pages(&self) -> Option<PagesReport> {
        None
    }
}

/// Numbers that look random. A seed gives the same ones on every machine.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        // Never zero: xorshift would then return zeros forever.
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number below `most`.
    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 32) % most.max(1) as u64).unwrap_or(0)
    }
}

/// Runs a command. Refusals are part of the work, such as for a pane that is unsaved or gone.
pub(super) fn run(app: &mut App, command: &Command) -> Vec<Event> {
    let now = app.now();
    drop(app.workspace_mut().run(now, command));
    vec![]
}

/// Gives a pane the focus.
pub(super) fn focus(app: &mut App, to: FocusTo) -> Vec<Event> {
    let now = app.now();
    drop(app.workspace_mut().apply(now, Intent::Focus(to)));
    vec![]
}

/// Turns the wheel.
pub(super) fn wheel(at: Pos2, delta: Vec2, modifiers: Modifiers) -> Vec<Event> {
    let (source, phase) = (egui::MouseWheelSource::Unknown, egui::TouchPhase::Move);
    let unit = MouseWheelUnit::Point;
    vec![Event::PointerMoved(at), Event::MouseWheel { unit, delta, source, phase, modifiers }]
}
