//! Where a pane goes, and how much of the room it takes.

use crate::base::geometry::Axis;

/// Where a pane goes in relation to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Placement {
    /// To the left of it, taking a part of its room.
    Left,
    /// To the right of it, taking a part of its room.
    Right,
    /// Above it, taking a part of its room.
    Top,
    /// Below it, taking a part of its room.
    Bottom,
    /// Into a tab after it.
    Tab,
    /// As the sibling before it; all siblings give room and keep their proportions.
    Before,
    /// As the sibling after it; all siblings give room and keep their proportions.
    After,
}

impl Placement {
    /// The axis and whether the new pane comes second; `None` for tabs and siblings.
    #[must_use]
    pub const fn side(self) -> Option<(Axis, bool)> {
        match self {
            Self::Left => Some((Axis::Horizontal, false)),
            Self::Right => Some((Axis::Horizontal, true)),
            Self::Top => Some((Axis::Vertical, false)),
            Self::Bottom => Some((Axis::Vertical, true)),
            Self::Tab | Self::Before | Self::After => None,
        }
    }
}

/// The part of the room that a new pane takes: from 0.05 to 0.95.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio(f64);

impl Ratio {
    /// The smallest.
    pub const MIN: f64 = 0.05;
    /// The largest.
    pub const MAX: f64 = 0.95;
    /// One half.
    pub const HALF: Self = Self(0.5);

    /// Checks the range.
    ///
    /// # Errors
    /// [`RatioError`] outside 0.05 to 0.95, and for what is not a number.
    pub fn new(ratio: f64) -> Result<Self, RatioError> {
        if (Self::MIN..=Self::MAX).contains(&ratio) { Ok(Self(ratio)) } else { Err(RatioError { ratio }) }
    }

    /// Returns a part of what is there already, which may be smaller or larger than what one can ask for: where a pane takes its
    /// size along. `None` where it is nothing, all of it, or not a number.
    #[must_use]
    pub(crate) fn part(part: f64) -> Option<Self> {
        (part > 0.0 && part < 1.0).then_some(Self(part))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// A ratio outside its range.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("the ratio {ratio} is not between {min} and {max}", min = Ratio::MIN, max = Ratio::MAX)]
pub struct RatioError {
    /// What was asked for.
    pub ratio: f64,
}
