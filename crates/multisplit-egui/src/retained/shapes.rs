//! Shapes that outlive their frame: which shapes may be kept, how they are moved, and how much memory they take.
//! It does not move a shape that would then differ from a fresh drawing: only coordinates on a grid that `f32` holds exactly are moved.

use egui::epaint::{ColorMode, Shape, TextureId};
use egui::{Pos2, Rect, Vec2, emath::TSTransform, epaint::ClippedShape};
use std::mem::size_of;
use std::sync::Arc;

/// The fraction of a point that coordinates must be whole multiples of to be moved (1/256). egui's layout rounds to 1/32.
const GRID: f32 = 256.0;
/// Below this, `f32` holds multiples of the grid exactly, and also the sum of two of them: it has 24 bits of precision.
const GRID_END: f32 = 32_768.0;

/// Shapes that may be painted again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shapes {
    all: Vec<ClippedShape>,
    /// Textures other than that of the fonts. They must still exist when the shapes are painted again.
    pub(crate) textures: Vec<TextureId>,
    /// Whether the shapes look the same as freshly drawn ones after they are moved over the grid.
    movable: bool,
    pub(crate) bytes: usize,
}

impl Shapes {
    /// Collects shapes. Returns `None` if one of them is valid in its own frame only.
    pub(crate) fn new<'a>(shapes: impl Iterator<Item = &'a ClippedShape>) -> Option<Self> {
        let mut kept = Self { movable: true, ..Self::default() };
        let mut rest = vec![];
        for ClippedShape { clip_rect, shape, transform_after_tessellation } in shapes {
            if *transform_after_tessellation != TSTransform::IDENTITY {
                return None;
            }
            kept.movable &= is_on_grid([clip_rect.min, clip_rect.max]);
            rest.push(shape);
            // Groups are flattened without recursion: they may be nested deeper than the stack.
            while let Some(shape) = rest.pop() {
                match shape {
                    Shape::Noop => {}
                    Shape::Vec(group) => rest.extend(group.iter().rev()),
                    shape => kept.add(*clip_rect, shape)?,
                }
            }
        }
        Some(kept)
    }

    /// Returns the shapes in painting order.
    pub(crate) fn all(&self) -> &[ClippedShape] {
        &self.all
    }

    /// Moves all shapes and returns `true`. Returns `false` if that cannot be done exactly; then none of them is moved.
    pub(crate) fn translate(&mut self, by: Vec2) -> bool {
        if by == Vec2::ZERO {
            return true;
        }
        if !self.movable || !is_on_grid([by.to_pos2()]) {
            return false;
        }
        for ClippedShape { clip_rect, shape, .. } in &mut self.all {
            *clip_rect = clip_rect.translate(by);
            match shape {
                // egui's own `translate` would copy the glyphs of the text.
                Shape::Text(text) => text.pos += by,
                shape => shape.translate(by),
            }
        }
        true
    }

    fn add(&mut self, clip_rect: Rect, shape: &Shape) -> Option<()> {
        let texture = match shape {
            Shape::Callback(_) => return None,
            Shape::Mesh(mesh) => mesh.texture_id,
            Shape::Rect(rect) => rect.brush.as_ref().map(|brush| brush.fill_texture_id).unwrap_or_default(),
            _ => TextureId::default(),
        };
        match texture {
            // The application owns the texture, and egui does not report when it is freed.
            TextureId::User(_) => return None,
            texture if texture == TextureId::default() || self.textures.contains(&texture) => {}
            texture => self.textures.push(texture),
        }
        self.movable &= is_movable(shape);
        self.bytes += size_of::<ClippedShape>() + heap_bytes(shape);
        self.all.push(ClippedShape::new(clip_rect, shape.clone()));
        Some(())
    }
}

/// Returns `true` if the coordinates can be moved over the grid without rounding.
pub(crate) fn is_on_grid(points: impl IntoIterator<Item = Pos2>) -> bool {
    let fits = |at: f32| at.is_infinite() || at.abs() < GRID_END && (at * GRID).fract() == 0.0;
    points.into_iter().all(|point| fits(point.x) && fits(point.y))
}

