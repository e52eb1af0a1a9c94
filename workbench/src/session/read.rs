//! Splits the text of a session file into its parts and reads each by itself, so that a damaged part costs none of the others.

use super::file::{FORMAT, LAYOUT_KEY, VERSION};
use super::lines;
use crate::paths::is_text;
use multisplit::file::repair_json;
use multisplit::{Saved, WidgetId};
use multisplit_pane_editor::EditorState;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The parts of a session.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The text of the layout, not parsed yet.
    pub(super) layout: Option<String>,
    /// The scroll position of the surface, in points.
    pub(super) scroll: [f64; 2],
    /// The state of each widget.
    pub(super) states: Vec<(WidgetId, Saved)>,
    /// The problems found, in words.
    pub(super) problems: Vec<String>,
}

/// The fields of the file, not parsed yet.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields<'a> {
    #[serde(borrow)]
    format: Option<&'a RawValue>,
    #[serde(borrow)]
    version: Option<&'a RawValue>,
    #[serde(borrow)]
    scroll: Option<&'a RawValue>,
    #[serde(borrow)]
    unsaved: Option<&'a RawValue>,
    #[serde(borrow)]
    states: Option<&'a RawValue>,
    #[serde(borrow)]
    layout: Option<&'a RawValue>,
}

/// The entries of an object in their order, including those whose key occurs twice.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = vec![];
                while let Some(entry) = map.next_entry()? {
                    all.push(entry);
                }
                Ok(all)
            }
        }
        deserializer.deserialize_map(Visit).map(Self)
    }
}

/// Reads a session file, as far as possible.
///
/// # Errors
/// The reason, in words, why the text is not a session at all, or that it is of a newer version.
pub(super) fn read(text: &str) -> Result<Parts, String> {
    let mut parts = Parts::default();
    let mut rest = None;
    let whole = match serde_json::from_str::<Fields<'_>>(text) {
        Ok(_) => Cow::Borrowed(text),
        Err(error) => {
            parts.problems.push(format!("the file is damaged: {error}"));
            let (head, layout) = text.split_once(LAYOUT_KEY).unzip();
            rest = layout.map(|layout| layout.strip_suffix("\n}\n").unwrap_or(layout));
            match lines::whole_entries(head.unwrap_or(text), &mut parts.problems) {
                Some(entries) => Cow::Owned(entries),
                None => repair_json(text).0,
            }
        }
    };
    let fields: Fields<'_> = serde_json::from_str(&whole).map_err(|error| error.to_string())?;
    check_format(&fields)?;
    if let Some(scroll) = fields.scroll {
        match serde_json::from_str(scroll.get()) {
            Ok(scroll) => parts.scroll = scroll,
            Err(error) => parts.problems.push(format!("the scroll position: {error}")),
        }
    }
    read_states(&fields, &mut parts);
    // If the damage is before the layout, the layout itself may be intact.
    parts.layout = fields.layout.map(RawValue::get).or(rest).map(str::to_owned);
    if parts.layout.is_none() {
        parts.problems.push("the layout is missing".to_owned());
    }
    Ok(parts)
}

fn check_format(fields: &Fields<'_>) -> Result<(), String> {
    let text = |value: Option<&RawValue>| value.and_then(|value| serde_json::from_str::<String>(value.get()).ok());
    if text(fields.format).as_deref() != Some(FORMAT) {
        return Err("it is no session file".to_owned());
    }
    match fields.version.and_then(|value| serde_json::from_str::<u64>(value.get()).ok()) {
        Some(version) if version > u64::from(VERSION) => {
            Err(format!("it has version {version}, and was written by a newer program"))
        }
        // A file with a damaged version is read like the current version, which it most likely has.
        _ => Ok(()),
    }
}

fn read_states(fields: &Fields<'_>, parts: &mut Parts) {
    let Some(states) = fields.states else { return };
    let states: Vec<(String, &RawValue)> = match serde_json::from_str(states.get()) {
        Ok(Entries(states)) => states,
        Err(error) => return parts.problems.push(format!("the states of all panes: {error}")),
    };
    // A session without the list of unsaved work is from an older program: its states are inspected instead.
    let unsaved: Option<BTreeMap<String, String>> =
        fields.unsaved.and_then(|unsaved| serde_json::from_str(unsaved.get()).ok());
    let mut seen = BTreeSet::new();
    for (id, state) in states {
        if !seen.insert(id.clone()) {
            parts.problems.push(format!("{id:.80} has two states, the later one is used"));
        }
        match read_state(&id, state) {
            Ok((widget, saved)) => {
                let work = match &unsaved {
                    Some(unsaved) => unsaved.get(&id).cloned(),
                    None => unsaved_work(&widget, &saved),
                };
                parts.states.push((widget, saved.with_unsaved_work_if(work)));
            }
            Err(why) => parts.problems.push(format!("the state of {id:.80}: {why}")),
        }
    }
}

fn read_state(id: &str, state: &RawValue) -> Result<(WidgetId, Saved), String> {
    let widget = WidgetId::new(id).map_err(|error| error.to_string())?;
    let text: String = serde_json::from_str(state.get()).map_err(|error| error.to_string())?;
    let saved = Saved::new(text).map_err(|error| error.to_string())?;
    Ok((widget, saved))
}

/// Returns what would be lost with a state of an editor, in words.
fn unsaved_work(widget: &WidgetId, saved: &Saved) -> Option<String> {
    let state: EditorState = is_text(widget).then(|| saved.read().ok()).flatten()?;
    state.unsaved.map(|_| crate::provider::unsaved_words(widget))
}
