//! A pane of the workbench, of one of the kinds, and the way its requests reach the application.

use super::Start;
use super::Wake;
use super::kept::KeptState;
use super::note::Note;
use super::slow::Slow;
use crate::paths::FILE_KINDS;
use egui::Ui;
use multisplit::{PaneId, WidgetId};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_inspector::{Inspector, InspectorAction};
use multisplit_pane_chrome::names;
use multisplit_pane_editor::Editor;
use multisplit_pane_files::{FileAction, FileTree, FoundLine, ImagePane, SearchPane};
use multisplit_pane_large::LargeView;
use multisplit_pane_query::{QueryPane, Source};
use multisplit_pane_terminal::Terminal;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// The maximum time that leaving waits for a text that is being saved.
const PATIENCE: Duration = Duration::from_secs(10);

/// A place in a file to show to the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextPlace {
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// The text in the line to select; empty for the line alone.
    pub(crate) word: String,
}

impl From<usize> for TextPlace {
    fn from(line: usize) -> Self {
        Self { line, word: String::new() }
    }
}

/// A request of a pane to the application.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PaneRequest {
    /// Show a file where files are shown, or beside them.
    Open { path: PathBuf, spot: Option<TextPlace>, beside: bool },
    /// Open a terminal in this folder.
    Terminal { folder: PathBuf },
    /// Open the quick opener for this pane.
    Pick { pane: PaneId },
    /// Replace this pane by a terminal.
    TerminalHere { pane: PaneId },
    /// Open another folder.
    OpenFolder,
    /// Evict hidden widgets: all of them, or some.
    Trim { all: bool },
    /// Show a warning until the user dismisses it.
    Warn(String),
    /// Rename a file or folder; panes that show it move along.
    Rename { path: PathBuf, name: String },
    /// Move a file or folder to the trash, after the user has confirmed.
    Trash { path: PathBuf },
    /// Write a report.
    Report { path: PathBuf, text: String },
}

/// The content of a pane.
pub(crate) enum Body {
    Files(Box<FileTree>),
    Search(Box<SearchPane>),
    Editor(Box<Editor>),
    Terminal(Box<Terminal>),
    Image(Box<ImagePane>),
    Large(Box<LargeView>),
    Query(Box<QueryPane>),
    Monitor(Box<Inspector>),
    Slow(Slow),
    Note(Note),
    Start(Start),
}

/// A pane of the workbench.
pub(crate) struct Pane {
    pub(crate) body: Body,
    pub(super) requests: Sender<PaneRequest>,
    /// The folder of its file, set while another pane shows a file of the same name.
    pub(crate) beside: Option<String>,
    /// The last saved state of an editor.
    pub(super) kept: KeptState,
}

impl Pane {
    pub(crate) const fn new(body: Body, requests: Sender<PaneRequest>) -> Self {
        Self { body, requests, beside: None, kept: KeptState::new() }
    }

    /// Returns, in words, what would be lost if the pane were closed now: a running program, or a transaction.
    ///
    /// For a text, see [`Pane::unsaved_text`].
    pub(crate) fn unsaved(&self) -> Option<String> {
        match &self.body {
            Body::Terminal(terminal) if terminal.is_busy() => Some("a program is running in the terminal".to_owned()),
            Body::Query(query) => query.unsaved(),
            _ => None,
        }
    }

    /// Returns, in words, what a session cannot keep of a text because it is too long. If several panes show it, only the first
    /// reports it.
    pub(crate) fn unkept(&self) -> Option<String> {
        let Body::Editor(editor) = &self.body else { return None };
        let is_lost = !editor.is_kept() && editor.is_modified() && editor.is_first();
        is_lost.then(|| format!("{} has changes, and is too long to be kept without saving it", editor.title()))
    }

