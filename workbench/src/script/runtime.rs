//! The provider's part of a script: loads that end when the clock says so, slots, numbers.

use super::provider::{Behaviour, ScriptProvider};
use super::run::Session;
use super::{Refusal, Said};
use multisplit::{Effect, Event, Input, Load, Moment};
use serde_json::{Value, json};
use std::time::Duration;

/// Loads that are on their way and when each ends.
pub(super) type Running<W> = Vec<(Moment, Load<W>)>;

impl Session {
    /// Fetches what the engine wants done: events are kept for `events`, loads wait for their moment.
    pub(super) fn fetch(&mut self) {
        while let Some(effect) = self.workspace.poll() {
            match effect {
                Effect::Event(event) => self.keep(event),
                Effect::Run(load) => {
                    let ms = self.workspace.provider().behaviour(&load.widget).load_ms;
                    self.running.push((self.now + Duration::from_millis(ms), load));
                }
                _ => {}
            }
        }
    }

    fn keep(&mut self, event: Event) {
        if self.events.len() >= multisplit::limits::PENDING_EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }

    /// Turns the clock, moment by moment: every load that ends within the time is answered when it ends.
    pub(super) fn tick(&mut self, ms: u64) -> Result<Said, Refusal> {
        let end = self.now + Duration::from_millis(ms);
        loop {
            self.fetch();
            let due = self.running.iter().enumerate().filter(|(_, (at, _))| *at <= end);
            let Some(next) = due.min_by_key(|(_, (at, load))| (*at, load.ticket)).map(|(i, _)| i) else { break };
            let (at, load) = self.running.remove(next);
            self.now = self.now.max(at);
            let (pane, widget, ticket) = (load.pane, load.widget.clone(), load.ticket);
            let answer = load.run();
            self.workspace.handle(self.now, Input::JobDone { pane, widget, ticket, answer })?;
        }
        self.now = end;
        Ok(Said::nothing())
    }

    pub(super) fn set_kind(&mut self, kind: String, behaviour: Behaviour) -> Said {
        let provider: &mut ScriptProvider = self.workspace.provider();
        provider.kinds.insert(kind, behaviour);
        Said::nothing()
    }

    pub(super) fn slots(&mut self) -> Said {
        let infos = self.workspace.slot_infos();
        let mut slots: Vec<Value> = vec![];
        let tree = self.workspace.layout().tree();
        for pane in tree.panes() {
            let info = infos.binary_search_by_key(&pane, |i| i.pane).ok().map(|at| &infos[at]);
            let (state, bytes) = info.map_or(("virtual", 0), |i| (i.state, i.bytes));
            slots.push(json!({"widget": tree.widget(pane), "state": state, "bytes": bytes}));
        }
        for info in infos.iter().filter(|i| tree.widget(i.pane) != Some(&i.widget)) {
            slots.push(json!({"widget": info.widget, "state": info.state, "bytes": info.bytes}));
        }
        for (widget, saved) in self.workspace.saved_states().filter(|(w, _)| tree.pane_of(w).is_none()) {
            slots.push(json!({"widget": widget, "state": "saved", "bytes": saved.as_str().len()}));
        }
        Said::fields(json!({"slots": slots}))
    }

    pub(super) fn stats(&mut self) -> Said {
        let stats = self.workspace.stats();
        Said::fields(json!({
            "counters": {
                "panes": stats.panes, "branches": stats.branches,
                "transactions": stats.transactions, "rectangles_placed": stats.placed,
            },
            "caches": {
                "live": stats.live, "loading": stats.loading, "failed": stats.failed, "saved": stats.saved,
            },
            "memory": {
                "live_bytes": stats.live_bytes, "saved_bytes": stats.saved_bytes, "layout_bytes": stats.layout_bytes,
            },
            "timings": { "lines": {"count": self.lines}, "frames": {"count": self.frames} },
        }))
    }
}
