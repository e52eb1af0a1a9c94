//! The trees that all contenders build: the same panes in the same places. Invariant: no split has only one child, no split is directly in
//! a split of its own axis (except after [`Shape::halved`]), and panes are numbered from 0 in reading order.

use multisplit::geometry::Axis;

/// A tree to build.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A pane and its number.
    Pane(u32),
    /// A row or a column.
    Split(Axis, Vec<Shape>),
}

/// Returns a tree of halves, with alternating axes.
#[must_use]
pub fn balanced(n: usize) -> Shape {
    fn part(from: usize, to: usize, axis: Axis) -> Shape {
        if to - from < 2 {
            return Shape::Pane(number(from));
        }
        let middle = from + (to - from).div_ceil(2);
        Shape::Split(axis, vec![part(from, middle, axis.cross()), part(middle, to, axis.cross())])
    }
    part(0, n, Axis::Horizontal)
}

/// Returns a column of rows, with about as many rows as panes per row.
#[must_use]
pub fn grid(n: usize) -> Shape {
    let rows = n.isqrt().max(1);
    let row = |at: usize| line(Axis::Horizontal, at * n / rows, (at + 1) * n / rows);
    match rows {
        1 => row(0),
        _ => Shape::Split(Axis::Vertical, (0..rows).map(row).collect()),
    }
}

/// Returns a row with all panes side by side.
#[must_use]
pub fn row(n: usize) -> Shape {
    line(Axis::Horizontal, 0, n)
}

/// Returns a tree made by splitting the newest pane repeatedly. `n` must be at least 1.
#[must_use]
pub fn chain(n: usize) -> Shape {
    let mut inner = Shape::Pane(number(n - 1));
    for at in (0..n - 1).rev() {
        let axis = if at % 2 == 0 { Axis::Horizontal } else { Axis::Vertical };
        inner = Shape::Split(axis, vec![Shape::Pane(number(at)), inner]);
    }
    inner
}

/// Returns the side of a square with enough space for every pane: 64 logical units each way.
#[must_use]
pub fn side(n: usize) -> f64 {
    (f64::from(number(n.isqrt())) + 1.0) * 64.0
}

impl Shape {
    /// Returns the number of panes.
    #[must_use]
    pub fn panes(&self) -> usize {
        match self {
            Self::Pane(_) => 1,
            Self::Split(_, children) => children.iter().map(Self::panes).sum(),
        }
    }

    /// Returns the same shape with two children per split, for peers that allow only two. The pairs are balanced, so no peer pays for a
    /// chain.
    #[must_use]
    pub fn halved(&self) -> Self {
        match self {
            Self::Pane(pane) => Self::Pane(*pane),
            Self::Split(axis, children) => {
                let halved: Vec<Self> = children.iter().map(Self::halved).collect();
                pairs(*axis, &halved)
            }
        }
    }
}

fn pairs(axis: Axis, children: &[Shape]) -> Shape {
    match children {
        [only] => only.clone(),
        _ => {
            let (a, b) = children.split_at(children.len().div_ceil(2));
            Shape::Split(axis, vec![pairs(axis, a), pairs(axis, b)])
        }
    }
}

fn line(axis: Axis, from: usize, to: usize) -> Shape {
    match to - from {
        1 => Shape::Pane(number(from)),
        _ => Shape::Split(axis, (from..to).map(|at| Shape::Pane(number(at))).collect()),
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
