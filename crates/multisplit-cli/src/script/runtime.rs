//! The provider commands of a script: loads that end at a set time, slots, memory and statistics.

use super::provider::{Behavior, ScriptProvider};
use super::session::ScriptSession;
use super::{Refusal, Said};
use multisplit::Event;
use multisplit::host::{Effect, HostInput};
use multisplit::memory::Probe;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// The number of loads that run at once: as many as `multisplit-host` has threads.
const WORKERS: usize = 4;
/// The most due times that one `tick` handles one by one. After that, the clock jumps to the end of the tick.
const MAX_DUE_TIMES: usize = 10_000;

impl ScriptSession {
    /// Takes the effects of the engine. Events are kept for `events`, and loads wait for a worker.
    pub(super) fn fetch(&mut self) {
        while let Some(effect) = self.workspace.poll() {
            match effect {
                Effect::Event(event) => self.keep(event),
                // The push cannot fail: the engine hands out no more loads than the queue holds.
                Effect::Run(load) => drop(self.waiting.push(load)),
                _ => {}
            }
        }
        self.start_loads();
    }

    /// Gives waiting loads to free workers, the most urgent first.
    fn start_loads(&mut self) {
        self.running.retain(|(_, load)| !load.context.is_cancelled());
        while self.running.len() < WORKERS
            && let Some(load) = self.waiting.pop()
        {
            load.context.note_started(self.now);
            let ms = self.workspace.provider().behavior(&load.widget).load_ms;
            self.running.push((self.now + Duration::from_millis(ms), load));
        }
    }

    fn keep(&mut self, event: Event) {
        if self.events.len() >= multisplit::limits::PENDING_EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }

    /// Advances the clock by `ms` milliseconds, from one due time to the next. Every load that ends within this time is answered when it ends,
    /// and everything else is done when it is due.
    pub(super) fn tick(&mut self, ms: u64) -> Result<Said, Refusal> {
        let end = self.now + Duration::from_millis(ms);
        for _ in 0..MAX_DUE_TIMES {
            self.fetch();
            let ends = self.running.iter().enumerate().min_by_key(|(_, (at, load))| (*at, load.ticket));
            let next_load = ends.map(|(i, (at, _))| (i, *at)).filter(|(_, at)| *at <= end);
            // What is due exactly at `end` is done by the last tick below.
            let next_due = self.workspace.next_due().filter(|at| *at > self.now && *at < end);
            match (next_load, next_due) {
                (Some((i, at)), other) if other.is_none_or(|other| at <= other) => {
                    let (_, load) = self.running.remove(i);
                    self.now = self.now.max(at);
                    let (ticket, answer) = (load.ticket, load.run());
                    self.workspace.handle(self.now, HostInput::JobDone { ticket, answer });
                }
                (_, Some(due)) => {
                    self.now = due;
                    self.workspace.tick(due);
                }
                (_, None) => break,
            }
        }
        self.now = self.now.max(end);
        self.workspace.tick(self.now);
        Ok(Said::nothing())
    }

    pub(super) fn set_kind(&mut self, kind: String, behavior: Behavior) -> Said {
        let provider: &mut ScriptProvider = self.workspace.provider();
        provider.kinds.insert(kind, behavior);
        Said::nothing()
    }

    /// Reports the resident memory of the process to the governor. The unit is 2^20 bytes.
    pub(super) fn memory(&mut self, rss_mb: f64) -> Result<Said, Refusal> {
        if !(0.0..=1e12).contains(&rss_mb) {
            return Err(Refusal::new("BadValue", format!("{rss_mb} is no number of megabytes")));
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked above
        let resident = Some((rss_mb * 1_048_576.0) as u64);
        self.workspace.handle(self.now, HostInput::Memory(Probe { resident, ..Probe::default() }));
        Ok(Said::fields(json!({ "level": self.workspace.memory_level().name() })))
    }

    /// Lists each widget once: first those of panes, depth-first, then the others.
    ///
    /// Its state is `parked`, or else the state of its slot unless that is virtual, or else `saved`, or else `virtual`.
    pub(super) fn slots(&mut self) -> Said {
        let infos = self.workspace.slot_infos();
        let mut told = BTreeSet::new();
        let mut slots: Vec<Value> = vec![];
        let tree = self.workspace.layout().tree();
        let by_widget: std::collections::HashMap<_, _> = infos.iter().map(|info| (&info.widget, info)).collect();
        let saved: std::collections::HashMap<_, _> = self.workspace.saved_states().collect();
        let mut tell = |widget: &multisplit::WidgetId| {
            let state = saved.get(widget).map(|saved| ("saved", saved.as_str().len() as u64));
            let in_memory = by_widget.get(widget).map(|info| (info.state, info.bytes));
            let (state, bytes) = in_memory.filter(|(state, _)| *state != "virtual").or(state).unwrap_or(("virtual", 0));
            if told.insert(widget.clone()) {
                slots.push(json!({"widget": widget, "state": state, "bytes": bytes}));
            }
        };
        tree.panes().filter_map(|pane| tree.widget(pane)).for_each(&mut tell);
        infos.iter().for_each(|info| tell(&info.widget));
        self.workspace.saved_states().for_each(|(widget, _)| tell(widget));
        Said::fields(json!({"slots": slots}))
    }

    pub(super) fn stats(&mut self) -> Said {
        let snapshot = self.workspace.snapshot();
        let (levels, bytes) = (snapshot.levels, snapshot.bytes);
        let mut timings = Map::new();
        timings.insert("lines".to_owned(), json!({"count": self.lines}));
        timings.insert("frames".to_owned(), json!({"count": self.frames}));
        for timing in &snapshot.timings {
            timings.insert(timing.operation.to_owned(), json!({"count": timing.calls}));
        }
        Said::fields(json!({
            "counters": {
                "panes": snapshot.panes, "branches": snapshot.branches,
                "transactions": snapshot.transactions, "rectangles_placed": snapshot.placed,
                "runtime": snapshot.meters,
            },
            // Pooled widgets are called shells here and in `shell_bytes`: scripts rely on the JSON names.
            "caches": {
                "live": levels.live, "visible": levels.visible, "parked": levels.parked, "loading": levels.loading,
                "failed": levels.failed, "virtual": levels.r#virtual, "saved": levels.saved, "shells": levels.pooled,
                "hit_rate": snapshot.hit_rate,
            },
            "memory": {
                "level": snapshot.memory, "accounted_bytes": bytes.accounted, "live_bytes": bytes.live,
                "parked_bytes": bytes.parked, "saved_bytes": bytes.saved, "shell_bytes": bytes.pooled,
                "layout_bytes": bytes.layout, "soft_bytes": bytes.soft, "hard_bytes": bytes.hard,
            },
            "timings": timings,
        }))
    }
}
