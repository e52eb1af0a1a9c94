//! Commands, and what happens to the widgets of the panes that they close, take out or rename. The provider is asked first, and one veto
//! keeps everything as it is.

use super::Workspace;
use crate::base::{Moment, PaneId, WidgetId};
use crate::command::{Command, CommandError, Outcome};
use crate::runtime::{CloseReason, Operation, Verdict, WidgetProvider};

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    pub(super) fn obey(&mut self, now: Moment, command: &Command) -> Result<Outcome, CommandError> {
        if command.is_hopeless(self.layout.tree(), self.layout.rules()) {
            return self.layout.run(now, command);
        }
        let closes = command.closes(self.layout.tree());
        let agreed = self.ask_about(closes, reason_of(command), command.name())?;
        let outcome = self.layout.run(now, command)?;
        self.let_go(&agreed);
        Ok(outcome)
    }

    /// Asks the provider about the widgets of panes that would go. Returns them, each with whether it must not be kept.
    ///
    /// # Errors
    /// Returns [`CommandError::Vetoed`] for the first that refuses. `name` is what was refused then.
    pub(super) fn ask_about(
        &mut self,
        panes: Vec<PaneId>,
        reason: CloseReason,
        name: &'static str,
    ) -> Result<Vec<(WidgetId, bool)>, CommandError> {
        let mut agreed = vec![];
        for pane in panes {
            match self.ask_to_close(pane, reason) {
                None => {}
                Some((widget, Verdict::Allow)) => agreed.push((widget, false)),
                Some((widget, Verdict::Discard)) => agreed.push((widget, true)),
                Some((_, Verdict::Veto(reason))) => {
                    return Err(self.layout.refuse(name, CommandError::Vetoed { pane, reason }));
                }
            }
        }
        Ok(agreed)
    }

    /// Lets widgets go whose closing was agreed to, and drops those that must not be kept. Live ones are dropped once their pane is found to
    /// be gone.
    pub(super) fn let_go(&mut self, widgets: &[(WidgetId, bool)]) {
        if widgets.is_empty() {
            return;
        }
        let tree = self.layout.tree();
        let gone: Vec<WidgetId> =
            widgets.iter().map(|(id, _)| id).filter(|id| tree.pane_of(id).is_none()).cloned().collect();
        self.with_runtime(|runtime, _, cx| {
            widgets.iter().filter(|(_, discard)| *discard).for_each(|(id, _)| runtime.discard_parked(id, cx));
            runtime.give_up(gone);
        });
    }

    /// Returns the panes that refuse to be closed by a command, and why, without running it. This allows one question
    /// about all of them.
    ///
    /// [`Workspace::run`] stops at the first of them. The list is empty if the command closes nothing, or would be
    /// refused in any case. Cost: one call of [`WidgetProvider::closing`] for each pane that the command closes.
    pub fn vetoes(&mut self, command: &Command) -> Vec<(PaneId, String)> {
        if command.is_hopeless(self.layout.tree(), self.layout.rules()) {
            return vec![];
        }
        let panes = command.closes(self.layout.tree()).into_iter();
        let veto = |pane| match self.ask_to_close(pane, reason_of(command)) {
            Some((_, Verdict::Veto(why))) => Some((pane, why)),
            _ => None,
        };
        panes.filter_map(veto).collect()
    }

    /// Asks the provider about closing the widget of a pane. Returns `None` if there is no such pane.
    fn ask_to_close(&mut self, pane: PaneId, reason: CloseReason) -> Option<(WidgetId, Verdict)> {
        let widget = self.layout.tree().widget(pane).cloned()?;
        let verdict = self.runtime.ask_to_close(pane, &widget, &mut *self.provider, reason);
        Some((widget, verdict))
    }

    /// Gives the widget of a pane another id, as when a file was renamed. The widget stays what and where it is, and
    /// what was kept of it moves to the new id. The widget is not told: that is up to the application. See
    /// [`Layout::rename_widget`](crate::Layout::rename_widget).
    ///
    /// # Errors
    /// Returns the same errors as [`Layout::rename_widget`](crate::Layout::rename_widget).
    pub fn rename_widget(&mut self, pane: PaneId, to: &WidgetId) -> Result<(), CommandError> {
        self.entry(Operation::Command, "rename", |workspace| {
            let from = workspace.layout.tree().widget(pane).cloned().ok_or(CommandError::NoSuchPane(pane))?;
            // Changes that were not noticed yet must be noticed under the old id.
            workspace.release_gone();
            workspace.layout.rename_widget(pane, to)?;
            workspace.with_runtime(|runtime, _, cx| runtime.rename(pane, &from, to, cx));
            Ok(())
        })
    }

    /// Closes a pane and returns its widget, unsaved, if it is live.
    ///
    /// # Errors
    /// Returns the same errors as [`Command::Close`], except that the provider is not asked.
    pub fn extract(&mut self, now: Moment, pane: PaneId) -> Result<(WidgetId, Option<P::Widget>), CommandError> {
        self.entry(Operation::Command, "extract", |workspace| {
            let outcome = workspace.layout.run(now, &Command::Close { pane })?;
            let widget = outcome.widget.ok_or(CommandError::NoSuchPane(pane))?;
            Ok((widget, workspace.runtime.take_live(pane)))
        })
    }
}

/// Returns the reason for which a command closes widgets.
const fn reason_of(command: &Command) -> CloseReason {
    match command {
        Command::Replace { .. } => CloseReason::Replace,
        _ => CloseReason::Close,
    }
}
