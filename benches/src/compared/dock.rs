//! The level editor with egui_dock.

use egui_036::{self as egui, Color32, Id, RichText, Sense, Stroke, Ui, WidgetText, pos2, vec2};
use egui_dock::tab_viewer::OnCloseResponse;
use egui_dock::{DockArea, DockState, Node, NodeIndex, NodePath, TabViewer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::error::Error;
use std::sync::mpsc::{Receiver, channel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Pane {
    Scenes,
    Inspector,
    Log,
    Stats,      // task: async pane
    Level(u32), // task: several instances
}

// task: first layout
fn first() -> DockState<Pane> {
    let mut dock = DockState::new(vec![Pane::Level(1), Pane::Level(2)]);
    let tree = dock.main_surface_mut();
    let [levels, left] = tree.split_left(NodeIndex::root(), 0.2, vec![Pane::Scenes]);
    tree.split_below(left, 0.5, vec![Pane::Stats]);
    let [levels, _] = tree.split_right(levels, 0.6875, vec![Pane::Inspector]);
    tree.split_below(levels, 0.7, vec![Pane::Log]);
    dock
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
    adds_to: Option<NodePath>,
    // end
    // task: asking close
    #[serde(skip)]
    closing: Option<Pane>,
    // end
}
// end

impl TabViewer for State {
    type Tab = Pane;

    fn id(&mut self, pane: &mut Pane) -> Id {
        Id::new(*pane)
    }

    fn ui(&mut self, ui: &mut Ui, pane: &mut Pane) {
        match pane {
            Pane::Scenes => self.scenes(ui),
            Pane::Inspector => self.inspector(ui),
            Pane::Log => self.log(ui),
            Pane::Stats => self.stats(ui),           // task: async pane
            Pane::Level(_) => self.level(ui, *pane), // task: several instances
        }
    }

    // task: drawing the panes
    fn scroll_bars(&self, _: &Pane) -> [bool; 2] {
        [false; 2]
    }
    // end

    // task: titles with color
    fn title(&mut self, pane: &mut Pane) -> WidgetText {
        match pane {
            Pane::Level(number) => RichText::new(format!("Δ Level {number}")).color(Color32::LIGHT_GREEN).into(),
            Pane::Scenes => format!("Scenes ({})", self.scenes.len()).into(),
            pane => format!("{pane:?}").into(),
        }
    }
    // end

    // task: menu item
    fn context_menu(&mut self, ui: &mut Ui, pane: &mut Pane, _: NodePath) {
        if matches!(pane, Pane::Level(_)) && ui.button("Clear the level").clicked() {
            self.points.clear();
        }
    }
    // end

    // task: +
    fn on_add(&mut self, leaf: NodePath) {
        self.adds_to = Some(leaf);
    }
    // end

    // task: asking close
    fn on_close(&mut self, pane: &mut Pane) -> OnCloseResponse {
        if !self.changed.contains(pane) {
            return OnCloseResponse::Close;
        }
        self.closing = Some(*pane);
        OnCloseResponse::Ignore
    }
    // end
}

pub(crate) struct App {
    dock: DockState<Pane>,
    pub(crate) state: State,
    seen: BTreeSet<Pane>, // task: log from events
    saved: String,        // task: save, load, reset
    // task: undo
    history: Vec<DockState<Pane>>,
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
            dock: first(),
            state,
            seen: BTreeSet::new(), // task: log from events
            saved: String::new(),  // task: save, load, reset
            // task: undo
            history: vec![first()],
            now: 0,
            // end
        }
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) -> Result<(), Box<dyn Error>> {
        egui::Panel::top("tools").show(ui, |ui| ui.horizontal(|ui| self.toolbar(ui)).inner).inner?; // task: toolbar
        DockArea::new(&mut self.dock)
            .show_add_buttons(true) // task: +
            .show_inside(ui, &mut self.state);
        self.add(); // task: +
        self.ask(ui); // task: asking close
        self.tell(); // task: log from events
        self.remember(ui); // task: undo
        Ok(())
    }

    // task: toolbar
    fn toolbar(&mut self, ui: &mut Ui) -> Result<(), Box<dyn Error>> {
        match ["Save", "Load", "Reset", "Undo", "Redo"].into_iter().find(|text| ui.button(*text).clicked()) {
            // task: save, load, reset
            Some("Save") => self.saved = serde_json::to_string(&(&self.dock, &self.state))?,
            Some("Load") => (self.dock, self.state) = serde_json::from_str(&self.saved)?,
            Some("Reset") => self.dock = first(),
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
        self.dock = self.history[to].clone();
    }

    /// Keeps a state whose shape has changed, once nothing is held.
    fn remember(&mut self, ui: &Ui) {
        if shape(&self.dock) != shape(&self.history[self.now]) && !ui.input(|input| input.pointer.any_down()) {
            self.history.truncate(self.now + 1);
            self.history.push(self.dock.clone());
            self.now += 1;
        }
    }
    // end

    // task: +
    fn add(&mut self) {
        if let Some(leaf) = self.state.adds_to.take() {
            self.state.levels += 1;
            self.dock.set_focused_node_and_surface(leaf);
            self.dock.push_to_focused_leaf(Pane::Level(self.state.levels));
        }
    }
    // end

    // task: asking close
    fn ask(&mut self, ui: &Ui) {
        let Some(pane) = self.state.closing else { return };
        let modal = egui::Modal::new(Id::new("closing")).show(ui.ctx(), |ui| {
            ui.label("The level has changed. Close it?");
            ui.horizontal(|ui| ["Close", "Keep"].into_iter().find(|text| ui.button(*text).clicked())).inner
        });
        if modal.inner == Some("Close") {
            self.dock.find_tab(&pane).map(|path| self.dock.remove_tab(path));
        }
        if modal.inner.is_some() || modal.should_close() {
            self.state.closing = None;
        }
    }
    // end

    // task: log from events
    fn tell(&mut self) {
        let now = self.dock.iter_all_tabs().map(|(_, pane)| *pane).collect::<BTreeSet<_>>();
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

// task: undo
/// What undo brings back of a state: not the rectangles, which are a part of it.
fn shape(dock: &DockState<Pane>) -> String {
    let shape = |node: &Node<Pane>| match node {
        Node::Empty => String::new(),
        Node::Leaf(leaf) => format!("{:?}", leaf.tabs),
        Node::Horizontal(split) => format!("row {}", split.fraction),
        Node::Vertical(split) => format!("column {}", split.fraction),
    };
    dock.iter_all_nodes().map(|(path, node)| format!("{path:?} {}", shape(node))).collect()
}
// end

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
