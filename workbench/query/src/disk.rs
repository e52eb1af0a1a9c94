//! Checks of paths before files are opened, so that nothing waits for a FIFO, a device or a socket.
//!
//! Everything that is not a regular file is refused with an error in words.
//!
//! Invariant: nothing here opens an SQLite file, since closing it again would drop the locks that other connections of this
//! process have on it.

use std::fs::FileType;
use std::path::{Path, PathBuf};

use crate::error::QueryError;

/// The suffixes of the files that SQLite keeps beside a database.
const SIDES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The file of a database, as it was when the path was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The path without links: SQLite names the files beside the database after it.
    pub real: PathBuf,
    pub is_protected: bool,
    /// The device and the inode number of the file, if the system has them.
    identity: Option<(u64, u64)>,
}

/// Checks the file of a database, and the files beside it, without opening anything. Blocking.
///
/// # Errors
/// Fails if the path or a path beside it is not a regular file, or if its metadata cannot be read.
pub(crate) fn find_database(path: &Path) -> Result<Found, QueryError> {
    multisplit_disk::blocks();
    let about = std::fs::metadata(path).map_err(|error| match std::fs::symlink_metadata(path) {
        Ok(link) if link.is_symlink() && error.kind() == std::io::ErrorKind::NotFound => {
            QueryError::BrokenLink { path: path.to_owned() }
        }
        _ => QueryError::io("opened", path, &error),
    })?;
    check_regular(path, about.file_type())?;
    let real = std::fs::canonicalize(path).map_err(|error| QueryError::io("opened", path, &error))?;
    check_sides(&real)?;
    Ok(Found { real, is_protected: about.permissions().readonly(), identity: multisplit_disk::identity(&about) })
}

/// Checks that SQLite would not wait for anything beside the database. SQLite itself follows no link there. Blocking.
///
/// # Errors
/// Returns [`QueryError::SideFile`] for the first path beside the database that is not a regular file.
pub(crate) fn check_sides(database: &Path) -> Result<(), QueryError> {
    multisplit_disk::blocks();
    for path in sides(database) {
        if let Ok(about) = std::fs::symlink_metadata(&path)
            && !about.is_file()
        {
            return Err(QueryError::SideFile { path, kind: kind(about.file_type()) });
        }
    }
    Ok(())
}

/// Returns the paths at which SQLite keeps further parts of a database.
pub(crate) fn sides(database: &Path) -> impl Iterator<Item = PathBuf> {
    SIDES.into_iter().map(|end| {
        let mut path = database.as_os_str().to_owned();
        path.push(end);
        path.into()
    })
}

/// Checks that a file type is that of a regular file.
///
/// # Errors
/// Returns [`QueryError::NotAFile`] for a folder, and [`QueryError::Special`] for anything else that is no regular file.
pub(crate) fn check_regular(path: &Path, found: FileType) -> Result<(), QueryError> {
    let path = path.to_owned();
    match () {
        () if found.is_file() => Ok(()),
        () if found.is_dir() => Err(QueryError::NotAFile { path }),
        () => Err(QueryError::Special { path, kind: kind(found) }),
    }
}

/// Returns a path without links, even if its last part does not exist; `None` if its folder does not exist. Blocking.
pub(crate) fn real(path: &Path) -> Option<PathBuf> {
    multisplit_disk::blocks();
    let of_folder = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(std::fs::canonicalize(folder).ok()?.join(path.file_name()?))
    };
    std::fs::canonicalize(path).ok().or_else(of_folder)
}

fn kind(found: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        match () {
            () if found.is_fifo() => return "a pipe",
            () if found.is_socket() => return "a socket",
            () if found.is_char_device() || found.is_block_device() => return "a device",
            () => {}
        }
    }
    match () {
        () if found.is_dir() => "a folder",
        () if found.is_symlink() => "a link",
        () => "something special",
    }
}

#[cfg(all(test, unix))]
pub(crate) mod tests;
