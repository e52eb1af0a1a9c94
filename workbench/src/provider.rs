//! Makes the widgets of the workbench, and decides which may be closed. What differs by kind is in `kinds`; here is what needs to
//! know more than one pane: the texts, what the user agreed to lose, and what waits for new widgets. Widgets that take long to make
//! are made on loader threads.

mod kinds;
mod pane;
mod texts;

pub(crate) use kinds::{
    DOCKS, DatabasePane, EditorPane, FilesPane, FindPane, MonitorPane, PreviewPane, TerminalPane, leave_keys, page_id,
    saved_text,
};
pub(crate) use pane::{Pane, PaneRequest, Requests, TextPlace, WorkPane};
use texts::Texts;
pub(crate) use texts::{OpenTexts, Waiting};

use crate::keys::Keymap;
use crate::paths::{is_text, path_of};
use crate::trust::Held;
use multisplit::cache::SharedContent;
use multisplit::{CloseReason, Cost, Failure, Provided, Request, Saved, Verdict, WidgetId, WidgetProvider};
use multisplit_pane_chrome::names;
use multisplit_pane_editor::{EditorOptions, EditorState};
use multisplit_pane_large::LargeFile;
use multisplit_pane_query::Secret;
use multisplit_web::{Chromium, Options, Visits, WebEngine};
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// A callback that requests a frame of the window.
pub(crate) type Wake = Arc<dyn Fn() + Send + Sync>;

/// Makes the panes of the workbench.
pub(crate) struct Provider {
    folder: PathBuf,
    ctx: egui::Context,
    wake: Wake,
    /// What the user is told although it happens on a loader thread.
    warnings: Sender<String>,
    /// The large files that are open: an editor and a log of the same file share its index and its chunks.
    large: SharedContent<LargeFile>,
    /// The texts that are edited: all panes of a file share one text.
    texts: Texts,
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
    /// Shows pages. Its browser is started once one is shown.
    pub(crate) web: Arc<dyn WebEngine>,
    /// One for each text that is shown as a page, and one more.
    pub(crate) previews: Arc<()>,
    /// The pages that were visited.
    visits: Visits,
    /// The panes of layout files that wait for the user's word, and what they would do.
    pub(crate) untrusted: Held,
}

impl Provider {
    pub(crate) fn new(folder: PathBuf, ctx: egui::Context, wake: Wake, warnings: Sender<String>) -> Self {
        Self {
            folder,
            ctx,
            wake,
            warnings,
            large: SharedContent::new(),
            texts: Texts::default(),
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
            web: Arc::new(Chromium::new(Options::new(crate::paths::web_folder()))),
            previews: Arc::default(),
            visits: Visits::default(),
            untrusted: Held::new(),
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

    /// Reads a saved state. If it is of another version or damaged, warns the user and returns `None`, as if there were none.
    fn read<T: DeserializeOwned>(&self, request: &Request<'_, Pane>) -> Option<T> {
        self.reader(request.widget)(request.saved?)
    }

    /// Like [`read`](Self::read), for use on another thread.
    fn reader<T: DeserializeOwned>(&self, widget: &WidgetId) -> impl FnOnce(&Saved) -> Option<T> + Send + use<T> {
        let (widget, warnings, wake) = (widget.clone(), self.warnings.clone(), Arc::clone(&self.wake));
        move |saved| {
            let told = |error| {
                tracing::warn!(%widget, "{error}");
                // The send fails only while the program ends; the warning is not needed then.
                drop(warnings.send(format!("{} is shown as if new: {error}", name_of(&widget))));
                wake();
            };
            saved.read().map_err(told).ok()
        }
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

/// Returns the name of a widget that does not exist.
fn absent_title(widget: &WidgetId) -> String {
    kinds::of(widget).map_or_else(|| names::shown(widget.as_str()), |kind| (kind.absent_title)(widget))
}

/// Returns the name of a widget for the user: the last part of its path.
pub(crate) fn name_of(widget: &WidgetId) -> String {
    let path = path_of(std::path::Path::new(""), widget);
    names::shown(&path.file_name().map_or_else(|| widget.as_str().into(), |name| name.to_string_lossy()))
}

impl WidgetProvider for Provider {
    type Widget = Pane;

    fn provide(&mut self, request: Request<'_, Pane>) -> Provided<Pane> {
        if let Some(words) = self.untrusted.get(request.widget) {
            let words = words.clone();
            return Provided::Load(Box::new(move |_| Err(Failure::failed(words))));
        }
        kinds::of(request.widget).map_or(Provided::Unknown, |kind| (kind.make)(self, &request))
    }

    fn closing(&mut self, widget: &WidgetId, live: &mut Pane, reason: CloseReason) -> Verdict {
        if let Some(text) = live.as_kind::<EditorPane>() {
            return self.closing_text(widget, &mut text.editor, reason);
        }
        match live.kind.unsaved() {
            None => live.kind.closing(reason),
            Some(what) if reason == CloseReason::Evict || !self.discard.contains(widget) => Verdict::Veto(what),
            // Discarded work, or a program that was meant to end, does not come back with undo.
            Some(_) => Verdict::Discard,
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

    fn save(&mut self, _: &WidgetId, live: &mut Pane) -> Option<Saved> {
        // No span of `tracing` is opened here: if the display goes away, states are saved while the thread ends, and a span needs thread-local
        // data that is gone by then.
        live.kind.save()
    }

    fn cost(&self, live: &Pane) -> Cost {
        live.kind.cost()
    }

    /// Reports whether a parked pane may be shown again; the pane checks its file on disk first.
    fn is_fresh(&mut self, widget: &WidgetId, live: &mut Pane) -> bool {
        if let Some(text) = live.as_kind::<EditorPane>()
            && !self.is_still_right(widget, &mut text.editor)
        {
            return false;
        }
        live.kind.check_disk(&self.ctx);
        live.kind.is_fresh()
    }

    fn recycle(&mut self, _: &WidgetId, mut used: Pane) -> Option<Pane> {
        used.kind.reset().then_some(used)
    }
}
