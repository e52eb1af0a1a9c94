//! The recently opened folders, the latest first, in a file with one path per line. Everything here blocks on the disk.
//!
//! Invariant: the list contains no folder twice and at most [`MAX_FOLDERS`]; a list that cannot be read counts as empty.

use multisplit_disk::{NewFile, read_limited, replace};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The number of folders that are remembered.
const MAX_FOLDERS: usize = 12;
/// The maximum size of the list, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// Puts a folder first, and returns the others that still exist.
pub(crate) fn opened(list: &Path, folder: &Path) -> Vec<PathBuf> {
    multisplit_disk::blocks();
    let mut folders = read(list);
    folders.retain(|other| other != folder);
    folders.truncate(MAX_FOLDERS - 1);
    let mut text = Vec::new();
    for folder in std::iter::once(folder).chain(folders.iter().map(PathBuf::as_path)) {
        let bytes = folder.as_os_str().as_encoded_bytes();
        // A line break in the name would turn one path into two.
        if !bytes.contains(&b'\n') {
            // Writing into memory does not fail.
            let _ = text.write_all(&[bytes, b"\n"].concat());
        }
    }
    if let Err(error) = replace(list, &text, NewFile::Private) {
        tracing::warn!(%error, "the folder is not remembered");
    }
    folders.retain(|folder| folder.is_dir());
    folders
}

fn read(list: &Path) -> Vec<PathBuf> {
    let Ok(bytes) = read_limited(list, MAX_BYTES) else { return vec![] };
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(path).collect()
}

/// Returns the path that these bytes of a file stand for.
#[cfg(unix)]
pub(crate) fn path(line: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    Path::new(std::ffi::OsStr::from_bytes(line)).to_owned()
}

/// Returns the path that these bytes of a file stand for.
#[cfg(not(unix))]
pub(crate) fn path(line: &[u8]) -> PathBuf {
    String::from_utf8_lossy(line).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::{MAX_FOLDERS, opened};
    use std::fs;

    #[test]
    fn the_latest_folder_is_first_and_none_is_there_twice_or_gone() {
        let place = tempfile::tempdir().expect("a folder");
        let list = place.path().join("folders");
        let all: Vec<_> = (0..MAX_FOLDERS + 3).map(|n| place.path().join(n.to_string())).collect();
        all.iter().for_each(|folder| fs::create_dir(folder).expect("made"));
        assert!(opened(&list, &all[0]).is_empty());
        assert_eq!(opened(&list, &all[1]), [all[0].clone()]);
        assert_eq!(opened(&list, &all[0]), [all[1].clone()]);
        fs::remove_dir(&all[1]).expect("removed");
        assert!(opened(&list, &all[0]).is_empty(), "it is gone");
        all.iter().for_each(|folder| drop(opened(&list, folder)));
        assert!(opened(&list, &all[2]).len() < MAX_FOLDERS);
        fs::write(&list, [0xff; 100]).expect("written");
        assert!(opened(&list, &all[2]).is_empty(), "nonsense is no folder");
    }
}
