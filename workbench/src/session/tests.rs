//! Tests with damaged sessions, judged by what a user would miss.

use super::{Restored, Session, SessionFiles};
use crate::provider::Provider;
use multisplit::{Command, WidgetId, Workspace};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

struct Place {
    folder: TempDir,
    file: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sessions/project-1.json");
    fs::create_dir(folder.path().join("sessions")).expect("made");
    Place { folder, file }
}

impl Place {
    fn open(&self) -> Session {
        Session::open(self.folder.path(), &SessionFiles::new(self.file.clone()), None, || {}).expect("free")
    }

    fn workspace(&self) -> Workspace<Provider> {
        let (requests, _) = std::sync::mpsc::channel();
        let ctx = egui::Context::default();
        Workspace::new(Provider::new(self.folder.path().to_owned(), ctx, Arc::new(|| {}), requests))
    }

    /// Restores a session file with this text.
    fn restore(&self, text: &[u8]) -> (Workspace<Provider>, Restored) {
        fs::write(&self.file, text).expect("written");
        let mut workspace = self.workspace();
        let mut session = self.open();
        let restored = session.restore(session.read(), &mut workspace);
        (workspace, restored)
    }

    fn kept_aside(&self) -> usize {
        let files = fs::read_dir(self.file.parent().expect("a folder")).expect("listed").flatten();
        files.filter(|file| file.file_name().to_string_lossy().contains(".broken")).count()
    }
}

#[test]
fn a_text_that_was_saved_after_its_session_is_said_to_be_the_newer_one() {
    let place = place();
    let text = session().to_string();
    let file = place.folder.path().join("a.txt");
    fs::write(&file, "older").expect("written");
    let (_, restored) = place.restore(text.as_bytes());
    assert_eq!(restored.told, None);
    fs::write(&place.file, &text).expect("written");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(later)).expect("set");
    let (mut workspace, mut session) = (place.workspace(), place.open());
    let restored = session.restore(session.read(), &mut workspace);
    assert!(restored.told.is_some_and(|told| told.contains("a.txt") && told.contains("older than the file")));
}

/// Returns a session of a file tree and an editor with unsaved text, as the workbench wrote it before it marked unsaved work.
fn session() -> Value {
    json!({
        "format": "multisplit-session", "version": 1, "folder": "/tmp", "scroll": [0.0, 0.0],
        "states": {
            "editor:a.txt": r#"{"cursor":5,"anchor":5,"unsaved":"typed","saved_hash":7}"#,
            "files:tree": "{}",
        },
        "layout": {
            "format": "multisplit-layout", "version": 2, "next_id": 9, "root": 8, "recent": [3],
            "nodes": [
                {"id": 8, "row": [1, 3], "shares": [1, 4]},
                {"id": 1, "pane": "files:tree"},
                {"id": 3, "pane": "editor:a.txt"},
            ],
        },
    })
}

fn typed(workspace: &mut Workspace<Provider>) -> Option<String> {
    let widget = WidgetId::new("editor:a.txt").expect("an id");
    workspace.layout().tree().pane_of(&widget)?;
    let states = workspace.collect_states();
    let (_, saved) = states.into_iter().find(|(id, _)| *id == widget)?;
    assert_eq!(saved.unsaved_work(), Some("a.txt has changes that are not saved"));
    Some(saved.read::<Value>().expect("a state")["unsaved"].as_str()?.to_owned())
}

#[test]
fn a_session_comes_back_as_it_was_written() {
    let place = place();
    let (mut workspace, restored) = place.restore(session().to_string().as_bytes());
    assert_eq!((restored.layout, restored.told, typed(&mut workspace)), (true, None, Some("typed".to_owned())));
    let mut session = place.open();
    session.save(&mut workspace);
    session.flush().expect("written");
    let first = fs::read(&place.file).expect("there");
    drop(session);
    let (mut workspace, restored) = place.restore(&first);
    assert_eq!((restored.told, typed(&mut workspace)), (None, Some("typed".to_owned())));
    assert_eq!(place.kept_aside(), 0);
}

