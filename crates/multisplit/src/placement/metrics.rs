//! The lengths that the layout is told: the area, and how thick what lies between the panes is.

use crate::base::limits::MAX_AREA_SIDE;
use crate::base::{Length, Point, PxRect, Scale, Size};

/// How thick things are, in logical units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Between the children of a split. Default 6.
    pub divider: Length,
    /// Above the children of a tab set. Default 0: the front end says how high its tab bars are.
    pub tab_bar: Length,
    /// Kept free above a pane that fills its surface, for a header that says so. Where the pane is in a tab set, it is the set's bar.
    /// Default 0.
    pub zoom_bar: Length,
    /// The strip that is left of a collapsed node. Default 24.
    pub collapsed: Length,
    /// The least width and height of a pane without bounds of its own; one device pixel where it is 0. Default 0.
    pub min_pane: [Length; 2],
}

impl Default for Metrics {
    fn default() -> Self {
        let units = |u| Length::new(u).unwrap_or_default();
        let (tab_bar, zoom_bar, min_pane) = (Length::ZERO, Length::ZERO, [Length::ZERO; 2]);
        Self { divider: units(6.0), tab_bar, zoom_bar, collapsed: units(24.0), min_pane }
    }
}

/// What is on the screen: its size, how many pixels a unit has, and how far the surface is scrolled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    size: Size,
    scale: Scale,
    scroll: Point,
}

impl Default for Area {
    fn default() -> Self {
        Self { size: Size { w: 1280.0, h: 800.0 }, scale: Scale::ONE, scroll: Point::default() }
    }
}

impl Area {
    /// An area of so many logical units, not scrolled, one pixel a unit.
    ///
    /// # Errors
    /// [`AreaError`] for sides that are negative, not finite or too large.
    pub fn new(w: f64, h: f64) -> Result<Self, AreaError> {
        let side = 0.0..=MAX_AREA_SIDE;
        if side.contains(&w) && side.contains(&h) {
            Ok(Self { size: Size { w, h }, ..Self::default() })
        } else {
            Err(AreaError::Size { w, h })
        }
    }

    /// The same area with so many pixels a unit.
    ///
    /// # Errors
    /// [`AreaError::Scale`] outside 1/16 to 16.
    pub fn with_scale(self, factor: f64) -> Result<Self, AreaError> {
        Ok(Self { scale: Scale::new(factor).ok_or(AreaError::Scale { factor })?, ..self })
    }

    /// The same area scrolled so far; clamped to the surface when it is placed.
    ///
    /// # Errors
    /// [`AreaError::Scroll`] for what is not a number.
    pub fn with_scroll(self, scroll: Point) -> Result<Self, AreaError> {
        if scroll.x.is_finite() && scroll.y.is_finite() {
            Ok(Self { scroll, ..self })
        } else {
            Err(AreaError::Scroll { x: scroll.x, y: scroll.y })
        }
    }

    /// Its size in logical units.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// Device pixels a unit.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// How far the surface is scrolled, in logical units.
    #[must_use]
    pub const fn scroll(&self) -> Point {
        self.scroll
    }

    /// The same in device pixels, at least one pixel a side, not scrolled.
    pub(crate) fn px(&self) -> PxRect {
        PxRect::new(0, 0, self.scale.to_px(self.size.w).max(1), self.scale.to_px(self.size.h).max(1))
    }
}

/// An area that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AreaError {
    /// Sides out of range.
    #[error("{w} x {h} is not an area of sides between 0 and {MAX_AREA_SIDE}")]
    Size {
        /// Width.
        w: f64,
        /// Height.
        h: f64,
    },
    /// Scale out of range.
    #[error("the scale {factor} is not between 1/16 and 16")]
    Scale {
        /// What was given.
        factor: f64,
    },
    /// Scroll offset out of range.
    #[error("({x}, {y}) is no scroll offset")]
    Scroll {
        /// To the right.
        x: f64,
        /// Downwards.
        y: f64,
    },
}

/// [`Metrics`] in device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PxMetrics {
    pub(crate) divider: i32,
    pub(crate) tab_bar: i32,
    pub(crate) zoom_bar: i32,
    pub(crate) collapsed: i32,
    pub(crate) min_pane: [i32; 2],
}

impl PxMetrics {
    /// Rounds; what is not zero stays at least one pixel.
    pub(crate) fn new(metrics: &Metrics, scale: Scale) -> Self {
        let px = |length: Length| {
            if length == Length::ZERO { 0 } else { scale.to_px(length.units()).max(1) }
        };
        Self {
            divider: px(metrics.divider),
            tab_bar: px(metrics.tab_bar),
            zoom_bar: px(metrics.zoom_bar),
            collapsed: px(metrics.collapsed).max(1),
            min_pane: metrics.min_pane.map(|m| px(m).max(1)),
        }
    }
}
