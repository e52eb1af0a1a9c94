//! A search through all files below a folder, on its own threads.
//!
//! It does not read files that are not regular, files that do not look like text, and files that git ignores.
//!
//! Invariant: the hits wait in one inbox, which stops growing once `limits::SEARCH_LINES` lines are found; dropping the run
//! ends it.

use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use grep_matcher::Matcher as _;
use grep_regex::{RegexMatcher, RegexMatcherBuilder};
use grep_searcher::{BinaryDetection, Searcher, SearcherBuilder, sinks};

use crate::error::FilesError;
use crate::index::walk::gather;
use crate::{Wake, limits, name};

/// A search query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub text: String,
    pub match_case: bool,
    /// Whether the text is a regular expression.
    pub is_regex: bool,
}

/// A line that contains a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The number of the line, counted from 1.
    pub number: u64,
    /// The line, or the part of it around the first match.
    pub text: String,
    /// The byte ranges of the matches in the text.
    pub matches: Vec<Range<usize>>,
}

/// The matching lines of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileHits {
    /// The path below the root, with slashes.
    pub path: String,
    pub lines: Vec<Line>,
}

/// The results since the last call of [`Run::take`].
#[derive(Debug, Default)]
pub(crate) struct News {
    pub hits: Vec<FileHits>,
    /// The number of files searched so far.
    pub files: usize,
    /// The number of files that were searched only in part.
    pub partial: usize,
    /// Set when the search is over: `true` if there is more than was found.
    pub done: Option<bool>,
}

/// Returns the text of a file that somebody edits and has not saved. It is called on other threads.
pub type Unsaved = Arc<dyn Fn(&Path) -> Option<String> + Send + Sync>;

/// What is searched.
struct Place {
    root: PathBuf,
    unsaved: Unsaved,
}

/// A search under way; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Run {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    inbox: Mutex<News>,
    cancel: AtomicBool,
    lines: AtomicUsize,
    files: AtomicUsize,
    partial: AtomicUsize,
    is_cut: AtomicBool,
}

impl Run {
    /// Starts a search for `query` below `root`.
    ///
    /// # Errors
    /// The expression cannot be read, in words; or there is no thread to be had.
    pub fn start(root: &Path, query: &Query, unsaved: &Unsaved, wake: &Wake) -> Result<Self, String> {
        let matcher = matcher(query)?;
        let shared = Arc::new(Shared {
            inbox: Mutex::default(),
            cancel: AtomicBool::new(false),
            lines: AtomicUsize::new(0),
            files: AtomicUsize::new(0),
            partial: AtomicUsize::new(0),
            is_cut: AtomicBool::new(false),
        });
        let (own, wake) = (Arc::clone(&shared), Arc::clone(wake));
        let place = Place { root: root.to_owned(), unsaved: Arc::clone(unsaved) };
        let work = move || search_all(&place, &matcher, &own, &wake);
        let started = std::thread::Builder::new().name("find in files".to_owned()).spawn(work);
        started.map_err(|error| format!("it cannot be searched: {error}"))?;
        Ok(Self { shared })
    }

    /// Takes what was found since the last call.
    pub fn take(&self) -> News {
        let mut news = std::mem::take(&mut *self.shared.inbox());
        news.files = self.shared.files.load(Ordering::Relaxed);
        news.partial = self.shared.partial.load(Ordering::Relaxed);
        news
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.shared.cancel.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn inbox(&self) -> MutexGuard<'_, News> {
        // After a panic with the lock held, the lists are still valid lists.
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.cancel.load(Ordering::Relaxed) || self.lines.load(Ordering::Relaxed) >= limits::SEARCH_LINES
    }
}

/// Returns the matcher of a query.
///
/// # Errors
/// The reason why the expression is invalid.
fn matcher(query: &Query) -> Result<RegexMatcher, String> {
    let mut builder = RegexMatcherBuilder::new();
    builder.case_insensitive(!query.match_case).fixed_strings(!query.is_regex).line_terminator(Some(b'\n'));
    builder.size_limit(limits::SEARCH_REGEX_BYTES).dfa_size_limit(limits::SEARCH_REGEX_BYTES);
    builder.build(&query.text).map_err(|error| reason(&error.to_string()))
}

/// Returns why an expression is invalid, without the first lines of the error: these show the expression as it was
/// rewritten, which is not what the user typed.
fn reason(error: &str) -> String {
    let last = error.lines().last().unwrap_or(error);
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

/// Walks the folder here and reads files on a few threads beside.
fn search_all(place: &Place, matcher: &RegexMatcher, shared: &Shared, wake: &Wake) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(limits::SEARCH_THREADS);
    let (sender, receiver) = sync_channel::<Box<str>>(limits::INDEX_BATCH);
    let receiver = Mutex::new(receiver);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| search_some(place, matcher, shared, &receiver, wake));
        }
        gather(&place.root, limits::INDEX_FILES, &shared.cancel, |batch, done| {
            if done == Some(true) {
                shared.is_cut.store(true, Ordering::Relaxed);
            }
            for file in batch.drain(..) {
                // Sending fails only if all readers have ended, and then nothing more is wanted.
                if shared.is_over() || sender.send(file).is_err() {
                    break;
                }
            }
        });
        drop(sender);
    });
    let is_cut = shared.is_cut.load(Ordering::Relaxed) || shared.lines.load(Ordering::Relaxed) >= limits::SEARCH_LINES;
    shared.inbox().done = Some(is_cut);
    wake();
}

