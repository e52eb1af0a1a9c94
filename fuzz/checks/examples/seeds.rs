//! Writes the files from which the corpus of layouts, logs, sessions and lists of pieces begins: `cargo run -p multisplit-fuzz-checks --example seeds`.

use multisplit::geometry::Ratio;
use multisplit::{Command, Moment, Placement, Provided, Request, Saved, WidgetId, WidgetProvider, Workspace};
use multisplit_host::{KeptSession, LocalHost, SessionStore};
use multisplit_store::{Batch, Entries, FolderDisk, LogStore, Pieces, Store};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Widgets that leave their own names as their states.
struct Names;

impl WidgetProvider for Names {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        Provided::Ready(request.widget.to_string())
    }

    fn save(&mut self, widget: &WidgetId, live: &mut String) -> Option<Saved> {
        Saved::json(live).ok().map(|saved| saved.with_unsaved_work_if(widget.as_str().contains('b').then_some("words")))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    for edits in [0, 1, 3, 8, 20, 60] {
        let folder = tempfile::tempdir()?;
        fs::write(corpus.join("layout").join(format!("edits-{edits}")), write_session(folder.path(), edits)?)?;
        let (entries, _) = LogStore::read(&FolderDisk::new(folder.path()), "s")?;
        fs::write(corpus.join("log").join(format!("session-{edits}")), fs::read(folder.path().join("s.1.log"))?)?;
        fs::write(corpus.join("session").join(format!("edits-{edits}")), lines(&entries))?;
        fs::write(corpus.join("pieces").join(format!("texts-{edits}")), lines(&texts_in_pieces(edits)?))?;
    }
    Ok(())
}

/// Keeps a session with some edits, and returns the layout.
fn write_session(folder: &Path, edits: u64) -> Result<String, Box<dyn Error>> {
    let (store, _): (SessionStore, KeptSession) = SessionStore::open(folder, "s", || {})?;
    let mut workspace = Workspace::new(Names);
    let mut host: LocalHost<String> = LocalHost::new(|| Moment::ZERO);
    host.keep_session(store, &mut workspace);
    for edit in 0..edits {
        let widget = WidgetId::new(format!("{}:{edit}", ["a", "b"][usize::from(edit % 2 == 1)]))?;
        let focused = workspace.layout().focused_pane();
        let place = [Placement::Right, Placement::Bottom, Placement::Tab][usize::try_from(edit % 3)?];
        let command = match focused {
            Some(pane) if edit % 7 == 6 => Command::Close { pane },
            Some(pane) if edit % 5 == 4 => Command::Zoom { pane },
            Some(pane) => Command::Split { pane, place, widget, ratio: Ratio::HALF },
            None => Command::Open { widget },
        };
        workspace.run(Moment::ZERO, &command)?;
        host.drive(&mut workspace);
    }
    let session = host.session().ok_or("a session")?;
    session.keep_states(&mut workspace);
    session.set_value("scroll", "[1,2]".to_owned());
    session.flush(Duration::from_secs(10))?;
    Ok(workspace.layout().save_text())
}

/// Returns the entries of a store with long texts, as they lie below.
fn texts_in_pieces(texts: u64) -> Result<Entries, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut store = Pieces::with_size(LogStore::open(FolderDisk::new(folder.path()), "s")?, 64).store;
    for text in 0..texts.min(20) {
        let words: Vec<String> = (0..text * 9).map(|word| format!("word {}", word * word % 41)).collect();
        store.commit(&Batch::new().put(format!("text {}", text % 5), words.join(" ")))?;
    }
    Ok(LogStore::read(&FolderDisk::new(folder.path()), "s")?.0)
}

/// Writes entries as the checks read them.
fn lines(entries: &Entries) -> String {
    entries.iter().map(|(key, text)| format!("{key}\t{}\n", text.replace('\n', "\u{1}"))).collect()
}
