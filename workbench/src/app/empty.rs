//! The page of an empty workspace: what to do, recent files and folders, and the keys.

use super::App;
use super::leaving::Leave;
use crate::keys::{Keymap, Shortcut};
use egui::{Align, Layout, Rect, RichText, Ui, UiBuilder};
use multisplit_pane_chrome::names;
use std::path::PathBuf;

/// The number of files that are offered, and of folders.
const MAX_OFFERED: usize = 8;

/// The choice of the user.
enum Choice {
    Do(Shortcut),
    Open(PathBuf),
    OpenFolder(PathBuf),
}

impl App {
    /// Shows the page if the workspace is empty.
    pub(super) fn show_empty(&mut self, ui: &mut Ui, rect: Rect) {
        if self.workspace.layout().tree().pane_count() > 0 {
            return;
        }
        let recent: Vec<String> = self.index.recent().take(MAX_OFFERED).map(ToOwned::to_owned).collect();
        let choice = ui
            .scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                page(ui, &self.set.keymap(), &recent, &self.recent_folders)
            })
            .inner;
        match choice {
            Some(Choice::Do(shortcut)) => self.shortcut(ui.ctx(), shortcut),
            Some(Choice::OpenFolder(folder)) => self.leave(ui.ctx(), Leave::Folder(folder)),
            Some(Choice::Open(path)) => self.open(&self.folder.join(path), None, false),
            None => {}
        }
    }
}

fn page(ui: &mut Ui, keymap: &Keymap, recent: &[String], folders: &[PathBuf]) -> Option<Choice> {
    let mut choice = None;
    let room = ui.max_rect().height();
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space((room / 2.0 - 180.0).clamp(8.0, 240.0));
        ui.heading("Nothing is open");
        ui.add_space(8.0);
        for (words, shortcut) in [
            ("Open a file…", Shortcut::QuickOpen),
            ("Show the file tree", Shortcut::Tree),
            ("New terminal", Shortcut::NewTerminal),
            ("Open a folder…", Shortcut::OpenFolder),
            ("All commands", Shortcut::Palette),
        ] {
            let key = keymap.key_of(shortcut).map(|key| super::palette::in_signs(&ui.ctx().format_shortcut(&key)));
            if ui.button(format!("{words}   {}", key.unwrap_or_default())).clicked() {
                choice = Some(Choice::Do(shortcut));
            }
        }
        if !recent.is_empty() {
            ui.add_space(12.0);
            ui.label(RichText::new("Open before").weak());
        }
        for path in recent {
            if ui.link(names::shown(path)).clicked() {
                choice = Some(Choice::Open(path.into()));
            }
        }
        if !folders.is_empty() {
            ui.add_space(12.0);
            ui.label(RichText::new("Folders open before").weak());
        }
        for folder in folders.iter().take(MAX_OFFERED) {
            if ui.link(names::shown_path(folder)).clicked() {
                choice = Some(Choice::OpenFolder(folder.clone()));
            }
        }
    });
    choice
}
