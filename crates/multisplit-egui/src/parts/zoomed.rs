//! The header of a pane that fills its surface. It shows the name of the pane, and its button brings everything back. If the pane is in a tab
//! set, the bar of the set is in the header, beside the button.

use crate::base::content::FrameView;
use crate::base::names::name_of;
use crate::frame::Frame;
use egui::{Align2, CursorIcon, FontId, Rect, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};
use multisplit::tree::NodeKind;
use multisplit::{Command, FocusTo, Intent, Layout, NodeId, PaneId};

/// The text of the button.
const WORDS: &str = "Unzoom";
/// The width of the button, in points, if there is space for it.
const BUTTON: f32 = 72.0;

/// Draws the header, if a pane fills the surface that is being drawn.
pub(crate) fn show(ui: &mut Ui, view: &FrameView<'_>, frame: &mut Frame<'_>) {
    let here = view.layout.zoom_bars().find(|(pane, _)| frame.is_here(view.layout, pane.node()));
    let Some((pane, bar)) = here else { return };
    let bar = frame.origin.rect(bar);
    let [name, button] = parts(bar);
    let painter = ui.painter().with_clip_rect(bar.intersect(ui.clip_rect()));
    let style = frame.style;
    if !is_tab(view.layout, pane) {
        painter.rect_filled(name, 0.0, style.bar_fill);
        if let Some(widget) = view.layout.tree().widget(pane) {
            let words = name_of(view.content, pane, widget);
            let cut = painter.with_clip_rect(name.intersect(painter.clip_rect()));
            let at = name.left_center() + vec2(12.0, 0.0);
            cut.text(at, Align2::LEFT_CENTER, words, style.title_font.clone(), style.text);
        }
    }
    let response = ui.interact(button, frame.origin.tab(pane.node()).with("zoomed"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, WORDS));
    let hovered = response.hovered();
    painter.rect_filled(button, 0.0, if hovered { style.hover_fill } else { style.bar_fill });
    let color = if hovered { style.text } else { style.weak_text };
    let cut = painter.with_clip_rect(button.intersect(painter.clip_rect()));
    cut.text(button.center(), Align2::CENTER_CENTER, WORDS, FontId::proportional(12.0), color);
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        // `Unzoom` acts on the surface with the focus, so the pane is focused first.
        frame.state.keyboard_pane = None;
        frame.intents.extend([Intent::Focus(FocusTo::Pane(pane)), Intent::Run(Command::Unzoom)]);
    }
}

/// Returns the bar of a tab set. If its active pane fills the surface, the bar ends before the button.
pub(crate) fn beside_button(layout: &Layout, tabs: NodeId, rect: Rect) -> Rect {
    let tree = layout.tree();
    let mut zoomed = tree.surfaces().iter().filter_map(|surface| surface.zoomed);
    if zoomed.any(|pane| tree.parent(pane.node()) == Some(tabs)) { parts(rect)[0] } else { rect }
}

/// Returns the parts of the header: for the name or the tabs, and for the button.
fn parts(bar: Rect) -> [Rect; 2] {
    let x = bar.max.x - BUTTON.min(bar.width() / 2.0);
    [Rect::from_min_max(bar.min, pos2(x, bar.max.y)), Rect::from_min_max(pos2(x, bar.min.y), bar.max)]
}

fn is_tab(layout: &Layout, pane: PaneId) -> bool {
    let tree = layout.tree();
    let parent = tree.parent(pane.node()).and_then(|parent| tree.kind(parent));
    matches!(parent, Some(NodeKind::Tabs { .. }))
}
