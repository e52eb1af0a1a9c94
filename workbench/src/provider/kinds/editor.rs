//! A text: `editor:PATH`, and `view:N/PATH` for a further pane of that text. `about:` is a text too: what the program is made of.
//!
//! No frame waits for a disk, however small the file: it may be on a network drive that is gone.

use super::{Kind, large};
use crate::paths::path_of;
use crate::provider::{Pane, Provider, Requests, TextPlace, WorkPane, changes_in, name_of};
use egui::{Context, Ui};
use multisplit::jobs::JobContext;
use multisplit::{Cost, Failure, Lifecycle, Provided, Request, Saved};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_chrome::names;
use multisplit_pane_editor::{
    Document, Editor, EditorError, EditorOptions, EditorState, KeptText, SharedText, StateKey,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind { name: "editor", absent_title: name_of, make: provide };
pub(super) const VIEW: Kind = Kind { name: "view", ..KIND };
pub(super) const ABOUT: Kind = Kind {
    name: "about",
    absent_title: |widget| names::shown(widget.as_str()),
    make: |provider, _| {
        let editing = provider.editing;
        let write = |_: &_| Ok(Document::given("About MultiSplit", &crate::about::text()));
        Provided::load(write, move |document| {
            let mut editor = Editor::from_document(document);
            editor.set_options(editing);
            Pane::new(Box::new(EditorPane::new(editor)))
        })
    },
};

/// About the length of the state of an editor without its text.
const STATE_BYTES: usize = 1024;

/// A pane of a text.
pub(crate) struct EditorPane {
    pub(crate) editor: Editor,
    /// The last saved state, with the path and the key that it was made from. A session is written about every second while the
    /// user types, and most editors have not changed since the last time.
    kept: Option<(PathBuf, StateKey, Saved)>,
}

impl EditorPane {
    const fn new(editor: Editor) -> Self {
        Self { editor, kept: None }
    }

    fn blank() -> Box<Self> {
        Box::new(Self::new(Editor::from_document(Document::given("", ""))))
    }

    /// Returns, in words, what would be lost of the text if the program ended without a session. If several panes show it, only the
    /// first reports it. A pane that the user has closed does not: other panes have the text.
    pub(crate) fn unsaved_text(&self) -> Option<String> {
        let is_lost = self.editor.is_modified() && self.editor.is_first() && !self.editor.is_closed();
        is_lost.then(|| changes_in(&self.editor.title()))
    }
}

/// What a job has made of a file.
enum Opened {
    Document(Document),
    /// A text with unsaved changes of an earlier session.
    Restored(Arc<SharedText>),
}

/// Makes a pane of a text that another pane shows, or opens the file: in an editor, or in a view if it is too large for an editor.
fn provide(provider: &mut Provider, request: &Request<'_, Pane>) -> Provided<Pane> {
    let spot = provider.spots.remove(request.widget);
    if let Some(text) = provider.texts.of(request.widget) {
        let mut pane = EditorPane::blank();
        pane.editor.show(text);
        set_up(&mut pane.editor, provider.read(request).as_ref(), provider.editing, spot);
        // The text may have been kept alive by closed panes, which are not told about changes on disk.
        let wake = Arc::clone(&provider.wake);
        pane.editor.check_disk_later(move || wake());
        return Provided::Ready(Pane::new(pane));
    }
    let path = path_of(&provider.folder, request.widget);
    let (saved, editing) = (request.saved.cloned(), provider.editing);
    let (texts, widget) = (provider.texts(), request.widget.clone());
    let read_state = provider.reader::<EditorState>(request.widget);
    let view = large::view_of(provider, request, spot.as_ref().map(|spot| spot.line), false);
    Provided::Load(Box::new(move |context| {
        let holds_work = saved.as_ref().is_some_and(|saved| saved.unsaved_work().is_some());
        let document = match read_document(&path, context) {
            // Unsaved text that exists nowhere else waits for the editor: a view would overwrite its state with its own.
            Err(EditorError::TooLarge { .. }) if !holds_work => {
                context.check()?;
                let opened = view(saved.as_ref())?;
                return Ok(Box::new(|_: &mut Option<Pane>| Ok(opened.pane())));
            }
            read => read.map_err(Failure::failed)?,
        };
        context.check()?;
        let state = saved.as_ref().and_then(read_state);
        let was_saved = |state: &EditorState| state.unsaved.is_none() && state.saved_hash.is_some();
        if !document.is_on_disk() && state.as_ref().is_some_and(was_saved) {
            return Err(Failure::failed("it is no longer on disk"));
        }
        if holds_work && state.is_none() {
            return Err(Failure::failed("its unsaved text cannot be read, and is kept as it is"));
        }
        let opened = match &state {
            // Unsaved text is put in place here and not in a frame: it may be long.
            Some(state) if state.unsaved.is_some() => Opened::Restored(SharedText::restored(document, state)),
            _ => Opened::Document(document),
        };
        Ok(Box::new(move |pooled: &mut Option<Pane>| {
            let mut pane = Pane::take::<EditorPane>(pooled).unwrap_or_else(EditorPane::blank);
            let is_restored = matches!(opened, Opened::Restored(_));
            match opened {
                Opened::Document(document) => pane.editor.open_document(document),
                Opened::Restored(text) => pane.editor.show(text),
            }
            let is_other = texts.share(&widget, &mut pane.editor);
            let place = state.as_ref().filter(|_| is_restored && !is_other);
            place.into_iter().for_each(|state| pane.editor.restore_place(state));
            set_up(&mut pane.editor, state.as_ref().filter(|_| place.is_none()), editing, spot);
            Ok(Pane::new(pane))
        }))
    }))
}

/// Returns the state of a text as it is kept. Its JSON is made later, on the thread that writes it: the text may be long.
pub(crate) fn saved_text(state: EditorState) -> Option<Saved> {
    let bytes = STATE_BYTES + state.unsaved.as_ref().map_or(0, KeptText::bytes);
    // Numbers and texts are written to memory, which cannot fail.
    let saved = Saved::later(bytes, move || serde_json::to_string(&state).unwrap_or_default());
    saved.inspect_err(|error| tracing::warn!("the state is not kept: {error}")).ok()
}

fn set_up(editor: &mut Editor, state: Option<&EditorState>, options: EditorOptions, spot: Option<TextPlace>) {
    editor.set_options(options);
    if let Some(state) = state {
        editor.restore(state);
    }
    if let Some(TextPlace { line, word }) = spot {
        editor.go_to_word(line, &word);
    }
}

fn read_document(path: &Path, context: &JobContext) -> Result<Document, EditorError> {
    let mut progress = |part| {
        context.set_progress(part);
        !context.is_cancelled()
    };
    Document::read_with(path, &mut progress)
}

impl PaneUi<Requests> for EditorPane {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, Requests>) {
        self.editor.ui(ui);
    }

    fn title(&self) -> String {
        self.editor.title()
    }

    fn hint(&self) -> String {
        names::shown_path(&self.editor.path())
    }

    fn is_modified(&self) -> bool {
        self.editor.is_modified()
    }

    fn request_focus(&mut self) {
        self.editor.request_focus();
    }
}

