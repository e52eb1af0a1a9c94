//! Limits how many panes are drawn in a frame that were not in view before. The others are sketched until their turn, so that a jump
//! across a large surface costs several short frames instead of one long frame. It knows panes by their id only.

use multisplit::PaneId;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The panes that were drawn in the last frame, and those drawn in this one.
#[derive(Debug)]
pub(crate) struct Firsts {
    /// The number of panes that may be drawn in a frame and were not drawn in the last one. `None` means no limit.
    most: Option<usize>,
    before: Option<Arc<FxHashSet<PaneId>>>,
    now: FxHashSet<PaneId>,
    made: usize,
}

impl Firsts {
    /// Starts a frame. `before` holds the panes of the frame before it.
    pub(crate) fn new(most: Option<usize>, before: Option<Arc<FxHashSet<PaneId>>>) -> Self {
        let room = before.as_ref().map_or(0, |before| before.len());
        Self { most, before, now: FxHashSet::with_capacity_and_hasher(room, Default::default()), made: 0 }
    }

    /// Returns `true` if a pane may be drawn in this frame. An `urgent` pane never waits.
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

    /// Notes that a pane was painted from what it painted before, so it need not wait for a turn later.
    pub(crate) fn note(&mut self, pane: PaneId) {
        if self.most.is_some() {
            self.now.insert(pane);
        }
    }

    /// Returns the panes drawn in this frame, or `None` if there is no limit.
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
