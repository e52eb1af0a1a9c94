//! What is in view: the result of the engine is compared with a check of every rectangle. Also what a layout keeps that
//! replaces another.

use crate::check::show;
use multisplit::file::ReadLimits;
use multisplit::geometry::{Bounds, Length, Point, Ratio};
use multisplit::placement::{Area, Hit, Metrics};
use multisplit::text::{Shares, TextStyle};
use multisplit::{Command, Event, Layout, Moment, PaneId, Placement, WidgetId};
use multisplit_testing::{Harness, Kinds};
use proptest::prelude::{Strategy, any};
use std::collections::{BTreeSet, HashSet};

const NOW: Moment = Moment::ZERO;

/// A step that is done to a layout. Panes are numbers.
#[derive(Clone, Debug)]
enum Step {
    Split(usize, u8, u8),
    Close(usize),
    Activate(usize),
    Collapse(usize, bool),
    Bound(usize, u16),
    Zoom(usize),
    Move(usize, usize, u8),
    Resize(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let n = || any::<prop_index::Index>().prop_map(|i| i.0);
    proptest::prop_oneof![
        6 => (n(), any::<u8>(), any::<u8>()).prop_map(|(pane, place, ratio)| Step::Split(pane, place, ratio)),
        1 => n().prop_map(Step::Close),
        2 => n().prop_map(Step::Activate),
        1 => (n(), any::<bool>()).prop_map(|(pane, folds)| Step::Collapse(pane, folds)),
        2 => (n(), any::<u16>()).prop_map(|(pane, least)| Step::Bound(pane, least)),
        1 => n().prop_map(Step::Zoom),
        2 => (n(), n(), any::<u8>()).prop_map(|(pane, to, place)| Step::Move(pane, to, place)),
        2 => n().prop_map(Step::Resize),
    ]
}

/// A number that is taken modulo the count of panes.
mod prop_index {
    #[derive(Clone, Copy, Debug)]
    pub(super) struct Index(pub(super) usize);

    impl proptest::arbitrary::Arbitrary for Index {
        type Parameters = ();
        type Strategy = proptest::strategy::Map<proptest::num::u16::Any, fn(u16) -> Index>;

        fn arbitrary_with((): ()) -> Self::Strategy {
            use proptest::strategy::Strategy;
            proptest::num::u16::ANY.prop_map(|n| Self(usize::from(n)))
        }
    }
}

fn place(dice: u8) -> Placement {
    [Placement::Left, Placement::Right, Placement::Top, Placement::Bottom, Placement::Tab][usize::from(dice % 5)]
}

/// Performs a step. A refusal is as good as any other outcome.
fn run(layout: &mut Layout, step: &Step, fresh: usize) {
    let panes: Vec<PaneId> = layout.tree().panes().collect();
    if panes.is_empty() {
        let widget = WidgetId::new(format!("w{fresh}")).expect("an id");
        layout.run(NOW, &Command::Open { widget }).expect("room");
        return;
    }
    let pane = |n: usize| panes[n % panes.len()];
    let command = match *step {
        Step::Split(n, dice, ratio) => Command::Split {
            pane: pane(n),
            place: place(dice),
            widget: WidgetId::new(format!("w{fresh}")).expect("an id"),
            ratio: Ratio::new(0.1 + f64::from(ratio) / 320.0).expect("between"),
        },
        Step::Close(n) => Command::Close { pane: pane(n) },
        Step::Activate(n) => Command::Activate { pane: pane(n) },
        Step::Collapse(n, collapsed) => Command::Collapse { pane: pane(n), collapsed },
        Step::Bound(n, least) => {
            let least = Some(Length::new(f64::from(least % 700)).expect("a length"));
            let bounds = Bounds::new([least, least], [None, None]).expect("not crossed");
            Command::SetBounds { node: pane(n).node(), bounds }
        }
        Step::Zoom(n) if n % 3 == 0 => Command::Zoom { pane: pane(n) },
        Step::Zoom(_) => Command::Unzoom,
        Step::Move(n, to, dice) => {
            Command::Move { pane: pane(n), to: multisplit::MoveTarget::Pane { pane: pane(to), place: place(dice) } }
        }
        Step::Resize(n) => Command::Resize {
            pane: pane(n),
            direction: multisplit::geometry::Direction::Right,
            by: (n % 90) as f64 - 45.0,
        },
    };
    drop(layout.run(NOW, &command));
}

/// Returns the panes in view, by checking every pane.
fn naive(layout: &Layout) -> BTreeSet<PaneId> {
    let tree = layout.tree();
    if let Some(zoomed) = tree.surfaces()[0].zoomed {
        return BTreeSet::from([zoomed]);
    }
    let size = layout.area().size();
    let in_view = |pane: &PaneId| {
        let rect = layout.rect(*pane).expect("placed");
        rect.w > 0.0
            && rect.h > 0.0
            && rect.x < size.w
            && rect.y < size.h
            && rect.x + rect.w > 0.0
            && rect.y + rect.h > 0.0
    };
    tree.panes().filter(|pane| is_open(layout, *pane)).filter(in_view).collect()
}

/// Returns `true` if the pane is not behind a tab and not in a folded node.
fn is_open(layout: &Layout, pane: PaneId) -> bool {
    let tree = layout.tree();
    let mut node = pane.node();
    loop {
        let Some(parent) = tree.parent(node) else { return true };
        let behind =
            matches!(tree.kind(parent), Some(multisplit::tree::NodeKind::Tabs { active }) if active != Some(node));
        if behind || tree.props(node).collapsed {
            return false;
        }
        node = parent;
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(1_000))]

