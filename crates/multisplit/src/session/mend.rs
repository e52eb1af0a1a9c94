//! Brings a draft into normal form: no empty branches, no split with one child, none inside another of the same axis, one tab
//! in front. Says what it did.

use super::canon::Problem;
use super::draft::Draft;
use crate::base::{Share, share};
use crate::tree::Form;

impl Draft {
    /// Mends, children before parents. Answers the part at the root, `None` where nothing is left.
    pub(super) fn mend(&mut self, problems: &mut Vec<Problem>) -> Option<usize> {
        // What stands in a part's place: itself, its only child, or nothing.
        let mut stands: Vec<Option<usize>> = (0..self.parts.len()).map(Some).collect();
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
            let mut say = |what: &str| problems.push(Problem { path: format!("node {id}"), what: what.to_owned() });
            match (children.as_slice(), form) {
                ([], _) => {
                    say("an empty branch; left out");
                    stands[me] = None;
                    continue;
                }
                ([only], Form::Row | Form::Column) => {
                    say("a split with one child; the child takes its place");
                    stands[me] = Some(*only);
                    continue;
                }
                _ => {}
            }
            if form == Form::Tabs {
                let front = self.parts[me].part.active;
                if !children.iter().any(|c| Some(self.parts[*c].part.id) == front) {
                    say("no tab in front; the first was taken");
                    self.parts[me].part.active = Some(self.parts[children[0]].part.id);
                }
            } else if children.iter().any(|c| self.parts[*c].part.form == Some(form)) {
                say("a split inside a split of the same axis; made one");
                children = self.flatten(form, &children);
            }
            self.parts[me].children = children;
        }
        stands.first().copied().flatten()
    }

    fn flatten(&mut self, form: Form, children: &[usize]) -> Vec<usize> {
        let weight = |draft: &Self, at: usize| u128::from(draft.parts[at].share.get());
        let (mut flat, mut weights) = (vec![], vec![]);
        let mut sums = vec![];
        for child in children {
            let inner = self.parts[*child].part.form == Some(form);
            sums.push(if inner { self.parts[*child].children.iter().map(|c| weight(self, *c)).sum() } else { 1u128 });
        }
        // A common multiple would be exact but can be huge: sixteen more bits are finer than any screen.
        for (child, sum) in children.iter().zip(&sums) {
            let own = weight(self, *child) << 16;
            if self.parts[*child].part.form == Some(form) {
                for grandchild in self.parts[*child].children.clone() {
                    weights.push((own * weight(self, grandchild) / sum).max(1));
                    flat.push(grandchild);
                }
            } else {
                weights.push(own);
                flat.push(*child);
            }
        }
        let shares: Vec<Share> = share::normalize(&weights);
        for (at, share) in flat.iter().zip(shares) {
            self.parts[*at].share = share;
        }
        flat
    }
}
