//! One frame: keys, then what to draw, then what the user did with it.

use crate::acts::Asked;
use crate::bindings::{Action, Bindings};
use crate::debug_paint::{Painted, Tally};
use crate::firsts::Firsts;
use crate::pace::Pace;
use crate::pane::{Ask, PaneUi};
use crate::retained::Retained;
use crate::state::State;
use crate::theme::Style;
use crate::translate::{Origin, moment};
use crate::{dividers, dock, floats, folds, keys, limits, minimap, panes, scroll, tabs, zoomed};
use egui::accesskit::Role;
use egui::{Context, Rect as EguiRect, Sense, Ui, Vec2};
use multisplit::{
    Command, CommandError, Failure, Input, Layout, Moment, NodeId, PaneId, Point, Rect, Snap, SurfaceId, View,
    WidgetId, WidgetProvider, Workspace,
};
use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

/// What a frame led to that the application should know.
#[derive(Debug, Default)]
pub struct Shown {
    /// What the user asked for that only the application can do, with the pane that had the focus.
    pub actions: Vec<(Action, Option<PaneId>)>,
    /// Commands that close panes, where the application wants to ask first ([`Front::ask_before_close`]): it runs them, or does not.
    pub closes: Vec<Command>,
    /// Commands that were refused.
    pub refused: Vec<CommandError>,
    /// How the panes came onto the screen.
    pub painted: Painted,
}

/// Draws a workspace into the whole of `ui`.
pub fn show<P>(ui: &mut Ui, workspace: &mut Workspace<P>) -> Shown
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    Front::new().show(ui, workspace)
}

/// The front end with its settings. Holds nothing from frame to frame: make it anew each time, or keep it.
///
/// # Limitations
/// - A widget that scrolls takes what it used of the wheel away (`InputState::smooth_scroll_delta`), as egui's own do; what is
///   left scrolls a surface that is larger than its window.
/// - Of several workspaces in one window, the one that was pressed last takes the keys.
#[derive(Clone, Debug, Default)]
pub struct Front {
    style: Option<Style>,
    bindings: Bindings,
    pub(crate) asks_before_close: bool,
    minimap: bool,
    now: Option<Moment>,
    draws_always: bool,
    debugs_paint: bool,
    frames_per_second: Option<f32>,
    first_drawings: Option<usize>,
    lets_edges_meet: bool,
}

/// What the parts of a frame work with.
pub(crate) struct Frame<'a> {
    pub(crate) now: Moment,
    pub(crate) origin: Origin,
    pub(crate) style: &'a Style,
    pub(crate) state: &'a mut State,
    pub(crate) asks: &'a mut Vec<Ask>,
    pub(crate) inputs: &'a mut Vec<Pointed>,
    pub(crate) failures: &'a mut Vec<(PaneId, Failure)>,
    pub(crate) retained: &'a mut Retained,
    pub(crate) tally: &'a mut Tally,
    pub(crate) firsts: &'a mut Firsts,
    /// When the workspace itself needs the next frame.
    pub(crate) wake: &'a mut Option<Duration>,
    /// The keys that menus show.
    pub(crate) bindings: &'a Bindings,
    /// Whether a screen reader listens.
    pub(crate) access: bool,
    /// What a pane is called that has no widget.
    pub(crate) absent: for<'w> fn(&'w WidgetId) -> Cow<'w, str>,
    /// Nothing of what was drawn before is shown again.
    pub(crate) anew: bool,
    /// The surface that is drawn now.
    pub(crate) surface: SurfaceId,
    /// Whether it is the only one.
    pub(crate) only: bool,
    /// Where the minimap lies, where there is one: what lies below is not reached there.
    pub(crate) minimap: Option<EguiRect>,
}

impl Frame<'_> {
    /// Whether a node lies on the surface that is drawn now.
    pub(crate) fn is_here(&self, layout: &Layout, node: NodeId) -> bool {
        self.only || layout.tree().surface_of(node) == Some(self.surface)
    }

    /// Needs a frame after this time. All that is asked for in a frame becomes one request.
    pub(crate) fn wake_after(&mut self, wait: Duration) {
        *self.wake = Some(self.wake.map_or(wait, |other| other.min(wait)));
    }
}

/// What a pointer did to a divider or to a floating surface.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pointed {
    Grab { split: NodeId, index: usize, at: Point },
    Drag { at: Point, snap: Snap },
    Release,
    Cancel,
    Lift,
    Carry { surface: SurfaceId, area: Rect },
    Drop,
    Return,
}

impl Pointed {
    /// The same in the engine's words.
    pub(crate) fn translate<W>(self, all: &mut Vec<Input<W>>) {
        all.push(match self {
            Self::Grab { split, index, at } => Input::Grab { split, index, at },
            Self::Drag { at, snap } => Input::Drag { at, snap },
            Self::Release => Input::Release,
            Self::Cancel => Input::Cancel,
            Self::Lift => Input::Begin("move floating area".to_owned()),
            Self::Carry { surface, area } => Input::Do(Command::SetArea { surface, area }),
            Self::Drop => Input::Commit,
            Self::Return => Input::Rollback,
        });
    }
}

impl Front {
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

    /// Closing panes is told in [`Shown::closes`] instead of being done, so that the application can ask first.
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
    pub const fn at(mut self, now: Moment) -> Self {
        self.now = Some(now);
        self
    }