fn search_some(place: &Place, matcher: &RegexMatcher, shared: &Shared, files: &Mutex<Receiver<Box<str>>>, wake: &Wake) {
    let mut searcher = SearcherBuilder::new()
        .binary_detection(BinaryDetection::quit(0))
        .heap_limit(Some(limits::SEARCH_LINE_BYTES))
        .line_number(true)
        .build();
    let mut woken = Instant::now();
    loop {
        let next = files.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(file) = next else { return };
        if shared.is_over() {
            // The walk may be waiting for space in the channel: the remaining files are taken out and skipped.
            continue;
        }
        shared.files.fetch_add(1, Ordering::Relaxed);
        let Some(path) = name::from_saved(&file) else { continue };
        let lines = match search_file(place, &place.root.join(path), matcher, &mut searcher, shared) {
            Ok(lines) => lines,
            Err(error) => {
                tracing::debug!("{error}");
                continue;
            }
        };
        if lines.is_empty() {
            continue;
        }
        shared.lines.fetch_add(lines.len(), Ordering::Relaxed);
        shared.inbox().hits.push(FileHits { path: file.into(), lines });
        if woken.elapsed() >= limits::SEARCH_WAKE {
            woken = Instant::now();
            wake();
        }
    }
}

fn search_file(
    place: &Place,
    path: &Path,
    matcher: &RegexMatcher,
    searcher: &mut Searcher,
    shared: &Shared,
) -> Result<Vec<Line>, FilesError> {
    let mut lines = vec![];
    let sink = sinks::Bytes(|number, bytes| {
        let text = String::from_utf8_lossy(bytes);
        lines.push(cut(number, text.trim_end_matches(['\r', '\n']), matcher));
        Ok(lines.len() < limits::SEARCH_FILE_LINES && !shared.cancel.load(Ordering::Relaxed))
    });
    let (searched, is_long) = match (place.unsaved)(path) {
        Some(text) => (searcher.search_slice(matcher, text.as_bytes(), sink), false),
        None => {
            let opened = multisplit_disk::open_regular(path);
            let opened = opened.map_err(|error| FilesError::io("searched", path, std::io::Error::other(error)))?;
            let is_long = opened.metadata.len() > limits::SEARCH_FILE_BYTES;
            (searcher.search_reader(matcher, opened.file.take(limits::SEARCH_FILE_BYTES), sink), is_long)
        }
    };
    if lines.len() >= limits::SEARCH_FILE_LINES {
        shared.is_cut.store(true, Ordering::Relaxed);
    }
    // The search of a file ends at a line that is too long; matches before it count.
    if is_long || searched.is_err() {
        shared.partial.fetch_add(1, Ordering::Relaxed);
    }
    if let Err(error) = searched {
        tracing::debug!(file = %path.display(), %error, "searched in part");
    }
    Ok(lines)
}

/// Returns the line, or the part of a long line around the first match.
fn cut(number: u64, text: &str, matcher: &RegexMatcher) -> Line {
    let mut all = vec![];
    // A compiled expression never fails to search.
    drop(matcher.find_iter(text.as_bytes(), |found| {
        all.push(found.start()..found.end());
        all.len() < limits::SEARCH_MARKS
    }));
    let first = all.first().map_or(0, |found| found.start);
    let lead = text.len() - text.trim_start().len();
    let start = text.floor_char_boundary(first.saturating_sub(limits::SEARCH_CONTEXT_BYTES));
    let start = if start <= lead { lead.min(first) } else { start };
    let end = text.floor_char_boundary((start + limits::SEARCH_SHOWN_BYTES).min(text.len()));
    let part = start..end.max(start);
    let is_inside = |found: &&Range<usize>| found.start >= part.start && found.end <= part.end;
    // Ellipses show that text is left out: otherwise the middle of a word would look like its beginning.
    let [before, behind] = [part.start > lead, part.end < text.trim_end().len()].map(|cut| if cut { "…" } else { "" });
    let shift = |at: usize| at - part.start + before.len();
    let matches = all.iter().filter(is_inside).map(|found| shift(found.start)..shift(found.end)).collect();
    Line { number, text: format!("{before}{}{behind}", &text[part]), matches }
}

#[cfg(test)]
mod tests {
    use super::{Line, Query, cut, matcher};

    fn check(query: &str, text: &str, expect: &str) {
        let query = Query { text: query.to_owned(), ..Query::default() };
        let Line { text, matches, .. } = cut(1, text, &matcher(&query).expect("an expression"));
        let marked = matches.iter().rev().fold(text, |mut text, found| {
            text.insert(found.end, ']');
            text.insert(found.start, '[');
            text
        });
        assert_eq!(marked, expect);
    }

    #[test]
    fn lines_are_shown_from_their_first_letter_and_long_ones_around_the_match() {
        check("b", "\t  a b c b", "a [b] c [b]");
        check(" ", "   x", "[ ][ ][ ]x");
        let long = format!("{}needle{}", "x".repeat(10_000), "y".repeat(10_000));
        let query = Query { text: "needle".to_owned(), ..Query::default() };
        let line = cut(1, &long, &matcher(&query).expect("an expression"));
        assert!(
            line.text.len() <= crate::limits::SEARCH_SHOWN_BYTES + 2 * '…'.len_utf8() && line.text.contains("needle")
        );
        assert!(line.text.starts_with("…x") && line.text.ends_with("y…"), "{}", line.text);
        assert_eq!(&line.text[line.matches[0].clone()], "needle");
        check("\u{e4}", "\u{c4}rger", "[\u{c4}]rger");
    }

    #[test]
    fn a_bad_expression_says_why() {
        let query = Query { text: "(".to_owned(), is_regex: true, match_case: false };
        assert!(matcher(&query).expect_err("unclosed").contains("unclosed group"));
    }
}
