//! Means of drawing for maps and tab bars: rectangles and lines in one mesh, on whole device pixels, and texts cut to their space.
//! It does not draw anything itself, so that a drawing can be shown again.

use crate::base::limits::WORDS;
use crate::drawing::font_generation::FontGeneration;
use crate::drawing::text_cache::{GalleyCache, cut, cut_in};
use crate::drawing::thumbnail::Thumbnail;
use egui::epaint::{Tessellator, Vertex};
use egui::{Color32, Context, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, pos2, vec2};
use std::sync::Arc;

/// A text and its position.
#[derive(Clone, Debug)]
struct Words {
    at: Pos2,
    galley: Arc<Galley>,
    /// The color of text that was shaped without one.
    color: Color32,
}

/// A drawing that can be shown again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct CachedMesh {
    mesh: Arc<Mesh>,
    pictures: Vec<Thumbnail>,
    words: Vec<Words>,
    fonts: Option<FontGeneration>,
}

impl CachedMesh {
    /// Shows the drawing.
    pub(crate) fn show(&self, painter: &Painter) {
        if !self.mesh.is_empty() {
            painter.add(Shape::Mesh(Arc::clone(&self.mesh)));
        }
        self.pictures.iter().for_each(|picture| picture.show(painter));
        painter.extend(self.words.iter().map(|w| Shape::galley(w.at, Arc::clone(&w.galley), w.color)));
    }

    /// Drops the texts and pictures, whose letters egui has dropped. The rectangles stay.
    pub(crate) fn forget_letters(&mut self, ctx: &Context) {
        self.words.clear();
        self.pictures.clear();
        self.fonts = Some(FontGeneration::current(ctx));
    }

    /// Returns the mesh for reuse, or `None` if it is still being shown.
    pub(crate) fn into_mesh(self) -> Option<Mesh> {
        Arc::into_inner(self.mesh)
    }

    /// Returns `true` if the texts can still be shown, because egui has not dropped their letters.
    pub(crate) fn is_fresh(&self, ctx: &Context) -> bool {
        self.fonts.as_ref().is_some_and(|fonts| *fonts == FontGeneration::current(ctx))
    }
}

/// A drawing that is being made.
pub(crate) struct MeshBuilder<'a> {
    ctx: &'a Context,
    mesh: Mesh,
    pictures: Vec<Thumbnail>,
    words: Vec<Words>,
    pixel: f32,
    tessellator: Option<Tessellator>,
    letters: Option<&'a mut GalleyCache>,
}

impl<'a> MeshBuilder<'a> {
    pub(crate) fn new(ctx: &'a Context, rects: usize) -> Self {
        Self::into(ctx, Mesh::default(), rects)
    }

    /// Starts a drawing in the memory of a mesh that is no longer shown: fresh memory costs more than what is written into it.
    pub(crate) fn into(ctx: &'a Context, mut mesh: Mesh, rects: usize) -> Self {
        mesh.clear();
        mesh.reserve_vertices(rects.saturating_mul(4));
        mesh.reserve_triangles(rects.saturating_mul(2));
        Self {
            ctx,
            mesh,
            pictures: vec![],
            words: vec![],
            pixel: 1.0 / ctx.pixels_per_point(),
            tessellator: None,
            letters: None,
        }
    }

    /// Takes names from a cache, which also limits how many new names are shaped in a frame.
    pub(crate) const fn with_letters(mut self, letters: &'a mut GalleyCache) -> Self {
        self.letters = Some(letters);
        self
    }

    pub(crate) fn finish(self) -> CachedMesh {
        CachedMesh {
            mesh: Arc::new(self.mesh),
            pictures: self.pictures,
            words: self.words,
            fonts: Some(FontGeneration::current(self.ctx)),
        }
    }

    /// Adds a picture of a pane, above the rectangles and below the texts.
    pub(crate) fn picture(&mut self, picture: Thumbnail) {
        self.pictures.push(picture);
    }

    /// Returns the rectangle on whole pixels, with a gap of one pixel at its end if there is space for it. It is never empty.
    pub(crate) fn snapped(&self, rect: Rect) -> Rect {
        let (min, mut max) = (self.on_pixels(rect.min), self.on_pixels(rect.max));
        for axis in 0..2 {
            // Both are on whole pixels, so this means three pixels or more: at least two remain beside the gap.
            if max[axis] - min[axis] > 2.5 * self.pixel {
                max[axis] -= self.pixel;
            }
            max[axis] = max[axis].max(min[axis] + self.pixel);
        }
        Rect::from_min_max(min, max)
    }

    pub(crate) fn fill(&mut self, rect: Rect, color: Color32) {
        if rect.min.x >= rect.max.x || rect.min.y >= rect.max.y {
            return;
        }
        let first = u32::try_from(self.mesh.vertices.len()).unwrap_or(u32::MAX);
        let corner = |x: f32, y: f32| Vertex::untextured(pos2(x, y), color);
        let Rect { min, max } = rect;
        self.mesh.vertices.extend([
            corner(min.x, min.y),
            corner(max.x, min.y),
            corner(min.x, max.y),
            corner(max.x, max.y),
        ]);
        self.mesh.indices.extend([first, first + 1, first + 2, first + 2, first + 1, first + 3]);
    }

