//! The level editor with egui_tiles.

use egui::{Color32, Id, RichText, Sense, Stroke, Ui, WidgetText, pos2, vec2};
use egui_tiles::{Behavior, Linear, LinearDir, SimplificationOptions, Tabs, TileId, Tiles, Tree, UiResponse};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::error::Error;
use std::sync::mpsc::{Receiver, channel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Pane {
    Scenes,
    Inspector,
    Log,
    Stats,      // task: async pane
    Level(u32), // task: several instances
}

// task: first layout
fn first() -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let [scenes, stats, log, inspector, level_1, level_2] =
        [Pane::Scenes, Pane::Stats, Pane::Log, Pane::Inspector, Pane::Level(1), Pane::Level(2)]
            .map(|pane| tiles.insert_pane(pane));
    let levels = tiles.insert_tab_tile(vec![level_1, level_2]);
    let left = tiles.insert_vertical_tile(vec![scenes, stats]);
    let middle = tiles.insert_container(Linear::new_binary(LinearDir::Vertical, [levels, log], 0.7));
    let right = tiles.insert_container(Linear::new_binary(LinearDir::Horizontal, [middle, inspector], 0.6875));
    let root = tiles.insert_container(Linear::new_binary(LinearDir::Horizontal, [left, right], 0.2));
    Tree::new(Id::unique("levels"), root, tiles)
}
// end

// task: shared state
/// What all panes draw with.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct State {
    scenes: Vec<String>,
    chosen: usize,
    points: Vec<[f32; 2]>,
    pub(crate) log: Vec<String>,
    levels: u32,
    changed: BTreeSet<Pane>,
    // task: async pane
    #[serde(skip)]
    stats: Stats,
    // end
    // task: +
    #[serde(skip)]
    adds_to: Option<TileId>,
    // end
    // task: asking close
    #[serde(skip)]
    closing: Option<TileId>,
    // end
}
// end

impl Behavior<Pane> for State {
    fn pane_ui(&mut self, ui: &mut Ui, _: TileId, pane: &mut Pane) -> UiResponse {
        match pane {
            Pane::Scenes => self.scenes(ui),
            Pane::Inspector => self.inspector(ui),
            Pane::Log => self.log(ui),
            Pane::Stats => self.stats(ui),           // task: async pane
            Pane::Level(_) => self.level(ui, *pane), // task: several instances
        }
        UiResponse::None
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { all_panes_must_have_tabs: true, ..SimplificationOptions::default() }
    }

    // task: titles with color
    fn tab_title_for_pane(&mut self, pane: &Pane) -> WidgetText {
        match pane {
            Pane::Level(number) => RichText::new(format!("Δ Level {number}")).color(Color32::LIGHT_GREEN).into(),
            Pane::Scenes => format!("Scenes ({})", self.scenes.len()).into(),
            pane => format!("{pane:?}").into(),
        }
    }
    // end

    // task: menu item
    fn on_tab_button(&mut self, tiles: &mut Tiles<Pane>, tile: TileId, tab: egui::Response) -> egui::Response {
        if let Some(Pane::Level(_)) = tiles.get_pane(&tile) {
            tab.context_menu(|ui| {
                if ui.button("Clear the level").clicked() {
                    self.points.clear();
                }
            });
        }
        tab
    }
    // end

    // task: +
    fn top_bar_right_ui(&mut self, _: &Tiles<Pane>, ui: &mut Ui, tabs: TileId, _: &Tabs, _: &mut f32) {
        if ui.button("+").clicked() {
            self.adds_to = Some(tabs);
        }
    }
    // end

    // task: asking close
    /// A container that is a tab cannot be closed: the levels in it would go without a question.
    fn is_tab_closable(&self, tiles: &Tiles<Pane>, tile: TileId) -> bool {
        tiles.get_pane(&tile).is_some()
    }

    fn on_tab_close(&mut self, tiles: &mut Tiles<Pane>, tile: TileId) -> bool {
        let asks = tiles.get_pane(&tile).is_some_and(|pane| self.changed.contains(pane));
        self.closing = asks.then_some(tile);
        !asks
    }
    // end
}

pub(crate) struct App {
    tree: Tree<Pane>,
    pub(crate) state: State,
    seen: BTreeSet<Pane>, // task: log from events
    saved: String,        // task: save, load, reset
    // task: undo
    history: Vec<Tree<Pane>>,
    now: usize,
    // end
}

impl App {
    pub(crate) fn new() -> Self {
        // task: shared state
        let scenes = ["Forest", "Cave", "Castle"].map(str::to_owned).to_vec();
        let state = State { scenes, points: vec![[0.3, 0.4], [0.6, 0.7]], levels: 2, ..State::default() };
        // end
        Self {
            tree: first(),
            state,
            seen: BTreeSet::new(), // task: log from events
            saved: String::new(),  // task: save, load, reset
            // task: undo
            history: vec![],
            now: 0,
            // end
        }
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) -> Result<(), Box<dyn Error>> {
        egui::Panel::top("tools").show(ui, |ui| ui.horizontal(|ui| self.toolbar(ui)).inner).inner?; // task: toolbar
        let before = self.tree.clone(); // task: undo
        self.tree.ui(&mut self.state, ui);
        self.add(); // task: +
        self.ask(ui); // task: asking close
        self.tell(); // task: log from events
        self.remember(ui, &before); // task: undo
        Ok(())
    }

