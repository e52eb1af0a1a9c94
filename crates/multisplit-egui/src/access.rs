//! Names and roles for screen readers: dividers as window splitters (ARIA) that can be moved, tabs as tabs.

use crate::show::{Frame, Pointed};
use egui::accesskit::{Action, Orientation, Role};
use egui::{Id, Rect, Ui};
use multisplit::{Axis, DividerAt, Layout, Point, Snap};

/// How far one step moves a divider, in logical units.
const STEP: f32 = 24.0;

/// Describes a divider: between what, and how far along. Moves it by steps when that is asked for.
pub(crate) fn divider(ui: &Ui, id: Id, rect: Rect, divider: &DividerAt, layout: &Layout, frame: &mut Frame<'_>) {
    let whole = layout.placer().rect(layout.tree(), divider.split).unwrap_or_default();
    let axis = divider.axis.index();
    let part = f64::from(divider.rect.at[axis] - whole.at[axis]) / f64::from(whole.size[axis].max(1));
    let name = name(divider, layout);
    // A hover-only widget of its own, so that it hangs below the workspace; the divider under the pointer is another.
    let id = ui.interact(rect, id.with("access"), egui::Sense::hover()).id;
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(Role::Splitter);
        node.set_label(name);
        node.set_orientation(match divider.axis {
            Axis::Horizontal => Orientation::Vertical,
            Axis::Vertical => Orientation::Horizontal,
        });
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(100.0);
        node.set_numeric_value((part * 100.0).round());
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
        let rect = rect.intersect(frame.origin.rect);
        node.set_bounds(egui::accesskit::Rect {
            x0: rect.min.x.into(),
            y0: rect.min.y.into(),
            x1: rect.max.x.into(),
            y1: rect.max.y.into(),
        });
    });
    let asked = |action| ui.ctx().input(|i| i.num_accesskit_action_requests(id, action));
    #[allow(clippy::cast_precision_loss)] // a few at most
    let steps = asked(Action::Increment) as f32 - asked(Action::Decrement) as f32;
    if steps != 0.0 {
        let mut to = rect.center();
        to[axis] += steps * STEP;
        let (split, index) = (divider.split, divider.index);
        let [start, to]: [Point; 2] = [rect.center(), to].map(|at| frame.origin.point(at));
        frame.inputs.push(Pointed::Grab { split, index, at: start });
        frame.inputs.push(Pointed::Drag { at: to, snap: Snap::Free });
        frame.inputs.push(Pointed::Release);
    }
}

/// What lies on both sides of a divider, in words.
pub(crate) fn name(divider: &DividerAt, layout: &Layout) -> String {
    let child = |index: usize| {
        let node = layout.tree().children(divider.split).nth(index)?;
        layout.tree().widget(layout.first_pane(node)?).map(ToString::to_string)
    };
    let side = |name: Option<String>| name.unwrap_or_else(|| "nothing".to_owned());
    format!("Divider between {} and {}", side(child(divider.index)), side(child(divider.index + 1)))
}
