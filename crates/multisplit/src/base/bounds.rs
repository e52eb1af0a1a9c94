//! What a node asks of the solver: lengths, bounds, priority, and the marks that go with the node wherever it goes.

use crate::base::group::GroupId;
use crate::base::limits::MAX_LENGTH;

/// A length in logical units: finite, not negative, at most [`MAX_LENGTH`].
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Length(f64);

impl Length {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);

    /// Checks the range.
    ///
    /// # Errors
    /// [`BoundsError::Length`] for what is negative, not finite or too large.
    pub fn new(units: f64) -> Result<Self, BoundsError> {
        if (0.0..=MAX_LENGTH).contains(&units) { Ok(Self(units)) } else { Err(BoundsError::Length { units }) }
    }

    /// In logical units.
    #[must_use]
    pub const fn units(self) -> f64 {
        self.0
    }
}

/// The least and the greatest size of a node; `[width, height]`, `None` where there is no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    min: [Option<Length>; 2],
    max: [Option<Length>; 2],
}

impl Bounds {
    /// No bound at all.
    pub const NONE: Self = Self { min: [None; 2], max: [None; 2] };

    /// Checks that no minimum is above its maximum.
    ///
    /// # Errors
    /// [`BoundsError::Crossed`].
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

    /// Exactly this long along an axis (0 is width, 1 is height), free along the other.
    #[must_use]
    pub fn fixed(axis: usize, length: Length) -> Self {
        let mut one = [None; 2];
        one[axis & 1] = Some(length);
        Self { min: one, max: one }
    }

    /// The least size along both axes.
    #[must_use]
    pub const fn min(&self) -> [Option<Length>; 2] {
        self.min
    }

    /// The greatest size along both axes.
    #[must_use]
    pub const fn max(&self) -> [Option<Length>; 2] {
        self.max
    }
}

/// Who gives room first when there is too little of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Shrinks first.
    Low,
    /// Shrinks when the low ones have nothing left to give.
    #[default]
    Normal,
    /// Shrinks last.
    High,
}

/// What belongs to a node and goes with it wherever it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Props {
    /// Its bounds.
    pub bounds: Bounds,
    /// Who gives room first.
    pub priority: Priority,
    /// Hides instead of keeping its minimum when the minima do not fit.
    pub snaps: bool,
    /// Refuses to be closed, moved or replaced.
    pub locked: bool,
    /// Folded to a strip.
    pub collapsed: bool,
    /// The group it is in; panes only.
    pub group: Option<GroupId>,
}

impl Props {
    /// Whether nothing differs from the default.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The same but for the group, which says nothing of how the node lies.
    #[must_use]
    pub const fn without_group(self) -> Self {
        Self { group: None, ..self }
    }
}

/// Bounds that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum BoundsError {
    /// Not a length.
    #[error("{units} is not a length between 0 and {MAX_LENGTH}")]
    Length {
        /// What was given.
        units: f64,
    },
    /// The minimum lies above the maximum.
    #[error("the minimum {min} is above the maximum {max}")]
    Crossed {
        /// The minimum.
        min: f64,
        /// The maximum.
        max: f64,
    },
}
