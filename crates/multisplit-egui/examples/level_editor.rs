//! A small application: an editor of game levels. Its panes share one state, it saves and loads its session, and it asks before it closes a
//! level that has changed.

use egui::{Color32, RichText, Sense, Stroke, Ui, WidgetText, pos2, vec2};
use multisplit::{Bars, CloseReason, Command, CommandError, Event, Lifecycle, ProviderRouter, Rules, Verdict};
use multisplit_egui::{Action, HookContext, Hooks, Hosted, Pane, PaneContext, PaneInfo, PaneUi, WorkspaceArea};
use serde::{Deserialize, Serialize};

const NAME: &str = "level-editor";
const FIRST: &str =
    "col(tools{h 36..36, chrome}, row(scenes .2, col(tabs(*level:1, level:2) .7, log .3) .55, inspector .25))";

/// What all panes draw with.
#[derive(Serialize, Deserialize)]
struct State {
    scenes: Vec<String>,
    chosen: usize,
    points: Vec<[f32; 2]>,
    log: Vec<String>,
    asked: Option<Asked>,
}

/// What a pane asks of the application.
#[derive(Serialize, Deserialize)]
enum Asked {
    Save,
    Load,
    Reset,
    Undo,
    Redo,
}

type AnyPane = Box<dyn Pane<State>>;

impl Hooks<AnyPane> for State {
    fn title(&self, pane: PaneInfo<'_, AnyPane>) -> Option<WidgetText> {
        Some(match pane.widget.kind() {
            "level" => RichText::new(format!("Δ Level {}", pane.widget.rest())).color(Color32::LIGHT_GREEN).into(),
            "scenes" => format!("Scenes ({})", self.scenes.len()).into(),
            "log" => format!("Log ({})", self.log.len()).into(),
            kind => kind.into(),
        })
    }

    fn tab_menu(&mut self, ui: &mut Ui, cx: &mut HookContext<'_>) {
        if cx.widget().is_some_and(|widget| widget.kind() == "level") && ui.button("Clear the level").clicked() {
            self.points.clear();
            self.log.push("the level was cleared".to_owned());
        }
    }
}

pub(crate) struct App {
    hosted: Hosted<ProviderRouter<AnyPane>>,
    state: State,
    levels: usize,
    saved: String,
    /// A close that waits for an answer of the user.
    closing: Option<(Command, String)>,
}

impl App {
    pub(crate) fn new(ctx: &egui::Context) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let provider = ProviderRouter::new()
            .kind("tools", |_| Tools.ready())
            .kind("scenes", |_| Scenes.ready())
            .kind("inspector", |_| Inspector.ready())
            .kind("log", |_| Log.ready())
            .kind("level", |_| Level { changed: false }.ready());
        let rules = Rules { bars: Bars::Always, ..Rules::default() };
        let mut hosted = Hosted::with_rules(ctx, provider, rules).with_area(WorkspaceArea::new().add_button(true));
        hosted.workspace.arrange(FIRST)?;
        let scenes = ["Forest", "Cave", "Castle"].map(str::to_owned).to_vec();
        let state = State { scenes, chosen: 0, points: vec![[0.3, 0.4], [0.6, 0.7]], log: vec![], asked: None };
        let saved = hosted.workspace.save_session(NAME, &state)?;
        Ok(Self { hosted, state, levels: 2, saved, closing: None })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let output = self.hosted.show(ui, &mut self.state);
        let (workspace, now) = (&mut self.hosted.workspace, self.hosted.host.now());
        for (action, pane) in output.actions {
            if let (Action::New(place), Some(pane)) = (action, pane) {
                self.levels += 1;
                workspace.run(now, &Command::split(pane, place, &format!("level:{}", self.levels), 0.5)?)?;
            }
        }
        for error in output.refused {
            if let CommandError::Vetoed { pane, reason } = error {
                self.closing = Some((Command::Close { pane }, reason));
            }
        }
        for event in output.events {
            if let Event::PaneAdded { widget, .. } | Event::PaneRemoved { widget, .. } = &event {
                self.state.log.push(format!("{}: {widget}", event.name()));
            }
        }
        match self.state.asked.take() {
            Some(Asked::Save) => self.saved = workspace.save_session(NAME, &self.state)?,
            Some(Asked::Load) => self.state = workspace.load_session(NAME, &self.saved)?,
            Some(Asked::Reset) => workspace.arrange(FIRST)?,
            Some(Asked::Undo) => drop(workspace.layout_mut().undo()),
            Some(Asked::Redo) => drop(workspace.layout_mut().redo()),
            None => {}
        }
        if let Some((command, why)) = self.closing.take() {
            let mut choice = None;
            egui::Modal::new(egui::Id::unique("close")).show(ui.ctx(), |ui| {
                ui.label(why.as_str());
                choice = ["Close", "Keep"].into_iter().find(|text| ui.button(*text).clicked());
            });
            match choice {
                Some("Close") => drop(workspace.layout_mut().run(now, &command)?),
                Some(_) => {}
                None => self.closing = Some((command, why)),
            }
        }
        Ok(())
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        if let Err(error) = Self::ui(self, ui) {
            self.state.log.push(error.to_string());
        }
    }
}

