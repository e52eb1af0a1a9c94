//! The front end's settings, and what a frame of it led to.

use crate::base::bindings::{Action, Bindings};
use crate::base::style::Style;
use crate::frame::paint_stats::Painted;
use crate::frame::state::State;
use crate::retained::Retained;
use egui::Context;
use multisplit::{Command, CommandError, Moment, PaneId, Point};

/// What a frame led to that the application should know.
#[derive(Debug, Default)]
pub struct AreaOutput {
    /// What the user asked for that only the application can do, with the pane that had the focus.
    pub actions: Vec<(Action, Option<PaneId>)>,
    /// Commands that close panes, where the application wants to ask first ([`WorkspaceArea::ask_before_close`]): it runs them, or does not.
    pub closes: Vec<Command>,
    /// Commands that were refused.
    pub refused: Vec<CommandError>,
    /// How the panes came onto the screen.
    pub painted: Painted,
}

/// The front end with its settings. Holds nothing from frame to frame: make it anew each time, or keep it.
///
/// # Limitations
/// - A widget that scrolls takes what it used of the wheel away (`InputState::smooth_scroll_delta`), as egui's own do; what is
///   left scrolls a surface that is larger than its window.
/// - Of several workspaces in one window, the one that was pressed last takes the keys.
#[derive(Clone, Debug, Default)]
pub struct WorkspaceArea {
    pub(crate) style: Option<Style>,
    pub(crate) bindings: Bindings,
    pub(crate) asks_before_close: bool,
    pub(crate) minimap: bool,
    pub(crate) now: Option<Moment>,
    pub(crate) draws_always: bool,
    pub(crate) debugs_paint: bool,
    pub(crate) frames_per_second: Option<f32>,
    pub(crate) max_new_panes_per_frame: Option<usize>,
    pub(crate) lets_edges_meet: bool,
}

impl WorkspaceArea {
    /// The front end with its defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another style than the one derived from egui's.
    #[must_use]
    pub fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// Other keys.
    #[must_use]
    pub fn bindings(mut self, bindings: Bindings) -> Self {
        self.bindings = bindings;
        self
    }

    /// Closing panes is told in [`AreaOutput::closes`] instead of being done, so that the application can ask first.
    #[must_use]
    pub const fn ask_before_close(mut self, ask: bool) -> Self {
        self.asks_before_close = ask;
        self
    }

    /// Whether a small map lies in the lower right corner while the surface is larger than its window: it shows which part is
    /// seen, and is dragged or clicked to scroll. Off at first.
    #[must_use]
    pub const fn minimap(mut self, shown: bool) -> Self {
        self.minimap = shown;
        self
    }

    /// What time it is on the clock that loads and everything else is handed in with; egui's clock where it is not said.
    #[must_use]
    pub const fn clock(mut self, now: Moment) -> Self {
        self.now = Some(now);
        self
    }

    /// Whether what was painted last is painted again while nothing about it has changed: panes whose widget has a
    /// [`PaneUi::revision`](crate::PaneUi::revision), tab bars, grounds. Default: yes.
    #[must_use]
    pub const fn retained_painting(mut self, retain: bool) -> Self {
        self.draws_always = !retain;
        self
    }

    /// Tints the panes that were drawn in the frame, frames the smallest rectangle around them, and counts.
    #[must_use]
    pub const fn debug_paint(mut self, debug: bool) -> Self {
        self.debugs_paint = debug;
        self
    }

    /// How often a frame is asked for at most because of loads and of what else is due; 60 times where it is not said, never less
    /// than once and more than 1,000 times. What the user does is shown at once all the same.
    #[must_use]
    pub const fn frames_per_second(mut self, frames: f32) -> Self {
        self.frames_per_second = Some(frames);
        self
    }

    /// How many panes are drawn in a frame that were not in view in the last, at least one: others are sketched until one of the
    /// next frames, so that a jump across a large surface costs several short frames instead of a long one. The focused pane never
    /// waits. All at once where it is not said.
    #[must_use]
    pub const fn max_new_panes_per_frame(mut self, panes: usize) -> Self {
        self.max_new_panes_per_frame = Some(panes);
        self
    }

    /// Whether a press and its release, or two clicks, that come in one frame are spread over the next ones, and what was typed behind
    /// a click comes after it. It concerns the whole [`Context`], from the first frame that asks for it on: a plugin of egui's holds the events
    /// back. Default: yes. Without it, most widgets see nothing of a click that is shorter than a frame.
    #[must_use]
    pub const fn spread_clicks(mut self, spread: bool) -> Self {
        self.lets_edges_meet = !spread;
        self
    }

    /// Draws all panes of the workspace in this `Ui` (its scope id) in the next frame, whatever their revisions say.
    pub fn redraw(ctx: &Context, id: egui::Id) {
        Retained::forget(ctx, id);
        ctx.request_repaint();
    }

    /// Gives the keyboard to the focused pane's widget again in the next frame, as after a dialog was closed.
    pub fn refocus(ctx: &Context, id: egui::Id) {
        let mut state = State::load(ctx, id);
        state.keyboard_pane = None;
        state.store(ctx, id);
        ctx.request_repaint();
    }

    /// Scrolls a surface that is larger than its window to a place, in logical units, as when a session is restored. `id` is the
    /// scope id of the `Ui` the workspace is drawn in; where it is scrolled to now says [`Layout::area`](multisplit::Layout::area).
    pub fn scroll_to(ctx: &Context, id: egui::Id, to: Point) {
        let mut state = State::load(ctx, id);
        state.scroll_to(to);
        // The focused pane is not brought into view instead.
        state.skips_reveal = true;
        state.store(ctx, id);
        ctx.request_repaint();
    }
}
