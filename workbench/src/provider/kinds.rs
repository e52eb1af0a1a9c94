//! The kinds of widgets, in one table. A kind is one file: how its widgets are made, drawn, kept and counted.

mod editor;
mod files;
mod image;
mod large;
mod monitor;
mod note;
mod preview;
mod query;
mod search;
mod slow;
mod start;
mod terminal;
mod web;

pub(crate) use editor::{EditorPane, saved_text};
pub(crate) use files::FilesPane;
pub(crate) use monitor::MonitorPane;
pub(crate) use preview::PreviewPane;
pub(crate) use query::DatabasePane;
pub(crate) use search::FindPane;
pub(crate) use terminal::TerminalPane;
pub(crate) use web::{leave_keys, page_id};

use super::{Pane, Provider};
use multisplit::geometry::Direction;
use multisplit::{Provided, Request, Saved, WidgetId};
use serde::Serialize;

/// A kind of widgets.
pub(super) struct Kind {
    /// The part of a widget's id before the `:`.
    name: &'static str,
    /// Returns the name of a widget that does not exist.
    pub(super) absent_title: fn(&WidgetId) -> String,
    /// Makes a widget. What takes long is done by a job: it touches no widget, and its finish builds one.
    pub(super) make: fn(&mut Provider, &Request<'_, Pane>) -> Provided<Pane>,
}

/// All kinds. The table takes the place of a [`multisplit::ProviderRouter`]: the functions of a router would have to share what the
/// application hands to new widgets (texts, places, folders, passwords), through an `Rc<RefCell>`.
static KINDS: [Kind; 15] = [
    files::KIND,
    search::KIND,
    editor::KIND,
    editor::VIEW,
    editor::ABOUT,
    large::LOG,
    image::KIND,
    query::KIND,
    terminal::KIND,
    web::KIND,
    preview::KIND,
    monitor::KIND,
    start::KIND,
    note::KIND,
    slow::KIND,
];

/// The kinds that belong to an edge of the window.
pub(crate) const DOCKS: &[(&str, Direction)] = &[("files", Direction::Left), ("search", Direction::Left)];

/// Returns the kind of a widget; `None` if it is of no kind that this version knows.
pub(super) fn of(widget: &WidgetId) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == widget.kind())
}

/// Returns the state of a pane as it is kept. If it cannot be, that is logged.
fn kept(state: &impl Serialize) -> Option<Saved> {
    Saved::json(state).inspect_err(|error| tracing::warn!("the state is not kept: {error}")).ok()
}
