//! A small application: an editor of game levels. Its panes share one state, it saves and loads its session, and it asks before a level
//! is closed that has changed.

use egui::{Color32, RichText, Sense, Stroke, Ui, WidgetText, pos2, vec2};
use multisplit::{Event, WidgetId};
use multisplit_egui::{HookContext, Hooks, Hosted, NewWidget, PaneContext, PaneInfo, Router, SessionFile, pane_fn};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, error::Error};

const FIRST: &str = "row(scenes .2, col(tabs(>*level:1, level:2) .7, log .3) .55, inspector .25)";

/// What all panes draw with.
#[derive(Serialize, Deserialize)]
struct State {
    scenes: Vec<String>,
    chosen: usize,
    points: Vec<[f32; 2]>,
    log: Vec<String>,
    #[serde(skip)]
    changed: BTreeSet<String>,
}

impl Default for State {
    fn default() -> Self {
        let scenes = ["Forest", "Cave", "Castle"].map(str::to_owned).to_vec();
        Self { scenes, chosen: 0, points: vec![[0.3, 0.4], [0.6, 0.7]], log: vec![], changed: BTreeSet::new() }
    }
}

impl<W> Hooks<W> for State {
    fn title(&self, pane: PaneInfo<'_, W>) -> Option<WidgetText> {
        Some(match pane.widget.kind() {
            "level" => RichText::new(format!("Δ Level {}", pane.widget.rest())).color(Color32::LIGHT_GREEN).into(),
            "scenes" => format!("Scenes ({})", self.scenes.len()).into(),
            kind => kind.into(),
        })
    }

    fn tab_menu(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, W>) {
        if cx.widget().is_some_and(|widget| widget.kind() == "level") && ui.button("Clear the level").clicked() {
            self.points.clear();
        }
    }

    fn new_widget(&mut self, at: &NewWidget<'_>) -> Option<WidgetId> {
        at.fresh("level")
    }

    fn close_question(&self, pane: PaneInfo<'_, W>) -> Option<String> {
        self.changed.contains(pane.widget.as_str()).then(|| "The level has changed. Close it?".to_owned())
    }
}

pub(crate) struct App {
    hosted: Hosted<Router<State>>,
    state: State,
    session: SessionFile,
}

impl App {
    pub(crate) fn new(ctx: &egui::Context, session: SessionFile) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let provider = Router::new()
            .kind("scenes", |_| pane_fn(scenes))
            .kind("inspector", |_| pane_fn(inspector))
            .kind("log", |_| pane_fn(log))
            .kind("level", |_| pane_fn(level));
        let mut hosted = Hosted::with_tabs(ctx, provider);
        let start = session.begin(&mut hosted.workspace, FIRST)?;
        let mut state: State = start.value.unwrap_or_default();
        state.log.extend(start.unread.map(|unread| unread.to_string()));
        Ok(Self { hosted, state, session })
    }

    fn toolbar(&mut self, ui: &mut Ui) -> Result<(), Box<dyn Error>> {
        let workspace = &mut self.hosted.workspace;
        match ["Save", "Load", "Reset"].into_iter().find(|text| ui.button(*text).clicked()) {
            Some("Save") => self.session.save(workspace, &self.state).map(|()| self.state.changed.clear())?,
            Some("Load") => self.state = self.session.load(workspace)?,
            Some("Reset") => self.hosted.arrange_asking(&self.state, FIRST)?,
            _ => {}
        }
        Ok(self.hosted.undo_buttons(ui)?)
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let tools = egui::Panel::top("tools").show(ui, |ui| ui.horizontal(|ui| self.toolbar(ui)).inner);
        self.state.log.extend(tools.inner.err().map(|error| error.to_string()));
        for event in self.hosted.show(ui, &mut self.state).events {
            if let Event::PaneAdded { widget, .. } | Event::PaneRemoved { widget, .. } = &event {
                self.state.log.push(format!("{}: {widget}", event.name()));
            }
        }
    }
}

fn main() -> eframe::Result {
    let session = SessionFile::new("level-editor", std::env::temp_dir().join("level-editor.json"));
    eframe::run_native(
        "level-editor",
        Default::default(),
        Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, session)?))),
    )
}

// The four panes.

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
    ui.text_edit_singleline(&mut cx.app.scenes[cx.app.chosen]).accessible_name("Name of the scene");
    for [x, y] in &mut cx.app.points {
        ui.horizontal(|ui| {
            ui.add(egui::DragValue::new(x).speed(0.01).range(0.0..=1.0)).accessible_name("x");
            ui.add(egui::DragValue::new(y).speed(0.01).range(0.0..=1.0)).accessible_name("y");
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