fn is_movable(shape: &Shape) -> bool {
    let is_plain = |color: &ColorMode| matches!(color, ColorMode::Solid(_));
    match shape {
        Shape::Noop => true,
        Shape::Circle(circle) => is_on_grid([circle.center]),
        Shape::Ellipse(ellipse) => is_on_grid([ellipse.center]),
        Shape::LineSegment { points, .. } => is_on_grid(*points),
        Shape::Path(path) => is_plain(&path.stroke.color) && is_on_grid(path.points.iter().copied()),
        Shape::Rect(rect) => is_on_grid([rect.rect.min, rect.rect.max]),
        Shape::Text(text) => is_on_grid([text.pos]),
        Shape::Mesh(mesh) => is_on_grid(mesh.vertices.iter().map(|vertex| vertex.pos)),
        Shape::QuadraticBezier(curve) => is_plain(&curve.stroke.color) && is_on_grid(curve.points),
        Shape::CubicBezier(curve) => is_plain(&curve.stroke.color) && is_on_grid(curve.points),
        Shape::Vec(_) | Shape::Band(_) | Shape::Callback(_) => false,
    }
}

/// Estimates the heap memory of a shape, in bytes.
fn heap_bytes(shape: &Shape) -> usize {
    const CORNER: usize = size_of::<egui::epaint::Vertex>();
    match shape {
        Shape::Path(path) => path.points.len() * size_of::<Pos2>(),
        Shape::Band(band) => band.points.len() * 3 * size_of::<f32>(),
        Shape::Mesh(mesh) => mesh.vertices.len() * CORNER + mesh.indices.len() * size_of::<u32>(),
        Shape::Text(text) => {
            let galley = Arc::as_ref(&text.galley);
            let letters = galley.job.text.len() * (1 + size_of::<egui::epaint::text::Glyph>());
            letters + galley.num_vertices * CORNER + galley.num_indices * size_of::<u32>()
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Shapes, is_on_grid};
    use egui::epaint::{ClippedShape, Shape, TextureId};
    use egui::{Color32, Pos2, Rect, Stroke, Vec2, pos2, vec2};

    fn kept(shape: Shape) -> Option<Shapes> {
        let clip = Rect::from_min_max(pos2(0.0, 0.0), pos2(64.0, 64.0));
        Shapes::new([ClippedShape::new(clip, shape)].iter())
    }

    fn image(texture: TextureId) -> Shape {
        Shape::image(texture, Rect::from_min_max(Pos2::ZERO, pos2(8.0, 8.0)), Rect::ZERO, Color32::WHITE)
    }

    #[test]
    fn what_lies_on_the_grid_is_moved_exactly_and_what_does_not_stays() {
        for (from, by, expect) in [
            (pos2(1.5, 2.0), vec2(3.0, -7.0), Some(pos2(4.5, -5.0))),
            (pos2(1.03125, 2.0), vec2(3.0, 0.0), Some(pos2(4.03125, 2.0))),
            (pos2(0.1, 2.0), vec2(3.0, 0.0), None),
            (pos2(1.0, 2.0), vec2(0.1, 0.0), None),
            (pos2(40_000.0, 2.0), vec2(3.0, 0.0), None),
        ] {
            let mut shapes = kept(Shape::circle_filled(from, 3.3, Color32::RED)).expect("it is kept");
            assert_eq!(shapes.translate(by), expect.is_some(), "{from} {by}");
            let [ClippedShape { shape: Shape::Circle(circle), clip_rect, .. }] = shapes.all() else {
                panic!("a circle")
            };
            assert_eq!(circle.center, expect.unwrap_or(from), "{from} {by}");
            assert_eq!(clip_rect.min, if expect.is_some() { by.to_pos2() } else { Pos2::ZERO });
        }
        let mut shapes = kept(Shape::circle_filled(pos2(0.1, 0.1), 1.0, Color32::RED)).expect("it is kept");
        assert!(shapes.translate(Vec2::ZERO), "in place everything may stay");
        assert!(!is_on_grid([pos2(f32::NAN, 0.0)]));
    }

    #[test]
    fn groups_are_kept_in_their_order_and_textures_are_remembered() {
        let line = |x: f32| Shape::line_segment([pos2(x, 0.0), pos2(x, 9.0)], Stroke::new(1.0, Color32::RED));
        let deep = (0..500).fold(line(2.0), |inner, _| Shape::Vec(vec![inner]));
        let group = Shape::Vec(vec![line(1.0), deep, image(TextureId::Managed(7)), line(3.0)]);
        let shapes = kept(group).expect("it is kept");
        let at = |shape: &ClippedShape| match &shape.shape {
            Shape::LineSegment { points, .. } => points[0].x,
            _ => 0.0,
        };
        assert_eq!(shapes.all().iter().map(at).collect::<Vec<_>>(), [1.0, 2.0, 0.0, 3.0]);
        assert_eq!(shapes.textures, [TextureId::Managed(7)]);
        assert!(shapes.bytes > 0);
        assert!(kept(image(TextureId::User(7))).is_none());
    }
}
