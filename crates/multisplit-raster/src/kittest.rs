//! Uses the rasterizer as the renderer of a test harness: `Harness::builder().renderer(Raster::new())`. It adds no drawing.

use egui::{Context, FullOutput, TexturesDelta};
use egui_kittest::TestRenderer;

use crate::image::Image;
use crate::raster::Raster;

/// Compares a picture with `tests/snapshots/NAME.png` of the crate under test. Each pixel may differ a little.
///
/// With `UPDATE_SNAPSHOTS=1` in the environment, the picture becomes the new snapshot.
///
/// # Panics
/// Panics if there is no such file or if the pictures differ. `NAME.new.png` and `NAME.diff.png` are written beside it then. Also
/// panics if the bytes of the picture do not match its size.
pub fn assert_picture(picture: &Image, name: &str) {
    match image::RgbaImage::from_raw(picture.width, picture.height, picture.rgba.clone()) {
        Some(picture) => egui_kittest::image_snapshot(&picture, name),
        None => panic!("the picture `{name}` has {} bytes, which is not its size", picture.rgba.len()),
    }
}

impl TestRenderer for Raster {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.update_textures(delta);
        delta.clear();
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<image::RgbaImage, String> {
        let pixels_per_point = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * pixels_per_point;
        let primitives = ctx.tessellate(output.shapes.clone(), pixels_per_point);
        let background = ctx.global_style().visuals.panel_fill;
        let size_px = [size.x, size.y].map(|side| side.round() as u32);
        let picture = self.paint(size_px, pixels_per_point, &primitives, background);
        image::RgbaImage::from_raw(picture.width, picture.height, picture.rgba)
            .ok_or_else(|| format!("no picture of {} x {} pixels", picture.width, picture.height))
    }
}
