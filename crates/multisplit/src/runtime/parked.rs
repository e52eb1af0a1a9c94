//! Widgets that nobody sees and that may go at any time: of closed panes, and of panes long out of view. Finds one by id, and
//! the one least worth keeping. Refuses to drop anything itself: what is evicted comes back as a value that must be saved.

mod ghosts;

use super::policy::{CachePolicy, EntryMeta, EvictionContext, Least, Usage, idle_micros};
use super::provider::Cost;
use crate::base::limits::{EXACT_RANKING, GHOSTS, RANKING_KEPT, RANKING_RUN, RANKING_SAMPLE};
use crate::base::{Moment, PaneId, WidgetId};
use ghosts::Ghosts;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::ops::Range;

/// A widget out of view, and what is known of it.
#[derive(Debug)]
pub struct Unparked<W> {
    /// The widget.
    pub live: W,
    /// What it was parked with.
    pub meta: EntryMeta,
    /// Whether what it shows has changed since.
    pub stale: bool,
}

/// A widget that was evicted: its state is to be saved before it is dropped.
#[derive(Debug)]
#[must_use = "an evicted widget's state must be saved before it is dropped"]
pub struct Evicted<W> {
    /// Its id.
    pub widget: WidgetId,
    /// The pane it was last in.
    pub pane: PaneId,
    /// The widget.
    pub live: W,
    /// What it was parked with.
    pub meta: EntryMeta,
}

struct Item<W> {
    widget: WidgetId,
    pane: PaneId,
    live: W,
    stale: bool,
    /// It refused to go: not asked again before.
    held_until: Option<Moment>,
}

/// The parked widgets. Parking and taking cost a lookup; evicting looks at all entries up to
/// [`EXACT_RANKING`](crate::limits::EXACT_RANKING), and at a sample of [`RANKING_SAMPLE`](crate::limits::RANKING_SAMPLE) above.
pub struct Parked<W> {
    /// Numbers of `items`, apart so that ranking reads nothing else.
    metas: Vec<EntryMeta>,
    /// Hashes of the ids, so that the index never has to read a text to find its way.
    hashes: Vec<u64>,
    items: Vec<Item<W>>,
    index: HashTable<u32>,
    ghosts: Ghosts,
    bytes: u64,
    held: usize,
    /// Where the entry that came last stands, while it is here: it goes only when it is alone.
    newest: Option<usize>,
    /// Those that nearly went when the last one did.
    next: Vec<usize>,
    /// Where the next sample starts. A fixed start keeps the engine deterministic.
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
            next: vec![],
            random: 0x9E37_79B9_7F4A_7C15,
        }
    }
}

fn hash(widget: &WidgetId) -> u64 {
    FxBuildHasher.hash_one(widget.as_str())
}

