//! A pane that is slow to load: `slow:MILLISECONDS/N`. It shows what loading looks like, and puts load on the loader. It does
//! nothing else.

use super::Kind;
use crate::provider::{Pane, Requests, WorkPane};
use egui::Ui;
use multisplit::jobs::JobContext;
use multisplit::{Cost, Failure, Lifecycle, Provided};
use multisplit_egui::{PaneContext, PaneUi};
use std::time::{Duration, Instant};

pub(super) const KIND: Kind = Kind {
    name: "slow",
    absent_title: |_| "Slow".to_owned(),
    make: |_, request| {
        let slow = Slow::named(request.widget.rest());
        Provided::load(move |context| slow.wait(context), move |()| Pane::new(Box::new(slow)))
    },
};

/// The maximum loading time, in milliseconds.
const MAX_MILLIS: u64 = 3_600_000;
/// The time between two checks whether the load was cancelled.
const STEP: Duration = Duration::from_millis(5);

/// A pane that took its time to load.
#[derive(Clone, Copy)]
struct Slow {
    millis: u64,
}

impl Slow {
    /// Reads the id `MILLISECONDS/N`; the time is 100 ms if it is not a number.
    fn named(rest: &str) -> Self {
        let number = rest.split('/').next().and_then(|text| text.parse().ok());
        Self { millis: number.unwrap_or(100).min(MAX_MILLIS) }
    }

    /// Waits for the time of the pane, and reports the progress.
    ///
    /// # Errors
    /// Fails if the job is cancelled.
    fn wait(self, context: &JobContext) -> Result<(), Failure> {
        let (start, whole) = (Instant::now(), Duration::from_millis(self.millis));
        while start.elapsed() < whole {
            context.check()?;
            context.set_progress(start.elapsed().as_secs_f32() / whole.as_secs_f32());
            std::thread::sleep(STEP.min(whole.saturating_sub(start.elapsed())));
        }
        Ok(())
    }
}

impl PaneUi<Requests> for Slow {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, Requests>) {
        ui.centered_and_justified(|ui| ui.label(format!("This took {} ms", self.millis)));
    }

    fn title(&self) -> String {
        "Slow".to_owned()
    }

    fn revision(&self) -> Option<u64> {
        Some(0)
    }
}

impl Lifecycle for Slow {
    fn cost(&self) -> Cost {
        // About as much as a document of usual size, so that the pane weighs on the budget.
        Cost { bytes: 256 << 10, rebuild_micros: self.millis * 1_000 }
    }
}

impl WorkPane for Slow {}
