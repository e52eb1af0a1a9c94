//! The kept paintings, at most one per pane. Invariant: the store is bounded. A painting that does not fit is not kept, and one that was
//! not painted in a frame is dropped.

use super::requests::{Between, Requests};
use super::shapes::{Shapes, is_on_grid};
use crate::base::limits::{KEPT_BYTES, KEPT_PANES};
use crate::drawing::thumbnail::Picture;
use crate::retained::Look;
use egui::{Id, LayerId, Pos2, Rect, Sense, Vec2};
use multisplit::{PaneId, WidgetId};
use std::collections::BTreeMap;
use std::mem::size_of;

/// A widget that the pane registered with egui. It is registered again on replay, so that the pointer finds it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SavedWidget {
    pub(crate) id: Id,
    pub(crate) rect: Rect,
    pub(crate) interact_rect: Rect,
    pub(crate) sense: Sense,
}

/// What a pane's `ui` painted when it last ran.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) widget: WidgetId,
    pub(crate) revision: u64,
    pub(crate) focused: bool,
    pub(crate) layer: LayerId,
    pub(crate) rect: Rect,
    /// The visible part of the pane.
    pub(crate) clip: Rect,
    pub(crate) shapes: Shapes,
    pub(crate) spots: Vec<SavedWidget>,
    /// The marks around the drawing, until it is known that it asked for no frame.
    pub(crate) unproven: Option<Between>,
    /// The pass in which it was last painted.
    pub(crate) seen: u64,
}

impl Kept {
    /// Moves everything so that it begins at `to`. Returns `true` if it looks there exactly as if it were drawn there.
    pub(crate) fn move_to(&mut self, to: Pos2, scale: f32) -> bool {
        let by = to - self.rect.min;
        if by == Vec2::ZERO {
            return true;
        }
        let pixels = by * scale;
        let corners = self.spots.iter().flat_map(|spot| [spot.rect, spot.interact_rect]).chain([self.rect, self.clip]);
        if pixels != pixels.round() || !is_on_grid(corners.flat_map(|rect| [rect.min, rect.max])) {
            return false;
        }
        if !self.shapes.translate(by) {
            return false;
        }
        self.rect = self.rect.translate(by);
        self.clip = self.clip.translate(by);
        for spot in &mut self.spots {
            spot.rect = spot.rect.translate(by);
            spot.interact_rect = spot.interact_rect.translate(by);
        }
        true
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.widget.as_str().len() + self.spots.len() * size_of::<SavedWidget>() + self.shapes.bytes
    }
}

/// Everything that is kept from frame to frame.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// What everything was drawn with.
    pub(crate) look: Option<Look>,
    /// The pass in which the store was last used.
    pub(crate) pass: u64,
    panes: BTreeMap<PaneId, Kept>,
    bytes: usize,
    most: (usize, usize),
}

impl Default for Store {
    fn default() -> Self {
        Self::with_room(KEPT_PANES, KEPT_BYTES)
    }
}

impl Store {
    /// Returns the number of paintings, and their bytes.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.panes.len(), self.bytes)
    }

    /// Creates a store for at most `panes` paintings of at most `bytes` bytes in all.
    pub(crate) fn with_room(panes: usize, bytes: usize) -> Self {
        Self { look: None, pass: 0, panes: BTreeMap::new(), bytes: 0, most: (panes, bytes) }
    }

    pub(crate) fn get_mut(&mut self, pane: PaneId) -> Option<&mut Kept> {
        self.panes.get_mut(&pane)
    }

    /// Returns copies of the paintings, in the order of their panes.
    pub(crate) fn pictures(&self) -> impl Iterator<Item = (PaneId, Picture)> + '_ {
        self.panes.iter().map(|(pane, kept)| {
            let (widget, rect, shapes) = (kept.widget.clone(), kept.rect, kept.shapes.all().to_vec());
            (*pane, Picture { widget, rect, shapes })
        })
    }

    pub(crate) fn remove(&mut self, pane: PaneId) {
        if let Some(kept) = self.panes.remove(&pane) {
            self.bytes -= kept.bytes();
        }
    }

    /// Keeps a painting if it fits. An earlier painting of the pane is dropped in any case.
    pub(crate) fn insert(&mut self, pane: PaneId, kept: Kept) {
        self.remove(pane);
        let bytes = self.bytes + kept.bytes();
        // A full store drops the new painting and no other one: all of them are of panes that were visible in this pass or the last.
        if self.panes.len() < self.most.0 && bytes <= self.most.1 {
            self.bytes = bytes;
            self.panes.insert(pane, kept);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.panes.clear();
        self.bytes = 0;
    }

    /// Drops the paintings whose drawing asked for a frame. This is known only one pass after the drawing.
    pub(crate) fn settle(&mut self, requests: impl FnOnce() -> Requests) {
        if self.panes.values().all(|kept| kept.unproven.is_none()) {
            return;
        }
        let requests = requests();
        self.retain(|kept| kept.unproven.take().is_none_or(|marks| requests.none_between(marks)));
    }

    /// Drops the paintings that were not painted in the given pass.
    pub(crate) fn sweep(&mut self, pass: u64) {
        self.retain(|kept| kept.seen == pass);
    }

    fn retain(&mut self, mut stays: impl FnMut(&mut Kept) -> bool) {
        let bytes = &mut self.bytes;
        self.panes.retain(|_, kept| {
            let stays = stays(kept);
            if !stays {
                *bytes -= kept.bytes();
            }
            stays
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, Shapes, Store};
    use egui::{LayerId, Rect};
    use multisplit::{PaneId, WidgetId};

    fn pane(number: u64) -> PaneId {
        PaneId::from_raw(number).expect("not zero")
    }

    fn kept(bytes: usize, seen: u64) -> Kept {
        let mut shapes = Shapes::default();
        shapes.bytes = bytes;
        Kept {
            widget: WidgetId::new("label:a").expect("an id"),
            revision: 0,
            focused: false,
            layer: LayerId::background(),
            rect: Rect::ZERO,
            clip: Rect::ZERO,
            shapes,
            spots: vec![],
            unproven: None,
            seen,
        }
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let one = kept(1000, 0).bytes();
        let mut store = Store::with_room(3, 2 * one);
        for number in 1..9 {
            store.insert(pane(number), kept(1000, number));
            assert_eq!(store.bytes, store.panes.values().map(Kept::bytes).sum::<usize>());
        }
        assert_eq!(store.panes.len(), 2);
        store.insert(pane(1), kept(2000, 1));
        assert_eq!(store.panes.len(), 1, "what became larger than the room is not kept");
        store.sweep(2);
        assert_eq!(store.panes.keys().copied().collect::<Vec<_>>(), [pane(2)]);
        assert_eq!(store.bytes, one);
        let mut store = Store::with_room(3, usize::MAX);
        (1..9).for_each(|number| store.insert(pane(number), kept(0, 0)));
        assert_eq!(store.panes.len(), 3);
        store.clear();
        assert_eq!((store.panes.len(), store.bytes), (0, 0));
    }
}
