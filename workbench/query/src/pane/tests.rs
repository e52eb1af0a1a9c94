//! Through the real pane.
