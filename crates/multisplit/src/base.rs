//! The basic types of the engine: ids, lengths, shares, moments and limits. It imports nothing from the rest of the
//! engine.

pub mod assert;
pub mod bounds;
pub mod geometry;
pub mod group;
pub mod ids;
pub mod limits;
pub mod moment;
pub mod place;
pub(crate) mod room;
pub mod share;
pub(crate) mod spelling;

pub use bounds::{Bounds, BoundsError, Length, Priority, Props, Role};
pub use geometry::{Aspect, AspectError, Axis, Direction, Point, PxRect, Rect, RectError, Scale, Size};
pub use group::{GroupError, GroupId, GroupInfo};
pub use ids::{IdError, NodeId, PaneId, SurfaceId, WidgetId, ZeroIdError};
pub use moment::Moment;
pub use place::{Placement, Ratio, RatioError};
pub use share::{Share, ShareError};
pub use spelling::SpellingError;
