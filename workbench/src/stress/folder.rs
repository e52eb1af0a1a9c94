//! A folder to work on, made up: source files of many sizes, some large logs, pictures, databases. Gone when it is dropped.

use multisplit_raster::Image;
use std::fmt::Write;
use std::io;
use std::path::Path;
use tempfile::TempDir;

/// The folder and what can be opened in it.
pub(super) struct Folder {
    folder: TempDir,
    widgets: Vec<String>,
}

/// Files are not larger than this, but for a few.
const USUAL_BYTES: usize = 96 << 10;
/// Those few.
const LARGE_BYTES: usize = 3 << 20;

impl Folder {
    /// Makes as many files as panes are wanted, up to a few hundred; panes share them by being of other kinds.
    pub(super) fn make(panes: usize) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("multisplit-stress").tempdir()?;
        let files = (panes * 3 / 4).clamp(8, 800);
        let mut widgets = vec![];
        for at in 0..files {
            let name = match at % 10 {
                8 => picture(folder.path(), at)?,
                9 => database(folder.path(), at)?,
                _ => text(folder.path(), at)?,
            };
            widgets.push(name);
        }
        widgets.extend((0..panes.saturating_sub(files)).map(|at| format!("slow:{}/{at}", 20 + at % 7 * 40)));
        Ok(Self { folder, widgets })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The ids of all there is to open.
    pub(super) fn widgets(&self) -> Vec<String> {
        self.widgets.clone()
    }
}

fn text(folder: &Path, at: usize) -> io::Result<String> {
    // Sizes that differ by a factor of a hundred, the small ones more often.
    let bytes = if at % 50 == 7 { LARGE_BYTES } else { USUAL_BYTES / (1 + at * 7 % 100) + 200 };
    let mut text = String::with_capacity(bytes + 80);
    let mut line = 0;
    while text.len() < bytes {
        line += 1;
        // Writing into a string cannot fail.
        let _ = writeln!(text, "fn line_{line}(value: u64) -> u64 {{ value * {line} + {at} }} // made up");
    }
    let name = format!("file_{at}.rs");
    std::fs::write(folder.join(&name), text)?;
    Ok(if at % 50 == 7 { format!("log:{name}") } else { format!("editor:{name}") })
}

fn picture(folder: &Path, at: usize) -> io::Result<String> {
    let side = 64 + u32::try_from(at % 9).unwrap_or(0) * 48;
    let pixel = |i: u32| [(i % side) as u8, (i / side) as u8, (at % 256) as u8, 255];
    let pixels: Vec<u8> = (0..side * side).flat_map(pixel).collect();
    let name = format!("picture_{at}.png");
    let image = Image { width: side, height: side, pixels };
    image.save_png(folder.join(&name)).map_err(io::Error::other)?;
    Ok(format!("image:{name}"))
}

/// An empty file is an empty database.
fn database(folder: &Path, at: usize) -> io::Result<String> {
    let name = format!("data_{at}.db");
    std::fs::write(folder.join(&name), b"")?;
    Ok(format!("query:{name}"))
}
