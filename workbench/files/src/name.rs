//! File names for people: shown without surprises, in natural order, and checked before use.
//!
//! Invariant: a shown name has no control characters and no replacement characters.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use multisplit_pane_chrome::names;

use crate::error::FilesError;
use crate::limits;

/// Returns the name as it can be shown.
pub(crate) fn shown(name: &OsStr) -> String {
    names::shown(&name.to_string_lossy())
}

/// Compares two names in natural order, with case only as the tie-breaker: `a2`, `A10`, `b`.
pub(crate) fn natural(left: &str, right: &str) -> Ordering {
    natord::compare_ignore_case(left, right).then_with(|| left.cmp(right))
}

/// Returns a typed name, trimmed, if it is a valid single path component.
///
/// # Errors
/// [`FilesError::BadName`] if the name is empty, `.` or `..`, is longer than `limits::NAME_BYTES`, or contains a
/// separator or a control character.
pub(crate) fn checked(name: &str) -> Result<&str, FilesError> {
    let bad = |why| FilesError::BadName { name: name.to_owned(), why };
    let trimmed = name.trim();
    if trimmed.is_empty() {
        return Err(bad("it is empty"));
    }
    if trimmed == "." || trimmed == ".." {
        return Err(bad("it means a folder"));
    }
    if trimmed.len() > limits::NAME_BYTES {
        return Err(bad("it is too long"));
    }
    if trimmed.chars().any(|c| c == '/' || c == '\\' || c == '\0' || c.is_control()) {
        return Err(bad("it holds a character that no name may hold"));
    }
    Ok(trimmed)
}

/// Converts a relative path to text for a saved state, with slashes on every system; returns `None` if it is not UTF-8.
pub(crate) fn to_saved(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// Converts text of a saved state to a relative path; returns `None` for text that would leave the root.
pub(crate) fn from_saved(text: &str) -> Option<PathBuf> {
    let path: PathBuf = text.split('/').filter(|part| !part.is_empty()).collect();
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::{checked, from_saved, natural, shown, to_saved};
    use std::ffi::OsStr;
    use std::path::PathBuf;

    #[test]
    fn names_are_ordered_as_a_person_counts() {
        let mut names = vec!["b", "a10", "A2", "a1", "B"];
        names.sort_by(|l, r| natural(l, r));
        assert_eq!(names, ["a1", "A2", "a10", "B", "b"]);
    }

    #[test]
    fn a_name_cannot_leave_its_folder() {
        for bad in ["", "  ", ".", "..", "a/b", "a\\b", "a\nb", "a\0"] {
            assert!(checked(bad).is_err(), "{bad:?}");
        }
        assert_eq!(checked(" main.rs ").ok(), Some("main.rs"));
    }

    #[test]
    fn saved_paths_stay_below_the_root() {
        for bad in ["..", "a/../..", "a/.."] {
            assert_eq!(from_saved(bad), None, "{bad:?}");
        }
        assert_eq!(from_saved("/etc"), Some(PathBuf::from("etc")), "a leading slash is no way out");
        let path = PathBuf::from("a").join("b");
        assert_eq!(to_saved(&path).as_deref().and_then(from_saved), Some(path));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_text_is_shown_all_the_same() {
        use std::os::unix::ffi::OsStrExt as _;
        assert_eq!(shown(OsStr::from_bytes(b"a\xffb\n")), "a?b?");
    }
}
