//! Minima that are found only when they are needed make no difference. A locked pane changes nothing in how panes lie, but makes
//! the engine measure everything as soon as it is there: a layout with one and the same layout without must look alike.

use crate::check::{saved, show};
use multisplit::{
    Area, Command, Direction, Layout, Length, Metrics, Moment, NodeKind, PaneId, Point, Ratio, Snap, Target, Where,
    WidgetId,
};
use proptest::prelude::{Strategy, any};

const NOW: Moment = Moment::ZERO;

/// What is done to both layouts; panes and splits are numbers, taken modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Split(u16, u8, u8),
    Close(u16),
    Activate(u16),
    Move(u16, u16, u8),
    Resize(u16, i8),
    Drag(u16, i16),
    Undo,
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
        1 => proptest::strategy::Just(Step::Undo),
        2 => any::<(u16, u16)>().prop_map(|(w, h)| Step::Size(w, h)),
        1 => any::<u8>().prop_map(Step::Scale),
        1 => any::<(u8, u8)>().prop_map(|(least, divider)| Step::Metrics(least, divider)),
    ]
}

/// All panes but the locked one.
fn panes(layout: &Layout) -> Vec<PaneId> {
    let is_free = |pane: &PaneId| layout.tree().widget(*pane).is_some_and(|widget| widget.as_str() != "locked");
    layout.tree().panes().filter(is_free).collect()
}

fn place(dice: u8) -> Where {
    [Where::Left, Where::Right, Where::Top, Where::Bottom, Where::Tab][usize::from(dice % 5)]
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
        Step::Undo => {
            drop(layout.undo());
            return;
        }
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
            .map(|(pane, to)| Command::Move { pane, to: Target::Pane { pane: to, place: place(dice) } }),
        Step::Resize(n, by) => {
            pane(n).map(|pane| Command::Resize { pane, direction: Direction::Right, by: f64::from(by) })
        }
    };
    // A refusal is as good as any other answer, as long as both refuse.
    drop(command.map(|command| layout.run(NOW, &command)));
}

fn drag(layout: &mut Layout, n: usize, by: f64) {
    let Some(root) = layout.tree().root() else { return };
    let tree = layout.tree();
    let splits: Vec<_> = tree.walk(root).filter(|node| matches!(tree.kind(*node), Some(NodeKind::Split(_)))).collect();
    let Some(split) = splits.get(n % splits.len().max(1)).copied() else { return };
    if layout.grab_divider(NOW, split, 0, Point::default()) {
        layout.drag_to(Point::new(by, by), Snap::Free);
        layout.end_drag();
    }
}

/// What both have in common.
fn look(layout: &Layout) -> String {
    let (tree, placer) = (layout.tree(), layout.placer());
    let rects: Vec<_> = layout.scene().panes(tree).collect();
    let bars: Vec<_> = layout.scene().tab_bars(tree, placer).map(|bar| (bar.tabs, bar.rect)).collect();
    format!("{:?} {rects:?} {bars:?} {}", placer.content(), saved(layout).replace(",\"locked\":true", ""))
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(500))]

    #[test]
    fn measuring_late_makes_no_difference(steps in proptest::collection::vec(step(), 1..60)) {
        let mut late = show("row(locked, tabs(>*a, row(b, col(c, tabs(d, >e)))), col(f, g, h))");
        let mut early = show("row(#locked, tabs(>*a, row(b, col(c, tabs(d, >e)))), col(f, g, h))");
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
