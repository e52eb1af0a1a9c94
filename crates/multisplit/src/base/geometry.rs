//! Axes, directions and rectangles. Logical units are `f64`; device pixels are whole `i32` numbers, so that tiles meet
//! exactly.

use crate::base::limits::MAX_LENGTH;
use crate::base::spelling::{finite, spelled};
use serde::{Deserialize, Serialize};

/// The axis along which a split lays out its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// Side by side, left to right.
    Horizontal,
    /// One below the other, top to bottom.
    Vertical,
}

impl Axis {
    /// Returns the other axis.
    #[must_use]
    pub const fn cross(self) -> Self {
        match self {
            Self::Horizontal => Self::Vertical,
            Self::Vertical => Self::Horizontal,
        }
    }

    /// Returns the index of the axis into `[x, y]`: 0 for horizontal, 1 for vertical.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// A direction on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Toward smaller x.
    Left,
    /// Toward larger x.
    Right,
    /// Toward smaller y.
    Up,
    /// Toward larger y.
    Down,
}

impl Direction {
    /// Returns the axis that the direction runs along.
    #[must_use]
    pub const fn axis(self) -> Axis {
        match self {
            Self::Left | Self::Right => Axis::Horizontal,
            Self::Up | Self::Down => Axis::Vertical,
        }
    }

    /// Returns `true` if the direction runs toward larger coordinates.
    #[must_use]
    pub const fn is_forward(self) -> bool {
        matches!(self, Self::Right | Self::Down)
    }
}

/// A point in logical units. The y axis points down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The horizontal coordinate, which grows to the right.
    #[serde(deserialize_with = "finite")]
    pub x: f64,
    /// The vertical coordinate, which grows downward.
    #[serde(deserialize_with = "finite")]
    pub y: f64,
}

impl Point {
    /// Creates a point from its coordinates in logical units.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Returns the coordinate along `axis`.
    #[must_use]
    pub const fn along(self, axis: Axis) -> f64 {
        match axis {
            Axis::Horizontal => self.x,
            Axis::Vertical => self.y,
        }
    }
}

/// A width and a height in logical units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// The width.
    pub w: f64,
    /// The height.
    pub h: f64,
}

/// A rectangle in logical units. The y axis points down, and the right and lower edges do not belong to the rectangle.
///
/// One that is read from text is finite, and no side of it is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RectFields")]
pub struct Rect {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The width.
    pub w: f64,
    /// The height.
    pub h: f64,
}

impl Rect {
    /// Creates a rectangle from its upper left corner and its size.
    #[must_use]
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// Returns `true` if the point is inside the rectangle; the right and lower edges are outside.
    #[must_use]
    pub fn contains(self, at: Point) -> bool {
        at.x >= self.x && at.y >= self.y && at.x < self.x + self.w && at.y < self.y + self.h
    }

    /// Returns `true` if the rectangle can be the area of a floating surface: each coordinate is finite and at most
    /// [`MAX_LENGTH`] from zero, and each side is from one unit to [`MAX_LENGTH`] long.
    #[must_use]
    pub fn is_area(self) -> bool {
        [self.x, self.y].iter().all(|v| v.abs() <= MAX_LENGTH)
            && [self.w, self.h].iter().all(|v| (1.0..=MAX_LENGTH).contains(v))
    }

    /// Returns the point in the middle of the rectangle.
    #[must_use]
    pub fn center(self) -> Point {
        Point::new(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }
}

/// A rectangle as it is read, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RectFields {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

impl TryFrom<RectFields> for Rect {
    type Error = RectError;

    fn try_from(fields: RectFields) -> Result<Self, RectError> {
        let RectFields { x, y, w, h } = fields;
        let is_valid = [x, y, w, h].iter().all(|number| number.is_finite()) && w >= 0.0 && h >= 0.0;
        if is_valid { Ok(Self { x, y, w, h }) } else { Err(RectError { x, y, w, h }) }
    }
}

spelled!(Axis, Direction, Point, Rect);

/// The error returned when a rectangle is read that is not finite or has a negative side.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{w} x {h} at ({x}, {y}) is no rectangle: its numbers are finite, and its sides are not negative")]
pub struct RectError {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The width.
    pub w: f64,
    /// The height.
    pub h: f64,
}

/// A rectangle in whole device pixels. The right and lower edges do not belong to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PxRect {
    /// The left and upper edge.
    pub at: [i32; 2],
    /// The width and height.
    pub size: [i32; 2],
}

