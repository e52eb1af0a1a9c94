//! Runs everything a change must pass. Quick checks come first and the tests last, so that their results end the output.
//!
//! It stops at the first failure. The durations of the finished steps are printed in any case.

use std::time::{Duration, Instant};

use crate::run::{Outcome, cargo, finish};
use crate::{counts, licenses, test, tidy, wasm};

struct Step {
    name: &'static str,
    run: fn() -> Outcome,
}

const STEPS: &[Step] = &[
    Step { name: "fmt", run: || finish(cargo(&["fmt", "--all", "--check"])) },
    Step { name: "tidy", run: tidy::run },
    Step { name: "deny", run: licenses::deny },
    Step { name: "clippy", run: clippy },
    Step { name: "wasm", run: wasm::check },
    Step { name: "doc", run: doc },
    Step { name: "bench-check", run: || counts::run(&[]) },
    Step { name: "test", run: || test::run(&[]) },
];

/// Runs all steps until one fails.
pub(crate) fn run() -> Outcome {
    let mut durations = Vec::new();
    let mut outcome = Ok(());
    for step in STEPS {
        println!("== {}", step.name);
        let start = Instant::now();
        outcome = (step.run)();
        durations.push((step.name, start.elapsed()));
        println!("== {}: {}", step.name, if outcome.is_ok() { "passed" } else { "failed" });
        if outcome.is_err() {
            break;
        }
    }
    for (name, duration) in durations {
        println!("{name:>11} {}", minutes(duration));
    }
    outcome
}

fn clippy() -> Outcome {
    let features = test::FEATURES;
    finish(cargo(&["clippy", "--workspace", "--all-targets", "--features", features, "--", "-D", "warnings"]))
}

fn doc() -> Outcome {
    let mut command = cargo(&["doc", "--no-deps", "--workspace", "--features", test::FEATURES]);
    command.env("RUSTDOCFLAGS", "-Dwarnings");
    finish(command)
}

fn minutes(duration: Duration) -> String {
    format!("{}m{:02}s", duration.as_secs() / 60, duration.as_secs() % 60)
}
