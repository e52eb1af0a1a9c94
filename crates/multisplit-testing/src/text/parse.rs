//! From text to a layout file, without recursion: a text may be as deep as a layout. Refuses what it does not know, with the
//! place in the text.

use multisplit::Layout;
use multisplit::file::{FORMAT, FileError, FileNode, FloatingFile, LayoutFile, ReadLimits, VERSION};

/// Why a text is no layout.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TextError {
    /// Something else was expected.
    #[error("at byte {at}: expected {expected}, found {found:?}")]
    Unexpected {
        /// Where in the text.
        at: usize,
        /// What could stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// It reads well, but cannot be: not in normal form, a widget twice.
    #[error(transparent)]
    Invalid(#[from] FileError),
}

/// Reads a layout.
///
/// # Errors
/// [`TextError`] with the place in the text.
///
/// ```
/// let layout = multisplit_testing::text::layout("row(a 3, >b 1)").unwrap();
/// assert_eq!(layout.focused().current().unwrap().raw(), 2);
/// assert!(multisplit_testing::text::layout("row(a)").is_err());
/// ```
pub fn layout(text: &str) -> Result<Layout, TextError> {
    let mut layout = Layout::new();
    layout.load(&read(text)?.to_text(), ReadLimits::default())?;
    while layout.poll_event().is_some() {}
    Ok(layout)
}

/// Reads a text as a layout file, which need not be valid.
///
/// # Errors
/// [`TextError::Unexpected`].
///
/// ```
/// let file = multisplit_testing::text::read("row(a 3, b 1)").unwrap();
/// assert_eq!(file.nodes[0].shares, [3, 1]);
/// ```
pub fn read(text: &str) -> Result<LayoutFile, TextError> {
    let mut parser = Parser { text, at: 0, drafts: vec![], open: vec![], roots: vec![], focus: None };
    parser.surfaces()?;
    Ok(parser.finish())
}

/// Whether a character of a widget id needs no quotes.
pub(super) fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || "_:/.-@".contains(c)
}

struct Root {
    node: Option<usize>,
    zoomed: Option<usize>,
    area: Option<[f64; 4]>,
}

/// A node whose children are indexes, and the share that stood behind it.
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

    /// One node and all below it.
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
                self.open.pop();
            }
        }
    }

    /// The start of a node. Answers whether it is a branch, whose children come next.
    fn node(&mut self) -> Result<bool, TextError> {
        let me = self.drafts.len();
        let mut node = FileNode::default();
        let mut front = false;
        loop {
            match () {
                () if self.take(">") => self.focus = Some(me),
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
            Some(form) => self.at += form.len() + 1,
            None => node.pane = Some(self.name()?),
        }
        match self.open.last().copied() {
            Some(parent) => {
                self.drafts[parent].children.push(me);
                if front {
                    self.drafts[parent].front = Some(me);
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

    /// What stands behind a node: its properties and its share.
    fn tail(&mut self) -> Result<(), TextError> {
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
            "w" => 0,
            "h" => 1,
            _ => return Err(self.unexpected("`w`, `h`, `low`, `high` or `snaps`")),
        };
        let range = self.word().to_owned();
        let Some((min, max)) = range.split_once("..").and_then(|(min, max)| Some((length(min)?, length(max)?))) else {
            return Err(self.unexpected("a range as `100..200`"));
        };
        let node = &mut self.drafts[me].node;
        let rare = node.rare();
        for (bound, length) in [(&mut rare.min, min), (&mut rare.max, max)] {
            if length.is_some() {
                bound.get_or_insert_default()[axis] = length;
            }
        }
        self.at += range.len();
        Ok(())
    }

    fn finish(self) -> LayoutFile {
        let mut ids = vec![0; self.drafts.len()];
        let mut next = 1;
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

    /// What is left, without leading space.
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

    fn unexpected(&mut self, expected: &'static str) -> TextError {
        let found = self.rest().chars().take(20).collect();
        TextError::Unexpected { at: self.at, expected, found }
    }
}

/// One end of a range, which may be open; `None` where it is no number.
fn length(text: &str) -> Option<Option<f64>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// Whole numbers as they are, others with six digits; a missing one counts 1, all missing: all alike.
fn shares(given: impl Iterator<Item = Option<f64>> + Clone) -> Vec<u32> {
    if given.clone().all(|s| s.is_none()) {
        return vec![];
    }
    let whole = given.clone().flatten().all(|s| s.fract() == 0.0);
    let factor = if whole { 1.0 } else { 1_000_000.0 };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates; the reader refuses what cannot be
    given.map(|s| (s.unwrap_or(1.0) * factor).round() as u32).collect()
}
