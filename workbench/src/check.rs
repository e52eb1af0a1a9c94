//! `multisplit check`: reports what is wrong with a layout file, and repairs it. It writes nothing if there is nothing to change, and
//! never overwrites the copy that it keeps.

use crate::args::{Check, JobResult};
use multisplit::file::{Problem, ReadLimits, decode, encode, examine, repair};
use multisplit_disk::{NewFile, copy_numbered, read_limited, replace};
use std::io::{self, Write};
use std::process::ExitCode;

/// Checks a file, and writes it back if the user requested that.
pub(crate) fn run(args: &Check) -> JobResult {
    let limits = if args.large { ReadLimits::default() } else { ReadLimits::outside() };
    let bytes = read_limited(&args.file, limits.bytes as u64)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let name = args.file.display();
    if args.repair {
        let (loaded, problems) = repair(&text, limits).map_err(|error| format!("{name}: {error}"))?;
        list(&mut out, &problems)?;
        if problems.is_empty() {
            writeln!(out, "{name}: valid, nothing to repair")?;
        } else {
            put_back(args, &bytes, &encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text())?;
            writeln!(out, "{name}: {} problems repaired, {} panes", problems.len(), loaded.tree.pane_count())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let problems = examine(&text, limits);
    if args.migrate {
        let loaded = decode(&text, limits).map_err(|error| format!("{name}: {error}"))?;
        let now = encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text();
        if now == text {
            writeln!(out, "{name}: in the present version already")?;
        } else {
            put_back(args, &bytes, &now)?;
            writeln!(out, "{name}: written in the present version")?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    list(&mut out, &problems)?;
    if problems.is_empty() {
        writeln!(out, "{name}: valid")?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "{name}: {} problems; --repair repairs what can be repaired", problems.len())?;
    out.flush()?;
    Ok(ExitCode::FAILURE)
}

fn list(out: &mut impl Write, problems: &[Problem]) -> io::Result<()> {
    problems.iter().try_for_each(|Problem { path, what }| writeln!(out, "{path}: {what}"))
}

/// Keeps a copy of the old file beside it, then replaces the file.
fn put_back(args: &Check, old: &[u8], new: &str) -> Result<(), multisplit_disk::WriteError> {
    copy_numbered(&args.file, "bak", old)?;
    replace(&args.file, new.as_bytes(), NewFile::Shared)
}