impl PxRect {
    /// Creates a rectangle from its upper left corner and its size.
    #[must_use]
    pub const fn new(x: i32, y: i32, w: i32, h: i32) -> Self {
        Self { at: [x, y], size: [w, h] }
    }

    /// Returns the far edge along an axis (0 is x, 1 is y).
    ///
    /// # Panics
    /// Panics if `axis` is not 0 or 1.
    #[must_use]
    pub const fn end(self, axis: usize) -> i32 {
        self.at[axis] + self.size[axis]
    }

    /// Returns `true` if the two rectangles share a pixel.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.at[0] < other.end(0) && other.at[0] < self.end(0) && self.at[1] < other.end(1) && other.at[1] < self.end(1)
    }

    /// Returns `true` if the pixel is inside the rectangle.
    #[must_use]
    pub const fn contains(self, at: [i32; 2]) -> bool {
        at[0] >= self.at[0] && at[1] >= self.at[1] && at[0] < self.end(0) && at[1] < self.end(1)
    }

    /// Returns the rectangle moved by the given number of pixels, `[x, y]`.
    #[must_use]
    pub const fn shifted(self, by: [i32; 2]) -> Self {
        Self { at: [self.at[0] + by[0], self.at[1] + by[1]], size: self.size }
    }
}

/// How high a logical unit is in relation to its width: from 1/16 to 16. A pixel is square; a cell of a terminal is about twice as high as
/// it is wide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aspect(f64);

impl Default for Aspect {
    fn default() -> Self {
        Self::SQUARE
    }
}

impl Aspect {
    /// Units that are as high as they are wide.
    pub const SQUARE: Self = Self(1.0);

    /// Creates an aspect ratio from the height of a unit divided by its width.
    ///
    /// # Errors
    /// Returns [`AspectError`] if `ratio` is not a number from 1/16 to 16.
    pub fn new(ratio: f64) -> Result<Self, AspectError> {
        if (1.0 / 16.0..=16.0).contains(&ratio) { Ok(Self(ratio)) } else { Err(AspectError { ratio }) }
    }

    /// Returns the height of a unit divided by its width.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// The error returned for an aspect ratio outside of its range.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("the aspect ratio {ratio} is not between 1/16 and 16")]
pub struct AspectError {
    /// The ratio that was given.
    pub ratio: f64,
}

/// The number of device pixels per logical unit: finite, from 1/16 to 16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale(f64);

impl Default for Scale {
    fn default() -> Self {
        Self::ONE
    }
}

impl Scale {
    /// One device pixel per logical unit.
    pub const ONE: Self = Self(1.0);

    /// Creates a scale, or returns `None` if `factor` is not a number from 1/16 to 16.
    #[must_use]
    pub fn new(factor: f64) -> Option<Self> {
        (factor.is_finite() && (1.0 / 16.0..=16.0).contains(&factor)).then_some(Self(factor))
    }

    /// Returns the number of device pixels per logical unit.
    #[must_use]
    pub const fn factor(self) -> f64 {
        self.0
    }

    /// Converts a coordinate from logical units to the nearest device pixel.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn to_px(self, units: f64) -> i32 {
        (units * self.0).round() as i32
    }

    /// Converts a coordinate from device pixels to logical units.
    #[must_use]
    pub fn to_units(self, px: i32) -> f64 {
        f64::from(px) / self.0
    }

    /// Converts a rectangle from device pixels to logical units.
    #[must_use]
    pub fn rect(self, px: PxRect) -> Rect {
        Rect::new(
            self.to_units(px.at[0]),
            self.to_units(px.at[1]),
            self.to_units(px.size[0]),
            self.to_units(px.size[1]),
        )
    }
}
