//! The `check(before, script, after)` helper: it runs a line of commands on a layout in text form and compares the
//! result. Every check also undoes and redoes the commands, and checks the tree after each step.

use multisplit::file::ReadLimits;
use multisplit::geometry::{Axis, Bounds, Direction, Length, Priority, Ratio, Rect, Share};
use multisplit::placement::Area;
use multisplit::{
    Command, CommandError, FocusTo, Layout, Moment, MoveTarget, NodeId, PaneId, Placement, Rules, SurfaceId, Template,
    WidgetId,
};
use multisplit_testing::text::{self, Style};

/// Loads a layout from text and places it in 806 × 606 with the default metrics: halves of a row are 400 wide, halves
/// of a column 300 high.
pub(crate) fn show(before: &str) -> Layout {
    with_rules(before, Rules::default())
}

pub(crate) fn with_rules(before: &str, rules: Rules) -> Layout {
    let file = text::read(before).unwrap_or_else(|e| panic!("{before:?}: {e}"));
    let mut layout = Layout::with_rules(rules);
    layout.load(&file.to_text(), ReadLimits::default()).unwrap_or_else(|e| panic!("{before:?}: {e}"));
    layout.place(Area::new(806.0, 606.0).expect("an area"));
    layout
}

pub(crate) fn write(layout: &Layout) -> String {
    text::write(layout, Style::default())
}

/// Returns what a file of the layout contains, without the next id, which only grows.
pub(crate) fn saved(layout: &Layout) -> String {
    let mut file = layout.save();
    file.next_id = 0;
    file.recent.truncate(1);
    file.to_text()
}

/// Returns what [`saved`] returns, without the focus and without the front tabs. Switching tabs is looking, which an
/// undo does not take back by itself.
pub(crate) fn shape(saved: &str) -> String {
    let (head, nodes) = saved.split_once("\"nodes\"").expect("there are nodes");
    let (head, after) = head.split_once("\"recent\":[").unwrap_or((head, ""));
    let parts = nodes.split(",\"active\":").enumerate();
    let nodes = parts.map(|(at, part)| if at == 0 { part } else { part.trim_start_matches(char::is_numeric) });
    let after = after.split_once(']').map_or("", |(_, after)| after);
    format!("{head}{after}{}", nodes.collect::<String>())
}

/// Runs the commands of `script`, separated by `;`, and compares the result with `after`.
#[track_caller]
pub(crate) fn check(before: &str, script: &str, after: &str) {
    check_with(Rules::default(), before, script, after);
}

#[track_caller]
pub(crate) fn check_with(rules: Rules, before: &str, script: &str, after: &str) {
    let mut layout = with_rules(before, rules);
    let mut now = 0;
    for line in script.split(';') {
        now += 10_000;
        let done = run(&mut layout, line, now);
        assert!(done.is_ok(), "{before}\n  {line}: {}", done.unwrap_err());
        layout.tree().assert_valid();
    }
    assert_eq!(write(&layout), after, "{before}\n  {script}");
    let end = saved(&layout);
    let start = saved(&with_rules(before, rules));
    let steps = layout.history().undo_names().count();
    for _ in 0..steps {
        layout.undo().expect("something to undo");
        layout.tree().assert_valid();
    }
    assert_eq!(shape(&saved(&layout)), shape(&start), "{before}\n  {script}: taken back");
    for _ in 0..steps {
        layout.redo().expect("something to redo");
        layout.tree().assert_valid();
    }
    assert_eq!(shape(&saved(&layout)), shape(&end), "{before}\n  {script}: done again");
}

/// Asserts that the last command of `script` is refused with an error of this kind, and that nothing has changed.
#[track_caller]
pub(crate) fn refuse(before: &str, script: &str, kind: &str) {
    refuse_with(Rules::default(), before, script, kind);
}

#[track_caller]
pub(crate) fn refuse_with(rules: Rules, before: &str, script: &str, kind: &str) {
    let mut layout = with_rules(before, rules);
    let lines: Vec<&str> = script.split(';').collect();
    let (last, first) = lines.split_last().expect("a command");
    for line in first {
        run(&mut layout, line, 0).unwrap_or_else(|e| panic!("{line}: {e}"));
    }
    let (start, undo) = (saved(&layout), layout.history().undo_names().count());
    let refused = run(&mut layout, last, 0);
    assert_eq!(
        refused.as_ref().map_err(|error| error.kind().name()).err(),
        Some(kind),
        "{before}\n  {script}: {refused:?}"
    );
    assert_eq!(saved(&layout), start, "{before}\n  {script} changed something");
    assert_eq!(layout.history().undo_names().count(), undo, "{before}\n  {script} left an undo entry");
    assert!(!layout.history().is_open());
    layout.tree().assert_valid();
}

