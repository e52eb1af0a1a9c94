//! Parts of the window, such as a toolbar: nothing is placed at them, and they are in no tab set.

use crate::check::{check, check_with, refuse};
use multisplit::{Bars, Command, CommandErrorKind, FocusTo, Layout, Moment, Placement, Role, Rules, text::TextStyle};

const BARS: Rules = Rules { keep_last: false, bars: Bars::Always, docks: &[] };

#[test]
fn a_widget_opens_beside_content_and_not_at_a_part_of_the_window() {
    check("col(tools{h 36..36, chrome}, >a)", "open b", "col(tools{h 36..36, chrome}, row(a, >b))");
    check("col(tools{h 36..36, chrome}, >a)", "close a;open b", "col(tools{h 36..36, chrome}, >b)");
    check("tools{h 36..36, chrome}", "open a", "col(tools{h 36..36, chrome}, >a)");
    check("tools{w 36..36, chrome}", "open a", "row(tools{w 36..36, chrome}, >a)");
    check("row(#list, >a)", "focus list;open b", "row(#list, col(a, >b))");
    check("row(#list, tabs(>#*a))", "open b", "row(#list, tabs(#a, >*b))");
}

#[test]
fn nothing_is_placed_at_a_part_of_the_window() {
    for step in [
        "split tools left x",
        "split tools right x",
        "split tools bottom x",
        "split tools tab x",
        "split tools before x",
        "split tools after x",
        "move a left tools",
        "move a tab tools",
        "move a after tools",
    ] {
        refuse("col(tools{chrome}, row(>a, b))", step, "Chrome");
    }
}

#[test]
fn a_part_of_the_window_never_becomes_a_tab() {
    refuse("col(tools{chrome}, row(>a, b))", "move tools tab a", "Chrome");
    refuse("col(tools{chrome}, tabs(>*a, b))", "move tools before b", "Chrome");
    refuse("col(tools{chrome}, tabs(>*a, b))", "swap tools b", "Chrome");
    check_with(BARS, "col(tools{chrome}, tabs(>*a))", "move tools bottom a", "col(tabs(*a), >tools{chrome})");
    check_with(BARS, "col(tools{chrome}, tabs(>*a))", "open b", "col(tools{chrome}, tabs(a, >*b))");
}

#[test]
fn the_focus_goes_to_content() {
    let mut layout = Layout::from_text("col(tools{chrome}, row(a, b), status{chrome})").expect("a layout");
    let name =
        |layout: &Layout| layout.focused_pane().and_then(|pane| layout.tree().widget(pane)).map(ToString::to_string);
    assert_eq!(name(&layout).as_deref(), Some("a"));
    for expected in ["b", "a", "b"] {
        layout.focus(Moment::ZERO, FocusTo::Next).expect("it moves");
        assert_eq!(name(&layout).as_deref(), Some(expected));
    }
    let tools = layout.pane_of("tools").expect("a pane");
    layout.focus(Moment::ZERO, FocusTo::Pane(tools)).expect("it was asked for by name");
    assert_eq!(layout.focused_pane(), Some(tools));
}

#[test]
fn a_role_is_set_taken_back_and_saved() {
    let mut layout = Layout::with_rules(BARS);
    layout
        .load_file(&multisplit::text::read("col(tabs(*tools), tabs(*a, b))").expect("a text"), Default::default())
        .expect("a layout");
    let (tools, a) = (layout.pane_of("tools").expect("a pane"), layout.pane_of("a").expect("a pane"));
    let text = |layout: &Layout| layout.to_text(TextStyle { focus: false, ..TextStyle::default() });
    layout.run(Moment::ZERO, &Command::SetRole { pane: tools, role: Role::Chrome }).expect("it is alone");
    assert_eq!(text(&layout), "col(tools{chrome}, tabs(*a, b))");
    let error = layout.run(Moment::ZERO, &Command::SetRole { pane: a, role: Role::Chrome }).expect_err("b is there");
    assert_eq!(error.kind(), CommandErrorKind::InTabs);

    let mut again = Layout::new();
    again.load(&layout.save_text(), Default::default()).expect("its own file");
    assert_eq!(text(&again), text(&layout));

    layout.undo().expect("a change");
    assert_eq!(text(&layout), "col(tabs(*tools), tabs(*a, b))");
    layout.redo().expect("it was undone");
    layout.run(Moment::ZERO, &Command::SetRole { pane: tools, role: Role::Content }).expect("it is a pane");
    assert_eq!(text(&layout), "col(tabs(*tools), tabs(*a, b))");
}

#[test]
fn a_role_in_a_file_that_makes_no_sense_is_left_out_or_named() {
    let file = |role: &str| {
        format!(
            r#"{{"format":"multisplit-layout","version":2,"root":1,"nodes":[{{"id":1,"pane":"a","role":{role}}}]}}"#
        )
    };
    let mut layout = Layout::new();
    let error = layout.load(&file("\"king\""), Default::default()).expect_err("there is no such role");
    assert!(error.to_string().contains("\"king") || error.to_string().contains("king"), "{error}");
    let problems = layout.load_repaired(&file("\"king\""), Default::default()).expect("it is repaired");
    assert_eq!(problems.len(), 1, "{problems:?}");
    layout.load(&file("\"chrome\""), Default::default()).expect("a layout");
    let pane = layout.pane_of("a").expect("a pane");
    let split = Command::split(pane, Placement::Tab, "b", 0.5).expect("a command");
    assert_eq!(layout.run(Moment::ZERO, &split).expect_err("it is chrome").kind(), CommandErrorKind::Chrome);
}
