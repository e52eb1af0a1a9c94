//! Turns egui's tessellated output into a picture. It keeps the textures between frames and nothing else.
//!
//! Invariant: no input (sizes, vertices, indices, clip rectangles) makes it panic. What cannot be drawn is omitted.

use egui::epaint::{Primitive, Vertex};
use egui::{ClippedPrimitive, Color32, Mesh, Rect, TexturesDelta};

use crate::image::Image;
use crate::limits::MAX_SIDE_PX;
use crate::shade::Shade;
use crate::texture::{Texture, Textures};
use crate::triangle::{Clip, Triangle};

/// A rasterizer that draws egui's output on the CPU, and keeps the textures that later frames refer to.
///
/// It must receive every [`TexturesDelta`] of its context, in order and from the first frame on.
#[derive(Default)]
pub struct Raster {
    textures: Textures,
}

/// The picture during drawing: premultiplied pixels, row by row.
struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<[u8; 4]>,
}

impl Raster {
    /// Creates a rasterizer without textures.
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies egui's changes to textures.
    ///
    /// Freed textures stay until the next call, because the frame that freed them still shows them. The caller clears the delta
    /// afterwards: egui panics if a delta that still has entries is dropped.
    pub fn update_textures(&mut self, delta: &TexturesDelta) {
        self.textures.apply(delta);
    }

    /// Draws one frame over a background. `size_px` is in physical pixels; clip rectangles and vertices are in points.
    ///
    /// Sides above [`MAX_SIDE_PX`] are cut. If a side is 0, the picture is empty. If the scale is not positive and finite, the
    /// picture shows only the background.
    pub fn paint(
        &mut self,
        size_px: [u32; 2],
        pixels_per_point: f32,
        primitives: &[ClippedPrimitive],
        background: Color32,
    ) -> Image {
        let mut canvas = Canvas::new(size_px, background);
        if pixels_per_point.is_finite() && pixels_per_point > 0.0 {
            for ClippedPrimitive { clip_rect, primitive } in primitives {
                let clip = canvas.clip(*clip_rect, pixels_per_point);
                match primitive {
                    Primitive::Mesh(mesh) => self.draw_mesh(&mut canvas, clip, mesh, pixels_per_point),
                    Primitive::Callback(_) => tracing::debug!("a paint callback is left out of the picture"),
                }
            }
        }
        Image::from_premultiplied(canvas.width, canvas.height, canvas.pixels)
    }

    fn draw_mesh(&self, canvas: &mut Canvas, clip: Clip, mesh: &Mesh, pixels_per_point: f32) {
        let Some(texture) = self.textures.get(mesh.texture_id) else {
            tracing::warn!(id = ?mesh.texture_id, "a mesh whose texture was never handed over is not drawn");
            return;
        };
        for corners in mesh.indices.as_chunks().0 {
            let [Some(a), Some(b), Some(c)] = corners.map(|index: u32| mesh.vertices.get(index as usize)) else {
                tracing::warn!(?corners, "a triangle without its vertices is not drawn");
                continue;
            };
            canvas.draw_triangle(clip, [a, b, c], texture, pixels_per_point);
        }
    }
}

impl Canvas {
    fn new(size_px: [u32; 2], background: Color32) -> Self {
        let [width, height] = size_px.map(|side| side.min(MAX_SIDE_PX));
        Self { width, height, pixels: vec![background.to_array(); width as usize * height as usize] }
    }

    /// Converts a clip rectangle to whole pixels, as the GPU painters do. The result is never outside the canvas.
    fn clip(&self, rect: Rect, pixels_per_point: f32) -> Clip {
        // The cast turns NaN into zero and saturates at the bounds of the type.
        let pixel = |value: f32, end: u32| ((value * pixels_per_point).round() as u32).min(end);
        Clip {
            left: pixel(rect.min.x, self.width),
            top: pixel(rect.min.y, self.height),
            right: pixel(rect.max.x, self.width),
            bottom: pixel(rect.max.y, self.height),
        }
    }

    fn draw_triangle(&mut self, clip: Clip, corners: [&Vertex; 3], texture: &Texture, pixels_per_point: f32) {
        let places = corners.map(|vertex| (vertex.pos.to_vec2() * pixels_per_point).to_pos2());
        let Some(triangle) = Triangle::new(places) else { return };
        if !corners.iter().all(|vertex| vertex.uv.is_finite()) {
            return;
        }
        let shade = Shade::new(&triangle, corners, texture);
        triangle.spans(clip, |span| {
            let row = span.y as usize * self.width as usize;
            let pixels = &mut self.pixels[row + span.start as usize..row + span.end as usize];
            shade.draw(pixels, span.weights);
        });
    }
}
