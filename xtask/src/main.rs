//! The tasks of this repository. `cargo xtask help` lists them. Each task has a file of its own; this file only selects one.
//!
//! A task does not change the sources; it reads them or runs cargo on them. The exceptions are the table of counts and the list of
//! licenses, which are written on request.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what a task is for")]

mod ci;
mod counts;
mod licenses;
mod needs;
mod peers;
mod run;
mod soak;
mod test;
mod tidy;
mod wasm;
mod window;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask TASK

  test [ARGS]      installs what the tests need (on Debian, as root) and runs all tests; ARGS go to `cargo test`
  tidy             checks the rules of CONTRIBUTING.md that the compiler does not know
  bench-check [--update]
                   counts the instructions of hot operations and fails where one takes 5 % more than
                   benches/counts/table.txt says; --update writes the table again
  ci               formatting, tidy, deny, clippy, wasm, documentation, bench-check, tests; stops at the first failure
  licenses [--check]
                   writes workbench/THIRD_PARTY.txt again from Cargo.lock, or says whether that would change it
  deny             checks licenses, bans and sources with cargo-deny, and advisories where their database can be had;
                   builds cargo-deny once, beside the build cache
  peers [--quick]  measures MultiSplit beside its peers; ARGS go to the bench
  window [--quick] [--dev]
                   measures what a person waits for in front of the workbench, beside an empty window: start, memory,
                   a key, rest; in release builds, or those of development with --dev
  window --build   measures the cold build of the workbench beside that of such a window
  soak [--part N] [PART ...]
                   runs the tests of durability with the counts of a night, an N-th of them with --part N:
                   random, power, kills, workbench, fuzz, miri (the last two need a nightly compiler)
  help             this text";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = arguments.collect();
    let outcome = match task.as_str() {
        "test" => test::run(&rest),
        "tidy" if rest.is_empty() => tidy::run(),
        "bench-check" => counts::run(&rest),
        "ci" if rest.is_empty() => ci::run(),
        "licenses" => licenses::run(&rest),
        "deny" if rest.is_empty() => licenses::deny(),
        "peers" => peers::run(&rest),
        "window" => window::run(&rest),
        "soak" => soak::run(&rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(format!("no such task: {task} {}\n\n{HELP}", rest.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
