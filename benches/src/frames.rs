//! egui frames without a window. Each contender draws the same label into every pane. Only running is measured, because tessellating and
//! painting cost all contenders the same. There is no input, so nothing moves and every frame is the same.

pub(crate) mod dock;
pub(crate) mod floor;
pub(crate) mod ours;
pub(crate) mod tiles;

use crate::shape::Shape;
use multisplit::geometry::Rect;

/// Returns the text of a pane's label.
fn label(number: u32) -> String {
    number.to_string()
}

/// Returns the rectangles of all panes of a shape in a square, in reading order and logical units.
pub(crate) fn places(shape: &Shape, side: f64) -> Result<Vec<Rect>, String> {
    let mut layout = crate::ours::layout(shape)?;
    layout.place(crate::ours::area(side)?);
    Ok(layout.tree().panes().filter_map(|pane| layout.rect(pane)).collect())
}

/// Converts a length to the type that egui uses.
#[allow(clippy::cast_possible_truncation)] // some thousand units
const fn single(length: f64) -> f32 {
    length as f32
}
