//! `multisplit-cli`: MultiSplit's engine on the command line. Errors are plain words on standard error; the exit code is 2 for bad
//! usage and 1 for a failed task.

use clap::Parser;
use multisplit_cli::Task;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// The command line.
#[derive(Parser)]
#[command(name = "multisplit-cli", version, about, long_about = None)]
#[command(after_help = "Examples:\n  \
    multisplit-cli script < steps.jsonl         drive the engine with JSON lines\n  \
    multisplit-cli check layout.json --repair   say what is wrong with a layout file, and repair it")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

fn main() -> ExitCode {
    Cli::parse().task.run().unwrap_or_else(|error| {
        // If standard error is closed, there is no place left to report the error.
        drop(writeln!(io::stderr(), "multisplit-cli: {error}"));
        ExitCode::FAILURE
    })
}
