//! A view of a file of any size: `log:PATH`, which follows a growing file, and an `editor:PATH` that is too large for an editor.

use super::{Kind, kept};
use crate::paths::path_of;
use crate::provider::{Pane, Provider, Requests, TextPlace, WorkPane, name_of};
use egui::{Context, Ui};
use multisplit::{Cost, Failure, Lifecycle, Provided, Request, Saved};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_chrome::names;
use multisplit_pane_large::{LargeFile, LargeState, LargeView};
use std::sync::Arc;

/// A file that is followed, and need not exist yet.
pub(super) const LOG: Kind = Kind {
    name: "log",
    absent_title: name_of,
    make: |provider, request| {
        let spot = provider.spots.remove(request.widget);
        let (open, saved) = (view_of(provider, request, spot.map(|spot| spot.line), true), request.saved.cloned());
        Provided::load(move |_| open(saved.as_ref()), Opened::pane)
    },
};

/// A file that was opened, and the place in it to show.
pub(super) struct Opened {
    file: Arc<LargeFile>,
    state: Option<LargeState>,
    line: Option<usize>,
    follows: bool,
}

/// Returns the part of a job that opens a file of any size.
pub(super) fn view_of(
    provider: &Provider,
    request: &Request<'_, Pane>,
    line: Option<usize>,
    follows: bool,
) -> impl FnOnce(Option<&Saved>) -> Result<Opened, Failure> + Send + use<> {
    let path = path_of(&provider.folder, request.widget);
    let (wake, all) = (Arc::clone(&provider.wake), provider.large.clone());
    let read_state = provider.reader::<LargeState>(request.widget);
    move |saved| {
        let open = if follows { LargeFile::open_or_wait } else { LargeFile::open };
        let file = all.get_or_share(&path.to_string_lossy(), || open(&path, wake)).map_err(Failure::failed)?;
        Ok(Opened { file, state: saved.and_then(read_state), line, follows })
    }
}

impl Opened {
    pub(super) fn pane(self) -> Pane {
        let mut view = LargeView::new(self.file);
        view.set_follow(self.follows);
        if let Some(state) = self.state {
            view.restore(&state);
        }
        if let Some(line) = self.line {
            view.go_to_line(line as u64);
        }
        Pane::new(Box::new(LargePane(view)))
    }
}

/// A view of a large file.
struct LargePane(LargeView);

impl PaneUi<Requests> for LargePane {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, Requests>) {
        self.0.ui(ui);
    }

    fn title(&self) -> String {
        self.0.title()
    }

    fn hint(&self) -> String {
        names::shown_path(self.0.path())
    }

    fn request_focus(&mut self) {
        self.0.request_focus();
    }
}

impl Lifecycle for LargePane {
    fn save(&mut self) -> Option<Saved> {
        kept(&self.0.state())
    }

    fn cost(&self) -> Cost {
        Cost { bytes: self.0.bytes(), rebuild_micros: 5_000 }
    }
}

impl WorkPane for LargePane {
    fn has_bar(&self) -> bool {
        self.0.has_bar()
    }

    fn check_disk(&mut self, _: &Context) {
        self.0.check_disk_later();
    }

    fn go_to(&mut self, spot: &TextPlace) {
        self.0.go_to_line(spot.line as u64);
    }
}
