//! What a pane orders.

use super::Wish;
use std::path::PathBuf;

/// An order to a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// The page is visible, and this large, in points.
    Show {
        /// Width and height, in points.
        size: [u32; 2],
    },
    /// The page is not visible: it sends no frames, and is frozen after a while.
    Hide,
    /// The page has the keyboard, or no longer.
    Focus(bool),
    /// Go to an address.
    Go(String),
    /// Load the page again. Brings back one that failed.
    Reload,
    /// Stop loading.
    Stop,
    /// Go to the address before, or after, this one.
    Step {
        /// Whether it is the address before.
        back: bool,
    },
    /// The pointer did something.
    Pointer(Pointer),
    /// A key went down or up.
    Key(KeyPress),
    /// A letter was typed.
    Letter(String),
    /// Text was pasted, or committed by an input method.
    Insert(String),
    /// An input method composes a text.
    Compose(String),
    /// Copy what is selected. It comes back in [`State::copied`](super::State::copied).
    Copy {
        /// Whether it is deleted from the page.
        cut: bool,
    },
    /// Find a text, from the selection on.
    Find {
        /// The text.
        text: String,
        /// Whether to search toward the begin.
        back: bool,
    },
    /// Show the page larger or smaller; 1 is its own size.
    Zoom(f32),
    /// Answer the question of the page.
    Answer {
        /// Whether it is agreed to.
        accept: bool,
        /// The text of a prompt.
        text: String,
    },
    /// Allow what the page asks for, or refuse it. It holds for all pages of its origin, for as long as the engine lives.
    Permit {
        /// What is asked, and who asks.
        wish: Wish,
        /// Whether it is allowed.
        allow: bool,
    },
    /// Give the page the files that it asks for; none if the user does not want to.
    Files(Vec<PathBuf>),
    /// Tell what is in the page, for those who do not see it ([`State::tree`](super::State::tree)), or no longer.
    Describe(bool),
    /// Do something with a part of the page.
    Act {
        /// The number of the part, [`PageNode::id`](super::PageNode::id).
        node: i64,
        /// What to do.
        act: NodeAct,
    },
    /// Show another text in an own page, as HTML, and stay where it is.
    Put(String),
    /// Scroll an own page so that this line of its source is the first one, counted from 0. Its parts say their lines: `data-line="7"`.
    ToLine(f32),
    /// Download the file that the page wanted to save by itself, in [`State::offered`](super::State::offered).
    TakeOffered,
    /// End a download, or take it off the list.
    EndDownload(String),
}

/// What can be done with a part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeAct {
    /// Click it.
    Click,
    /// Give it the keyboard.
    Focus,
    /// Scroll it into view.
    Show,
    /// Enter a text instead of what is in it.
    Enter(String),
}

/// What the pointer did, in points from the upper left corner of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    /// The place.
    pub at: [f32; 2],
    /// What happened.
    pub act: PointerAct,
    /// The buttons that are down, as the web numbers them: 1 primary, 2 secondary, 4 middle.
    pub buttons: u8,
    /// The modifier keys, as the protocol numbers them: 1 Alt, 2 Control, 4 Meta, 8 Shift.
    pub modifiers: u8,
}

/// What the pointer did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PointerAct {
    /// It moved.
    Move,
    /// A button went down; for the how many-th time in a row.
    Down(Button, u8),
    /// A button went up.
    Up(Button, u8),
    /// A wheel or two fingers moved the content by this, in points.
    Scroll([f32; 2]),
}

/// A button of the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Usually the left one.
    Primary,
    /// Usually the right one.
    Secondary,
    /// The wheel.
    Middle,
    /// To the page before.
    Back,
    /// To the page after.
    Forward,
}

/// A key, as the web names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPress {
    /// What the key means, such as `Enter` or `a`.
    pub key: &'static str,
    /// Which key it is, such as `KeyA`.
    pub code: &'static str,
    /// The number of the key on Windows, which pages still ask for.
    pub number: u16,
    /// The text that the key itself enters: a line break for Enter.
    pub text: &'static str,
    /// Whether it went down.
    pub pressed: bool,
    /// Whether it is held.
    pub repeat: bool,
    /// The modifier keys, as in [`Pointer::modifiers`].
    pub modifiers: u8,
}
