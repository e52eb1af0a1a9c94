//! What panes wish for: files opened where files are shown, terminals, other folders.

use super::notices::About;
use super::quit::Leave;
use super::{App, Start};
use crate::paths::FILE_KINDS;
use crate::provider::{Body, Spot, Wish};
use multisplit::{Command, Direction, FocusTo, Input, PaneId, Ratio, Target, Where, WidgetId};
use multisplit_pane_files::QuickOpen;
use std::path::{Path, PathBuf};

/// What was chosen in a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    File(PathBuf),
    Folder(PathBuf),
}

impl App {
    pub(super) fn fulfil_wishes(&mut self) {
        while let Ok(wish) = self.wishes.try_recv() {
            match wish {
                Wish::Open { path, spot, beside } => self.open(&path, spot, beside),
                Wish::Terminal { folder } => self.open_terminal(Some(folder)),
                Wish::Pick { pane } => self.pick(Some(pane)),
                Wish::TerminalHere { pane } => {
                    if let Some(widget) = self.fresh("term") {
                        self.run(&Command::Replace { pane, widget });
                    }
                }
                Wish::OpenFolder => self.pick_folder(),
                Wish::Trim { all } => self.trim(all),
                Wish::Warn(words) => self.notices.say(About::Work, words),
                Wish::Rename { path, name } => self.rename(path, name),
                Wish::Report { path, text } => self.report(&path, &text),
            }
        }
    }

    /// Lets hidden widgets go: all, or down to half of what there is.
    fn trim(&mut self, all: bool) {
        let before = self.workspace.accounted_bytes();
        self.workspace.trim(self.host.now(), if all { 0 } else { before / 2 });
        let freed = before.saturating_sub(self.workspace.accounted_bytes());
        self.status.say(format!("{} KiB of hidden panes were let go", freed >> 10));
    }

    fn report(&mut self, path: &Path, text: &str) {
        let path = self.folder.join(path);
        match multisplit_host::write_whole(&path, text.as_bytes()) {
            Ok(()) => self.status.say(format!("the report is in {}", path.display())),
            Err(error) => self.status.say(error.to_string()),
        }
    }

    /// Asks for a file, for a pane. Files that came since the last time are found as soon as they are met.
    pub(super) fn pick(&mut self, pane: Option<PaneId>) {
        if let Err(error) = self.index.refresh() {
            self.status.say(error.to_string());
        }
        self.quick = Some((QuickOpen::new(), pane));
    }

    /// Opens a pane of which there is one: the monitor.
    pub(super) fn open_monitor(&mut self) {
        let Ok(widget) = WidgetId::new("monitor:1") else { return };
        let pane = self.run(&Command::Open { widget });
        if let Some(pane) = pane {
            self.focus(pane);
        }
    }

    /// Follows the file of the focused pane as it grows, beside it.
    pub(super) fn follow_log(&mut self) {
        let pane = self.workspace.layout().focused().current();
        let rest = pane.and_then(|p| self.workspace.layout().tree().widget(p)).map(|w| w.rest().to_owned());
        let Some((pane, Ok(widget))) = pane.zip(rest.map(|rest| WidgetId::new(format!("log:{rest}")))) else { return };
        self.run(&Command::Split { pane, place: Where::Right, widget, ratio: Ratio::HALF });
    }

