//! From tiles to a drawing: a state is told by shape as well as by colour. Live panes are solid, others hollow; a load has
//! three dots, a failure a cross, a lock its mark, a zoomed pane a double edge, a tab set the cards behind it and their count.

use super::ink::{Ink, Sheet};
use super::lens::Lens;
use super::limits::{LEAST_TILE, SKETCH_LINES};
use super::palette::{Palette, group};
use super::tiles::{self, Kind, Lit, Tile};
use crate::pane::PaneUi;
use crate::panes::name_of;
use egui::{Color32, Context, Rect, pos2, vec2};
use multisplit::{Layout, Slot, Slots, WidgetId};

/// How high a title's bar is, and the least pane that has one with letters in it.
const BAR: f32 = 16.0;
const LEAST_NAMED: [f32; 2] = [40.0, 22.0];
/// The least side at which marks can be told apart.
const LEAST_MARKED: f32 = 6.0;

/// What a drawing depends on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    layout: [u64; 3],
    slots: u64,
    found: Option<u64>,
    lens: Lens,
    palette: Palette,
    pixels_per_point: f32,
    words: bool,
}

/// A drawing and what it was made for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    key: Option<Key>,
    sheet: Sheet,
    /// How many tiles it shows.
    pub(crate) tiles: usize,
}

/// What is drawn.
pub(crate) struct Subject<'a, W> {
    pub(crate) layout: &'a Layout,
    pub(crate) slots: &'a Slots<W>,
    pub(crate) lens: Lens,
    pub(crate) palette: Palette,
    /// What was found, and a number that grows with every search.
    pub(crate) found: Option<(u64, &'a Lit)>,
    /// Whether names are shown.
    pub(crate) words: bool,
}

impl Drawn {
    /// Shows the drawing, made anew where it is of something else.
    pub(crate) fn show<W: PaneUi>(&mut self, painter: &egui::Painter, subject: &Subject<'_, W>) {
        let ctx = painter.ctx();
        let key = subject.key(ctx);
        if self.key.as_ref() != Some(&key) || !self.sheet.is_fresh(ctx) {
            (self.sheet, self.tiles) = subject.draw(ctx);
            self.key = Some(key);
        }
        self.sheet.show(painter);
    }
}

