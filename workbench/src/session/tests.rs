//! Tests with damaged sessions, judged by what a user would miss.

use super::{Restored, Session, SessionFiles};
use crate::provider::{Pane, Provider};
use multisplit::{Command, Moment, Saved, WidgetId, Workspace};
use multisplit_host::{Host, KeptSession};
use multisplit_store::{Batch, FolderDisk, LogStore, Store};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
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

    /// Restores the file of an earlier version with this text.
    fn take_over(&self, text: &[u8]) -> Window {
        for log in self.files(".log") {
            fs::remove_file(log).expect("removed");
        }
        fs::write(&self.file, text).expect("written");
        self.start()
    }

    /// Puts the file of an earlier version where it is looked for, and starts.
    fn take_over_here(&self, text: &str) -> Window {
        fs::create_dir_all(self.file.parent().expect("a folder")).expect("made");
        fs::write(&self.file, text).expect("written");
        self.start()
    }

    fn start(&self) -> Window {
        let mut session = self.open();
        let (mut workspace, mut host) = (self.workspace(), Host::new(|| {}));
        let restored = session.restore(session.read(), &mut workspace, &mut host);
        Window { workspace, host, session, restored }
    }

    /// Returns the files of sessions whose names contain a text.
    fn files(&self, part: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(self.file.parent().expect("a folder")).expect("listed").flatten();
        files.map(|file| file.path()).filter(|path| path.to_string_lossy().contains(part)).collect()
    }

    fn kept_aside(&self) -> usize {
        self.files(".broken").len() + self.files(".old").len() + self.files(".damaged").len()
    }
}

/// A window without a picture. The host goes before the session, as in the application.
struct Window {
    workspace: Workspace<Provider>,
    host: Host<Pane>,
    session: Session,
    restored: Restored,
}

impl Window {
    fn save(&mut self) {
        self.host.drive(&mut self.workspace);
        self.session.save_now(&mut self.workspace, &mut self.host).expect("written");
    }
}

#[test]
fn a_text_that_was_saved_after_its_session_is_said_to_be_the_newer_one() {
    let place = place();
    let file = place.folder.path().join("a.txt");
    fs::write(&file, "older").expect("written");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    let mut window = place.take_over(session().to_string().as_bytes());
    assert_eq!(window.restored.told, None);
    window.save();
    drop(window);
    assert_eq!(place.start().restored.told, None);
    fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(later)).expect("set");
    let from_store = place.start().restored.told;
    let from_file = place.take_over(session().to_string().as_bytes()).restored.told;
    for told in [from_store, from_file] {
        assert!(told.is_some_and(|told| told.contains("a.txt") && told.contains("older than the file")));
    }
}

