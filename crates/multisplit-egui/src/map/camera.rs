//! Converts between the surface and a map of it. It is pure arithmetic: places are in device pixels of the content, and in points on the
//! screen. Invariant: what is shown of the surface never leaves the map while there is enough of it to fill the map.

use crate::base::limits::MAX_ZOOM;
use egui::{Pos2, Rect, Vec2, pos2, vec2};
use multisplit::Layout;
use multisplit::geometry::{Point, PxRect};

/// The part of the map that is filled by a place that was zoomed to.
const FILLED: f32 = 0.94;

/// The place of a map, and how it shows the surface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MapTransform {
    /// The rectangle of the map on the screen.
    pub(crate) rect: Rect,
    /// Points per pixel, along each axis.
    scale: Vec2,
    /// The position of the content's origin on the screen.
    origin: Pos2,
}

/// The zoom of a map, and what is in its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Camera {
    zoom: f32,
    /// The middle of the map, in pixels of the content. `None` means the middle of the content.
    center: Option<Pos2>,
}

impl Default for Camera {
    fn default() -> Self {
        Self { zoom: 1.0, center: None }
    }
}

impl Camera {
    /// Returns the transform for a content on a map. A surface that is much longer than wide, or wider than long, is stretched until its short
    /// side is at least `least` points.
    pub(crate) fn lens(&mut self, content: PxRect, rect: Rect, least: f32) -> MapTransform {
        let size = size_of(content);
        let scale = fit(size, rect.size(), least) * self.zoom;
        let shown = size * scale;
        let middle = self.center.map_or(size / 2.0, Pos2::to_vec2);
        let mut origin = rect.center() - middle * scale;
        for axis in 0..2 {
            let room = rect.size()[axis] - shown[axis];
            origin[axis] = if room >= 0.0 {
                rect.min[axis] + room / 2.0
            } else {
                origin[axis].min(rect.min[axis]).max(rect.min[axis] + room)
            };
        }
        let lens = MapTransform { rect, scale, origin };
        // A center that could not be reached is replaced by the one that was.
        self.center = self.center.map(|_| lens.to_content(rect.center()));
        lens
    }

    /// Zooms so that what is under a point stays there.
    pub(crate) fn zoom_at(&mut self, lens: &MapTransform, at: Pos2, factor: f32) {
        let zoom = (self.zoom * factor).clamp(1.0, MAX_ZOOM);
        let scale = lens.scale * (zoom / self.zoom);
        let under = lens.to_content(at);
        self.center = Some(under + (lens.rect.center() - at) / scale);
        self.zoom = zoom;
    }

    /// Moves what is shown along with the pointer.
    pub(crate) fn pan(&mut self, lens: &MapTransform, by: Vec2) {
        self.center = Some(lens.to_content(lens.rect.center() - by));
    }

    /// Zooms in until a place fills most of the map.
    pub(crate) fn fill(&mut self, lens: &MapTransform, place: PxRect) {
        let (size, room) = (lens.rect(place).size(), lens.rect.size());
        let factor = (room.x / size.x.max(1.0)).min(room.y / size.y.max(1.0)) * FILLED;
        self.zoom = (self.zoom * factor).clamp(1.0, MAX_ZOOM);
        self.center = Some(lens.to_content(lens.rect(place).center()));
    }

    /// Brings a place into the middle if it is out of view.
    pub(crate) fn reveal(&mut self, lens: &MapTransform, place: PxRect) {
        let shown = lens.rect(place);
        if !lens.rect.contains(shown.center()) {
            self.center = Some(lens.to_content(shown.center()));
        }
    }
}

impl MapTransform {
    /// Returns the rectangle of a place of the content on the screen.
    pub(crate) fn rect(&self, px: PxRect) -> Rect {
        let min = self.origin + vec2(number(px.at[0]), number(px.at[1])) * self.scale;
        Rect::from_min_size(min, size_of(px) * self.scale)
    }

    /// Returns the point of the content that is at a point of the screen.
    pub(crate) fn to_content(self, at: Pos2) -> Pos2 {
        ((at - self.origin) / self.scale).to_pos2()
    }

    /// Returns the pixel of the content that is at a point of the screen.
    #[allow(clippy::cast_possible_truncation)] // saturates far outside of everything
    pub(crate) fn px(&self, at: Pos2) -> [i32; 2] {
        let at = self.to_content(at);
        [at.x.floor() as i32, at.y.floor() as i32]
    }

    /// Returns the part of the content that the map shows.
    pub(crate) fn seen(&self) -> PxRect {
        let (min, max) = (self.px(self.rect.min), self.px(self.rect.max));
        PxRect { at: min, size: [0, 1].map(|i| max[i].saturating_sub(min[i]).saturating_add(1)) }
    }

