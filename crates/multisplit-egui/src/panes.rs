//! The panes: one `Ui` each, clipped to the pane and to the parent; a panic while drawing costs that pane only.

use crate::pane::{Ask, PaneContext, PaneUi};
use crate::places::{self, Spot};
use crate::retained::Key;
use crate::show::Frame;
use crate::state::Press;
use crate::{dividers, minimap, paint, scroll};
use egui::{Id, Rect, Ui, UiBuilder, accesskit::Role};
use multisplit::{Failure, FocusTo, Layout, PaneId, Slot, SurfaceId, View, WidgetId, WidgetProvider};
use std::borrow::Cow;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// The numbers of a surface's visible panes; none of them is before `from`.
pub(crate) fn of_surface<P>(view: &View<'_, P>, surface: SurfaceId, from: usize) -> Range<usize>
where
    P: WidgetProvider + ?Sized,
{
    if view.layout.tree().surfaces().len() <= 1 {
        return 0..view.pane_count();
    }
    let scene = view.layout.scene();
    let end = (from..view.pane_count()).find(|i| scene.surface_at(*i) != surface);
    from..end.unwrap_or(view.pane_count())
}

/// Sees to it that the focused pane's widget has the keyboard whenever nothing else has.
///
/// egui takes the keyboard from a widget for many reasons: a press beside it, Escape, a dialog above it, a menu that closes. It
/// then belongs to nobody, and nobody asks for it again. A widget that was given it once and does not want it is left alone.
pub(crate) fn keyboard(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>) {
    let (owner, dialog) = ui.ctx().memory(|memory| (memory.focused(), memory.top_modal_layer().is_some()));
    let covered = dialog || egui::Popup::is_any_open(ui.ctx());
    let lost = owner.is_none() && (frame.state.had_keyboard || frame.state.covered);
    if lost && !covered {
        frame.state.given = None;
    }
    (frame.state.had_keyboard, frame.state.covered) = (owner.is_some(), covered);
    after_press(ui, layout, frame);
}

/// Notes who has the keyboard once all is drawn: one that was given in this frame may be taken before the next begins.
pub(crate) fn note_keyboard(ui: &Ui, frame: &mut Frame<'_>) {
    frame.state.had_keyboard |= ui.ctx().memory(egui::Memory::focused).is_some();
}

/// A press into a pane that left the keyboard nowhere, or with another pane, gives it to the pane's widget.
fn after_press(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>) {
    let Some(press) = frame.state.press else { return };
    let (down, released) = ui.ctx().input(|i| (i.pointer.any_down(), i.pointer.any_released()));
    if released {
        // Only in the next frame it is known who took it.
        ui.ctx().request_repaint();
    } else if !down {
        frame.state.press = None;
        let now = ui.ctx().memory(egui::Memory::focused);
        if layout.focused().current() == Some(press.pane) && (now.is_none() || now == press.before) {
            frame.state.given = None;
        }
    }
}

/// Draws the panes with these numbers.
pub(crate) fn show<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>, range: Range<usize>)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let is_busy = frame.state.dragged.is_some() || dividers::is_hot(ui, view.layout, frame);
    let pressed = pressed_below(ui, view.layout, frame).filter(|_| !is_busy);
    let clip = ui.clip_rect().intersect(frame.origin.rect);
    let places = places::find(ui, view, frame, range, clip);
    places.grounds.show(ui.painter());
    let focused = view.layout.focused().current();
    // A widget may take the keyboard while it is drawn.
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

/// The press went into the widget itself, which takes the keyboard or does not want it.
fn press(layout: &Layout, frame: &mut Frame<'_>, pane: PaneId, before: Option<Id>) {
    let is_new = layout.focused().current() != Some(pane);
    frame.state.press = Some(Press { pane, before: before.filter(|_| is_new) });
    if is_new {
        frame.state.given = Some(pane);
        // What is pressed does not move away under the pointer.
        frame.state.revealed = Some(pane);
        frame.asks.push(Ask::Focus(FocusTo::Pane(pane)));
    }
}

