//! Layouts as text for tests, in the notation of [`multisplit::text`].
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

pub use multisplit::text::{Shares, TextError, TextStyle as Style, read};

use multisplit::{Layout, NodeId, PaneId};

/// Reads a layout from text.
///
/// # Errors
/// Returns a [`TextError`]. It names the position if the text could not be parsed.
///
/// ```
/// let layout = multisplit_testing::text::layout("row(a 3, >b 1)").unwrap();
/// assert_eq!(layout.focused_pane().unwrap().raw(), 2);
/// assert!(multisplit_testing::text::layout("row(a)").is_err());
/// ```
pub fn layout(text: &str) -> Result<Layout, TextError> {
    let mut layout = Layout::from_text(text)?;
    // A test should see only the events that it causes itself.
    while layout.poll_event().is_some() {}
    Ok(layout)
}

/// Writes a layout as text.
///
/// ```
/// let layout = multisplit_testing::text::layout("row(a, tabs(b, *c))").unwrap();
/// assert_eq!(multisplit_testing::text::write(&layout, Default::default()), "row(>a, tabs(b, *c))");
/// ```
#[must_use]
pub fn write(layout: &Layout, style: Style) -> String {
    layout.to_text(style)
}

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
    layout.pane_of(widget).unwrap_or_else(|| panic!("no pane shows {widget:?} in {}", write(layout, Style::default())))
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
