//! What the application asks of a pane, whatever its kind, and what panes ask of the application.

use egui::{Align, Context, Layout, RichText, TextureId, Ui};
use multisplit::{Failure, Lifecycle, PaneId, WidgetId};
use multisplit_egui::{HookContext, Hooks, PaneContext, PaneInfo, PaneUi, TabLook};
use multisplit_web::WebPane;
use std::any::Any;
use std::collections::HashSet;
use std::path::PathBuf;

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
    /// Open a page, beside the pane that asks for it or behind it.
    Page { url: String, from: PaneId, behind: bool },
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
    /// Rename a file or folder; panes that show it move along.
    Rename { path: PathBuf, name: String },
    /// Move a file or folder to the trash, after the user has confirmed.
    Trash { path: PathBuf },
    /// Open a pane of a layout file that waits for the user's word, or all of them.
    Allow { pane: PaneId, all: bool },
    /// Write a report.
    Report { path: PathBuf, text: String },
}

/// The state that panes draw with.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    /// What panes ask for. The application does it after the frame, in this order.
    pub(crate) asked: Vec<PaneRequest>,
    /// The panes that wait for the user's word.
    pub(crate) untrusted: HashSet<WidgetId>,
}

impl Requests {
    /// Returns `true` if the widget with this id waits for the user's word.
    pub(crate) fn waits(&self, id: &str) -> bool {
        self.untrusted.iter().any(|widget| widget.as_str() == id)
    }
}

impl Hooks<Pane> for Requests {
    fn tab_look(&self, pane: PaneInfo<'_, Pane>) -> TabLook {
        TabLook { icon: pane.live.and_then(|pane| pane.kind.icon()), ..TabLook::default() }
    }

    fn failure(&mut self, ui: &mut Ui, failure: &Failure, cx: &mut HookContext<'_, Pane>) -> bool {
        let Some((pane, widget)) = cx.pane.zip(cx.widget()) else { return false };
        if !self.untrusted.contains(widget) {
            return false;
        }
        let name = super::name_of(widget);
        // Panes that are closed are not opened along: nobody sees what they would do.
        let shown = self.untrusted.iter().filter(|widget| cx.layout.tree().pane_of(widget).is_some()).count();
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.add_space((ui.max_rect().height() / 2.0 - 60.0).clamp(4.0, 240.0));
            ui.label(RichText::new(format!("{name} waits for your word")).strong());
            ui.label(RichText::new(&failure.reason).weak());
            ui.add_space(6.0);
            if ui.button("Open it").clicked() {
                self.asked.push(PaneRequest::Allow { pane, all: false });
            }
            if shown > 1 && ui.button(format!("Open all {shown}")).clicked() {
                self.asked.push(PaneRequest::Allow { pane, all: true });
            }
        });
        true
    }
}

/// A pane of some kind: what the application asks of it, besides what the workspace asks. What it asks of texts only, such as saving,
/// it asks of an [`EditorPane`](super::EditorPane).
pub(crate) trait WorkPane: PaneUi<Requests> + Lifecycle + Any {
    /// Returns, in words, what would be lost if the pane were closed now: a running program, or a transaction. Texts are asked on
    /// their own.
    fn unsaved(&self) -> Option<String> {
        None
    }

    /// Returns the page that it shows, if it shows one.
    fn page(&mut self) -> Option<&mut WebPane> {
        None
    }

    /// Returns the icon on its tab, if it has one.
    fn icon(&self) -> Option<TextureId> {
        None
    }

    /// Returns `true` if a line of input is open in the pane, which keys can leave.
    fn is_in_line(&self) -> bool {
        self.has_bar()
    }

    /// Returns `true` if a bar with a line of input is open above a text; Escape closes the bar.
    fn has_bar(&self) -> bool {
        false
    }

    /// Checks, on a thread, whether the file of the pane changed on disk.
    fn check_disk(&mut self, _: &Context) {}

    /// Shows a place in the content of the pane, if the content has places.
    fn go_to(&mut self, _: &TextPlace) {}
}

/// A pane of the workbench. It is not a plain box, because a box has no name for a widget that does not exist.
pub(crate) struct Pane {
    pub(crate) kind: Box<dyn WorkPane>,
    /// The folder of its file, set while another pane shows a file of the same name.
    pub(crate) beside: Option<String>,
}

impl Pane {
    pub(super) fn new(kind: Box<dyn WorkPane>) -> Self {
        Self { kind, beside: None }
    }

    /// Returns what the pane is, if it is of this kind.
    pub(crate) fn as_kind<T: WorkPane>(&mut self) -> Option<&mut T> {
        let any: &mut dyn Any = &mut *self.kind;
        any.downcast_mut()
    }

    /// Takes a pane of this kind out of a pool; `None` if there is none.
    pub(super) fn take<T: WorkPane>(pooled: &mut Option<Self>) -> Option<Box<T>> {
        let any: Box<dyn Any> = pooled.take()?.kind;
        any.downcast().ok()
    }
}

impl PaneUi<Requests> for Pane {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Requests>) {
        self.kind.ui(ui, cx);
    }

    fn title(&self) -> String {
        match &self.beside {
            Some(folder) => format!("{} in {folder}", self.kind.title()),
            None => self.kind.title(),
        }
    }

    fn absent_title(widget: &WidgetId) -> String {
        super::absent_title(widget)
    }

    fn hint(&self) -> String {
        self.kind.hint()
    }

    fn is_modified(&self) -> bool {
        self.kind.is_modified()
    }

    fn revision(&self) -> Option<u64> {
        self.kind.revision()
    }

    fn request_focus(&mut self) {
        self.kind.request_focus();
    }
}
