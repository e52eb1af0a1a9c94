//! A pane of made-up text, `note:N`, which fills `multisplit demo`. It never changes what it draws, and says so.

use super::Kind;
use crate::provider::{Pane, Requests, WorkPane};
use egui::{Label, RichText, ScrollArea, Ui};
use multisplit::{Cost, Lifecycle, Provided};
use multisplit_egui::{PaneContext, PaneUi};

pub(super) const KIND: Kind = Kind {
    name: "note",
    absent_title: |widget| format!("note {}", widget.rest()),
    make: |_, request| Provided::Ready(Pane::new(Box::new(Note::named(request.widget.rest())))),
};

/// Made-up text.
struct Note {
    title: String,
    lines: Vec<String>,
}

/// Words with little meaning.
const WORDS: [&str; 12] =
    ["pane", "shares", "its", "room", "with", "others", "and", "keeps", "what", "it", "shows", "quietly"];

impl Note {
    fn named(rest: &str) -> Self {
        let seed: usize = rest.bytes().map(usize::from).fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
        let line = |line: usize| {
            let words =
                (0..4 + (seed / (line + 1)) % 6).map(|word| WORDS[(seed / (word + 1) + line * 5) % WORDS.len()]);
            words.collect::<Vec<_>>().join(" ")
        };
        Self { title: format!("note {rest}"), lines: (0..12 + seed % 20).map(line).collect() }
    }
}

impl PaneUi<Requests> for Note {
    /// Shows the text; only the lines in view are shaped.
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, Requests>) {
        let height = ui.text_style_height(&egui::TextStyle::Body);
        ScrollArea::vertical().show_rows(ui, height, self.lines.len() + 1, |ui, rows| {
            for row in rows {
                match row.checked_sub(1) {
                    None => ui.label(RichText::new(&self.title).strong()),
                    Some(line) => ui.add(Label::new(&self.lines[line]).truncate()),
                };
            }
        });
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn revision(&self) -> Option<u64> {
        Some(0)
    }
}

impl Lifecycle for Note {
    fn cost(&self) -> Cost {
        let lines: usize = self.lines.iter().map(|line| size_of::<String>() + line.capacity()).sum();
        Cost { bytes: (size_of::<Self>() + lines + self.title.len()) as u64, rebuild_micros: 20 }
    }
}

impl WorkPane for Note {}
