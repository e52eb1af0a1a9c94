//! A pane of a page of the application itself.

use super::WebPane;
use crate::engine::{Content, Kept, Order, PageView, WebEngine};
use egui::Context;
use std::sync::Arc;

impl WebPane {
    /// Creates a pane of a page of the application itself, without an address line. Its address begins with
    /// [`OWN_PAGES`](crate::engine::OWN_PAGES).
    #[must_use]
    pub fn own(ctx: &Context, engine: Arc<dyn WebEngine>, kept: Kept, content: Arc<dyn Content>) -> Self {
        let waker = ctx.clone();
        let view = PageView::own(kept, content, move || waker.request_repaint());
        let mut pane = Self::of(ctx, engine, view);
        pane.has_line = false;
        pane
    }

    /// Goes to another page of the application.
    pub fn go_to_own(&self, url: String) {
        self.engine.order(self.page, Order::Go(url));
    }

    /// Shows another text in an own page, as HTML, without leaving the place that is shown.
    pub fn put(&self, html: String) {
        self.engine.order(self.page, Order::Put(html));
    }

    /// Returns the line of its source that an own page shows first, counted from 0, if its parts say their lines: `data-line="7"`.
    #[must_use]
    pub fn line_shown(&self) -> Option<f32> {
        self.view.state().line
    }

    /// Scrolls an own page to a line of its source.
    pub fn show_line(&self, line: f32) {
        self.engine.order(self.page, Order::ToLine(line));
    }
}
