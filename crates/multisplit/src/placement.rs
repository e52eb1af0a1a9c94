//! Where everything lies: from a tree and an area to rectangles in whole device pixels. Nothing here changes what the tree is: it
//! writes where each node lies, how small it can be, and the marks that say what is still to be done. Invariant: placing what changed gives what placing all would give.

mod drag;
mod extent;
mod hit;
mod measure;
mod metrics;
mod neighbor;
mod place;
mod scene;
mod solve;

pub use drag::{DividerDrag, Snap};
pub use hit::Hit;
pub use metrics::{Area, AreaError, Metrics};
pub use place::Placer;
pub use scene::{DividerAt, Scene};
