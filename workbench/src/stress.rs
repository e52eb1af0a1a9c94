//! `multisplit stress`: uses the real workbench at random for a while, without a display: files, pictures, terminals, databases and
//! slow panes are opened, shown, queried, scrolled and closed under a memory budget. It prints a report, and fails if a goal is
//! missed. With `--web`, pages of the web are read instead.

mod again;
mod bench;
mod folder;
mod frame;
mod machine;
mod reader;
mod report;
mod simulated_user;
mod site;
mod user;

use crate::app::{App, Start, budget};
use crate::args::{JobResult, Stress};
use again::SecondRun;
use bench::Bench;
use multisplit_web::{Chromium, Options};
use reader::Reader;
use report::Report;
use simulated_user::SimulatedUser;
use site::Site;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use user::User;

/// The time between frames, as on a usual screen.
const FRAME: Duration = Duration::from_micros(16_667);

/// Works for the requested time and prints the report.
pub(crate) fn run(args: &Stress) -> JobResult {
    let mut report = match args.web {
        Some(pages) => read_pages(args, pages as usize)?,
        None => work(args)?,
    };
    if args.canvas && report.has_long_frames() && !args.once {
        report.compare(&SecondRun::of(args)?);
    }
    let text = if args.json { report.to_json() } else { report.to_text() };
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(if report.met() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn work(args: &Stress) -> Result<Report, Box<dyn Error>> {
    let folder = folder::Folder::make(if args.canvas { 0 } else { args.panes as usize })?;
    let (ctx, mut app) = open(args, folder.path())?;
    if args.canvas {
        app.demonstrate(args.panes as usize)?;
    }
    let simulated_user = match args.canvas {
        true => SimulatedUser::on_canvas(args.seed),
        false => SimulatedUser::opening(folder.widgets(), args.panes as usize, args.seed),
    };
    let mut bench = Bench::new(ctx, app, simulated_user);
    let end = Instant::now() + Duration::from_secs(u64::from(args.seconds));
    frames(&mut bench, |_| Instant::now() < end);
    Ok(bench.report())
}

/// Reads pages for the requested time, and then until each was looked at once more.
fn read_pages(args: &Stress, pages: usize) -> Result<Report, Box<dyn Error>> {
    let folder = folder::Folder::make(0)?;
    let profile = tempfile::Builder::new().prefix("multisplit-stress-web").tempdir()?;
    let (ctx, mut app) = open(args, folder.path())?;
    // All pages are our own.
    let engine = Arc::new(Chromium::new(Options::new(profile.path()).even_as_root()));
    app.set_web_engine(Arc::<Chromium>::clone(&engine));
    let reader = Reader::new(Site::start()?, engine, pages, args.seed);
    let mut bench = Bench::new(ctx, app, reader);
    let end = Instant::now() + Duration::from_secs(u64::from(args.seconds));
    frames(&mut bench, |_| Instant::now() < end);
    bench.user_mut().check_all();
    frames(&mut bench, |reader| !reader.has_checked());
    Ok(bench.report())
}

fn open(args: &Stress, folder: &Path) -> Result<(egui::Context, App), Box<dyn Error>> {
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, Some(folder.to_owned()), &Start::Unsaved)?;
    app.mind_memory(multisplit::RuntimeConfig { probe_every: Duration::from_millis(500), ..budget(args.memory) });
    Ok((ctx, app))
}

/// Runs frames as a screen does, for as long as they are wanted.
fn frames<U: User>(bench: &mut Bench<U>, is_wanted: impl Fn(&U) -> bool) {
    while is_wanted(bench.user_mut()) {
        let start = Instant::now();
        bench.frame();
        if let Some(rest) = FRAME.checked_sub(start.elapsed()) {
            std::thread::sleep(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bench::Bench;
    use super::frame::Frame;
    use super::machine::Machine;
    use super::report::Report;
    use super::simulated_user::SimulatedUser;
    use super::{App, Start, Stress, budget, folder, read_pages};
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

    /// Reads some pages within a budget that holds only some of them: each comes back as it was left.
    #[test]
    fn pages_that_are_evicted_come_back_as_they_were_left() {
        let args =
            Stress { panes: 1, seconds: 6, memory: 60, seed: 7, canvas: false, web: Some(5), json: false, once: true };
        let report = read_pages(&args, 5).expect("a browser");
        let (text, pages) = (report.to_text(), report.pages.expect("read"));
        assert!(pages.pages == 5 && pages.back > 5 && pages.loads > 5, "{text}");
        assert_eq!((pages.lost, report.errors), (0, 0), "{text}");
        assert!(pages.browser_high > 0 || cfg!(not(target_os = "linux")), "{text}");
        assert!(report.to_json().contains("\"lost\":0") && text.contains("5 web pages"), "{text}");
    }

    /// That is what allows a second look at a frame.
    #[test]
    fn the_same_seed_gives_the_same_work_frame_by_frame() {
        let [first, second] = [(); 2].map(|()| {
            let folder = folder::Folder::make(0).expect("a folder");
            let report = work(70, folder.path(), |app| {
                app.demonstrate(500).expect("not too many");
                SimulatedUser::on_canvas(3)
            });
            let mut acts: Vec<_> = report.worst.iter().map(|frame| (frame.number, frame.act)).collect();
            acts.sort_unstable();
            (acts, report.panes, report.snapshot.transactions)
        });
        // What joins in the history depends on the clock, so an undo on a busy machine may take back less.
        assert!(first.0.len() == 60 && first.0.iter().all(|(_, act)| *act != "undo"), "{first:?}");
        assert!(first == second && first.2 > 2, "{first:?} {second:?}");
    }

    /// A missed goal is reported both in words and by the exit code.
    #[test]
    fn a_missed_goal_is_a_failure() {
        let folder = folder::Folder::make(0).expect("a folder");
        let mut report = work(20, folder.path(), |_| SimulatedUser::on_canvas(7));
        report.machine = Machine::that_takes(Duration::from_millis(10));
        let frame =
            |millis, number, act| Frame { took: Duration::from_millis(millis), number, act, ..Frame::default() };
        report.worst_of_engine = frame(17, 12, "closing");
        report.worst = vec![frame(15, 13, "scrolling")];
        report.errors = 1;
        let text = report.to_text();
        let words = "goals missed: the engine took 17.00 ms in frame 12 (closing), allowed 16.00; 1 errors; this machine takes 2.00 times";
        assert!(!report.met() && text.contains(words), "{text}");
        // On a canvas, a frame that is long only once is not ours.
        report.worst.push(frame(18, 14, "pan"));
        assert!(report.has_long_frames());
        report.worst[1].again = Some(Duration::from_millis(2));
        let text = report.to_text();
        assert!(text.contains("18.0 pan (and 0.0; 2.0 in a second run)") && !report.has_long_frames(), "{text}");
        report.worst[1].again = Some(Duration::from_millis(17));
        assert!(report.to_text().contains("took 17.00 ms in frame 14 (pan)") && report.has_long_frames());
        // With panes of all kinds, one frame in a thousand may be long.
        report.canvas = false;
        report.work = vec![Duration::ZERO; 999];
        report.worst.rotate_left(1);
        assert!(report.has_long_frames());
        report.work.push(Duration::ZERO);
        assert!(!report.has_long_frames());
        assert!(report.to_json().contains("\"met\":false"));
    }
}
