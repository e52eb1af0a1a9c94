//! The colors of SQL, and the mark where a statement failed.
//!
//! Long texts are not colored: they would be read again at every key press.
//!
//! Invariant: the colors cover the whole text.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Stroke, TextStyle, Ui};

use crate::sql::{Dialect, Token, TokenKind, tokens};

/// The longest text that is colored, in bytes.
const LONGEST: usize = 64 * 1024;

/// The colors of the last text, and what they were made of.
#[derive(Default)]
pub(super) struct Highlight {
    made_of: Option<(Option<usize>, FontId, bool)>,
    job: LayoutJob,
}

impl Highlight {
    /// Returns the text in colors; `mark` is the character where a statement failed.
    pub fn job(&mut self, ui: &Ui, text: &str, mark: Option<usize>, dialect: Dialect, width: f32) -> LayoutJob {
        let font = TextStyle::Monospace.resolve(ui.style());
        let is_dark = ui.visuals().dark_mode;
        // The job holds the text, so it serves as the key of the cache.
        let is_same = self.job.text == text && self.made_of == Some((mark, font.clone(), is_dark));
        if !is_same {
            self.job = colored(ui, text, mark, dialect, &font);
            self.made_of = Some((mark, font, is_dark));
        }
        let mut job = self.job.clone();
        job.wrap.max_width = width;
        job
    }
}

fn colored(ui: &Ui, text: &str, mark: Option<usize>, dialect: Dialect, font: &FontId) -> LayoutJob {
    let whole = || vec![Token { kind: TokenKind::Other, range: 0..text.len() }];
    let tokens = if text.len() <= LONGEST { tokens(text, dialect) } else { whole() };
    let marked = mark.map(|at| marked_bytes(text, at, &tokens));
    let mut job = LayoutJob::default();
    for token in tokens {
        let format = TextFormat::simple(font.clone(), color(ui, token.kind));
        // A mark may cover only a part of a token.
        for (range, is_marked) in parts(token.range, marked.as_ref()) {
            let mut format = format.clone();
            if is_marked {
                format.underline = Stroke::new(2.0, ui.visuals().error_fg_color);
                format.background = ui.visuals().error_fg_color.gamma_multiply(0.25);
            }
            job.append(&text[range], 0.0, format);
        }
    }
    job
}

/// Returns the range to mark: the token at a character, or at the end of the text the last visible token.
pub(super) fn marked_bytes(text: &str, at: usize, tokens: &[Token]) -> Range<usize> {
    let byte = crate::sql::byte_of_char(text, at);
    let is_seen = |token: &&Token| token.kind != TokenKind::Space;
    let here = tokens.iter().find(|token| token.range.contains(&byte)).filter(is_seen);
    let token = here.or_else(|| tokens.iter().rev().filter(is_seen).find(|token| token.range.end <= byte));
    match token {
        // A long text is a single token: mark one character only.
        Some(token) if token.kind == TokenKind::Other => {
            let start = byte.min(token.range.end);
            start..text[start..].char_indices().nth(1).map_or(token.range.end, |(len, _)| start + len)
        }
        Some(token) => token.range.clone(),
        None => byte..byte,
    }
}

fn parts(range: Range<usize>, marked: Option<&Range<usize>>) -> impl Iterator<Item = (Range<usize>, bool)> {
    let marked = marked.cloned().unwrap_or(range.end..range.end);
    let start = marked.start.clamp(range.start, range.end);
    let end = marked.end.clamp(start, range.end);
    let parts = [(range.start..start, false), (start..end, true), (end..range.end, false)];
    parts.into_iter().filter(|(part, _)| !part.is_empty())
}

fn color(ui: &Ui, kind: TokenKind) -> Color32 {
    let visuals = ui.visuals();
    let (keyword, text, number, name) = if visuals.dark_mode {
        ((120, 170, 255), (200, 150, 110), (150, 200, 150), (150, 200, 220))
    } else {
        ((20, 60, 170), (150, 60, 20), (20, 110, 40), (20, 100, 120))
    };
    let rgb = |(r, g, b)| Color32::from_rgb(r, g, b);
    match kind {
        TokenKind::Keyword => rgb(keyword),
        TokenKind::Text => rgb(text),
        TokenKind::Number => rgb(number),
        TokenKind::Name => rgb(name),
        TokenKind::Comment => visuals.weak_text_color(),
        TokenKind::Space | TokenKind::Word | TokenKind::Semicolon | TokenKind::Other => visuals.text_color(),
    }
}
