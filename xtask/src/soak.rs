//! Runs the tests of durability with the counts of a whole night instead of those of CI, and what needs a nightly compiler: the fuzzer and Miri.

use crate::run::{Outcome, cargo, finish, root};
use std::process::Command;

/// A part of the run: its name, and what it does with the number by which all counts are divided.
type Part = (&'static str, fn(u64) -> Outcome);

const PARTS: [Part; 8] = [
    ("random", |part| {
        let test = ["test", "--release", "-p", "multisplit", "--test", "engine"];
        counted(&test, "PROPTEST_CASES", 200_000 / part)
    }),
    ("bits", |part| {
        let test = ["test", "--release", "-p", "multisplit", "--test", "engine", "flipped_bits_of_a_large"];
        counted(&test, "MULTISPLIT_FLIP_STEP", part)
    }),
    ("power", |part| {
        let test = ["test", "--release", "-p", "multisplit-store", "--all-features", "--test", "crashes"];
        counted(&test, "MULTISPLIT_POWER_CUTS", 1_000_000 / part)
    }),
    ("kills", |part| {
        counted(&["test", "--release", "-p", "multisplit-host", "--test", "killed"], "MULTISPLIT_KILLS", 10_000 / part)
    }),
    ("workbench", |part| {
        let test = ["test", "-p", "multisplit-workbench", "--test", "killed"];
        counted(&test, "MULTISPLIT_WORKBENCH_KILLS", 10_000 / part)
    }),
    ("browser", |part| {
        let test = ["test", "-p", "multisplit-web", "--test", "pages", "dying"];
        counted(&test, "MULTISPLIT_BROWSER_KILLS", 1_000 / part)
    }),
    ("fuzz", fuzz),
    ("miri", |_| miri()),
];

/// How long each reader is fuzzed, in seconds.
const FUZZ_SECONDS: u64 = 3_600;
/// What Miri runs: tests of the engine that edit trees and compute places. All of them would take days.
const MIRI_TESTS: [&str; 5] = ["opening::", "moving::", "sizing::", "closing::", "focusing::"];

/// Runs the named parts, or all of them. `--part N` divides all counts by N.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (part, names) = match arguments {
        [name, part, names @ ..] if name == "--part" => {
            (part.parse().map_err(|_| format!("{part:?} is no number"))?, names)
        }
        names => (1_u64, names),
    };
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|(part, _)| part != name)) {
        let all: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
        return Err(format!("{unknown:?} is no part; there are {}", all.join(", ")));
    }
    for (name, work) in PARTS {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            println!("== {name}");
            work(part.max(1))?;
        }
    }
    Ok(())
}

fn counted(arguments: &[&str], variable: &str, count: u64) -> Outcome {
    println!("{variable}={count}");
    let mut command = cargo(arguments);
    command.env(variable, count.to_string());
    finish(command)
}

/// Fuzzes each reader. What is found lies in `fuzz/artifacts`, and new inputs are added to the corpus.
fn fuzz(part: u64) -> Outcome {
    let seconds = format!("-max_total_time={}", (FUZZ_SECONDS / part).max(1));
    for target in targets()? {
        println!("{target} {seconds}");
        let mut command = nightly(&["fuzz", "run", &target, "--", &seconds, "-timeout=10", "-max_len=65536"]);
        command.current_dir(root().join("fuzz"));
        finish(command)?;
    }
    Ok(())
}

fn targets() -> Result<Vec<String>, String> {
    let folder = root().join("fuzz/fuzz_targets");
    let files = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let names = files.flatten().filter_map(|file| file.path().file_stem()?.to_str().map(str::to_owned));
    let mut names: Vec<String> = names.collect();
    names.sort();
    Ok(names)
}

fn miri() -> Outcome {
    let mut command =
        nightly(&[&["miri", "test", "-p", "multisplit", "--test", "engine", "--"], &MIRI_TESTS[..]].concat());
    // A clock is read, and a random number for a hash.
    command.env("MIRIFLAGS", "-Zmiri-disable-isolation").env("PROPTEST_CASES", "1");
    finish(command)
}

/// Returns a command of the nightly cargo: `cargo install cargo-fuzz`, `rustup component add --toolchain nightly miri`.
fn nightly(arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo"]).args(arguments).current_dir(root());
    command
}
