//! The application: one window on one folder. Joins the workspace, the host, the front end and the overlays.

mod close;
pub(crate) mod keys;
mod palette;
mod status;
mod wish;

use crate::cli::JobResult;
use crate::provider::{Body, Pane, Provider, Wake, Wish};
use crate::session::Session;
use close::Asking;
use keys::Shortcut;
use multisplit::{Command, Event, PaneId, Rules, Slot, Template, Where, WidgetId, Workspace};
use multisplit_egui::{Action, Front, Shown};
use multisplit_host::Host;
use multisplit_pane_files::{Index, Picker, QuickOpen};
use status::Status;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How long after the last input the session is written.
const SAVE_AFTER: Duration = Duration::from_millis(500);

/// Why the workbench could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Nothing there.
    #[error("{} cannot be opened: {source}", path.display())]
    Path {
        /// What was to be opened.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Not a folder that can be shown.
    #[error(transparent)]
    Files(#[from] multisplit_pane_files::FilesError),
}

/// Whether the session of the folder is restored and kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// It is.
    Session,
    /// It is not: the default layout, and nothing is written.
    Unsaved,
}

/// The application.
pub struct App {
    folder: PathBuf,
    mode: Start,
    workspace: Workspace<Provider>,
    host: Host<Pane>,
    session: Session,
    index: Index,
    wake: Wake,
    wishes: Receiver<Wish>,
    /// Files and folders that were chosen in a dialog.
    chosen: (Sender<PathBuf>, Receiver<PathBuf>),
    palette: Option<Picker>,
    quick: Option<(QuickOpen, Option<PaneId>)>,
    asking: Option<Asking>,
    status: Status,
    /// When the session is to be written, on egui's clock in seconds.
    save_at: Option<f64>,
    /// The `Ui` the workspace was drawn in.
    shown_in: Option<egui::Id>,
    had_focus: bool,
}

/// Opens the window and runs until it is closed.
pub(crate) fn run(path: Option<PathBuf>) -> JobResult {
    let folder = resolve(path.clone())?.0;
    let title = format!("{} - MultiSplit", folder.file_name().unwrap_or_default().to_string_lossy());
    let viewport =
        egui::ViewportBuilder::default().with_title(title).with_app_id("multisplit").with_inner_size([1280.0, 800.0]);
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    eframe::run_native(
        "multisplit",
        options,
        Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, path, Start::Session)?))),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The folder to open, and the file in it, if one was named.
fn resolve(path: Option<PathBuf>) -> Result<(PathBuf, Option<PathBuf>), StartError> {
    let path = path.unwrap_or_else(|| PathBuf::from("."));
    let full = path.canonicalize().map_err(|source| StartError::Path { path: path.clone(), source })?;
    if full.is_dir() {
        return Ok((full, None));
    }
    let folder = full.parent().unwrap_or(Path::new("/")).to_owned();
    Ok((folder, Some(full)))
}

impl App {
    /// The workbench on a folder, or on a file in one.
    ///
    /// # Errors
    /// [`StartError`] where there is no such thing, or it cannot be read.
    pub fn new(ctx: &egui::Context, path: Option<PathBuf>, mode: Start) -> Result<Self, StartError> {
        let (folder, file) = resolve(path)?;
        // The editor's and the workspace's keys come first: zooming the whole interface is on none of them.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let window = ctx.clone();
        let wake: Wake = Arc::new(move || window.request_repaint());
        let (sender, wishes) = channel();
        let provider = Provider::new(folder.clone(), Arc::clone(&wake), sender);
        // Found out now, in words, and not in a pane.
        multisplit_pane_files::FileTree::open(&folder, Arc::clone(&wake))?;
        let rules = Rules { tabs_everywhere: true, ..Rules::default() };
        let woken = Arc::clone(&wake);
        let mut app = Self {
            workspace: Workspace::with_rules(Box::new(provider), rules),
            host: Host::new(move || woken()),
            session: Session::new(&folder, mode == Start::Session),
            index: Index::start(&folder, Arc::clone(&wake))?,
            mode,
            folder,
            wake,
            wishes,
            chosen: channel(),
            palette: None,
            quick: None,
            asking: None,
            status: Status::default(),
            save_at: None,
            shown_in: None,
            had_focus: true,
        };
        app.restore(file);
        Ok(app)
    }

    /// The workspace, to change it from outside.
    pub const fn workspace_mut(&mut self) -> &mut Workspace<impl multisplit::WidgetProvider> {
        &mut self.workspace
    }

