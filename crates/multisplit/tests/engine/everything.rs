//! Random sequences of all operations, including floats, bounds, folds, zoom and drags. Undoing and redoing all of them
//! is exact at every level, what was saved is what is loaded, and incremental placing equals placing from scratch.

use crate::check::{direction, saved, shape};
use crate::model::{PLACES, RATIOS, SIDES, runner};
use multisplit::file::{Extras, ReadLimits, encode};
use multisplit::geometry::{Bounds, Length, Point, Priority, PxRect, Ratio, Rect};
use multisplit::placement::{Area, Metrics, Snap};
use multisplit::tree::Tree;
use multisplit::{Bars, Command, FocusTo, Layout, Moment, MoveTarget, NodeId, PaneId, Rules, SurfaceId, WidgetId};
use proptest::prelude::{Strategy, prop};

/// One step: an operation, and four numbers as its arguments.
pub(crate) type Step = (u8, usize, usize, u8, u16);

pub(crate) fn steps() -> impl Strategy<Value = (bool, Vec<Step>)> {
    let step = (0..22u8, 0..64usize, 0..64usize, 0..28u8, 0..1000u16);
    (prop::bool::ANY, prop::collection::vec(step, 1..40))
}

#[test]
fn everything_can_be_taken_back_done_again_saved_and_placed_anew() {
    let run = runner(2).run(&steps(), |(always, steps)| {
        let mut layout = Layout::with_rules(Rules {
            bars: if always { Bars::Always } else { Bars::WhenSeveral },
            ..Rules::default()
        });
        layout.set_metrics(Metrics { tab_bar: Length::new(20.0).expect("a length"), ..Metrics::default() });
        layout.keep_journal();
        let mut replayed = Tree::new();
        let mut log = Log::new(&layout);
        for (at, step) in steps.iter().enumerate() {
            layout.note_time(moment(at));
            log.before(&layout);
            act(&mut layout, *step, at);
            layout.tree().assert_valid();
            assert_focus(&layout);
            log.after(&layout);
            replay(&mut layout, &mut replayed);
            assert_placed_as_anew(&mut layout, step.4);
        }
        log.all_the_way(&mut layout);
        replay(&mut layout, &mut replayed);
        Ok(())
    });
    run.unwrap_or_else(|e| panic!("{e}"));
}

/// Asserts that a tree that only ever saw the journal is the same tree.
fn replay(layout: &mut Layout, replayed: &mut Tree) {
    let mut last = 0;
    while let Some(committed) = layout.poll_committed() {
        assert!(committed.sequence > last, "the log only grows");
        last = committed.sequence;
        for edit in &committed.edits {
            replayed.apply(edit).unwrap_or_else(|e| panic!("{edit:?} cannot be replayed: {e}"));
        }
    }
    replayed.assert_valid();
    let nodes = |tree: &Tree| encode(tree, &[], &Extras::default());
    let (theirs, ours) = (nodes(replayed), nodes(layout.tree()));
    assert_eq!(
        (theirs.root, theirs.zoomed, theirs.floating, theirs.nodes),
        (ours.root, ours.zoomed, ours.floating, ours.nodes)
    );
}

fn assert_focus(layout: &Layout) {
    let focus = layout.focused_pane();
    let there = focus.is_some_and(|pane| layout.tree().widget(pane).is_some());
    assert_eq!(there, layout.tree().pane_count() > 0, "the focus dangles: {focus:?}");
}

/// Returns the time of a step. Consecutive steps are within the merge window; a step and the one after next are not.
pub(crate) fn moment(at: usize) -> Moment {
    Moment::from_millis(at as u64 * 300)
}

/// Performs one step. A refusal is as good as any other outcome.
pub(crate) fn act(layout: &mut Layout, step: Step, at: usize) {
    act_at(layout, step, at, moment(at));
}

