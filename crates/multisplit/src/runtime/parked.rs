//! Widgets that are out of view and may go at any time: those of closed panes, and of panes that have been out of view for long.
//!
//! It finds a widget by id, and the one that is least worth keeping. It does not drop anything itself: an evicted widget is returned as
//! a value whose state must be saved.
//!
//! # Why eviction samples
//! A sorted order cannot be kept, because nothing in it would stay in place. A score depends on the present moment and turn, and the
//! scores of two widgets may change places without either being touched: one is late by many of its gaps, the other's gap is long.
//! They also depend on what is scarce (places or bytes) and on the policy, which changes when memory is hard pressed and which the
//! application may provide. So all scores would have to be computed for each eviction.
//!
//! Up to [`EXACT_RANKING`] entries that is what happens: the numbers of all entries are in one vector and are read in order, and the
//! entry that goes is exactly the least. The default configuration keeps 100 widgets, far below that. Above, the cost of an eviction
//! must not grow with the cache, so a sample is ranked instead.
//!
//! # Where the sample sizes come from
//! The best of n random entries is on average at 1 ÷ (n + 1) of the ranks from the bottom: at 4 % with [`RANKING_SAMPLE`] = 24. The
//! [`RANKING_KEPT`] = 4 runners-up of the last eviction are ranked again, which is the idea of the eviction pool of Redis. A sample of
//! 64 without runners-up was used before. The tests say what is asked of the sizes: with 3,000 parked widgets, what goes must rank in
//! the lowest 3.5 % on average and always in the lowest 20 %; and if a tenth of the widgets is nearly worthless, at least 95 of 100
//! evicted ones must be of that tenth. The price shows in the `evict` figure of `benches/caches` (parking one and evicting one among
//! ten thousand in at most 300 ns) and in the row `park-evict-10k` of `benches/counts/table.txt`.
//!
//! A sample is taken in runs of [`RANKING_RUN`] = 8 neighbors, so that three places in memory are fetched instead of 24. Neighbors are
//! no more alike than others, since the last entry takes the place of one that leaves. The random numbers begin at a fixed seed: the same
//! calls evict the same widgets in every run.

mod ghosts;
mod info;

pub use info::ParkedInfo;

use super::policy::{CachePolicy, EntryMeta, EvictionContext, Least, Usage, idle_micros};
use super::provider::Cost;
use crate::base::limits::{EXACT_RANKING, GHOSTS, RANKING_KEPT, RANKING_RUN, RANKING_SAMPLE};
use crate::base::{Moment, PaneId, WidgetId};
use ghosts::Ghosts;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::ops::Range;

/// A widget that was taken out of the parked ones.
#[derive(Debug)]
pub struct Unparked<W> {
    /// The widget.
    pub live: W,
    /// The numbers that it was parked with.
    pub meta: EntryMeta,
    /// Whether what it shows has changed since then.
    pub stale: bool,
    /// When it was made.
    pub created: Moment,
}

/// A widget that was evicted. Its state must be saved before it is dropped.
#[derive(Debug)]
#[must_use = "an evicted widget's state must be saved before it is dropped"]
pub struct Evicted<W> {
    /// The id of the widget.
    pub widget: WidgetId,
    /// The pane it was last in.
    pub pane: PaneId,
    /// The widget.
    pub live: W,
    /// The numbers that it was parked with.
    pub meta: EntryMeta,
    /// When it was made.
    pub created: Moment,
}

struct Item<W> {
    widget: WidgetId,
    pane: PaneId,
    live: W,
    created: Moment,
    stale: bool,
    /// If it has refused to go: the moment before which it is not asked again.
    held_until: Option<Moment>,
}

/// The parked widgets of a workspace.
///
/// Parking and taking cost a lookup. Evicting looks at all entries up to [`EXACT_RANKING`](crate::limits::EXACT_RANKING) of them, and
/// above at a sample of [`RANKING_SAMPLE`](crate::limits::RANKING_SAMPLE).
pub struct Parked<W> {
    /// The numbers of `items`, kept apart so that ranking reads nothing else.
    metas: Vec<EntryMeta>,
    /// The hashes of the ids, so that the index never has to read a text to find its way.
    hashes: Vec<u64>,
    items: Vec<Item<W>>,
    index: HashTable<u32>,
    ghosts: Ghosts,
    bytes: u64,
    held: usize,
    /// The place of the entry that came last, while it is here. It goes only when it is alone.
    newest: Option<usize>,
    /// The places of the runners-up of the last eviction, which the next sample ranks again.
    runners_up: Vec<usize>,
    /// The state of the random numbers. A fixed seed keeps the engine deterministic.
    random: u64,
}

