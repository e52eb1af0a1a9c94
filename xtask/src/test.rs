//! Runs all tests of the workspace after installing what they need from the system. It measures nothing; speed belongs to the benches.
//!
//! Cargo's own output is passed through unchanged, followed by a summary.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::time::Instant;

use crate::needs;
use crate::run::{Outcome, cargo, words_of};

/// Features of single crates that only their tests or checks need.
pub(crate) const FEATURES: &str = "multisplit-raster/kittest,multisplit-host/tokio,multisplit-store/redb,multisplit-store/simulated,multisplit-bench-counts/growth";

/// The sum of the results that the test programs have reported so far.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    programs: u64,
    passed: u64,
    failed: u64,
    ignored: u64,
}

/// Runs the tests. The arguments are passed to `cargo test`.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    needs::provide(&needs::TESTS)?;
    let start = Instant::now();
    let mut command = cargo(&["test"]);
    command.args(selection(arguments));
    if !arguments.iter().any(|argument| argument == "--no-fail-fast") {
        command.arg("--no-fail-fast");
    }
    command.args(arguments).stdout(Stdio::piped());
    let words = words_of(&command);
    println!("$ {words}");
    let mut child = command.spawn().map_err(|error| format!("cannot start `{words}`: {error}"))?;
    let tally = child.stdout.take().map_or_else(|| Ok(Tally::default()), pass_on);
    let status = child.wait().map_err(|error| format!("cannot wait for `{words}`: {error}"))?;
    let Tally { programs, passed, failed, ignored } =
        tally.map_err(|error| format!("cannot read from cargo: {error}"))?;
    let seconds = start.elapsed().as_secs();
    println!("tests: {passed} passed, {failed} failed, {ignored} ignored in {programs} test programs, {seconds} s");
    if status.success() { Ok(()) } else { Err(format!("`{words}` failed: {status}")) }
}

/// Returns the arguments that select all crates, or none if the user selects crates.
fn selection(arguments: &[String]) -> &'static [&'static str] {
    let chooses = |argument: &String| argument == "-p" || argument.starts_with("--package");
    if arguments.iter().any(chooses) {
        return &[];
    }
    // The benches only measure, and building the peers takes longer than all tests together.
    &["--workspace", "--exclude", "multisplit-benches", "--features", FEATURES]
}

/// Copies cargo's output line by line and sums its results.
fn pass_on(output: impl Read) -> std::io::Result<Tally> {
    let (mut reader, mut screen) = (BufReader::new(output), std::io::stdout());
    let (mut tally, mut line) = (Tally::default(), Vec::new());
    while reader.read_until(b'\n', &mut line)? > 0 {
        screen.write_all(&line)?;
        tally.add(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(tally)
}

impl Tally {
    /// Adds a line such as `test result: ok. 9 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s`.
    /// Other lines are ignored.
    fn add(&mut self, line: &str) {
        let Some(result) = line.trim().strip_prefix("test result: ") else { return };
        let count = |name: &str| {
            let number = result.split(';').find_map(|part| part.trim().strip_suffix(name))?;
            number.split_whitespace().last()?.parse::<u64>().ok()
        };
        self.programs += 1;
        self.passed += count(" passed").unwrap_or(0);
        self.failed += count(" failed").unwrap_or(0);
        self.ignored += count(" ignored").unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, selection};

    #[test]
    fn all_crates_are_tested_unless_some_are_chosen() {
        let chosen = |words: &[&str]| selection(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert!(chosen(&["--release", "name"]).contains(&"--workspace"));
        assert!(chosen(&["-p", "multisplit"]).is_empty());
        assert!(chosen(&["--package=multisplit"]).is_empty());
    }

    #[test]
    fn results_of_all_test_programs_are_summed() {
        let mut tally = Tally::default();
        for line in [
            "running 9 tests",
            "test result: ok. 9 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.00s\n",
            "test the_result ... ok",
            "test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s",
        ] {
            tally.add(line);
        }
        assert_eq!(tally, Tally { programs: 2, passed: 11, failed: 4, ignored: 1 });
    }
}
