//! Applies what a file says about the whole layout, once its tree exists.
//!
//! Invariant: what is invalid is left out and noted as a problem, and the tree stays valid.

use super::format::{FloatingFile, LayoutFile};
use super::loaded::Loaded;
use super::problems::Problems;
use crate::base::limits::{MAX_NODE_ID, MAX_SURFACE};
use crate::base::{NodeId, PaneId, Rect, SurfaceId};
use crate::tree::{Edit, SurfaceState, Tree};

/// Applies the zoomed pane, the focus history, the next id and the unknown fields of a file.
///
/// A number in the file does not mean a pane that got a fresh id while it was read: `is_named` returns `true` for the ids that
/// the file itself gives to panes.
pub(super) fn finish(file: &LayoutFile, loaded: &mut Loaded, problems: &mut Problems, is_named: impl Fn(u64) -> bool) {
    let tree = &mut loaded.tree;
    zoom(tree, SurfaceId::MAIN, file.zoomed, problems);
    for (at, id) in file.recent.iter().enumerate() {
        match PaneId::from_raw(*id).filter(|pane| tree.widget(*pane).is_some() && is_named(*id)) {
            Some(pane) => loaded.recent.push(pane),
            None => {
                problems.add(|| format!("recent[{at}]"), || format!("{id} is no pane; left out"));
            }
        }
    }
    let next = NodeId::from_raw(file.next_id).filter(|next| next.raw() <= MAX_NODE_ID + 1);
    if next.is_none() && file.next_id != 0 {
        let what = format!("{} is no number for the next node; left out", file.next_id);
        problems.add(|| "next_id".to_owned(), || what);
    }
    tree.reserve_ids(next.unwrap_or(tree.next_id()));
    loaded.extras.file = file.extra.clone();
}

/// Returns the area of a floating surface in logical units, or `None` if the area or the number of the surface is invalid.
pub(super) fn area_of(float: &FloatingFile) -> Option<Rect> {
    let area = Rect::new(float.area[0], float.area[1], float.area[2], float.area[3]);
    (area.is_area() && (1..=MAX_SURFACE).contains(&float.surface)).then_some(area)
}

/// Lets a pane fill its surface. Notes a problem if the pane cannot.
pub(super) fn zoom(tree: &mut Tree, surface: SurfaceId, pane: Option<u64>, problems: &mut Problems) {
    let Some(id) = pane else { return };
    let state = tree.surface(surface).cloned().unwrap_or_else(|| SurfaceState::empty(surface));
    let zoomed = PaneId::from_raw(id);
    if let Err(error) = tree.apply(&Edit::SetSurface(Box::new(SurfaceState { zoomed, ..state }))) {
        problems.add(|| "zoomed".to_owned(), || error.to_string());
    }
}