impl Lifecycle for EditorPane {
    /// Returns the state of the text. It is made only if something has changed since the last call, and its JSON only where it is written.
    fn save(&mut self) -> Option<Saved> {
        let (path, key) = (self.editor.path(), self.editor.state_key());
        if let Some((of, same, saved)) = &self.kept
            && (of, same) == (&path, &key)
        {
            return Some(saved.clone());
        }
        let saved = saved_text(self.editor.state())?.with_unsaved_work_if(self.unsaved_text());
        self.kept = Some((path, key, saved.clone()));
        Some(saved)
    }

    fn cost(&self) -> Cost {
        let bytes = self.editor.bytes();
        // An estimate of reading, decoding and coloring on a spinning disk and one core.
        Cost { bytes, rebuild_micros: 3_000 + bytes / 100 }
    }

    fn reset(&mut self) -> bool {
        self.editor.reset();
        self.kept = None;
        true
    }
}

impl WorkPane for EditorPane {
    fn has_bar(&self) -> bool {
        self.editor.has_bar()
    }

    fn check_disk(&mut self, ctx: &Context) {
        let ctx = ctx.clone();
        self.editor.check_disk_later(move || ctx.request_repaint());
    }

    fn go_to(&mut self, spot: &TextPlace) {
        self.editor.go_to_word(spot.line, &spot.word);
    }
}
