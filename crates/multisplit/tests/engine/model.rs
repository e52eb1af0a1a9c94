//! Random commands against a naive model: a plain recursive tree with real weights, written from the rules and not from
//! the engine. Shape, order, proportions, tabs and focus must agree after every step, including undo and redo.

mod naive;
mod node;

use crate::check::direction;
use multisplit::geometry::{Axis, Ratio, Share};
use multisplit::placement::Area;
use multisplit::tree::NodeKind;
use multisplit::{Command, FocusTo, Layout, Moment, MoveTarget, NodeId, PaneId, Placement, WidgetId};
use naive::Model;
use node::Node;
use proptest::prelude::{Strategy, any, prop, prop_oneof};
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// The number of random cases in a normal run; `PROPTEST_CASES` may ask for more.
const CASES: u32 = 2_000;

/// Returns a runner with the same cases every time.
pub(crate) fn runner(seed: u64) -> TestRunner {
    let cases = Config::default().cases.max(CASES);
    TestRunner::new(Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() })
}

/// A command. Its panes are picked by number, taken modulo their count.
#[derive(Clone, Debug)]
enum Op {
    Split(usize, u8, u8),
    Close(usize),
    CloseOthers(usize),
    Replace(usize),
    Swap(usize, usize),
    Move(usize, usize, u8),
    MoveToEdge(usize, u8),
    Shares(usize, Vec<u32>),
    Equalize,
    Rotate(usize),
    Activate(usize),
    Focus(usize),
    Lock(usize, bool),
    Undo,
    Redo,
}

pub(crate) const PLACES: [Placement; 7] = [
    Placement::Left,
    Placement::Right,
    Placement::Top,
    Placement::Bottom,
    Placement::Tab,
    Placement::Before,
    Placement::After,
];
pub(crate) const RATIOS: [f64; 6] = [0.05, 0.2, 1.0 / 3.0, 0.5, 0.777, 0.95];
pub(crate) const SIDES: [&str; 4] = ["left", "right", "up", "down"];

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let at = || 0..64usize;
    let op = prop_oneof![
        8 => (at(), 0..7u8, 0..6u8).prop_map(|(p, w, r)| Op::Split(p, w, r)),
        3 => at().prop_map(Op::Close),
        1 => at().prop_map(Op::CloseOthers),
        1 => at().prop_map(Op::Replace),
        2 => (at(), at()).prop_map(|(a, b)| Op::Swap(a, b)),
        3 => (at(), at(), 0..7u8).prop_map(|(a, b, w)| Op::Move(a, b, w)),
        2 => (at(), 0..4u8).prop_map(|(p, e)| Op::MoveToEdge(p, e)),
        1 => (at(), prop::collection::vec(1..1_000_000u32, 8)).prop_map(|(p, s)| Op::Shares(p, s)),
        1 => prop::strategy::Just(Op::Equalize),
        1 => at().prop_map(Op::Rotate),
        2 => at().prop_map(Op::Activate),
        2 => at().prop_map(Op::Focus),
        1 => (at(), any::<bool>()).prop_map(|(p, l)| Op::Lock(p, l)),
        2 => prop::strategy::Just(Op::Undo),
        2 => prop::strategy::Just(Op::Redo),
    ];
    prop::collection::vec(op, 1..90)
}

#[test]
fn random_commands_do_what_a_naive_model_does() {
    let run = runner(1).run(&ops(), |ops| {
        let mut pair = Pair::new();
        for op in &ops {
            pair.step(op);
        }
        Ok(())
    });
    run.unwrap_or_else(|e| panic!("{e}"));
}

/// An undo entry in the model.
struct Entry {
    before: Model,
    after: Model,
    /// Whether no tab was looked at between the entry and its undo, nor between the undo and its redo.
    exact: bool,
}

struct Pair {
    layout: Layout,
    model: Model,
    undo: Vec<Entry>,
    redo: Vec<Entry>,
    named: usize,
    now: Moment,
}

impl Pair {
    fn new() -> Self {
        let mut layout = Layout::new();
        // Without space, no size can be kept: a pane that moves takes half, as the model says. `moving` tests what it
        // takes if there is space.
        layout.place(Area::new(0.0, 0.0).expect("an area"));
        let widget = WidgetId::new("w0").expect("an id");
        let first = layout.run(Moment::ZERO, &Command::Open { widget }).expect("empty").pane.expect("a pane").raw();
        let model = Model::with(first, "w0");
        let undo = vec![Entry { before: Model::default(), after: model.clone(), exact: true }];
        Self { layout, model, undo, redo: vec![], named: 1, now: Moment::ZERO }
    }

