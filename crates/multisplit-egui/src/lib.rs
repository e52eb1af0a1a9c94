//! The egui front end of MultiSplit: it draws a [`multisplit::Workspace`] and turns what the user does into inputs for it.
//!
//! # The words
//! - A **pane** is a rectangle of the layout that shows one **widget**. Widgets are yours; they implement [`PaneUi`].
//! - Widgets are named by **ids** such as `"editor:main.rs"`. The part before the colon is the **kind**.
//! - A **provider** makes a widget when its pane comes into view. One type of widget: implement
//!   [`WidgetProvider`](multisplit::WidgetProvider). Many types, or panes that are functions: use a [`Router`], [`Pane`] and [`pane_fn`].
//! - A **layout** is splits, tabs and floating areas with panes in them. [`Workspace::arrange`](multisplit::Workspace::arrange) reads one
//!   from text; [`Command`](multisplit::Command)s change it, and every change can be undone.
//! - A **host** runs loads on threads. [`Hosted`] has one inside.
//!
//! # Two levels
//! 1. **[`Hosted`]**: a workspace, a host and the settings in one value, and one call a frame.
//! 2. **[`show`]**, [`show_with`] and [`WorkspaceArea`]: the same in parts, for an application that drives its own host, or needs none.
//!
//! Both draw panes with the state of the application, which is borrowed for the frame, and ask its [`Hooks`] for titles, menus and buttons.
//!
//! ```
//! use egui::Ui;
//! use multisplit::Lifecycle;
//! use multisplit_egui::{Hooks, Hosted, Pane, PaneContext, PaneUi, Router, pane_fn};
//!
//! /// The state that all panes draw with.
//! struct State { clicks: u32 }
//! impl<W> Hooks<W> for State {} // all defaults
//!
//! /// A pane may be a function,
//! fn count(ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
//!     ui.heading(cx.app.clicks.to_string());
//! }
//!
//! /// or a type, if it holds something of its own.
//! struct Counter { own: u32 }
//! impl Lifecycle for Counter {} // nothing to save, always closes
//! impl PaneUi<State> for Counter {
//!     fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
//!         if ui.button(format!("{} clicks", self.own)).clicked() {
//!             self.own += 1;
//!             cx.app.clicks += 1;
//!         }
//!     }
//! }
//!
//! # let ctx = egui::Context::default();
//! let provider = Router::new().kind("count", |_| pane_fn(count)).kind("counter", |_| Counter { own: 0 }.ready());
//! let mut hosted: Hosted<Router<State>> = Hosted::new(&ctx, provider);
//! hosted.workspace.arrange("row(count, tabs(*counter:1, counter:2))")?;
//! let mut state = State { clicks: 0 };
//! # let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
//! hosted.show(ui, &mut state); // each frame
//! # });
//! # output.textures_delta.clear();
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where state lives
//! What several panes show belongs into the state of the application; a pane that holds nothing can go and come back at any time. A pane
//! that holds something of its own returns it from [`Lifecycle::save`](multisplit::Lifecycle::save), and is made from it again. A
//! [`SessionFile`] keeps all of it over a restart, with the layout.
//!
//! What your state keeps under the id of a closed pane is needed for an undo. Before a save, drop what can never be shown again:
//! `levels.retain(|widget, _| workspace.may_be_shown(widget))`
//! ([`Workspace::may_be_shown`](multisplit::Workspace::may_be_shown)).
//!
//! A toolbar of the window is an [`egui::Panel`] above the workspace. A pane can be a part of the window, too
//! ([`Role::Chrome`](multisplit::Role::Chrome)): it moves with the layout, and a zoomed pane covers it.
//!
//! # Examples
//! The folder `examples` of this crate has programs of less than a hundred lines: `hello`, `shared_state`, `many_kinds`, `async_loading`,
//! `save_and_restore`, `memory_budget`, `custom_tabs`, `layout_only`; and `level_editor`, a small application whose panes are functions
//! ([`pane_fn`]), with a toolbar, a session, events, and errors that are shown. Run one with `cargo run -p multisplit-egui --example level_editor`.
//!
//! # Cost
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
mod close_dialog;
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
pub use base::any_pane::{Pane, PaneFn, Router, pane_fn};
pub use base::bindings::{Action, Bindings};
pub use base::hooks::{HookContext, Hooks, NewWidget, PaneInfo, TabLook};
pub use base::pane::{PaneContext, PaneUi};
pub use base::style::Style;
pub use egui;
pub use frame::paint_stats::Painted;
#[cfg(feature = "host")]
pub use hosted::Hosted;
pub use multisplit;
#[cfg(feature = "host")]
pub use multisplit_host::{SessionFile, SessionFileError, SessionStart, UnreadSession, write_whole};
pub use overview::{Overview, OverviewChoice};
pub use show::{show, show_with};

/// Compiles and runs the code of the README and of the guides.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../../README.md")]
    struct Readme;
    #[doc = include_str!("../../../docs/coming-from-egui_tiles.md")]
    struct FromTiles;
    #[doc = include_str!("../../../docs/coming-from-egui_dock.md")]
    struct FromDock;
}
