//! The work of loader threads to make a pane: reading, decoding, connecting. A job touches no widget; its finish builds one, from
//! a pooled widget if there is one.

use super::slow::Slow;
use super::{Body, Pane, Provider, TerminalState};
use crate::paths::{database, path_of};
use multisplit::jobs::{Finish, Job, JobContext};
use multisplit::{Failure, Saved, WidgetId};
use multisplit_pane_editor::{Document, Editor, EditorError, EditorState};
use multisplit_pane_files::{FileTree, FilesState, ImagePane, ImageState};
use multisplit_pane_large::{LargeFile, LargeState, LargeView};
use multisplit_pane_query::{Connected, QueryPane, QueryState};
use multisplit_pane_terminal::{Terminal, TerminalOptions};
use std::path::Path;
use std::sync::Arc;

impl Provider {
    /// Returns the job that opens the file tree of the folder.
    pub(super) fn files(&self, widget: &WidgetId, saved: Option<&Saved>) -> Job<Pane> {
        let state = self.read::<FilesState>(widget, saved);
        let (folder, wake, requests) = (self.folder.clone(), Arc::clone(&self.wake), self.requests.clone());
        Box::new(move |_| {
            let mut tree = FileTree::open(&folder, wake).map_err(Failure::failed)?;
            if let Some(state) = state {
                tree.restore(&state);
            }
            Ok(Box::new(move |_: &mut Option<Pane>| Ok(Pane::new(Body::Files(Box::new(tree)), requests))))
        })
    }

    /// Returns the job that opens a text file: an editor, or a view if the file is too large for an editor.
    pub(super) fn editor(&mut self, widget: &WidgetId, saved: Option<&Saved>) -> Job<Pane> {
        let path = path_of(&self.folder, widget);
        let spot = self.spots.remove(widget);
        let (saved, requests, editing) = (saved.cloned(), self.requests.clone(), self.editing);
        let (texts, widget_of) = (self.texts.clone(), widget.clone());
        let (read_state, large) =
            (self.reader::<EditorState>(widget), self.large_later(widget, spot.as_ref().map(|spot| spot.line)));
        Box::new(move |context| {
            let holds_work = saved.as_ref().is_some_and(|saved| saved.unsaved_work().is_some());
            let document = match read_document(&path, context) {
                // Unsaved text that exists nowhere else waits for the editor: a view would overwrite its state with its own.
                Err(EditorError::TooLarge { .. }) if !holds_work => return large(saved, context),
                read => read.map_err(Failure::failed)?,
            };
            context.check()?;
            let state = saved.as_ref().and_then(read_state);
            if !document.is_on_disk()
                && state.as_ref().is_some_and(|state| state.unsaved.is_none() && state.saved_hash.is_some())
            {
                return Err(Failure::failed("it is no longer on disk"));
            }
            if holds_work && state.is_none() {
                return Err(Failure::failed("its unsaved text cannot be read, and is kept as it is"));
            }
            Ok(Box::new(move |shell: &mut Option<Pane>| {
                let mut editor = match shell.take() {
                    Some(Pane { body: Body::Editor(mut used), .. }) => {
                        used.open_document(document);
                        used
                    }
                    _ => Box::new(Editor::from_document(document)),
                };
                texts.share(&widget_of, &mut editor);
                editor.set_options(editing);
                if let Some(state) = state {
                    editor.restore(&state);
                }
                if let Some(spot) = spot {
                    editor.go_to_word(spot.line, &spot.word);
                }
                Ok(Pane::new(Body::Editor(editor), requests))
            }))
        })
    }

    /// Returns the job that starts a shell: in the requested folder, or else the last folder of the terminal, or else the one
    /// of the workbench.
    pub(super) fn terminal(&mut self, widget: &WidgetId, saved: Option<&Saved>) -> Job<Pane> {
        self.closed_terminals.remove(widget);
        let last = self.read::<TerminalState>(widget, saved).map(|state| state.folder);
        let asked = self.folders.remove(widget).or(last);
        let (shell, keymap) = (self.shell.clone(), Arc::clone(&self.keymap));
        let (home, wake, requests) = (self.folder.clone(), Arc::clone(&self.wake), self.requests.clone());
        Box::new(move |_| {
            let folder = asked.filter(|folder| folder.is_dir()).unwrap_or(home);
            let options = TerminalOptions { shell, ..TerminalOptions::new(folder) };
            let mut fresh = Terminal::spawn(&options, wake).map_err(Failure::failed)?;
            fresh.set_reserved(move |modifiers, key| keymap.is_reserved(modifiers, key));
            Ok(Box::new(move |shell: &mut Option<Pane>| {
                let terminal = match shell.take() {
                    Some(Pane { body: Body::Terminal(mut used), .. }) => {
                        used.adopt(fresh);
                        used
                    }
                    _ => Box::new(fresh),
                };
                Ok(Pane::new(Body::Terminal(terminal), requests))
            }))
        })
    }