impl<W: PaneUi> Subject<'_, W> {
    fn key(&self, ctx: &Context) -> Key {
        let layout = self.layout;
        Key {
            layout: [layout.tree().changes(), layout.placer().placed(), layout.history().sequence()],
            slots: self.slots.changes(),
            found: self.found.map(|(version, _)| version),
            lens: self.lens,
            palette: self.palette,
            pixels_per_point: ctx.pixels_per_point(),
            words: self.words,
        }
    }

    fn draw(&self, ctx: &Context) -> (Sheet, usize) {
        let mut all = vec![];
        let lit = self.found.map(|(_, lit)| lit);
        tiles::collect(self.layout, self.lens.seen(), self.lens.pixels(LEAST_TILE), lit, &mut all);
        let mut ink = Ink::new(ctx, all.len());
        let content = self.lens.rect(self.layout.placer().content());
        ink.fill(content.intersect(self.lens.rect), self.palette.tone(self.palette.ground, false));
        for tile in &all {
            self.tile(&mut ink, tile);
        }
        (ink.finish(), all.len())
    }

    fn tile(&self, ink: &mut Ink<'_>, tile: &Tile) {
        let rect = ink.snapped(self.lens.rect(tile.rect));
        let back = self.found.is_some() && !tile.lit;
        match tile.kind {
            Kind::Merged => ink.fill(rect, self.palette.tone(self.palette.sketch, back)),
            Kind::Bar(count) => self.bar(ink, rect, count, back),
            Kind::Pane | Kind::Folded => self.pane(ink, tile, rect, 1, back),
            Kind::Stack(count) => {
                let front = self.cards(ink, rect, count, back);
                self.pane(ink, tile, front, count, back);
            }
        }
        if tile.lit {
            ink.edge(rect, 1.5, self.palette.tone(self.palette.ring, false));
        }
    }

    /// The edges of what lies behind the front one. Answers what is left for that.
    fn cards(&self, ink: &mut Ink<'_>, rect: Rect, count: usize, back: bool) -> Rect {
        let cards = if rect.height() < 14.0 || rect.width() < 10.0 { 0 } else { (count - 1).min(2) };
        let mut front = rect;
        for card in (1..=cards).rev() {
            let inset = if card == 2 { 4.0 } else { 2.0 };
            let edge = pos2(rect.max.x - inset, front.min.y + 1.0);
            ink.fill(
                Rect::from_min_max(pos2(rect.min.x + inset, front.min.y), edge),
                self.palette.tone(self.palette.weak, back),
            );
            front.min.y += 2.0;
        }
        front
    }

    /// The bar of a tab set in whose front lies a split: a piece a tab where they can be told apart.
    fn bar(&self, ink: &mut Ink<'_>, rect: Rect, count: usize, back: bool) {
        let color = self.palette.tone(self.palette.bar, back);
        let piece = rect.width() / number(count.max(1));
        if piece < 4.0 {
            ink.fill(rect, color);
            return;
        }
        for index in 0..count {
            let x = rect.min.x + piece * number(index);
            ink.fill(Rect::from_min_max(pos2(x, rect.min.y), pos2(x + piece - 1.0, rect.max.y)), color);
        }
    }

    fn pane(&self, ink: &mut Ink<'_>, tile: &Tile, rect: Rect, count: usize, back: bool) {
        let (layout, palette) = (self.layout, &self.palette);
        let slot = self.slots.get(tile.pane);
        self.ground(ink, slot, rect, back);
        let group = group(layout, tile.pane);
        if let Some((_, color)) = group.filter(|_| rect.width() >= LEAST_MARKED) {
            let width = if rect.width() < 24.0 { 2.0 } else { 4.0 };
            ink.fill(rect.with_max_x(rect.min.x + width), palette.tone(color, back));
        }
        let small = rect.width() < LEAST_MARKED || rect.height() < LEAST_MARKED;
        if small {
            return;
        }
        let bar = title_bar(rect).filter(|_| self.words);
        if let (Some(bar), true) = (bar, tile.kind != Kind::Folded) {
            let from = if group.is_some() { 4.0f32.min(rect.width() / 6.0) } else { 0.0 };
            ink.fill(bar.with_min_x(bar.min.x + from), palette.tone(palette.bar, back));
        }
        let body = bar.map_or(rect, |bar| rect.with_min_y(bar.max.y));
        let props = layout.tree().props(tile.pane.node());
        if let Some(widget) = layout.tree().widget(tile.pane) {
            let named = self.title(ink, tile, rect, count, [props.locked, back], || name_of(slot, widget));
            self.body(ink, slot, widget, body, group.filter(|_| named), back);
        }
        self.mark(ink, slot, body, back);
        if layout.tree().surfaces().iter().any(|s| s.zoomed == Some(tile.pane)) {
            let color = palette.tone(palette.text, back);
            ink.edge(rect, 1.0, color);
            ink.edge(rect.shrink(2.5), 1.0, color);
        }
    }

    /// Solid where the widget is there, hollow where it is not.
    fn ground(&self, ink: &mut Ink<'_>, slot: Option<&Slot<W>>, rect: Rect, back: bool) {
        let palette = &self.palette;
        if matches!(slot, Some(Slot::Live(_))) {
            ink.fill(rect, palette.tone(palette.live, back));
            return;
        }
        let small = rect.width() < LEAST_MARKED || rect.height() < LEAST_MARKED;
        let edge = match slot {
            Some(Slot::Failed(_)) => palette.failed,
            Some(Slot::Loading { .. }) => palette.busy,
            _ => palette.outline,
        };
        ink.fill(rect, palette.tone(if small && slot.is_some() { edge } else { palette.hollow }, back));
        if !small && rect.width() > 24.0 && rect.height() > 16.0 {
            ink.dashes(rect, 1.0, palette.tone(edge, back));
        } else if !small {
            ink.edge(rect, 1.0, palette.tone(edge, back));
        }
    }

    /// The name, the lock and the count. Answers whether there was room for the name.
    fn title(
        &self,
        ink: &mut Ink<'_>,
        tile: &Tile,
        rect: Rect,
        count: usize,
        [locked, back]: [bool; 2],
        name: impl FnOnce() -> String,
    ) -> bool {
        let palette = &self.palette;
        let Some(bar) = title_bar(rect).filter(|_| self.words) else { return false };
        let bar = if tile.kind == Kind::Folded { rect } else { bar };
        let mut room = bar.shrink2(vec2(6.0, 0.0));
        let color = palette.tone(palette.text, back);
        if locked && room.width() > 10.0 && bar.height() >= 10.0 {
            let body = Rect::from_center_size(pos2(room.max.x - 3.5, bar.center().y + 1.5), vec2(7.0, 5.0));
            ink.fill(body, color);
            ink.edge(Rect::from_min_max(body.min + vec2(1.0, -4.0), pos2(body.max.x - 1.0, body.min.y + 1.0)), 1.0, color);
            room.max.x -= 11.0;
        }
        if rect.height() < LEAST_NAMED[1] {
            return false;
        }
        if count > 1 && room.width() > 12.0 {
            room.max.x -= ink.text(room, &count.to_string(), 10.0, palette.tone(palette.weak, back), true) + 5.0;
        }
        if room.width() < LEAST_NAMED[0] - 12.0 {
            return false;
        }
        ink.text(room, &name(), 11.0, color, false) > 0.0
    }

    /// The group's name, a word for the state, and a few grey lines that stand for what is in it.
    fn body(
        &self,
        ink: &mut Ink<'_>,
        slot: Option<&Slot<W>>,
        widget: &WidgetId,
        body: Rect,
        group: Option<(&str, Color32)>,
        back: bool,
    ) {
        let palette = &self.palette;
        let mut room = body.shrink2(vec2(7.0, 5.0));
        if let Some((name, color)) = group.filter(|_| room.height() >= 12.0 && room.width() >= 36.0) {
            let line = room.with_max_y(room.min.y + 11.0);
            let dot = Rect::from_center_size(pos2(line.min.x + 3.0, line.center().y), vec2(5.0, 5.0));
            ink.fill(dot, palette.tone(color, back));
            ink.text(line.with_min_x(line.min.x + 9.0), name, 10.0, palette.tone(palette.weak, back), false);
            room.min.y += 15.0;
        }
        if matches!(slot, None | Some(Slot::Live(_) | Slot::Virtual)) {
            sketch(ink, room, widget, palette.tone(palette.sketch, back));
        }
    }

    /// What a load and a failure are known by.
    fn mark(&self, ink: &mut Ink<'_>, slot: Option<&Slot<W>>, body: Rect, back: bool) {
        let palette = &self.palette;
        let radius = (body.width().min(body.height()) * 0.28).clamp(2.0, 10.0);
        let word = match slot {
            Some(Slot::Failed(_)) => {
                ink.cross(body.center(), radius, (radius / 3.0).max(1.0), palette.tone(palette.failed, back));
                "failed"
            }
            Some(Slot::Loading { .. }) => {
                let size = (radius * 0.5).clamp(1.0, 4.0);
                for step in [-1.0, 0.0, 1.0] {
                    let center = body.center() + vec2(step * size * 2.0, 0.0);
                    let dot = Rect::from_center_size(center, vec2(size, size));
                    ink.fill(dot, palette.tone(palette.busy, back));
                }
                "loading"
            }
            _ => return,
        };
        if self.words && body.height() >= 56.0 && body.width() >= 56.0 {
            let line = Rect::from_min_max(pos2(body.min.x + 7.0, body.max.y - 16.0), body.max - vec2(4.0, 3.0));
            ink.text(line, word, 10.0, palette.tone(palette.weak, back), false);
        }
    }
}

