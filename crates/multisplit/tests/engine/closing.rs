//! Closing and replacing panes. What stays keeps its proportions, and the focus goes to the pane that had it last.

use crate::check::{check, check_with, refuse, refuse_with};
use multisplit::Bars;
use multisplit::Rules;

const KEEPING: Rules = Rules { keep_last: true, bars: Bars::WhenSeveral, docks: &[] };

#[test]
fn siblings_of_a_closed_pane_keep_their_proportions() {
    check("row(>a .5, b .3, c .2)", "close b", "row(>a .714, c .286)");
    check("row(>a .5, b .3, c .2)", "close c", "row(>a .625, b .375)");
    check("col(>a 1, b 2, c 3, d 4)", "close d", "col(>a .167, b .333, c .5)");
}

#[test]
fn a_split_with_one_child_left_goes_and_the_child_takes_its_place() {
    check("row(>a, b)", "close b", ">a");
    check("row(>a .7, col(b, c) .3)", "close b", "row(>a .7, c .3)");
    check("row(>a, b); float(0 0 9 9) row(c, d)", "close d", "row(>a, b); float(0 0 9 9) c");
}

#[test]
fn a_split_that_meets_one_of_the_same_axis_becomes_one_with_it_at_the_same_sizes() {
    check("row(>a .5, col(b, row(c .25, d .75)) .5)", "close b", "row(>a .5, c .125, d .375)");
    check("col(row(>a, col(b .2, c .8)) .4, d .6)", "close a", "col(>b .08, c .32, d .6)");
}

#[test]
fn an_emptied_tab_set_goes_and_so_does_what_only_held_it() {
    check("row(>a, tabs(*b))", "close b", ">a");
    check("row(>a, tabs(*b), c)", "close b", "row(>a, c)");
    check("tabs(>*a, tabs(*b))", "close b", "tabs(>*a)");
    check("tabs(*tabs(>*a))", "close a", "empty");
}

#[test]
fn the_tab_seen_last_comes_to_the_front() {
    check("row(tabs(a, b, *c), >d)", "focus a;focus c;focus b;focus d;close b", "row(tabs(a, *c), >d)");
    check("tabs(>*a, b, c)", "close a", "tabs(>*b, c)");
    check("tabs(a, b, >*c)", "close c", "tabs(a, >*b)");
    check("tabs(a, >*b, c)", "focus a;focus c;focus b;close b", "tabs(a, >*c)");
}

#[test]
fn the_focus_returns_to_the_most_recent_survivor() {
    check("row(>a, b, c)", "focus b;focus c;close c", "row(a, >b)");
    check("row(>a, b, c)", "focus c;focus b;close b", "row(a, >c)");
    check("row(>a, b, c)", "focus b;focus c;focus b;close b;close c", ">a");
    check("row(>a, b, c)", "focus c;close a", "row(b, >c)");
}

#[test]
fn a_survivor_behind_a_tab_or_folded_is_revealed_when_it_gets_the_focus() {
    check("row(tabs(>*a, b), c)", "focus c;activate b;close c", "tabs(>*a, b)");
    check("row(>a, b, c)", "focus c;collapse a;close c", "row(>a, b)");
}

#[test]
fn closing_the_last_pane_leaves_an_empty_surface() {
    check(">a", "close a", "empty");
    check("tabs(>*a)", "close a", "empty");
    check("a; float(0 0 9 9) >b", "close b", ">a");
    check("a; float(0 0 9 9) >b", "close a", "empty; float(0 0 9 9) >b");
}

#[test]
fn a_workspace_can_keep_its_last_pane() {
    refuse_with(KEEPING, ">a", "close a", "LastPane");
    check_with(KEEPING, "row(>a, b)", "close a", ">b");
    check_with(KEEPING, "row(>a, b)", "others b", ">b");
}

#[test]
fn close_others_leaves_one() {
    check("row(>a, col(b, tabs(c, *d)))", "others c", "tabs(>*c)");
    check("row(>a, col(b, tabs(c, *d))); float(0 0 9 9) e", "others e", "empty; float(0 0 9 9) >e");
    check(">a", "others a", ">a");
    check("row(^a, >b)", "others b", ">b");
}

#[test]
fn what_is_locked_or_not_there_is_not_closed() {
    refuse("row(>#a, b)", "close a", "Locked");
    refuse("row(>a, #b, c)", "others a", "Locked");
    refuse(">a", "close #9", "NoSuchPane");
    refuse("row(>a, b)", "close #3", "NoSuchPane");
    refuse(">a", "others #9", "NoSuchPane");
    check("row(>a, #b)", "unlock b;close b", ">a");
    check("row(>a, #b)", "others b", ">#b");
}

#[test]
fn closing_a_zoomed_pane_shows_the_others_again() {
    check("row(^a, >b)", "close a", ">b");
    check("row(>^a, b)", "close b", ">^a");
    check("row(>^a, b, c)", "close b", "row(>^a, c)");
    check("row(>a, col(b, ^c))", "close b", "row(a, >^c)");
}

#[test]
fn replacing_shows_another_widget_in_the_same_place() {
    check("row(>a .7, b .3)", "replace b c", "row(>a .7, c .3)");
    check("tabs(>*a, b)", "replace a c", "tabs(>*c, b)");
    check(">a", "replace a a", ">a");
    refuse("row(>a, b)", "replace a b", "WidgetOpen");
    refuse("row(>#a, b)", "replace a c", "Locked");
    refuse(">a", "replace #7 c", "NoSuchPane");
}

#[test]
fn a_replaced_pane_keeps_its_id_and_the_widget_can_open_elsewhere() {
    let mut layout = crate::check::show("row(>a, b)");
    let pane = multisplit_testing::text::pane(&layout, "a");
    crate::check::run(&mut layout, "replace a c", 0).expect("free");
    assert_eq!(multisplit_testing::text::pane(&layout, "c"), pane);
    crate::check::run(&mut layout, "split b top a", 0).expect("a is open no more");
    assert_eq!(crate::check::write(&layout), "row(c, col(>a, b))");
}

#[test]
fn several_panes_close_together_or_not_at_all() {
    check("row(tabs(*row(a, >b), c), d)", "closeall a b", "row(tabs(>*c), d)");
    check("row(>a, b, c)", "closeall a a c", ">b");
    check("row(>a, b)", "closeall a b;undo", "row(>a, b)");
    check("row(>a, b)", "closeall", "row(>a, b)");
    refuse("row(>a, #b, c)", "closeall a b", "Locked");
    refuse("row(>a, b)", "closeall a #9", "NoSuchPane");
}
