//! The indentation and the line ending of a text, detected from the text itself.
//!
//! It does not change the text. Invariant: the result is a pure function of the first lines.

use ropey::Rope;

use crate::limits::INDENT_PROBE_LINES;

/// The characters of one step of indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Indent {
    Tab,
    Spaces(usize),
}

impl Indent {
    /// Returns one step as text.
    pub(crate) fn step(self) -> String {
        match self {
            Self::Tab => "\t".to_owned(),
            Self::Spaces(count) => " ".repeat(count),
        }
    }

    /// Returns the style that most lines of the text use, or four spaces if none does.
    pub(crate) fn detect(text: &Rope) -> Self {
        let mut tabs = 0_usize;
        let mut steps = [0_usize; 9];
        let mut previous = 0_usize;
        for line in text.lines().take(INDENT_PROBE_LINES) {
            let mut spaces = 0_usize;
            let mut first = None;
            for c in line.chars() {
                if c != ' ' {
                    first = Some(c);
                    break;
                }
                spaces += 1;
            }
            match first {
                Some('\t') if spaces == 0 => tabs += 1,
                None | Some('\r' | '\n') => {}
                Some(_) => {
                    let step = spaces.saturating_sub(previous);
                    if step >= 2 && step < steps.len() {
                        steps[step] += 1;
                    }
                    previous = spaces;
                }
            }
        }
        // On a tie the smaller step wins: a wide step is often an alignment.
        let (best, count) = steps
            .iter()
            .enumerate()
            .fold((4, 0), |best, (step, &count)| if count > best.1 { (step, count) } else { best });
        if tabs > count { Self::Tab } else { Self::Spaces(best) }
    }
}

/// The line ending of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Lf,
    Crlf,
}

impl Ending {
    /// Returns the usual name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lf => "LF",
            Self::Crlf => "CRLF",
        }
    }

    /// Returns the line ending that most of the first lines have.
    pub(crate) fn detect(text: &Rope) -> Self {
        let mut crlf = 0_usize;
        let mut lf = 0_usize;
        for line in text.lines().take(INDENT_PROBE_LINES) {
            let len = line.len_chars();
            if len >= 2 && line.char(len - 1) == '\n' && line.char(len - 2) == '\r' {
                crlf += 1;
            } else if len >= 1 && line.char(len - 1) == '\n' {
                lf += 1;
            }
        }
        if crlf > lf { Self::Crlf } else { Self::Lf }
    }

    /// Returns a text with this ending on every line.
    pub(crate) fn adapt(self, text: &str) -> String {
        let plain = text.replace("\r\n", "\n").replace('\r', "\n");
        match self {
            Self::Lf => plain,
            Self::Crlf => plain.replace('\n', "\r\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ending, Indent, Rope};

    #[test]
    fn the_files_own_indentation_is_found() {
        let check = |text: &str, expect: Indent| assert_eq!(Indent::detect(&Rope::from_str(text)), expect, "{text:?}");
        check("", Indent::Spaces(4));
        check("a\n  b\n    c\n      d\n", Indent::Spaces(2));
        check("a\n    b\n        c\n", Indent::Spaces(4));
        check("a\n\tb\n\t\tc\n", Indent::Tab);
    }

    #[test]
    fn the_files_own_line_ending_is_found() {
        let check = |text: &str, expect: Ending| assert_eq!(Ending::detect(&Rope::from_str(text)), expect, "{text:?}");
        check("", Ending::Lf);
        check("a\nb\n", Ending::Lf);
        check("a\r\nb\r\nc\n", Ending::Crlf);
        assert_eq!(Ending::Crlf.adapt("a\nb\rc\r\nd"), "a\r\nb\r\nc\r\nd");
    }
}
