//! The panes. Each has one `Ui`, clipped to the pane and to its parent. Invariant: a panic while drawing costs only that pane.

use crate::base::content::{FrameView, LivePane, PaneLinks};
use crate::base::guard::guarded;
use crate::base::names::name_of;
use crate::frame::Frame;
use crate::frame::pointer::pressed_below;
use crate::frame::state::{DraggedTab, Press};
use crate::parts::dividers;
use crate::parts::pane_rects::{self, PaneRect};
use crate::parts::placeholder;
use crate::retained::PaneKey;
use egui::{Id, Rect, Ui, UiBuilder, accesskit::Role};
use multisplit::placement::Hit;
use multisplit::{FocusTo, Intent, Layout, PaneId, SurfaceId, WidgetId};
use std::ops::Range;
use std::time::Duration;

/// Returns the indices of a surface's visible panes, none of which is below `from`.
pub(crate) fn of_surface(view: &FrameView<'_>, surface: SurfaceId, from: usize) -> Range<usize> {
    if view.layout.tree().surfaces().len() <= 1 {
        return 0..view.pane_count();
    }
    let scene = view.layout.scene();
    let end = (from..view.pane_count()).find(|i| scene.surface_at(*i) != surface);
    from..end.unwrap_or(view.pane_count())
}

/// Gives the keyboard to the focused pane's widget whenever nothing else has it.
///
/// egui takes the keyboard from a widget for many reasons: a press beside it, Escape, a dialog above it, a menu that closes. Then no
/// widget has the keyboard, and none asks for it again. A widget that was given it once and does not want it is left alone.
pub(crate) fn keyboard(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>) {
    let (owner, dialog) = ui.ctx().memory(|memory| (memory.focused(), memory.top_modal_layer().is_some()));
    let covered = dialog || egui::Popup::is_any_open(ui.ctx());
    let lost = owner.is_none() && (frame.state.had_keyboard || frame.state.covered);
    if lost && !covered {
        frame.state.keyboard_pane = None;
    }
    (frame.state.had_keyboard, frame.state.covered) = (owner.is_some(), covered);
    if !covered && frame.state.press.is_none() {
        after_arrow(ui, layout, frame, owner);
    }
    after_press(ui, layout, frame);
}

/// Moves the ring along when an arrow key has moved the keyboard into another pane. egui does that after everything is drawn, to whatever
/// widget is in that direction.
fn after_arrow(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>, owner: Option<Id>) {
    let Some(owner) = owner.filter(|owner| frame.state.keyboard.is_some_and(|before| before != *owner)) else { return };
    let Some(widget) = ui.ctx().read_response(owner).filter(|widget| widget.layer_id == ui.layer_id()) else { return };
    if let Some(Hit::Pane(pane)) = layout.hit(frame.origin.point(widget.rect.center()), 0.0)
        && layout.focused_pane() != Some(pane)
        && !layout.tree().is_chrome(pane)
    {
        (frame.state.keyboard_pane, frame.state.ring) = (Some(pane), Some(pane));
        frame.intents.push(Intent::Focus(FocusTo::Pane(pane)));
    }
}

/// Notes who has the keyboard after everything was drawn. A widget that got it in this frame may lose it before the next frame begins.
pub(crate) fn note_keyboard(ui: &Ui, frame: &mut Frame<'_>) {
    frame.state.keyboard = ui.ctx().memory(egui::Memory::focused);
    frame.state.had_keyboard |= frame.state.keyboard.is_some();
}

/// Gives the keyboard to the widget of a pressed pane, if the press left the keyboard with no widget or with another pane.
fn after_press(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>) {
    let Some(press) = frame.state.press else { return };
    let (down, released) = ui.ctx().input(|i| (i.pointer.any_down(), i.pointer.any_released()));
    if released {
        // Who took the keyboard is known only in the next frame.
        ui.ctx().request_repaint();
    } else if !down {
        frame.state.press = None;
        let now = ui.ctx().memory(egui::Memory::focused);
        if layout.focused_pane() == Some(press.pane) && (now.is_none() || now == press.before) {
            frame.state.keyboard_pane = None;
        }
    }
}

