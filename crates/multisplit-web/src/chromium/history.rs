//! The way to a page: what the browser remembers, between what was kept from before.

use super::events::HistoryEntry;
use crate::engine::{Kept, MAX_ADDRESS, MAX_HISTORY};

/// Where a step leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To an entry of the browser.
    Entry(i64),
    /// To an address that the browser does not know. Once it is shown, the browser has to forget its own entries ([`History::note`]).
    Address(String),
}

/// The way to a page.
#[derive(Debug, Default)]
pub(super) struct History {
    /// What lies before the browser's entries; the latest last.
    older: Vec<String>,
    /// What lies after them; the next one last.
    newer: Vec<String>,
    entries: Vec<HistoryEntry>,
    at: usize,
    /// The address of ours that is on its way, which is no new one.
    ours: Option<String>,
    /// How many addresses steps back have moved to `newer` since the browser was asked last.
    stepped: usize,
    /// The way before the user went elsewhere, until it is known that the page is left.
    before: Option<Before>,
}

/// A way to come back to, if an address turns out to be no page.
#[derive(Debug)]
struct Before {
    url: String,
    older: Vec<String>,
    newer: Vec<String>,
}

impl History {
    /// Begins with what was kept; the page itself is on its way.
    pub(super) fn new(kept: &Kept) -> Self {
        Self { older: kept.older.clone(), newer: kept.newer.clone(), ours: Some(kept.url.clone()), ..Self::default() }
    }

    /// Returns `true` if the browser's entries have to be forgotten when the next page is shown.
    pub(super) const fn is_ours(&self) -> bool {
        self.ours.is_some()
    }

    /// The user goes to an address. The one that is on its way then, and was not noted yet, lies before it.
    pub(super) fn go(&mut self, url: &str) {
        let Some(ours) = self.ours.as_mut().filter(|ours| *ours != url) else { return };
        let passed = std::mem::replace(ours, url.to_owned());
        let (older, newer) = (self.older.clone(), self.newer.clone());
        self.before.get_or_insert_with(|| Before { url: passed.clone(), older, newer });
        self.older.extend(Some(passed).filter(|passed| !passed.is_empty()));
        // Where the user has stepped back from is before the new address as well.
        let back = self.newer.len().saturating_sub(self.stepped);
        let stepped = self.newer.split_off(back);
        self.older.extend(stepped.into_iter().rev());
        self.newer.clear();
        self.stepped = 0;
    }

    /// Notes what the browser remembers.
    pub(super) fn note(&mut self, entries: Vec<HistoryEntry>, at: usize) {
        let is_new = |entry: &HistoryEntry| self.entries.iter().all(|known| known.id != entry.id);
        let at = at.min(entries.len().saturating_sub(1));
        if self.ours.is_none() && entries.get(at).is_some_and(is_new) {
            self.newer.clear();
        }
        // The page is not left: the address was that of a file, for example.
        if let Some(before) = self.before.take()
            && entries.get(at).is_some_and(|entry| entry.url == before.url)
        {
            (self.older, self.newer) = (before.older, before.newer);
        }
        self.stepped = 0;
        (self.entries, self.at, self.ours) = (entries, at, None);
    }

    /// Returns where one step back or forward leads; `None` if there is nothing.
    pub(super) fn step(&mut self, back: bool) -> Option<Step> {
        let at = if back { self.at.checked_sub(1) } else { Some(self.at + 1) };
        if let Some(entry) = at.and_then(|at| self.entries.get(at)) {
            return Some(Step::Entry(entry.id));
        }
        let (from, to) = if back { (&mut self.older, &mut self.newer) } else { (&mut self.newer, &mut self.older) };
        let url = from.pop()?;
        // One that is still on its way is passed as well.
        let passed = self.entries.drain(..).map(|entry| entry.url).chain(self.ours.replace(url.clone()));
        let passed: Vec<String> = passed.collect();
        self.stepped = if back { self.stepped + passed.len() } else { 0 };
        if back {
            to.extend(passed.into_iter().rev());
        } else {
            to.extend(passed);
        }
        self.at = 0;
        Some(Step::Address(url))
    }

    /// Returns whether there is something before, and something after, the page.
    pub(super) fn can_step(&self) -> [bool; 2] {
        [self.at > 0 || !self.older.is_empty(), self.at + 1 < self.entries.len() || !self.newer.is_empty()]
    }

