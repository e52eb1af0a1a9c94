//! Our front end, as an application uses it.

use super::floor::of_037::Window;
use super::label;
use egui::Ui;
use multisplit::{Layout, Provided, Request, WidgetProvider, Workspace};
use multisplit_egui::{Front, PaneContext, PaneUi, Style};

/// A pane with a label.
struct Text(String);

impl PaneUi for Text {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_>) {
        ui.label(&self.0);
    }
}

struct Texts;

impl WidgetProvider for Texts {
    type Widget = Text;

    fn provide(&mut self, request: Request<'_, Text>) -> Provided<Text> {
        let number = request.widget.as_str().rsplit(':').next().and_then(|number| number.parse().ok());
        number.map_or(Provided::Unknown, |number| Provided::Ready(Text(label(number))))
    }
}

/// A workspace in a window.
pub(crate) struct Ours {
    window: Window,
    front: Front,
    workspace: Workspace<Texts>,
}

impl Ours {
    /// All panes have room where `side` is large enough; otherwise the workspace is a canvas that could be scrolled, on which
    /// no pane is shorter than `least`.
    pub(crate) fn new(layout: Layout, side: f64, least: f32) -> Self {
        let window = Window::new(side);
        let style = Style { min_pane: [least; 2], divider: 6.0, ..Style::from_egui(&window.ctx.global_style()) };
        let mut workspace = Workspace::new(Texts);
        *workspace.layout_mut() = layout;
        Self { window, front: Front::new().style(style), workspace }
    }

    /// With screen readers told.
    pub(crate) fn with_access(self) -> Self {
        self.window.ctx.enable_accesskit();
        self
    }

    pub(crate) fn time(&mut self) -> f64 {
        let Self { window, front, workspace } = self;
        let spent = window.time(|ui| {
            std::hint::black_box(front.show(ui, workspace));
        });
        while let Some(effect) = workspace.poll() {
            drop(effect);
        }
        spent
    }

    /// How many panes the last frame drew.
    pub(crate) fn seen(&self) -> usize {
        self.workspace.layout().scene().pane_count()
    }
}
