//! The state of a view that is worth keeping over a restart.
//!
//! It does not hold any contents of the file. Invariant: any value, even one from another version of the file on disk, can
//! be passed to `LargeView::restore`; places outside the file are clamped.

use serde::{Deserialize, Serialize};

/// The place of the user in a file, and the settings of the view.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LargeState {
    /// The offset of the first byte of the first visible row.
    pub offset: u64,
    /// The horizontal scroll offset, in points.
    pub scroll_x: f32,
    /// Whether the view stays at the end of a growing file.
    pub follow: bool,
    /// Whether long lines are wrapped instead of scrolled horizontally.
    pub wrap: bool,
    /// The text that was last searched for.
    pub search: String,
    /// Whether the search is case-sensitive.
    pub match_case: bool,
}