    /// Writes the way before and after the page to what is kept, the nearest ones only.
    pub(super) fn keep(&self, kept: &mut Kept) {
        let is_short = |entry: &&HistoryEntry| entry.url.len() <= MAX_ADDRESS;
        let url = |entry: &HistoryEntry| entry.url.clone();
        let (before, after) = self.entries.split_at(self.at.min(self.entries.len()));
        let nearest = |mut list: Vec<String>| list.split_off(list.len().saturating_sub(MAX_HISTORY));
        kept.older = nearest(self.older.iter().cloned().chain(before.iter().filter(is_short).map(url)).collect());
        kept.newer =
            nearest(self.newer.iter().cloned().chain(after.iter().skip(1).rev().filter(is_short).map(url)).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::{History, HistoryEntry, Kept, MAX_HISTORY, Step};

    fn entry(id: i64) -> HistoryEntry {
        HistoryEntry { id, url: format!("u{id}") }
    }

    fn kept(history: &History) -> (Vec<String>, Vec<String>) {
        let mut kept = Kept::default();
        history.keep(&mut kept);
        (kept.older, kept.newer)
    }

    fn list(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn steps_go_through_the_entries_of_the_browser_and_then_through_what_was_kept() {
        let start = Kept { older: list("a b"), newer: list("z y"), ..Kept::default() };
        let mut history = History::new(&start);
        history.note(vec![entry(1)], 0);
        assert_eq!(kept(&history), (list("a b"), list("z y")), "a page that comes back is no new one");
        assert_eq!(history.can_step(), [true, true]);
        history.note(vec![entry(1), entry(2)], 1);
        assert_eq!(kept(&history), (list("a b u1"), list("")), "a new address ends what was after the old one");
        assert_eq!(history.step(true), Some(Step::Entry(1)));
        history.note(vec![entry(1), entry(2)], 0);
        assert_eq!(history.step(true), Some(Step::Address("b".to_owned())));
        assert!(history.is_ours());
        history.note(vec![entry(3)], 0);
        assert_eq!(kept(&history), (list("a"), list("u2 u1")));
        assert_eq!(history.step(false), Some(Step::Address("u1".to_owned())));
        history.note(vec![entry(4)], 0);
        assert_eq!(kept(&history), (list("a u3"), list("u2")));
        assert_eq!(
            [history.step(true), history.step(true), history.step(true)].map(|step| step.is_some()),
            [true, true, false]
        );
    }

    #[test]
    fn a_page_that_is_passed_before_it_is_there_is_on_the_way_as_well() {
        let mut history = History::new(&Kept { newer: list("d c"), ..Kept::new("b") });
        assert_eq!(history.step(false), Some(Step::Address("c".to_owned())));
        assert_eq!(history.step(false), Some(Step::Address("d".to_owned())));
        history.note(vec![entry(4)], 0);
        assert_eq!(kept(&history), (list("b c"), list("")));
    }

    #[test]
    fn a_page_that_is_left_before_it_is_there_is_one_step_back() {
        let mut history = History::new(&Kept { older: list("a"), newer: list("z"), ..Kept::new("b") });
        history.go("b");
        assert_eq!(kept(&history), (list("a"), list("z")), "the same again");
        history.go("u2");
        history.note(vec![entry(2)], 0);
        assert_eq!(kept(&history), (list("a b"), list("")));
        history.go("u3");
        history.note(vec![entry(2), entry(3)], 1);
        assert_eq!(kept(&history), (list("a b u2"), list("")));

        let mut history = History::new(&Kept { older: list("a"), newer: list("z"), ..Kept::new("u1") });
        history.go("a-file");
        history.go("another-file");
        history.note(vec![entry(1)], 0);
        assert_eq!(kept(&history), (list("a"), list("z")), "it stays where it is");

        let mut history = History::new(&Kept { older: list("x u2"), ..Kept::new("u1") });
        history.note(vec![entry(2)], 0);
        assert_eq!(kept(&history), (list("x u2"), list("")), "it has led elsewhere by itself");

        let mut history = History::new(&Kept { older: list("x a"), ..Kept::new("u1") });
        history.note(vec![entry(1), entry(2)], 1);
        assert_eq!([history.step(true), history.step(true)].map(|step| step.is_some()), [true, true]);
        history.note(vec![entry(1), entry(2)], 0);
        assert_eq!(history.step(true), Some(Step::Address("a".to_owned())));
        history.go("u9");
        history.note(vec![entry(9)], 0);
        assert_eq!(kept(&history), (list("x a u1 u2"), list("")), "where the user has stepped back from");

        let mut history = History::new(&Kept::default());
        history.go("u1");
        assert_eq!(kept(&history), (list(""), list("")), "an empty pane is no page");
    }

    #[test]
    fn only_the_nearest_addresses_are_kept() {
        let mut history = History::new(&Kept::default());
        history.note((0..200).map(entry).collect(), 100);
        let (older, newer) = kept(&history);
        assert_eq!((older.len(), older.last().map(String::as_str)), (MAX_HISTORY, Some("u99")));
        assert_eq!((newer.len(), newer.last().map(String::as_str)), (MAX_HISTORY, Some("u101")));
    }
}