/// Returns a session of a file tree and an editor with unsaved text, as the first version of the workbench wrote it.
fn session() -> Value {
    serde_json::from_str(include_str!("../../tests/fixtures/session-1.json")).expect("JSON")
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
fn a_session_of_an_earlier_version_is_taken_over_once() {
    let place = place();
    let text = session().to_string();
    let mut window = place.take_over(text.as_bytes());
    assert_eq!((window.restored.layout, &window.restored.told), (true, &None));
    assert_eq!(typed(&mut window.workspace).as_deref(), Some("typed"));
    drop(window);
    assert!(!place.file.exists());
    assert_eq!(fs::read_to_string(&place.files(".old")[0]).expect("kept"), text);
    let mut window = place.start();
    assert_eq!((window.restored.layout, &window.restored.told), (true, &None));
    assert_eq!(typed(&mut window.workspace).as_deref(), Some("typed"));
    assert_eq!(place.kept_aside(), 1);
}

#[test]
fn what_was_done_before_a_restart_is_undone_after_it() {
    let place = place();
    let mut window = place.take_over(session().to_string().as_bytes());
    let widget = WidgetId::new("editor:a.txt").expect("an id");
    let pane = window.workspace.layout().tree().pane_of(&widget).expect("shown");
    window.workspace.run(Moment::ZERO, &Command::Lock { pane, locked: true }).expect("locked");
    window.workspace.run(Moment::ZERO, &Command::Zoom { pane }).expect("zoomed");
    window.save();
    let zoomed = window.workspace.save_layout_text();
    drop(window);
    let mut window = place.start();
    assert_eq!(window.workspace.save_layout_text(), zoomed);
    let history = window.workspace.layout().history();
    assert_eq!(history.undo_names().collect::<Vec<_>>(), ["zoom", "lock"]);
    window.workspace.layout_mut().undo().expect("undone");
    window.save();
    drop(window);
    let window = place.start();
    let history = window.workspace.layout().history();
    assert_eq!((history.undo_names().count(), history.redo_names().collect::<Vec<_>>()), (1, vec!["zoom"]));
}

#[test]
fn damage_of_a_store_is_told_kept_and_costs_what_it_hits() {
    let place = place();
    let mut window = place.take_over(session().to_string().as_bytes());
    window.save();
    drop(window);
    let log = place.files(".log").pop().expect("a log");
    let bytes = fs::read(&log).expect("read");
    let mut lost = 0;
    for bit in (0..bytes.len() * 8).step_by(61) {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        for file in place.files(".log").into_iter().chain(place.files(".damaged")) {
            fs::remove_file(file).expect("removed");
        }
        fs::write(&log, &damaged).expect("written");
        let mut window = place.start();
        let told = window.restored.told.clone().expect("told");
        assert!(told.starts_with("The last session was damaged: ") && told.contains(".damaged"), "{told}");
        lost += usize::from(typed(&mut window.workspace).as_deref() != Some("typed"));
        assert_eq!(fs::read(&place.files(".damaged")[0]).expect("kept"), damaged);
    }
    assert!(lost > 0, "some damage hits the text");
}

#[test]
fn a_session_is_printed_as_the_json_that_an_earlier_version_reads() {
    let place = place();
    let mut window = place.take_over(session().to_string().as_bytes());
    window.save();
    let text = super::export::export_file(&place.file).expect("printed").0;
    let printed: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(printed["layout"]["nodes"].as_array().map(Vec::len), Some(3));
    drop(window);
    let mut window = place.take_over(text.as_bytes());
    assert_eq!(window.restored.told, None);
    assert_eq!(typed(&mut window.workspace).as_deref(), Some("typed"));
}

/// Returns the text that an earlier version wrote: one entry per line.
fn written(place: &Place) -> String {
    let mut window = place.take_over(session().to_string().as_bytes());
    for name in ["b", "c"] {
        let widget = WidgetId::new(format!("editor:{name}.txt")).expect("an id");
        let state = format!(r#"{{"cursor":0,"anchor":0,"unsaved":"text of {name}","saved_hash":7}}"#);
        let saved = Saved::new(state).expect("short").with_unsaved_work("changes");
        window.workspace.restore_state(widget.clone(), saved);
        window.workspace.run(Moment::ZERO, &Command::Open { widget }).expect("opened");
    }
    window.save();
    super::export::export_file(&place.file).expect("printed").0
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
        let Window { mut workspace, restored, .. } = place.take_over(broken.as_bytes());
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
    let mut first = place.start();
    fs::remove_dir_all(place.file.parent().expect("a folder")).expect("removed");
    let mut second = place.start();
    assert_eq!((first.session.number(), second.session.number()), (Some(1), Some(1)));
    for window in [&mut first, &mut second] {
        let widget = WidgetId::new("editor:a.txt").expect("an id");
        window.workspace.run(Moment::ZERO, &Command::Open { widget }).expect("opened");
        window.save();
    }
    assert_eq!((first.session.number(), second.session.number()), (Some(2), Some(1)));
    assert!(first.session.take_news().is_some_and(|news| news.contains("session 2")));
    assert_eq!(second.session.take_news(), None);
    drop((first, second));
    for name in ["project-1", "project-1.2"] {
        let kept = KeptSession::read(place.file.parent().expect("a folder"), name).expect("read");
        assert!(kept.recovery().is_some_and(|kept| !kept.layout.is_empty()), "{name}");
    }
}

#[test]
fn the_trouble_is_over_only_when_everything_is_on_the_disk_again() {
    let place = place();
    let mut window = place.start();
    let folder = place.file.parent().expect("a folder").to_owned();
    let widget = WidgetId::new("editor:a.txt").expect("an id");
    window.workspace.run(Moment::ZERO, &Command::Open { widget }).expect("opened");
    window.save();
    fs::remove_dir_all(&folder).expect("removed");
    fs::write(&folder, "in the way").expect("written");
    let why = window.session.save_now(&mut window.workspace, &mut window.host).expect_err("in the way");
    assert!(why.contains("was removed") && why.contains("Not a directory"), "{why}");
    assert_eq!(window.session.trouble(&mut window.host), Some(why));
    fs::remove_file(&folder).expect("out of the way");
    window.session.save(&mut window.workspace, &mut window.host);
    let began = Instant::now();
    while window.session.trouble(&mut window.host).is_some() {
        assert!(began.elapsed().as_secs() < 20, "it ends by itself");
    }
    let kept = KeptSession::read(&folder, "project-1").expect("read");
    assert!(kept.recovery().is_some_and(|kept| !kept.layout.is_empty()), "it is on the disk");
}

#[test]
fn one_wrong_number_in_the_layout_costs_that_number() {
    let place = place();
    let mut session = session();
    session["layout"]["nodes"][0]["shares"] = json!([1.5, 4]);
    let Window { mut workspace, restored, .. } = place.take_over(session.to_string().as_bytes());
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
            let Window { mut workspace, restored, .. } = place.take_over(broken.as_bytes());
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
        let Window { restored, .. } = place.take_over(text.as_bytes());
        assert!(!restored.layout && restored.told.is_some_and(|told| told.contains("could not be read")));
        assert_eq!(place.kept_aside(), number + 1);
    }
}

#[test]
fn a_file_renamed_while_its_text_is_only_kept_is_asked_about_under_its_new_name() {
    let place = place();
    let Window { mut workspace, .. } = place.take_over(session().to_string().as_bytes());
    let pane = workspace.layout().tree().pane_of(&WidgetId::new("editor:a.txt").expect("an id")).expect("shown");
    workspace.rename_widget(pane, &WidgetId::new("editor:b.txt").expect("an id")).expect("free");
    let asked = workspace.vetoes(&Command::Close { pane });
    assert_eq!(asked, [(pane, "b.txt has changes that are not saved".to_owned())]);
}

#[test]
fn a_damaged_session_that_cannot_be_kept_aside_is_never_written_over() {
    let mut place = place();
    // A name of the maximum length: no longer name can exist beside it, so neither copying nor renaming works.
    place.file.set_file_name(format!("{}.json", "s".repeat(249)));
    let mut damaged = session();
    damaged["layout"]["nodes"][0]["shares"][0] = json!("many");
    for (text, comes_back) in [(damaged.to_string(), true), ("no session".to_owned(), false)] {
        let mut window = place.take_over(text.as_bytes());
        window.save();
        assert_eq!((window.restored.layout, typed(&mut window.workspace).is_some()), (comes_back, comes_back));
        assert!(window.restored.told.is_some());
        assert_eq!(fs::read_to_string(&place.file).expect("there"), text);
        assert_eq!(place.kept_aside(), 0);
    }
}

#[test]
fn a_store_of_a_newer_program_is_not_touched_and_the_window_is_not_kept() {
    let place = place();
    drop(place.start());
    let log = place.files(".log").pop().expect("a log");
    let newer = LogStore::newer_file();
    fs::write(&log, &newer).expect("written");
    let window = place.start();
    let told = window.restored.told.expect("told");
    assert!(told.contains("newer program") && told.contains("this window is not kept"), "{told}");
    assert!(!window.session.is_kept(), "quitting asks where something would be lost");
    assert_eq!(fs::read(&log).expect("there"), newer);
}

#[test]
fn a_newer_session_is_kept_and_not_read() {
    let place = place();
    let mut session = session();
    session["version"] = json!(99);
    let Window { mut workspace, restored, .. } = place.take_over(session.to_string().as_bytes());
    assert!(restored.told.is_some_and(|told| told.contains("newer program")));
    assert_eq!((typed(&mut workspace), place.kept_aside()), (None, 1));
}

#[test]
fn work_whose_layout_is_lost_is_shown_all_the_same() {
    let place = place();
    let mut session = session();
    session["layout"] = json!("nothing");
    let Window { mut workspace, restored, .. } = place.take_over(session.to_string().as_bytes());
    assert!(restored.told.is_some());
    assert_eq!(typed(&mut workspace).as_deref(), Some("typed"));
}

#[test]
fn a_session_that_is_a_folder_or_endless_is_refused_at_once() {
    let place = place();
    fs::create_dir(&place.file).expect("a folder in its place");
    assert!(place.start().restored.told.is_some_and(|told| told.contains("not a file")));
    fs::remove_dir_all(place.file.parent().expect("a folder")).expect("removed");
    fs::create_dir(place.file.parent().expect("a folder")).expect("made");
    std::os::unix::fs::symlink("/dev/zero", &place.file).expect("a link");
    assert!(place.start().restored.told.is_some_and(|told| told.contains("a device")));
    let log = place.file.with_extension("9.log");
    std::os::unix::fs::symlink("/dev/zero", &log).expect("a link");
    let window = place.start();
    let told = window.restored.told.expect("told");
    assert!(told.contains("a device") && !window.session.is_kept(), "{told}");
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
    let mut window = place.take_over(text.to_string().as_bytes());
    assert_eq!(window.restored.told, None);
    let clean = "query:postgres://me@localhost:5432/shop";
    window.save();
    let bytes = fs::read(&place.files(".log")[0]).expect("there");
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("s3cret") && text.contains(clean), "{text}");
    let ids: Vec<&str> = window.workspace.provider().secrets.keys().map(WidgetId::as_str).collect();
    assert_eq!(ids, [clean]);
    assert!(!format!("{:?}", window.workspace.provider().secrets).contains("s3cret"));
    assert!(window.workspace.saved_states().any(|(widget, _)| widget.as_str() == clean));
}

