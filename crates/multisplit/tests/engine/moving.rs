//! Panes that change places: moved, swapped, floated, docked, rotated.

use crate::check::{check, refuse, show, write};
use multisplit_testing::text;

#[test]
fn a_pane_moves_to_any_side_of_another() {
    let before = "row(>a, b, c)";
    check(before, "move a left c", "row(b, >a, c)");
    check(before, "move a right c", "row(b, c, >a)");
    check(before, "move a top c", "row(b, col(>a, c))");
    check(before, "move a bottom c", "row(b, col(c, >a))");
    check(before, "move a tab c", "row(b, tabs(c, >*a))");
    check(before, "move a before c", "row(b, >a, c)");
    check(before, "move a after c", "row(b, c, >a)");
}

#[test]
fn a_pane_moves_to_an_edge_of_the_surface() {
    let before = "row(>a, col(b, c))";
    check(before, "move b edge left", "row(>b .5, a .25, c .25)");
    check(before, "move b edge right", "row(a .25, c .25, >b .5)");
    check(before, "move b edge up", "col(>b, row(a, c))");
    check(before, "move b edge down", "col(row(a, c), >b)");
    check(">a", "move a edge left", ">a");
    check("tabs(>*a)", "move a edge left", "tabs(>*a)");
    check("tabs(>*a, b)", "move a edge down", "col(tabs(*b), >a)");
    check("empty; float(0 0 9 9) >a", "move a edge left", ">a");
    check("b; float(0 0 9 9) >a", "move a edge left", "row(>a .011, b .989)");
}

#[test]
fn a_pane_moves_beside_its_own_neighbor() {
    check("row(>a, b)", "move a right b", "row(b, >a)");
    check("row(>a, b)", "move a left b", "row(>a, b)");
    check("row(>a, b)", "move a bottom b", "col(b, >a)");
    check("row(>a, b)", "move b before a", "row(>b, a)");
    check("row(>a .2, b .3, c .5)", "move a after b", "row(b .3, >a .2, c .5)");
    check("row(>a .2, b .3, c .5)", "move c left a", "row(>c .5, a .2, b .3)");
    check("row(>a .2, tabs(*b) .3, c .5)", "move c left b;move b edge right", "row(a .2, c .5, tabs(>*b) .3)");
    check("row(>a .2, b .3, c .5)", "move a right c;move a left b", "row(>a .2, b .3, c .5)");
    check("row(>a .2, b .3, c .5)", "move b edge left;move b after a", "row(a .2, >b .3, c .5)");
}

#[test]
fn a_pane_moves_within_into_and_out_of_tab_sets() {
    check("tabs(>*a, b, c)", "move a tab c", "tabs(b, c, >*a)");
    check("tabs(>*a, b, c)", "move c before a", "tabs(>*c, a, b)");
    check("tabs(>*a, b)", "move a right b", "row(tabs(*b), >a)");
    check("row(tabs(>*a, b), c)", "move c tab a", "tabs(a, >*c, b)");
    check("row(tabs(>*a, b), c)", "move a bottom c", "row(tabs(*b), col(c, >a))");
    check("row(tabs(>*a), b)", "move a tab b", "tabs(b, >*a)");
}

#[test]
fn a_tab_that_holds_a_split_moves_with_all_of_it() {
    let before = "row(tabs(*row(a, >b), c), d)";
    check(before, "movetab ^a after c", "row(tabs(c, *row(a, >b)), d)");
    check(before, "movetab ^a before c", before);
    check(before, "movetab ^a right d", "row(tabs(*c) .5, d .25, a .125, >b .125)");
    check(before, "movetab ^a bottom d", "row(tabs(*c), col(d, row(a, >b)))");
    check(before, "movetab ^a tab d", "row(tabs(*c), tabs(d, *row(a, >b)))");
    check("row(tabs(*c, row(a, b)), >d)", "movetab ^a left d", "row(tabs(*c) .5, >a .125, b .125, d .25)");
    check("tabs(*tabs(a, >*b), c)", "movetab ^a after c", "tabs(c, *tabs(a, >*b))");
    check(before, "movetab c right d", "row(tabs(*row(a, b)) .5, d .25, >c .25)");
    refuse("row(tabs(*row(#a, >b), c), d)", "movetab ^a right d", "Locked");
    refuse(before, "movetab ^a right b", "IntoItself");
    refuse("row(col(>a, b), d)", "movetab ^a right d", "NoSuchNode");
}

#[test]
fn what_is_locked_itself_or_not_there_does_not_move() {
    refuse("row(>#a, b)", "move a right b", "Locked");
    refuse("row(>#a, b)", "move a edge down", "Locked");
    refuse("row(>a, b)", "move a right a", "IntoItself");
    refuse("row(>a, b)", "move #9 right a", "NoSuchPane");
    refuse("row(>a, b)", "move a right #9", "NoSuchPane");
    refuse("row(>a, b)", "move a right #3", "NoSuchPane");
    check("row(>a, #b)", "move a bottom b", "col(#b, >a)");
}

#[test]
fn moving_ends_the_zoom_on_both_sides() {
    check("row(>^a, b, c)", "move a bottom b", "row(col(b, >a), c)");
    check("row(^a, >b, c)", "move b bottom c", "row(a, col(c, >b))");
    check("row(>a, b); float(0 0 9 9) row(^c, d)", "move a left d", "b; float(0 0 9 9) row(c .5, >a .25, d .25)");
}

