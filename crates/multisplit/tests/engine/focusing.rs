//! The focus: where it is, and where it goes.

use crate::check::{check, refuse, run, show, write};
use multisplit::geometry::{Direction, Length, Point};
use multisplit::placement::{Area, Metrics};
use multisplit::{Command, FocusTo, Layout, Moment, PaneId, Template, WidgetId};

#[test]
fn next_and_previous_go_around_all_visible_panes_in_reading_order() {
    let before = "row(>a, col(b, tabs(c, *d)), -e); float(0 0 99 99) f";
    check(before, "focus next", "row(a, col(>b, tabs(c, *d)), -e); float(0 0 99 99) f");
    check(before, "focus next;focus next", "row(a, col(b, tabs(c, >*d)), -e); float(0 0 99 99) f");
    check(before, "focus next;focus next;focus next", "row(a, col(b, tabs(c, *d)), -e); float(0 0 99 99) >f");
    check(before, "focus next;focus next;focus next;focus next", before);
    check(before, "focus previous", "row(a, col(b, tabs(c, *d)), -e); float(0 0 99 99) >f");
    check(before, "focus previous;focus previous", "row(a, col(b, tabs(c, >*d)), -e); float(0 0 99 99) f");
    check(">a", "focus next", ">a");
    check("row(>^a, b)", "focus next", "row(>^a, b)");
}

#[test]
fn last_goes_back_and_forth() {
    check("row(>a, b, c)", "focus b;focus c;focus last", "row(a, >b, c)");
    check("row(>a, b, c)", "focus b;focus c;focus last;focus last", "row(a, b, >c)");
    check("row(>a, b, c)", "focus b;focus c;close b;focus last", "row(>a, c)");
    check("row(>a, b)", "focus last", "row(>a, b)");
}

#[test]
fn a_direction_leads_out_of_a_floating_surface() {
    let before = "row(a, b, col(c, d)); float(500 300 200 200) row(>e, f)";
    check(before, "focus right", "row(a, b, col(c, d)); float(500 300 200 200) row(e, >f)");
    check(before, "focus right;focus right", "row(a, b, col(c, >d)); float(500 300 200 200) row(e, f)");
    check(before, "focus left", "row(a, >b, col(c, d)); float(500 300 200 200) row(e, f)");
    check("row(a, b); float(900 700 400 400) >e", "focus down", "row(a, >b); float(900 700 400 400) e");
    check("row(a, ^b); float(0 0 100 100) >e", "focus right", "row(a, >^b); float(0 0 100 100) e");
    check("empty; float(0 0 99 99) >e", "focus right", "empty; float(0 0 99 99) >e");
}

#[test]
fn a_direction_leads_to_the_neighbor_that_overlaps() {
    check("row(>a, b)", "focus right", "row(a, >b)");
    check("row(>a, b)", "focus left", "row(>a, b)");
    check("row(>a, b)", "focus down", "row(>a, b)");
    check("col(>a, b)", "focus down", "col(a, >b)");
    check("col(a, >b)", "focus up", "col(>a, b)");
    check("row(>a, col(b .2, c .8))", "focus right", "row(a, col(b .2, >c .8))");
    check("row(col(a, >b), col(c .6, d .4))", "focus right", "row(col(a, b), col(c .6, >d .4))");
    check("col(row(a, b), row(c .2, >d .8))", "focus up", "col(row(a, >b), row(c .2, d .8))");
    check("row(a, col(row(b, >c), d))", "focus down", "row(a, col(row(b, c), >d))");
    check("row(a, col(row(>b, c), d))", "focus left", "row(>a, col(row(b, c), d))");
}

#[test]
fn ties_go_to_the_most_recent_then_to_the_larger_overlap_then_to_the_first() {
    check("row(>a, col(b, c))", "focus c;focus a;focus right", "row(a, col(b, >c))");
    check("row(>a, col(b .2, c .8))", "focus b;focus a;focus right", "row(a, col(>b .2, c .8))");
    check("row(>a, col(b, c))", "focus right", "row(a, col(>b, c))");
}

#[test]
fn the_nearest_edge_wins_before_recency() {
    check("row(>a, col(row(-b, c), d))", "focus c;focus a;focus right", "row(a, col(row(-b, c), >d))");
}

#[test]
fn what_is_hidden_is_skipped() {
    check("row(>a, -b, c)", "focus right", "row(a, -b, >c)");
    check("row(>a, tabs(b, *c))", "focus right", "row(a, tabs(b, >*c))");
    check("row(>a, -b)", "focus right", "row(>a, -b)");
    check("row(>a, col(-b, c))", "focus c;focus a;focus right", "row(a, col(-b, >c))");
}

#[test]
fn focusing_a_hidden_pane_reveals_it() {
    check("row(>a, tabs(b, *c))", "focus b", "row(a, tabs(>*b, c))");
    check("row(>a, -b)", "focus b", "row(a, >b)");
    check("row(>a, -tabs(b, *c))", "focus b", "row(a, tabs(>*b, c))");
    check("row(>^a, b)", "focus b", "row(a, >b)");
    check("row(>a, tabs(*b, row(c, tabs(d, *e))))", "focus d", "row(a, tabs(b, *row(c, tabs(>*d, e))))");
    check("row(>a, b); float(0 0 9 9) row(^c, d)", "focus d", "row(a, b); float(0 0 9 9) row(c, >d)");
}

