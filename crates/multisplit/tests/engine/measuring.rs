//! Minima that are computed only when they are needed make no difference. A locked pane does not change where panes are
//! placed, but makes the engine measure everything as soon as it exists. So a layout with a locked pane and the same
//! layout without it must look alike.

use crate::check::{saved, show};
use multisplit::file::ReadLimits;
use multisplit::geometry::{Direction, Length, Point, Ratio};
use multisplit::placement::{Area, Metrics, Snap};
use multisplit::tree::NodeKind;
use multisplit::{Command, Layout, Moment, MoveTarget, NodeId, PaneId, Placement, WidgetId};
use proptest::prelude::{Strategy, any};
use std::time::{Duration, Instant};

const NOW: Moment = Moment::ZERO;

/// A step that is done to both layouts. Panes and splits are numbers, taken modulo their count.
#[derive(Clone, Debug)]
enum Step {
    Split(u16, u8, u8),
    Close(u16),
    Activate(u16),
    Move(u16, u16, u8),
    Resize(u16, i8),
    Drag(u16, i16),
    Undo,
    Redo,
    Rotate(u16),
    Size(u16, u16),
    Scale(u8),
    Metrics(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    proptest::prop_oneof![
        6 => any::<(u16, u8, u8)>().prop_map(|(pane, place, ratio)| Step::Split(pane, place, ratio)),
        1 => any::<u16>().prop_map(Step::Close),
        2 => any::<u16>().prop_map(Step::Activate),
        2 => any::<(u16, u16, u8)>().prop_map(|(pane, to, place)| Step::Move(pane, to, place)),
        2 => any::<(u16, i8)>().prop_map(|(pane, by)| Step::Resize(pane, by)),
        2 => any::<(u16, i16)>().prop_map(|(split, by)| Step::Drag(split, by)),
        2 => proptest::strategy::Just(Step::Undo),
        1 => proptest::strategy::Just(Step::Redo),
        2 => any::<u16>().prop_map(Step::Rotate),
        2 => any::<(u16, u16)>().prop_map(|(w, h)| Step::Size(w, h)),
        1 => any::<u8>().prop_map(Step::Scale),
        1 => any::<(u8, u8)>().prop_map(|(least, divider)| Step::Metrics(least, divider)),
    ]
}

/// Returns all panes except the locked one.
fn panes(layout: &Layout) -> Vec<PaneId> {
    let is_free = |pane: &PaneId| layout.tree().widget(*pane).is_some_and(|widget| widget.as_str() != "locked");
    layout.tree().panes().filter(is_free).collect()
}

fn place(dice: u8) -> Placement {
    // Tabs are rare, because with the first of them everything is measured.
    let sides = [Placement::Left, Placement::Right, Placement::Top, Placement::Bottom];
    if dice >= 250 { Placement::Tab } else { sides[usize::from(dice % 4)] }
}

fn run(layout: &mut Layout, step: &Step, fresh: usize) {
    let panes = panes(layout);
    let pane = |n: u16| panes.get(usize::from(n) % panes.len().max(1)).copied();
    let area = layout.area();
    let sized =
        |w: f64, h: f64| Area::new(w, h).and_then(|size| size.with_scale(area.scale().factor())).expect("an area");
    let command = match *step {
        Step::Size(w, h) => return layout.place(sized(f64::from(w % 3_000) + 1.0, f64::from(h % 3_000) + 1.0)),
        Step::Scale(n) => return layout.place(area.with_scale(0.5 + f64::from(n) / 100.0).expect("an area")),
        Step::Metrics(least, divider) => {
            let length = |n: u8| Length::new(f64::from(n)).expect("a length");
            let (min_pane, divider) = ([length(least), length(least / 2)], length(divider % 12));
            return layout.set_metrics(Metrics { min_pane, divider, ..Metrics::default() });
        }
        Step::Undo => return drop(layout.undo()),
        Step::Redo => return drop(layout.redo()),
        Step::Drag(n, by) => return drag(layout, usize::from(n), f64::from(by) / 50.0),
        Step::Split(n, dice, ratio) => pane(n).map(|pane| Command::Split {
            pane,
            place: place(dice),
            widget: WidgetId::new(format!("w{fresh}")).expect("an id"),
            ratio: Ratio::new(0.1 + f64::from(ratio) / 320.0).expect("between"),
        }),
        Step::Close(n) => pane(n).filter(|_| panes.len() > 1).map(|pane| Command::Close { pane }),
        Step::Activate(n) => pane(n).map(|pane| Command::Activate { pane }),
        Step::Move(n, to, dice) => pane(n)
            .zip(pane(to))
            .map(|(pane, to)| Command::Move { pane, to: MoveTarget::Pane { pane: to, place: place(dice) } }),
        Step::Rotate(n) => splits(layout).get(usize::from(n)).map(|split| Command::Rotate { split: *split }),
        Step::Resize(n, by) => {
            pane(n).map(|pane| Command::Resize { pane, direction: Direction::Right, by: f64::from(by) })
        }
    };
    // A refusal is as good as any other outcome, as long as both layouts refuse.
    drop(command.map(|command| layout.run(NOW, &command)));
}

/// Returns the splits, repeated over and over.
fn splits(layout: &Layout) -> Vec<NodeId> {
    let tree = layout.tree();
    let all = tree.root().into_iter().flat_map(|root| tree.walk(root));
    let splits: Vec<_> = all.filter(|node| matches!(tree.kind(*node), Some(NodeKind::Split(_)))).collect();
    let most = usize::from(u16::MAX) + 1;
    if splits.is_empty() { splits } else { splits.into_iter().cycle().take(most).collect() }
}

fn drag(layout: &mut Layout, n: usize, by: f64) {
    let Some(split) = splits(layout).get(n).copied() else { return };
    if layout.grab_divider(NOW, split, 0, Point::default()) {
        layout.drag_to(Point::new(by, by), Snap::Free);
        layout.end_drag();
    }
}

/// Returns what both layouts must have in common.
fn look(layout: &Layout) -> String {
    let (tree, placer) = (layout.tree(), layout.placer());
    let rects: Vec<_> = layout.scene().panes(tree).collect();
    let bars: Vec<_> = layout.scene().tab_bars(tree, placer).map(|bar| (bar.tabs, bar.rect)).collect();
    format!("{:?} {rects:?} {bars:?} {}", placer.content(), saved(layout).replace(",\"locked\":true", ""))
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(500))]

    #[test]
    fn measuring_late_makes_no_difference(
        tabbed in proptest::bool::weighted(0.2),
        steps in proptest::collection::vec(step(), 1..60),
    ) {
        let rest = if tabbed { "tabs(*a, row(b, col(c, tabs(d, >e))))" } else { "col(*a, row(b, col(c, row(d, e))))" };
        let mut late = show(&format!("row(locked, {rest}, col(f, g, h))"));
        let mut early = show(&format!("row(#locked, {rest}, col(f, g, h))"));
        proptest::prop_assert!(early.tree().has_props() && !late.tree().has_props());
        for (fresh, step) in steps.iter().enumerate() {
            for layout in [&mut late, &mut early] {
                run(layout, step, fresh);
                layout.place(layout.area());
                layout.tree().assert_valid();
            }
            proptest::prop_assert_eq!(look(&late), look(&early), "{:?}", step);
        }
    }
}