    /// Returns the job that follows a growing file, which need not exist yet.
    pub(super) fn log(&mut self, widget: &WidgetId, saved: Option<&Saved>) -> Job<Pane> {
        let spot = self.spots.remove(widget);
        let open = self.view_of(widget, spot.map(|spot| spot.line), true);
        let saved = saved.cloned();
        Box::new(move |_| open(saved))
    }

    /// Returns the part of a job that opens a file too large for an editor.
    fn large_later(
        &self,
        widget: &WidgetId,
        line: Option<usize>,
    ) -> impl FnOnce(Option<Saved>, &JobContext) -> Result<Finish<Pane>, Failure> + Send + use<> {
        let open = self.view_of(widget, line, false);
        move |saved, context| {
            context.check()?;
            open(saved)
        }
    }

    /// Returns the part of a job that opens a view of a file of any size.
    fn view_of(
        &self,
        widget: &WidgetId,
        line: Option<usize>,
        follows: bool,
    ) -> impl FnOnce(Option<Saved>) -> Result<Finish<Pane>, Failure> + Send + use<> {
        let path = path_of(&self.folder, widget);
        let (wake, all) = (Arc::clone(&self.wake), self.large.clone());
        let (read_state, requests) = (self.reader::<LargeState>(widget), self.requests.clone());
        move |saved| {
            let open = if follows { LargeFile::open_or_wait } else { LargeFile::open };
            let file = all.get_or_share(&path.to_string_lossy(), || open(&path, wake)).map_err(Failure::failed)?;
            let state = saved.as_ref().and_then(read_state);
            Ok(Box::new(move |_: &mut Option<Pane>| {
                let mut view = LargeView::new(file);
                view.set_follow(follows);
                if let Some(state) = state {
                    view.restore(&state);
                }
                if let Some(line) = line {
                    view.go_to_line(line as u64);
                }
                Ok(Pane::new(Body::Large(Box::new(view)), requests))
            }) as Finish<Pane>)
        }
    }

    pub(super) fn image(&self, widget: &WidgetId, saved: Option<&Saved>) -> Job<Pane> {
        let path = path_of(&self.folder, widget);
        let state = self.read::<ImageState>(widget, saved);
        let requests = self.requests.clone();
        Box::new(move |context| {
            let decoded = ImagePane::decode(&path).map_err(Failure::failed)?;
            context.check()?;
            Ok(Box::new(move |_: &mut Option<Pane>| {
                let mut image = ImagePane::from_decoded(decoded);
                if let Some(state) = state {
                    image.restore(&state);
                }
                Ok(Pane::new(Body::Image(Box::new(image)), requests))
            }))
        })
    }

    /// Returns the job that connects to a database. If the server wants a password, the pane asks for it.
    ///
    /// # Errors
    /// The reason why the id is not a valid address of a database.
    pub(super) fn query(&mut self, widget: &WidgetId, saved: Option<&Saved>) -> Result<Job<Pane>, String> {
        let source = database(widget, &self.folder)?;
        let secret = self.secrets.remove(widget);
        let state = self.read::<QueryState>(widget, saved);
        let (requests, wake) = (self.requests.clone(), Arc::clone(&self.wake));
        Ok(Box::new(move |context| {
            let opened = Connected::open(&source, secret, &|| context.is_cancelled());
            let asks = match &opened {
                Err(error) if error.wants_password() => Some(error.to_string()),
                _ => None,
            };
            let connected = match (opened, &asks) {
                (Ok(connected), _) => Some(connected),
                (Err(_), Some(_)) => None,
                (Err(error), None) => return Err(Failure::failed(error)),
            };
            Ok(Box::new(move |_: &mut Option<Pane>| {
                let mut query = match connected {
                    Some(connected) => QueryPane::from_connected(connected, wake),
                    None => QueryPane::asking(source, asks.as_deref().unwrap_or_default(), wake),
                };
                if let Some(state) = state {
                    query.restore(&state);
                }
                Ok(Pane::new(Body::Query(Box::new(query)), requests))
            }) as Finish<Pane>)
        }))
    }

    /// Returns the job that shows what the program is, and what it is made of.
    pub(super) fn about(&self) -> Job<Pane> {
        let (requests, editing) = (self.requests.clone(), self.editing);
        Box::new(move |_| {
            let document = Document::given("About MultiSplit", &crate::about::text());
            Ok(Box::new(move |_: &mut Option<Pane>| {
                let mut editor = Box::new(Editor::from_document(document));
                editor.set_options(editing);
                Ok(Pane::new(Body::Editor(editor), requests))
            }))
        })
    }

    /// Returns the job of `slow:MILLISECONDS/N`: a pane that takes this long to load, to try out loading.
    pub(super) fn slow(&self, widget: &WidgetId) -> Job<Pane> {
        let (slow, requests) = (Slow::named(widget.rest()), self.requests.clone());
        Box::new(move |context| {
            slow.wait(context)?;
            Ok(Box::new(move |_: &mut Option<Pane>| Ok(Pane::new(Body::Slow(slow), requests))))
        })
    }
}

fn read_document(path: &Path, context: &JobContext) -> Result<Document, EditorError> {
    let mut progress = |part| {
        context.set_progress(part);
        !context.is_cancelled()
    };
    Document::read_with(path, &mut progress)
}
