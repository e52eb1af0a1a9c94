//! A virtual display with a window manager and the built program. Everything ends with the test.

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A deadline that is long enough for a slow machine; a test that passes does not wait for it.
const DEADLINE: Duration = Duration::from_secs(60);

/// The maximum time for a window to appear before the program is started again.
const WINDOW_DEADLINE: Duration = Duration::from_secs(20);

/// The time between two checks of something that takes a while.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The keys of the window manager: it closes windows, and leaves all other keys to the program.
const KEYS: &str = r#"<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard>
<keybind key="A-F4"><action name="Close"/></keybind>
</keyboard></openbox_config>"#;

pub struct Desk {
    folder: TempDir,
    state: TempDir,
    display: String,
    server: Child,
    manager: Child,
    program: Option<Child>,
    window: String,
}

impl Desk {
    pub fn new() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let mut number = String::new();
        let output = server.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut number).expect("it says which display it is");
        let display = format!(":{}", number.trim());
        let (folder, state) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let keys = state.path().join("openbox.xml");
        fs::write(&keys, KEYS).expect("written");
        let manager = Command::new("openbox")
            .arg("--config-file")
            .arg(&keys)
            .env("DISPLAY", &display)
            .stderr(Stdio::null())
            .spawn()
            .expect("openbox starts");
        Self { folder, state, display, server, manager, program: None, window: String::new() }
    }

    /// Starts the program in the folder and waits for its window.
    pub fn start(&mut self, args: &[&str]) {
        self.try_start(args, 3);
    }

    fn try_start(&mut self, args: &[&str], tries: usize) {
        let program = Command::new(env!("CARGO_BIN_EXE_multisplit"))
            .args(args)
            .current_dir(self.folder.path())
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("HOME", self.state.path())
            .env_remove("XDG_DATA_HOME")
            .env("XDG_STATE_HOME", self.state.path())
            .env("SHELL", "/bin/sh")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .spawn()
            .expect("the program starts");
        self.program = Some(program);
        let start = Instant::now();
        loop {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", "MultiSplit$"]);
            if let Some(window) = found.lines().last().filter(|w| !w.is_empty()) {
                self.window = window.to_owned();
                break;
            }
            self.still_running();
            // On a loaded machine, about one of a dozen first windows does not appear: this is reported, and tried again.
            if start.elapsed() > WINDOW_DEADLINE {
                assert!(tries > 0, "no window appears");
                #[allow(clippy::print_stderr)] // the reader of the log should know
                {
                    eprintln!("no window appeared within {WINDOW_DEADLINE:?}; trying again");
                }
                self.kill();
                return self.try_start(args, tries - 1);
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        self.xdotool(&["windowactivate", "--sync", &self.window.clone()]);
    }

    pub fn resize(&self, width: u32, height: u32) {
        self.xdotool(&["windowsize", "--sync", &self.window, &width.to_string(), &height.to_string()]);
    }

    /// Returns the size of the window, in pixels.
    pub fn size(&self) -> (u32, u32) {
        let said = self.xdotool(&["getwindowgeometry", "--shell", &self.window]);
        let find = |name| said.lines().find_map(|line| line.strip_prefix(name)?.parse().ok()).unwrap_or(0);
        (find("WIDTH="), find("HEIGHT="))
    }

    /// Returns the home folder of the program.
    pub fn home(&self) -> &Path {
        self.state.path()
    }

    pub fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "15", text]);
    }

    /// Types a text and presses Return.
    pub fn type_line(&self, text: &str) {
        self.type_text(text);
        self.key("Return");
    }

    pub fn key(&self, key: &str) {
        self.xdotool(&["key", key]);
    }

    /// Closes the window like its close button, and waits for the program to end.
    pub fn quit(&mut self) {
        self.key("alt+F4");
        let mut program = self.program.take().expect("it runs");
        wait(&mut program);
    }

    /// Sends a signal, by name, and waits for the program to end. Returns `true` if it ended by itself, without an error.
    pub fn signal(&mut self, name: &str) -> bool {
        let mut program = self.program.take().expect("it runs");
        let sent = Command::new("kill").arg(format!("-{name}")).arg(program.id().to_string()).status();
        assert!(sent.expect("kill runs").success());
        wait(&mut program).success()
    }

    /// Sends two signals, one right after the other, and waits for the program to end. Returns `true` if it ended by itself,
    /// without an error.
    pub fn signals(&mut self, first: &str, second: &str) -> bool {
        let mut program = self.program.take().expect("it runs");
        let both = format!("kill -{first} {0}; kill -{second} {0}", program.id());
        assert!(Command::new("sh").arg("-c").arg(both).status().expect("a shell").success());
        wait(&mut program).success()
    }

    /// Kills the display without a warning, and waits for the program to end.
    pub fn kill_display(&mut self) {
        let mut program = self.program.take().expect("it runs");
        self.server.kill().expect("it can be killed");
        self.server.wait().expect("it ends");
        wait(&mut program);
    }

    /// Kills the program without a warning.
    pub fn kill(&mut self) {
        let mut program = self.program.take().expect("it runs");
        program.kill().expect("it can be killed");
        program.wait().expect("it ends");
    }

    /// Leaves the window open, and returns its process.
    pub fn set_aside(&mut self) -> Child {
        self.program.take().expect("it runs")
    }

    /// Continues with a window that was set aside.
    pub fn take_up(&mut self, program: Child) {
        self.program = Some(program);
    }

    /// Returns `true` if the program is still running.
    pub fn runs(&mut self) -> bool {
        self.program.as_mut().is_some_and(|program| program.try_wait().expect("it can be asked").is_none())
    }

    /// Returns the folder for the state of the program.
    pub fn state(&self) -> &Path {
        self.state.path()
    }

    /// Returns the text of the session on disk.
    pub fn session_text(&self) -> String {
        self.session().to_string()
    }

    pub fn folder(&self) -> String {
        self.folder.path().canonicalize().expect("there").to_string_lossy().into_owned()
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("written");
    }

    pub fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.path().join(name)).ok()
    }

    /// Returns the session on disk, as the program prints it.
    pub fn session(&self) -> Value {
        let printed = Command::new(env!("CARGO_BIN_EXE_multisplit"))
            .arg("session")
            .current_dir(self.folder.path())
            .env("HOME", self.state.path())
            .env("XDG_STATE_HOME", self.state.path())
            .stderr(Stdio::null())
            .output()
            .expect("the program starts");
        serde_json::from_slice(&printed.stdout).unwrap_or_default()
    }

    pub fn until_session(&mut self, what: &str, is_so: impl Fn(&Value) -> bool) {
        self.until(what, |desk| is_so(&desk.session()));
    }

    pub fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            self.still_running();
            assert!(start.elapsed() < DEADLINE, "never: {what}; the session is {:#}", self.session());
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    fn still_running(&mut self) {
        if let Some(status) = self.program.as_mut().and_then(|p| p.try_wait().expect("it can be asked")) {
            panic!("the program has ended: {status}");
        }
    }

    fn xdotool(&self, args: &[&str]) -> String {
        let output = Command::new("xdotool").args(args).env("DISPLAY", &self.display).output().expect("xdotool runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// Waits for a program to end.
fn wait(program: &mut Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = program.try_wait().expect("it can be asked") {
            return status;
        }
        assert!(start.elapsed() < DEADLINE, "it does not end");
        std::thread::sleep(LOOK_AGAIN);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for child in self.program.iter_mut().chain([&mut self.manager, &mut self.server]) {
            // The process may have ended by itself.
            drop(child.kill());
            drop(child.wait());
        }
    }
}
