//! A session in a store: what was done is there after a restart, a crash or a power cut, with undo.

use multisplit::file::ReadLimits;
use multisplit::placement::Area;
use multisplit::{Command, Intent, Provided, Request, Saved, Slot, WidgetId, WidgetProvider, Workspace};
use multisplit_host::{Host, KeptSession, Recovered, SessionStore};
use multisplit_store::simulated::{Failing, Fault, SimulatedDisk};
use multisplit_store::{LogStore, StoreError};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);

/// Widgets that are texts. One called `panics` cannot be saved, and one called `nothing` has nothing to save.
#[derive(Default)]
struct Texts {
    panics: bool,
}

impl WidgetProvider for Texts {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        Provided::Ready(request.saved.map(Saved::as_str).unwrap_or_default().to_owned())
    }

    fn save(&mut self, id: &WidgetId, widget: &mut String) -> Option<Saved> {
        assert!(!(self.panics && id.as_str() == "panics"), "this widget cannot be saved");
        let saved = Saved::new(widget.as_str()).expect("short");
        (!widget.is_empty()).then(|| saved.with_unsaved_work(format!("the text of {id}")))
    }
}

struct Run {
    workspace: Workspace<Texts>,
    host: Host<String>,
    recovered: Recovered,
}

/// Starts a program on a disk.
fn start(disk: &SimulatedDisk) -> Run {
    let (session, kept) = SessionStore::open_on(disk.clone(), "session", || {}).expect("opened");
    let mut workspace = Workspace::new(Texts::default());
    let recovered = kept.recover(&mut workspace, ReadLimits::default()).expect("recovered");
    let mut host = Host::new(|| {});
    host.keep_session(session, &mut workspace);
    let mut run = Run { workspace, host, recovered };
    run.frame();
    run
}

impl Run {
    fn frame(&mut self) {
        self.workspace.frame(self.host.now(), Area::new(800.0, 600.0).expect("an area"));
        self.host.drive(&mut self.workspace);
    }

    fn open(&mut self, widget: &str) {
        self.workspace.open(widget).expect("opened");
        self.frame();
    }

    fn write(&mut self, widget: &str, text: &str) {
        let id = WidgetId::new(widget).expect("an id");
        let pane = self.workspace.layout().tree().pane_of(&id).expect("shown");
        let Some(live) = self.workspace.slots().live(pane) else { panic!("{widget} is not there") };
        text.clone_into(live);
    }

    fn text(&mut self, widget: &str) -> Option<&str> {
        let pane = self.workspace.layout().tree().pane_of(&WidgetId::new(widget).expect("an id"))?;
        match self.workspace.slots().get(pane) {
            Some(Slot::Live(text)) => Some(text),
            _ => None,
        }
    }

    fn apply(&mut self, intent: Intent) {
        let now = self.host.now();
        self.workspace.apply(now, intent).expect("done");
        self.frame();
    }

    fn keep_states(&mut self) {
        self.host.session().expect("kept").keep_states(&mut self.workspace);
    }

    fn flush(&mut self) -> Result<(), String> {
        self.host.session().expect("kept").flush(PATIENCE)
    }

    fn layout(&self) -> String {
        self.workspace.layout().save_text()
    }
}

#[test]
fn layout_texts_and_undo_are_there_after_a_restart() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    assert!(!run.recovered.has_layout);
    ["a", "b", "c"].iter().for_each(|widget| run.open(widget));
    run.write("b", "typed");
    run.keep_states();
    let layout = run.layout();
    drop(run);
    let mut run = start(&disk);
    assert_eq!((run.layout(), &run.recovered), (layout, &Recovered { has_layout: true, ..Recovered::default() }));
    assert_eq!(run.text("b"), Some("typed"));
    for left in [2, 1, 0] {
        run.apply(Intent::Undo);
        assert_eq!(run.workspace.layout().tree().pane_count(), left);
    }
}

#[test]
fn a_closed_pane_comes_back_with_its_text_by_an_undo_after_a_restart() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    run.open("a");
    run.open("b");
    run.write("b", "typed");
    let pane = run.workspace.layout().tree().pane_of(&WidgetId::new("b").expect("an id")).expect("shown");
    run.apply(Intent::Run(Command::Close { pane }));
    run.keep_states();
    drop(run);
    let mut run = start(&disk);
    assert_eq!(run.text("b"), None);
    run.apply(Intent::Undo);
    assert_eq!(run.text("b"), Some("typed"));
}

#[test]
fn a_widget_that_panics_while_it_is_saved_keeps_the_state_before() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    run.open("panics");
    run.write("panics", "typed");
    run.keep_states();
    run.workspace.provider().panics = true;
    run.open("b");
    run.keep_states();
    drop(run);
    assert_eq!(start(&disk).text("panics"), Some("typed"));
}

#[test]
fn a_state_that_is_no_longer_needed_does_not_come_back() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    run.open("a");
    run.write("a", "typed");
    run.keep_states();
    run.flush().expect("written");
    run.write("a", "");
    run.keep_states();
    drop(run);
    assert_eq!(start(&disk).text("a"), Some(""));
}

