//! The text of a session: what earlier versions wrote, and what an export prints. The layout comes last: it can be large, and its text is appended to the rest as it is.

use multisplit::{Saved, WidgetId};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

pub(super) const FORMAT: &str = "multisplit-session";
pub(super) const VERSION: u32 = 1;

/// The beginning of the layout: a reader searches for it if everything before it is damaged.
pub(super) const LAYOUT_KEY: &str = ",\n  \"layout\": ";

/// A session to write.
pub(super) struct SessionFile {
    pub(super) folder: String,
    pub(super) scroll: [f64; 2],
    pub(super) states: Vec<(WidgetId, Saved)>,
    pub(super) layout: String,
}

/// The part of the file before the layout.
#[derive(Serialize)]
struct Head<'a> {
    format: &'static str,
    version: u32,
    folder: &'a str,
    /// The scroll position of the surface, in points.
    scroll: [f64; 2],
    /// For each state with unsaved work, what would be lost with it.
    unsaved: States<'a>,
    /// The state of each widget, in the format of the widget.
    states: States<'a>,
}

/// A text for each state that has one, by widget id.
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
        // Writing strings and numbers to memory cannot fail.
        let head = serde_json::to_string_pretty(&head).unwrap_or_default();
        let open = head.strip_suffix("\n}").unwrap_or(&head);
        [open, LAYOUT_KEY, self.layout.trim_end(), "\n}\n"].concat()
    }
}