/// Returns the text that the workbench writes: one entry per line.
fn written(place: &Place) -> String {
    let (mut workspace, _) = place.restore(session().to_string().as_bytes());
    for name in ["b", "c"] {
        let widget = WidgetId::new(format!("editor:{name}.txt")).expect("an id");
        let state = format!(r#"{{"cursor":0,"anchor":0,"unsaved":"text of {name}","saved_hash":7}}"#);
        let saved = multisplit::Saved::new(state).expect("short").with_unsaved_work("changes");
        workspace.restore_state(widget.clone(), saved);
        workspace.run(multisplit::Moment::ZERO, &Command::Open { widget }).expect("opened");
    }
    let mut session = place.open();
    session.save(&mut workspace);
    session.flush().expect("written");
    fs::read_to_string(&place.file).expect("a session")
}

#[test]
fn damage_of_one_state_costs_no_other_and_no_layout() {
    let good = r#"\"unsaved\":\"text of b"#;
    let edits: [(&str, &str); 7] = [
        (good, r#"\"unsaved\":\"te\u{1}xt of b"#),
        (good, r#"\"unsaved\":\"te\qxt of b"#),
        (good, r#"\"unsaved\":\"te"xt of b"#),
        (good, "\0\0\0\0"),
        ("\"scroll\": [", "\"scroll\": NaN,\n  \"was\": ["),
        ("\"scroll\": [", "\"scroll\": [1.0, 2.0],\n  \"scroll\": ["),
        ("  \"states\": {\n", "  \"states\": {\n    \"editor:a.txt\": \"{}\",\n"),
    ];
    for (from, to) in edits {
        let place = place();
        let text = written(&place);
        assert!(text.contains(from), "{from} in {text}");
        let to = to.replace("\\u{1}", "\u{1}");
        let broken = text.replacen(from, &to, 1);
        let before = place.kept_aside();
        let (mut workspace, restored) = place.restore(broken.as_bytes());
        assert!(restored.layout && restored.told.is_some(), "{to}: {restored:?}");
        assert_eq!(typed(&mut workspace).as_deref(), Some("typed"), "{to}");
        let states = workspace.collect_states();
        let has = |text: &str| states.iter().any(|(_, saved)| saved.as_str().contains(text));
        assert!(has("text of c"), "{to}");
        assert_eq!(has("text of b"), from != good, "{to}");
        assert_eq!(workspace.layout().tree().pane_count(), 4, "{to}");
        assert_eq!(place.kept_aside(), before + 1, "{to}");
    }
}

#[test]
fn two_windows_do_not_write_one_session_though_its_folder_was_removed() {
    let place = place();
    let mut workspace = place.workspace();
    let mut first = place.open();
    fs::remove_dir_all(place.file.parent().expect("a folder")).expect("removed");
    let mut second = place.open();
    assert_eq!((first.number(), second.number()), (Some(1), Some(1)));
    first.save_now(&mut workspace).expect("written");
    second.save_now(&mut workspace).expect("written");
    assert_eq!((first.number(), second.number()), (Some(2), Some(1)));
    assert!(first.take_news().is_some_and(|news| news.contains("session 2")));
    assert_eq!(second.take_news(), None);
}

#[test]
fn one_wrong_number_in_the_layout_costs_that_number() {
    let place = place();
    let mut session = session();
    session["layout"]["nodes"][0]["shares"] = json!([1.5, 4]);
    let (mut workspace, restored) = place.restore(session.to_string().as_bytes());
    assert_eq!(typed(&mut workspace).as_deref(), Some("typed"));
    assert_eq!(workspace.layout().tree().pane_count(), 2);
    assert!(restored.told.is_some_and(|told| told.contains("shares") && told.contains("kept as")));
    assert_eq!(place.kept_aside(), 1);
}

#[test]
fn damage_anywhere_never_costs_what_was_typed_without_keeping_the_file() {
    let place = place();
    let text = session().to_string();
    let mut lost = 0;
    for at in (0..text.len()).step_by(3) {
        for broken in [text[..at].to_owned(), text[..at].to_owned() + "\u{0}" + &text[at + 1..]] {
            let before = place.kept_aside();
            let (mut workspace, restored) = place.restore(broken.as_bytes());
            if typed(&mut workspace).as_deref() == Some("typed") {
                continue;
            }
            lost += 1;
            // The text is not in the window: then it must be in a file that the message names.
            assert!(restored.told.is_some() && place.kept_aside() == before + 1, "{broken}");
        }
    }
    assert!(lost > 0, "some damage was done");
}

#[test]
fn bad_sessions_are_kept_under_numbers_and_none_is_overwritten() {
    let place = place();
    for (number, text) in ["no session", "{\"format\":\"other\"}", "[]"].iter().enumerate() {
        let (_, restored) = place.restore(text.as_bytes());
        assert!(!restored.layout && restored.told.is_some_and(|told| told.contains("could not be read")));
        assert_eq!(place.kept_aside(), number + 1);
    }
}

#[test]
fn a_file_renamed_while_its_text_is_only_kept_is_asked_about_under_its_new_name() {
    let place = place();
    let (mut workspace, _) = place.restore(session().to_string().as_bytes());
    let pane = workspace.layout().tree().pane_of(&WidgetId::new("editor:a.txt").expect("an id")).expect("shown");
    workspace.rename_widget(pane, &WidgetId::new("editor:b.txt").expect("an id")).expect("free");
    let asked = workspace.vetoes(&Command::Close { pane });
    assert_eq!(asked, [(pane, "b.txt has changes that are not saved".to_owned())]);
}

#[test]
fn a_damaged_session_that_cannot_be_kept_aside_is_never_written_over() {
    let mut place = place();
    // A name of the maximum length: no longer name can exist beside it, so neither copying nor renaming works.
    place.file.set_file_name(format!("{}.json", "s".repeat(250)));
    let mut damaged = session();
    damaged["layout"]["nodes"][0]["shares"][0] = json!("many");
    for (text, comes_back) in [(damaged.to_string(), true), ("no session".to_owned(), false)] {
        fs::write(&place.file, &text).expect("written");
        let (mut session, mut workspace) = (place.open(), place.workspace());
        let restored = session.restore(session.read(), &mut workspace);
        assert_eq!((restored.layout, typed(&mut workspace).is_some()), (comes_back, comes_back));
        let told = restored.told.expect("words");
        assert!(told.contains("so that it stays as it is, this window is not kept"), "{told}");
        assert!(!session.is_kept(), "quitting asks where something would be lost");
        session.save(&mut workspace);
        session.flush().expect("nothing to wait for");
        assert_eq!(fs::read_to_string(&place.file).expect("there"), text);
        assert_eq!(place.kept_aside(), 0);
    }
}

#[test]
fn a_newer_session_is_kept_and_not_read() {
    let place = place();
    let mut session = session();
    session["version"] = json!(99);
    let (mut workspace, restored) = place.restore(session.to_string().as_bytes());
    assert!(restored.told.is_some_and(|told| told.contains("newer program")));
    assert_eq!((typed(&mut workspace), place.kept_aside()), (None, 1));
}

#[test]
fn work_whose_layout_is_lost_is_shown_all_the_same() {
    let place = place();
    let mut session = session();
    session["layout"] = json!("nothing");
    let (mut workspace, restored) = place.restore(session.to_string().as_bytes());
    assert!(restored.told.is_some());
    assert_eq!(typed(&mut workspace).as_deref(), Some("typed"));
}

#[test]
fn a_session_that_is_a_pipe_or_endless_is_refused_at_once() {
    let place = place();
    fs::create_dir(&place.file).expect("a folder in its place");
    let mut workspace = place.workspace();
    let mut session = place.open();
    let restored = session.restore(session.read(), &mut workspace);
    drop(session);
    assert!(restored.told.is_some_and(|told| told.contains("not a file")));
    fs::remove_dir_all(place.file.parent().expect("a folder")).expect("removed");
    fs::create_dir(place.file.parent().expect("a folder")).expect("made");
    std::os::unix::fs::symlink("/dev/zero", &place.file).expect("a link");
    let mut session = place.open();
    let restored = session.restore(session.read(), &mut workspace);
    assert!(restored.told.is_some_and(|told| told.contains("a device")));
}

#[test]
fn a_password_that_a_hand_wrote_into_a_session_goes_no_further() {
    let place = place();
    let address = "query:postgres://me:s3cret@localhost:5432/shop";
    let text = json!({
        "format": "multisplit-session", "version": 1, "folder": "/tmp",
        "layout": {"format": "multisplit-layout", "version": 2, "next_id": 2, "root": 1, "nodes": [{"id": 1, "pane": address}]},
        "states": {address: "{}"},
    });
    let (mut workspace, restored) = place.restore(text.to_string().as_bytes());
    assert_eq!(restored.told, None);
    let clean = "query:postgres://me@localhost:5432/shop";
    let mut session = place.open();
    session.save(&mut workspace);
    session.flush().expect("written");
    let text = fs::read_to_string(&place.file).expect("there");
    assert!(!text.contains("s3cret") && text.contains(clean), "{text}");
    let ids: Vec<&str> = workspace.provider().secrets.keys().map(WidgetId::as_str).collect();
    assert_eq!(ids, [clean]);
    assert!(!format!("{:?}", workspace.provider().secrets).contains("s3cret"));
    assert!(workspace.saved_states().any(|(widget, _)| widget.as_str() == clean));
}