/// Draws the panes with the given indices.
pub(crate) fn show(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>, range: Range<usize>) {
    let is_busy = frame.state.dragged.is_some() || dividers::is_hot(ui, view.layout, frame);
    let pressed = pressed_below(ui, view.layout, frame).filter(|_| !is_busy);
    let clip = ui.clip_rect().intersect(frame.origin.rect);
    let places = pane_rects::find(ui, view, frame, range, clip);
    places.grounds.show(ui.painter());
    let focused = view.layout.focused_pane();
    // A widget may take the keyboard while it is drawn, so its owner is read before.
    let before = ui.ctx().memory(egui::Memory::focused);
    let mut hit = None;
    for spot in places.panes.iter() {
        if pressed.is_some_and(|at| spot.rect.contains(at)) {
            hit = Some(spot.pane);
        }
        show_pane(ui, view, frame, spot, focused == Some(spot.pane), clip);
    }
    if let Some(pane) = hit {
        press(view.layout, frame, pane, before);
    }
}

/// Focuses a pane that was pressed. The press itself went into the widget, which takes the keyboard or does not want it.
fn press(layout: &Layout, frame: &mut Frame<'_>, pane: PaneId, before: Option<Id>) {
    if layout.tree().is_chrome(pane) {
        return;
    }
    let is_new = layout.focused_pane() != Some(pane);
    frame.state.press = Some(Press { pane, before: before.filter(|_| is_new) });
    if is_new {
        frame.state.keyboard_pane = Some(pane);
        // A pane that is pressed must not move away under the pointer.
        frame.state.revealed = Some(pane);
        frame.intents.push(Intent::Focus(FocusTo::Pane(pane)));
    }
}

fn show_pane(
    ui: &mut Ui,
    view: &mut FrameView<'_>,
    frame: &mut Frame<'_>,
    &PaneRect { pane, rect: whole, id }: &PaneRect,
    focused: bool,
    clip: Rect,
) {
    let (rect, seen) = (frame.style.inner(whole), whole.intersect(clip));
    if focused {
        take_keyboard_along(ui, pane, frame);
    }
    let Some(widget) = view.layout.tree().widget(pane) else { return };
    let is_chrome = view.layout.tree().is_chrome(pane);
    let mut name = frame.access.then(|| name_of(view.content, pane, widget));
    let is_live = view.content.with_live(pane, &mut |widget, live| {
        show_live(ui, live, frame, PaneToDraw { pane, id, widget, rect, seen, focused, is_chrome, name: name.take() });
    });
    if !is_live {
        if focused {
            frame.state.keyboard_pane = None;
        }
        frame.tally.drawn(seen);
        let mut child = PaneToDraw { pane, id, widget, rect, seen, focused, is_chrome, name }.child(ui);
        placeholder::show(&mut child, view, widget, pane, frame);
    }
    if focused {
        let inner = whole.shrink(frame.style.focus_ring.width / 2.0);
        let alone = view.pane_count() == 1 && frame.surface == SurfaceId::MAIN;
        if !alone {
            let painter = ui.painter().with_clip_rect(seen);
            painter.rect_stroke(inner, frame.style.pane_rounding, frame.style.focus_ring, egui::StrokeKind::Middle);
        }
    }
}

/// Takes the keyboard from the widget that had it when the ring has moved on to a pane. Nothing typed may go to another pane than the one
/// with the ring, even if that pane has no use for it. If the press went into a widget that takes the keyboard, both are already where
/// they belong.
fn take_keyboard_along(ui: &Ui, pane: PaneId, frame: &mut Frame<'_>) {
    if frame.state.covered || frame.state.ring == Some(pane) {
        return;
    }
    let is_first = frame.state.ring.replace(pane).is_none();
    let now = ui.ctx().memory(egui::Memory::focused);
    let has_taken = frame.state.press.is_some_and(|press| press.pane == pane && press.before != now);
    if !is_first && !has_taken {
        ui.ctx().memory_mut(|memory| {
            if let Some(owner) = memory.focused() {
                memory.surrender_focus(owner);
            }
        });
    }
}

