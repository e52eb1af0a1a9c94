//! Computes where everything is: turns a tree and an area into rectangles in whole device pixels.
//!
//! It does not change what the tree is. It writes into the nodes where each one is, how small it can be, and the marks that say
//! what is still to be done. Invariant: placing what has changed gives the same result as placing everything.

mod drag;
mod extent;
mod grip;
mod hit;
mod measure;
mod metrics;
mod neighbor;
mod place;
mod plain;
mod scene;
mod solve;

pub use drag::{DividerDrag, Snap};
pub use grip::Grip;
pub use hit::Hit;
pub(crate) use hit::Reach;
pub use metrics::{Area, AreaError, Metrics};
pub use place::Placer;
pub use scene::{DividerAt, Scene};
