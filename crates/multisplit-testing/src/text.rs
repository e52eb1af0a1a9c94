//! Layouts as text that is short enough for an assertion.
//!
//! A text is read through the same checks as a layout file, so a layout that is not in normal form is an error.
//!
//! | text | meaning |
//! |---|---|
//! | `a`, `editor:src/main.rs`, `"with space"` | a pane and its widget |
//! | `row(a, b)` `col(a, b)` `tabs(a, b)` | side by side, one below the other, as tabs |
//! | `row(a 3, b 1)` `row(a .75, b .25)` | shares; a child without a share gets 1, and if no child has one, all are equal |
//! | `>a` | has the focus |
//! | `*a` | the active tab; without a mark, the first tab is active |
//! | `#a` `-a` `^a` | locked, collapsed, zoomed to fill its surface |
//! | `a{w 100..200, h 50.., low, snaps}` | bounds, priority, and hiding if the minimum does not fit |
//! | `a; float(10 20 300 200) b` | a floating surface |
//! | `empty` | nothing on the main surface |
//!
//! Panes get the ids 1, 2, 3 … in reading order. Splits and tab sets get the ids after them.
//!
//! ```
//! use multisplit::{Command, Moment};
//! use multisplit_testing::text;
//! let mut layout = text::layout("row(>a .5, b .3, c .2)")?;
//! let pane = text::pane(&layout, "b");
//! layout.run(Moment::ZERO, &Command::Close { pane })?;
//! assert_eq!(text::write(&layout, text::Style::default()), "row(>a .714, c .286)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod parse;
mod print;

pub use parse::{TextError, layout, read};
pub use print::{Shares, Style, write};

use multisplit::{Layout, NodeId, PaneId, WidgetId};

/// Returns the pane that shows a widget.
///
/// # Panics
/// Panics if no pane shows the widget.
///
/// ```
/// let layout = multisplit_testing::text::layout("row(a, b)").unwrap();
/// assert_eq!(multisplit_testing::text::pane(&layout, "b").raw(), 2);
/// ```
#[must_use]
pub fn pane(layout: &Layout, widget: &str) -> PaneId {
    let found = WidgetId::new(widget).ok().and_then(|id| layout.tree().pane_of(&id));
    found.unwrap_or_else(|| panic!("no pane shows {widget:?} in {}", write(layout, Style::default())))
}

/// Returns the branch directly above the pane that shows a widget.
///
/// # Panics
/// Panics if no pane shows the widget, or if the pane is alone on its surface.
///
/// ```
/// let layout = multisplit_testing::text::layout("row(a, col(b, c))").unwrap();
/// let col = multisplit_testing::text::above(&layout, "c");
/// assert_eq!(layout.tree().children(col).count(), 2);
/// ```
#[must_use]
pub fn above(layout: &Layout, widget: &str) -> NodeId {
    let parent = layout.tree().parent(pane(layout, widget).node());
    parent.unwrap_or_else(|| panic!("{widget:?} is alone in {}", write(layout, Style::default())))
}
