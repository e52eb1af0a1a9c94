//! Claims names that are not taken yet: `FILE.bak`, `FILE.bak.1`, and so on.
//!
//! Invariant: no file is ever overwritten, because a name is claimed by creating the file.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{WriteError, WriteProblem};
use crate::frame::blocks;
use crate::limits::MAX_NUMBERED;

/// Writes a copy of `bytes` beside a file and returns the path of the copy.
///
/// The copy is readable by its owner only. Its name is the first free one of `FILE.suffix`, `FILE.suffix.1`, ….
///
/// # Errors
/// Returns a [`WriteError`] if the copy could not be written, or if [`MAX_NUMBERED`] names are taken. No copy is left then.
pub fn copy_numbered(path: &Path, suffix: &str, bytes: &[u8]) -> Result<PathBuf, WriteError> {
    blocks();
    let (kept, mut file) = claim(path, suffix)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    match written {
        Ok(()) => Ok(kept),
        Err(error) => {
            // Half a copy is worse than none. A failure to remove it is ignored, because the error above is the one that counts.
            drop(fs::remove_file(&kept));
            Err(fail(path, error))
        }
    }
}

/// Moves a file aside and returns its new path. The name is the first free one of `FILE.suffix`, `FILE.suffix.1`, ….
///
/// # Errors
/// Returns a [`WriteError`] if the file could not be moved, or if [`MAX_NUMBERED`] names are taken. The file stays where it was.
pub fn move_numbered(path: &Path, suffix: &str) -> Result<PathBuf, WriteError> {
    blocks();
    let (kept, _) = claim(path, suffix)?;
    match fs::rename(path, &kept) {
        Ok(()) => Ok(kept),
        Err(error) => {
            // Removes the empty file that claimed the name. A failure is ignored, because the error above is the one that counts.
            drop(fs::remove_file(&kept));
            Err(fail(path, error))
        }
    }
}

fn claim(path: &Path, suffix: &str) -> Result<(PathBuf, fs::File), WriteError> {
    for number in 0..MAX_NUMBERED {
        let mut name = OsString::from(path.as_os_str());
        name.push(format!(".{suffix}"));
        if number > 0 {
            name.push(format!(".{number}"));
        }
        let name = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&name) {
            Ok(file) => return Ok((name, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(fail(path, error)),
        }
    }
    Err(fail(path, io::Error::other(format!("{MAX_NUMBERED} copies lie beside it already"))))
}

fn fail(path: &Path, error: io::Error) -> WriteError {
    WriteError { path: path.to_owned(), problem: WriteProblem::Io(error) }
}

#[cfg(test)]
mod tests {
    use super::{copy_numbered, move_numbered};
    use std::fs;

    #[test]
    fn copies_get_numbers_and_none_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.json");
        for (text, name) in [("one", "a.json.bak"), ("two", "a.json.bak.1"), ("three", "a.json.bak.2")] {
            let kept = copy_numbered(&path, "bak", text.as_bytes()).expect("kept");
            assert_eq!(kept, folder.path().join(name));
        }
        assert_eq!(fs::read_to_string(folder.path().join("a.json.bak")).expect("there"), "one");
        fs::write(&path, "bad").expect("written");
        assert_eq!(move_numbered(&path, "bak").expect("moved"), folder.path().join("a.json.bak.3"));
        assert!(!path.exists());
        assert!(move_numbered(&path, "bak").is_err(), "there is nothing to move");
        assert!(!folder.path().join("a.json.bak.4").exists(), "and no empty file is left");
    }
}
