//! The workbench's widgets by kind: `files:`, `search:N`, `editor:PATH`, `view:N/PATH` for a further pane of that text, `log:PATH`,
//! `image:PATH`, `query:DATABASE`, `term:N`, `monitor:N`, `start:N`, `note:N`, `about:` for what the program is made of, and
//! `slow:MILLISECONDS/N` to try loading with. What takes long is made on loader threads.

mod jobs;
mod kept;
mod note;
mod pane;
mod slow;
mod start;
mod texts;

use note::Note;
pub(crate) use pane::{Body, Pane, PaneRequest, TextPlace};
pub(crate) use start::Start;
use texts::Texts;
pub(crate) use texts::{OpenTexts, Waiting};

use crate::keys::Keymap;
use crate::paths::{is_text, path_of};
use multisplit::{CloseReason, Cost, Provided, Request, Saved, SharedContent, Verdict, WidgetId, WidgetProvider};
use multisplit_pane_chrome::names;
use multisplit_pane_editor::{EditorOptions, EditorState};
use multisplit_pane_files::{SearchPane, SearchState};
use multisplit_pane_large::LargeFile;
use multisplit_pane_monitor::{Monitor, MonitorState};
use multisplit_pane_query::Secret;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// Asks the window for a frame.
pub(crate) type Wake = Arc<dyn Fn() + Send + Sync>;

/// What is kept of a terminal: its program cannot be, so it starts anew where it was.
#[derive(Serialize, Deserialize)]
struct TerminalState {
    folder: PathBuf,
}

/// Makes the workbench's panes.
pub(crate) struct Provider {
    folder: PathBuf,
    ctx: egui::Context,
    wake: Wake,
    requests: Sender<PaneRequest>,
    /// Large files: an editor and a log of one file share its index and its chunks.
    large: SharedContent<LargeFile>,
    /// Texts that are edited: all panes of a file share one.
    texts: Texts,
    /// Terminals that were closed: an idle shell of theirs may end, one behind a tab may not.
    closed_terminals: HashSet<WidgetId>,
    /// Widgets that may be closed by the present command though something is lost: the user said so.
    pub(crate) discard: HashSet<WidgetId>,
    /// A text was asked whether it may be closed: whether it was is to be seen.
    asked_texts: bool,
    /// The panes of each text while a command that closes some is decided, without those it has closed so far; by path.
    pub(crate) open_texts: OpenTexts,
    /// Texts whose last live pane such a command has closed, and which go to panes that are not loaded.
    pub(crate) handed: Vec<(WidgetId, EditorState)>,
    /// Widgets that wait with one text.
    pub(crate) waiting: Waiting,
    /// Where to go when an editor that is being opened is there.
    pub(crate) spots: HashMap<WidgetId, TextPlace>,
    /// The program of new terminals, where the settings say one.
    pub(crate) shell: Option<String>,
    /// The keys that terminals leave to the workbench.
    pub(crate) keymap: Arc<Keymap>,
    /// How editors show text.
    pub(crate) editing: EditorOptions,
    /// What new searches look for.
    pub(crate) queries: HashMap<WidgetId, String>,
    /// Folders that new terminals start in.
    pub(crate) folders: HashMap<WidgetId, PathBuf>,
    /// Passwords that came with an address: in memory only, used once.
    pub(crate) secrets: HashMap<WidgetId, Secret>,
}

impl Provider {
    pub(crate) fn new(folder: PathBuf, ctx: egui::Context, wake: Wake, requests: Sender<PaneRequest>) -> Self {
        Self {
            folder,
            ctx,
            wake,
            requests,
            large: SharedContent::new(),
            texts: Texts::default(),
            closed_terminals: HashSet::new(),
            discard: HashSet::new(),
            asked_texts: false,
            open_texts: OpenTexts::new(),
            handed: vec![],
            waiting: Waiting::new(),
            spots: HashMap::new(),
            shell: None,
            keymap: Arc::default(),
            editing: EditorOptions::default(),
            queries: HashMap::new(),
            folders: HashMap::new(),
            secrets: HashMap::new(),
        }
    }

    /// How often a large file was shared by two panes.
    pub(crate) fn shared_hits(&self) -> u64 {
        self.large.hits_and_makes().0
    }

