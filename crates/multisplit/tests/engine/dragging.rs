//! Dragging a divider: live, exact, undone as one step, and cancelled by Escape.

use crate::check::{run, saved, show, sizes, write};
use multisplit::geometry::Point;
use multisplit::placement::{Area, Hit, Snap};
use multisplit::{Layout, Moment};

fn widths(layout: &mut Layout) -> Vec<f64> {
    layout.place(layout.area());
    let root = layout.tree().root().expect("a root");
    sizes(layout, root)
}

fn grab(layout: &mut Layout, x: f64) {
    assert!(layout.grab(Moment::ZERO, Point::new(x, 300.0), 2.0), "no divider at {x}");
}

fn drag(layout: &mut Layout, x: f64) -> Vec<f64> {
    layout.drag_to(Point::new(x, 300.0), Snap::Free);
    layout.tree().assert_valid();
    widths(layout)
}

#[test]
fn a_divider_is_grabbed_at_its_edges_and_a_little_beside_them() {
    let layout = show("row(>a, b)");
    let is_divider = |x: f64, padding| matches!(layout.hit(Point::new(x, 10.0), padding), Some(Hit::Divider(_)));
    assert!(is_divider(400.0, 0.0) && is_divider(405.9, 0.0));
    assert!(!is_divider(399.9, 0.0) && !is_divider(406.0, 0.0));
    assert!(is_divider(396.0, 4.0) && is_divider(409.9, 4.0));
    assert!(!is_divider(395.9, 4.0) && !is_divider(410.0, 4.0));
    let mut layout = layout;
    assert!(!layout.grab(Moment::ZERO, Point::new(100.0, 10.0), 4.0));
    assert!(layout.dragged().is_none() && !layout.history().is_open());
}

#[test]
fn the_divider_follows_the_pointer_and_one_undo_takes_it_back() {
    let mut layout = show("row(>a, b)");
    let before = saved(&layout);
    grab(&mut layout, 403.0);
    assert_eq!(drag(&mut layout, 453.0), [450.0, 350.0]);
    assert_eq!(drag(&mut layout, 503.0), [500.0, 300.0]);
    assert_eq!(drag(&mut layout, 353.0), [350.0, 450.0]);
    assert!(layout.end_drag());
    assert_eq!(write(&layout), "row(>a .438, b .562)");
    assert_eq!(layout.history().undo_names().collect::<Vec<_>>(), ["resize"]);
    layout.undo().expect("one entry");
    assert_eq!(saved(&layout), before);
    layout.redo().expect("one entry");
    assert_eq!(widths(&mut layout), [350.0, 450.0]);
}

#[test]
fn going_back_is_exact_and_leaves_nothing_to_undo() {
    let mut layout = show("row(>a 1, b 1, c 1)");
    let before = saved(&layout);
    let start = widths(&mut layout);
    grab(&mut layout, start[0] + 3.0);
    for x in [300.0, 17.5, 666.6, 401.1] {
        drag(&mut layout, x);
    }
    assert_eq!(drag(&mut layout, start[0] + 3.0), start);
    assert!(!layout.end_drag());
    assert_eq!(saved(&layout), before);
    assert!(!layout.history().can_undo());
}

#[test]
fn escape_gives_everything_back() {
    let mut layout = show("row(>a 1, b 2)");
    let before = saved(&layout);
    let x = widths(&mut layout)[0] + 1.0;
    grab(&mut layout, x);
    drag(&mut layout, 500.0);
    layout.cancel_drag();
    assert_eq!(saved(&layout), before);
    assert!(!layout.history().is_open() && !layout.history().can_undo() && layout.dragged().is_none());
    assert_eq!(drag(&mut layout, 100.0), widths(&mut show("row(>a 1, b 2)")), "a move without a grab does nothing");
}

#[test]
fn neighbors_are_pushed_past_their_minima_in_turn() {
    let mut layout = show("row(>a, b{w 100..}, c{w 50..}, d{w 20..})");
    layout.place(Area::new(818.0, 600.0).expect("an area"));
    assert_eq!(widths(&mut layout), [200.0; 4]);
    grab(&mut layout, 203.0);
    assert_eq!(drag(&mut layout, 253.0), [250.0, 150.0, 200.0, 200.0]);
    assert_eq!(drag(&mut layout, 403.0), [400.0, 100.0, 100.0, 200.0]);
    assert_eq!(drag(&mut layout, 553.0), [550.0, 100.0, 50.0, 100.0]);
    assert_eq!(drag(&mut layout, 5_000.0), [630.0, 100.0, 50.0, 20.0]);
    assert_eq!(drag(&mut layout, 203.0), [200.0; 4]);
    assert_eq!(drag(&mut layout, -5_000.0), [1.0, 399.0, 200.0, 200.0]);
    assert!(layout.end_drag());
}

#[test]
fn a_greatest_size_is_kept_and_the_next_one_grows() {
    let mut layout = show("row(>a, b{w ..250}, c)");
    layout.place(Area::new(612.0, 600.0).expect("an area"));
    grab(&mut layout, 409.0);
    assert_eq!(drag(&mut layout, 439.0), [200.0, 230.0, 170.0]);
    assert_eq!(drag(&mut layout, 509.0), [250.0, 250.0, 100.0]);
}

#[test]
fn it_catches_at_simple_fractions_of_the_two_neighbors() {
    let mut layout = show("row(>a, b)");
    grab(&mut layout, 403.0);
    let mut snapped = |x: f64| {
        layout.drag_to(Point::new(x, 300.0), Snap::Fractions);
        widths(&mut layout)[0]
    };
    assert_eq!(snapped(213.0), 200.0);
    assert_eq!(snapped(260.0), 267.0);
    assert_eq!(snapped(411.0), 400.0);
    assert_eq!(snapped(540.0), 533.0);
    assert_eq!(snapped(590.0), 600.0);
    assert_eq!(snapped(703.0), 700.0);
}