/// Runs one line: a command, `focus …`, `undo`, `redo`, `begin`, `commit`, or `rollback`.
pub(crate) fn run(layout: &mut Layout, line: &str, millis: u64) -> Result<(), CommandError> {
    let now = Moment::from_millis(millis);
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["focus", to] => layout.focus(now, focus_to(layout, to)).map(|_| ()),
        ["undo"] => layout.undo(),
        ["redo"] => layout.redo(),
        ["begin"] => layout.begin("test", now),
        ["commit"] => layout.commit(),
        ["rollback"] => layout.rollback(),
        words => {
            let command = command(layout, words)?;
            layout.run(now, &command).map(|_| ())
        }
    }
}

fn focus_to(layout: &Layout, to: &str) -> FocusTo {
    match to {
        "next" => FocusTo::Next,
        "previous" => FocusTo::Previous,
        "last" => FocusTo::Last,
        "left" | "right" | "up" | "down" => FocusTo::Neighbor(direction(to)),
        pane => FocusTo::Pane(pane_of(layout, pane)),
    }
}

/// Parses a command from words: `split a right x .25`, `move a edge left`, `bounds a w 100 200`.
fn command(layout: &Layout, words: &[&str]) -> Result<Command, CommandError> {
    let pane = |name: &str| pane_of(layout, name);
    let split = |name: &str| split_of(layout, name);
    Ok(match words {
        ["open", w] => Command::Open { widget: widget(w)? },
        ["split", p, place, w] => split_command(pane(p), place, w, 0.5)?,
        ["split", p, place, w, ratio] => split_command(pane(p), place, w, number(ratio))?,
        ["replace", p, w] => Command::Replace { pane: pane(p), widget: widget(w)? },
        ["close", p] => Command::Close { pane: pane(p) },
        ["others", p] => Command::CloseOthers { pane: pane(p) },
        ["closeall", panes @ ..] => Command::CloseAll { panes: panes.iter().map(|p| pane(p)).collect() },
        ["movetab", p, place, to] => {
            let tab = node_of(layout, p);
            Command::MoveTab { tab, to: MoveTarget::Pane { pane: pane(to), place: place_of(place) } }
        }
        ["swap", a, b] => Command::Swap { a: pane(a), b: pane(b) },
        ["move", p, "edge", to] => Command::Move { pane: pane(p), to: MoveTarget::Edge(direction(to)) },
        ["move", p, place, to] => {
            Command::Move { pane: pane(p), to: MoveTarget::Pane { pane: pane(to), place: place_of(place) } }
        }
        ["shares", s, shares @ ..] => {
            Command::SetShares { split: split(s), shares: shares.iter().map(|s| share(s)).collect() }
        }
        ["resize", p, to, by] => Command::Resize { pane: pane(p), direction: direction(to), by: number(by) },
        ["even", s, index] => Command::Even { split: split(s), index: index.parse().expect("an index") },
        ["equalize"] => Command::Equalize { split: None },
        ["equalize", s] => Command::Equalize { split: Some(split(s)) },
        ["bounds", p, axis, min, max] => {
            Command::SetBounds { node: node_of(layout, p), bounds: bounds(axis, min, max)? }
        }
        ["priority", p, which] => priority(node_of(layout, p), which),
        ["rotate", s] => Command::Rotate { split: split(s) },
        ["float", p, x, y, w, h] => Command::Float { pane: pane(p), area: rect([x, y, w, h]) },
        ["area", surface, x, y, w, h] => {
            let surface = SurfaceId::from_raw(surface.parse().expect("a surface"));
            Command::SetArea { surface, area: rect([x, y, w, h]) }
        }
        ["unzoom"] => Command::Unzoom,
        ["grid", rows, cols, w @ ..] => {
            let template = Template::Grid { rows: rows.parse().expect("rows"), cols: cols.parse().expect("columns") };
            Command::Template { template, widgets: widgets(w)? }
        }
        ["template", name, w @ ..] => Command::Template { template: template(name), widgets: widgets(w)? },
        [mark, p] => marking(mark, pane(p)),
        other => panic!("no such command: {other:?}"),
    })
}

