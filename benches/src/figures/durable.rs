//! Measures what an edit costs until it is on the disk: on the thread that draws, on the disk, and when it is read back at the next start.
//!
//! The stores commit one small edit at a time, each synced, on the disk of the temporary folder; peers are used plainly. Wall time, because
//! waiting for the disk is what is measured; the contenders take turns, so that they wait for the same disk.

use crate::frames::ours::Ours;
use crate::ours;
use crate::shape;
use multisplit::file::ReadLimits;
use multisplit::journal::{Committed, Recovery};
use multisplit::{Command, Layout, Moment, Provided, Request, WidgetId, WidgetProvider, Workspace};
use multisplit_bench_report::clock::{count, middle, race, time};
use multisplit_bench_report::report::{Goal, Report};
use multisplit_host::SessionStore;
use multisplit_store::{Batch, FolderDisk, LogStore, Store};
use redb::{Database, TableDefinition};
use std::path::Path;
use std::time::{Duration, Instant};

const REDB: &str = "redb";
const SQLITE: &str = "SQLite WAL FULL";
/// The number of synced commits of each contender.
const COMMITS: usize = 200;
/// The number of panes of a large session, and of the edits after its checkpoint.
const PANES: usize = 10_000;
const EDITS: usize = 512;
/// The side of the window and the shortest side of a pane, in logical units.
const SIDE: f64 = 1_000.0;
const LEAST: f32 = 100.0;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    on_the_thread_that_draws(report)?;
    on_the_disk(report)?;
    at_the_next_start(report)?;
    until_it_is_seen(report)
}

/// Returns a layout with many panes, its checkpoint, and edits after it.
fn edited() -> Result<(Layout, String, String, Vec<Committed>), String> {
    let mut layout = ours::layout(&shape::balanced(PANES))?;
    layout.keep_journal();
    while layout.poll_committed().is_some() {}
    let checkpoint = layout.checkpoint();
    let texts = (checkpoint.layout_text(), checkpoint.history_text());
    let mut edits = vec![];
    for at in 0..EDITS {
        let widget = WidgetId::new(format!("new:{at}")).map_err(|error| error.to_string())?;
        let now = Moment::from_millis(at as u64 * 1_000);
        layout.run(now, &Command::Open { widget }).map_err(|error| error.to_string())?;
        edits.extend(std::iter::from_fn(|| layout.poll_committed()));
    }
    Ok((layout, texts.0, texts.1, edits))
}

fn on_the_thread_that_draws(report: &mut Report) -> Result<(), String> {
    let (_, _, _, edits) = edited()?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let (mut session, _) = SessionStore::open(folder.path(), "s", || {}).map_err(|error| error.to_string())?;
    let [spent, text] = race([
        &mut || {
            let mut fresh = edits.clone().into_iter();
            time(EDITS, |_| fresh.next().map(|committed| session.commit(committed)))
        },
        &mut || time(EDITS, |at| serde_json::to_string(&edits[at])),
    ]);
    // The thread that draws does little more than to make the text that has to be written.
    report.beside("edit handed to the store", PANES, "us", spent, ("the edit as text", text), Goal::Within(2.0))
}

fn on_the_disk(report: &mut Report) -> Result<(), String> {
    let text = serde_json::to_string(&edited()?.3[0]).map_err(|error| error.to_string())?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let say = |error: &dyn std::fmt::Display| error.to_string();
    let mut log = LogStore::open(FolderDisk::new(folder.path()), "log").map_err(|error| say(&error))?.store;
    let table: TableDefinition<'_, u64, &str> = TableDefinition::new("edits");
    let database = Database::create(folder.path().join("redb")).map_err(|error| say(&error))?;
    let sqlite = rusqlite::Connection::open(folder.path().join("sqlite")).map_err(|error| say(&error))?;
    let set_up = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE edits (number INTEGER PRIMARY KEY, text TEXT)";
    sqlite.execute_batch(set_up).map_err(|error| say(&error))?;
    let mut times: [Vec<f64>; 3] = Default::default();
    for at in 0..COMMITS {
        times[0]
            .push(wall(|| log.commit(&Batch::new().put(format!("edit/{at}"), text.as_str())).map_err(|e| say(&e)))?);
        times[1].push(wall(|| plain_redb(&database, table, at as u64, &text).map_err(|e| say(&e)))?);
        times[2].push(wall(|| {
            sqlite.execute("INSERT INTO edits VALUES (?1, ?2)", (at as i64, &text)).map_err(|e| say(&e))
        })?);
    }
    let [log, redb, sqlite] = times.map(middle);
    for peer in [(REDB, redb), (SQLITE, sqlite)] {
        report.beside("durable edit", COMMITS, "us", log, peer, Goal::Faster(1.0))?;
    }
    Ok(())
}

