//! Measures what a person waits for in front of the workbench, beside an empty window, under a virtual display.

use crate::needs;
use crate::run::{Outcome, cargo, finish, target};
use std::process::Command;

/// Builds the workbench and the bench in a profile, the release profile by default, and runs the bench.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (profile, quick): (&str, &[&str]) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--build"] => return build(),
        [] => ("release", &[]),
        ["--quick"] => ("release", &["--quick"]),
        ["--dev"] => ("dev", &[]),
        ["--quick", "--dev"] | ["--dev", "--quick"] => ("dev", &["--quick"]),
        _ => return Err("window takes --quick and --dev, or else --build".to_owned()),
    };
    needs::provide(&needs::TESTS)?;
    let packages = ["-p", "multisplit-workbench", "-p", "multisplit-bench-plain", "-p", "multisplit-bench-window"];
    finish(cargo(&[&["build", "--profile", profile][..], &packages].concat()))?;
    let folder = target().join(if profile == "dev" { "debug" } else { profile });
    let mut bench = Command::new(folder.join("window"));
    bench.args(["multisplit", "plain"].map(|program| folder.join(program))).args(quick);
    finish(bench)
}

/// Measures the build itself.
fn build() -> Outcome {
    finish(cargo(&["run", "-p", "multisplit-bench-window", "--", "build"]))
}