    /// Returns the texts that panes show. Cheap: a handle.
    pub(crate) fn texts(&self) -> Texts {
        self.texts.clone()
    }

    /// Returns whether a text was asked since the last call whether it may be closed.
    pub(crate) fn take_asked_texts(&mut self) -> bool {
        std::mem::take(&mut self.asked_texts)
    }

    fn pane(&self, body: Body) -> Pane {
        Pane::new(body, self.requests.clone())
    }

    /// Reads a state that fits. One of another version, or that was cut, is as good as none, and the user is told.
    fn read<T: DeserializeOwned>(&self, widget: &WidgetId, saved: Option<&Saved>) -> Option<T> {
        self.reader(widget)(saved?)
    }

    /// The same for another thread.
    fn reader<T: DeserializeOwned>(&self, widget: &WidgetId) -> impl FnOnce(&Saved) -> Option<T> + Send + use<T> {
        let (widget, requests, wake) = (widget.clone(), self.requests.clone(), Arc::clone(&self.wake));
        move |saved| {
            let told = |error| {
                tracing::warn!(%widget, "{error}");
                // At the very end nobody listens.
                drop(requests.send(PaneRequest::Warn(format!("{} is shown as if new: {error}", name_of(&widget)))));
                wake();
            };
            saved.read().map_err(told).ok()
        }
    }

    fn search(&mut self, widget: &WidgetId, saved: Option<&Saved>) -> Pane {
        let unsaved = self.texts.unsaved_in(self.folder.clone());
        let mut search = SearchPane::new(&self.folder, Arc::clone(&self.wake)).with_unsaved(unsaved);
        match (self.queries.remove(widget), self.read::<SearchState>(widget, saved)) {
            (Some(query), _) => search.look_for(&query),
            (None, Some(state)) => search.restore(&state),
            (None, None) => {}
        }
        self.pane(Body::Search(Box::new(search)))
    }

    fn monitor(&self, widget: &WidgetId, saved: Option<&Saved>) -> Pane {
        let mut monitor = Monitor::new();
        if let Some(state) = self.read::<MonitorState>(widget, saved) {
            monitor.restore(&state);
        }
        self.pane(Body::Monitor(Box::new(monitor)))
    }
}

/// Returns what would be lost with the state of an editor, in words.
pub(crate) fn unsaved_words(widget: &WidgetId) -> String {
    changes_in(&name_of(widget))
}

/// Returns what would be lost with a text of this name, in words.
fn changes_in(name: &str) -> String {
    format!("{name} has changes that are not saved")
}

/// Returns what would be lost with a kept state, in words: with the name that the file has now.
pub(crate) fn kept_words(widget: &WidgetId, kept: &str) -> String {
    if is_text(widget) { unsaved_words(widget) } else { kept.to_owned() }
}

/// Returns what the user calls a widget: the last part of its path.
pub(crate) fn name_of(widget: &WidgetId) -> String {
    let path = path_of(std::path::Path::new(""), widget);
    names::shown(&path.file_name().map_or_else(|| widget.as_str().into(), |name| name.to_string_lossy()))
}

impl WidgetProvider for Provider {
    type Widget = Pane;

    fn provide(&mut self, request: Request<'_, Pane>) -> Provided<Pane> {
        let (widget, saved) = (request.widget, request.saved);
        let ready = |made: Result<Pane, String>| match made {
            Ok(pane) => Provided::Ready(pane),
            Err(reason) => Provided::Failed(reason),
        };
        match widget.kind() {
            "files" => Provided::Load(self.files(widget, saved)),
            // No frame waits for a disk, however small the file: it may lie on a network that is gone.
            "editor" | "view" => match self.joined(widget, saved) {
                Some(pane) => Provided::Ready(pane),
                None => Provided::Load(self.editor(widget, saved)),
            },
            "log" => Provided::Load(self.log(widget, saved)),
            // Nor for a picture to be decoded.
            "image" => Provided::Load(self.image(widget, saved)),
            // Nor for a shell to be started.
            "term" => Provided::Load(self.terminal(widget, saved)),
            "query" => match self.query(widget, saved) {
                Ok(job) => Provided::Load(job),
                Err(reason) => Provided::Failed(reason),
            },
            "slow" => Provided::Load(self.slow(widget)),
            "note" => ready(Ok(self.pane(Body::Note(Note::named(widget.rest()))))),
            "search" => ready(Ok(self.search(widget, saved))),
            "monitor" => ready(Ok(self.monitor(widget, saved))),
            "about" => Provided::Load(self.about()),
            "start" => ready(Ok(self.pane(Body::Start(Start::default())))),
            _ => Provided::Unknown,
        }
    }

