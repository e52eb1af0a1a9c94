//! MultiSplit's engine on the command line: [`script`] drives it with JSON lines, [`check`] checks and repairs layout files.
//!
//! It needs the engine only, no toolkit and no window. [`Task`] is a `clap` subcommand, so that an application can offer the same
//! tasks beside its own.
//!
//! # Examples
//! ```
//! let mut answers = Vec::new();
//! multisplit_cli::script::run(&mut &b"{\"do\":\"open\",\"widget\":\"a\"}"[..], &mut answers)?;
//! assert_eq!(answers, b"{\"ok\":true,\"pane\":1}\n");
//! # Ok::<(), std::io::Error>(())
//! ```

pub mod check;
pub mod script;

use clap::Subcommand;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A task of the command line.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Drive the engine with JSON lines: one answer per line, no window, no clock
    Script {
        /// The file with the lines [default: standard input]
        file: Option<PathBuf>,
    },
    /// Report what is wrong with a layout file
    Check(check::Check),
}

impl Task {
    /// Runs the task on standard input and output, and returns the exit code of the program.
    ///
    /// # Errors
    /// Returns an error in words for the user if a file cannot be read, written or repaired.
    pub fn run(&self) -> Result<ExitCode, Box<dyn std::error::Error>> {
        match self {
            Self::Script { file } => run_script(file.as_deref()),
            Self::Check(check) => check.run(),
        }
    }
}

fn run_script(file: Option<&Path>) -> Result<ExitCode, Box<dyn std::error::Error>> {
    // If the script makes a widget panic, the answer on its line says so; the message of the panic would only be noise.
    std::panic::set_hook(Box::new(|info| tracing::debug!("{info}")));
    let mut input: Box<dyn BufRead> = match file {
        Some(path) => Box::new(BufReader::new(multisplit_disk::open_regular(path)?.file)),
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
