//! A pane that finds text in all files of a folder while the user types.
//!
//! It does not read on the UI thread and does not show more than `limits::SEARCH_LINES` lines; it says so if there are more.
//!
//! Invariant: the rows are those of the hits, which are ordered by path; at most one search runs.

mod run;
#[cfg(test)]
mod tests;
mod view;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::rows::RowList;
use crate::{Wake, limits};
pub use run::Unsaved;
use run::{FileHits, Query, Run};

/// A line that the user wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLine {
    /// The absolute path of the file.
    pub path: PathBuf,
    /// The line, counted from 1.
    pub line: usize,
    /// The first match in the line; empty if it is not known.
    pub word: String,
    /// Whether to show the file beside what is shown now.
    pub beside: bool,
}

/// The saved state of a [`SearchPane`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchState {
    /// The text that was searched for.
    pub query: String,
    /// Whether upper and lower case were distinguished.
    pub match_case: bool,
    /// Whether the text was a regular expression.
    pub is_regex: bool,
}

/// A pane that finds text in the files of one folder.
///
/// **Limitations**: files that git ignores, files whose names are not UTF-8, files that do not look like text, and everything
/// beyond the first 64 MiB of a file are not searched. Matches do not span lines. Changes on disk are found by the next search.
#[derive(Debug)]
pub struct SearchPane {
    root: PathBuf,
    wake: Wakes,
    unsaved: Edited,
    query: Query,
    /// The query of the last search, which the hits belong to.
    asked: Option<Query>,
    /// The time of the last change of the query, in seconds of egui, until the query is searched for.
    changed_at: Option<f64>,
    running: Option<Run>,
    hits: Vec<FileHits>,
    rows: Vec<Row>,
    selected: usize,
    list: RowList,
    /// The number of files that were searched.
    files: usize,
    /// The number of files that were searched only in part.
    partial: usize,
    /// Whether there are more matches than are shown.
    is_cut: bool,
    problem: Option<String>,
    wants_focus: bool,
    /// Whether the switch for case or for expressions was clicked in the last frame.
    was_toggled: bool,
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// A file, by its position among the hits.
    File(usize),
    /// A line of a file: the position of the file among the hits, and of the line in the file.
    Line(usize, usize),
}

/// The callback that wakes the host, with a [`Debug`](std::fmt::Debug) output that shows only its name.
struct Wakes(Wake);

impl std::fmt::Debug for Wakes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wakes")
    }
}

/// Where texts that are not saved come from; says nothing of itself.
struct Edited(Unsaved);

impl std::fmt::Debug for Edited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Edited")
    }
}

impl SearchPane {
    /// Creates a pane for a folder, without a search. Other threads call `wake` whenever there is something new.
    pub fn new(root: &Path, wake: Wake) -> Self {
        Self {
            root: root.to_owned(),
            wake: Wakes(wake),
            unsaved: Edited(Arc::new(|_| None)),
            query: Query::default(),
            asked: None,
            changed_at: None,
            running: None,
            hits: vec![],
            rows: vec![],
            selected: 0,
            list: RowList::default(),
            files: 0,
            partial: 0,
            is_cut: false,
            problem: None,
            wants_focus: false,
            was_toggled: false,
        }
    }

    /// Searches texts that are not saved in the place of their files.
    #[must_use]
    pub fn with_unsaved(mut self, unsaved: Unsaved) -> Self {
        self.unsaved = Edited(unsaved);
        self
    }

    /// A short name.
    pub fn title(&self) -> String {
        let words: String = self.query.text.chars().filter(|c| !c.is_control()).take(24).collect();
        if words.is_empty() { "Find in files".to_owned() } else { format!("Find: {words}") }
    }

    /// Returns the state to save. It does not contain the hits, which are searched for again.
    pub fn state(&self) -> SearchState {
        let Query { text, match_case, is_regex } = self.query.clone();
        SearchState { query: text, match_case, is_regex }
    }

