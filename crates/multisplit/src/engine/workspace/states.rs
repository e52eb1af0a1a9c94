//! The states that the widgets of a workspace leave behind, for sessions.

use super::Workspace;
use crate::base::{Moment, PaneId, WidgetId};
use crate::command::{Bars, CommandError, Outcome};
use crate::engine::LoadError;
use crate::file::{LayoutFile, Loaded, Problem, ReadLimits, decode, decode_file, repair};
use crate::runtime::{CloseReason, CollectedStates, Operation, Runtime, Saved, Slot, WidgetProvider};
use crate::text::{give_bars, read};
use crate::tree::TreeDiff;
use std::collections::HashSet;

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// Returns the states of all widgets of the layout, ordered by widget id. Live and parked widgets are saved now;
    /// other states are as they were when the widget went. A state that is only in the store of the host stays there.
    pub fn collect_states(&mut self) -> Vec<(WidgetId, Saved)> {
        self.entry(Operation::SaveStates, "states", |workspace| workspace.states_now(false).states)
    }

    /// Returns the states like [`Workspace::collect_states`], with those of closed widgets that an undo or redo may bring back, and with all
    /// that hold unsaved work: an undo may have closed a pane, and what was typed into it is not lost when the redo is gone.
    ///
    /// Cost: that of [`Workspace::collect_states`], all parked widgets, and all edits of all entries of the history.
    pub fn collect_states_with_closed(&mut self) -> CollectedStates {
        self.entry(Operation::SaveStates, "states", |workspace| workspace.states_now(true))
    }

    /// Returns `true` if the widget is in the layout, or an undo or redo may bring it back. Cost: O(1) if it is in the layout, all edits of
    /// all entries of the history otherwise.
    #[must_use]
    pub fn may_be_shown(&self, widget: &WidgetId) -> bool {
        self.layout.tree().pane_of(widget).is_some() || self.layout.history().mentions(widget)
    }

    pub(super) fn states_now(&mut self, with_closed: bool) -> CollectedStates {
        let Self { layout, runtime, provider, .. } = self;
        let tree = layout.tree();
        let closed = if with_closed { layout.history().mentioned() } else { HashSet::new() };
        let is_named = |widget: &WidgetId| tree.pane_of(widget).is_some() || closed.contains(widget);
        let is_kept = |runtime: &Runtime<P::Widget>, id: &WidgetId, saved: &Saved| {
            is_named(id) || (with_closed && saved.unsaved_work().is_some() && !runtime.states.is_given_up(id))
        };
        let mut all = runtime.save_all(&mut **provider, &|widget| with_closed || is_named(widget));
        all.states.retain(|(id, saved)| is_kept(runtime, id, saved));
        // `save_all` returns them sorted, as the binary search needs them.
        let known: Vec<WidgetId> = all.states.iter().map(|(id, _)| id.clone()).collect();
        for (id, saved) in runtime.states.all() {
            // A widget that is there and could not be asked has newer work than the state that it was made from.
            if is_kept(runtime, id, saved) && known.binary_search(id).is_err() && !all.failed.contains(id) {
                all.states.push((id.clone(), saved.clone()));
            }
        }
        for (id, saved) in &mut all.states {
            let is_given_up = runtime.states.is_given_up(id) && tree.pane_of(id).is_none();
            if saved.is_given_up() != is_given_up {
                *saved = saved.clone().with_given_up(is_given_up);
            }
        }
        all.states.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    /// Returns the layout as a file, like [`Layout::save`](crate::Layout::save), but counted and timed.
    pub fn save_layout(&mut self) -> LayoutFile {
        self.entry(Operation::SaveLayout, "save", |workspace| workspace.layout.save())
    }

    /// Returns the layout as the text of a file, like [`Layout::save_text`](crate::Layout::save_text), but counted and
    /// timed.
    pub fn save_layout_text(&mut self) -> String {
        self.entry(Operation::SaveLayout, "save", |workspace| workspace.layout.save_text())
    }

    /// Sets the saved state that a widget will be provided with.
    ///
    /// This is also the way to hand something to a widget that is about to be opened: its provider finds it in
    /// [`Request::saved`](crate::Request::saved).
    ///
    /// ```
    /// # use multisplit::{Command, Moment, Provided, Request, Saved, WidgetProvider, Workspace};
    /// # struct Levels;
    /// # impl WidgetProvider for Levels {
    /// #     type Widget = String;
    /// fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
    ///     Provided::Ready(request.saved.and_then(|saved| saved.read().ok()).unwrap_or_default())
    /// }
    /// # }
    /// # let mut workspace = Workspace::new(Levels);
    /// let widget = workspace.fresh_widget("level")?;
    /// workspace.restore_state(widget.clone(), Saved::json(&"Forest")?);
    /// workspace.run(Moment::ZERO, &Command::Open { widget })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn restore_state(&mut self, widget: WidgetId, saved: Saved) {
        let now = self.now;
        if self.runtime.states.keep(widget.clone(), saved, now) {
            self.push(super::Effect::ForgetState(widget));
        }
    }

    /// Replaces this layout by one in the notation of [`crate::text`]. It is the shortest way to a first layout.
    ///
    /// With [`Bars::Always`], panes outside of tab sets get one of their own.
    ///
    /// ```
    /// # use multisplit::{Provided, Request, WidgetProvider, Workspace};
    /// # struct Labels;
    /// # impl WidgetProvider for Labels {
    /// #     type Widget = String;
    /// #     fn provide(&mut self, _: Request<'_, String>) -> Provided<String> { Provided::Ready(String::new()) }
    /// # }
    /// let mut workspace = Workspace::new(Labels);
    /// workspace.arrange("row(files .2, col(>editor .7, terminal .3))")?;
    /// assert_eq!(workspace.layout().tree().pane_count(), 3);
    /// # Ok::<(), multisplit::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// Returns a [`LoadError`] that names the place in the text, or what is wrong with the layout; nothing has changed then.
    pub fn arrange(&mut self, text: &str) -> Result<(), LoadError> {
        let mut file = read(text)?;
        if self.layout.rules().bars == Bars::Always {
            give_bars(&mut file);
        }
        self.load_file(&file, ReadLimits::default())
    }

    /// Replaces this layout by the layout of a file, as one undo entry. Widgets that are in both stay; the provider is asked about the
    /// others ([`CloseReason::Load`]), and they are parked. See [`Layout::load`](crate::Layout::load).
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the file cannot be read, or a widget that would go vetoes it; nothing has changed then.
    pub fn load(&mut self, text: &str, limits: ReadLimits) -> Result<(), LoadError> {
        self.entry(Operation::LoadLayout, "load", |workspace| workspace.adopt(decode(text, limits)?))
    }

    /// Replaces this layout like [`Workspace::load`], by a file that was parsed or made before.
    ///
    /// # Errors
    /// Returns the same errors as [`Workspace::load`].
    pub fn load_file(&mut self, file: &LayoutFile, limits: ReadLimits) -> Result<(), LoadError> {
        self.entry(Operation::LoadLayout, "load", |workspace| workspace.adopt(decode_file(file, limits)?))
    }

    /// Replaces this layout like [`Workspace::load`], and returns what changed. Widgets that are in both stay the same
    /// instances, wherever they are shown now.
    ///
    /// # Errors
    /// Returns the same errors as [`Workspace::load`].
    pub fn restore(&mut self, text: &str, limits: ReadLimits) -> Result<TreeDiff, LoadError> {
        self.entry(Operation::LoadLayout, "restore", |workspace| {
            let loaded = decode(text, limits)?;
            let diff = workspace.layout.tree().diff(&loaded.tree);
            workspace.adopt(loaded)?;
            Ok(diff)
        })
    }

    /// Replaces this layout like [`Workspace::load`], from a file that may be damaged. Returns the repairs that were
    /// made.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if there is nothing to repair, or a widget that would go vetoes it; nothing has changed then.
    pub fn load_repaired(&mut self, text: &str, limits: ReadLimits) -> Result<Vec<Problem>, LoadError> {
        self.entry(Operation::LoadLayout, "repair", |workspace| {
            let (loaded, problems) = repair(text, limits)?;
            workspace.adopt(loaded)?;
            Ok(problems)
        })
    }

    /// Replaces the layout, after asking the provider about the widgets that it has no place for.
    fn adopt(&mut self, loaded: Loaded) -> Result<(), LoadError> {
        self.adopt_after_asking(self.layout.gone_with(&loaded), loaded, "load")
    }

    /// Replaces the layout, after asking the provider about the widgets of these panes.
    pub(super) fn adopt_after_asking(
        &mut self,
        panes: Vec<PaneId>,
        loaded: Loaded,
        name: &'static str,
    ) -> Result<(), LoadError> {
        let agreed = self.ask_about(panes, CloseReason::Load, name)?;
        self.layout.adopt(loaded)?;
        self.let_go(&agreed);
        Ok(())
    }

    /// Returns the layout of one group alone, like [`Layout::save_group`](crate::Layout::save_group), but counted and
    /// timed.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if there is no group with this name.
    pub fn save_group(&mut self, name: &str) -> Result<LayoutFile, CommandError> {
        self.entry(Operation::SaveLayout, "save group", |workspace| workspace.layout.save_group(name))
    }

    /// Restores the layout of a group, like [`Layout::restore_group`](crate::Layout::restore_group), but counted and
    /// timed.
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the file cannot be read or the change is refused; nothing has changed then.
    pub fn restore_group(
        &mut self,
        now: Moment,
        name: &str,
        text: &str,
        limits: ReadLimits,
    ) -> Result<Outcome, LoadError> {
        self.advance(now);
        let restore = |workspace: &mut Self| workspace.layout.restore_group(now, name, text, limits);
        self.entry(Operation::LoadLayout, "restore group", restore)
    }

    /// Returns the panes whose widget is not there but left a state with unsaved work, by pane id, each with the
    /// description given to [`Saved::with_unsaved_work`]. Cost: all panes, or nothing if no state holds unsaved work.
    #[must_use]
    pub fn unsaved_states(&self) -> Vec<(PaneId, &str)> {
        let (tree, runtime) = (self.layout.tree(), &self.runtime);
        let is_away = |pane: PaneId, widget: &WidgetId| {
            !matches!(runtime.slots.get(pane), Some(Slot::Live(_))) && !runtime.parked.contains(widget)
        };
        let work = |pane: PaneId| {
            let widget = tree.widget(pane)?;
            let words = runtime.states.unsaved_work(widget)?;
            is_away(pane, widget).then_some((pane, words))
        };
        if runtime.states.has_unsaved_work() { tree.panes().filter_map(work).collect() } else { vec![] }
    }

    /// Returns the parked widgets of panes that are still there: those that have been out of view for long.
    pub fn parked_widgets(&mut self) -> impl Iterator<Item = (&WidgetId, &mut P::Widget)> {
        let tree = self.layout.tree();
        self.runtime.parked.all_mut().filter(|(widget, _)| tree.pane_of(widget).is_some())
    }

    /// Returns the saved states in memory, by widget id.
    pub fn saved_states(&self) -> impl Iterator<Item = (&WidgetId, &Saved)> {
        self.runtime.states.all()
    }
}
