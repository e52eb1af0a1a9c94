//! The row of the build: how long a newcomer waits for the first start of the workbench, beside an application that only opens a window.

use multisplit_bench_report::report::{Goal, Report};
use std::fs::read_to_string;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// The program of a hello world, and where its versions and features come from.
const PROGRAM: &str = include_str!("../../plain/src/main.rs");
const WORKSPACE: &str = include_str!("../../../Cargo.toml");
const LOCK: &str = include_str!("../../../Cargo.lock");
/// The unit of the times in `/proc`, the same on all of Linux.
const TICKS_A_SECOND: f64 = 100.0;

/// What a build takes, in seconds.
struct Took {
    /// The time of all processors.
    processors: f64,
    clock: f64,
}

/// Builds the workbench and an eframe hello world from nothing but their downloaded sources, as a newcomer does: each in the release profile of
/// its own repository. Builds the hello world in ours as well, for reading.
pub(crate) fn measure(report: &mut Report) -> Result<(), String> {
    let apart = hello_world().map_err(|error| format!("a project for the hello world: {error}"))?;
    // Downloads are not measured.
    finish(cargo(&["fetch", "--quiet"]))?;
    let usual = build(apart.path(), "hello")?;
    let same = build(Path::new("."), "multisplit-bench-plain")?;
    let ours = build(Path::new("."), "multisplit-workbench")?;
    let beside = [("an eframe hello world", usual), ("an eframe hello world of our profile", same)];
    for ((name, hello), goal) in beside.into_iter().zip([Goal::Within(1.25), Goal::Read]) {
        report.beside("cold build, processors", 1, "s", ours.processors, (name, hello.processors), goal)?;
        report.beside("cold build, clock", 1, "s", ours.clock, (name, hello.clock), Goal::Read)?;
    }
    Ok(())
}

/// Makes a project of its own that only opens a window, with our version and features of the toolkit.
fn hello_world() -> std::io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let toolkit = WORKSPACE.lines().filter(|line| line.starts_with("eframe = ") || line.starts_with("egui = "));
    let head = "[package]\nname = \"hello\"\nedition = \"2024\"\n[workspace]\n[dependencies]";
    let manifest: Vec<&str> = std::iter::once(head).chain(toolkit).collect();
    std::fs::create_dir(folder.path().join("src"))?;
    std::fs::write(folder.path().join("src/main.rs"), PROGRAM)?;
    std::fs::write(folder.path().join("Cargo.lock"), LOCK)?;
    std::fs::write(folder.path().join("Cargo.toml"), manifest.join("\n"))?;
    Ok(folder)
}

fn build(folder: &Path, package: &str) -> Result<Took, String> {
    let target = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut command = cargo(&["build", "--quiet", "--release", "--offline", "--package", package]);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target.path()).env("CARGO_INCREMENTAL", "0");
    let (begun, before) = (Instant::now(), of_children()?);
    finish(command)?;
    Ok(Took { processors: of_children()? - before, clock: begun.elapsed().as_secs_f64() })
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn finish(mut command: Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("cargo does not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed: {status}")) }
}

/// Returns the processor time of all children that have ended, and of theirs, in seconds.
fn of_children() -> Result<f64, String> {
    let stat = read_to_string("/proc/self/stat").map_err(|error| format!("/proc/self/stat: {error}"))?;
    ticks(&stat).map(|ticks| ticks / TICKS_A_SECOND).ok_or_else(|| format!("/proc/self/stat is {stat}"))
}

/// Returns `cutime` and `cstime` together. The name of the program, in parentheses, may itself have spaces and parentheses.
fn ticks(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(13);
    let [user, system] = [fields.next()?, fields.next()?];
    Some(user.parse::<f64>().ok()? + system.parse::<f64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn the_time_of_children_is_read_behind_any_name() {
        assert_eq!(ticks("7 (a) (b c) S 1 7 7 0 -1 4194560 89 1170 0 0 3 4 150 25 20 0 1 0 99"), Some(175.0));
        assert_eq!(ticks("7 (cut off) S 1 7"), None);
    }
}