fn main() -> eframe::Result {
    eframe::run_native(NAME, eframe::NativeOptions::default(), Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx)?))))
}

// The four panes and the toolbar.

struct Tools;
impl Lifecycle for Tools {}
impl PaneUi<State> for Tools {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        ui.horizontal_centered(|ui| {
            ui.add_space(8.0);
            let asked = [
                ("Save", Asked::Save),
                ("Load", Asked::Load),
                ("Reset", Asked::Reset),
                ("Undo", Asked::Undo),
                ("Redo", Asked::Redo),
            ];
            for (text, asked) in asked {
                if ui.button(text).clicked() {
                    cx.app.asked = Some(asked);
                }
            }
        });
    }
}

struct Scenes;
impl Lifecycle for Scenes {}
impl PaneUi<State> for Scenes {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        let State { scenes, chosen, .. } = cx.app;
        for (index, scene) in scenes.iter().enumerate() {
            ui.selectable_value(chosen, index, scene);
        }
        if ui.button("Add").clicked() {
            scenes.push(format!("Scene {}", scenes.len() + 1));
        }
    }
}

struct Inspector;
impl Lifecycle for Inspector {}
impl PaneUi<State> for Inspector {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        ui.text_edit_singleline(&mut cx.app.scenes[cx.app.chosen]).accessible_name("Name of the scene");
        for [x, y] in &mut cx.app.points {
            ui.horizontal(|ui| {
                ui.add(egui::DragValue::new(x).speed(0.01).range(0.0..=1.0)).accessible_name("x");
                ui.add(egui::DragValue::new(y).speed(0.01).range(0.0..=1.0)).accessible_name("y");
            });
        }
    }
}

struct Log;
impl Lifecycle for Log {}
impl PaneUi<State> for Log {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        egui::ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
            cx.app.log.iter().for_each(|line| drop(ui.label(line)));
        });
    }
}

struct Level {
    changed: bool,
}
impl Lifecycle for Level {
    fn closing(&mut self, reason: CloseReason) -> Verdict {
        match self.changed && reason != CloseReason::Evict {
            true => Verdict::Veto("The level has changed. Close it?".to_owned()),
            false => Verdict::Allow,
        }
    }
}
impl PaneUi<State> for Level {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        let (response, painter) = ui.allocate_painter(ui.available_size(), Sense::click());
        let rect = response.rect;
        if let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked()) {
            cx.app.points.push([(at.x - rect.min.x) / rect.width(), (at.y - rect.min.y) / rect.height()]);
            self.changed = true;
        }
        for [x, y] in &cx.app.points {
            let at = pos2(rect.min.x + x * rect.width(), rect.min.y + y * rect.height());
            painter.circle(at, 6.0, Color32::LIGHT_GREEN, Stroke::new(1.0, Color32::BLACK));
        }
        painter.text(
            rect.min + vec2(8.0, 8.0),
            egui::Align2::LEFT_TOP,
            &cx.app.scenes[cx.app.chosen],
            egui::FontId::proportional(18.0),
            ui.visuals().text_color(),
        );
    }

    fn is_modified(&self) -> bool {
        self.changed
    }
}
