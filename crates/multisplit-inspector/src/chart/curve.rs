//! A line in a plot, solid or dashed.
//!
//! It does not react to hovering: the plot shows all numbers of a time at once.

use std::ops::RangeInclusive;

use egui::{Color32, Pos2, Shape, Ui};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotPoint, PlotTransform};

use crate::dash;
use crate::theme::Look;

/// A line through points.
pub(super) struct Curve {
    base: PlotItemBase,
    points: Vec<PlotPoint>,
    look: Look,
    width: f32,
}

impl Curve {
    /// Creates a line; points whose `y` is not finite are left out.
    pub(super) fn new(name: &str, xs: &[f64], ys: &[f64], look: Look, width: f32) -> Self {
        let known = xs.iter().zip(ys).filter(|(_, y)| y.is_finite());
        let points = known.map(|(x, y)| PlotPoint::new(*x, *y)).collect();
        Self { base: PlotItemBase::new(name.to_owned()), points, look, width }
    }
}

impl PlotItem for Curve {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let points: Vec<Pos2> = self.points.iter().map(|point| transform.position_from_point(point)).collect();
        dash::shapes(&points, self.look.dash, self.width, self.look.color, shapes);
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        self.look.color
    }

    fn allow_hover(&self) -> bool {
        false
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        let mut bounds = PlotBounds::NOTHING;
        self.points.iter().for_each(|point| bounds.extend_with(point));
        bounds
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}
