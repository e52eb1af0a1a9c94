//! Tests of edits, undo and redo as a user sees them.

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::Index;

use super::{Buffer, EditKind, Reach, Selection};
use crate::highlight::{Colors, syntax_of};
use crate::indent::{Ending, Indent};
use crate::limits::MAX_TEXT_BYTES;

/// Creates a buffer from a text with `[` at the anchor and `|` at the cursor.
fn buffer(marked: &str) -> Buffer {
    let plain = marked.replace(['[', '|'], "");
    let place = |mark: char| {
        let at = marked.find(mark)?;
        Some(marked[..at].chars().filter(|c| !matches!(c, '[' | '|')).count())
    };
    let rope = ropey::Rope::from_str(&plain);
    let colors = Colors::new(syntax_of("a.rs", "rs", ""), rope.len_lines());
    let mut buffer = Buffer::new(rope.clone(), colors, Ending::detect(&rope), Indent::Spaces(4));
    let cursor = place('|').unwrap_or(0);
    buffer.select(Selection { anchor: place('[').unwrap_or(cursor), cursor });
    buffer
}

fn marked(buffer: &Buffer) -> String {
    let Selection { anchor, cursor } = buffer.selection();
    let mut marks = vec![(cursor, '|')];
    if anchor != cursor {
        marks.push((anchor, '['));
    }
    let mut marked = String::new();
    for at in 0..=buffer.text().len_chars() {
        marked.extend(marks.iter().filter(|mark| mark.0 == at).map(|mark| mark.1));
        marked.extend(buffer.text().get_char(at));
    }
    marked
}

fn check(before: &str, edit: impl FnOnce(&mut Buffer), after: &str) {
    let mut buffer = buffer(before);
    edit(&mut buffer);
    assert_eq!(marked(&buffer), after, "from {before:?}");
}

fn ok(result: Result<(), crate::EditorError>) {
    result.expect("within the limits");
}

#[test]
fn typing_and_deleting() {
    check("a|b", |b| ok(b.insert("x", EditKind::Typing)), "ax|b");
    check("a[bc|d", |b| ok(b.insert("x", EditKind::Typing)), "ax|d");
    check("a\r\n|b", |b| ok(b.insert("x\ny", EditKind::Whole)), "a\r\nx\r\ny|b");
    check("ae\u{301}|b", |b| ok(b.delete(Reach::ClusterLeft)), "a|b");
    check("a\r\n|b", |b| ok(b.delete(Reach::ClusterLeft)), "a|b");
    check("a|\r\nb", |b| ok(b.delete(Reach::ClusterRight)), "a|b");
    check("foo bar|", |b| ok(b.delete(Reach::WordLeft)), "foo |");
    check("foo| bar", |b| ok(b.delete(Reach::WordRight)), "foo|");
    check("        |x", |b| ok(b.delete(Reach::ClusterLeft)), "    |x");
    check("      |x", |b| ok(b.delete(Reach::ClusterLeft)), "    |x");
    check("|", |b| ok(b.delete(Reach::ClusterLeft)), "|");
    check("|", |b| ok(b.delete(Reach::WordRight)), "|");
}

#[test]
fn enter_keeps_the_indentation() {
    check("    a|b", |b| ok(b.new_line()), "    a\n    |b");
    check("  |  a", |b| ok(b.new_line()), "  \n  |  a");
    check("x\r\n\ta|", |b| ok(b.new_line()), "x\r\n\ta\r\n\t|");
}

#[test]
fn tab_indents_and_shift_tab_takes_it_back() {
    check("a|b", |b| ok(b.indent()), "a   |b");
    check("[a\nb|", |b| ok(b.indent()), "    [a\n    b|");
    check("[a\nb\n|c", |b| ok(b.indent()), "    [a\n    b\n|c");
    check("|a\n\nb[", |b| ok(b.indent()), "    |a\n\n    b[");
    check("    [a\n  b|\nc", |b| ok(b.outdent()), "[a\nb|\nc");
    check("\ta|", |b| ok(b.outdent()), "a|");
    check("a|", |b| ok(b.outdent()), "a|");
}

#[test]
fn undo_takes_typed_words_back_one_by_one() {
    let mut buffer = buffer("|");
    for c in "one two".chars() {
        ok(buffer.insert(&c.to_string(), EditKind::Typing));
    }
    assert!(buffer.undo());
    assert_eq!(marked(&buffer), "one |");
    assert!(buffer.undo());
    assert_eq!(marked(&buffer), "|");
    assert!(!buffer.undo());
    assert!(buffer.redo() && buffer.redo() && !buffer.redo());
    assert_eq!(marked(&buffer), "one two|");
}

