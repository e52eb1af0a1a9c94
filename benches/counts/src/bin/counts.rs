//! Runs one operation so that callgrind can count it, and prints how often: `counts NAME`. Without a name, it prints all names. It does
//! not count itself; `cargo xtask bench-check` does.

use multisplit_bench_counts::operation::{OPERATIONS, run};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let said = match arguments.as_slice() {
        [] => Ok(OPERATIONS.iter().map(|operation| format!("{}\n", operation.name)).collect()),
        [name] => run(name).map(|times| format!("{times}\n")),
        _ => Err("counts takes one name, or none".to_owned()),
    };
    let written = match &said {
        Ok(words) => std::io::stdout().write_all(words.as_bytes()),
        Err(error) => writeln!(std::io::stderr(), "counts: {error}"),
    };
    if said.is_ok() && written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
