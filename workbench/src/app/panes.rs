//! The widgets that there are, wherever they are: in panes, or parked.

use super::App;
use crate::provider::Pane;
use multisplit::{CommandError, WidgetId};
use multisplit_egui::PaneUi;

impl App {
    /// Looks at every widget that there is: those in panes first, parked ones after them.
    pub(super) fn each_pane(&mut self, mut look: impl FnMut(&WidgetId, &mut Pane)) {
        self.workspace.slots().all_live().for_each(|(_, widget, pane)| look(widget, pane));
        self.workspace.parked_widgets().for_each(|(widget, pane)| look(widget, pane));
    }

    /// Collects what is found in them, in the same order.
    pub(super) fn look_at_panes<T>(&mut self, look: impl Fn(&WidgetId, &mut Pane) -> Option<T>) -> Vec<T> {
        let mut found = vec![];
        self.each_pane(|widget, pane| found.extend(look(widget, pane)));
        found
    }

    /// Returns a widget that is there.
    pub(super) fn pane_of(&mut self, widget: &WidgetId) -> Option<&mut Pane> {
        let pane = self.workspace.layout().tree().pane_of(widget);
        // Asked twice: the borrow checker does not see that the first look ends where it found nothing.
        if pane.is_some_and(|pane| self.workspace.slots().live(pane).is_some()) {
            return pane.and_then(|pane| self.workspace.slots().live(pane));
        }
        self.workspace.parked_widgets().find(|(id, _)| *id == widget).map(|(_, parked)| parked)
    }

    /// Says why a command was refused, with titles for panes.
    pub(super) fn refuse(&mut self, error: &CommandError) {
        let widget = error.pane().and_then(|pane| Some((pane, self.workspace.layout().tree().widget(pane)?.clone())));
        let title = widget.map(|(pane, widget)| match self.workspace.slots().live(pane) {
            Some(live) => live.title(),
            None => Pane::absent_title(&widget),
        });
        self.status.refuse(title.map_or_else(|| error.to_string(), |title| error.with_title(&title)));
    }

    /// Where the focused pane lies in the window; all of the surface where none has the focus.
    pub(super) fn focused_rect(&self, surface: egui::Rect) -> egui::Rect {
        let layout = self.workspace.layout();
        let Some(rect) = layout.focused_pane().and_then(|pane| layout.rect(pane)) else { return surface };
        let min = surface.min + egui::vec2(rect.x as f32, rect.y as f32);
        egui::Rect::from_min_size(min, egui::vec2(rect.w as f32, rect.h as f32)).intersect(surface)
    }
}
