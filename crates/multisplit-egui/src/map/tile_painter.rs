//! Draws a tile. A state is shown by shape as well as by color: live panes are solid, others hollow. A load has three dots, a failure a
//! cross, a locked pane a lock, a zoomed pane a double edge, and a tab set the cards behind it and their number.

use crate::base::content::{Content, Presence};
use crate::base::names::name_of;
use crate::drawing::mesh::MeshBuilder;
use crate::drawing::sketch::sketch;
use crate::map::palette::Palette;
use crate::map::thumbnails::Pictures;
use crate::map::tiles::{Tile, TileKind};
use egui::{Color32, Rect, pos2, vec2};
use multisplit::{Layout, PaneId, WidgetId};

/// The height of a title bar, in points.
const BAR: f32 = 16.0;
/// The minimum width of the space for a name, and the minimum height of a pane with a name, in points.
const MIN_NAMED: [f32; 2] = [22.0, 22.0];
/// The minimum side, in points, at which marks can be told apart.
const MIN_MARKED: f32 = 6.0;
/// The minimum side, in points, of a pane that has an edge. With thousands of small panes, every rectangle counts.
const MIN_FRAMED: f32 = 12.0;
/// The minimum height, in points, of a title bar without a name.
const MIN_STRIP: f32 = 4.0;
/// The minimum size, in points, of a pane whose edge is dashed.
const MIN_DASHED: [f32; 2] = [24.0, 16.0];
/// The minimum side, in points, of a pane that has its state written on it.
const MIN_NOTED: f32 = 56.0;

/// The values that one tile is drawn with.
pub(super) struct TilePainter<'a, 'c> {
    pub(super) layout: &'a Layout,
    pub(super) palette: &'a Palette,
    /// Whether the palette is the one of what steps back.
    pub(super) back: bool,
    /// Whether names are shown.
    pub(super) words: bool,
    pub(super) pictures: Option<&'a Pictures>,
    pub(super) locked: bool,
    pub(super) zoomed: bool,
    pub(super) group: Option<(&'a str, Color32)>,
    pub(super) content: &'a dyn Content,
    pub(super) presence: Presence<'a>,
    pub(super) ink: &'a mut MeshBuilder<'c>,
}

impl TilePainter<'_, '_> {
    pub(super) fn tile(&mut self, tile: &Tile, place: Rect) {
        let mut rect = self.ink.snapped(place);
        if tile.lit {
            self.ink.fill(rect, self.palette.ring);
            let width: f32 = if is_small(rect) { 1.0 } else { 1.5 };
            rect = rect.shrink(width.min(rect.size().min_elem() / 4.0));
        }
        match tile.kind {
            TileKind::Merged => self.ink.fill(rect, self.palette.sketch),
            TileKind::Bar(count) => self.bar(rect, count),
            TileKind::Pane | TileKind::Folded => self.pane(tile, rect, 1),
            TileKind::Stack(count) => {
                let front = self.cards(rect, count);
                self.pane(tile, front, count);
            }
        }
    }

    /// Draws the edges of the panes behind the front one. Returns the space that is left for the front one.
    fn cards(&mut self, rect: Rect, count: usize) -> Rect {
        let cards = if rect.height() < 14.0 || rect.width() < 10.0 { 0 } else { (count - 1).min(2) };
        let mut front = rect;
        for inset in [4.0, 2.0].into_iter().skip(2 - cards) {
            let [left, right] = [rect.min.x + inset, rect.max.x - inset];
            self.ink
                .fill(Rect::from_min_max(pos2(left, front.min.y), pos2(right, front.min.y + 1.0)), self.palette.weak);
            front.min.y += 2.0;
        }
        front
    }

    /// Draws the bar of a tab set whose active child is a split, with one piece per tab if they can be told apart.
    fn bar(&mut self, rect: Rect, count: usize) {
        let piece = rect.width() / number(count.max(1));
        if piece < 4.0 {
            self.ink.fill(rect, self.palette.bar);
            return;
        }
        for index in 0..count {
            let x = rect.min.x + piece * number(index);
            let piece = Rect::from_min_max(pos2(x, rect.min.y), pos2(x + piece - 1.0, rect.max.y));
            self.ink.fill(piece, self.palette.bar);
        }
    }

    fn pane(&mut self, tile: &Tile, rect: Rect, count: usize) {
        self.ground(rect);
        let group = self.group.filter(|_| rect.width() >= MIN_MARKED);
        let band = if rect.width() < 24.0 { 2.0 } else { 4.0 };
        if let Some((_, color)) = group {
            let color = self.palette.tone(color, self.back);
            self.ink.fill(rect.with_max_x(rect.min.x + band), color);
        }
        if is_small(rect) {
            return;
        }
        let folded = tile.kind == TileKind::Folded;
        let bar = title_bar(rect).filter(|_| self.words && !folded);
        if let Some(bar) = bar {
            let from = if group.is_some() { band } else { 0.0 };
            self.ink.fill(bar.with_min_x(bar.min.x + from), self.palette.bar);
        }
        let body = bar.map_or(rect, |bar| rect.with_min_y(bar.max.y));
        if let Some(widget) = self.layout.tree().widget(tile.pane).filter(|_| self.words) {
            let is_named = self.title(bar.unwrap_or(rect), rect, count, (tile.pane, widget));
            if !folded {
                self.body(tile.pane, widget, body, group.filter(|_| is_named));
            }
        }
        self.mark(body);
        if self.zoomed {
            self.ink.edge(rect, 1.0, self.palette.text);
            self.ink.edge(rect.shrink(2.5), 1.0, self.palette.text);
        }
    }

