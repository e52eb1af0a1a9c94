//! The focus: which pane has it, and which panes had it before. It is transient state, noted on transactions but never
//! an edit.
//!
//! Invariant, kept by [`Focus::mend`]: while there are panes, the focus is on one of them.

use crate::base::limits::{FOCUS_HISTORY, MAX_FOCUS_TRAPS};
use crate::base::spelling::spelled;
use crate::base::{Direction, PaneId, SurfaceId};
use crate::placement::{Placer, Scene};
use crate::tree::{NodeKind, Tree};
use serde::{Deserialize, Serialize};

/// The target of a move of the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FocusTo {
    /// A pane, which is revealed.
    Pane(PaneId),
    /// The neighbor in a direction, if there is one.
    Neighbor(Direction),
    /// The next visible pane, depth first, wrapping around at the end.
    Next,
    /// The previous visible pane, wrapping around at the start.
    Previous,
    /// The pane that had the focus before.
    Last,
}

spelled!(FocusTo);

/// The panes that had the focus, the focused pane first, each at most once.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    recent: Vec<PaneId>,
    /// The sets of panes that trap the focus, the innermost last.
    traps: Vec<Vec<PaneId>>,
}

impl Focus {
    /// Creates a focus from a history, the focused pane first.
    #[must_use]
    pub fn from_recent(panes: impl IntoIterator<Item = PaneId>) -> Self {
        let mut recent = vec![];
        for pane in panes {
            if !recent.contains(&pane) && recent.len() < FOCUS_HISTORY {
                recent.push(pane);
            }
        }
        Self { recent, traps: vec![] }
    }

    /// Returns the focused pane.
    #[must_use]
    pub fn current(&self) -> Option<PaneId> {
        self.recent.first().copied()
    }

    /// Returns the panes that had the focus, the focused pane first. Closed panes may be among them, because an undo
    /// can bring them back.
    #[must_use]
    pub fn recent(&self) -> &[PaneId] {
        &self.recent
    }

    /// Moves the focus to a pane.
    pub fn set(&mut self, pane: PaneId) {
        if let Some(at) = self.recent.iter().position(|p| *p == pane) {
            self.recent[..=at].rotate_right(1);
            return;
        }
        self.recent.insert(0, pane);
        self.recent.truncate(FOCUS_HISTORY);
    }

    /// Traps the focus within these panes from now on, as for a modal dialog. Returns `false` if there are too many
    /// traps.
    pub fn trap(&mut self, panes: Vec<PaneId>) -> bool {
        if self.traps.len() >= MAX_FOCUS_TRAPS {
            return false;
        }
        self.traps.push(panes);
        true
    }

    /// Ends the innermost trap. Returns `false` if there was none.
    pub fn release(&mut self) -> bool {
        self.traps.pop().is_some()
    }

    /// Returns `true` if the innermost trap allows the focus on a pane. A trap whose panes are all gone traps nothing.
    #[must_use]
    pub fn allows(&self, tree: &Tree, pane: PaneId) -> bool {
        let living = self.traps.iter().rev().find(|trap| trap.iter().any(|p| tree.widget(*p).is_some()));
        living.is_none_or(|trap| trap.contains(&pane))
    }

    /// Moves the focus to its heir if the focused pane is gone.
    pub fn mend(&mut self, tree: &Tree) {
        if self.current().is_some_and(|pane| tree.widget(pane).is_some()) {
            return;
        }
        match self.heir(tree) {
            Some(pane) => self.set(pane),
            None => self.recent.clear(),
        }
    }

    /// Moves the focus if the focused pane is hidden: to the visible pane in its place, or else to the visible pane
    /// that had the focus most recently. If no pane is visible, the focus stays.
    pub fn come_into_view(&mut self, tree: &Tree) {
        let Some(current) = self.current().filter(|pane| !is_seen(tree, *pane)) else { return };
        let seen: Vec<PaneId> = visible(tree).collect();
        let free = |pane: &PaneId| self.allows(tree, *pane);
        let surface = tree.surface_of(current.node());
        let zoomed = surface.and_then(|id| tree.surface(id)).and_then(|surface| surface.zoomed);
        let in_front = zoomed.into_iter().chain(in_front_of(tree, current)).find(|pane| seen.contains(pane));
        let recent = || self.recent.iter().copied().filter(|pane| seen.contains(pane));
        let heir = in_front.filter(free).or_else(|| recent().find(free)).or_else(|| seen.iter().copied().find(free));
        if let Some(pane) = heir {
            self.set(pane);
        }
    }

    /// Returns the pane that gets the focus if the focused pane is gone: the survivor that had it most recently, or
    /// else the first visible pane. Returns `None` if the focused pane is there, or there are no panes.
    #[must_use]
    pub fn heir(&self, tree: &Tree) -> Option<PaneId> {
        if self.current().is_some_and(|pane| tree.widget(pane).is_some()) {
            return None;
        }
        let survivors = || self.recent.iter().copied().filter(|pane| tree.widget(*pane).is_some());
        let free = |pane: &PaneId| self.allows(tree, *pane);
        // A part of the window gets the focus only if there is nothing else.
        let content = |pane: &PaneId| free(pane) && !tree.is_chrome(*pane);
        let inside =
            survivors().find(content).or_else(|| visible(tree).find(content)).or_else(|| tree.panes().find(free));
        inside.or_else(|| survivors().next()).or_else(|| tree.panes().next())
    }

    /// Returns the pane where a move of the focus would end, or `None` if there is no pane to move to.
    #[must_use]
    pub fn find(&self, tree: &Tree, placer: &Placer, to: FocusTo) -> Option<PaneId> {
        self.find_in_view(tree, placer, None, to)
    }

