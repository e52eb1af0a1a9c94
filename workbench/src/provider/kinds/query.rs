//! A database: `query:DATABASE`. If its server wants a password, the pane asks for it.

use super::{Kind, kept};
use crate::paths::database;
use crate::provider::{Pane, Requests, WorkPane};
use egui::Ui;
use multisplit::jobs::JobContext;
use multisplit::{Cost, Failure, Lifecycle, Provided, Saved};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_chrome::names;
use multisplit_pane_query::{Connected, QueryPane, QueryState, Source};
use std::path::Path;
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "query",
    absent_title: |widget| {
        Source::parse(widget.rest(), Path::new("")).map_or_else(|_| String::new(), |source| source.title())
    },
    make: |provider, request| {
        let source = match database(request.widget, &provider.folder) {
            Ok(source) => source,
            Err(reason) => return Provided::Failed(reason),
        };
        let secret = provider.secrets.remove(request.widget);
        let state = provider.read::<QueryState>(request);
        let (address, wake) = (source.clone(), Arc::clone(&provider.wake));
        let connect = move |context: &JobContext| match Connected::open(&address, secret, &|| context.is_cancelled()) {
            Ok(connected) => Ok(Ok(connected)),
            Err(error) if error.wants_password() => Ok(Err(error.to_string())),
            Err(error) => Err(Failure::failed(error)),
        };
        Provided::load(connect, move |opened| {
            let mut query = match opened {
                Ok(connected) => QueryPane::from_connected(connected, wake),
                Err(asks) => QueryPane::asking(source, &asks, wake),
            };
            if let Some(state) = state {
                query.restore(&state);
            }
            Pane::new(Box::new(DatabasePane(query)))
        })
    },
};

/// A database.
pub(crate) struct DatabasePane(pub(crate) QueryPane);

impl PaneUi<Requests> for DatabasePane {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, Requests>) {
        self.0.ui(ui);
    }

    fn title(&self) -> String {
        self.0.title()
    }

    fn hint(&self) -> String {
        names::shown(&self.0.source().to_string())
    }

    fn request_focus(&mut self) {
        self.0.request_focus();
    }
}

impl Lifecycle for DatabasePane {
    fn save(&mut self) -> Option<Saved> {
        kept(&self.0.state())
    }

    fn cost(&self) -> Cost {
        Cost { bytes: self.0.bytes(), rebuild_micros: 200_000 }
    }
}

impl WorkPane for DatabasePane {
    fn unsaved(&self) -> Option<String> {
        self.0.unsaved()
    }
}
