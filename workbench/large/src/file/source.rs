//! The file on disk: opened, looked at, read at a place.
//!
//! It refuses to write and never moves a cursor. Invariant: nothing but a regular file is opened, since opening a pipe
//! would wait for its other end.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::SystemTime;

use multisplit_disk::{Opened, ReadError, open_regular};

use crate::error::LargeError;
use crate::limits::PROBE_BYTES;

/// What the system says about a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stat {
    pub(crate) bytes: u64,
    pub(crate) modified: Option<SystemTime>,
    /// Tells one file from another that took its name.
    pub(crate) identity: (u64, u64),
}

/// What lies under a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looked {
    Nothing,
    NotAFile,
    File(Stat),
}

/// Looks at a path without reading it.
///
/// # Errors
/// The system does not say what is there.
pub(crate) fn look(path: &Path) -> io::Result<Looked> {
    multisplit_disk::blocks();
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Looked::File(stat(&metadata))),
        Ok(_) => Ok(Looked::NotAFile),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Looked::Nothing),
        Err(error) => Err(error),
    }
}

/// Opens a file for reading.
///
/// # Errors
/// It is missing, not a file, or may not be read.
pub(crate) fn open(path: &Path) -> Result<(File, Stat), LargeError> {
    match open_regular(path) {
        Ok(Opened { file, metadata }) => Ok((file, stat(&metadata))),
        Err(ReadError::Io { source, .. }) => Err(LargeError::Read { path: path.to_owned(), source }),
        Err(_) => Err(LargeError::NotAFile { path: path.to_owned() }),
    }
}

/// Reads as many bytes as there are from `offset` on, at most the buffer's length.
///
/// # Errors
/// The system cannot read there.
pub(crate) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match read_once(file, &mut buffer[filled..], offset + filled as u64) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The first bytes of a file and the last ones before `end`: those that tell whether it only grew since.
pub(crate) fn probe(file: &File, end: u64) -> io::Result<Vec<u8>> {
    let part = usize::try_from(end).unwrap_or(usize::MAX).min(PROBE_BYTES);
    let mut bytes = vec![0; 2 * part];
    let (head, tail) = bytes.split_at_mut(part);
    let count = read_at(file, head, 0)?.min(read_at(file, tail, end - part as u64)?);
    if count < part {
        bytes.clear();
    }
    Ok(bytes)
}

fn stat(metadata: &Metadata) -> Stat {
    Stat { bytes: metadata.len(), modified: metadata.modified().ok(), identity: identity(metadata) }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> (u64, u64) {
    let made = metadata.created().ok().and_then(|made| made.duration_since(SystemTime::UNIX_EPOCH).ok());
    (0, made.map_or(0, |made| u64::try_from(made.as_nanos()).unwrap_or(u64::MAX)))
}

#[cfg(unix)]
fn read_once(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_once(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}
