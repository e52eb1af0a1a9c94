//! What the engine wants done outside: values that a host polls and runs.

use super::event::Event;
use crate::base::{Moment, WidgetId};
use crate::history::Committed;
use crate::runtime::{Load, Saved};
use std::fmt;

/// Something to be done outside.
#[non_exhaustive]
pub enum Effect<W> {
    /// Run a job on another thread and hand its answer in as [`super::Input::JobDone`].
    Run(Load<W>),
    /// A committed transaction for a store; only where [`super::Workspace::keep_journal`] was called.
    Persist(Committed),
    /// Draw again: something changed outside of a frame.
    Repaint,
    /// Call [`super::Workspace::handle`] with [`super::Input::Tick`] at this moment, or draw a frame then: something is due.
    WakeAt(Moment),
    /// Keep this state outside of memory, and answer with [`super::Input::StateKept`].
    KeepState(WidgetId, Saved),
    /// Fetch the state that was kept for a widget, and answer with [`super::Input::StateFetched`].
    FetchState(WidgetId),
    /// Forget the state that was kept for a widget: a newer one is in memory, or nothing needs it.
    ForgetState(WidgetId),
    /// Exchange the states that are kept for two widgets, where there are any: a widget has another id now, and the one that had
    /// it before has this one's.
    ExchangeStates(WidgetId, WidgetId),
    /// Something happened.
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
