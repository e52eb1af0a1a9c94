//! What stands in a session file. The layout comes last: it is text of its own, put behind the rest as it is, as it can be large.

use crate::provider::Provider;
use multisplit::{Saved, WidgetId, Workspace};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::path::Path;

pub(super) const FORMAT: &str = "multisplit-session";
pub(super) const VERSION: u32 = 1;

/// How the layout begins: what a reader looks for where all before it is broken.
pub(super) const LAYOUT_KEY: &str = ",\n  \"layout\": ";

/// A session to be written.
pub(super) struct SessionFile {
    folder: String,
    scroll: [f64; 2],
    states: Vec<(WidgetId, Saved)>,
    layout: String,
}

/// The part of it before the layout.
#[derive(Serialize)]
struct Head<'a> {
    format: &'static str,
    version: u32,
    folder: &'a str,
    /// How far the surface is scrolled, in points.
    scroll: [f64; 2],
    /// What would be lost with a state, for those that hold unsaved work.
    unsaved: States<'a>,
    /// What each widget keeps, in its own words.
    states: States<'a>,
}

/// A text of each state that has one, by widget id.
struct States<'a> {
    states: &'a [(WidgetId, Saved)],
    text: fn(&Saved) -> Option<&str>,
}

impl Serialize for States<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (widget, saved) in self.states {
            if let Some(text) = (self.text)(saved) {
                map.serialize_entry(widget.as_str(), text)?;
            }
        }
        map.end()
    }
}

impl SessionFile {
    /// Takes what is worth keeping of a workspace. Copies no text that a widget has not copied already.
    pub(super) fn of(folder: &Path, workspace: &mut Workspace<Provider>) -> Self {
        let scroll = workspace.layout().area().scroll();
        Self {
            folder: folder.to_string_lossy().into_owned(),
            scroll: [scroll.x, scroll.y],
            states: workspace.collect_states(),
            layout: workspace.save_layout_text(),
        }
    }

    /// Returns the text of the file.
    pub(super) fn to_text(&self) -> String {
        let states = |text| States { states: &self.states, text };
        let head = Head {
            format: FORMAT,
            version: VERSION,
            folder: &self.folder,
            scroll: self.scroll,
            unsaved: states(Saved::unsaved_work),
            states: states(|saved| Some(saved.as_str())),
        };
        // Strings and numbers: writing them into memory cannot fail.
        let head = serde_json::to_string_pretty(&head).unwrap_or_default();
        let open = head.strip_suffix("\n}").unwrap_or(&head);
        [open, LAYOUT_KEY, self.layout.trim_end(), "\n}\n"].concat()
    }
}
