//! Dropping a dragged tab: into a bar, onto a pane, beside one. The preview shows where it would go.

use crate::pane::{Ask, PaneUi};
use crate::show::Frame;
use crate::tabs;
use egui::{Rect, Stroke, StrokeKind, Ui, pos2};
use multisplit::{Command, PaneId, Target, View, WidgetProvider, Where};

/// The part of a pane along each edge in which a drop goes beside it.
const EDGE: f32 = 0.25;

/// Shows where a dragged tab would go, and moves it when it is let go.
pub(crate) fn show<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let Some(dragged) = frame.state.dragged else { return };
    let released = ui.ctx().input(|i| i.pointer.any_released() || !i.pointer.any_down());
    let at = ui.ctx().pointer_latest_pos().filter(|at| at.distance(dragged.start) > 6.0);
    let target = at.and_then(|at| target(ui, view, frame, dragged.pane, at));
    if let Some((_, _, preview)) = target.filter(|_| !released) {
        let painter = ui.painter().with_clip_rect(frame.origin.rect);
        painter.rect_filled(preview, 2.0, frame.style.drop_fill);
        painter.rect_stroke(preview, 2.0, Stroke::new(1.5, frame.style.divider_hot), StrokeKind::Inside);
        ui.ctx().request_repaint();
    }
    if !released {
        return;
    }
    frame.state.dragged = None;
    if let Some((pane, place, _)) = target
        && pane != dragged.pane
    {
        let to = Target::Pane { pane, place };
        frame.asks.push(Ask::Run(Command::Move { pane: dragged.pane, to }));
    }
}

/// In relation to which pane, where, and the rectangle to show.
fn target<P>(
    ui: &Ui,
    view: &View<'_, P>,
    frame: &mut Frame<'_>,
    dragged: PaneId,
    at: egui::Pos2,
) -> Option<(PaneId, Where, Rect)>
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    if let Some((pane, after)) = tabs::drop_target(ui, view, frame, at) {
        let place = if after { Where::After } else { Where::Before };
        return Some((pane, place, Rect::NOTHING));
    }
    let shown = (0..view.pane_count()).rev().filter_map(|i| view.pane(i));
    let (mut pane, rect) =
        shown.map(|p| (p.pane, frame.origin.rect(p.rect))).find(|(_, rect)| rect.contains(at))?;
    let (place, preview) = zone(rect, at);
    if pane == dragged {
        // Onto itself: beside its own tab set, which a sibling stands for.
        if place == Where::Tab {
            return None;
        }
        let tree = view.layout.tree();
        pane = PaneId::new(tree.next(dragged.node()).or_else(|| tree.prev(dragged.node()))?);
        tree.widget(pane)?;
        if tree.parent(pane.node()).is_none_or(|parent| view.layout.tabs(parent).all(|t| !t.active)) {
            return None;
        }
    }
    Some((pane, place, preview))
}

/// The zone of a pane that a point lies in, and what it would take.
fn zone(rect: Rect, at: egui::Pos2) -> (Where, Rect) {
    let part = |value: f32, low: f32, length: f32| (value - low) / length.max(1.0);
    let (x, y) = (part(at.x, rect.min.x, rect.width()), part(at.y, rect.min.y, rect.height()));
    let center = rect.center();
    let edges = [
        (x, Where::Left, Rect::from_min_max(rect.min, pos2(center.x, rect.max.y))),
        (1.0 - x, Where::Right, Rect::from_min_max(pos2(center.x, rect.min.y), rect.max)),
        (y, Where::Top, Rect::from_min_max(rect.min, pos2(rect.max.x, center.y))),
        (1.0 - y, Where::Bottom, Rect::from_min_max(pos2(rect.min.x, center.y), rect.max)),
    ];
    let nearest = edges.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.filter(|(distance, ..)| *distance < EDGE).map_or((Where::Tab, rect), |(_, place, preview)| (place, preview))
}

#[cfg(test)]
mod tests {
    use super::zone;
    use egui::{Rect, pos2};
    use multisplit::Where;

    #[test]
    fn a_drop_near_an_edge_goes_beside_and_elsewhere_into_a_tab() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(200.0, 100.0));
        for (at, place) in [
            (pos2(10.0, 50.0), Where::Left),
            (pos2(195.0, 50.0), Where::Right),
            (pos2(100.0, 4.0), Where::Top),
            (pos2(100.0, 96.0), Where::Bottom),
            (pos2(100.0, 50.0), Where::Tab),
        ] {
            assert_eq!(zone(rect, at).0, place, "{at:?}");
        }
    }
}
