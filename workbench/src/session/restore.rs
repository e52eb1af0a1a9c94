//! Puts a session that was read into a workspace: from its store, or from the file of an earlier version.

use super::files::{Claim, store_of};
use super::read::Parts;
use super::texts;
use super::{SCROLL, TAKEN_OVER, UNTRUSTED};
use crate::paths::{is_text, path_of};
use crate::provider::Provider;
use crate::trust::{Held, risks_of};
use multisplit::file::{LayoutFile, ReadLimits, encode, repair};
use multisplit::geometry::Point;
use multisplit::{Command, Moment, Saved, WidgetId, Workspace};
use multisplit_disk::Frame;
use multisplit_host::{KeptSession, SessionStore};
use multisplit_pane_query::{Secret, Source};
use multisplit_store::StoreError;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::SystemTime;

/// The maximum size of a session file, in bytes.
pub(super) const MAX_SESSION_BYTES: u64 = 1 << 30;
/// The number of problems of a session that are reported one by one.
const MAX_SAID: usize = 3;

/// The result of restoring a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Restored {
    /// Whether there was a layout.
    pub(crate) layout: bool,
    /// The scroll position of the surface.
    pub(crate) scroll: Option<Point>,
    /// The panes of layout files that waited for the user's word.
    pub(crate) held: Option<Held>,
    /// A message to the user if something was damaged.
    pub(crate) told: Option<String>,
    /// Whether the session is from the file of an earlier version.
    pub(super) is_taken_over: bool,
}

/// A session that was read.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// The store, if it could be opened.
    store: Option<SessionStore>,
    session: KeptSession,
    /// The parts of the file of an earlier version.
    parts: Option<Parts>,
    /// The files with unsaved text that were written after the session.
    overtaken: Vec<String>,
    /// What is known without the workspace, in words.
    told: Option<String>,
}

impl Read {
    /// Returns `true` if the store could be opened.
    pub(crate) const fn is_open(&self) -> bool {
        self.store.is_some()
    }

