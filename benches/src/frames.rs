//! egui frames without a window: each contender draws the same label into every pane. Running only: what tessellating and
//! painting cost is everybody's. Refuses input: nothing moves, so that every frame is the same.

pub(crate) mod dock;
pub(crate) mod floor;
pub(crate) mod ours;
pub(crate) mod tiles;

use crate::shape::Shape;
use multisplit::Rect;

/// What the label of a pane says.
fn label(number: u32) -> String {
    number.to_string()
}

/// Where all panes of a shape lie in a square, in reading order.
pub(crate) fn places(shape: &Shape, side: f64) -> Result<Vec<Rect>, String> {
    let mut layout = crate::ours::layout(shape)?;
    layout.place(crate::ours::area(side)?);
    Ok(layout.tree().panes().filter_map(|pane| layout.rect(pane)).collect())
}

/// A side or a place as egui has it.
#[allow(clippy::cast_possible_truncation)] // some thousand units
const fn single(length: f64) -> f32 {
    length as f32
}
