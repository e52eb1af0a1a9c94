//! An egui view of a MultiSplit workspace from inside, for any application with an egui front end: an [`Inspector`] is fed with
//! [`Snapshot`](multisplit::stats::Snapshot)s of the engine and shows them as numbers and plots, live and over time.
//!
//! ```
//! use multisplit_inspector::{HostReading, Inspector, InspectorAction};
//! # use multisplit::{Moment, Provided, Request, WidgetProvider, Workspace};
//! # struct Notes;
//! # impl WidgetProvider for Notes {
//! #     type Widget = String;
//! #     fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
//! #         Provided::Ready(request.widget.to_string())
//! #     }
//! # }
//! # fn save(_: &std::path::Path, _: &str) {}
//! # let (mut workspace, now) = (Workspace::new(Notes), Moment::ZERO);
//! # let ctx = egui::Context::default();
//!
//! let mut inspector = Inspector::new();
//! // Once a second, as long as it is open:
//! inspector.feed(workspace.snapshot(), HostReading::default());
//! // In each frame:
//! # let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
//! for action in inspector.ui(ui) {
//!     match action {
//!         InspectorAction::TrimNow => workspace.trim(now, workspace.accounted_bytes() / 2),
//!         InspectorAction::DropHidden => workspace.trim(now, 0),
//!         InspectorAction::ExportReport { path } => save(&path, &inspector.report_json()),
//!     }
//! }
//! # });
//! # output.textures_delta.clear();
//! ```
//!
//! The crate knows the engine and egui, and no host: what only a host knows is given as a [`HostReading`], and requests of the
//! user are returned as [`InspectorAction`]s. It does not take readings itself, does not write files, and does not request frames.
//!
//! Invariant: memory and the cost of a frame are bounded, whatever the view is fed.

mod axis;
mod chart;
mod dash;
mod data;
mod door;
mod facts;
mod history;
mod inspector;
mod limits;
mod reading;
mod recent;
mod report;
mod section;
mod sections;
mod theme;
mod thin;
mod words;

pub use inspector::{Inspector, InspectorAction, InspectorState};
pub use reading::HostReading;