#[test]
fn what_was_flushed_survives_a_power_cut_and_everything_fits_together() {
    for seed in 0..60 {
        let disk = SimulatedDisk::new();
        let mut run = start(&disk);
        let mut layouts = vec![];
        for n in 0..6 {
            run.open(&format!("w{n}"));
            if n % 3 == 2 {
                run.apply(Intent::Undo);
            }
            layouts.push(run.layout());
            if n == 3 {
                run.flush().expect("written");
            }
        }
        let cut = disk.after_power_cut(seed);
        let again = start(&cut);
        assert_eq!(again.recovered.lost, Vec::<String>::new());
        let at = layouts.iter().position(|layout| *layout == again.layout());
        // A frame between an open and its undo may be the last one on the disk.
        let between = again.workspace.layout().tree().pane_count() > 3;
        assert!(at.is_some_and(|at| at >= 3) || between, "seed {seed}: {}", again.layout());
        drop(run);
    }
}

#[test]
fn more_changes_than_a_checkpoint_holds_are_there_again() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    run.open("a");
    run.open("b");
    for n in 0..1_300u32 {
        let pane = run.workspace.layout().focused_pane().expect("a pane");
        run.apply(Intent::Run(Command::Lock { pane, locked: n % 2 == 0 }));
    }
    run.open("c");
    let layout = run.layout();
    drop(run);
    let mut run = start(&disk);
    assert_eq!((run.layout(), run.recovered.lost.len()), (layout, 0));
    run.apply(Intent::Undo);
    assert_eq!(run.workspace.layout().tree().pane_count(), 2);
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost_once_it_has_room() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    run.open("a");
    run.flush().expect("written");
    disk.fail(Some(Failing { from: 0, fault: Fault::Full, for_good: true }));
    run.open("b");
    let why = run.flush().expect_err("full");
    assert!(why.contains("storage"), "{why}");
    assert_eq!(run.host.session().and_then(|session| session.trouble()), Some(why));
    disk.fail(None);
    run.flush().expect("written in a fresh file");
    assert_eq!(run.host.session().and_then(|session| session.trouble()), None);
    let layout = run.layout();
    drop(run);
    assert_eq!(start(&disk).layout(), layout);
}

#[test]
fn one_damaged_entry_costs_no_other() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    ["a", "b", "c"].iter().for_each(|widget| run.open(widget));
    run.write("b", "typed");
    run.keep_states();
    let layout = run.layout();
    drop(run);
    let opened = LogStore::open(disk, "session").expect("opened");
    let mut entries = opened.entries;
    for (key, text) in [("history", "{"), ("state/c", "no state"), ("focus", "x")] {
        entries.insert(key.to_owned(), text.to_owned());
    }
    let kept = KeptSession::new(entries, opened.damage);
    let mut workspace = Workspace::new(Texts::default());
    let recovered = kept.recover(&mut workspace, ReadLimits::default()).expect("recovered");
    assert_eq!(recovered.lost.len(), 2, "{recovered:?}");
    assert_eq!(workspace.layout().save().nodes, {
        let mut other = Workspace::new(Texts::default());
        other.load(&layout, ReadLimits::default()).expect("loaded");
        other.layout().save().nodes
    });
    assert_eq!(workspace.saved_states().count(), 1);
}

#[test]
fn changes_that_a_damaged_one_has_cut_off_never_come_back() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    run.flush().expect("written");
    for widget in ["a", "b", "c", "d"] {
        run.open(widget);
        run.flush().expect("written");
    }
    drop(run);
    // The frame of the second change is damaged.
    let mut bytes = disk.content("session.1.log").expect("a log");
    let find = |bytes: &[u8], text: &str| bytes.windows(text.len()).position(|at| at == text.as_bytes());
    let at = find(&bytes, "edit/1").expect("the second change");
    bytes[at] ^= 1;
    disk.set_content("session.1.log", &bytes);
    let mut run = start(&disk);
    assert_eq!((run.workspace.layout().tree().pane_count(), run.recovered.lost.len()), (1, 1));
    run.open("x");
    let layout = run.layout();
    drop(run);
    let run = start(&disk);
    assert_eq!((run.layout(), run.recovered.lost.len()), (layout, 0));
}

#[test]
fn a_panicking_widget_that_was_restored_keeps_what_was_kept_since() {
    let disk = SimulatedDisk::new();
    for text in ["one", "one two"] {
        let mut run = start(&disk);
        if run.text("panics").is_none() {
            run.open("panics");
        }
        run.write("panics", text);
        run.keep_states();
        run.workspace.provider().panics = true;
        run.keep_states();
    }
    assert_eq!(start(&disk).text("panics"), Some("one two"));
}

