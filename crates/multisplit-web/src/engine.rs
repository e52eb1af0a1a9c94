//! What a pane and a browser say to each other. Another browser is another [`WebEngine`].

mod content;
mod order;
mod state;
mod tree;
mod view;

pub use content::{Answer, Content, OWN_PAGES, own_path, own_url};
pub use order::{Button, KeyPress, NodeAct, Order, Pointer, PointerAct};
pub use state::{Download, DownloadStage, Menu, Offered, Opened, Permission, Question, QuestionKind, State, Wish};
pub use tree::{PageNode, PageTree};
pub use view::{Frame, PageView};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The number of addresses of a page that are kept, before and after the one that is shown.
pub(crate) const MAX_HISTORY: usize = 50;

/// The maximum size of an address, in bytes.
pub(crate) const MAX_ADDRESS: usize = 64 << 10;

/// A page of a [`WebEngine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub(crate) u64);

/// Shows pages. A pane gives orders; the answers are in the page's [`PageView`].
///
/// No method blocks: a browser is started, and spoken to, on other threads.
pub trait WebEngine: Send + Sync {
    /// Opens the page that its view says. It begins to load once it is shown ([`Order::Show`]).
    fn open(&self, view: Arc<PageView>) -> PageId;

    /// Gives an order. Orders to a page that is closed are ignored.
    fn order(&self, page: PageId, order: Order);

    /// Closes a page.
    fn close(&self, page: PageId);

    /// Sets the number of pixels of a point, for all pages.
    fn set_scale(&self, pixels_per_point: f32);
}

/// What is kept of a page, and brings it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The address.
    pub url: String,
    /// The title, for as long as the page is not there.
    pub title: String,
    /// How far the page is scrolled, in points.
    pub scroll: [f64; 2],
    /// What was entered into forms, without passwords: JSON that only the page's own script reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The zoom; 1 is the page's own size.
    pub zoom: f32,
    /// The addresses before this one, the latest last.
    pub older: Vec<String>,
    /// The addresses after this one, the next one last.
    pub newer: Vec<String>,
}

impl Kept {
    /// Returns what is kept of a page that was never shown. Without an address, nothing is loaded until the user types one.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            title: String::new(),
            scroll: [0.0; 2],
            form: None,
            zoom: 1.0,
            older: vec![],
            newer: vec![],
        }
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::new("")
    }
}
