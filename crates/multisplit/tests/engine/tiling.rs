//! Tiling: every pixel belongs to exactly one pane, divider or bar, at every size and scale, with bounds and without.

use crate::check::show;
use crate::model::runner;
use multisplit::geometry::{Axis, Length, PxRect, Share};
use multisplit::placement::{Area, Metrics, Placer};
use multisplit::tree::{BranchKind, Content, Edit, NodeKind, SurfaceState, Tree};
use multisplit::{Layout, NodeId, SurfaceId, WidgetId};
use proptest::prelude::{Just, Strategy, prop, prop_oneof};

/// Returns trees as text. A `#` marks the place of a pane's number until it is filled in.
fn trees() -> impl Strategy<Value = String> {
    let bounds = prop_oneof![
        6 => Just(String::new()),
        1 => (0..300u32, 0..300u32).prop_map(|(min, more)| format!("{{w {min}..{}}}", min + more)),
        1 => (0..200u32).prop_map(|min| format!("{{h {min}..}}")),
        1 => (0..300u32).prop_map(|min| format!("{{w {min}.., low, snaps}}")),
        1 => (0..300u32).prop_map(|max| format!("{{h ..{max}, high}}")),
    ];
    let leaf =
        (prop::bool::weighted(0.1), bounds).prop_map(|(folded, b)| format!("{}p#{b}", if folded { "-" } else { "" }));
    let tree = leaf.prop_recursive(4, 24, 4, |inner| {
        (0..3u8, prop::collection::vec((inner, 1..100u32), 2..5)).prop_map(|(form, children)| {
            let share = |s: &u32| if form == 2 { String::new() } else { format!(" {s}") };
            let all: Vec<String> = children.iter().map(|(c, s)| format!("{c}{}", share(s))).collect();
            format!("{}({})", ["row", "col", "tabs"][usize::from(form)], all.join(", "))
        })
    });
    tree.prop_map(|text| {
        let mut parts = text.split('#').collect::<Vec<_>>().into_iter();
        let first = parts.next().unwrap_or_default().to_owned();
        parts.enumerate().fold(first, |text, (at, part)| format!("{text}{at}{part}"))
    })
}

#[test]
fn panes_dividers_and_bars_tile_their_surface_exactly() {
    let areas = (1.0..4000.0f64, 1.0..4000.0f64, 0.5..3.0f64, 0.0..12.0f64, prop::bool::ANY);
    let run = runner(3).run(&(trees(), areas), |(text, (w, h, scale, divider, bars))| {
        // Splits nested along the same axis are no valid layout: they are repaired on the way in.
        let file = multisplit_testing::text::read(&text).expect("a text");
        let mut layout = Layout::new();
        layout.load_repaired(&file.to_text(), Default::default()).expect("something to mend");
        let length = |units| Length::new(units).expect("a length");
        let tab_bar = length(if bars { 25.0 } else { 0.0 });
        layout.set_metrics(Metrics { divider: length(divider), tab_bar, ..Metrics::default() });
        layout.place(Area::new(w, h).and_then(|a| a.with_scale(scale)).expect("an area"));
        let divider = if divider == 0.0 { 0 } else { layout.area().scale().to_px(divider).max(1) };
        assert_tiled(&layout, divider, &text);
        Ok(())
    });
    run.unwrap_or_else(|e| panic!("{e}"));
}

fn assert_tiled(layout: &Layout, divider: i32, text: &str) {
    let (tree, placer) = (layout.tree(), layout.placer());
    let Some(root) = tree.root() else { return };
    let rect = |node: NodeId| placer.rect(tree, node).expect("placed");
    let (content, area) = (placer.content(), layout.area());
    assert_eq!(rect(root), content);
    assert!(content.size[0] >= area.scale().to_px(area.size().w).max(1), "{text}");
    let mut todo = vec![root];
    while let Some(node) = todo.pop() {
        let own = rect(node);
        assert!(own.size[0] > 0 && own.size[1] > 0, "{node} of {text} is {own:?}");
        match tree.kind(node) {
            Some(NodeKind::Split(axis)) => todo.extend(tiles(layout, node, axis, divider, text)),
            Some(NodeKind::Tabs { active: Some(front) }) => {
                let front_rect = rect(front);
                let bar = own.size[1] - front_rect.size[1];
                assert_eq!(
                    front_rect,
                    PxRect { at: [own.at[0], own.at[1] + bar], size: [own.size[0], own.size[1] - bar] }
                );
                assert!(bar >= 0);
                todo.push(front);
            }
            _ => {}
        }
    }
}

