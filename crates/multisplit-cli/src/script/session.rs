//! The state of a script: a workspace and a clock that only the script advances.

use super::Refusal;
use super::provider::ScriptProvider;
use multisplit::jobs::{Load, LoadQueue};
use multisplit::{Event, Moment, PaneId, Rules, WidgetProvider, Workspace};
use std::collections::VecDeque;

/// Running loads, each with the moment at which it ends.
pub(super) type Running<W> = Vec<(Moment, Load<W>)>;

/// A workspace, its clock and its loads.
pub(super) struct ScriptSession {
    pub(super) workspace: Workspace<ScriptProvider>,
    pub(super) now: Moment,
    pub(super) events: VecDeque<Event>,
    pub(super) waiting: LoadQueue<<ScriptProvider as WidgetProvider>::Widget>,
    pub(super) running: Running<<ScriptProvider as WidgetProvider>::Widget>,
    pub(super) lines: u64,
    pub(super) frames: u64,
}

impl Default for ScriptSession {
    fn default() -> Self {
        Self {
            workspace: Workspace::with_rules(Box::default(), Rules::default()),
            now: Moment::ZERO,
            events: VecDeque::new(),
            waiting: LoadQueue::default(),
            running: vec![],
            lines: 0,
            frames: 0,
        }
    }
}

/// Returns the pane with the given number.
pub(super) fn pane_id(raw: u64) -> Result<PaneId, Refusal> {
    PaneId::from_raw(raw).ok_or_else(|| Refusal::new("NoSuchPane", format!("there is no pane {raw}")))
}
