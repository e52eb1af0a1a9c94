//! Opens and reads files: regular files only, without waiting, up to a limit.
//!
//! Invariant: nothing here blocks on a pipe or a device, and never more than `limit + 1` bytes are read.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use crate::error::{FileKind, ReadError};
use crate::frame::blocks;

/// A regular file that is open for reading.
#[derive(Debug)]
pub struct Opened {
    /// The file, positioned at its start.
    pub file: File,
    /// The metadata of the file, read after it was opened.
    pub metadata: Metadata,
}

/// Opens a regular file for reading. Symbolic links are followed.
///
/// Pipes, devices and sockets are refused before they are opened: opening some devices has an effect, and opening a pipe
/// waits for its other end. The type is checked again after the file is open, because the file may have been exchanged in between.
///
/// # Errors
/// Returns [`ReadError::NotAFile`] if the path is not a regular file, or [`ReadError::Io`] with the error of the system.
pub fn open_regular(path: &Path) -> Result<Opened, ReadError> {
    blocks();
    let fail = |source: io::Error| ReadError::Io { path: path.to_owned(), source };
    let check = |metadata: Metadata| match metadata.is_file() {
        true => Ok(metadata),
        false => Err(ReadError::NotAFile { path: path.to_owned(), kind: FileKind::of(metadata.file_type()) }),
    };
    check(std::fs::metadata(path).map_err(fail)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    without_waiting(&mut options);
    let file = options.open(path).map_err(fail)?;
    let metadata = check(file.metadata().map_err(fail)?)?;
    Ok(Opened { file, metadata })
}

/// Reads a whole regular file of at most `limit` bytes.
///
/// # Errors
/// Returns the errors of [`open_regular`], and [`ReadError::TooLarge`] if the file has more than `limit` bytes. If the file grows during
/// the read, the number of bytes that were read counts.
pub fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let Opened { file, metadata } = open_regular(path)?;
    let too_large = || ReadError::TooLarge { path: path.to_owned(), limit };
    if metadata.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // One byte more than allowed reveals a file that grew after its length was checked.
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| ReadError::Io { path: path.to_owned(), source })?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

/// Reads a whole regular file of at most `limit` bytes as UTF-8.
///
/// # Errors
/// Returns the errors of [`read_limited`], and [`ReadError::NotUtf8`] if the bytes are not UTF-8.
pub fn read_text(path: &Path, limit: u64) -> Result<String, ReadError> {
    String::from_utf8(read_limited(path, limit)?)
        .map_err(|error| ReadError::NotUtf8 { path: path.to_owned(), at: error.utf8_error().valid_up_to() })
}

/// Sets flags so that a pipe that has replaced the file since the check is opened at once, and then refused, instead of waited for.
#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
}

#[cfg(not(unix))]
fn without_waiting(_options: &mut OpenOptions) {}

#[cfg(test)]
mod tests {
    use super::{open_regular, read_limited, read_text};
    use crate::error::{FileKind, ReadError};
    use std::fs;
    use std::path::Path;

    #[test]
    fn a_file_is_read_up_to_its_limit_and_no_further() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "12345").expect("written");
        assert_eq!(read_limited(&path, 5).expect("within the limit"), b"12345");
        assert!(matches!(read_limited(&path, 4), Err(ReadError::TooLarge { limit: 4, .. })));
        fs::write(&path, b"ab\xff").expect("written");
        assert!(matches!(read_text(&path, 9), Err(ReadError::NotUtf8 { at: 2, .. })));
        assert!(read_text(&folder.path().join("none"), 9).expect_err("nothing there").is_not_found());
    }

    #[test]
    fn a_sparse_file_of_many_gigabytes_is_refused_without_being_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sparse");
        fs::File::create(&path).and_then(|file| file.set_len(20 << 30)).expect("a sparse file");
        assert!(matches!(read_limited(&path, 1 << 20), Err(ReadError::TooLarge { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_folders_and_links_to_them_are_no_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe"), rustix::fs::FileType::Fifo, mode, 0).expect("a pipe");
        for (name, to) in
            [("zero", Path::new("/dev/zero")), ("nowhere", Path::new("missing")), ("loop", Path::new("loop"))]
        {
            std::os::unix::fs::symlink(to, at(name)).expect("a link");
        }
        let kind = |name: &str| match open_regular(&at(name)) {
            Err(ReadError::NotAFile { kind, .. }) => Some(kind),
            _ => None,
        };
        assert_eq!(
            [kind("pipe"), kind("zero"), kind(".")],
            [FileKind::Pipe, FileKind::Device, FileKind::Folder].map(Some)
        );
        for name in ["nowhere", "loop"] {
            assert!(matches!(open_regular(&at(name)), Err(ReadError::Io { .. })), "{name}");
        }
    }
}
