//! Makes a picture of a piece of interface in one call. It uses no real clock: each frame is a sixtieth of a second after the last.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, FullOutput, Id, RawInput, Rect, Ui, Vec2, ViewportId, ViewportInfo, pos2};

use crate::image::Image;
use crate::raster::Raster;

const FRAMES_PER_SECOND: f64 = 60.0;

/// Runs `frames` frames of `draw` on a screen of `size` points, and returns the picture of the last frame.
///
/// The background is the panel color of the context's style. At least one frame is run. Use two or more if a layout settles only in
/// the second frame.
///
/// The textures stay with the context, so the same context can be drawn again after a change. If something else has already drawn the
/// context, that consumer received its glyphs, and the picture lacks them.
pub fn shoot(ctx: &Context, size: Vec2, pixels_per_point: f32, frames: usize, mut draw: impl FnMut(&mut Ui)) -> Image {
    for _ in 1..frames {
        // Neither tessellated nor painted, because only the last frame is seen. Its textures are needed, though.
        drop(run(ctx, size, pixels_per_point, &mut draw));
    }
    let output = run(ctx, size, pixels_per_point, &mut draw);
    let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
    let size_px = [size.x, size.y].map(|side| (side * pixels_per_point).round() as u32);
    let background = ctx.global_style().visuals.panel_fill;
    with_raster(ctx, |raster| raster.paint(size_px, output.pixels_per_point, &primitives, background))
}

/// Runs one frame and takes its textures.
fn run(ctx: &Context, size: Vec2, pixels_per_point: f32, draw: &mut dyn FnMut(&mut Ui)) -> FullOutput {
    let mut output = ctx.run_ui(input(ctx, size, pixels_per_point), draw);
    with_raster(ctx, |raster| raster.update_textures(&output.textures_delta));
    output.textures_delta.clear();
    output
}

/// Calls `act` with the rasterizer that is stored in the context. The rasterizer is not locked while the application draws.
fn with_raster<R>(ctx: &Context, act: impl FnOnce(&mut Raster) -> R) -> R {
    let raster: Arc<Mutex<Raster>> =
        ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default(Id::unique("multisplit-raster"))));
    let mut raster = raster.lock().unwrap_or_else(PoisonError::into_inner);
    act(&mut raster)
}

fn input(ctx: &Context, size: Vec2, pixels_per_point: f32) -> RawInput {
    let viewport = ViewportInfo { native_pixels_per_point: Some(pixels_per_point), ..Default::default() };
    RawInput {
        viewports: std::iter::once((ViewportId::ROOT, viewport)).collect(),
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size / ctx.zoom_factor())),
        time: Some(ctx.cumulative_frame_nr() as f64 / FRAMES_PER_SECOND),
        ..Default::default()
    }
}
