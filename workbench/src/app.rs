//! The application: one window on one folder. It joins the workspace, the host, the front end and the overlays.

mod caret;
mod close;
mod dialog;
mod empty;
mod errands;
mod groups;
mod hold;

mod housekeeping;
mod leaving;
mod looks;
mod moves;
mod new_panes;
mod notices;
mod opened;
mod outside;
mod pages;
mod palette;
mod panes;
mod preview;
mod prompt;
mod quit;
mod recents;
mod requests;
mod saving;
mod sessions;
mod settings;
mod status;
pub(crate) mod titles;
mod trash;
mod trusting;

use crate::keys::Shortcut;
use crate::paths::is_text;
use crate::provider::{DatabasePane, Pane, Provider, Requests, Wake};
use crate::session::{Schedule, Session};
use crate::trace::Trace;
use crate::trust::Trusted;
use close::Asking;
use housekeeping::Watch;
use leaving::{Leave, Leaving};
use multisplit::file::ReadLimits;
use multisplit::{Bars, Command, LoadError, PaneId, Rules, RuntimeConfig, Slot, WidgetId, Workspace};
use multisplit_egui::{Action, AreaOutput, Overview, Style, WorkspaceArea};
use multisplit_host::Host;
use multisplit_pane_files::{Index, Picker, QuickOpen};
use notices::Notices;
use opened::Opened;
pub(crate) use opened::resolve;
use status::Status;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

/// The minimum width and height of a pane, in points.
const LEAST: [f32; 2] = [48.0, 32.0];
/// The minimum width and height of a pane in a demonstration, in points.
const DEMO_MIN: [f32; 2] = [320.0, 200.0];
/// The maximum number of panes that one frame draws for the first time: to shape the text of one takes some milliseconds.
const NEW_PANES_PER_FRAME: usize = 2;
/// The reason why the workbench could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The path cannot be opened.
    #[error("{} cannot be opened: {source}", path.display())]
    Path {
        /// The path.
        path: PathBuf,
        /// The error that the system returned.
        source: std::io::Error,
    },
    /// The path is not a folder that can be shown.
    #[error(transparent)]
    Files(#[from] multisplit_pane_files::FilesError),
}

/// Whether the session of the folder is restored and saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// The session is restored and saved.
    Session {
        /// The number of the session; `None` for the first one that no other window has open.
        number: Option<u32>,
        /// The file of the first session of the folder; `None` for the default place of the platform.
        file: Option<PathBuf>,
    },
    /// The session is not restored: the default layout is shown, and nothing is written.
    Unsaved,
}

/// The application.
pub struct App {
    folder: PathBuf,
    workspace: Workspace<Provider>,
    host: Host<Pane>,
    session: Session,
    index: Index,
    /// Other folders that were open recently.
    recent_folders: Vec<PathBuf>,
    /// The layout files that the user trusts.
    trusted: Trusted,
    /// The layout file that the waiting panes came from, with its text.
    untrusted_file: Option<(PathBuf, String)>,
    wake: Wake,
    /// The requests of panes, which are carried out after the frame.
    requests: Requests,
    /// What loader threads tell the user.
    warnings: Receiver<String>,
    /// The work that waits for a disk.
    errands: errands::Errands,
    palette: Option<Picker>,
    quick: Option<(QuickOpen, Option<PaneId>)>,
    asking: Option<Asking>,
    status: Status,
    /// Messages that the user must not miss.
    notices: Notices,
    /// Decides when the session is written.
    schedule: Schedule,
    /// Decides whether carets blink.
    caret: caret::Caret,
    leaving: Leaving,
    /// The action that waits until texts are saved.
    saving: Option<saving::Saving>,
    /// The id of the `Ui` that the workspace was drawn in.
    shown_in: Option<egui::Id>,
    /// The scroll position of the surface before it is drawn for the first time.
    scroll_first: Option<multisplit::geometry::Point>,
    had_focus: bool,
    held: hold::Held,
    watch: Watch,
    recording: Option<Trace>,
    /// The minimum size of a pane, in points; if there is less space, the surface scrolls.
    least_pane: [f32; 2],
    /// The map of all panes, while it is shown.
    overview: Option<Overview>,
    /// Where the texts that are shown as pages are, by the pane of the page.
    steps: HashMap<PaneId, preview::Step>,
    /// The settings in effect.
    set: settings::Set,
    /// The current title of the window.
    window_title: String,
    /// The file or folder that is being renamed or trashed.
    moving: Option<moves::Moving>,
    /// The panes that the user walks through while Control is held.
    walk: Option<recents::Walk>,
    /// The path to be moved to the trash, while the user is asked.
    trashing: Option<PathBuf>,
    /// The question with a line of input, while it is shown.
    prompt: Option<prompt::Prompt>,
    /// The number of questions asked so far.
    prompts: u64,
    /// The losses that the user has accepted by leaving for another folder.
    accepted: Vec<leaving::Loss>,
}

