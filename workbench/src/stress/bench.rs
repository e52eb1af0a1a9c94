//! The measurements while a simulated user works on the workbench: times of frames, memory, queries.

use super::FRAME;
use super::frame::Frame;
use super::machine::{self, Machine};
use super::report::Report;
use super::user::User;
use crate::app::App;
use egui::{Context, Event, RawInput, Rect, pos2};
use std::time::{Duration, Instant};

/// Frames at the start that are not measured, because they shape fonts and place all panes for the first time.
const WARM_UP: usize = 10;

/// The number of longest frames that are kept.
const WORST: usize = 100;

/// The workbench, the simulated user that works on it, and the measurements.
pub(super) struct Bench<U> {
    ctx: Context,
    app: App,
    user: U,
    frames: usize,
    work: Vec<Duration>,
    whole: Vec<Duration>,
    /// The frames that took longest, and that in which the engine did.
    worst: Vec<Frame>,
    worst_of_engine: Frame,
    machine: Machine,
    /// The maximum number of rows that all visible databases showed at the same time.
    most_rows: u64,
    accounted_high: u64,
    resident_high: u64,
    over_hard: usize,
    over_hard_in_a_row: usize,
    /// The time of the last memory probe that was evaluated.
    probed_micros: u64,
}

impl<U: User> Bench<U> {
    pub(super) fn new(ctx: Context, app: App, user: U) -> Self {
        Self {
            ctx,
            app,
            user,
            frames: 0,
            work: vec![],
            whole: vec![],
            worst: vec![],
            worst_of_engine: Frame::default(),
            machine: Machine::measure(),
            most_rows: 0,
            accounted_high: 0,
            resident_high: 0,
            over_hard: 0,
            over_hard_in_a_row: 0,
            probed_micros: 0,
        }
    }

    /// Runs one act and one frame.
    pub(super) fn frame(&mut self) {
        let events = self.user.act(&mut self.app);
        let (start, queued) = (Instant::now(), machine::queued());
        let Self { ctx, app, .. } = self;
        let mut output = ctx.run_ui(input(self.frames, events), |ui| app.frame(ui));
        let (work, queued) = (start.elapsed(), machine::queued().saturating_sub(queued));
        drop(ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point));
        // Nothing paints here: the texture updates for a painter are discarded.
        output.textures_delta.clear();
        self.frames += 1;
        if self.frames == WARM_UP {
            self.app.workspace_mut().restart_timings();
        }
        if self.frames > WARM_UP {
            self.work.push(work);
            self.whole.push(start.elapsed());
            self.note_long(work.saturating_sub(queued), queued);
        }
        self.watch();
    }

    fn note_long(&mut self, took: Duration, queued: Duration) {
        let frame = Frame { took, queued, number: self.frames, act: self.user.doing(), again: None };
        self.worst.push(frame);
        self.worst.sort_unstable_by_key(|frame| std::cmp::Reverse(frame.took));
        self.worst.truncate(WORST);
        let engine = Frame { took: self.app.workspace_mut().last_turn(), ..frame };
        if engine.took > self.worst_of_engine.took {
            self.worst_of_engine = engine;
        }
    }

    /// Returns the user, to ask how far the work is.
    pub(super) const fn user_mut(&mut self) -> &mut U {
        &mut self.user
    }

    pub(super) fn report(mut self) -> Report {
        let snapshot = self.app.snapshot();
        self.work.sort_unstable();
        self.whole.sort_unstable();
        Report {
            panes: snapshot.panes,
            work: self.work,
            whole: self.whole,
            worst: self.worst,
            worst_of_engine: self.worst_of_engine,
            // At the start, something else may have been busy.
            machine: self.machine.or(Machine::measure()),
            queries: self.user.queries(),
            rows: self.most_rows,
            canvas: self.user.is_on_canvas(),
            accounted_high: self.accounted_high,
            resident_high: self.resident_high,
            over_hard_in_a_row: self.over_hard_in_a_row,
            errors: snapshot.meters.panics
                + snapshot.meters.loads_failed
                + snapshot.meters.states_lost
                + self.user.errors(),
            pages: self.user.pages(),
            snapshot,
        }
    }

    fn watch(&mut self) {
        self.most_rows = self.most_rows.max(self.app.rows_shown());
        let workspace = self.app.workspace_mut();
        let (accounted, hard) = (workspace.accounted_bytes(), workspace.config().hard_bytes);
        self.accounted_high = self.accounted_high.max(accounted);
        let Some(sample) = workspace.last_sample().copied() else { return };
        if sample.at_micros != self.probed_micros {
            self.probed_micros = sample.at_micros;
            self.over_hard = if accounted > hard { self.over_hard + 1 } else { 0 };
            self.over_hard_in_a_row = self.over_hard_in_a_row.max(self.over_hard);
            self.resident_high = self.resident_high.max(sample.probe.resident.unwrap_or(0));
        }
    }
}

/// Returns the input of a frame. Its time is that of an undisturbed screen, so that the same events have the same effect in every run.
fn input(frame: usize, events: Vec<Event>) -> RawInput {
    let time = FRAME.saturating_mul(u32::try_from(frame).unwrap_or(u32::MAX));
    RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), super::user::SIZE)),
        time: Some(time.as_secs_f64()),
        events,
        ..RawInput::default()
    }
}
