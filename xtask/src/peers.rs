//! Measures MultiSplit beside its peers. The bench profile is needed: one of the peers builds in no other.

use crate::run::{Outcome, cargo, finish};

/// Runs the bench; the arguments are its own.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let mut command = cargo(&["run", "--profile", "bench", "-p", "multisplit-benches", "--bin", "peers", "--"]);
    command.args(arguments);
    finish(command)
}
