//! Ready-made layouts for an empty main surface.

use super::{CommandCx, CommandError, Outcome};
use crate::base::spelling::spelled;
use crate::base::{NodeId, PaneId, Share, SurfaceId, WidgetId};
use crate::tree::{BranchKind, Edit, SurfaceState};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// A ready-made layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Template {
    /// Columns of equal width, side by side.
    Columns,
    /// Rows of equal height, one below the other.
    Rows,
    /// A grid. It takes exactly rows × cols widgets.
    Grid {
        /// The number of rows.
        rows: usize,
        /// The number of panes in a row.
        cols: usize,
    },
    /// Nested golden sections. Each pane takes the larger part, and the panes after it share the smaller part; side by
    /// side and one below the other alternate.
    Golden,
    /// A large pane on the left, the others in a column on the right.
    MainStack,
    /// A development environment: a tree on the left, an editor in the middle with a terminal below it, an outline on
    /// the right. Further widgets become tabs beside the editor.
    Ide,
    /// A wide pane at the top, the others in a grid below it.
    Dashboard,
}

spelled!(Template);

/// The golden section in whole numbers: two neighbors of the Fibonacci sequence.
const GOLDEN: [u32; 2] = [987, 610];

impl CommandCx<'_> {
    pub(super) fn template(&mut self, template: Template, widgets: &[WidgetId]) -> Result<Outcome, CommandError> {
        if self.tree.root().is_some() {
            return Err(CommandError::NotEmpty(self.tree.pane_count()));
        }
        check_count(template, widgets.len())?;
        let mut seen = HashSet::new();
        for widget in widgets {
            self.require_closed(widget)?;
            if !seen.insert(widget) {
                return Err(CommandError::WidgetTwice(widget.clone()));
            }
        }
        self.require_capacity(widgets.len(), None)?;
        if template == Template::Golden && widgets.len() > crate::base::limits::MAX_DEPTH {
            return Err(CommandError::TooDeep);
        }
        let mut panes = Vec::with_capacity(widgets.len());
        let mut nodes = Vec::with_capacity(widgets.len());
        for widget in widgets {
            let (pane, node) = self.make_pane(widget)?;
            panes.push(pane);
            nodes.push(node);
        }
        let root = self.build(template, &nodes, &panes)?;
        let state = SurfaceState { root: Some(root), ..SurfaceState::empty(SurfaceId::MAIN) };
        self.edit(Edit::SetSurface(Box::new(state)))?;
        self.focus = panes.first().copied();
        Ok(Outcome { pane: panes.first().copied(), panes, ..Outcome::default() })
    }

    fn build(&mut self, template: Template, nodes: &[NodeId], panes: &[PaneId]) -> Result<NodeId, CommandError> {
        match template {
            Template::Columns => self.stack(BranchKind::Row, nodes, &[]),
            Template::Rows => self.stack(BranchKind::Column, nodes, &[]),
            Template::Grid { cols, .. } => self.grid(nodes, cols),
            Template::Golden => self.golden(nodes),
            Template::MainStack => {
                let (main, rest) = (nodes[0], &nodes[1..]);
                if rest.is_empty() {
                    return Ok(main);
                }
                let side = self.stack(BranchKind::Column, rest, &[])?;
                self.stack(BranchKind::Row, &[main, side], &[3, 2])
            }
            Template::Ide => self.ide(nodes, panes),
            Template::Dashboard => {
                let (top, rest) = (nodes[0], &nodes[1..]);
                if rest.is_empty() {
                    return Ok(top);
                }
                // The square root, rounded up: the grid is about as high as it is wide.
                let cols = rest.len().isqrt() + usize::from(rest.len().isqrt().pow(2) < rest.len());
                let rows = rest.len().div_ceil(cols);
                let mut all = vec![top];
                for row in rest.chunks(cols) {
                    all.push(self.stack(BranchKind::Row, row, &[])?);
                }
                let mut shares = vec![2; rows + 1];
                shares[1..].fill(3);
                self.stack(BranchKind::Column, &all, &shares)
            }
        }
    }

    /// Creates a branch with these children and returns it. A single child is returned as it is.
    fn stack(&mut self, form: BranchKind, nodes: &[NodeId], shares: &[u32]) -> Result<NodeId, CommandError> {
        if let [only] = nodes {
            return Ok(*only);
        }
        let parent = self.make_branch(form)?;
        for (at, node) in nodes.iter().enumerate() {
            let share = shares.get(at).and_then(|s| Share::new(*s)).unwrap_or(Share::EVEN);
            self.edit(Edit::Attach { node: *node, parent, before: None, share })?;
        }
        Ok(parent)
    }

    fn grid(&mut self, nodes: &[NodeId], cols: usize) -> Result<NodeId, CommandError> {
        let mut rows = vec![];
        if cols == 1 {
            return self.stack(BranchKind::Column, nodes, &[]);
        }
        for row in nodes.chunks(cols) {
            rows.push(self.stack(BranchKind::Row, row, &[])?);
        }
        self.stack(BranchKind::Column, &rows, &[])
    }

    fn golden(&mut self, nodes: &[NodeId]) -> Result<NodeId, CommandError> {
        let mut inner = nodes[nodes.len() - 1];
        for (at, node) in nodes[..nodes.len() - 1].iter().enumerate().rev() {
            let form = if at % 2 == 0 { BranchKind::Row } else { BranchKind::Column };
            inner = self.stack(form, &[*node, inner], &GOLDEN)?;
        }
        Ok(inner)
    }

    fn ide(&mut self, nodes: &[NodeId], panes: &[PaneId]) -> Result<NodeId, CommandError> {
        let Some((tree, rest)) = nodes.split_first() else { return Err(CommandError::NothingToFocus) };
        let Some((editor, rest)) = rest.split_first() else { return Ok(*tree) };
        let mut center = *editor;
        if let Some(terminal) = rest.first() {
            center = self.stack(BranchKind::Column, &[center, *terminal], &[7, 3])?;
        }
        let root = match rest.get(1) {
            Some(outline) => self.stack(BranchKind::Row, &[*tree, center, *outline], &[1, 3, 1])?,
            None => self.stack(BranchKind::Row, &[*tree, center], &[1, 4])?,
        };
        let mut last = panes[1];
        for (pane, node) in panes.iter().zip(nodes).skip(4) {
            // If the rules give every pane a tab set, this pane leaves its own.
            let own = self.tree.parent(pane.node());
            if let Some(tabs) = own {
                self.edit(Edit::Detach { node: pane.node() })?;
                self.edit(Edit::Delete { node: tabs })?;
            }
            debug_assert!(own.is_none() || own == Some(*node));
            self.insert_tab(pane.node(), last, true)?;
            last = *pane;
        }
        if last != panes[1] {
            self.activate(panes[1])?;
        }
        self.merge = None;
        Ok(root)
    }
}

fn check_count(template: Template, given: usize) -> Result<(), CommandError> {
    let wanted = match template {
        Template::Grid { rows, cols } => match rows.checked_mul(cols) {
            Some(cells) if cells > 0 && cells == given => return Ok(()),
            Some(cells) => format!("{rows} x {cols} = {cells}"),
            None => format!("{rows} x {cols}"),
        },
        _ if given > 0 => return Ok(()),
        _ => "one or more".to_owned(),
    };
    Err(CommandError::WidgetCount { wanted, given })
}
