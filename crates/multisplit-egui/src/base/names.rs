//! The names of panes. Invariant: a widget that panics while it is asked for its name loses its name and nothing else.

use crate::base::content::{Content, Presence};
use crate::base::title::Title;
use multisplit::{Layout, PaneId, WidgetId};
use std::borrow::Cow;

/// Returns the name of a pane: its title, or else the name of its absent widget, or else the end of the widget's id.
pub(crate) fn name_of(content: &dyn Content, pane: PaneId, widget: &WidgetId) -> String {
    match content.title(pane) {
        Title::Absent => absent(content, pane, widget),
        Title::Plain(own) => own,
        Title::Rich(job) => job.text.clone(),
    }
}

/// Returns the name of a pane that has no widget, or one without a title.
pub(crate) fn absent(content: &dyn Content, pane: PaneId, widget: &WidgetId) -> String {
    let said = content.absent_title(pane, widget);
    if said.is_empty() { short(widget).into_owned() } else { shown(said).into_owned() }
}

/// Returns the name of a pane by its last title, or else by the end of its widget's id.
pub(crate) fn last_name(layout: &Layout, pane: PaneId) -> String {
    let last = layout.last_title(pane).map(|title| shown(title).into_owned());
    last.or_else(|| layout.tree().widget(pane).map(|widget| short(widget).into_owned())).unwrap_or_default()
}

/// Returns the notes below the name of a pane: the hint of its widget, or else the path in its id, and the state of the widget unless
/// it is live.
pub(crate) fn notes(content: &dyn Content, pane: PaneId, widget: &WidgetId) -> Vec<String> {
    let presence = content.presence(pane);
    let is_live = matches!(presence, Presence::Live);
    let hint = if is_live { content.hint(pane) } else { String::new() };
    let path = Some(widget.rest()).filter(|rest| rest.contains('/')).map(|rest| shown(rest).into_owned());
    let state = (!is_live).then(|| presence.name().to_owned());
    Some(hint).filter(|hint| !hint.is_empty()).or(path).into_iter().chain(state).collect()
}

/// Returns the text, with `?` for every character that cannot be drawn.
fn shown<'a>(words: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let words = words.into();
    // With a screen reader, each pane in view is named in each frame, and nearly all names are ASCII.
    let is_plain = words.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain || words.chars().all(is_drawn) {
        return words;
    }
    words.chars().map(|c| if is_drawn(c) { c } else { '?' }).collect()
}

/// Returns the end of a widget's id, which is the last part of a path. It has at most 60 characters. A number alone says little, so its kind
/// comes before it: `level 3`.
fn short(widget: &WidgetId) -> Cow<'_, str> {
    if !widget.rest().is_empty() && widget.rest().bytes().all(|byte| byte.is_ascii_digit()) {
        return shown([start(widget.kind(), 39), " ", start(widget.rest(), 20)].concat());
    }
    let rest = if widget.rest().is_empty() { widget.as_str() } else { widget.rest() };
    let last = rest.trim_end_matches('/').rsplit('/').next().unwrap_or(rest);
    shown(start(last, 60))
}

/// Returns the first `most` characters of a text.
fn start(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// Returns `true` if a font may have a glyph for a character. Control characters, private and invisible ones, and those that change the
/// direction of the text have none.
fn is_drawn(c: char) -> bool {
    let is_hidden =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let is_private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..);
    !c.is_control() && c != char::REPLACEMENT_CHARACTER && !is_hidden && !is_private
}
