//! The size constraints of a node (lengths, bounds, priority) and the marks that stay with the node wherever it goes.

use crate::base::group::GroupId;
use crate::base::limits::MAX_LENGTH;
use crate::base::spelling::spelled;
use serde::{Deserialize, Serialize};

/// A length in logical units: finite, not negative, and at most [`MAX_LENGTH`].
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct Length(f64);

impl Length {
    /// The length zero.
    pub const ZERO: Self = Self(0.0);

    /// Creates a length of `units` logical units.
    ///
    /// # Errors
    /// Returns [`BoundsError::Length`] if `units` is negative, not finite, or greater than [`MAX_LENGTH`].
    pub fn new(units: f64) -> Result<Self, BoundsError> {
        if (0.0..=MAX_LENGTH).contains(&units) { Ok(Self(units)) } else { Err(BoundsError::Length { units }) }
    }

    /// Returns the length in logical units.
    #[must_use]
    pub const fn units(self) -> f64 {
        self.0
    }
}

/// The minimum and maximum size of a node, each as `[width, height]`; `None` means that there is no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "BoundsFields")]
pub struct Bounds {
    min: [Option<Length>; 2],
    max: [Option<Length>; 2],
}

impl Bounds {
    /// No bound at all.
    pub const NONE: Self = Self { min: [None; 2], max: [None; 2] };

    /// Creates bounds from a minimum and a maximum, each as `[width, height]`.
    ///
    /// # Errors
    /// Returns [`BoundsError::Crossed`] if a minimum is greater than its maximum.
    pub fn new(min: [Option<Length>; 2], max: [Option<Length>; 2]) -> Result<Self, BoundsError> {
        for (low, high) in min.iter().zip(&max) {
            if let (Some(low), Some(high)) = (low, high)
                && low > high
            {
                return Err(BoundsError::Crossed { min: low.units(), max: high.units() });
            }
        }
        Ok(Self { min, max })
    }

    /// Creates bounds that fix the length along one axis (0 is width, 1 is height) and leave the other axis free. Only
    /// the lowest bit of `axis` counts.
    #[must_use]
    pub fn fixed(axis: usize, length: Length) -> Self {
        let mut one = [None; 2];
        one[axis & 1] = Some(length);
        Self { min: one, max: one }
    }

    /// Returns the minimum size as `[width, height]`.
    #[must_use]
    pub const fn min(&self) -> [Option<Length>; 2] {
        self.min
    }

    /// Returns the maximum size as `[width, height]`.
    #[must_use]
    pub const fn max(&self) -> [Option<Length>; 2] {
        self.max
    }
}

/// Bounds as they are read, before they are checked.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct BoundsFields {
    min: [Option<Length>; 2],
    max: [Option<Length>; 2],
}

impl TryFrom<BoundsFields> for Bounds {
    type Error = BoundsError;

    fn try_from(fields: BoundsFields) -> Result<Self, BoundsError> {
        Self::new(fields.min, fields.max)
    }
}

impl TryFrom<f64> for Length {
    type Error = BoundsError;

    fn try_from(units: f64) -> Result<Self, BoundsError> {
        Self::new(units)
    }
}

spelled!(Length, Bounds, Priority, Role);

/// The order in which nodes give up space when there is too little of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Shrinks first.
    Low,
    /// Shrinks when the nodes of low priority have nothing left to give.
    #[default]
    Normal,
    /// Shrinks last.
    High,
}

/// The role of a pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// The pane shows content.
    #[default]
    Content,
    /// The pane is a part of the window, such as a toolbar or a status line.
    ///
    /// It is in no tab set and has no bar. Other panes are not placed in relation to it: not by
    /// [`Command::Open`](crate::Command::Open), not by a split and not by a drop. A click in it leaves the focus where it is.
    Chrome,
}

/// The properties of a node, which stay with the node wherever it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Props {
    /// The minimum and maximum size.
    pub bounds: Bounds,
    /// The order in which nodes give up space.
    pub priority: Priority,
    /// Whether the node hides instead of keeping its minimum size when the minima do not fit.
    pub snaps: bool,
    /// Whether the node refuses to be closed, moved or replaced.
    pub locked: bool,
    /// Whether the node is folded to a strip.
    pub collapsed: bool,
    /// The role of the pane; always [`Role::Content`] for a branch.
    pub role: Role,
    /// The group that the pane is in; always `None` for a branch.
    pub group: Option<GroupId>,
}

impl Props {
    /// Returns `true` if all properties have their default values.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the same properties without the group, which has no influence on where the node is placed.
    #[must_use]
    pub const fn without_group(self) -> Self {
        Self { group: None, ..self }
    }
}

/// The error returned for an invalid length or invalid bounds.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BoundsError {
    /// The number is not a valid length.
    #[error("{units} is not a length between 0 and {MAX_LENGTH}")]
    Length {
        /// The number that was given, in logical units.
        units: f64,
    },
    /// The minimum is greater than the maximum.
    #[error("the minimum {min} is above the maximum {max}")]
    Crossed {
        /// The minimum, in logical units.
        min: f64,
        /// The maximum, in logical units.
        max: f64,
    },
}
