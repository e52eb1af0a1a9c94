//! Draws egui's triangles on the CPU: pictures of an interface with no display and no GPU, for tests and for documents.
//!
//! What it draws follows egui's own GPU painters: premultiplied alpha, blended in gamma space, textures filtered as
//! their options say, clip rectangles rounded to physical pixels, and a pixel on an edge that two triangles share
//! belongs to exactly one of them. Coverage is decided with whole numbers and shading uses only the four basic
//! operations, so the same triangles give the same bytes on every machine.
//!
//! It refuses to open windows, to read the clock and to run paint callbacks.
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
//! - Paint callbacks are left out of the picture: they draw with a GPU.
//! - There are no mipmaps: `TextureOptions::mipmap_mode` is read as `None`.
//! - Textures that the application registered with a GPU (`TextureId::User`) are not drawn.
//! - Glyphs arrive as a texture from egui; where egui's own glyph coverage differs by a gray level between machines,
//!   so does the picture. Compare with a small threshold.

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
