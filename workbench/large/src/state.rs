//! What is worth keeping of a view over a restart.
//!
//! It refuses to hold anything of the file. Invariant: any value, from any version of the file on disk, can be given to
//! `LargeView::restore`; places outside the file are clamped.

use serde::{Deserialize, Serialize};

/// Where the user was in a file, and how they looked at it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LargeState {
    /// The first byte of the first visible row.
    pub offset: u64,
    /// How far the text is moved to the left, in points.
    pub scroll_x: f32,
    /// The view stays at the end of a growing file.
    pub follow: bool,
    /// Long lines go on in the next row instead of to the right.
    pub wrap: bool,
    /// What was last searched for.
    pub search: String,
    /// The search minds capital letters.
    pub match_case: bool,
}