#[test]
fn a_drag_inside_an_open_transaction_is_a_part_of_it() {
    let mut layout = show("row(>a, b)");
    run(&mut layout, "begin", 0).expect("free");
    run(&mut layout, "lock b", 0).expect("free");
    layout.place(layout.area());
    grab(&mut layout, 403.0);
    drag(&mut layout, 503.0);
    layout.cancel_drag();
    assert_eq!(write(&layout), "row(>a, #b)");
    layout.place(layout.area());
    grab(&mut layout, 403.0);
    drag(&mut layout, 503.0);
    assert!(layout.end_drag() && layout.history().is_open());
    run(&mut layout, "commit", 0).expect("open");
    assert_eq!(layout.history().undo_names().count(), 1);
    layout.undo().expect("one entry");
    assert_eq!(write(&layout), "row(>a, b)");
}

#[test]
fn a_command_or_undo_during_a_drag_lets_the_divider_go_first() {
    let mut layout = show("row(>a, b)");
    grab(&mut layout, 403.0);
    drag(&mut layout, 503.0);
    run(&mut layout, "split b top c", 0).expect("free");
    assert_eq!(write(&layout), "row(a .625, col(>c, b) .375)");
    assert_eq!(layout.history().undo_names().collect::<Vec<_>>(), ["split", "resize"]);
    layout.place(layout.area());
    grab(&mut layout, 503.0);
    drag(&mut layout, 403.0);
    layout.undo().expect("the drag");
    assert_eq!(write(&layout), "row(a .625, col(>c, b) .375)");
    assert!(layout.dragged().is_none());
}

#[test]
fn a_drag_is_told_from_start_to_end() {
    let mut layout = show("row(>a, b)");
    while layout.poll_event().is_some() {}
    grab(&mut layout, 403.0);
    drag(&mut layout, 503.0);
    layout.end_drag();
    let names: Vec<_> = std::iter::from_fn(|| layout.poll_event()).map(|e| e.name()).collect();
    assert_eq!(names, ["divider_drag_started", "split_resized", "layout_changed", "divider_drag_finished"]);
}

#[test]
fn it_works_where_the_surface_is_scrolled() {
    let mut layout = show("row(>a{w 300..}, b{w 500..}, c, d{w 300..})");
    let area = Area::new(806.0, 606.0).and_then(|a| a.with_scroll(Point::new(250.0, 0.0))).expect("an area");
    layout.place(area);
    assert_eq!((layout.placer().content().size[0], layout.area().scroll().x), (1119, 250.0));
    run(&mut layout, "bounds b w 100 -", 0).expect("there");
    run(&mut layout, "bounds c w 300 -", 0).expect("there");
    layout.place(area);
    let start = widths(&mut layout);
    assert_eq!(start, [300.0, 100.0, 300.0, 300.0]);
    let x = start[0] + start[1] + 6.0 - layout.area().scroll().x + 3.0;
    grab(&mut layout, x);
    assert_eq!(drag(&mut layout, x + 50.0), start, "all are at their minimum");
    layout.cancel_drag();
    run(&mut layout, "bounds c w 50 -", 0).expect("there");
    layout.place(area);
    assert_eq!(widths(&mut layout), [300.0, 100.0, 88.0, 300.0]);
    let x = 409.0 - layout.area().scroll().x;
    grab(&mut layout, x);
    assert_eq!(drag(&mut layout, x + 20.0), [300.0, 120.0, 68.0, 300.0]);
    assert_eq!(drag(&mut layout, x + 500.0), [300.0, 138.0, 50.0, 300.0]);
}

#[test]
fn it_works_at_one_and_a_half_pixels_a_unit() {
    let mut layout = show("row(>a, b)");
    layout.place(Area::new(806.0, 606.0).and_then(|a| a.with_scale(1.5)).expect("an area"));
    assert_eq!(widths(&mut layout), [400.0, 400.0]);
    grab(&mut layout, 403.0);
    assert_eq!(drag(&mut layout, 423.0), [420.0, 380.0]);
    assert_eq!(drag(&mut layout, 403.0), [400.0, 400.0]);
}

#[test]
fn a_pointer_out_of_its_mind_does_no_harm() {
    let mut layout = show("row(>a, b)");
    assert!(!layout.grab(Moment::ZERO, Point::new(f64::NAN, 0.0), 4.0));
    assert!(!layout.grab(Moment::ZERO, Point::new(1e300, 1e300), 4.0));
    grab(&mut layout, 403.0);
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300] {
        let sizes = drag(&mut layout, x);
        assert!(sizes.iter().all(|s| *s >= 1.0) && sizes.iter().sum::<f64>() == 800.0, "{x}: {sizes:?}");
    }
}

#[test]
fn hidden_and_folded_panes_keep_their_shares_while_others_are_dragged() {
    let mut layout = show("row(>a, -b, c)");
    layout.place(Area::new(836.0, 606.0).expect("an area"));
    grab(&mut layout, 403.0);
    assert_eq!(drag(&mut layout, 453.0), [450.0, 24.0, 350.0]);
    layout.end_drag();
    run(&mut layout, "expand b", 0).expect("folded");
    let sizes = widths(&mut layout);
    assert!(sizes[1] > 200.0, "the folded pane comes back at its size: {sizes:?}");
}
