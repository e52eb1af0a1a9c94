//! What the front end may keep, as named numbers. Decides nothing else.

/// Panes whose painting is kept.
pub(crate) const KEPT_PANES: usize = 16_384;
/// Bytes of all kept paintings, estimated.
pub(crate) const KEPT_BYTES: usize = 64 << 20;
/// Frames a second that the front end asks for on its own, where the application says nothing.
pub(crate) const FRAMES_PER_SECOND: f32 = 60.0;
/// The least and the most frames a second that can be asked for.
pub(crate) const FRAME_RATES: [f32; 2] = [1.0, 1000.0];
