//! A frame in which nothing changed allocates nothing. This is a test program of its own, because its counting
//! allocator is global to the program.

use multisplit::Event;
use multisplit::placement::Area;
use multisplit_testing::Harness;

#[test]
fn a_frame_in_which_nothing_changed_allocates_nothing() {
    let mut harness = Harness::default();
    harness.show("row(a{w 100..}, col(b, tabs(c, *d)), -e); float(10 10 200 100) f");
    harness.frame();
    assert!(harness.events().iter().any(|e| matches!(e, Event::WidgetProvided { .. })));
    let area = Area::default();
    let counted = allocation_counter::measure(|| {
        for _ in 0..100 {
            let view = harness.workspace.frame(harness.clock.now(), area);
            assert_eq!(view.pane_count(), 4);
        }
    });
    assert_eq!((counted.count_total, counted.bytes_total), (0, 0));
}

#[test]
fn a_frame_after_a_divider_moved_allocates_nothing_once_it_is_warm() {
    let mut harness = Harness::default();
    let panes: Vec<String> = (0..100).map(|at| format!("p{at}")).collect();
    harness.show(&format!("col(row({}), last)", panes.join(", ")));
    harness.frame();
    let mut layout = harness.workspace.layout().clone();
    let root = layout.tree().root().expect("a root");
    let start = multisplit::geometry::Point::new(0.0, 300.0);
    assert!(layout.grab_divider(harness.clock.now(), root, 0, start));
    let counted = |layout: &mut multisplit::Layout| {
        let area = layout.area();
        allocation_counter::measure(|| layout.place(area)).count_total
    };
    for y in [310.0, 320.0, 330.0] {
        layout.drag_to(multisplit::geometry::Point::new(0.0, y), multisplit::placement::Snap::Free);
        counted(&mut layout);
    }
    layout.drag_to(multisplit::geometry::Point::new(0.0, 350.0), multisplit::placement::Snap::Free);
    assert_eq!(counted(&mut layout), 0);
}
