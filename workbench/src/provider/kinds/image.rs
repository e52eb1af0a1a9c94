//! A picture: `image:PATH`. No frame waits for a picture to be decoded.

use super::{Kind, kept};
use crate::paths::path_of;
use crate::provider::{Pane, Requests, WorkPane, name_of};
use egui::{Context, Ui};
use multisplit::jobs::JobContext;
use multisplit::{Cost, Failure, Lifecycle, Provided, Saved};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_chrome::names;
use multisplit_pane_files::{ImagePane, ImageState};

pub(super) const KIND: Kind = Kind {
    name: "image",
    absent_title: name_of,
    make: |provider, request| {
        let path = path_of(&provider.folder, request.widget);
        let state = provider.read::<ImageState>(request);
        let decode = move |context: &JobContext| {
            let decoded = ImagePane::decode(&path).map_err(Failure::failed)?;
            context.check()?;
            Ok(decoded)
        };
        Provided::load(decode, move |decoded| {
            let mut image = ImagePane::from_decoded(decoded);
            if let Some(state) = state {
                image.restore(&state);
            }
            Pane::new(Box::new(PicturePane(image)))
        })
    },
};

/// A picture.
struct PicturePane(ImagePane);

impl PaneUi<Requests> for PicturePane {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, Requests>) {
        self.0.ui(ui);
    }

    fn title(&self) -> String {
        self.0.title().to_owned()
    }

    fn hint(&self) -> String {
        names::shown_path(self.0.path())
    }

    fn request_focus(&mut self) {
        self.0.request_focus();
    }
}

impl Lifecycle for PicturePane {
    fn save(&mut self) -> Option<Saved> {
        kept(&self.0.state())
    }

    fn cost(&self) -> Cost {
        let bytes = self.0.bytes() as u64;
        Cost { bytes, rebuild_micros: 2_000 + bytes / 50 }
    }
}

impl WorkPane for PicturePane {
    fn check_disk(&mut self, ctx: &Context) {
        self.0.check_disk_later(ctx);
    }
}