/// Returns the visible children of a split, after asserting that they and the dividers fill it.
fn tiles(layout: &Layout, split: NodeId, axis: Axis, divider: i32, text: &str) -> Vec<NodeId> {
    let (tree, placer) = (layout.tree(), layout.placer());
    let rect = |node: NodeId| placer.rect(tree, node).expect("placed");
    let (own, i) = (rect(split), axis.index());
    let shown: Vec<NodeId> = tree.children(split).filter(|n| rect(*n).size[i] != 0).collect();
    let mut at = own.at[i];
    for (number, child) in shown.iter().enumerate() {
        let place = rect(*child);
        at += if number > 0 { divider } else { 0 };
        assert_eq!(place.at[i], at, "{child} of {text}: a gap or an overlap in {own:?}");
        assert_eq!((place.at[1 - i], place.size[1 - i]), (own.at[1 - i], own.size[1 - i]), "{child} of {text}");
        at = place.end(i);
    }
    assert_eq!(at, own.end(i), "{split} of {text} is not filled");
    shown
}

#[test]
fn the_smallest_areas_show_every_pane_in_at_least_a_pixel() {
    let mut layout = show("row(a, col(b, c), tabs(d, *e))");
    for (w, h) in [(0.0, 0.0), (1.0, 1.0), (3.0, 1000.0), (0.4, 0.4)] {
        layout.place(Area::new(w, h).expect("an area"));
        assert_tiled(&layout, 6, "small");
    }
}

#[test]
fn edges_lie_where_the_shares_say_to_half_a_pixel() {
    let shares = prop_oneof![prop::collection::vec(1..6u32, 2..6), prop::collection::vec(1..20_000u32, 2..6)];
    let run =
        runner(2).run(&(shares, 400..3_000i32, 0..12i32, prop::bool::ANY), |(mut shares, width, divider, even)| {
            if even {
                shares = vec![shares[0]; shares.len()];
            }
            let children: Vec<String> = shares.iter().enumerate().map(|(at, share)| format!("p{at} {share}")).collect();
            let mut layout = show(&format!("row({})", children.join(", ")));
            let length = |units: i32| Length::new(f64::from(units)).expect("a length");
            layout.set_metrics(Metrics { divider: length(divider), min_pane: [length(1); 2], ..Metrics::default() });
            layout.place(Area::new(f64::from(width), 100.0).expect("an area"));
            let rects: Vec<PxRect> = layout.scene().panes(layout.tree()).map(|(_, rect)| rect).collect();
            let count = i64::try_from(shares.len()).expect("a few");
            let room = i64::from(width) - i64::from(divider) * (count - 1);
            // The shares are used as they were written. The engine reads them without their common divisor, which
            // changes no proportion.
            let total: i64 = shares.iter().map(|share| i64::from(*share)).sum();
            let (mut sum, mut passed) = (0i64, 0i64);
            for (share, rect) in shares.iter().zip(&rects) {
                // Half a pixel is rounded up. All numbers are whole, so that nothing is lost on the way.
                let start = (2 * sum * room + total).div_euclid(2 * total) + passed;
                if rects.iter().all(|rect| rect.size[0] > 1) {
                    proptest::prop_assert_eq!(i64::from(rect.at[0]), start, "{:?} in {}", &shares, width);
                }
                sum += i64::from(*share);
                passed += i64::from(divider);
            }
            Ok(())
        });
    run.unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn shares_beyond_what_commands_make_are_placed_all_the_same() {
    let mut tree = Tree::new();
    let id = |n: u64| NodeId::from_raw(n).expect("not zero");
    let mut apply = |edit: Edit| tree.apply(&edit).map(drop).expect("a good edit");
    apply(Edit::Create { node: id(1), content: Content::Branch(BranchKind::Row), props: None });
    for n in 2..60 {
        let widget = WidgetId::new(format!("w{n}")).expect("an id");
        apply(Edit::Create { node: id(n), content: Content::Pane(widget), props: None });
        let share = Share::new(u32::MAX).expect("not zero");
        apply(Edit::Attach { node: id(n), parent: id(1), before: None, share });
    }
    let root = Some(id(1));
    apply(Edit::SetSurface(Box::new(SurfaceState { root, ..SurfaceState::empty(SurfaceId::MAIN) })));
    let mut placer = Placer::default();
    let least = Length::new(500_000.0).expect("a length");
    let area = Area::new(1_000.0, 1_000.0).and_then(|area| area.with_scale(16.0)).expect("an area");
    placer.place(&mut tree, &area, &Metrics { min_pane: [least; 2], ..Metrics::default() });
    let widths: Vec<i32> = (2..60).filter_map(|n| placer.rect(&tree, id(n))).map(|rect| rect.size[0]).collect();
    assert!(widths.iter().all(|width| (width - widths[0]).abs() <= 1), "{widths:?}");
}
