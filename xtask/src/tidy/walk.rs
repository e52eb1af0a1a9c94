//! Finds the files that tidy reads: Rust sources and manifests of the workspace. It skips build output and hidden folders.

use std::fs;
use std::io;
use std::path::Path;

/// Folders of the repository that contain crates. A folder that does not exist is skipped.
const FOLDERS: [&str; 5] = ["crates", "workbench", "xtask", "benches", "fuzz"];

/// A file in memory.
pub(crate) struct File {
    /// The path relative to the repository, with `/` as the separator.
    pub path: String,
    pub text: String,
}

/// Returns all files in the order of their paths.
pub(crate) fn files(root: &Path) -> io::Result<Vec<File>> {
    let mut files = vec![read(root, "Cargo.toml".to_owned())?];
    let mut folders: Vec<String> = FOLDERS.iter().map(|&name| name.to_owned()).collect();
    folders.retain(|folder| root.join(folder).is_dir());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}/{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() && name != "target" && !name.starts_with('.') {
                folders.push(path);
            } else if kind.is_file() && (name.ends_with(".rs") || name == "Cargo.toml") {
                files.push(read(root, path)?);
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read(root: &Path, path: String) -> io::Result<File> {
    let text = fs::read_to_string(root.join(&path))
        .map_err(|error| io::Error::new(error.kind(), format!("{path}: {error}")))?;
    Ok(File { path, text })
}
