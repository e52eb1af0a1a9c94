//! Frames as they come, and as they are drawn.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use egui::{Color32, ColorImage};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The maximum width and height of a frame, in pixels.
pub(super) const MOST: usize = 16_384;
/// The maximum number of pixels of a frame.
const MOST_PIXELS: usize = 64 << 20;

/// Decodes a frame.
///
/// # Errors
/// Words for a log: it is cut off, not a picture, or larger than any window.
pub(super) fn decode(data: &str) -> Result<ColorImage, String> {
    let bytes = BASE64_STANDARD.decode(data).map_err(|error| error.to_string())?;
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(MOST)
        .set_max_height(MOST)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&bytes), options);
    decoder.decode_headers().map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions().ok_or("it has no size")?;
    if width.saturating_mul(height) > MOST_PIXELS || width == 0 || height == 0 {
        return Err(format!("{width} × {height} pixels"));
    }
    let rgb = decoder.decode().map_err(|error| error.to_string())?;
    let pixels: Vec<Color32> = rgb.as_chunks().0.iter().map(|[r, g, b]| Color32::from_rgb(*r, *g, *b)).collect();
    if pixels.len() != width * height {
        return Err(format!("{} pixels instead of {width} × {height}", pixels.len()));
    }
    Ok(ColorImage::new([width, height], pixels))
}

#[cfg(test)]
mod tests {
    use super::decode;

    /// A picture of 16 × 16 red pixels, as a browser sends it.
    const RED: &str = include_str!("red.b64");

    #[test]
    fn a_frame_is_decoded_to_its_pixels() {
        let image = decode(RED.trim()).expect("a picture");
        assert_eq!(image.size, [16, 16]);
        let [r, g, b, _] = image.pixels[100].to_array();
        assert!(r > 240 && g < 16 && b < 16, "{r} {g} {b}");
    }

    #[test]
    fn what_is_cut_off_or_no_picture_is_refused_in_words() {
        let red = RED.trim();
        for end in 0..red.len() {
            let cut = decode(&red[..end]);
            assert!(cut.is_err() || end > red.len() - 8, "{end} of {}", red.len());
        }
        assert!(decode("AAAA").is_err() && decode("no base64!").is_err());
    }
}