    /// Shows a file: in the pane that has it, in the place of an empty pane, as a tab where files are shown, or beside.
    pub(super) fn open(&mut self, path: &Path, spot: Option<Spot>, beside: bool) {
        let Some(widget) = self.id_of(path) else {
            self.status.say(format!("the name of {} is too long", path.display()));
            return;
        };
        self.index.note_opened(path);
        if let Some(pane) = self.workspace.layout().tree().pane_of(&widget) {
            self.focus(pane);
            if let (Some(spot), Some(pane)) = (spot, self.workspace.slots().live(pane)) {
                pane.go_to(&spot);
            }
            return;
        }
        if let Some(spot) = spot {
            self.workspace.provider().spots.insert(widget.clone(), spot);
        }
        let command = match self.place_for_files() {
            Some(pane) if beside => Command::Split { pane, place: Where::Right, widget, ratio: Ratio::HALF },
            Some(pane) if self.kind_of(Some(pane)) == "start" => Command::Replace { pane, widget },
            Some(pane) => Command::Split { pane, place: Where::Tab, widget, ratio: Ratio::HALF },
            None => match self.files_pane() {
                Some(pane) => Command::Split { pane, place: Where::Right, widget, ratio: Ratio::HALF },
                None => Command::Open { widget },
            },
        };
        if let Some(pane) = self.run(&command) {
            self.focus(pane);
        }
    }

    /// The pane that files are opened over: the most recently focused that shows one, or could.
    fn place_for_files(&self) -> Option<PaneId> {
        let layout = self.workspace.layout();
        let shows = |pane: &PaneId| {
            let kind = self.kind_of(Some(*pane));
            FILE_KINDS.contains(&kind) || matches!(kind, "query" | "start")
        };
        let recent = layout.focused().recent().iter().copied();
        recent.chain(layout.tree().panes()).find(shows)
    }

    /// A terminal: as a tab beside the last one, below the files otherwise.
    pub(super) fn open_terminal(&mut self, folder: Option<PathBuf>) {
        let Some(widget) = self.fresh("term") else { return };
        if let Some(folder) = folder {
            self.workspace.provider().folders.insert(widget.clone(), folder);
        }
        self.open_below(widget);
    }

    /// Opens a widget as a tab where terminals and searches are, or below the files.
    fn open_below(&mut self, widget: WidgetId) {
        let layout = self.workspace.layout();
        let is_below = |pane: &PaneId| matches!(self.kind_of(Some(*pane)), "term" | "search");
        let recent = layout.focused().recent().iter().copied();
        let other = recent.chain(layout.tree().panes()).find(is_below);
        let ratio = Ratio::new(0.3).unwrap_or(Ratio::HALF);
        let command = match (other, self.place_for_files()) {
            (Some(pane), _) => Command::Split { pane, place: Where::Tab, widget, ratio },
            (None, Some(pane)) => Command::Split { pane, place: Where::Bottom, widget, ratio },
            (None, None) => Command::Open { widget },
        };
        if let Some(pane) = self.run(&command) {
            self.focus(pane);
        }
    }

    pub(super) fn focus(&mut self, pane: PaneId) {
        if let Err(error) = self.workspace.handle(self.host.now(), Input::Focus(FocusTo::Pane(pane))) {
            self.status.say(error.to_string());
        }
    }

