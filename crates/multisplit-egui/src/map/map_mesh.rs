//! The drawing of a map, kept as long as it would not change. Invariant: what is shown is what would be drawn now, but with very many
//! names, some appear a few frames later.

use crate::base::content::Content;
use crate::base::group_color::group;
use crate::base::limits::TILES_A_FRAME;
use crate::drawing::mesh::{CachedMesh, MeshBuilder};
use crate::drawing::text_cache::GalleyCache;
use crate::map::camera::MapTransform;
use crate::map::palette::Palette;
use crate::map::thumbnails::Pictures;
use crate::map::tile_painter::TilePainter;
use crate::map::tiles::{self, Matches, Tile};
use egui::{Context, Mesh};
use multisplit::{Layout, PaneId};
use std::time::Duration;

/// The values that a drawing depends on.
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
    /// Returns `true` if a drawing for the other key is in the same place and has the same colors.
    fn looks_like(&self, other: &Self) -> bool {
        let place = |key: &Self| (key.lens, key.palette, key.pixels_per_point, key.words, key.found);
        place(self) == place(other)
    }
}

/// The minimum time between two drawings of a small map, in seconds.
const CALM: f64 = 0.2;

/// A drawing, and what it was made for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    key: Option<MeshKey>,
    /// When it was made, in seconds on egui's clock.
    made: f64,
    /// The parts of the drawing, from back to front.
    sheets: Vec<CachedMesh>,
    /// The number of tiles it shows.
    pub(crate) tiles: usize,
    /// Meshes of earlier drawings, whose memory is reused.
    spare: Vec<Mesh>,
    /// The next drawing, while it is being made.
    pending: Option<Pending>,
    letters: GalleyCache,
    /// Whether names are missing from the drawing.
    lacks: bool,
}

/// A drawing that is made over several frames.
#[derive(Clone, Debug)]
struct Pending {
    key: MeshKey,
    tiles: Vec<Tile>,
    sheets: Vec<CachedMesh>,
    /// The number of tiles that are drawn already.
    done: usize,
}

/// What is drawn.
pub(crate) struct Subject<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) content: &'a dyn Content,
    pub(crate) lens: MapTransform,
    pub(crate) palette: Palette,
    /// What was found, and a number that grows with every search.
    pub(crate) found: Option<(u64, &'a Matches)>,
    /// Whether names are shown.
    pub(crate) words: bool,
    pub(crate) pictures: Option<&'a Pictures>,
    /// The size, in points, below which a branch is drawn as one tile.
    pub(crate) least: f32,
}

impl Drawn {
    /// Shows the drawing, and makes it first if it is not up to date. A drawing of many tiles is made over several frames. The earlier one is
    /// shown meanwhile, if it is in the same place.
    pub(crate) fn show(&mut self, painter: &egui::Painter, subject: &Subject<'_>) {
        let ctx = painter.ctx();
        let key = subject.key(ctx);
        if self.key.as_ref() != Some(&key) || self.pending.is_some() || self.lacks || !self.is_fresh(ctx) {
            self.make(ctx, subject, key);
        }
        self.paint(painter);
    }

    fn make(&mut self, ctx: &Context, subject: &Subject<'_>, key: MeshKey) {
        // After the lens has moved, the earlier drawing would be in the wrong place, so everything is drawn at once.
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

    /// Returns `true` if the texts can still be shown.
    fn is_fresh(&self, ctx: &Context) -> bool {
        !self.sheets.is_empty() && self.sheets.iter().all(|sheet| sheet.is_fresh(ctx))
    }

    /// Shows the drawing, but remakes it at most five times a second if only panes and their states have changed. Returns the time after
    /// which there is something new to show.
    pub(crate) fn show_calmly(&mut self, painter: &egui::Painter, subject: &Subject<'_>) -> Option<Duration> {
        let ctx = painter.ctx();
        let key = subject.key(ctx);
        let is_like = self.key.as_ref().is_some_and(|mine| *mine != key && mine.looks_like(&key));
        let rest = CALM - (ctx.input(|i| i.time) - self.made);
        // A rest above `CALM` means that the clock went back: then nothing is put off.
        if is_like && (0.0..=CALM).contains(&rest) && rest > 0.0 && self.is_fresh(ctx) {
            self.paint(painter);
            return Some(Duration::from_secs_f64(rest));
        }
        self.show(painter, subject);
        None
    }

    /// Shows the drawing. If `waits` is set, an existing drawing is shown as it is, as long as its texts can be shown.
    pub(crate) fn show_or_wait(&mut self, painter: &egui::Painter, subject: &Subject<'_>, waits: bool) {
        if waits && self.key.is_some() && self.is_fresh(painter.ctx()) {
            self.paint(painter);
        } else {
            self.show(painter, subject);
        }
    }
}

impl Subject<'_> {
    fn key(&self, ctx: &Context) -> MeshKey {
        let layout = self.layout;
        MeshKey {
            layout: [
                layout.instance_id(),
                layout.tree().revision(),
                layout.placer().placed(),
                layout.history().sequence(),
            ],
            slots: self.content.revision(),
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

    /// Draws some tiles, and the ground below the first of them.
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
                content: self.content,
                presence: self.content.presence(tile.pane),
                ink: &mut ink,
            };
            brush.tile(tile, self.lens.rect(tile.rect));
        }
        ink.finish()
    }
}
