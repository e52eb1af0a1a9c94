//! The layout half of the engine, without widgets: the tree behind its gate, its history, the places of nodes, the
//! focus. It is everything that an application without a provider needs, and the base of [`super::Workspace`].

mod checkpoint;
mod drag;
mod file;
mod past;
mod query;
mod revision;

use super::event::{Event, tell};
use crate::base::limits::PENDING_EVENTS;
use crate::base::{Moment, PaneId, WidgetId};
use crate::command::{Command, CommandCx, CommandError, Homes, Outcome, Rules};
use crate::file::Extras;
use crate::focus::{Focus, FocusTo};
use crate::history::{Committed, History, HistoryError, Merge};
use crate::placement::{Area, Metrics, Placer, Scene};
use crate::tree::{Touched, Tree};
pub use checkpoint::{Checkpoint, Recovery};
use drag::OpenDrag;
pub use file::LoadError;
use revision::Revision;
use std::collections::VecDeque;

/// A layout: panes, their history, their places, and the focus. Commands go in, events and a scene come out.
///
/// ```
/// use multisplit::{Command, Layout, Moment, WidgetId, Placement, geometry::Ratio, placement::Area};
/// let mut layout = Layout::new();
/// let now = Moment::ZERO;
/// let first = layout.run(now, &Command::Open { widget: WidgetId::new("a")? })?.pane.unwrap();
/// let widget = WidgetId::new("b")?;
/// layout.run(now, &Command::Split { pane: first, place: Placement::Right, widget, ratio: Ratio::new(0.25)? })?;
/// layout.place(Area::new(806.0, 600.0)?);
/// assert_eq!(layout.rect(first).unwrap().w, 600.0);
/// layout.undo()?;
/// layout.place(Area::new(806.0, 600.0)?);
/// assert_eq!(layout.rect(first).unwrap().w, 806.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Layout {
    tree: Tree,
    history: History,
    placer: Placer,
    scene: Scene,
    focus: Focus,
    rules: Rules,
    metrics: Metrics,
    area: Area,
    scene_of: Option<Area>,
    /// How many calls of [`Layout::place`] found all places known, and how many did not.
    placements: (u64, u64),
    revision: Revision,
    /// The direction in which the surface was scrolled last, the scroll position, and how far ahead panes count as
    /// near, in percent of the window.
    travel: [i32; 2],
    scrolled: [i32; 2],
    read_ahead_percent: u32,
    drag: Option<OpenDrag>,
    events: VecDeque<Event>,
    lost: u64,
    swapped: Option<(PaneId, PaneId)>,
    merge_next: Option<Merge>,
    extras: Extras,
    /// The places of recently closed widgets.
    homes: Homes,
    /// The latest moment at which anything was done.
    now: Moment,
}

