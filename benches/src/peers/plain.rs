//! The floor of everything that looks at all panes: a loop over as many nodes of the size of ours that reads each and writes its rectangle.

use crate::shape::Shape;

/// The words of a node before its rectangle. With it, a node has 72 bytes, as ours has.
const WORDS: usize = 7;

/// A node: what it is, and where.
#[derive(Clone, Default)]
struct Node {
    about: [u64; WORDS],
    rect: [i32; 4],
}

/// As many nodes as a tree has.
pub(crate) struct Plain {
    nodes: Vec<Node>,
}

impl Plain {
    /// Creates the nodes of a shape.
    pub(crate) fn new(shape: &Shape) -> Self {
        let node =
            |at: u64| Node { about: std::array::from_fn(|word| at.wrapping_mul(word as u64 + 1)), ..Node::default() };
        Self { nodes: (0..nodes(shape)).map(node).collect() }
    }

    /// Reads every node and writes its rectangle.
    #[allow(clippy::cast_possible_truncation)] // any part of the words will do
    pub(crate) fn pass(&mut self) {
        for node in &mut self.nodes {
            let read = node.about.iter().fold(0, |all, word| all ^ word);
            node.rect = [read as i32, (read >> 16) as i32, (read >> 32) as i32, (read >> 48) as i32];
        }
    }
}

fn nodes(shape: &Shape) -> u64 {
    match shape {
        Shape::Pane(_) => 1,
        Shape::Split(_, children) => 1 + children.iter().map(nodes).sum::<u64>(),
    }
}
