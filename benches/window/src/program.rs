//! A program with a window that says when it has drawn a frame.

use crate::child::end;
use crate::display::Display;
use std::fs::read_to_string;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// What a program says when it has drawn a frame, among other things.
const DRAWN: &str = "a frame is drawn";
/// How long a program may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// After how long a start has ended, with all that it does and writes behind the first frame.
const SETTLED: Duration = Duration::from_secs(3);

/// A program that ends when it is dropped.
pub(crate) struct Program {
    child: Child,
    frames: Receiver<Instant>,
    begun: Instant,
}

impl Program {
    /// Starts a program whose home is `home`.
    pub(crate) fn start(display: &Display, program: &Path, arguments: &[&Path], home: &Path) -> Result<Self, String> {
        let begun = Instant::now();
        let mut child = in_home(&mut Command::new(program), home)
            .args(arguments)
            .env_remove("WAYLAND_DISPLAY")
            .env("DISPLAY", &display.name)
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("RUST_LOG", "multisplit_frames=trace")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", program.display()))?;
        let said = child.stderr.take().ok_or("the program says nothing")?;
        let (tell, frames) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                // Nobody listens any more once the program was measured.
                if line.contains(DRAWN) && tell.send(Instant::now()).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, frames, begun })
    }

    /// Waits until the second frame is drawn: the first one is on the screen then. Returns the time since the start.
    pub(crate) fn first_frame(&self) -> Result<Duration, String> {
        self.next_frame()?;
        Ok(self.next_frame()?.duration_since(self.begun))
    }

    /// Waits until the start has ended. Returns the time from the start to the first frame.
    pub(crate) fn settle(&self) -> Result<Duration, String> {
        let first = self.first_frame()?;
        std::thread::sleep(SETTLED);
        Ok(first)
    }

    /// Waits for the next frame, and returns when it was drawn.
    pub(crate) fn next_frame(&self) -> Result<Instant, String> {
        self.frames.recv_timeout(PATIENCE).map_err(|error| format!("no frame: {error}"))
    }

    /// Waits until no frame comes for `quiet`, and returns when the last one was drawn.
    pub(crate) fn last_frame(&self, quiet: Duration) -> Result<Instant, String> {
        let mut last = self.next_frame()?;
        while let Ok(next) = self.frames.recv_timeout(quiet) {
            last = next;
        }
        Ok(last)
    }

    /// Counts the frames in a time.
    pub(crate) fn frames_in(&self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut count = 0;
        loop {
            match self.frames.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(_) => count += 1,
                Err(RecvTimeoutError::Timeout) => return count,
                Err(RecvTimeoutError::Disconnected) => return usize::MAX,
            }
        }
    }

    /// Forgets the frames that were drawn so far.
    pub(crate) fn forget_frames(&self) {
        self.frames.try_iter().for_each(drop);
    }

    /// Returns the memory that is in use, in megabytes.
    pub(crate) fn megabytes(&self) -> Result<f64, String> {
        let status = read_to_string(format!("/proc/{}/status", self.child.id())).map_err(|error| error.to_string())?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().map_err(|_| format!("{line} is no size"))?;
        Ok(kilobytes / 1_000.0)
    }
}

/// Lets a program find nothing but what is in `home`.
pub(crate) fn in_home<'a>(command: &'a mut Command, home: &Path) -> &'a mut Command {
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("SHELL", "/bin/sh")
}

impl Drop for Program {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}