    #[test]
    fn what_is_in_view_is_what_a_look_at_every_rectangle_finds(
        steps in proptest::collection::vec((step(), any::<u16>(), any::<u16>()), 1..60),
        ahead in 0u32..200,
    ) {
        let mut layout = Layout::new();
        layout.set_read_ahead(ahead);
        let least = Length::new(60.0).expect("a length");
        layout.set_metrics(Metrics { min_pane: [least; 2], ..Metrics::default() });
        for (fresh, (step, x, y)) in steps.into_iter().enumerate() {
            run(&mut layout, &step, fresh);
            scroll_and_compare(&mut layout, ahead, [x % 2_000, y % 2_000]);
        }
    }

    #[test]
    fn any_layout_takes_the_place_of_any_other_with_the_fewest_new_widgets(
        before in proptest::collection::vec(step(), 1..40),
        after in proptest::collection::vec(step(), 1..40),
    ) {
        let file = |steps: &[Step]| {
            let mut layout = Layout::new();
            steps.iter().enumerate().for_each(|(fresh, step)| run(&mut layout, step, fresh));
            layout.save().to_text()
        };
        let (before, after) = (file(&before), file(&after));
        let mut h = Harness::with(Kinds::new());
        let config = multisplit::RuntimeConfig { read_ahead_percent: 0, ..Default::default() };
        h.workspace.configure(config).expect("numbers that can be meant");
        h.workspace.load(&before, ReadLimits::default()).expect("just saved");
        h.frame();
        let old: Vec<(WidgetId, usize)> = live(&mut h);
        let old_ids: HashSet<WidgetId> = h.workspace.layout().tree().panes().filter_map(|p| h.workspace.layout().tree().widget(p)).cloned().collect();
        let created = h.workspace.meters().created;
        h.events();
        let diff = h.workspace.restore(&after, ReadLimits::default()).expect("just saved");
        h.frame();
        let shape = TextStyle { shares: Shares::Exact, focus: false, marks: true };
        let mut alone = Layout::new();
        alone.load(&after, ReadLimits::default()).expect("just saved");
        assert_eq!(h.workspace.layout().to_text(shape), alone.to_text(shape));
        let now = live(&mut h);
        let known: HashSet<&WidgetId> = old.iter().map(|(id, _)| id).collect();
        let visible: Vec<WidgetId> = {
            let layout = h.workspace.layout();
            let panes = layout.scene().panes(layout.tree());
            panes.filter_map(|(pane, _)| layout.tree().widget(pane)).cloned().collect()
        };
        let new = visible.iter().filter(|id| !known.contains(id)).count();
        assert_eq!(h.workspace.meters().created - created, new as u64, "only what was never made is made");
        for (id, number) in &now {
            if let Some((_, before)) = old.iter().find(|(old, _)| old == id) {
                assert_eq!(number, before, "{id} is the same instance");
            }
        }
        let tree = h.workspace.layout().tree();
        let new_ids: HashSet<WidgetId> = tree.panes().filter_map(|p| tree.widget(p)).cloned().collect();
        assert_eq!(diff.added.iter().cloned().collect::<HashSet<_>>(), &new_ids - &old_ids);
        assert_eq!(diff.removed.iter().cloned().collect::<HashSet<_>>(), &old_ids - &new_ids);
    }
}

