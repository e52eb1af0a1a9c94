//! Effects: the work that the engine requests from its host, as values that the host polls and runs.

use super::event::Event;
use crate::base::{Moment, WidgetId};
use crate::history::Committed;
use crate::runtime::{Load, Saved};
use std::fmt;

/// Work to be done outside of the engine.
#[non_exhaustive]
pub enum Effect<W> {
    /// Run a job on another thread, and pass its result in as [`super::HostInput::JobDone`].
    Run(Load<W>),
    /// Pass a committed transaction to a store. Sent only after [`super::Workspace::keep_journal`] was called.
    Persist(Committed),
    /// Draw again, because something changed outside of a frame.
    Repaint,
    /// Call [`super::Workspace::tick`] at this moment, or draw a frame then, because
    /// something is due.
    WakeAt(Moment),
    /// Keep this state outside of memory, and reply with [`super::HostInput::StateKept`].
    KeepState(WidgetId, Saved),
    /// Fetch the state that was kept for a widget, and reply with [`super::HostInput::StateFetched`].
    FetchState(WidgetId),
    /// Forget the state that was kept for a widget, because a newer one is in memory or it is no longer needed.
    ForgetState(WidgetId),
    /// Exchange the states that are kept for two widgets, if there are any. A widget has a new id, and the widget
    /// that had this id before has the old one.
    ExchangeStates(WidgetId, WidgetId),
    /// Report an event.
    Event(Event),
}

impl<W> fmt::Debug for Effect<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(load) => f.debug_tuple("Run").field(&load.widget).finish(),
            Self::Persist(committed) => f.debug_tuple("Persist").field(committed).finish(),
            Self::Repaint => f.write_str("Repaint"),
            Self::WakeAt(at) => f.debug_tuple("WakeAt").field(at).finish(),
            Self::KeepState(widget, _) => f.debug_tuple("KeepState").field(widget).finish(),
            Self::FetchState(widget) => f.debug_tuple("FetchState").field(widget).finish(),
            Self::ForgetState(widget) => f.debug_tuple("ForgetState").field(widget).finish(),
            Self::ExchangeStates(one, other) => f.debug_tuple("ExchangeStates").field(one).field(other).finish(),
            Self::Event(event) => f.debug_tuple("Event").field(event).finish(),
        }
    }
}
