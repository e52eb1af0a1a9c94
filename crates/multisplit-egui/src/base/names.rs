//! What panes are called. Invariant: a widget that panics while it says so costs its name and nothing else.

use crate::base::pane::PaneUi;
use multisplit::{Failure, PaneId, Slot, WidgetId};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
