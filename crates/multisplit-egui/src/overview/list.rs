//! The list beside the map: the results of the search, best first, or the panes that had the focus, the latest first.
//! It draws only the visible rows.

use crate::base::content::Content;
use crate::base::group_color::group;
use crate::base::names::{name_of, notes};
use crate::drawing::text_cache::cut;
use crate::map::palette::Palette;
use egui::accesskit::Role;
use egui::{Id, Rect, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use multisplit::{Layout, PaneId};

/// The height of a row, in points.
const ROW: f32 = 38.0;
/// The height of the line above the rows, in points.
const HEAD: f32 = 22.0;

/// The list to show.
pub(super) struct List<'a> {
    pub(super) layout: &'a Layout,
    pub(super) content: &'a dyn Content,
    pub(super) palette: &'a Palette,
    pub(super) panes: &'a [PaneId],
    /// The text above the rows.
    pub(super) head: String,
    pub(super) cursor: Option<PaneId>,
    /// Whether the row with the cursor is brought into view.
    pub(super) reveal: bool,
}

/// What the user did with the list.
#[derive(Default)]
pub(super) struct Picked {
    pub(super) pane: Option<PaneId>,
    /// The widget of the row with the cursor, if the row was drawn.
    pub(super) row: Option<Id>,
}

impl List<'_> {
    pub(super) fn show(&self, ui: &mut Ui, id: Id, rect: Rect) -> Picked {
        let mut picked = Picked::default();
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let galley = painter.layout_job(cut(&self.head, 12.0, self.palette.weak, rect.width() - 8.0));
        painter.galley(rect.min + vec2(6.0, 2.0), galley, self.palette.weak);
        let rows = rect.with_min_y((rect.min.y + HEAD).min(rect.max.y));
        if rows.height() < ROW / 2.0 {
            return picked;
        }
        let builder = UiBuilder::new().scope_id(id).max_rect(rows);
        let builder = builder.accessibility_role(Role::ListBox).accessibility_label(self.head.as_str());
        let mut own = ui.new_child(builder);
        own.set_clip_rect(rows.intersect(ui.clip_rect()));
        own.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("rows");
        if let Some(at) = self.cursor_row().filter(|_| self.reveal) {
            area = area.vertical_scroll_offset(scrolled_to(&own, id, at, rows.height()));
        }
        let output = area.show_rows(&mut own, ROW, self.panes.len(), |ui, range| {
            let top = ui.max_rect().min;
            for (step, index) in range.enumerate() {
                let at = pos2(top.x, top.y + ROW * number(step));
                let room = Rect::from_min_size(at, vec2(ui.max_rect().width(), ROW));
                self.row(ui, id, index, room, &mut picked);
            }
        });
        own.ctx().data_mut(|data| data.insert_temp(id, output.state.unclamped_offset().y));
        picked
    }

    fn cursor_row(&self) -> Option<usize> {
        self.panes.iter().position(|pane| Some(*pane) == self.cursor)
    }

    fn row(&self, ui: &Ui, list: Id, index: usize, rect: Rect, picked: &mut Picked) {
        let (pane, palette) = (self.panes[index], self.palette);
        let Some(widget) = self.layout.tree().widget(pane) else { return };
        let id = list.with(pane.raw());
        let response = ui.interact(rect, id, Sense::click());
        let (name, selected) = (name_of(self.content, pane, widget), self.cursor == Some(pane));
        let (mut notes, group) = (notes(self.content, pane, widget), group(self.layout, pane));
        notes.extend(group.map(|(name, _)| format!("in {name}")));
        response.widget_info(|| {
            let all: Vec<&str> = std::iter::once(name.as_str()).chain(notes.iter().map(String::as_str)).collect();
            WidgetInfo::labeled(Role::ListBoxOption, true, all.join(", "))
        });
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_selected(selected);
            node.set_position_in_set(index + 1);
            node.set_size_of_set(self.panes.len());
        });
        let inner = rect.shrink2(vec2(2.0, 1.0));
        if selected || response.hovered() {
            ui.painter().rect_filled(inner, 3.0, palette.accent.gamma_multiply(if selected { 0.45 } else { 0.18 }));
        }
        if let Some((_, color)) = group {
            ui.painter().rect_filled(inner.with_max_x(inner.min.x + 3.0), 1.0, color);
        }
        let room = inner.width() - 16.0;
        for (text, size, color, y) in [(name, 13.0, palette.text, 3.0), (notes.join(" · "), 11.0, palette.weak, 19.0)]
        {
            let galley = ui.painter().layout_job(cut(&text, size, color, room));
            ui.painter().galley(inner.min + vec2(10.0, y), galley, color);
        }
        if selected {
            picked.row = Some(id);
        }
        if response.clicked() {
            picked.pane = Some(pane);
        }
    }
}

/// Returns the scroll offset at which a row is visible, changed no more than needed.
fn scrolled_to(ui: &Ui, id: Id, row: usize, height: f32) -> f32 {
    let now: f32 = ui.ctx().data(|data| data.get_temp(id)).unwrap_or_default();
    let top = ROW * number(row);
    now.min(top).max(top + ROW - height).max(0.0)
}

#[allow(clippy::cast_precision_loss)] // a few
const fn number(value: usize) -> f32 {
    value as f32
}
