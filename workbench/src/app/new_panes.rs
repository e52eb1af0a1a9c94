//! New panes: what they show, and their ids.

use super::App;
use crate::paths::{is_text, view_of};
use multisplit::geometry::Ratio;
use multisplit::{Command, PaneId, Placement, Template, WidgetId};
use std::path::Path;

impl App {
    /// Creates the default layout: the tree at the left, an editor, and a terminal below it.
    pub(super) fn default_layout(&mut self, first: Option<&Path>) {
        let editor = first.and_then(|path| self.id_of(path)).or_else(|| WidgetId::new("start:1").ok());
        let widgets = [WidgetId::new("files:tree").ok(), editor, WidgetId::new("term:1").ok()];
        let command = Command::Template { template: Template::Ide, widgets: widgets.into_iter().flatten().collect() };
        match self.workspace.run(self.host.now(), &command) {
            Ok(outcome) => {
                if let Some(editor) = outcome.panes.get(1) {
                    self.focus(*editor);
                }
            }
            Err(error) => self.refuse(&error),
        }
    }

    pub(super) fn new_pane(&mut self, place: Placement, beside: Option<PaneId>) {
        let Some(widget) = self.new_widget(place, beside) else { return };
        let command = match beside {
            Some(pane) => Command::Split { pane, place, widget, ratio: Ratio::HALF },
            None => Command::Open { widget },
        };
        self.run(&command);
    }

    /// Returns what a new pane shows: another terminal beside a terminal, and the same text beside a text.
    fn new_widget(&self, place: Placement, beside: Option<PaneId>) -> Option<WidgetId> {
        let shown = beside.and_then(|pane| self.workspace.layout().tree().widget(pane));
        match shown {
            Some(text) if is_text(text) && place != Placement::Tab => self.fresh_view(text),
            Some(other) if other.kind() == "term" => self.fresh("term"),
            _ => self.fresh("start"),
        }
    }

    /// Returns the first id of a kind that no pane has.
    pub(super) fn fresh(&self, kind: &str) -> Option<WidgetId> {
        self.first_free(|n| WidgetId::new(format!("{kind}:{n}")).ok())
    }

    /// Returns the first id of a further view of a text that no pane has.
    pub(super) fn fresh_view(&self, text: &WidgetId) -> Option<WidgetId> {
        self.first_free(|n| view_of(n + 1, text).ok())
    }

    /// Returns the first id of a row, which begins at 1, that is nobody's: a new pane is not one that was closed.
    pub(super) fn first_free(&self, id: impl Fn(usize) -> Option<WidgetId>) -> Option<WidgetId> {
        // If the first is no id, none of them is.
        id(1)?;
        let ids = self.workspace.fresh_ids();
        (1..).map_while(id).find(|id| ids.is_fresh(id) && !self.requests.untrusted.contains(id))
    }
}
