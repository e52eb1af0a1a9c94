//! How often a frame is drawn that nobody but the workspace needs.

use crate::base::limits;
use std::time::Duration;

/// How long to wait for a frame that nobody but the workspace needs.
pub(crate) fn frame_time(frames_per_second: Option<f32>) -> Duration {
    let [least, most] = limits::FRAME_RATES;
    let rate = frames_per_second.filter(|rate| !rate.is_nan()).unwrap_or(limits::FRAMES_PER_SECOND);
    Duration::from_secs_f32(1.0 / rate.clamp(least, most))
}
