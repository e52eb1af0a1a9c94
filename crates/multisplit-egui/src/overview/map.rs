//! The map of the overview: the marks over the drawing, and what the pointer does. It changes nothing but the camera and returns
//! everything else as a request.

use crate::base::content::Content;
use crate::base::drop_zone;
use crate::base::group_color::group;
use crate::base::limits::TABS_LISTED;
use crate::base::names::{name_of, notes};
use crate::base::style::Style;
use crate::map::camera::{Camera, MapTransform, scrolled, window};
use crate::map::palette::Palette;
use crate::map::tiles;
use crate::tab_drag;
use egui::{CursorIcon, LayerId, Order, PointerButton, Pos2, Rect, Response, RichText, Stroke, StrokeKind, Ui, Vec2};
use multisplit::geometry::Point;
use multisplit::tree::NodeKind;
use multisplit::{Command, Layout, MoveTarget, PaneId, Placement};

/// The distance, in points, from its edge within which the frame of the window can be grabbed.
const GRAB: f32 = 4.0;
/// How fast the wheel zooms: the exponent per point of scrolling.
const WHEEL: f32 = 0.004;

/// What the pointer drags.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Drag {
    /// The map itself.
    Pan,
    /// The window, held at this offset from its upper left corner, in pixels of the content.
    Scroll(Vec2),
    /// A pane.
    Carry(PaneId),
}

/// What is to be done after drawing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum MapIntent {
    Leave,
    Jump(PaneId),
    Scroll(Point),
    Run(Command),
}

/// The values that the map works with.
pub(super) struct Map<'a> {
    pub(super) layout: &'a Layout,
    pub(super) content: &'a dyn Content,
    pub(super) lens: MapTransform,
    pub(super) style: &'a Style,
    pub(super) palette: &'a Palette,
}

