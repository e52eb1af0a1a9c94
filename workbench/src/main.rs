//! `multisplit`: the workbench and its tools on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    multisplit_workbench::cli::main()
}
