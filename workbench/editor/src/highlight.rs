//! The colors of a text, computed line by line, and after an edit only from the edited line downward.
//!
//! It does not decide when to stop working: the caller passes the budget. Invariant: every line before `first_dirty` was
//! parsed from the state in which the previous line ends, so incremental colors are equal to those of a complete parse.
//!
//! **Limitations**: lines longer than `MAX_HIGHLIGHT_LINE_BYTES` are skipped (what they open has no effect on later lines);
//! texts with more than `MAX_HIGHLIGHT_LINES` lines have no colors.

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

/// A theme, the background color of an editor in egui's visuals, and the color with which theme colors are mixed if they are
/// too close to that background.
type Ground = (&'static str, Color32, Color32);
const DARK_THEME: Ground = ("base16-ocean.dark", Color32::from_gray(27), Color32::WHITE);
const LIGHT_THEME: Ground = ("InspiredGitHub", Color32::from_gray(248), Color32::BLACK);

/// Loads the bundled themes with two changes: lists are colored like normal text (the themes show whole lists in red), and
/// every color is legible on the background of the editor.
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

/// Unpacks the bundled syntaxes and themes. The first call is slow, so it should be made on a background thread.
pub(crate) fn warm_up() {
    LazyLock::force(&SYNTAXES);
    LazyLock::force(&DARK);
    LazyLock::force(&LIGHT);
}

/// Returns the syntax of a file by its name, else by its extension, else by its first line, else plain text.
///
/// The first line is looked at with a pattern of each syntax. The first time, all of them are compiled, which takes some ten milliseconds.
pub(crate) fn syntax_of(file_name: &str, extension: &str, first_line: &str) -> &'static SyntaxReference {
    // An empty line says nothing, and an empty editor is made in a frame.
    let by_first_line = || (!first_line.is_empty()).then(|| SYNTAXES.find_syntax_by_first_line(first_line)).flatten();
    SYNTAXES
        .find_syntax_by_extension(file_name)
        .or_else(|| SYNTAXES.find_syntax_by_extension(extension))
        .or_else(|| SYNTAXES.find_syntax_by_extension(&extension.to_lowercase()))
        .or_else(by_first_line)
        .unwrap_or_else(|| SYNTAXES.find_syntax_plain_text())
}

/// Returns the licenses of the bundled syntaxes, as Markdown.
#[must_use]
pub fn acknowledgements() -> String {
    two_face::acknowledgement::listing().to_md()
}

/// A piece of a line in one color. It ends at the byte `end` of the line; `None` is the pane's own text color.
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
    /// The state in which the previous line ends. It is shared, because most lines start in the same state as the line
    /// before.
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
    /// Creates the colors of a text with the given number of lines. No line is colored yet.
    pub(crate) fn new(syntax: &'static SyntaxReference, lines: usize) -> Self {
        let off = syntax.name == SYNTAXES.find_syntax_plain_text().name;
        let mut colors = Self { syntax, dark: true, lines: Vec::new(), first_dirty: 0, colored: 0, off };
        colors.restart(lines);
        colors
    }

    /// Returns the name of the language.
    pub(crate) fn language(&self) -> &'static str {
        &self.syntax.name
    }

    /// Records that the lines from `line` to `line + removed` were replaced by the lines from `line` to `line + inserted`.
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

    /// Computes colors for the visible lines while `within_budget` returns `true`. Returns `true` if they are all computed.
    ///
    /// All lines before the visible ones must be parsed first. A change of `dark` starts again from the first line.
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

    /// Returns the colors of a line, as far as they are known. Until an edited line is parsed again, they are those of its
    /// old text.
    pub(crate) fn spans(&self, line: usize) -> &[Span] {
        self.lines.get(line).and_then(|line| line.spans.as_deref()).unwrap_or(&[])
    }

    /// Returns an estimate of the memory in use, in bytes.
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

    /// Colors one line whose start state is known, and passes its end state to the next line.
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
        // The syntaxes only know "\n". The painter cuts the spans at the end of the line it draws.
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
