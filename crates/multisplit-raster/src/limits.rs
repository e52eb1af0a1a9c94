//! The limits of the rasterizer. None of them depends on the machine.

/// The maximum width and height of a picture, in pixels. Larger requests are cut to this size.
pub const MAX_SIDE_PX: u32 = 16_384;

/// The number of subpixel positions per pixel and axis that a vertex can have, as on common GPUs.
pub(crate) const SUBPIXELS: i64 = 256;

/// The largest distance of a vertex from the origin per axis, in pixels. Larger coordinates are clamped.
///
/// Edge functions sum two products of coordinate differences in subpixels: (2^21 · 2^8 · 2)^2 · 2 = 2^61 still fits in 64 bits.
pub(crate) const REACH_PX: f32 = 2_097_152.0;
