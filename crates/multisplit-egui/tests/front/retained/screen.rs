//! A window without a screen reader, widgets that report when they change, and pictures of the result. The harness of the other tests
//! has a screen reader, and with one nothing is retained. It asserts nothing.

use egui::{
    Color32, Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Stroke, Ui, Vec2, ViewportId,
    ViewportInfo, pos2, vec2,
};
use multisplit::{
    Command, Failure, FocusTo, Intent, Moment, PaneId, Provided, Request, Rules, Template, WidgetId, WidgetProvider,
    Workspace,
};
use multisplit_egui::{Overview, Painted, PaneContext, PaneUi, Style, WorkspaceArea};
use multisplit_raster::{Image, Raster};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

/// What a widget shows, and what happened to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The revision that the widget reports.
    pub revision: u64,
    pub clicks: usize,
    pub text: String,
}

/// All widgets by name, and how often each one was run.
#[derive(Debug, Default)]
pub struct Book {
    pub pages: BTreeMap<String, Page>,
    pub runs: BTreeMap<String, usize>,
    /// The number of font sizes that `sizes:` widgets show.
    pub sizes: usize,
}

pub type Shared = Rc<RefCell<Book>>;

/// A widget of the kind that its id begins with.
pub struct Sheet {
    kind: String,
    name: String,
    wants_keyboard: bool,
    book: Shared,
}

impl PaneUi for Sheet {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_>) {
        *self.book.borrow_mut().runs.entry(self.name.clone()).or_default() += 1;
        let mut page = self.page();
        match self.kind.as_str() {
            "edit" => {
                let response = ui.add(egui::TextEdit::multiline(&mut page.text).desired_width(f32::INFINITY));
                page.revision += u64::from(response.changed());
                if std::mem::take(&mut self.wants_keyboard) {
                    response.request_focus();
                }
            }
            "long" => {
                egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    (0..30).for_each(|row| {
                        ui.label(format!("{} row {row} of {}", self.name, page.revision));
                    });
                });
            }
            "draw" => draw(ui, page.revision),
            "sizes" => {
                let (sizes, painter) = (self.book.borrow().sizes, ui.painter());
                for size in 0..sizes {
                    let (at, font) = (ui.max_rect().min, egui::FontId::proportional(14.0 + size as f32 * 1.5));
                    painter.text(at, egui::Align2::LEFT_TOP, "Sphinx of black quartz", font, Color32::GRAY);
                }
                ui.label(format!("{sizes} sizes"));
            }
            "busy" => {
                ui.label("busy");
                if page.revision.is_multiple_of(2) {
                    ui.ctx().request_repaint_after(Duration::from_secs(60));
                }
            }
            "over" => {
                ui.label("over");
                let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("over all"));
                ui.ctx().layer_painter(layer).circle_filled(ui.max_rect().center(), 9.0, Color32::GREEN);
            }
            "gpu" => {
                let callback = egui::PaintCallback { rect: ui.max_rect(), callback: std::sync::Arc::new(()) };
                ui.painter().add(callback);
            }
            _ => {
                ui.heading(format!("{} {}", self.name, page.revision));
                if ui.button(format!("Press {}", page.clicks)).clicked() {
                    page.clicks += 1;
                    page.revision += 1;
                }
                ui.label("A label that is long enough to be wrapped where the pane is narrow").on_hover_text("a hint");
            }
        }
        self.book.borrow_mut().pages.insert(self.name.clone(), page);
    }

    fn title(&self) -> String {
        if self.kind == "draw" { format!("{} {}", self.name, self.page().revision) } else { String::new() }
    }

    fn is_modified(&self) -> bool {
        !self.page().text.is_empty()
    }

    fn revision(&self) -> Option<u64> {
        (self.kind != "plain").then(|| self.page().revision)
    }

    fn request_focus(&mut self) {
        self.wants_keyboard = true;
    }
}

impl Sheet {
    fn page(&self) -> Page {
        self.book.borrow().pages.get(&self.name).cloned().unwrap_or_default()
    }
}

/// Draws lines, curves and circles, on whole points and between them.
fn draw(ui: &Ui, revision: u64) {
    let (rect, painter) = (ui.max_rect(), ui.painter());
    let stroke = Stroke::new(1.0, Color32::LIGHT_BLUE);
    for step in 0..4 + revision % 5 {
        let at = rect.min + vec2(step as f32 * 7.3, step as f32 * 5.0);
        painter.line_segment([at, pos2(at.x, rect.max.y)], stroke);
        painter.circle(at, 4.5, Color32::DARK_RED, stroke);
    }
    let wave = (0..40).map(|x| rect.left_center() + vec2(x as f32 * 2.0, (x as f32 * 0.4).sin() * 9.0));
    painter.line(wave.collect(), Stroke::new(1.5, Color32::YELLOW));
}

/// The provider of the sheets.
pub struct Press(pub Shared);

impl WidgetProvider for Press {
    type Widget = Sheet;

    fn provide(&mut self, request: Request<'_, Sheet>) -> Provided<Sheet> {
        let (kind, name) = (request.widget.kind().to_owned(), request.widget.rest().to_owned());
        match kind.as_str() {
            "slow" => Provided::Load(Box::new(|_| Err(Failure::failed("not this way")))),
            _ => Provided::Ready(Sheet { kind, name, wants_keyboard: false, book: Rc::clone(&self.0) }),
        }
    }
}