#[test]
fn there_is_nothing_to_focus_on_an_empty_surface() {
    refuse("empty", "focus next", "NothingToFocus");
    refuse("empty", "focus last", "NothingToFocus");
    refuse("empty", "focus left", "NothingToFocus");
    refuse(">a", "focus #9", "NoSuchPane");
    refuse("row(>a, b)", "focus #3", "NoSuchPane");
}

#[test]
fn the_focus_history_is_bounded() {
    let names: Vec<String> = (0..120).map(|at| format!("p{at}")).collect();
    let mut layout = show(&format!("row({})", names.join(", ")));
    for name in &names {
        run(&mut layout, &format!("focus {name}"), 0).expect("there");
    }
    assert_eq!(layout.focus_history().recent().len(), multisplit::limits::FOCUS_HISTORY);
    for name in names.iter().skip(1).rev() {
        run(&mut layout, &format!("close {name}"), 0).expect("there");
        assert!(layout.focused_pane().is_some_and(|pane| layout.tree().widget(pane).is_some()));
    }
    assert_eq!(write(&layout), ">p0");
}

#[test]
fn a_trap_keeps_the_focus_within_its_panes_until_it_is_released() {
    use multisplit::geometry::Ratio;
    use multisplit::{Command, CommandError, FocusTo, Layout, Moment, PaneId, Placement, WidgetId};
    let (mut layout, now) = (Layout::new(), Moment::ZERO);
    let widget = |name: &str| WidgetId::new(name).expect("an id");
    let a = layout.run(now, &Command::Open { widget: widget("a") }).expect("opened").pane.expect("a pane");
    let mut beside = |pane: PaneId, name: &str| {
        let split = Command::Split { pane, place: Placement::Right, widget: widget(name), ratio: Ratio::HALF };
        layout.run(now, &split).expect("split").pane.expect("a pane")
    };
    let b = beside(a, "b");
    let c = beside(b, "c");
    layout.trap_focus(now, &[a, b]).expect("trapped");
    assert_eq!(layout.focused_pane(), Some(a), "the focus goes into the trap");
    assert_eq!(layout.focus(now, FocusTo::Pane(c)), Err(CommandError::Trapped(c)));
    assert_eq!(layout.focus(now, FocusTo::Next), Ok(b));
    assert_eq!(layout.focus(now, FocusTo::Next), Ok(a), "around within the trap");
    layout.run(now, &Command::Close { pane: a }).expect("closed");
    assert_eq!(layout.focused_pane(), Some(b), "the heir is of the trap");
    assert_eq!(layout.trap_focus(now, &[a]), Err(CommandError::NoSuchPane(a)));
    assert!(layout.release_focus() && !layout.release_focus());
    assert_eq!(layout.focus(now, FocusTo::Next), Ok(c));
}

#[test]
fn a_neighbor_in_a_scrolled_grid_is_the_one_that_is_found_without_the_view() {
    let side = 40;
    let widgets = (0..side * side).map(|at| WidgetId::new(format!("w:{at}")).expect("an id")).collect();
    let mut layout = Layout::new();
    let template = Template::Grid { rows: side, cols: side };
    layout.run(Moment::ZERO, &Command::Template { template, widgets }).expect("an empty surface");
    let least = Length::new(100.0).expect("a length");
    layout.set_metrics(Metrics { min_pane: [least; 2], ..Metrics::default() });
    // The panes of these rows are not aligned, so that a pane has several neighbors.
    let mut random = multisplit_testing::Random::new(3);
    let panes: Vec<PaneId> = layout.tree().panes().collect();
    for pane in panes {
        if random.below(7) == 0 {
            layout.run(Moment::ZERO, &Command::Close { pane }).expect("none is locked");
        }
    }
    for _ in 0..60 {
        let area = Area::new(700.0, 700.0).expect("an area");
        let [x, y] = [random.below(3_400), random.below(3_400)].map(|at| f64::from(u32::try_from(at).expect("small")));
        layout.place(area.with_scroll(Point::new(x, y)).expect("a place"));
        let seen: Vec<PaneId> = layout.scene().panes(layout.tree()).map(|(pane, _)| pane).collect();
        for _ in 0..20 {
            let from = seen[usize::try_from(random.below(seen.len() as u64)).expect("small")];
            layout.focus(Moment::ZERO, FocusTo::Pane(from)).expect("it is there");
            let direction = [Direction::Left, Direction::Right, Direction::Up, Direction::Down]
                [usize::try_from(random.below(4)).expect("small")];
            let recent: Vec<PaneId> = layout.focus_history().recent().to_vec();
            let rank = |pane| recent.iter().position(|other| *other == pane).map_or(0, |at| usize::MAX - at);
            let wanted = layout.placer().neighbor(layout.tree(), from, direction, rank).unwrap_or(from);
            let found = layout.focus(Moment::ZERO, FocusTo::Neighbor(direction)).expect("there is a pane");
            assert_eq!(found, wanted, "{direction:?} of {from:?} at {x} {y}");
        }
    }
}
