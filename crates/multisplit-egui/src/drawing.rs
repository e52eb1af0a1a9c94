//! Means of drawing: meshes, shaped texts, sketches and thumbnails of panes.

pub(crate) mod font_generation;
pub(crate) mod mesh;
pub(crate) mod sketch;
pub(crate) mod text_cache;
pub(crate) mod thumbnail;
