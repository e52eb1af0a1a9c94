//! Renames files and folders of the tree, and moves them to the trash. Panes that show a renamed file move along, with everything
//! that was typed into them. Panes that show a trashed file are closed, unless something would be lost.
//!
//! Invariant: no file of a database is moved while the workbench is connected to it. SQLite keeps a part of it in files beside it,
//! found by name, and that part would be lost. Nor is a file moved while an editor writes it.

use super::App;
use super::notices::About;
use crate::paths::{FILE_KINDS, database, id_at, is_same_text, is_text, path_of};
use crate::provider::{DatabasePane, EditorPane, FilesPane, Pane, PreviewPane, name_of};
use multisplit::{Command, PaneId, Slot, WidgetId};
use multisplit_pane_chrome::names;
use multisplit_pane_files::FileTree;
use multisplit_pane_query::{Closing, QueryPane};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The maximum time to wait for connections to close: closing one writes what is waiting in its log.
const PATIENCE: Duration = Duration::from_secs(30);

/// The kind of move of a file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Work {
    /// It is renamed to this name.
    Rename(String),
    Trash,
}

/// A file or folder that is being renamed or trashed.
#[derive(Debug)]
pub(super) struct Moving {
    path: PathBuf,
    work: Work,
    stage: Stage,
}

/// The progress of a move.
#[derive(Debug)]
enum Stage {
    /// Databases are being closed, and texts saved.
    Waits { closings: Vec<Closing>, since: Instant },
    /// The disk is working on it.
    OnDisk,
}

impl App {
    /// Renames a file or folder, as soon as nothing of the workbench prevents it.
    pub(super) fn rename(&mut self, path: PathBuf, name: String) {
        self.move_file(path, Work::Rename(name));
    }

    /// Moves a file or folder to the trash, as soon as nothing of the workbench prevents it.
    pub(super) fn trash(&mut self, path: PathBuf) {
        self.move_file(path, Work::Trash);
    }

    fn move_file(&mut self, path: PathBuf, work: Work) {
        if let Some(why) = self.stays(&path) {
            self.refuse_move(&path, &work, why);
            return;
        }
        let mut closings = vec![];
        self.each_database(&path, |database| closings.extend(database.disconnect()));
        self.moving = Some(Moving { path, work, stage: Stage::Waits { closings, since: Instant::now() } });
        self.go_on_moving();
    }

    /// Continues with a waiting move once nothing prevents it.
    ///
    /// Called in every frame; whatever prevents the move requests a frame when it ends.
    pub(super) fn go_on_moving(&mut self) {
        let Some(Moving { path, work, stage: Stage::Waits { closings, since } }) = &self.moving else { return };
        let (path, work) = (path.clone(), work.clone());
        let (is_late, is_closed) = (since.elapsed() > PATIENCE, closings.iter().all(Closing::is_over));
        if is_late {
            self.end_move(&path, &work, Err("its database, or the disk, is still at work; try again later".to_owned()));
        } else if is_closed && !self.is_saving_below(&path) {
            let (from, what) = (path.clone(), work.clone());
            let sent = self.errand("move a file", move || what.carry_out(&from), {
                let (path, work) = (path.clone(), work.clone());
                move |app, _, moved| app.end_move(&path, &work, moved)
            });
            match sent {
                true => self.moving = Some(Moving { path, work, stage: Stage::OnDisk }),
                false => self.end_move(&path, &work, Err("the disk is busy; try again later".to_owned())),
            }
        }
    }

    /// Ends a move: it succeeded, with the new path if there is one, or it failed.
    fn end_move(&mut self, path: &Path, work: &Work, moved: Result<Option<PathBuf>, String>) {
        self.moving = None;
        match moved {
            Ok(Some(to)) => {
                self.renamed(path, &to);
                if let Some(tree) = self.files_tree() {
                    tree.renamed(&to);
                }
            }
            Ok(None) => self.trashed(path),
            Err(why) => self.refuse_move(path, work, why),
        }
        // Panes that moved are already connected to the new path, and no longer match the old one. The others connect again.
        self.each_database(path, |database| database.connect_to(database.source().clone()));
    }

