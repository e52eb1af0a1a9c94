//! `check`: reports what is wrong with a layout file, and repairs it. It writes nothing if there is nothing to change, and
//! never overwrites the copy that it keeps.

use clap::Args;
use multisplit::file::{Problem, ReadLimits, decode, encode, examine, repair};
use multisplit_disk::{NewFile, copy_numbered, read_limited, replace};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// A layout file to be checked, and what to do with it.
#[derive(Debug, Args)]
pub struct Check {
    /// The layout file
    pub file: PathBuf,
    /// Repair what can be repaired and write the file back; the old file is kept beside it as FILE.bak, FILE.bak.1, ...
    #[arg(long)]
    pub repair: bool,
    /// Write the file back in the current version; the old file is kept beside it as FILE.bak, FILE.bak.1, ...
    #[arg(long)]
    pub migrate: bool,
    /// Read a file as large as a session of the workbench may be: 64 MiB and two million nodes [default: 16 MiB and 10,000 nodes]
    #[arg(long)]
    pub large: bool,
}

impl Check {
    /// Checks the file, and writes it back if the user requested that. Returns a failure if problems are left.
    ///
    /// # Errors
    /// Returns an error in words for the user if the file cannot be read, repaired or written, or if standard output cannot be
    /// written. The file is unchanged then, with two exceptions: it may be replaced already if standard output cannot be written, and
    /// it is replaced if only its folder could not be brought to the disk. A copy of the old file may be left in any case.
    pub fn run(&self) -> Result<ExitCode, Box<dyn std::error::Error>> {
        let limits = if self.large { ReadLimits::default() } else { ReadLimits::outside() };
        let bytes = read_limited(&self.file, limits.bytes as u64)?;
        let text = String::from_utf8_lossy(&bytes);
        let mut out = io::BufWriter::new(io::stdout().lock());
        let name = self.file.display();
        if self.repair {
            let (loaded, problems) = repair(&text, limits).map_err(|error| format!("{name}: {error}"))?;
            list(&mut out, &problems)?;
            if problems.is_empty() {
                writeln!(out, "{name}: valid, nothing to repair")?;
            } else {
                self.put_back(&bytes, &encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text())?;
                writeln!(out, "{name}: {} problems repaired, {} panes", problems.len(), loaded.tree.pane_count())?;
            }
            out.flush()?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.migrate {
            let loaded = decode(&text, limits).map_err(|error| format!("{name}: {error}"))?;
            let now = encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text();
            if now == text {
                writeln!(out, "{name}: in the present version already")?;
            } else {
                self.put_back(&bytes, &now)?;
                writeln!(out, "{name}: written in the present version")?;
            }
            out.flush()?;
            return Ok(ExitCode::SUCCESS);
        }
        let problems = examine(&text, limits);
        list(&mut out, &problems)?;
        if problems.is_empty() {
            writeln!(out, "{name}: valid")?;
            out.flush()?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(out, "{name}: {} problems; --repair repairs what can be repaired", problems.len())?;
        out.flush()?;
        Ok(ExitCode::FAILURE)
    }

    /// Keeps a copy of the old file beside it, then replaces the file.
    fn put_back(&self, old: &[u8], new: &str) -> Result<(), multisplit_disk::WriteError> {
        copy_numbered(&self.file, "bak", old)?;
        replace(&self.file, new.as_bytes(), NewFile::Shared)
    }
}

fn list(out: &mut impl Write, problems: &[Problem]) -> io::Result<()> {
    problems.iter().try_for_each(|Problem { path, what }| writeln!(out, "{path}: {what}"))
}
