//! A pane of made-up text: what `multisplit demo` fills up with. Draws the same as long as nothing happens, and says so.

use egui::{RichText, ScrollArea, Ui};
use std::fmt::Write;

/// Made-up text.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    title: String,
    text: String,
}

/// Words that mean little.
const WORDS: [&str; 12] =
    ["pane", "shares", "its", "room", "with", "others", "and", "keeps", "what", "it", "shows", "quietly"];

impl Note {
    pub(super) fn named(rest: &str) -> Self {
        let seed: usize = rest.bytes().map(usize::from).fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
        let mut text = String::new();
        for line in 0..12 + seed % 20 {
            for word in 0..4 + (seed / (line + 1)) % 6 {
                // Writing into a string cannot fail.
                let _ = write!(text, "{} ", WORDS[(seed / (word + 1) + line * 5) % WORDS.len()]);
            }
            text.push('\n');
        }
        Self { title: format!("note {rest}"), text }
    }

    pub(super) fn title(&self) -> String {
        self.title.clone()
    }

    pub(super) fn bytes(&self) -> u64 {
        (size_of::<Self>() + self.text.len() + self.title.len()) as u64
    }

    pub(super) fn ui(&self, ui: &mut Ui) {
        ScrollArea::vertical().show(ui, |ui| {
            ui.label(RichText::new(&self.title).strong());
            ui.label(&self.text);
        });
    }
}
