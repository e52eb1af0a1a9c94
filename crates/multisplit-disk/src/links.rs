//! Follows symbolic links to the file that a path means.
//!
//! For writing, it does not follow links that another user made in a folder that everyone may write to. The kernel's link protection does
//! the same. Such a link could redirect the rename that replaces a file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::WriteProblem;
use crate::limits::MAX_LINK_HOPS;

/// Returns the path with symbolic links followed, even if the last link points to nothing yet.
///
/// A chain of more than 40 links, or a cycle of links, ends at one of its links.
#[must_use]
pub fn target(path: &Path) -> PathBuf {
    follow(path, |_| Ok(())).unwrap_or_else(|_| path.to_owned())
}

/// Follows links like [`target`], but returns an error for a link that another user may have prepared.
pub(crate) fn trusted_target(path: &Path) -> Result<PathBuf, WriteProblem> {
    follow(path, |link| if is_foreign(link) { Err(WriteProblem::ForeignLink) } else { Ok(()) })
}

fn follow(path: &Path, check: impl Fn(&Path) -> Result<(), WriteProblem>) -> Result<PathBuf, WriteProblem> {
    let mut target = path.to_owned();
    for _ in 0..MAX_LINK_HOPS {
        // The path is not a link, so it is the target.
        let Ok(next) = fs::read_link(&target) else { break };
        check(&target)?;
        target = match target.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    Ok(target)
}

/// Returns `true` if a link is in a folder that everyone may write to and belongs neither to the user nor to the folder's owner.
#[cfg(unix)]
fn is_foreign(link: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // The sticky bit and the write permission for others, as of `/tmp`.
    const SHARED: u32 = 0o1002;
    let folder = link.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Ok(folder), Ok(link)) = (fs::metadata(folder), fs::symlink_metadata(link)) else { return true };
    let mine = rustix::process::geteuid().as_raw();
    folder.mode() & SHARED == SHARED && link.uid() != mine && link.uid() != folder.uid()
}

#[cfg(not(unix))]
fn is_foreign(_link: &Path) -> bool {
    false
}
