//! Groups: their members, what happens to them, and that all of it can be undone.

use multisplit::file::ReadLimits;
use multisplit::groups::{GroupAction, GroupInfo};
use multisplit::{Command, CommandError, Layout, Moment, PaneId};
use multisplit_testing::text;
use std::collections::BTreeMap;

const NOW: Moment = Moment::ZERO;

fn layout(of: &str) -> Layout {
    let mut layout = Layout::new();
    layout.load(&text::read(of).expect("a layout").to_text(), ReadLimits::default()).expect("a layout");
    layout
}

fn act(layout: &mut Layout, name: &str, act: GroupAction) -> Result<Vec<PaneId>, CommandError> {
    layout.run(NOW, &Command::Group { name: name.to_owned(), act }).map(|done| done.panes)
}

fn panes(layout: &Layout, names: &[&str]) -> Vec<PaneId> {
    names.iter().map(|name| text::pane(layout, name)).collect()
}

fn add(layout: &mut Layout, name: &str, names: &[&str]) {
    let panes = panes(layout, names);
    act(layout, name, GroupAction::Add(panes)).expect("there");
}

fn widgets(layout: &Layout, name: &str) -> Vec<String> {
    let tree = layout.tree();
    let group = tree.group_named(name).expect("a group");
    let mut widgets: Vec<String> =
        tree.group_panes(group).iter().filter_map(|p| tree.widget(*p)).map(ToString::to_string).collect();
    widgets.sort();
    widgets
}

fn describe(parent: Option<&str>) -> GroupAction {
    let meta = BTreeMap::from([("note".to_owned(), "kept".to_owned())]);
    GroupAction::Describe { parent: parent.map(ToOwned::to_owned), color: Some([1, 2, 255]), meta }
}

#[test]
fn a_pane_is_in_one_group_at_most() {
    let mut layout = layout("row(a, b, c)");
    add(&mut layout, "one", &["a", "b"]);
    add(&mut layout, "two", &["b", "c"]);
    assert_eq!(
        (widgets(&layout, "one"), widgets(&layout, "two")),
        (vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()])
    );
    layout.undo().expect("done");
    assert_eq!(widgets(&layout, "one"), ["a", "b"]);
    assert!(layout.tree().group_named("two").is_none(), "made with its first panes, gone with them");
}

#[test]
fn a_closed_pane_comes_back_into_its_group() {
    let mut layout = layout("row(a, b, c)");
    add(&mut layout, "g", &["a", "b"]);
    let pane = text::pane(&layout, "a");
    layout.run(NOW, &Command::Close { pane }).expect("free");
    assert_eq!(widgets(&layout, "g"), ["b"]);
    layout.undo().expect("closed");
    assert_eq!(widgets(&layout, "g"), ["a", "b"]);
}

#[test]
fn groups_nest_and_close_with_all_that_is_in_them() {
    let mut layout = layout("row(a, b, col(c, d), e)");
    add(&mut layout, "outer", &["a"]);
    add(&mut layout, "inner", &["c", "d"]);
    act(&mut layout, "inner", describe(Some("outer"))).expect("nests");
    assert_eq!(widgets(&layout, "outer"), ["a", "c", "d"]);
    let refused = act(&mut layout, "outer", describe(Some("inner")));
    assert_eq!(refused.map_err(|e| e.kind().name()), Err("GroupNested"));
    act(&mut layout, "outer", GroupAction::Close).expect("free");
    assert_eq!(text::write(&layout, text::Style::default()), "row(>b, e)");
    assert_eq!(layout.tree().groups().count(), 0);
    layout.undo().expect("closed");
    assert_eq!((layout.tree().groups().count(), widgets(&layout, "outer").len()), (2, 3));
}

#[test]
fn a_locked_pane_keeps_its_whole_group() {
    let mut layout = layout("row(a, #b, c)");
    add(&mut layout, "g", &["a", "b"]);
    assert_eq!(act(&mut layout, "g", GroupAction::Close).map_err(|e| e.kind().name()), Err("Locked"));
    assert_eq!(layout.tree().pane_count(), 3);
}

#[test]
fn a_dissolved_group_leaves_its_panes_to_the_outer_one() {
    let mut layout = layout("row(a, b)");
    add(&mut layout, "outer", &["a"]);
    add(&mut layout, "inner", &["b"]);
    act(&mut layout, "inner", describe(Some("outer"))).expect("nests");
    act(&mut layout, "inner", GroupAction::Dissolve).expect("there");
    assert_eq!(widgets(&layout, "outer"), ["a", "b"]);
}

#[test]
fn folding_a_group_folds_its_panes_and_nothing_else() {
    let mut layout = layout("row(a, tabs(b, c), d)");
    add(&mut layout, "g", &["a", "b"]);
    act(&mut layout, "g", GroupAction::Collapse(true)).expect("there");
    let folded = |layout: &Layout, name: &str| layout.tree().props(text::pane(layout, name).node()).collapsed;
    assert!(folded(&layout, "a"));
    let tabs = layout.tree().parent(text::pane(&layout, "b").node()).expect("a tab set");
    assert!(!layout.tree().props(tabs).collapsed, "c is in it too");
    act(&mut layout, "g", GroupAction::Collapse(false)).expect("there");
    assert!(!folded(&layout, "a"));
}

