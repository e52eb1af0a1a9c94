//! Draws the tree and turns clicks into actions.
//!
//! It does not draw outside its rectangle, and does not draw rows that are scrolled out.
//!
//! Invariant: drawing changes nothing; clicks are collected and handled afterwards.

use std::path::Path;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, Id, Rect, Response, Sense, TextStyle, Ui, UiBuilder, WidgetInfo, accesskit, pos2, vec2};

use multisplit_pane_chrome::menu as context;

use super::folders::{Folders, Row, What};
use super::menu::{self, Choice, Target};
use super::{FileAction, FileTree};
use crate::icons::{self, FileKind};
use crate::rows::RowList;

/// An action of the user on a row.
#[derive(Clone, Copy)]
enum Act {
    /// The menu of the row was opened.
    Select(usize),
    Click {
        row: usize,
        beside: bool,
    },
    Menu(usize, Choice),
}

/// The data that drawing a row needs from the tree.
struct Look<'a> {
    folders: &'a Folders,
    tree: Id,
    selected: Option<usize>,
    focused: bool,
    /// Whether a key asks for the menu of the selected row.
    menu_key: bool,
}

impl FileTree {
    /// Draws the pane into all of `ui`; returns what the user asked for.
    pub fn ui(&mut self, ui: &mut Ui) -> Vec<FileAction> {
        let rect = ui.available_rect_before_wrap();
        let rect = Rect::from_min_size(rect.min, rect.size().max(vec2(0.0, 0.0)));
        let tree = ui.scope_id().with("file tree");
        let mut actions = Vec::new();
        if let Some(wait) = self.pump() {
            ui.ctx().request_repaint_after(wait);
        }
        let mut pane = ui.new_child(UiBuilder::new().id_salt("files").max_rect(rect));
        pane.shrink_clip_rect(rect);
        self.show_header(&mut pane);
        self.show_prompt(&mut pane, tree, &mut actions);
        self.show_trouble(&mut pane);
        self.show_body(&mut pane, tree, &mut actions);
        ui.advance_cursor_after_rect(rect);
        if self.hurry {
            ui.ctx().request_repaint();
        }
        actions
    }

    /// Opens or closes the selected folder.
    pub(super) fn toggle_selected(&mut self) {
        let Some(path) = self.selected.clone() else { return };
        let row = self.selected_row.and_then(|row| self.folders.rows().get(row)).copied();
        if row.is_some_and(|row| matches!(row.what, What::Entry { open: Some(_), .. })) {
            self.folders.close(&path);
        } else if self.folders.open(&path) {
            self.hurry = true;
        } else {
            let fault = row.and_then(|row| self.folders.fault(row)).unwrap_or("Too many folders are open.");
            self.note = Some(fault.to_owned());
        }
        self.settle();
    }

    fn show_trouble(&mut self, ui: &mut Ui) {
        if let Some(why) = self.watch.trouble() {
            let words = "Not following changes on disk; the tree refreshes when you come back to it.";
            ui.add(egui::Label::new(egui::RichText::new(words).weak().small()).truncate()).on_hover_text(why);
        }
        if let Some(note) = &self.note {
            ui.add(egui::Label::new(egui::RichText::new(note).color(ui.visuals().warn_fg_color)).truncate());
        }
    }

    fn show_body(&mut self, ui: &mut Ui, tree: Id, actions: &mut Vec<FileAction>) {
        let body = ui.available_rect_before_wrap();
        let body = Rect::from_min_size(body.min, body.size().max(vec2(0.0, 0.0)));
        let ground = ui.interact(body, tree, Sense::CLICK | Sense::FOCUSABLE);
        let (title, enabled) = (&self.title, ui.is_enabled());
        ground.widget_info(|| WidgetInfo::labeled(accesskit::Role::Tree, enabled, format!("Files in {title}")));
        self.follow_focus(ui, &ground);
        self.keys(ui, tree, actions);
        let by_key = ui.memory(|memory| memory.has_focus(tree)) && context::is_asked(ui);
        let on_ground = (by_key && self.selected_row.is_none()).then(|| ground.rect.left_top());
        if let Some(choice) = context::context(&ground, on_ground, tree, |ui| menu::show(ui, Target::Root)).flatten() {
            let root = self.root.clone();
            self.choose(ui, choice, &root, true, actions);
        }
        self.show_rows(ui, tree, by_key, actions);
    }

