//! The colors of a text, worked out line by line and from an edited line downwards only.
//!
//! It refuses to decide when to stop working: the caller hands in the budget. Invariant: every line before
//! `first_dirty` was parsed from the state its predecessor ends in, so incremental colors equal those of a fresh
//! parse.
//!
//! **Limitations**: lines over `MAX_HIGHLIGHT_LINE_BYTES` are skipped (what they open stays unseen); texts over
//! `MAX_HIGHLIGHT_LINES` have no colors.

use std::sync::{Arc, LazyLock};

use egui::Color32;
use multisplit_pane_chrome::legible::legible;
use ropey::Rope;
use syntect::highlighting::{HighlightState, Highlighter, RangedHighlightIterator, Theme, ThemeSet};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::limits::{MAX_COLORED_LINES, MAX_HIGHLIGHT_LINE_BYTES, MAX_HIGHLIGHT_LINES};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);
static THEMES: LazyLock<ThemeSet> = LazyLock::new(themes);
static NO_THEME: LazyLock<Theme> = LazyLock::new(Theme::default);
static DARK: LazyLock<Highlighter<'static>> = LazyLock::new(|| Highlighter::new(theme(DARK_THEME.0)));
static LIGHT: LazyLock<Highlighter<'static>> = LazyLock::new(|| Highlighter::new(theme(LIGHT_THEME.0)));

/// A theme, what egui's visuals lay below an editor, and what its colors are moved towards where they are too near to that.
type Ground = (&'static str, Color32, Color32);
const DARK_THEME: Ground = ("base16-ocean.dark", Color32::from_gray(27), Color32::WHITE);
const LIGHT_THEME: Ground = ("InspiredGitHub", Color32::from_gray(248), Color32::BLACK);

/// The bundled themes with two changes: a list is text like any other, where they have whole lists in red; and every color can be
/// read on the editor's ground.
fn themes() -> ThemeSet {
    let mut themes = ThemeSet::load_defaults();
    if let Ok(list) = Scope::new("markup.list") {
        for item in themes.themes.values_mut().flat_map(|theme| &mut theme.scopes) {
            item.scope.selectors.retain(|selector| !selector.path.scopes.iter().any(|scope| list.is_prefix_of(*scope)));
        }
    }
    for (name, ground, away) in [DARK_THEME, LIGHT_THEME] {
        let items = themes.themes.get_mut(name).map(|theme| &mut theme.scopes);
        for color in items.into_iter().flatten().filter_map(|item| item.style.foreground.as_mut()) {
            let [r, g, b, _] = legible(Color32::from_rgb(color.r, color.g, color.b), ground, away).to_array();
            (color.r, color.g, color.b) = (r, g, b);
        }
    }
    themes
}

fn theme(name: &str) -> &'static Theme {
    THEMES.themes.get(name).unwrap_or(&NO_THEME)
}

/// Unpacks the bundled syntaxes and themes; slow the first time, so a background thread does well to call it.
pub(crate) fn warm_up() {
    LazyLock::force(&SYNTAXES);
    LazyLock::force(&DARK);
    LazyLock::force(&LIGHT);
}

/// The syntax of a file by its name, else by its first line, else plain text.
pub(crate) fn syntax_of(file_name: &str, extension: &str, first_line: &str) -> &'static SyntaxReference {
    SYNTAXES
        .find_syntax_by_extension(file_name)
        .or_else(|| SYNTAXES.find_syntax_by_extension(extension))
        .or_else(|| SYNTAXES.find_syntax_by_extension(&extension.to_lowercase()))
        .or_else(|| SYNTAXES.find_syntax_by_first_line(first_line))
        .unwrap_or_else(|| SYNTAXES.find_syntax_plain_text())
}

/// Returns the licenses of the syntaxes, as Markdown.
#[must_use]
pub fn acknowledgements() -> String {
    two_face::acknowledgement::listing().to_md()
}

/// A piece of a line in one color, up to a byte of that line; `None` is the pane's own text color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) end: usize,
    pub(crate) color: Option<Color32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    parse: ParseState,
    style: HighlightState,
}

#[derive(Clone, Debug, Default)]
struct Line {
    /// What the line before ends in. Shared: most lines start in the state the line before them starts in.
    start: Option<Arc<State>>,
    spans: Option<Box<[Span]>>,
    clean: bool,
}

/// The colors of one text.
#[derive(Debug)]
pub(crate) struct Colors {
    syntax: &'static SyntaxReference,
    dark: bool,
    lines: Vec<Line>,
    first_dirty: usize,
    colored: usize,
    off: bool,
}

impl Colors {
    /// No colors yet, for a text of so many lines.
    pub(crate) fn new(syntax: &'static SyntaxReference, lines: usize) -> Self {
        let off = syntax.name == SYNTAXES.find_syntax_plain_text().name;
        let mut colors = Self { syntax, dark: true, lines: Vec::new(), first_dirty: 0, colored: 0, off };
        colors.restart(lines);
        colors
    }

