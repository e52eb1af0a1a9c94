//! What the front end asks of a widget, and what a widget can ask of its workspace.

use egui::Ui;
use multisplit::{Command, FocusTo, PaneId, SurfaceId, WidgetId};

/// A widget that egui can draw.
pub trait PaneUi {
    /// Draws it. The `Ui` fills the pane and is clipped to it.
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>);

    /// What its tab says. Default: nothing, and the tab shows the end of the widget's id.
    fn title(&self) -> String {
        String::new()
    }

    /// Whether it holds what is not saved: its tab shows a dot.
    fn is_modified(&self) -> bool {
        false
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

    fn is_modified(&self) -> bool {
        (**self).is_modified()
    }

    fn request_focus(&mut self) {
        (**self).request_focus();
    }
}

/// Something to be done after the frame is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ask {
    Run(Command),
    /// Brings the panes of a floating surface back to the main one.
    Dock(SurfaceId),
    Focus(FocusTo),
    Undo,
    Redo,
    Retry(PaneId),
    StopLoad(PaneId),
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
