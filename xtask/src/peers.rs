//! Measures MultiSplit beside its peers. The bench profile is needed: one of the peers builds in no other.

use crate::run::{Outcome, cargo, finish};

/// Runs the bench; the arguments are its own.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let mut command = cargo(&["run", "--profile", "bench", "-p", "multisplit-benches", "--bin", "peers", "--"]);
    // The only way to give the threads of one of the peers a number.
    command.args(arguments).env("BLOCKING_MAX_THREADS", "2");
    finish(command)
}