    fn follow_focus(&mut self, ui: &Ui, ground: &Response) {
        if std::mem::take(&mut self.wants_focus) || ground.is_pointer_button_down_on() {
            ground.request_focus();
        }
        let active = ui.input(|input| input.focused);
        if ground.gained_focus() || (active && !self.was_active) {
            self.came_back();
        }
        self.was_active = active;
    }

    fn show_rows(&mut self, ui: &mut Ui, tree: Id, menu_key: bool, actions: &mut Vec<FileAction>) {
        let height = (ui.text_style_height(&TextStyle::Body) + 4.0).max(8.0).ceil();
        if height != self.row_height {
            // A saved scroll position is in rows, so it can be applied only once the height of a row is known.
            self.row_height = height;
            self.relayout(None);
        }
        let mut list: RowList = std::mem::take(&mut self.list);
        let focused = ui.memory(|memory| memory.has_focus(tree));
        let look = Look { folders: &self.folders, tree, selected: self.selected_row, focused, menu_key };
        let mut acts = Vec::new();
        list.show(ui, height, look.folders.rows().len(), |ui, row, rect| look.row(ui, row, rect, &mut acts));
        self.list = list;
        if !acts.is_empty() {
            self.note = None;
        }
        for act in acts {
            self.act(ui, act, actions);
            ui.ctx().request_repaint();
        }
    }

    fn act(&mut self, ui: &Ui, act: Act, actions: &mut Vec<FileAction>) {
        let (Act::Select(row) | Act::Click { row, .. } | Act::Menu(row, _)) = act;
        let Some(found) = self.folders.rows().get(row).copied() else { return };
        let folder = self.folders.entry(found).is_some_and(|entry| entry.folder);
        let path = self.root.join(self.folders.row_path(found));
        self.select_row(row);
        match act {
            Act::Select(_) => {}
            Act::Menu(_, choice) => self.choose(ui, choice, &path, folder, actions),
            Act::Click { beside, .. } => match (folder, self.is_second_click(ui, &path)) {
                // The second click on a folder belongs to the first, which has already toggled it.
                (true, true) | (false, false) => {}
                (true, false) => self.toggle_selected(),
                (false, true) if beside => actions.push(FileAction::OpenBeside(path)),
                (false, true) => actions.push(FileAction::Open(path)),
            },
        }
    }

    /// Returns `true` if this click completes a double click on `path`.
    ///
    /// Clicks are counted here by path, because egui also counts two quick clicks on different rows as a double click.
    fn is_second_click(&mut self, ui: &Ui, path: &Path) -> bool {
        let now = ui.input(|input| input.time);
        let delay = ui.ctx().options(|options| options.input_options.max_double_click_delay);
        let second = self.clicked.take().is_some_and(|(last, at)| last == path && now - at <= delay);
        self.clicked = (!second).then(|| (path.to_owned(), now));
        second
    }
}

