//! A terminal: `term:N`. No frame waits for a shell to start.

use super::{Kind, kept};
use crate::provider::{Pane, Requests, WorkPane};
use egui::Ui;
use multisplit::{CloseReason, Cost, Failure, Lifecycle, Provided, Saved, Verdict};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_chrome::names;
use multisplit_pane_terminal::{Terminal, TerminalOptions};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// The shell starts in the requested folder, or else in the last folder of the terminal, or else in that of the workbench.
pub(super) const KIND: Kind = Kind {
    name: "term",
    absent_title: |_| "Terminal".to_owned(),
    make: |provider, request| {
        let last = provider.read::<TerminalState>(request).map(|state| state.folder);
        let asked = provider.folders.remove(request.widget).or(last);
        let (shell, keymap) = (provider.shell.clone(), Arc::clone(&provider.keymap));
        let (home, wake) = (provider.folder.clone(), Arc::clone(&provider.wake));
        Provided::Load(Box::new(move |_| {
            let folder = asked.filter(|folder| folder.is_dir()).unwrap_or(home);
            let options = TerminalOptions { shell, ..TerminalOptions::new(folder) };
            let mut fresh = Terminal::spawn(&options, wake).map_err(Failure::failed)?;
            fresh.set_reserved(move |modifiers, key| keymap.is_reserved(modifiers, key));
            Ok(Box::new(move |pooled: &mut Option<Pane>| {
                let pane = match Pane::take::<TerminalPane>(pooled) {
                    Some(mut used) => {
                        used.terminal.adopt(fresh);
                        used
                    }
                    None => Box::new(TerminalPane { terminal: fresh, is_closed: false }),
                };
                Ok(Pane::new(pane))
            }))
        }))
    },
};

/// The saved state of a terminal. Its program cannot be saved, so a new shell starts in the same folder.
#[derive(Serialize, Deserialize)]
struct TerminalState {
    folder: PathBuf,
}

/// A terminal.
pub(crate) struct TerminalPane {
    pub(crate) terminal: Terminal,
    /// Whether it was closed. Its idle shell may then be evicted; the shell of a terminal behind a tab may not.
    is_closed: bool,
}

impl PaneUi<Requests> for TerminalPane {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, Requests>) {
        self.terminal.ui(ui);
    }

    fn title(&self) -> String {
        self.terminal.title()
    }

    fn hint(&self) -> String {
        names::shown_path(&self.terminal.folder())
    }

    fn request_focus(&mut self) {
        self.terminal.request_focus();
    }
}

impl Lifecycle for TerminalPane {
    fn save(&mut self) -> Option<Saved> {
        kept(&TerminalState { folder: self.terminal.folder() })
    }

    fn closing(&mut self, reason: CloseReason) -> Verdict {
        if reason == CloseReason::Evict && !self.is_closed {
            return Verdict::Veto("a shell is running".to_owned());
        }
        self.is_closed = true;
        Verdict::Allow
    }

    fn cost(&self) -> Cost {
        Cost { bytes: self.terminal.bytes(), rebuild_micros: 1_000_000 }
    }

    fn is_fresh(&mut self) -> bool {
        self.is_closed = false;
        true
    }

    fn reset(&mut self) -> bool {
        self.terminal.reset();
        self.is_closed = false;
        true
    }
}

impl WorkPane for TerminalPane {
    fn unsaved(&self) -> Option<String> {
        self.terminal.is_busy().then(|| "a program is running in the terminal".to_owned())
    }
}
