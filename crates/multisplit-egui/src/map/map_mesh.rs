//! The drawing of a map, kept until it would be another one. Invariant: what is shown is what would be drawn; of very many names
//! some come a few frames later.

use crate::base::group_color::group;
use crate::base::limits::TILES_A_FRAME;
use crate::base::pane::PaneUi;
use crate::drawing::mesh::{CachedMesh, MeshBuilder};
use crate::drawing::text_cache::GalleyCache;
use crate::map::camera::MapTransform;
use crate::map::palette::Palette;
use crate::map::thumbnails::Pictures;
use crate::map::tile_painter::TilePainter;
use crate::map::tiles::{self, Matches, Tile};
use egui::{Context, Mesh};
use multisplit::{Layout, PaneId, Slots};
use std::time::Duration;

/// What a drawing depends on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MeshKey {
    layout: [u64; 4],
    slots: u64,
    found: Option<u64>,
    lens: MapTransform,
    palette: Palette,
    pixels_per_point: f32,
    words: bool,
    least: f32,
}

impl MeshKey {
    /// Whether a drawing of the other lies in the same place and has the same colors.
    fn looks_like(&self, other: &Self) -> bool {
        let place = |key: &Self| (key.lens, key.palette, key.pixels_per_point, key.words, key.found);
        place(self) == place(other)
    }
}

/// How often a small map is made anew at most, in seconds.
const CALM: f64 = 0.2;

/// A drawing and what it was made for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    key: Option<MeshKey>,
    /// When it was made, on egui's clock in seconds.
    made: f64,
    /// Its parts, from back to front.
    sheets: Vec<CachedMesh>,
    /// How many tiles it shows.
    pub(crate) tiles: usize,
    /// Room of earlier ones.
    spare: Vec<Mesh>,
    /// The next one, while it is being made.
    pending: Option<Pending>,
    letters: GalleyCache,
    /// Whether names are missing from it.
    lacks: bool,
}

/// A drawing that is made over several frames.
#[derive(Clone, Debug)]
struct Pending {
    key: MeshKey,
    tiles: Vec<Tile>,
    sheets: Vec<CachedMesh>,
    /// How many tiles are drawn.
    done: usize,
}

/// What is drawn.
pub(crate) struct Subject<'a, W> {
    pub(crate) layout: &'a Layout,
    pub(crate) slots: &'a Slots<W>,
    pub(crate) lens: MapTransform,
    pub(crate) palette: Palette,
    /// What was found, and a number that grows with every search.
    pub(crate) found: Option<(u64, &'a Matches)>,
    /// Whether names are shown.
    pub(crate) words: bool,
    pub(crate) pictures: Option<&'a Pictures>,
    /// Branches narrower than this, in points, are drawn as one.
    pub(crate) least: f32,
}

impl Drawn {
    /// Shows the drawing, made anew where it is of something else. One of many tiles is made over several frames, in which the one
    /// before is shown, if that lies in the same place.
    pub(crate) fn show<W: PaneUi>(&mut self, painter: &egui::Painter, subject: &Subject<'_, W>) {
        let ctx = painter.ctx();
        let key = subject.key(ctx);
        if self.key.as_ref() != Some(&key) || self.pending.is_some() || self.lacks || !self.is_fresh(ctx) {
            self.make(ctx, subject, key);
        }
        self.paint(painter);
    }

    fn make<W: PaneUi>(&mut self, ctx: &Context, subject: &Subject<'_, W>, key: MeshKey) {
        let spreads = self.key.as_ref().is_some_and(|mine| mine.lens == key.lens);
        if !self.is_fresh(ctx) {
            self.sheets.iter_mut().for_each(|sheet| sheet.forget_letters(ctx));
        }
        let goes_on = self.pending.take().filter(|p| p.key == key && p.sheets.iter().all(|sheet| sheet.is_fresh(ctx)));
        if goes_on.is_none() {
            self.letters.restart();
        }
        let mut pending = goes_on.unwrap_or_else(|| Pending { tiles: subject.collect(), sheets: vec![], done: 0, key });
        let end = if spreads { pending.tiles.len().min(pending.done + TILES_A_FRAME) } else { pending.tiles.len() };
        self.letters.begin(ctx);
        let ink = MeshBuilder::into(ctx, self.spare.pop().unwrap_or_default(), (end - pending.done) * 3);
        let ink = ink.with_letters(&mut self.letters);
        pending.sheets.push(subject.draw(ink, &pending.tiles[pending.done..end], pending.done == 0));
        pending.done = end;
        if end < pending.tiles.len() {
            self.pending = Some(pending);
            ctx.request_repaint();
            return;
        }
        let before = std::mem::replace(&mut self.sheets, pending.sheets);
        self.spare = before.into_iter().filter_map(CachedMesh::into_mesh).collect();
        (self.tiles, self.key) = (pending.tiles.len(), Some(pending.key));
        self.lacks = !self.letters.end();
        if self.lacks {
            ctx.request_repaint();
        }
        self.made = ctx.input(|i| i.time);
    }

