//! Makes, renames and trashes files and folders. All of it blocks on the disk.
//!
//! Refuses to overwrite and to delete, and takes single names only.
//!
//! Invariant: a call that fails has changed nothing.

use std::fs;
use std::path::{Path, PathBuf};

use multisplit_disk::blocks;

use crate::error::FilesError;
use crate::name;

/// Makes an empty file.
pub(crate) fn new_file(folder: &Path, typed: &str) -> Result<PathBuf, FilesError> {
    blocks();
    let path = folder.join(name::checked(typed)?);
    let made = fs::OpenOptions::new().write(true).create_new(true).open(&path);
    made.map_err(|error| FilesError::io("made", &path, error))?;
    Ok(path)
}

/// Makes an empty folder.
pub(crate) fn new_folder(folder: &Path, typed: &str) -> Result<PathBuf, FilesError> {
    blocks();
    let path = folder.join(name::checked(typed)?);
    fs::create_dir(&path).map_err(|error| FilesError::io("made", &path, error))?;
    Ok(path)
}

/// Gives a file or folder another name in its folder, and returns its path. Blocks on the disk.
///
/// # Errors
/// [`FilesError`]; nothing has changed then.
///
/// **Limitations**: another program that makes a file of the new name in the same instant may have it overwritten,
/// since no portable call renames only where nothing is.
pub fn rename(path: &Path, typed: &str) -> Result<PathBuf, FilesError> {
    blocks();
    let name = name::checked(typed)?;
    let to = path.with_file_name(name);
    if to == path {
        return Ok(to);
    }
    // On systems that ignore case, `readme` and `README` are one file and the rename is fine.
    let only_case = path.file_name().is_some_and(|old| old.to_string_lossy().to_lowercase() == name.to_lowercase());
    let same = only_case && fs::canonicalize(&to).ok().is_some_and(|real| fs::canonicalize(path).ok() == Some(real));
    if fs::symlink_metadata(&to).is_ok() && !same {
        return Err(FilesError::Taken { path: to });
    }
    fs::rename(path, &to).map_err(|error| FilesError::io("renamed", path, error))?;
    Ok(to)
}

/// Moves a file or folder to the desktop's trash, where it can be put back from. Blocks on the disk.
///
/// # Errors
/// [`FilesError::Trash`] where there is no trash for that disk, or it refuses: the file is where it was then.
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
