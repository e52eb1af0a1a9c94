//! A terminal pane for egui: a shell on a pty, drawn into any [`egui::Ui`].
//!
//! The crate does not know the application around the pane: it has no tabs, no menu bar, no settings, and gives programs no
//! access to the clipboard.
//!
//! Invariant: an idle terminal causes no repaint, and a flooding one wakes its host at most once per frame.
//!
//! ```no_run
//! use std::sync::Arc;
//! use multisplit_pane_terminal::{Terminal, TerminalOptions};
//!
//! fn open(context: &egui::Context) -> Result<Terminal, multisplit_pane_terminal::TerminalError> {
//!     let context = context.clone();
//!     Terminal::spawn(&TerminalOptions::new("."), Arc::new(move || context.request_repaint()))
//! }
//!
//! fn show(terminal: &mut Terminal, ui: &mut egui::Ui) {
//!     terminal.ui(ui);
//! }
//! ```

#![cfg_attr(not(unix), allow(dead_code, reason = "elsewhere the emulator's own thread runs, without our bounds"))]

mod bounded;
mod error;
mod font;
mod geometry;
mod input;
mod keys;
mod limits;
mod mouse;
mod outbox;
mod paint;
mod palette;
mod parser;
mod pointer;
mod process;
mod proxy;
mod reader;
mod screen;
mod scrollbar;
mod session;
mod snapshot;
mod strings;
mod strip;
mod terminal;
mod unsent;

pub use self::error::TerminalError;
pub use self::proxy::{ExitInfo, Wake};
pub use self::terminal::{Terminal, TerminalOptions};
