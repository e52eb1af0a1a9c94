//! The end of a child.

use std::process::Child;

/// Ends a child, and waits until it has ended.
pub(crate) fn end(child: &mut Child) {
    // It may have ended by itself.
    drop(child.kill());
    drop(child.wait());
}
