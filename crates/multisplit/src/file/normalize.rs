//! Brings a draft into normal form and reports what was changed.
//!
//! In normal form there are no empty branches, no splits with one child and no split inside another of the same axis, and every
//! tab set has an active child.

use super::draft::Draft;
use super::problems::Problems;
use crate::base::{Share, share};
use crate::tree::BranchKind;

/// The number of bits by which a share is refined before it is shared out among nested splits: finer than any screen, and small
/// enough that the result can be multiplied by another share of 32 bits.
const FINE_BITS: u32 = 62;

impl Draft {
    /// Repairs the draft. Returns the part at its root, or `None` if nothing is left. Cost: linear in the parts.
    pub(super) fn mend(&mut self, problems: &mut Problems) -> Option<usize> {
        let root = self.drop_needless(problems)?;
        self.unite_nested(root, problems);
        Some(root)
    }

    /// Removes empty branches and splits with one child, children before parents. Returns the part at the root.
    fn drop_needless(&mut self, problems: &mut Problems) -> Option<usize> {
        // What takes the place of each part: the part itself, its only child, or nothing.
        let mut stands: Vec<Option<usize>> = (0..self.parts.len()).map(Some).collect();
        // A parent has a smaller index than its children, so going backward visits children first.
        for me in (0..self.parts.len()).rev() {
            let Some(form) = self.parts[me].part.form else { continue };
            let mut children = std::mem::take(&mut self.parts[me].children);
            children.retain_mut(|child| {
                let Some(now) = stands[*child] else { return false };
                self.parts[now].share = self.parts[*child].share;
                *child = now;
                true
            });
            let id = self.parts[me].part.id;
            let mut say = |what: &str| problems.add(|| format!("node {id}"), || what.to_owned());
            match (children.as_slice(), form) {
                ([], _) => {
                    say("an empty branch; left out");
                    stands[me] = None;
                    continue;
                }
                ([only], BranchKind::Row | BranchKind::Column) => {
                    say("a split with one child; the child takes its place");
                    stands[me] = Some(*only);
                    continue;
                }
                ([first, ..], BranchKind::Tabs) => {
                    let front = self.parts[me].part.active;
                    if !children.iter().any(|c| Some(self.parts[*c].part.id) == front) {
                        say("no tab in front; the first was taken");
                        self.parts[me].part.active = Some(self.parts[*first].part.id);
                    }
                }
                _ => {}
            }
            self.parts[me].children = children;
        }
        stands.first().copied().flatten()
    }

    /// Unites splits with the splits of the same axis inside them. Each part is visited once, however deep they are nested: uniting
    /// them level by level would move the innermost children once per level.
    fn unite_nested(&mut self, root: usize, problems: &mut Problems) {
        let mut todo = vec![root];
        while let Some(me) = todo.pop() {
            let form = self.parts[me].part.form;
            let is_nested = |draft: &Self, at: &usize| draft.parts[*at].part.form == form;
            if form != Some(BranchKind::Tabs) && self.parts[me].children.iter().any(|child| is_nested(self, child)) {
                let (children, weights) = self.innermost(me, problems);
                for (at, share) in children.iter().zip(share::normalize(&weights)) {
                    self.parts[*at].share = share;
                }
                self.parts[me].children = children;
            }
            todo.extend(self.parts[me].children.iter().copied());
        }
    }

    /// Returns the descendants of a split that are not splits of its axis themselves, each with its weight in the whole.
    fn innermost(&mut self, split: usize, problems: &mut Problems) -> (Vec<usize>, Vec<u128>) {
        let form = self.parts[split].part.form;
        let own = |share: Share| u128::from(share.get());
        let (mut found, mut weights) = (vec![], vec![]);
        let mut todo: Vec<(usize, u128)> =
            self.parts[split].children.iter().rev().map(|c| (*c, own(self.parts[*c].share) << FINE_BITS)).collect();
        while let Some((at, weight)) = todo.pop() {
            if self.parts[at].part.form != form {
                found.push(at);
                weights.push(weight.max(1));
                continue;
            }
            let id = self.parts[at].part.id;
            problems.add(
                || format!("node {id}"),
                || "a split inside a split of the same axis; its children take its place".to_owned(),
            );
            let children = std::mem::take(&mut self.parts[at].children);
            let sum: u128 = children.iter().map(|c| own(self.parts[*c].share)).sum();
            let part = |c: &usize| weight * own(self.parts[*c].share) / sum.max(1);
            todo.extend(children.iter().rev().map(|c| (*c, part(c))));
        }
        (found, weights)
    }
}