#[test]
fn moving_the_cursor_begins_a_new_undo_step() {
    let mut buffer = buffer("|");
    ok(buffer.insert("a", EditKind::Typing));
    buffer.select(Selection::at(0));
    buffer.select(Selection::at(1));
    ok(buffer.insert("b", EditKind::Typing));
    assert!(buffer.undo());
    assert_eq!(marked(&buffer), "a|");
}

#[test]
fn undoing_back_to_the_saved_text_is_unmodified() {
    let mut buffer = buffer("|");
    assert!(buffer.history.is_saved());
    ok(buffer.insert("a", EditKind::Typing));
    assert!(!buffer.history.is_saved());
    buffer.history.mark_saved();
    ok(buffer.insert("b", EditKind::Typing));
    assert!(!buffer.history.is_saved());
    assert!(buffer.undo() && buffer.history.is_saved());
    assert!(buffer.undo() && !buffer.history.is_saved());
    ok(buffer.insert("c", EditKind::Typing));
    assert!(buffer.undo() && !buffer.history.is_saved(), "the saved text cannot be reached any more");
}

#[test]
fn a_read_only_text_stays_as_it_is() {
    let mut buffer = buffer("a|");
    buffer.read_only = true;
    ok(buffer.insert("b", EditKind::Typing));
    ok(buffer.delete(Reach::ClusterLeft));
    ok(buffer.indent());
    assert_eq!(marked(&buffer), "a|");
}

#[test]
fn a_paste_beyond_the_limit_is_refused_and_changes_nothing() {
    let mut buffer = buffer("a|");
    let error = buffer.insert(&"x".repeat(MAX_TEXT_BYTES), EditKind::Whole).expect_err("too long");
    assert!(error.to_string().contains(&MAX_TEXT_BYTES.to_string()));
    assert_eq!(marked(&buffer), "a|");
    assert!(buffer.history.is_saved());
}

#[test]
fn replacing_the_text_keeps_the_cursor_where_it_was() {
    check("one\ntw|o\nthree", |b| ok(b.replace_all("zero\none\ntwo\nthree")), "zero\none\ntw|o\nthree");
    check("one|", |b| ok(b.replace_all("on\u{e9}")), "on\u{e9}|");
    check("\u{e8}|", |b| ok(b.replace_all("\u{e9}")), "\u{e9}|");
    check("aa|a", |b| ok(b.replace_all("aa")), "aa|");
}

#[derive(Clone, Debug)]
enum Act {
    Select(Index, Index),
    Insert(String, EditKind),
    Delete(Reach),
    NewLine,
    Indent,
    Outdent,
    ReplaceAll(String),
}

fn act() -> impl Strategy<Value = Act> {
    let text = "[a \u{e9}\u{301}\t\r\n]{0,6}";
    prop_oneof![
        3 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Act::Select(a, b)),
        4 => (text, prop_oneof![Just(EditKind::Typing), Just(EditKind::Whole)]).prop_map(|(text, kind)| Act::Insert(text, kind)),
        3 => proptest::sample::select(vec![Reach::ClusterLeft, Reach::ClusterRight, Reach::WordLeft, Reach::WordRight]).prop_map(Act::Delete),
        1 => Just(Act::NewLine),
        1 => Just(Act::Indent),
        1 => Just(Act::Outdent),
        1 => text.prop_map(Act::ReplaceAll),
    ]
}

fn perform(buffer: &mut Buffer, act: Act) {
    let length = buffer.text().len_chars() + 1;
    match act {
        Act::Select(a, b) => buffer.select(Selection { anchor: a.index(length), cursor: b.index(length) }),
        Act::Insert(text, kind) => ok(buffer.insert(&text, kind)),
        Act::Delete(reach) => ok(buffer.delete(reach)),
        Act::NewLine => ok(buffer.new_line()),
        Act::Indent => ok(buffer.indent()),
        Act::Outdent => ok(buffer.outdent()),
        Act::ReplaceAll(text) => {
            ok(buffer.replace_all(&text));
            assert_eq!(buffer.text().to_string(), text);
        }
    }
}

proptest::proptest! {
    #[test]
    fn undoing_everything_is_the_start_and_redoing_everything_the_end(
        start in "[a \u{e9}\t\r\n]{0,40}", acts in proptest::collection::vec(act(), 0..40)
    ) {
        let mut buffer = buffer(&start);
        for act in acts {
            perform(&mut buffer, act);
        }
        let end = buffer.text().to_string();
        while buffer.undo() {}
        proptest::prop_assert_eq!(buffer.text().to_string(), start);
        proptest::prop_assert!(buffer.history.is_saved());
        while buffer.redo() {}
        proptest::prop_assert_eq!(buffer.text().to_string(), end);
    }
}