/// Removes entries from the store of a place, as if they had never been written.
fn remove(place: &Place, keys: &[&str]) {
    let folder = place.file.parent().expect("a folder");
    let mut store = LogStore::open(FolderDisk::new(folder), "project-1").expect("opened").store;
    store.commit(&keys.iter().fold(Batch::new(), |batch, key| batch.remove(*key))).expect("committed");
}

#[test]
fn a_take_over_that_a_crash_has_cut_off_is_done_again() {
    let place = place();
    let text = session().to_string();
    drop(place.take_over(text.as_bytes()));
    // The crash came after the layout and before the states.
    remove(&place, &["value/taken over", "state/editor:a.txt"]);
    fs::write(&place.file, &text).expect("written");
    let mut window = place.start();
    assert_eq!(typed(&mut window.workspace).as_deref(), Some("typed"));
    drop(window);
    fs::write(&place.file, "of an older program, later on").expect("written");
    let mut window = place.start();
    assert_eq!((window.restored.told.as_deref(), typed(&mut window.workspace).as_deref()), (None, Some("typed")));
}

#[test]
fn a_window_whose_folder_was_removed_leaves_the_session_of_another_one_alone() {
    let place = place();
    let mut first = place.start();
    first.save();
    fs::remove_dir_all(place.file.parent().expect("a folder")).expect("removed");
    let mut second = place.take_over_here(&session().to_string());
    second.save();
    drop(second);
    let widget = WidgetId::new("note:1").expect("an id");
    first.workspace.run(Moment::ZERO, &Command::Open { widget }).expect("opened");
    first.save();
    assert_eq!(first.session.number(), Some(2));
    drop(first);
    let mut again = place.start();
    assert_eq!(typed(&mut again.workspace).as_deref(), Some("typed"), "what the second had is there");
}

