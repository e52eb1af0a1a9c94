//! `multisplit check`: what is wrong with a layout file, and mending it.

use crate::cli::{Check, JobResult};
use multisplit::session::{FileError, LayoutFile, Problem, ReadLimits, decode, encode, examine, repair};
use multisplit_host::write_whole;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Checks a file, and writes it back where that was asked for.
pub(crate) fn run(args: &Check) -> JobResult {
    let text =
        std::fs::read_to_string(&args.file).map_err(|e| format!("{} cannot be read: {e}", args.file.display()))?;
    let mut out = io::stdout().lock();
    let limits = ReadLimits::default();
    let problems = examine(&text, limits);
    for Problem { path, what } in &problems {
        writeln!(out, "{path}: {what}")?;
    }
    if args.repair {
        let (loaded, _) = repair(&text, limits)?;
        put_back(&args.file, &text, &encode(&loaded.tree, &loaded.recent, &loaded.extras))?;
        writeln!(
            out,
            "{}: {} problems mended, {} panes",
            args.file.display(),
            problems.len(),
            loaded.tree.pane_count()
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    if args.migrate {
        let loaded = decode(&text, limits).map_err(|e: FileError| format!("{}: {e}", args.file.display()))?;
        put_back(&args.file, &text, &encode(&loaded.tree, &loaded.recent, &loaded.extras))?;
        writeln!(out, "{}: written in the present version", args.file.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    if problems.is_empty() {
        writeln!(out, "{}: valid", args.file.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "{}: {} problems; --repair mends what can be mended", args.file.display(), problems.len())?;
    Ok(ExitCode::FAILURE)
}

fn put_back(path: &Path, old: &str, file: &LayoutFile) -> Result<(), multisplit_host::WriteError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".bak");
    write_whole(Path::new(&name), old.as_bytes())?;
    write_whole(path, file.to_text().as_bytes())
}
