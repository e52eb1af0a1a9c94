//! Shares, keyboard resizes, equal sizes, bounds and priorities.

use crate::check::{check, refuse, run, show, sizes, write};
use multisplit::Layout;
use multisplit::placement::Area;
use multisplit_testing::text;

fn placed(layout: &mut Layout, w: f64, h: f64) -> Vec<f64> {
    layout.place(Area::new(w, h).expect("an area"));
    let root = layout.tree().root().expect("a root");
    sizes(layout, root)
}

#[track_caller]
fn check_sizes(layout: &str, w: f64, want: &[f64]) {
    assert_eq!(placed(&mut show(layout), w, 600.0), want, "{layout} in {w}");
}

#[test]
fn shares_are_set_outright() {
    check("row(>a, b, c)", "shares a 1 2 1", "row(>a .25, b .5, c .25)");
    check("row(>a, col(b, c))", "shares b 3 1", "row(>a, col(b .75, c .25))");
    refuse("row(>a, b)", "shares a 1", "ShareCount");
    refuse("row(>a, b)", "shares a 1 2 3", "ShareCount");
    refuse("row(>a, b)", "shares a 2147483647 2", "ShareTotal");
    refuse("row(>a, b)", "shares #1 1 1", "NoSuchSplit");
    refuse("row(>a, b)", "shares #99 1 1", "NoSuchSplit");
    refuse("tabs(>*a, b)", "shares a 1 1", "NoSuchSplit");
}

#[test]
fn a_keyboard_moves_the_divider_after_the_pane_or_before_the_last() {
    check("row(>a, b)", "resize a right 100", "row(>a .625, b .375)");
    check("row(>a, b)", "resize a left 100", "row(>a .375, b .625)");
    check("row(>a, b)", "resize b left 100", "row(>a .375, b .625)");
    check("row(>a, b)", "resize b right 100", "row(>a .625, b .375)");
    check("row(>a, b)", "resize a right -100", "row(>a .375, b .625)");
    check("col(>a, b)", "resize a down 60", "col(>a .6, b .4)");
    check("row(col(>a, b), c)", "resize b right 100", "row(col(>a, b) .625, c .375)");
    check("row(col(>a, tabs(*b)), c)", "resize b down 60", "row(col(>a .6, tabs(*b) .4), c)");
    check("row(>a, b)", "resize a right 0", "row(>a, b)");
}

#[test]
fn a_keyboard_resize_stops_where_there_is_nothing_to_give() {
    check("row(>a, b{w 300..})", "resize a right 1000", "row(>a .625, b{w 300..} .375)");
    check("row(>a{w ..500}, b)", "resize a right 1000", "row(>a{w ..500} .625, b .375)");
    check("row(>a{w 400..400}, b)", "resize a right 50", "row(>a{w 400..400}, b)");
    refuse("row(>a, b)", "resize a down 10", "NoDivider");
    refuse(">a", "resize a right 10", "NoDivider");
    refuse("row(>a, b)", "resize a right NaN", "NotADistance");
    refuse("row(>a, b)", "resize a right inf", "NotADistance");
    refuse("row(>a, b)", "resize a right 1e9", "NotADistance");
    refuse("row(>a, b)", "resize #9 right 1", "NoSuchPane");
}

fn resize_at(layout: &mut Layout, line: &str, millis: u64) -> usize {
    run(layout, line, millis).expect("a divider");
    layout.tree().assert_valid();
    layout.history().undo_names().count()
}

#[test]
fn quick_keyboard_resizes_of_one_divider_are_one_undo_entry() {
    let mut layout = show("row(>a, b, c)");
    let start = write(&layout);
    assert_eq!(resize_at(&mut layout, "resize a right 10", 1_000), 1);
    assert_eq!(resize_at(&mut layout, "resize a right 10", 1_500), 1);
    assert_eq!(resize_at(&mut layout, "resize a left 10", 2_000), 1, "the window follows the last one");
    assert_eq!(resize_at(&mut layout, "resize a right 10", 2_501), 2, "too late");
    assert_eq!(resize_at(&mut layout, "resize b right 10", 2_502), 3, "another divider");
    let last = write(&layout);
    for _ in 0..3 {
        layout.undo().expect("an entry");
    }
    assert_eq!(write(&layout), start);
    for _ in 0..3 {
        layout.redo().expect("an entry");
    }
    assert_eq!(write(&layout), last);
    run(&mut layout, "lock a", 2_503).expect("free");
    assert_eq!(resize_at(&mut layout, "resize b right 10", 2_504), 5, "something else between");
}

#[test]
fn merged_resizes_are_told_once_each() {
    let mut layout = show("row(tabs(>*a, b, c), d)");
    while layout.poll_event().is_some() {}
    let mut told = vec![];
    for line in ["activate b", "activate c"] {
        run(&mut layout, line, 0).expect("there");
        let names = std::iter::from_fn(|| layout.poll_event()).map(|e| e.name()).filter(|n| *n == "tab_activated");
        told.push(names.count());
    }
    assert_eq!(told, [1, 1]);
}

