//! A picture of a whole surface: the camera, the tiles, and their drawing. The overview and the minimap are built from it.

pub(crate) mod camera;
pub(crate) mod map_mesh;
pub(crate) mod palette;
pub(crate) mod thumbnails;
pub(crate) mod tile_painter;
pub(crate) mod tiles;
