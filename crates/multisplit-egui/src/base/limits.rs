//! The limits of the front end, as named numbers. It decides nothing else.

/// The maximum number of panes whose painting is kept.
pub(crate) const KEPT_PANES: usize = 16_384;
/// The maximum size of all kept paintings, in bytes, estimated.
pub(crate) const KEPT_BYTES: usize = 64 << 20;
/// The maximum number of frames per second that the front end requests on its own, if the application does not set one.
pub(crate) const FRAMES_PER_SECOND: f32 = 60.0;
/// The range of frame rates that can be set, in frames per second.
pub(crate) const FRAME_RATES: [f32; 2] = [1.0, 1000.0];

/// The maximum number of matches that are listed. The rest are counted, and lit on the map.
pub(crate) const LISTED: usize = 50;
/// The maximum number of panes for which a frame gathers the names, searches them and draws the map together. With more panes, a frame
/// does only one of these.
pub(crate) const AT_ONCE: usize = 2_000;
/// The maximum number of panes that a map shows pictures of.
pub(crate) const PICTURES: usize = 128;
/// The maximum number of shapes in one of these pictures.
pub(crate) const PICTURE_SHAPES: usize = 512;
/// The maximum number of characters of a query.
pub(crate) const QUERY: usize = 200;
/// The maximum number of texts on a map.
pub(crate) const WORDS: usize = 1_200;
/// The maximum number of lines of a sketched pane.
pub(crate) const SKETCH_LINES: usize = 24;
/// The maximum number of tabs that are listed when the pointer rests on a stack. The rest are counted.
pub(crate) const TABS_LISTED: usize = 24;
/// The size, in points, below which a branch is drawn as one tile.
pub(crate) const MIN_TILE: f32 = 3.0;
/// The same for the first drawing of thousands of panes, which is replaced in the next frame.
pub(crate) const ROUGH_TILE: f32 = 24.0;
/// The maximum number of tiles that are drawn in a frame while the map before can be shown.
pub(crate) const TILES_A_FRAME: usize = 2_500;
/// The maximum zoom of a map.
pub(crate) const MAX_ZOOM: f32 = 400.0;