impl Layout {
    /// Creates an empty layout with the default rules and metrics.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty layout with the given rules.
    #[must_use]
    pub fn with_rules(rules: Rules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// Runs a command as one undo entry, or as a part of the open transaction. A divider drag is ended first.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the command is refused; nothing has changed then.
    pub fn run(&mut self, now: Moment, command: &Command) -> Result<Outcome, CommandError> {
        self.end_drag();
        if command.needs_places() {
            // An earlier edit may not have been placed yet.
            self.place_again();
        }
        let result = self.transact(command.name(), now, |site| site.run(command));
        if let (Ok(_), Command::Swap { a, b }) = (&result, command) {
            self.swapped = Some((*a, *b)).filter(|(a, b)| a != b);
        }
        match &result {
            Ok(_) => {
                if let Command::Replace { pane, .. } = command {
                    self.extras.set_title(*pane, None);
                }
                self.close(Some(command.name()));
            }
            Err(error) => {
                self.emit(Event::CommandRefused { name: command.name().to_owned(), reason: error.to_string() });
            }
        }
        result
    }

    /// Opens a transaction, or joins the open one. Everything until [`Layout::commit`] is one undo entry.
    ///
    /// # Errors
    /// Returns [`HistoryError::TooNested`] if transactions nest too deep.
    pub fn begin(&mut self, name: &str, now: Moment) -> Result<(), CommandError> {
        self.end_drag();
        Ok(self.history.begin(name, self.focus.current(), now)?)
    }

    /// Closes the innermost transaction.
    ///
    /// # Errors
    /// Returns [`HistoryError::NoTransaction`] if no transaction is open.
    pub fn commit(&mut self) -> Result<(), CommandError> {
        self.end_drag();
        self.commit_with(None)
    }

    /// Rolls back the open transaction, inner ones included: everything is as it was before it was opened.
    ///
    /// # Errors
    /// Returns [`HistoryError::NoTransaction`] if no transaction is open.
    pub fn rollback(&mut self) -> Result<(), CommandError> {
        self.cancel_drag();
        let focus = self.history.rollback(&mut self.tree)?;
        self.restore_focus(focus);
        Ok(())
    }

    /// Undoes the last transaction.
    ///
    /// # Errors
    /// Returns [`HistoryError::NothingToUndo`] if there is none, and [`HistoryError::TransactionOpen`] if one is open.
    pub fn undo(&mut self) -> Result<(), CommandError> {
        self.step(false)
    }

    /// Redoes the transaction that was undone last.
    ///
    /// # Errors
    /// Returns [`HistoryError::NothingToRedo`] if nothing was undone, and [`HistoryError::TransactionOpen`] if a
    /// transaction is open.
    pub fn redo(&mut self) -> Result<(), CommandError> {
        self.step(true)
    }

    /// Gives the widget of a pane another id, as when a file was renamed. Everything else stays. This is no undo entry:
    /// an undo afterward finds the widget under its new id.
    ///
    /// # Errors
    /// Returns [`CommandError::NoSuchPane`] if the pane is not there, [`CommandError::WidgetOpen`] if the id is open in
    /// another pane, and [`HistoryError::TransactionOpen`] if a transaction is open; nothing has changed then.
    pub fn rename_widget(&mut self, pane: PaneId, to: &WidgetId) -> Result<(), CommandError> {
        self.end_drag();
        let from = self.tree.widget(pane).ok_or(CommandError::NoSuchPane(pane))?;
        if from == to {
            return Ok(());
        }
        if let Some(other) = self.tree.pane_of(to) {
            return Err(CommandError::WidgetOpen { widget: to.clone(), pane: other });
        }
        if self.history.is_open() {
            return Err(HistoryError::TransactionOpen.into());
        }
        let Self { history, tree, events, lost, extras, .. } = self;
        let done = history.rename(tree, pane, to)?;
        extras.set_title(pane, None);
        tell(&done, 0, tree, None, &mut |event| push(events, lost, event));
        let sequence = history.sequence();
        push(events, lost, Event::LayoutChanged { sequence });
        Ok(())
    }

    /// Moves the focus and reveals the pane. Returns the focused pane: without a neighbor in the direction, the focus
    /// stays.
    ///
    /// # Errors
    /// Returns [`CommandError::NoSuchPane`] if the pane is not there, [`CommandError::Trapped`] if a focus trap keeps
    /// the focus away from it, and [`CommandError::NothingToFocus`] on an empty layout.
    pub fn focus(&mut self, now: Moment, to: FocusTo) -> Result<PaneId, CommandError> {
        if matches!(to, FocusTo::Neighbor(_)) {
            self.place_again();
        }
        let Some(pane) =
            self.focus.find_in_view(&self.tree, &self.placer, Some(&self.scene), to).or_else(|| match to {
                FocusTo::Pane(_) => None,
                _ => self.focus.current(),
            })
        else {
            return Err(match to {
                FocusTo::Pane(pane) if self.tree.widget(pane).is_some() => CommandError::Trapped(pane),
                FocusTo::Pane(pane) => CommandError::NoSuchPane(pane),
                _ => CommandError::NothingToFocus,
            });
        };
        self.end_drag();
        self.transact("focus", now, |site| {
            site.reveal(pane)?;
            site.focus = Some(pane);
            Ok(())
        })?;
        self.close(None);
        Ok(pane)
    }

    /// Traps the focus within these panes until [`Layout::release_focus`], as for a modal dialog. Traps stack. Commands
    /// that create or move a pane still focus it.
    ///
    /// # Errors
    /// Returns [`CommandError::NothingToFocus`] if `panes` is empty, [`CommandError::NoSuchPane`] if one of them is not
    /// there, and [`CommandError::TooManyTraps`] if too many traps are open; nothing has changed then.
    pub fn trap_focus(&mut self, now: Moment, panes: &[PaneId]) -> Result<(), CommandError> {
        let first = *panes.first().ok_or(CommandError::NothingToFocus)?;
        if let Some(gone) = panes.iter().find(|pane| self.tree.widget(**pane).is_none()) {
            return Err(CommandError::NoSuchPane(*gone));
        }
        if !self.focus.trap(panes.to_vec()) {
            return Err(CommandError::TooManyTraps);
        }
        match self.focus.current().filter(|pane| panes.contains(pane)) {
            Some(_) => Ok(()),
            None => self.focus(now, FocusTo::Pane(first)).map(|_| ()),
        }
    }

    /// Ends the innermost focus trap. Returns `false` if there was none.
    pub fn release_focus(&mut self) -> bool {
        self.focus.release()
    }

    /// Returns the next event, oldest first. If events were dropped, an [`Event::EventsLost`] comes before all others.
    pub fn poll_event(&mut self) -> Option<Event> {
        if self.lost > 0 {
            return Some(Event::EventsLost { count: std::mem::take(&mut self.lost) });
        }
        self.events.pop_front()
    }

    /// Keeps committed transactions for [`Layout::poll_committed`] from now on.
    pub fn keep_journal(&mut self) {
        self.history.keep_journal();
    }

    /// Returns the next committed transaction for a store, or `None` if there is none or no journal is kept.
    pub fn poll_committed(&mut self) -> Option<Committed> {
        self.history.poll_committed()
    }

    /// Opens a transaction and calls `work`. The transaction stays open on success. On failure its edits are rewound
    /// and it is closed.
    fn transact<T>(
        &mut self,
        name: &str,
        now: Moment,
        work: impl FnOnce(&mut CommandCx<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        self.note_time(now);
        let before = self.focus.current();
        self.history.begin(name, before, now)?;
        let mark = self.history.mark();
        let mut site = CommandCx {
            tree: &mut self.tree,
            history: &mut self.history,
            placer: &self.placer,
            metrics: &self.metrics,
            recent: self.focus.recent(),
            rules: self.rules,
            homes: &self.homes,
            left: vec![],
            focus: None,
            keeps_hidden: false,
            merge: None,
        };
        let result = work(&mut site);
        let (merge, left) = (site.merge, std::mem::take(&mut site.left));
        // The pane that gets the focus is revealed, even a survivor that gets it because the focused pane was closed.
        let focus = site.focus.or_else(|| self.focus.heir(site.tree));
        let revealed = match (&result, focus) {
            (Ok(_), Some(pane)) if !site.keeps_hidden => site.reveal(pane),
            _ => Ok(()),
        };
        match result.and_then(|answer| revealed.map(|()| answer)) {
            Ok(answer) => {
                self.remember_homes(left);
                if let Some(pane) = focus {
                    self.focus.set(pane);
                }
                self.focus.mend(&self.tree);
                self.tell_focus(before);
                self.merge_next = merge;
                Ok(answer)
            }
            Err(error) => {
                self.history.rewind(&mut self.tree, mark);
                self.merge_next = None;
                self.close(None);
                Err(error)
            }
        }
    }

    /// Closes the transaction that [`Layout::transact`] opened.
    fn close(&mut self, done: Option<&str>) {
        let merge = self.merge_next.take();
        if let Err(error) = self.commit_with(merge) {
            crate::never!("no transaction to close: {error}");
        }
        if let Some(name) = done {
            self.emit(Event::CommandDone { name: name.to_owned() });
        }
    }

    fn commit_with(&mut self, merge: Option<Merge>) -> Result<(), CommandError> {
        let focus = self.focus.current();
        let swapped = self.swapped.take();
        let Self { history, tree, events, lost, .. } = self;
        if let Some((done, older)) = history.commit(focus, merge)? {
            tell(done, older, tree, swapped, &mut |event| push(events, lost, event));
            let sequence = history.sequence();
            push(events, lost, Event::LayoutChanged { sequence });
        }
        Ok(())
    }

    fn step(&mut self, redo: bool) -> Result<(), CommandError> {
        self.end_drag();
        let Self { history, tree, events, lost, .. } = self;
        let done = if redo { history.redo(tree)? } else { history.undo(tree)? };
        tell(done, 0, tree, None, &mut |event| push(events, lost, event));
        let (name, focus) = (done.name().to_owned(), done.focus_after());
        let sequence = history.sequence();
        push(events, lost, Event::LayoutChanged { sequence });
        push(events, lost, if redo { Event::CommandRedone { name } } else { Event::CommandUndone { name } });
        self.restore_focus(focus);
        Ok(())
    }

    fn restore_focus(&mut self, focus: Option<PaneId>) {
        let before = self.focus.current();
        if let Some(pane) = focus.filter(|pane| self.tree.widget(*pane).is_some()) {
            self.focus.set(pane);
        }
        self.focus.mend(&self.tree);
        self.focus.come_into_view(&self.tree);
        self.tell_focus(before);
    }

    fn tell_focus(&mut self, before: Option<PaneId>) {
        let after = self.focus.current();
        if before != after {
            self.emit(Event::FocusChanged { before, after });
        }
    }

    /// Reports that a command was refused before it reached the layout, and returns the error.
    pub(super) fn refuse(&mut self, name: &str, error: CommandError) -> CommandError {
        self.emit(Event::CommandRefused { name: name.to_owned(), reason: error.to_string() });
        error
    }

    /// Queues an event of the runtime among the events of the layout.
    pub(super) fn note(&mut self, event: Event) {
        self.emit(event);
    }

    /// Returns a number that grows whenever a pane is created or deleted or gets another widget.
    pub(super) const fn revision(&self) -> u64 {
        self.tree.revision()
    }

    /// Returns the panes that were created, deleted or changed since the last call.
    pub(super) fn take_touched(&mut self) -> Touched {
        self.tree.take_touched()
    }

    fn emit(&mut self, event: Event) {
        push(&mut self.events, &mut self.lost, event);
    }
}

fn push(events: &mut VecDeque<Event>, lost: &mut u64, event: Event) {
    if events.len() >= PENDING_EVENTS {
        events.pop_front();
        *lost += 1;
    }
    events.push_back(event);
}
