//! What waits for an answer of the user.

use multisplit::{Command, PaneId};

/// What waits for the user's answer to a question, because it closes panes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Closing {
    pub(crate) question: String,
    /// The panes that the user is asked about, or need not be asked about.
    pub(crate) closes: Vec<PaneId>,
    pub(crate) then: CloseAction,
}

/// What is done if the user agrees.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CloseAction {
    Run(Command),
    /// Another layout, as text, takes the place of this one.
    #[cfg(feature = "host")]
    Arrange(String),
}
