//! The work beside drawing: loads that ended, files that changed, memory that is measured, the monitor that is fed.

use super::App;
use super::notices::About;
use crate::paths::{FILE_KINDS, is_text};
use crate::provider::{Body, name_of};
use crate::trace::Trace;
use egui::Context;
use multisplit::{Event, Invalidation, PaneId, Snapshot, Timing, WidgetId};
use multisplit_pane_files::FileTree;
use multisplit_pane_monitor::{
    CacheReading, FrameReading, LoadReading, MemoryReading, OperationReading, Reading, SlotReading, SlowReading,
};
use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The interval at which a visible monitor is fed.
const FEED_EVERY: Duration = Duration::from_secs(1);
/// The number of frame times that are kept for the next reading.
const MAX_FRAMES: usize = 1_000;
/// The number of slow operations that are kept for the next reading.
const MAX_SLOW: usize = 100;

/// The times of frames, and the time when a monitor was last fed.
#[derive(Debug, Default)]
pub(super) struct Watch {
    frames: u64,
    recent_micros: Vec<u32>,
    fed: Option<f64>,
    /// The slow operations since then.
    slow: VecDeque<SlowReading>,
    /// Panes in view whose widgets are still loading: the trace records their visits as soon as they are loaded.
    shown_early: HashSet<PaneId>,
}

impl Watch {
    fn note_slow(&mut self, slow: SlowReading) {
        if self.slow.len() >= MAX_SLOW {
            self.slow.pop_front();
        }
        self.slow.push_back(slow);
    }

    /// Notes the time that a frame took.
    pub(super) fn note_frame(&mut self, took: Duration) {
        self.frames += 1;
        if self.recent_micros.len() >= MAX_FRAMES {
            self.recent_micros.remove(0);
        }
        self.recent_micros.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
    }
}

impl App {
    pub(super) fn host_events(&mut self, ctx: &Context) {
        let mut names_changed = false;
        for event in self.host.drive(&mut self.workspace) {
            names_changed |= matches!(event, Event::WidgetProvided { .. } | Event::WidgetRestored { .. });
            match event {
                Event::WidgetProvided { widget, pane } | Event::WidgetRestored { widget, pane } => {
                    self.watch(&widget, true);
                    if is_text(&widget) {
                        self.text_is_here(&widget);
                    }
                    if self.watch.shown_early.remove(&pane) {
                        self.trace(pane);
                    }
                    if widget.kind() == "files" {
                        self.watch_all();
                    }
                }
                Event::WidgetClosed { widget, .. } | Event::WidgetEvicted { widget, .. } => self.watch(&widget, false),
                Event::WidgetStale { pane, .. } => self.check_disk(ctx, pane),
                Event::PaneShown { pane } => self.trace(pane),
                Event::PaneHidden { pane } => drop(self.watch.shown_early.remove(&pane)),
                Event::LayoutChanged { .. } => {
                    self.save_soon(ctx);
                    names_changed = true;
                }
                Event::FocusChanged { .. } => self.save_soon(ctx),
                Event::SlowOperation { operation, micros, cause } => {
                    let (at_micros, operation) = (self.host.now().micros(), operation.to_owned());
                    self.watch.note_slow(SlowReading { at_micros, operation, micros, cause });
                }
                Event::StateLost { widget } => {
                    let words = format!("The state of {} was dropped: there were too many", name_of(&widget));
                    self.notices.say(About::Work, words);
                }
                _ => {}
            }
        }
        if names_changed {
            self.tell_apart();
        }
        if self.workspace.provider().take_asked_texts() {
            self.reopen_texts();
        }
        self.look_at_disk(ctx);
        let trouble = self.session.trouble();
        self.notices
            .follow(About::Disk, trouble.map(|why| format!("What you type is not on disk: {why}. It is tried again.")));
    }

    /// Tells panes about files that changed: from the watcher of the tree, and when the window gets the focus again.
    ///
    /// Visible panes check the disk. Hidden panes are evicted, or check it when they are shown again.
    fn look_at_disk(&mut self, ctx: &Context) {
        let focused = ctx.input(|i| i.viewport().focused.unwrap_or(true));
        let back = !std::mem::replace(&mut self.had_focus, focused) && focused;
        let changed = self.files_tree().map(FileTree::changed_paths).unwrap_or_default();
        // The user comes back from another program, which may have changed any file.
        if back {
            for kind in FILE_KINDS {
                self.invalidate(&Invalidation::Prefix(format!("{kind}:")));
            }
            return;
        }
        let views = self.views_of(&changed);
        for path in changed {
            for kind in FILE_KINDS {
                if let Ok(widget) = crate::paths::id_of(kind, &self.folder, &path) {
                    self.invalidate(&Invalidation::Widget(widget));
                }
            }
        }
        for view in views {
            self.invalidate(&Invalidation::Widget(view));
        }
    }

    /// Returns the further panes of the texts of these files: their ids cannot be computed from the paths.
    fn views_of(&self, files: &[PathBuf]) -> Vec<WidgetId> {
        if files.is_empty() {
            return vec![];
        }
        let tree = self.workspace.layout().tree();
        let views = tree.panes().filter_map(|pane| tree.widget(pane)).filter(|widget| widget.kind() == "view");
        // The list of changed paths is sorted.
        let is_one = |view: &&WidgetId| files.binary_search(&crate::paths::path_of(&self.folder, view)).is_ok();
        views.filter(is_one).cloned().collect()
    }

    /// Marks the content of widgets as stale: live widgets are told by an event.
    fn invalidate(&mut self, stale: &Invalidation) {
        self.workspace.invalidate(self.host.now(), stale);
    }