    /// Returns, in words, what would be lost of a text if the program ended without a session. If several panes show it, only the
    /// first reports it.
    pub(crate) fn unsaved_text(&self) -> Option<String> {
        let Body::Editor(editor) = &self.body else { return None };
        let is_lost = editor.is_modified() && editor.is_first();
        is_lost.then(|| super::changes_in(&editor.title()))
    }

    /// Returns `true` if a line of input is open in the pane, which keys can leave.
    pub(crate) fn is_in_line(&self) -> bool {
        match &self.body {
            Body::Files(tree) => tree.asks(),
            Body::Search(_) => true,
            _ => self.has_bar(),
        }
    }

    /// Returns `true` if a bar with a line of input is open above a text; Escape closes the bar.
    pub(crate) fn has_bar(&self) -> bool {
        match &self.body {
            Body::Editor(editor) => editor.has_bar(),
            Body::Large(large) => large.has_bar(),
            _ => false,
        }
    }

    /// Saves the text of an editor to its file on a thread; does nothing if there is nothing to save.
    pub(crate) fn save_later(&mut self, wake: Wake) {
        if let Body::Editor(editor) = &mut self.body {
            editor.save_later(move || wake());
        }
    }

    /// Returns `true` if the text of an editor is being saved to its file.
    pub(crate) fn is_saving(&mut self) -> bool {
        match &mut self.body {
            Body::Editor(editor) => editor.is_saving(),
            _ => false,
        }
    }

    /// Returns why the text of an editor was not saved.
    pub(crate) fn unsaved_because(&self) -> Option<String> {
        match &self.body {
            Body::Editor(editor) => editor.unsaved_because(),
            _ => None,
        }
    }

    /// Waits until a text that is being saved is on disk, at most `PATIENCE`.
    pub(crate) fn wait_until_saved(&mut self) {
        if let Body::Editor(editor) = &mut self.body {
            editor.wait_until_saved(PATIENCE);
        }
    }

    /// Checks, on a thread, whether the file of the pane changed on disk.
    pub(crate) fn check_disk(&mut self, ctx: &egui::Context) {
        match &mut self.body {
            Body::Editor(editor) => {
                let ctx = ctx.clone();
                editor.check_disk_later(move || ctx.request_repaint());
            }
            Body::Image(image) => image.check_disk_later(ctx),
            Body::Large(large) => large.check_disk_later(),
            _ => {}
        }
    }

    /// Shows a place in the content of the pane, if the content has places.
    pub(crate) fn go_to(&mut self, spot: &TextPlace) {
        match &mut self.body {
            Body::Editor(editor) => editor.go_to_word(spot.line, &spot.word),
            Body::Large(large) => large.go_to_line(spot.line as u64),
            _ => {}
        }
    }

    fn request(&self, request: PaneRequest) {
        // The application outlives its panes. The send fails only while the program ends, and nothing is lost then.
        drop(self.requests.send(request));
    }
}

