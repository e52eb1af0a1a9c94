//! The base of the tests: a provider of small widgets, a window without a screen, and a simulated user. It asserts nothing.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Ui, Vec2, pos2, vec2};
use egui_kittest::Harness;
use multisplit::geometry::Ratio;
use multisplit::host::Effect;
use multisplit::jobs::Load;
use multisplit::{
    Bars, Command, Failure, Intent, Moment, PaneId, Placement, Provided, Request, Rules, Template, WidgetId,
    WidgetProvider, Workspace,
};
use multisplit_egui::{Action, Overview, OverviewChoice, PaneContext, PaneUi, WorkspaceArea};
use multisplit_raster::Raster;
use std::cell::RefCell;
use std::rc::Rc;

/// A window and the workspace in it.
pub type Stage = Harness<'static, TestApp>;

/// What the widgets report, and what they are to do.
#[derive(Debug, Default)]
pub struct Log {
    /// The number of times a title was asked for.
    pub titles: usize,
    /// Whether `panic:` widgets panic and `fail:` widgets cannot be made.
    pub broken: bool,
    /// The keys and letters that reached `keys:` widgets.
    pub keys: Vec<String>,
    /// Every clip rectangle that a widget was drawn with, and the rectangle of its pane.
    pub clips: Vec<(Rect, Rect)>,
    /// The command that each `run:` widget requests when its button is clicked.
    pub asks: Option<Command>,
}

type Shared = Rc<RefCell<Log>>;

/// A widget of the kind that its id begins with.
pub struct TestWidget {
    kind: String,
    name: String,
    pub text: String,
    wants_keyboard: bool,
    log: Shared,
}

impl PaneUi for TestWidget {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        self.log.borrow_mut().clips.push((ui.clip_rect(), ui.max_rect()));
        match self.kind.as_str() {
            "edit" => {
                let field = egui::TextEdit::multiline(&mut self.text).desired_width(f32::INFINITY);
                let response = ui.add(field);
                let name = format!("Text of {}", self.name);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, &name));
                if std::mem::take(&mut self.wants_keyboard) {
                    response.request_focus();
                }
            }
            "panic" if self.log.borrow().broken => panic!("the {} fell", self.name),
            "run" => {
                if ui.button(format!("Run {}", self.name)).clicked()
                    && let Some(command) = self.log.borrow_mut().asks.take()
                {
                    cx.run(command);
                }
            }
            "long" => {
                egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    for row in 0..200 {
                        ui.label(format!("{} row {row}", self.name));
                    }
                });
            }
            "keys" => {
                let events = ui.input(|i| i.events.clone());
                self.log.borrow_mut().keys.extend(events.iter().filter_map(|event| match event {
                    Event::Key { key, pressed: true, .. } => Some(format!("{key:?}")),
                    Event::Text(text) => Some(text.clone()),
                    _ => None,
                }));
            }
            _ => {
                ui.label(format!("this is {}", self.name));
            }
        }
    }

    fn absent_title(widget: &WidgetId) -> String {
        assert_ne!(widget.kind(), "lost", "nobody knows");
        if widget.kind() == "far" { format!("far {}", widget.rest()) } else { String::new() }
    }

    fn title(&self) -> String {
        self.log.borrow_mut().titles += 1;
        assert!(!self.breaks_at("title"), "no name");
        self.name.clone()
    }

    fn is_modified(&self) -> bool {
        assert!(!self.breaks_at("modified"), "no word of it");
        self.kind == "dirty" || !self.text.is_empty()
    }

    fn revision(&self) -> Option<u64> {
        assert!(!self.breaks_at("revision"), "no number");
        None
    }

    fn request_focus(&mut self) {
        assert!(!self.breaks_at("focus"), "no hands");
        self.wants_keyboard = true;
    }
}

impl TestWidget {
    /// Gives the widget another title.
    pub fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }

    /// Returns `true` if the widget is of a kind that panics here, and things are broken.
    fn breaks_at(&self, place: &str) -> bool {
        self.kind == place && self.log.borrow().broken
    }
}

/// The provider of the widgets.
#[derive(Default)]
pub struct TestProvider {
    pub log: Shared,
}

impl WidgetProvider for TestProvider {
    type Widget = TestWidget;

    fn provide(&mut self, request: Request<'_, TestWidget>) -> Provided<TestWidget> {
        let (kind, name) = (request.widget.kind().to_owned(), request.widget.rest().to_owned());
        let log = Rc::clone(&self.log);
        match kind.as_str() {
            "fail" if self.log.borrow().broken => Provided::Failed("the disk is full".to_owned()),
            "nothing" => Provided::Unknown,
            // The job never runs: the test answers for it.
            "slow" => Provided::Load(Box::new(|_| Err(Failure::failed("not this way")))),
            _ => Provided::Ready(TestWidget { kind, name, text: String::new(), wants_keyboard: false, log }),
        }
    }
}