    /// Does the same as [`Focus::find`]. With a scene, the neighbor among many siblings is searched from what is in view.
    pub(crate) fn find_in_view(
        &self,
        tree: &Tree,
        placer: &Placer,
        scene: Option<&Scene>,
        to: FocusTo,
    ) -> Option<PaneId> {
        let current = self.current();
        let free = |pane: &PaneId| self.allows(tree, *pane);
        // A step does not stop at a part of the window.
        let content = |pane: &PaneId| free(pane) && !tree.is_chrome(*pane);
        match to {
            FocusTo::Pane(pane) => tree.widget(pane).map(|_| pane).filter(free),
            FocusTo::Last => {
                let before = self.recent.iter().skip(1).copied();
                before.filter(|pane| tree.widget(*pane).is_some()).find(free)
            }
            FocusTo::Neighbor(direction) => {
                let rank = |pane| self.rank(pane);
                let beside = placer.neighbor_in_view(tree, scene, current?, direction, rank);
                beside.or_else(|| out_of_float(tree, placer, current?, direction)).filter(content)
            }
            FocusTo::Next => {
                let after = visible(tree).skip_while(|pane| Some(*pane) != current).skip(1);
                after.chain(visible(tree)).find(content)
            }
            FocusTo::Previous => {
                let before = visible(tree).take_while(|pane| Some(*pane) != current).filter(content).last();
                before.or_else(|| visible(tree).filter(content).last())
            }
        }
    }

    /// Returns the rank of a pane, which is higher if the pane had the focus more recently.
    fn rank(&self, pane: PaneId) -> usize {
        self.recent.iter().position(|p| *p == pane).map_or(0, |at| FOCUS_HISTORY - at)
    }
}

/// Returns the visible pane of the main surface beside a floating surface, at the middle of the edge over which a pane
/// of it is left. Returns `None` for a pane of the main surface. Cost: the panes of the main surface.
fn out_of_float(tree: &Tree, placer: &Placer, pane: PaneId, direction: Direction) -> Option<PaneId> {
    let surface = tree.surface_of(pane.node()).filter(|surface| *surface != SurfaceId::MAIN)?;
    let root = tree.surface(surface)?.root?;
    let (from, whole) = (placer.rect(tree, pane.node())?, placer.rect(tree, root)?);
    let along = direction.axis().index();
    let mut at = [0, 1].map(|i| from.at[i] + from.size[i] / 2);
    at[along] = if direction.is_forward() { whole.end(along) } else { whole.at[along] - 1 };
    let distance = |pane: &PaneId| {
        let rect = placer.rect(tree, pane.node())?;
        let beyond = |i: usize| i64::from((rect.at[i] - at[i]).max(at[i] + 1 - rect.end(i)).max(0));
        Some(beyond(0) + beyond(1))
    };
    let main = visible(tree).take_while(|pane| tree.surface_of(pane.node()) == Some(SurfaceId::MAIN));
    main.filter_map(|pane| Some((distance(&pane)?, pane))).min_by_key(|(distance, _)| *distance).map(|(_, pane)| pane)
}

/// Returns the panes that are not behind a tab, folded, or behind a zoomed pane: depth first, the main surface first.
pub fn visible(tree: &Tree) -> impl Iterator<Item = PaneId> + '_ {
    tree.surfaces().iter().flat_map(move |surface| {
        let zoomed = surface.zoomed;
        let top = surface.root.filter(|_| zoomed.is_none()).and_then(|root| tree.slot(root));
        let mut at = top;
        let shown = std::iter::from_fn(move || {
            while let (Some(slot), Some(top)) = (at, top) {
                let id = tree.id(slot);
                let hidden = slot != top && is_hidden(tree, id);
                let next = if hidden { tree.after_subtree(slot, top) } else { tree.after(slot, top) };
                at = (next != crate::tree::NIL).then_some(next);
                if !hidden && matches!(tree.kind(id), Some(NodeKind::Pane(_))) {
                    return Some(PaneId::new(id));
                }
            }
            None
        });
        zoomed.into_iter().chain(shown)
    })
}

/// Returns `true` if a pane is visible: it fills its surface, or no other pane does and nothing above it is behind a
/// tab or collapsed. Cost: the depth of the pane.
fn is_seen(tree: &Tree, pane: PaneId) -> bool {
    let (mut top, mut hidden) = (pane.node(), is_hidden(tree, pane.node()));
    while let Some(parent) = tree.parent(top) {
        top = parent;
        hidden = hidden || is_hidden(tree, top);
    }
    let surface = tree.surfaces().iter().find(|surface| surface.root == Some(top));
    surface.is_some_and(|surface| surface.zoomed.map_or(!hidden, |zoomed| zoomed == pane))
}

/// Returns the panes below the front tabs of the sets that hide a pane, from the inside to the outside.
fn in_front_of(tree: &Tree, pane: PaneId) -> impl Iterator<Item = PaneId> + '_ {
    let mut at = Some(pane.node());
    let fronts = std::iter::from_fn(move || {
        while let Some(node) = at {
            let parent = tree.parent(node);
            at = parent;
            if let Some(NodeKind::Tabs { active: Some(front) }) = parent.and_then(|parent| tree.kind(parent))
                && front != node
            {
                return Some(front);
            }
        }
        None
    });
    fronts.flat_map(|front| tree.walk(front)).map(PaneId::new).filter(|pane| tree.widget(*pane).is_some())
}

fn is_hidden(tree: &Tree, node: crate::base::NodeId) -> bool {
    let behind = tree
        .parent(node)
        .and_then(|p| tree.kind(p))
        .is_some_and(|kind| matches!(kind, NodeKind::Tabs { active } if active != Some(node)));
    behind || tree.is_collapsed(node)
}