impl<W> Default for Parked<W> {
    fn default() -> Self {
        Self {
            metas: vec![],
            hashes: vec![],
            items: vec![],
            index: HashTable::new(),
            ghosts: Ghosts::new(GHOSTS),
            bytes: 0,
            held: 0,
            newest: None,
            runners_up: vec![],
            random: 0x9E37_79B9_7F4A_7C15,
        }
    }
}

fn hash(widget: &WidgetId) -> u64 {
    FxBuildHasher.hash_one(widget.as_str())
}

impl<W> Parked<W> {
    /// Returns the number of parked widgets.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns `true` if no widget is parked.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the memory of all parked widgets together, in bytes, as they were parked.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns `true` if a widget is parked.
    #[must_use]
    pub fn contains(&self, widget: &WidgetId) -> bool {
        self.find(widget).is_some()
    }

    /// Returns a parked widget.
    #[must_use]
    pub fn get(&self, widget: &WidgetId) -> Option<&W> {
        Some(&self.items[self.find(widget)?].live)
    }

    /// Returns a parked widget for changing it.
    #[must_use]
    pub fn get_mut(&mut self, widget: &WidgetId) -> Option<&mut W> {
        let at = self.find(widget)?;
        Some(&mut self.items[at].live)
    }

    /// Returns all parked widgets, sorted by widget id: the id, the pane it was last in, and its numbers.
    pub fn all(&self) -> impl Iterator<Item = (&WidgetId, PaneId, &EntryMeta)> {
        let mut all: Vec<_> = self.items.iter().zip(&self.metas).map(|(i, meta)| (&i.widget, i.pane, meta)).collect();
        all.sort_unstable_by_key(|(widget, ..)| *widget);
        all.into_iter()
    }

    /// Returns what is known of each parked widget, sorted by widget id.
    #[must_use]
    pub fn infos(&self) -> Vec<ParkedInfo> {
        let all = self.items.iter().zip(&self.metas);
        let mut infos: Vec<_> = all.map(|(item, meta)| ParkedInfo::new(&item.widget, meta, item.created)).collect();
        infos.sort_unstable_by(|a, b| a.widget.cmp(&b.widget));
        infos
    }

    /// Returns all parked widgets for changing them, sorted by widget id.
    pub fn all_mut(&mut self) -> impl Iterator<Item = (&WidgetId, &mut W)> {
        let mut all: Vec<_> = self.items.iter_mut().map(|i| (&i.widget, &mut i.live)).collect();
        all.sort_unstable_by_key(|(widget, _)| *widget);
        all.into_iter()
    }

    /// Returns how a widget was used before it was evicted, and forgets it.
    pub fn recall(&mut self, widget: &WidgetId) -> Option<Usage> {
        self.ghosts.recall(hash(widget))
    }

    /// Remembers how a widget was used that leaves in another way than by eviction.
    pub fn remember(&mut self, widget: &WidgetId, usage: Usage) {
        self.ghosts.remember(hash(widget), usage);
    }

    /// Parks a widget that was made at `created`. Returns the parked widget that had the same id, if there was one.
    pub fn park(
        &mut self,
        widget: WidgetId,
        pane: PaneId,
        live: W,
        cost: Cost,
        usage: Usage,
        created: Moment,
    ) -> Option<Evicted<W>> {
        let hash = hash(&widget);
        let before = self.find_by(hash, &widget).map(|at| self.remove(at));
        let meta = EntryMeta { bytes: cost.bytes.max(1), rebuild_micros: cost.rebuild_micros, usage };
        self.bytes = self.bytes.saturating_add(meta.bytes);
        let at = self.items.len();
        self.metas.push(meta);
        self.hashes.push(hash);
        self.items.push(Item { widget, pane, live, created, stale: false, held_until: None });
        let hashes = &self.hashes;
        let rehash = |at: &u32| hashes.get(*at as usize).copied().unwrap_or(0);
        self.index.insert_unique(hash, u32::try_from(at).unwrap_or(u32::MAX), rehash);
        self.newest = Some(at);
        before
    }

