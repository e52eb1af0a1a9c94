//! Looking at paths and opening files so that nothing waits: not a FIFO, not a device, not a socket.
//!
//! It refuses whatever is no regular file, in words. Invariant: nothing here opens a file of SQLite, since closing it
//! again would drop the locks that other connections of this process have on it.

use std::fs::{FileType, Metadata};
use std::path::{Path, PathBuf};

use crate::error::QueryError;

/// What SQLite keeps beside a database, by the ends of their names.
const SIDES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// A file of a database, as it was when somebody looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Without links: SQLite names the files beside it after this path.
    pub real: PathBuf,
    pub is_protected: bool,
    /// The device and the number of the file, where the system has them.
    identity: Option<(u64, u64)>,
}

/// Looks at the file of a database, and at what stands beside it, without opening anything.
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
    Ok(Found { real, is_protected: about.permissions().readonly(), identity: identity(&about) })
}

/// Refuses a database beside which something stands that SQLite would wait for. SQLite itself follows no link there.
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

/// The paths on which SQLite keeps more of a database.
pub(crate) fn sides(database: &Path) -> impl Iterator<Item = PathBuf> {
    SIDES.into_iter().map(|end| {
        let mut path = database.as_os_str().to_owned();
        path.push(end);
        path.into()
    })
}

/// Refuses what is no regular file.
pub(crate) fn check_regular(path: &Path, found: FileType) -> Result<(), QueryError> {
    let path = path.to_owned();
    match () {
        () if found.is_file() => Ok(()),
        () if found.is_dir() => Err(QueryError::NotAFile { path }),
        () => Err(QueryError::Special { path, kind: kind(found) }),
    }
}

/// A path without links, also where its last part does not exist.
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

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other systems have none")]
fn identity(about: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(all(test, unix))]
pub(crate) mod tests;