#[test]
fn two_panes_exchange_their_places_and_the_places_keep_their_size() {
    check("row(>a .7, b .3)", "swap a b", "row(b .7, >a .3)");
    check("row(>a .7, b .2, c .1)", "swap a c", "row(c .7, b .2, >a .1)");
    check("row(>a .7, b .2, c .1)", "swap c b", "row(>a .7, c .2, b .1)");
    check("row(>a .7, col(b, c) .3)", "swap a c", "row(c .7, col(b, >a) .3)");
    check("tabs(>*a, b, c)", "swap a c", "tabs(c, b, >*a)");
    check("row(tabs(>*a, b), tabs(c, *d))", "swap a d", "row(tabs(*d, b), tabs(c, >*a))");
    check("row(tabs(>*a, b), tabs(c, *d))", "swap b c", "row(tabs(>*a, c), tabs(b, *d))");
    check("row(>a, b); float(0 0 9 9) c", "swap a c", "row(c, b); float(0 0 9 9) >a");
    check("row(>a, b)", "swap a a", "row(>a, b)");
    check("row(>a{w 100..}, b)", "swap a b", "row(b, >a{w 100..})");
}

#[test]
fn a_swap_with_a_locked_or_missing_pane_is_refused() {
    refuse("row(>#a, b)", "swap a b", "Locked");
    refuse("row(>a, #b)", "swap a b", "Locked");
    refuse("row(>a, b)", "swap a #8", "NoSuchPane");
    refuse("row(>a, b)", "swap #8 a", "NoSuchPane");
}

#[test]
fn a_pane_floats_is_moved_about_and_docks_again() {
    check("row(>a, b)", "float b 10 20 300 200", "a; float(10 20 300 200) >b");
    check("row(>a, b)", "float b 10 20 300 200;area 1 0 0 50 60", "a; float(0 0 50 60) >b");
    check("row(>a, b)", "float b 10 20 300 200;move b right a", "row(a .625, >b .375)");
    check("row(>a, b, c)", "float b 0 0 9 9;move c right b", "a; float(0 0 9 9) row(b, >c)");
    check(">a", "float a 0 0 9 9", "empty; float(0 0 9 9) >a");
    check("row(>a, tabs(b, *c))", "float c 0 0 9 9", "row(a, tabs(*b)); float(0 0 9 9) >c");
    check("a; float(0 0 9 9) >b", "float b 5 5 9 9", "a; float(5 5 9 9) >b");
}

#[test]
fn floating_areas_that_cannot_be_are_refused() {
    refuse("row(>a, b)", "float #7 0 0 9 9", "NoSuchPane");
    refuse("row(>#a, b)", "float a 0 0 9 9", "Locked");
    refuse("row(>a, b)", "float a 0 0 0 9", "BadArea");
    refuse("row(>a, b)", "float a 0 0 9 -9", "BadArea");
    refuse("row(>a, b)", "float a NaN 0 9 9", "BadArea");
    refuse("row(>a, b)", "float a 0 inf 9 9", "BadArea");
    refuse("row(>a, b)", "float a 0 0 1e9 9", "BadArea");
    refuse("row(>a, b)", "area 0 0 0 9 9", "NoSuchSurface");
    refuse("row(>a, b)", "area 7 0 0 9 9", "NoSuchSurface");
    refuse("a; float(0 0 9 9) >b", "area 1 0 0 0 9", "BadArea");
}

#[test]
fn there_is_a_limit_to_floating_surfaces() {
    let most = multisplit::limits::MAX_FLOATING;
    let names: Vec<String> = (0..most + 2).map(|at| format!("p{at}")).collect();
    let mut layout = show(&format!("row({})", names.join(", ")));
    for name in &names[..most] {
        crate::check::run(&mut layout, &format!("float {name} 0 0 9 9"), 0).expect("below the limit");
    }
    let before = write(&layout);
    let refused = crate::check::run(&mut layout, &format!("float p{most} 0 0 9 9"), 0);
    assert_eq!(refused.expect_err("one too many").kind().name(), "TooManyFloating");
    assert_eq!(write(&layout), before);
    layout.tree().assert_valid();
}

#[test]
fn turning_makes_rows_of_columns_and_back() {
    check("row(>a .7, b .3)", "rotate root", "col(>a .7, b .3)");
    check("row(>a, col(b .2, c .8))", "rotate root", "col(>a, row(b .2, c .8))");
    check("row(>a .7, col(b, row(c, d)) .3)", "rotate root;rotate root", "row(>a .7, col(b, row(c, d)) .3)");
    check("row(>a .5, col(b .4, c .6) .5)", "rotate b", "row(>a .5, b .2, c .3)");
    check("row(>a, tabs(*row(b, c), d))", "rotate root", "col(>a, tabs(*col(b, c), d))");
    refuse(">a", "rotate root", "NoSuchSplit");
    refuse("tabs(>*a, b)", "rotate root", "NoSuchSplit");
}

#[test]
fn pane_ids_are_never_given_out_again() {
    let mut layout = show("row(>a, b)");
    let ids = |layout: &multisplit::Layout| layout.save().next_id;
    let before = ids(&layout);
    crate::check::run(&mut layout, "split a right c", 0).expect("free");
    let first = text::pane(&layout, "c");
    layout.undo().expect("done");
    crate::check::run(&mut layout, "split a right c", 0).expect("free");
    assert!(first.raw() >= before && text::pane(&layout, "c") > first);
}
