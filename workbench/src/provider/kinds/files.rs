//! The tree of the files in the folder: `files:tree`. What the user chooses in it, the application carries out.

use super::{Kind, kept};
use crate::provider::{Pane, PaneRequest, Requests, WorkPane};
use egui::Ui;
use multisplit::{Cost, Failure, Lifecycle, Provided, Saved};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_files::{FileAction, FileTree, FilesState};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "files",
    absent_title: |_| "Files".to_owned(),
    make: |provider, request| {
        let state = provider.read::<FilesState>(request);
        let (folder, wake) = (provider.folder.clone(), Arc::clone(&provider.wake));
        let open = move |_: &_| {
            let mut tree = FileTree::open(&folder, wake).map_err(Failure::failed)?;
            if let Some(state) = state {
                tree.restore(&state);
            }
            Ok(tree)
        };
        Provided::load(open, |tree| Pane::new(Box::new(FilesPane(tree))))
    },
};

/// A file tree.
pub(crate) struct FilesPane(pub(crate) FileTree);

impl PaneUi<Requests> for FilesPane {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Requests>) {
        for action in self.0.ui(ui) {
            cx.app.asked.push(match action {
                FileAction::Open(path) => PaneRequest::Open { path, spot: None, beside: false },
                FileAction::OpenBeside(path) => PaneRequest::Open { path, spot: None, beside: true },
                FileAction::OpenTerminal(folder) => PaneRequest::Terminal { folder },
                FileAction::Rename { path, name } => PaneRequest::Rename { path, name },
                FileAction::Trash(path) => PaneRequest::Trash { path },
                _ => continue,
            });
        }
    }

    fn title(&self) -> String {
        self.0.title().to_owned()
    }

    fn request_focus(&mut self) {
        self.0.request_focus();
    }
}

impl Lifecycle for FilesPane {
    fn save(&mut self) -> Option<Saved> {
        kept(&self.0.state())
    }

    fn cost(&self) -> Cost {
        Cost { bytes: self.0.bytes() as u64, rebuild_micros: 2_000 }
    }
}

impl WorkPane for FilesPane {
    fn is_in_line(&self) -> bool {
        self.0.asks()
    }
}
