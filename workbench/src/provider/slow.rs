//! A pane that is slow to load: it shows what loading looks like, and puts load on the loader. It does nothing else.

use egui::Ui;
use multisplit::Failure;
use multisplit::jobs::JobContext;
use std::time::{Duration, Instant};

/// The maximum loading time, in milliseconds.
const MAX_MILLIS: u64 = 3_600_000;
/// The time between two checks whether the load was cancelled.
const STEP: Duration = Duration::from_millis(5);

/// A pane that took its time to load.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slow {
    millis: u64,
}

impl Slow {
    /// Reads the id `MILLISECONDS/N`; the time is 100 ms if it is not a number.
    pub(super) fn named(rest: &str) -> Self {
        let number = rest.split('/').next().and_then(|text| text.parse().ok());
        Self { millis: number.unwrap_or(100).min(MAX_MILLIS) }
    }

    /// Waits for the time of the pane, and reports the progress.
    ///
    /// # Errors
    /// Fails if the job is cancelled.
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
        // About as much as a document of usual size, so that the pane weighs on the budget.
        256 << 10
    }

    pub(super) const fn rebuild_micros(self) -> u64 {
        self.millis * 1_000
    }

    pub(super) fn ui(self, ui: &mut Ui) {
        ui.centered_and_justified(|ui| ui.label(format!("This took {} ms", self.millis)));
    }
}
