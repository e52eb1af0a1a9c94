//! The command line. Errors are plain words on standard error; the exit code is 2 for bad usage and 1 for a failed task.

use crate::args::{Cli, JobResult, SessionArgs, Task};
use crate::window::{self, Opening};
use crate::{shot, stress};
use clap::Parser;
use std::io::{self, Write as _};
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
        Some(Task::Engine(task)) => task.run(),
        Some(Task::Session(args)) => print_session(args),
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

/// Prints a session as JSON, and what could not be read of it on standard error.
fn print_session(args: SessionArgs) -> JobResult {
    let (folder, _) = crate::app::resolve(args.path)?;
    let (text, problems) = crate::session::export(&folder, args.number)?;
    io::stdout().lock().write_all(text.as_bytes())?;
    for problem in &problems {
        writeln!(io::stderr(), "multisplit: {problem}")?;
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
