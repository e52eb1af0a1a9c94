//! MultiSplit's egui front end, as an application uses it.

use super::floor::of_037::Window;
use super::label;
use egui::Ui;
use multisplit::file::ReadLimits;
use multisplit::{Layout, Provided, Request, WidgetProvider, Workspace};
use multisplit_egui::{Hooks, PaneContext, PaneInfo, PaneUi, Style, TabLook, WorkspaceArea};
use multisplit_host::KeptSession;

/// A pane with a label.
struct Text {
    text: String,
    /// The revision of the text, if the pane reports its changes.
    revision: Option<u64>,
}

impl<A: ?Sized> PaneUi<A> for Text {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, A>) {
        ui.label(&self.text);
    }

    fn revision(&self) -> Option<u64> {
        self.revision
    }
}

/// The state of an application with hooks: it is asked for every title and every look of a tab.
#[derive(Default)]
struct Asked {
    prefix: String,
}

impl Hooks<Text> for Asked {
    fn title(&self, pane: PaneInfo<'_, Text>) -> Option<egui::WidgetText> {
        Some([self.prefix.as_str(), pane.widget.rest()].concat().into())
    }

    fn tab_look(&self, pane: PaneInfo<'_, Text>) -> TabLook {
        TabLook { closable: pane.live.is_some(), ..TabLook::default() }
    }
}

/// A provider of texts that report their changes, or do not.
struct Texts {
    revision: Option<u64>,
}

impl WidgetProvider for Texts {
    type Widget = Text;

    fn provide(&mut self, request: Request<'_, Text>) -> Provided<Text> {
        let number = request.widget.as_str().rsplit(':').next().and_then(|number| number.parse().ok());
        number
            .map_or(Provided::Unknown, |number| Provided::Ready(Text { text: label(number), revision: self.revision }))
    }
}

/// A workspace in a window.
pub(crate) struct Ours {
    window: Window,
    front: WorkspaceArea,
    workspace: Workspace<Texts>,
    /// The index of the pane that changes next.
    next: usize,
    asked: Option<Asked>,
}

impl Ours {
    /// Creates a frame of a layout. If `side` is large enough, all panes fit. Otherwise the workspace is a canvas that could be
    /// scrolled, and no side of a pane is shorter than `least`.
    pub(crate) fn new(layout: Layout, side: f64, least: f32) -> Self {
        Self::of(Texts { revision: None }, layout, side, least)
    }

    /// Creates a frame of a layout whose panes report their changes.
    pub(crate) fn retaining(layout: Layout, side: f64, least: f32) -> Self {
        Self::of(Texts { revision: Some(0) }, layout, side, least)
    }

    /// Creates a frame of a session that was kept.
    pub(crate) fn restarted(kept: &KeptSession, side: f64, least: f32) -> Result<Self, String> {
        let mut ours = Self::of(Texts { revision: None }, Layout::new(), side, least);
        let recovered = kept.recover(&mut ours.workspace, ReadLimits::default()).map_err(|error| error.to_string())?;
        if recovered.has_layout && recovered.lost.is_empty() { Ok(ours) } else { Err(recovered.lost.join("; ")) }
    }

    fn of(texts: Texts, layout: Layout, side: f64, least: f32) -> Self {
        let window = Window::new(side);
        let style = Style {
            min_pane: [least; 2],
            divider: 6.0,
            pane_margin: 0.0,
            ..Style::from_egui(&window.ctx.global_style())
        };
        let mut workspace = Workspace::new(texts);
        *workspace.layout_mut() = layout;
        Self { window, front: WorkspaceArea::new().style(style), workspace, next: 0, asked: None }
    }

    /// Draws with the state of an application, and with hooks.
    pub(crate) fn with_hooks(self) -> Self {
        Self { asked: Some(Asked::default()), ..self }
    }

    /// Enables the output for screen readers.
    pub(crate) fn with_access(self) -> Self {
        self.window.ctx.enable_accesskit();
        self
    }

    pub(crate) fn time(&mut self) -> f64 {
        let Self { window, front, workspace, asked, .. } = self;
        let spent = window.time(|ui| {
            std::hint::black_box(match asked {
                Some(asked) => front.show_with(ui, workspace, asked),
                None => front.show(ui, workspace),
            });
        });
        while let Some(effect) = workspace.poll() {
            drop(effect);
        }
        spent
    }

    /// Times one frame after one pane has changed, another one each time.
    pub(crate) fn time_change(&mut self) -> f64 {
        let panes = self.seen().max(1);
        let pane = crate::ours::pane(self.next % panes).ok();
        self.next += 1;
        if let Some((text, _)) = pane.and_then(|pane| self.workspace.live(pane)) {
            text.revision = text.revision.map(|revision| revision + 1);
        }
        self.time()
    }

    /// Returns how many panes the last frame drew.
    pub(crate) fn seen(&self) -> usize {
        self.workspace.layout().scene().pane_count()
    }
}