    /// Takes a widget out. Returns `None` if it is not parked.
    pub fn take(&mut self, widget: &WidgetId) -> Option<Unparked<W>> {
        let at = self.find(widget)?;
        let stale = self.items[at].stale;
        let Evicted { live, meta, created, .. } = self.remove(at);
        Some(Unparked { live, meta, stale, created })
    }

    /// Takes out the widget that is least worth keeping, and remembers how it was used. Returns `None` if none may go.
    pub fn evict(&mut self, policy: &dyn CachePolicy, situation: &EvictionContext) -> Option<Evicted<W>> {
        let at = self.victim(policy, situation)?;
        Some(self.evict_at(at))
    }

    /// Takes out a widget that was not used for longer than the policy allows. Returns `None` if there is none that may go.
    pub fn evict_expired(&mut self, policy: &dyn CachePolicy, now: Moment) -> Option<Evicted<W>> {
        let most = u64::try_from(policy.max_idle()?.as_micros()).unwrap_or(u64::MAX);
        let at = (0..self.items.len()).find(|at| idle_micros(&self.metas[*at], now) > most && self.may_go(*at, now))?;
        Some(self.evict_at(at))
    }

    /// Takes out a stale widget, whose content has changed. Returns `None` if there is none that may go.
    pub fn evict_stale(&mut self, now: Moment) -> Option<Evicted<W>> {
        let at = (0..self.items.len()).find(|at| self.items[*at].stale && self.may_go(*at, now))?;
        Some(self.evict_at(at))
    }

    /// Puts back a widget that has refused to go. It is not chosen before the moment `until`.
    pub fn hold(&mut self, evicted: Evicted<W>, until: Moment) {
        let Evicted { widget, pane, live, meta, created } = evicted;
        let cost = Cost { bytes: meta.bytes, rebuild_micros: meta.rebuild_micros };
        self.ghosts.recall(hash(&widget));
        // Parking makes it the newest, which it is not.
        let newest = self.newest;
        let replaced = self.park(widget, pane, live, cost, meta.usage, created);
        debug_assert!(replaced.is_none(), "it was taken out a moment ago");
        if let Some(item) = self.items.last_mut() {
            item.held_until = Some(until);
            self.held += 1;
        }
        self.newest = newest;
    }

    /// Marks the widgets stale that a rule names. Returns the number of those that were not stale before.
    pub fn mark_stale(&mut self, is_stale: impl Fn(&WidgetId) -> bool) -> usize {
        let stale = self.items.iter_mut().filter(|item| !item.stale && is_stale(&item.widget));
        stale.map(|item| item.stale = true).count()
    }

    fn find(&self, widget: &WidgetId) -> Option<usize> {
        self.find_by(hash(widget), widget)
    }

    fn find_by(&self, hash: u64, widget: &WidgetId) -> Option<usize> {
        // The whole hash is compared first: texts are elsewhere in memory.
        let is_it = |at: &u32| self.hashes[*at as usize] == hash && self.items[*at as usize].widget == *widget;
        self.index.find(hash, is_it).map(|at| *at as usize)
    }

    fn may_go(&self, at: usize, now: Moment) -> bool {
        self.items[at].held_until.is_none_or(|until| now >= until)
    }

    /// Chooses the entry that goes, and keeps the runners-up. Returns `None` if none may go.
    fn victim(&mut self, policy: &dyn CachePolicy, situation: &EvictionContext) -> Option<usize> {
        let count = self.items.len();
        if count <= 1 {
            return (0..count).find(|at| self.may_go(*at, situation.now));
        }
        let least = (count > EXACT_RANKING).then(|| self.sample(policy, situation));
        // A sample may have no entry that may go; then all are ranked.
        let least = least.filter(|least| !least.places().is_empty());
        let least = least.unwrap_or_else(|| self.rank(policy, situation, std::slice::from_ref(&(0..count))));
        let (victim, runners_up) = least.places().split_first()?;
        self.runners_up.clear();
        self.runners_up.extend_from_slice(runners_up);
        Some(*victim)
    }