/// The workspace, its front end, and what they reported.
pub struct TestApp {
    pub workspace: Workspace<TestProvider>,
    pub front: WorkspaceArea,
    /// The overview, which is shown in place of the workspace.
    pub overview: Option<Overview>,
    pub choices: Vec<OverviewChoice>,
    pub log: Shared,
    pub actions: Vec<(Action, Option<PaneId>)>,
    pub closes: Vec<Command>,
    pub refused: Vec<String>,
    /// The place in which the workspace was drawn.
    pub rect: Rect,
    pub passes: u64,
}

impl TestApp {
    pub fn new(rules: Rules) -> Self {
        let shelf = TestProvider::default();
        let log = Rc::clone(&shelf.log);
        Self {
            workspace: Workspace::with_rules(Box::new(shelf), rules),
            front: WorkspaceArea::new(),
            overview: None,
            choices: vec![],
            log,
            actions: vec![],
            closes: vec![],
            refused: vec![],
            rect: Rect::NOTHING,
            passes: 0,
        }
    }

    /// Creates a test app with these widgets side by side. The last one is focused.
    pub fn columns(widgets: &[&str]) -> Self {
        let mut app = Self::new(Rules::default());
        app.template(Template::Columns, widgets);
        app
    }

    /// Creates a test app with these widgets in one tab set.
    pub fn tabs(widgets: &[&str]) -> Self {
        let mut app = Self::new(Rules { bars: Bars::Always, ..Rules::default() });
        for widget in widgets {
            app.workspace.open(widget).expect("it opens");
        }
        app
    }

    pub fn template(&mut self, template: Template, widgets: &[&str]) {
        let widgets = widgets.iter().map(|w| WidgetId::new(w).expect("an id")).collect();
        self.run(&Command::Template { template, widgets });
    }

    pub fn run(&mut self, command: &Command) {
        self.workspace.run(Moment::ZERO, command).expect("it is done");
    }

    pub fn split(&mut self, widget: &str, place: Placement, new: &str) -> PaneId {
        let (pane, widget) = (self.pane(widget), WidgetId::new(new).expect("an id"));
        self.run(&Command::Split { pane, place, widget, ratio: Ratio::HALF });
        self.pane(new)
    }

    pub fn focus(&mut self, widget: &str) {
        let to = multisplit::FocusTo::Pane(self.pane(widget));
        self.workspace.apply(Moment::ZERO, Intent::Focus(to)).expect("it is there");
    }

    pub fn pane(&self, widget: &str) -> PaneId {
        self.find(widget).unwrap_or_else(|| panic!("{widget} is not open"))
    }

    pub fn find(&self, widget: &str) -> Option<PaneId> {
        self.workspace.layout().tree().pane_of(&WidgetId::new(widget).expect("an id"))
    }

    /// Returns the widget of the focused pane.
    pub fn focused(&self) -> String {
        let layout = self.workspace.layout();
        let widget = layout.focused_pane().and_then(|pane| layout.tree().widget(pane));
        widget.map(ToString::to_string).unwrap_or_default()
    }

    /// Returns the place of a widget's pane on the screen.
    pub fn at(&self, widget: &str) -> Rect {
        let rect = self.workspace.layout().rect(self.pane(widget)).expect("a place");
        #[allow(clippy::cast_possible_truncation)]
        let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(|v| v as f32);
        Rect::from_min_size(self.rect.min + vec2(x, y), vec2(w, h))
    }

    /// Returns the place of a pane that fills the surface, which is below its header.
    pub fn zoomed(&self) -> Rect {
        Rect::from_min_max(self.rect.min + vec2(0.0, 28.0), self.rect.max)
    }

    pub fn widths(&self, widgets: &[&str]) -> Vec<f32> {
        widgets.iter().map(|w| self.at(w).width()).collect()
    }

    /// Returns the names of the undo entries, the latest first.
    pub fn undo_names(&self) -> Vec<String> {
        self.workspace.layout().history().undo_names().map(ToOwned::to_owned).collect()
    }

    /// Returns the widgets of the tab set that a widget is in, the active one in brackets.
    pub fn bar_of(&self, widget: &str) -> String {
        let layout = self.workspace.layout();
        let tabs = layout.tree().parent(self.pane(widget).node()).expect("it is in something");
        let name = |t: multisplit::view::TabView<'_>| {
            if t.active { format!("[{}]", t.widget.rest()) } else { t.widget.rest().to_owned() }
        };
        layout.tabs(tabs).map(name).collect::<Vec<_>>().join(" ")
    }

    pub fn text_of(&mut self, widget: &str) -> String {
        let pane = self.pane(widget);
        self.workspace.live(pane).map(|(thing, _)| thing.text.clone()).unwrap_or_default()
    }

    /// Returns the loads that a host would run.
    pub fn loads(&mut self) -> Vec<Load<TestWidget>> {
        let mut loads = vec![];
        while let Some(effect) = self.workspace.poll() {
            if let Effect::Run(load) = effect {
                loads.push(load);
            }
        }
        loads
    }
}

