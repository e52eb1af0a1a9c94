//! Layouts as text that is short enough for a program and for an assertion: `row(files .2, col(editor .7, term .3))`.
//!
//! [`Layout::from_text`](crate::Layout::from_text) reads one, [`Layout::to_text`](crate::Layout::to_text) writes one, and
//! [`Workspace::arrange`](crate::Workspace::arrange) shows one. A text is read through the same checks as a layout file, so a layout that
//! is not in normal form is an error.
//!
//! | text | meaning |
//! |---|---|
//! | `a`, `editor:src/main.rs`, `"with space"` | a pane and its widget |
//! | `row(a, b)` `col(a, b)` `tabs(a, b)` | side by side, one below the other, as tabs |
//! | `row(a 3, b 1)` `row(a .75, b .25)` | shares; a child without a share gets 1, and if no child has one, all are equal |
//! | `>a` | has the focus |
//! | `*a` | the active tab; without a mark, the first tab is active |
//! | `#a` `-a` `^a` | locked, collapsed, zoomed to fill its surface |
//! | `a{w 100..200, h 50.., low, snaps, chrome}` | bounds, priority, hiding if the minimum does not fit, and a part of the window ([`Role::Chrome`](crate::Role::Chrome)) |
//! | `a; float(10 20 300 200) b` | a floating surface |
//! | `empty` | nothing on the main surface |
//!
//! Panes get the ids 1, 2, 3 … in reading order. Splits and tab sets get the ids after them.
//!
//! ```
//! use multisplit::{Command, Layout, Moment, text::TextStyle};
//! let mut layout = Layout::from_text("row(>a .5, b .3, c .2)")?;
//! let pane = layout.pane_of("b").expect("a pane shows it");
//! layout.run(Moment::ZERO, &Command::Close { pane })?;
//! assert_eq!(layout.to_text(TextStyle::default()), "row(>a .714, c .286)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bars;
mod parse;
mod print;

pub(crate) use bars::give_bars;
pub use parse::{TextError, read};
pub(crate) use print::write;
pub use print::{Shares, TextStyle};
