//! Computes the color of each pixel of a triangle, and blends it over the picture. It decides nothing about coverage.
//!
//! Colors are premultiplied and in gamma space. Each component is from 0 to 255 until the last step, which rounds to the nearest.

use egui::Pos2;
use egui::epaint::Vertex;

use crate::texture::{Sampler, Texture, widen};
use crate::triangle::{Triangle, Weights};

/// How a triangle is colored. The cheapest way that is exact is chosen.
pub(crate) enum Shade<'a> {
    /// One color, as for fills of rectangles and the insides of shapes.
    Solid([f32; 4]),
    /// Colors that are interpolated between the corners, as for soft edges and gradients.
    Gradient(Ramp<4>),
    /// A part of a texture, multiplied by one color, as for glyphs and pictures.
    Tinted { sampler: Sampler<'a>, place: Ramp<2>, color: [f32; 4] },
    /// A part of a texture, multiplied by colors that are interpolated between the corners.
    Textured { sampler: Sampler<'a>, place: Ramp<2>, color: Ramp<4> },
}

/// A value that is interpolated between the corners.
#[derive(Clone, Copy)]
pub(crate) struct Ramp<const N: usize> {
    first: [f32; N],
    /// The differences of the second and the third corner from the first.
    more: [[f32; N]; 2],
}

impl<'a> Shade<'a> {
    pub(crate) fn new(triangle: &Triangle, [a, b, c]: [&Vertex; 3], texture: &'a Texture) -> Self {
        let one_color = a.color == b.color && a.color == c.color;
        let one_place = a.uv == b.uv && a.uv == c.uv;
        let place = Ramp::new([a.uv, b.uv, c.uv].map(|Pos2 { x, y }| [x, y]));
        let sampler = texture.sampler(|size| texels_per_pixel(triangle, &place, size));
        let colors = [a, b, c].map(|vertex| widen(vertex.color));
        if !one_place {
            return if one_color {
                Self::Tinted { sampler, place, color: colors[0] }
            } else {
                Self::Textured { sampler, place, color: Ramp::new(colors) }
            };
        }
        // All corners read the same texel, as in egui's untextured fills, so one sample is enough.
        let texel = sampler.sample(a.uv.x, a.uv.y);
        if one_color {
            Self::Solid(multiply(colors[0], texel))
        } else {
            Self::Gradient(Ramp::new(colors.map(|color| multiply(color, texel))))
        }
    }

    /// Blends the triangle over the pixels of one span.
    pub(crate) fn draw(&self, pixels: &mut [[u8; 4]], weights: Weights) {
        match self {
            Self::Solid(color) if color[3] >= 255.0 => pixels.fill(color.map(narrow)),
            Self::Solid(color) => over_all(pixels, *color),
            Self::Gradient(color) => over_each(pixels, weights, |at| color.at(at)),
            Self::Tinted { sampler, place, color } => over_each(pixels, weights, |at| {
                let [u, v] = place.at(at);
                multiply(*color, sampler.sample(u, v))
            }),
            Self::Textured { sampler, place, color } => over_each(pixels, weights, |at| {
                let [u, v] = place.at(at);
                multiply(color.at(at), sampler.sample(u, v))
            }),
        }
    }
}

impl<const N: usize> Ramp<N> {
    fn new([first, second, third]: [[f32; N]; 3]) -> Self {
        let minus_first = |corner: [f32; N]| std::array::from_fn(|part| corner[part] - first[part]);
        Self { first, more: [minus_first(second), minus_first(third)] }
    }

    #[inline(always)]
    fn at(&self, [second, third]: [f32; 2]) -> [f32; N] {
        let mut value = self.first;
        for (part, value) in value.iter_mut().enumerate() {
            *value += self.more[0][part] * second + self.more[1][part] * third;
        }
        value
    }
}

/// Returns how many texels fall into one pixel, along the axis with more texels.
fn texels_per_pixel(triangle: &Triangle, place: &Ramp<2>, size: [f32; 2]) -> f32 {
    let [second, third] = triangle.slopes();
    let squared = [0, 1].map(|axis| {
        let u = (place.more[0][0] * second[axis] + place.more[1][0] * third[axis]) * size[0];
        let v = (place.more[0][1] * second[axis] + place.more[1][1] * third[axis]) * size[1];
        u * u + v * v
    });
    squared[0].max(squared[1]).sqrt()
}

#[inline(always)]
fn over_each(pixels: &mut [[u8; 4]], mut weights: Weights, color: impl Fn([f32; 2]) -> [f32; 4]) {
    for pixel in pixels {
        let color = color(weights.now());
        weights.advance();
        if color != [0.0; 4] {
            *pixel = over(color, *pixel);
        }
    }
}

/// Blends one color over all pixels. Neighboring pixels are often equal, so the last result is reused.
fn over_all(pixels: &mut [[u8; 4]], color: [f32; 4]) {
    let Some(first) = pixels.first() else { return };
    let (mut below, mut result) = (*first, over(color, *first));
    for pixel in pixels {
        if *pixel != below {
            (below, result) = (*pixel, over(color, *pixel));
        }
        *pixel = result;
    }
}

#[inline(always)]
fn over(color: [f32; 4], below: [u8; 4]) -> [u8; 4] {
    let keep = 1.0 - color[3] * (1.0 / 255.0);
    [
        narrow(color[0] + f32::from(below[0]) * keep),
        narrow(color[1] + f32::from(below[1]) * keep),
        narrow(color[2] + f32::from(below[2]) * keep),
        narrow(color[3] + f32::from(below[3]) * keep),
    ]
}

/// Multiplies two colors from 0 to 255. Divides instead of multiplying by 1/255, so that white times white is exactly white.
#[inline(always)]
fn multiply(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [a[0] * b[0] / 255.0, a[1] * b[1] / 255.0, a[2] * b[2] / 255.0, a[3] * b[3] / 255.0]
}

/// Rounds to the nearest whole number, halves up. The cast saturates at 0 and 255.
#[inline(always)]
fn narrow(value: f32) -> u8 {
    (value + 0.5) as u8
}