impl<W> Parked<W> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Bytes of all together.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether a widget is here.
    #[must_use]
    pub fn contains(&self, widget: &WidgetId) -> bool {
        self.find(widget).is_some()
    }

    /// Returns a parked widget.
    #[must_use]
    pub fn get(&self, widget: &WidgetId) -> Option<&W> {
        Some(&self.items[self.find(widget)?].live)
    }

    /// A parked widget.
    #[must_use]
    pub fn get_mut(&mut self, widget: &WidgetId) -> Option<&mut W> {
        let at = self.find(widget)?;
        Some(&mut self.items[at].live)
    }

    /// All of them, by widget id.
    pub fn all(&self) -> impl Iterator<Item = (&WidgetId, PaneId, &EntryMeta)> {
        let mut all: Vec<_> = self.items.iter().zip(&self.metas).map(|(i, meta)| (&i.widget, i.pane, meta)).collect();
        all.sort_unstable_by_key(|(widget, ..)| *widget);
        all.into_iter()
    }

    /// All of them to be looked into, by widget id.
    pub fn all_mut(&mut self) -> impl Iterator<Item = (&WidgetId, &mut W)> {
        let mut all: Vec<_> = self.items.iter_mut().map(|i| (&i.widget, &mut i.live)).collect();
        all.sort_unstable_by_key(|(widget, _)| *widget);
        all.into_iter()
    }

    /// How a widget was used before it was evicted; once.
    pub fn recall(&mut self, widget: &WidgetId) -> Option<Usage> {
        self.ghosts.recall(hash(widget))
    }

    /// Remembers how a widget was used that goes another way than by eviction.
    pub fn remember(&mut self, widget: &WidgetId, usage: Usage) {
        self.ghosts.remember(hash(widget), usage);
    }

    /// Takes a widget in. Hands the one back that had the same id.
    pub fn park(&mut self, widget: WidgetId, pane: PaneId, live: W, cost: Cost, usage: Usage) -> Option<Evicted<W>> {
        let hash = hash(&widget);
        let before = self.find_by(hash, &widget).map(|at| self.remove(at));
        let meta = EntryMeta { bytes: cost.bytes.max(1), rebuild_micros: cost.rebuild_micros, usage };
        self.bytes = self.bytes.saturating_add(meta.bytes);
        let at = self.items.len();
        self.metas.push(meta);
        self.hashes.push(hash);
        self.items.push(Item { widget, pane, live, stale: false, held_until: None });
        let hashes = &self.hashes;
        let rehash = |at: &u32| hashes.get(*at as usize).copied().unwrap_or(0);
        self.index.insert_unique(hash, u32::try_from(at).unwrap_or(u32::MAX), rehash);
        self.newest = Some(at);
        before
    }

    /// Takes a widget out.
    pub fn take(&mut self, widget: &WidgetId) -> Option<Unparked<W>> {
        let at = self.find(widget)?;
        let stale = self.items[at].stale;
        let Evicted { live, meta, .. } = self.remove(at);
        Some(Unparked { live, meta, stale })
    }

    /// Takes the one out that is least worth keeping, and remembers how it was used. None where there is none that may go.
    pub fn evict(&mut self, policy: &dyn CachePolicy, situation: &EvictionContext) -> Option<Evicted<W>> {
        let at = self.victim(policy, situation)?;
        Some(self.evict_at(at))
    }

    /// Takes one out that was not used for longer than the policy allows.
    pub fn evict_expired(&mut self, policy: &dyn CachePolicy, now: Moment) -> Option<Evicted<W>> {
        let most = u64::try_from(policy.max_idle()?.as_micros()).unwrap_or(u64::MAX);
        let at = (0..self.items.len()).find(|at| idle_micros(&self.metas[*at], now) > most && self.may_go(*at, now))?;
        Some(self.evict_at(at))
    }

    /// Takes one out whose content has changed.
    pub fn evict_stale(&mut self, now: Moment) -> Option<Evicted<W>> {
        let at = (0..self.items.len()).find(|at| self.items[*at].stale && self.may_go(*at, now))?;
        Some(self.evict_at(at))
    }

    /// Puts one back that refused to go; it is not chosen before that moment.
    pub fn hold(&mut self, evicted: Evicted<W>, until: Moment) {
        let Evicted { widget, pane, live, meta } = evicted;
        let cost = Cost { bytes: meta.bytes, rebuild_micros: meta.rebuild_micros };
        self.ghosts.recall(hash(&widget));
        let newest = self.newest;
        let replaced = self.park(widget, pane, live, cost, meta.usage);
        debug_assert!(replaced.is_none(), "it was taken out a moment ago");
        if let Some(item) = self.items.last_mut() {
            item.held_until = Some(until);
            self.held += 1;
        }
        self.newest = newest;
    }

    /// Marks those stale that a rule names. Answers how many.
    pub fn mark_stale(&mut self, is_stale: impl Fn(&WidgetId) -> bool) -> usize {
        let stale = self.items.iter_mut().filter(|item| !item.stale && is_stale(&item.widget));
        stale.map(|item| item.stale = true).count()
    }

    fn find(&self, widget: &WidgetId) -> Option<usize> {
        self.find_by(hash(widget), widget)
    }

    fn find_by(&self, hash: u64, widget: &WidgetId) -> Option<usize> {
        // The whole hash first: texts lie elsewhere in memory.
        let is_it = |at: &u32| self.hashes[*at as usize] == hash && self.items[*at as usize].widget == *widget;
        self.index.find(hash, is_it).map(|at| *at as usize)
    }

    fn may_go(&self, at: usize, now: Moment) -> bool {
        self.items[at].held_until.is_none_or(|until| now >= until)
    }

    fn victim(&mut self, policy: &dyn CachePolicy, situation: &EvictionContext) -> Option<usize> {
        let count = self.items.len();
        if count <= 1 {
            return (0..count).find(|at| self.may_go(*at, situation.now));
        }
        let least = (count > EXACT_RANKING).then(|| self.sample(policy, situation));
        let least = least.filter(|least| !least.places().is_empty());
        let least = least.unwrap_or_else(|| self.rank(policy, situation, &mut std::iter::once(0..count)));
        let (victim, next) = least.places().split_first()?;
        self.next.clear();
        self.next.extend_from_slice(next);
        Some(*victim)
    }

    /// Those least worth keeping of some entries.
    fn rank(
        &self,
        policy: &dyn CachePolicy,
        situation: &EvictionContext,
        among: &mut dyn Iterator<Item = Range<usize>>,
    ) -> Least {
        let may_go = |at| Some(at) != self.newest && (self.held == 0 || self.may_go(at, situation.now));
        let mut least = Least::default();
        policy.rank(&self.metas, among, situation, &may_go, &mut least);
        least
    }

    /// The same of a sample, by steps that depend on nothing but what was done before, and of those that nearly went the last
    /// times, as from the pool of Redis. Taken in runs of neighbors, which lie
    /// together in memory and are no more alike than others: who leaves is replaced by the last.
    fn sample(&mut self, policy: &dyn CachePolicy, situation: &EvictionContext) -> Least {
        let starts = (self.items.len() - RANKING_RUN) as u64;
        let mut random = self.random;
        let mut runs = std::iter::repeat_with(|| {
            // Xorshift (Marsaglia 2003); the high half by multiplication (Lemire 2019).
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let start = usize::try_from(((random >> 32) * starts) >> 32).unwrap_or(0);
            start..start + RANKING_RUN
        });
        let again = self.next.iter().map(|at| *at..at + 1);
        let least = self.rank(policy, situation, &mut again.chain(runs.by_ref().take(RANKING_SAMPLE / RANKING_RUN)));
        self.random = random;
        least
    }

    fn evict_at(&mut self, at: usize) -> Evicted<W> {
        let hash = self.hashes[at];
        let evicted = self.remove(at);
        self.ghosts.remember(hash, evicted.meta.usage);
        evicted
    }

    fn remove(&mut self, at: usize) -> Evicted<W> {
        let last = self.items.len() - 1;
        self.forget(at);
        if at != last {
            // The last one takes its place.
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
        self.next.retain(|place| *place != at);
        if let Some(place) = self.next.iter_mut().find(|place| **place == last) {
            *place = at;
        }
        let meta = self.metas.swap_remove(at);
        self.hashes.swap_remove(at);
        let Item { widget, pane, live, held_until, .. } = self.items.swap_remove(at);
        self.bytes -= meta.bytes.min(self.bytes);
        self.held -= usize::from(held_until.is_some());
        Evicted { widget, pane, live, meta }
    }

    fn forget(&mut self, at: usize) {
        let hash = self.hashes[at];
        if let Ok(entry) = self.index.find_entry(hash, |place| *place as usize == at) {
            entry.remove();
        }
    }

    /// Checks what must hold between any two calls.
    ///
    /// # Panics
    /// Where it does not: a bug of ours.
    pub fn assert_valid(&self) {
        assert_eq!(self.items.len(), self.metas.len());
        assert!(self.items.iter().zip(&self.hashes).all(|(item, kept)| hash(&item.widget) == *kept));
        assert_eq!(self.index.len(), self.items.len());
        assert_eq!(self.bytes, self.metas.iter().map(|m| m.bytes).sum::<u64>());
        assert_eq!(self.held, self.items.iter().filter(|i| i.held_until.is_some()).count());
        assert!(self.newest.is_none_or(|at| at < self.items.len()));
        assert!(self.next.len() <= RANKING_KEPT && self.next.iter().all(|at| *at < self.items.len()));
        for (at, item) in self.items.iter().enumerate() {
            assert_eq!(self.find(&item.widget), Some(at));
        }
    }
}

#[cfg(test)]
mod tests;
