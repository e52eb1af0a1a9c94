//! Writes a layout as text. Invariant: the text can be read back, and the result is the same up to the rounding of shares.

use crate::base::{Axis, Length, NodeId, PaneId, Priority, Role};
use crate::tree::{NodeKind, Tree};

/// How shares are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shares {
    /// As a part of the whole with three digits, such as `.714`. Omitted if all children have the same part.
    #[default]
    Parts,
    /// As exact whole numbers, divided by their greatest common divisor. Omitted if all children have the same share.
    Exact,
    /// Shares are never written.
    Hidden,
}

/// What the text includes.
///
/// ```
/// use multisplit::Layout;
/// use multisplit::text::{Shares, TextStyle};
/// let layout = Layout::from_text("row(#a 2, >b 1)")?;
/// assert_eq!(layout.to_text(TextStyle::default()), "row(#a .667, >b .333)");
/// assert_eq!(layout.to_text(TextStyle { shares: Shares::Exact, focus: false, marks: false }), "row(a 2, b 1)");
/// # Ok::<(), multisplit::text::TextError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// How shares are written.
    pub shares: Shares,
    /// Whether the focus is marked.
    pub focus: bool,
    /// Whether locked, collapsed, zoomed and bounded nodes are marked.
    pub marks: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self { shares: Shares::default(), focus: true, marks: true }
    }
}

enum Step {
    Node(NodeId),
    Text(&'static str),
    /// The properties and the share of a node, which follow its contents.
    After(NodeId),
}

/// Writes a tree as text. `focused` is the pane with the focus.
pub(crate) fn write(tree: &Tree, focused: Option<PaneId>, style: TextStyle) -> String {
    let mut printer = Printer { tree, focused, style, out: String::new() };
    for surface in tree.surfaces() {
        if let Some(area) = surface.area {
            printer.out += &format!("; float({} {} {} {}) ", area.x, area.y, area.w, area.h);
        }
        match surface.root {
            Some(root) => printer.surface(root, surface.zoomed),
            None => printer.out += "empty",
        }
    }
    printer.out
}

struct Printer<'a> {
    tree: &'a Tree,
    focused: Option<PaneId>,
    style: TextStyle,
    out: String,
}

impl Printer<'_> {
    fn surface(&mut self, root: NodeId, zoomed: Option<PaneId>) {
        // A stack instead of recursion, because a layout may be deep. The last step is performed first.
        let mut todo = vec![Step::After(root), Step::Node(root)];
        while let Some(step) = todo.pop() {
            match step {
                Step::Text(text) => self.out += text,
                Step::After(node) => {
                    self.props(node);
                    self.share(node);
                }
                Step::Node(node) => {
                    self.marks(node, zoomed);
                    self.head(node, &mut todo);
                }
            }
        }
    }

    fn head(&mut self, node: NodeId, todo: &mut Vec<Step>) {
        let name = match self.tree.kind(node) {
            Some(NodeKind::Pane(widget)) => {
                self.out += &quoted(widget.as_str());
                return;
            }
            Some(NodeKind::Split(Axis::Horizontal)) => "row(",
            Some(NodeKind::Split(Axis::Vertical)) => "col(",
            Some(NodeKind::Tabs { .. }) => "tabs(",
            None => return,
        };
        self.out += name;
        todo.push(Step::Text(")"));
        let children: Vec<NodeId> = self.tree.children(node).collect();
        for (at, child) in children.iter().enumerate().rev() {
            todo.extend([Step::After(*child), Step::Node(*child)]);
            if at > 0 {
                todo.push(Step::Text(", "));
            }
        }
    }

    fn marks(&mut self, node: NodeId, zoomed: Option<PaneId>) {
        let props = self.tree.props(node);
        let front =
            self.tree.parent(node).and_then(|p| self.tree.kind(p)) == Some(NodeKind::Tabs { active: Some(node) });
        let focused = self.focused.map(PaneId::node) == Some(node);
        let marks = [
            (self.style.focus && focused, '>'),
            (front, '*'),
            (self.style.marks && props.locked, '#'),
            (self.style.marks && props.collapsed, '-'),
            (self.style.marks && zoomed.map(PaneId::node) == Some(node), '^'),
        ];
        self.out.extend(marks.iter().filter(|(is, _)| *is).map(|(_, mark)| mark));
    }

    fn props(&mut self, node: NodeId) {
        let props = self.tree.props(node);
        let (min, max) = (props.bounds.min(), props.bounds.max());
        let mut words = vec![];
        for (i, name) in ["w", "h"].iter().enumerate() {
            let end = |bound: Option<Length>| bound.map(|b| b.units().to_string()).unwrap_or_default();
            if min[i].is_some() || max[i].is_some() {
                words.push(format!("{name} {}..{}", end(min[i]), end(max[i])));
            }
        }
        words.extend(match props.priority {
            Priority::Low => Some("low".to_owned()),
            Priority::Normal => None,
            Priority::High => Some("high".to_owned()),
        });
        words.extend(props.snaps.then(|| "snaps".to_owned()));
        words.extend((props.role == Role::Chrome).then(|| "chrome".to_owned()));
        if self.style.marks && !words.is_empty() {
            self.out += &format!("{{{}}}", words.join(", "));
        }
    }

    fn share(&mut self, node: NodeId) {
        let Some(parent) = self.tree.parent(node) else { return };
        if !matches!(self.tree.kind(parent), Some(NodeKind::Split(_))) {
            return;
        }
        let own = self.tree.share(node).map_or(0, |s| u64::from(s.get()));
        let shares = || self.tree.children(parent).filter_map(|n| self.tree.share(n)).map(|s| u64::from(s.get()));
        #[allow(clippy::cast_precision_loss)] // only three digits are written
        let part = |share: u64| format!("{:.3}", share as f64 / shares().sum::<u64>() as f64);
        match self.style.shares {
            Shares::Hidden => {}
            Shares::Exact => {
                if shares().any(|s| s != own) {
                    self.out += &format!(" {}", own / shares().fold(0, gcd).max(1));
                }
            }
            Shares::Parts => {
                if shares().any(|s| part(s) != part(own)) {
                    let text = part(own);
                    let short = text.trim_start_matches('0').trim_end_matches('0').trim_end_matches('.');
                    self.out += &format!(" {}", if short.is_empty() { "0" } else { short });
                }
            }
        }
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Returns a widget id as it is written: without quotes if it cannot be mistaken for something else.
fn quoted(widget: &str) -> String {
    let bare = widget.chars().all(super::parse::is_bare) && !widget.starts_with('-') && widget != "empty";
    if bare { widget.to_owned() } else { serde_json::Value::from(widget).to_string() }
}