/// A pane to be drawn.
struct PaneToDraw<'a> {
    pane: PaneId,
    id: Id,
    widget: &'a WidgetId,
    rect: Rect,
    /// The visible part of the pane.
    seen: Rect,
    focused: bool,
    /// Whether the pane is a part of the window, which does not get the focus.
    is_chrome: bool,
    /// The name for screen readers.
    name: Option<String>,
}

impl PaneToDraw<'_> {
    /// Creates the one `Ui` of the pane.
    fn child(self, ui: &mut Ui) -> Ui {
        let mut builder = UiBuilder::new().scope_id(self.id).max_rect(self.rect);
        if let Some(name) = self.name {
            builder = builder.accessibility_role(Role::Pane).accessibility_label(name);
        }
        let mut child = ui.new_child(builder);
        child.set_clip_rect(self.seen);
        child
    }
}

/// Draws a live widget, or paints what it painted last.
fn show_live(ui: &mut Ui, live: &mut dyn LivePane, frame: &mut Frame<'_>, place: PaneToDraw<'_>) {
    let PaneToDraw { pane, widget, rect, seen, focused, is_chrome, .. } = place;
    let is_given = focused && frame.state.keyboard_pane != Some(pane) && !frame.state.covered;
    if is_given {
        frame.state.keyboard_pane = Some(pane);
    }
    let said = guarded(frame.failures, pane, || {
        if is_given {
            live.request_focus();
        }
        live.revision()
    });
    let Some(revision) = said else { return };
    let key = revision.map(|revision| PaneKey { pane, widget, revision, focused, rect, clip: seen });
    // A widget that is given the keyboard has to run, to take it.
    if let Some(key) = &key
        && !is_given
        && frame.retained.replay(ui, key)
    {
        frame.tally.painted.replayed += 1;
        frame.firsts.note(pane);
        return;
    }
    frame.tally.drawn(seen);
    if !frame.firsts.may_draw(pane, focused) {
        placeholder::sketched(&ui.painter().with_clip_rect(seen), rect, widget, frame.style);
        frame.wake_after(Duration::ZERO);
        return;
    }
    let watch = key.and_then(|key| Some((frame.retained.watch(ui, &key)?, key)));
    let asked = frame.intents.len();
    let owner = ui.ctx().memory(egui::Memory::focused);
    let mut child = place.child(ui);
    let mut handle = None;
    let links =
        PaneLinks { pane, widget, focused, intents: frame.intents, bindings: frame.bindings, handle: &mut handle };
    let drawn = guarded(frame.failures, pane, || {
        live.ui(&mut child, links);
        // If drawing has changed the revision, the painting does not belong to either number and is not kept.
        if watch.is_some() { live.revision() } else { None }
    });
    // Dropping the `Ui` reports its final size to egui.
    drop(child);
    if let Some(start) = handle {
        frame.state.dragged = Some(DraggedTab { tab: pane.node(), pane, start });
    }
    if !focused && !is_chrome {
        follow_keyboard(ui, frame, pane, owner, asked);
    }
    if let Some((watch, key)) = watch {
        let good = drawn == Some(Some(key.revision)) && frame.intents.len() == asked;
        frame.retained.keep(ui.ctx(), watch, &key, good);
    }
}

/// Moves the ring to a pane whose widget took the keyboard while it was drawn, for example with the Tab key, or because egui gave it a
/// click that was only near. The request comes before anything that the widget itself asked for.
fn follow_keyboard(ui: &Ui, frame: &mut Frame<'_>, pane: PaneId, owner: Option<Id>, asked: usize) {
    let now = ui.ctx().memory(egui::Memory::focused);
    if now.is_some() && now != owner {
        (frame.state.keyboard_pane, frame.state.ring) = (Some(pane), Some(pane));
        frame.intents.insert(asked.min(frame.intents.len()), Intent::Focus(FocusTo::Pane(pane)));
    }
}