    /// Opens what a path names that was typed: a file, or a folder in the place of this one.
    pub(super) fn open_typed(&mut self, ctx: &egui::Context, text: &str) -> Result<(), String> {
        let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        let path = match text.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                home().ok_or("there is no home folder")?.join(rest.trim_start_matches('/'))
            }
            _ => self.folder.join(text),
        };
        let about =
            std::fs::metadata(&path).map_err(|error| format!("{} cannot be opened: {error}", path.display()))?;
        if about.is_dir() {
            self.leave(ctx, Leave::Folder(path));
        } else if about.is_file() {
            self.open(&path, None, false);
        } else {
            return Err(format!("{} is neither a file nor a folder", path.display()));
        }
        Ok(())
    }

    /// Shows the file tree and gives it the focus; makes one at the left edge where there is none.
    pub(super) fn show_tree(&mut self) {
        if let Some(pane) = self.files_pane() {
            return self.focus(pane);
        }
        let Ok(widget) = WidgetId::new("files:tree") else { return };
        let Some(pane) = self.run(&Command::Open { widget }) else { return };
        if self.workspace.layout().tree().pane_count() > 1 {
            self.run(&Command::Move { pane, to: Target::Edge(Direction::Left) });
        }
        self.focus(pane);
    }

    /// Looks for what is selected in the focused editor, or for what is typed, in all files of the folder.
    pub(super) fn find_in_files(&mut self) {
        let pane = self.workspace.layout().focused().current();
        let selected = pane.and_then(|pane| match &self.workspace.slots().live(pane)?.body {
            Body::Editor(editor) => Some(editor.selected_text()).filter(|text| !text.contains('\n')),
            _ => None,
        });
        let selected = selected.unwrap_or_default();
        let tree = self.workspace.layout().tree();
        let open = tree.panes().find(|pane| self.kind_of(Some(*pane)) == "search");
        if let Some(pane) = open {
            if let Some(Body::Search(search)) = self.workspace.slots().live(pane).map(|pane| &mut pane.body) {
                search.look_for(&selected);
            }
            return self.focus(pane);
        }
        let Some(widget) = self.fresh("search") else { return };
        if !selected.is_empty() {
            self.workspace.provider().queries.insert(widget.clone(), selected);
        }
        self.open_below(widget);
    }

    /// Opens files that were dropped onto the window.
    pub(super) fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        for path in dropped {
            if path.is_dir() {
                self.leave(ctx, Leave::Folder(path));
                return;
            }
            self.open(&path, None, false);
        }
    }

    /// Asks for a folder in the desktop's own dialog.
    pub(super) fn pick_folder(&self) {
        self.dialog(|dialog| dialog.pick_folder().map(Chosen::Folder));
    }

    /// Asks for a file from anywhere in the desktop's own dialog.
    pub(super) fn pick_file(&self) {
        self.dialog(|dialog| dialog.pick_file().map(Chosen::File));
    }

    /// On a thread of its own: the window goes on.
    fn dialog(&self, pick: fn(rfd::FileDialog) -> Option<Chosen>) {
        let (chosen, wake, start) = (self.chosen.0.clone(), self.wake.clone(), self.folder.clone());
        let thread = std::thread::Builder::new().name("file-dialog".to_owned()).spawn(move || {
            if let Some(path) = pick(rfd::FileDialog::new().set_directory(start)) {
                // The window may be gone by now.
                drop(chosen.send(path));
                wake();
            }
        });
        if let Err(error) = thread {
            tracing::error!("the dialog could not be opened: {error}");
        }
    }

    /// Puts another folder, with its own session, in the place of this one.
    pub(super) fn switch_folder(&mut self, ctx: &egui::Context, folder: PathBuf) {
        let same = folder.canonicalize().is_ok_and(|folder| folder == self.folder);
        if same {
            return self.status.say("this folder is open here".to_owned());
        }
        self.finish();
        match Self::new(ctx, Some(folder), &Start::Session { number: None, file: None }) {
            Ok(app) => {
                let set = std::mem::take(&mut self.set);
                *self = app;
                self.keep_settings(set);
            }
            Err(error) => self.status.say(error.to_string()),
        }
    }

    /// Shows a file in the place of a pane that asked for one.
    pub(super) fn open_in(&mut self, pane: Option<PaneId>, path: &Path, spot: Option<Spot>) {
        let widget = self.id_of(path);
        let is_start = self.kind_of(pane) == "start";
        match (pane, widget) {
            (Some(pane), Some(widget)) if is_start && self.workspace.layout().tree().pane_of(&widget).is_none() => {
                self.replace_start(pane, widget, path, spot);
            }
            _ => self.open(path, spot, false),
        }
    }

    fn replace_start(&mut self, pane: PaneId, widget: WidgetId, path: &Path, spot: Option<Spot>) {
        self.index.note_opened(path);
        if let Some(spot) = spot {
            self.workspace.provider().spots.insert(widget.clone(), spot);
        }
        self.run(&Command::Replace { pane, widget });
        self.focus(pane);
    }
}
