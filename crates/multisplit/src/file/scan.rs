//! Scans the text of a file in one pass, before anything is allocated for it: how much its values would take, and whether its
//! syntax is broken in one of the ways in which users and full disks break it.
//!
//! It can repair a byte-order mark, a comma before a closing bracket, and an end that is missing or unreadable: the value that
//! was begun there is left out, and open brackets are closed. It does not guess at anything else.
//! Invariant: a text without problems is returned as it is.

use super::problems::{Problem, Problems};
use std::borrow::Cow;

/// Repairs the syntax of JSON text that was cut off or edited by hand. Returns the text and what was changed.
///
/// A byte-order mark, commas before closing brackets, and an end that is missing or unreadable are repaired. Text without such
/// problems is returned as it is. Cost: one pass.
///
/// ```
/// let (text, problems) = multisplit::file::repair_json(r#"{"a": [1, 2"#);
/// assert_eq!((text.as_ref(), problems.len()), (r#"{"a": [1]}"#, 1));
/// ```
#[must_use]
pub fn repair_json(text: &str) -> (Cow<'_, str>, Vec<Problem>) {
    let Scanned { text, problems, .. } = scan(text, usize::MAX);
    (text, problems.into_list())
}

/// The maximum number of open brackets: serde_json reads no more.
const MAX_DEPTH: usize = 127;
/// The maximum number of commas that are left out of a file: no user writes more by hand.
const MAX_COMMAS: usize = 100_000;

/// The memory that an object takes as a value, in units of a scalar (32 bytes): a B-tree leaf with one entry.
const OBJECT_COST: usize = 22;
/// The memory that a list takes if it is not empty, in the same units.
const LIST_COST: usize = 5;

/// The result of a scan.
pub(super) struct Scanned<'a> {
    /// The text without the parts that cannot be read.
    pub(super) text: Cow<'a, str>,
    /// The problems, and what was done about them.
    pub(super) problems: Problems,
    /// The memory that the values take once they are read, in units of a scalar (32 bytes).
    pub(super) cost: usize,
}

/// The kind of token that may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The first key, or the end, of an object; the first value, or the end, of a list.
    First,
    /// A key, or a value of a list, after a comma.
    Item,
    Colon,
    /// The value of a key.
    Value,
    /// A comma or the end.
    Rest,
}

/// An open bracket.
struct Open {
    is_object: bool,
    next: Next,
    /// Where the last whole entry ends, and the comma after it begins.
    good: usize,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    open: Vec<Open>,
    /// The places of commas that are left out.
    commas: Vec<usize>,
    problems: Problems,
    cost: usize,
    /// Whether more brackets are open than serde_json reads. Such a text is not repaired.
    too_deep: bool,
    /// The scan ends when the cost exceeds this.
    most: usize,
    /// The last place whose line was asked for, and that line, counted from 1.
    lines: (usize, usize),
    /// The place where the top-level value has ended.
    ended: Option<usize>,
}

/// Scans a text until its values cost more than `most`. Cost: one pass, and memory for a bounded number of brackets and commas.
pub(super) fn scan(text: &str, most: usize) -> Scanned<'_> {
    let mut problems = Problems::default();
    let rest = text.trim_start_matches('\u{feff}');
    if rest.len() < text.len() {
        problems.add(|| "file".to_owned(), || "begins with a byte-order mark; left out".to_owned());
    }
    let mut scanner = Scanner {
        text: rest,
        bytes: rest.as_bytes(),
        at: 0,
        open: vec![],
        commas: vec![],
        problems,
        cost: 0,
        too_deep: false,
        most,
        lines: (0, 1),
        ended: None,
    };
    while scanner.step() {}
    scanner.end()
}

