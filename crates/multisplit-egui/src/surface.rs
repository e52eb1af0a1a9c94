//! One surface: its panes, and what is around and between them.

use crate::base::pane::PaneUi;
use crate::frame::Frame;
use crate::parts::collapsed;
use crate::parts::dividers;
use crate::parts::panes;
use crate::parts::tabs;
use crate::parts::zoomed;
use egui::Ui;
use multisplit::{View, WidgetProvider};
use std::ops::Range;

/// Draws one surface. `range` holds the indices of its panes in the view.
pub(crate) fn show<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>, range: Range<usize>)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    panes::show(ui, view, frame, range);
    tabs::show(ui, view, frame);
    zoomed::show(ui, view, frame);
    collapsed::show(ui, view, frame);
    dividers::show(ui, view.layout, frame);
}
