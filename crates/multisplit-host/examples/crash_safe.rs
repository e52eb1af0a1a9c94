//! Notes that survive `kill -9`: each run opens one more, and says what is there. Kill it at any moment, and start it again.
//!
//! `cargo run -p multisplit-host --example crash_safe`
#![allow(clippy::print_stdout, reason = "a program on the command line prints")]

use multisplit::placement::Area;
use multisplit::{Command, Provided, Request, Saved, WidgetId, WidgetProvider, Workspace};
use multisplit_host::{Host, SessionStore};
use std::error::Error;
use std::time::Duration;

/// Makes notes; a note is a text.
struct Notes;

impl WidgetProvider for Notes {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        Provided::Ready(request.saved.map_or_else(String::new, |saved| saved.as_str().to_owned()))
    }

    fn save(&mut self, _: &WidgetId, note: &mut String) -> Option<Saved> {
        Saved::new(note.as_str()).ok()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join("multisplit-crash-safe");
    let (session, kept) = SessionStore::open(&folder, "notes", || {})?;
    let mut workspace = Workspace::new(Notes);
    let recovered = kept.recover(&mut workspace, Default::default())?;
    // What was damaged, if anything was. A window would show it.
    kept.damage.problems.iter().chain(&recovered.lost).for_each(|words| println!("{words}"));
    // From here on, each change of the layout is kept. Undo goes on where it was.
    let mut host = Host::new(|| {});
    host.keep_session(session, &mut workspace);

    let widget = WidgetId::new(format!("note:{}", workspace.layout().tree().pane_count() + 1))?;
    let opened = workspace.run(host.now(), &Command::Open { widget })?;
    workspace.frame(host.now(), Area::new(800.0, 600.0)?);
    if let Some(note) = opened.pane.and_then(|pane| workspace.slots().live(pane)) {
        note.push_str("typed in this run");
    }
    // An application does this in each frame …
    host.drive(&mut workspace);
    // … and this about once a second: only it knows when a widget may have changed.
    let session = host.session().ok_or("a session is kept")?;
    session.keep_states(&mut workspace);
    session.flush(Duration::from_secs(10))?;
    println!(
        "{} notes and {} steps to undo are safe in {}",
        workspace.layout().tree().pane_count(),
        workspace.layout().history().undo_names().count(),
        folder.display()
    );
    Ok(())
}
