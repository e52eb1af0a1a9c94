//! Tests of layouts as text: what is written can be read, and a parse error names the position.

use multisplit_testing::text::{Shares, Style, TextError, layout, write};

#[test]
fn what_is_written_is_read_again() {
    for text in [
        "empty",
        ">a",
        "row(>a, b)",
        "row(>a .25, b .75)",
        "col(row(a, >b), tabs(c, *d, tabs(*e)))",
        "row(>editor:src/main.rs, \"two words\", \"-x\", \"empty\", \"quo\\\"te\", ünï)",
        "row(#a, -b, >^c, -tabs(*#d, e))",
        "row(>a{w 100..200, h ..50, low, snaps} .25, col(b, c){w 10.., high} .75)",
        "a; float(1 -2.5 30 40) row(b, >^c); float(0 0 9 9) d",
        "empty; float(0 0 9 9) >a",
    ] {
        let read = layout(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(write(&read, Style::default()), text);
    }
}

#[test]
fn shares_are_written_as_asked_for() {
    let read = layout("row(a 6, b 3, c 3)").expect("a layout");
    let with = |shares| write(&read, Style { shares, ..Style::default() });
    assert_eq!(with(Shares::Parts), "row(>a .5, b .25, c .25)");
    assert_eq!(with(Shares::Exact), "row(>a 2, b 1, c 1)");
    assert_eq!(with(Shares::Hidden), "row(>a, b, c)");
}

#[test]
fn a_text_that_is_none_says_where() {
    for (text, at, expected) in [
        ("row(a, b", 8, "`,` or `)`"),
        ("row(a,, b)", 6, "a widget id, `row(`, `col(` or `tabs(`"),
        ("a b", 2, "`;` or the end"),
        ("a; b", 3, "`float(`"),
        ("a; float(1 2 3) b", 14, "four numbers"),
        ("row(a{x 1..}, b)", 8, "`w`, `h`, `low`, `high`, `snaps` or `chrome`"),
        ("row(a{w 1-2}, b)", 8, "a range as `100..200`"),
        ("\"open", 0, "a quoted widget id"),
    ] {
        match layout(text).map(|l| write(&l, Style::default())) {
            Err(TextError::Unexpected { at: found, expected: words, .. }) => {
                assert_eq!((found, words), (at, expected), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    assert!(matches!(layout("row(a)").map(|_| ()), Err(TextError::Unexpected { at: 5, .. })));
    assert!(matches!(layout("row(a, a)").map(|_| ()), Err(TextError::Unexpected { at: 7, .. })));
    assert!(matches!(layout("row(a, row(b, c))").map(|_| ()), Err(TextError::Invalid(_))));
    assert!(matches!(layout("row(a 0, b 1)").map(|_| ()), Err(TextError::Invalid(_))));
}

#[test]
fn a_text_may_be_as_deep_as_a_layout() {
    let depth = 10_000;
    let mut text = "p".to_owned();
    let mut front = String::new();
    for at in 0..depth {
        front += if (depth - at) % 2 == 0 { "row(" } else { "col(" };
        text += &format!(", p{at})");
    }
    let read = layout(&(front + &text)).expect("a layout");
    assert_eq!(read.tree().pane_count(), depth + 1);
    let written = write(&read, Style { shares: Shares::Hidden, focus: false, marks: false });
    assert_eq!(written.matches('(').count(), depth);
}
