//! `multisplit shot`: draws the real workbench into a picture, without a display.

use crate::app::{App, Start};
use crate::args::{JobResult, Shot};
use multisplit::file::ReadLimits;
use multisplit_raster::shoot;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The maximum time that files and folders may take to load; after that, the picture is taken anyway.
const PATIENCE: Duration = Duration::from_secs(10);

/// The frames after everything has loaded, for layouts that depend on what the previous frame measured.
const SETTLING: usize = 4;

/// Draws the workbench of a folder.
pub(crate) fn run(args: &Shot) -> JobResult {
    let ctx = egui::Context::default();
    ctx.set_visuals(if args.light { egui::Visuals::light() } else { egui::Visuals::dark() });
    let mut app = App::new(&ctx, args.path.clone(), &Start::Unsaved)?;
    if let Some(path) = &args.layout {
        let limits = ReadLimits::outside();
        let text = multisplit_disk::read_text(path, limits.bytes as u64)?;
        // A picture of a foreign layout runs nothing: what waits is drawn as waiting.
        app.load_foreign(&text, limits).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    let size = egui::vec2(f32::from(args.size[0]), f32::from(args.size[1]));
    let start = Instant::now();
    loop {
        shoot(&ctx, size, 1.0, 1, |ui| app.frame(ui));
        if app.is_settled() || start.elapsed() > PATIENCE {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    // Listings and shells finish on their own threads, and nothing here reports when they are done.
    std::thread::sleep(Duration::from_millis(300));
    let image = shoot(&ctx, size, 1.0, SETTLING, |ui| app.frame(ui));
    image.save_png(&args.out)?;
    Ok(ExitCode::SUCCESS)
}
