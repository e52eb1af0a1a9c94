//! What the front end may keep, as named numbers. Decides nothing else.

/// Panes whose painting is kept.
pub(crate) const KEPT_PANES: usize = 16_384;
/// Bytes of all kept paintings, estimated.
pub(crate) const KEPT_BYTES: usize = 64 << 20;
/// Frames a second that the front end asks for on its own, where the application says nothing.
pub(crate) const FRAMES_PER_SECOND: f32 = 60.0;
/// The least and the most frames a second that can be asked for.
pub(crate) const FRAME_RATES: [f32; 2] = [1.0, 1000.0];

/// Matches that are listed; the rest are counted, and lit on the map.
pub(crate) const LISTED: usize = 50;
/// Panes up to which a frame gathers their names, searches them and draws the map together; with more, a frame does one of these.
pub(crate) const AT_ONCE: usize = 2_000;
/// Panes that a map shows pictures of, and shapes of one of them.
pub(crate) const PICTURES: usize = 128;
pub(crate) const PICTURE_SHAPES: usize = 512;
/// Letters of a search.
pub(crate) const QUERY: usize = 200;
/// Texts on a map.
pub(crate) const WORDS: usize = 1_200;
/// Lines a sketched pane has.
pub(crate) const SKETCH_LINES: usize = 24;
/// Tabs that are listed when the pointer rests on a stack; the rest are counted.
pub(crate) const TABS_LISTED: usize = 24;
/// Branches narrower than this are drawn as one, in points.
pub(crate) const LEAST_TILE: f32 = 3.0;
/// The same for the first drawing of thousands of panes, which is gone in the next frame.
pub(crate) const ROUGH_TILE: f32 = 24.0;
/// Tiles that are drawn in a frame while the map before can be shown.
pub(crate) const TILES_A_FRAME: usize = 2_500;
/// How far a map is zoomed in at most.
pub(crate) const MOST_ZOOM: f32 = 400.0;