fn marking(mark: &str, pane: PaneId) -> Command {
    match mark {
        "lock" => Command::Lock { pane, locked: true },
        "unlock" => Command::Lock { pane, locked: false },
        "collapse" => Command::Collapse { pane, collapsed: true },
        "expand" => Command::Collapse { pane, collapsed: false },
        "zoom" => Command::Zoom { pane },
        "activate" => Command::Activate { pane },
        other => panic!("no such command: {other}"),
    }
}

fn split_command(pane: PaneId, place: &str, w: &str, ratio: f64) -> Result<Command, CommandError> {
    Ok(Command::Split { pane, place: place_of(place), widget: widget(w)?, ratio: Ratio::new(ratio)? })
}

fn priority(node: NodeId, which: &str) -> Command {
    let (priority, snaps) = match which {
        "low" => (Priority::Low, false),
        "high" => (Priority::High, false),
        "normal" => (Priority::Normal, false),
        "snaps" => (Priority::Normal, true),
        other => panic!("no such priority: {other}"),
    };
    Command::SetPriority { node, priority, snaps }
}

/// Returns the pane named `a`, or for `#17` the pane with that number, whether it exists or not.
fn pane_of(layout: &Layout, name: &str) -> PaneId {
    match name.strip_prefix('#') {
        Some(raw) => PaneId::from_raw(raw.parse().expect("a number")).expect("not zero"),
        None => text::pane(layout, name),
    }
}

/// Returns the split above a pane, skipping a tab set in between. `root` is the root, and `#17` is a node.
fn split_of(layout: &Layout, name: &str) -> NodeId {
    match name {
        "root" => layout.tree().root().expect("a root"),
        name if name.starts_with('#') => pane_of(layout, name).node(),
        name => text::above(layout, name),
    }
}

/// Returns the pane for `a`, and the branch above it for `^a`.
fn node_of(layout: &Layout, name: &str) -> NodeId {
    name.strip_prefix('^').map_or_else(|| pane_of(layout, name).node(), |name| text::above(layout, name))
}

pub(crate) fn widget(name: &str) -> Result<WidgetId, CommandError> {
    Ok(WidgetId::new(name)?)
}

fn widgets(names: &[&str]) -> Result<Vec<WidgetId>, CommandError> {
    names.iter().map(|w| widget(w)).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

fn share(text: &str) -> Share {
    Share::new(text.parse().expect("a whole number")).expect("not zero")
}

fn rect(sides: [&&str; 4]) -> Rect {
    let [x, y, w, h] = sides.map(|s| number(s));
    Rect::new(x, y, w, h)
}

fn bounds(axis: &str, min: &str, max: &str) -> Result<Bounds, CommandError> {
    let i = usize::from(axis == "h");
    let length = |text: &str| (text != "-").then(|| Length::new(number(text))).transpose();
    let (mut low, mut high) = ([None; 2], [None; 2]);
    (low[i], high[i]) = (length(min)?, length(max)?);
    Ok(Bounds::new(low, high)?)
}

fn place_of(text: &str) -> Placement {
    match text {
        "left" => Placement::Left,
        "right" => Placement::Right,
        "top" => Placement::Top,
        "bottom" => Placement::Bottom,
        "tab" => Placement::Tab,
        "before" => Placement::Before,
        "after" => Placement::After,
        other => panic!("no such place: {other}"),
    }
}

pub(crate) fn direction(text: &str) -> Direction {
    match text {
        "left" => Direction::Left,
        "right" => Direction::Right,
        "up" => Direction::Up,
        "down" => Direction::Down,
        other => panic!("no such direction: {other}"),
    }
}

fn template(name: &str) -> Template {
    match name {
        "columns" => Template::Columns,
        "rows" => Template::Rows,
        "golden" => Template::Golden,
        "main" => Template::MainStack,
        "ide" => Template::Ide,
        "dashboard" => Template::Dashboard,
        other => panic!("no such template: {other}"),
    }
}

/// Returns the sizes of the children of a split along its axis, in logical units.
pub(crate) fn sizes(layout: &Layout, split: NodeId) -> Vec<f64> {
    let tree = layout.tree();
    let Some(multisplit::tree::NodeKind::Split(axis)) = tree.kind(split) else { panic!("not a split") };
    let size = |node| {
        let rect = layout.content_to_area(layout.placer().rect(tree, node).expect("placed"));
        if axis == Axis::Horizontal { rect.w } else { rect.h }
    };
    tree.children(split).map(size).collect()
}
