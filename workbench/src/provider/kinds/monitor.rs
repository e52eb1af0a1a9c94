//! The monitor of the workspace: `monitor:N`. The application feeds it.

use super::{Kind, kept};
use crate::provider::{Pane, PaneRequest, Requests, WorkPane};
use egui::Ui;
use multisplit::{Cost, Lifecycle, Provided, Saved};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_inspector::{Inspector, InspectorAction, InspectorState};

pub(super) const KIND: Kind = Kind {
    name: "monitor",
    absent_title: |_| "Monitor".to_owned(),
    make: |provider, request| {
        let mut monitor = Inspector::new();
        if let Some(state) = provider.read::<InspectorState>(request) {
            monitor.restore(&state);
        }
        Provided::Ready(Pane::new(Box::new(MonitorPane(monitor))))
    },
};

/// A monitor.
pub(crate) struct MonitorPane(pub(crate) Inspector);

impl PaneUi<Requests> for MonitorPane {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Requests>) {
        for action in self.0.ui(ui) {
            cx.app.asked.push(match action {
                InspectorAction::TrimNow => PaneRequest::Trim { all: false },
                InspectorAction::DropHidden => PaneRequest::Trim { all: true },
                InspectorAction::ExportReport { path } => {
                    let is_text = path.extension().is_some_and(|e| e == "txt");
                    let text = if is_text { self.0.report_text() } else { self.0.report_json() };
                    PaneRequest::Report { path, text }
                }
            });
        }
    }

    fn title(&self) -> String {
        "Monitor".to_owned()
    }

    fn request_focus(&mut self) {
        self.0.request_focus();
    }
}

impl Lifecycle for MonitorPane {
    fn save(&mut self) -> Option<Saved> {
        kept(&self.0.state())
    }

    fn cost(&self) -> Cost {
        Cost { bytes: self.0.bytes() as u64, rebuild_micros: 1_000 }
    }
}

impl WorkPane for MonitorPane {}
