//! Loading a layout into a workspace that shows something: one undo entry, widgets are asked, and ids keep their meaning.

use crate::check::saved;
use multisplit::file::ReadLimits;
use multisplit::text::{TextStyle, read};
use multisplit::{Command, CommandError, Event, FocusTo, Layout, LoadError, Moment, PaneId, WidgetId};
use multisplit_testing::{Behavior, Harness, Kinds};
use proptest::prelude::{Just, Strategy, prop};
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};
use std::collections::HashMap;

fn layout(text: &str) -> Layout {
    let mut layout = Layout::from_text(text).expect("a layout");
    while layout.poll_event().is_some() {}
    layout
}

fn load(layout: &mut Layout, text: &str) {
    layout.load_file(&read(text).expect("a text"), ReadLimits::default()).expect("a layout");
    assert!(layout.tree().problems().is_empty(), "{:?}", layout.tree().problems());
}

fn text(layout: &Layout) -> String {
    layout.to_text(TextStyle::default())
}

#[test]
fn loading_is_one_undo_entry() {
    let all = [
        "row(>a .3, tabs(b, *c) .7)",
        "col(tabs(x, >*c), row(a, y))",
        "row(a, >b); float(10 20 300 200) tabs(c, *d)",
        "row(#a, -b, >^c)",
        "col(>-a, -tabs(*b, c))",
        "empty",
        ">q{w 100..200, low}",
    ];
    // The first layout of a session is no entry.
    for before in all.into_iter().filter(|before| *before != "empty") {
        for after in all {
            let mut layout = layout(before);
            let was = saved(&layout);
            load(&mut layout, after);
            assert_eq!(text(&layout), after, "from {before}");
            let is = saved(&layout);
            layout.undo().expect("the load");
            assert_eq!(text(&layout), before);
            assert_eq!(saved(&layout), was);
            layout.redo().expect("the load");
            assert_eq!((text(&layout), saved(&layout)), (after.to_owned(), is));
            assert!(!layout.history().can_redo());
            layout.undo().expect("the load");
            assert!(!layout.history().can_undo(), "one entry");
        }
    }
}

#[test]
fn the_first_layout_of_a_session_is_not_undone() {
    let mut first = Layout::new();
    load(&mut first, "row(a, b)");
    assert!(!first.history().can_undo());
    first.run(Moment::ZERO, &Command::CloseAll { panes: first.tree().panes().collect() }).expect("they close");
    first.forget_history();
    let stale = PaneId::from_raw(1).expect("an id");
    load(&mut first, "row(x, y)");
    assert!(!first.history().can_undo());
    assert!(first.tree().widget(stale).is_none(), "it named another widget");
}

#[test]
fn a_pane_that_is_in_both_keeps_its_id_and_a_stale_id_names_nothing() {
    let mut layout = layout("row(>a, b, c)");
    let [a, b, c] = ["a", "b", "c"].map(|name| layout.pane_of(name).expect("a pane"));
    load(&mut layout, "row(c, x, y, a)");
    assert_eq!((layout.pane_of("a"), layout.pane_of("c")), (Some(a), Some(c)));
    assert!(layout.tree().widget(b).is_none());
    let close = layout.run(Moment::ZERO, &Command::Close { pane: b });
    assert_eq!(close, Err(CommandError::NoSuchPane(b)));
    assert_eq!(text(&layout), "row(>c, x, y, a)".replace(">c", "c").replace('a', ">a"));
    layout.undo().expect("the load");
    assert_eq!(layout.pane_of("b"), Some(b));
}

#[test]
fn panes_that_come_and_go_are_told() {
    let mut layout = layout("row(>a, b)");
    load(&mut layout, "row(b, >c)");
    let mut told = vec![];
    while let Some(event) = layout.poll_event() {
        match event {
            Event::PaneAdded { widget, .. } => told.push(format!("+{widget}")),
            Event::PaneRemoved { widget, .. } => told.push(format!("-{widget}")),
            Event::PaneMoved { .. } => told.push("moved".to_owned()),
            Event::LayoutLoaded { panes } => told.push(format!("loaded {panes}")),
            _ => {}
        }
    }
    assert_eq!(told, ["-a", "+c", "loaded 2"]);
}