    // task: toolbar
    fn toolbar(&mut self, ui: &mut Ui) -> Result<(), Box<dyn Error>> {
        match ["Save", "Load", "Reset", "Undo", "Redo"].into_iter().find(|text| ui.button(*text).clicked()) {
            // task: save, load, reset
            Some("Save") => self.saved = serde_json::to_string(&(&self.tree, &self.state))?,
            Some("Load") => (self.tree, self.state) = serde_json::from_str(&self.saved)?,
            Some("Reset") => self.tree = first(),
            // end
            // task: undo
            Some("Undo") if self.now > 0 => self.travel(self.now - 1),
            Some("Redo") if self.now + 1 < self.history.len() => self.travel(self.now + 1),
            // end
            _ => {}
        }
        ui.label(self.state.log.last().map_or("", String::as_str)); // task: log from events
        Ok(())
    }
    // end

    // task: undo
    fn travel(&mut self, to: usize) {
        self.now = to;
        self.tree = self.history[to].clone();
    }

    /// Keeps a tree that has changed, once nothing is held and a frame leaves it as it is: a close takes two frames.
    fn remember(&mut self, ui: &Ui, before: &Tree<Pane>) {
        let is_new = self.tree == *before && self.history.get(self.now) != Some(&self.tree);
        if is_new && !ui.input(|input| input.pointer.any_down()) {
            self.history.truncate(self.now + 1);
            self.history.push(self.tree.clone());
            self.now = self.history.len() - 1;
        }
    }
    // end

    // task: +
    fn add(&mut self) {
        if let Some(tabs) = self.state.adds_to.take() {
            self.state.levels += 1;
            let new = self.tree.tiles.insert_pane(Pane::Level(self.state.levels));
            self.tree.move_tile_to_container(new, tabs, usize::MAX, false);
            self.tree.make_active(|tile, _| tile == new);
        }
    }
    // end

    // task: asking close
    fn ask(&mut self, ui: &Ui) {
        let Some(tile) = self.state.closing else { return };
        let modal = egui::Modal::new(Id::unique("closing")).show(ui.ctx(), |ui| {
            ui.label("The level has changed. Close it?");
            ui.horizontal(|ui| ["Close", "Keep"].into_iter().find(|text| ui.button(*text).clicked())).inner
        });
        if modal.inner == Some("Close") {
            self.tree.remove_recursively(tile);
        }
        if modal.inner.is_some() || modal.should_close() {
            self.state.closing = None;
        }
    }
    // end

    // task: log from events
    fn tell(&mut self) {
        let panes = self.tree.tiles.tile_ids().filter_map(|tile| self.tree.tiles.get_pane(&tile).copied());
        let now = panes.collect::<BTreeSet<_>>();
        self.state.log.extend(now.difference(&self.seen).map(|pane| format!("added {pane:?}")));
        self.state.log.extend(self.seen.difference(&now).map(|pane| format!("removed {pane:?}")));
        self.seen = now;
        // task: async pane
        if !self.seen.contains(&Pane::Stats) {
            self.state.stats = Stats::default();
        }
        // end
    }
    // end
}

// task: async pane
/// How far the load is, its result, and where both come from.
#[derive(Default)]
struct Stats {
    progress: f32,
    text: Option<String>,
    news: Option<Receiver<(f32, Option<String>)>>,
}

fn count(ctx: egui::Context) -> Receiver<(f32, Option<String>)> {
    let (sender, news) = channel();
    std::thread::spawn(move || {
        for step in 0..=10_u8 {
            let text = (step == 10).then(|| "10 files, 1,000 objects".to_owned());
            if sender.send((f32::from(step) / 10.0, text)).is_err() {
                return;
            }
            ctx.request_repaint();
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    });
    news
}

impl State {
    fn stats(&mut self, ui: &mut Ui) {
        let news = self.stats.news.get_or_insert_with(|| {
            self.log.push("loading Stats".to_owned()); // task: log from events
            count(ui.ctx().clone())
        });
        for (progress, text) in news.try_iter() {
            self.log.extend(text.is_some().then(|| "loaded Stats".to_owned())); // task: log from events
            (self.stats.progress, self.stats.text) = (progress, text);
        }
        match &self.stats.text {
            Some(text) => ui.label(text),
            None => ui.add(egui::ProgressBar::new(self.stats.progress)),
        };
    }
}
// end

// task: drawing the panes
impl State {
    fn scenes(&mut self, ui: &mut Ui) {
        for (index, scene) in self.scenes.iter().enumerate() {
            ui.selectable_value(&mut self.chosen, index, scene);
        }
        if ui.button("Add").clicked() {
            self.scenes.push(format!("Scene {}", self.scenes.len() + 1));
        }
    }

    fn inspector(&mut self, ui: &mut Ui) {
        ui.text_edit_singleline(&mut self.scenes[self.chosen]);
        for [x, y] in &mut self.points {
            ui.horizontal(|ui| {
                ui.add(egui::DragValue::new(x).speed(0.01).range(0.0..=1.0));
                ui.add(egui::DragValue::new(y).speed(0.01).range(0.0..=1.0));
            });
        }
    }

    fn log(&self, ui: &mut Ui) {
        egui::ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
            self.log.iter().for_each(|line| drop(ui.label(line)));
        });
    }

    fn level(&mut self, ui: &mut Ui, pane: Pane) {
        let (response, painter) = ui.allocate_painter(ui.available_size(), Sense::click());
        let rect = response.rect;
        if let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked()) {
            self.points.push([(at.x - rect.min.x) / rect.width(), (at.y - rect.min.y) / rect.height()]);
            self.changed.insert(pane);
        }
        for [x, y] in &self.points {
            let at = pos2(rect.min.x + x * rect.width(), rect.min.y + y * rect.height());
            painter.circle(at, 6.0, Color32::LIGHT_GREEN, Stroke::new(1.0, Color32::BLACK));
        }
        let (font, color) = (egui::FontId::proportional(18.0), ui.visuals().text_color());
        painter.text(rect.min + vec2(2.0, 2.0), egui::Align2::LEFT_TOP, &self.scenes[self.chosen], font, color);
    }
}
// end
