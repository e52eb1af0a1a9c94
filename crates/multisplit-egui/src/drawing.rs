//! What is drawn with: meshes, texts that were laid out, sketches and small pictures of panes.

pub(crate) mod font_generation;
pub(crate) mod mesh;
pub(crate) mod sketch;
pub(crate) mod text_cache;
pub(crate) mod thumbnail;
