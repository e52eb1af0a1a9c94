//! The question before something goes to the trash: a key is pressed sooner than a file is meant.

use super::{App, dialog};
use egui::Context;
use multisplit_pane_chrome::names;

impl App {
    /// Shows the question, and does what was answered.
    pub(super) fn show_trashing(&mut self, ctx: &Context) {
        let Some(path) = &self.trashing else { return };
        let name = names::shown_file(path);
        let asked = dialog::show(ctx, "trash", &format!("Move {name} to the trash?"), 420.0, |ui, is_deaf| {
            ui.label(format!("{name} can be put back from there."));
            ui.add_space(8.0);
            dialog::buttons(ui, &[("Move to trash", true), ("Cancel", false)], is_deaf.then_some(true))
        });
        let Some(goes_on) = asked.inner.or_else(|| asked.is_left.then_some(false)) else { return };
        let path = self.trashing.take().filter(|_| goes_on);
        self.refocus(ctx);
        path.into_iter().for_each(|path| self.trash(path));
    }
}
