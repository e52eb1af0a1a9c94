//! The contents of a path on disk, and the check whether they are still what was read.
//!
//! It does not interpret the bytes and never writes. Invariant: two equal hashes are taken for equal contents, and a stamp
//! that is too young to be trusted never proves that a file is unchanged.

use std::fs::Metadata;
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use multisplit_disk::ReadError;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::EditorError;
use crate::limits::{MAX_FILE_BYTES, READ_STEP_BYTES};

/// A file that was modified less than this time before it was read may change again without its modification time changing.
const STAMP_GRAIN: Duration = Duration::from_secs(2);

/// What was on disk at the last check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disk {
    /// There is nothing at the path.
    Absent,
    /// There is a file with these contents.
    Present { stamp: Stamp, hash: u64 },
    /// A file of which only the hash is known, from an earlier session.
    Remembered { hash: u64 },
}

impl Disk {
    /// Returns the hash of the contents, if there were any.
    pub(crate) fn hash(&self) -> Option<u64> {
        match self {
            Self::Absent => None,
            Self::Present { hash, .. } | Self::Remembered { hash } => Some(*hash),
        }
    }
}

/// The properties that the system reports of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    inode: u64,
    settled: bool,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok();
        let settled = modified
            .and_then(|modified| SystemTime::now().duration_since(modified).ok())
            .is_some_and(|age| age > STAMP_GRAIN);
        Self { bytes: metadata.len(), modified, inode: inode(metadata), settled }
    }

    /// Returns `true` if a file with this stamp certainly has the contents it had at the `earlier` stamp.
    fn proves_unchanged_since(&self, earlier: &Self) -> bool {
        earlier.settled && *self == Self { settled: self.settled, ..*earlier }
    }
}

/// The bytes of a file and what they are compared with later.
pub(crate) struct Contents {
    pub(crate) bytes: Vec<u8>,
    pub(crate) disk: Disk,
}

/// Reads a whole file. Returns `None` if it does not exist.
///
/// # Errors
/// Returns an error if it is not a file, is larger than [`MAX_FILE_BYTES`], or cannot be read.
pub(crate) fn read(path: &Path) -> Result<Option<Contents>, EditorError> {
    read_with(path, &mut |_| true)
}

/// Reads a whole file piece by piece. Before each piece, `go_on` is called with the fraction that was read, from 0 to 1, and
/// returns `false` to stop.
///
/// # Errors
/// Returns the errors of [`read`], and [`EditorError::Cancelled`] if `go_on` returned `false`.
pub(crate) fn read_with(path: &Path, go_on: &mut dyn FnMut(f32) -> bool) -> Result<Option<Contents>, EditorError> {
    let fail = |source| EditorError::Read { path: path.to_owned(), source };
    let opened = match multisplit_disk::open_regular(path) {
        Ok(opened) => opened,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(ReadError::Io { source, .. }) => return Err(fail(source)),
        Err(_) => return Err(EditorError::NotAFile { path: path.to_owned() }),
    };
    let too_large = |bytes| EditorError::TooLarge { path: path.to_owned(), bytes, limit: MAX_FILE_BYTES };
    if opened.metadata.len() > MAX_FILE_BYTES {
        return Err(too_large(opened.metadata.len()));
    }
    let (mut file, stamp) = (opened.file, Stamp::of(&opened.metadata));
    let mut bytes = Vec::with_capacity(usize::try_from(stamp.bytes.min(MAX_FILE_BYTES)).unwrap_or(0));
    loop {
        let read = bytes.len() as u64;
        // The file may have grown since; it has been read completely only when no more bytes come.
        let part = if stamp.bytes == 0 { 0.0 } else { (read as f64 / stamp.bytes as f64).min(1.0) };
        if !go_on(part as f32) {
            return Err(EditorError::Cancelled { path: path.to_owned() });
        }
        // One byte more than the limit, so that a file that grew beyond it is noticed.
        let step = (READ_STEP_BYTES as u64).min(MAX_FILE_BYTES + 1 - read);
        if file.by_ref().take(step).read_to_end(&mut bytes).map_err(fail)? == 0 {
            break;
        }
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(too_large(bytes.len() as u64));
        }
    }
    let disk = Disk::Present { stamp, hash: hash(&bytes) };
    Ok(Some(Contents { bytes, disk }))
}

/// Returns `true` if the file may have changed since `seen`. It is cheap and does not read the file. If in doubt, it returns
/// `true`.
pub(crate) fn may_have_changed(path: &Path, seen: &Disk) -> Result<bool, EditorError> {
    let now = metadata(path)?;
    Ok(match (now, seen) {
        (None, Disk::Absent) => false,
        (Some(metadata), Disk::Present { stamp, .. }) => !Stamp::of(&metadata).proves_unchanged_since(stamp),
        _ => true,
    })
}

/// Returns the hash that tells contents apart.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// Returns the disk state after `bytes` were written to the path.
pub(crate) fn written(path: &Path, bytes: &[u8]) -> Result<Disk, EditorError> {
    let hash = hash(bytes);
    Ok(metadata(path)?.map_or(Disk::Absent, |metadata| Disk::Present { stamp: Stamp::of(&metadata), hash }))
}

/// Returns what the system reports of the file at a path, or `None` if there is none.
pub(crate) fn metadata(path: &Path) -> Result<Option<Metadata>, EditorError> {
    multisplit_disk::blocks();
    match std::fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(EditorError::Read { path: path.to_owned(), source }),
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_metadata: &Metadata) -> u64 {
    0
}