impl<'a> Scanner<'a> {
    /// Reads the next token. Returns `true` if the scan goes on.
    fn step(&mut self) -> bool {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        if self.ended.is_some() || self.cost > self.most {
            return false;
        }
        let Some(byte) = self.bytes.get(self.at).copied() else { return false };
        let next = self.open.last().map_or(Next::Value, |open| open.next);
        let in_object = self.open.last().is_some_and(|open| open.is_object);
        let wants_key = in_object && matches!(next, Next::First | Next::Item);
        let wants_value = next == Next::Value || (!in_object && matches!(next, Next::First | Next::Item));
        match byte {
            b'{' | b'[' if wants_value => {
                self.too_deep = self.open.len() >= MAX_DEPTH;
                if self.too_deep {
                    return false;
                }
                self.begin(byte == b'{');
            }
            b'}' | b']' => return self.close(byte == b'}', next),
            b',' if next == Next::Rest => {
                self.set(Next::Item);
                self.at += 1;
            }
            b':' if next == Next::Colon => {
                self.set(Next::Value);
                self.at += 1;
            }
            b'"' if wants_key || wants_value => {
                let Some(end) = self.string_end() else { return false };
                self.at = end;
                if wants_key { self.set(Next::Colon) } else { self.whole_value() }
            }
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' if wants_value => {
                let Some(end) = self.scalar_end() else { return false };
                self.at = end;
                self.whole_value();
            }
            _ => return false,
        }
        true
    }

    fn set(&mut self, next: Next) {
        if let Some(open) = self.open.last_mut() {
            open.next = next;
        }
    }

    fn begin(&mut self, is_object: bool) {
        self.at += 1;
        self.cost += if is_object { OBJECT_COST } else { LIST_COST };
        self.open.push(Open { is_object, next: Next::First, good: self.at });
    }

    fn close(&mut self, is_object: bool, next: Next) -> bool {
        let fits = self.open.last().is_some_and(|open| open.is_object == is_object);
        if !fits || !matches!(next, Next::First | Next::Item | Next::Rest) {
            return false;
        }
        if next == Next::Item {
            let comma = self.text[..self.at].rfind(',').unwrap_or(self.at);
            if self.commas.len() >= MAX_COMMAS {
                return false;
            }
            self.commas.push(comma);
            let line = self.line(comma);
            self.problems.add(|| line, || "a comma before a closing bracket; left out".to_owned());
        }
        self.open.pop();
        self.at += 1;
        self.whole_value();
        true
    }

    /// Notes that a value has ended.
    fn whole_value(&mut self) {
        self.cost += 1;
        match self.open.last_mut() {
            Some(open) => (open.next, open.good) = (Next::Rest, self.at),
            None => self.ended = Some(self.at),
        }
    }

    /// Returns the end of the string that begins here, if it has one.
    fn string_end(&self) -> Option<usize> {
        let mut at = self.at + 1;
        loop {
            at += memchr::memchr2(b'"', b'\\', self.bytes.get(at..)?)?;
            if self.bytes[at] == b'"' {
                return Some(at + 1);
            }
            // A backslash and the byte that it escapes.
            at += 2;
        }
    }

    /// Returns the end of the number or word that begins here. A word that is cut off has none.
    fn scalar_end(&self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')));
        let end = match end {
            Some(end) => end,
            None if self.open.is_empty() => rest.len(),
            // It may be cut: the `12` of a `123` would pass for a number.
            None => return None,
        };
        serde_json::from_str::<serde_json::Value>(&rest[..end]).is_ok().then_some(self.at + end)
    }

    /// Returns the line that a place is in, as text. Places must be asked for in ascending order: then all of them cost one pass
    /// together.
    fn line(&mut self, at: usize) -> String {
        let (from, lines) = self.lines;
        let passed = self.bytes.get(from..at).map_or(0, |passed| memchr::memchr_iter(b'\n', passed).count());
        self.lines = (at.max(from), lines + passed);
        format!("line {}", self.lines.1)
    }

    /// Ends the scan: removes what cannot be read and closes open brackets.
    fn end(mut self) -> Scanned<'a> {
        if self.too_deep {
            return Scanned { text: Cow::Borrowed(self.text), problems: self.problems, cost: self.cost };
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        let mut closing = String::new();
        let end = match (self.ended, self.open.last()) {
            (Some(end), _) => {
                if self.at < self.bytes.len() {
                    let line = self.line(self.at);
                    self.problems.add(|| line, || "something follows the end; left out".to_owned());
                    end
                } else {
                    self.bytes.len()
                }
            }
            // No value was begun: this is no JSON at all, and is left as it is.
            (None, None) => self.bytes.len(),
            (None, Some(open)) => {
                let (good, cut) = (open.good, self.at >= self.bytes.len());
                let line = self.line(self.at);
                let what = if cut { "the file ends in the middle" } else { "cannot be read from here on" };
                self.problems.add(|| line, || format!("{what}; what was begun here, and what follows, is left out"));
                closing.extend(self.open.iter().rev().map(|open| if open.is_object { '}' } else { ']' }));
                good
            }
        };
        let text = if self.commas.is_empty() && closing.is_empty() && end == self.text.len() {
            Cow::Borrowed(self.text)
        } else {
            let mut text = String::with_capacity(end + closing.len());
            let mut from = 0;
            for comma in self.commas.iter().copied().filter(|comma| *comma < end) {
                text.push_str(&self.text[from..comma]);
                from = comma + 1;
            }
            text.push_str(&self.text[from..end]);
            text.push_str(&closing);
            Cow::Owned(text)
        };
        Scanned { text, problems: self.problems, cost: self.cost }
    }
}

