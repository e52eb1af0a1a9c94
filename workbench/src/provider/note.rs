//! A pane of made-up text, which fills `multisplit demo`. It never changes what it draws, and its pane reports that.

use egui::{Label, RichText, ScrollArea, Ui};

/// Made-up text.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    title: String,
    lines: Vec<String>,
}

/// Words with little meaning.
const WORDS: [&str; 12] =
    ["pane", "shares", "its", "room", "with", "others", "and", "keeps", "what", "it", "shows", "quietly"];

impl Note {
    pub(super) fn named(rest: &str) -> Self {
        let seed: usize = rest.bytes().map(usize::from).fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
        let line = |line: usize| {
            let words =
                (0..4 + (seed / (line + 1)) % 6).map(|word| WORDS[(seed / (word + 1) + line * 5) % WORDS.len()]);
            words.collect::<Vec<_>>().join(" ")
        };
        Self { title: format!("note {rest}"), lines: (0..12 + seed % 20).map(line).collect() }
    }

    pub(super) fn title(&self) -> String {
        self.title.clone()
    }

    pub(super) fn bytes(&self) -> u64 {
        let lines: usize = self.lines.iter().map(|line| size_of::<String>() + line.capacity()).sum();
        (size_of::<Self>() + lines + self.title.len()) as u64
    }

    /// Shows the text; only the lines in view are shaped.
    pub(super) fn ui(&self, ui: &mut Ui) {
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
}