/// A window with a workspace.
pub struct Screen {
    pub ctx: Context,
    pub workspace: Workspace<Press>,
    pub front: WorkspaceArea,
    /// The overview, which is shown in place of the workspace.
    pub overview: Option<Overview>,
    pub book: Shared,
    pub size: Vec2,
    pub scale: f32,
    /// The events of the next frame.
    pub events: Vec<Event>,
    pub modifiers: Modifiers,
    pub painted: Painted,
    pub delay: Duration,
    pub cursor: egui::CursorIcon,
    time: f64,
    held: Modifiers,
    raster: Raster,
    shapes: Vec<egui::epaint::ClippedShape>,
}

impl Screen {
    /// Creates a window with these widgets side by side. The last one is focused.
    pub fn new(widgets: &[&str], template: Template) -> Self {
        Self::with_rules(widgets, template, Rules::default())
    }

    pub fn with_rules(widgets: &[&str], template: Template, rules: Rules) -> Self {
        let book = Shared::default();
        let provider = Box::new(Press(Rc::clone(&book)));
        let mut workspace = Workspace::with_rules(provider, rules);
        let widgets = widgets.iter().map(|w| WidgetId::new(w).expect("an id")).collect();
        workspace.run(Moment::ZERO, &Command::Template { template, widgets }).expect("it is done");
        Self {
            ctx: Context::default(),
            workspace,
            front: WorkspaceArea::new(),
            overview: None,
            book,
            size: vec2(640.0, 240.0),
            scale: 1.0,
            events: vec![],
            modifiers: Modifiers::NONE,
            painted: Painted::default(),
            delay: Duration::ZERO,
            cursor: egui::CursorIcon::Default,
            time: 0.0,
            held: Modifiers::NONE,
            raster: Raster::new(),
            shapes: vec![],
        }
    }

    /// Runs one frame, a tenth of a second after the last one.
    pub fn frame(&mut self) {
        self.time += 0.1;
        if self.held != self.modifiers {
            self.held = self.modifiers;
            self.events.insert(0, Event::ModifiersChanged(self.held));
        }
        let viewport = ViewportInfo { native_pixels_per_point: Some(self.scale), ..ViewportInfo::default() };
        let input = RawInput {
            viewports: std::iter::once((ViewportId::ROOT, viewport)).collect(),
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            // The texture is small, so that it becomes full and egui rebuilds it.
            max_texture_side: Some(1024),
            time: Some(self.time),
            events: std::mem::take(&mut self.events),
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| {
            if let Some(overview) = &mut self.overview {
                overview.show(ui, &mut self.workspace, Moment::ZERO);
            } else {
                self.painted = self.front.show(ui, &mut self.workspace).painted;
            }
        });
        while self.workspace.poll().is_some() {}
        self.raster.update_textures(&output.textures_delta);
        output.textures_delta.clear();
        self.delay = output.viewport_output.values().map(|v| v.repaint_delay).min().expect("a viewport");
        self.cursor = output.platform_output.cursor_icon;
        self.shapes = output.shapes;
    }

    pub fn frames(&mut self, count: usize) {
        (0..count).for_each(|_| self.frame());
    }

    /// Returns a picture of the last frame.
    pub fn picture(&mut self) -> Image {
        let primitives = self.ctx.tessellate(self.shapes.clone(), self.scale);
        let size = [self.size.x, self.size.y].map(|side| (side * self.scale).round() as u32);
        self.raster.paint(size, self.scale, &primitives, Color32::BLACK)
    }

    pub fn pane(&self, widget: &str) -> Option<PaneId> {
        self.workspace.layout().tree().pane_of(&WidgetId::new(widget).expect("an id"))
    }

    pub fn run(&mut self, command: &Command) {
        // In random sessions, some commands are refused.
        let _ = self.workspace.run(Moment::ZERO, command);
    }

    pub fn focus(&mut self, widget: &str) {
        if let Some(pane) = self.pane(widget) {
            self.workspace.apply(Moment::ZERO, Intent::Focus(FocusTo::Pane(pane))).expect("it is there");
        }
    }

    /// Returns the place of a pane on the screen.
    pub fn at(&self, widget: &str) -> Rect {
        let rect = self.workspace.layout().rect(self.pane(widget).expect("it is open")).expect("a place");
        let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(|v| v as f32);
        Rect::from_min_size(pos2(x, y), vec2(w, h))
    }

    pub fn bump(&mut self, name: &str) {
        self.book.borrow_mut().pages.entry(name.to_owned()).or_default().revision += 1;
    }

    pub fn runs(&self, name: &str) -> usize {
        self.book.borrow().runs.get(name).copied().unwrap_or_default()
    }

    pub fn clicks(&self, name: &str) -> usize {
        self.book.borrow().pages.get(name).map(|page| page.clicks).unwrap_or_default()
    }

    /// Moves the pointer to a point in the next frame.
    pub fn hover(&mut self, at: Pos2) {
        self.events.push(Event::PointerMoved(at));
    }

    pub fn button(&mut self, at: Pos2, pressed: bool) {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        self.events.push(Event::PointerButton { pos: at, button, pressed, modifiers });
    }
}

/// Returns a style with panes so wide that the surface scrolls.
pub fn wide() -> Style {
    Style { min_pane: [120.0, 80.0], ..Style::from_egui(&egui::Style::default()) }
}
