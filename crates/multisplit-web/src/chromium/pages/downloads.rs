//! What the browser says of downloads.

use super::super::events;
use super::super::page::Page;
use super::Pages;
use super::hears::MAX_WAITING;
use crate::engine::{Download, DownloadStage, Offered, PageId};
use serde_json::json;
use std::path::Path;
use std::time::Instant;

/// The maximum size of the name of a file, in bytes.
const MAX_NAME: usize = 200;

impl Pages {
    pub(super) fn download_begins(&mut self, begins: events::DownloadBegins) {
        let has_room = |page: &&Page| page.view.state().downloads.len() < MAX_WAITING;
        let page = self.downloader(&begins.frame_id).and_then(|id| self.pages.get(&id));
        let name = file_name(&begins.suggested_filename);
        let Some(page) = page.filter(has_room).filter(|page| page.made.is_touched()) else {
            if let Some(page) = page {
                let offered = Offered { name, url: begins.url };
                page.view.change(|state| (state.offered, state.is_loading) = (Some(offered), false));
            }
            return self.say(None, "Browser.cancelDownload", &json!({ "guid": begins.guid }));
        };
        let path = self.downloads.join(&begins.guid);
        let download = Download { name, path, bytes: [0, 0], stage: DownloadStage::Running, id: begins.guid };
        page.view.change(|state| {
            state.is_loading = false;
            state.downloads.push(download);
        });
    }

    /// Returns the page that downloads a file, itself or in a frame within it.
    fn downloader(&self, frame: &str) -> Option<PageId> {
        let within = || self.pages.iter().find(|(_, page)| page.made.frames.contains(frame)).map(|(id, _)| *id);
        self.targets.get(frame).copied().or_else(within)
    }

    /// Downloads a file that the page has offered by itself. The page stays.
    pub(super) fn take_offered(&mut self, id: PageId, now: Instant) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.made.touched = Some(now);
        if let Some(offered) = page.view.update(|state| state.offered.take()) {
            self.evaluate(id, None, &format!("take({})", json!(offered.url)));
        }
    }

    pub(super) fn download_goes_on(&self, goes_on: &events::DownloadGoesOn) {
        for page in self.pages.values() {
            let has = page.view.state().downloads.iter().any(|download| download.id == goes_on.guid);
            if !has {
                continue;
            }
            page.view.change(|state| {
                for download in state.downloads.iter_mut().filter(|download| download.id == goes_on.guid) {
                    // Sizes of files are whole numbers far below 2^53.
                    download.bytes =
                        [goes_on.received_bytes, goes_on.total_bytes].map(|bytes| bytes.clamp(0.0, 1e15) as u64);
                    download.stage = match &*goes_on.state {
                        "completed" => DownloadStage::Done,
                        "canceled" => DownloadStage::Ended,
                        _ => DownloadStage::Running,
                    };
                }
            });
        }
    }
}

/// Returns the last part of a name that a page gives to a file, without what a file system could misread.
fn file_name(suggested: &str) -> String {
    let plain = suggested.replace(['\\', ':'], "/");
    let name = Path::new(&plain).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // Marks that turn the direction of a text would hide its ending.
    let is_plain = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let name: String = name.chars().filter(is_plain).collect();
    let name = &name[..name.floor_char_boundary(MAX_NAME)];
    let name = name.trim_start_matches('.').trim().to_owned();
    if name.is_empty() { "download".to_owned() } else { name }
}
