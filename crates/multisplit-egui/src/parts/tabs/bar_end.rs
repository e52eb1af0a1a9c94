//! The right end of a tab bar: the button for a new tab, and what the application draws there.

use super::laid::Laid;
use crate::base::content::FrameView;
use crate::frame::Frame;
use egui::{Align, Layout, Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo, accesskit::Role, vec2};

/// The width of the button for a new tab, in points.
const BUTTON: f32 = 28.0;
/// Half the length of the lines of its plus, in points.
const ARM: f32 = 4.5;

/// Returns the width, in points, that the end of each bar needs.
pub(super) fn width(view: &FrameView<'_>, frame: &Frame<'_>) -> f32 {
    view.content.bar_end_width() + if frame.add_button { BUTTON } else { 0.0 }
}

/// Draws the ends of all bars.
pub(super) fn show(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>, laid: &Laid) {
    for bar in laid.bars.iter().filter(|bar| bar.end.is_positive()) {
        let tabs = &laid.tabs[bar.tabs.clone()];
        let Some(front) = tabs.iter().find(|tab| tab.active).or(tabs.first()) else { continue };
        let mut end = bar.end;
        if frame.add_button {
            let button = end.with_min_x((end.max.x - BUTTON).max(end.min.x));
            end.max.x = button.min.x;
            if view.content.has_add_button(front.pane)
                && add_button(ui, frame, button, frame.origin.tab(bar.node).with("add"))
            {
                frame.new_tabs.push(front.pane);
            }
        }
        if end.is_positive() {
            let layout = Layout::right_to_left(Align::Center);
            let id = frame.origin.tab(bar.node).with("end");
            let mut own = ui.new_child(UiBuilder::new().scope_id(id).max_rect(end).layout(layout));
            own.set_clip_rect(end.intersect(ui.clip_rect()));
            view.content.bar_end(&mut own, front.pane, frame.intents);
        }
    }
}

/// Draws the button for a new tab. Returns `true` if it was clicked.
fn add_button(ui: &Ui, frame: &Frame<'_>, rect: Rect, id: egui::Id) -> bool {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "New tab"));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let (hot, center) = (response.hovered(), rect.center());
    if hot {
        painter.rect_filled(rect.shrink(4.0), 3.0, frame.style.hover_fill);
    }
    let stroke = Stroke::new(1.3, if hot { frame.style.text } else { frame.style.weak_text });
    painter.line_segment([center - vec2(ARM, 0.0), center + vec2(ARM, 0.0)], stroke);
    painter.line_segment([center - vec2(0.0, ARM), center + vec2(0.0, ARM)], stroke);
    response.clicked()
}
