//! Creates, renames and trashes files and folders. All of it blocks on the disk.
//!
//! It does not overwrite or delete anything, and accepts single names only, not paths.
//!
//! Invariant: a call that fails has changed nothing.

use std::fs;
use std::path::{Path, PathBuf};

use multisplit_disk::blocks;

use crate::error::FilesError;
use crate::name;

/// Creates an empty file and returns its path.
pub(crate) fn new_file(folder: &Path, typed: &str) -> Result<PathBuf, FilesError> {
    blocks();
    let path = folder.join(name::checked(typed)?);
    let made = fs::OpenOptions::new().write(true).create_new(true).open(&path);
    made.map_err(|error| FilesError::io("made", &path, error))?;
    Ok(path)
}

/// Creates an empty folder and returns its path.
pub(crate) fn new_folder(folder: &Path, typed: &str) -> Result<PathBuf, FilesError> {
    blocks();
    let path = folder.join(name::checked(typed)?);
    fs::create_dir(&path).map_err(|error| FilesError::io("made", &path, error))?;
    Ok(path)
}

/// Renames a file or folder within its folder, and returns its new path. Blocks on the disk.
///
/// # Errors
/// [`FilesError`] if the name is invalid or taken, or if the system refuses; nothing has changed then.
///
/// **Limitations**: if another program creates a file of the new name at the same instant, that file may be overwritten,
/// because there is no portable call that renames only if the target does not exist.
pub fn rename(path: &Path, typed: &str) -> Result<PathBuf, FilesError> {
    blocks();
    let name = name::checked(typed)?;
    let to = path.with_file_name(name);
    if to == path {
        return Ok(to);
    }
    // On systems that ignore case, `readme` and `README` are the same file, and renaming one to the other is fine.
    let only_case = path.file_name().is_some_and(|old| old.to_string_lossy().to_lowercase() == name.to_lowercase());
    let same = only_case && fs::canonicalize(&to).ok().is_some_and(|real| fs::canonicalize(path).ok() == Some(real));
    if fs::symlink_metadata(&to).is_ok() && !same {
        return Err(FilesError::Taken { path: to });
    }
    fs::rename(path, &to).map_err(|error| FilesError::io("renamed", path, error))?;
    Ok(to)
}

/// Moves a file or folder to the trash of the desktop, from where the user can restore it. Blocks on the disk.
///
/// # Errors
/// [`FilesError::Trash`] if the disk has no trash, or the trash refuses; the file stays where it was.
pub fn trash(path: &Path) -> Result<(), FilesError> {
    blocks();
    trash::delete(path).map_err(|error| FilesError::Trash { path: path.to_owned(), why: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::{new_file, new_folder, rename};
    use crate::FilesError;
    use std::fs;

    #[test]
    fn nothing_is_ever_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "old").unwrap();
        fs::write(dir.path().join("b"), "other").unwrap();
        assert!(matches!(new_file(dir.path(), "a"), Err(FilesError::Taken { .. })));
        assert!(matches!(new_folder(dir.path(), "a"), Err(FilesError::Taken { .. })));
        assert!(matches!(rename(&dir.path().join("b"), "a"), Err(FilesError::Taken { .. })));
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
        assert_eq!(rename(&dir.path().join("b"), "c").unwrap(), dir.path().join("c"));
    }
}
