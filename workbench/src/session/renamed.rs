//! A folder that was renamed finds its session: beside each session lies a mark that says which folder it is of.
//!
//! A folder is known by its device, its number there, and when it was made: a number alone is given to other folders later. Where a system
//! does not tell these, nothing is found. Invariant: a session is taken only from a folder that is no longer where it was, and never while
//! a window has it open.

use super::files::{SessionFiles, lock};
use multisplit_disk::{NewFile, read_limited, replace};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The maximum size of a mark, in bytes.
const MAX_MARK_BYTES: u64 = 64 * 1024;
/// The number of marks that are looked at.
const MAX_MARKS: usize = 10_000;
/// The end of the name of a mark.
const MARK: &str = "folder";

/// Takes over the sessions that a folder had under another path, if it has none under this one, and notes which folder they are of. Returns
/// that other path. Blocks on the disk.
pub(crate) fn follow(files: &SessionFiles, folder: &Path) -> Option<PathBuf> {
    let first = files.file(1);
    let before = take_over(&first, folder);
    note(&first, folder).unwrap_or_else(|error| {
        tracing::warn!(%error, "if the folder is renamed, its session is not found");
    });
    before.unwrap_or_else(|error| {
        tracing::warn!(%error, "the session of the folder stays under its earlier name");
        None
    })
}

/// Notes which folder the sessions with this first file are of. Blocks on the disk.
fn note(first: &Path, folder: &Path) -> io::Result<()> {
    let Some(identity) = identity(folder) else { return Ok(()) };
    let mark = [identity.as_bytes(), b"\n", folder.as_os_str().as_encoded_bytes()].concat();
    let file = first.with_extension(MARK);
    if read_limited(&file, MAX_MARK_BYTES).is_ok_and(|before| before == mark) {
        return Ok(());
    }
    replace(&file, &mark, NewFile::Private).map_err(io::Error::other)
}

