//! The panes: one `Ui` each, clipped to the pane and to the parent; a panic while drawing costs that pane only.

use crate::paint;
use crate::pane::{Ask, PaneContext, PaneUi};
use crate::show::Frame;
use egui::{Rect, Ui, UiBuilder, accesskit::Role};
use multisplit::{Failure, FocusTo, PaneView, Slot, SurfaceId, View, WidgetId, WidgetProvider};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Draws the visible panes, those of floating surfaces last.
pub(crate) fn show<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let pressed = pressed_at(ui);
    let clip = ui.clip_rect().intersect(frame.origin.rect);
    let mut hit = None;
    for index in 0..view.pane_count() {
        let Some(pane) = view.pane(index) else { continue };
        let rect = frame.origin.rect(pane.rect);
        if !rect.intersects(clip) {
            continue;
        }
        if pressed.is_some_and(|at| rect.contains(at)) {
            hit = Some(pane.pane);
        }
        ui.painter().rect_filled(rect, 0.0, frame.style.pane_fill);
        show_pane(ui, view, frame, &pane, rect, clip);
    }
    if let Some(pane) = hit.filter(|pane| view.layout.focused().current() != Some(*pane)) {
        // The press went into the widget itself, which has taken the keyboard or does not want it.
        frame.state.given = Some(pane);
        frame.asks.push(Ask::Focus(FocusTo::Pane(pane)));
    }
}

fn show_pane<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>, pane: &PaneView, rect: Rect, clip: Rect)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let Some(widget) = view.layout.tree().widget(pane.pane) else { return };
    let mut builder = UiBuilder::new().scope_id(frame.origin.pane(pane.pane)).max_rect(rect);
    if frame.access {
        builder = builder.accessibility_role(Role::Pane).accessibility_label(name_of(view.slots.get(pane.pane), widget));
    }
    let mut child = ui.new_child(builder);
    child.set_clip_rect(rect.intersect(clip));
    match view.slots.live(pane.pane) {
        Some(live) => {
            if pane.focused && frame.state.given != Some(pane.pane) {
                frame.state.given = Some(pane.pane);
                live.request_focus();
            }
            let asks = &mut *frame.asks;
            let mut cx = PaneContext { pane: pane.pane, widget, focused: pane.focused, asks };
            let drawn = catch_unwind(AssertUnwindSafe(|| live.ui(&mut child, &mut cx)));
            if let Err(panic) = drawn {
                frame.failures.push((pane.pane, Failure::from_panic(&*panic)));
            }
        }
        None => {
            if pane.focused {
                frame.state.given = None;
            }
            paint::placeholder(&mut child, view.slots.get(pane.pane), widget, pane.pane, frame.asks);
        }
    }
    if pane.focused {
        let inner = rect.shrink(frame.style.focus_ring.width / 2.0);
        let alone = view.pane_count() == 1 && pane.surface == SurfaceId::MAIN;
        if !alone {
            let painter = ui.painter().with_clip_rect(clip);
            painter.rect_stroke(inner, 0.0, frame.style.focus_ring, egui::StrokeKind::Middle);
        }
    }
}

/// What a pane is called: what its widget says, or the end of its id.
pub(crate) fn name_of<W: PaneUi>(slot: Option<&Slot<W>>, widget: &WidgetId) -> String {
    let own = match slot {
        Some(Slot::Live(live)) => live.title(),
        _ => String::new(),
    };
    if own.is_empty() { short(widget) } else { own }
}

/// The end of a widget's id: of a path, its last part.
fn short(widget: &WidgetId) -> String {
    let rest = if widget.rest().is_empty() { widget.as_str() } else { widget.rest() };
    let last = rest.trim_end_matches('/').rsplit('/').next().unwrap_or(rest);
    last.chars().take(60).collect()
}

/// Where the pointer was pressed in this frame, if nothing lies above the workspace there.
fn pressed_at(ui: &Ui) -> Option<egui::Pos2> {
    let at = ui.ctx().input(|i| if i.pointer.any_pressed() { i.pointer.interact_pos() } else { None })?;
    let top = ui.ctx().layer_id_at(at).is_none_or(|layer| layer == ui.layer_id());
    top.then_some(at)
}
