//! Measures what a person waits for: the workbench beside an empty window of the same toolkit, under the same virtual display. The programs
//! run in turn, and say themselves when they have drawn a frame.
//!
//! `window MULTISPLIT [--quick]` measures; `window empty` and `window text` are the windows beside it. `cargo xtask window` builds all and calls
//! it.

mod child;
mod display;
mod plain;
mod program;
mod rows;
mod session;

use multisplit_bench_report::report::{Report, complain};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let measured = match arguments[..] {
        ["empty"] => plain::run(None).map(|()| true),
        ["text"] => plain::run(Some(String::new())).map(|()| true),
        [workbench] => measure(workbench, false),
        [workbench, "--quick"] => measure(workbench, true),
        _ => Err("window takes the program of the workbench, and --quick".to_owned()),
    };
    match measured {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            complain("window", &error);
            ExitCode::FAILURE
        }
    }
}

fn measure(workbench: &str, quick: bool) -> Result<bool, String> {
    let mut report = Report::new(quick);
    rows::measure(&mut report, Path::new(workbench))?;
    Ok(report.is_good())
}
