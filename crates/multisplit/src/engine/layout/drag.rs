//! A divider drag as one open transaction: grabbed, moved, released or cancelled.

use super::{Event, Layout};
use crate::base::{Moment, NodeId, Point};
use crate::command::{CommandCx, CommandError, Rules};
use crate::history::Merge;
use crate::placement::{DividerDrag, Hit, Snap};

/// A drag in progress.
#[derive(Clone, Debug)]
pub(super) struct OpenDrag {
    drag: DividerDrag,
    /// The number of edits in the transaction when the drag began, and after the sizes at that time were written as
    /// shares.
    start: usize,
    based: Option<usize>,
    moved: bool,
}

impl Layout {
    /// Grabs the divider at a point in logical units of the area; `padding` units beyond its edges count, too. Returns
    /// `false` if there is no divider.
    pub fn grab(&mut self, now: Moment, at: Point, padding: f64) -> bool {
        self.end_drag();
        self.place_again();
        match self.hit(at, padding) {
            Some(Hit::Divider(divider)) => self.grab_divider(now, divider.split, divider.index, at),
            _ => false,
        }
    }

    /// Grabs the divider after child `index` of a split, with the pointer at a point in logical units of the area.
    /// Returns `false` if there is no such divider, or transactions nest too deep.
    pub fn grab_divider(&mut self, now: Moment, split: NodeId, index: usize, at: Point) -> bool {
        self.end_drag();
        self.place_again();
        let at = self.to_content(at);
        let Some(drag) = DividerDrag::grab(&mut self.tree, &self.placer, split, index, at) else {
            return false;
        };
        if self.history.begin("resize", self.focus.current(), now).is_err() {
            return false;
        }
        self.drag = Some(OpenDrag { drag, start: self.history.mark(), based: None, moved: false });
        self.emit(Event::DividerDragStarted { split, index });
        true
    }

    /// Moves the grabbed divider to a point in logical units of the area. Does nothing if no divider is grabbed.
    pub fn drag_to(&mut self, at: Point, snap: Snap) {
        let at = self.to_content(at);
        let Some(mut open) = self.drag.take() else { return };
        let delta = open.drag.delta(at, snap);
        if delta != 0.0 || open.moved {
            // Every move starts from the sizes at the grab, so that going back is exact and rounding errors do not add
            // up.
            if let Some(based) = open.based {
                self.history.rewind(&mut self.tree, based);
            } else {
                let base = open.drag.base();
                self.apply_shares(&base);
                open.based = Some(self.history.mark());
            }
            self.apply_shares(&open.drag.moved(delta));
            open.moved = delta != 0.0;
        }
        self.drag = Some(open);
    }

    /// Releases the divider; a divider that moved makes one undo entry. Returns `true` if it moved.
    pub fn end_drag(&mut self) -> bool {
        let Some(open) = self.drag.take() else { return false };
        if open.moved {
            self.with_site(|site| site.tidy_shares(open.drag.split));
        }
        self.finish(&open, open.moved)
    }

    /// Puts the divider back to where it was grabbed, and ends the drag.
    pub fn cancel_drag(&mut self) {
        if let Some(open) = self.drag.take() {
            self.finish(&open, false);
        }
    }

    /// Returns the divider that is being dragged: its split, and the index of the child before it.
    #[must_use]
    pub fn dragged(&self) -> Option<(NodeId, usize)> {
        self.drag.as_ref().map(|open| (open.drag.split, open.drag.index))
    }

    fn finish(&mut self, open: &OpenDrag, moved: bool) -> bool {
        if !moved {
            self.history.rewind(&mut self.tree, open.start);
        }
        self.merge_next = None::<Merge>;
        self.close(None);
        let (split, index) = (open.drag.split, open.drag.index);
        self.emit(Event::DividerDragFinished { split, index, moved });
        moved
    }

    fn apply_shares(&mut self, shares: &[(NodeId, crate::base::Share)]) {
        self.with_site(|site| site.apply_shares(shares));
    }

    fn with_site(&mut self, work: impl FnOnce(&mut CommandCx<'_>) -> Result<(), CommandError>) {
        let mut site = CommandCx {
            homes: &self.homes,
            left: vec![],
            tree: &mut self.tree,
            history: &mut self.history,
            placer: &self.placer,
            metrics: &self.metrics,
            recent: &[],
            rules: Rules::default(),
            focus: None,
            keeps_hidden: false,
            merge: None,
        };
        if let Err(error) = work(&mut site) {
            crate::never!("a drag was refused: {error}");
        }
    }
}