    /// Returns `true` if an editor is writing a file at or below a path.
    fn is_saving_below(&mut self, path: &Path) -> bool {
        let mut saves = false;
        self.each_pane(|_, pane| {
            if let Some(EditorPane { editor, .. }) = pane.as_kind() {
                saves |= editor.path().starts_with(path) && editor.is_saving();
            }
        });
        saves
    }

    /// Closes the panes whose file is in the trash, except those with work that is nowhere else.
    fn trashed(&mut self, path: &Path) {
        let tree = self.workspace.layout().tree();
        let shows = |pane: &PaneId| {
            tree.widget(*pane)
                .and_then(|widget| file_of(&self.folder, widget))
                .is_some_and(|file| file.starts_with(path))
        };
        let mut panes: Vec<PaneId> = tree.panes().filter(shows).collect();
        let vetoes = self.workspace.vetoes(&Command::CloseAll { panes: panes.clone() });
        let keeps = |pane: &PaneId| vetoes.iter().any(|(other, _)| other == pane);
        panes.retain(|pane| !keeps(pane));
        if !panes.is_empty() {
            self.run(&Command::CloseAll { panes });
        }
        self.status.say(format!("{} is in the trash", names::shown_file(path)));
    }

    /// Returns why something cannot be moved now; `None` if it can.
    fn stays(&mut self, path: &Path) -> Option<String> {
        if self.moving.is_some() {
            return Some("another file is being renamed or moved".to_owned());
        }
        let mut work = None;
        self.each_database(path, |database| work = work.take().or_else(|| database.unsaved()));
        if work.is_some() {
            return work;
        }
        let folder = self.folder.clone();
        let opens = self.workspace.slots().all().find_map(|(_, widget, slot)| {
            let is_below = file_of(&folder, widget).is_some_and(|file| file.starts_with(path));
            (widget.kind() == "query" && is_below && matches!(slot, Slot::Loading { .. })).then(|| name_of(widget))
        });
        opens.map(|name| format!("{name} is being opened; try again when it is there"))
    }

    fn refuse_move(&mut self, path: &Path, work: &Work, why: String) {
        let words = match (work, self.files_tree()) {
            (Work::Rename(name), Some(tree)) => return tree.refuse_rename(path, name, why),
            (Work::Rename(_), None) => format!("{} keeps its name: {why}", path.display()),
            (Work::Trash, _) => format!("{} stays: {why}", path.display()),
        };
        self.notices.say(About::Work, words);
    }

    pub(super) fn files_tree(&mut self) -> Option<&mut FileTree> {
        let pane = self.files_pane()?;
        self.workspace.slots().live(pane)?.as_kind().map(|FilesPane(tree)| tree)
    }

    /// Calls `look` for each live or parked pane of a database at or below a path.
    fn each_database(&mut self, path: &Path, mut look: impl FnMut(&mut QueryPane)) {
        self.each_pane(|_, pane| {
            let Some(DatabasePane(query)) = pane.as_kind() else { return };
            if query.source().file().is_some_and(|file| file.starts_with(path)) {
                look(query);
            }
        });
    }

    /// Makes all panes that show a path, or something below it, show the new path.
    fn renamed(&mut self, from: &Path, to: &Path) {
        let tree = self.workspace.layout().tree();
        let moves: Vec<(PaneId, WidgetId, PathBuf)> = tree
            .panes()
            .filter_map(|pane| {
                let widget = tree.widget(pane)?;
                let below = file_of(&self.folder, widget)?.strip_prefix(from).ok()?.to_owned();
                let path = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
                Some((pane, widget.clone(), path))
            })
            .collect();
        let (texts, others): (Vec<_>, Vec<_>) = moves.into_iter().partition(|(_, widget, _)| is_text(widget));
        for (pane, widget, path) in others {
            if let Err(why) = self.show_as(pane, &widget, &path) {
                self.stays_behind(&widget, &why);
            }
        }
        let mut by_path: BTreeMap<PathBuf, Vec<(PaneId, WidgetId)>> = BTreeMap::new();
        for (pane, widget, path) in texts {
            by_path.entry(path).or_default().push((pane, widget));
        }
        for (path, panes) in by_path {
            if let Err(why) = self.move_text(&panes, &path) {
                self.stays_behind(&panes[0].1, &why);
            }
        }
    }

