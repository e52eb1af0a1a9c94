//! The rows: start, memory, a key, and rest.

use crate::display::Display;
use crate::program::Program;
use multisplit_bench_report::clock::middle;
use multisplit_bench_report::report::{Goal, Report};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const EMPTY: &str = "an empty window";
const TEXT: &str = "a window with a TextEdit";
/// The number of starts, of which the median counts.
const STARTS: usize = 5;
/// The number of keys, of which the median counts.
const KEYS: usize = 41;
/// After how long a window is at rest, and how long its frames are counted then.
const AT_REST: Duration = Duration::from_secs(12);
const COUNTED: Duration = Duration::from_secs(3);
/// After how long a start has ended, with all that it does behind the first frame.
const SETTLED: Duration = Duration::from_secs(3);

/// What is measured.
struct Bench<'a> {
    display: Display,
    workbench: &'a Path,
    plain: PathBuf,
    starts: usize,
}

pub(crate) fn measure(report: &mut Report, workbench: &Path) -> Result<(), String> {
    let plain = std::env::current_exe().map_err(|error| error.to_string())?;
    let starts = if report.quick { 3 } else { STARTS };
    let mut bench = Bench { display: Display::open()?, workbench, plain, starts };
    bench.starts(report)?;
    bench.keys(report)?;
    bench.rest(report)
}

impl Bench<'_> {
    /// Measures the start on an empty folder, and the memory after it.
    fn starts(&self, report: &mut Report) -> Result<(), String> {
        let (mut times, mut memory) = ([vec![], vec![]], [vec![], vec![]]);
        for _ in 0..self.starts {
            let empty = folder()?;
            let programs = [(0, self.workbench, empty.path()), (1, self.plain.as_path(), Path::new("empty"))];
            for (at, program, argument) in programs {
                // Each finds nothing from before, also no shaders of the other.
                let home = folder()?;
                let program = Program::start(&self.display, program, &[argument], home.path())?;
                times[at].push(program.first_frame()?.as_secs_f64() * 1e3);
                std::thread::sleep(SETTLED);
                memory[at].push(program.megabytes()?);
            }
        }
        let [ours, empty] = times.map(middle);
        report.beside("start to the first frame, empty folder", 1, "ms", ours, (EMPTY, empty), Goal::Within(1.3))?;
        let [ours, empty] = memory.map(middle);
        report.beside("memory after the start", 1, "MB", ours, (EMPTY, empty), Goal::Within(1.3))
    }

    /// Measures the time from a key to the frame with its letter.
    fn keys(&mut self, report: &mut Report) -> Result<(), String> {
        let home = folder()?;
        let file = note(home.path())?;
        let (workbench, plain) = (self.workbench, self.plain.clone());
        let ours = self.key(workbench, &file, home.path())?;
        let plain = self.key(&plain, Path::new("text"), home.path())?;
        report.beside("key to the frame, editor", 1, "ms", ours, (TEXT, plain), Goal::Within(1.3))
    }

    fn key(&mut self, program: &Path, argument: &Path, home: &Path) -> Result<f64, String> {
        let program = Program::start(&self.display, program, &[argument], home)?;
        program.first_frame()?;
        std::thread::sleep(SETTLED);
        let mut times = vec![];
        for _ in 0..KEYS {
            program.forget_frames();
            let pressed = Instant::now();
            self.display.key("x")?;
            // The frame with the letter, and that of the release after it: the first one is on the screen then.
            program.next_frame()?;
            times.push(program.next_frame()?.duration_since(pressed).as_secs_f64() * 1e3);
            std::thread::sleep(Duration::from_millis(120));
        }
        Ok(middle(times))
    }

    /// Counts the frames of a window that nobody touches, with a text in it that has the keyboard.
    fn rest(&self, report: &mut Report) -> Result<(), String> {
        let home = folder()?;
        let file = note(home.path())?;
        for (figure, argument) in [("frames at rest, editor", file.as_path()), ("frames at rest, folder", home.path())]
        {
            let program = Program::start(&self.display, self.workbench, &[argument], home.path())?;
            program.first_frame()?;
            std::thread::sleep(AT_REST);
            program.forget_frames();
            #[allow(clippy::cast_precision_loss)] // a few frames
            let frames = program.frames_in(COUNTED) as f64 / COUNTED.as_secs_f64();
            report.alone(figure, 1, "frames a second", frames, Goal::AtMost(0.0))?;
        }
        Ok(())
    }
}

fn folder() -> Result<tempfile::TempDir, String> {
    tempfile::tempdir().map_err(|error| error.to_string())
}

/// Returns a text file in a folder.
fn note(folder: &Path) -> Result<PathBuf, String> {
    let file = folder.join("note.txt");
    std::fs::write(&file, "A text.\n").map_err(|error| error.to_string())?;
    Ok(file)
}
