//! The fuzzy search: over file names for the index, over labels for the picker.
//!
//! It does not search again if neither the query nor the names changed.
//!
//! Invariant: the order of the hits depends only on the query, the names and the recent files, not on threads.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Hit;
use crate::limits;

/// The bonus of a file that matches within its last component alone.
const NAME_BONUS: u32 = 24;
/// The bonus of a file whose path or name equals the query: larger than all other parts of the score together.
const EXACT_PATH: u32 = 20_000;
const EXACT_NAME: u32 = 10_000;
/// The bonus of the most recent file; each older one gets one less, but at least 1.
const RECENT_BONUS: u32 = 40;

/// A search together with its last result.
#[derive(Debug, Default)]
pub(crate) struct Searcher {
    query: String,
    version: Option<u64>,
    /// All matches of the last query as pairs of score and position, in no particular order.
    matches: Vec<(u32, u32)>,
    limit: usize,
    hits: Vec<Hit>,
}

impl Searcher {
    pub fn search(
        &mut self,
        files: &[Box<str>],
        version: u64,
        recent: &VecDeque<String>,
        query: &str,
        limit: usize,
    ) -> Vec<Hit> {
        let query = clean(query);
        let same_files = self.version == Some(version);
        if same_files && self.query == query && self.limit == limit {
            return self.hits.clone();
        }
        // Adding letters to a single word can only remove matches. A backslash escapes the next character, and a blank starts
        // another word, so such queries are searched from scratch.
        let narrower = same_files
            && !self.query.is_empty()
            && query.starts_with(&self.query)
            && !query.contains(['\\', ' '])
            && !files.is_empty();
        let recent_rank: HashMap<&str, u32> = recent.iter().map(String::as_str).zip(0..).collect();
        let pattern = pattern(&query);
        let score = |matcher: &mut Matcher, at: u32| {
            let file = files.get(at as usize)?;
            let score = score(&pattern, matcher, file)?;
            let rank = recent_rank.get(&**file);
            Some(score + exact(file, &query) + rank.map_or(0, |rank| RECENT_BONUS.saturating_sub(*rank).max(1)))
        };
        self.matches = if query.is_empty() {
            recency(files, &recent_rank)
        } else if narrower {
            let old: Vec<u32> = self.matches.iter().map(|(_, at)| *at).collect();
            in_parallel(&old, &score)
        } else {
            let all: Vec<u32> = (0..u32::try_from(files.len()).unwrap_or(u32::MAX)).collect();
            in_parallel(&all, &score)
        };
        self.hits = best(&self.matches, files, &pattern, limit);
        (self.query, self.version, self.limit) = (query, Some(version), limit);
        self.hits.clone()
    }

    pub fn bytes(&self) -> usize {
        self.matches.capacity() * size_of::<(u32, u32)>()
    }
}

/// Scores one label and returns which of its characters matched; meant for short lists.
pub(crate) fn score_label(pattern: &Pattern, matcher: &mut Matcher, label: &str) -> Option<(u32, Vec<u32>)> {
    let mut buffer = Vec::new();
    let mut matched = Vec::new();
    let score = pattern.indices(Utf32Str::new(label, &mut buffer), matcher, &mut matched)?;
    matched.sort_unstable();
    matched.dedup();
    Some((score, matched))
}

/// Returns the pattern of a query: each of its words must match fuzzily.
pub(crate) fn pattern(query: &str) -> Pattern {
    Pattern::new(&clean(query), CaseMatching::Smart, Normalization::Smart, AtomKind::Fuzzy)
}

/// Creates a matcher that knows paths.
pub(crate) fn matcher() -> Matcher {
    Matcher::new(Config::DEFAULT.match_paths())
}

/// Returns the bonus of a file whose path or name equals the query, ignoring case.
fn exact(file: &str, query: &str) -> u32 {
    let is = |text: &str| text.len() == query.len() && text.to_lowercase() == query.to_lowercase();
    let name = file.rsplit('/').next().unwrap_or(file);
    if is(file) {
        EXACT_PATH
    } else if is(name) {
        EXACT_NAME
    } else {
        0
    }
}

fn clean(query: &str) -> String {
    query.trim_start().chars().take(limits::QUERY_CHARS).collect()
}

fn score(pattern: &Pattern, matcher: &mut Matcher, file: &str) -> Option<u32> {
    let mut buffer = Vec::new();
    let score = pattern.score(Utf32Str::new(file, &mut buffer), matcher)?;
    let name = file.rsplit('/').next().unwrap_or(file);
    let in_name = name.len() == file.len() || pattern.score(Utf32Str::new(name, &mut buffer), matcher).is_some();
    Some(score + if in_name { NAME_BONUS } else { 0 })
}

/// Scores every file: recent files by how recent they are, all others with zero.
fn recency(files: &[Box<str>], recent: &HashMap<&str, u32>) -> Vec<(u32, u32)> {
    let most = limits::RECENT_FILES as u32;
    let score = |file: &str| recent.get(file).map_or(0, |rank| most.saturating_sub(*rank).max(1));
    files.iter().zip(0..).map(|(file, at)| (score(file), at)).collect()
}

/// Scores the files at the given positions, on several threads if the number of files is worth it.
fn in_parallel(at: &[u32], score: &(impl Fn(&mut Matcher, u32) -> Option<u32> + Sync)) -> Vec<(u32, u32)> {
    let run = |part: &[u32]| {
        let mut matcher = matcher();
        part.iter().filter_map(|at| Some((score(&mut matcher, *at)?, *at))).collect::<Vec<_>>()
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = (at.len() / limits::SEARCH_SHARE).min(cores).min(limits::SEARCH_THREADS);
    if threads < 2 {
        return run(at);
    }
    std::thread::scope(|scope| {
        let run = &run;
        let parts = at.chunks(at.len().div_ceil(threads)).map(|part| (part, scope.spawn(move || run(part))));
        let parts: Vec<_> = parts.collect();
        // A thread that died is a bug in the matcher; its part is computed again here, so that the panic is seen.
        parts.into_iter().flat_map(|(part, thread)| thread.join().unwrap_or_else(|_| run(part))).collect()
    })
}

/// Returns the best matches, best first: by score, then shorter paths first, then in alphabetical order.
fn best(matches: &[(u32, u32)], files: &[Box<str>], pattern: &Pattern, limit: usize) -> Vec<Hit> {
    let key = |found: &(u32, u32)| {
        let file = files.get(found.1 as usize).map_or("", |file| file);
        (Reverse(found.0), file.len(), file)
    };
    let mut top = matches.to_vec();
    if limit == 0 {
        return Vec::new();
    }
    // Only the best `limit` are needed in order: selecting them first is cheaper than sorting all matches.
    if top.len() > limit {
        top.select_nth_unstable_by(limit - 1, |l, r| key(l).cmp(&key(r)));
        top.truncate(limit);
    }
    top.sort_unstable_by(|l, r| key(l).cmp(&key(r)));
    let mut matcher = matcher();
    let hit = |(score, at): (u32, u32)| {
        let path = files.get(at as usize)?.to_string();
        let matched = score_label(pattern, &mut matcher, &path).map_or_else(Vec::new, |(_, matched)| matched);
        Some(Hit { path, score, matched })
    };
    top.into_iter().filter_map(hit).collect()
}
