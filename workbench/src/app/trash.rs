//! The question before something goes to the trash, because the Delete key is easily pressed by mistake.

use super::{App, dialog};
use crate::provider::EditorPane;
use egui::Context;
use multisplit_pane_chrome::names;

impl App {
    /// Shows the question, and carries out the answer.
    pub(super) fn show_trashing(&mut self, ctx: &Context) {
        let Some(path) = self.trashing.clone() else { return };
        let name = names::shown_file(&path);
        let lost = self.look_at_panes(|_, pane| {
            let text = pane.as_kind::<EditorPane>()?;
            text.editor.path().starts_with(&path).then(|| text.unsaved_text()).flatten()
        });
        let asked = dialog::show(ctx, "trash", &format!("Move {name} to the trash?"), 420.0, |ui, is_deaf| {
            ui.label(format!("{name} can be put back from there."));
            if !lost.is_empty() {
                ui.add_space(4.0);
                ui.label("This stays open, as it is nowhere else:");
                dialog::list(ui, lost.iter().map(String::as_str));
            }
            ui.add_space(8.0);
            dialog::buttons(ui, &[("Move to trash", true), ("Cancel", false)], is_deaf.then_some(true))
        });
        let Some(goes_on) = asked.inner.or_else(|| asked.is_left.then_some(false)) else { return };
        let path = self.trashing.take().filter(|_| goes_on);
        self.refocus(ctx);
        path.into_iter().for_each(|path| self.trash(path));
    }
}
