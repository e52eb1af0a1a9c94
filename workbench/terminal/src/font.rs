//! The style's monospace font as the grid needs it: the size of a cell, and which characters fit into it.
//!
//! This module does not load fonts.
//!
//! Invariant: what is remembered of characters belongs to the font that is shown now.

use std::collections::HashMap;

use egui::{TextStyle, Ui, Vec2, vec2};

use crate::limits;
use crate::paint::Font;
use crate::snapshot::Glyph;

/// The fraction of a cell by which a character's width may differ while the character still fits into a run.
const TOLERANCE: f32 = 0.02;

/// A cache of how the font draws characters outside ASCII.
#[derive(Debug, Default)]
pub struct Glyphs {
    font: Option<Font>,
    known: HashMap<char, Glyph>,
}

impl Glyphs {
    /// Returns the monospace font of `ui`'s style. If the font has changed, all remembered characters are dropped.
    pub fn font(&mut self, ui: &Ui) -> Font {
        let id = TextStyle::Monospace.resolve(ui.style());
        let (advance, height) = ui.fonts_mut(|fonts| (fonts.glyph_width(&id, 'M'), fonts.row_height(&id)));
        let font = Font { id, advance, height };
        if self.font.as_ref() != Some(&font) {
            self.known.clear();
            self.font = Some(font.clone());
        }
        font
    }

    /// Returns how the font of the last [`Glyphs::font`] call draws `character`.
    pub fn glyph(&mut self, ui: &Ui, character: char) -> Glyph {
        let Some(font) = &self.font else { return Glyph::Odd };
        if let Some(glyph) = self.known.get(&character) {
            return *glyph;
        }
        let (has_glyph, width) =
            ui.fonts_mut(|fonts| (fonts.has_glyph(&font.id, character), fonts.glyph_width(&font.id, character)));
        let glyph = match (has_glyph, (width - font.advance).abs() <= TOLERANCE * font.advance) {
            (false, _) => Glyph::Missing,
            (true, true) => Glyph::Fits,
            (true, false) => Glyph::Odd,
        };
        if self.known.len() >= limits::MAX_KNOWN_GLYPHS {
            self.known.clear();
        }
        self.known.insert(character, glyph);
        glyph
    }
}

impl Font {
    /// Returns the size of the font's cell in points, not rounded, and at least one point each way.
    #[must_use]
    pub fn cell(&self) -> Vec2 {
        vec2(self.advance.max(1.0), self.height.max(1.0))
    }
}