    /// Returns how many pixels make the given number of points along each axis, at least one.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn pixels(&self, points: f32) -> [i32; 2] {
        [0, 1].map(|i| ((points / self.scale[i]).ceil() as i32).max(1))
    }
}

/// Returns the part of the content that the window shows.
pub(crate) fn window(layout: &Layout) -> PxRect {
    let area = layout.area();
    let (scale, scroll, size) = (area.scale(), area.scroll(), area.size());
    let px = |units| scale.to_px(units);
    PxRect::new(px(scroll.x), px(scroll.y), px(size.w).max(1), px(size.h).max(1))
}

/// Returns the points per pixel at which everything fits.
fn fit(size: Vec2, room: Vec2, least: f32) -> Vec2 {
    let size = size.max(vec2(1.0, 1.0));
    let room = room.max(vec2(1.0, 1.0));
    let scale = (room.x / size.x).min(room.y / size.y).min(1.0);
    let stretched = |axis: usize| (least.min(room[axis]) / size[axis]).min(1.0).max(scale);
    vec2(stretched(0), stretched(1))
}

fn size_of(px: PxRect) -> Vec2 {
    pos2(number(px.size[0]), number(px.size[1])).to_vec2()
}

#[allow(clippy::cast_precision_loss)] // a surface has at most some ten million pixels a side
const fn number(px: i32) -> f32 {
    px as f32
}

/// Returns the scroll offset at which the window begins at a pixel of the content, as far as possible, or `None` if it does already.
pub(crate) fn scrolled(layout: &Layout, start: Pos2) -> Option<Point> {
    let (content, seen) = (layout.placer().content(), window(layout));
    let scale = layout.placer().scale().factor();
    let now = layout.area().scroll();
    let along = |axis: usize| {
        let most = f64::from((content.size[axis] - seen.size[axis]).max(0));
        (f64::from(start[axis]).clamp(0.0, most) / scale).max(0.0)
    };
    let to = Point::new(along(0), along(1));
    ((to.x - now.x).abs() > 0.01 || (to.y - now.y).abs() > 0.01).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::Camera;
    use egui::{Rect, pos2, vec2};
    use multisplit::geometry::PxRect;

    const ROOM: Rect = Rect::from_min_max(pos2(100.0, 50.0), pos2(500.0, 250.0));

    #[test]
    fn all_fits_in_its_proportions_in_the_middle_and_no_larger_than_it_is() {
        for (size, expect) in [
            ([4000, 2000], Rect::from_min_size(pos2(100.0, 50.0), vec2(400.0, 200.0))),
            ([2000, 2000], Rect::from_min_size(pos2(200.0, 50.0), vec2(200.0, 200.0))),
            ([100, 100], Rect::from_min_size(pos2(250.0, 100.0), vec2(100.0, 100.0))),
            // Much wider than high, so it is stretched.
            ([40_000, 500], Rect::from_min_size(pos2(100.0, 125.0), vec2(400.0, 50.0))),
        ] {
            let content = PxRect::new(0, 0, size[0], size[1]);
            let found = Camera::default().lens(content, ROOM, 50.0).rect(content);
            assert!((found.min - expect.min).length() < 0.01 && (found.max - expect.max).length() < 0.01, "{found:?}");
        }
    }

    #[test]
    fn what_is_under_the_pointer_stays_there_while_it_is_zoomed() {
        let content = PxRect::new(0, 0, 4000, 2000);
        let mut camera = Camera::default();
        let at = pos2(220.0, 90.0);
        let before = camera.lens(content, ROOM, 10.0);
        camera.zoom_at(&before, at, 3.0);
        let after = camera.lens(content, ROOM, 10.0);
        assert!((before.to_content(at) - after.to_content(at)).length() < 0.5);
        assert!(after.pixels(3.0)[0] < before.pixels(3.0)[0]);
    }

    #[test]
    fn it_cannot_be_panned_away_nor_zoomed_out_of_sight() {
        let content = PxRect::new(0, 0, 4000, 2000);
        let mut camera = Camera::default();
        let fit = camera.lens(content, ROOM, 10.0);
        camera.zoom_at(&fit, ROOM.center(), 2.0);
        let lens = camera.lens(content, ROOM, 10.0);
        camera.pan(&lens, vec2(9e6, 9e6));
        assert_eq!(camera.lens(content, ROOM, 10.0).rect(content).min, ROOM.min);
        camera.zoom_at(&lens, ROOM.center(), 1e-9);
        assert_eq!(camera.lens(content, ROOM, 10.0).rect(content).size(), ROOM.size());
    }

    #[test]
    fn a_map_of_nothing_on_nothing_is_no_trouble() {
        let lens = Camera::default().lens(PxRect::default(), Rect::from_min_size(pos2(1.0, 1.0), vec2(0.0, 0.0)), 9.0);
        assert!(lens.rect(PxRect::new(0, 0, 10, 10)).is_finite());
        assert!(lens.seen().size[0] >= 1);
    }
}
