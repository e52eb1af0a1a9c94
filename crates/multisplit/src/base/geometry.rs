//! Axes, directions, rectangles. Logical units are `f64`; device pixels are whole `i32`, so that tiles meet exactly.

use crate::base::limits::MAX_LENGTH;

/// The axis along which a split lays its children: `Horizontal` is side by side, `Vertical` one below the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Side by side, left to right.
    Horizontal,
    /// One below the other, top to bottom.
    Vertical,
}

impl Axis {
    /// The other axis.
    #[must_use]
    pub const fn cross(self) -> Self {
        match self {
            Self::Horizontal => Self::Vertical,
            Self::Vertical => Self::Horizontal,
        }
    }

    /// 0 for horizontal, 1 for vertical: the index into `[x, y]`.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// A direction on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Towards smaller x.
    Left,
    /// Towards larger x.
    Right,
    /// Towards smaller y.
    Up,
    /// Towards larger y.
    Down,
}

impl Direction {
    /// The axis it runs along.
    #[must_use]
    pub const fn axis(self) -> Axis {
        match self {
            Self::Left | Self::Right => Axis::Horizontal,
            Self::Up | Self::Down => Axis::Vertical,
        }
    }

    /// Whether it runs towards larger coordinates.
    #[must_use]
    pub const fn is_forward(self) -> bool {
        matches!(self, Self::Right | Self::Down)
    }
}

/// A point in logical units, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// A point.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The coordinate along an axis.
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
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// A rectangle in logical units, y downwards; the right and lower edge do not belong to it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A rectangle from its upper left corner and its size.
    #[must_use]
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// Whether the point lies in it.
    #[must_use]
    pub fn contains(self, at: Point) -> bool {
        at.x >= self.x && at.y >= self.y && at.x < self.x + self.w && at.y < self.y + self.h
    }

    /// Whether it can be a floating surface: a finite place, at least one unit a side, nothing past the longest length.
    #[must_use]
    pub fn is_area(self) -> bool {
        [self.x, self.y].iter().all(|v| v.abs() <= MAX_LENGTH)
            && [self.w, self.h].iter().all(|v| (1.0..=MAX_LENGTH).contains(v))
    }

    /// The point in its middle.
    #[must_use]
    pub fn center(self) -> Point {
        Point::new(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }
}

/// A rectangle in whole device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PxRect {
    /// Left and upper edge.
    pub at: [i32; 2],
    /// Width and height.
    pub size: [i32; 2],
}

impl PxRect {
    /// A rectangle from its upper left corner and its size.
    #[must_use]
    pub const fn new(x: i32, y: i32, w: i32, h: i32) -> Self {
        Self { at: [x, y], size: [w, h] }
    }

    /// The far edge along an axis (0 is x, 1 is y).
    #[must_use]
    pub const fn end(self, axis: usize) -> i32 {
        self.at[axis] + self.size[axis]
    }

    /// Whether the two share a pixel.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.at[0] < other.end(0) && other.at[0] < self.end(0) && self.at[1] < other.end(1) && other.at[1] < self.end(1)
    }

    /// Whether the pixel lies in it.
    #[must_use]
    pub const fn contains(self, at: [i32; 2]) -> bool {
        at[0] >= self.at[0] && at[1] >= self.at[1] && at[0] < self.end(0) && at[1] < self.end(1)
    }

    /// Moved by so many pixels.
    #[must_use]
    pub const fn shifted(self, by: [i32; 2]) -> Self {
        Self { at: [self.at[0] + by[0], self.at[1] + by[1]], size: self.size }
    }
}

/// Device pixels a logical unit: finite, from 1/16 to 16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale(f64);

impl Default for Scale {
    fn default() -> Self {
        Self::ONE
    }
}

impl Scale {
    /// One pixel a unit.
    pub const ONE: Self = Self(1.0);

    /// The scale, or `None` where it is not a number between 1/16 and 16.
    #[must_use]
    pub fn new(factor: f64) -> Option<Self> {
        (factor.is_finite() && (1.0 / 16.0..=16.0).contains(&factor)).then_some(Self(factor))
    }

    /// Pixels a unit.
    #[must_use]
    pub const fn factor(self) -> f64 {
        self.0
    }

    /// A logical coordinate in the nearest device pixel.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn to_px(self, units: f64) -> i32 {
        (units * self.0).round() as i32
    }

    /// A device pixel in logical units.
    #[must_use]
    pub fn to_units(self, px: i32) -> f64 {
        f64::from(px) / self.0
    }

    /// A rectangle in logical units.
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
