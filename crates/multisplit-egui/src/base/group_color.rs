//! The color of a group: its own, or one derived from its number.

use egui::Color32;
use egui::ecolor::Hsva;
use multisplit::groups::GroupId;
use multisplit::{Layout, PaneId};

/// Returns the name and the color of a pane's group, if it has one.
pub(crate) fn group(layout: &Layout, pane: PaneId) -> Option<(&str, Color32)> {
    let id = layout.tree().group_of(pane)?;
    let info = layout.tree().group(id)?;
    Some((&info.name, info.color.map_or_else(|| by_number(id), |[r, g, b]| Color32::from_rgb(r, g, b))))
}

/// Returns the color of a group that has none of its own. Steps of the golden ratio give neighboring numbers colors that are far apart.
/// The remainder keeps the product so small that `f32` still has digits for its fraction.
#[allow(clippy::cast_precision_loss)] // a few thousand at most
fn by_number(group: GroupId) -> Color32 {
    let hue = (group.raw() % 4096) as f32 * 0.618_034;
    Hsva::new(hue.fract(), 0.55, 0.8, 1.0).into()
}
