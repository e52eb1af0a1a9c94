//! Draws tabs. All bars whose tabs fit share one drawing. A bar with more tabs than fit has a drawing of its own, clipped to the bar.

use super::laid::{Laid, LaidBar, Tab};
use super::metrics::{close_rect, icon_rect, is_cut, title_rect};
use crate::base::style::Style;
use crate::base::tab_strip::MORE;
use crate::drawing::mesh::{CachedMesh, MeshBuilder};
use crate::frame::Frame;
use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};
use multisplit::{NodeId, PaneId};
use std::sync::Arc;

/// The minimum height, in points, of a bar in the common drawing. Letters and buttons extend over the edges of lower bars.
const MIN_HEIGHT: f32 = 20.0;
/// The thickness of the line in the color of a tab's group, in points.
const GROUP_LINE: f32 = 2.0;

/// What a drawing shows besides the places and the texts of the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lights {
    pub(super) focused: Option<PaneId>,
    /// The tab under the pointer, and whether the pointer is on its button.
    pub(super) hot: Option<(NodeId, bool)>,
}

/// Drawings, each with its clip rectangle.
pub(super) type Sheets = Vec<(Rect, CachedMesh)>;

/// Shows the drawings.
pub(super) fn show(painter: &Painter, sheets: &Sheets) {
    sheets.iter().for_each(|(clip, sheet)| sheet.show(&painter.with_clip_rect(*clip)));
}

/// Shows the icons. They are textures of their own, so they are in no drawing.
pub(super) fn icons(painter: &Painter, laid: &Laid) {
    for bar in &laid.bars {
        // Not above the marks of the tabs that are out of view.
        let (left, right) = bar.strip.more();
        let mut seen = bar.rect.intersect(painter.clip_rect());
        seen.min.x += if left { MORE } else { 0.0 };
        seen.max.x -= if right { MORE } else { 0.0 };
        for tab in &laid.tabs[bar.tabs.clone()] {
            let Some(icon) = tab.look.icon else { continue };
            let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
            let clip = seen.intersect(title_rect(tab.rect, false));
            painter.with_clip_rect(clip).image(icon, icon_rect(tab.rect), whole, Color32::WHITE);
        }
    }
}

/// Draws all bars.
pub(super) fn draw(ui: &Ui, frame: &Frame<'_>, laid: &Laid, lights: Lights) -> Sheets {
    let clip = ui.clip_rect();
    let mut all = MeshBuilder::new(ui.ctx(), laid.tabs.len());
    let mut own = vec![];
    for bar in &laid.bars {
        if bar.strip.fits() && bar.rect.height() >= MIN_HEIGHT {
            draw_bar(&mut all, frame.style, laid, bar, lights);
        } else {
            let mut ink = MeshBuilder::new(ui.ctx(), bar.tabs.len());
            draw_bar(&mut ink, frame.style, laid, bar, lights);
            // The marks need a drawing of their own, because they are above the titles.
            let mut marks = MeshBuilder::new(ui.ctx(), 0);
            more_marks(&mut marks, bar, frame.style);
            let seen = bar.rect.intersect(clip);
            own.extend([(seen, ink.finish()), (seen, marks.finish())]);
        }
    }
    own.insert(0, (clip, all.finish()));
    own
}

fn draw_bar(ink: &mut MeshBuilder<'_>, style: &Style, laid: &Laid, bar: &LaidBar, lights: Lights) {
    ink.shape(Shape::rect_filled(bar.rect.union(bar.end), 0.0, style.bar_fill));
    for tab in &laid.tabs[bar.tabs.clone()] {
        let hot = lights.hot.filter(|(child, _)| *child == tab.child);
        draw_tab(ink, style, tab, lights.focused == Some(tab.pane), hot.map(|(_, on_close)| on_close));
    }
}

fn draw_tab(ink: &mut MeshBuilder<'_>, style: &Style, tab: &Tab, focused: bool, hot: Option<bool>) {
    let (rect, close) = (tab.rect, close_rect(tab.rect));
    let corners = CornerRadius { nw: style.tab_rounding, ne: style.tab_rounding, sw: 0, se: 0 };
    let fill = match (tab.look.fill, tab.active, hot) {
        (Some(fill), ..) => fill,
        (None, true, _) => style.pane_fill,
        (None, false, Some(_)) => style.hover_fill,
        (None, false, None) => style.bar_fill,
    };
    ink.shape(Shape::rect_filled(rect, corners, fill));
    if tab.active && style.tab_rounding == 0 {
        let line = if focused { style.focus_ring.color } else { style.gap_fill };
        ink.shape(Shape::hline(rect.x_range(), rect.min.y + 1.0, Stroke::new(2.0, line)));
    }
    if let Some(color) = tab.group {
        ink.shape(Shape::hline(rect.x_range(), rect.max.y - 1.0, Stroke::new(GROUP_LINE, color)));
    }
    ink.shape(Shape::vline(rect.max.x - 0.5, rect.y_range(), Stroke::new(1.0, style.gap_fill)));
    let color = tab.look.text.unwrap_or(if tab.active { style.text } else { style.weak_text });
    let has_icon = tab.look.icon.is_some();
    let room = title_rect(rect, has_icon);
    if is_cut(&tab.title, rect, has_icon) {
        ink.cut_text(room, tab.title.text(), &style.title_font, color);
    } else {
        let at = pos2(room.min.x, rect.center().y - tab.title.size().y / 2.0);
        ink.galley(at, Arc::clone(&tab.title), color);
    }
    let on_close = hot == Some(true);
    let center = close.center();
    if tab.locked {
        lock(ink, center, color);
    } else if tab.modified && !on_close {
        ink.shape(Shape::circle_filled(center, 3.5, color));
    } else if tab.look.closable && (hot.is_some() || tab.active) {
        if on_close {
            ink.shape(Shape::rect_filled(close, 3.0, style.gap_fill));
        }
        cross(center, Stroke::new(1.2, color)).into_iter().for_each(|line| ink.shape(line));
    }
}

fn lock(ink: &mut MeshBuilder<'_>, center: Pos2, color: Color32) {
    ink.shape(Shape::rect_filled(Rect::from_center_size(center, vec2(7.0, 6.0)), 1.0, color));
    ink.shape(Shape::circle_stroke(center - vec2(0.0, 3.5), 2.5, Stroke::new(1.2, color)));
}

fn cross(center: Pos2, stroke: Stroke) -> [Shape; 2] {
    let r = 3.5;
    [(vec2(-r, -r), vec2(r, r)), (vec2(-r, r), vec2(r, -r))]
        .map(|(a, b)| Shape::line_segment([center + a, center + b], stroke))
}

/// Draws small triangles, with their own background, at the ends at which there are more tabs than can be seen.
fn more_marks(ink: &mut MeshBuilder<'_>, bar: &LaidBar, style: &Style) {
    let rect = bar.rect;
    let (left, right) = bar.strip.more();
    let mut mark = |x: f32, to: f32| {
        let c = pos2(x, rect.center().y);
        ink.shape(Shape::rect_filled(Rect::from_center_size(c, vec2(MORE, rect.height())), 0.0, style.bar_fill));
        let points = vec![c + vec2(-to, -4.0), c + vec2(to, 0.0), c + vec2(-to, 4.0)];
        ink.shape(Shape::convex_polygon(points, style.text, Stroke::NONE));
    };
    if left {
        mark(rect.min.x + MORE / 2.0, -3.0);
    }
    if right {
        mark(rect.max.x - MORE / 2.0, 3.0);
    }
}
