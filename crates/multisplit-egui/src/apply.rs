//! Turns keys and requests into inputs of the engine. It decides nothing that the engine can decide; what only the application can do is
//! reported to it.

use crate::area::{AreaOutput, WorkspaceArea};
use crate::base::bindings::Action;
use crate::base::closing::CloseAction;
use crate::base::guard::logged;
use crate::base::hooks::{Hooks, NewWidget};
use crate::base::scroll_math;
use crate::base::tab_commands::{moving, toggle_zoom};
use crate::close_dialog;
use multisplit::geometry::Ratio;
use multisplit::host::HostInput;
use multisplit::{Command, Failure, FocusTo, Intent, Moment, PaneId, Placement, WidgetProvider, Workspace};
use rustc_hash::FxHashSet;

/// How far a resize by key moves an edge, in logical units.
const RESIZE_STEP: f64 = 24.0;

/// What a frame collected while it was drawn.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) intents: Vec<Intent>,
    pub(crate) drags: Vec<Intent>,
    pub(crate) new_tabs: Vec<PaneId>,
    pub(crate) titles: Vec<(PaneId, String)>,
    pub(crate) failures: Vec<(PaneId, Failure)>,
}

impl WorkspaceArea {
    /// Applies what a frame collected. Returns `true` if anything may have changed.
    pub(crate) fn apply<P, A>(
        &self,
        workspace: &mut Workspace<P>,
        now: Moment,
        Asked { intents, drags, new_tabs, titles, failures }: Asked,
        app: &mut A,
        shown: &mut AreaOutput,
    ) -> bool
    where
        P: WidgetProvider + ?Sized,
        A: Hooks<P::Widget> + ?Sized,
    {
        for (pane, title) in titles {
            workspace.layout_mut().keep_title(pane, &title);
        }
        let mut changed = !failures.is_empty();
        // One failure per pane: a second call to the widget in the same frame fails again.
        let mut failed = FxHashSet::default();
        for (pane, failure) in failures {
            if failed.insert(pane) {
                workspace.handle(now, HostInput::DrawFailed { pane, failure });
            }
        }
        for intent in drags.into_iter().chain(intents) {
            changed = true;
            self.send(workspace, now, intent, app, shown);
        }
        for pane in new_tabs {
            changed = true;
            self.make(workspace, now, (Placement::Tab, Some(pane)), app, shown);
        }
        changed
    }

    /// Sends an intent to the workspace, unless the user or the application is asked first.
    fn send<P, A>(&self, workspace: &mut Workspace<P>, now: Moment, intent: Intent, app: &A, shown: &mut AreaOutput)
    where
        P: WidgetProvider + ?Sized,
        A: Hooks<P::Widget> + ?Sized,
    {
        if let Intent::Run(command) = &intent {
            if self.asks_before_close && matches!(command, Command::Close { .. } | Command::CloseAll { .. }) {
                shown.closes.push(command.clone());
                return;
            }
            if let Some(closing) = close_dialog::ask(workspace, app, &CloseAction::Run(command.clone()), &[]) {
                shown.questions.push(closing);
                return;
            }
        }
        if let Err(error) = workspace.apply(now, intent) {
            tracing::debug!("refused: {error}");
            shown.refused.push(error);
        }
    }

    /// Does something, unless the application has a question about what it closes: then that is shown with the next frame.
    ///
    /// # Errors
    /// Returns a [`CommandError`](multisplit::CommandError) if it is refused; nothing has changed then.
    #[cfg(feature = "host")]
    pub(crate) fn ask<P, A>(
        &mut self,
        workspace: &mut Workspace<P>,
        now: Moment,
        app: &A,
        then: &CloseAction,
    ) -> Result<(), multisplit::CommandError>
    where
        P: WidgetProvider + ?Sized,
        A: Hooks<P::Widget> + ?Sized,
    {
        let asked = close_dialog::ask(workspace, app, then, &[]);
        let waits = asked.is_some();
        self.questions.extend(asked);
        if waits { Ok(()) } else { close_dialog::agreed(workspace, now, then) }
    }

