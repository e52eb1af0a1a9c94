//! A session as JSON, for people: to look at, to rescue a text from, to compare. Nothing is changed.

use super::file::SessionFile;
use super::files::SessionFiles;
use super::{FOLDER, SCROLL};
use multisplit::Layout;
use multisplit::file::ReadLimits;
use multisplit_host::KeptSession;
use std::path::Path;

/// Returns the session of a folder with a number as JSON, with what could not be read in words. Blocks on the disk.
///
/// # Errors
/// The reason in words, if there is no session or it cannot be read.
pub(crate) fn export(folder: &Path, number: u32) -> Result<(String, Vec<String>), String> {
    let first =
        crate::paths::session_file(folder).ok_or("there is no folder for the program's state (HOME is not set)")?;
    export_file(&SessionFiles::new(first).file(number))
}

/// Returns the session with this file of an earlier version as JSON.
pub(super) fn export_file(file: &Path) -> Result<(String, Vec<String>), String> {
    let (place, name) = super::files::store_of(file);
    let kept = KeptSession::read(place, name).map_err(|error| error.to_string())?;
    if kept.is_empty() {
        return match multisplit_disk::read_text(file, super::restore::MAX_SESSION_BYTES) {
            Ok(text) => Ok((text, vec![])),
            Err(error) => Err(error.to_string()),
        };
    }
    let mut layout = Layout::new();
    let mut problems = kept.damage.problems.clone();
    match kept.recovery().map(|recovery| layout.recover(&recovery, ReadLimits::default())) {
        Some(Ok(lost)) => problems.extend(lost),
        Some(Err(error)) => problems.push(format!("the layout: {error}")),
        None => problems.push("there is no layout".to_owned()),
    }
    let scroll = kept.value(SCROLL).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let folder = kept.value(FOLDER).unwrap_or_default().to_owned();
    let session = SessionFile { folder, scroll, states: kept.states().collect(), layout: layout.save_text() };
    Ok((session.to_text(), problems))
}