/// Takes over the sessions of a folder that had another path before, if the present one has no first session. Returns the path that it had.
/// Blocks on the disk.
fn take_over(first: &Path, folder: &Path) -> io::Result<Option<PathBuf>> {
    let (Some(place), Some(stem), Some(identity)) = (first.parent(), stem(first), identity(folder)) else {
        return Ok(None);
    };
    let names = names_in(place)?;
    let marks = names.iter().filter_map(|name| name.strip_suffix(MARK)?.strip_suffix('.')).take(MAX_MARKS);
    for before in marks.filter(|before| *before != stem) {
        let mark = read_limited(&place.join(format!("{before}.{MARK}")), MAX_MARK_BYTES).unwrap_or_default();
        let Some(path) = mark.strip_prefix(identity.as_bytes()).and_then(|rest| rest.strip_prefix(b"\n")) else {
            continue;
        };
        let path = crate::folders::path(path);
        // A path that still leads to the folder is a link, or the same folder mounted twice.
        if path.exists() {
            continue;
        }
        // Another window may do the same at this moment, or have begun a session here.
        let held = lock(&place.join(format!("{stem}.lock")))?;
        let has_first = names_in(place)?.iter().any(|name| rest_of(name, stem).is_some_and(is_of_first));
        if !has_first {
            move_all(place, &names_in(place)?, before, stem)?;
            drop(held);
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Gives the files of some sessions another name. If that is cut off, the next start goes on with it: what the first session is read from
/// goes last, and the mark after it.
fn move_all(place: &Path, names: &[String], from: &str, to: &str) -> io::Result<()> {
    let ours = names.iter().filter_map(|name| Some((name, rest_of(name, from)?)));
    let mut ours: Vec<(&String, &str)> = ours.filter(|(_, rest)| !rest.is_empty()).collect();
    let locks = ours.iter().filter(|(_, rest)| rest.ends_with("lock")).map(|(name, _)| lock(&place.join(name)));
    let held = locks.collect::<io::Result<Vec<_>>>()?;
    // The log with the greatest number is the newest.
    ours.sort_by_key(|(_, rest)| (*rest == MARK, is_of_first(rest), rest.len(), *rest));
    for (name, rest) in ours.into_iter().filter(|(_, rest)| !rest.ends_with("lock")) {
        fs::rename(place.join(name), place.join(format!("{to}.{rest}")))?;
    }
    drop(held);
    Ok(())
}

/// Returns what follows the name of a session in the name of a file.
fn rest_of<'a>(name: &'a str, stem: &str) -> Option<&'a str> {
    name.strip_prefix(stem)?.strip_prefix('.')
}

/// Returns `true` if the first session of a folder is read from files whose names end like this: `json`, `7.log`.
fn is_of_first(rest: &str) -> bool {
    rest == "json" || rest.strip_suffix(".log").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn stem(first: &Path) -> Option<&str> {
    first.file_stem()?.to_str()
}

fn names_in(place: &Path) -> io::Result<Vec<String>> {
    match fs::read_dir(place) {
        // The names of sessions are text.
        Ok(files) => Ok(files.flatten().filter_map(|file| file.file_name().into_string().ok()).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(vec![]),
        Err(error) => Err(error),
    }
}

/// Returns what a folder is known by, whatever its path; `None` where the system does not tell.
fn identity(folder: &Path) -> Option<String> {
    let about = fs::metadata(folder).ok()?;
    let made = about.created().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let (device, number) = multisplit_disk::identity(&about)?;
    Some(format!("{device} {number} {}", made.as_nanos()))
}

#[cfg(test)]
mod tests {
    use super::{fs, note, take_over};
    use std::path::Path;

    fn names(place: &Path) -> Vec<String> {
        let files = fs::read_dir(place).expect("listed").flatten();
        let mut names: Vec<String> = files.map(|file| file.file_name().into_string().expect("text")).collect();
        names.sort();
        names
    }

    #[test]
    fn a_renamed_folder_has_its_sessions_and_no_other_has() {
        let root = tempfile::tempdir().expect("a folder");
        let (place, old, new) = (root.path().join("sessions"), root.path().join("old"), root.path().join("new"));
        [&place, &old, &new].into_iter().for_each(|folder| fs::create_dir(folder).expect("made"));
        let (first, next) = (place.join("old-1.json"), place.join("new-2.json"));
        note(&first, &old).expect("noted");
        for name in ["old-1.3.log", "old-1.4.log", "old-1.2.1.log", "old-1.lock", "old-10.1.log"] {
            fs::write(place.join(name), name).expect("written");
        }
        let before = names(&place);
        assert_eq!(take_over(&next, &new).expect("looked"), None, "another folder");
        fs::remove_dir(&new).expect("removed");
        assert_eq!(take_over(&first, &old).expect("looked"), None, "it has its own");
        assert_eq!(names(&place), before);
        fs::rename(&old, &new).expect("renamed");
        assert_eq!(take_over(&next, &new).expect("taken over"), Some(old.clone()));
        let after = ["new-2.2.1.log", "new-2.3.log", "new-2.4.log", "new-2.folder"];
        let after: Vec<&str> = after.into_iter().chain(["new-2.lock", "old-1.lock", "old-10.1.log"]).collect();
        assert_eq!(names(&place), after);
        assert_eq!(take_over(&next, &new).expect("looked"), None, "once");
        // A link to a folder that is still there under its first name.
        note(&next, &new).expect("noted");
        std::os::unix::fs::symlink(&new, root.path().join("link")).expect("linked");
        assert_eq!(take_over(&place.join("link-3.json"), &root.path().join("link")).expect("looked"), None);
    }

    #[test]
    fn a_move_that_was_cut_off_goes_on_and_a_session_that_was_begun_meanwhile_stays() {
        let root = tempfile::tempdir().expect("a folder");
        let (place, old, new) = (root.path().join("sessions"), root.path().join("old"), root.path().join("new"));
        [&place, &old].into_iter().for_each(|folder| fs::create_dir(folder).expect("made"));
        note(&place.join("old-1.json"), &old).expect("noted");
        // The second session has come already; the first one has not.
        for name in ["new-2.2.1.log", "old-1.4.log", "old-1.states"] {
            fs::write(place.join(name), name).expect("written");
        }
        fs::rename(&old, &new).expect("renamed");
        assert_eq!(take_over(&place.join("new-2.json"), &new).expect("taken over"), Some(old));
        let files = names(&place);
        assert!(files.contains(&"new-2.4.log".to_owned()) && files.contains(&"new-2.states".to_owned()), "{files:?}");
        assert_eq!(take_over(&place.join("new-2.json"), &new).expect("looked"), None);
    }

    #[test]
    fn a_session_that_is_open_is_not_taken() {
        let root = tempfile::tempdir().expect("a folder");
        let (place, old, new) = (root.path().join("sessions"), root.path().join("old"), root.path().join("new"));
        [&place, &old].into_iter().for_each(|folder| fs::create_dir(folder).expect("made"));
        let first = place.join("old-1.json");
        note(&first, &old).expect("noted");
        fs::write(place.join("old-1.1.log"), "x").expect("written");
        let open = super::lock(&place.join("old-1.lock")).expect("free");
        fs::rename(&old, &new).expect("renamed");
        let refused = take_over(&place.join("new-2.json"), &new).expect_err("open");
        assert_eq!(refused.kind(), std::io::ErrorKind::WouldBlock);
        assert!(place.join("old-1.1.log").exists());
        drop(open);
        assert_eq!(take_over(&place.join("new-2.json"), &new).expect("taken over"), Some(old));
    }
}
