//! Panes that come into view many at a time are drawn some a frame, the others as sketches until their turn: a jump across a large
//! surface costs several short frames instead of a long one. Knows panes by id and nothing else.

use multisplit::PaneId;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Which panes were drawn in the last frame, and which in this one.
#[derive(Debug)]
pub(crate) struct Firsts {
    /// How many may be drawn in a frame that were not in the last; `None`: all.
    most: Option<usize>,
    before: Option<Arc<FxHashSet<PaneId>>>,
    now: FxHashSet<PaneId>,
    made: usize,
}

impl Firsts {
    /// Begins a frame after the one that `before` is of.
    pub(crate) fn new(most: Option<usize>, before: Option<Arc<FxHashSet<PaneId>>>) -> Self {
        let room = before.as_ref().map_or(0, |before| before.len());
        Self { most, before, now: FxHashSet::with_capacity_and_hasher(room, Default::default()), made: 0 }
    }

    /// Whether it is a pane's turn. One that is `urgent` never waits.
    pub(crate) fn may_draw(&mut self, pane: PaneId, urgent: bool) -> bool {
        let Some(most) = self.most else { return true };
        if self.before.as_ref().is_none_or(|before| !before.contains(&pane)) {
            if !urgent && self.made >= most.max(1) {
                return false;
            }
            self.made += 1;
        }
        self.now.insert(pane);
        true
    }

    /// A pane was painted as it was before: its turn is over.
    pub(crate) fn note(&mut self, pane: PaneId) {
        if self.most.is_some() {
            self.now.insert(pane);
        }
    }

    /// The panes drawn in this frame, where that is asked.
    pub(crate) fn end(self) -> Option<Arc<FxHashSet<PaneId>>> {
        self.most.map(|_| Arc::new(self.now))
    }
}

#[cfg(test)]
mod tests {
    use super::{Firsts, PaneId};

    #[test]
    fn so_many_a_frame_and_in_the_end_all() {
        let panes: Vec<PaneId> = (1..=7).filter_map(PaneId::from_raw).collect();
        let mut before = None;
        let drawn: Vec<usize> = (0..4)
            .map(|_| {
                let mut firsts = Firsts::new(Some(3), before.take());
                let drawn = panes.iter().filter(|pane| firsts.may_draw(**pane, false)).count();
                before = firsts.end();
                drawn
            })
            .collect();
        assert_eq!(drawn, [3, 6, 7, 7]);
        let mut firsts = Firsts::new(Some(0), None);
        assert_eq!(panes.iter().map(|pane| firsts.may_draw(*pane, pane.raw() == 5)).filter(|may| *may).count(), 2);
        let mut all = Firsts::new(None, None);
        assert!(panes.iter().all(|pane| all.may_draw(*pane, false)));
    }
}
