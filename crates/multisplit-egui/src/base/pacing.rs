//! The pace of frames that only the workspace needs.

use crate::base::limits;
use std::time::Duration;

/// Returns the time to wait before a frame that only the workspace needs.
pub(crate) fn frame_time(frames_per_second: Option<f32>) -> Duration {
    let [least, most] = limits::FRAME_RATES;
    let rate = frames_per_second.filter(|rate| !rate.is_nan()).unwrap_or(limits::FRAMES_PER_SECOND);
    Duration::from_secs_f32(1.0 / rate.clamp(least, most))
}
