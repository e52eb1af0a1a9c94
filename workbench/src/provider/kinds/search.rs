//! A search through all files of the folder: `search:N`. A result that is chosen, the application opens.

use super::{Kind, kept};
use crate::provider::{Pane, PaneRequest, Requests, TextPlace, WorkPane};
use egui::Ui;
use multisplit::{Cost, Lifecycle, Provided, Saved};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_files::{FoundLine, SearchPane, SearchState};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "search",
    absent_title: |_| "Find in files".to_owned(),
    make: |provider, request| {
        let unsaved = provider.texts.unsaved_in(provider.folder.clone());
        let mut search = SearchPane::new(&provider.folder, Arc::clone(&provider.wake)).with_unsaved(unsaved);
        match (provider.queries.remove(request.widget), provider.read::<SearchState>(request)) {
            (Some(query), _) => search.look_for(&query),
            (None, Some(state)) => search.restore(&state),
            (None, None) => {}
        }
        Provided::Ready(Pane::new(Box::new(FindPane(search))))
    },
};

/// A search in files.
pub(crate) struct FindPane(pub(crate) SearchPane);

impl PaneUi<Requests> for FindPane {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Requests>) {
        for FoundLine { path, line, word, beside } in self.0.ui(ui) {
            cx.app.asked.push(PaneRequest::Open { path, spot: Some(TextPlace { line, word }), beside });
        }
    }

    fn title(&self) -> String {
        self.0.title()
    }

    fn request_focus(&mut self) {
        self.0.request_focus();
    }
}

impl Lifecycle for FindPane {
    fn save(&mut self) -> Option<Saved> {
        kept(&self.0.state())
    }

    fn cost(&self) -> Cost {
        // The hits have to be searched for again.
        Cost { bytes: self.0.bytes() as u64, rebuild_micros: 50_000 }
    }
}

impl WorkPane for FindPane {
    fn is_in_line(&self) -> bool {
        true
    }
}
