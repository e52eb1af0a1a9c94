//! Layouts as text, short enough to stand in an assertion. Does not read layouts that are not in normal form: it goes through the
//! door that files go through.
//!
//! | text | means |
//! |---|---|
//! | `a`, `editor:src/main.rs`, `"with space"` | a pane and its widget |
//! | `row(a, b)` `col(a, b)` `tabs(a, b)` | side by side, one below the other, one behind the other |
//! | `row(a 3, b 1)` `row(a .75, b .25)` | shares; children without one get 1, all alike where none has one |
//! | `>a` | has the focus |
//! | `*a` | the tab in front; the first where none is marked |
//! | `#a` `-a` `^a` | locked, collapsed, fills its surface |
//! | `a{w 100..200, h 50.., low, snaps}` | bounds, priority, hides where its minimum does not fit |
//! | `a; float(10 20 300 200) b` | a floating surface |
//! | `empty` | nothing on the main surface |
//!
//! Panes get the ids 1, 2, 3 … in reading order, splits and tab sets the ids after them.
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

/// The pane that shows a widget.
///
/// # Panics
/// Where none does.
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

/// The branch directly above the pane that shows a widget.
///
/// # Panics
/// Where no pane shows it, or it is alone on its surface.
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
