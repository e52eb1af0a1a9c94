//! The content of a new pane: what it can become.

use super::PaneRequest;
use egui::{Align, Layout, RichText, Ui};
use multisplit::PaneId;

/// A pane without a content of its own yet.
#[derive(Debug, Default)]
pub(crate) struct Start {
    wants_focus: bool,
}

impl Start {
    pub(crate) const fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui, pane: PaneId) -> Option<PaneRequest> {
        let mut request = None;
        let room = ui.max_rect().height();
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.add_space((room / 2.0 - 90.0).clamp(4.0, 300.0));
            let open = ui.button("Open a file…   Ctrl+P");
            if std::mem::take(&mut self.wants_focus) {
                open.request_focus();
            }
            if open.clicked() {
                request = Some(PaneRequest::Pick { pane });
            }
            if ui.button("New terminal   Ctrl+`").clicked() {
                request = Some(PaneRequest::TerminalHere { pane });
            }
            if ui.button("Open a folder…   Ctrl+O").clicked() {
                request = Some(PaneRequest::OpenFolder);
            }
            ui.add_space(10.0);
            for line in
                ["Ctrl+Shift+P   all commands", "Ctrl+\\   split to the right", "Alt+arrows   go to another pane"]
            {
                ui.label(RichText::new(line).weak().small());
            }
        });
        request
    }
}