#[test]
fn two_neighbors_are_evened_and_splits_equalized() {
    check("row(>a .5, b .3, c .2)", "even a 1", "row(>a .5, b .25, c .25)");
    check("row(>a .7, b .3)", "even a 0", "row(>a, b)");
    check("row(>a .5, b{w 300..} .3, c .2)", "even a 1", "row(>a .444, b{w 300..} .378, c .178)");
    check("row(>a .5, col(b 3, c 1) .5)", "equalize", "row(>a, col(b, c))");
    check("row(>a .7, col(b 3, c 1) .3)", "equalize b", "row(>a .7, col(b, c) .3)");
    check(
        "row(>a .7, col(b 3, c 1) .3); float(0 0 9 9) row(d 3, e 1)",
        "equalize",
        "row(>a, col(b, c)); float(0 0 9 9) row(d, e)",
    );
    check(">a", "equalize", ">a");
    refuse("row(>a, b)", "even a 1", "NoSuchDivider");
    refuse("row(>a, b)", "even #1 0", "NoSuchSplit");
    refuse("tabs(>*a, b)", "even a 0", "NoSuchSplit");
    refuse("row(>a, b)", "equalize #1", "NoSuchSplit");
}

#[test]
fn bounds_are_kept_while_there_is_room() {
    check_sizes("row(a, b)", 806.0, &[400.0, 400.0]);
    check_sizes("row(a{w 500..}, b)", 806.0, &[500.0, 300.0]);
    check_sizes("row(a{w ..100}, b)", 806.0, &[100.0, 700.0]);
    check_sizes("row(a{w 250..250}, b, c)", 812.0, &[250.0, 275.0, 275.0]);
    check_sizes("row(a{w 300..} .1, b{w 300..} .1, c .8)", 812.0, &[300.0, 300.0, 200.0]);
    check_sizes("row(col(a, b{w 500..}), c)", 806.0, &[500.0, 300.0]);
    check_sizes("row(tabs(a, b{w 500..}), c)", 806.0, &[500.0, 300.0]);
    check_sizes("row(a{w ..100}, b{w ..100})", 806.0, &[100.0, 700.0]);
}

#[test]
fn the_surface_grows_past_the_window_where_minima_do_not_fit() {
    let mut layout = show("row(a{w 500..}, b{w 500..}, c)");
    assert_eq!(placed(&mut layout, 806.0, 600.0), [500.0, 500.0, 1.0]);
    assert_eq!(layout.placer().content().size, [1013, 600]);
}

#[test]
fn bounds_and_priorities_are_set_and_refused() {
    check("row(>a, b)", "bounds a w 100 200", "row(>a{w 100..200}, b)");
    check("row(>a, b)", "bounds a h - 200;bounds a w 5 -", "row(>a{w 5..}, b)");
    check("row(>a, col(b, c))", "bounds ^b w 100 -", "row(>a, col(b, c){w 100..})");
    check("row(>a{w 100..}, b)", "bounds a w - -", "row(>a, b)");
    check("row(>a, b)", "priority a low;priority b snaps", "row(>a{low}, b{snaps})");
    check("row(>a{high}, b)", "priority a normal", "row(>a, b)");
    refuse("row(>a, b)", "bounds a w 200 100", "BoundsCrossed");
    refuse("row(>a, b)", "bounds a w -1 100", "BadLength");
    refuse("row(>a, b)", "bounds a w NaN 100", "BadLength");
    refuse("row(>a, b)", "bounds a w 1e9 -", "BadLength");
    refuse("row(>a, b)", "bounds #9 w 1 2", "NoSuchNode");
    refuse("row(>a, b)", "priority #9 low", "NoSuchNode");
}

#[test]
fn low_priority_gives_room_first_and_high_last() {
    let all = "row(a{low}, b, c{high})";
    check_sizes(all, 612.0, &[200.0, 200.0, 200.0]);
    check_sizes("row(a{w 50.., low}, b{w 300..}, c{high})", 612.0, &[100.0, 300.0, 200.0]);
    check_sizes("row(a{w 150.., low}, b{w 300..}, c{high})", 612.0, &[150.0, 300.0, 150.0]);
}

#[test]
fn what_snaps_hides_with_its_divider_where_minima_do_not_fit() {
    check_sizes("row(a{w 300.., snaps}, b{w 300..})", 606.0, &[300.0, 300.0]);
    check_sizes("row(a{w 300.., snaps}, b{w 300..})", 605.0, &[0.0, 605.0]);
    check_sizes("row(a{w 300.., snaps}, b{w 300..}, c{w 200.., snaps})", 606.0, &[300.0, 300.0, 0.0]);
    check_sizes("row(a{w 300.., snaps}, b{w 300..}, c{w 200.., snaps})", 600.0, &[0.0, 600.0, 0.0]);
}

#[test]
fn panes_that_all_snap_never_leave_their_surface() {
    for w in [20.0, 150.0, 199.0, 201.0, 399.0, 405.0, 406.0, 500.0] {
        let mut layout = show("col(row(a{w 200.., snaps}, b{w 200.., snaps}), c)");
        layout.place(Area::new(w, 600.0).expect("an area"));
        let content = layout.placer().content();
        for (pane, rect) in layout.scene().panes(layout.tree()) {
            assert!(rect.end(0) <= content.end(0), "{pane} ends at {} of {} in {w}", rect.end(0), content.end(0));
        }
        assert!(layout.scene().pane_count() >= 2, "in {w}");
    }
}

#[test]
fn huge_minima_are_only_a_long_way_to_scroll() {
    let names: Vec<String> = (0..200).map(|at| format!("p{at}{{w 1000000..1000000}}")).collect();
    let mut layout = show(&format!("row({})", names.join(", ")));
    layout.place(Area::new(800.0, 600.0).and_then(|a| a.with_scale(16.0)).expect("an area"));
    assert!(layout.placer().content().size[0] > 1_000_000);
    assert_eq!(layout.rect(text::pane(&layout, "p0")).map(|r| r.x), Some(0.0));
}