    /// The language's name.
    pub(crate) fn language(&self) -> &'static str {
        &self.syntax.name
    }

    /// Takes note that the lines from `line` to `line + removed` are now the lines from `line` to `line + inserted`.
    pub(crate) fn edited(&mut self, line: usize, removed: usize, inserted: usize) {
        if self.lines.is_empty() {
            return;
        }
        if self.lines.len() - removed + inserted > MAX_HIGHLIGHT_LINES {
            (self.lines, self.first_dirty, self.colored) = (Vec::new(), 0, 0);
            return;
        }
        let gone = self.lines.splice(line + 1..=line + removed, std::iter::repeat_n(Line::default(), inserted));
        self.colored -= gone.filter(|line| line.spans.is_some()).count();
        self.lines[line].clean = false;
        self.first_dirty = self.first_dirty.min(line);
    }

    /// Works towards colors for the lines up to `until`; whether they are all there.
    pub(crate) fn advance(
        &mut self,
        text: &Rope,
        visible: std::ops::Range<usize>,
        dark: bool,
        mut within_budget: impl FnMut() -> bool,
    ) -> bool {
        if self.dark != dark || (self.lines.is_empty() && text.len_lines() <= MAX_HIGHLIGHT_LINES) {
            self.dark = dark;
            self.restart(text.len_lines());
        }
        let end = visible.end.min(self.lines.len());
        while self.first_dirty < end {
            if !self.lines[self.first_dirty].clean {
                if !within_budget() {
                    return false;
                }
                self.parse(text, self.first_dirty);
            }
            self.first_dirty += 1;
        }
        for line in visible.start.min(end)..end {
            if self.lines[line].spans.is_none() {
                if !within_budget() {
                    return false;
                }
                self.parse(text, line);
            }
        }
        self.evict(&(visible.start..end));
        true
    }

    /// The colors of a line, as far as they are known; until it is parsed again those of its old text.
    pub(crate) fn spans(&self, line: usize) -> &[Span] {
        self.lines.get(line).and_then(|line| line.spans.as_deref()).unwrap_or(&[])
    }

    /// A fair guess at what the colors take.
    pub(crate) fn bytes(&self) -> usize {
        let spans = self.colored * 16 * size_of::<Span>();
        self.lines.capacity() * size_of::<Line>() + spans
    }

    fn restart(&mut self, lines: usize) {
        let lines = if self.off || lines > MAX_HIGHLIGHT_LINES { 0 } else { lines };
        self.lines = vec![Line::default(); lines];
        self.first_dirty = 0;
        self.colored = 0;
        if let Some(first) = self.lines.first_mut() {
            let style = HighlightState::new(painter(self.dark), ScopeStack::new());
            first.start = Some(Arc::new(State { parse: ParseState::new(self.syntax), style }));
        }
    }

    /// Colors one line whose start state is known and tells the next line its own.
    fn parse(&mut self, text: &Rope, line: usize) {
        let Some(start) = self.lines[line].start.clone() else { return };
        let content = text.line(line);
        let (spans, end) = if content.len_bytes() > MAX_HIGHLIGHT_LINE_BYTES {
            (Box::default(), Arc::clone(&start))
        } else {
            self.parse_text(&content.to_string(), start)
        };
        let this = &mut self.lines[line];
        this.clean = true;
        self.colored += usize::from(this.spans.replace(spans).is_none());
        if let Some(next) = self.lines.get_mut(line + 1)
            && next.start.as_ref() != Some(&end)
        {
            next.start = Some(end);
            next.clean = false;
            self.first_dirty = self.first_dirty.min(line + 1);
        }
    }

    fn parse_text(&self, content: &str, start: Arc<State>) -> (Box<[Span]>, Arc<State>) {
        // The syntaxes know "\n" only; the spans are cut where the painter finds the line shorter.
        let line = match content.strip_suffix("\r\n") {
            Some(bare) => format!("{bare}\n"),
            None => content.to_owned(),
        };
        let mut state = (*start).clone();
        let ops = match state.parse.parse_line(&line, &SYNTAXES) {
            Ok(ops) => ops,
            Err(error) => {
                tracing::warn!(%error, language = self.language(), "a line cannot be colored");
                return (Box::default(), start);
            }
        };
        let painter = painter(self.dark);
        let plain = painter.get_default().foreground;
        let spans = RangedHighlightIterator::new(&mut state.style, &ops, &line, painter)
            .map(|(style, _, range)| {
                let c = style.foreground;
                Span { end: range.end, color: (c != plain).then(|| Color32::from_rgb(c.r, c.g, c.b)) }
            })
            .collect();
        let end = if state == *start { start } else { Arc::new(state) };
        (spans, end)
    }

    fn evict(&mut self, keep: &std::ops::Range<usize>) {
        if self.colored <= MAX_COLORED_LINES.max(keep.len()) {
            return;
        }
        for (index, line) in self.lines.iter_mut().enumerate() {
            if !keep.contains(&index) && line.spans.take().is_some() {
                self.colored -= 1;
            }
        }
    }
}

fn painter(dark: bool) -> &'static Highlighter<'static> {
    if dark { &DARK } else { &LIGHT }
}

#[cfg(test)]
mod tests;
