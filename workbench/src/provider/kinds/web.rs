//! A page: `web:ADDRESS`, and `web:N/ADDRESS` for further panes of it. No frame waits for a browser.

use super::{Kind, kept};
use crate::keys::Keymap;
use crate::paths::{downloads_folder, page_address};
use crate::provider::{Pane, PaneRequest, Requests, WorkPane};
use egui::{TextureId, Ui};
use multisplit::{Cost, Failure, IdError, Lifecycle, Provided, Saved, WidgetId};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_chrome::names;
use multisplit_web::{Kept, WebPane, parse_address};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "web",
    absent_title: |widget| names::shown(page_address(widget)),
    make: |provider, request| {
        let address = page_address(request.widget);
        // Without an address, the user types one first.
        let url = if address.is_empty() { Ok(String::new()) } else { parse_address(address) };
        let url = match url {
            Ok(url) => url,
            Err(words) => return Provided::Load(Box::new(move |_| Err(Failure::failed(words)))),
        };
        let start =
            provider.read::<Kept>(request).filter(|kept| kept.url.is_empty() || parse_address(&kept.url).is_ok());
        let mut page = WebPane::new(&provider.ctx, Arc::clone(&provider.web), start.unwrap_or_else(|| Kept::new(url)));
        leave_keys(&mut page, &provider.keymap);
        page.set_visits(provider.visits.clone());
        page.set_downloads(downloads_folder());
        Provided::Ready(Pane::new(Box::new(PagePane(page))))
    },
};

/// Returns the id of a pane of a page: the first one, or a further one.
///
/// # Errors
/// [`IdError`] if the address is too long.
pub(crate) fn page_id(url: &str, number: Option<usize>) -> Result<WidgetId, IdError> {
    WidgetId::new(number.map_or_else(|| format!("web:{url}"), |number| format!("web:{number}/{url}")))
}

/// Makes a page leave the keys of the workbench to it.
pub(crate) fn leave_keys(page: &mut WebPane, keymap: &Arc<Keymap>) {
    let keymap = Arc::clone(keymap);
    page.set_reserved(move |modifiers, key| keymap.is_own(modifiers, key));
}

/// Returns what a page costs.
pub(super) fn page_cost(page: &WebPane) -> Cost {
    Cost { bytes: page.bytes(), rebuild_micros: 500_000 }
}

/// A page.
struct PagePane(WebPane);

impl PaneUi<Requests> for PagePane {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Requests>) {
        self.0.ui(ui);
        let asked = self.0.take_opened().into_iter();
        let from = cx.pane;
        cx.app.asked.extend(asked.map(|opened| PaneRequest::Page { url: opened.url, from, behind: opened.behind }));
    }

    fn title(&self) -> String {
        names::shown(&self.0.title())
    }

    fn hint(&self) -> String {
        names::shown(&self.0.url())
    }

    fn request_focus(&mut self) {
        self.0.request_focus();
    }
}

impl Lifecycle for PagePane {
    fn save(&mut self) -> Option<Saved> {
        kept(&self.0.kept())
    }

    fn cost(&self) -> Cost {
        page_cost(&self.0)
    }
}

impl WorkPane for PagePane {
    fn page(&mut self) -> Option<&mut WebPane> {
        Some(&mut self.0)
    }

    fn icon(&self) -> Option<TextureId> {
        self.0.icon()
    }

    fn unsaved(&self) -> Option<String> {
        self.0.unsaved()
    }

    fn is_in_line(&self) -> bool {
        self.0.is_in_line()
    }
}
