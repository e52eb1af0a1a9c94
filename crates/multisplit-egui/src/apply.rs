//! Turns keys and requests into inputs of the engine. It decides nothing that the engine can decide; what only the application can do is
//! reported to it.

use crate::area::{AreaOutput, WorkspaceArea};
use crate::base::bindings::Action;
use crate::base::pane::Ask;
use crate::base::scroll_math;
use crate::base::tab_commands::toggle_zoom;
use crate::frame::Pointed;
use multisplit::{
    Command, Direction, Failure, FocusTo, Input, Moment, MoveTarget, PaneId, Placement, WidgetProvider, Workspace,
};
use rustc_hash::FxHashSet;

/// How far a resize by key moves an edge, in logical units.
const RESIZE_STEP: f64 = 24.0;

/// What a frame collected while it was drawn.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) asks: Vec<Ask>,
    pub(crate) inputs: Vec<Pointed>,
    pub(crate) failures: Vec<(PaneId, Failure)>,
}

impl WorkspaceArea {
    /// Applies what a frame collected. Returns `true` if anything may have changed.
    pub(crate) fn apply<P>(
        &self,
        workspace: &mut Workspace<P>,
        now: Moment,
        asked: Asked,
        shown: &mut AreaOutput,
    ) -> bool
    where
        P: WidgetProvider + ?Sized,
    {
        let mut all: Vec<Input<P::Widget>> = vec![];
        // One failure per pane: a second call to the widget in the same frame fails again.
        let mut failed = FxHashSet::default();
        for (pane, failure) in asked.failures {
            if failed.insert(pane) {
                all.push(Input::DrawFailed { pane, failure });
            }
        }
        for input in asked.inputs {
            input.translate(&mut all);
        }
        for ask in asked.asks {
            match ask {
                Ask::Run(command @ (Command::Close { .. } | Command::CloseAll { .. })) if self.asks_before_close => {
                    shown.closes.push(command);
                }
                Ask::Run(command) => all.push(Input::Do(command)),
                Ask::Focus(to) => all.push(Input::Focus(to)),
                Ask::Undo => all.push(Input::Undo),
                Ask::Redo => all.push(Input::Redo),
                Ask::Retry(pane) => all.push(Input::Retry(pane)),
                Ask::StopLoad(pane) => all.push(Input::StopLoad(pane)),
                Ask::NewTab(pane) => shown.actions.push((Action::New(Placement::Tab), Some(pane))),
            }
        }
        let changed = !all.is_empty() || !shown.actions.is_empty() || !shown.closes.is_empty();
        for input in all {
            if let Err(error) = workspace.handle(now, input) {
                tracing::debug!("refused: {error}");
                shown.refused.push(error);
            }
        }
        changed
    }

    /// Does what a key would do, for example for a command palette. Actions that only the application can do, closes that it wants to be
    /// asked about, and refused commands are in the output, as with [`WorkspaceArea::show`].
    pub fn perform<P>(&self, workspace: &mut Workspace<P>, now: Moment, action: Action) -> AreaOutput
    where
        P: WidgetProvider + ?Sized,
    {
        let mut shown = AreaOutput::default();
        self.act(workspace, now, action, &mut shown);
        shown
    }

    /// Does what a key would do, and adds to `shown`. Returns `true` if anything may have changed.
    pub(crate) fn act<P>(
        &self,
        workspace: &mut Workspace<P>,
        now: Moment,
        action: Action,
        shown: &mut AreaOutput,
    ) -> bool
    where
        P: WidgetProvider + ?Sized,
    {
        let pane = workspace.layout().focused_pane();
        let input = match (action, pane) {
            (Action::New(_), pane) => {
                shown.actions.push((action, pane));
                return true;
            }
            (Action::Undo, _) => Input::Undo,
            (Action::Redo, _) => Input::Redo,
            (Action::Scroll(direction), _) => {
                let to = scroll_math::stepped(workspace.layout(), workspace.layout().area().scroll(), direction);
                scroll_math::to(workspace.layout_mut(), to);
                return true;
            }
            (Action::Equalize, _) => Input::Do(Command::Equalize { split: None }),
            (Action::Recent, Some(_)) => Input::Focus(FocusTo::Last),
            (Action::Focus(direction), Some(_)) => Input::Focus(FocusTo::Neighbor(direction)),
            (Action::Close, Some(pane)) if self.asks_before_close => {
                shown.closes.push(Command::Close { pane });
                return true;
            }
            (Action::Close, Some(pane)) => Input::Do(Command::Close { pane }),
            (Action::Resize(direction), Some(pane)) => Input::Do(Command::Resize { pane, direction, by: RESIZE_STEP }),
            (Action::Move(direction), Some(pane)) => match move_beside(workspace, pane, direction) {
                Some(command) => Input::Do(command),
                None => return false,
            },
            (Action::Tab(forward), Some(pane)) => match neighbor_tab(workspace, pane, forward) {
                Some(pane) => Input::Focus(FocusTo::Pane(pane)),
                None => return false,
            },
            (Action::Zoom, Some(pane)) => match toggle_zoom(workspace.layout(), pane) {
                Some(command) => Input::Do(command),
                None => return true,
            },
            (Action::Collapse, Some(pane)) => Input::Do(Command::Collapse { pane, collapsed: true }),
            (_, None) => return false,
        };
        if let Err(error) = workspace.handle(now, input) {
            shown.refused.push(error);
        }
        true
    }
}

fn neighbor_tab<P: WidgetProvider + ?Sized>(workspace: &Workspace<P>, pane: PaneId, forward: bool) -> Option<PaneId> {
    let layout = workspace.layout();
    let tree = layout.tree();
    let tabs = tree.parent(pane.node()).filter(|p| layout.tabs(*p).next().is_some())?;
    let next = if forward { tree.next(pane.node()) } else { tree.prev(pane.node()) };
    let around = || if forward { tree.children(tabs).next() } else { tree.children(tabs).last() };
    layout.first_pane(next.or_else(around)?)
}

/// Returns the command that moves a pane to the far side of its neighbor, or along the edge of the surface if there is no neighbor.
fn move_beside<P: WidgetProvider + ?Sized>(
    workspace: &Workspace<P>,
    pane: PaneId,
    direction: Direction,
) -> Option<Command> {
    let layout = workspace.layout();
    let place = match direction {
        Direction::Left => Placement::Left,
        Direction::Right => Placement::Right,
        Direction::Up => Placement::Top,
        Direction::Down => Placement::Bottom,
    };
    let to = match layout.focus_history().find(layout.tree(), layout.placer(), FocusTo::Neighbor(direction)) {
        Some(other) if other != pane => MoveTarget::Pane { pane: other, place },
        _ => MoveTarget::Edge(direction),
    };
    Some(Command::Move { pane, to })
}
