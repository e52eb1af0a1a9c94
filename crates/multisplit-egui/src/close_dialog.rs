//! The question before panes are closed that the application asks with [`Hooks::close_question`].

use crate::base::guard::logged;
use crate::base::hooks::{Hooks, PaneInfo};
use crate::frame::state::{Closing, State, Then};
use egui::{Id, Ui};
use multisplit::{CommandError, Moment, PaneId, WidgetProvider, Workspace};

/// The number of questions that are shown about one command.
const MAX_QUESTIONS: usize = 12;

/// Returns the questions that the application has about panes that are to be closed.
pub(crate) fn question<P, A>(workspace: &Workspace<P>, app: &A, closes: &[PaneId]) -> Option<String>
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

/// Does what the user has agreed to.
///
/// # Errors
/// Returns a [`CommandError`] if it is refused; nothing has changed then.
pub(crate) fn agreed<P>(workspace: &mut Workspace<P>, now: Moment, then: &Then) -> Result<(), CommandError>
where
    P: WidgetProvider + ?Sized,
{
    match then {
        Then::Run(command) => workspace.run(now, command).map(drop),
        #[cfg(feature = "host")]
        Then::Arrange(text) => match workspace.arrange(text) {
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

/// Shows the question, if there is one. Returns what to do if the user agrees.
pub(crate) fn show(ui: &Ui, id: Id, state: &mut State) -> Option<Then> {
    let Closing { question, .. } = state.closing.as_ref()?;
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
        return state.closing.take().map(|closing| closing.then).filter(|_| close);
    }
    None
}