#[test]
fn the_longest_id_of_a_widget_is_kept_with_all_others() {
    let disk = SimulatedDisk::new();
    let mut run = start(&disk);
    let long = "w".repeat(4_096);
    run.open(&long);
    run.open("b");
    run.write(&long, "typed");
    run.write("b", "typed, too");
    run.keep_states();
    run.flush().expect("written");
    drop(run);
    let mut run = start(&disk);
    assert_eq!(run.text(&long), Some("typed"));
    assert_eq!(run.text("b"), Some("typed, too"));
}

#[test]
fn a_session_that_the_first_version_has_written_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("s.1.log"), include_bytes!("fixtures/session-1.log")).expect("written");
    let (_session, kept) = SessionStore::open(folder.path(), "s", || {}).expect("opened");
    let mut workspace = Workspace::new(Texts::default());
    let recovered = kept.recover(&mut workspace, ReadLimits::default()).expect("recovered");
    assert_eq!(recovered, Recovered { has_layout: true, ..Recovered::default() });
    assert_eq!(workspace.layout().tree().pane_count(), 12);
    assert_eq!((kept.value("scroll"), workspace.saved_states().count()), (Some("[1,2]"), 0));
    let names: Vec<&str> = workspace.layout().history().undo_names().collect();
    assert_eq!(names.len(), 20);
    while workspace.apply(multisplit::Moment::ZERO, Intent::Undo).is_ok() {}
    assert_eq!(workspace.layout().tree().pane_count(), 0);
}

#[test]
fn a_session_belongs_to_one_store_at_a_time_and_its_name_is_one_part_of_a_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = |name: &str| SessionStore::open(folder.path(), name, || {}).map(|(session, _)| session);
    let first = open("s").expect("free");
    assert!(matches!(open("s"), Err(StoreError::InUse { .. })));
    drop(open("other").expect("another one"));
    drop(first);
    drop(open("s").expect("free again"));
    for name in ["", "..", "../esc", "a/b", "a/"] {
        assert!(matches!(open(name), Err(StoreError::Name { .. })), "{name:?}");
    }
}

#[test]
fn states_whose_panes_are_lost_are_named_and_so_is_a_layout_that_is_missing() {
    let state = |text: &str| format!("{{}}\n{text}");
    let entries = [("state/a".to_owned(), state("typed")), ("state/b".to_owned(), state("more"))];
    let kept = KeptSession::new(entries.into(), multisplit_store::Damage::default());
    let mut workspace = Workspace::new(Texts::default());
    let recovered = kept.recover(&mut workspace, ReadLimits::default()).expect("no layout to fail");
    assert_eq!(recovered.lost, ["the layout is missing"]);
    let names: Vec<&str> = recovered.homeless.iter().map(WidgetId::as_str).collect();
    assert_eq!((names, recovered.has_layout), (vec!["a", "b"], false));
    let nothing = KeptSession::default().recover(&mut workspace, ReadLimits::default()).expect("new");
    assert_eq!(nothing, Recovered::default());
}

#[test]
fn a_state_in_a_folder_goes_only_once_the_session_has_what_came_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let states = folder.path().join("states");
    let is_state = |path: &std::path::Path| path.extension().is_some_and(|end| end == "state");
    let files = || std::fs::read_dir(&states).map_or(0, |all| all.flatten().filter(|f| is_state(&f.path())).count());
    let (session, _) = SessionStore::open(folder.path(), "s", || {}).expect("opened");
    let mut workspace = Workspace::new(Texts::default());
    let mut host = Host::new(|| {});
    host.keep_session(session, &mut workspace);
    host.keep_unused_states(&states, &mut workspace);
    let (demote_after, sweep_every) = (Duration::from_millis(1), Duration::from_millis(1));
    let config = multisplit::RuntimeConfig { demote_after, sweep_every, ..*workspace.config() };
    workspace.configure(config).expect("consistent");
    let restore = |workspace: &mut Workspace<Texts>, text: &str| {
        workspace.restore_state(WidgetId::new("a").expect("an id"), Saved::new(text).expect("short"));
    };
    restore(&mut workspace, "typed");
    let begun = std::time::Instant::now();
    while workspace.saved_states().count() > 0 || files() == 0 {
        workspace.tick(host.now());
        host.drive(&mut workspace);
        assert!(begun.elapsed() < PATIENCE, "it goes to the folder");
    }
    let config = multisplit::RuntimeConfig { demote_after: PATIENCE, ..*workspace.config() };
    workspace.configure(config).expect("consistent");
    restore(&mut workspace, "newer");
    for _ in 0..20 {
        host.drive(&mut workspace);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(files(), 1, "the session does not have the newer one yet");
    workspace.open("a").expect("opened");
    host.session().expect("kept").keep_states(&mut workspace);
    host.session().expect("kept").flush(PATIENCE).expect("written");
    let begun = std::time::Instant::now();
    while files() > 0 {
        host.drive(&mut workspace);
        assert!(begun.elapsed() < PATIENCE, "now it does");
        std::thread::sleep(Duration::from_millis(5));
    }
    let kept = KeptSession::read(folder.path(), "s").expect("read");
    assert_eq!(kept.states().map(|(_, saved)| saved.to_text().into_owned()).collect::<Vec<_>>(), ["newer"]);
}