    /// Whether what was painted last is painted again while nothing about it has changed: panes whose widget has a
    /// [`PaneUi::revision`], tab bars, grounds. Default: yes.
    #[must_use]
    pub const fn retain(mut self, retain: bool) -> Self {
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
    pub const fn first_drawings(mut self, panes: usize) -> Self {
        self.first_drawings = Some(panes);
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
        state.given = None;
        state.store(ctx, id);
        ctx.request_repaint();
    }

    /// Scrolls a surface that is larger than its window to a place, in logical units, as when a session is restored. `id` is the
    /// scope id of the `Ui` the workspace is drawn in; where it is scrolled to now says [`Layout::area`].
    pub fn scroll_to(ctx: &Context, id: egui::Id, to: Point) {
        let mut state = State::load(ctx, id);
        state.scroll_to(to);
        // The focused pane is not brought into view instead.
        state.holds = true;
        state.store(ctx, id);
        ctx.request_repaint();
    }

    /// Draws a workspace into the whole of `ui`.
    pub fn show<P>(&self, ui: &mut Ui, workspace: &mut Workspace<P>) -> Shown
    where
        P: WidgetProvider + ?Sized,
        P::Widget: PaneUi,
    {
        let mut rect = ui.available_rect_before_wrap();
        rect.max = rect.max.max(rect.min);
        let id = ui.scope_id();
        let whole = ui.allocate_rect(rect, Sense::hover());
        let now = self.now.unwrap_or_else(|| moment(ui.ctx()));
        let style = self.style.clone().unwrap_or_else(|| Style::from_egui(ui.style()));
        let (mut shown, mut changed, mut steps) = (Shown::default(), false, vec![]);
        for action in keys::take(ui, id, rect, &self.bindings) {
            match action {
                Action::Scroll(direction) => steps.push(direction),
                action => changed |= self.act(workspace, now, action, &mut shown),
            }
        }
        let mut state = State::load(ui.ctx(), id);
        Pace::install(ui.ctx(), self.lets_edges_meet, &mut state);
        steps.into_iter().for_each(|direction| scroll::step(workspace.layout(), &mut state, direction));
        let mut asked = Asked::default();
        let access = ui.ctx().accesskit_node_builder(whole.id, |node| node.set_role(Role::Group)).is_some();
        workspace.layout_mut().set_metrics(style.metrics());
        let mut retained = Retained::begin(ui, id, whole.clone(), !self.draws_always && !access);
        let mut firsts = Firsts::new(self.first_drawings, state.drawn.take());
        let (mut tally, mut wake) = (Tally::new(self.debugs_paint), None);
        let mut frame = Frame {
            now,
            origin: Origin { rect, id, shift: Vec2::ZERO },
            style: &style,
            state: &mut state,
            asks: &mut asked.asks,
            inputs: &mut asked.inputs,
            failures: &mut asked.failures,
            retained: &mut retained,
            tally: &mut tally,
            firsts: &mut firsts,
            wake: &mut wake,
            bindings: &self.bindings,
            access,
            absent: panes::absent::<P::Widget>,
            anew: self.draws_always,
            surface: SurfaceId::MAIN,
            only: workspace.layout().tree().surfaces().len() <= 1,
            minimap: None,
        };
        let area = scroll::before(ui, workspace.layout_mut(), &mut frame);
        let mut view = workspace.frame(now, area);
        frame.state.scroll = view.layout.area().scroll();
        if frame.state.scroll != area.scroll() {
            // The surface ends before where it was going.
            frame.state.goal = None;
        }
        frame.state.placed = Some(view.layout.area());
        frame.minimap = if self.minimap { minimap::place(view.layout, &frame) } else { None };
        draw(ui, &mut view, &mut frame);
        retained.end(ui.ctx(), id);
        shown.painted = tally.show(ui, id, rect, workspace.layout().tree().pane_count());
        changed |= self.apply(workspace, now, asked, &mut shown);
        state.drawn = firsts.end();
        state.store(ui.ctx(), id);
        if changed {
            ui.ctx().request_repaint();
        } else if let Some(wait) = workspace.next_due().map(|due| due.since(now)).into_iter().chain(wake).min() {
            ui.ctx().request_repaint_after(wait.max(frame_time(self.frames_per_second)));
        }
        shown
    }
}

/// How long to wait for a frame that nobody but the workspace needs.
pub(crate) fn frame_time(frames_per_second: Option<f32>) -> Duration {
    let [least, most] = limits::FRAME_RATES;
    let rate = frames_per_second.filter(|rate| !rate.is_nan()).unwrap_or(limits::FRAMES_PER_SECOND);
    Duration::from_secs_f32(1.0 / rate.clamp(least, most))
}

/// Draws the main surface and then the floating ones above it.
fn draw<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    ui.painter().rect_filled(frame.origin.rect, 0.0, frame.style.gap_fill);
    panes::keyboard(ui, view.layout, frame);
    tabs::begin(ui, frame);
    let main = panes::of_surface(view, SurfaceId::MAIN, 0);
    let mut from = main.end;
    surface(ui, view, frame, main);
    scroll::after(ui, view.layout, frame);
    minimap::show(ui, view.layout, view.slots, frame);
    let floating: Vec<SurfaceId> = view.layout.tree().surfaces().iter().skip(1).map(|s| s.id).collect();
    for id in floating {
        let panes = panes::of_surface(view, id, from);
        from = panes.end;
        frame.surface = id;
        floats::show(ui, view, frame, panes);
    }
    floats::settle(ui, view.layout, frame);
    dock::show(ui, view, frame);
    panes::note_keyboard(ui, frame);
}

/// Draws one surface; its panes are those with these numbers.
pub(crate) fn surface<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>, range: Range<usize>)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    panes::show(ui, view, frame, range);
    tabs::show(ui, view, frame);
    zoomed::show(ui, view, frame);
    folds::show(ui, view, frame);
    dividers::show(ui, view.layout, frame);
}