/// Creates a window of 800 × 600 points with a test app in it.
pub fn stage(app: TestApp) -> Stage {
    sized(app, vec2(800.0, 600.0), 1.0)
}

pub fn sized(app: TestApp, size: Vec2, scale: f32) -> Stage {
    themed(app, size, scale, egui::Theme::Dark)
}

pub fn themed(app: TestApp, size: Vec2, scale: f32, theme: egui::Theme) -> Stage {
    // The harness leaves a margin of 8 points around.
    let builder = Harness::builder().with_size(size + vec2(16.0, 16.0)).with_pixels_per_point(scale).with_theme(theme);
    // A map of thousands of panes takes some frames.
    let builder = builder.with_max_steps(12);
    let mut stage = builder.renderer(Raster::new()).build_ui_state(draw, app);
    stage.run();
    stage
}

/// Draws one frame of a test app.
pub fn draw(ui: &mut Ui, app: &mut TestApp) {
    app.passes += 1;
    app.rect = ui.available_rect_before_wrap();
    if let Some(overview) = &mut app.overview {
        if let Some(choice) = overview.show(ui, &mut app.workspace, Moment::ZERO) {
            app.overview = None;
            app.choices.push(choice);
            WorkspaceArea::refocus(ui.ctx(), ui.scope_id());
        }
        return;
    }
    let front = app.front.clone();
    let shown = front.show(ui, &mut app.workspace);
    app.actions.extend(shown.actions);
    app.closes.extend(shown.closes);
    app.refused.extend(shown.refused.iter().map(ToString::to_string));
}

/// Presses, moves by way of the middle, and releases.
pub fn drag(stage: &mut Stage, from: Pos2, to: Pos2) {
    carry(stage, from, to);
    stage.drop_at(to);
    stage.run();
}

/// Presses and moves by way of the middle, without releasing.
pub fn carry(stage: &mut Stage, from: Pos2, to: Pos2) {
    stage.hover_at(from);
    stage.drag_at(from);
    stage.hover_at(from.lerp(to, 0.5));
    stage.hover_at(to);
    stage.run();
}

pub fn click(stage: &mut Stage, at: Pos2) {
    button(stage, at, PointerButton::Primary);
}

pub fn button<A>(stage: &mut Harness<'static, A>, at: Pos2, button: PointerButton) {
    stage.hover_at(at);
    for pressed in [true, false] {
        stage.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
    }
    stage.run();
}

pub fn double_click(stage: &mut Stage, at: Pos2) {
    stage.hover_at(at);
    stage.run();
    let button = PointerButton::Primary;
    let event = |pressed| Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE };
    // All in one frame, because a frame of the harness is a quarter of a second.
    stage.input_mut().events.extend([true, false, true, false].map(event));
    stage.run();
}

/// Turns the wheel; down and right are positive.
pub fn wheel(stage: &mut Stage, at: Pos2, by: Vec2, modifiers: Modifiers) {
    stage.hover_at(at);
    stage.event(Event::ModifiersChanged(modifiers));
    let (unit, phase) = (egui::MouseWheelUnit::Point, egui::TouchPhase::Move);
    let source = egui::MouseWheelSource::Wheel;
    stage.event(Event::MouseWheel { unit, delta: -by, modifiers, phase, source });
    stage.run_ok();
    for _ in 0..40 {
        stage.step();
    }
    stage.event(Event::ModifiersChanged(Modifiers::NONE));
    stage.run();
}

/// Presses a key as a desktop sends it, where Ctrl is also the command key.
pub fn key(stage: &mut Stage, modifiers: Modifiers, key: Key) {
    let modifiers = Modifiers { command: modifiers.ctrl || modifiers.command, ..modifiers };
    stage.key_press_modifiers(modifiers, key);
    stage.run();
}

pub fn type_text(stage: &mut Stage, text: &str) {
    stage.event(Event::Text(text.to_owned()));
    stage.run();
}

/// Returns the middle of the gap between two panes that are side by side.
pub fn between(stage: &Stage, left: &str, right: &str) -> Pos2 {
    let (left, right) = (stage.state().at(left), stage.state().at(right));
    pos2((left.max.x + right.min.x) / 2.0, left.center().y)
}
