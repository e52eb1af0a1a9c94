//! The runtime under the real application: databases, files that change, pools, states that do not fit, recordings.

use crate::fixture::{Bench, has_tab, layout, open, palette, press, type_text, until};
use egui::{Event, Key, Modifiers, PointerButton, ViewportId};
use egui_kittest::kittest::{NodeT, Queryable};
use multisplit::stats::Snapshot;
use multisplit::{Command, Intent, RuntimeConfig, Saved, WidgetId};
use multisplit_workbench::app::App;
use std::fs;
use std::time::Duration;

fn app(bench: &mut Bench) -> &mut App {
    bench.state_mut().as_mut().expect("started")
}

fn id(text: &str) -> WidgetId {
    WidgetId::new(text).expect("an id")
}

fn run(bench: &mut Bench, command: &Command) {
    let now = app(bench).now();
    app(bench).workspace_mut().run(now, command).expect("it is done");
}

fn close(bench: &mut Bench, widget: &str) {
    let pane = layout(bench).tree().pane_of(&id(widget)).expect("open");
    run(bench, &Command::Close { pane });
    bench.step();
}

fn snapshot(bench: &mut Bench) -> Snapshot {
    app(bench).snapshot()
}

fn says(bench: &Bench, words: &str) -> bool {
    bench.query_all_by_label_contains(words).count() > 0
}

#[test]
fn a_database_is_opened_from_the_tree_and_answers_a_query() {
    let (folder, mut bench) = open();
    let database = rusqlite::Connection::open(folder.path().join("shop.db")).expect("made");
    database
        .execute_batch("create table fruit(name); insert into fruit values ('quince'), ('medlar');")
        .expect("filled");
    drop(database);
    until(&mut bench, "the tree shows it", |b| b.query_by_label("shop.db").is_some());
    let at = bench.get_by_label("shop.db").rect().center();
    bench.event(Event::PointerMoved(at));
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        bench.event(Event::PointerButton { pos: at, button, pressed, modifiers });
        bench.step();
    }
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "it is open", |b| has_tab(b, "shop.db"));
    until(&mut bench, "it is connected", |b| b.query_by_label("Run").is_some());
    let pane = layout(&mut bench).tree().pane_of(&id("query:shop.db")).expect("open");
    let now = app(&mut bench).now();
    let focus = Intent::Focus(multisplit::FocusTo::Pane(pane));
    app(&mut bench).workspace_mut().apply(now, focus).expect("there");
    bench.step();
    bench.step();
    type_text(&mut bench, "select name from fruit order by name");
    press(&mut bench, Modifiers::NONE, Key::F5);
    until(&mut bench, "the rows", |b| says(b, "2 rows"));
    assert!(says(&bench, "medlar") && says(&bench, "quince"));
}

