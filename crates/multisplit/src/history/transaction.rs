//! One transaction: edits, their inverses, and the focus before and after.
//!
//! Invariant: there are as many inverses and causes as edits, in the same order.

use crate::base::{Moment, NodeId, PaneId, WidgetId};
use crate::history::record::{Committed, Entry, Merge, Origin};
use crate::tree::{Content, Edit, EditError, NodeKind, Tree};
use compact_str::CompactString;

/// The number of edits that there is space for at the first one: a split makes seven.
const USUAL_EDITS: usize = 8;
/// The number of edits from which an undo entry takes in no further transaction.
const MAX_MERGED_EDITS: usize = 1_024;

/// What an edit that attaches a node means to an observer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// The node moves.
    #[default]
    Move,
    /// Space is made for another node, or given back: the node is attached elsewhere in the tree, but stays in its
    /// place on the screen.
    Space,
}

/// The causes of the edits of a transaction.
///
/// Nearly all transactions have fewer than 64 edits. For those the causes are bits, so that no list is allocated for each command.
#[derive(Clone, Debug, Default)]
struct Causes {
    /// One bit for each of the first 64 edits, set for [`Cause::Space`].
    first: u64,
    /// The causes of the others.
    rest: Vec<Cause>,
}

impl Causes {
    fn get(&self, index: usize) -> Cause {
        match index.checked_sub(64) {
            None if self.first >> index & 1 == 1 => Cause::Space,
            None => Cause::Move,
            Some(rest) => self.rest.get(rest).copied().unwrap_or_default(),
        }
    }

    /// Sets the cause of the next edit, which has this index.
    fn set(&mut self, index: usize, cause: Cause) {
        if index < 64 {
            self.first |= u64::from(cause == Cause::Space) << index;
        } else {
            self.rest.push(cause);
        }
    }

    /// Returns the indices of the edits, up to `len`, whose cause is [`Cause::Space`].
    fn space(&self, len: usize) -> Vec<u32> {
        if self.first == 0 && len <= 64 {
            return vec![];
        }
        let mut space = Vec::with_capacity(self.first.count_ones() as usize + self.rest.len());
        let is_space = |index: &u32| self.get(*index as usize) == Cause::Space;
        space.extend((0..u32::try_from(len).unwrap_or(u32::MAX)).filter(is_space));
        space
    }

    /// Forgets the causes of all edits from this index on.
    fn cut(&mut self, index: usize) {
        if index < 64 {
            self.first &= (1 << index) - 1;
        }
        self.rest.truncate(index.saturating_sub(64));
    }
}

/// Edits that are done and undone together.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// Inline, because nearly all names are short.
    name: CompactString,
    edits: Vec<Edit>,
    inverses: Vec<Edit>,
    causes: Causes,
    before: Option<PaneId>,
    after: Option<PaneId>,
    at: Moment,
    merge: Option<Merge>,
    /// Whether nothing merges into the entry anymore.
    is_sealed: bool,
}

impl Transaction {
    /// Returns the name, as an undo menu shows it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the edits, in order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Returns the inverse of each edit.
    #[must_use]
    pub fn inverses(&self) -> &[Edit] {
        &self.inverses
    }

    /// Returns what the edit at an index means.
    #[must_use]
    pub fn cause(&self, index: usize) -> Cause {
        self.causes.get(index)
    }

    /// Returns the pane that has the focus after the transaction.
    #[must_use]
    pub const fn focus_after(&self) -> Option<PaneId> {
        self.after
    }

    /// Returns the transaction as a record of it.
    pub(super) fn committed(&self, sequence: u64, origin: Origin, now: Moment) -> Committed {
        Committed {
            sequence,
            origin,
            name: self.name.to_string(),
            edits: self.edits.clone(),
            space: self.causes.space(self.edits.len()),
            merge: self.merge,
            at_micros: self.at.micros(),
            now_micros: now.micros(),
            focus_before: self.before,
            focus: self.after,
        }
    }

    /// Returns the transaction as an entry of a saved history.
    pub(super) fn entry(&self) -> Entry {
        Entry {
            name: self.name.to_string(),
            edits: self.edits.clone(),
            inverses: self.inverses.clone(),
            space: self.causes.space(self.edits.len()),
            merge: self.merge,
            at_micros: self.at.micros(),
            sealed: self.is_sealed,
            focus_before: self.before,
            focus: self.after,
        }
    }

