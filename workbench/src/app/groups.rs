//! Groups of panes: going to one, showing it on the map, writing it to a file, and restoring it from one.

use super::App;
use super::prompt::{Answered, Question};
use crate::trust::{self, Held};
use multisplit::file::{FileNode, LayoutFile, ReadLimits};
use multisplit::groups::{GroupError, GroupId};
use multisplit::{FocusTo, Intent, PaneId};
use multisplit_egui::Overview;
use std::path::Path;

/// The number of group files that are offered.
const MAX_FOUND: usize = 100;
/// The ending of a group file.
const ENDING: &str = ".group.json";

impl App {
    /// Returns answers that the user can click: groups, or group files in the folder.
    pub(super) fn known_answers(&mut self, question: Question) -> Vec<String> {
        match question {
            Question::Database => vec![],
            Question::OpenGroup => {
                // Taken from the index, so that no frame waits for the disk.
                let found = self.index.search(ENDING, MAX_FOUND).into_iter().map(|hit| hit.path);
                let mut names: Vec<String> = found.filter(|name| name.ends_with(ENDING)).collect();
                names.sort_unstable();
                names
            }
            _ => self.workspace.layout().tree().groups().map(|(_, info)| info.name.clone()).collect(),
        }
    }

    pub(super) fn go_to_group(&mut self, name: &str) -> Result<(), String> {
        let (_, pane) = self.group_named(name)?;
        let focus = self.workspace.apply(self.host.now(), Intent::Focus(FocusTo::Pane(pane)));
        focus.map(drop).map_err(|error| error.to_string())
    }

    pub(super) fn zoom_to_group(&mut self, name: &str) -> Result<(), String> {
        let (group, _) = self.group_named(name)?;
        self.overview = Some(Overview::on_group(group));
        Ok(())
    }

    /// Writes the layout of a group to a file in the folder.
    ///
    /// # Errors
    /// The reason, in words, if there is no such group.
    pub(super) fn save_group(&mut self, name: &str) -> Result<Answered, String> {
        let file = self.workspace.save_group(name).map_err(|error| error.to_string())?;
        let path = self.folder.join(file_name(name));
        let waits = |node: &FileNode| node.pane.as_deref().is_some_and(|pane| self.requests.waits(pane));
        // A pane that waits is not the user's yet, and is not trusted by being saved.
        let is_trusted = !file.nodes.iter().any(waits);
        let (to, name, trusted) = (path.clone(), name.to_owned(), self.trusted.clone());
        let write = move || {
            let text = file.to_text();
            multisplit_host::write_whole(&to, text.as_bytes()).map_err(|error| error.to_string())?;
            // What the user has saved here opens here without a question.
            if is_trusted { trusted.add(&to, &text) } else { Ok(()) }
        };
        Ok(self.ask_disk("save a group", write, move |app, _, ()| {
            app.status.say(format!("the group {name:?} is saved as {}", path.display()));
            Ok(())
        }))
    }

    /// Restores the group of a file along the right edge; panes that are already open move there.
    pub(super) fn open_group(&mut self, file: &str) -> Answered {
        let path = self.folder.join(file);
        let limits = ReadLimits::outside();
        let (folder, trusted) = (self.folder.clone(), self.trusted.clone());
        let read = move || {
            let text = multisplit_disk::read_text(&path, limits.bytes as u64).map_err(|error| error.to_string())?;
            let risks = if trusted.has(&path, &text) { Held::new() } else { trust::risks(&folder, &text, limits) };
            Ok((group_name(&path, &text), text, path, risks))
        };
        self.ask_disk("open a group", read, move |app, _, (name, text, path, risks)| {
            app.hold_untrusted(risks, Some((path, text.clone())));
            app.restore_group(&name, &text, limits)
        })
    }

    fn restore_group(&mut self, name: &str, text: &str, limits: ReadLimits) -> Result<(), String> {
        let now = self.host.now();
        let done = self.workspace.restore_group(now, name, text, limits).map_err(|e| e.to_string())?;
        done.panes.first().into_iter().for_each(|pane| self.focus(*pane));
        Ok(())
    }

    /// Returns a group and its first pane.
    ///
    /// # Errors
    /// The reason, in words, if there is no such group or it is empty.
    fn group_named(&self, name: &str) -> Result<(GroupId, PaneId), String> {
        let tree = self.workspace.layout().tree();
        let group = tree.group_named(name).ok_or_else(|| GroupError::Unknown(name.to_owned()).to_string())?;
        let pane = tree.group_panes(group).first().copied().ok_or_else(|| "the group is empty".to_owned())?;
        Ok((group, pane))
    }
}

/// Returns the name for the group of a file: the name it was saved with, or the name of the file.
fn group_name(path: &Path, text: &str) -> String {
    let file = serde_json::from_str::<LayoutFile>(text).ok();
    let saved = file.and_then(|file| file.groups.into_iter().find(|group| group.parent.is_none()));
    saved.map_or_else(
        || {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.trim_end_matches(ENDING).to_owned()
        },
        |group| group.name,
    )
}

/// Returns a file name for a group that is valid on every system.
fn file_name(group: &str) -> String {
    let good = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ') { c } else { '_' };
    format!("{}{ENDING}", group.chars().map(good).collect::<String>())
}
