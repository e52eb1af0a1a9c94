//! Tests of the mark in the text where a statement failed.

use super::highlight::{Highlight, marked_bytes};
use crate::sql::{Dialect, tokens};

#[test]
fn what_went_wrong_is_underlined_and_nothing_else() {
    // The bars enclose the marked range; the failing character is the first one after the first bar.
    for text in ["SELECT |nope| FROM t", "SELECT 'é', |nope|", "|SELEC| 1", "SELECT |'é x'|, 1", "a |+| b"] {
        let at = text.chars().position(|c| c == '|').unwrap();
        let (start, end) = (text.find('|').unwrap(), text.rfind('|').unwrap() - 1);
        let text = text.replace('|', "");
        assert_eq!(marked_bytes(&text, at, &tokens(&text, Dialect::Postgres)), start..end, "{text}");
        egui::__run_test_ui(|ui| {
            let job = Highlight::default().job(ui, &text, Some(at), Dialect::Postgres, 500.0);
            assert_eq!(job.text, text);
            let marked: Vec<_> = job.sections.iter().filter(|section| !section.format.underline.is_empty()).collect();
            assert!(matches!(marked[..], [section] if section.byte_range == (start.into()..end.into())), "{text}");
        });
    }
}

#[test]
fn a_mark_at_the_end_is_on_the_last_word_and_a_mark_beyond_does_no_harm() {
    for (text, at, expect) in
        [("SELECT", 6, 0..6), ("SELECT \n", 8, 0..6), ("", 0, 0..0), (" ", 9, 1..1), ("é", 99, 0..2)]
    {
        assert_eq!(marked_bytes(text, at, &tokens(text, Dialect::Sqlite)), expect, "{text:?}");
    }
}
