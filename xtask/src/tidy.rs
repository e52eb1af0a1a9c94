//! Checks the rules of this repository that neither rustc nor clippy knows. It reads files and prints faults; it repairs nothing.
//!
//! A fault is printed as `path:line: message`. Each rule is a function from a file to its faults, in a file of its own.

mod circles;
mod imports;
mod length;
mod levels;
mod manifest;
mod purity;
mod source;
#[cfg(test)]
mod tests;
mod walk;

use std::fmt;

use crate::run::{Outcome, root};
use source::Source;

/// Something to repair or, if it is a warning, to consider.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    path: String,
    line: usize,
    is_warning: bool,
    message: String,
}

/// Checks all files of the repository.
pub(crate) fn run() -> Outcome {
    let files = walk::files(&root()).map_err(|error| format!("tidy cannot read the repository: {error}"))?;
    let mut faults: Vec<Fault> = files.iter().flat_map(|file| check(&file.path, &file.text)).collect();
    let sources: Vec<Source<'_>> = files.iter().filter_map(|file| Source::parse(&file.path, &file.text).ok()).collect();
    faults.extend(circles::Crate::all(&sources).iter().flat_map(circles::Crate::check));
    faults.sort();
    for fault in &faults {
        println!("{fault}");
    }
    let errors = faults.iter().filter(|fault| !fault.is_warning).count();
    println!("tidy: {} files, {errors} faults, {} warnings", files.len(), faults.len() - errors);
    if errors == 0 { Ok(()) } else { Err("tidy failed".to_owned()) }
}

/// Returns all faults of one file. The path is relative to the repository, with `/` as the separator.
fn check(path: &str, text: &str) -> Vec<Fault> {
    if path.ends_with(".rs") { check_source(path, text) } else { manifest::check(path, text) }
}

fn check_source(path: &str, text: &str) -> Vec<Fault> {
    let mut faults = length::check_file(path, text);
    if !text.starts_with("//!") {
        faults.push(Fault::error(
            path,
            1,
            "a file starts with `//!`: what it is, what it refuses to do, its invariant",
        ));
    }
    if path.rsplit('/').next() == Some("mod.rs") {
        faults.push(Fault::error(path, 1, "no `mod.rs`: name the file after its module"));
    }
    match Source::parse(path, text) {
        Ok(source) => {
            faults.extend(length::check_functions(&source));
            faults.extend(imports::check(&source));
            faults.extend(purity::check(&source));
            faults.extend(levels::check(&source));
        }
        Err((line, message)) => faults.push(Fault::error(path, line, format!("cannot be read as Rust: {message}"))),
    }
    faults
}

impl Fault {
    fn error(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, is_warning: false, message: message.into() }
    }

    fn warning(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { is_warning: true, ..Self::error(path, line, message) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_warning { "warning: " } else { "" };
        write!(f, "{}:{}: {kind}{}", self.path, self.line, self.message)
    }
}
