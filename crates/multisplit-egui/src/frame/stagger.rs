//! Limits how many panes are drawn in a frame that were not in view before. The others are sketched until their turn, so that a jump
//! across a large surface costs several short frames instead of one long frame. It knows panes by their id only.

use multisplit::PaneId;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// What a frame leaves for the next one.
#[derive(Debug)]
pub(crate) struct Drawn {
    panes: FxHashSet<PaneId>,
    /// Whether panes wait for their turn.
    is_behind: bool,
}

/// The panes that were drawn in the last frame, and those drawn in this one.
#[derive(Debug)]
pub(crate) struct Firsts {
    /// The number of panes that may be drawn in this frame and were not drawn in the last one. `None` means no limit.
    most: Option<usize>,
    before: Option<Arc<Drawn>>,
    now: Drawn,
    made: usize,
}

impl Firsts {
    /// Starts a frame. `before` is what the frame before it left.
    ///
    /// The frame in which panes come into view has to find, place and name them all: it draws one. The frames after it draw `most`.
    pub(crate) fn new(most: Option<usize>, before: Option<Arc<Drawn>>) -> Self {
        let room = before.as_ref().map_or(0, |before| before.panes.len());
        let is_behind = before.as_ref().is_some_and(|before| before.is_behind);
        let panes = FxHashSet::with_capacity_and_hasher(room, Default::default());
        let most = most.map(|most| if is_behind { most.max(1) } else { 1 });
        Self { most, before, now: Drawn { panes, is_behind: false }, made: 0 }
    }

    /// Returns `true` if a pane may be drawn in this frame. An `urgent` pane never waits.
    pub(crate) fn may_draw(&mut self, pane: PaneId, urgent: bool) -> bool {
        let Some(most) = self.most else { return true };
        if self.before.as_ref().is_none_or(|before| !before.panes.contains(&pane)) {
            if !urgent && self.made >= most {
                self.now.is_behind = true;
                return false;
            }
            self.made += 1;
        }
        self.now.panes.insert(pane);
        true
    }

    /// Notes that a pane was painted from what it painted before, so it need not wait for a turn later.
    pub(crate) fn note(&mut self, pane: PaneId) {
        if self.most.is_some() {
            self.now.panes.insert(pane);
        }
    }

    /// Returns what this frame leaves for the next one, or `None` if there is no limit.
    pub(crate) fn end(self) -> Option<Arc<Drawn>> {
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
        assert_eq!(drawn, [1, 4, 7, 7]);
        let mut firsts = Firsts::new(Some(0), None);
        assert_eq!(panes.iter().map(|pane| firsts.may_draw(*pane, pane.raw() == 5)).filter(|may| *may).count(), 2);
        let mut all = Firsts::new(None, None);
        assert!(panes.iter().all(|pane| all.may_draw(*pane, false)));
    }
}
