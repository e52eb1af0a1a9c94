//! The lengths that a layout is given: the area, the thickness of what is between the panes, and the distances at which something
//! happens. The defaults suit a window of pixels; a terminal, whose logical units are cells, sets its own.

use crate::base::limits::MAX_AREA_SIDE;
use crate::base::{Aspect, Length, Point, PxRect, Scale, Size};

/// The thickness of dividers, bars and strips, the minimum size of panes, and the distances at which something happens.
///
/// Lengths are in logical units. For a terminal with one unit per cell, they are numbers of cells:
///
/// ```
/// use multisplit::{geometry::{Aspect, Length}, placement::Metrics};
/// let cells = |count: u32| Length::new(f64::from(count));
/// let metrics = Metrics {
///     divider: cells(1)?,
///     tab_bar: cells(1)?,
///     float_edge: cells(1)?,
///     collapsed: [cells(3)?, cells(1)?], // three columns in a row of panes, one row in a column of panes
///     min_half: cells(20)?,
///     snap_reach_px: 1,
///     unit_aspect: Aspect::new(2.0)?, // a cell is twice as high as it is wide
///     ..Metrics::default()
/// };
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// The thickness of the dividers between the children of a split. Default: 6.
    pub divider: Length,
    /// The height of the bar above the children of a tab set. Default: 0; the front end sets the height of its tab bars.
    pub tab_bar: Length,
    /// The height that is kept free above a pane that fills its surface, for a header that says so. If the pane is in a tab set, this
    /// is the bar of the set. Default: 0.
    pub zoom_bar: Length,
    /// The thickness of the strip that is left of a collapsed node, as `[width, height]`: the width of a strip in a row, and the height of
    /// one in a column. Default: 24 each.
    pub collapsed: [Length; 2],
    /// How far the edges of a floating surface reach inward for [`Layout::hit`](crate::Layout::hit). It takes no space from the panes.
    /// Default: 0; only what is just outside is an edge.
    pub float_edge: Length,
    /// The minimum width and height of a pane without bounds of its own. 0 means one device pixel. Default: 0.
    pub min_pane: [Length; 2],
    /// The shortest pane that [`Command::Open`](crate::Command::Open) makes by halving another one, along a horizontal axis; along a
    /// vertical axis it is this divided by [`unit_aspect`](Self::unit_aspect). Default: 160.
    pub min_half: Length,
    /// How far from a fraction a divider snaps to it ([`Snap::Fractions`](crate::placement::Snap::Fractions)), in device pixels. Default: 24.
    pub snap_reach_px: u16,
    /// How high a logical unit is in relation to its width. [`Command::Open`](crate::Command::Open) compares the sides of a pane by it.
    /// Default: 1.
    pub unit_aspect: Aspect,
}

impl Default for Metrics {
    fn default() -> Self {
        let units = |u| Length::new(u).unwrap_or_default();
        Self {
            divider: units(6.0),
            tab_bar: Length::ZERO,
            zoom_bar: Length::ZERO,
            collapsed: [units(24.0); 2],
            float_edge: Length::ZERO,
            min_pane: [Length::ZERO; 2],
            min_half: units(160.0),
            snap_reach_px: 24,
            unit_aspect: Aspect::SQUARE,
        }
    }
}

/// The visible area: its size, its scale, and how far the surface is scrolled.
///
/// The default is 1280 by 800 logical units with one device pixel per unit, not scrolled.
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
    /// Creates an area of `w` by `h` logical units with one device pixel per unit, not scrolled.
    ///
    /// # Errors
    /// Returns [`AreaError::Size`] if a side is negative, not finite, or longer than
    /// [`MAX_AREA_SIDE`](crate::limits::MAX_AREA_SIDE).
    pub fn new(w: f64, h: f64) -> Result<Self, AreaError> {
        let side = 0.0..=MAX_AREA_SIDE;
        if side.contains(&w) && side.contains(&h) {
            Ok(Self { size: Size { w, h }, ..Self::default() })
        } else {
            Err(AreaError::Size { w, h })
        }
    }

    /// Returns the same area with `factor` device pixels per logical unit.
    ///
    /// # Errors
    /// Returns [`AreaError::Scale`] if the factor is not between 1/16 and 16.
    pub fn with_scale(self, factor: f64) -> Result<Self, AreaError> {
        Ok(Self { scale: Scale::new(factor).ok_or(AreaError::Scale { factor })?, ..self })
    }

    /// Returns the same area scrolled by `scroll`, in logical units. The offset is clamped to the surface when the area is placed.
    ///
    /// # Errors
    /// Returns [`AreaError::Scroll`] if a coordinate is not finite.
    pub fn with_scroll(self, scroll: Point) -> Result<Self, AreaError> {
        if scroll.x.is_finite() && scroll.y.is_finite() {
            Ok(Self { scroll, ..self })
        } else {
            Err(AreaError::Scroll { x: scroll.x, y: scroll.y })
        }
    }

    /// Returns the size, in logical units.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// Returns the scale: the number of device pixels per logical unit.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns how far the surface is scrolled, in logical units.
    #[must_use]
    pub const fn scroll(&self) -> Point {
        self.scroll
    }

    /// Returns the area in device pixels, at least one pixel on each side, not scrolled.
    pub(crate) fn px(&self) -> PxRect {
        PxRect::new(0, 0, self.scale.to_px(self.size.w).max(1), self.scale.to_px(self.size.h).max(1))
    }
}

/// Returned when an [`Area`] is invalid.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AreaError {
    /// A side is out of range.
    #[error("{w} x {h} is not an area of sides between 0 and {MAX_AREA_SIDE}")]
    Size {
        /// The given width, in logical units.
        w: f64,
        /// The given height, in logical units.
        h: f64,
    },
    /// The scale is out of range.
    #[error("the scale {factor} is not between 1/16 and 16")]
    Scale {
        /// The given number of device pixels per logical unit.
        factor: f64,
    },
    /// The scroll offset is not finite.
    #[error("({x}, {y}) is no scroll offset")]
    Scroll {
        /// The given offset to the right, in logical units.
        x: f64,
        /// The given offset downward, in logical units.
        y: f64,
    },
}

/// [`Metrics`] in device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PxMetrics {
    pub(crate) divider: i32,
    pub(crate) tab_bar: i32,
    pub(crate) zoom_bar: i32,
    pub(crate) collapsed: [i32; 2],
    pub(crate) float_edge: i32,
    pub(crate) min_pane: [i32; 2],
    pub(crate) snap_reach: u16,
}

impl PxMetrics {
    /// Rounds lengths to whole device pixels. What is not zero stays at least one pixel.
    pub(crate) fn new(metrics: &Metrics, scale: Scale) -> Self {
        let px = |length: Length| {
            if length == Length::ZERO { 0 } else { scale.to_px(length.units()).max(1) }
        };
        Self {
            divider: px(metrics.divider),
            tab_bar: px(metrics.tab_bar),
            zoom_bar: px(metrics.zoom_bar),
            collapsed: metrics.collapsed.map(|length| px(length).max(1)),
            float_edge: px(metrics.float_edge),
            min_pane: metrics.min_pane.map(|m| px(m).max(1)),
            snap_reach: metrics.snap_reach_px,
        }
    }
}
