//! Access to the widgets that exist, whether they are in panes or parked.

use super::App;
use crate::provider::{EditorPane, Pane};
use multisplit::{CommandError, WidgetId};
use multisplit_egui::PaneUi;
use multisplit_pane_editor::Editor;

impl App {
    /// Calls `look` for every widget that exists: first those in panes, then the parked ones.
    pub(super) fn each_pane(&mut self, mut look: impl FnMut(&WidgetId, &mut Pane)) {
        self.workspace.slots().all_live().for_each(|(_, widget, pane)| look(widget, pane));
        self.workspace.parked_widgets().for_each(|(widget, pane)| look(widget, pane));
    }

    /// Collects what `look` returns for every widget that exists, in the same order.
    pub(super) fn look_at_panes<T>(&mut self, look: impl Fn(&WidgetId, &mut Pane) -> Option<T>) -> Vec<T> {
        let mut found = vec![];
        self.each_pane(|widget, pane| found.extend(look(widget, pane)));
        found
    }

    /// Returns a widget, if it is live or parked.
    pub(super) fn pane_of(&mut self, widget: &WidgetId) -> Option<&mut Pane> {
        let pane = self.workspace.layout().tree().pane_of(widget);
        // Looked up twice: the borrow checker does not accept an early return of the first result.
        if pane.is_some_and(|pane| self.workspace.slots().live(pane).is_some()) {
            return pane.and_then(|pane| self.workspace.slots().live(pane));
        }
        self.workspace.parked_widgets().find(|(id, _)| *id == widget).map(|(_, parked)| parked)
    }

    /// Returns the editor of a widget, if it is live or parked.
    pub(super) fn editor_of(&mut self, widget: &WidgetId) -> Option<&mut Editor> {
        self.pane_of(widget)?.as_kind().map(|EditorPane { editor, .. }| editor)
    }

    /// Tells the user why a command was refused, with the title of the pane.
    pub(super) fn refuse(&mut self, error: &CommandError) {
        let widget = error.pane().and_then(|pane| Some((pane, self.workspace.layout().tree().widget(pane)?.clone())));
        let title = widget.map(|(pane, widget)| match self.workspace.slots().live(pane) {
            Some(live) => live.title(),
            None => Pane::absent_title(&widget),
        });
        self.status.refuse(title.map_or_else(|| error.to_string(), |title| error.with_title(&title)));
    }

    /// Returns where the focused pane is in the window, in points; the whole surface if no pane has the focus.
    pub(super) fn focused_rect(&self, surface: egui::Rect) -> egui::Rect {
        let layout = self.workspace.layout();
        let Some(rect) = layout.focused_pane().and_then(|pane| layout.rect(pane)) else { return surface };
        let min = surface.min + egui::vec2(rect.x as f32, rect.y as f32);
        egui::Rect::from_min_size(min, egui::vec2(rect.w as f32, rect.h as f32)).intersect(surface)
    }
}
