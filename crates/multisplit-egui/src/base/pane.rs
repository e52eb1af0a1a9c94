//! What the front end asks of a widget, and what a widget can ask of its workspace.

use egui::Ui;
use multisplit::{Command, FocusTo, PaneId, WidgetId};

/// A widget that egui can draw. One that panics in any of these costs its own pane, which says so and offers to try again; one
/// that panics over its title goes under the end of its id.
pub trait PaneUi {
    /// Draws it. The `Ui` fills the pane and is clipped to it.
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>);

    /// What its tab says. Default: nothing, and the tab shows the end of the widget's id.
    fn title(&self) -> String {
        String::new()
    }

    /// What is said of a widget that is not there, or does not say: on a tab that has not been shown since the start, in the map, while it
    /// loads. Called whenever one of these is drawn, so it is to be quick. Default: nothing, and the end of the widget's id is shown.
    ///
    /// A boxed `dyn PaneUi` is of no kind that could be asked: name a type of your own for it.
    fn absent_title(widget: &WidgetId) -> String
    where
        Self: Sized,
    {
        let _ = widget;
        String::new()
    }

    /// What is told where the pointer rests on its tab, such as a whole path. Default: nothing.
    fn hint(&self) -> String {
        String::new()
    }

    /// Whether it holds what is not saved: its tab shows a dot.
    fn is_modified(&self) -> bool {
        false
    }

    /// A number that changes whenever what it draws would change; `None`: it is drawn in every frame.
    ///
    /// As long as the number stays, what [`PaneUi::ui`] painted last is painted again without calling it. The widgets in it stay
    /// where they are for the pointer and for the Tab key, and the first click is not lost: a pane is drawn in every frame in which
    /// the pointer is at it, or was in the frame before, in which a press that began there is still held, in which the keyboard is in
    /// it, in which anything is dragged or any text is selected, and in which something was typed while its pane has the focus. It is
    /// drawn as well when its size, its focus, its visible part, the scale, the style, the fonts or the window have changed, and
    /// always while a screen reader listens. [`crate::WorkspaceArea::retained_painting`] switches all of it off.
    ///
    /// # Limitations
    /// - What it does besides painting does not happen while it is not drawn: a pane that plays sound, polls a channel or reads keys
    ///   without having the focus answers `None`.
    /// - Two widgets that follow one another under the same id in the same pane must not answer the same number for different
    ///   pictures: count on from a number that the application keeps.
    /// - A drawing is not kept, and is done again in the next frame, where it asked for a repaint (so an animation is drawn until it
    ///   rests), painted to another layer (windows, popups, tooltips), used a paint callback or a texture of the application's own
    ///   (`TextureId::User`), contained a disabled or an invisible widget, set the cursor, or told egui, the window or the workspace
    ///   to do something.
    /// - A repaint that it asks for in another viewport is not noticed.
    /// - A popup of its own that something else opens by its id shows only when the pane is drawn next.
    /// - A style of widgets that is changed with `Context::replace_widget_theme` is not noticed: call [`crate::WorkspaceArea::redraw`].
    /// - A pane that was moved, as by scrolling, is painted moved only where that is exact: by whole pixels, and with all it painted
    ///   on whole 256ths of a point, as egui's own layout has it where a pixel is such a part too (scales 1, 2, 4). Otherwise, and
    ///   where another part of it is seen than before, it is drawn.
    /// - egui forgets layouts of text that no pane asks for, so drawing such a pane again lays its text out again.
    fn revision(&self) -> Option<u64> {
        None
    }

    /// The pane got the focus: take egui's keyboard focus in the next [`PaneUi::ui`].
    fn request_focus(&mut self) {}
}

impl<T: PaneUi + ?Sized> PaneUi for Box<T> {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        (**self).ui(ui, cx);
    }

    fn title(&self) -> String {
        (**self).title()
    }

    fn hint(&self) -> String {
        (**self).hint()
    }

    fn is_modified(&self) -> bool {
        (**self).is_modified()
    }

    fn revision(&self) -> Option<u64> {
        (**self).revision()
    }

    fn request_focus(&mut self) {
        (**self).request_focus();
    }
}

/// Something to be done after the frame is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ask {
    Run(Command),
    Focus(FocusTo),
    Undo,
    Redo,
    Retry(PaneId),
    StopLoad(PaneId),
    /// A new pane in the tab set of this one, which only the application can make.
    NewTab(PaneId),
}

/// What a widget sees of its workspace while it draws. What it asks for is done once, after drawing.
pub struct PaneContext<'a> {
    /// The pane it is drawn in.
    pub pane: PaneId,
    /// Its id.
    pub widget: &'a WidgetId,
    /// Whether its pane has the focus.
    pub focused: bool,
    pub(crate) asks: &'a mut Vec<Ask>,
}

impl PaneContext<'_> {
    /// Does a command after drawing. A refusal comes as an event.
    pub fn run(&mut self, command: Command) {
        self.asks.push(Ask::Run(command));
    }

    /// Moves the focus after drawing.
    pub fn focus(&mut self, to: FocusTo) {
        self.asks.push(Ask::Focus(to));
    }
}
