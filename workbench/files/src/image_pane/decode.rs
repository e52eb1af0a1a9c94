//! Decodes a picture file into pixels.
//!
//! It does not decode a single pixel of a picture that is too large.
//!
//! Invariant: a decoded picture has at least one pixel and at most `limits::IMAGE_PIXELS`.

use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use egui::{Color32, ColorImage};
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};

use multisplit_disk::{Opened, ReadError, open_regular};

use crate::error::FilesError;
use crate::limits;

/// A decoded picture in memory, ready to be shown; it can be sent between threads.
#[derive(Debug, Clone)]
pub struct DecodedImage {
    path: PathBuf,
    pixels: Arc<ColorImage>,
    translucent: bool,
    stamp: Stamp,
}

/// The state of the file when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stamp {
    Gone,
    Seen { modified: Option<SystemTime>, bytes: u64 },
}

impl Stamp {
    pub fn of(path: &Path) -> Self {
        match fs::metadata(path) {
            Ok(file) => Self::Seen { modified: file.modified().ok(), bytes: file.len() },
            Err(_) => Self::Gone,
        }
    }
}

impl DecodedImage {
    /// Returns the path of the file that was decoded.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the width and height in pixels.
    pub fn size(&self) -> [usize; 2] {
        self.pixels.size
    }

    /// Returns the size of the pixels in memory, in bytes.
    pub fn bytes(&self) -> usize {
        self.pixels.pixels.len() * size_of::<Color32>()
    }

    pub(super) fn pixels(&self) -> &Arc<ColorImage> {
        &self.pixels
    }

    pub(super) fn translucent(&self) -> bool {
        self.translucent
    }

    pub(super) fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    pub(super) fn set_stamp(&mut self, stamp: Stamp) {
        self.stamp = stamp;
    }

    pub(super) fn pixel(&self, x: usize, y: usize) -> Option<Color32> {
        let [width, height] = self.size();
        if x < width && y < height { self.pixels.pixels.get(y * width + x).copied() } else { None }
    }
}

pub(super) fn decode(path: &Path) -> Result<DecodedImage, FilesError> {
    let read = |error| FilesError::io("read", path, error);
    let path_buf = || path.to_owned();
    // Taken before the file is read: a file that changes during the read is then read again.
    let stamp = Stamp::of(path);
    let Opened { file, metadata } = match open_regular(path) {
        Err(ReadError::Io { source, .. }) => return Err(read(source)),
        Err(_) => return Err(FilesError::NotAPicture { path: path_buf() }),
        Ok(opened) => opened,
    };
    let (bytes, most) = (metadata.len(), limits::IMAGE_FILE_BYTES);
    if bytes > most {
        return Err(FilesError::TooManyBytes { path: path_buf(), bytes, most });
    }
    let reader = ImageReader::new(BufReader::new(file));
    let mut reader = reader.with_guessed_format().map_err(read)?;
    let mut bounds = Limits::default();
    bounds.max_alloc = Some(limits::IMAGE_ALLOC_BYTES);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(|error| wrong(path, error))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(FilesError::Corrupt { path: path_buf(), why: "it has no pixels".to_owned() });
    }
    let (most, side) = (limits::IMAGE_PIXELS, limits::IMAGE_SIDE);
    if u64::from(width) * u64::from(height) > most || width.max(height) > side {
        return Err(FilesError::TooManyPixels { path: path_buf(), width, height, most, side });
    }
    let turn = decoder.orientation().map_err(|error| wrong(path, error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| wrong(path, error))?;
    image.apply_orientation(turn);
    let rgba = image.into_rgba8();
    let size = [rgba.width() as usize, rgba.height() as usize];
    let pixels = ColorImage::from_rgba_unmultiplied(size, rgba.as_raw());
    let translucent = pixels.pixels.iter().any(|pixel| !pixel.is_opaque());
    Ok(DecodedImage { path: path_buf(), pixels: Arc::new(pixels), translucent, stamp })
}

fn wrong(path: &Path, error: ImageError) -> FilesError {
    let path = path.to_owned();
    match error {
        ImageError::IoError(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            FilesError::io("read", &path, error)
        }
        ImageError::Unsupported(_) => FilesError::NotAPicture { path },
        other => FilesError::Corrupt { path, why: other.to_string() },
    }
}
