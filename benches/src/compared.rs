//! The same small application with MultiSplit, egui_tiles and egui_dock: an editor of game levels. `docs/compared.md` shows the table.
//!
//! It counts lines, not time. Invariant: a script works each program before the lines are printed, so the lines are those of programs that
//! do the same.

mod dock;
mod driver;
mod ours;
mod tiles;

use driver::{Dock, Ours, Program, Tiles};
use multisplit_bench_report::report::Report;
use multisplit_bench_report::tasks::table;
use serde_json::json;
use std::error::Error;
use std::io::Write;
use std::time::Duration;

const PROGRAMS: [&str; 3] =
    [include_str!("compared/ours.rs"), include_str!("compared/tiles.rs"), include_str!("compared/dock.rs")];
/// The frames after which the slow pane must be loaded. It takes about 20 of them.
const MOST_FRAMES: usize = 1_000;
/// The buttons that the script clicks, and whether the new level is there afterwards.
const SCRIPT: [(&str, bool); 6] =
    [("+", true), ("Undo", false), ("Redo", true), ("Save", true), ("Reset", false), ("Load", true)];

/// Works the programs, and prints the lines of each task.
pub(crate) fn measure(_: &mut Report) -> Result<(), String> {
    run().map_err(|error| error.to_string())
}

fn run() -> Result<(), Box<dyn Error>> {
    let ctx = egui::Context::default();
    let ours = ours::App::new(&ctx)?;
    work("MultiSplit", &mut Ours::new(ctx, ours))?;
    work("egui_tiles", &mut Tiles::new(egui::Context::default(), tiles::App::new()))?;
    work("egui_dock", &mut Dock::new(egui_036::Context::default(), dock::App::new()))?;
    for row in table(PROGRAMS)? {
        let [ours, tiles, dock] = row.lines;
        let line = json!({
            "figure": "compared", "task": row.task, "unit": "lines", "ours": ours, "egui_tiles": tiles, "egui_dock": dock,
        });
        writeln!(std::io::stdout(), "{line}")?;
    }
    Ok(())
}

/// Waits for the slow pane, and clicks through the script.
fn work(name: &str, program: &mut dyn Program) -> Result<(), Box<dyn Error>> {
    for _ in 0..MOST_FRAMES {
        program.frame(None)?;
        if program.log().contains("loaded stats") {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    if !program.log().contains("loaded stats") {
        return Err(format!("{name} never loaded its statistics").into());
    }
    for (label, there) in SCRIPT {
        program.click(label).map_err(|error| format!("{name}: {error}"))?;
        if has_new_level(&program.log()) != there {
            return Err(
                format!("{name} after {label}: the new level should be there: {there}\n{}", program.log()).into()
            );
        }
    }
    Ok(())
}

/// Returns `true` if the log last said that the third level was added.
fn has_new_level(log: &str) -> bool {
    log.lines().rfind(|line| line.contains("level(3)")).is_some_and(|line| line.starts_with("added"))
}
