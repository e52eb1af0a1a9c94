//! What is in a page, for those who do not see it.

use egui::Rect;
use egui::accesskit::Role;
use std::fmt::{Display, Formatter, Result, Write as _};

/// The parts of a page, each after what it lies in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageTree {
    /// The parts.
    pub nodes: Vec<PageNode>,
}

/// A part of a page: a link, a field, a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct PageNode {
    /// The number of the part, the same as long as the page is.
    pub id: i64,
    /// The index of the part that it lies in; `None` for the outermost ones.
    pub parent: Option<usize>,
    /// What it is.
    pub role: Role,
    /// What it is called, or the text that it is.
    pub name: String,
    /// What is entered or chosen in it.
    pub value: String,
    /// The place, in points from the corner of the page.
    pub bounds: Option<Rect>,
    /// The level of a heading.
    pub level: Option<u8>,
    /// Whether it is ticked, if it can be.
    pub is_ticked: Option<bool>,
    /// Whether it is unfolded, if it can be.
    pub is_unfolded: Option<bool>,
    /// Whether it has the keyboard, if it can have it.
    pub has_focus: Option<bool>,
    /// Whether it does nothing at the moment.
    pub is_disabled: bool,
    /// Whether text can be entered.
    pub edits: bool,
}

impl PageNode {
    /// Returns a part that is nothing but this.
    #[must_use]
    pub fn new(id: i64, parent: Option<usize>, role: Role, name: impl Into<String>) -> Self {
        Self {
            id,
            parent,
            role,
            name: name.into(),
            value: String::new(),
            bounds: None,
            level: None,
            is_ticked: None,
            is_unfolded: None,
            has_focus: None,
            is_disabled: false,
            edits: false,
        }
    }
}

/// Writes a line for each part, indented by what it lies in.
impl Display for PageTree {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut depths: Vec<usize> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let depth = node.parent.and_then(|parent| depths.get(parent)).map_or(0, |depth| depth + 1);
            depths.push(depth);
            let mut line = format!("{:1$}{2:?}", "", depth * 2, node.role);
            if let Some(level) = node.level {
                write!(line, " {level}")?;
            }
            if !node.name.is_empty() {
                write!(line, " {:?}", node.name)?;
            }
            if !node.value.is_empty() {
                write!(line, " = {:?}", node.value)?;
            }
            let marks = [
                (node.is_ticked == Some(true), "ticked"),
                (node.is_ticked == Some(false), "not ticked"),
                (node.is_unfolded == Some(true), "unfolded"),
                (node.is_unfolded == Some(false), "folded"),
                (node.has_focus == Some(true), "focused"),
                (node.is_disabled, "disabled"),
            ];
            for (_, mark) in marks.into_iter().filter(|(is, _)| *is) {
                write!(line, " ({mark})")?;
            }
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}