/// Returns the default configuration with `mb` megabytes as the soft limit, and the hard limit above it by the usual ratio.
pub(crate) fn budget(mb: u64) -> RuntimeConfig {
    let usual = RuntimeConfig::default();
    let soft_bytes = mb.saturating_mul(1 << 20);
    let hard_bytes = (soft_bytes / 5).saturating_mul(8);
    RuntimeConfig { soft_bytes, hard_bytes: hard_bytes.max(soft_bytes), ..usual }
}

impl App {
    /// Creates the workbench for a folder, or for a file and its folder. Blocks on the disk.
    ///
    /// # Errors
    /// [`StartError`] if the path does not exist or cannot be read.
    pub fn new(ctx: &egui::Context, path: Option<PathBuf>, start: &Start) -> Result<Self, StartError> {
        let window = ctx.clone();
        let wake: Wake = Arc::new(move || window.request_repaint());
        Ok(Self::of(ctx, Opened::read(path, start, &wake)?, wake))
    }

    /// Creates the workbench for a folder that was read.
    fn of(ctx: &egui::Context, opened: Opened, wake: Wake) -> Self {
        let Opened { folder, file, first, index, session, read, notices, states, folders } = opened;
        looks::apply(ctx, false);
        // The keys of the editor and of the workspace come first: no key zooms the whole interface.
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            // Leaving is a command of the workbench: a key that terminals need must not close the window.
            options.quit_shortcuts.clear();
        });
        let (sender, warnings) = channel();
        let provider = Provider::new(folder.clone(), ctx.clone(), Arc::clone(&wake), sender);
        let rules = Rules { bars: Bars::Always, docks: crate::provider::DOCKS, ..Rules::default() };
        let woken = Arc::clone(&wake);
        let mut app = Self {
            workspace: Workspace::with_rules(Box::new(provider), rules),
            host: Host::new(move || woken()),
            session,
            index,
            recent_folders: vec![],
            trusted: Trusted::new(folders.as_ref().map(|list| list.with_file_name("trusted"))),
            untrusted_file: None,
            folder,
            wake,
            requests: Requests::default(),
            warnings,
            errands: errands::Errands::default(),
            palette: None,
            quick: None,
            asking: None,
            status: Status::default(),
            notices,
            schedule: Schedule::default(),
            caret: caret::Caret::default(),
            leaving: Leaving::No,
            saving: None,
            shown_in: None,
            scroll_first: None,
            had_focus: true,
            held: hold::Held::default(),
            watch: Watch::default(),
            recording: None,
            overview: None,
            steps: HashMap::new(),
            set: settings::Set::default(),
            window_title: String::new(),
            moving: None,
            walk: None,
            trashing: None,
            prompt: None,
            prompts: 0,
            accepted: vec![],
            least_pane: LEAST,
        };
        app.mind_memory(RuntimeConfig { has_state_store: states.is_some(), ..RuntimeConfig::default() });
        if let Some(states) = states {
            app.host.keep_known_states(states, &mut app.workspace);
        }
        let begun = Instant::now();
        app.workspace.set_stopwatch(Box::new(move || begun.elapsed()));
        app.restore(read, file.as_deref(), first.as_deref());
        app.remember_folder(folders);
        app
    }

    /// Returns the workspace, to change it from outside.
    pub const fn workspace_mut(&mut self) -> &mut Workspace<impl multisplit::WidgetProvider> {
        &mut self.workspace
    }

    /// Returns the time of the clock that all input of the workspace uses.
    #[must_use]
    pub fn now(&self) -> multisplit::Moment {
        self.host.now()
    }

    /// Returns the number of the changes that were handed to the session's store last, and the number up to which they are on the disk;
    /// `None` if the session is not kept.
    pub fn changes_kept(&mut self) -> Option<(u64, u64)> {
        let session = self.host.session()?;
        Some((session.handed_in(), session.durable()))
    }

    /// Returns a snapshot of the whole state of the workspace.
    pub fn snapshot(&mut self) -> multisplit::stats::Snapshot {
        self.workspace.snapshot()
    }

    /// Returns the number of database rows that are shown.
    pub(crate) fn rows_shown(&mut self) -> u64 {
        let databases = self.workspace.slots().all_live().filter_map(|(.., pane)| pane.as_kind());
        databases.map(|DatabasePane(query)| query.row_count()).sum()
    }

    /// Returns `true` if the workspace was drawn and nothing is being loaded.
    #[must_use]
    pub fn is_settled(&mut self) -> bool {
        self.shown_in.is_some() && self.workspace.slots().all().all(|(.., slot)| !matches!(slot, Slot::Loading { .. }))
    }

    /// Replaces the layout by `panes` panes, on a surface that is larger than the window.
    ///
    /// # Errors
    /// [`LoadError`] if there are more panes than a layout may have.
    pub fn demonstrate(&mut self, panes: usize) -> Result<(), LoadError> {
        let file = crate::demo::layout(&self.folder, panes);
        self.workspace.load(&file.to_text(), ReadLimits::default())?;
        self.least_pane = DEMO_MIN;
        Ok(())
    }

    /// Returns `true` if states that were not used for long go to disk.
    pub(crate) const fn has_state_store(&self) -> bool {
        self.workspace.config().has_state_store
    }

    /// Sets the configuration of widgets and their memory. An inconsistent one is not applied, and the user is told.
    pub fn mind_memory(&mut self, config: RuntimeConfig) {
        if let Err(error) = self.workspace.configure(config) {
            self.status.refuse(error.to_string());
            return;
        }
        self.host.measure_memory(config.probe_every, config.soft_bytes);
    }

    /// Adds the last steps to the report of a panic, if there is one without.
    pub(crate) fn finish_report(&self) {
        crate::reports::finish(&self.workspace);
    }

    /// Draws one frame into the whole of `ui`, and carries out what it led to.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let (start, _frame) = (Instant::now(), multisplit_disk::Frame::begin());
        self.finish_report();
        self.draw(ui);
        self.watch.note_frame(start.elapsed());
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        self.take_settings(ui.ctx());
        self.host_events(ui.ctx());
        self.go_on_walking(ui.ctx());
        self.hold_keys(ui.ctx());
        let keymap = self.set.keymap();
        for shortcut in keymap.take(ui.ctx(), self.in_terminal(), self.has_overlay()) {
            self.shortcut(ui.ctx(), shortcut);
        }
        self.end_quick_walk(ui.ctx());
        if let Some(remedy) = self.notices.show(ui) {
            self.remedy(&remedy);
        }
        let panes = self.workspace.layout().tree().pane_count();
        self.status.show(ui, &self.place(), panes);
        self.name_window(ui.ctx());
        self.had_input(ui.ctx());
        let front = WorkspaceArea::new()
            .bindings(keymap.bindings(self.in_terminal(), self.has_overlay()))
            .ask_before_close(true)
            .minimap(true)
            .max_new_panes_per_frame(NEW_PANES_PER_FRAME)
            .clock(self.host.now());
        let style = Style { min_pane: self.least_pane, ..looks::workspace(ui.style(), self.set.high_contrast()) };
        let front = front.style(style);
        let mut left = false;
        let shown = egui::CentralPanel::no_frame()
            .show(ui, |ui| {
                self.shown_in = Some(ui.scope_id());
                if let Some(to) = self.scroll_first.take() {
                    WorkspaceArea::scroll_to(ui.ctx(), ui.scope_id(), to);
                }
                match &mut self.overview {
                    None => {
                        let rect = ui.available_rect_before_wrap();
                        let shown = front.show_with(ui, &mut self.workspace, &mut self.requests);
                        self.show_empty(ui, rect);
                        let (focused, pane) = (self.workspace.layout().focused_pane(), self.focused_rect(rect));
                        self.status.show_refusal(ui, focused, pane);
                        shown
                    }
                    Some(overview) => {
                        let now = self.host.now();
                        left = overview.show_with(ui, &mut self.workspace, now, &mut self.requests).is_some();
                        AreaOutput::default()
                    }
                }
            })
            .inner;
        if left {
            self.overview = None;
            self.refocus(ui.ctx());
        }
        self.follow(shown);
        self.scroll_in_step();
        self.feed_monitors(ui.ctx());
        self.overlays(ui.ctx());
        self.take_dropped(ui.ctx());
        self.run_requests();
        self.end_errands(ui.ctx());
        self.go_on_moving();
        self.go_on_saving(ui.ctx());
        self.host_events(ui.ctx());
        self.logic(ui.ctx());
        self.held.end_frame(ui.ctx());
    }

    /// Carries out what the front end leaves to the application.
    fn follow(&mut self, shown: AreaOutput) {
        for (action, pane) in shown.actions {
            if let Action::New(place) = action {
                self.new_pane(place, pane);
            }
        }
        for command in shown.closes {
            self.run_asking(command);
        }
        for error in shown.refused {
            self.refuse(&error);
        }
    }

    /// Carries out what a key of the workspace would do.
    fn perform(&mut self, action: Action) {
        let shown = WorkspaceArea::new().ask_before_close(true).perform(&mut self.workspace, self.host.now(), action);
        self.follow(shown);
    }

    fn run(&mut self, command: &Command) -> Option<PaneId> {
        match self.workspace.run(self.host.now(), command) {
            Ok(outcome) => outcome.pane,
            Err(error) => {
                self.refuse(&error);
                None
            }
        }
    }

    fn in_terminal(&self) -> bool {
        self.kind_of(self.workspace.layout().focused_pane()) == "term"
    }

    const fn has_overlay(&self) -> bool {
        matches!(self.leaving, Leaving::Asked(..))
            || self.palette.is_some()
            || self.quick.is_some()
            || self.asking.is_some()
            || self.prompt.is_some()
            || self.trashing.is_some()
            || self.walk.is_some()
            || self.overview.is_some()
    }

    fn kind_of(&self, pane: Option<PaneId>) -> &str {
        pane.and_then(|p| self.workspace.layout().tree().widget(p)).map_or("", WidgetId::kind)
    }

    /// Returns `true` if a pane edits a text.
    fn is_text(&self, pane: Option<PaneId>) -> bool {
        pane.and_then(|pane| self.workspace.layout().tree().widget(pane)).is_some_and(is_text)
    }

    fn files_pane(&self) -> Option<PaneId> {
        self.workspace.layout().tree().pane_of(&WidgetId::new("files:tree").ok()?)
    }

    fn id_of(&self, path: &Path) -> Option<WidgetId> {
        let kind = crate::paths::kind_of(path);
        crate::paths::id_of(kind, &self.folder, path).ok()
    }

    fn shortcut(&mut self, ctx: &egui::Context, shortcut: Shortcut) {
        match shortcut {
            Shortcut::Palette => self.palette = Some(Picker::new("Commands")),
            Shortcut::QuickOpen => self.pick(None),
            Shortcut::OpenFolder => self.pick_folder(),
            Shortcut::NewTerminal => self.open_terminal(None),
            Shortcut::NewPage => self.open_page("", None, false),
            Shortcut::NewFile => self.ask_for(prompt::Question::NewFile),
            Shortcut::Tree => self.show_tree(),
            Shortcut::FindInFiles => self.find_in_files(),
            Shortcut::Overview => self.overview = Some(Overview::new()),
            Shortcut::Larger => self.zoom(ctx, Some(1.0)),
            Shortcut::Smaller => self.zoom(ctx, Some(-1.0)),
            Shortcut::UsualSize => self.zoom(ctx, None),
            Shortcut::Recent => self.walk_recent(true),
            Shortcut::RecentBack => self.walk_recent(false),
            Shortcut::Quit => self.leave(ctx, Leave::Quit),
        }
    }
}
