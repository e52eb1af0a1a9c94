//! Draws egui's triangles on the CPU. It makes pictures of an interface without a display or a GPU, for tests and for documents.
//!
//! It draws like egui's own GPU painters: alpha is premultiplied, colors are blended in gamma space, textures are filtered according
//! to their options, and clip rectangles are rounded to physical pixels. A pixel on an edge that two triangles share belongs to
//! exactly one of them. Coverage is computed with whole numbers, and shading uses only the four basic operations, so the same
//! triangles give the same bytes on every machine.
//!
//! It does not open windows, read the clock or run paint callbacks.
//!
//! ```
//! let ctx = egui::Context::default();
//! let picture = multisplit_raster::shoot(&ctx, egui::vec2(120.0, 40.0), 1.0, 2, |ui| {
//!     ui.label("Hello");
//! });
//! assert_eq!((picture.width, picture.height), (120, 40));
//! ```
//!
//! # Limitations
//! - Paint callbacks are omitted from the picture, because they draw with a GPU.
//! - There are no mipmaps: `TextureOptions::mipmap_mode` is treated as `None`.
//! - Textures that the application registered with a GPU (`TextureId::User`) are not drawn.
//! - Glyphs come from egui as a texture. If egui's own glyph coverage differs by a gray level between machines, the picture
//!   differs too. Compare pictures with a small threshold.

mod image;
#[cfg(feature = "kittest")]
mod kittest;
mod limits;
mod raster;
mod shade;
mod shoot;
mod texture;
mod triangle;

pub use image::{Image, RasterError};
#[cfg(feature = "kittest")]
pub use kittest::assert_picture;
pub use limits::MAX_SIDE_PX;
pub use raster::Raster;
pub use shoot::shoot;
