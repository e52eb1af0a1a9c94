//! The egui front end of MultiSplit: draws a [`multisplit::Workspace`] and turns what the user does into its inputs.
//!
//! ```
//! use multisplit::{Provided, Request, WidgetProvider, Workspace};
//! use multisplit_egui::PaneUi;
//!
//! struct Hello(String);
//! impl PaneUi for Hello {
//!     fn ui(&mut self, ui: &mut egui::Ui, _: &mut multisplit_egui::PaneContext<'_>) {
//!         ui.label(&self.0);
//!     }
//! }
//! struct Greetings;
//! impl WidgetProvider for Greetings {
//!     type Widget = Hello;
//!     fn provide(&mut self, request: Request<'_, Hello>) -> Provided<Hello> {
//!         Provided::Ready(Hello(format!("Hello, {}!", request.widget)))
//!     }
//! }
//! let mut workspace = Workspace::new(Greetings);
//! workspace.open("world")?;
//! # let ctx = egui::Context::default();
//! # let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
//! multisplit_egui::show(ui, &mut workspace); // each frame
//! # });
//! # output.textures_delta.clear();
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One [`egui::Ui`] a visible pane and none for containers: what is out of view costs nothing. Nothing is repainted when nothing
//! changed. A widget that panics while it draws costs its own pane, which then says so and offers a retry.
//!
//! A widget that tells when it changes ([`PaneUi::revision`]) is painted from what it painted last until then.
//!
//! # Limitations
//! Where panics abort (as on the web), a panicking widget takes the page with it.

mod apply;
mod area;
mod base;
mod drawing;
mod floats;
mod frame;
mod map;
mod overview;
mod parts;
mod retained;
mod show;
mod surface;
mod tab_drag;

pub use area::{AreaOutput, WorkspaceArea};
pub use base::bindings::{Action, Bindings};
pub use base::pane::{PaneContext, PaneUi};
pub use base::style::Style;
pub use frame::paint_stats::Painted;
pub use overview::{Overview, OverviewChoice};
pub use show::show;
