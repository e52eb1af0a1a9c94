//! An overlay with a line to type into and a list of the items that match: a command palette, or the body of the quick opener.
//!
//! It does not choose a disabled item, but says why the item is disabled.
//!
//! Invariant: while the overlay is shown, its line has the keyboard, and the marked row is one of the listed rows.

mod overlay;
#[cfg(test)]
mod tests;

use egui::Context;

use crate::index::{matcher, pattern, score_label};
use crate::limits;
pub(crate) use overlay::{Line, Overlay, Verdict};

/// An item to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickItem {
    /// The text that is searched and shown.
    pub label: String,
    /// Grayed text at the right, such as a key binding.
    pub detail: String,
    /// Whether the item can be chosen now.
    pub enabled: bool,
    /// The reason why the item cannot be chosen, shown on hover.
    pub why: String,
}

/// The result of a picker in one frame; numbers are positions in the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickResult {
    /// The picker is still open.
    None,
    /// An item was chosen.
    Chosen(usize),
    /// An item was chosen with the command key: show it beside the current one.
    ChosenBeside(usize),
    /// Escape, or a click outside.
    Dismissed,
}

/// A list to pick from by typing. Create one to open it, and drop it as soon as it returns a choice.
pub struct Picker {
    overlay: Overlay,
}

impl Picker {
    /// Creates a picker; `name` identifies it and is its accessible name and the hint in its empty line.
    pub fn new(name: &str) -> Self {
        Self { overlay: Overlay::new(name) }
    }

    /// Returns the typed text.
    pub fn query(&self) -> &str {
        self.overlay.query()
    }

    /// Starts with `query` in the line, selected so that typing replaces it.
    #[must_use]
    pub fn with_query(mut self, query: &str) -> Self {
        self.overlay.set_query(query);
        self
    }

    /// Shows the overlay above everything in `ctx`. The cost is linear in `items`; only the first 20,000 are searched.
    pub fn ui(&mut self, ctx: &Context, items: &[PickItem]) -> PickResult {
        let verdict = self.overlay.show(ctx, |query| lines(items, query), "");
        match verdict {
            Verdict::Open => PickResult::None,
            Verdict::Chosen(at) => PickResult::Chosen(at),
            Verdict::ChosenBeside(at) => PickResult::ChosenBeside(at),
            Verdict::Dismissed => PickResult::Dismissed,
        }
    }
}

/// Returns the items that match, best first; in their own order for an empty query.
fn lines(items: &[PickItem], query: &str) -> Vec<Line> {
    let (pattern, mut matcher) = (pattern(query), matcher());
    let line = |(at, item): (usize, &PickItem)| {
        let (score, matched) = score_label(&pattern, &mut matcher, &item.label)?;
        let (label, detail, why) = (item.label.clone(), item.detail.clone(), item.why.clone());
        Some((score, Line { at, label, detail, why, enabled: item.enabled, matched, path: false }))
    };
    let mut found: Vec<(u32, Line)> = items.iter().take(limits::PICK_ITEMS).enumerate().filter_map(line).collect();
    // Enter should meet an item that can be chosen, but not one that matches much worse than what was meant.
    let rank = |score: u32, enabled: bool| if enabled { score } else { score - score / 4 };
    // Stable, so that equals keep the order of the items.
    found.sort_by_key(|(score, line)| std::cmp::Reverse(rank(*score, line.enabled)));
    found.into_iter().map(|(_, line)| line).collect()
}
