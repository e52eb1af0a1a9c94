//! A session that the workbench finds when it starts: any panes in a folder.

use crate::display::Display;
use crate::program::{Program, in_home};
use multisplit::file::LayoutFile;
use multisplit_bench_counts::{ours, shape};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder, and a home with a session of it.
pub(crate) struct Session {
    folder: tempfile::TempDir,
    home: tempfile::TempDir,
}

impl Session {
    /// Makes a session that shows these widgets in a grid. The folder has a file for each of `files`.
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
        session.start(display, workbench)?.settle()?;
        let lock = session.lock()?;
        let sessions = lock.parent().ok_or("the lock is in no folder")?;
        for entry in fs::read_dir(sessions).map_err(|error| error.to_string())? {
            fs::remove_file(entry.map_err(|error| error.to_string())?.path()).map_err(|error| error.to_string())?;
        }
        fs::write(lock.with_extension("json"), export(session.folder.path(), widgets)?)
            .map_err(|error| error.to_string())?;
        session.start(display, workbench)?.settle()?;
        session.check(workbench, widgets.len())?;
        Ok(session)
    }

    /// Starts the workbench on the folder.
    pub(crate) fn start(&self, display: &Display, workbench: &Path) -> Result<Program, String> {
        Program::start(display, workbench, &[self.folder.path()], self.home.path())
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

/// Returns a grid of panes that show these widgets.
fn layout(widgets: &[String]) -> LayoutFile {
    let mut file = ours::file(&shape::grid(widgets.len()));
    for (pane, widget) in file.nodes.iter_mut().filter_map(|node| node.pane.as_mut()).zip(widgets) {
        pane.clone_from(widget);
    }
    file
}
