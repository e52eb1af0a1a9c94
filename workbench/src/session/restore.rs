//! Puts a session that was read into a workspace. A damaged file is kept aside before anything is written in its place.

use super::read::{Parts, read};
use super::texts;
use crate::paths::{is_text, path_of};
use crate::provider::Provider;
use multisplit::file::{LayoutFile, ReadLimits, encode, repair};
use multisplit::geometry::Point;
use multisplit::{Command, Moment, Saved, WidgetId, Workspace};
use multisplit_disk::Frame;
use multisplit_pane_query::{Secret, Source};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// The maximum size of a session file, in bytes.
const MAX_SESSION_BYTES: u64 = 1 << 30;
/// The number of problems of a session that are reported one by one.
const MAX_SAID: usize = 3;

/// The result of restoring a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Restored {
    /// Whether there was a layout.
    pub(crate) layout: bool,
    /// The scroll position of the surface.
    pub(crate) scroll: Option<Point>,
    /// A message to the user if something was damaged.
    pub(crate) told: Option<String>,
    /// Whether writing the session would destroy what could not be read.
    pub(super) in_danger: bool,
}

/// The content of a session file.
#[derive(Debug, Default)]
pub(crate) struct Read {
    parts: Option<Parts>,
    /// The bytes of the file.
    bytes: Vec<u8>,
    /// The files with unsaved text in it that were written after it.
    overtaken: Vec<String>,
    /// The result that is known without the parts.
    restored: Restored,
}

