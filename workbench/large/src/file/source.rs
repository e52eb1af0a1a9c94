//! Access to the file on disk: opening it, checking it, and reading at an offset.
//!
//! It does not write, and on Unix it does not move the file's cursor. Invariant: only regular files are opened, because
//! opening a pipe would wait for its other end.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::SystemTime;

use multisplit_disk::{Opened, ReadError, open_regular};

use crate::error::LargeError;
use crate::limits::PROBE_BYTES;

/// The properties that the system reports of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stat {
    pub(crate) bytes: u64,
    pub(crate) modified: Option<SystemTime>,
    /// The identity of the file: it differs if another file takes the name.
    pub(crate) identity: (u64, u64),
}

/// What is found at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looked {
    Nothing,
    NotAFile,
    File(Stat),
}

/// Checks a path without reading the file.
///
/// # Errors
/// Returns an error if the system does not report what is there. A missing file is not an error.
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
/// Returns an error if it is missing, is not a regular file, or cannot be read.
pub(crate) fn open(path: &Path) -> Result<(File, Stat), LargeError> {
    match open_regular(path) {
        Ok(Opened { file, metadata }) => Ok((file, stat(&metadata))),
        Err(ReadError::Io { source, .. }) => Err(LargeError::Read { path: path.to_owned(), source }),
        Err(_) => Err(LargeError::NotAFile { path: path.to_owned() }),
    }
}

/// Reads from `offset` on until the buffer is full or the file ends. Returns the number of bytes.
///
/// # Errors
/// Returns an error if the system cannot read there.
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

/// Reads the first bytes of a file and the last bytes before `end`: they tell whether the file only grew since.
///
/// Returns an empty probe if the file is shorter than `end`.
///
/// # Errors
/// Returns an error if the system cannot read there.
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
