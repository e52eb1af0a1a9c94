//! The list of tables at the side.
//!
//! Invariant: only rows in view are drawn.

use egui::{Label, RichText, ScrollArea, Sense, Ui, vec2};

use super::QueryPane;
use crate::schema::Table;
use crate::sql::Dialect;

/// What a click on the list requests.
enum Act {
    Open(String),
    Close(String),
    Insert(String),
}

/// A row of the list.
enum Row<'a> {
    Table(&'a Table, bool),
    Column(&'a (String, String)),
}

impl QueryPane {
    pub(super) fn tables(&mut self, ui: &mut Ui) {
        // Otherwise the panel becomes as narrow as its first words.
        ui.take_available_width();
        if self.schema.tables.is_empty() {
            ui.label(RichText::new("no tables").weak());
            return;
        }
        if self.schema.more {
            ui.label(RichText::new("some tables or columns are left out").small().weak());
        }
        let mut rows = Vec::new();
        for table in &self.schema.tables {
            let is_open = self.open_tables.contains(&table.shown());
            rows.push(Row::Table(table, is_open));
            if is_open {
                rows.extend(table.columns.iter().map(Row::Column));
            }
        }
        let dialect = self.dialect();
        let height = ui.spacing().interact_size.y;
        let area = ScrollArea::both().id_salt("tables").auto_shrink(false);
        let act = area.show_rows(ui, height, rows.len(), |ui, range| {
            let acts = rows[range].iter().map(|row| show(ui, row, dialect, height));
            // Collect before taking the first: every row must be drawn, also those after the clicked one.
            acts.collect::<Vec<_>>().into_iter().flatten().next()
        });
        match act.inner {
            Some(Act::Close(name)) => drop(self.open_tables.remove(&name)),
            Some(Act::Open(name)) => drop(self.open_tables.insert(name)),
            Some(Act::Insert(statement)) => {
                self.editor.append_statement(&statement);
                self.wants_focus = true;
            }
            None => {}
        }
    }
}

fn show(ui: &mut Ui, row: &Row<'_>, dialect: Dialect, height: f32) -> Option<Act> {
    ui.horizontal(|ui| {
        ui.set_min_height(height);
        match row {
            Row::Table(table, is_open) => {
                let name = table.shown();
                let (_, arrow) = ui.allocate_exact_size(vec2(12.0, height), Sense::click());
                arrow.widget_info(|| {
                    let words = format!("Columns of {name}");
                    egui::WidgetInfo::selected(egui::Role::Button, true, *is_open, words)
                });
                egui::collapsing_header::paint_default_icon(ui, if *is_open { 1.0 } else { 0.0 }, &arrow);
                let words = if table.is_view { RichText::new(&name).italics() } else { RichText::new(&name) };
                let query = table.query(dialect);
                let label = ui.add(Label::new(words).extend().selectable(false).sense(Sense::click()));
                let is_clicked = label.on_hover_text(format!("Add {query}")).clicked();
                if arrow.clicked() {
                    return Some(if *is_open { Act::Close(name) } else { Act::Open(name) });
                }
                is_clicked.then_some(Act::Insert(query))
            }
            Row::Column((name, kind)) => {
                ui.add_space(20.0);
                ui.add(Label::new(name).extend());
                ui.add(Label::new(RichText::new(kind).small().weak()).extend());
                None
            }
        }
    })
    .inner
}