    fn closing(&mut self, widget: &WidgetId, live: &mut Pane, reason: CloseReason) -> Verdict {
        if let Body::Editor(editor) = &mut live.body {
            return self.closing_text(widget, editor, reason);
        }
        let lost = live.unsaved();
        if reason == CloseReason::Evict {
            let runs = matches!(live.body, Body::Terminal(_)) && !self.closed_terminals.contains(widget);
            return match lost {
                Some(what) => Verdict::Veto(what),
                None if runs => Verdict::Veto("a shell is running".to_owned()),
                None => Verdict::Allow,
            };
        }
        match lost {
            Some(what) if !self.discard.contains(widget) => Verdict::Veto(what),
            // What was thrown away, or a program that was to end, does not come back by itself.
            Some(_) => Verdict::Discard,
            None => {
                if matches!(live.body, Body::Terminal(_)) {
                    self.closed_terminals.insert(widget.clone());
                }
                Verdict::Allow
            }
        }
    }

    /// The user was asked by the application, or is now.
    fn closing_saved(&mut self, widget: &WidgetId, work: &str, reason: CloseReason) -> Verdict {
        if reason != CloseReason::Evict {
            if self.waits_beside(widget) {
                return Verdict::Allow;
            }
            if self.discard.contains(widget) {
                return Verdict::Discard;
            }
        }
        Verdict::Veto(kept_words(widget, work))
    }

    fn save(&mut self, widget: &WidgetId, live: &mut Pane) -> Option<Saved> {
        let saved = match &mut live.body {
            Body::Editor(editor) => live.kept.of(widget, editor),
            Body::Large(large) => Saved::json(&large.state()),
            Body::Files(tree) => Saved::json(&tree.state()),
            Body::Search(search) => Saved::json(&search.state()),
            Body::Image(image) => Saved::json(&image.state()),
            Body::Query(query) => Saved::json(&query.state()),
            Body::Monitor(monitor) => Saved::json(&monitor.state()),
            Body::Terminal(terminal) => Saved::json(&TerminalState { folder: terminal.folder() }),
            Body::Start(_) | Body::Slow(_) | Body::Note(_) => return None,
        };
        saved.inspect_err(|error| tracing::warn!(%widget, "the state is not kept: {error}")).ok()
    }

    fn cost(&self, live: &Pane) -> Cost {
        let (bytes, rebuild_micros) = match &live.body {
            // Reading, decoding and coloring: about what a spinning disk and one core take.
            Body::Editor(editor) => (editor.bytes(), 3_000 + editor.bytes() / 100),
            Body::Large(large) => (large.bytes(), 5_000),
            Body::Files(tree) => (tree.bytes() as u64, 2_000),
            // What was found is found again.
            Body::Search(search) => (search.bytes() as u64, 50_000),
            Body::Image(image) => (image.bytes() as u64, 2_000 + image.bytes() as u64 / 50),
            Body::Query(query) => (query.bytes(), 200_000),
            Body::Monitor(monitor) => (monitor.bytes() as u64, 1_000),
            Body::Terminal(terminal) => (terminal.bytes(), 1_000_000),
            Body::Slow(slow) => (slow.bytes(), slow.rebuild_micros()),
            Body::Note(note) => (note.bytes(), 20),
            Body::Start(_) => (64, 10),
        };
        Cost { bytes, rebuild_micros }
    }

    /// What was parked looks at the disk before it is shown again.
    fn is_fresh(&mut self, widget: &WidgetId, live: &mut Pane) -> bool {
        self.closed_terminals.remove(widget);
        if let Body::Editor(editor) = &mut live.body
            && !self.is_still_right(widget, editor)
        {
            return false;
        }
        live.check_disk(&self.ctx);
        true
    }

    fn recycle(&mut self, _: &WidgetId, mut used: Pane) -> Option<Pane> {
        match &mut used.body {
            Body::Editor(editor) => editor.reset(),
            Body::Terminal(terminal) => terminal.reset(),
            _ => return None,
        }
        Some(used)
    }
}