    fn check_disk(&mut self, ctx: &Context, pane: PaneId) {
        if let Some(live) = self.workspace.slots().live(pane) {
            live.check_disk(ctx);
        }
    }

    pub(super) fn watch(&mut self, widget: &WidgetId, on: bool) {
        if !FILE_KINDS.contains(&widget.kind()) {
            return;
        }
        let path = crate::paths::path_of(&self.folder, widget);
        if let Some(tree) = self.files_tree() {
            if on { tree.watch(&path) } else { tree.unwatch(&path) }
        }
    }

    /// Makes a new tree watch the files of all panes.
    fn watch_all(&mut self) {
        let tree = self.workspace.layout().tree();
        let widgets: Vec<WidgetId> = tree.panes().filter_map(|pane| tree.widget(pane)).cloned().collect();
        for widget in widgets {
            self.watch(&widget, true);
        }
    }

    /// Records which widgets come into view, from now on. An existing file is replaced.
    ///
    /// # Errors
    /// Fails if the file cannot be created.
    pub fn record(&mut self, file: &Path) -> std::io::Result<()> {
        self.recording = Some(Trace::create(file)?);
        Ok(())
    }

    fn trace(&mut self, pane: PaneId) {
        let Some(recording) = &mut self.recording else { return };
        let now = self.host.now();
        let Some(widget) = self.workspace.layout().tree().widget(pane).cloned() else { return };
        let Some((live, provider)) = self.workspace.live(pane) else {
            self.watch.shown_early.insert(pane);
            return;
        };
        let cost = multisplit::WidgetProvider::cost(provider, live);
        if let Err(error) = recording.note(now, &widget, cost) {
            self.recording = None;
            self.status.say(format!("the trace ends here: {error}"));
        }
    }

    /// Feeds the visible monitors, once per second.
    pub(super) fn feed_monitors(&mut self, ctx: &Context) {
        let layout = self.workspace.layout();
        let seen = layout.scene().panes(layout.tree()).map(|(pane, _)| pane);
        let seen: Vec<PaneId> = seen.filter(|pane| self.kind_of(Some(*pane)) == "monitor").collect();
        if seen.is_empty() {
            return;
        }
        let now = ctx.input(|i| i.time);
        // A frame may come slightly early. Without a tolerance, the monitor would then wait for another second.
        let due = self.watch.fed.is_none_or(|fed| now - fed + 0.02 >= FEED_EVERY.as_secs_f64());
        if due {
            self.watch.fed = Some(now);
            let reading = self.reading();
            for pane in seen {
                if let Some(Body::Monitor(monitor)) = self.workspace.slots().live(pane).map(|p| &mut p.body) {
                    monitor.feed(reading.clone());
                }
            }
        }
        ctx.request_repaint_after(FEED_EVERY);
    }

    fn reading(&mut self) -> Reading {
        let snapshot = self.workspace.snapshot();
        let pool = self.host.pool_stats();
        let recent_micros = std::mem::take(&mut self.watch.recent_micros);
        let mut reading = to_reading(snapshot);
        reading.loads.waiting = pool.waiting;
        reading.loads.running = pool.running;
        reading.loads.stuck = pool.stuck;
        reading.cache.hits_shared = self.workspace.provider().shared_hits();
        reading.slow = std::mem::take(&mut self.watch.slow).into();
        reading.frames = FrameReading { count: self.watch.frames, recent_micros };
        reading
    }
}

/// Converts the numbers of the engine to a reading of the monitor, without the numbers that only the application knows.
fn to_reading(snapshot: Snapshot) -> Reading {
    let (bytes, levels, meters) = (snapshot.bytes, snapshot.levels, snapshot.meters);
    let probe = snapshot.samples.last().map(|sample| sample.probe).unwrap_or_default();
    Reading {
        at_micros: snapshot.at_micros,
        memory: MemoryReading {
            accounted: bytes.accounted,
            live: bytes.live,
            parked: bytes.parked,
            saved: bytes.saved,
            pooled: bytes.pooled,
            layout: bytes.layout,
            resident: probe.resident,
            soft: bytes.soft,
            hard: bytes.hard,
            cgroup_limit: probe.group_limit,
            level: snapshot.memory.to_owned(),
            futile: snapshot.futile,
        },
        slots: SlotReading {
            live: levels.live,
            parked: levels.parked,
            loading: levels.loading,
            failed: levels.failed,
            virtual_: levels.r#virtual,
            saved: levels.saved,
        },
        cache: CacheReading {
            hits_live: meters.hits_live,
            hits_parked: meters.hits_parked,
            hits_shared: 0,
            hits_saved: meters.hits_saved,
            misses: meters.misses,
            created: meters.created,
            evicted: meters.evicted + meters.expired + meters.outdated,
            rebuild_saved_micros: meters.rebuild_saved_micros,
        },
        loads: LoadReading {
            done: meters.loads_done,
            failed: meters.loads_failed,
            cancelled: meters.loads_cancelled,
            timed_out: meters.loads_timed_out,
            ..LoadReading::default()
        },
        pools: snapshot.pools,
        frames: FrameReading::default(),
        operations: snapshot.timings.iter().map(to_operation).collect(),
        slow: vec![],
    }
}

fn to_operation(timing: &Timing) -> OperationReading {
    OperationReading {
        name: timing.operation.to_owned(),
        calls: timing.calls,
        mean_micros: timing.mean_micros,
        min_micros: timing.min_micros,
        max_micros: timing.max_micros,
        p50_micros: timing.p50_micros,
        p99_micros: timing.p99_micros,
        total_micros: timing.total_micros,
    }
}
