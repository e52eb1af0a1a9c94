//! The bar of a floating surface, which may be the bar of a tab set, and the button in it.

use egui::{Rect, pos2};
use multisplit::{Layout, NodeId};

/// The width of the button that docks the surface, in points, if there is space for it.
const BUTTON: f32 = 46.0;

/// The width that stays free in a bar full of tabs, in points, so that the surface can be moved by it.
const GRIP: f32 = 24.0;

/// Returns the bar of a tab set. If it is the strip of a floating surface, it ends before the button that docks the surface.
pub(crate) fn beside_button(layout: &Layout, tabs: NodeId, bar: Rect) -> Rect {
    let tree = layout.tree();
    let mut floats = tree.surfaces().iter().filter(|surface| surface.area.is_some());
    let is_strip = floats.any(|surface| surface.root == Some(tabs) && tree.is_one_tab_set(surface));
    if !is_strip {
        return bar;
    }
    let end = dock_button(bar).min.x - GRIP;
    Rect::from_min_max(bar.min, pos2(end.max(bar.min.x), bar.max.y))
}

/// Returns the rectangle of the button that docks the surface, within its bar.
pub(crate) fn dock_button(strip: Rect) -> Rect {
    Rect::from_min_max(pos2((strip.max.x - BUTTON).max(strip.center().x), strip.min.y), strip.max)
}
