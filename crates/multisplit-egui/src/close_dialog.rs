//! The question before panes are closed that the application asks with [`Hooks::close_question`].

use crate::base::guard::logged;
use crate::base::hooks::{Hooks, PaneInfo};
use crate::frame::state::{Closing, State};
use egui::{Id, Ui};
use multisplit::{Command, WidgetProvider, Workspace};

/// Returns the first question that the application has about a command, if the command closes panes.
pub(crate) fn question<P, A>(workspace: &Workspace<P>, app: &A, command: &Command) -> Option<String>
where
    P: WidgetProvider + ?Sized,
    A: Hooks<P::Widget> + ?Sized,
{
    let layout = workspace.layout();
    command.closes(layout.tree()).into_iter().find_map(|pane| {
        let info = PaneInfo { pane, widget: layout.tree().widget(pane)?, live: workspace.widget(pane), layout };
        logged(|| app.close_question(info)).flatten()
    })
}

/// Shows the question, if there is one. Returns the command if the user agrees to it.
pub(crate) fn show(ui: &Ui, id: Id, state: &mut State) -> Option<Command> {
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
        return state.closing.take().map(|closing| closing.command).filter(|_| close);
    }
    None
}
