//! The state of leaving: where to, how far it is, and what would be lost.

use multisplit::WidgetId;
use std::path::PathBuf;

/// The destination of leaving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    Quit,
    Folder(PathBuf),
}

/// The progress of leaving.
#[derive(Debug, Default)]
pub(super) enum Leaving {
    /// The user is not leaving.
    #[default]
    No,
    /// The user is being asked.
    Asked(Leave, Vec<Loss>),
    /// The window may close.
    Yes,
}

/// Something that would be lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loss {
    /// A description of the loss, in words.
    pub(super) words: String,
    /// The editor whose text can be saved to its file.
    pub(super) widget: Option<WidgetId>,
}