fn show_pane<P>(
    ui: &mut Ui,
    view: &mut View<'_, P>,
    frame: &mut Frame<'_>,
    &Spot { pane, rect, id }: &Spot,
    focused: bool,
    clip: Rect,
) where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let seen = rect.intersect(clip);
    if focused {
        take_keyboard_along(ui, pane, frame);
    }
    match view.slots.live_with_id(pane) {
        Some((widget, live)) => {
            let name = frame.access.then(|| called::<P::Widget>(title_of_live(live), widget));
            show_live(ui, live, frame, Place { pane, id, widget, rect, seen, focused, name });
        }
        None => {
            let Some(widget) = view.layout.tree().widget(pane) else { return };
            if focused {
                frame.state.given = None;
            }
            frame.tally.drawn(seen);
            let name = frame.access.then(|| absent::<P::Widget>(widget).into_owned());
            let mut child = Place { pane, id, widget, rect, seen, focused, name }.child(ui);
            paint::placeholder(&mut child, view.slots.get(pane), widget, pane, frame);
        }
    }
    if focused {
        let inner = rect.shrink(frame.style.focus_ring.width / 2.0);
        let alone = view.pane_count() == 1 && frame.surface == SurfaceId::MAIN;
        if !alone {
            let painter = ui.painter().with_clip_rect(seen);
            painter.rect_stroke(inner, 0.0, frame.style.focus_ring, egui::StrokeKind::Middle);
        }
    }
}

/// Takes the keyboard from the widget that had it where the ring has moved on to a pane: nothing typed goes to another pane than
/// the one with the ring, also where that has no use for it. A press into a widget that takes the keyboard has put both where they
/// belong.
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
struct Place<'a> {
    pane: PaneId,
    id: Id,
    widget: &'a WidgetId,
    rect: Rect,
    /// What is seen of it.
    seen: Rect,
    focused: bool,
    /// What a screen reader calls it.
    name: Option<String>,
}

impl Place<'_> {
    /// The one `Ui` of the pane.
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
fn show_live<W: PaneUi>(ui: &mut Ui, live: &mut W, frame: &mut Frame<'_>, place: Place<'_>) {
    let Place { pane, widget, rect, seen, focused, .. } = place;
    let is_given = focused && frame.state.given != Some(pane) && !frame.state.covered;
    if is_given {
        frame.state.given = Some(pane);
    }
    let said = guarded(frame.failures, pane, || {
        if is_given {
            live.request_focus();
        }
        live.revision()
    });
    let Some(revision) = said else { return };
    let key = revision.map(|revision| Key { pane, widget, revision, focused, rect, clip: seen });
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
        paint::sketched(&ui.painter().with_clip_rect(seen), rect, widget, frame.style);
        frame.wake_after(Duration::ZERO);
        return;
    }
    let watch = key.and_then(|key| Some((frame.retained.watch(ui, &key)?, key)));
    let asked = frame.asks.len();
    let owner = ui.ctx().memory(egui::Memory::focused);
    let mut child = place.child(ui);
    let mut cx = PaneContext { pane, widget, focused, asks: frame.asks };
    let drawn = guarded(frame.failures, pane, || {
        live.ui(&mut child, &mut cx);
        if watch.is_some() { live.revision() } else { None }
    });
    // What it has become large is known to egui from here on.
    drop(child);
    if !focused {
        follow_keyboard(ui, frame, pane, owner, asked);
    }
    if let Some((watch, key)) = watch {
        let good = drawn == Some(Some(key.revision)) && frame.asks.len() == asked;
        frame.retained.keep(ui.ctx(), watch, &key, good);
    }
}

/// The ring goes where a widget took the keyboard while it was drawn, as with the Tab key, or where egui gives it a click that was
/// only near; before anything that the widget asked for.
fn follow_keyboard(ui: &Ui, frame: &mut Frame<'_>, pane: PaneId, owner: Option<Id>, asked: usize) {
    let now = ui.ctx().memory(egui::Memory::focused);
    if now.is_some() && now != owner {
        (frame.state.given, frame.state.ring) = (Some(pane), Some(pane));
        frame.asks.insert(asked.min(frame.asks.len()), Ask::Focus(FocusTo::Pane(pane)));
    }
}

