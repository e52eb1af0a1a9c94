//! Finds panes by title, widget id and group, ignoring case: by a part of the name, or by letters in order. All names are stored in one
//! text. It is built again only while something is searched, and only if the workspace has changed.

use crate::base::content::Content;
use crate::base::limits::LISTED;
use crate::base::names::name_of;
use crate::map::tiles::Matches;
use multisplit::{Layout, PaneId};
use std::ops::Range;

/// The names of all panes, in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    key: Option<[u64; 3]>,
    text: String,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    pane: PaneId,
    /// The title, the widget id and the group, as ranges of the text.
    names: [Range<usize>; 3],
}

/// The result of a search.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    query: String,
    /// The revision of the names that were searched.
    key: Option<[u64; 3]>,
    /// A number that grows with every search that may have found something else.
    pub(crate) version: u64,
    /// The best matches, best first.
    pub(crate) best: Vec<PaneId>,
    /// The number of all matches.
    pub(crate) count: usize,
    /// All matches and the branches above them.
    pub(crate) lit: Matches,
    ranked: Vec<Ranked>,
}

/// What a search did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Searched {
    /// Nothing, because nothing has changed.
    Not,
    /// It searched for the same words in names that may have changed.
    Anew,
    /// It searched for other words.
    Again,
}

/// The rank of a match; lower is better. Equal scores are ordered by the length of the title, and then by the order of the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ranked {
    score: u32,
    length: usize,
    entry: usize,
}

impl Index {
    /// Returns `true` if the names were never gathered.
    pub(crate) const fn is_new(&self) -> bool {
        self.key.is_none()
    }

    /// Updates the names. Returns `true` if they may have changed.
    pub(crate) fn update(&mut self, layout: &Layout, content: &dyn Content) -> bool {
        let tree = layout.tree();
        let key = [tree.revision(), layout.history().sequence(), content.revision()];
        if self.key == Some(key) {
            return false;
        }
        self.key = Some(key);
        self.text.clear();
        self.entries.clear();
        for pane in tree.panes() {
            let Some(widget) = tree.widget(pane) else { continue };
            let group = tree.group_of(pane).and_then(|id| tree.group(id)).map_or("", |info| &info.name);
            let title = self.add(&name_of(content, pane, widget));
            let names = [title, self.add(widget.as_str()), self.add(group)];
            self.entries.push(Entry { pane, names });
        }
        true
    }

    fn add(&mut self, name: &str) -> Range<usize> {
        let start = self.text.len();
        if name.is_ascii() {
            self.text.push_str(name);
            self.text[start..].make_ascii_lowercase();
        } else {
            self.text.extend(name.chars().flat_map(char::to_lowercase));
        }
        start..self.text.len()
    }

    fn name(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn score(&self, entry: &Entry, words: &[String]) -> Option<u32> {
        let [title, widget, group] = [0, 1, 2].map(|i| self.name(&entry.names[i]));
        words.iter().map(|word| score(word, title, widget, group)).sum()
    }
}

impl Found {
    /// Forgets the last search, because there is no query any more.
    pub(crate) fn forget(&mut self) {
        if !self.query.is_empty() {
            self.query.clear();
            self.lit.clear();
            self.count = 0;
        }
    }

    /// Searches again if the query or the names have changed.
    pub(crate) fn search(&mut self, query: &str, index: &Index, layout: &Layout) -> Searched {
        let is_new = self.query != query;
        if !is_new && self.key == index.key {
            return Searched::Not;
        }
        self.key = index.key;
        query.clone_into(&mut self.query);
        self.version += 1;
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        self.ranked.clear();
        for (at, entry) in index.entries.iter().enumerate() {
            if let Some(score) = index.score(entry, &words) {
                self.ranked.push(Ranked { score, length: entry.names[0].len(), entry: at });
            }
        }
        self.count = self.ranked.len();
        self.lit.clear();
        for ranked in &self.ranked {
            let mut node = Some(index.entries[ranked.entry].pane.node());
            while let Some(at) = node.filter(|node| self.lit.insert(*node)) {
                node = layout.tree().parent(at);
            }
        }
        if self.count > LISTED {
            // Only the best are sorted: a short query may match every pane of a large workspace.
            self.ranked.select_nth_unstable(LISTED);
            self.ranked.truncate(LISTED);
        }
        self.ranked.sort_unstable();
        self.best.clear();
        self.best.extend(self.ranked.iter().map(|ranked| index.entries[ranked.entry].pane));
        if is_new { Searched::Again } else { Searched::Anew }
    }
}

/// Returns how well a word matches the names of a pane, lower is better, or `None` if it does not match.
fn score(word: &str, title: &str, widget: &str, group: &str) -> Option<u32> {
    if let Some(at) = title.find(word) {
        let before = title[..at].chars().next_back();
        return Some(match before {
            None => 0,
            Some(c) if !c.is_alphanumeric() => 1,
            Some(_) => 2,
        });
    }
    let parts = [(widget, 3), (group, 4)];
    let part = parts.into_iter().find(|(name, _)| name.contains(word));
    let scattered = [(title, 10), (widget, 20), (group, 30)];
    part.or_else(|| scattered.into_iter().find(|(name, _)| is_scattered(word, name))).map(|(_, score)| score)
}

/// Returns `true` if all letters of a word are in a name, in order, and the first of them begins a word there.
fn is_scattered(word: &str, name: &str) -> bool {
    let mut wanted = word.chars();
    let mut next = wanted.next();
    let (mut begun, mut before) = (false, ' ');
    for letter in name.chars() {
        let Some(now) = next else { break };
        if letter == now && (begun || !before.is_alphanumeric()) {
            begun = true;
            next = wanted.next();
        }
        before = letter;
    }
    next.is_none()
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn the_beginning_of_a_title_is_better_than_its_middle_than_the_id_than_the_group_than_letters_in_order() {
        let of = |word: &str, title: &str, widget: &str, group: &str| score(word, title, widget, group);
        let all = [
            of("main", "main.rs", "editor:src/main.rs", ""),
            of("main", "the main one", "editor:x", ""),
            of("main", "remain", "editor:x", ""),
            of("main", "x", "editor:src/main.rs", ""),
            of("main", "x", "editor:x", "main things"),
            of("main", "my awful inn", "editor:x", ""),
            of("main", "x", "m:a/i/n", ""),
            of("main", "x", "y", "m a i n"),
        ];
        let all: Vec<u32> = all.into_iter().map(|found| found.expect("a match")).collect();
        assert!(all.is_sorted_by(|a, b| a < b), "{all:?}");
    }

    #[test]
    fn letters_that_are_missing_or_in_another_order_are_no_match() {
        assert_eq!(score("ba", "ab", "a:b", ""), None);
        assert_eq!(score("abc", "ab", "ab", "ab"), None);
        assert_eq!(score("tem", "a rather long name", "x", ""), None, "nothing begins with a t");
        assert!(score("ß", "straße", "x", "").is_some());
    }
}