    /// Makes a new pane at a place relative to another one, or reports that the user wants one.
    fn make<P, A>(
        &self,
        workspace: &mut Workspace<P>,
        now: Moment,
        (place, pane): (Placement, Option<PaneId>),
        app: &mut A,
        shown: &mut AreaOutput,
    ) where
        P: WidgetProvider + ?Sized,
        A: Hooks<P::Widget> + ?Sized,
    {
        let fresh = |kind: &str| workspace.fresh_widget(kind).ok();
        let at = NewWidget { beside: pane, layout: workspace.layout(), fresh: &fresh };
        let Some(widget) = logged(|| app.new_widget(&at)).flatten() else {
            shown.actions.push((Action::New(place), pane));
            return;
        };
        let command = match pane {
            // What is there already is shown.
            _ if workspace.layout().tree().pane_of(&widget).is_some() => Command::Open { widget },
            Some(pane) => Command::Split { pane, place, widget, ratio: Ratio::HALF },
            None => Command::Open { widget },
        };
        if let Some(pane) = pane {
            // The user is at this pane: if the new one is closed, the focus comes back to it.
            self.send(workspace, now, Intent::Focus(FocusTo::Pane(pane)), app, shown);
        }
        self.send(workspace, now, Intent::Run(command), app, shown);
    }

    /// Does what a key would do, for example for a command palette. Actions that only the application can do, closes that it wants to be
    /// asked about, and refused commands are in the output, as with [`WorkspaceArea::show`].
    pub fn perform<P>(&self, workspace: &mut Workspace<P>, now: Moment, action: Action) -> AreaOutput
    where
        P: WidgetProvider + ?Sized,
    {
        let mut shown = AreaOutput::default();
        self.act(workspace, now, action, &mut (), &mut shown);
        shown
    }

    /// Does what a key would do, and adds to `shown`. Returns `true` if anything may have changed.
    pub(crate) fn act<P, A>(
        &self,
        workspace: &mut Workspace<P>,
        now: Moment,
        action: Action,
        app: &mut A,
        shown: &mut AreaOutput,
    ) -> bool
    where
        P: WidgetProvider + ?Sized,
        A: Hooks<P::Widget> + ?Sized,
    {
        let pane = workspace.layout().focused_pane();
        let intent = match (action, pane) {
            (Action::New(place), pane) => {
                self.make(workspace, now, (place, pane), app, shown);
                return true;
            }
            (Action::Undo, _) => Intent::Undo,
            (Action::Redo, _) => Intent::Redo,
            (Action::Scroll(direction), _) => {
                let to = scroll_math::stepped(workspace.layout(), workspace.layout().area().scroll(), direction);
                scroll_math::to(workspace.layout_mut(), to);
                return true;
            }
            (Action::Equalize, _) => Intent::Run(Command::Equalize { split: None }),
            (Action::Recent, Some(_)) => Intent::Focus(FocusTo::Last),
            (Action::Focus(direction), Some(_)) => Intent::Focus(FocusTo::Neighbor(direction)),
            (Action::Close, Some(pane)) => Intent::Run(Command::Close { pane }),
            (Action::Resize(direction), Some(pane)) => {
                Intent::Run(Command::Resize { pane, direction, by: RESIZE_STEP })
            }
            (Action::Move(direction), Some(pane)) => Intent::Run(moving(workspace.layout(), pane, direction)),
            (Action::Tab(forward), Some(pane)) => match neighbor_tab(workspace, pane, forward) {
                Some(pane) => Intent::Focus(FocusTo::Pane(pane)),
                None => return false,
            },
            (Action::Zoom, Some(pane)) => match toggle_zoom(workspace.layout(), pane) {
                Some(command) => Intent::Run(command),
                None => return true,
            },
            (Action::Collapse, Some(pane)) => Intent::Run(Command::Collapse { pane, collapsed: true }),
            (_, None) => return false,
        };
        self.send(workspace, now, intent, app, shown);
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
