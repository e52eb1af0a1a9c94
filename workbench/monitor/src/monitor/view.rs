//! Lays the pane out: the strip of buttons, then the sections in one to three columns, all scrolled together.

use egui::{Frame, Margin, ScrollArea, Ui};

use super::{Monitor, MonitorAction, focus};
use crate::limits;
use crate::section::{self, Section};
use crate::sections::{cache, frames, loads, memory, operations, slots, slow};
use crate::theme::Colours;

/// The least width of a column where there is more than one.
const COLUMN: f32 = 400.0;

impl Monitor {
    pub(super) fn show(&mut self, ui: &mut Ui) -> Vec<MonitorAction> {
        let mut actions = Vec::new();
        let colours = Colours::of(ui.visuals());
        let ground = self.ground(ui);
        let height = ui.available_height();
        ScrollArea::vertical().id_salt("monitor scroll").auto_shrink(false).animated(false).show(ui, |ui| {
            focus::scroll(ui, ground, height);
            let margin = Margin { left: 8, right: 10, top: 6, bottom: 10 };
            Frame::NONE.inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing = egui::vec2(6.0, 5.0);
                self.strip(ui, &colours, &mut actions);
                self.sections(ui, &colours);
            });
        });
        actions
    }

    fn strip(&mut self, ui: &mut Ui, colours: &Colours, actions: &mut Vec<MonitorAction>) {
        ui.horizontal_wrapped(|ui| {
            if ui.button("Trim").on_hover_text("Free what can be freed now").clicked() {
                actions.push(MonitorAction::TrimNow);
            }
            let hint = "Drop every widget that is out of view; its state is kept";
            if ui.button("Drop all hidden").on_hover_text(hint).clicked() {
                actions.push(MonitorAction::DropHidden);
            }
            if ui.button("Export report…").on_hover_text("Write all numbers to a file").clicked() {
                self.export.toggle();
            }
            if let Some(reading) = &self.data.reading {
                memory::chip(ui, &reading.memory, colours);
            }
        });
        if let Some(path) = self.export.show(ui) {
            actions.push(MonitorAction::ExportReport { path });
        }
        if self.data.reading.is_none() {
            ui.weak("No readings yet.");
        }
    }

    fn sections(&mut self, ui: &mut Ui, colours: &Colours) {
        let fitting = (ui.available_width() / COLUMN) as usize;
        let columns = Section::columns(fitting.min(limits::COLUMNS));
        if let [only] = columns {
            only.iter().for_each(|section| self.section(ui, *section, colours));
            return;
        }
        ui.columns(columns.len(), |uis| {
            for (ui, sections) in uis.iter_mut().zip(columns) {
                ui.spacing_mut().item_spacing = egui::vec2(6.0, 5.0);
                sections.iter().for_each(|section| self.section(ui, *section, colours));
            }
        });
    }

    fn section(&mut self, ui: &mut Ui, section: Section, colours: &Colours) {
        let is_open = !self.closed.contains(&section);
        let data = &self.data;
        let summary = match section {
            Section::Memory => memory::summary(data),
            Section::Slots => slots::summary(data),
            Section::Cache => cache::summary(data),
            Section::Loads => loads::summary(data),
            Section::Frames => frames::summary(data),
            Section::Operations => operations::summary(data),
            Section::Slow => slow::summary(data),
        };
        if section::header(ui, section, is_open, &summary, colours) {
            self.toggle(section);
        }
        if !is_open {
            return;
        }
        let data = &self.data;
        ui.push_id(section.key(), |ui| match section {
            Section::Memory => memory::show(ui, data, colours),
            Section::Slots => slots::show(ui, data, colours),
            Section::Cache => cache::show(ui, data, colours),
            Section::Loads => loads::show(ui, data, colours),
            Section::Frames => frames::show(ui, data, colours),
            Section::Operations => operations::show(ui, data, &mut self.sort, colours),
            Section::Slow => slow::show(ui, data, colours),
        });
        ui.add_space(4.0);
    }

    fn toggle(&mut self, section: Section) {
        if self.closed.contains(&section) {
            self.closed.retain(|closed| *closed != section);
        } else {
            self.closed.push(section);
        }
    }
}
