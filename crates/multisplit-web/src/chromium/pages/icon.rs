//! The icon of a page. The page loads and draws it, under the rules that hold for it, so that no picture of the network is decoded here.

use super::Pages;
use crate::engine::PageId;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use egui::ColorImage;
use std::sync::Arc;

/// The width and height of an icon, in pixels.
const SIDE: usize = 32;

impl Pages {
    /// The page has another icon; an empty text if it has none.
    pub(super) fn has_icon(&self, id: PageId, drawn: &str) {
        let pixels = BASE64_STANDARD.decode(drawn).ok().filter(|pixels| pixels.len() == SIDE * SIDE * 4);
        let icon = pixels.map(|pixels| Arc::new(ColorImage::from_rgba_unmultiplied([SIDE; 2], &pixels)));
        if let Some(page) = self.pages.get(&id) {
            page.view.change(|state| state.icon = icon);
        }
    }
}
