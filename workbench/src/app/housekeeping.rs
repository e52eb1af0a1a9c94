//! The work beside drawing: loads that ended, files that changed, memory that is measured, the monitor that is fed.

use super::App;
use super::notices::About;
use crate::paths::{FILE_KINDS, is_text};
use crate::provider::{MonitorPane, Pane, PreviewPane, name_of};
use crate::session::Session;
use crate::trace::Trace;
use egui::Context;
use multisplit::host::Invalidation;
use multisplit::{Event, PaneId, WidgetId};
use multisplit_inspector::HostReading;
use multisplit_pane_files::FileTree;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The interval at which a visible monitor is fed.
const FEED_EVERY: Duration = Duration::from_secs(1);
/// The number of frame times that are kept for the next reading.
const MAX_FRAMES: usize = 1_000;

/// The times of frames, and the time when a monitor was last fed.
#[derive(Debug, Default)]
pub(super) struct Watch {
    frames: u64,
    recent_micros: Vec<u32>,
    fed: Option<f64>,
    /// Panes in view whose widgets are still loading: the trace records their visits as soon as they are loaded.
    shown_early: HashSet<PaneId>,
}

impl Watch {
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
        if let Some(damage) = Session::take_damage(&mut self.host) {
            self.notices.say(About::Work, damage);
            self.save_soon(ctx);
        }
        let trouble = self.session.trouble(&mut self.host);
        if self.session.is_awaiting() {
            ctx.request_repaint_after(Duration::from_millis(50));
        }
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
        // A page shows another file once a link was followed.
        let shows = |page: &PreviewPane| page.path().is_some_and(|path| changed.binary_search(&path).is_ok());
        let panes = (!changed.is_empty()).then(|| self.workspace.slots().all_live());
        for (.., live) in panes.into_iter().flatten() {
            if live.as_kind::<PreviewPane>().is_some_and(|page| shows(page)) {
                live.kind.check_disk(ctx);
            }
        }
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
            live.kind.check_disk(ctx);
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
            let (snapshot, host) = (self.workspace.snapshot(), self.host_reading());
            for pane in seen {
                if let Some(MonitorPane(monitor)) = self.workspace.slots().live(pane).and_then(Pane::as_kind) {
                    monitor.feed(snapshot.clone(), host.clone());
                }
            }
        }
        ctx.request_repaint_after(FEED_EVERY);
    }

    /// Returns the numbers that the engine does not know, and begins to collect the times of frames from scratch.
    fn host_reading(&mut self) -> HostReading {
        let pool = self.host.pool_stats();
        HostReading {
            loads_waiting: pool.waiting,
            loads_running: pool.running,
            loads_stuck: pool.stuck,
            hits_shared: self.workspace.provider().shared_hits(),
            frames: self.watch.frames,
            recent_frame_micros: std::mem::take(&mut self.watch.recent_micros),
        }
    }
}
