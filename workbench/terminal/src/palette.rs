//! Terminal colors as egui colors: the sixteen named ones for dark and light styles, xterm's 256, true color, and what a
//! program has changed.
//!
//! This module does not read a style more than once per frame.
//!
//! Invariant: every color resolves.

use alacritty_terminal::term::cell::{Cell, Flags};
use alacritty_terminal::term::color::Colors;
use alacritty_terminal::vte::ansi::{Color, NamedColor, Rgb};
use egui::Color32;
use egui::style::Visuals;

#[cfg(test)]
mod tests;

/// Black, red, green, yellow, blue, magenta, cyan, white and the eight bright ones, on a dark background.
const DARK: [u32; 16] = [
    0x00_2e3436,
    0x00_e05561,
    0x00_8cc265,
    0x00_d6a24e,
    0x00_4aa5f0,
    0x00_c162de,
    0x00_42b3c2,
    0x00_c9cdd3, //
    0x00_7a828e,
    0x00_ff7b86,
    0x00_a9dc8a,
    0x00_f2c46b,
    0x00_7cc4ff,
    0x00_de8cf5,
    0x00_6bd5e3,
    0x00_ffffff,
];
/// The same colors on a light background, dark enough to be read.
const LIGHT: [u32; 16] = [
    0x00_24292f,
    0x00_c11f2e,
    0x00_2b7a2b,
    0x00_8a6100,
    0x00_0b5cad,
    0x00_8a2bb0,
    0x00_0b7285,
    0x00_6e7781, //
    0x00_57606a,
    0x00_e0384a,
    0x00_3a9a3a,
    0x00_b07c00,
    0x00_1f7bd8,
    0x00_a845d1,
    0x00_1891a6,
    0x00_8c959f,
];
/// The six steps of a channel in xterm's color cube.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The colors that a terminal is drawn with.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    ansi: [Color32; 16],
    /// The color of text that a program did not color.
    pub foreground: Color32,
    /// The color of bold text that a program did not color.
    pub bright_foreground: Color32,
    /// The background.
    pub background: Color32,
    /// The color of the cursor.
    pub cursor: Color32,
    /// The background of selected text.
    pub selection: Color32,
    /// The color of selected text.
    pub selected_text: Color32,
}

impl Palette {
    /// Creates the palette that fits `visuals`.
    #[must_use]
    pub fn of(visuals: &Visuals) -> Self {
        let named = if visuals.dark_mode { DARK } else { LIGHT };
        let foreground = visuals.override_text_color.unwrap_or_else(|| visuals.widgets.inactive.text_color());
        Self {
            ansi: named.map(from_hex),
            foreground,
            bright_foreground: visuals.strong_text_color(),
            background: visuals.panel_fill,
            cursor: visuals.strong_text_color(),
            selection: visuals.selection.bg_fill,
            selected_text: visuals.selection.stroke.color,
        }
    }

    /// Returns the colors of a cell's text and background, with bold, dim, inverse and hidden applied.
    #[must_use]
    pub fn cell(&self, cell: &Cell, changed: &Colors) -> (Color32, Color32) {
        let written = if cell.flags.contains(Flags::BOLD) { bright(cell.fg) } else { cell.fg };
        let mut text = self.resolve(written, changed);
        let ground = self.resolve(cell.bg, changed);
        if cell.flags.contains(Flags::DIM) {
            text = text.lerp_to_gamma(ground, 0.4);
        }
        let (text, ground) = if cell.flags.contains(Flags::INVERSE) { (ground, text) } else { (text, ground) };
        if cell.flags.contains(Flags::HIDDEN) { (ground, ground) } else { (text, ground) }
    }

    /// Returns a program's color as an egui color.
    #[must_use]
    pub fn resolve(&self, color: Color, changed: &Colors) -> Color32 {
        match color {
            Color::Spec(rgb) => from_rgb(rgb),
            Color::Indexed(index) => changed[usize::from(index)].map_or_else(|| self.index(index.into()), from_rgb),
            Color::Named(name) => changed[name].map_or_else(|| self.index(name as usize), from_rgb),
        }
    }

    /// Returns the color of a slot of the emulator's table: 256 indexed colors, then the named ones.
    #[must_use]
    pub fn index(&self, index: usize) -> Color32 {
        const FOREGROUND: usize = NamedColor::Foreground as usize;
        const BACKGROUND: usize = NamedColor::Background as usize;
        const CURSOR: usize = NamedColor::Cursor as usize;
        const DIM_BLACK: usize = NamedColor::DimBlack as usize;
        const DIM_WHITE: usize = NamedColor::DimWhite as usize;
        const BRIGHT_FOREGROUND: usize = NamedColor::BrightForeground as usize;
        const DIM_FOREGROUND: usize = NamedColor::DimForeground as usize;
        let dim = |color: Color32| color.lerp_to_gamma(self.background, 0.4);
        match index {
            0..=15 => self.ansi[index],
            16..=231 => {
                let place = index - 16;
                Color32::from_rgb(CUBE[place / 36], CUBE[place / 6 % 6], CUBE[place % 6])
            }
            232..=255 => Color32::from_gray(u8::try_from(8 + 10 * (index - 232)).unwrap_or(u8::MAX)),
            BACKGROUND => self.background,
            CURSOR => self.cursor,
            DIM_BLACK..=DIM_WHITE => dim(self.ansi[index - DIM_BLACK]),
            BRIGHT_FOREGROUND => self.bright_foreground,
            DIM_FOREGROUND => dim(self.foreground),
            FOREGROUND.. => self.foreground,
        }
    }

    /// Returns the color of a slot of the emulator's table as the emulator reports it to a program.
    #[must_use]
    pub fn rgb(&self, index: usize) -> Rgb {
        let color = self.index(index);
        Rgb { r: color.r(), g: color.g(), b: color.b() }
    }
}

/// Returns the color of bold text: bold brightens the eight plain colors and the default text.
fn bright(color: Color) -> Color {
    match color {
        Color::Named(name) => Color::Named(name.to_bright()),
        Color::Indexed(index @ 0..=7) => Color::Indexed(index + 8),
        other => other,
    }
}

fn from_rgb(rgb: Rgb) -> Color32 {
    Color32::from_rgb(rgb.r, rgb.g, rgb.b)
}

fn from_hex(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}
