//! A session that the workbench finds when it starts: any panes in a folder.

use crate::display::Display;
use crate::program::{Program, in_home};
use multisplit::file::{FORMAT, FileNode, LayoutFile, VERSION};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// After how long what was started has written what it keeps.
const WRITTEN: Duration = Duration::from_secs(3);

/// A folder, and a home with a session of it.
pub(crate) struct Session {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) home: tempfile::TempDir,
}

impl Session {
    /// Makes a session that shows these widgets, in about as many columns as rows. The folder has a file for each of `files`.
    pub(crate) fn new(
        display: &Display,
        workbench: &Path,
        files: &[(&str, &[u8])],
        widgets: &[String],
    ) -> Result<Self, String> {
        let session = Self { folder: folder()?, home: folder()? };
        for (name, content) in files {
            fs::write(session.folder.path().join(name), content).map_err(|error| error.to_string())?;
        }
        // The workbench says by its lock where it keeps the session of a folder. What it wrote there makes way for the session, in the
        // format of an export, which it reads and keeps in its own.
        session.start_once(display, workbench)?;
        let lock = session.lock()?;
        let sessions = lock.parent().ok_or("the lock is in no folder")?;
        for entry in fs::read_dir(sessions).map_err(|error| error.to_string())? {
            fs::remove_file(entry.map_err(|error| error.to_string())?.path()).map_err(|error| error.to_string())?;
        }
        fs::write(lock.with_extension("json"), export(session.folder.path(), widgets)?)
            .map_err(|error| error.to_string())?;
        session.start_once(display, workbench)?;
        session.check(workbench, widgets.len())?;
        Ok(session)
    }

    /// Starts the workbench on the folder.
    pub(crate) fn start(&self, display: &Display, workbench: &Path) -> Result<Program, String> {
        Program::start(display, workbench, &[self.folder.path()], self.home.path())
    }

    fn start_once(&self, display: &Display, workbench: &Path) -> Result<(), String> {
        let program = self.start(display, workbench)?;
        program.first_frame()?;
        std::thread::sleep(WRITTEN);
        Ok(())
    }

    /// Returns the lock of the session.
    fn lock(&self) -> Result<PathBuf, String> {
        let mut todo = vec![self.home.path().to_owned()];
        while let Some(folder) = todo.pop() {
            for entry in fs::read_dir(&folder).map_err(|error| error.to_string())? {
                let path = entry.map_err(|error| error.to_string())?.path();
                let is_lock = path.extension() == Some(OsStr::new("lock"));
                if is_lock && folder.ends_with("sessions") {
                    return Ok(path);
                }
                if path.is_dir() {
                    todo.push(path);
                }
            }
        }
        Err("the workbench keeps no session".to_owned())
    }

    /// Checks that as many panes are kept.
    fn check(&self, workbench: &Path, panes: usize) -> Result<(), String> {
        let mut command = Command::new(workbench);
        in_home(&mut command, self.home.path()).arg("session").arg(self.folder.path());
        let said = command.output().map_err(|error| error.to_string())?;
        let kept = String::from_utf8_lossy(&said.stdout).matches("\"pane\"").count();
        if kept == panes { Ok(()) } else { Err(format!("{kept} panes were kept of {panes}")) }
    }
}

pub(crate) fn folder() -> Result<tempfile::TempDir, String> {
    tempfile::tempdir().map_err(|error| error.to_string())
}

/// Returns the text of a session.
fn export(folder: &Path, widgets: &[String]) -> Result<String, String> {
    let session = serde_json::json!({
        "format": "multisplit-session",
        "version": 1,
        "folder": folder,
        "scroll": [0.0, 0.0],
        "unsaved": {},
        "states": {},
        "layout": layout(widgets),
    });
    serde_json::to_string_pretty(&session).map_err(|error| error.to_string())
}

fn layout(widgets: &[String]) -> LayoutFile {
    let mut file = LayoutFile { format: FORMAT.to_owned(), version: VERSION, next_id: 1, ..LayoutFile::default() };
    let mut add = |node: FileNode| {
        let id = file.next_id;
        file.next_id += 1;
        file.nodes.push(FileNode { id, ..node });
        id
    };
    let branch = |mut children: Vec<u64>, node: fn(Vec<u64>) -> FileNode, add: &mut dyn FnMut(FileNode) -> u64| {
        if children.len() > 1 { add(node(children)) } else { children.pop().unwrap_or_default() }
    };
    let height = widgets.len().isqrt().max(1);
    let mut columns = vec![];
    for column in widgets.chunks(height) {
        let panes =
            column.iter().map(|widget| add(FileNode { pane: Some(widget.clone()), ..FileNode::default() })).collect();
        columns.push(branch(panes, |column| FileNode { column: Some(column), ..FileNode::default() }, &mut add));
    }
    file.root = Some(branch(columns, |row| FileNode { row: Some(row), ..FileNode::default() }, &mut add));
    file
}
