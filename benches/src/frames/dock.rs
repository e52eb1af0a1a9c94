//! egui_dock, with one tab per pane, because it has no panes without tabs.

use super::floor::of_036::Window;
use super::{label, single};
use egui_036::{Id, Rect, Ui, UiBuilder, Vec2, WidgetText};
use egui_dock::{DockArea, DockState, TabViewer};

struct Labels {
    texts: Vec<String>,
}

impl TabViewer for Labels {
    type Tab = u32;

    fn id(&mut self, tab: &mut u32) -> Id {
        Id::new(*tab)
    }

    fn title(&mut self, tab: &mut u32) -> WidgetText {
        self.texts.get(*tab as usize).map(String::as_str).unwrap_or_default().into()
    }

    fn ui(&mut self, ui: &mut Ui, tab: &mut u32) {
        if let Some(text) = self.texts.get(*tab as usize) {
            ui.label(text);
        }
    }
}

/// A dock state in a window.
pub(crate) struct DockFrame {
    window: Window,
    state: DockState<u32>,
    viewer: Labels,
    canvas: f64,
}

impl DockFrame {
    /// Creates a frame of `n` panes over a square with the side `canvas`. A window shows the first part of it.
    pub(crate) fn new(state: DockState<u32>, n: u32, (window, canvas): (f64, f64)) -> Self {
        let viewer = Labels { texts: (0..n).map(label).collect() };
        Self { window: Window::new(window), state, viewer, canvas }
    }

    /// Enables the output for screen readers.
    pub(crate) fn with_access(self) -> Self {
        self.window.ctx.enable_accesskit();
        self
    }

    pub(crate) fn time(&mut self) -> f64 {
        let Self { window, state, viewer, canvas } = self;
        window.time(|ui| {
            let whole = Rect::from_min_size(ui.max_rect().min, Vec2::splat(single(*canvas)));
            let mut child = ui.new_child(UiBuilder::new().max_rect(whole));
            DockArea::new(state).show_inside(&mut child, viewer);
        })
    }
}
