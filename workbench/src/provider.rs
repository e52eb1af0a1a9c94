//! The widgets of the workbench, by kind: `files:`, `search:N`, `editor:PATH`, `view:N/PATH` for a further pane of that text,
//! `log:PATH`, `image:PATH`, `query:DATABASE`, `term:N`, `monitor:N`, `start:N`, `note:N`, `about:` for what the program is made
//! of, and `slow:MILLISECONDS/N` to try out loading. Widgets that take long to make are made on loader threads.

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
use multisplit::cache::SharedContent;
use multisplit::{CloseReason, Cost, Provided, Request, Saved, Verdict, WidgetId, WidgetProvider};
use multisplit_inspector::{Inspector, InspectorState};
use multisplit_pane_chrome::names;
use multisplit_pane_editor::{EditorOptions, EditorState};
use multisplit_pane_files::{SearchPane, SearchState};
use multisplit_pane_large::LargeFile;
use multisplit_pane_query::Secret;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// A callback that requests a frame of the window.
pub(crate) type Wake = Arc<dyn Fn() + Send + Sync>;

/// The saved state of a terminal. Its program cannot be saved, so a new shell starts in the same folder.
#[derive(Serialize, Deserialize)]
struct TerminalState {
    folder: PathBuf,
}

/// Makes the panes of the workbench.
pub(crate) struct Provider {
    folder: PathBuf,
    ctx: egui::Context,
    wake: Wake,
    requests: Sender<PaneRequest>,
    /// The large files that are open: an editor and a log of the same file share its index and its chunks.
    large: SharedContent<LargeFile>,
    /// The texts that are edited: all panes of a file share one text.
    texts: Texts,
    /// Terminals that were closed. Their idle shells may be evicted; the shell of a terminal behind a tab may not.
    closed_terminals: HashSet<WidgetId>,
    /// Widgets that the current command may close although something is lost, because the user agreed to that.
    pub(crate) discard: HashSet<WidgetId>,
    /// Whether a text was asked if it may be closed; whether it really was closed must still be checked.
    asked_texts: bool,
    /// The panes of each text while a command that closes some is decided, without those it has closed so far; by path.
    pub(crate) open_texts: OpenTexts,
    /// Texts whose last live pane such a command has closed, and which go to panes that are not loaded.
    pub(crate) handed: Vec<(WidgetId, EditorState)>,
    /// Widgets that wait with one text.
    pub(crate) waiting: Waiting,
    /// The places to go to as soon as the editors that are being opened are there.
    pub(crate) spots: HashMap<WidgetId, TextPlace>,
    /// The program of new terminals, if the settings name one.
    pub(crate) shell: Option<String>,
    /// The keys that terminals leave to the workbench.
    pub(crate) keymap: Arc<Keymap>,
    /// The options with which editors show text.
    pub(crate) editing: EditorOptions,
    /// The queries of new searches.
    pub(crate) queries: HashMap<WidgetId, String>,
    /// The folders in which new terminals start.
    pub(crate) folders: HashMap<WidgetId, PathBuf>,
    /// Passwords that came with an address: kept in memory only, and used once.
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

    /// Returns how often a large file was shared by two panes.
    pub(crate) fn shared_hits(&self) -> u64 {
        self.large.hits_and_makes().0
    }

    /// Returns a handle to the texts that panes show; it is cheap to clone.
    pub(crate) fn texts(&self) -> Texts {
        self.texts.clone()
    }

    /// Returns `true` if a text was asked, since the last call, if it may be closed.
    pub(crate) fn take_asked_texts(&mut self) -> bool {
        std::mem::take(&mut self.asked_texts)
    }

    fn pane(&self, body: Body) -> Pane {
        Pane::new(body, self.requests.clone())
    }

    /// Reads a saved state. If it is of another version or damaged, warns the user and returns `None`, as if there were none.
    fn read<T: DeserializeOwned>(&self, widget: &WidgetId, saved: Option<&Saved>) -> Option<T> {
        self.reader(widget)(saved?)
    }

    /// Like [`read`](Self::read), for use on another thread.
    fn reader<T: DeserializeOwned>(&self, widget: &WidgetId) -> impl FnOnce(&Saved) -> Option<T> + Send + use<T> {
        let (widget, requests, wake) = (widget.clone(), self.requests.clone(), Arc::clone(&self.wake));
        move |saved| {
            let told = |error| {
                tracing::warn!(%widget, "{error}");
                // The send fails only while the program ends; the warning is not needed then.
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
        let mut monitor = Inspector::new();
        if let Some(state) = self.read::<InspectorState>(widget, saved) {
            monitor.restore(&state);
        }
        self.pane(Body::Monitor(Box::new(monitor)))
    }
}

/// Returns, in words, what would be lost with the state of an editor.
pub(crate) fn unsaved_words(widget: &WidgetId) -> String {
    changes_in(&name_of(widget))
}

/// Returns, in words, what would be lost with a text of this name.
fn changes_in(name: &str) -> String {
    format!("{name} has changes that are not saved")
}

/// Returns, in words, what would be lost with a saved state; a text is called by the current name of its file.
pub(crate) fn kept_words(widget: &WidgetId, kept: &str) -> String {
    if is_text(widget) { unsaved_words(widget) } else { kept.to_owned() }
}

/// Returns the name of a widget for the user: the last part of its path.
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
            // No frame waits for a disk, however small the file: it may be on a network drive that is gone.
            "editor" | "view" => match self.joined(widget, saved) {
                Some(pane) => Provided::Ready(pane),
                None => Provided::Load(self.editor(widget, saved)),
            },
            "log" => Provided::Load(self.log(widget, saved)),
            // Nor does a frame wait for a picture to be decoded.
            "image" => Provided::Load(self.image(widget, saved)),
            // Nor for a shell to start.
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
            // Discarded work, or a program that was meant to end, does not come back with undo.
            Some(_) => Verdict::Discard,
            None => {
                if matches!(live.body, Body::Terminal(_)) {
                    self.closed_terminals.insert(widget.clone());
                }
                Verdict::Allow
            }
        }
    }

    /// Vetoes, because the saved state holds unsaved work, unless the user has already agreed to lose it.
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
            // An estimate of reading, decoding and coloring on a spinning disk and one core.
            Body::Editor(editor) => (editor.bytes(), 3_000 + editor.bytes() / 100),
            Body::Large(large) => (large.bytes(), 5_000),
            Body::Files(tree) => (tree.bytes() as u64, 2_000),
            // The hits have to be searched for again.
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

    /// Reports whether a parked pane may be shown again; the pane checks its file on disk first.
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
