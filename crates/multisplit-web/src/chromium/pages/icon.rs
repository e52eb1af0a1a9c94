//! The icon of a page. The browser loads and draws it, so that no picture of the network is decoded here.

use super::super::events;
use super::super::wire::Message;
use super::{Call, Pages};
use crate::engine::PageId;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use egui::ColorImage;
use serde_json::json;
use serde_json::value::RawValue;
use std::sync::Arc;

/// The width and height of an icon, in pixels.
const SIDE: usize = 32;
/// The maximum size of the file of an icon, in bytes.
const MAX_BYTES: usize = 256 << 10;

impl Pages {
    /// The page has another icon; an empty address if it has none.
    pub(super) fn has_icon(&mut self, id: PageId, url: &str) {
        let Some(target) = self.pages.get(&id).and_then(|page| page.made.target.clone()) else { return };
        if let Some((_, data)) = url.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")) {
            return self.draw_icon(id, data);
        }
        if !url.starts_with("http") {
            return self.set_icon(id, None);
        }
        let options = json!({ "disableCache": false, "includeCredentials": true });
        let load = json!({ "frameId": target, "url": url, "options": options });
        self.ask(id, Call::IconOpened, "Network.loadNetworkResource", &load);
    }

    pub(super) fn icon_opened(&mut self, id: PageId, result: Option<&RawValue>) {
        let resource = Message::read::<events::Loaded>(result).resource;
        if !resource.success || resource.http_status_code >= 300.0 {
            return self.set_icon(id, None);
        }
        let stream = resource.stream;
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.made.icon_stream.clone_from(&stream);
        self.ask(id, Call::IconRead, "IO.read", &json!({ "handle": stream, "size": MAX_BYTES }));
    }

    pub(super) fn icon_read(&mut self, id: PageId, result: Option<&RawValue>) {
        let chunk: events::Chunk = Message::read(result);
        let Some(page) = self.pages.get_mut(&id) else { return };
        let stream = std::mem::take(&mut page.made.icon_stream);
        self.say(Some(id), "IO.close", &json!({ "handle": stream }));
        // What is short comes in one piece.
        let is_whole = chunk.eof || chunk.data.len() < MAX_BYTES;
        match (is_whole && !chunk.data.is_empty(), chunk.base64_encoded) {
            (true, true) => self.draw_icon(id, &chunk.data),
            (true, false) => self.draw_icon(id, &BASE64_STANDARD.encode(&chunk.data)),
            (false, _) => self.set_icon(id, None),
        }
    }

    fn draw_icon(&mut self, id: PageId, data: &str) {
        let Some(world) = self.pages.get(&id).and_then(|page| page.made.world) else { return };
        let draw = json!({
            "expression": format!("multisplit.draw({}, {SIDE})", json!(data)), "contextId": world,
            "awaitPromise": true, "returnByValue": true,
        });
        self.ask(id, Call::IconDrawn, "Runtime.evaluate", &draw);
    }

    pub(super) fn icon_drawn(&self, id: PageId, result: Option<&RawValue>) {
        let drawn = Message::read::<events::Evaluated>(result).result.value;
        let pixels = drawn.as_str().and_then(|data| BASE64_STANDARD.decode(data).ok());
        let pixels = pixels.filter(|pixels| pixels.len() == SIDE * SIDE * 4);
        self.set_icon(id, pixels.map(|pixels| ColorImage::from_rgba_unmultiplied([SIDE; 2], &pixels)));
    }

    fn set_icon(&self, id: PageId, icon: Option<ColorImage>) {
        if let Some(page) = self.pages.get(&id) {
            page.view.change(|state| state.icon = icon.map(Arc::new));
        }
    }
}
