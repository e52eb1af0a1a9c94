//! The egui front end of MultiSplit: it draws a [`multisplit::Workspace`] and turns what the user does into inputs for it.
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
//! Each visible pane gets one [`egui::Ui`], and containers get none, so a pane that is out of view costs nothing. Nothing is repainted
//! when nothing changed. If a widget panics while it draws, only its own pane is lost: the pane says so and offers a retry.
//!
//! A widget that reports its changes ([`PaneUi::revision`]) is painted from what it painted last until it changes.
//!
//! # Limitations
//! If panics abort (as on the web), a panicking widget ends the whole program.

mod apply;
mod area;
mod base;
mod drawing;
mod floats;
mod frame;
#[cfg(feature = "host")]
mod hosted;
mod map;
mod overview;
mod parts;
mod retained;
mod show;
mod surface;
mod tab_drag;

pub use area::{AreaOutput, WorkspaceArea};
pub use base::any_pane::Pane;
pub use base::bindings::{Action, Bindings};
pub use base::hooks::{HookContext, Hooks, PaneInfo, TabLook};
pub use base::pane::{PaneContext, PaneUi};
pub use base::style::Style;
pub use egui;
pub use frame::paint_stats::Painted;
#[cfg(feature = "host")]
pub use hosted::Hosted;
pub use overview::{Overview, OverviewChoice};
pub use show::{show, show_with};
