//! The bar of a floating surface, which may be that of a tab set, and the button in it.

use egui::{Rect, pos2};
use multisplit::{Layout, NodeId};

/// How wide the button that docks is, where there is room.
const BUTTON: f32 = 46.0;

/// How much of a bar full of tabs is left to move it by.
const GRIP: f32 = 24.0;

/// Where a tab set's bar lies: beside the button that docks, where it is the strip of a floating surface.
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

/// Where the button that docks lies in a bar.
pub(crate) fn dock_button(strip: Rect) -> Rect {
    Rect::from_min_max(pos2((strip.max.x - BUTTON).max(strip.center().x), strip.min.y), strip.max)
}
