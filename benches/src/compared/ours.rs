//! The level editor with MultiSplit.

use egui::{Color32, RichText, Sense, Stroke, Ui, WidgetText, pos2, vec2};
use multisplit::jobs::JobContext;
use multisplit::{Event, Failure, Provided, WidgetId};
use multisplit_egui::{HookContext, Hooks, Hosted, NewWidget, Pane, PaneContext, PaneFn, PaneInfo, Router, pane_fn};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::error::Error;

// task: first layout
const FIRST: &str = "row(col(scenes, stats) .2, col(tabs(>*level:1, level:2) .7, log .3) .55, inspector .25)";
// end

// task: shared state
/// What all panes draw with.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct State {
    scenes: Vec<String>,
    chosen: usize,
    points: Vec<[f32; 2]>,
    pub(crate) log: Vec<String>,
    changed: BTreeSet<String>,
}
// end

type AnyPane = Box<dyn Pane<State>>;

impl Hooks<AnyPane> for State {
    // task: titles with color
    fn title(&self, pane: PaneInfo<'_, AnyPane>) -> Option<WidgetText> {
        Some(match pane.widget.kind() {
            "level" => RichText::new(format!("Δ Level {}", pane.widget.rest())).color(Color32::LIGHT_GREEN).into(),
            "scenes" => format!("Scenes ({})", self.scenes.len()).into(),
            kind => kind.into(),
        })
    }
    // end

    // task: menu item
    fn tab_menu(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, AnyPane>) {
        if cx.widget().is_some_and(|widget| widget.kind() == "level") && ui.button("Clear the level").clicked() {
            self.points.clear();
        }
    }
    // end

    // task: +
    fn new_widget(&mut self, at: &NewWidget<'_>) -> Option<WidgetId> {
        at.fresh("level")
    }
    // end

    // task: asking close
    fn close_question(&self, pane: PaneInfo<'_, AnyPane>) -> Option<String> {
        self.changed.contains(pane.widget.as_str()).then(|| "The level has changed. Close it?".to_owned())
    }
    // end
}

pub(crate) struct App {
    hosted: Hosted<Router<State>>,
    pub(crate) state: State,
    saved: String, // task: save, load, reset
}

impl App {
    pub(crate) fn new(ctx: &egui::Context) -> Result<Self, Box<dyn Error>> {
        let provider = Router::new()
            .kind("scenes", |_| pane_fn(scenes))
            .kind("inspector", |_| pane_fn(inspector))
            .kind("log", |_| pane_fn(log))
            .kind("stats", |_| Provided::load(count, stats)) // task: async pane
            .kind("level", |_| pane_fn(level)); // task: several instances
        let mut hosted = Hosted::with_tabs(ctx, provider); // task: +
        hosted.workspace.arrange(FIRST)?;
        // task: shared state
        let scenes = ["Forest", "Cave", "Castle"].map(str::to_owned).to_vec();
        let state = State { scenes, points: vec![[0.3, 0.4], [0.6, 0.7]], ..State::default() };
        // end
        Ok(Self { hosted, state, saved: String::new() })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) -> Result<(), Box<dyn Error>> {
        egui::Panel::top("tools").show(ui, |ui| ui.horizontal(|ui| self.toolbar(ui)).inner).inner?; // task: toolbar
        let output = self.hosted.show(ui, &mut self.state);
        // task: log from events
        for event in output.events {
            self.state.log.push(match event {
                Event::PaneAdded { widget, .. } => format!("added {widget}"),
                Event::PaneRemoved { widget, .. } => format!("removed {widget}"),
                Event::WidgetLoading { widget, .. } => format!("loading {widget}"),
                Event::WidgetProvided { widget, .. } if widget.kind() == "stats" => format!("loaded {widget}"),
                _ => continue,
            });
        }
        // end
        Ok(())
    }

    // task: toolbar
    fn toolbar(&mut self, ui: &mut Ui) -> Result<(), Box<dyn Error>> {
        let hosted = &mut self.hosted;
        match ["Save", "Load", "Reset"].into_iter().find(|text| ui.button(*text).clicked()) {
            Some("Save") => self.saved = hosted.workspace.save_session("levels", &self.state)?, // task: save, load, reset
            Some("Load") => self.state = hosted.workspace.load_session("levels", &self.saved)?, // task: save, load, reset
            Some("Reset") => hosted.workspace.arrange(FIRST)?, // task: save, load, reset
            _ => {}
        }
        hosted.undo_buttons(ui)?; // task: undo
        ui.label(self.state.log.last().map_or("", String::as_str)); // task: log from events
        Ok(())
    }
    // end
}

// task: async pane
fn count(context: &JobContext) -> Result<String, Failure> {
    for step in 0..10_u8 {
        context.check()?;
        context.set_progress(f32::from(step) / 10.0);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    Ok("10 files, 1,000 objects".to_owned())
}

fn stats(text: String) -> AnyPane {
    PaneFn(move |ui: &mut Ui, _: &mut PaneContext<'_, State>| drop(ui.label(&text))).boxed()
}
// end

// task: drawing the panes
fn scenes(ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
    let State { scenes, chosen, .. } = cx.app;
    for (index, scene) in scenes.iter().enumerate() {
        ui.selectable_value(chosen, index, scene);
    }
    if ui.button("Add").clicked() {
        scenes.push(format!("Scene {}", scenes.len() + 1));
    }
}

fn inspector(ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
    ui.text_edit_singleline(&mut cx.app.scenes[cx.app.chosen]);
    for [x, y] in &mut cx.app.points {
        ui.horizontal(|ui| {
            ui.add(egui::DragValue::new(x).speed(0.01).range(0.0..=1.0));
            ui.add(egui::DragValue::new(y).speed(0.01).range(0.0..=1.0));
        });
    }
}

fn log(ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
    egui::ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
        cx.app.log.iter().for_each(|line| drop(ui.label(line)));
    });
}

fn level(ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
    let (response, painter) = ui.allocate_painter(ui.available_size(), Sense::click());
    let rect = response.rect;
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked()) {
        cx.app.points.push([(at.x - rect.min.x) / rect.width(), (at.y - rect.min.y) / rect.height()]);
        cx.app.changed.insert(cx.widget.to_string());
    }
    for [x, y] in &cx.app.points {
        let at = pos2(rect.min.x + x * rect.width(), rect.min.y + y * rect.height());
        painter.circle(at, 6.0, Color32::LIGHT_GREEN, Stroke::new(1.0, Color32::BLACK));
    }
    let (font, color) = (egui::FontId::proportional(18.0), ui.visuals().text_color());
    painter.text(rect.min + vec2(2.0, 2.0), egui::Align2::LEFT_TOP, &cx.app.scenes[cx.app.chosen], font, color);
}
// end
