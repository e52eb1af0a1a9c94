//! Names and roles for screen readers: dividers are window splitters (ARIA) that can be moved, tabs are tabs.

use crate::base::content::FrameView;
use crate::base::names::absent;
use crate::frame::Frame;
use crate::frame::per_surface::{PerSurface, SurfaceView};
use egui::accesskit::{self, Action, ActionData, Node, Orientation, Role};
use egui::{Event, Id, Rect, Sense, Ui};
use multisplit::Intent;
use multisplit::geometry::{Axis, Point};
use multisplit::placement::{DividerAt, Snap};
use std::sync::Arc;

/// The name under which this part remembers its data.
const DESCRIBED: &str = "described dividers";
/// The distance by which one step moves a divider, in logical units.
const STEP: f32 = 24.0;

/// The dividers of a surface as they were last described.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    stand: SurfaceView,
    dividers: Arc<Vec<Divider>>,
}

#[derive(Clone, Debug)]
struct Divider {
    at: DividerAt,
    rect: Rect,
    /// The start of its split along the axis, and the length of the split, in points.
    whole: [f32; 2],
    /// The id of its accessibility node. The divider under the pointer is a widget with another id.
    id: Id,
    node: Node,
}

/// Describes the dividers of the surface to screen readers: what they are between, and how far along they are. Moves them by steps when
/// a screen reader asks for it.
///
/// The dividers are no widgets, because one widget each would cost more than all the rest. egui hangs a node whose widget it does not know
/// below its root. There the nodes are taken away again and hung below a widget of the surface.
pub(crate) fn dividers(ui: &Ui, view: &FrameView<'_>, frame: &mut Frame<'_>) {
    if !ui.is_visible() {
        return;
    }
    let layout = view.layout;
    let stand = SurfaceView::of(ui, layout, frame);
    let mut all: PerSurface<Described> = frame.remembered(ui.ctx(), DESCRIBED);
    let before = all.take(layout, frame.surface).filter(|of| of.stand == stand && !frame.anew);
    let described = before.unwrap_or_else(|| {
        let seen = |rect: multisplit::geometry::Rect| frame.origin.rect(rect).intersects(stand.clip);
        let here = layout.dividers().filter(|(divider, rect)| seen(*rect) && frame.is_here(layout, divider.split));
        let dividers = here.map(|(divider, rect)| describe(view, frame, divider, rect)).collect();
        Described { stand, dividers: Arc::new(dividers) }
    });
    if !described.dividers.is_empty() {
        hang(ui, frame, &described);
    }
    if ui.ctx().input(|i| i.events.iter().any(|event| matches!(event, Event::AccessKitActionRequest(_)))) {
        described.dividers.iter().for_each(|divider| step(ui, divider, frame));
    }
    all.put(frame.surface, described);
    frame.remember(ui.ctx(), DESCRIBED, all);
}

/// Hands the nodes to egui.
fn hang(ui: &Ui, frame: &Frame<'_>, described: &Described) {
    let (ctx, root) = (ui.ctx(), egui::accesskit_root_id());
    let group = frame.origin.dividers(frame.surface);
    // The widget covers nothing, so that it takes no presses. It exists only to hang where the surface does.
    ui.interact(Rect::NOTHING, group, Sense::hover());
    if ctx.accesskit_node_builder(group, |node| node.set_role(Role::GenericContainer)).is_none() {
        return;
    }
    let own = ctx.accesskit_node_builder(root, |node| node.children().len()).unwrap_or_default();
    for divider in described.dividers.iter() {
        ctx.accesskit_node_builder(divider.id, |node| node.clone_from(&divider.node));
    }
    // Only the nodes that are new in this frame are moved: a node with the same id as another hangs where that one does.
    let new = ctx.accesskit_node_builder(root, |node| {
        let (own, new) = node.children().split_at(own);
        let (own, new) = (own.to_vec(), new.to_vec());
        node.set_children(own);
        new
    });
    ctx.accesskit_node_builder(group, |node| new.into_iter().flatten().for_each(|child| node.push_child(child)));
}