    fn step(&mut self, op: &Op) {
        let panes = self.model.panes();
        let pick = |at: usize| panes.get(at % panes.len().max(1)).copied();
        // Steps are a second apart, so that an entry that only switched tabs has expired.
        self.now = Moment::from_micros(self.now.micros() + 1_000_000);
        self.layout.note_time(self.now);
        let before = self.model.clone();
        let sequence = self.layout.history().sequence();
        match op {
            Op::Undo => return self.back(),
            Op::Redo => return self.forth(),
            Op::Focus(p) => {
                let Some(pane) = pick(*p) else { return };
                self.layout.focus(self.now, FocusTo::Pane(id(pane))).expect("it is there");
                self.model.focus(pane);
            }
            other => self.command(other, &pick),
        }
        self.compare(op);
        // A command that only brings a tab to the front is no change.
        let changed = self.layout.history().sequence() > sequence;
        self.layout.note_time(Moment::from_micros(self.now.micros() + 501_000));
        let count = self.layout.history().undo_names().count();
        if count > self.undo.len() {
            assert!(changed, "{op:?}");
            self.undo.push(Entry { before, after: self.model.clone(), exact: true });
            self.redo.clear();
        }
        assert_eq!(count, self.undo.len(), "{op:?}");
        assert_eq!(self.layout.history().redo_names().count(), self.redo.len(), "{op:?}");
    }

    fn command(&mut self, op: &Op, pick: &dyn Fn(usize) -> Option<u64>) {
        let Some((command, predicted)) = self.predict(op, pick) else { return };
        let done = self.layout.run(self.now, &command);
        assert_eq!(done.is_ok(), predicted.is_some(), "{command:?}: {done:?}");
        let Some(model) = predicted else { return };
        self.model = model;
        if let (Command::Split { .. }, Ok(outcome)) = (&command, &done) {
            self.model.number(outcome.pane.expect("a pane").raw());
        }
    }

    /// Returns the command, and the model after it, which is `None` if the command must be refused.
    fn predict(&mut self, op: &Op, pick: &dyn Fn(usize) -> Option<u64>) -> Option<(Command, Option<Model>)> {
        let mut m = self.model.clone();
        let pane = |p: &usize| pick(*p);
        let (command, good) = match op {
            Op::Split(p, w, r) => {
                self.named += 1;
                let (pane, name) = (pane(p)?, format!("w{}", self.named));
                let (place, ratio) = (PLACES[usize::from(*w)], RATIOS[usize::from(*r)]);
                m.split(pane, place, &name, ratio);
                let widget = WidgetId::new(name).expect("an id");
                (Command::Split { pane: id(pane), place, widget, ratio: Ratio::new(ratio).expect("a ratio") }, true)
            }
            Op::Close(p) => (Command::Close { pane: id(pane(p)?) }, m.close(pane(p)?)),
            Op::CloseOthers(p) => (Command::CloseOthers { pane: id(pane(p)?) }, m.close_others(pane(p)?)),
            Op::Replace(p) => {
                self.named += 1;
                let name = format!("w{}", self.named);
                let good = m.replace(pane(p)?, &name);
                (Command::Replace { pane: id(pane(p)?), widget: WidgetId::new(name).expect("an id") }, good)
            }
            Op::Swap(a, b) => {
                let good = m.swap(pane(a)?, pane(b)?);
                // The focused pane is shown in its new place.
                let pair = [pane(a)?, pane(b)?];
                if let Some(focused) = m.focused().filter(|f| good && pair[0] != pair[1] && pair.contains(f)) {
                    m.activate(focused);
                }
                (Command::Swap { a: id(pane(a)?), b: id(pane(b)?) }, good)
            }
            Op::Move(a, b, w) => {
                let place = PLACES[usize::from(*w)];
                let to = MoveTarget::Pane { pane: id(pane(b)?), place };
                (Command::Move { pane: id(pane(a)?), to }, m.move_to(pane(a)?, pane(b)?, place))
            }
            Op::MoveToEdge(p, e) => {
                let edge = direction(SIDES[usize::from(*e)]);
                (Command::Move { pane: id(pane(p)?), to: MoveTarget::Edge(edge) }, m.move_to_edge(pane(p)?, edge))
            }
            Op::Shares(p, shares) => {
                let split = self.split_above(pane(p)?)?;
                let count = self.layout.tree().children(split).count();
                let shares: Vec<u32> = shares.iter().cycle().take(count).copied().collect();
                m.set_shares(pane(p)?, &shares);
                let shares = shares.iter().filter_map(|s| Share::new(*s)).collect();
                (Command::SetShares { split, shares }, true)
            }
            Op::Equalize => {
                m.equalize();
                (Command::Equalize { split: None }, true)
            }
            Op::Rotate(p) => {
                m.rotate(pane(p)?);
                (Command::Rotate { split: self.split_above(pane(p)?)? }, true)
            }
            Op::Activate(p) => {
                m.activate(pane(p)?);
                (Command::Activate { pane: id(pane(p)?) }, true)
            }
            Op::Lock(p, locked) => {
                m.lock(pane(p)?, *locked);
                (Command::Lock { pane: id(pane(p)?), locked: *locked }, true)
            }
            Op::Focus(_) | Op::Undo | Op::Redo => return None,
        };
        Some((command, good.then_some(m)))
    }