#[test]
fn bad_groups_are_refused_with_words_and_nothing_changes() {
    let mut layout = layout("row(a, b)");
    add(&mut layout, "g", &["a"]);
    add(&mut layout, "h", &["b"]);
    let before = layout.save().to_text();
    let gone = PaneId::from_raw(99).expect("not zero");
    let meta: BTreeMap<String, String> = (0..100).map(|i| (i.to_string(), String::new())).collect();
    let cases = [
        ("", GroupAction::Make, "BadGroupName"),
        (&"x".repeat(257), GroupAction::Make, "BadGroupName"),
        ("new", GroupAction::Add(vec![gone]), "NoSuchPane"),
        ("none", GroupAction::Close, "NoSuchGroup"),
        ("g", GroupAction::Rename("h".to_owned()), "GroupExists"),
        ("g", GroupAction::Remove(panes(&layout, &["b"])), "NotInGroup"),
        ("g", describe(Some("nowhere")), "NoSuchGroup"),
        ("g", GroupAction::Describe { parent: None, color: None, meta }, "GroupMetaTooLong"),
    ];
    for (name, what, kind) in cases {
        assert_eq!(act(&mut layout, name, what.clone()).map_err(|e| e.kind().name()), Err(kind), "{what:?}");
        assert_eq!(layout.save().to_text(), before);
    }
}

#[test]
fn groups_go_through_a_file_with_color_metadata_and_nesting() {
    let mut one = layout("row(a, col(b, c))");
    add(&mut one, "outer", &["a"]);
    add(&mut one, "inner", &["b"]);
    act(&mut one, "inner", describe(Some("outer"))).expect("nests");
    let file = one.save().to_text();
    let mut other = Layout::new();
    other.load(&file, ReadLimits::default()).expect("just saved");
    assert_eq!(other.save().to_text(), file);
    let group = other.tree().group_named("inner").and_then(|id| other.tree().group(id)).cloned().expect("there");
    let parent = other.tree().group_named("outer");
    let meta = BTreeMap::from([("note".to_owned(), "kept".to_owned())]);
    assert_eq!(group, GroupInfo { name: "inner".to_owned(), parent, color: Some([1, 2, 255]), collapsed: false, meta });
}

#[test]
fn the_old_spelling_of_a_color_is_read_and_the_new_one_written() {
    let mut one = layout("row(a, b)");
    add(&mut one, "g", &["a"]);
    act(&mut one, "g", describe(None)).expect("describes");
    let new = one.save().to_text();
    let old = new.replace("\"color\"", "\"colour\"");
    assert_ne!(old, new);
    let mut other = Layout::new();
    other.load(&old, ReadLimits::default()).expect("an older file");
    assert_eq!(other.save().to_text(), new);
    let both = new.replace("\"color\"", "\"colour\":\"#000000\",\"color\"");
    let error = Layout::new().load(&both, ReadLimits::default()).expect_err("two colors");
    assert!(error.to_string().contains("color"), "{error}");
    other.load_repaired(&both, ReadLimits::default()).expect("all but the group");
    assert_eq!(other.tree().pane_count(), 2);
}

#[test]
fn a_broken_group_in_a_file_costs_the_group_not_its_panes() {
    let mut one = layout("row(a, b)");
    add(&mut one, "g", &["a"]);
    let good = one.save().to_text();
    for (from, to) in [
        ("\"name\":\"g\"", "\"name\":\"\""),
        ("\"group\":0,\"name\"", "\"group\":4000000000,\"name\""),
        ("\"name\":\"g\"", "\"name\":\"g\",\"parent\":7"),
        ("\"name\":\"g\"", "\"name\":\"g\",\"color\":\"blue\""),
    ] {
        assert!(good.contains(from), "{good}");
        let bad = good.replace(from, to);
        let mut other = Layout::new();
        assert!(other.load(&bad, ReadLimits::default()).is_err(), "{to}");
        let report = other.load_repaired(&bad, ReadLimits::default()).expect("mended");
        assert!(!report.is_empty() && other.tree().pane_count() == 2, "{report:?}");
    }
}

#[test]
fn a_group_is_saved_alone_and_put_back_among_other_panes() {
    let mut one = layout("row(a .5, col(b .25, tabs(c, *d) .75) .5)");
    add(&mut one, "g", &["b", "c", "d"]);
    let file = one.save_group("g").expect("there").to_text();
    let mut other = layout("col(x, d)");
    let done = other.restore_group(NOW, "g", &file, ReadLimits::default()).expect("room");
    assert_eq!(done.panes.len(), 3);
    assert_eq!(text::write(&other, text::Style::default()), "row(x, col(>b .25, tabs(c, *d) .75))");
    assert_eq!(widgets(&other, "g"), ["b", "c", "d"]);
    other.undo().expect("one entry");
    assert_eq!(text::write(&other, text::Style::default()), "col(>x, d)");
    assert!(other.tree().group_named("g").is_none());
    let mut locked = layout("col(x, #d)");
    let before = locked.save().to_text();
    assert!(locked.restore_group(NOW, "g", &file, ReadLimits::default()).is_err());
    assert_eq!(locked.save().to_text(), before);
    assert_eq!(locked.save_group("g").map_err(|e| e.kind().name()), Err("NoSuchGroup"));
}

#[test]
fn groups_do_not_make_placing_careful() {
    let mut layout = layout("row(a, b)");
    add(&mut layout, "g", &["a", "b"]);
    assert!(!layout.tree().has_props());
}