impl Read {
    /// Reads the session file of a folder; a file that cannot be read at all is kept aside. Blocks on the disk.
    pub(super) fn file(file: &Path, folder: &Path) -> Self {
        let nothing = |restored| Self { restored, ..Self::default() };
        let bytes = match multisplit_disk::read_limited(file, MAX_SESSION_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return Self::default(),
            Err(error) => return nothing(set_aside(file, &error.to_string())),
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut parts = match read(&text) {
            Ok(parts) => parts,
            Err(why) => return nothing(set_aside(file, &why)),
        };
        if matches!(text, Cow::Owned(_)) {
            parts.problems.insert(0, "some bytes are no text".to_owned());
        }
        let overtaken = overtaken(file, folder, &parts);
        Self { parts: Some(parts), bytes, overtaken, restored: Restored::default() }
    }
}

/// Returns the names of the files with unsaved text in a session that were written after the session.
///
/// A session that could not be written, as on a full disk, keeps a text that was saved later on. Nothing else says which is older.
fn overtaken(session: &Path, folder: &Path, parts: &Parts) -> Vec<String> {
    let written = |path: &Path| std::fs::metadata(path).and_then(|about| about.modified()).ok();
    let Some(kept) = written(session) else { return vec![] };
    let unsaved = parts.states.iter().filter(|(widget, saved)| is_text(widget) && saved.unsaved_work().is_some());
    let later = unsaved.filter(|(widget, _)| written(&path_of(folder, widget)).is_some_and(|file| file > kept));
    // A text in several panes is named once.
    let names: BTreeSet<String> = later.map(|(widget, _)| crate::provider::name_of(widget)).collect();
    names.into_iter().collect()
}

/// Restores a session into a workspace that was never shown.
pub(super) fn restore(file: &Path, read: Read, folder: &Path, workspace: &mut Workspace<Provider>) -> Restored {
    let Read { parts: Some(mut parts), bytes, overtaken, .. } = read else { return read.restored };
    let [x, y] = parts.scroll;
    let mut restored = Restored { scroll: Some(Point::new(x, y)), ..Restored::default() };
    match apply_layout(&mut parts, folder, workspace) {
        Ok(()) => restored.layout = true,
        Err(why) => parts.problems.push(format!("the layout: {why}")),
    }
    let tree = workspace.layout().tree();
    let panes: Vec<WidgetId> = tree.panes().filter_map(|pane| tree.widget(pane)).cloned().collect();
    let waiting = texts::share(&mut parts.states, panes.iter(), &mut parts.problems);
    workspace.provider().waiting = waiting;
    let unsaved: Vec<WidgetId> =
        parts.states.iter().filter(|(_, saved)| saved.unsaved_work().is_some()).map(|(id, _)| id.clone()).collect();
    for (widget, saved) in parts.states {
        workspace.restore_state(widget, saved);
    }
    // Unsaved work whose pane was lost with the layout is shown all the same.
    for widget in unsaved {
        if workspace.layout().tree().pane_of(&widget).is_none() {
            match workspace.run(Moment::ZERO, &Command::Open { widget: widget.clone() }) {
                Ok(_) => restored.layout = true,
                Err(error) => {
                    let name = crate::provider::name_of(&widget);
                    parts.problems.push(format!("{name} with unsaved changes: {error}"));
                }
            }
        }
    }
    if !overtaken.is_empty() {
        let names = overtaken.join(", ");
        restored.told = Some(format!(
            "Written after this session was kept: {names}. The unsaved text that came back may be older than the file"
        ));
    }
    if !parts.problems.is_empty() {
        // A full disk has no space for a copy, but renaming the file needs none.
        let keep = || {
            multisplit_disk::copy_numbered(file, "broken", &bytes)
                .or_else(|_| multisplit_disk::move_numbered(file, "broken"))
        };
        // The frame waits here: this happens only for a damaged file, and must happen before anything may overwrite it.
        let kept = Frame::wait_in(keep);
        let kept = match kept {
            Ok(kept) => format!("the file as it was is kept as {}", kept.display()),
            Err(error) => {
                restored.in_danger = true;
                format!("{error}; so that it stays as it is, this window is not kept")
            }
        };
        restored.told = Some(format!("The last session was damaged: {}; {kept}", said(&parts.problems)));
    }
    restored
}

/// Returns the names of the files with unsaved text in a session file. Blocks on the disk.
pub(super) fn unsaved_names(file: &Path) -> Vec<String> {
    let Ok(bytes) = multisplit_disk::read_limited(file, MAX_SESSION_BYTES) else { return vec![] };
    let Ok(parts) = read(&String::from_utf8_lossy(&bytes)) else { return vec![] };
    let unsaved = parts.states.iter().filter(|(_, saved)| saved.unsaved_work().is_some());
    unsaved.map(|(widget, _)| crate::provider::name_of(widget)).collect()
}

/// Applies the layout, repaired if it is damaged.
fn apply_layout(parts: &mut Parts, folder: &Path, workspace: &mut Workspace<Provider>) -> Result<(), String> {
    let Some(text) = parts.layout.take() else { return Err("it is missing".to_owned()) };
    let limits = ReadLimits::default();
    // Only addresses of databases can contain something that must not be stored.
    let problems = if text.contains("query:") {
        let (loaded, problems) = repair(&text, limits).map_err(|error| error.to_string())?;
        let mut file = encode(&loaded.tree, &loaded.recent, &loaded.extras);
        let secrets = take_passwords(&mut file, &mut parts.states, folder);
        workspace.provider().secrets.extend(secrets);
        workspace.load_file(&file, limits).map_err(|error| error.to_string())?;
        problems
    } else {
        workspace.load_repaired(&text, limits).map_err(|error| error.to_string())?
    };
    parts.problems.extend(problems.into_iter().map(|problem| format!("{}: {}", problem.path, problem.what)));
    Ok(())
}

/// Removes passwords from the addresses of databases. The workbench writes none, but the user may have edited the file. The
/// passwords are kept in memory, for the panes that open.
fn take_passwords(layout: &mut LayoutFile, states: &mut [(WidgetId, Saved)], folder: &Path) -> Vec<(WidgetId, Secret)> {
    let mut secrets = vec![];
    for pane in layout.nodes.iter_mut().filter_map(|node| node.pane.as_mut()) {
        let split = pane.strip_prefix("query:").and_then(|text| Source::split(text, folder).ok());
        let Some((source, Some(secret))) = split else { continue };
        let Ok(clean) = WidgetId::new(format!("query:{source}")) else { continue };
        states.iter_mut().filter(|(widget, _)| widget.as_str() == pane).for_each(|(widget, _)| *widget = clean.clone());
        *pane = clean.as_str().to_owned();
        secrets.push((clean, secret));
    }
    secrets
}

/// Keeps a file that could not be read at all aside, so that it is not overwritten.
fn set_aside(file: &Path, why: &str) -> Restored {
    match multisplit_disk::move_numbered(file, "broken") {
        Ok(kept) => {
            let told = format!("The last session could not be read ({why}); it is kept as {}", kept.display());
            Restored { told: Some(told), ..Restored::default() }
        }
        Err(error) => {
            let told = format!(
                "The last session could not be read ({why}), nor kept aside ({error}): so that it stays as it is, this \
                 window is not kept"
            );
            Restored { told: Some(told), in_danger: true, ..Restored::default() }
        }
    }
}

/// Returns the first problems in words, and how many more there are.
fn said(problems: &[String]) -> String {
    let first = problems.iter().take(MAX_SAID).map(String::as_str).collect::<Vec<_>>().join("; ");
    match problems.len().saturating_sub(MAX_SAID) {
        0 => first,
        more => format!("{first}; and {more} more"),
    }
}
