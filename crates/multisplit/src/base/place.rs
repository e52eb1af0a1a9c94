//! Where a new pane goes, and how much of the space it takes.

use crate::base::geometry::Axis;
use crate::base::spelling::spelled;
use serde::{Deserialize, Serialize};

/// The place of a pane relative to another pane, the target. A target in a tab set stands for the whole set, except for [`Placement::Tab`],
/// [`Placement::Before`] and [`Placement::After`], which are places among its tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// To the left of the target, taking a part of its space.
    Left,
    /// To the right of the target, taking a part of its space.
    Right,
    /// Above the target, taking a part of its space.
    Top,
    /// Below the target, taking a part of its space.
    Bottom,
    /// In a tab after the target.
    Tab,
    /// Before the target as its sibling; all siblings give up space and keep their proportions.
    Before,
    /// After the target as its sibling; all siblings give up space and keep their proportions.
    After,
}

impl Placement {
    /// Returns the axis, and `true` if the new pane comes second along it; `None` for tabs and siblings.
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

/// The part of the space that a new pane takes: from 0.05 to 0.95.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct Ratio(f64);

impl Ratio {
    /// The smallest ratio.
    pub const MIN: f64 = 0.05;
    /// The largest ratio.
    pub const MAX: f64 = 0.95;
    /// One half.
    pub const HALF: Self = Self(0.5);
    /// A quarter: the part of a surface that a pane at its edge gets ([`Rules::docks`](crate::Rules::docks)).
    pub const DOCK: Self = Self(0.25);

    /// Creates a ratio.
    ///
    /// # Errors
    /// Returns [`RatioError`] if `ratio` is outside of 0.05 to 0.95, or not a number.
    pub fn new(ratio: f64) -> Result<Self, RatioError> {
        if (Self::MIN..=Self::MAX).contains(&ratio) { Ok(Self(ratio)) } else { Err(RatioError { ratio }) }
    }

    /// Returns the ratio of a part that already exists, as when a pane keeps its size in a move. Unlike [`Ratio::new`],
    /// this accepts everything above 0 and below 1, and returns `None` for the rest.
    #[must_use]
    pub(crate) fn part(part: f64) -> Option<Self> {
        (part > 0.0 && part < 1.0).then_some(Self(part))
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Ratio {
    type Error = RatioError;

    fn try_from(ratio: f64) -> Result<Self, RatioError> {
        Self::new(ratio)
    }
}

spelled!(Placement, Ratio);

/// The error returned for a ratio outside of its range.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("the ratio {ratio} is not between {min} and {max}", min = Ratio::MIN, max = Ratio::MAX)]
pub struct RatioError {
    /// The ratio that was requested.
    pub ratio: f64,
}
