//! The bounds of the rasterizer. Nothing here depends on the machine.

/// Widest and highest picture, in pixels; larger wishes are cut to it.
pub const MAX_SIDE_PX: u32 = 16_384;

/// Parts of a pixel that a vertex can lie on, as on common GPUs.
pub(crate) const SUBPIXELS: i64 = 256;

/// Vertices farther from the corner than this many pixels are moved to it. Edge functions are products of two
/// coordinates in subpixels: (2^21 · 2^8 · 2)^2 · 2 = 2^61 still fits 64 bits.
pub(crate) const REACH_PX: f32 = 2_097_152.0;