fn describe(view: &FrameView<'_>, frame: &Frame<'_>, at: DividerAt, rect: multisplit::geometry::Rect) -> Divider {
    let layout = view.layout;
    let whole = layout.placer().rect(layout.tree(), at.split).unwrap_or_default();
    let axis = at.axis.index();
    let part = f64::from(at.rect.at[axis] - whole.at[axis]) / f64::from(whole.size[axis].max(1));
    let rect = frame.origin.rect(rect);
    let mut node = Node::new(Role::Splitter);
    node.set_label(name(&at, view));
    node.set_orientation(match at.axis {
        Axis::Horizontal => Orientation::Vertical,
        Axis::Vertical => Orientation::Horizontal,
    });
    node.set_min_numeric_value(0.0);
    node.set_max_numeric_value(100.0);
    node.set_numeric_value((part * 100.0).round());
    node.add_action(Action::Increment);
    node.add_action(Action::Decrement);
    node.add_action(Action::SetValue);
    let seen = rect.intersect(frame.origin.rect);
    node.set_bounds(accesskit::Rect {
        x0: seen.min.x.into(),
        y0: seen.min.y.into(),
        x1: seen.max.x.into(),
        y1: seen.max.y.into(),
    });
    let of_split = frame.origin.rect(layout.content_to_area(whole));
    let whole = [of_split.min[axis], of_split.size()[axis]];
    Divider { at, rect, whole, id: frame.origin.divider(at.split, at.index).with("access"), node }
}

/// Moves a divider if a screen reader asked for it: by steps, or to a percentage of its split.
fn step(ui: &Ui, divider: &Divider, frame: &mut Frame<'_>) {
    let asked = |action| ui.ctx().input(|i| i.num_accesskit_action_requests(divider.id, action));
    #[allow(clippy::cast_precision_loss)] // a few at most
    let steps = asked(Action::Increment) as f32 - asked(Action::Decrement) as f32;
    let axis = divider.at.axis.index();
    let mut to = divider.rect.center();
    if let Some(percent) = value_asked(ui, divider.id) {
        to[axis] = divider.whole[0] + divider.whole[1] * (percent / 100.0) + divider.rect.size()[axis] / 2.0;
    } else if steps != 0.0 {
        to[axis] += steps * STEP;
    } else {
        return;
    }
    let (split, index) = (divider.at.split, divider.at.index);
    let [start, to]: [Point; 2] = [divider.rect.center(), to].map(|at| frame.origin.point(at));
    frame.drags.push(Intent::Grab { split, index, at: start });
    frame.drags.push(Intent::Drag { at: to, snap: Snap::Free });
    frame.drags.push(Intent::Release);
}

/// Returns the value that a screen reader gives a divider, from 0 to 100.
fn value_asked(ui: &Ui, id: Id) -> Option<f32> {
    ui.ctx().input(|i| {
        let requests = i.accesskit_action_requests(id, Action::SetValue);
        let values = requests.filter_map(|request| match request.data {
            #[allow(clippy::cast_possible_truncation)] // a hundredth at most
            Some(ActionData::NumericValue(value)) if value.is_finite() => Some(value.clamp(0.0, 100.0) as f32),
            _ => None,
        });
        values.last()
    })
}

/// Returns the name of a divider, which says what is on both of its sides.
fn name(divider: &DividerAt, view: &FrameView<'_>) -> String {
    let layout = view.layout;
    let mut sides = layout.tree().children(divider.split).skip(divider.index).map(|node| {
        let pane = layout.first_pane(node).and_then(|pane| Some((pane, layout.tree().widget(pane)?)));
        pane.map_or_else(|| "nothing".to_owned(), |(pane, widget)| absent(view.content, pane, widget))
    });
    let mut side = || sides.next().unwrap_or_else(|| "nothing".to_owned());
    let (one, other) = (side(), side());
    ["Divider between ", &one, " and ", &other].concat()
}
