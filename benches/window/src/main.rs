//! Measures what a person waits for: the workbench beside an empty window of the same toolkit, under the same virtual display. The programs
//! run in turn, and say themselves when they have drawn a frame.
//!
//! `window MULTISPLIT PLAIN [--quick]` measures; the second program is that of `benches/plain`. `window build` measures the build of both.
//! `cargo xtask window` builds all and calls it.

mod build;
mod child;
mod display;
mod program;
mod rows;
mod session;

use multisplit_bench_report::report::{Report, complain};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let measured =
        match arguments[..] {
            ["build"] => build(),
            [workbench, plain] => measure(workbench, plain, false),
            [workbench, plain, "--quick"] => measure(workbench, plain, true),
            _ => Err("window takes the program of the workbench, that of plain windows, and --quick; or else `build`"
                .to_owned()),
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

fn build() -> Result<bool, String> {
    let mut report = Report::new(false);
    build::measure(&mut report)?;
    Ok(report.is_good())
}

fn measure(workbench: &str, plain: &str, quick: bool) -> Result<bool, String> {
    let mut report = Report::new(quick);
    rows::measure(&mut report, Path::new(workbench), Path::new(plain))?;
    Ok(report.is_good())
}