    /// Reads what is in a store, or else the file of an earlier version. Blocks on the disk.
    pub(super) fn new(
        store: SessionStore,
        session: KeptSession,
        claim: &Claim,
        folder: &Path,
        written: Option<SystemTime>,
    ) -> Self {
        let read = Self { store: Some(store), ..Self::default() };
        // The mark comes with the last of what an earlier version has left. Without it, a crash has come between.
        let is_taken_over = session.value(TAKEN_OVER).is_some() || !claim.file().exists();
        if is_taken_over {
            let states: Vec<(WidgetId, Saved)> = session.states().collect();
            let overtaken = overtaken(written, folder, &states);
            return Self { session, overtaken, ..read };
        }
        let file = claim.file();
        let bytes = match multisplit_disk::read_limited(file, MAX_SESSION_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return read,
            Err(error) => return Self { told: Some(unreadable(file, &error.to_string())), ..read },
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut parts = match super::read::read(&text) {
            Ok(parts) => parts,
            Err(why) => return Self { told: Some(unreadable(file, &why)), ..read },
        };
        if matches!(text, Cow::Owned(_)) {
            parts.problems.insert(0, "some bytes are no text".to_owned());
        }
        let written = std::fs::metadata(file).and_then(|about| about.modified()).ok();
        let overtaken = overtaken(written, folder, &parts.states);
        Self { parts: Some(parts), overtaken, ..read }
    }

    /// Returns what is restored if the store cannot be opened.
    pub(super) fn failed(error: &StoreError) -> Self {
        let told =
            format!("The last session could not be read ({error}): so that it stays as it is, this window is not kept");
        Self { told: Some(told), ..Self::default() }
    }
}

/// Returns the names of the files with unsaved text in a session that were written after the session.
///
/// A session that could not be written, as on a full disk, keeps a text that was saved later on. Nothing else says which is older.
fn overtaken(session: Option<SystemTime>, folder: &Path, states: &[(WidgetId, Saved)]) -> Vec<String> {
    let written = |path: &Path| std::fs::metadata(path).and_then(|about| about.modified()).ok();
    let Some(kept) = session else { return vec![] };
    let unsaved = states.iter().filter(|(widget, saved)| is_text(widget) && saved.unsaved_work().is_some());
    let later = unsaved.filter(|(widget, _)| written(&path_of(folder, widget)).is_some_and(|file| file > kept));
    // A text in several panes is named once.
    let names: BTreeSet<String> = later.map(|(widget, _)| crate::provider::name_of(widget)).collect();
    names.into_iter().collect()
}

/// Restores a session into a workspace that was never shown. Returns the store, which is empty if there was no session.
pub(super) fn restore(
    read: Read,
    folder: &Path,
    workspace: &mut Workspace<Provider>,
) -> (Restored, Option<SessionStore>) {
    let Read { store, session, parts, overtaken, told } = read;
    let mut restored = Restored { told, ..Restored::default() };
    let mut problems = session.damage.problems.clone();
    let mut states: Vec<(WidgetId, Saved)> = session.states().collect();
    let layout = match parts {
        Some(mut parts) => {
            restored.is_taken_over = true;
            let applied = apply_layout(&mut parts, folder, workspace);
            let [x, y] = parts.scroll;
            restored.scroll = Some(Point::new(x, y));
            (states, problems) = (parts.states, parts.problems);
            applied.map(|()| true)
        }
        None => recover(&session, workspace, &mut problems),
    };
    match layout {
        Ok(layout) => restored.layout = layout,
        Err(why) => problems.push(format!("the layout: {why}")),
    }
    if let Some([x, y]) = session.value(SCROLL).and_then(|text| serde_json::from_str::<[f64; 2]>(text).ok()) {
        restored.scroll = Some(Point::new(x, y));
    }
    restored.held = held(&session, folder, workspace);
    restore_states(states, workspace, &mut restored, &mut problems);
    if !overtaken.is_empty() {
        let names = overtaken.join(", ");
        restored.told = Some(format!(
            "Written after this session was kept: {names}. The unsaved text that came back may be older than the file"
        ));
    }
    if !problems.is_empty() {
        let kept = kept_words(&session.damage.kept, restored.is_taken_over);
        restored.told = Some(format!("The last session was damaged: {}{kept}", said(&problems)));
    }
    (restored, store)
}

/// Returns the panes that wait for the user's word. If it is not known for sure which waited, all wait that may do harm.
fn held(session: &KeptSession, folder: &Path, workspace: &Workspace<Provider>) -> Option<Held> {
    let kept = session.value(UNTRUSTED).map(serde_json::from_str::<Held>);
    match kept {
        Some(Ok(held)) if !session.damage.has_gap => Some(held),
        None if !session.damage.has_gap => None,
        kept => {
            let mut held = kept.and_then(Result::ok).unwrap_or_default();
            // Rare: the session is damaged. Links are followed on the disk.
            held.extend(Frame::wait_in(|| risks_of(folder, workspace.layout().tree())));
            Some(held)
        }
    }
}

/// Returns where the damaged file is, in words.
fn kept_words(kept: &[String], is_taken_over: bool) -> String {
    match (kept, is_taken_over) {
        (_, true) => "; the file as it was is kept as a file that ends with .old".to_owned(),
        ([], _) => String::new(),
        (kept, _) => format!("; the file as it was is kept as {}", kept.join(", ")),
    }
}

/// Recovers layout and history from a store. Returns `true` if there was a layout.
fn recover(
    session: &KeptSession,
    workspace: &mut Workspace<Provider>,
    problems: &mut Vec<String>,
) -> Result<bool, String> {
    let recovered = session.recover(workspace, ReadLimits::default()).map_err(|error| error.to_string())?;
    problems.extend(recovered.lost);
    Ok(recovered.has_layout)
}

/// Gives the workspace the states. A text that several panes show is given to all of them.
fn restore_states(
    mut states: Vec<(WidgetId, Saved)>,
    workspace: &mut Workspace<Provider>,
    restored: &mut Restored,
    problems: &mut Vec<String>,
) {
    let tree = workspace.layout().tree();
    let panes: Vec<WidgetId> = tree.panes().filter_map(|pane| tree.widget(pane)).cloned().collect();
    let waiting = texts::share(&mut states, panes.iter(), problems);
    workspace.provider().waiting = waiting;
    let is_unsaved = |(widget, saved): &(WidgetId, Saved)| {
        saved.unsaved_work().filter(|_| !saved.is_given_up()).map(|_| widget.clone())
    };
    let unsaved: Vec<WidgetId> = states.iter().filter_map(is_unsaved).collect();
    for (widget, saved) in states {
        workspace.restore_state(widget, saved);
    }
    // Unsaved work whose pane was lost, with the layout or by an undo, is shown all the same. What an undo or redo still brings back was not
    // lost, and what the user has agreed to lose stays gone.
    for widget in unsaved {
        if workspace.may_be_shown(&widget) {
            continue;
        }
        match workspace.run(Moment::ZERO, &Command::Open { widget: widget.clone() }) {
            Ok(_) => restored.layout = true,
            Err(error) => {
                let name = crate::provider::name_of(&widget);
                problems.push(format!("{name} with unsaved changes: {error}"));
            }
        }
    }
}

/// Returns the names of the files with unsaved text in a session file. Blocks on the disk.
pub(super) fn unsaved_names(file: &Path) -> Vec<String> {
    let (folder, name) = store_of(file);
    let states: Vec<(WidgetId, Saved)> = match KeptSession::read(folder, name) {
        Ok(kept) if !kept.is_empty() => kept.states().collect(),
        _ => {
            let Ok(bytes) = multisplit_disk::read_limited(file, MAX_SESSION_BYTES) else { return vec![] };
            let Ok(parts) = super::read::read(&String::from_utf8_lossy(&bytes)) else { return vec![] };
            parts.states
        }
    };
    let unsaved = states.iter().filter(|(_, saved)| saved.unsaved_work().is_some());
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

/// Keeps a file of an earlier version that could not be read at all aside, and returns the words for it.
fn unreadable(file: &Path, why: &str) -> String {
    match multisplit_disk::move_numbered(file, "broken") {
        Ok(kept) => format!("The last session could not be read ({why}); it is kept as {}", kept.display()),
        Err(_) => format!("The last session could not be read ({why}); {} stays as it is", file.display()),
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
