//! The rows: start, memory, a key, and rest.

use crate::display::Display;
use crate::program::Program;
use crate::session::{Session, folder};
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
/// The number of panes of the large session.
const MANY: usize = 10_000;
/// After how long without a frame all that a key has caused is on the screen: less than the half second after which a text cursor blinks.
const QUIET: Duration = Duration::from_millis(150);
/// The files of the folder in which panes rest.
const FILES: [(&str, &[u8]); 4] =
    [("note.txt", b"A text.\n"), ("page.md", b"# A page\n"), ("shop.db", b""), ("picture.bmp", PICTURE)];
/// A picture of one black pixel.
const PICTURE: &[u8] = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
/// A pane of each kind but the monitor, which shows the present.
const KINDS: [&str; 12] = [
    "editor:note.txt",
    "view:2/note.txt",
    "about:MultiSplit",
    "log:note.txt",
    "image:picture.bmp",
    "query:shop.db",
    "term:1",
    "web:1/about:blank",
    "preview:page.md",
    "start:1",
    "note:1",
    "files:tree",
];

/// What is measured.
struct Bench<'a> {
    display: Display,
    workbench: &'a Path,
    plain: &'a Path,
    starts: usize,
}

pub(crate) fn measure(report: &mut Report, workbench: &Path, plain: &Path) -> Result<(), String> {
    let starts = if report.quick { 3 } else { STARTS };
    let mut bench = Bench { display: Display::open()?, workbench, plain, starts };
    bench.starts(report)?;
    bench.large_session(report)?;
    bench.keys(report)?;
    bench.terminal(report)?;
    bench.rest(report)
}

impl Bench<'_> {
    /// Measures the start on an empty folder, and the memory after it.
    fn starts(&self, report: &mut Report) -> Result<(), String> {
        let (mut times, mut memory) = ([vec![], vec![]], [vec![], vec![]]);
        for _ in 0..self.starts {
            let empty = folder()?;
            let programs = [(0, self.workbench, empty.path()), (1, self.plain, Path::new("empty"))];
            for (at, program, argument) in programs {
                // Each finds nothing from before, also no shaders of the other.
                let home = folder()?;
                let program = Program::start(&self.display, program, &[argument], home.path())?;
                times[at].push(program.settle()?.as_secs_f64() * 1e3);
                memory[at].push(program.megabytes()?);
            }
        }
        let [ours, empty] = times.map(middle);
        report.beside("start to the first frame, empty folder", 1, "ms", ours, (EMPTY, empty), Goal::Within(1.3))?;
        let [ours, empty] = memory.map(middle);
        report.beside("memory after the start", 1, "MB", ours, (EMPTY, empty), Goal::Within(1.3))
    }

    /// Measures the start on a session of many panes.
    fn large_session(&self, report: &mut Report) -> Result<(), String> {
        let widgets: Vec<String> = (0..MANY).map(|at| format!("note:{at}")).collect();
        let session = Session::new(&self.display, self.workbench, &[], &widgets)?;
        let (mut ours, mut empty) = (vec![], vec![]);
        for _ in 0..self.starts {
            ours.push(session.start(&self.display, self.workbench)?.first_frame()?.as_secs_f64() * 1e3);
            let home = folder()?;
            let plain = Program::start(&self.display, self.plain, &[Path::new("empty")], home.path())?;
            empty.push(plain.first_frame()?.as_secs_f64() * 1e3);
        }
        let figure = "start to the first frame, a session";
        report.beside(figure, MANY, "ms", middle(ours), (EMPTY, middle(empty)), Goal::Within(2.0))
    }

    /// Measures the time from a key to the frame with its letter.
    fn keys(&mut self, report: &mut Report) -> Result<(), String> {
        // What the workbench keeps in its home is not in the folder that it shows, and watches.
        let (home, shown) = (folder()?, folder()?);
        let file = note(shown.path())?;
        // The frame with the letter, and that of the release after it: the first one is on the screen then.
        let second = |program: &Program| program.next_frame().and_then(|_| program.next_frame());
        let ours = self.key(&Program::start(&self.display, self.workbench, &[&file], home.path())?, second)?;
        let text = Path::new("text");
        let plain = self.key(&Program::start(&self.display, self.plain, &[text], home.path())?, second)?;
        report.beside("key to the frame, editor", 1, "ms", ours, (TEXT, plain), Goal::Within(1.3))
    }

    /// Measures the time from a key to the last frame that it causes. In a terminal, that is the one with the letter: it comes back from
    /// the program.
    fn terminal(&mut self, report: &mut Report) -> Result<(), String> {
        let session = Session::new(&self.display, self.workbench, &[], &["term:1".to_owned()])?;
        let last = |program: &Program| program.last_frame(QUIET);
        let ours = self.key(&session.start(&self.display, self.workbench)?, last)?;
        let home = folder()?;
        let text = Path::new("text");
        let plain = self.key(&Program::start(&self.display, self.plain, &[text], home.path())?, last)?;
        report.beside("key to the last frame, terminal", 1, "ms", ours, (TEXT, plain), Goal::Within(1.3))
    }

    /// Returns the milliseconds from a key to the frame for which `shown` waits.
    fn key(&mut self, program: &Program, shown: impl Fn(&Program) -> Result<Instant, String>) -> Result<f64, String> {
        program.settle()?;
        let mut times = vec![];
        for _ in 0..KEYS {
            program.forget_frames();
            let pressed = Instant::now();
            self.display.key("x")?;
            times.push(shown(program)?.duration_since(pressed).as_secs_f64() * 1e3);
            std::thread::sleep(Duration::from_millis(120));
        }
        Ok(middle(times))
    }

    /// Counts the frames of a window that nobody touches: with one pane, of each kind in turn, which has the keyboard; or else, if time is
    /// short, with all kinds beside each other.
    fn rest(&self, report: &mut Report) -> Result<(), String> {
        let all = KINDS.map(str::to_owned);
        let windows = if report.quick { vec![&all[..]] } else { all.chunks(1).collect() };
        for widgets in windows {
            let session = Session::new(&self.display, self.workbench, &FILES, widgets)?;
            let figure = format!("frames at rest, {}", widgets.join(", "));
            let program = session.start(&self.display, self.workbench)?;
            program.first_frame()?;
            std::thread::sleep(AT_REST);
            program.forget_frames();
            #[allow(clippy::cast_precision_loss)] // a few frames
            let frames = program.frames_in(COUNTED) as f64 / COUNTED.as_secs_f64();
            report.alone(&figure, widgets.len(), "frames a second", frames, Goal::AtMost(0.0))?;
        }
        Ok(())
    }
}

/// Returns a text file in a folder.
fn note(folder: &Path) -> Result<PathBuf, String> {
    let file = folder.join("note.txt");
    std::fs::write(&file, "A text.\n").map_err(|error| error.to_string())?;
    Ok(file)
}
