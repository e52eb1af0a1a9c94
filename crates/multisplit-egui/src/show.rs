//! One frame: keys, then what to draw, then what the user did with it.

use crate::bindings::{Action, Bindings};
use crate::pane::{Ask, PaneUi};
use crate::state::State;
use crate::theme::Style;
use crate::translate::{Origin, moment};
use crate::{dividers, dock, folds, keys, panes, tabs};
use egui::{Context, Sense, Ui};
use multisplit::{
    Command, CommandError, Direction, Failure, FocusTo, Input, Moment, PaneId, Target, Where, WidgetProvider, Workspace,
};

/// How far a keyboard resize moves an edge, in logical units.
const RESIZE_STEP: f64 = 24.0;

/// What a frame led to that the application should know.
#[derive(Debug, Default)]
pub struct Shown {
    /// What the user asked for that only the application can do, with the pane that had the focus.
    pub actions: Vec<(Action, Option<PaneId>)>,
    /// Commands that were refused.
    pub refused: Vec<CommandError>,
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
#[derive(Clone, Debug, Default)]
pub struct Front {
    style: Option<Style>,
    bindings: Bindings,
    asks_before_close: bool,
}

/// What the parts of a frame work with.
pub(crate) struct Frame<'a> {
    pub(crate) origin: Origin,
    pub(crate) style: &'a Style,
    pub(crate) state: &'a mut State,
    pub(crate) asks: &'a mut Vec<Ask>,
    pub(crate) inputs: &'a mut Vec<Pointed>,
    pub(crate) failures: &'a mut Vec<(PaneId, Failure)>,
    /// Whether a screen reader listens.
    pub(crate) access: bool,
}

/// What a pointer did to a divider.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pointed {
    Grab { split: multisplit::NodeId, index: usize, at: multisplit::Point },
    Drag { at: multisplit::Point, snap: multisplit::Snap },
    Release,
    Cancel,
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

    /// Closing a pane is told as [`Action::Close`] instead of being done, so that the application can ask first.
    #[must_use]
    pub const fn ask_before_close(mut self, ask: bool) -> Self {
        self.asks_before_close = ask;
        self
    }

    /// Gives the keyboard to the focused pane's widget again in the next frame, as after a dialog was closed.
    pub fn refocus(ctx: &Context, id: egui::Id) {
        let mut state = State::load(ctx, id);
        state.given = None;
        state.store(ctx, id);
        ctx.request_repaint();
    }

    /// Draws a workspace into the whole of `ui`.
    pub fn show<P>(&self, ui: &mut Ui, workspace: &mut Workspace<P>) -> Shown
    where
        P: WidgetProvider + ?Sized,
        P::Widget: PaneUi,
    {
        let rect = ui.available_rect_before_wrap();
        let id = ui.scope_id();
        let whole = ui.allocate_rect(rect, Sense::hover());
        let now = moment(ui.ctx());
        let style = self.style.clone().unwrap_or_else(|| Style::from_egui(ui.style()));
        let mut shown = Shown::default();
        let mut changed = false;
        for action in keys::take(ui.ctx(), &self.bindings) {
            changed |= self.act(workspace, now, action, &mut shown);
        }
        let mut state = State::load(ui.ctx(), id);
        let (mut asks, mut inputs, mut failures) = (vec![], vec![], vec![]);
        let access = ui.ctx().accesskit_node_builder(whole.id, |_| ()).is_some();
        let mut frame = Frame {
            origin: Origin { rect, id },
            style: &style,
            state: &mut state,
            asks: &mut asks,
            inputs: &mut inputs,
            failures: &mut failures,
            access,
        };
        workspace.layout_mut().set_metrics(style.metrics());
        scroll(ui, workspace, &mut frame, whole.hovered());
        let area = frame.origin.area(ui.ctx().pixels_per_point(), frame.state.scroll);
        let mut view = workspace.frame(now, area);
        frame.state.scroll = view.layout.area().scroll();
        ui.painter().rect_filled(rect, 0.0, style.gap_fill);
        panes::show(ui, &mut view, &mut frame);
        tabs::show(ui, &mut view, &mut frame);
        folds::show(ui, &mut view, &mut frame);
        dividers::show(ui, view.layout, &mut frame);
        dock::show(ui, &mut view, &mut frame);
        drop(view);
        changed |= self.apply(workspace, now, asks, inputs, failures, &mut shown);
        state.store(ui.ctx(), id);
        if changed {
            ui.ctx().request_repaint();
        }
        shown
    }

    fn apply<P>(
        &self,
        workspace: &mut Workspace<P>,
        now: Moment,
        asks: Vec<Ask>,
        inputs: Vec<Pointed>,
        failures: Vec<(PaneId, Failure)>,
        shown: &mut Shown,
    ) -> bool
    where
        P: WidgetProvider + ?Sized,
    {
        let mut all: Vec<Input<P::Widget>> = vec![];
        for (pane, failure) in failures {
            all.push(Input::DrawFailed { pane, failure });
        }
        all.extend(inputs.into_iter().map(|input| match input {
            Pointed::Grab { split, index, at } => Input::Grab { split, index, at },
            Pointed::Drag { at, snap } => Input::Drag { at, snap },
            Pointed::Release => Input::Release,
            Pointed::Cancel => Input::Cancel,
        }));
        for ask in asks {
            match ask {
                Ask::Run(Command::Close { pane }) if self.asks_before_close => {
                    shown.actions.push((Action::Close, Some(pane)));
                }
                Ask::Run(command) => all.push(Input::Do(command)),
                Ask::Focus(to) => all.push(Input::Focus(to)),
                Ask::Undo => all.push(Input::Undo),
                Ask::Redo => all.push(Input::Redo),
                Ask::Retry(pane) => all.push(Input::Retry(pane)),
                Ask::StopLoad(pane) => all.push(Input::StopLoad(pane)),
            }
        }
        let changed = !all.is_empty() || !shown.actions.is_empty();
        for input in all {
            if let Err(error) = workspace.handle(now, input) {
                tracing::debug!("refused: {error}");
                shown.refused.push(error);
            }
        }
        changed
    }

    /// Does what a key asks for. Answers whether anything may have changed.
    fn act<P>(&self, workspace: &mut Workspace<P>, now: Moment, action: Action, shown: &mut Shown) -> bool
    where
        P: WidgetProvider + ?Sized,
    {
        let pane = workspace.layout().focused().current();
        let input = match (action, pane) {
            (Action::New(_), pane) => {
                shown.actions.push((action, pane));
                return true;
            }
            (Action::Undo, _) => Input::Undo,
            (Action::Redo, _) => Input::Redo,
            (Action::Equalize, _) => Input::Do(Command::Equalize { split: None }),
            (Action::Recent, Some(_)) => Input::Focus(FocusTo::Last),
            (Action::Focus(direction), Some(_)) => Input::Focus(FocusTo::Neighbour(direction)),
            (Action::Close, Some(pane)) if self.asks_before_close => {
                shown.actions.push((action, Some(pane)));
                return true;
            }
            (Action::Close, Some(pane)) => Input::Do(Command::Close { pane }),
            (Action::Resize(direction), Some(pane)) => {
                Input::Do(Command::Resize { pane, direction, by: RESIZE_STEP })
            }
            (Action::Move(direction), Some(pane)) => match move_beside(workspace, pane, direction) {
                Some(command) => Input::Do(command),
                None => return false,
            },
            (Action::Tab(forward), Some(pane)) => match neighbour_tab(workspace, pane, forward) {
                Some(pane) => Input::Focus(FocusTo::Pane(pane)),
                None => return false,
            },
            (Action::Zoom, Some(pane)) => Input::Do(toggle_zoom(workspace, pane)),
            (Action::Collapse, Some(pane)) => Input::Do(Command::Collapse { pane, collapsed: true }),
            (_, None) => return false,
        };
        if let Err(error) = workspace.handle(now, input) {
            shown.refused.push(error);
        }
        true
    }
}