/// Places the layout, and compares the size of its content with that of a layout placed from scratch. In debug builds,
/// placing a layout this small also compares all rectangles.
fn place_in(layout: &mut Layout, w: f64, h: f64) {
    layout.place(Area::new(w, h).expect("an area"));
    let mut anew = Layout::new();
    anew.load(&layout.save_text(), ReadLimits::default()).expect("what was written can be read");
    anew.set_metrics(*layout.metrics());
    anew.place(layout.area());
    assert_eq!(layout.placer().content(), anew.placer().content());
}

fn pane(layout: &Layout, widget: &str) -> PaneId {
    layout.tree().pane_of(&WidgetId::new(widget).expect("an id")).expect("open")
}

#[test]
fn what_is_turned_behind_a_tab_makes_the_surface_larger() {
    let mut layout = show("tabs(>*a, row(b, c, d, e, f, g))");
    place_in(&mut layout, 806.0, 30.0);
    let split = splits(&layout)[0];
    layout.run(NOW, &Command::Rotate { split }).expect("a split");
    place_in(&mut layout, 806.0, 30.0);
}

#[test]
fn what_comes_back_behind_a_tab_makes_the_surface_larger() {
    let mut layout = show("tabs(>*a, col(b, c, d))");
    let least = Length::new(100.0).expect("a length");
    layout.set_metrics(Metrics { min_pane: [least; 2], ..Metrics::default() });
    place_in(&mut layout, 806.0, 400.0);
    let pane = pane(&layout, "d");
    layout.run(NOW, &Command::Close { pane }).expect("open");
    place_in(&mut layout, 806.0, 250.0);
    layout.undo().expect("closed before");
    place_in(&mut layout, 806.0, 250.0);
}

#[test]
fn what_is_behind_a_tab_is_placed_by_the_metrics_of_the_day() {
    let mut layout = show("tabs(>*a, row(b, c))");
    let (a, b) = (pane(&layout, "a"), pane(&layout, "b"));
    for (pane, divider) in [(b, 6), (a, 6), (a, 20), (b, 20)] {
        layout.run(NOW, &Command::Activate { pane }).expect("open");
        let divider = Length::new(f64::from(divider)).expect("a length");
        layout.set_metrics(Metrics { divider, ..Metrics::default() });
        place_in(&mut layout, 806.0, 600.0);
    }
    let [b, c] = [b, pane(&layout, "c")].map(|pane| layout.rect(pane).expect("placed"));
    assert_eq!(c.x - (b.x + b.w), 20.0);
}

#[test]
fn nested_tab_sets_cost_no_more_than_as_many_side_by_side() {
    let (depth, panes) = (2_000u64, 2_000u64);
    let sets = (1..=depth).map(|id| format!(r#"{{"id":{id},"tabs":[{0}],"active":{0}}}"#, id + 1));
    let ids: Vec<String> = (0..panes).map(|at| (depth + 2 + at).to_string()).collect();
    let row = format!(r#"{{"id":{},"row":[{}]}}"#, depth + 1, ids.join(","));
    let all: Vec<String> =
        sets.chain([row]).chain(ids.iter().map(|id| format!(r#"{{"id":{id},"pane":"p{id}"}}"#))).collect();
    let text = format!(r#"{{"format":"multisplit-layout","version":2,"root":1,"nodes":[{}]}}"#, all.join(","));
    let mut layout = Layout::new();
    layout.load(&text, ReadLimits::default()).expect("a layout");
    let area = Area::new(200_000.0, 80_000.0).expect("an area");
    let start = Instant::now();
    layout.place(area);
    let nested = start.elapsed();
    let start = Instant::now();
    layout.place(area.with_scale(1.5).expect("a scale"));
    let scaled = start.elapsed();
    // This takes well under a millisecond. Measuring everything below each set would take a hundred times as long.
    assert!(nested + scaled < Duration::from_millis(100), "{nested:?} {scaled:?}");
}
