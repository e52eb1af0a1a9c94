//! A finished picture in memory, and its way to a PNG file. It is never shown and never scaled.
//!
//! Invariant of every picture made here: `rgba.len() == width * height * 4`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use egui::Color32;

/// A picture: rows from the top, four bytes a pixel (red, green, blue, alpha), alpha not multiplied in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub rgba: Vec<u8>,
}

/// Why a picture could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RasterError {
    /// The file could not be created or written to its end.
    #[error("cannot write the picture {}: {source}", path.display())]
    File {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The picture has no pixels, or its bytes do not match its size, or the writer failed.
    #[error("cannot encode a picture of {width} x {height} pixels as PNG: {source}")]
    Encode {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
        /// What the encoder said.
        source: png::EncodingError,
    },
}

impl Image {
    /// The pixel at a place, `None` outside the picture.
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let start = (y as usize * self.width as usize + x as usize) * 4;
        self.rgba.get(start..start + 4)?.try_into().ok()
    }

    /// Writes the picture as PNG.
    ///
    /// # Errors
    /// [`RasterError::Encode`] when the picture is empty, inconsistent, or `to` fails.
    pub fn write_png(&self, to: impl Write) -> Result<(), RasterError> {
        self.encode(to).map_err(|source| RasterError::Encode { width: self.width, height: self.height, source })
    }

    /// Writes the picture as a PNG file, replacing one that is there.
    ///
    /// # Errors
    /// [`RasterError::File`] when the file cannot be created or flushed, and as [`Image::write_png`].
    pub fn save_png(&self, path: impl AsRef<Path>) -> Result<(), RasterError> {
        let path = path.as_ref();
        let failed = |source| RasterError::File { path: path.to_owned(), source };
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        self.write_png(&mut file)?;
        file.flush().map_err(failed)
    }

    /// Takes rows of premultiplied pixels; costs a pass over them only if one is not opaque.
    pub(crate) fn from_premultiplied(width: u32, height: u32, mut pixels: Vec<[u8; 4]>) -> Self {
        for pixel in pixels.iter_mut().filter(|pixel| pixel[3] != u8::MAX) {
            let [r, g, b, a] = *pixel;
            *pixel = Color32::from_rgba_premultiplied(r, g, b, a).to_srgba_unmultiplied();
        }
        Self { width, height, rgba: pixels.into_flattened() }
    }

    fn encode(&self, to: impl Write) -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::new(to, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.rgba)?;
        writer.finish()
    }
}
