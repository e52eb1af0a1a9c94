//! Reads the nodes of a file as this crate writes them: one per line, without spaces, its fields in one order. That is most of a file, and a
//! deserializer that expects anything takes more than twice as long for it. A line with anything rare in it is left to the deserializer.
//!
//! Invariant: what is read here is what the deserializer would have read.

use super::builder::{NodesBuilder, Read};
use crate::base::WidgetId;
use crate::file::text::{ACTIVE, COLUMN, ID, PANE, ROW, SHARES, TABS};
use crate::tree::{BranchKind, Content};

const BEFORE: &str = "\"nodes\":[";

/// The number of brackets in a line above which it may nest deeper than a deserializer of the whole file would go.
const MANY_BRACKETS: usize = 100;

/// Returns `true` if a deserializer of the line alone refuses what one of the whole file refuses.
pub(super) fn is_shallow(line: &str) -> bool {
    line.bytes().filter(|byte| matches!(byte, b'{' | b'[')).take(MANY_BRACKETS).count() < MANY_BRACKETS
}

/// Returns the file without its nodes, and their lines; `None` if they cannot be told apart.
pub(super) fn apart(text: &str) -> Option<(String, &str)> {
    let at = memchr::memmem::find(text.as_bytes(), BEFORE.as_bytes())?;
    let start = at + BEFORE.len();
    let before = text.get(..start)?;
    // The quotation mark begins the name, and is none within a longer one.
    if !text.get(..at)?.ends_with(['{', ',', ' ', '\n', '\r', '\t']) {
        return None;
    }
    // Those of the file itself, and not of an unknown field. The list is open already.
    if depth(before)? != 2 {
        return None;
    }
    let rest = text.get(start..)?;
    // No string has a line break in it.
    let end = memchr::memmem::find(rest.as_bytes(), b"\n]")?;
    let (lines, after) = (rest.get(..end)?, rest.get(end + 1..)?);
    Some(([before, after].concat(), lines))
}

/// Returns how many lists and objects are open at the end of a text; `None` if it ends within a string.
fn depth(text: &str) -> Option<usize> {
    let (mut depth, mut is_string, mut bytes) = (0_usize, false, text.bytes());
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => is_string = !is_string,
            b'\\' if is_string => drop(bytes.next()),
            b'{' | b'[' if !is_string => depth += 1,
            b'}' | b']' if !is_string => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    (!is_string).then_some(depth)
}

/// Returns the lines of nodes, each without the comma that has to be there, or `None` in its place if it is not.
pub(super) fn split(lines: &str) -> impl Iterator<Item = Option<&str>> {
    // Each line comes after a line break.
    let mut rest = (!lines.is_empty()).then_some(lines);
    let mut is_first = true;
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let text = if std::mem::take(&mut is_first) { text.strip_prefix('\n') } else { Some(text) };
        let Some(text) = text else { return Some(None) };
        let Some(end) = memchr::memchr(b'\n', text.as_bytes()) else { return Some(Some(text)) };
        let (line, next) = text.split_at_checked(end)?;
        rest = next.get(1..);
        Some(line.strip_suffix(','))
    })
}

/// Reads a node without anything rare; `None` if there is, or if it is none.
pub(super) fn read(line: &str, builder: &mut NodesBuilder) -> Option<Read> {
    let mut node = builder.fresh();
    let mut rest = Rest(line);
    rest.skip(ID)?;
    node.id = rest.number()?;
    if rest.skip(PANE).is_some() {
        let widget = rest.plain_string().filter(|words| words.len() <= builder.limits.id_bytes)?;
        node.content = Some(Content::Pane(WidgetId::new(widget).ok()?));
        return rest.ends().then_some(node);
    }
    let forms = [(ROW, BranchKind::Row), (COLUMN, BranchKind::Column), (TABS, BranchKind::Tabs)];
    let (_, form) = forms.into_iter().find(|(field, _)| rest.skip(field).is_some())?;
    node.content = Some(Content::Branch(form));
    rest.list(&mut builder.children, builder.limits.nodes)?;
    if rest.skip(ACTIVE).is_some() {
        node.active = Some(rest.number()?);
    }
    if rest.skip(SHARES).is_some() {
        rest.list(&mut builder.shares, builder.limits.nodes)?;
    }
    rest.ends().then_some(node)
}

/// What is left of a line.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn skip(&mut self, what: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(what)?;
        Some(())
    }

    /// Takes a number as JSON has it: without a sign, and without zeros before it.
    fn number<T: TryFrom<u64>>(&mut self) -> Option<T> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at_checked(digits)?;
        if digits == 0 || digits > 1 && number.starts_with('0') {
            return None;
        }
        self.0 = rest;
        let add = |sum: u64, digit: u8| sum.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
        T::try_from(number.bytes().try_fold(0, add)?).ok()
    }

    /// Takes a list of at most `most` numbers, which is open.
    fn list<T: TryFrom<u64>>(&mut self, into: &mut Vec<T>, most: usize) -> Option<()> {
        while self.skip("]").is_none() {
            if !into.is_empty() {
                self.skip(",")?;
            }
            if into.len() == most {
                return None;
            }
            into.push(self.number()?);
        }
        Some(())
    }

    /// Takes a string, which is open, if it stands for itself.
    fn plain_string(&mut self) -> Option<&'a str> {
        let end = self.0.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < b' ')?;
        let (words, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        self.skip("\"")?;
        Some(words)
    }

    fn ends(&self) -> bool {
        self.0 == "}"
    }
}
