//! Which pane has the focus, and which had it before. Passing state: it is noted on transactions, but no edit.
//! Invariant, kept by [`Focus::mend`]: where there are panes, the focus is on one of them.

use crate::base::limits::{FOCUS_HISTORY, MAX_FOCUS_TRAPS};
use crate::base::{Direction, PaneId, SurfaceId};
use crate::placement::{Placer, Scene};
use crate::tree::{NodeKind, Tree};

/// Where the focus is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FocusTo {
    /// To this pane, which is revealed.
    Pane(PaneId),
    /// To the neighbor in a direction, if there is one.
    Neighbor(Direction),
    /// To the next visible pane, depth first, around the end.
    Next,
    /// To the visible pane before, around the start.
    Previous,
    /// Back to the pane that had it before.
    Last,
}

/// The focused panes, the present one first, each at most once.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    recent: Vec<PaneId>,
    /// Sets of panes that keep the focus, the innermost last.
    traps: Vec<Vec<PaneId>>,
}

impl Focus {
    /// A focus with a history, the present pane first.
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

    /// The focused pane.
    #[must_use]
    pub fn current(&self) -> Option<PaneId> {
        self.recent.first().copied()
    }

    /// The focused panes, the present one first; closed ones may be among them, as an undo brings them back.
    #[must_use]
    pub fn recent(&self) -> &[PaneId] {
        &self.recent
    }

    /// Moves the focus.
    pub fn set(&mut self, pane: PaneId) {
        if let Some(at) = self.recent.iter().position(|p| *p == pane) {
            self.recent[..=at].rotate_right(1);
            return;
        }
        self.recent.insert(0, pane);
        self.recent.truncate(FOCUS_HISTORY);
    }

    /// Keeps the focus within these panes from now on, as for modal work; answers false where there are too many such sets.
    pub fn trap(&mut self, panes: Vec<PaneId>) -> bool {
        if self.traps.len() >= MAX_FOCUS_TRAPS {
            return false;
        }
        self.traps.push(panes);
        true
    }

    /// Ends the innermost trap; answers whether there was one.
    pub fn release(&mut self) -> bool {
        self.traps.pop().is_some()
    }

    /// Whether the innermost trap lets the focus go to a pane. A trap whose panes are all gone lets it go anywhere.
    #[must_use]
    pub fn allows(&self, tree: &Tree, pane: PaneId) -> bool {
        let living = self.traps.iter().rev().find(|trap| trap.iter().any(|p| tree.widget(*p).is_some()));
        living.is_none_or(|trap| trap.contains(&pane))
    }

    /// Moves the focus to its heir where its pane is gone.
    pub fn mend(&mut self, tree: &Tree) {
        if self.current().is_some_and(|pane| tree.widget(pane).is_some()) {
            return;
        }
        match self.heir(tree) {
            Some(pane) => self.set(pane),
            None => self.recent.clear(),
        }
    }

    /// Moves the focus where its pane is hidden: to what is seen in its place, or else to the most recent pane that is seen. Where none
    /// is, it stays.
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

    /// Who gets the focus where its pane is gone: the most recent survivor, or else the first visible pane. `None` where its
    /// pane is there, or nobody is.
    #[must_use]
    pub fn heir(&self, tree: &Tree) -> Option<PaneId> {
        if self.current().is_some_and(|pane| tree.widget(pane).is_some()) {
            return None;
        }
        let survivors = || self.recent.iter().copied().filter(|pane| tree.widget(*pane).is_some());
        let free = |pane: &PaneId| self.allows(tree, *pane);
        let inside = survivors().find(free).or_else(|| visible(tree).find(free)).or_else(|| tree.panes().find(free));
        inside.or_else(|| survivors().next()).or_else(|| tree.panes().next())
    }

    /// Where a move of the focus would end; `None` where there is nothing to move to.
    #[must_use]
    pub fn find(&self, tree: &Tree, placer: &Placer, to: FocusTo) -> Option<PaneId> {
        self.find_in_view(tree, placer, None, to)
    }

    /// The same for who knows what is in view.
    pub(crate) fn find_in_view(
        &self,
        tree: &Tree,
        placer: &Placer,
        scene: Option<&Scene>,
        to: FocusTo,
    ) -> Option<PaneId> {
        let current = self.current();
        let free = |pane: &PaneId| self.allows(tree, *pane);
        match to {
            FocusTo::Pane(pane) => tree.widget(pane).map(|_| pane).filter(free),
            FocusTo::Last => {
                let before = self.recent.iter().skip(1).copied();
                before.filter(|pane| tree.widget(*pane).is_some()).find(free)
            }
            FocusTo::Neighbor(direction) => {
                let rank = |pane| self.rank(pane);
                let beside = placer.neighbor_in_view(tree, scene, current?, direction, rank);
                beside.or_else(|| out_of_float(tree, placer, current?, direction)).filter(free)
            }
            FocusTo::Next => {
                let after = visible(tree).skip_while(|pane| Some(*pane) != current).skip(1);
                after.chain(visible(tree)).find(free)
            }
            FocusTo::Previous => {
                let before = visible(tree).take_while(|pane| Some(*pane) != current).filter(free).last();
                before.or_else(|| visible(tree).filter(free).last())
            }
        }
    }

    /// Higher for panes that had the focus more recently.
    fn rank(&self, pane: PaneId) -> usize {
        self.recent.iter().position(|p| *p == pane).map_or(0, |at| FOCUS_HISTORY - at)
    }
}

/// The pane of the main surface that is seen beside a floating surface, at the middle of the edge a pane of it is left by. `None` for a
/// pane of the main surface. Cost: the panes of the main surface.
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

/// The panes that are not behind a tab, folded or behind a zoomed one, depth first, the main surface first.
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

/// Whether a pane is seen: it fills its surface, or no other one does and nothing above it is behind a tab or collapsed. Cost: its
/// depth.
fn is_seen(tree: &Tree, pane: PaneId) -> bool {
    let (mut top, mut hidden) = (pane.node(), is_hidden(tree, pane.node()));
    while let Some(parent) = tree.parent(top) {
        top = parent;
        hidden = hidden || is_hidden(tree, top);
    }
    let surface = tree.surfaces().iter().find(|surface| surface.root == Some(top));
    surface.is_some_and(|surface| surface.zoomed.map_or(!hidden, |zoomed| zoomed == pane))
}

/// The panes below the front tabs of the sets that a pane is behind, from inside to outside.
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
