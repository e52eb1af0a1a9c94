//! A node of the model: a recursive tree that every operation rebuilds, with no thought for speed.

/// A node. Weights have a meaning only in proportion to those of the siblings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Pane(u64, String),
    /// A split, whose children are side by side if the first field is `true`.
    Split(bool, Vec<(f64, Node)>),
    Tabs(usize, Vec<Node>),
}

impl Node {
    /// Returns `true` if both have the same shape, panes and tabs, and the same proportions up to a ten-thousandth.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Pane(a, v), Self::Pane(b, w)) => a == b && v == w,
            (Self::Tabs(a, v), Self::Tabs(b, w)) => {
                a == b && v.len() == w.len() && v.iter().zip(w).all(|(a, b)| a.is_like(b))
            }
            (Self::Split(a, v), Self::Split(b, w)) => {
                let whole = |children: &[(f64, Self)]| children.iter().map(|(weight, _)| weight).sum::<f64>();
                let near = |(a, _): &(f64, Self), (b, _): &(f64, Self)| (a / whole(v) - b / whole(w)).abs() < 1e-4;
                a == b && v.len() == w.len() && v.iter().zip(w).all(|(a, b)| near(a, b) && a.1.is_like(&b.1))
            }
            _ => false,
        }
    }

    pub(super) fn panes(&self, found: &mut Vec<u64>) {
        match self {
            Self::Pane(id, _) => found.push(*id),
            Self::Split(_, children) => children.iter().for_each(|(_, c)| c.panes(found)),
            Self::Tabs(_, children) => children.iter().for_each(|c| c.panes(found)),
        }
    }

    pub(super) fn has(&self, pane: u64) -> bool {
        let mut all = vec![];
        self.panes(&mut all);
        all.contains(&pane)
    }

    /// Returns `true` if the node is the pane or the tab set that the pane is in. A split of the pane goes beside this
    /// node.
    pub(super) fn is_seat_of(&self, pane: u64) -> bool {
        match self {
            Self::Pane(id, _) => *id == pane,
            Self::Tabs(_, children) => children.iter().any(|c| matches!(c, Self::Pane(id, _) if *id == pane)),
            Self::Split(..) => false,
        }
    }

    /// Returns `true` if the pane is in this node and not behind a tab.
    pub(crate) fn shows(&self, pane: u64) -> bool {
        match self {
            Self::Pane(id, _) => *id == pane,
            Self::Split(_, children) => children.iter().any(|(_, c)| c.shows(pane)),
            Self::Tabs(front, children) => children.get(*front).is_some_and(|c| c.shows(pane)),
        }
    }

    /// Returns `true` if the node is the pane, or a tab set that holds nothing else.
    pub(super) fn is_whole(&self, pane: u64) -> bool {
        self.is_seat_of(pane) && !matches!(self, Self::Tabs(_, children) if children.len() > 1)
    }

    /// Returns the same node with the first tab of every set in front.
    pub(crate) fn unlooked(&self) -> Self {
        let mut node = self.clone();
        node.each(&mut |node| {
            if let Self::Tabs(front, _) = node {
                *front = 0;
            }
        });
        node
    }

    pub(super) fn each(&mut self, change: &mut dyn FnMut(&mut Self)) {
        change(self);
        match self {
            Self::Pane(..) => {}
            Self::Split(_, children) => children.iter_mut().for_each(|(_, c)| c.each(change)),
            Self::Tabs(_, children) => children.iter_mut().for_each(|c| c.each(change)),
        }
    }

    /// Returns the node without a pane, in normal form. The tab that had the focus last comes to the front, or else the
    /// next one.
    pub(super) fn without(self, pane: u64, recent: &[u64]) -> Option<Self> {
        match self {
            Self::Pane(id, _) if id == pane => None,
            Self::Pane(..) => Some(self),
            Self::Split(axis, children) => {
                let left = children.into_iter().filter_map(|(w, c)| Some((w, c.without(pane, recent)?))).collect();
                normal_split(axis, left)
            }
            Self::Tabs(front, children) => {
                let gone = children.iter().position(|c| matches!(c, Self::Pane(id, _) if *id == pane));
                let left: Vec<Self> = children.into_iter().filter_map(|c| c.without(pane, recent)).collect();
                if left.is_empty() {
                    return None;
                }
                let at = |id: &u64| left.iter().position(|c| matches!(c, Self::Pane(other, _) if other == id));
                let front = match gone {
                    Some(gone) if gone == front => recent.iter().find_map(at).unwrap_or(gone.min(left.len() - 1)),
                    Some(gone) if gone < front => front - 1,
                    _ => front,
                };
                Some(Self::Tabs(front, left))
            }
        }
    }

    /// Returns the node with `new` beside what `is_target` finds, taking `ratio` of its space.
    pub(super) fn with_beside(
        self,
        is_target: &dyn Fn(&Self) -> bool,
        new: &Self,
        side: (bool, bool),
        ratio: f64,
    ) -> Self {
        let (axis, second) = side;
        if is_target(&self) {
            return wrapped(self, new.clone(), side, ratio);
        }
        match self {
            Self::Split(own, children) => {
                let mut all = vec![];
                for (w, child) in children {
                    if own == axis && is_target(&child) {
                        let two = [(w * (1.0 - ratio), child), (w * ratio, new.clone())];
                        if second { all.extend(two) } else { all.extend(two.into_iter().rev()) }
                    } else {
                        all.push((w, child.with_beside(is_target, new, side, ratio)));
                    }
                }
                Self::Split(own, all)
            }
            Self::Tabs(front, children) => {
                let all = children.into_iter().map(|c| c.with_beside(is_target, new, side, ratio));
                Self::Tabs(front, all.collect())
            }
            Self::Pane(..) => self,
        }
    }

    /// Inserts `new` as a tab or sibling before or after a pane. Returns `false` if the pane has no parent.
    pub(super) fn with_among(&mut self, pane: u64, new: &Self, after: bool, ratio: f64) -> bool {
        let is_it = |c: &Self| matches!(c, Self::Pane(id, _) if *id == pane);
        match self {
            Self::Pane(..) => false,
            Self::Tabs(front, children) => match children.iter().position(is_it) {
                Some(at) => {
                    *front = at + usize::from(after);
                    children.insert(*front, new.clone());
                    true
                }
                None => children.iter_mut().any(|c| c.with_among(pane, new, after, ratio)),
            },
            Self::Split(_, children) => match children.iter().position(|(_, c)| is_it(c)) {
                Some(at) => {
                    let whole: f64 = children.iter().map(|(w, _)| w).sum();
                    let taken = whole * ratio / (1.0 - ratio);
                    children.insert(at + usize::from(after), (taken, new.clone()));
                    true
                }
                None => children.iter_mut().any(|(_, c)| c.with_among(pane, new, after, ratio)),
            },
        }
    }
}

