//! The names of panes. Invariant: a widget that panics while it is asked for its name loses its name and nothing else.

use crate::base::pane::PaneUi;
use multisplit::{Failure, PaneId, Slot, WidgetId};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls a widget. If it panics, the failure is added to `failures` and `None` is returned.
pub(crate) fn guarded<T>(failures: &mut Vec<(PaneId, Failure)>, pane: PaneId, call: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| failures.push((pane, Failure::from_panic(&*panic)))).ok()
}

/// Returns the name of a pane: the title of its widget, or else the name of an absent widget, or else the end of its id.
pub(crate) fn name_of<W: PaneUi>(slot: Option<&Slot<W>>, widget: &WidgetId) -> String {
    called::<W>(title_of(slot), widget)
}

/// Returns the name of a pane whose widget has the title `own`.
pub(crate) fn called<W: PaneUi>(own: String, widget: &WidgetId) -> String {
    if own.is_empty() { absent::<W>(widget).into_owned() } else { own }
}

/// Returns the name of a pane that has no widget, or one without a title.
pub(crate) fn absent<W: PaneUi>(widget: &WidgetId) -> Cow<'_, str> {
    // A panic costs only the name: the pane is then shown under the end of its id.
    let said = catch_unwind(|| W::absent_title(widget)).unwrap_or_default();
    if said.is_empty() { short(widget) } else { Cow::Owned(said) }
}

/// Returns the notes below the name of a pane: the hint of its widget, or else the path in its id, and the state of the widget unless
/// it is live.
pub(crate) fn notes<W: PaneUi>(slot: Option<&Slot<W>>, widget: &WidgetId) -> Vec<String> {
    let hint = match slot {
        // A panic costs only the note.
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

/// Returns the title of a live widget. It is empty if there is none, if it has no title, or if it panics.
pub(crate) fn title_of<W: PaneUi>(slot: Option<&Slot<W>>) -> String {
    match slot {
        Some(Slot::Live(live)) => title_of_live(live),
        _ => String::new(),
    }
}

pub(crate) fn title_of_live<W: PaneUi>(live: &W) -> String {
    // A panic costs only the name: the pane is then shown under the end of its id.
    catch_unwind(AssertUnwindSafe(|| live.title())).unwrap_or_default()
}

/// Returns the text, with `?` for every character that cannot be drawn.
fn shown(words: &str) -> String {
    words.chars().map(|c| if is_drawn(c) { c } else { '?' }).collect()
}

/// Returns the end of a widget's id, which is the last part of a path. It has at most 60 characters.
fn short(widget: &WidgetId) -> Cow<'_, str> {
    let rest = if widget.rest().is_empty() { widget.as_str() } else { widget.rest() };
    let last = rest.trim_end_matches('/').rsplit('/').next().unwrap_or(rest);
    let last = last.char_indices().nth(60).map_or(last, |(end, _)| &last[..end]);
    if last.chars().all(is_drawn) { Cow::Borrowed(last) } else { Cow::Owned(shown(last)) }
}

/// Returns `true` if a font may have a glyph for a character. Control characters, private and invisible ones, and those that change the
/// direction of the text have none.
fn is_drawn(c: char) -> bool {
    let is_hidden =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let is_private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..);
    !c.is_control() && c != char::REPLACEMENT_CHARACTER && !is_hidden && !is_private
}