    /// Returns the nearest split above a pane.
    fn split_above(&self, pane: u64) -> Option<NodeId> {
        let tree = self.layout.tree();
        let mut at = tree.parent(id(pane).node());
        while let Some(node) = at.filter(|n| !matches!(tree.kind(*n), Some(NodeKind::Split(_)))) {
            at = tree.parent(node);
        }
        at
    }

    fn back(&mut self) {
        let Some(mut entry) = self.undo.pop() else {
            assert!(self.layout.undo().is_err());
            return;
        };
        self.layout.undo().expect("the model has an entry");
        entry.exact &= self.model.root() == entry.after.root();
        self.become_again(&entry.before, entry.exact, &Op::Undo);
        self.redo.push(entry);
    }

    fn forth(&mut self) {
        let Some(mut entry) = self.redo.pop() else {
            assert!(self.layout.redo().is_err());
            return;
        };
        self.layout.redo().expect("the model has an entry");
        entry.exact &= self.model.root() == entry.before.root();
        self.become_again(&entry.after, entry.exact, &Op::Redo);
        self.undo.push(entry);
    }

    /// If no tab was looked at in between, everything is as it was. Otherwise the front tabs stay, and the focus moves
    /// to a visible pane.
    fn become_again(&mut self, to: &Model, exact: bool, op: &Op) {
        self.model.become_again(to);
        if !exact {
            let tree = self.layout.tree();
            let ours = tree.root().map(|root| self.read(root));
            let bare = |root: Option<&Node>| root.map(Node::unlooked);
            let same = match (bare(ours.as_ref()), bare(self.model.root())) {
                (Some(a), Some(b)) => a.is_like(&b),
                (None, None) => true,
                _ => false,
            };
            assert!(same, "after {op:?}\n  engine {ours:?}\n  model  {:?}", self.model.root());
            let focus = self.layout.focused_pane();
            let seen = focus.is_none_or(|pane| ours.as_ref().is_some_and(|root| root.shows(pane.raw())));
            assert!(seen, "after {op:?} the focus {focus:?} is out of sight in {ours:?}");
            self.model.look_as(ours, focus.map(PaneId::raw));
        }
        self.compare(op);
    }

    fn compare(&self, op: &Op) {
        let tree = self.layout.tree();
        tree.assert_valid();
        let ours = tree.root().map(|root| self.read(root));
        let (ours, theirs) = (ours.as_ref(), self.model.root());
        let same = match (ours, theirs) {
            (None, None) => true,
            (Some(a), Some(b)) => a.is_like(b),
            _ => false,
        };
        assert!(same, "after {op:?}\n  engine {ours:?}\n  model  {theirs:?}");
        let focus = self.layout.focused_pane().map(PaneId::raw);
        assert_eq!(focus, self.model.focused(), "focus after {op:?} in {theirs:?}");
        for pane in tree.panes() {
            assert_eq!(tree.props(pane.node()).locked, self.model.is_locked(pane.raw()), "{pane} after {op:?}");
        }
    }

    fn read(&self, node: NodeId) -> Node {
        let tree = self.layout.tree();
        let children: Vec<NodeId> = tree.children(node).collect();
        match tree.kind(node) {
            Some(NodeKind::Split(axis)) => {
                let share = |n: &NodeId| f64::from(tree.share(*n).map_or(0, Share::get));
                Node::Split(axis == Axis::Horizontal, children.iter().map(|n| (share(n), self.read(*n))).collect())
            }
            Some(NodeKind::Tabs { active }) => {
                let front = children.iter().position(|n| Some(*n) == active).expect("a front");
                Node::Tabs(front, children.iter().map(|n| self.read(*n)).collect())
            }
            Some(NodeKind::Pane(widget)) => Node::Pane(node.raw(), widget.to_string()),
            None => panic!("no node {node}"),
        }
    }
}

pub(crate) fn id(pane: u64) -> PaneId {
    PaneId::from_raw(pane).expect("not zero")
}
