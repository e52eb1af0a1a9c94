//! The layout of the view: the strip of buttons, then the sections in one to three columns, which scroll together.

use egui::{Align, Frame, Layout, Margin, ScrollArea, Ui, vec2};

use super::{Inspector, InspectorAction, focus};
use crate::limits;
use crate::section::{self, Section};
use crate::sections::{cache, frames, loads, memory, operations, slots, slow};
use crate::theme::Theme;

/// The minimum width of a column, in points, if there is more than one.
const COLUMN: f32 = 400.0;
const COLUMN_GAP: f32 = 18.0;
const SPACING: egui::Vec2 = vec2(6.0, 5.0);

impl Inspector {
    pub(super) fn show(&mut self, ui: &mut Ui) -> Vec<InspectorAction> {
        let mut actions = Vec::new();
        let ground = self.ground(ui);
        let (width, height) = (ui.available_width(), ui.available_height());
        let columns = Section::columns(((width / COLUMN) as usize).min(limits::COLUMNS));
        let theme = Theme::of(ui.visuals(), plot_height(columns.len(), height));
        ScrollArea::vertical().id_salt("inspector scroll").auto_shrink(false).animated(false).show(ui, |ui| {
            focus::scroll(ui, ground, height);
            let margin = Margin { left: 8, right: 10, top: 6, bottom: 10 };
            Frame::NONE.inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing = SPACING;
                self.strip(ui, &theme, &mut actions);
                if self.data.reading.is_some() {
                    self.sections(ui, columns, &theme);
                } else {
                    ui.label("No readings yet.");
                }
            });
        });
        actions
    }

    fn strip(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<InspectorAction>) {
        ui.horizontal_wrapped(|ui| {
            if ui.button("Trim").on_hover_text("Free what can be freed now").clicked() {
                actions.push(InspectorAction::TrimNow);
            }
            let hint = "Drop every widget that is out of view; its state is kept";
            if ui.button("Drop all hidden").on_hover_text(hint).clicked() {
                actions.push(InspectorAction::DropHidden);
            }
            if ui.button("Export report…").on_hover_text("Write all numbers to a file").clicked() {
                self.export.toggle();
            }
            if let Some(reading) = &self.data.reading {
                memory::chip(ui, &reading.snapshot, theme);
            }
        });
        if let Some(path) = self.export.show(ui) {
            actions.push(InspectorAction::ExportReport { path });
        }
    }

    fn sections(&mut self, ui: &mut Ui, columns: &[&[Section]], theme: &Theme) {
        if let [only] = columns {
            only.iter().for_each(|section| self.section(ui, *section, theme));
            return;
        }
        ui.spacing_mut().item_spacing.x = COLUMN_GAP;
        ui.columns(columns.len(), |uis| {
            for (ui, sections) in uis.iter_mut().zip(columns) {
                // Not justified, as columns are by default: that would stretch a plot over its margin.
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing = SPACING;
                    sections.iter().for_each(|section| self.section(ui, *section, theme));
                });
            }
        });
    }

    fn section(&mut self, ui: &mut Ui, section: Section, theme: &Theme) {
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
        if section::header(ui, section, is_open, &summary, theme) {
            self.toggle(section);
        }
        if !is_open {
            return;
        }
        let data = &self.data;
        ui.push_id(section.key(), |ui| match section {
            Section::Memory => memory::show(ui, data, theme),
            Section::Slots => slots::show(ui, data, theme),
            Section::Cache => cache::show(ui, data, theme),
            Section::Loads => loads::show(ui, data, theme),
            Section::Frames => frames::show(ui, data, theme),
            Section::Operations => operations::show(ui, data, &mut self.sort, theme),
            Section::Slow => slow::show(ui, data, theme),
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

/// Returns the height of a plot, in points. Plots are higher in several columns of a tall window: a column then has about
/// three plots.
fn plot_height(columns: usize, height: f32) -> f32 {
    const LEAST: f32 = 132.0;
    let part = match columns {
        0 | 1 => 0.0,
        2 => 0.13,
        _ => 0.22,
    };
    (height * part).clamp(LEAST, LEAST * 2.0)
}
