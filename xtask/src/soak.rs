//! Runs the tests of durability with the counts of a whole night instead of those of CI.

use crate::run::{Outcome, cargo, finish};
use std::process::Command;

/// The tests, and the variables that ask for more.
const TESTS: [(&[&str], &str, &str); 2] = [
    (&["-p", "multisplit-store", "--all-features", "--test", "crashes"], "MULTISPLIT_POWER_CUTS", "1000000"),
    (&["-p", "multisplit-host", "--test", "killed"], "MULTISPLIT_KILLS", "10000"),
];

/// Runs all of them. `--part N` runs an N-th of the counts.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let part: u64 = match arguments {
        [] => 1,
        [name, part] if name == "--part" => part.parse().map_err(|_| format!("{part:?} is no number"))?,
        _ => return Err(format!("unknown arguments: {}", arguments.join(" "))),
    };
    for (test, variable, count) in TESTS {
        let count = count.parse::<u64>().map_err(|error| error.to_string())? / part.max(1);
        println!("{variable}={count}");
        finish(with(cargo(&[&["test", "--release"], test].concat()), variable, count))?;
    }
    Ok(())
}

fn with(mut command: Command, variable: &str, count: u64) -> Command {
    command.env(variable, count.to_string());
    command
}
