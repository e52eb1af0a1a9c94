//! A finished picture in memory, and its encoding as a PNG file. It is never displayed and never scaled.
//!
//! Invariant: every picture made by this crate has `rgba.len() == width * height * 4`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use egui::Color32;

/// A picture. Rows run from the top, with four bytes per pixel: red, green, blue and alpha, not premultiplied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The number of pixels in a row.
    pub width: u32,
    /// The number of rows.
    pub height: u32,
    /// The pixels, in `width * height * 4` bytes.
    pub rgba: Vec<u8>,
}

/// The reason why a picture could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RasterError {
    /// The file could not be created or written completely.
    #[error("cannot write the picture {}: {source}", path.display())]
    File {
        /// The file that should have been written.
        path: PathBuf,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The picture has no pixels, its bytes do not match its size, or the writer failed.
    #[error("cannot encode a picture of {width} x {height} pixels as PNG: {source}")]
    Encode {
        /// The number of pixels in a row.
        width: u32,
        /// The number of rows.
        height: u32,
        /// The error of the encoder.
        source: png::EncodingError,
    },
}

impl Image {
    /// Returns the pixel at a position, in pixels from the top left corner, or `None` outside the picture.
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
    /// Returns [`RasterError::Encode`] if the picture is empty or inconsistent, or if `to` fails.
    pub fn write_png(&self, to: impl Write) -> Result<(), RasterError> {
        self.encode(to).map_err(|source| RasterError::Encode { width: self.width, height: self.height, source })
    }

    /// Writes the picture as a PNG file. An existing file is replaced.
    ///
    /// # Errors
    /// Returns [`RasterError::File`] if the file cannot be created or flushed, and the errors of [`Image::write_png`].
    pub fn save_png(&self, path: impl AsRef<Path>) -> Result<(), RasterError> {
        let path = path.as_ref();
        let failed = |source| RasterError::File { path: path.to_owned(), source };
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        self.write_png(&mut file)?;
        file.flush().map_err(failed)
    }

    /// Creates a picture from rows of premultiplied pixels. Converts only the pixels that are not opaque.
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
