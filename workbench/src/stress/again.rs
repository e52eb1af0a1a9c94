//! The same work once more, in another process, to look at the frames again that took long.
//!
//! A virtual machine stands still for ten or twenty milliseconds now and then, and its system does not know. A frame that was hit looks like
//! one that works too long. The work is the same each time, frame by frame, so what is long for a reason is long again. The process is
//! another one so that what is done once in a process, as compiling the patterns of a language, is done again.

use super::frame::Frame;
use crate::args::Stress;
use std::collections::BTreeMap;
use std::error::Error;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The longest frames of the second run: how long each took, by its number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SecondRun(BTreeMap<usize, Duration>);

impl SecondRun {
    /// Does the work again. Returns an error if the other process cannot be started, or does not say what its frames took.
    pub(super) fn of(args: &Stress) -> Result<Self, Box<dyn Error>> {
        let Stress { panes, seconds, memory, seed, .. } = args;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["stress", "--canvas", "--once", "--json"]);
        for (option, value) in
            [("--panes", u64::from(*panes)), ("--seconds", (*seconds).into()), ("--memory", *memory), ("--seed", *seed)]
        {
            command.arg(option).arg(value.to_string());
        }
        // The exit code says that it missed goals as well; what it printed decides.
        let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
        let told = Self::read(&output.stdout);
        told.ok_or_else(|| format!("the second run says nothing of its frames: {}", output.status).into())
    }

    fn read(json: &[u8]) -> Option<Self> {
        let report: serde_json::Value = serde_json::from_slice(json).ok()?;
        let frames = report["worst"].as_array()?.iter().map(|frame| {
            let number = usize::try_from(frame["frame"].as_u64()?).ok()?;
            Some((number, Duration::try_from_secs_f64(frame["ms"].as_f64()? / 1_000.0).ok()?))
        });
        frames.collect::<Option<BTreeMap<_, _>>>().map(Self)
    }

    /// Notes how long frames took the second time. One that is not among the longest there took no longer than the shortest of these.
    pub(super) fn note_in(&self, frames: &mut [Frame]) {
        let most_of_others = self.0.values().min().copied().unwrap_or_default();
        for frame in frames {
            frame.again = Some(self.0.get(&frame.number).copied().unwrap_or(most_of_others));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Frame, SecondRun};

    #[test]
    fn a_frame_is_as_long_as_the_shorter_of_its_two_runs() {
        let told = br#"{"worst": [{"frame": 7, "ms": 9.5, "act": "pan"}, {"frame": 3, "ms": 2.0, "act": "pan"}]}"#;
        let again = SecondRun::read(told).expect("frames");
        let frame = |number, millis| Frame { number, took: Duration::from_millis(millis), ..Frame::default() };
        let mut frames = [frame(7, 12), frame(8, 11), frame(3, 1)];
        again.note_in(&mut frames);
        assert_eq!(frames.map(Frame::judged), [9_500, 2_000, 1_000].map(Duration::from_micros));
    }

    #[test]
    fn what_tells_of_no_frames_is_no_run() {
        for told in [&b""[..], b"[]", br#"{"worst": [{"ms": 1}]}"#, br#"{"worst": [{"frame": 1, "ms": -1}]}"#] {
            assert_eq!(SecondRun::read(told), None);
        }
    }
}
