//! Which part of a picture is visible, and how large it is.
//!
//! It is pure arithmetic, without egui state or time.
//!
//! Invariant: the zoom is finite and within `limits::ZOOM`; the center is in the picture.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::ImageState;
use crate::limits;

/// The zoom and the center of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Camera {
    /// The size of the picture in pixels.
    size: Vec2,
    zoom: Zoom,
    /// The point shown in the center of the pane, in pixels of the picture.
    center: Pos2,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Zoom {
    /// As large as the pane allows, but at most one to one.
    Fit,
    /// The given number of screen pixels per pixel of the picture.
    Fixed(f32),
}

impl Camera {
    pub fn new(size: [usize; 2]) -> Self {
        let size = vec2(size[0] as f32, size[1] as f32);
        Self { size, zoom: Zoom::Fit, center: (size / 2.0).to_pos2() }
    }

    pub fn resize(&mut self, size: [usize; 2]) {
        self.size = vec2(size[0] as f32, size[1] as f32);
        self.look_at(self.center);
    }

    pub fn state(&self) -> ImageState {
        let zoom = match self.zoom {
            Zoom::Fit => None,
            Zoom::Fixed(zoom) => Some(zoom),
        };
        ImageState { zoom, center: [self.center.x, self.center.y] }
    }

    pub fn restore(&mut self, state: &ImageState) {
        let fixed = |zoom: f32| Zoom::Fixed(zoom.clamp(limits::ZOOM.0, limits::ZOOM.1));
        self.zoom = state.zoom.filter(|zoom| zoom.is_finite()).map_or(Zoom::Fit, fixed);
        self.look_at(pos2(state.center[0], state.center[1]));
    }

    pub fn is_fit(&self) -> bool {
        self.zoom == Zoom::Fit
    }

    /// Returns the zoom in screen pixels per pixel of the picture. The pane is in points; `ppp` is pixels per point.
    pub fn zoom(&self, pane: Rect, ppp: f32) -> f32 {
        match self.zoom {
            Zoom::Fixed(zoom) => zoom,
            Zoom::Fit => {
                let room = pane.size() * ppp / self.size;
                room.x.min(room.y).min(1.0).max(limits::ZOOM.0)
            }
        }
    }

    /// Returns where the picture is painted, in points, aligned to whole screen pixels so that it is sharp at one to one.
    pub fn place(&self, pane: Rect, ppp: f32) -> Rect {
        let exact = self.exact_place(pane, ppp);
        let min = pos2((exact.min.x * ppp).round() / ppp, (exact.min.y * ppp).round() / ppp);
        Rect::from_min_size(min, exact.size())
    }

    /// Returns the point of the picture under a point of the screen; it may be outside the picture.
    pub fn picture_at(&self, pane: Rect, ppp: f32, at: Pos2) -> Pos2 {
        let scale = self.zoom(pane, ppp) / ppp;
        ((at - self.exact_place(pane, ppp).min) / scale).to_pos2()
    }

    /// Returns where the picture is, not rounded, so that many small steps of the wheel do not add up to a drift.
    fn exact_place(&self, pane: Rect, ppp: f32) -> Rect {
        let scale = self.zoom(pane, ppp) / ppp;
        let center = if self.is_fit() { (self.size / 2.0).to_pos2() } else { self.center };
        Rect::from_min_size(pane.center() - center.to_vec2() * scale, self.size * scale)
    }

    /// Multiplies the zoom by `factor`; the point of the picture under `at` stays there.
    pub fn zoom_by(&mut self, pane: Rect, ppp: f32, factor: f32, at: Pos2) {
        self.zoom_to(pane, ppp, self.zoom(pane, ppp) * factor, at);
    }

    /// Sets the zoom; the point of the picture under `at` stays there. A zoom that is not finite is ignored.
    pub fn zoom_to(&mut self, pane: Rect, ppp: f32, zoom: f32, at: Pos2) {
        if !zoom.is_finite() {
            return;
        }
        let under = self.picture_at(pane, ppp, at);
        let zoom = zoom.clamp(limits::ZOOM.0, limits::ZOOM.1);
        self.zoom = Zoom::Fixed(zoom);
        self.look_at(under - (at - pane.center()) * ppp / zoom);
    }

    /// Moves the picture by `delta` points.
    pub fn pan(&mut self, pane: Rect, ppp: f32, delta: Vec2) {
        let (zoom, center) = (self.zoom(pane, ppp), self.picture_at(pane, ppp, pane.center()));
        self.zoom = Zoom::Fixed(zoom);
        self.look_at(center - delta * ppp / zoom);
    }

    pub fn fit(&mut self) {
        self.zoom = Zoom::Fit;
        self.center = (self.size / 2.0).to_pos2();
    }

    fn look_at(&mut self, center: Pos2) {
        let inside = |at: f32, side: f32| if at.is_finite() { at.clamp(0.0, side) } else { side / 2.0 };
        self.center = pos2(inside(center.x, self.size.x), inside(center.y, self.size.y));
    }
}

#[cfg(test)]
mod tests {
    use super::{Camera, ImageState};
    use egui::{Rect, pos2, vec2};

    #[test]
    fn the_pixel_under_the_pointer_stays_under_it() {
        let pane = Rect::from_min_size(pos2(10.0, 20.0), vec2(300.0, 200.0));
        for (ppp, at) in [(1.0, pos2(150.0, 100.0)), (2.0, pos2(60.0, 70.0)), (1.5, pos2(250.0, 180.0))] {
            let mut camera = Camera::new([1000, 800]);
            let before = camera.picture_at(pane, ppp, at);
            for factor in [1.3, 2.0, 0.8, 4.0] {
                camera.zoom_by(pane, ppp, factor, at);
                let after = camera.picture_at(pane, ppp, at);
                assert!((after - before).abs().max_elem() < 0.01, "{before:?} {after:?} at {ppp}");
                let painted = camera.place(pane, ppp).min + before.to_vec2() * camera.zoom(pane, ppp) / ppp;
                assert!((painted - at).abs().max_elem() < 0.51, "painted where the arithmetic says");
            }
        }
    }

    #[test]
    fn a_nonsense_state_gives_a_picture_all_the_same() {
        let pane = Rect::from_min_size(pos2(0.0, 0.0), vec2(100.0, 100.0));
        for (zoom, at) in [(f32::NAN, 0.0), (f32::INFINITY, f32::NAN), (-3.0, -1e30), (1e30, f32::INFINITY)] {
            let mut camera = Camera::new([10, 10]);
            camera.restore(&ImageState { zoom: Some(zoom), center: [at, at] });
            let place = camera.place(pane, 1.0);
            assert!(place.is_finite() && place.is_positive(), "{place:?}");
        }
    }
}
