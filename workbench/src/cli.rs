//! The command line. Errors are plain words on standard error; the exit code is 2 for bad usage and 1 for a failed task.

use crate::args::{Cli, JobResult, Task};
use crate::window::{self, Opening};
use crate::{check, script, shot, stress};
use clap::Parser;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Parses the command line and runs the task that it names; returns the exit code of the program.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    let done = match cli.task {
        None => window::run(Opening {
            path: cli.path,
            trace: cli.trace,
            memory_mb: cli.memory,
            demo: None,
            session: cli.session,
        }),
        Some(Task::Script { file }) => run_script(file),
        Some(Task::Check(args)) => check::run(&args),
        Some(Task::Shot(args)) => shot::run(&args),
        Some(Task::Stress(args)) => stress::run(&args),
        Some(Task::Demo(args)) => {
            window::run(Opening { path: args.path, demo: Some(args.panes as usize), ..Opening::default() })
        }
    };
    done.unwrap_or_else(|error| {
        // If standard error is closed, there is no place left to report the error.
        drop(writeln!(io::stderr(), "multisplit: {error}"));
        ExitCode::FAILURE
    })
}

fn run_script(file: Option<PathBuf>) -> JobResult {
    // If the script makes a widget panic, the answer on its line says so; the message of the panic would only be noise.
    std::panic::set_hook(Box::new(|info| tracing::debug!("{info}")));
    let mut input: Box<dyn BufRead> = match file {
        Some(path) => Box::new(BufReader::new(multisplit_disk::open_regular(&path)?.file)),
        None => Box::new(io::stdin().lock()),
    };
    let mut output = io::BufWriter::new(io::stdout().lock());
    match script::run(&mut input, &mut output) {
        // The reader of the answers has seen enough of them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(ExitCode::SUCCESS),
    }
}
