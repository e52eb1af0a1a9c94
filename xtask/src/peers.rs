//! Measures MultiSplit beside its peers. It needs the bench profile, because one of the peers builds in no other profile.

use crate::run::{Outcome, cargo, finish};

/// Runs the bench with the given arguments.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let mut command = cargo(&["run", "--profile", "bench", "-p", "multisplit-benches", "--bin", "peers", "--"]);
    // This variable is the only way to limit the threads of one of the peers.
    command.args(arguments).env("BLOCKING_MAX_THREADS", "2");
    finish(command)
}