    /// Whether nothing is being loaded any more.
    #[must_use]
    pub fn is_settled(&mut self) -> bool {
        self.shown_in.is_some() && self.workspace.slots().all().all(|(.., slot)| !matches!(slot, Slot::Loading { .. }))
    }

    /// Draws one frame into the whole of `ui` and does what it led to.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        self.host_events(ui.ctx());
        for shortcut in keys::take(ui.ctx(), self.in_terminal(), self.has_overlay()) {
            self.shortcut(shortcut);
        }
        let panes = self.workspace.layout().tree().pane_count();
        self.status.show(ui, &self.folder, panes);
        self.had_input(ui.ctx());
        let front = Front::new()
            .bindings(keys::bindings(self.in_terminal(), self.has_overlay()))
            .ask_before_close(true)
            .at(self.host.now());
        let shown = egui::CentralPanel::no_frame()
            .show(ui, |ui| {
                self.shown_in = Some(ui.scope_id());
                front.show(ui, &mut self.workspace)
            })
            .inner;
        self.follow(shown);
        self.overlays(ui.ctx());
        self.fulfil_wishes();
        self.host_events(ui.ctx());
        self.keep_session(ui.ctx());
    }

    /// Does what the front end leaves to the application.
    fn follow(&mut self, shown: Shown) {
        for (action, pane) in shown.actions {
            match (action, pane) {
                (Action::New(place), pane) => self.new_pane(place, pane),
                (Action::Close, Some(pane)) => self.ask_close(pane),
                _ => {}
            }
        }
        for error in shown.refused {
            self.status.say(error.to_string());
        }
    }

    /// Does what a key of the workspace would do.
    fn perform(&mut self, action: Action) {
        let shown = Front::new().ask_before_close(true).perform(&mut self.workspace, self.host.now(), action);
        self.follow(shown);
    }

    /// Writes the session and waits until it is on disk.
    pub fn finish(&mut self) {
        self.session.save(&mut self.workspace);
        if let Err(why) = self.session.flush() {
            tracing::error!("{why}");
        }
    }

    fn restore(&mut self, file: Option<PathBuf>) {
        let (restored, told) = self.session.restore(&mut self.workspace);
        if let Some(told) = told {
            self.status.say(told);
        }
        if !restored {
            self.default_layout(file.as_deref());
        } else if let Some(path) = file {
            self.open(&path, None, false);
        }
    }

    /// Tree at the left, editor, terminal below.
    fn default_layout(&mut self, file: Option<&Path>) {
        let readme = ["README.md", "README", "README.txt", "readme.md"].iter().map(|n| self.folder.join(n));
        let first = file.map(Path::to_owned).or_else(|| readme.into_iter().find(|p| p.is_file()));
        let editor = first.and_then(|path| self.id_of(&path)).or_else(|| WidgetId::new("start:1").ok());
        let widgets = [WidgetId::new("files:tree").ok(), editor, WidgetId::new("term:1").ok()];
        let command = Command::Template { template: Template::Ide, widgets: widgets.into_iter().flatten().collect() };
        match self.workspace.run(self.host.now(), &command) {
            Ok(outcome) => {
                if let Some(editor) = outcome.panes.get(1) {
                    self.focus(*editor);
                }
            }
            Err(error) => self.status.say(error.to_string()),
        }
    }

    fn host_events(&mut self, ctx: &egui::Context) {
        for event in self.host.drive(&mut self.workspace) {
            match event {
                Event::WidgetProvided { widget, .. } | Event::WidgetRestored { widget, .. } => {
                    self.watch(&widget, true);
                }
                Event::WidgetClosed { widget, .. } | Event::WidgetEvicted { widget, .. } => self.watch(&widget, false),
                Event::LayoutChanged { .. } | Event::FocusChanged { .. } => self.save_soon(ctx),
                _ => {}
            }
        }
        self.look_at_disk(ctx);
        if let Some(why) = self.session.failure() {
            self.status.say(why);
        }
        match self.chosen.1.try_recv() {
            Ok(path) if path.is_file() => self.open(&path, None, false),
            Ok(folder) => self.switch_folder(ctx, folder),
            Err(_) => {}
        }
    }

    /// Editors and pictures hear of files that changed: from the tree's watcher, and when the window is focused again.
    fn look_at_disk(&mut self, ctx: &egui::Context) {
        let focused = ctx.input(|i| i.viewport().focused.unwrap_or(true));
        let back = focused && !std::mem::replace(&mut self.had_focus, focused);
        let tree = self.files_pane();
        let changed = match tree.and_then(|pane| self.workspace.slots().live(pane)).map(|p| &mut p.body) {
            Some(Body::Files(tree)) => tree.changed_paths(),
            _ => vec![],
        };
        if changed.is_empty() && !back {
            return;
        }
        for (_, _, pane) in self.workspace.slots().all_live() {
            match &mut pane.body {
                Body::Editor(editor) if back || changed.iter().any(|p| p == editor.path()) => editor.check_disk(),
                Body::Image(image) if back || changed.iter().any(|p| p == image.path()) => {
                    image.check_disk(ctx);
                }
                _ => {}
            }
        }
    }

    fn watch(&mut self, widget: &WidgetId, on: bool) {
        if !matches!(widget.kind(), "editor" | "image") {
            return;
        }
        let path = crate::paths::path_of(&self.folder, widget);
        let pane = self.files_pane();
        if let Some(Body::Files(tree)) = pane.and_then(|p| self.workspace.slots().live(p)).map(|p| &mut p.body) {
            if on { tree.watch(&path) } else { tree.unwatch(&path) }
        }
    }

    fn had_input(&mut self, ctx: &egui::Context) {
        if ctx.input(|i| i.events.iter().any(|e| !matches!(e, egui::Event::PointerMoved(_)))) {
            self.save_soon(ctx);
        }
    }

    fn save_soon(&mut self, ctx: &egui::Context) {
        if self.mode == Start::Session {
            self.save_at = Some(ctx.input(|i| i.time) + SAVE_AFTER.as_secs_f64());
            ctx.request_repaint_after(SAVE_AFTER);
        }
    }

    fn keep_session(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|i| i.time);
        if self.save_at.is_some_and(|at| now + 0.02 >= at) {
            self.save_at = None;
            self.session.save(&mut self.workspace);
        } else if let Some(at) = self.save_at {
            ctx.request_repaint_after(Duration::from_secs_f64((at - now).max(0.001)));
        }
    }

    fn new_pane(&mut self, place: Where, beside: Option<PaneId>) {
        let kind = if self.kind_of(beside) == "term" { "term" } else { "start" };
        let Some(widget) = self.fresh(kind) else { return };
        let command = match beside {
            Some(pane) => Command::Split { pane, place, widget, ratio: multisplit::Ratio::HALF },
            None => Command::Open { widget },
        };
        self.run(&command);
    }

    fn run(&mut self, command: &Command) -> Option<PaneId> {
        match self.workspace.run(self.host.now(), command) {
            Ok(outcome) => outcome.pane,
            Err(error) => {
                self.status.say(error.to_string());
                None
            }
        }
    }

    fn in_terminal(&self) -> bool {
        self.kind_of(self.workspace.layout().focused().current()) == "term"
    }

    const fn has_overlay(&self) -> bool {
        self.palette.is_some() || self.quick.is_some() || self.asking.is_some()
    }

    fn kind_of(&self, pane: Option<PaneId>) -> &str {
        pane.and_then(|p| self.workspace.layout().tree().widget(p)).map_or("", WidgetId::kind)
    }

    fn files_pane(&self) -> Option<PaneId> {
        self.workspace.layout().tree().pane_of(&WidgetId::new("files:tree").ok()?)
    }

    /// The first id of a kind that no pane has.
    fn fresh(&self, kind: &str) -> Option<WidgetId> {
        let tree = self.workspace.layout().tree();
        (1..=tree.pane_count() + 1)
            .filter_map(|n| WidgetId::new(format!("{kind}:{n}")).ok())
            .find(|id| tree.pane_of(id).is_none())
    }

    fn id_of(&self, path: &Path) -> Option<WidgetId> {
        let kind = if crate::paths::is_image(path) { "image" } else { "editor" };
        crate::paths::id_of(kind, &self.folder, path).ok()
    }

    fn shortcut(&mut self, shortcut: Shortcut) {
        match shortcut {
            Shortcut::Palette => self.palette = Some(Picker::new("Commands")),
            Shortcut::QuickOpen => self.quick = Some((QuickOpen::new(), None)),
            Shortcut::OpenFolder => self.pick_folder(),
            Shortcut::NewTerminal => self.open_terminal(None),
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.finish();
    }
}
