//! Parses text into a layout file. It does not recurse, so a text may be as deep as a layout. It rejects what it does not know and reports
//! the position in the text.

use crate::file::{FORMAT, FileError, FileNode, FloatingFile, LayoutFile, VERSION};
use std::collections::HashSet;

/// The reason why a text is not a layout.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The text has an unexpected part.
    #[error("at byte {at}: expected {expected}, found {found:?}")]
    Unexpected {
        /// The byte offset in the text.
        at: usize,
        /// What was expected there.
        expected: &'static str,
        /// What was found there, at most 20 characters.
        found: String,
    },
    /// The text was parsed, but the layout is invalid. For example, it is not in normal form or contains a widget twice.
    #[error(transparent)]
    Invalid(#[from] FileError),
}

/// Reads a text as a layout file. The file is not checked and may be invalid.
///
/// # Errors
/// Returns [`TextError::Unexpected`] if the text could not be parsed.
///
/// ```
/// let file = multisplit::text::read("row(a 3, b 1)").unwrap();
/// assert_eq!(file.nodes[0].shares, [3, 1]);
/// ```
pub fn read(text: &str) -> Result<LayoutFile, TextError> {
    let mut parser =
        Parser { text, at: 0, drafts: vec![], open: vec![], roots: vec![], focus: None, names: HashSet::new() };
    parser.surfaces()?;
    Ok(parser.finish())
}

/// Returns `true` if a character may appear in a widget id without quotes.
pub(super) fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || "_:/.-@".contains(c)
}

struct Root {
    node: Option<usize>,
    zoomed: Option<usize>,
    area: Option<[f64; 4]>,
}

/// A node whose children are indexes into the drafts, and the share that follows the node in the text.
struct Draft {
    node: FileNode,
    form: Option<&'static str>,
    children: Vec<usize>,
    front: Option<usize>,
    share: Option<f64>,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    drafts: Vec<Draft>,
    open: Vec<usize>,
    roots: Vec<Root>,
    focus: Option<usize>,
    /// The widgets so far.
    names: HashSet<String>,
}

