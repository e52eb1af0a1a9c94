//! Stores the textures of egui, and reads colors from them. It keeps no texture that egui has freed, except for one more frame.
//!
//! Invariant: a stored texture has at least one texel and exactly `width * height` of them.

use std::collections::HashMap;
use std::sync::Arc;

use egui::epaint::{ImageData, ImageDelta};
use egui::{Color32, ColorImage, TextureFilter, TextureId, TextureOptions, TextureWrapMode, TexturesDelta};

/// All textures by id: those that egui has allocated or has just freed.
#[derive(Default)]
pub(crate) struct Textures {
    by_id: HashMap<TextureId, Texture>,
    /// Textures that egui freed after the last frame. That frame may still be painted, so they are removed with the next delta.
    leaving: Vec<TextureId>,
}

pub(crate) struct Texture {
    image: Arc<ColorImage>,
    options: TextureOptions,
}

/// A reader of one texture with one filter. Colors are premultiplied, with components from 0 to 255.
#[derive(Clone, Copy)]
pub(crate) struct Sampler<'a> {
    texels: &'a [Color32],
    width: i32,
    height: i32,
    filter: TextureFilter,
    wrap: TextureWrapMode,
}

impl Textures {
    pub(crate) fn apply(&mut self, delta: &TexturesDelta) {
        for id in self.leaving.drain(..) {
            self.by_id.remove(&id);
        }
        // The map is unordered, but the result does not depend on the order, because each id has its own list of changes.
        for (id, changes) in &delta.set {
            for change in changes {
                self.set(*id, change);
            }
        }
        self.leaving.extend(delta.free.iter().filter(|id| self.by_id.contains_key(id)));
    }

    pub(crate) fn get(&self, id: TextureId) -> Option<&Texture> {
        self.by_id.get(&id)
    }

    fn set(&mut self, id: TextureId, change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        if !is_sound(image) {
            tracing::warn!(?id, size = ?image.size, "a texture without texels, or with too few, is not drawn");
            return;
        }
        match (change.pos, self.by_id.get_mut(&id)) {
            (None, _) => {
                self.by_id.insert(id, Texture { image: Arc::clone(image), options: change.options });
            }
            (Some(at), Some(texture)) => {
                texture.options = change.options;
                copy_into(Arc::make_mut(&mut texture.image), image, at);
            }
            (Some(_), None) => tracing::warn!(?id, "a part of a texture came before the whole"),
        }
    }
}

impl Texture {
    /// Returns a sampler. `texels_per_pixel` gets the size of the texture, and decides whether it is shrunk or enlarged.
    pub(crate) fn sampler(&self, texels_per_pixel: impl FnOnce([f32; 2]) -> f32) -> Sampler<'_> {
        let TextureOptions { magnification, minification, wrap_mode, .. } = self.options;
        let [width, height] = self.image.size;
        // The scale matters only if the two filters differ, so it is not computed otherwise.
        let shrinks = magnification != minification && texels_per_pixel([width as f32, height as f32]) > 1.0;
        Sampler {
            texels: &self.image.pixels,
            width: width as i32,
            height: height as i32,
            filter: if shrinks { minification } else { magnification },
            wrap: wrap_mode,
        }
    }
}

impl Sampler<'_> {
    #[inline]
    pub(crate) fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        // Texel centers are at half coordinates, so linear filtering shifts by half a texel.
        let (x, y) = (u * self.width as f32, v * self.height as f32);
        match self.filter {
            TextureFilter::Nearest => widen(self.texel(floor(x), floor(y))),
            TextureFilter::Linear => self.linear(x - 0.5, y - 0.5),
        }
    }

    #[inline]
    fn linear(&self, x: f32, y: f32) -> [f32; 4] {
        let (left, top) = (floor(x), floor(y));
        let (right_share, bottom_share) = (x - left as f32, y - top as f32);
        let (x0, x1) = (wrap(left, self.width, self.wrap), wrap(left.saturating_add(1), self.width, self.wrap));
        let (y0, y1) = (wrap(top, self.height, self.wrap), wrap(top.saturating_add(1), self.height, self.wrap));
        let (row0, row1) = (y0 * self.width as usize, y1 * self.width as usize);
        let taps = [self.texels[row0 + x0], self.texels[row0 + x1], self.texels[row1 + x0], self.texels[row1 + x1]];
        // Equal texels need no interpolation.
        if taps[0] == taps[1] && taps[0] == taps[2] && taps[0] == taps[3] {
            return widen(taps[0]);
        }
        let top = mix(widen(taps[0]), widen(taps[1]), right_share);
        let bottom = mix(widen(taps[2]), widen(taps[3]), right_share);
        mix(top, bottom, bottom_share)
    }

    #[inline]
    fn texel(&self, x: i32, y: i32) -> Color32 {
        let (x, y) = (wrap(x, self.width, self.wrap), wrap(y, self.height, self.wrap));
        self.texels[y * self.width as usize + x]
    }
}

fn is_sound(image: &ColorImage) -> bool {
    let [width, height] = image.size;
    let fits = |side: usize| side > 0 && i32::try_from(side).is_ok();
    fits(width) && fits(height) && width.checked_mul(height) == Some(image.pixels.len())
}

/// Copies the part of `part` that fits into `whole`. egui never sends a part that does not fit.
fn copy_into(whole: &mut ColorImage, part: &ColorImage, [left, top]: [usize; 2]) {
    let columns = part.size[0].min(whole.size[0].saturating_sub(left));
    let rows = part.size[1].min(whole.size[1].saturating_sub(top));
    // `left` may be beyond the right edge, where even an empty slice could be out of bounds.
    if columns == 0 {
        return;
    }
    for row in 0..rows {
        let to = (top + row) * whole.size[0] + left;
        let from = row * part.size[0];
        whole.pixels[to..to + columns].copy_from_slice(&part.pixels[from..from + columns]);
    }
}

/// Returns the index of a texel on an axis of `length` texels. The index is always below `length`.
#[inline]
fn wrap(at: i32, length: i32, mode: TextureWrapMode) -> usize {
    let index = match mode {
        TextureWrapMode::ClampToEdge => at.clamp(0, length - 1),
        TextureWrapMode::Repeat => at.rem_euclid(length),
        TextureWrapMode::MirroredRepeat => {
            let within = at.rem_euclid(length);
            if at.div_euclid(length) % 2 == 0 { within } else { length - 1 - within }
        }
    };
    index as usize
}

/// Returns `f32::floor` as a whole number. The standard function is a library call on processors without the instruction.
#[inline(always)]
fn floor(value: f32) -> i32 {
    let cut = value as i32;
    if cut as f32 > value { cut.saturating_sub(1) } else { cut }
}

#[inline(always)]
pub(crate) fn widen(color: Color32) -> [f32; 4] {
    let [r, g, b, a] = color.to_array();
    [f32::from(r), f32::from(g), f32::from(b), f32::from(a)]
}

#[inline(always)]
fn mix(a: [f32; 4], b: [f32; 4], share: f32) -> [f32; 4] {
    [
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
        a[3] + (b[3] - a[3]) * share,
    ]
}
