//! The workbench's widgets by kind: `files:`, `editor:PATH`, `term:N`, `image:PATH`, `start:N`. Files are read on loader threads.

mod pane;
mod start;

pub(crate) use pane::{Body, Pane, Wish};
pub(crate) use start::Start;

use crate::paths::path_of;
use multisplit::{CloseReason, Cost, Failure, Job, Provided, Request, Saved, Verdict, WidgetId, WidgetProvider};
use multisplit_pane_editor::{Document, Editor, EditorState};
use multisplit_pane_files::{FileTree, FilesState, ImagePane, ImageState};
use multisplit_pane_terminal::{Terminal, TerminalOptions};
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
    wake: Wake,
    wishes: Sender<Wish>,
    /// Editors that may be closed with their changes unsaved: the user said so.
    pub(crate) discard: HashSet<WidgetId>,
    /// Lines to go to when an editor that is being opened is there.
    pub(crate) lines: HashMap<WidgetId, usize>,
    /// Folders that new terminals start in.
    pub(crate) folders: HashMap<WidgetId, PathBuf>,
}

impl Provider {
    pub(crate) fn new(folder: PathBuf, wake: Wake, wishes: Sender<Wish>) -> Self {
        Self { folder, wake, wishes, discard: HashSet::new(), lines: HashMap::new(), folders: HashMap::new() }
    }

    fn pane(&self, body: Body) -> Pane {
        Pane::new(body, self.wishes.clone())
    }

    fn files(&self, saved: Option<&Saved>) -> Result<Pane, String> {
        let mut tree = FileTree::open(&self.folder, Arc::clone(&self.wake)).map_err(|e| e.to_string())?;
        if let Some(state) = read::<FilesState>(saved) {
            tree.restore(&state);
        }
        Ok(self.pane(Body::Files(Box::new(tree))))
    }

    fn terminal(&mut self, widget: &WidgetId, saved: Option<&Saved>) -> Result<Pane, String> {
        let last = read::<TerminalState>(saved).map(|state| state.folder);
        let asked = self.folders.remove(widget);
        let folder = asked.or(last).filter(|f| f.is_dir()).unwrap_or_else(|| self.folder.clone());
        let options = TerminalOptions::new(folder);
        let mut terminal = Terminal::spawn(&options, Arc::clone(&self.wake)).map_err(|e| e.to_string())?;
        terminal.set_reserved(crate::app::keys::is_reserved);
        Ok(self.pane(Body::Terminal(Box::new(terminal))))
    }

    fn editor(&mut self, widget: &WidgetId, saved: Option<&Saved>) -> Job<Pane> {
        let path = path_of(&self.folder, widget);
        let state = read::<EditorState>(saved);
        let line = self.lines.remove(widget);
        let wishes = self.wishes.clone();
        Box::new(move |context| {
            let document = Document::read(&path).map_err(Failure::failed)?;
            context.check()?;
            Ok(Box::new(move |_| {
                let mut editor = Editor::from_document(document);
                if let Some(state) = state {
                    editor.restore(&state);
                }
                if let Some(line) = line {
                    editor.go_to_line(line);
                }
                Ok(Pane::new(Body::Editor(Box::new(editor)), wishes))
            }))
        })
    }

    fn image(&self, widget: &WidgetId, saved: Option<&Saved>) -> Job<Pane> {
        let path = path_of(&self.folder, widget);
        let state = read::<ImageState>(saved);
        let wishes = self.wishes.clone();
        Box::new(move |context| {
            let decoded = ImagePane::decode(&path).map_err(Failure::failed)?;
            context.check()?;
            Ok(Box::new(move |_| {
                let mut image = ImagePane::from_decoded(decoded);
                if let Some(state) = state {
                    image.restore(&state);
                }
                Ok(Pane::new(Body::Image(Box::new(image)), wishes))
            }))
        })
    }
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
            "files" => ready(self.files(saved)),
            "term" => ready(self.terminal(widget, saved)),
            "editor" => Provided::Load(self.editor(widget, saved)),
            "image" => Provided::Load(self.image(widget, saved)),
            "start" => ready(Ok(self.pane(Body::Start(Start::default())))),
            _ => Provided::Unknown,
        }
    }

    fn closing(&mut self, widget: &WidgetId, live: &mut Pane, _: CloseReason) -> Verdict {
        match live.unsaved() {
            Some(what) if !self.discard.remove(widget) => Verdict::Veto(what),
            _ => Verdict::Allow,
        }
    }

    fn save(&mut self, widget: &WidgetId, live: &mut Pane) -> Option<Saved> {
        let saved = match &mut live.body {
            Body::Editor(editor) => Saved::json(&editor.state()),
            Body::Files(tree) => Saved::json(&tree.state()),
            Body::Image(image) => Saved::json(&image.state()),
            Body::Terminal(terminal) => Saved::json(&TerminalState { folder: terminal.folder() }),
            Body::Start(_) => return None,
        };
        saved.inspect_err(|error| tracing::warn!(%widget, "the state is not kept: {error}")).ok()
    }

    fn cost(&self, live: &Pane) -> Cost {
        let (bytes, rebuild_micros) = match &live.body {
            Body::Editor(editor) => (editor.bytes(), 5_000),
            Body::Files(tree) => (tree.bytes() as u64, 2_000),
            Body::Image(image) => (image.bytes() as u64, 20_000),
            Body::Terminal(terminal) => (terminal.bytes(), 1_000_000),
            Body::Start(_) => (64, 10),
        };
        Cost { bytes, rebuild_micros }
    }
}

/// A state that fits; one of another version is as good as none, and said so.
fn read<T: serde::de::DeserializeOwned>(saved: Option<&Saved>) -> Option<T> {
    saved?.read().inspect_err(|error| tracing::warn!("a saved state is left out: {error}")).ok()
}