fn plain_redb(
    database: &Database,
    table: TableDefinition<'_, u64, &str>,
    at: u64,
    text: &str,
) -> Result<(), redb::Error> {
    let writing = database.begin_write()?;
    writing.open_table(table)?.insert(at, text)?;
    writing.commit()?;
    Ok(())
}

/// Returns the microseconds that something took.
fn wall<T>(work: impl FnOnce() -> Result<T, String>) -> Result<f64, String> {
    let begun = Instant::now();
    work()?;
    Ok(begun.elapsed().as_secs_f64() * 1e6)
}

fn at_the_next_start(report: &mut Report) -> Result<(), String> {
    let (layout, text, history, edits) = edited()?;
    let edits: Result<Vec<String>, _> = edits.iter().map(serde_json::to_string).collect();
    let edits = edits.map_err(|error| error.to_string())?;
    let recovery = Recovery {
        sequence: layout.history().sequence() - count(EDITS) as u64,
        layout: &text,
        history: Some(&history),
        transactions: edits.iter().map(String::as_str).collect(),
        focus: None,
    };
    let lost = Layout::new().recover(&recovery, ReadLimits::default()).map_err(|error| error.to_string())?;
    if !lost.is_empty() {
        return Err(lost.join("; "));
    }
    let [recovered, read] =
        race([&mut || time(1, |_| Layout::new().recover(&recovery, ReadLimits::default())), &mut || {
            time(1, |_| Layout::new().load(&text, ReadLimits::default()))
        }]);
    report.beside("recover", PANES, "us", recovered, ("the layout alone", read), Goal::Within(3.0))
}

/// Opens a session on the disk, recovers it, and draws its first frame, of which about a hundred panes are in view.
fn until_it_is_seen(report: &mut Report) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    write_session(folder.path())?;
    let text = ours::layout(&shape::balanced(PANES))?.save_text();
    let mut failed = None;
    let restart = || -> Result<f64, String> {
        let begun = Instant::now();
        let (_session, kept) = SessionStore::open(folder.path(), "s", || {}).map_err(|error| error.to_string())?;
        let mut ours = Ours::restarted(&kept, SIDE, LEAST)?;
        ours.time();
        Ok(begun.elapsed().as_secs_f64() * 1e6)
    };
    let [spent, read] = race([
        &mut || {
            restart().unwrap_or_else(|error| {
                failed = Some(error);
                f64::NAN
            })
        },
        &mut || time(1, |_| Layout::new().load(&text, ReadLimits::default())),
    ]);
    if let Some(error) = failed {
        return Err(error);
    }
    report.beside("restart to the first frame", PANES, "us", spent, ("the layout alone", read), Goal::Within(10.0))
}

/// Keeps a session with many panes and edits after its checkpoint.
fn write_session(folder: &Path) -> Result<(), String> {
    let (mut session, _) = SessionStore::open(folder, "s", || {}).map_err(|error| error.to_string())?;
    let mut workspace = Workspace::new(Nothing);
    *workspace.layout_mut() = ours::layout(&shape::balanced(PANES))?;
    workspace.layout_mut().keep_journal();
    session.take_checkpoint(&mut workspace);
    for at in 0..EDITS {
        let widget = WidgetId::new(format!("new:{at}")).map_err(|error| error.to_string())?;
        let now = Moment::from_millis(at as u64 * 1_000);
        workspace.run(now, &Command::Open { widget }).map_err(|error| error.to_string())?;
        while let Some(committed) = workspace.layout_mut().poll_committed() {
            session.commit(committed);
        }
    }
    session.flush(Duration::from_secs(60))
}

/// A provider without widgets: only the layout is kept.
struct Nothing;

impl WidgetProvider for Nothing {
    type Widget = ();

    fn provide(&mut self, _: Request<'_, ()>) -> Provided<()> {
        Provided::Unknown
    }
}