proptest::proptest! {
    // Every rectangle of hundreds is checked after every step, so there are fewer cases.
    #![proptest_config(proptest::test_runner::Config::with_cases(100))]

    #[test]
    fn what_is_in_view_is_found_among_many_siblings_wherever_the_view_jumps(
        steps in proptest::collection::vec((step(), any::<bool>(), any::<u16>(), any::<u16>()), 1..30),
        ahead in 0u32..200,
    ) {
        let row = |row: usize| format!("row({})", (0..40).map(|at| format!("p{row}x{at}")).collect::<Vec<_>>().join(", "));
        let mut layout = show(&format!("col({})", (0..20).map(row).collect::<Vec<_>>().join(", ")));
        layout.set_read_ahead(ahead);
        let least = Length::new(60.0).expect("a length");
        layout.set_metrics(Metrics { min_pane: [least; 2], ..Metrics::default() });
        for (fresh, (step, edits, x, y)) in steps.into_iter().enumerate() {
            if edits {
                run(&mut layout, &step, fresh);
            }
            scroll_and_compare(&mut layout, ahead, [x % 2_700, y % 1_400]);
        }
    }
}

fn scroll_and_compare(layout: &mut Layout, ahead: u32, [x, y]: [u16; 2]) {
    let scroll = Point::new(f64::from(x), f64::from(y));
    layout.place(Area::new(640.0, 480.0).expect("an area").with_scroll(scroll).expect("a place"));
    let seen: Vec<PaneId> = layout.scene().panes(layout.tree()).map(|(pane, _)| pane).collect();
    let among: BTreeSet<PaneId> = seen.iter().copied().collect();
    assert_eq!(among, naive(layout));
    assert_eq!(among.len(), seen.len(), "each once");
    // The middle of the visible part of a pane must hit the pane.
    for pane in seen.iter().filter(|_| layout.tree().surfaces()[0].zoomed.is_none()) {
        let rect = layout.rect(*pane).expect("placed");
        let middle = |from: f64, length: f64, most: f64| f64::midpoint(from.max(0.0), (from + length).min(most));
        let at = Point::new(middle(rect.x, rect.w, 640.0), middle(rect.y, rect.h, 480.0));
        assert_eq!(layout.hit(at, 0.0), Some(Hit::Pane(*pane)), "at {at:?}");
    }
    let near: Vec<PaneId> = layout.prefetch_panes().collect();
    assert!(near.iter().all(|pane| !among.contains(pane) && is_open(layout, *pane)));
    assert!(ahead > 0 || near.is_empty());
}

fn live(h: &mut Harness) -> Vec<(WidgetId, usize)> {
    h.workspace.slots().all_live().map(|(_, id, widget)| (id.clone(), widget.number)).collect()
}