impl Map<'_> {
    /// Marks the window, the focused pane and the pane with the cursor.
    pub(super) fn marks(&self, ui: &Ui, cursor: Option<PaneId>) {
        let painter = ui.painter().with_clip_rect(self.lens.rect.expand(3.0).intersect(ui.clip_rect()));
        let edge = |pane: Option<PaneId>| Some(self.lens.rect(tiles::spot(self.layout, pane?)?.1));
        if let Some(rect) = edge(self.layout.focused_pane()) {
            painter.rect_stroke(rect, 2.0, Stroke::new(2.0, self.palette.ring), StrokeKind::Outside);
        }
        let frame = self.frame();
        if self.scrolls() {
            painter.rect_filled(frame, 2.0, self.palette.accent.gamma_multiply(0.15));
            painter.rect_stroke(frame, 2.0, Stroke::new(1.5, self.palette.text), StrokeKind::Outside);
        } else {
            painter.rect_stroke(frame, 2.0, Stroke::new(1.0, self.palette.outline), StrokeKind::Outside);
        }
        if let Some(rect) = edge(cursor) {
            painter.rect_filled(rect, 2.0, self.palette.accent.gamma_multiply(0.25));
            painter.rect_stroke(rect.expand(1.0), 2.0, Stroke::new(2.0, self.palette.text), StrokeKind::Outside);
        }
    }

    /// Handles the wheel, drags and clicks. Returns what the user asked for.
    pub(super) fn pointer(
        &self,
        ui: &Ui,
        response: &Response,
        camera: &mut Camera,
        drag: &mut Option<Drag>,
    ) -> Option<MapIntent> {
        self.wheel(ui, response, camera);
        let (start, shift) = ui.input(|i| (i.pointer.press_origin(), i.modifiers.shift || i.modifiers.command));
        if response.drag_started()
            && let Some(start) = start
        {
            let primary = response.drag_started_by(PointerButton::Primary);
            *drag = Some(if primary { self.grabbed(start, shift) } else { Drag::Pan });
        }
        let at = response.interact_pointer_pos().or_else(|| ui.ctx().pointer_latest_pos());
        let mut intent = None;
        match (*drag, at) {
            (Some(Drag::Pan), _) if response.dragged() => camera.pan(&self.lens, response.drag_delta()),
            (Some(Drag::Scroll(grip)), Some(at)) if response.dragged() => intent = self.scroll(at, grip),
            (Some(Drag::Carry(pane)), Some(at)) => intent = self.carry(ui, pane, at, response.drag_stopped()),
            _ => {}
        }
        if !response.dragged() {
            *drag = None;
        }
        self.cursor_icon(ui, response, *drag, shift);
        if response.clicked() {
            let at = response.interact_pointer_pos().and_then(|at| self.pane_at(at));
            return at.map(|(pane, _)| MapIntent::Jump(pane));
        }
        intent
    }

    /// Shows a tooltip about the pane under the pointer.
    pub(super) fn tooltip(&self, response: Response) {
        let Some((pane, _)) = response.hover_pos().and_then(|at| self.pane_at(at)) else { return };
        let Some(widget) = self.layout.tree().widget(pane) else { return };
        response.on_hover_ui_at_pointer(|ui| {
            ui.label(RichText::new(name_of(self.content, pane, widget)).strong());
            let mut notes = notes(self.content, pane, widget);
            let tree = self.layout.tree();
            notes.extend(tree.props(pane.node()).locked.then(|| "locked".to_owned()));
            notes.extend(group(self.layout, pane).map(|(name, _)| format!("in {name}")));
            ui.label(RichText::new(notes.join(" · ")).weak());
            let tabs = tree.parent(pane.node()).filter(|p| matches!(tree.kind(*p), Some(NodeKind::Tabs { .. })));
            let count = tabs.map_or(0, |tabs| tree.children(tabs).count());
            let Some(tabs) = tabs.filter(|_| count > 1) else { return };
            ui.separator();
            for tab in self.layout.tabs(tabs).take(TABS_LISTED) {
                let name = name_of(self.content, tab.pane, tab.widget);
                ui.label(if tab.active { RichText::new(name).strong() } else { RichText::new(name) });
            }
            if count > TABS_LISTED {
                ui.label(RichText::new(format!("and {} more", count - TABS_LISTED)).weak());
            }
        });
    }

    /// Returns the rectangle of the window on the map.
    fn frame(&self) -> Rect {
        self.lens.rect(window(self.layout))
    }

    /// Returns `true` if the surface is larger than its window.
    fn scrolls(&self) -> bool {
        let (content, window) = (self.layout.placer().content(), window(self.layout));
        (0..2).any(|i| content.size[i] > window.size[i])
    }

    /// Returns the pane at a point of the screen, and the rectangle that shows it on the map.
    fn pane_at(&self, at: Pos2) -> Option<(PaneId, Rect)> {
        let (pane, place) = tiles::at(self.layout, self.lens.to_content(at))?;
        Some((pane, self.lens.rect(place)))
    }

    fn wheel(&self, ui: &Ui, response: &Response, camera: &mut Camera) {
        let Some(at) = response.hover_pos() else { return };
        let (delta, pinch) = ui.input(|i| (i.smooth_scroll_delta(), i.zoom_delta()));
        // An exponential, so that turning the wheel back undoes the zoom exactly.
        let factor = (delta.y * WHEEL).exp() * pinch;
        if (factor - 1.0).abs() > f32::EPSILON {
            camera.zoom_at(&self.lens, at, factor);
            ui.ctx().input_mut(|i| i.smooth_scroll_delta = Vec2::ZERO);
            ui.ctx().request_repaint();
        }
    }

    fn grabbed(&self, start: Pos2, pane_first: bool) -> Drag {
        let frame = self.frame();
        if self.scrolls() && !pane_first && frame.expand(GRAB).contains(start) {
            return Drag::Scroll(self.lens.to_content(start) - self.lens.to_content(frame.min));
        }
        self.pane_at(start).map_or(Drag::Pan, |(pane, _)| Drag::Carry(pane))
    }

    fn scroll(&self, at: Pos2, grip: Vec2) -> Option<MapIntent> {
        scrolled(self.layout, self.lens.to_content(at) - grip).map(MapIntent::Scroll)
    }

    fn carry(&self, ui: &Ui, pane: PaneId, at: Pos2, dropped: bool) -> Option<MapIntent> {
        let target = self.target(pane, at);
        if dropped {
            let (to, place, _) = target?;
            return Some(MapIntent::Run(Command::Move { pane, to: MoveTarget::Pane { pane: to, place } }));
        }
        let widget = self.layout.tree().widget(pane)?;
        let layer = LayerId::new(Order::Tooltip, ui.scope_id().with("carried"));
        let painter = ui.ctx().layer_painter(layer).with_clip_rect(ui.clip_rect());
        if let Some((_, place)) = tiles::spot(self.layout, pane) {
            painter.rect_filled(self.lens.rect(place), 2.0, self.palette.around.gamma_multiply(0.6));
        }
        let name = name_of(self.content, pane, widget);
        drop_zone::mark(&painter, self.style, target.map(|(.., rect)| rect), name, at);
        None
    }

    /// Returns where a dropped pane would go: the pane it would be placed in relation to, the placement, and the rectangle to show.
    fn target(&self, dragged: PaneId, at: Pos2) -> Option<(PaneId, Placement, Rect)> {
        if !self.lens.rect.contains(at) {
            return None;
        }
        let (pane, rect) = self.pane_at(at).filter(|(pane, _)| self.layout.tree().takes_others(*pane))?;
        let (place, preview) = drop_zone::zone(rect, at);
        if pane != dragged {
            return Some((pane, place, preview));
        }
        if place == Placement::Tab {
            return None;
        }
        Some((tab_drag::beside_itself(self.layout, dragged.node())?, place, preview))
    }

    fn cursor_icon(&self, ui: &Ui, response: &Response, drag: Option<Drag>, pane_first: bool) {
        let over = response.hover_pos();
        let icon = match drag {
            Some(_) => CursorIcon::Grabbing,
            None => match over {
                Some(at) if self.scrolls() && !pane_first && self.frame().expand(GRAB).contains(at) => CursorIcon::Grab,
                Some(at) if self.pane_at(at).is_some() => CursorIcon::PointingHand,
                _ => return,
            },
        };
        ui.ctx().set_cursor_icon(icon);
    }
}