/// Performs one step at a time of its own.
pub(crate) fn act_at(layout: &mut Layout, (what, p, q, small, big): Step, at: usize, now: Moment) {
    let panes: Vec<PaneId> = layout.tree().panes().collect();
    let widget = WidgetId::new(format!("w{at}")).expect("an id");
    let (Some(pane), Some(other)) = (panes.get(p % panes.len().max(1)), panes.get(q % panes.len().max(1))) else {
        layout.run(now, &Command::Open { widget }).expect("an empty surface");
        return;
    };
    let (pane, other) = (*pane, *other);
    let nodes: Vec<NodeId> =
        layout.tree().surfaces().iter().filter_map(|s| s.root).flat_map(|r| layout.tree().walk(r)).collect();
    let node = nodes[q % nodes.len()];
    let (place, side) = (PLACES[usize::from(small) % 7], direction(SIDES[usize::from(small) % 4]));
    let length = Length::new(f64::from(big) / 2.0).expect("a length");
    let area = Rect::new(f64::from(big), f64::from(small), 200.0, 100.0);
    let command = match what {
        0..=4 => {
            let ratio = Ratio::new(RATIOS[usize::from(small) % 6]).expect("a ratio");
            Command::Split { pane, place, widget, ratio }
        }
        5 => Command::Open { widget },
        6 | 7 => Command::Close { pane },
        8 => Command::Swap { a: pane, b: other },
        9 => Command::Move { pane, to: MoveTarget::Pane { pane: other, place } },
        10 => Command::Move { pane, to: MoveTarget::Edge(side) },
        11 => Command::Resize { pane, direction: side, by: f64::from(big) - 500.0 },
        12 if small % 2 == 0 => Command::Even { split: node, index: p % 3 },
        12 => Command::Equalize { split: Some(node) },
        13 => {
            Command::SetBounds { node, bounds: Bounds::new([Some(length), None], [None, Some(length)]).expect("apart") }
        }
        14 => Command::SetPriority { node, priority: [Priority::Low, Priority::High][p % 2], snaps: small % 2 == 0 },
        15 if small % 3 == 0 => Command::Lock { pane, locked: big > 300 },
        15 => Command::Collapse { pane, collapsed: small % 3 == 1 },
        16 if small % 2 == 0 => Command::Zoom { pane },
        16 => Command::Unzoom,
        17 if small % 2 == 0 => Command::Float { pane, area },
        17 => Command::SetArea { surface: SurfaceId::from_raw(u32::from(small) % 4), area },
        18 => Command::Rotate { split: node },
        19 => return drag(layout, now, node, p % 3, big, small % 4 == 0),
        20 => {
            let to = [FocusTo::Pane(pane), FocusTo::Next, FocusTo::Previous, FocusTo::Last, FocusTo::Neighbor(side)];
            layout.focus(now, to[usize::from(small) % 5]).expect("there are panes");
            return;
        }
        _ => Command::Replace { pane, widget },
    };
    let before = saved(layout);
    if layout.run(now, &command).is_err() {
        assert_eq!(saved(layout), before, "{command:?} was refused and changed something");
    }
}

fn drag(layout: &mut Layout, now: Moment, split: NodeId, index: usize, to: u16, cancel: bool) {
    let before = saved(layout);
    if !layout.grab_divider(now, split, index, Point::new(300.0, 300.0)) {
        return;
    }
    for part in 1..4u16 {
        let to = f64::from(to / 4 * part);
        layout.drag_to(Point::new(to, to), if part % 2 == 0 { Snap::Fractions } else { Snap::Free });
        layout.tree().assert_valid();
    }
    if cancel {
        layout.cancel_drag();
        assert_eq!(saved(layout), before, "Escape left something");
    } else {
        layout.end_drag();
    }
}

/// The saved layout just before and just after each undo entry.
struct Log {
    entries: Vec<[String; 2]>,
    before: (String, u64),
}

impl Log {
    fn new(layout: &Layout) -> Self {
        Self { entries: vec![], before: (saved(layout), layout.history().sequence()) }
    }

    fn before(&mut self, layout: &Layout) {
        // An entry that only brought a tab to the front expires half a second later.
        self.entries.truncate(layout.history().undo_names().count());
        self.before = (saved(layout), layout.history().sequence());
    }

    fn after(&mut self, layout: &Layout) {
        let count = layout.history().undo_names().count();
        if count > self.entries.len() {
            self.entries.push([self.before.0.clone(), saved(layout)]);
        } else if layout.history().sequence() > self.before.1 {
            self.entries.last_mut().expect("it merged with one")[1] = saved(layout);
        }
        assert_eq!(count, self.entries.len());
    }

    fn all_the_way(&self, layout: &mut Layout) {
        // The layout is as it was, unless a tab was looked at in between: then everything but the front tabs is.
        let compare = |exact: bool, layout: &Layout, to: &str, what: &str| {
            if exact {
                assert_eq!(saved(layout), to, "{what}");
            }
            assert_eq!(shape(&saved(layout)), shape(to), "{what}");
        };
        let mut exact = vec![];
        for [before, after] in self.entries.iter().rev() {
            exact.push(saved(layout) == *after);
            layout.undo().expect("an entry");
            layout.tree().assert_valid();
            compare(*exact.last().expect("just pushed"), layout, before, "undone");
        }
        assert!(!layout.history().can_undo());
        for ([before, after], exact) in self.entries.iter().zip(exact.into_iter().rev()) {
            let exact = exact && saved(layout) == *before;
            layout.redo().expect("an entry");
            layout.tree().assert_valid();
            compare(exact, layout, after, "redone");
        }
        assert!(!layout.history().can_redo());
    }
}

/// Asserts that a layout loaded from what this one saves gives the same file again, with the same places.
fn assert_placed_as_anew(layout: &mut Layout, width: u16) {
    let text = layout.save().to_text();
    assert_eq!(layout.save_text(), text, "written without a file in between");
    let mut anew = Layout::with_rules(layout.rules());
    anew.set_metrics(*layout.metrics());
    anew.load(&text, ReadLimits::default()).expect("what was saved can be loaded");
    assert_eq!(anew.save().to_text(), text, "saved, loaded and saved again");
    let area = Area::new(200.0 + f64::from(width), 640.0).expect("an area");
    layout.place(area);
    anew.place(area);
    assert_eq!(layout.placer().content(), anew.placer().content());
    let panes = |l: &Layout| l.scene().panes(l.tree()).collect::<Vec<(PaneId, PxRect)>>();
    assert_eq!(panes(layout), panes(&anew), "{text}");
    let dividers = |l: &Layout| l.scene().dividers(l.tree()).collect::<Vec<_>>();
    assert_eq!(dividers(layout), dividers(&anew), "{text}");
}
