//! The strip above the tree: the name of the folder and three small buttons.
//!
//! Invariant: the strip is one line high, however narrow the pane is.

use egui::{Align, Label, Layout, RichText, Ui, UiBuilder};

use super::FileTree;
use crate::icons::{self, Icon};
use multisplit_pane_chrome::INSET;

impl FileTree {
    pub(super) fn show_header(&mut self, ui: &mut Ui) {
        let size = egui::vec2(ui.available_width().max(0.0), ui.spacing().interact_size.y);
        let (_, rect) = ui.allocate_space(size);
        let layout = Layout::right_to_left(Align::Center);
        let mut bar = ui.new_child(UiBuilder::new().id_salt("header").max_rect(rect).layout(layout));
        bar.shrink_clip_rect(rect);
        bar.spacing_mut().item_spacing.x = 2.0;
        if icons::button(&mut bar, Icon::Refresh, "Refresh", None).clicked() {
            self.refresh();
        }
        let (hidden, ignored) = (self.folders.show_hidden, self.folders.show_ignored);
        if icons::button(&mut bar, Icon::Ignored, "Show ignored files", Some(ignored)).clicked() {
            self.folders.show_ignored = !ignored;
            self.settle();
        }
        if icons::button(&mut bar, Icon::Hidden, "Show hidden files", Some(hidden)).clicked() {
            self.folders.show_hidden = !hidden;
            self.settle();
        }
        if bar.available_width() > 8.0 {
            bar.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add_space(INSET);
                let name = Label::new(RichText::new(&self.title).strong()).truncate().selectable(false);
                ui.add(name).on_hover_text(self.root.display().to_string());
            });
        }
    }
}