/// Without a tree, nothing watches the disk.
#[test]
fn files_are_looked_at_again_when_the_window_is_focused_again() {
    let (folder, mut bench) = open();
    close(&mut bench, "files:tree");
    // By then, the check of the file that began when it was opened is over.
    for _ in 0..40 {
        bench.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    fs::write(folder.path().join("README.md"), "changed while away\n").expect("written");
    for _ in 0..20 {
        bench.step();
    }
    let text = |b: &Bench| b.get_by_label("Editor: README.md").accesskit_node().value().unwrap_or_default();
    assert!(text(&bench).contains("Hello"), "nobody looked yet");
    for focused in [false, true] {
        bench.input_mut().viewports.entry(ViewportId::ROOT).or_default().focused = Some(focused);
        bench.step();
        bench.step();
    }
    until(&mut bench, "it is shown", |b| text(b).contains("changed while away"));
}

#[test]
fn an_editor_that_is_used_again_shows_nothing_of_its_last_file() {
    let (_folder, mut bench) = open();
    app(&mut bench).mind_memory(RuntimeConfig { parked_count: 0, ..RuntimeConfig::default() });
    close(&mut bench, "editor:README.md");
    assert!(snapshot(&mut bench).meters.widgets_pooled > 0);
    run(&mut bench, &Command::Open { widget: id("editor:other.txt") });
    until(&mut bench, "the other file", |b| b.query_by_label("Editor: other.txt").is_some());
    assert!(snapshot(&mut bench).meters.recycled > 0);
    let node = bench.get_by_label("Editor: other.txt").accesskit_node().value().unwrap_or_default();
    assert!(node.contains("other") && !node.contains("Hello"), "{node}");
    assert!(!has_tab(&bench, "README.md"));
}

#[test]
fn a_state_that_does_not_fit_is_told_and_the_file_is_shown_as_if_new() {
    let (_folder, mut bench) = open();
    let older = Saved::new("{\"cursor\": \"of another version\"}").expect("short");
    app(&mut bench).workspace_mut().restore_state(id("editor:other.txt"), older);
    run(&mut bench, &Command::Open { widget: id("editor:other.txt") });
    until(&mut bench, "the file", |b| b.query_by_label("Editor: other.txt").is_some());
    until(&mut bench, "it is told", |b| says(b, "other.txt is shown as if new"));
}

#[test]
fn the_report_is_written_where_the_user_says_and_trimming_lets_hidden_panes_go() {
    let (folder, mut bench) = open();
    palette(&mut bench, "show the monitor");
    until(&mut bench, "a reading", |b| says(b, "Memory normal"));
    bench.get_by_label("Trim").click();
    bench.step();
    bench.get_by_label("Export report…").click();
    until(&mut bench, "where to", |b| b.query_by_label("Cancel").is_some());
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "it is told", |b| says(b, "the report is in"));
    let files = fs::read_dir(folder.path()).expect("readable").flatten().map(|entry| entry.path());
    let reports: Vec<_> = files.filter(|path| path.to_string_lossy().contains("report")).collect();
    let text = fs::read_to_string(reports.first().expect("a report")).expect("readable");
    for words in ["memory", "provide", "frame"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn what_is_looked_at_is_recorded_for_the_cache_bench() {
    let (folder, mut bench) = open();
    let trace = folder.path().join("trace.jsonl");
    app(&mut bench).record(&trace).expect("made");
    run(&mut bench, &Command::Open { widget: id("editor:other.txt") });
    until(&mut bench, "the file", |b| b.query_by_label("Editor: other.txt").is_some());
    bench.step();
    drop(bench);
    let text = fs::read_to_string(trace).expect("readable");
    let line = text.lines().find(|line| line.contains("editor:other.txt")).expect("looked at");
    let look: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert!(
        look["at_us"].is_u64() && look["bytes"].as_u64() > Some(0) && look["rebuild_us"].as_u64() > Some(0),
        "{line}"
    );
}

#[test]
fn a_line_of_a_file_of_any_size_that_is_open_is_gone_to() {
    let (folder, mut bench) = open();
    let line = |at: usize| format!("line {at:07} of a log that is long\n");
    fs::create_dir(folder.path().join("logs")).expect("made");
    fs::write(folder.path().join("logs/huge.log"), (1..=500_000).map(line).collect::<String>()).expect("written");
    run(&mut bench, &Command::Open { widget: id("editor:logs/huge.log") });
    until(&mut bench, "its first lines", |b| says(b, "Large file: huge.log"));
    press(&mut bench, crate::fixture::CTRL, Key::P);
    type_text(&mut bench, "huge.log:400000");
    until(&mut bench, "the opener finds it", |b| b.query_by_label("logs/huge.log").is_some());
    press(&mut bench, Modifiers::NONE, Key::Enter);
    let text = |b: &Bench| b.get_by_label("Large file: huge.log").accesskit_node().value().unwrap_or_default();
    until(&mut bench, "the line", |b| text(b).contains("line 0400000"));
}

#[test]
fn what_widgets_say_they_take_is_what_they_hold() {
    let (folder, mut bench) = open();
    let megabyte = 1 << 20;
    fs::write(
        folder.path().join("long.txt"),
        "a line of sixty-four bytes, so that there are many of them all.\n".repeat(16_384),
    )
    .expect("written");
    let pixels = vec![200; 512 * 512 * 4];
    let picture = multisplit_raster::Image { width: 512, height: 512, rgba: pixels };
    picture.save_png(folder.path().join("picture.png")).expect("written");
    let mut before = snapshot(&mut bench).bytes.live;
    for (widget, label) in [("editor:long.txt", "long.txt"), ("image:picture.png", "picture.png")] {
        run(&mut bench, &Command::Open { widget: id(widget) });
        until(&mut bench, "it is there", |b| says(b, label));
        for _ in 0..200 {
            if app(&mut bench).is_settled() {
                break;
            }
            bench.step();
            std::thread::sleep(Duration::from_millis(5));
        }
        let now = snapshot(&mut bench).bytes.live;
        let took = now - before;
        assert!((megabyte..8 * megabyte).contains(&took), "{widget} says {took}");
        before = now;
    }
}