    /// Returns the entries least worth keeping in the given ranges. The newest entry and those that may not go yet are left out.
    fn rank(&self, policy: &dyn CachePolicy, situation: &EvictionContext, among: &[Range<usize>]) -> Least {
        let may_go = |at| Some(at) != self.newest && (self.held == 0 || self.may_go(at, situation.now));
        let mut least = Least::default();
        policy.rank(&self.metas, among, situation, &may_go, &mut least);
        least
    }

    /// Returns the entries least worth keeping in a sample and among the runners-up of the last eviction. See the module for how the
    /// sample is taken.
    fn sample(&mut self, policy: &dyn CachePolicy, situation: &EvictionContext) -> Least {
        // The last possible start is that of the run that ends with the last entry.
        let starts = (self.items.len() - RANKING_RUN + 1) as u64;
        let mut random = self.random;
        let mut run = || {
            // Xorshift (Marsaglia 2003); a number below `starts` from its high half, by multiplication (Lemire 2019).
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let start = usize::try_from(((random >> 32) * starts) >> 32).unwrap_or(0);
            start..start + RANKING_RUN
        };
        let mut again = self.runners_up.iter().map(|at| *at..at + 1);
        let among: [_; RANKING_KEPT + RANKING_SAMPLE / RANKING_RUN] =
            std::array::from_fn(|at| if at < RANKING_KEPT { again.next().unwrap_or(0..0) } else { run() });
        self.random = random;
        self.rank(policy, situation, &among)
    }

    /// Takes an entry out and remembers how it was used.
    fn evict_at(&mut self, at: usize) -> Evicted<W> {
        let hash = self.hashes[at];
        let evicted = self.remove(at);
        self.ghosts.remember(hash, evicted.meta.usage);
        evicted
    }

    /// Takes an entry out. The last entry takes its place.
    fn remove(&mut self, at: usize) -> Evicted<W> {
        let last = self.items.len() - 1;
        self.forget(at);
        if at != last {
            // The last entry moves, so the index must point to its new place.
            let hash = self.hashes[last];
            if let Some(place) = self.index.find_mut(hash, |place| *place as usize == last) {
                *place = u32::try_from(at).unwrap_or(u32::MAX);
            }
        }
        if self.newest == Some(at) {
            self.newest = None;
        } else if self.newest == Some(last) {
            self.newest = Some(at);
        }
        self.runners_up.retain(|place| *place != at);
        if let Some(place) = self.runners_up.iter_mut().find(|place| **place == last) {
            *place = at;
        }
        let meta = self.metas.swap_remove(at);
        self.hashes.swap_remove(at);
        let Item { widget, pane, live, created, held_until, .. } = self.items.swap_remove(at);
        self.bytes -= meta.bytes.min(self.bytes);
        self.held -= usize::from(held_until.is_some());
        Evicted { widget, pane, live, meta, created }
    }

    /// Removes an entry from the index.
    fn forget(&mut self, at: usize) {
        let hash = self.hashes[at];
        if let Ok(entry) = self.index.find_entry(hash, |place| *place as usize == at) {
            entry.remove();
        }
    }

    /// Checks the invariants that hold between any two calls.
    ///
    /// # Panics
    /// Panics if one does not hold, which is a bug in this crate.
    pub fn assert_valid(&self) {
        assert_eq!(self.items.len(), self.metas.len());
        assert!(self.items.iter().zip(&self.hashes).all(|(item, kept)| hash(&item.widget) == *kept));
        assert_eq!(self.index.len(), self.items.len());
        assert_eq!(self.bytes, self.metas.iter().map(|m| m.bytes).sum::<u64>());
        assert_eq!(self.held, self.items.iter().filter(|i| i.held_until.is_some()).count());
        assert!(self.newest.is_none_or(|at| at < self.items.len()));
        assert!(self.runners_up.len() <= RANKING_KEPT && self.runners_up.iter().all(|at| *at < self.items.len()));
        for (at, item) in self.items.iter().enumerate() {
            assert_eq!(self.find(&item.widget), Some(at));
        }
    }
}

#[cfg(test)]
mod tests;
