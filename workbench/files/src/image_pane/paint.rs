//! Uploads a picture to the graphics card and paints it.
//!
//! It does not create textures wider than the graphics card supports: a larger picture is split into tiles.
//!
//! Invariant: the tiles cover the picture without gap or overlap.

use egui::{
    Color32, ColorImage, Context, Painter, Pos2, Rect, TextureFilter, TextureHandle, TextureOptions, Visuals, pos2,
    vec2,
};

use super::decode::DecodedImage;

/// The side of a square of the checkerboard, in points.
const SQUARE: f32 = 8.0;
/// The smallest maximum texture side that is accepted from the graphics card, in pixels.
const SIDE_MIN: usize = 64;

/// The textures of a picture on the graphics card.
#[derive(Default)]
pub(super) struct Textures {
    tiles: Vec<Tile>,
    checker: Option<(TextureHandle, [Color32; 2])>,
    nearest: bool,
    bytes: usize,
}

struct Tile {
    texture: TextureHandle,
    /// The part of the picture that the tile covers, in pixels of the picture.
    part: Rect,
}

impl Textures {
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns the number of tiles that the picture is split into.
    pub fn tiles(&self) -> usize {
        self.tiles.len()
    }

    /// Uploads the picture if it is not uploaded yet, or if the filter changes.
    pub fn prepare(&mut self, ctx: &Context, image: &DecodedImage, nearest: bool) {
        if !self.tiles.is_empty() && self.nearest == nearest {
            return;
        }
        let side = ctx.input(|input| input.max_texture_side).max(SIDE_MIN);
        let options = options(nearest);
        let [width, height] = image.size();
        let name = format!("picture {}", image.path().display());
        self.tiles.clear();
        if width <= side && height <= side {
            let texture = ctx.load_texture(name, std::sync::Arc::clone(image.pixels()), options);
            let part = Rect::from_min_size(Pos2::ZERO, vec2(width as f32, height as f32));
            self.tiles.push(Tile { texture, part });
        } else {
            for top in (0..height).step_by(side) {
                for left in (0..width).step_by(side) {
                    let (w, h) = (side.min(width - left), side.min(height - top));
                    let piece = image.pixels().region_by_pixels([left, top], [w, h]);
                    let texture = ctx.load_texture(name.clone(), piece, options);
                    let part = Rect::from_min_size(pos2(left as f32, top as f32), vec2(w as f32, h as f32));
                    self.tiles.push(Tile { texture, part });
                }
            }
        }
        (self.nearest, self.bytes) = (nearest, image.bytes());
    }

    /// Paints the picture into `place`, with a checkerboard behind it if it is translucent.
    pub fn paint(&mut self, painter: &Painter, visuals: &Visuals, image: &DecodedImage, place: Rect) {
        let seen = place.intersect(painter.clip_rect());
        if !seen.is_positive() {
            return;
        }
        if image.translucent() {
            let board = self.board(painter.ctx(), visuals);
            let at = |corner: Pos2| ((corner - seen.min) / (2.0 * SQUARE)).to_pos2();
            painter.image(board, seen, Rect::from_min_max(at(seen.min), at(seen.max)), Color32::WHITE);
        }
        let scale = place.width() / image.size()[0] as f32;
        for tile in &self.tiles {
            let min = place.min + tile.part.min.to_vec2() * scale;
            let rect = Rect::from_min_size(min, tile.part.size() * scale);
            if rect.intersects(painter.clip_rect()) {
                painter.image(tile.texture.id(), rect, Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0)), Color32::WHITE);
            }
        }
    }

    fn board(&mut self, ctx: &Context, visuals: &Visuals) -> egui::TextureId {
        let colors = [visuals.extreme_bg_color, visuals.faint_bg_color.blend(visuals.weak_text_color())];
        let colors = [colors[0], colors[0].lerp_to_gamma(colors[1], 0.35)];
        match &self.checker {
            Some((texture, same)) if *same == colors => texture.id(),
            _ => {
                let pixels = vec![colors[0], colors[1], colors[1], colors[0]];
                let texture =
                    ctx.load_texture("checkerboard", ColorImage::new([2, 2], pixels), TextureOptions::NEAREST_REPEAT);
                let id = texture.id();
                self.checker = Some((texture, colors));
                id
            }
        }
    }
}

fn options(nearest: bool) -> TextureOptions {
    TextureOptions {
        magnification: if nearest { TextureFilter::Nearest } else { TextureFilter::Linear },
        mipmap_mode: Some(TextureFilter::Linear),
        ..TextureOptions::LINEAR
    }
}
