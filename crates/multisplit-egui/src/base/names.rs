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
    if said.is_empty() { short(widget).into_owned() } else { shown(&said) }
}

/// Returns the name of a pane by its last title, or else by the end of its widget's id.
pub(crate) fn last_name(layout: &Layout, pane: PaneId) -> String {
    let last = layout.last_title(pane).map(shown);
    last.or_else(|| layout.tree().widget(pane).map(|widget| short(widget).into_owned())).unwrap_or_default()
}

/// Returns the notes below the name of a pane: the hint of its widget, or else the path in its id, and the state of the widget unless
/// it is live.
pub(crate) fn notes(content: &dyn Content, pane: PaneId, widget: &WidgetId) -> Vec<String> {
    let presence = content.presence(pane);
    let is_live = matches!(presence, Presence::Live);
    let hint = if is_live { content.hint(pane) } else { String::new() };
    let path = Some(widget.rest()).filter(|rest| rest.contains('/')).map(shown);
    let state = (!is_live).then(|| presence.name().to_owned());
    Some(hint).filter(|hint| !hint.is_empty()).or(path).into_iter().chain(state).collect()
}

/// Returns the text, with `?` for every character that cannot be drawn.
fn shown(words: &str) -> String {
    if is_plain(words) {
        return words.to_owned();
    }
    words.chars().map(|c| if is_drawn(c) { c } else { '?' }).collect()
}

/// Returns the end of a widget's id, which is the last part of a path. It has at most 60 characters. A number alone says little, so its kind
/// comes before it: `level 3`.
fn short(widget: &WidgetId) -> Cow<'_, str> {
    if !widget.rest().is_empty() && widget.rest().bytes().all(|byte| byte.is_ascii_digit()) {
        let name = [start(widget.kind(), 39), " ", start(widget.rest(), 20)].concat();
        return Cow::Owned(if is_plain(&name) { name } else { shown(&name) });
    }
    let rest = if widget.rest().is_empty() { widget.as_str() } else { widget.rest() };
    let last = rest.trim_end_matches('/').rsplit('/').next().unwrap_or(rest);
    let last = start(last, 60);
    if is_plain(last) || last.chars().all(is_drawn) { Cow::Borrowed(last) } else { Cow::Owned(shown(last)) }
}

/// Returns the first `most` characters of a text.
fn start(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// Returns `true` if a text has nothing but visible ASCII characters and spaces, as nearly all names do. With a screen reader, each pane in
/// view is named in each frame.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Returns `true` if a font may have a glyph for a character. Control characters, private and invisible ones, and those that change the
/// direction of the text have none.
fn is_drawn(c: char) -> bool {
    let is_hidden =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let is_private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..);
    !c.is_control() && c != char::REPLACEMENT_CHARACTER && !is_hidden && !is_private
}