/// Returns a split of these children, flattened. A single child is returned as it is, and no child gives `None`.
pub(super) fn normal_split(axis: bool, children: Vec<(f64, Node)>) -> Option<Node> {
    let mut flat = vec![];
    for (w, child) in children {
        match child {
            Node::Split(own, inner) if own == axis => {
                let whole: f64 = inner.iter().map(|(w, _)| w).sum();
                flat.extend(inner.into_iter().map(|(i, c)| (w * i / whole, c)));
            }
            other => flat.push((w, other)),
        }
    }
    match flat.len() {
        0 | 1 => flat.pop().map(|(_, only)| only),
        _ => Some(Node::Split(axis, flat)),
    }
}

pub(super) fn wrapped(old: Node, new: Node, (axis, second): (bool, bool), ratio: f64) -> Node {
    let both = if second { vec![(1.0 - ratio, old), (ratio, new)] } else { vec![(ratio, new), (1.0 - ratio, old)] };
    normal_split(axis, both).expect("two children")
}

/// Returns the node in normal form, all the way down.
pub(super) fn normal(node: Node) -> Option<Node> {
    match node {
        Node::Split(axis, children) => {
            normal_split(axis, children.into_iter().filter_map(|(w, c)| Some((w, normal(c)?))).collect())
        }
        Node::Tabs(front, children) => Some(Node::Tabs(front, children.into_iter().filter_map(normal).collect())),
        pane @ Node::Pane(..) => Some(pane),
    }
}