#[test]
fn restoring_says_what_it_changed() {
    let mut h = Harness::with(Kinds::new());
    h.show("row(a .5, col(b, c) .5)");
    let same = h.workspace.layout().save().to_text();
    assert!(h.workspace.restore(&same, ReadLimits::default()).expect("just saved").is_empty());
    let pane = h.pane("a");
    let widget = WidgetId::new("d").expect("an id");
    h.run(&Command::Split { pane, place: Placement::Top, widget, ratio: Ratio::HALF }).expect("room");
    let closed = h.pane("b");
    h.run(&Command::Close { pane: closed }).expect("free");
    let diff = h.workspace.restore(&same, ReadLimits::default()).expect("just saved");
    let names = |ids: &[WidgetId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!((names(&diff.added), names(&diff.removed)), (vec!["b".to_owned()], vec!["d".to_owned()]));
    assert_eq!(names(&diff.moved), ["a", "c"]);
}

/// Returns the layout file of a text whose nodes have numbers from `first` on.
fn numbered_from(first: u64, text: &str) -> String {
    let mut file = multisplit::text::read(text).expect("a layout");
    let number = |id: &mut u64| *id += first;
    for node in &mut file.nodes {
        number(&mut node.id);
        node.active.iter_mut().for_each(number);
        [&mut node.row, &mut node.column, &mut node.tabs].into_iter().flatten().flatten().for_each(number);
    }
    file.root.iter_mut().for_each(number);
    file.floating.iter_mut().for_each(|floating| number(&mut floating.root));
    file.recent.iter_mut().for_each(number);
    number(&mut file.next_id);
    file.to_text()
}

/// Returns what a diff says in one line: `+` added, `-` removed, `>` moved, `~` changed.
fn difference(before: &str, after: &str) -> String {
    let mut layout = Layout::new();
    layout.load(&numbered_from(0, before), ReadLimits::default()).expect("a layout");
    let diff = layout.restore(&numbered_from(1_000, after), ReadLimits::default()).expect("a layout");
    let signs = [("+", &diff.added), ("-", &diff.removed), (">", &diff.moved), ("~", &diff.changed)];
    let all = signs.into_iter().flat_map(|(sign, ids)| ids.iter().map(move |id| format!("{sign}{id}")));
    all.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_layout_that_was_numbered_again_differs_in_what_the_user_sees() {
    for text in ["a", "row(a .3, col(b, tabs(c, *d)) .7)", "tabs(row(col(a, b), c), d)", "col(row(a, b), row(c, d))"] {
        assert_eq!(difference(text, text), "", "{text}");
    }
    for (before, after, expected) in [
        ("row(a, b, c)", "row(a, x, b, c)", "+x >b"),
        ("row(a, b, c)", "row(a, c)", "-b >c"),
        ("row(a, b, c)", "col(a, b, c)", ">a >b >c"),
        ("row(a, b, c)", "row(b, a, c)", ">b >a >c"),
        ("row(a .5, b .5)", "row(a .3, b .7)", "~a ~b"),
        ("row(a, b)", "row(a, #b)", "~b"),
        ("row(a, c)", "row(col(a, b), c)", "+b >a >c"),
        ("row(a, col(b, c), d)", "row(a, col(b, c, x), d)", "+x"),
        ("row(a, col(b, c), d)", "row(a, b, d)", "-c >b >d"),
        ("row(col(a, b), col(c, d))", "row(col(c, d), col(a, b))", ">c >a"),
        ("row(col(row(a, c), b), d)", "row(col(a, b), c, d)", ">a >b >c >d"),
        ("a; float(10 20 300 200) b", "b; float(10 20 300 200) a", ">b >a"),
        ("row(a, b)", "b; float(10 20 300 200) a", ">b >a"),
        ("row(tabs(row(a, b), x), c)", "row(tabs(row(a, c), x), b)", ">c >b"),
        ("row(tabs(row(a, b, c), x), d)", "row(tabs(row(a, b), x), c, d)", ">c >d"),
    ] {
        assert_eq!(difference(before, after), expected, "{before} to {after}");
    }
}

#[test]
fn layouts_of_thousands_of_levels_are_compared() {
    let deep = |last: &str| {
        let (mut text, mut end) = (String::new(), format!("p0, {last}"));
        for level in 1..2_000 {
            text.push_str(if level % 2 == 0 { "row(" } else { "col(" });
            end = format!("{end}), p{level}");
        }
        format!("{text}row({end})")
    };
    assert_eq!(difference(&deep("x"), &deep("x")), "");
    assert_eq!(difference(&deep("x"), &deep("y")), "+y -x");
}

#[test]
fn panes_that_come_into_view_and_go_are_told() {
    let mut h = Harness::with(Kinds::new());
    h.area = Area::new(300.0, 300.0).expect("an area");
    h.show("row(a{w 200..}, b{w 200..}, c{w 200..})");
    h.frame();
    h.events();
    h.area = h.area.with_scroll(Point::new(412.0, 0.0)).expect("a place");
    h.frame();
    let (a, c) = (h.pane("a"), h.pane("c"));
    let told = h.events();
    assert!(told.contains(&Event::PaneShown { pane: c }) && told.contains(&Event::PaneHidden { pane: a }), "{told:?}");
    h.frame();
    assert!(h.events().is_empty(), "nothing new");
}