impl PaneUi for Pane {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        match &mut self.body {
            Body::Files(tree) => {
                for action in tree.ui(ui) {
                    let request = match action {
                        FileAction::Open(path) => PaneRequest::Open { path, spot: None, beside: false },
                        FileAction::OpenBeside(path) => PaneRequest::Open { path, spot: None, beside: true },
                        FileAction::OpenTerminal(folder) => PaneRequest::Terminal { folder },
                        FileAction::Rename { path, name } => PaneRequest::Rename { path, name },
                        FileAction::Trash(path) => PaneRequest::Trash { path },
                        _ => continue,
                    };
                    self.request(request);
                }
            }
            Body::Search(search) => {
                for FoundLine { path, line, word, beside } in search.ui(ui) {
                    self.request(PaneRequest::Open { path, spot: Some(TextPlace { line, word }), beside });
                }
            }
            Body::Editor(editor) => {
                editor.ui(ui);
            }
            Body::Terminal(terminal) => {
                terminal.ui(ui);
            }
            Body::Image(image) => {
                image.ui(ui);
            }
            Body::Large(large) => {
                large.ui(ui);
            }
            Body::Query(query) => query.ui(ui),
            Body::Slow(slow) => slow.ui(ui),
            Body::Note(note) => note.ui(ui),
            Body::Monitor(monitor) => {
                let actions = monitor.ui(ui);
                let report = |path: &PathBuf| match path.extension().is_some_and(|e| e == "txt") {
                    true => monitor.report_text(),
                    false => monitor.report_json(),
                };
                let requests: Vec<PaneRequest> = actions
                    .into_iter()
                    .map(|action| match action {
                        InspectorAction::TrimNow => PaneRequest::Trim { all: false },
                        InspectorAction::DropHidden => PaneRequest::Trim { all: true },
                        InspectorAction::ExportReport { path } => PaneRequest::Report { text: report(&path), path },
                    })
                    .collect();
                requests.into_iter().for_each(|request| self.request(request));
            }
            Body::Start(start) => {
                if let Some(request) = start.ui(ui, cx.pane) {
                    self.request(request);
                }
            }
        }
    }

    fn hint(&self) -> String {
        match &self.body {
            Body::Editor(editor) => names::shown_path(&editor.path()),
            Body::Image(image) => names::shown_path(image.path()),
            Body::Large(large) => names::shown_path(large.path()),
            Body::Terminal(terminal) => names::shown_path(&terminal.folder()),
            Body::Query(query) => names::shown(&query.source().to_string()),
            Body::Files(_) | Body::Search(_) | Body::Monitor(_) | Body::Slow(_) | Body::Note(_) | Body::Start(_) => {
                String::new()
            }
        }
    }

    fn absent_title(widget: &WidgetId) -> String {
        let words = match widget.kind() {
            "files" => "Files",
            "search" => "Find in files",
            "term" => "Terminal",
            "monitor" => "Monitor",
            "slow" => "Slow",
            "start" => "Start",
            "query" => {
                return Source::parse(widget.rest(), Path::new(""))
                    .map_or_else(|_| String::new(), |source| source.title());
            }
            "note" => return format!("note {}", widget.rest()),
            kind if FILE_KINDS.contains(&kind) => return super::name_of(widget),
            _ => return names::shown(widget.as_str()),
        };
        words.to_owned()
    }

    fn title(&self) -> String {
        let beside = |name: String| match &self.beside {
            Some(folder) => format!("{name} in {folder}"),
            None => name,
        };
        match &self.body {
            Body::Files(tree) => tree.title().to_owned(),
            Body::Search(search) => search.title(),
            Body::Editor(editor) => beside(editor.title()),
            Body::Terminal(terminal) => terminal.title(),
            Body::Image(image) => beside(image.title().to_owned()),
            Body::Large(large) => beside(large.title()),
            Body::Query(query) => query.title(),
            Body::Monitor(_) => "Monitor".to_owned(),
            Body::Slow(_) => "Slow".to_owned(),
            Body::Note(note) => note.title(),
            Body::Start(_) => "Start".to_owned(),
        }
    }

    /// Returns a constant for content that never changes, so that it need not be drawn again.
    fn revision(&self) -> Option<u64> {
        matches!(self.body, Body::Note(_) | Body::Slow(_)).then_some(0)
    }

    fn is_modified(&self) -> bool {
        matches!(&self.body, Body::Editor(editor) if editor.is_modified())
    }

    fn request_focus(&mut self) {
        match &mut self.body {
            Body::Files(tree) => tree.request_focus(),
            Body::Search(search) => search.request_focus(),
            Body::Editor(editor) => editor.request_focus(),
            Body::Terminal(terminal) => terminal.request_focus(),
            Body::Image(image) => image.request_focus(),
            Body::Large(large) => large.request_focus(),
            Body::Query(query) => query.request_focus(),
            Body::Monitor(monitor) => monitor.request_focus(),
            Body::Slow(_) | Body::Note(_) => {}
            Body::Start(start) => start.request_focus(),
        }
    }
}
