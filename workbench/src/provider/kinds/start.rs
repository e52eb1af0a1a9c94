//! The content of a new pane, `start:N`: what it can become.

use super::Kind;
use crate::provider::{Pane, PaneRequest, Requests, WorkPane};
use egui::{Align, Layout, RichText, Ui};
use multisplit::{Cost, Lifecycle, Provided};
use multisplit_egui::{PaneContext, PaneUi};

pub(super) const KIND: Kind = Kind {
    name: "start",
    absent_title: |_| "Start".to_owned(),
    make: |_, _| Provided::Ready(Pane::new(Box::new(Start { wants_focus: false }))),
};

/// A pane without a content of its own yet.
struct Start {
    wants_focus: bool,
}

impl PaneUi<Requests> for Start {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Requests>) {
        let (pane, requests) = (cx.pane, &mut cx.app.asked);
        let room = ui.max_rect().height();
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.add_space((room / 2.0 - 90.0).clamp(4.0, 300.0));
            let open = ui.button("Open a file…   Ctrl+P");
            if std::mem::take(&mut self.wants_focus) {
                open.request_focus();
            }
            if open.clicked() {
                requests.push(PaneRequest::Pick { pane });
            }
            if ui.button("New terminal   Ctrl+`").clicked() {
                requests.push(PaneRequest::TerminalHere { pane });
            }
            if ui.button("Open a folder…   Ctrl+O").clicked() {
                requests.push(PaneRequest::OpenFolder);
            }
            ui.add_space(10.0);
            for line in
                ["Ctrl+Shift+P   all commands", "Ctrl+\\   split to the right", "Alt+arrows   go to another pane"]
            {
                ui.label(RichText::new(line).weak().small());
            }
        });
    }

    fn title(&self) -> String {
        "Start".to_owned()
    }

    fn request_focus(&mut self) {
        self.wants_focus = true;
    }
}

impl Lifecycle for Start {
    fn cost(&self) -> Cost {
        Cost { bytes: 64, rebuild_micros: 10 }
    }
}

impl WorkPane for Start {}
