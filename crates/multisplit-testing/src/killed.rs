//! A program that is killed in the middle of its work, and what it said until then.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The longest time that a program takes to begin.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the test program again as a program of its own, kills it, and returns the lines that it wrote to standard output from the first one
/// that contains `begins`, which is cut off before that. A last line that is not whole is left out.
///
/// `test` is the full name of the calling test. It finds the environment variable `variable` set to `folder` in the program that is to be
/// killed, and does the work there, for ever. The kill comes `after` the work has begun.
///
/// # Panics
/// Panics if the program cannot be started, does not begin within a minute, or ends by itself.
#[must_use]
pub fn run_and_kill(test: &str, (variable, folder): (&str, &Path), begins: &str, after: Duration) -> Vec<String> {
    let this = std::env::current_exe().expect("the test is a program");
    let mut program = Command::new(this)
        .args(["--exact", test, "--nocapture"])
        .env(variable, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut heard = BufReader::new(program.stdout.take().expect("its output is a pipe"));
    let mut line = String::new();
    let begun = Instant::now();
    let first = loop {
        line.clear();
        assert!(heard.read_line(&mut line).expect("it writes text") > 0, "the program ended by itself");
        assert!(begun.elapsed() < PATIENCE, "the program does not begin");
        // The test harness writes before it, on the same line.
        if let Some(at) = line.find(begins) {
            break line[at..].trim().to_owned();
        }
    };
    let mut lines = vec![first];
    std::thread::scope(|scope| {
        let killer = scope.spawn(move || {
            std::thread::sleep(after);
            let ended = program.try_wait().expect("it can be asked");
            program.kill().and_then(|()| program.wait()).expect("it can be killed");
            ended
        });
        let mut bytes = vec![];
        while heard.read_until(b'\n', &mut bytes).expect("its output can be read") > 0 {
            if bytes.ends_with(b"\n") {
                lines.push(String::from_utf8_lossy(&bytes).trim().to_owned());
            }
            bytes.clear();
        }
        assert!(killer.join().expect("the killer ends").is_none(), "the program ended by itself");
    });
    lines
}