impl Parser<'_> {
    fn surfaces(&mut self) -> Result<(), TextError> {
        self.roots.push(Root { node: None, zoomed: None, area: None });
        if self.rest().is_empty() || self.word() == "empty" {
            self.at += self.word().len();
        } else {
            self.tree()?;
        }
        while self.take(";") {
            self.want("float(", "`float(`")?;
            let mut area = [0.0; 4];
            for side in &mut area {
                *side = self.number().ok_or_else(|| self.unexpected("four numbers"))?;
            }
            self.want(")", "`)`")?;
            self.roots.push(Root { node: None, zoomed: None, area: Some(area) });
            self.tree()?;
        }
        if self.rest().is_empty() { Ok(()) } else { Err(self.unexpected("`;` or the end")) }
    }

    /// Parses one node and all nodes below it.
    fn tree(&mut self) -> Result<(), TextError> {
        loop {
            let opened = self.node()?;
            if opened {
                continue;
            }
            loop {
                self.tail()?;
                if self.open.is_empty() {
                    return Ok(());
                }
                if self.take(",") {
                    break;
                }
                self.want(")", "`,` or `)`")?;
                self.branch_ends()?;
            }
        }
    }

    /// Parses the start of a node. Returns `true` if the node is a branch, whose children come next.
    fn node(&mut self) -> Result<bool, TextError> {
        let me = self.drafts.len();
        let mut node = FileNode::default();
        let (mut front, start) = (false, self.at);
        loop {
            match () {
                () if self.take(">") => {
                    if self.focus.replace(me).is_some() {
                        return Err(self.at_start(start, "one `>` in a layout"));
                    }
                }
                () if self.take("*") => front = true,
                () if self.take("#") => node.rare().locked = true,
                () if self.take("-") => node.rare().collapsed = true,
                () if self.take("^") => self.root().zoomed = Some(me),
                () => break,
            }
        }
        let form = ["row", "col", "tabs"]
            .into_iter()
            .find(|form| self.word() == *form && self.text[self.at + form.len()..].starts_with('('));
        match form {
            Some(_) if self.focus == Some(me) => return Err(self.at_start(start, "a pane after `>`, not a branch")),
            Some(form) => self.at += form.len() + 1,
            None => {
                let name = self.name()?;
                if !self.names.insert(name.clone()) {
                    return Err(self.at_start(start, "a widget that is not in the layout yet"));
                }
                node.pane = Some(name);
            }
        }
        match self.open.last().copied() {
            Some(parent) => {
                self.drafts[parent].children.push(me);
                if front && self.drafts[parent].front.replace(me).is_some() {
                    return Err(self.at_start(start, "one `*` in a tab set"));
                }
            }
            None => self.root().node = Some(me),
        }
        self.drafts.push(Draft { node, form, children: vec![], front: None, share: None });
        if form.is_some() {
            self.open.push(me);
        }
        Ok(form.is_some())
    }

    /// Ends the innermost open branch.
    fn branch_ends(&mut self) -> Result<(), TextError> {
        let branch = self.open.pop().map(|at| &self.drafts[at]);
        if branch.is_some_and(|branch| branch.form != Some("tabs") && branch.children.len() < 2) {
            self.at -= 1;
            return Err(self.unexpected("`,` and a second child of this `row` or `col`"));
        }
        Ok(())
    }

    /// Parses what follows a node: its properties and its share.
    fn tail(&mut self) -> Result<(), TextError> {
        // The node that just ended: the last child of the innermost open branch, or else the root.
        let parent = self.open.last().and_then(|parent| self.drafts[*parent].children.last()).copied();
        let me = parent.or_else(|| self.roots.last().and_then(|r| r.node)).unwrap_or(0);
        if self.take("{") {
            while !self.take("}") {
                self.prop(me)?;
                self.take(",");
            }
        }
        let share = self.number();
        self.drafts[me].share = share;
        Ok(())
    }

    fn prop(&mut self, me: usize) -> Result<(), TextError> {
        let word = self.word().to_owned();
        self.at += word.len();
        let is_tab = self.open.last().is_some_and(|parent| self.drafts[*parent].form == Some("tabs"));
        let node = &mut self.drafts[me].node;
        let axis = match word.as_str() {
            "low" | "high" => {
                node.rare().priority = Some(word);
                return Ok(());
            }
            "snaps" => {
                node.rare().snaps = true;
                return Ok(());
            }
            "chrome" if is_tab => {
                return Err(self.unexpected("no `chrome` in a tab set"));
            }
            "chrome" => {
                node.rare().role = Some(word);
                return Ok(());
            }
            "w" => 0,
            "h" => 1,
            _ => return Err(self.unexpected("`w`, `h`, `low`, `high`, `snaps` or `chrome`")),
        };
        let range = self.word().to_owned();
        let Some((min, max)) = range.split_once("..").and_then(|(min, max)| Some((bound(min)?, bound(max)?))) else {
            return Err(self.unexpected("a range as `100..200`"));
        };
        let node = &mut self.drafts[me].node;
        let rare = node.rare();
        for (sizes, bound) in [(&mut rare.min, min), (&mut rare.max, max)] {
            if bound.is_some() {
                sizes.get_or_insert_default()[axis] = bound;
            }
        }
        self.at += range.len();
        Ok(())
    }

    fn finish(self) -> LayoutFile {
        let mut ids = vec![0; self.drafts.len()];
        let mut next = 1;
        // Panes get the first ids, so that tests can count them in reading order.
        for panes in [true, false] {
            for (at, draft) in self.drafts.iter().enumerate().filter(|(_, d)| d.form.is_none() == panes) {
                debug_assert!(draft.node.id == 0);
                ids[at] = next;
                next += 1;
            }
        }
        let id = |at: Option<usize>| at.map(|at| ids[at]);
        let floating = self.roots.iter().zip(0..).filter_map(|(root, surface)| {
            let (root_id, zoomed, area) = (id(root.node)?, id(root.zoomed), root.area?);
            Some(FloatingFile { surface, root: root_id, zoomed, area, home: vec![] })
        });
        let nodes = self.drafts.iter().enumerate().map(|(at, draft)| {
            let mut node = FileNode { id: ids[at], ..draft.node.clone() };
            let children = draft.children.iter().map(|c| ids[*c]).collect();
            match draft.form {
                Some("row") => node.row = Some(children),
                Some("col") => node.column = Some(children),
                Some(_) => {
                    node.tabs = Some(children);
                    node.active = id(draft.front.or(draft.children.first().copied()));
                }
                None => {}
            }
            if draft.form != Some("tabs") {
                node.shares = shares(draft.children.iter().map(|c| self.drafts[*c].share));
            }
            node
        });
        LayoutFile {
            format: FORMAT.to_owned(),
            version: VERSION,
            next_id: next,
            root: id(self.roots[0].node),
            zoomed: id(self.roots[0].zoomed),
            recent: id(self.focus).into_iter().collect(),
            floating: floating.collect(),
            groups: vec![],
            nodes: nodes.collect(),
            extra: Default::default(),
        }
    }

    fn root(&mut self) -> &mut Root {
        let last = self.roots.len() - 1;
        &mut self.roots[last]
    }

    /// Returns the remaining text. Skips leading space first.
    fn rest(&mut self) -> &str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        &self.text[self.at..]
    }

    fn take(&mut self, what: &str) -> bool {
        let is = self.rest().starts_with(what);
        self.at += if is { what.len() } else { 0 };
        is
    }

    fn want(&mut self, what: &str, expected: &'static str) -> Result<(), TextError> {
        if self.take(what) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    fn word(&mut self) -> &str {
        let rest = self.rest();
        rest.split(|c| !is_bare(c)).next().unwrap_or_default()
    }

    fn number(&mut self) -> Option<f64> {
        let text = self.word();
        let (length, number) = (text.len(), text.parse().ok()?);
        self.at += length;
        Some(number)
    }

    fn name(&mut self) -> Result<String, TextError> {
        if self.rest().starts_with('"') {
            let mut strings = serde_json::Deserializer::from_str(self.rest()).into_iter::<String>();
            let found = strings.next().and_then(Result::ok);
            let length = strings.byte_offset();
            self.at += length;
            return found.ok_or_else(|| self.unexpected("a quoted widget id"));
        }
        let name = self.word().to_owned();
        self.at += name.len();
        if name.is_empty() { Err(self.unexpected("a widget id, `row(`, `col(` or `tabs(`")) } else { Ok(name) }
    }

    /// Returns an error about the node that starts at a place.
    fn at_start(&mut self, start: usize, expected: &'static str) -> TextError {
        self.at = start;
        self.unexpected(expected)
    }

    fn unexpected(&mut self, expected: &'static str) -> TextError {
        // `rest` skips the leading space, so `at` is the place of what was found.
        let found = self.rest().chars().take(20).collect();
        TextError::Unexpected { at: self.at, expected, found }
    }
}

/// Parses one bound of a range.
///
/// The outer `Option` is `None` if the text is not a number. The inner one is `None` if the text is empty: the range is open there.
fn bound(text: &str) -> Option<Option<f64>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// Converts shares to whole numbers.
///
/// If all given shares are whole, they are kept. If one of them is fractional, all are multiplied by a million and rounded. A missing
/// share counts as 1. If all are missing, the result is empty and all children are equal.
fn shares(given: impl Iterator<Item = Option<f64>> + Clone) -> Vec<u32> {
    if given.clone().all(|s| s.is_none()) {
        return vec![];
    }
    let whole = given.clone().flatten().all(|s| s.fract() == 0.0);
    let factor = if whole { 1.0 } else { 1_000_000.0 };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates; the reader refuses an invalid share
    given.map(|s| (s.unwrap_or(1.0) * factor).round() as u32).collect()
}