#[test]
fn panes_wait_if_damage_may_have_hidden_that_they_did() {
    let place = place();
    let mut window = place.start();
    let widget = WidgetId::new("term:1").expect("an id");
    window.workspace.run(Moment::ZERO, &Command::Open { widget: widget.clone() }).expect("opened");
    window.save();
    assert_eq!(window.restored.held, None);
    window.host.session().expect("kept").set_value("untrusted", format!("{{\"{widget}\":\"It starts a shell.\"}}"));
    window.session.flush(&mut window.host).expect("written");
    window.host.session().expect("kept").set_value("scroll", "[1,2]".to_owned());
    drop(window);
    assert!(place.start().restored.held.is_some_and(|held| held.contains_key(&widget)));
    let log = place.files(".log").pop().expect("a log");
    let mut bytes = fs::read(&log).expect("read");
    let at = bytes.windows(9).rposition(|at| at == b"untrusted").expect("there");
    bytes[at] ^= 1;
    fs::write(&log, bytes).expect("written");
    let restored = place.start().restored;
    assert!(restored.held.is_some_and(|held| held.contains_key(&widget)), "{:?}", restored.told);
}

/// A session with 40,000 states once took 24 s. The limits are some thirty times what it takes now, for a machine that is busy.
#[test]
fn a_session_with_many_states_opens_at_once_whether_or_not_their_panes_are_lost() {
    for (count, unsaved, limit) in [(40_000, None, 3.0), (10_000, Some("text"), 12.0)] {
        let place = place();
        let state = json!({ "cursor": 0, "unsaved": unsaved, "saved_hash": 7 }).to_string();
        let states = (0..count).map(|n| (format!("editor:{n}.txt"), Value::String(state.clone())));
        let mut session = session();
        session["states"] = Value::Object(states.collect());
        let text = session.to_string();
        let began = Instant::now();
        let mut window = place.take_over(text.as_bytes());
        window.save();
        drop(window);
        let window = place.start();
        assert!(began.elapsed().as_secs_f64() < limit, "{count} states in {:?}", began.elapsed());
        assert_eq!(window.restored.told, None);
        let panes = window.workspace.layout().tree().pane_count();
        // A state without a pane is kept if it holds work, and then it is shown.
        let kept = if unsaved.is_some() { count } else { 0 };
        assert_eq!((panes, window.workspace.saved_states().count()), (2 + kept, kept));
    }
}
