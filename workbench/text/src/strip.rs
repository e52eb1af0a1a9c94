//! Strips above and below the text.
//!
//! They do not float: each takes its height from the space of the text. Invariant: a pane that is too low for strips shows
//! only text.

use egui::{Align, Button, Color32, Id, Label, Layout, Rect, Ui, UiBuilder, pos2, vec2};
use multisplit_pane_chrome::INSET;

/// The side of the space from which a strip is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Above the text.
    Top,
    /// Below the text.
    Bottom,
}

/// Cuts a row from `rest` and fills it with what `add` shows. Returns `false` and does nothing if `rest` is too low for it.
pub fn row(ui: &mut Ui, rest: &mut Rect, edge: Edge, id: Id, fill: Color32, add: impl FnOnce(&mut Ui)) -> bool {
    let height = ui.spacing().interact_size.y + 6.0;
    // Keeps at least one and a half times the height of a strip for the text.
    if rest.height() < height * 2.5 || rest.width() < 1.0 {
        return false;
    }
    let rect = match edge {
        Edge::Top => Rect::from_min_max(rest.min, pos2(rest.right(), rest.top() + height)),
        Edge::Bottom => Rect::from_min_max(pos2(rest.left(), rest.bottom() - height), rest.max),
    };
    match edge {
        Edge::Top => rest.min.y = rect.bottom(),
        Edge::Bottom => rest.max.y = rect.top(),
    }
    ui.painter_at(rect).rect_filled(rect, 0.0, fill);
    let margin = INSET.min(rect.width() / 4.0);
    let inner = rect.shrink2(vec2(margin, 1.0));
    let builder = UiBuilder::new().scope_id(id).max_rect(inner).layout(Layout::left_to_right(Align::Center));
    let mut child = ui.new_child(builder);
    child.shrink_clip_rect(rect);
    add(&mut child);
    true
}

/// Shows a strip above the text with a message and a button for each answer. Returns the answer that was clicked.
pub fn notice<A: Copy>(ui: &mut Ui, rest: &mut Rect, id: Id, words: &str, answers: &[(&str, A)]) -> Option<A> {
    let fill = ui.visuals().warn_fg_color.gamma_multiply(0.2);
    let mut answer = None;
    row(ui, rest, Edge::Top, id, fill, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (name, meaning) in answers.iter().rev() {
                if ui.button(*name).clicked() {
                    answer = Some(*meaning);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(words).truncate()).on_hover_text(words);
            });
        });
    });
    answer
}

/// Shows the strip below the text: the place of the user, what `add` shows, and facts about the text.
///
/// Returns `true` if the place was clicked, which asks for another line.
pub fn status(
    ui: &mut Ui,
    rest: &mut Rect,
    pane: Id,
    place: String,
    add: impl FnOnce(&mut Ui),
    facts: impl IntoIterator<Item = String>,
) -> bool {
    let mut is_clicked = false;
    row(ui, rest, Edge::Bottom, pane.with("status"), ui.visuals().panel_fill, |ui| {
        is_clicked = ui.add(Button::new(place).frame(false).small()).on_hover_text("Go to line").clicked();
        add(ui);
        for fact in facts {
            ui.separator();
            ui.add(Label::new(fact).truncate());
        }
    });
    if is_clicked {
        ui.ctx().request_repaint();
    }
    is_clicked
}