#[cfg(test)]
mod tests {
    use super::scan;

    fn check(text: &str, expect: &str, problems: usize) {
        let scanned = scan(text, usize::MAX);
        assert_eq!(scanned.text, expect, "{text}");
        assert_eq!(scanned.problems.into_list().len(), problems, "{text}");
    }

    #[test]
    fn what_people_and_full_disks_break_is_repaired() {
        let good = r#"{"a":[1,{"b":"x]\"}"},null],"c":-1.5e3}"#;
        check(good, good, 0);
        check(" [ ] \n", " [ ] \n", 0);
        check("\u{feff}{\"a\":1}", "{\"a\":1}", 1);
        check("{\"a\":[1,2,],\"b\":{\"c\":1 , },}", "{\"a\":[1,2],\"b\":{\"c\":1  }}", 3);
        check("{\"a\":1} more", "{\"a\":1}", 1);
        check("{\"a\":[1,2 x],\"b\":3}", "{\"a\":[1,2]}", 1);
        check("not json", "not json", 0);
    }

    #[test]
    fn a_file_that_is_cut_anywhere_keeps_what_is_whole() {
        let whole = r#"{"a":[1,{"b":"x]\"}"},null],"c":-1.5e3,"d":{"e":[],"f":true}}"#;
        for end in 1..whole.len() {
            let scanned = scan(&whole[..end], usize::MAX);
            let value = serde_json::from_str::<serde_json::Value>(&scanned.text);
            assert!(value.is_ok(), "{} became {}", &whole[..end], scanned.text);
            assert_eq!(scanned.problems.into_list().len(), 1);
        }
        check(r#"{"a":[1,2"#, r#"{"a":[1]}"#, 1);
        check(r#"{"a":[1,2,"#, r#"{"a":[1,2]}"#, 1);
        check(r#"{"a":1,"b"#, r#"{"a":1}"#, 1);
    }

    #[test]
    fn what_is_too_deep_or_too_much_ends_the_pass() {
        let brackets = "[".repeat(1 << 20);
        let scanned = scan(&brackets, usize::MAX);
        assert!(matches!(scanned.text, std::borrow::Cow::Borrowed(text) if text == brackets), "it is left as it is");
        let costly = format!("[{}]", vec!["0"; 100_000].join(","));
        assert_eq!(scan(&costly, 1_000).cost, 1_001);
    }

    #[test]
    fn objects_cost_what_they_take() {
        assert_eq!(scan("[0,0]", usize::MAX).cost, 5 + 2 + 1);
        assert_eq!(scan(r#"[{"":0}]"#, usize::MAX).cost, 5 + 22 + 2 + 1);
    }
}
