//! Counts the instructions of hot operations with callgrind and compares them with the table in the repository. This detects a
//! slowdown without a clock.
//!
//! It does not judge counts of another compiler or C library; it only prints them. Invariant: the program is always built in the
//! profile `counts`, and each count is made by a process of its own.

mod callgrind;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::needs;
use crate::run::{Outcome, cargo, root, words_of};
use table::{Comparison, Count, Table};

/// The path of the table, relative to the repository.
const TABLE: &str = "benches/counts/table.txt";
/// The function inside which instructions are counted.
const COUNTED: &str = "*counted_from_here*";

/// Compares the counts with the table, or writes the table again with `--update`.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let update = match arguments {
        [] => false,
        [flag] if flag == "--update" => true,
        _ => return Err("bench-check takes nothing but --update".to_owned()),
    };
    if !cfg!(target_os = "linux") {
        println!("bench-check: valgrind counts on Linux only; nothing was compared");
        return Ok(());
    }
    needs::provide(&needs::COUNTS)?;
    let program = build()?;
    let counted = Table { made_with: made_with()?, counts: count_all(&program)? };
    let path = root().join(TABLE);
    if update {
        fs::write(&path, counted.to_string()).map_err(|error| format!("cannot write {TABLE}: {error}"))?;
        println!("bench-check: {} counts written to {TABLE}", counted.counts.len());
        return Ok(());
    }
    let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {TABLE}: {error}"))?;
    let kept = text.parse::<Table>().map_err(|error| format!("{TABLE}: {error}"))?;
    judge(&kept, &counted).inspect_err(|_| {
        println!("where they went: callgrind_annotate {}", output(&program, "NAME").display());
    })
}

/// Prints the comparison. Returns an error if an operation exceeds its tolerance, or if the table does not list the same operations.
fn judge(kept: &Table, counted: &Table) -> Outcome {
    let comparison = Comparison::new(&kept.counts, &counted.counts);
    print!("{comparison}");
    if kept.made_with != counted.made_with {
        println!("bench-check: the table is of another make, so nothing fails");
        println!("  table: {}\n  now:   {}", kept.made_with, counted.made_with);
        return Ok(());
    }
    let update = "`cargo xtask bench-check --update` writes the table again";
    if comparison.has_faster() {
        println!("bench-check: some take less than the table says; {update}");
    }
    match comparison.faults() {
        0 => Ok(()),
        faults => Err(format!("bench-check: {faults} of {} differ; where that is meant, {update}", comparison.len())),
    }
}

/// Builds the program that is counted, and returns its path.
fn build() -> Result<PathBuf, String> {
    let mut command = cargo(&["build", "--profile", "counts", "-p", "multisplit-bench-counts", "--bin", "counts"]);
    command.args(["--message-format", "json-render-diagnostics"]).env("CARGO_INCREMENTAL", "0");
    let text = answer(command.stderr(Stdio::inherit()))?;
    executable(&text).ok_or_else(|| "cargo does not say where the program `counts` is".to_owned())
}

/// Returns the path of the last program in cargo's messages.
fn executable(messages: &str) -> Option<PathBuf> {
    let mut paths = messages.lines().filter_map(|line| line.split_once("\"executable\":\"")?.1.split_once('"'));
    paths.next_back().map(|(path, _)| PathBuf::from(path))
}

/// Returns what a count depends on besides the sources: compiler, target and C library.
fn made_with() -> Result<String, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let about = answer(Command::new(rustc).arg("-Vv"))?;
    let version = about.lines().next().unwrap_or_default();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or("no target");
    // Not every system has `getconf`, or this variable of it.
    let libc = answer(Command::new("getconf").arg("GNU_LIBC_VERSION")).unwrap_or_default();
    let libc = Some(libc.trim()).filter(|libc| !libc.is_empty()).unwrap_or("another C library");
    Ok(format!("{version}, {host}, {libc}"))
}

fn count_all(program: &Path) -> Result<Vec<Count>, String> {
    let names = answer(&mut Command::new(program))?;
    names.lines().map(|name| count(program, name)).collect()
}

fn count(program: &Path, name: &str) -> Result<Count, String> {
    let file = output(program, name);
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--tool=callgrind"]).arg(format!("--toggle-collect={COUNTED}"));
    let times = answer(command.arg(format!("--callgrind-out-file={}", file.display())).arg(program).arg(name))?;
    let times: u32 = times.trim().parse().map_err(|_| format!("{name} does not say how often it ran: {times:?}"))?;
    let text = fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let instructions = callgrind::instructions(&text).map_err(|error| format!("{name}: {error}"))?;
    Count::new(name, instructions, times)
}

/// Returns the file that callgrind writes, which is beside the program.
fn output(program: &Path, name: &str) -> PathBuf {
    program.with_file_name(format!("counts.{name}.callgrind"))
}

/// Runs a program and returns its standard output.
fn answer(command: &mut Command) -> Result<String, String> {
    let words = words_of(command);
    let output = command.output().map_err(|error| format!("cannot start `{words}`: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{words}` failed: {}\n{said}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Count, Table, executable, judge};

    fn table(made_with: &str, counts: &[(&str, u64)]) -> Table {
        let counts = counts.iter().map(|(name, n)| Count::new(name, *n, 1).unwrap()).collect();
        Table { made_with: made_with.to_owned(), counts }
    }

    #[test]
    fn a_slowdown_fails_under_the_same_compiler_only() {
        let kept = table("rustc 1", &[("split", 1_000)]);
        assert!(judge(&kept, &table("rustc 1", &[("split", 1_049)])).is_ok());
        assert!(judge(&kept, &table("rustc 1", &[("split", 1_051)])).is_err());
        assert!(judge(&kept, &table("rustc 2", &[("split", 2_000)])).is_ok());
        assert!(judge(&kept, &table("rustc 1", &[("split", 10)])).is_ok());
    }

    #[test]
    fn the_program_is_where_cargo_says() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"multisplit"},"executable":null,"fresh":true}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"counts"},"executable":"/x y/counts","fresh":false}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(executable(messages).as_deref(), Some(Path::new("/x y/counts")));
        assert_eq!(executable(r#"{"reason":"build-finished","success":true}"#), None);
    }
}
