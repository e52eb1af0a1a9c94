//! One surface: its panes, and what is around and between them.

use crate::base::content::FrameView;
use crate::frame::Frame;
use crate::parts::collapsed;
use crate::parts::dividers;
use crate::parts::panes;
use crate::parts::tabs;
use crate::parts::zoomed;
use egui::Ui;
use std::ops::Range;

/// Draws one surface. `range` holds the indices of its panes in the view.
pub(crate) fn show(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>, range: Range<usize>) {
    panes::show(ui, view, frame, range);
    tabs::show(ui, view, frame);
    zoomed::show(ui, view, frame);
    collapsed::show(ui, view, frame);
    dividers::show(ui, view, frame);
}