    /// Adds four rectangles along the inner edge.
    pub(crate) fn edge(&mut self, rect: Rect, width: f32, color: Color32) {
        let width = width.min(rect.width() / 2.0).min(rect.height() / 2.0);
        let inner = rect.shrink(width);
        self.fill(Rect::from_min_max(rect.min, pos2(rect.max.x, inner.min.y)), color);
        self.fill(Rect::from_min_max(pos2(rect.min.x, inner.max.y), rect.max), color);
        self.fill(Rect::from_min_max(pos2(rect.min.x, inner.min.y), pos2(inner.min.x, inner.max.y)), color);
        self.fill(Rect::from_min_max(pos2(inner.max.x, inner.min.y), pos2(rect.max.x, inner.max.y)), color);
    }

    /// Adds a rectangle with an edge, as two rectangles one within the other.
    pub(crate) fn framed(&mut self, rect: Rect, width: f32, edge: Color32, color: Color32) {
        self.fill(rect, edge);
        self.fill(rect.shrink(width), color);
    }

    /// Adds dashes along the inner edge.
    pub(crate) fn dashes(&mut self, rect: Rect, width: f32, color: Color32) {
        let (dash, step) = (4.0, 7.0);
        let mut x = rect.min.x;
        while x < rect.max.x {
            let end = (x + dash).min(rect.max.x);
            self.fill(Rect::from_min_max(pos2(x, rect.min.y), pos2(end, rect.min.y + width)), color);
            self.fill(Rect::from_min_max(pos2(x, rect.max.y - width), pos2(end, rect.max.y)), color);
            x += step;
        }
        let mut y = rect.min.y;
        while y < rect.max.y {
            let end = (y + dash).min(rect.max.y);
            self.fill(Rect::from_min_max(pos2(rect.min.x, y), pos2(rect.min.x + width, end)), color);
            self.fill(Rect::from_min_max(pos2(rect.max.x - width, y), pos2(rect.max.x, end)), color);
            y += step;
        }
    }

    /// Adds a cross of two strokes.
    pub(crate) fn cross(&mut self, center: Pos2, radius: f32, width: f32, color: Color32) {
        for way in [vec2(1.0, 1.0), vec2(1.0, -1.0)] {
            let (along, across) = (way * radius, vec2(-way.y, way.x) * (width / 2.0));
            let first = u32::try_from(self.mesh.vertices.len()).unwrap_or(u32::MAX);
            for corner in [along + across, along - across, -along - across, -along + across] {
                self.mesh.colored_vertex(center + corner, color);
            }
            self.mesh.add_triangle(first, first + 1, first + 2);
            self.mesh.add_triangle(first, first + 2, first + 3);
        }
    }

    /// Adds a text, cut to the width of `room` and centered in its height, at its left or, with `to_end`, at its right end. Returns the
    /// width of the text, which is zero if there are too many texts or no space for a letter.
    pub(crate) fn text(&mut self, room: Rect, text: &str, size: f32, color: Color32, to_end: bool) -> f32 {
        if self.words.len() >= WORDS || room.width() < size || text.is_empty() {
            return 0.0;
        }
        let galley = match &mut self.letters {
            Some(letters) => letters.get(self.ctx, text, size, color, room.width()),
            None => Some(self.ctx.fonts_mut(|fonts| fonts.layout_job(cut(text, size, color, room.width())))),
        };
        let Some(galley) = galley else { return 0.0 };
        let width = galley.size().x;
        let x = if to_end { room.max.x - width } else { room.min.x };
        let at = pos2(x, room.center().y - galley.size().y / 2.0);
        self.words.push(Words { at: self.on_pixels(at), galley, color: Color32::PLACEHOLDER });
        width
    }

    /// Adds a text in any font, cut to the width of `room`, at its left and centered in its height.
    pub(crate) fn cut_text(&mut self, room: Rect, text: &str, font: &FontId, color: Color32) {
        if room.width() >= font.size {
            let job = cut_in(text, font.clone(), color, room.width());
            let galley = self.ctx.fonts_mut(|fonts| fonts.layout_job(job));
            let at = self.on_pixels(pos2(room.min.x, room.center().y - galley.size().y / 2.0));
            self.galley(at, galley, color);
        }
    }

    /// Adds a text that is already shaped. The color is used if it was shaped without one.
    pub(crate) fn galley(&mut self, at: Pos2, galley: Arc<Galley>, color: Color32) {
        self.words.push(Words { at, galley, color });
    }

    /// Adds the triangles that egui would make of a shape, which must not be a text.
    pub(crate) fn shape(&mut self, shape: Shape) {
        let tessellator = self.tessellator.get_or_insert_with(|| {
            let options = self.ctx.options(|options| options.tessellation_options);
            // The size of the font texture does not matter, because texts are never tessellated here.
            Tessellator::new(self.ctx.pixels_per_point(), options, [1, 1], vec![])
        });
        tessellator.tessellate_shape(shape, &mut self.mesh);
    }

    fn on_pixels(&self, at: Pos2) -> Pos2 {
        let whole = |value: f32| (value / self.pixel).round() * self.pixel;
        pos2(whole(at.x), whole(at.y))
    }
}
