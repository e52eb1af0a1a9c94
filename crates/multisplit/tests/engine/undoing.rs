//! Undo, redo and transactions: exact, bounded, and whole or not at all.

use crate::check::{check, refuse, run, saved, show, write};
use multisplit::{Command, CommandErrorKind, Layout, Moment};
use multisplit_testing::text;

fn run_all(layout: &mut Layout, script: &str) {
    for line in script.split(';') {
        run(layout, line, 0).unwrap_or_else(|e| panic!("{line}: {e}"));
        layout.tree().assert_valid();
    }
}

#[test]
fn undo_of_a_close_brings_back_id_place_size_marks_and_focus() {
    let mut layout = show("row(>a .5, col(b .3, tabs(c, *d) .7) .5)");
    run_all(&mut layout, "focus b;focus d");
    let (pane, before) = (text::pane(&layout, "d"), saved(&layout));
    run_all(&mut layout, "close d");
    assert_eq!(write(&layout), "row(a, col(>b .3, tabs(*c) .7))");
    run_all(&mut layout, "undo");
    assert_eq!(saved(&layout), before);
    assert_eq!(text::pane(&layout, "d"), pane);
}

#[test]
fn a_transaction_is_one_entry_and_inner_ones_join_it() {
    let mut layout = show(">a");
    run_all(&mut layout, "begin;split a right b;begin;split b bottom c;commit;close a;commit");
    assert_eq!(write(&layout), "col(b, >c)");
    assert_eq!(layout.history().undo_names().collect::<Vec<_>>(), ["test"]);
    run_all(&mut layout, "undo");
    assert_eq!(write(&layout), ">a");
    run_all(&mut layout, "redo");
    assert_eq!(write(&layout), "col(b, >c)");
}

#[test]
fn rolling_back_is_exact_and_takes_inner_transactions_along() {
    let mut layout = show("row(>a .3, b .7)");
    let before = saved(&layout);
    run_all(&mut layout, "begin;split a right c;close b;begin;zoom c;lock c;rollback");
    assert_eq!(saved(&layout), before);
    assert!(!layout.history().is_open() && !layout.history().can_undo());
}

#[test]
fn an_error_inside_a_transaction_leaves_the_rest_of_it() {
    let mut layout = show("row(>a, #b)");
    run_all(&mut layout, "begin;split a right c");
    assert!(run(&mut layout, "close b", 0).is_err());
    run_all(&mut layout, "split c top d;commit");
    assert_eq!(write(&layout), "row(a .25, col(>d, c) .25, #b .5)");
    run_all(&mut layout, "undo");
    assert_eq!(write(&layout), "row(>a, #b)");
}

#[test]
fn an_empty_transaction_leaves_no_entry() {
    let mut layout = show(">a");
    run_all(&mut layout, "begin;commit;begin;begin;commit;commit;activate a;equalize;lock a;unlock a;undo;undo");
    assert!(!layout.history().can_undo());
}

#[test]
fn undo_and_redo_say_why_they_cannot() {
    refuse(">a", "undo", "NothingToUndo");
    refuse(">a", "redo", "NothingToRedo");
    refuse(">a", "commit", "NoTransaction");
    refuse(">a", "rollback", "NoTransaction");
    let mut layout = show("row(>a, b)");
    run_all(&mut layout, "close b;begin");
    assert_eq!(run(&mut layout, "undo", 0).map_err(|e| e.kind().name()), Err("TransactionOpen"));
    assert_eq!(run(&mut layout, "redo", 0).map_err(|e| e.kind().name()), Err("TransactionOpen"));
    assert!(!layout.history().can_undo());
    run_all(&mut layout, "commit;undo");
    assert!(layout.history().can_redo());
}

#[test]
fn doing_something_else_forgets_what_could_be_redone() {
    let mut layout = show(">a");
    run_all(&mut layout, "split a right b;undo;split a top c");
    assert_eq!(run(&mut layout, "redo", 0).map_err(|e| e.kind().name()), Err("NothingToRedo"));
    assert_eq!(layout.history().undo_names().collect::<Vec<_>>(), ["split"]);
}

