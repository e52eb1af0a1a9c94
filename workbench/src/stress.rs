//! `multisplit stress`: the real workbench without a display, worked on at random for a while: files, pictures, databases and slow
//! panes are opened, looked at, scrolled and closed under a memory budget. Prints how that went.

mod bench;
mod folder;
mod report;

use crate::app::{App, Start, budget};
use crate::cli::{JobResult, Stress};
use bench::Bench;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// A frame every so often, as a screen shows them.
const FRAME: Duration = Duration::from_micros(16_667);

/// Works for as long as asked and prints the report.
pub(crate) fn run(args: &Stress) -> JobResult {
    let folder = folder::Folder::make(if args.canvas { 0 } else { args.panes as usize })?;
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, Some(folder.path().to_owned()), Start::Unsaved)?;
    if args.canvas {
        app.demonstrate(args.panes as usize)?;
    }
    app.mind_memory(multisplit::RuntimeConfig { probe_every: Duration::from_millis(500), ..budget(args.memory) });
    let mut bench = Bench::new(ctx, app, folder.widgets(), args.panes as usize, args.seed);
    bench.canvas = args.canvas;
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
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::bench::Bench;
    use super::{App, Start, budget, folder};

    /// The work itself, some seconds of it as fast as it goes: nothing fails but what should, and the budget holds.
    #[test]
    fn random_work_on_real_panes_stays_within_its_budget() {
        let folder = folder::Folder::make(60).expect("a folder");
        let ctx = egui::Context::default();
        let mut app = App::new(&ctx, Some(folder.path().to_owned()), Start::Unsaved).expect("the workbench");
        app.mind_memory(budget(8));
        let mut bench = Bench::new(ctx, app, folder.widgets(), 60, 7);
        for _ in 0..400 {
            bench.frame();
        }
        let report = bench.report();
        assert!(report.frames == 400 && report.panes > 20, "{}", report.to_text());
        assert!(report.snapshot.meters.created > 50, "{}", report.to_text());
        assert_eq!(report.errors, 0, "{}", report.to_text());
        assert!(report.over_hard_in_a_row <= 1, "{}", report.to_text());
        let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
        assert_eq!(json["frames"], 400);
    }
}
