//! Cursor motions: pure functions from a text and a position to a position.
//!
//! They do not know columns or pixels. Invariant: positions are in characters, within the text, and never inside a grapheme
//! cluster if they were not there before (so never between the two halves of a CRLF).

use std::iter::Peekable;
use std::ops::Range;

use ropey::Rope;
use unicode_segmentation::{GraphemeCursor, GraphemeIncomplete};

/// Returns the position after the cluster that starts at `at`.
pub(crate) fn next_cluster(text: &Rope, at: usize) -> usize {
    if at >= text.len_chars() {
        return text.len_chars();
    }
    walk(text, at, GraphemeCursor::next_boundary).unwrap_or(at + 1)
}

/// Returns the position before the cluster that ends at `at`.
pub(crate) fn previous_cluster(text: &Rope, at: usize) -> usize {
    let at = at.min(text.len_chars());
    if at == 0 {
        return 0;
    }
    walk(text, at, GraphemeCursor::prev_boundary).unwrap_or(at - 1)
}

/// Returns the nearest position at or before `at` that is not inside a cluster.
pub(crate) fn settle(text: &Rope, at: usize) -> usize {
    let at = at.min(text.len_chars());
    let before = previous_cluster(text, at);
    if next_cluster(text, before) > at { before } else { at }
}

type Step = fn(&mut GraphemeCursor, &str, usize) -> Result<Option<usize>, GraphemeIncomplete>;

/// Moves a grapheme cursor by one boundary, and feeds it the chunks of the text that it requests.
fn walk(text: &Rope, at: usize, step: Step) -> Option<usize> {
    let start = text.char_to_byte(at);
    let mut cursor = GraphemeCursor::new(start, text.len_bytes(), true);
    let (mut chunk, mut chunk_start, _, _) = text.chunk_at_byte(start);
    loop {
        match step(&mut cursor, chunk, chunk_start) {
            Ok(found) => return found.map(|byte| text.byte_to_char(byte)),
            Err(GraphemeIncomplete::NextChunk) => {
                (chunk, chunk_start, _, _) = text.chunk_at_byte(chunk_start + chunk.len());
            }
            Err(GraphemeIncomplete::PrevChunk) => {
                (chunk, chunk_start, _, _) = text.chunk_at_byte(chunk_start.checked_sub(1)?);
            }
            Err(GraphemeIncomplete::PreContext(end)) => {
                let (context, context_start, _, _) = text.chunk_at_byte(end.checked_sub(1)?);
                cursor.provide_context(context.get(..end - context_start)?, context_start);
            }
            Err(GraphemeIncomplete::InvalidOffset) => return None,
        }
    }
}

/// Returns the characters of a line without its line break.
pub(crate) fn line_range(text: &Rope, line: usize) -> Range<usize> {
    let line = line.min(text.len_lines() - 1);
    let start = text.line_to_char(line);
    let mut end = text.line_to_char(line + 1);
    if end > start && text.char(end - 1) == '\n' {
        end -= 1;
        if end > start && text.char(end - 1) == '\r' {
            end -= 1;
        }
    }
    start..end
}

/// Returns the position of the first character of the line that is not a space or tab, or the end of the line.
pub(crate) fn indent_end(text: &Rope, line: usize) -> usize {
    let range = line_range(text, line);
    let blank = text.slice(range.clone()).chars().take_while(|c| matches!(c, ' ' | '\t')).count();
    range.start + blank
}

/// Returns the start of the line's text after the indentation, or the start of the line if the cursor is there already.
pub(crate) fn smart_home(text: &Rope, at: usize) -> usize {
    let line = text.char_to_line(at);
    let text_start = indent_end(text, line);
    if at == text_start { text.line_to_char(line) } else { text_start }
}

/// Returns the end of the cursor's line.
pub(crate) fn line_end(text: &Rope, at: usize) -> usize {
    line_range(text, text.char_to_line(at)).end
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Break,
    Space,
    Word,
    Other,
}

fn class(c: char) -> Class {
    match c {
        '\n' | '\r' => Class::Break,
        c if c.is_whitespace() => Class::Space,
        c if c.is_alphanumeric() || c == '_' => Class::Word,
        // A combining mark belongs to the letter before it.
        c if !c.is_ascii() && unicode_width::UnicodeWidthChar::width(c) == Some(0) => Class::Word,
        _ => Class::Other,
    }
}

/// Returns the end of the word to the right. A line break is a word of its own.
pub(crate) fn word_right(text: &Rope, at: usize) -> usize {
    let mut chars = text.chars_at(at).map(class).peekable();
    if chars.peek() == Some(&Class::Break) {
        return next_cluster(text, at);
    }
    at + word_length(chars)
}

