//! The question before panes are closed that the application asks with [`Hooks::close_question`].

use crate::base::closing::{CloseAction, Closing};
use crate::base::guard::logged;
use crate::base::hooks::{Hooks, PaneInfo};
use crate::frame::state::State;
use egui::{Id, Ui};
use multisplit::{CommandError, Layout, Moment, PaneId, WidgetProvider, Workspace};

/// The number of questions that are shown about one command.
const MAX_QUESTIONS: usize = 12;
/// The number of commands that wait for an answer.
const MAX_WAITING: usize = 16;

/// Returns the questions that the application has about panes that are to be closed.
fn question<P, A>(workspace: &Workspace<P>, app: &A, closes: &[PaneId]) -> Option<String>
where
    P: WidgetProvider + ?Sized,
    A: Hooks<P::Widget> + ?Sized,
{
    let layout = workspace.layout();
    let asked = closes.iter().filter_map(|pane| {
        let pane = *pane;
        let info = PaneInfo { pane, widget: layout.tree().widget(pane)?, live: workspace.widget(pane), layout };
        logged(|| app.close_question(info)).flatten()
    });
    let mut questions: Vec<String> = asked.collect();
    questions.dedup();
    if questions.len() > MAX_QUESTIONS {
        let more = questions.len() - (MAX_QUESTIONS - 1);
        questions.truncate(MAX_QUESTIONS - 1);
        questions.push(format!("and {more} more"));
    }
    (!questions.is_empty()).then(|| questions.join("\n"))
}

/// Returns the panes that something closes.
fn closes<P>(workspace: &Workspace<P>, then: &CloseAction) -> Vec<PaneId>
where
    P: WidgetProvider + ?Sized,
{
    let tree = workspace.layout().tree();
    match then {
        CloseAction::Run(command) => command.closes(tree),
        #[cfg(feature = "host")]
        CloseAction::Arrange(text) => {
            let next = Layout::from_text(text);
            let stays = |widget| next.as_ref().is_ok_and(|next| next.tree().pane_of(widget).is_some());
            tree.panes().filter(|pane| !tree.widget(*pane).is_some_and(stays)).collect()
        }
    }
}

/// Returns what the user has to be asked before something is done, but about these panes; `None` if there is nothing to ask.
pub(crate) fn ask<P, A>(workspace: &Workspace<P>, app: &A, then: &CloseAction, but: &[PaneId]) -> Option<Closing>
where
    P: WidgetProvider + ?Sized,
    A: Hooks<P::Widget> + ?Sized,
{
    let closes = closes(workspace, then);
    let new: Vec<PaneId> = closes.iter().copied().filter(|pane| !but.contains(pane)).collect();
    Some(Closing { question: question(workspace, app, &new)?, closes, then: then.clone() })
}

/// Does what the user has agreed to.
///
/// # Errors
/// Returns a [`CommandError`] if it is refused; nothing has changed then.
pub(crate) fn agreed<P>(workspace: &mut Workspace<P>, now: Moment, then: &CloseAction) -> Result<(), CommandError>
where
    P: WidgetProvider + ?Sized,
{
    match then {
        CloseAction::Run(command) => workspace.run(now, command).map(drop),
        #[cfg(feature = "host")]
        CloseAction::Arrange(text) => match workspace.arrange(text) {
            Err(multisplit::LoadError::Command(error)) => Err(error),
            Err(error) => {
                // The text was read before the question.
                tracing::error!("the layout is no layout any more: {error}");
                Ok(())
            }
            Ok(()) => Ok(()),
        },
    }
}

/// Lets something wait for the user's answer, after what waits already.
pub(crate) fn wait(state: &mut State, closing: Closing) {
    if state.closing.contains(&closing) {
        return;
    }
    if state.closing.len() == MAX_WAITING {
        tracing::warn!("{MAX_WAITING} questions wait for the user: there is no place for {:?}", closing.then);
        return;
    }
    state.closing_is_new |= state.closing.is_empty();
    state.closing.push_back(closing);
}

/// Shows the first question, if there is one. Returns what waited for it if the user agrees.
pub(crate) fn show(ui: &Ui, id: Id, state: &mut State, layout: &Layout) -> Option<Closing> {
    // The panes may be gone by now.
    let is_there = |closing: &Closing| closing.closes.iter().any(|pane| layout.tree().widget(*pane).is_some());
    let waited = state.closing.len();
    state.closing.retain(is_there);
    state.closing_is_new |= state.closing.len() < waited;
    let Closing { question, .. } = state.closing.front()?;
    let modal = egui::Modal::new(id.with("close question")).show(ui.ctx(), |ui| {
        ui.label(question.as_str());
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let close = ui.button("Close").clicked();
            let keep = ui.button("Keep");
            if state.closing_is_new {
                keep.request_focus();
            }
            (close, keep.clicked())
        })
        .inner
    });
    state.closing_is_new = false;
    let (close, keep) = modal.inner;
    if close || keep || modal.should_close() {
        state.closing_is_new = true;
        return state.closing.pop_front().filter(|_| close);
    }
    None
}
