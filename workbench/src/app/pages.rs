//! Pages of the web: where they open, and how large they are.

use super::App;
use crate::provider::page_id;
use egui::Context;
use multisplit::geometry::Ratio;
use multisplit::{Command, PaneId, Placement};
use multisplit_web::{WebEngine, WebPane};
use std::sync::Arc;

impl App {
    /// Shows pages by another engine, from the next one on that is opened.
    pub fn set_web_engine(&mut self, engine: Arc<dyn WebEngine>) {
        self.workspace.provider().web = engine;
    }

    /// Opens a page: beside the pane that asks for it, behind it as a tab, or where files are shown. Without an address, the user types
    /// one.
    pub(super) fn open_page(&mut self, url: &str, from: Option<PaneId>, behind: bool) {
        // `web:ADDRESS` is the first pane of an address; one without an address has a number only.
        let id = |n: usize| page_id(url, (n > 1 || url.is_empty()).then_some(n)).ok();
        let Some(widget) = self.first_free(id) else {
            return self.status.refuse("the address is too long".to_owned());
        };
        let command = match from {
            Some(pane) => {
                let place = if behind { Placement::Tab } else { Placement::Right };
                Command::Split { pane, place, widget, ratio: Ratio::HALF }
            }
            None => self.where_files_are(widget, false),
        };
        let before = self.workspace.layout().focused_pane();
        let opened = self.run(&command);
        // A page that opens behind leaves the one in front that asked for it, and the keyboard where it was.
        if let Some(pane) = if behind { from } else { opened } {
            self.focus(pane);
        }
        if let Some(pane) = before.filter(|_| behind) {
            self.focus(pane);
        }
    }

    /// Returns the page in a pane, if it shows one.
    pub(crate) fn page_in(&mut self, pane: PaneId) -> Option<&mut WebPane> {
        self.workspace.slots().live(pane)?.kind.page()
    }

    /// Makes the focused page larger or smaller, or else everything; `None` is the usual size.
    pub(super) fn zoom(&mut self, ctx: &Context, steps: Option<f32>) {
        let pane = self.workspace.layout().focused_pane();
        match pane.and_then(|pane| self.page_in(pane)) {
            Some(page) => page.zoom(steps),
            None => self.zoom_text(ctx, steps),
        }
    }
}
