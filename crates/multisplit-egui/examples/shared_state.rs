//! A viewer whose panes share one state: a list of pictures, the picture that was chosen, and its numbers. No pane holds a pointer to the
//! state; it is borrowed for the frame.

use egui::{Color32, Sense, Ui, vec2};
use multisplit::{Lifecycle, ProviderRouter};
use multisplit_egui::{Hooks, Hosted, Pane, PaneContext, PaneUi};

pub(crate) struct State {
    pictures: Vec<(&'static str, Color32)>,
    chosen: usize,
    zoom: f32,
}

type AnyPane = Box<dyn Pane<State>>;

// This application adds nothing to the front end.
impl Hooks<AnyPane> for State {}

struct List;
impl Lifecycle for List {}
impl PaneUi<State> for List {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        let State { pictures, chosen, .. } = cx.app;
        for (index, (name, _)) in pictures.iter().enumerate() {
            ui.selectable_value(chosen, index, *name);
        }
    }
}

struct Picture;
impl Lifecycle for Picture {}
impl PaneUi<State> for Picture {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        let (_, color) = cx.app.pictures[cx.app.chosen];
        ui.centered_and_justified(|ui| {
            let (response, painter) = ui.allocate_painter(vec2(240.0, 180.0) * cx.app.zoom, Sense::hover());
            painter.rect_filled(response.rect, 4.0, color);
        });
    }

    fn title_with(&self, state: &State) -> String {
        state.pictures[state.chosen].0.to_owned()
    }
}

struct Numbers;
impl Lifecycle for Numbers {}
impl PaneUi<State> for Numbers {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        let (name, color) = cx.app.pictures[cx.app.chosen];
        ui.heading(name);
        ui.label(color.to_hex());
        ui.add(egui::Slider::new(&mut cx.app.zoom, 0.2..=1.5).text("zoom"));
    }
}

pub(crate) struct App {
    hosted: Hosted<ProviderRouter<AnyPane>>,
    state: State,
}

impl App {
    pub(crate) fn new(ctx: &egui::Context) -> Result<Self, multisplit::LoadError> {
        let provider = ProviderRouter::new()
            .kind("list", |_| List.ready())
            .kind("picture", |_| Picture.ready())
            .kind("numbers", |_| Numbers.ready());
        let mut hosted = Hosted::new(ctx, provider);
        hosted.workspace.arrange("row(list .2, picture .55, numbers .25)")?;
        let pictures = vec![("Meadow", Color32::from_rgb(90, 160, 80)), ("Dusk", Color32::from_rgb(190, 110, 70))];
        Ok(Self { hosted, state: State { pictures, chosen: 0, zoom: 0.8 } })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) {
        self.hosted.show(ui, &mut self.state);
    }
}

fn main() -> eframe::Result {
    eframe::run_native(
        "shared state",
        eframe::NativeOptions::default(),
        Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx)?))),
    )
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        Self::ui(self, ui);
    }
}
