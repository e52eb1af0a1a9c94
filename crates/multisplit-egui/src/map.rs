//! A picture of a whole surface: where a map looks, what stands on it, and its drawing. The overview and the minimap are made of it.

pub(crate) mod camera;
pub(crate) mod map_mesh;
pub(crate) mod palette;
pub(crate) mod thumbnails;
pub(crate) mod tile_painter;
pub(crate) mod tiles;