/// The strip a title stands on; a thin one where there is no room for letters, none on very flat panes.
fn title_bar(rect: Rect) -> Option<Rect> {
    let height = if rect.height() >= LEAST_NAMED[1] { BAR.min(rect.height()) } else { (rect.height() * 0.3).floor() };
    (height >= 2.0).then(|| rect.with_max_y(rect.min.y + height))
}

/// Grey lines, by the widget's kind set like text, like a tree or like a table; the same ones each time.
fn sketch(ink: &mut Ink<'_>, room: Rect, widget: &WidgetId, color: Color32) {
    let step = if room.height() > 70.0 { 8.0 } else { 6.0 };
    if room.width() < 12.0 || room.height() < 4.0 {
        return;
    }
    let kind = hash(widget.kind()) % 3;
    let mut seed = hash(widget.as_str());
    let mut y = room.min.y + 1.0;
    let mut left = SKETCH_LINES;
    while y + 2.0 <= room.max.y && left > 0 {
        seed = seed.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        let random = |shift: u32, most: u64| number(usize::try_from((seed >> shift) % most).unwrap_or(0));
        let mut line = |from: f32, part: f32| {
            let x = room.min.x + room.width() * from;
            let end = (x + room.width() * part).min(room.max.x);
            ink.fill(Rect::from_min_max(pos2(x, y), pos2(end, y + 2.0)), color);
        };
        match kind {
            0 => line(0.0, 0.35 + random(40, 60) / 100.0),
            1 => line(random(40, 3) * 0.12, 0.25 + random(48, 35) / 100.0),
            _ => [0.0, 0.37, 0.74].into_iter().for_each(|from| line(from, 0.12 + random(40, 14) / 100.0)),
        }
        y += step;
        left -= 1;
    }
}

/// FNV-1a: the same in every run.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[allow(clippy::cast_precision_loss)] // small numbers
const fn number(value: usize) -> f32 {
    value as f32
}