    fn paint(&self, painter: &egui::Painter) {
        self.sheets.iter().for_each(|sheet| sheet.show(painter));
    }

    /// Whether its texts can still be shown.
    fn is_fresh(&self, ctx: &Context) -> bool {
        !self.sheets.is_empty() && self.sheets.iter().all(|sheet| sheet.is_fresh(ctx))
    }

    /// The same, but no more often than now and then where only panes and their states have changed. Answers after what time
    /// there is something new to show.
    pub(crate) fn show_calmly<W: PaneUi>(
        &mut self,
        painter: &egui::Painter,
        subject: &Subject<'_, W>,
    ) -> Option<Duration> {
        let ctx = painter.ctx();
        let key = subject.key(ctx);
        let is_like = self.key.as_ref().is_some_and(|mine| *mine != key && mine.looks_like(&key));
        let rest = CALM - (ctx.input(|i| i.time) - self.made);
        if is_like && (0.0..=CALM).contains(&rest) && rest > 0.0 && self.is_fresh(ctx) {
            self.paint(painter);
            return Some(Duration::from_secs_f64(rest));
        }
        self.show(painter, subject);
        None
    }

    /// The same, but where it waits for the next frame, the drawing that there is is shown as long as its letters are good.
    pub(crate) fn show_or_wait<W: PaneUi>(&mut self, painter: &egui::Painter, subject: &Subject<'_, W>, waits: bool) {
        if waits && self.key.is_some() && self.is_fresh(painter.ctx()) {
            self.paint(painter);
        } else {
            self.show(painter, subject);
        }
    }
}

impl<W: PaneUi> Subject<'_, W> {
    fn key(&self, ctx: &Context) -> MeshKey {
        let layout = self.layout;
        MeshKey {
            layout: [
                layout.instance_id(),
                layout.tree().revision(),
                layout.placer().placed(),
                layout.history().sequence(),
            ],
            slots: self.slots.revision(),
            found: self.found.map(|(version, _)| version),
            lens: self.lens,
            palette: self.palette,
            pixels_per_point: ctx.pixels_per_point(),
            words: self.words,
            least: self.least,
        }
    }

    fn collect(&self) -> Vec<Tile> {
        let mut all = vec![];
        let lit = self.found.map(|(_, lit)| lit);
        tiles::collect(self.layout, self.lens.seen(), self.lens.pixels(self.least), lit, &mut all);
        all
    }

    /// Draws some tiles, and below the first ones the ground.
    fn draw(&self, mut ink: MeshBuilder<'_>, tiles: &[Tile], is_first: bool) -> CachedMesh {
        if is_first {
            let content = self.lens.rect(self.layout.placer().content());
            ink.fill(content.intersect(self.lens.rect), self.palette.ground);
        }
        let (front, back) = (self.palette, self.palette.stepped_back());
        let zoomed: Vec<PaneId> = self.layout.tree().surfaces().iter().filter_map(|s| s.zoomed).collect();
        let has_props = self.layout.tree().has_props();
        let has_groups = self.layout.tree().groups().next().is_some();
        for tile in tiles {
            let back = Some(&back).filter(|_| self.found.is_some() && !tile.lit);
            let mut brush = TilePainter {
                layout: self.layout,
                palette: back.unwrap_or(&front),
                back: back.is_some(),
                words: self.words,
                pictures: self.pictures.filter(|_| back.is_none()),
                locked: has_props && self.layout.tree().props(tile.pane.node()).locked,
                zoomed: zoomed.contains(&tile.pane),
                group: if has_groups { group(self.layout, tile.pane) } else { None },
                slot: self.slots.get(tile.pane),
                ink: &mut ink,
            };
            brush.tile(tile, self.lens.rect(tile.rect));
        }
        ink.finish()
    }
}
