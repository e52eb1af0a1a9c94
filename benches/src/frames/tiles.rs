//! egui_tiles, with or without a tab bar per pane.

use super::floor::of_037::Window;
use super::{label, single};
use egui::{Rect, Ui, UiBuilder, Vec2, WidgetText};
use egui_tiles::{Behavior, SimplificationOptions, TileId, Tree, UiResponse};

struct Labels {
    texts: Vec<String>,
    tabs: bool,
}

impl Behavior<u32> for Labels {
    fn pane_ui(&mut self, ui: &mut Ui, _: TileId, pane: &mut u32) -> UiResponse {
        if let Some(text) = self.texts.get(*pane as usize) {
            ui.label(text);
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &u32) -> WidgetText {
        self.texts.get(*pane as usize).map(String::as_str).unwrap_or_default().into()
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { all_panes_must_have_tabs: self.tabs, ..SimplificationOptions::default() }
    }
}

/// A tree in a window.
pub(crate) struct TilesFrame {
    window: Window,
    tree: Tree<u32>,
    behavior: Labels,
    canvas: f64,
}

impl TilesFrame {
    /// Creates a frame of `n` panes over a square with the side `canvas`. A window shows the first part of it.
    pub(crate) fn new(tree: Tree<u32>, n: u32, (window, canvas): (f64, f64), tabs: bool) -> Self {
        let behavior = Labels { texts: (0..n).map(label).collect(), tabs };
        Self { window: Window::new(window), tree, behavior, canvas }
    }

    /// Enables the output for screen readers.
    pub(crate) fn with_access(self) -> Self {
        self.window.ctx.enable_accesskit();
        self
    }

    pub(crate) fn time(&mut self) -> f64 {
        let Self { window, tree, behavior, canvas } = self;
        window.time(|ui| {
            let whole = Rect::from_min_size(ui.max_rect().min, Vec2::splat(single(*canvas)));
            let mut child = ui.new_child(UiBuilder::new().max_rect(whole));
            tree.ui(behavior, &mut child);
        })
    }
}