    /// Restores a saved state and searches for its query.
    pub fn restore(&mut self, state: &SearchState) {
        let SearchState { query, match_case, is_regex } = state;
        self.query = Query { text: clean(query), match_case: *match_case, is_regex: *is_regex };
        self.search();
    }

    /// Searches for `text`, if it is not empty, and takes the keyboard in the next frame.
    pub fn look_for(&mut self, text: &str) {
        if !text.is_empty() {
            self.query.text = clean(text);
            self.search();
        }
        self.wants_focus = true;
    }

    /// Takes the keyboard in the next frame.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Returns an estimate of the memory of the pane, in bytes. The cost is linear in the number of lines found.
    pub fn bytes(&self) -> usize {
        let lines = self.hits.iter().flat_map(|file| &file.lines);
        let lines: usize = lines.map(|line| size_of_val(line) + line.text.len()).sum();
        size_of::<Self>() + lines + self.rows.capacity() * size_of::<Row>()
    }

    /// Searches for the current query; stops the previous search.
    fn search(&mut self) {
        (self.hits, self.rows, self.selected) = (vec![], vec![], 0);
        (self.files, self.partial, self.is_cut, self.problem) = (0, 0, false, None);
        (self.running, self.changed_at) = (None, None);
        self.list.scroll_to(0.0);
        self.asked = Some(self.query.clone());
        if self.query.text.is_empty() {
            return;
        }
        match Run::start(&self.root, &self.query, &self.unsaved.0, &self.wake.0) {
            Ok(run) => self.running = Some(run),
            Err(why) => self.problem = Some(why),
        }
    }

    /// Takes in what was found since the last frame.
    fn take_news(&mut self) {
        let Some(run) = &self.running else { return };
        let news = run.take();
        (self.files, self.partial) = (news.files, news.partial);
        if !news.hits.is_empty() {
            self.hits.extend(news.hits);
            self.hits.sort_by(|one, other| one.path.cmp(&other.path));
            self.lay_out();
        }
        if let Some(is_cut) = news.done {
            (self.running, self.is_cut) = (None, is_cut);
        }
    }

    /// Rebuilds the list of rows; the selection stays at its position.
    fn lay_out(&mut self) {
        let files = self.hits.iter().enumerate();
        let rows = files.flat_map(|(file, hits)| {
            let lines = (0..hits.lines.len()).map(move |line| Row::Line(file, line));
            [Row::File(file)].into_iter().chain(lines)
        });
        self.rows = rows.collect();
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
    }

    /// Returns the line that a row leads to: for a file, its first line.
    fn target(&self, row: usize, beside: bool) -> Option<FoundLine> {
        let (file, line) = match *self.rows.get(row)? {
            Row::File(file) => (file, 0),
            Row::Line(file, line) => (file, line),
        };
        let hits = self.hits.get(file)?;
        let found = hits.lines.get(line)?;
        let word = found.matches.first().map_or("", |first| &found.text[first.clone()]).to_owned();
        let line = usize::try_from(found.number).unwrap_or(usize::MAX);
        Some(FoundLine { path: self.root.join(&hits.path), line, word, beside })
    }

    /// Returns the progress in words.
    fn words(&self) -> String {
        let lines: usize = self.hits.iter().map(|file| file.lines.len()).sum();
        let found = match (lines, self.hits.len()) {
            (0, _) => "nothing found".to_owned(),
            (1, _) => "1 line in 1 file".to_owned(),
            (lines, 1) => format!("{lines} lines in 1 file"),
            (lines, files) => format!("{lines} lines in {files} files"),
        };
        let found = if self.is_cut { format!("{found}, and there are more") } else { found };
        let found = match self.partial {
            0 => found,
            1 => format!("{found}; 1 file is too long, and was searched in part"),
            files => format!("{found}; {files} files are too long, and were searched in part"),
        };
        match (&self.running, self.query.text.is_empty()) {
            (_, true) => String::new(),
            (Some(_), _) => format!("{found}, {} files searched so far", self.files),
            (None, _) => found,
        }
    }
}

/// Returns the first line of a text, cut to the length of a query.
fn clean(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(limits::QUERY_CHARS).collect()
}