    /// Fills the pane: solid if the widget is there, hollow if it is not.
    fn ground(&mut self, rect: Rect) {
        let palette = self.palette;
        let edge = match self.presence {
            Presence::Live => {
                self.ink.fill(rect, palette.live);
                return;
            }
            Presence::Failed(_) => palette.failed,
            Presence::Loading(_) => palette.busy,
            _ => palette.outline,
        };
        if rect.width().min(rect.height()) < MIN_FRAMED {
            self.ink.fill(rect, if matches!(self.presence, Presence::Absent) { palette.hollow } else { edge });
        } else if rect.width() > MIN_DASHED[0] && rect.height() > MIN_DASHED[1] {
            self.ink.fill(rect, palette.hollow);
            self.ink.dashes(rect, 1.0, edge);
        } else {
            self.ink.framed(rect, 1.0, edge, palette.hollow);
        }
    }

    /// Draws the name, the lock and the count. Returns `true` if there was space for the name.
    fn title(&mut self, bar: Rect, rect: Rect, count: usize, (pane, widget): (PaneId, &WidgetId)) -> bool {
        let palette = self.palette;
        let mut room = bar.shrink2(vec2(6.0, 0.0));
        if self.locked && room.width() > 10.0 && bar.height() >= 10.0 {
            let body = Rect::from_center_size(pos2(room.max.x - 3.5, bar.center().y + 1.5), vec2(7.0, 5.0));
            let shackle = Rect::from_min_max(body.min + vec2(1.0, -4.0), pos2(body.max.x - 1.0, body.min.y + 1.0));
            self.ink.fill(body, palette.text);
            self.ink.edge(shackle, 1.0, palette.text);
            room.max.x -= 11.0;
        }
        if rect.height() < MIN_NAMED[1] {
            return false;
        }
        if count > 1 && room.width() > 12.0 {
            room.max.x -= self.ink.text(room, &count.to_string(), 10.0, palette.weak, true) + 5.0;
        }
        if room.width() < MIN_NAMED[0] {
            return false;
        }
        self.ink.text(room, &name_of(self.content, pane, widget), 11.0, palette.text, false) > 0.0
    }

    /// Draws the picture of a pane or, if there is none, the name of its group and a sketch.
    fn body(&mut self, pane: PaneId, widget: &WidgetId, body: Rect, group: Option<(&str, Color32)>) {
        let palette = self.palette;
        if let Some(picture) = self.pictures.and_then(|all| all.small(pane, widget, body)) {
            self.ink.picture(picture);
            return;
        }
        let mut room = body.shrink2(vec2(7.0, 5.0));
        if let Some((name, color)) = group.filter(|_| room.height() >= 12.0 && room.width() >= 36.0) {
            let line = room.with_max_y(room.min.y + 11.0);
            let dot = Rect::from_center_size(pos2(line.min.x + 3.0, line.center().y), vec2(5.0, 5.0));
            self.ink.fill(dot, palette.tone(color, self.back));
            self.ink.text(line.with_min_x(line.min.x + 9.0), name, 10.0, palette.weak, false);
            room.min.y += 15.0;
        }
        if matches!(self.presence, Presence::Absent | Presence::Live | Presence::Virtual) {
            sketch(self.ink, room, widget, palette.sketch);
        }
    }

    /// Draws the mark of a load or a failure.
    fn mark(&mut self, body: Rect) {
        let palette = self.palette;
        let radius = (body.width().min(body.height()) * 0.28).clamp(2.0, 10.0);
        let word = match self.presence {
            Presence::Failed(_) => {
                self.ink.cross(body.center(), radius, (radius / 3.0).max(1.0), palette.failed);
                "failed"
            }
            Presence::Loading(_) => {
                let size = (radius * 0.5).clamp(1.0, 4.0);
                for step in [-1.0, 0.0, 1.0] {
                    let center = body.center() + vec2(step * size * 2.0, 0.0);
                    self.ink.fill(Rect::from_center_size(center, vec2(size, size)), palette.busy);
                }
                "loading"
            }
            _ => return,
        };
        if self.words && body.height() >= MIN_NOTED && body.width() >= MIN_NOTED {
            let line = Rect::from_min_max(pos2(body.min.x + 7.0, body.max.y - 16.0), body.max - vec2(4.0, 3.0));
            self.ink.text(line, word, 10.0, palette.weak, false);
        }
    }
}

/// Returns `true` if a tile is too small for marks.
fn is_small(rect: Rect) -> bool {
    rect.width() < MIN_MARKED || rect.height() < MIN_MARKED
}

/// Returns the bar that a title is on. It is thin if there is no space for letters, and `None` on very flat panes.
fn title_bar(rect: Rect) -> Option<Rect> {
    let height = if rect.height() >= MIN_NAMED[1] { BAR.min(rect.height()) } else { (rect.height() * 0.3).floor() };
    (height >= MIN_STRIP).then(|| rect.with_max_y(rect.min.y + height))
}

#[allow(clippy::cast_precision_loss)] // small numbers
const fn number(value: usize) -> f32 {
    value as f32
}
