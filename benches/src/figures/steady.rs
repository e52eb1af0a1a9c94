//! Measures the blocks that are allocated in a frame in which nothing changed, and in a frame in which a divider is dragged.

use crate::ours;
use crate::shape;
use multisplit::Layout;
use multisplit::geometry::Point;
use multisplit::placement::{Area, Snap};
use multisplit_bench_report::report::{Goal, Report};
use std::hint::black_box;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    for n in report.sizes() {
        let area = ours::area(shape::side(*n))?;
        let mut layout = ours::layout(&shape::grid(*n))?;
        frame(&mut layout, area);
        let counted = allocation_counter::measure(|| frame(&mut layout, area));
        #[allow(clippy::cast_precision_loss)]
        report.alone("steady frame", *n, "blocks", counted.count_total as f64, Goal::AtMost(0.0))?;
        let dragged = dragged(&mut layout, area)?;
        report.alone("frame while a divider is dragged", *n, "blocks", dragged, Goal::Read)?;
    }
    Ok(())
}

/// Does what a front end does in a frame: places, reads everything visible, queries what is below the pointer, and takes the events.
fn frame(layout: &mut Layout, area: Area) {
    layout.place(area);
    for (pane, rect) in layout.scene().panes(layout.tree()) {
        black_box((pane, layout.content_to_area(rect)));
    }
    for divider in layout.dividers() {
        black_box(divider);
    }
    for bar in layout.tab_bars() {
        black_box(bar);
    }
    black_box(layout.hit(Point::new(100.0, 100.0), 2.0));
    while let Some(event) = layout.poll_event() {
        black_box(event);
    }
}

/// Returns the maximum of several frames of a drag, each with the divider at another place.
fn dragged(layout: &mut Layout, area: Area) -> Result<f64, String> {
    let divider = layout.dividers().next().map(|(_, rect)| Point::new(rect.x + rect.w / 2.0, rect.y + rect.h / 2.0));
    let at = divider.ok_or("no divider")?;
    if !layout.grab(multisplit::Moment::ZERO, at, 2.0) {
        return Err("the divider was not there to be grabbed".to_owned());
    }
    let mut most = 0;
    for step in 1..10 {
        let at = Point::new(at.x + f64::from(step), at.y + f64::from(step));
        let counted = allocation_counter::measure(|| {
            layout.drag_to(at, Snap::Free);
            frame(layout, area);
        });
        // The first steps reserve memory for all further ones.
        most = if step < 3 { 0 } else { most.max(counted.count_total) };
    }
    layout.cancel_drag();
    #[allow(clippy::cast_precision_loss)]
    let most = most as f64;
    Ok(most)
}