impl Look<'_> {
    fn row(&self, ui: &mut Ui, at: usize, rect: Rect, acts: &mut Vec<Act>) {
        let Some(row) = self.folders.rows().get(at).copied() else { return };
        let Some(entry) = self.folders.entry(row) else {
            let words = self.note(row);
            paint_label(ui, label_rect(rect, row.depth), &words, ui.visuals().weak_text_color());
            return;
        };
        let id = self.tree.with(self.folders.row_path(row));
        let response = ui.interact(rect, id, Sense::CLICK);
        let selected = self.selected == Some(at);
        self.describe(ui, &response, row, selected);
        self.paint(ui, rect, row, &response, selected);
        if response.is_pointer_button_down_on() {
            ui.memory_mut(|memory| memory.request_focus(self.tree));
        }
        if response.clicked() {
            acts.push(Act::Click { row: at, beside: ui.input(|input| input.modifiers.command) });
        } else if response.secondary_clicked() {
            acts.push(Act::Select(at));
        }
        let target = if entry.folder { Target::Folder } else { Target::File };
        let by_key = (selected && self.menu_key).then(|| label_rect(rect, row.depth).left_bottom());
        let chosen = context::context(&response, by_key, self.tree, |ui| menu::show(ui, target)).flatten();
        acts.extend(chosen.map(|choice| Act::Menu(at, choice)));
        if let Some(fault) = self.folders.fault(row) {
            response.on_hover_text(fault);
        }
    }

    fn note(&self, row: Row) -> String {
        match row.what {
            What::Listing => "listing...".to_owned(),
            What::Fault | What::Notice => self.folders.fault(row).unwrap_or_default().to_owned(),
            What::LeftOut => format!("{} more are not shown", self.folders.left_out(row)),
            What::Empty | What::Entry { .. } => "empty".to_owned(),
        }
    }

    fn describe(&self, ui: &Ui, response: &Response, row: Row, selected: bool) {
        let (Some(entry), What::Entry { open, .. }) = (self.folders.entry(row), row.what) else { return };
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::TreeItem, enabled, &entry.label));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_selected(selected);
            node.set_level(usize::from(row.depth) + 1);
            if entry.folder {
                node.set_expanded(open.is_some());
            }
        });
        if selected {
            let row = response.id.accesskit_id();
            ui.ctx().accesskit_node_builder(self.tree, |node| node.set_active_descendant(row));
        }
    }

    fn paint(&self, ui: &Ui, rect: Rect, row: Row, response: &Response, selected: bool) {
        let (Some(entry), What::Entry { open, .. }) = (self.folders.entry(row), row.what) else { return };
        let visuals = ui.visuals();
        let ground = match (selected, self.focused) {
            (true, true) => Some(visuals.selection.bg_fill),
            (true, false) => Some(visuals.widgets.inactive.weak_bg_fill),
            (false, _) if response.hovered() => Some(visuals.widgets.hovered.weak_bg_fill.gamma_multiply(0.5)),
            (false, _) => None,
        };
        if let Some(ground) = ground {
            ui.painter().rect_filled(rect, 0.0, ground);
        }
        let gray = entry.hidden || entry.ignored || self.folders.fault(row).is_some();
        let color = match (selected && self.focused, gray) {
            (true, _) => visuals.selection.stroke.color,
            (false, true) => visuals.weak_text_color(),
            (false, false) => visuals.text_color(),
        };
        let label = label_rect(rect, row.depth);
        let icon = Rect::from_min_size(label.left_top() - vec2(rect.height(), 0.0), vec2(rect.height(), rect.height()));
        if entry.folder {
            icons::arrow(ui.painter(), icon.translate(vec2(-rect.height() * 0.72, 0.0)), open.is_some(), color);
            icons::folder(ui.painter(), icon, color.gamma_multiply(0.6));
        } else {
            FileKind::of(&entry.label).paint(ui.painter(), icon, color.gamma_multiply(0.75));
        }
        if entry.link {
            icons::link_mark(ui.painter(), icon, color);
        }
        paint_label(ui, label, &entry.label, color);
    }
}

/// Returns the rectangle for the text of a row; even deep rows keep some width for it.
fn label_rect(row: Rect, depth: u16) -> Rect {
    let h = row.height();
    let left = (row.left() + f32::from(depth) * h * 0.62 + h * 1.78).min(row.right() - h * 3.0).max(row.left());
    Rect::from_min_max(pos2(left, row.top()), row.max)
}

fn paint_label(ui: &Ui, rect: Rect, words: &str, color: Color32) {
    if rect.width() < 1.0 {
        return;
    }
    let format = TextFormat { font_id: TextStyle::Body.resolve(ui.style()), color, ..TextFormat::default() };
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.wrap = TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(pos2(rect.left() + 2.0, top), galley, color);
}
