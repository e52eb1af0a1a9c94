//! The marks of panes: locked, zoomed, collapsed, in front.

use crate::check::{check, refuse, run, show, sizes};
use multisplit::placement::Area;
use multisplit_testing::text;

#[test]
fn a_lock_is_set_and_taken_away() {
    check("row(>a, b)", "lock b", "row(>a, #b)");
    check("row(>a, #b)", "unlock b", "row(>a, b)");
    check("row(>a, #b)", "lock b", "row(>a, #b)");
    check("row(>#a, b)", "resize a right 100;equalize;collapse a;expand a;zoom a", "row(>#^a, b)");
    refuse(">a", "lock #9", "NoSuchPane");
    refuse("row(>a, b)", "lock #3", "NoSuchPane");
}

#[test]
fn a_zoomed_pane_fills_the_surface_and_everything_comes_back_exactly() {
    check("row(>a .123, b .456, col(c, d) .421)", "zoom d;unzoom", "row(a .123, b .456, col(c, >d) .421)");
    check("row(>a, b)", "zoom a", "row(>^a, b)");
    check("row(>^a, b)", "zoom b", "row(a, >^b)");
    check("row(>a, tabs(b, *c))", "zoom b", "row(a, tabs(>*^b, c))");
    check("row(>a, -b)", "zoom b", "row(a, >^b)");
    check("row(>a, b)", "unzoom", "row(>a, b)");
    check("row(^a, >b); float(0 0 9 9) row(^c, d)", "unzoom", "row(>a, b); float(0 0 9 9) row(^c, d)");
    check("row(^a, b); float(0 0 9 9) row(>^c, d)", "unzoom;unzoom", "row(a, b); float(0 0 9 9) row(>c, d)");
    check("row(^a, >b); float(0 0 9 9) row(c, d)", "zoom d", "row(^a, b); float(0 0 9 9) row(c, >^d)");
    refuse(">a", "zoom #9", "NoSuchPane");
    let mut layout = show("row(>a, ^b)");
    layout.place(Area::new(806.0, 606.0).expect("an area"));
    let rect = layout.rect(text::pane(&layout, "b")).expect("placed");
    assert_eq!((rect.x, rect.y, rect.w, rect.h), (0.0, 0.0, 806.0, 606.0));
    assert_eq!(layout.scene().pane_count(), 1);
}

#[test]
fn a_collapsed_pane_is_a_strip_and_the_others_take_its_room() {
    check("row(>a, b)", "collapse b", "row(>a, -b)");
    check("row(>a, -b)", "expand b", "row(>a, b)");
    check("row(>a, tabs(b, *c))", "collapse b", "row(>a, -tabs(b, *c))");
    check("row(>a, -tabs(b, *c))", "expand c", "row(>a, tabs(b, *c))");
    check("row(>a, b)", "expand b", "row(>a, b)");
    refuse(">a", "collapse a", "NotInASplit");
    refuse("tabs(>*a, b)", "collapse a", "NotInASplit");
    refuse(">a", "collapse #9", "NoSuchPane");
    let mut layout = show("row(>a, -b, c)");
    layout.place(Area::new(836.0, 606.0).expect("an area"));
    let root = layout.tree().root().expect("a root");
    assert_eq!(sizes(&layout, root), [400.0, 24.0, 400.0]);
    assert_eq!((layout.scene().pane_count(), layout.folds().count()), (2, 1));
}

#[test]
fn the_focus_does_not_stay_in_what_is_folded_or_behind_a_tab() {
    check("row(>a, b, c)", "focus c;focus b;collapse b", "row(a, -b, >c)");
    check("row(>a, tabs(b, *c))", "focus c;collapse b", "row(>a, -tabs(b, *c))");
    check("tabs(>*a, b)", "activate b", "tabs(a, >*b)");
    check("row(tabs(>*a, b), c)", "focus c;activate b", "row(tabs(a, *b), >c)");
    check("row(>a, b)", "collapse b;collapse a", "row(>-a, -b)");
}

#[test]
fn a_tab_comes_to_the_front() {
    check("row(>a, tabs(b, *c))", "activate b", "row(>a, tabs(*b, c))");
    check("row(>a, tabs(*col(b, c), row(d, e)))", "activate e", "row(>a, tabs(col(b, c), *row(d, e)))");
    check("tabs(>*a, tabs(*b, c))", "activate c", "tabs(a, *tabs(b, >*c))");
    check("row(>a, b)", "activate b", "row(>a, b)");
    refuse(">a", "activate #9", "NoSuchPane");
}

#[test]
fn marks_go_with_the_pane_wherever_it_goes() {
    check("row(>a{w 100.., low}, b)", "move a bottom b", "col(b, >a{w 100.., low})");
    check("row(>a{w 100..}, b)", "close a;open x", "row(b, >x)");
    check("row(>a, -b)", "float b 0 0 9 9", "a; float(0 0 9 9) >b");
}

#[test]
fn a_closed_pane_comes_back_with_its_marks() {
    let mut layout = show("row(>a, b{w 100..200, high, snaps})");
    run(&mut layout, "close b", 0).expect("free");
    layout.undo().expect("closed");
    assert_eq!(crate::check::write(&layout), "row(>a, b{w 100..200, high, snaps})");
}
