//! A file or folder that is renamed in the tree: panes that show it move along, with what was typed into them.
//!
//! Invariant: no file of a database is renamed below a connection of ours. SQLite keeps more of it in files beside it, by name, and
//! what stood there only would be lost.

use super::App;
use super::notices::About;
use crate::paths::{FILE_KINDS, database, id_of, path_of};
use crate::provider::{Body, Pane, name_of};
use multisplit::{PaneId, Slot, WidgetId};
use multisplit_pane_files::FileTree;
use multisplit_pane_query::{Closing, QueryPane};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long connections are waited for: closing one writes what waits in its log.
const PATIENCE: Duration = Duration::from_secs(30);

/// A rename that waits until databases are closed.
#[derive(Debug)]
pub(super) struct Renaming {
    path: PathBuf,
    name: String,
    closings: Vec<Closing>,
    since: Instant,
}

impl App {
    /// Gives a file or folder another name, as soon as no connection of ours stands in the way.
    pub(super) fn rename(&mut self, path: PathBuf, name: String) {
        if let Some(why) = self.keeps_its_name(&path) {
            self.refuse_rename(&path, &name, why);
            return;
        }
        let mut closings = vec![];
        self.each_database(&path, |database| closings.extend(database.disconnect()));
        self.renaming = Some(Renaming { path, name, closings, since: Instant::now() });
        self.go_on_renaming();
    }

    /// Renames what waits, once the databases are closed. Called in every frame; the last connection to close asks for one.
    pub(super) fn go_on_renaming(&mut self) {
        let Some(renaming) = self.renaming.take() else { return };
        let is_late = renaming.since.elapsed() > PATIENCE;
        if !is_late && !renaming.closings.iter().all(Closing::is_over) {
            self.renaming = Some(renaming);
            return;
        }
        let Renaming { path, name, .. } = renaming;
        let stands_in_the_way = match is_late {
            true => Some("its database is still at work; try again later".to_owned()),
            false => leftovers(&path),
        };
        if let Some(why) = stands_in_the_way {
            self.refuse_rename(&path, &name, why);
        } else {
            match self.files_tree().map(|tree| tree.rename(&path, &name)) {
                Some(Ok(to)) => self.renamed(&path, &to),
                // The tree says why.
                Some(Err(_)) => {}
                None => {
                    self.notices.say(About::Work, format!("{} keeps its name: the tree was closed", path.display()));
                }
            }
        }
        // Those that moved look for their file at its new place, the others where it was.
        self.each_database(&path, |database| database.connect_to(database.source().clone()));
    }

    /// Why something cannot be renamed now; `None` where it can.
    fn keeps_its_name(&mut self, path: &Path) -> Option<String> {
        if self.renaming.is_some() {
            return Some("another file is being renamed".to_owned());
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

    fn refuse_rename(&mut self, path: &Path, name: &str, why: String) {
        match self.files_tree() {
            Some(tree) => tree.refuse_rename(path, name, why),
            None => self.notices.say(About::Work, format!("{} keeps its name: {why}", path.display())),
        }
    }

    pub(super) fn files_tree(&mut self) -> Option<&mut FileTree> {
        let pane = self.files_pane()?;
        match &mut self.workspace.slots().live(pane)?.body {
            Body::Files(tree) => Some(tree),
            _ => None,
        }
    }

    /// Looks into the panes on a database that is a path, or lies below it: those that are live, and those that are parked.
    fn each_database(&mut self, path: &Path, mut look: impl FnMut(&mut QueryPane)) {
        let mut look_at = |pane: &mut Pane| match &mut pane.body {
            Body::Query(query) if query.source().file().is_some_and(|file| file.starts_with(path)) => look(query),
            _ => {}
        };
        self.workspace.slots().all_live().for_each(|(.., pane)| look_at(pane));
        self.workspace.parked_widgets().for_each(|(_, pane)| look_at(pane));
    }

    /// Lets all panes that show a path, or something below it, show the new one.
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
        for (pane, widget, path) in moves {
            if let Err(error) = self.show_as(pane, &widget, &path) {
                self.notices.say(About::Work, format!("{} stays under its old name: {error}", name_of(&widget)));
            }
        }
    }

    fn show_as(&mut self, pane: PaneId, widget: &WidgetId, path: &Path) -> Result<(), String> {
        let to = moved_id(&self.folder, widget, path)?;
        self.watch(widget, false);
        self.workspace.rename_widget(pane, &to).map_err(|error| error.to_string())?;
        self.watch(&to, true);
        let folder = self.folder.clone();
        let live = self.workspace.slots().live(pane).map(|pane| &mut pane.body);
        let body = match live {
            Some(live) => Some(live),
            None => self.workspace.parked_widgets().find(|(id, _)| **id == to).map(|(_, parked)| &mut parked.body),
        };
        match body {
            Some(Body::Editor(editor)) => editor.set_path(path.to_owned()),
            // It connects with the others.
            Some(Body::Query(query)) => query.connect_to(database(&to, &folder)?),
            _ => {}
        }
        Ok(())
    }
}

/// The file that a widget shows; `None` where it shows none.
pub(super) fn file_of(folder: &Path, widget: &WidgetId) -> Option<PathBuf> {
    match widget.kind() {
        "query" => Some(database(widget, folder).ok()?.file()?.to_owned()),
        kind => FILE_KINDS.contains(&kind).then(|| path_of(folder, widget)),
    }
}

/// The id of a widget whose file is at another path now.
fn moved_id(folder: &Path, widget: &WidgetId, path: &Path) -> Result<WidgetId, String> {
    let moved = id_of(widget.kind(), folder, path).map_err(|error| error.to_string())?;
    if widget.kind() != "query" {
        return Ok(moved);
    }
    let text = database(widget, folder)?.text_moved_to(moved.rest());
    WidgetId::new(format!("query:{text}")).map_err(|error| error.to_string())
}

/// Why a database may not be renamed though nobody here has it open; `None` where it may.
fn leftovers(path: &Path) -> Option<String> {
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