#[test]
fn only_so_many_entries_are_kept() {
    let mut layout = show("row(>a, b)");
    let most = multisplit::limits::UNDO_TRANSACTIONS;
    for at in 0..most + 50 {
        run_all(&mut layout, if at % 2 == 0 { "lock a" } else { "unlock a" });
    }
    assert_eq!(layout.history().undo_names().count(), most);
    for _ in 0..most {
        layout.undo().expect("kept");
    }
    assert!(!layout.history().can_undo());
    assert_eq!(layout.history().redo_names().count(), most);
}

#[test]
fn transactions_nest_only_so_deep_and_a_refused_command_closes_none() {
    let mut layout = show("row(>a, b)");
    let most = multisplit::limits::MAX_NESTING;
    for _ in 0..most {
        run_all(&mut layout, "begin");
    }
    assert_eq!(run(&mut layout, "begin", 0).map_err(|e| e.kind().name()), Err("TooNested"));
    let pane = text::pane(&layout, "a");
    let refused = layout.run(Moment::ZERO, &Command::Close { pane });
    assert_eq!(refused.map_err(|error| error.kind()), Err(CommandErrorKind::TooNested));
    for _ in 0..most {
        layout.commit().expect("all are still open");
    }
    assert!(!layout.history().is_open());
}

#[test]
fn names_of_entries_are_what_a_menu_shows() {
    let mut layout = show(">a");
    run_all(&mut layout, "split a right b;split b tab c;lock a;zoom b;unzoom;close c");
    let names: Vec<&str> = layout.history().undo_names().collect();
    assert_eq!(names, ["close", "unzoom", "zoom", "lock", "open tab", "split"]);
}

#[test]
fn every_change_is_told_once_and_undo_tells_the_reverse() {
    let mut layout = show("row(>a, b)");
    while layout.poll_event().is_some() {}
    let mut told = |script: &str| {
        run_all(&mut layout, script);
        std::iter::from_fn(|| layout.poll_event()).map(|e| e.name()).collect::<Vec<_>>()
    };
    assert_eq!(told("close b"), ["pane_removed", "layout_changed", "command_done"]);
    assert_eq!(told("undo"), ["pane_added", "layout_changed", "command_undone"]);
    assert_eq!(told("redo"), ["pane_removed", "layout_changed", "command_redone"]);
    assert_eq!(
        told("undo;swap a b"),
        ["pane_added", "layout_changed", "command_undone", "panes_swapped", "layout_changed", "command_done"]
    );
    assert_eq!(told("replace a c"), ["pane_replaced", "layout_changed", "command_done"]);
    assert_eq!(told("zoom c"), ["zoom_changed", "layout_changed", "command_done"]);
    assert_eq!(told("focus b"), ["focus_changed", "zoom_changed", "layout_changed"]);
    assert_eq!(told("lock b"), ["lock_changed", "layout_changed", "command_done"]);
    assert_eq!(
        told("unlock b;resize b left 40"),
        ["lock_changed", "layout_changed", "command_done", "split_resized", "layout_changed", "command_done"]
    );
    assert!(told("move b top c").starts_with(&["pane_moved"]));
    assert_eq!(
        told("split b tab d"),
        ["focus_changed", "pane_added", "tab_activated", "layout_changed", "command_done"]
    );
}

#[test]
fn undo_restores_the_focus_of_each_entry() {
    check("row(>a, b, c)", "focus b;close b;undo", "row(a, >b, c)");
    check("row(>a, b, c)", "focus b;split b top d;focus c;undo", "row(a, >b, c)");
    check("row(>a, b, c)", "focus b;split b top d;focus c;undo;redo", "row(a, col(>d, b), c)");
}

#[test]
fn a_transaction_of_the_application_tells_moves_whatever_it_is_called() {
    let moved = |name: &str, script: &str| {
        let mut layout = show("row(>a, b, c)");
        layout.begin(name, Moment::ZERO).expect("none is open");
        run_all(&mut layout, script);
        layout.commit().expect("it is open");
        std::iter::from_fn(|| layout.poll_event()).filter(|event| event.name() == "pane_moved").count()
    };
    for name in ["close", "open", "split", "anything"] {
        let expect = moved("anything", "move b top c");
        assert!(expect > 0);
        assert_eq!(moved(name, "move b top c"), expect, "{name}");
        assert_eq!(moved(name, "close b"), 0, "{name}: closing makes space, and moves nothing");
        // Each command of a transaction counts as what it is.
        assert_eq!(moved(name, "close a;move b top c"), expect, "{name}");
    }
}