/// Calls a widget. A panic costs its pane; `None` then.
pub(crate) fn guarded<T>(failures: &mut Vec<(PaneId, Failure)>, pane: PaneId, call: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| failures.push((pane, Failure::from_panic(&*panic)))).ok()
}

/// What a pane is called: what its widget says, what is said where there is none, or the end of its id.
pub(crate) fn name_of<W: PaneUi>(slot: Option<&Slot<W>>, widget: &WidgetId) -> String {
    called::<W>(title_of(slot), widget)
}

/// The same where it is known what the widget says.
pub(crate) fn called<W: PaneUi>(own: String, widget: &WidgetId) -> String {
    if own.is_empty() { absent::<W>(widget).into_owned() } else { own }
}

/// What a pane is called that has no widget.
pub(crate) fn absent<W: PaneUi>(widget: &WidgetId) -> Cow<'_, str> {
    // It is only a name: the pane goes on under the end of its id.
    let said = catch_unwind(|| W::absent_title(widget)).unwrap_or_default();
    if said.is_empty() { short(widget) } else { Cow::Owned(said) }
}

/// What a user reads of a pane below its name: what its widget tells of itself, or else the path that its id is; and what there is of the
/// widget, where it is not simply there.
pub(crate) fn notes<W: PaneUi>(slot: Option<&Slot<W>>, widget: &WidgetId) -> Vec<String> {
    let hint = match slot {
        // It is only a note.
        Some(Slot::Live(live)) => catch_unwind(AssertUnwindSafe(|| live.hint())).unwrap_or_default(),
        _ => String::new(),
    };
    let path = Some(widget.rest()).filter(|rest| rest.contains('/')).map(shown);
    let state = match slot.map(Slot::state) {
        Some("live") => "",
        None => "not loaded",
        Some(state) => state,
    };
    let place = Some(hint).filter(|hint| !hint.is_empty()).or(path);
    place.into_iter().chain((!state.is_empty()).then(|| state.to_owned())).collect()
}

/// What a live widget says it is called; nothing where there is none, or it does not say, or cannot.
pub(crate) fn title_of<W: PaneUi>(slot: Option<&Slot<W>>) -> String {
    match slot {
        Some(Slot::Live(live)) => title_of_live(live),
        _ => String::new(),
    }
}

pub(crate) fn title_of_live<W: PaneUi>(live: &W) -> String {
    // It is only a name: the pane goes on under the end of its id.
    catch_unwind(AssertUnwindSafe(|| live.title())).unwrap_or_default()
}

/// The same with a stand-in for what is not drawn.
fn shown(words: &str) -> String {
    words.chars().map(|c| if is_drawn(c) { c } else { '?' }).collect()
}

/// The end of a widget's id: of a path, its last part.
fn short(widget: &WidgetId) -> Cow<'_, str> {
    let rest = if widget.rest().is_empty() { widget.as_str() } else { widget.rest() };
    let last = rest.trim_end_matches('/').rsplit('/').next().unwrap_or(rest);
    let last = last.char_indices().nth(60).map_or(last, |(end, _)| &last[..end]);
    if last.chars().all(is_drawn) { Cow::Borrowed(last) } else { Cow::Owned(shown(last)) }
}

/// Whether a font may have something to show for a character: not for control characters, nor for those that have no meaning of
/// their own, are not seen, or turn others around.
fn is_drawn(c: char) -> bool {
    let is_hidden =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let is_private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..);
    !c.is_control() && c != char::REPLACEMENT_CHARACTER && !is_hidden && !is_private
}

/// Where the pointer was pressed in this frame, if nothing lies above the workspace there.
pub(crate) fn pressed_at(ui: &Ui) -> Option<egui::Pos2> {
    let at = ui.ctx().input(|i| if i.pointer.any_pressed() { i.pointer.interact_pos() } else { None })?;
    let top = ui.ctx().layer_id_at(at).is_none_or(|layer| layer == ui.layer_id());
    top.then_some(at)
}

/// The same, if neither a scroll bar nor the minimap lies there.
pub(crate) fn pressed_below(ui: &Ui, layout: &Layout, frame: &Frame<'_>) -> Option<egui::Pos2> {
    pressed_at(ui).filter(|at| !scroll::is_bar(layout, frame, *at) && !minimap::covers(frame, *at))
}