    /// Returns the transaction of a saved entry, or `None` if the entry does not have an inverse for each edit.
    pub(super) fn of_entry(entry: Entry) -> Option<Self> {
        let Entry { name, edits, inverses, space, merge, at_micros, sealed, focus_before, focus } = entry;
        let mut made = Self::new(&name, focus_before, Moment::from_micros(at_micros));
        made.is_sealed = sealed;
        made.close(focus, merge);
        let fits = edits.len() == inverses.len();
        let causes = causes_of(&space, edits.len());
        for ((edit, inverse), cause) in edits.into_iter().zip(inverses).zip(causes) {
            made.push(edit, inverse, cause);
        }
        fits.then_some(made)
    }

    /// Makes the edits of a record and returns the transaction that did so.
    ///
    /// # Errors
    /// Returns the error of the gate; the tree has not changed then.
    pub(super) fn repeat(tree: &mut Tree, committed: &Committed) -> Result<Self, EditError> {
        let at = Moment::from_micros(committed.at_micros);
        let mut made = Self::new(&committed.name, committed.focus_before, at);
        for (edit, cause) in committed.edits.iter().zip(causes_of(&committed.space, committed.edits.len())) {
            match tree.apply(edit) {
                Ok(inverse) => made.push(edit.clone(), inverse, cause),
                Err(error) => {
                    made.rewind(tree, 0);
                    return Err(error);
                }
            }
        }
        made.close(committed.focus, committed.merge);
        made.check(tree)?;
        Ok(made)
    }

    /// Checks what the edits have left, if they do not come from a command.
    ///
    /// # Errors
    /// Returns what is wrong; the edits were taken back then.
    fn check(&mut self, tree: &mut Tree) -> Result<(), EditError> {
        let checked = tree.check_touched(self.edits.iter().chain(&self.inverses));
        if checked.is_err() {
            self.rewind(tree, 0);
        }
        checked
    }

    /// Forgets when the transaction was made, and with what it merges.
    pub(super) const fn settle(&mut self) {
        (self.at, self.merge, self.is_sealed) = (Moment::ZERO, None, true);
    }

    /// Merges as little as the entry that it takes the place of.
    pub(super) fn replacing(self, entry: Option<Self>) -> Self {
        Self { is_sealed: entry.is_some_and(|entry| entry.is_sealed), ..self }
    }

    pub(super) fn new(name: &str, focus: Option<PaneId>, at: Moment) -> Self {
        let (edits, inverses, causes) = (vec![], vec![], Causes::default());
        Self {
            name: CompactString::new(name),
            edits,
            inverses,
            causes,
            before: focus,
            after: focus,
            at,
            merge: None,
            is_sealed: false,
        }
    }

    pub(super) const fn at(&self) -> Moment {
        self.at
    }

    pub(super) const fn focus_before(&self) -> Option<PaneId> {
        self.before
    }

