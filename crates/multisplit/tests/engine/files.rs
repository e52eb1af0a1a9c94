//! Valid layout files: written, read, migrated, with unknown fields kept.

use crate::check::{run, show, write};
use multisplit::file::{FileError, ReadLimits, examine};
use multisplit::{Event, Layout, LoadError};

const V1: &str = include_str!("../fixtures/version-1.json");
const V2: &str = include_str!("../fixtures/version-2.json");

fn load(text: &str) -> Layout {
    let mut layout = Layout::new();
    layout.load(text, ReadLimits::default()).unwrap_or_else(|e| panic!("{e}\n{text}"));
    layout.tree().assert_valid();
    layout
}

#[test]
fn a_file_of_this_version_is_written_as_it_was_read() {
    let layout = load(V2);
    assert_eq!(
        write(&layout),
        "row(>^editor:a{w 100.., h ..400, low, snaps} .4, col(tabs(term:1, *term:2), #-notes) .6); float(10 20.5 300 200) clock"
    );
    assert_eq!((layout.save().to_text(), layout.save_text()), (V2.to_owned(), V2.to_owned()));
    assert_eq!(examine(V2, ReadLimits::outside()), []);
}

#[test]
fn a_file_of_version_1_is_migrated() {
    let layout = load(V1);
    assert_eq!(write(&layout), "row(editor:a .4, col(tabs(term:1, >*term:2), #notes) .6)");
    let text = layout.save().to_text();
    assert!(
        text.contains("\"version\":2")
            && text.contains("\"author\":\"somebody\"")
            && text.contains("\"color\":\"red\"")
    );
    assert_eq!(load(&text).save().to_text(), text);
}

#[test]
fn unknown_fields_survive_on_the_file_and_on_nodes() {
    let mut layout = load(V2);
    run(&mut layout, "split editor:a top new", 0).expect("free");
    run(&mut layout, "close notes", 0).expect_err("locked");
    let text = layout.save().to_text();
    assert!(text.contains("\"author\":\"somebody\"") && text.contains("\"color\":\"red\""), "{text}");
    let odd = r#"{"format":"multisplit-layout","version":2,"root":1,"nodes":[{"id":1,"pane":"a","":1,"x":{"y":[null]}}],"z":"\"nodes\":[]"}"#;
    let text = load(odd).save().to_text();
    assert!(
        text.contains(r#""":1"#) && text.contains(r#""x":{"y":[null]}"#) && text.contains(r#""z":"\"nodes\":[]""#),
        "{text}"
    );
    assert_eq!(load(&text).save().to_text(), text);
}

#[test]
fn ids_given_out_before_a_load_are_not_given_out_again() {
    let mut layout = show("row(>a, b, c, d, e, f)");
    let next = layout.save().next_id;
    layout.load(&show(">x").save().to_text(), ReadLimits::default()).expect("good");
    run(&mut layout, "split x right y", 0).expect("free");
    assert!(multisplit_testing::text::pane(&layout, "y").raw() >= next);
    let names: Vec<&str> = layout.history().undo_names().collect();
    assert_eq!(names, ["split", "load"], "the load is an entry of its own");
}

#[test]
fn loading_is_told() {
    let mut layout = show("row(>a, b)");
    while layout.poll_event().is_some() {}
    layout.load(V2, ReadLimits::default()).expect("good");
    let events: Vec<Event> = std::iter::from_fn(|| layout.poll_event()).collect();
    assert_eq!(events.last(), Some(&Event::LayoutLoaded { panes: 5 }));
    assert!(events.iter().any(|event| event.name() == "layout_changed"));
}

#[test]
fn an_empty_layout_is_a_file_too() {
    let text = Layout::new().save().to_text();
    assert_eq!(load(&text).save().to_text(), text);
    assert!(load(&text).focused_pane().is_none());
}

#[test]
fn a_file_from_outside_meets_narrower_limits() {
    let limits = ReadLimits::outside();
    let refused = |layout: &Layout| Layout::new().load(&layout.save().to_text(), limits);
    let long = format!("\"{}\"", "x".repeat(257));
    assert!(
        matches!(refused(&show(&long)), Err(LoadError::File(FileError::Invalid { path, .. })) if path == "nodes[0].pane")
    );
    let mut deep = "p".to_owned();
    for at in 0..=limits.depth {
        deep = format!("{}(p{at}, {deep})", ["row", "col"][at % 2]);
    }
    assert!(matches!(refused(&show(&deep)), Err(LoadError::File(FileError::Invalid { .. }))));
    let many: Vec<String> = (0..limits.nodes).map(|at| format!("p{at}")).collect();
    assert!(
        matches!(refused(&show(&format!("row({})", many.join(",")))), Err(LoadError::File(FileError::Invalid { path, .. })) if path == "nodes")
    );
    let huge = " ".repeat(limits.bytes + 1);
    assert!(matches!(Layout::new().load(&huge, limits), Err(LoadError::File(FileError::TooLong { .. }))));
}

#[test]
fn room_for_nodes_that_never_came_is_given_back() {
    let braces = "{},".repeat(100_000);
    let text = format!(
        r#"{{"format":"multisplit-layout","version":2,"root":1,"x":[{braces}1],"nodes":[{{"id":1,"pane":"a"}}]}}"#
    );
    let layout = load(&text);
    assert!(layout.bytes() < 100_000, "{}", layout.bytes());
}

#[test]
fn a_file_is_loaded_without_a_text_in_between() {
    let one = load(V2);
    let mut file = one.save();
    let mut other = Layout::new();
    other.load_file(&file, ReadLimits::default()).expect("just saved");
    assert_eq!(other.save().to_text(), file.to_text());
    let before = other.save();
    file.root = Some(77);
    let error = other.load_file(&file, ReadLimits::default()).expect_err("no such node");
    assert!(error.to_string().contains("77"), "{error}");
    for version in [1, 3] {
        let old = multisplit::file::LayoutFile { version, ..before.clone() };
        other.load_file(&old, ReadLimits::default()).expect_err("another version");
    }
    assert_eq!(other.save(), before, "nothing has changed");
}