    fn stays_behind(&mut self, widget: &WidgetId, why: &str) {
        self.notices.say(About::Work, format!("{} stays under its old name: {why}", name_of(widget)));
    }

    /// Makes all panes of one text show it under another path, or none of them.
    fn move_text(&mut self, panes: &[(PaneId, WidgetId)], path: &Path) -> Result<(), String> {
        let [(_, first), ..] = panes else { return Ok(()) };
        let to = panes.iter().map(|(_, widget)| moved_id(&self.folder, widget, path)).collect::<Result<Vec<_>, _>>()?;
        let tree = self.workspace.layout().tree();
        let is_taken = tree.panes().filter_map(|pane| tree.widget(pane)).any(|other| is_same_text(other, &to[0]));
        if is_taken {
            return Err(format!("{} is open already", name_of(&to[0])));
        }
        let texts = self.workspace.provider().texts();
        texts.moved(first, &to[0], path);
        self.workspace.provider().waiting_moved(first, &to);
        for ((pane, widget), to) in panes.iter().zip(&to) {
            self.watch(widget, false);
            self.hold_as(widget, to);
            self.workspace.rename_widget(*pane, to).map_err(|error| error.with_title(&name_of(to)))?;
            self.let_go(widget);
            self.watch(to, true);
            // A text that is not loaded yet has no path in memory to change.
            if let Some(editor) = self.editor_of(to) {
                editor.set_path(path.to_owned());
            }
        }
        Ok(())
    }

    fn show_as(&mut self, pane: PaneId, widget: &WidgetId, path: &Path) -> Result<(), String> {
        let to = moved_id(&self.folder, widget, path)?;
        self.watch(widget, false);
        self.hold_as(widget, &to);
        self.workspace.rename_widget(pane, &to).map_err(|error| error.with_title(&name_of(&to)))?;
        self.let_go(widget);
        self.watch(&to, true);
        let folder = self.folder.clone();
        if let Some(preview) = self.pane_of(&to).and_then(Pane::as_kind::<PreviewPane>) {
            preview.set_path(path);
        }
        // Connects to the database again, at its new path.
        if let Some(DatabasePane(query)) = self.pane_of(&to).and_then(Pane::as_kind) {
            query.connect_to(database(&to, &folder)?);
        }
        Ok(())
    }
}

/// Returns the file that a widget shows; `None` if it shows none.
pub(super) fn file_of(folder: &Path, widget: &WidgetId) -> Option<PathBuf> {
    match widget.kind() {
        "query" => Some(database(widget, folder).ok()?.file()?.to_owned()),
        kind => FILE_KINDS.contains(&kind).then(|| path_of(folder, widget)),
    }
}

/// Returns the id of a widget after its file has moved to another path.
fn moved_id(folder: &Path, widget: &WidgetId, path: &Path) -> Result<WidgetId, String> {
    let moved = id_at(widget, folder, path).map_err(|error| error.to_string())?;
    if widget.kind() != "query" {
        return Ok(moved);
    }
    let text = database(widget, folder)?.text_moved_to(moved.rest());
    WidgetId::new(format!("query:{text}")).map_err(|error| error.to_string())
}

impl Work {
    /// Carries out the work and returns the new path; `None` if the file is in the trash. Blocks on the disk.
    fn carry_out(&self, path: &Path) -> Result<Option<PathBuf>, String> {
        if let Some(why) = leftovers(path) {
            return Err(why);
        }
        match self {
            Self::Rename(name) => multisplit_pane_files::rename(path, name).map(Some),
            Self::Trash => multisplit_pane_files::trash(path).map(|()| None),
        }
        .map_err(|error| error.to_string())
    }
}

/// Returns why a database that the workbench does not have open may not be moved; `None` if it may.
fn leftovers(path: &Path) -> Option<String> {
    multisplit_disk::blocks();
    let beside = ["-wal", "-journal"].map(|end| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    });
    let is_database = crate::paths::kind_of(path) == "query";
    let full = beside.iter().find(|side| std::fs::metadata(side).is_ok_and(|side| side.is_file() && side.len() > 0));
    let name = full.filter(|_| is_database)?.file_name()?.to_string_lossy().into_owned();
    Some(format!(
        "{name} beside it holds changes that are not in it yet. Close the programs that use it; where there are none, run a \
         statement in its pane, and try again"
    ))
}