/// The wheel scrolls a surface that is larger than its window, where no pane has taken it.
fn scroll<P>(ui: &Ui, workspace: &Workspace<P>, frame: &mut Frame<'_>, hovered: bool)
where
    P: WidgetProvider + ?Sized,
{
    let layout = workspace.layout();
    let content = layout.placer().scale().rect(layout.placer().content());
    let size = frame.origin.rect.size();
    let larger = content.w > f64::from(size.x) + 0.5 || content.h > f64::from(size.y) + 0.5;
    if !larger || !hovered {
        return;
    }
    let (delta, alt) = ui.ctx().input(|i| (i.smooth_scroll_delta(), i.modifiers.alt));
    if alt {
        frame.state.scroll.x -= f64::from(delta.x);
        frame.state.scroll.y -= f64::from(delta.y);
    }
}

fn toggle_zoom<P: WidgetProvider + ?Sized>(workspace: &Workspace<P>, pane: PaneId) -> Command {
    let zoomed = workspace.layout().tree().surfaces().iter().any(|s| s.zoomed.is_some());
    if zoomed { Command::Unzoom } else { Command::Zoom { pane } }
}

fn neighbour_tab<P: WidgetProvider + ?Sized>(workspace: &Workspace<P>, pane: PaneId, forward: bool) -> Option<PaneId> {
    let layout = workspace.layout();
    let tree = layout.tree();
    let tabs = tree.parent(pane.node()).filter(|p| layout.tabs(*p).next().is_some())?;
    let next = if forward { tree.next(pane.node()) } else { tree.prev(pane.node()) };
    let around = || if forward { tree.children(tabs).next() } else { tree.children(tabs).last() };
    layout.first_pane(next.or_else(around)?)
}

/// Beside the neighbour on its far side; along the surface's edge where there is none.
fn move_beside<P: WidgetProvider + ?Sized>(
    workspace: &Workspace<P>,
    pane: PaneId,
    direction: Direction,
) -> Option<Command> {
    let layout = workspace.layout();
    let place = match direction {
        Direction::Left => Where::Left,
        Direction::Right => Where::Right,
        Direction::Up => Where::Top,
        Direction::Down => Where::Bottom,
    };
    let to = match layout.focused().find(layout.tree(), layout.placer(), FocusTo::Neighbour(direction)) {
        Some(other) if other != pane => Target::Pane { pane: other, place },
        _ => Target::Edge(direction),
    };
    Some(Command::Move { pane, to })
}
