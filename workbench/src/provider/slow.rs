//! A pane that takes its time: to see what loading looks like, and to load the loader. Does nothing else.

use egui::Ui;
use multisplit::{Failure, JobContext};
use std::time::{Duration, Instant};

/// No pane takes longer, in milliseconds.
const MOST_MILLIS: u64 = 3_600_000;
/// How often it looks whether anybody waits.
const STEP: Duration = Duration::from_millis(5);

/// A pane that was slow to come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slow {
    millis: u64,
}

impl Slow {
    /// `MILLISECONDS/N`, or a hundred of them where that is no number.
    pub(super) fn named(rest: &str) -> Self {
        let number = rest.split('/').next().and_then(|text| text.parse().ok());
        Self { millis: number.unwrap_or(100).min(MOST_MILLIS) }
    }

    /// Waits, and says how far it is.
    pub(super) fn wait(self, context: &JobContext) -> Result<(), Failure> {
        let (start, whole) = (Instant::now(), Duration::from_millis(self.millis));
        while start.elapsed() < whole {
            context.check()?;
            context.set_progress(start.elapsed().as_secs_f32() / whole.as_secs_f32());
            std::thread::sleep(STEP.min(whole.saturating_sub(start.elapsed())));
        }
        Ok(())
    }

    pub(super) const fn bytes(self) -> u64 {
        // As much as a document of usual size, so that a budget feels it.
        256 << 10
    }

    pub(super) const fn rebuild_micros(self) -> u64 {
        self.millis * 1_000
    }

    pub(super) fn ui(self, ui: &mut Ui) {
        ui.centered_and_justified(|ui| ui.label(format!("This took {} ms", self.millis)));
    }
}
