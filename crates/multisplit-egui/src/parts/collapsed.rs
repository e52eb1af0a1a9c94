//! The strips of collapsed panes. A strip shows the name of a pane and whether it holds unsaved work, and a click unfolds the pane.

use crate::base::content::FrameView;
use crate::base::names::name_of;
use crate::frame::Frame;
use crate::parts::tabs::is_any_modified;
use egui::{Align2, CursorIcon, Role, Sense, Ui, WidgetInfo};
use multisplit::{Command, Intent};

/// The distance from the end of the name to the middle of the dot for unsaved work, in points.
const DOT_AFTER: f32 = 10.0;

/// Draws the strips.
pub(crate) fn show(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>) {
    let layout = view.layout;
    for fold in layout.folds() {
        if !frame.is_here(layout, fold.node) {
            continue;
        }
        let rect = frame.origin.rect(fold.rect);
        let Some(widget) = view.layout.tree().widget(fold.pane) else { continue };
        let name = name_of(view.content, fold.pane, widget);
        let modified = is_any_modified(view, (fold.node, fold.pane), frame.failures);
        let response = ui.interact(rect, frame.origin.tab(fold.node), Sense::click());
        let label = if modified { format!("Expand {name}, modified") } else { format!("Expand {name}") };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        let fill = if response.hovered() { frame.style.hover_fill } else { frame.style.bar_fill };
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        painter.rect_filled(rect, 0.0, fill);
        let font = frame.style.title_font.clone();
        let dot = if rect.height() > rect.width() {
            // The name runs along the strip, from bottom to top.
            let galley = painter.layout_no_wrap(name, font, frame.style.weak_text);
            let at = rect.center_top() + egui::vec2(-galley.size().y / 2.0, galley.size().x + 8.0);
            let text = egui::epaint::TextShape::new(at, galley, frame.style.weak_text);
            painter.add(text.with_angle(-std::f32::consts::FRAC_PI_2));
            at + egui::vec2(rect.center().x - at.x, DOT_AFTER)
        } else {
            let at = rect.left_center() + egui::vec2(8.0, 0.0);
            let words = painter.text(at, Align2::LEFT_CENTER, name, font, frame.style.weak_text);
            words.right_center() + egui::vec2(DOT_AFTER, 0.0)
        };
        if modified {
            painter.circle_filled(dot, 3.5, frame.style.weak_text);
        }
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            frame.intents.push(Intent::Run(Command::Collapse { pane: fold.pane, collapsed: false }));
        }
    }
}
