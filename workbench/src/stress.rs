//! `multisplit stress`: uses the real workbench at random for a while, without a display: files, pictures, terminals, databases and
//! slow panes are opened, shown, queried, scrolled and closed under a memory budget. It prints a report, and fails if a goal is
//! missed.

mod bench;
mod folder;
mod report;
mod simulated_user;

use crate::app::{App, Start, budget};
use crate::args::{JobResult, Stress};
use bench::Bench;
use simulated_user::SimulatedUser;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The time between frames, as on a usual screen.
const FRAME: Duration = Duration::from_micros(16_667);

/// Works for the requested time and prints the report.
pub(crate) fn run(args: &Stress) -> JobResult {
    let folder = folder::Folder::make(if args.canvas { 0 } else { args.panes as usize })?;
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, Some(folder.path().to_owned()), &Start::Unsaved)?;
    if args.canvas {
        app.demonstrate(args.panes as usize)?;
    }
    app.mind_memory(multisplit::RuntimeConfig { probe_every: Duration::from_millis(500), ..budget(args.memory) });
    let simulated_user = match args.canvas {
        true => SimulatedUser::on_canvas(args.seed),
        false => SimulatedUser::opening(folder.widgets(), args.panes as usize, args.seed),
    };
    let mut bench = Bench::new(ctx, app, simulated_user);
    let end = Instant::now() + Duration::from_secs(u64::from(args.seconds));
    while Instant::now() < end {
        let start = Instant::now();
        bench.frame();
        if let Some(rest) = FRAME.checked_sub(start.elapsed()) {
            std::thread::sleep(rest);
        }
    }
    let report = bench.report();
    let text = if args.json { report.to_json() } else { report.to_text() };
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(if report.met() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::bench::Bench;
    use super::report::Report;
    use super::simulated_user::SimulatedUser;
    use super::{App, Start, budget, folder};
    use multisplit::RuntimeConfig;
    use std::path::Path;
    use std::time::Duration;

    fn work(frames: usize, path: &Path, begin: impl FnOnce(&mut App) -> SimulatedUser) -> Report {
        let ctx = egui::Context::default();
        let mut app = App::new(&ctx, Some(path.to_owned()), &Start::Unsaved).expect("the workbench");
        let simulated_user = begin(&mut app);
        let mut bench = Bench::new(ctx, app, simulated_user);
        for _ in 0..frames {
            bench.frame();
            // Background work, in pools and databases, gets its turn.
            std::thread::sleep(Duration::from_millis(3));
        }
        bench.report()
    }

    /// Runs the work itself, some seconds of it as fast as possible: nothing fails, and the budget holds although it is too small.
    #[test]
    fn random_work_on_real_panes_stays_within_its_budget() {
        let folder = folder::Folder::make(60).expect("a folder");
        let report = work(600, folder.path(), |app| {
            app.mind_memory(RuntimeConfig { probe_every: Duration::from_millis(50), ..budget(16) });
            SimulatedUser::opening(folder.widgets(), 60, 7)
        });
        let (text, meters) = (report.to_text(), report.snapshot.meters);
        assert!(report.work.len() == 590 && report.panes > 40, "{text}");
        assert!(meters.created > 60 && meters.evicted > 20 && meters.hits_saved > 5, "{text}");
        assert!(report.queries > 5 && report.rows > 0, "{text}");
        assert_eq!((report.errors, report.over_hard_in_a_row > 1), (0, false), "{text}");
        let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
        assert_eq!((&json["frames"], &json["errors"]), (&serde_json::json!(590), &serde_json::json!(0)));
    }

    #[test]
    fn random_work_on_a_canvas_breaks_nothing() {
        let folder = folder::Folder::make(0).expect("a folder");
        let report = work(300, folder.path(), |app| {
            app.demonstrate(500).expect("not too many");
            SimulatedUser::on_canvas(7)
        });
        let text = report.to_text();
        assert!(report.panes > 450 && report.snapshot.meters.created > 50, "{text}");
        assert_eq!(report.errors, 0, "{text}");
    }

    /// A missed goal is reported both in words and by the exit code.
    #[test]
    fn a_missed_goal_is_a_failure() {
        let folder = folder::Folder::make(0).expect("a folder");
        let mut report = work(20, folder.path(), |_| SimulatedUser::on_canvas(7));
        report.errors = 1;
        assert!(!report.met() && report.to_text().contains("goals missed"));
        assert!(report.to_json().contains("\"met\":false"));
    }
}