    pub(super) const fn len(&self) -> usize {
        self.edits.len()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub(super) fn push(&mut self, edit: Edit, inverse: Edit, cause: Cause) {
        if self.edits.is_empty() {
            self.edits.reserve(USUAL_EDITS);
            self.inverses.reserve(USUAL_EDITS);
        }
        self.causes.set(self.edits.len(), cause);
        self.edits.push(edit);
        self.inverses.push(inverse);
    }

    pub(super) fn rewind(&mut self, tree: &mut Tree, mark: usize) {
        while self.edits.len() > mark {
            self.edits.pop();
            self.causes.cut(self.edits.len());
            if let Some(inverse) = self.inverses.pop()
                && let Err(error) = tree.apply(&inverse)
            {
                crate::never!("an inverse was refused: {error}");
            }
        }
    }

    pub(super) const fn close(&mut self, focus: Option<PaneId>, merge: Option<Merge>) {
        self.after = focus;
        self.merge = merge;
    }

    /// Undoes the transaction and returns the one that redoes it.
    ///
    /// Since the transaction was done, other tabs may have come to the front without an entry. A front tab cannot be
    /// detached, so another tab comes to the front first, and that becomes part of the returned transaction.
    ///
    /// # Errors
    /// Returns the error of the gate if an inverse does not fit; the tree has not changed then. That is a bug, or the entry is from a file.
    pub(super) fn invert(self, tree: &mut Tree, is_from_file: bool) -> Result<Self, EditError> {
        let Self { name, inverses, causes, before, after, at, is_sealed, .. } = self;
        let mut back = Self { before: after, after: before, is_sealed, ..Self::new(&name, None, at) };
        for (index, edit) in inverses.into_iter().enumerate().rev() {
            let cause = causes.get(index);
            let steps_back = match edit {
                Edit::Detach { node } => step_back(tree, node),
                _ => None,
            };
            for edit in steps_back.into_iter().chain([edit]) {
                match tree.apply(&edit) {
                    Ok(inverse) => back.push(edit, inverse, cause),
                    Err(error) => {
                        back.rewind(tree, 0);
                        return Err(error);
                    }
                }
            }
        }
        if is_from_file {
            back.check(tree)?;
        }
        Ok(back)
    }

    /// Returns `true` if the transaction only brought other tabs to the front, which is looking and no change of the
    /// layout.
    pub(super) fn is_view(&self) -> bool {
        self.edits.iter().all(|edit| matches!(edit, Edit::SetActive { .. }))
    }

    /// Returns `true` if `now` is more than the given number of milliseconds after the transaction.
    pub(super) fn is_older(&self, now: Moment, window_ms: u64) -> bool {
        now.since(self.at).as_millis() > u128::from(window_ms)
    }

    /// Returns `true` if the next transaction merges into this entry: a tab was looked at right before or after a
    /// change, or the next keyboard resize of a row follows.
    pub(super) fn takes(&self, next: &Self, window_ms: u64) -> bool {
        let near = !self.is_older(next.at, window_ms);
        let small = self.edits.len() < MAX_MERGED_EDITS;
        let same = self.merge.is_some() && self.merge == next.merge;
        !self.is_sealed && small && near && (same || self.is_view() || next.is_view())
    }

    pub(super) fn absorb(&mut self, next: Self) {
        if self.is_view() {
            (self.name, self.merge) = (next.name, next.merge);
        }
        self.at = next.at;
        self.after = next.after;
        for index in 0..next.edits.len() {
            self.causes.set(self.edits.len() + index, next.causes.get(index));
        }
        self.edits.extend(next.edits);
        self.inverses.extend(next.inverses);
    }

    /// Exchanges two widget ids in all edits that name one of them.
    pub(super) fn exchange(&mut self, one: &WidgetId, other: &WidgetId) {
        for edit in self.edits.iter_mut().chain(&mut self.inverses) {
            let (Edit::Create { content: Content::Pane(widget), .. } | Edit::SetWidget { widget, .. }) = edit else {
                continue;
            };
            if widget == one {
                *widget = other.clone();
            } else if widget == other {
                *widget = one.clone();
            }
        }
    }

    /// Returns the widgets that an edit, or the inverse of one, creates or sets; some may come twice.
    pub(super) fn widgets(&self) -> impl Iterator<Item = &WidgetId> {
        self.edits.iter().chain(&self.inverses).filter_map(|edit| match edit {
            Edit::Create { content: Content::Pane(widget), .. } | Edit::SetWidget { widget, .. } => Some(widget),
            _ => None,
        })
    }
}

/// Returns the causes of `len` edits, of which those with the given indices make space.
fn causes_of(space: &[u32], len: usize) -> impl Iterator<Item = Cause> {
    let mut space = space.iter().peekable();
    (0..len).map(move |index| match space.next_if(|next| **next as usize == index) {
        Some(_) => Cause::Space,
        None => Cause::Move,
    })
}

/// Returns the edit that brings another tab to the front, if a node that is about to be detached is the front tab.
fn step_back(tree: &Tree, node: NodeId) -> Option<Edit> {
    let tabs = tree.parent(node)?;
    let is_front = tree.kind(tabs) == Some(NodeKind::Tabs { active: Some(node) });
    let child = tree.next(node).or_else(|| tree.prev(node)).filter(|_| is_front)?;
    Some(Edit::SetActive { tabs, child })
}
