//! MultiSplit measured beside its peers: one JSON object a line on standard output, one line a figure, a size and a peer.
//! Refuses to measure wall time: the machine is rarely quiet. Invariant: all contenders of a row run in turn in one process,
//! on the same tree shapes, and the middle of many runs counts.
//!
//! `cargo xtask peers [--quick] [--figure NAME]`; fails where a goal is missed by more than a tenth.

mod clock;
mod figures;
mod frames;
mod ours;
mod peers;
mod report;
mod shape;

use figures::FIGURES;
use report::Report;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            report::complain(&message);
            ExitCode::from(2)
        }
    }
}

/// Measures what is asked for. Answers whether all goals are met, give or take a tenth.
fn run(arguments: &[String]) -> Result<bool, String> {
    let (mut quick, mut only) = (false, None);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--quick" => quick = true,
            "--figure" => only = rest.next(),
            other => return Err(format!("{other}: peers takes --quick and --figure NAME")),
        }
    }
    let names: Vec<&str> = FIGURES.iter().map(|(name, _)| *name).collect();
    if let Some(unknown) = only.filter(|name| !names.contains(&name.as_str())) {
        return Err(format!("no figure is called {unknown}; there are {}", names.join(", ")));
    }
    let mut report = Report::new(quick);
    for (name, measure) in FIGURES {
        if only.is_none_or(|only| only == name) {
            measure(&mut report).map_err(|error| format!("{name}: {error}"))?;
        }
    }
    Ok(report.is_good())
}