/// Returns the number of characters of leading spaces and the word after them. The characters may come in either direction.
fn word_length(mut chars: Peekable<impl Iterator<Item = Class>>) -> usize {
    let mut passed = 0;
    while chars.next_if_eq(&Class::Space).is_some() {
        passed += 1;
    }
    if let Some(first) = chars.next_if(|&class| class != Class::Break) {
        passed += 1;
        while chars.next_if_eq(&first).is_some() {
            passed += 1;
        }
    }
    passed
}

/// Returns the start of the word to the left. A line break is a word of its own.
pub(crate) fn word_left(text: &Rope, at: usize) -> usize {
    let mut chars = text.chars_at(at).reversed().map(class).peekable();
    if chars.peek() == Some(&Class::Break) {
        return previous_cluster(text, at);
    }
    at - word_length(chars)
}

/// Returns the run of characters of one class around a position. A word is preferred, then the characters to the right.
pub(crate) fn word_at(text: &Rope, at: usize) -> Range<usize> {
    let right = text.get_char(at).map(class).filter(|&class| class != Class::Break);
    let left = at.checked_sub(1).map(|before| class(text.char(before))).filter(|&class| class != Class::Break);
    let Some(wanted) =
        right.filter(|&class| class == Class::Word).or(left.filter(|&class| class == Class::Word)).or(right).or(left)
    else {
        return at..at;
    };
    let before = text.chars_at(at).reversed().take_while(|&c| class(c) == wanted).count();
    let after = text.chars_at(at).take_while(|&c| class(c) == wanted).count();
    at - before..at + after
}

/// Returns the range of the line that contains `at`, with its line break.
pub(crate) fn line_at(text: &Rope, at: usize) -> Range<usize> {
    let line = text.char_to_line(at);
    text.line_to_char(line)..text.line_to_char(line + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any};
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::{Rope, line_range, next_cluster, previous_cluster, settle, smart_home, word_at, word_left, word_right};

    #[test]
    fn the_cursor_steps_over_what_a_user_takes_for_one_character() {
        let check = |text: &str| {
            let rope = Rope::from_str(text);
            let mut expect = vec![0];
            for cluster in text.graphemes(true) {
                expect.push(expect[expect.len() - 1] + cluster.chars().count());
            }
            for pair in expect.windows(2) {
                assert_eq!(next_cluster(&rope, pair[0]), pair[1], "{text:?}");
                assert_eq!(previous_cluster(&rope, pair[1]), pair[0], "{text:?}");
            }
        };
        check("abc");
        check("e\u{301}x");
        check("a\r\nb");
        check("\u{1F469}\u{200D}\u{1F4BB}!");
        check(&"\u{1F1E9}\u{1F1EA}".repeat(500));
        check(&format!("a{}", "\u{301}".repeat(5000)));
    }

    #[test]
    fn ctrl_arrows_stop_at_words() {
        let text = Rope::from_str("let foo_1 = bar();\n  x");
        let mut stops = vec![0];
        while stops[stops.len() - 1] < text.len_chars() {
            stops.push(word_right(&text, stops[stops.len() - 1]));
        }
        assert_eq!(stops, [0, 3, 9, 11, 15, 18, 19, 22]);
        let mut stops = vec![text.len_chars()];
        while stops[stops.len() - 1] > 0 {
            stops.push(word_left(&text, stops[stops.len() - 1]));
        }
        assert_eq!(stops, [22, 21, 19, 18, 15, 12, 10, 4, 0]);
    }

    #[test]
    fn home_goes_to_the_text_first_and_to_the_line_second() {
        let text = Rope::from_str("    abc");
        assert_eq!(smart_home(&text, 6), 4);
        assert_eq!(smart_home(&text, 4), 0);
        assert_eq!(smart_home(&text, 0), 4);
    }

    #[test]
    fn a_double_click_takes_the_word() {
        let text = Rope::from_str("foo bar.baz");
        assert_eq!(word_at(&text, 5), 4..7);
        assert_eq!(word_at(&text, 7), 4..7, "right behind a word");
        assert_eq!(word_at(&Rope::new(), 0), 0..0);
    }

    #[test]
    fn a_line_ends_before_its_break() {
        let text = Rope::from_str("a\r\nb\n\nc");
        assert_eq!((0..5).map(|line| line_range(&text, line)).collect::<Vec<_>>(), [0..1, 3..4, 5..5, 6..7, 6..7]);
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_motion_stays_in_the_text(text in any::<String>(), at in any::<proptest::sample::Index>()) {
            let rope = Rope::from_str(&text);
            let at = at.index(rope.len_chars() + 1);
            for to in [next_cluster(&rope, at), word_right(&rope, at)] {
                proptest::prop_assert!(to <= rope.len_chars() && (to > at || at == rope.len_chars()));
            }
            for to in [previous_cluster(&rope, at), word_left(&rope, at)] {
                proptest::prop_assert!(to < at || at == 0);
            }
            proptest::prop_assert!(settle(&rope, at) <= at);
        }
    }
}
