//! What leaving is about: where to, how far it is, and what would be lost.

use multisplit::WidgetId;
use std::path::PathBuf;

/// Where the user goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    Quit,
    Folder(PathBuf),
}

/// How far leaving is.
#[derive(Debug, Default)]
pub(super) enum Leaving {
    /// Nobody leaves.
    #[default]
    No,
    /// The user is asked.
    Asked(Leave, Vec<Loss>),
    /// The window may close.
    Yes,
}

/// Something that would be lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loss {
    /// What, in words.
    pub(super) words: String,
    /// The editor whose text can be saved to its file.
    pub(super) widget: Option<WidgetId>,
}