#[test]
fn groups_and_homes_of_a_file_are_taken_over() {
    let mut source = layout("row(a, b, >c)");
    let [a, b, c] = ["a", "b", "c"].map(|name| source.pane_of(name).expect("a pane"));
    let group = |name: &str, panes: Vec<PaneId>| Command::Group {
        name: name.to_owned(),
        act: multisplit::groups::GroupAction::Add(panes),
    };
    source.run(Moment::ZERO, &group("outer", vec![a, b])).expect("a group");
    let area = multisplit::geometry::Rect::new(5.0, 5.0, 200.0, 100.0);
    let floating = source.run(Moment::ZERO, &Command::Float { pane: c, area }).expect("it floats").surface;
    let file = source.save_text();

    let mut target = layout("row(>x, a)");
    target.run(Moment::ZERO, &group("other", vec![target.pane_of("x").expect("a pane")])).expect("a group");
    target.load(&file, ReadLimits::default()).expect("its own file");
    let names = |layout: &Layout| layout.tree().groups().map(|(_, info)| info.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&target), ["outer"]);
    target.run(Moment::ZERO, &Command::Dock { surface: floating.expect("a surface") }).expect("it docks");
    assert_eq!(target.to_text(TextStyle { focus: false, ..TextStyle::default() }), "row(a, b, c)");
    target.undo().expect("the dock");
    target.undo().expect("the load");
    assert_eq!(names(&target), ["other"]);
}

#[test]
fn a_widget_that_would_go_is_asked_and_one_veto_keeps_everything() {
    let mut harness = Harness::with(Kinds::new().set("busy", Behavior::ready().vetoing("it runs")));
    harness.show("row(>busy:1, b)");
    harness.frame();
    harness.workspace.provider().take_log();
    let before = harness.text();
    let error = harness.workspace.arrange("row(b, c)").expect_err("it vetoes");
    assert!(
        matches!(&error, LoadError::Command(CommandError::Vetoed { reason, .. }) if reason == "it runs"),
        "{error}"
    );
    assert_eq!(harness.text(), before);
    assert_eq!(harness.workspace.provider().take_log(), ["closing busy:1 (Load)"]);
    // A widget that stays is not asked.
    harness.workspace.arrange("row(busy:1, c)").expect("b may go");
    harness.frame();
    assert_eq!((harness.state("busy:1"), harness.state("b")), ("live", "parked"));
    harness.workspace.layout_mut().undo().expect("the load");
    harness.frame();
    assert_eq!(harness.state("b"), "live");
}

#[test]
fn a_refused_text_changes_nothing() {
    let mut layout = layout("row(>a, b)");
    let before = saved(&layout);
    for bad in ["row(a, row(b, c))", "row(a 0, b 1)"] {
        layout.load_file(&read(bad).expect("a text"), ReadLimits::default()).expect_err("it is invalid");
        assert_eq!(saved(&layout), before);
        assert!(!layout.history().can_undo());
    }
}

/// What happens to a layout.
#[derive(Clone, Debug)]
enum Step {
    Load(usize),
    Restore(usize),
    Open(u8),
    Close(usize),
    Undo,
    Redo,
    /// The layout is saved, and loaded by another process.
    Restart,
}

const FILES: [&str; 5] =
    ["row(w0, tabs(w1, *w2))", "col(w2, row(w3, w4))", "row(w5, w6); float(0 0 100 100) w1", "tabs(*w7, w0)", "empty"];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..FILES.len()).prop_map(Step::Load),
        1 => (0..FILES.len()).prop_map(Step::Restore),
        2 => (0..10_u8).prop_map(Step::Open),
        2 => (0..8_usize).prop_map(Step::Close),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => Just(Step::Restart),
    ]
}

fn perform(layout: &mut Layout, step: &Step) {
    let now = Moment::ZERO;
    match step {
        Step::Load(file) => load(layout, FILES[*file]),
        Step::Restore(file) => {
            let file = read(FILES[*file]).expect("a text").to_text();
            layout.restore(&file, ReadLimits::default()).expect("a layout");
        }
        Step::Open(number) => {
            let widget = WidgetId::new(format!("w{number}")).expect("an id");
            layout.run(now, &Command::Open { widget }).expect("it opens");
        }
        Step::Close(at) => {
            let pane = layout.tree().panes().nth(*at);
            if let Some(pane) = pane {
                layout.run(now, &Command::Close { pane }).expect("it closes");
            }
        }
        Step::Undo => drop(layout.undo()),
        Step::Redo => drop(layout.redo()),
        Step::Restart => {
            let file = layout.save_text();
            *layout = Layout::new();
            layout.load(&file, ReadLimits::default()).expect("its own file");
        }
    }
    drop(layout.focus(now, FocusTo::Next));
}

proptest! {
    #[test]
    fn an_id_that_was_given_out_never_names_another_pane(steps in prop::collection::vec(step(), 1..40)) {
        let (mut layout, mut given) = (Layout::new(), HashMap::<PaneId, WidgetId>::new());
        for step in steps {
            perform(&mut layout, &step);
            prop_assert!(layout.tree().problems().is_empty(), "{:?}", layout.tree().problems());
            for pane in layout.tree().panes() {
                let widget = layout.tree().widget(pane).expect("a pane").clone();
                let before = given.entry(pane).or_insert_with(|| widget.clone());
                prop_assert_eq!(&*before, &widget, "{} after {:?}", pane, step);
            }
        }
    }
}
