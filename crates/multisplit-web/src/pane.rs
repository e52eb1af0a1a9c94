//! A page in a pane: address line, bars with what the page asks, and the page itself.

mod address;
mod bars;
mod described;
mod downloads;
mod icons;
mod input;
mod keys;
mod line;
mod menu;
mod own;
mod seen;

pub use address::{Visits, parse_address};

use crate::engine::{
    Download, DownloadStage, Frame, Kept, Opened, Order, PageId, PageView, Pointer, PointerAct, Question, State,
    WebEngine,
};
use egui::output::IMEOutput;
use egui::{
    Align, Align2, Color32, ColorImage, Context, CursorIcon, EventFilter, Key, Layout, Modifiers, Pos2, Rect, Response,
    Role, Sense, TextureHandle, TextureId, TextureOptions, Ui, WidgetInfo, pos2, vec2,
};
use input::{Chord, Mouse, Place, Reserved, Typed, typed};
use line::AddressLine;
use seen::Seen;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// By how much one step makes a page larger or smaller.
const ZOOM_STEP: f32 = 1.1;

/// How long a page counts as used after the user has done something in it.
const USED_FOR: Duration = Duration::from_secs(1);

/// The thickness of the line that says how far a page is, in points.
const PROGRESS: f32 = 2.0;

/// What a page counts until its memory is measured, in bytes.
const UNMEASURED: u64 = 20_000_000;

/// The maximum width and height of a page, in pixels.
const MAX_PIXELS: usize = 8_192;

/// A page of the web in a pane.
///
/// The pane draws itself into all the space that it is given. A page that is not drawn in a frame of its window sends no more
/// pictures, and is frozen after a while. One whose pane is dropped is closed; [`WebPane::kept`] brings it back, with its scroll and
/// what was entered into forms.
///
/// A pane whose [`Kept`] has no address begins with the address line: [`WebPane::request_focus`] gives the keyboard to it.
///
/// Its own keys, while the page has the keyboard: Ctrl+L (address), Ctrl+F (find), Ctrl+R and F5 (reload), Alt+Left and Alt+Right (back and
/// forward), Ctrl with plus, minus and 0 (zoom). All others are the page's, except for those that [`WebPane::set_reserved`] leaves to the
/// application, which come before all of these.
///
/// Links that open elsewhere open nowhere by themselves: take them with [`WebPane::take_opened`] after each frame.
pub struct WebPane {
    engine: Arc<dyn WebEngine>,
    page: PageId,
    view: Arc<PageView>,
    seen: Arc<Seen>,
    picture: Option<Shown>,
    icon: Option<(Arc<ColorImage>, TextureHandle)>,
    line: AddressLine,
    has_line: bool,
    /// When the user last did something in the page.
    used_at: Option<Instant>,
    /// Whether the browser was told the scale of the window.
    has_scale: bool,
    /// The text to find, while the bar for it is open.
    finding: Option<String>,
    is_find_fresh: bool,
    /// The question that the user has been shown.
    asked: Option<Question>,
    /// Whether the question has the keyboard.
    answers_keys: bool,
    /// What the user types into the bars of the page: the answer to a prompt, the path of a file or a folder.
    answer: String,
    downloads: PathBuf,
    saving: Option<downloads::Saving>,
    /// What became of what the user wanted, in words.
    notice: Option<String>,
    menu: Option<menu::Open>,
    mouse: Mouse,
    /// The upper left corner of the page.
    corner: Pos2,
    reserved: Box<Reserved>,
    visits: Visits,
    /// The visit that was noted last.
    noted: Option<(String, String)>,
    wants_focus: bool,
    /// Whether the page has the keyboard from the next frame on: a key that ends a bar is not meant for the page.
    comes_back: bool,
    had_focus: bool,
    /// Whether the page is asked what is in it.
    is_described: bool,
}

/// The picture that is shown.
struct Shown {
    texture: TextureHandle,
    number: u64,
    pixels_per_point: f32,
}

impl WebPane {
    /// Creates a pane. Its page is loaded once it is drawn.
    #[must_use]
    pub fn new(ctx: &Context, engine: Arc<dyn WebEngine>, kept: Kept) -> Self {
        let waker = ctx.clone();
        let view = PageView::new(kept, move || waker.request_repaint());
        Self::of(ctx, engine, view)
    }

    fn of(ctx: &Context, engine: Arc<dyn WebEngine>, view: Arc<PageView>) -> Self {
        let page = engine.open(Arc::clone(&view));
        let seen = Seen::new(ctx, Arc::clone(&engine), page);
        Self {
            engine,
            page,
            view,
            seen,
            picture: None,
            icon: None,
            line: AddressLine::default(),
            has_line: true,
            used_at: None,
            has_scale: false,
            noted: None,
            finding: None,
            is_find_fresh: false,
            asked: None,
            answers_keys: false,
            answer: String::new(),
            downloads: std::env::temp_dir(),
            saving: None,
            notice: None,
            menu: None,
            mouse: Mouse::default(),
            corner: Pos2::ZERO,
            reserved: Box::new(|_, _| false),
            visits: Visits::default(),
            wants_focus: false,
            comes_back: false,
            had_focus: false,
            is_described: false,
        }
    }

    /// Leaves chords to the application: neither they nor the text that comes with them reach the page.
    pub fn set_reserved(&mut self, reserved: impl Fn(&Modifiers, Key) -> bool + Send + Sync + 'static) {
        self.reserved = Box::new(reserved);
    }

    /// Shares the addresses that were visited with other panes.
    pub fn set_visits(&mut self, visits: Visits) {
        self.visits = visits;
    }

    /// Sets the folder in which files are proposed to be saved.
    pub fn set_downloads(&mut self, folder: PathBuf) {
        self.downloads = folder;
    }

    /// Returns what brings the page back.
    #[must_use]
    pub fn kept(&self) -> Kept {
        self.view.state().kept.clone()
    }

    /// Returns the title of the page, or else the server of its address.
    #[must_use]
    pub fn title(&self) -> String {
        let state = self.view.state();
        match (state.kept.title.is_empty(), state.kept.url.is_empty()) {
            (false, _) => state.kept.title.clone(),
            (true, false) => address::short(&state.kept.url),
            (true, true) => "Web".to_owned(),
        }
    }

    /// Returns `true` if the page is there: it has loaded and is shown.
    #[must_use]
    pub fn is_here(&self) -> bool {
        let state = self.view.state();
        !state.is_loading && state.failure.is_none() && self.picture.is_some()
    }

    /// Returns the icon of the page, for its tab, once it has come.
    #[must_use]
    pub fn icon(&self) -> Option<TextureId> {
        self.icon.as_ref().map(|(_, texture)| texture.id())
    }

    /// Returns the address of the page.
    #[must_use]
    pub fn url(&self) -> String {
        self.view.state().kept.url.clone()
    }

    /// Returns the bytes that the page takes: its share of what the browser's processes use for pages, and its pictures. What the browser takes
    /// for itself is in no page. Until it is measured, a page counts 20 MB.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        // The newest picture, and the texture that shows it.
        let picture = self.picture.as_ref().map_or(0, |shown| shown.texture.byte_size() as u64 * 2);
        let measured = self.view.state().bytes;
        picture + if measured == 0 { UNMEASURED } else { measured }
    }

    /// Takes the addresses that the user has asked the page to open elsewhere, such as links in windows of their own. The example `reader.rs`
    /// opens panes for them.
    #[must_use]
    pub fn take_opened(&mut self) -> Vec<Opened> {
        self.view.update(|state| std::mem::take(&mut state.opened))
    }

    /// Returns, in words, what would be lost if the pane were closed now: files that come in, or that wait to be saved.
    #[must_use]
    pub fn unsaved(&self) -> Option<String> {
        let state = self.view.state();
        let wanted = |download: &&Download| download.stage != DownloadStage::Ended;
        let mut names = state.downloads.iter().filter(wanted).map(|download| download.name.as_str());
        let first = names.next()?;
        Some(match names.count() {
            0 => format!("{first} is not saved yet"),
            more => format!("{first} and {more} more are not saved yet"),
        })
    }

    /// Requests the keyboard; the next [`WebPane::ui`] takes it.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Returns `true` if a line of input is open in the pane.
    #[must_use]
    pub fn is_in_line(&self) -> bool {
        self.line.is_edited() || self.finding.is_some()
    }

    /// Goes to an address.
    ///
    /// # Errors
    /// Words for the user, if it is no address.
    pub fn go(&mut self, text: &str) -> Result<(), String> {
        let url = parse_address(text)?;
        self.engine.order(self.page, Order::Go(url));
        Ok(())
    }

    /// Returns the width and height in which the page is shown, in points; `None` while it is hidden.
    #[must_use]
    pub fn size(&self) -> Option<[u32; 2]> {
        self.seen.size()
    }

    /// Returns `true` if the user has done something in the page within the last second, such as scrolling it.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.used_at.is_some_and(|used| used.elapsed() < USED_FOR)
    }

    /// Makes the page larger by a number of steps, or smaller; `None` shows it in its own size.
    pub fn zoom(&mut self, steps: Option<f32>) {
        let now = self.view.state().kept.zoom;
        let zoom = steps.map_or(1.0, |steps| now * ZOOM_STEP.powf(steps));
        self.engine.order(self.page, Order::Zoom(zoom));
    }

    /// Shows the pane in all the space that there is.
    pub fn ui(&mut self, ui: &mut Ui) {
        // The browser has one scale. Of windows on several screens, the one that is used has its own.
        if !std::mem::replace(&mut self.has_scale, true) || ui.input(|input| input.focused) {
            self.engine.set_scale(ui.ctx().pixels_per_point());
        }
        let state = self.view.state();
        self.note_visit(&state);
        self.take_icon(ui, &state);
        if self.menu.is_some() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.menu = None;
        }
        if state.copied.is_some() {
            self.view.update(|state| state.copied.take()).into_iter().for_each(|text| ui.copy_text(text));
        }
        ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
        if self.has_line {
            ui.add_space(2.0);
            self.line(ui, &state);
        }
        self.bars(ui, &state);
        self.page(ui, &state);
        self.show_menu(ui, &state);
        if std::mem::take(&mut self.comes_back) {
            self.wants_focus = true;
            ui.request_repaint();
        }
    }

    fn note_visit(&mut self, state: &State) {
        let visit = (&state.kept.url, &state.kept.title);
        let is_noted = self.noted.as_ref().is_some_and(|(url, title)| (url, title) == visit);
        // What was kept is no visit before the page is there; one that is left before its first picture has come is one.
        let is_there = self.picture.is_some() || !state.site.is_empty();
        if !is_noted && !state.is_loading && state.failure.is_none() && is_there {
            self.visits.note(visit.0, visit.1);
            self.noted = Some((visit.0.clone(), visit.1.clone()));
        }
    }

    fn take_icon(&mut self, ui: &Ui, state: &State) {
        let is_shown = match (&self.icon, &state.icon) {
            (Some((shown, _)), Some(icon)) => Arc::ptr_eq(shown, icon),
            (shown, icon) => shown.is_none() && icon.is_none(),
        };
        if !is_shown {
            let load =
                |icon: &Arc<ColorImage>| ui.ctx().load_texture("page icon", Arc::clone(icon), TextureOptions::LINEAR);
            self.icon = state.icon.as_ref().map(|icon| (Arc::clone(icon), load(icon)));
        }
    }

    fn line(&mut self, ui: &mut Ui, state: &State) {
        let asked = self.line.ui(ui, state, &self.visits);
        for order in asked.orders {
            self.engine.order(self.page, order);
        }
        self.comes_back |= asked.leaves;
    }

    fn page(&mut self, ui: &mut Ui, state: &State) {
        let scale = ui.ctx().pixels_per_point();
        let rect = ui.available_rect_before_wrap();
        // On whole pixels, so that the picture is not resampled.
        let rect = Rect::from_min_max((rect.min * scale).ceil() / scale, rect.max);
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        let name = if state.kept.title.is_empty() { &state.kept.url } else { &state.kept.title };
        response.widget_info(|| WidgetInfo::labeled(Role::WebView, ui.is_enabled(), format!("Page: {name}")));
        if rect.is_positive() {
            // A page of no size would be laid out anew when it is seen again.
            // A picture has to fit into a texture.
            let most = ui.input(|input| input.max_texture_side).min(MAX_PIXELS) as f32 / scale;
            self.seen.note(
                ui.ctx(),
                state.is_resting,
                [rect.width(), rect.height()].map(|side| side.round().clamp(1.0, most) as u32),
            );
            self.corner = rect.min;
        }
        self.describe(ui, &response, state);
        let has_keyboard = self.update_focus(ui, &response);
        if has_keyboard {
            self.keyboard(ui);
        }
        if state.failure.is_none() {
            self.pointer(ui, &response, state);
        }
        self.paint(ui, rect, state);
        if let Some(caret) = state.caret.filter(|_| has_keyboard) {
            let cursor_rect = caret.translate(rect.min.to_vec2());
            ui.output_mut(|output| {
                output.ime = Some(IMEOutput {
                    purpose: egui::IMEPurpose::Normal,
                    rect,
                    cursor_rect,
                    should_interrupt_composition: false,
                });
            });
        }
    }

    fn update_focus(&mut self, ui: &Ui, response: &Response) -> bool {
        if std::mem::take(&mut self.wants_focus) {
            // Without a page, there is only an address to type.
            if self.view.state().kept.url.is_empty() { self.line.edit(ui) } else { response.request_focus() }
        }
        let has_focus = response.has_focus() && ui.is_enabled();
        if has_focus {
            let all = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, all));
        }
        let has_keyboard = has_focus && ui.input(|input| input.focused);
        if std::mem::replace(&mut self.had_focus, has_keyboard) != has_keyboard {
            self.engine.order(self.page, Order::Focus(has_keyboard));
        }
        has_focus
    }

    fn keyboard(&mut self, ui: &Ui) {
        let all = ui.input(|input| typed(&input.events, &*self.reserved));
        for one in all {
            match one {
                Typed::Order(order) => {
                    self.note_use(&order);
                    self.engine.order(self.page, order);
                }
                Typed::Chord(chord) => self.chord(ui, chord),
            }
        }
    }

    /// The user does something in the page; moving the pointer over it is nothing.
    fn note_use(&mut self, order: &Order) {
        let is_move = matches!(order, Order::Pointer(Pointer { act: PointerAct::Move, buttons: 0, .. }));
        if !is_move {
            self.used_at = Some(Instant::now());
        }
    }

    fn chord(&mut self, ui: &Ui, chord: Chord) {
        let order = match chord {
            Chord::Address if !self.has_line => return,
            Chord::Address => return self.line.edit(ui),
            Chord::Find => {
                self.finding.get_or_insert_default();
                self.is_find_fresh = true;
                return;
            }
            Chord::Reload => Order::Reload,
            Chord::Back => Order::Step { back: true },
            Chord::Forward => Order::Step { back: false },
            Chord::Larger => return self.zoom(Some(1.0)),
            Chord::Smaller => return self.zoom(Some(-1.0)),
            Chord::OwnSize => return self.zoom(None),
        };
        self.engine.order(self.page, order);
    }

    fn pointer(&mut self, ui: &Ui, response: &Response, state: &State) {
        let rect = response.rect.intersect(ui.clip_rect());
        let layer = ui.layer_id();
        let is_free = |at| rect.contains(at) && ui.ctx().layer_id_at(at) == Some(layer) && ui.is_enabled();
        let (events, place) = ui.input(|input| {
            let (time, modifiers, hover) = (input.time, input.modifiers, input.pointer.hover_pos());
            let any_down = input.pointer.any_down();
            let place = Place { rect: response.rect, is_free: &is_free, time, modifiers, hover, any_down };
            (input.events.clone(), place)
        });
        let (orders, has_pressed) = self.mouse.orders(&events, &place);
        if has_pressed {
            response.request_focus();
            self.menu = None;
        }
        for order in orders {
            self.note_use(&order);
            self.engine.order(self.page, order);
        }
        if place.hover.is_some_and(is_free) {
            // The page scrolls, and not what it lies on.
            ui.input_mut(|input| input.smooth_scroll_delta = egui::Vec2::ZERO);
            if state.cursor != CursorIcon::Default {
                ui.set_cursor_icon(state.cursor);
            }
        }
    }

    fn paint(&mut self, ui: &mut Ui, rect: Rect, state: &State) {
        let painter = ui.painter_at(rect);
        if let Some(frame) = self.view.frame() {
            let Frame { image, number, pixels_per_point } = frame;
            match &mut self.picture {
                Some(shown) if shown.number == number => {}
                Some(shown) => {
                    shown.texture.set(image, TextureOptions::LINEAR);
                    (shown.number, shown.pixels_per_point) = (number, pixels_per_point);
                }
                none => {
                    let texture = ui.ctx().load_texture("web page", image, TextureOptions::LINEAR);
                    *none = Some(Shown { texture, number, pixels_per_point });
                }
            }
        }
        painter.rect_filled(rect, 0.0, Color32::WHITE);
        if let Some(Shown { texture, pixels_per_point, .. }) = &self.picture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            let size = texture.size_vec2() / *pixels_per_point;
            painter.image(texture.id(), Rect::from_min_size(rect.min, size), whole, Color32::WHITE);
        }
        if let Some(failure) = &state.failure {
            self.say_failure(ui, rect, failure);
        } else if self.picture.is_none() && !state.kept.url.is_empty() {
            let gray = Color32::from_gray(110);
            let font = egui::TextStyle::Body.resolve(ui.style());
            painter.text(rect.center(), Align2::CENTER_CENTER, "The page is on its way …", font, gray);
        }
        if state.is_loading && state.failure.is_none() {
            let done = ui.ctx().animate_value_with_time(ui.scope_id().with("progress"), state.progress, 0.3);
            let line = Rect::from_min_size(rect.min, vec2(rect.width() * done, PROGRESS));
            painter.rect_filled(line, 0.0, ui.visuals().hyperlink_color);
        }
    }

    fn say_failure(&self, ui: &mut Ui, rect: Rect, failure: &str) {
        ui.painter_at(rect).rect_filled(rect, 0.0, ui.visuals().panel_fill);
        let layout = Layout::top_down(Align::Center);
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink(8.0)).layout(layout));
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.add_space((rect.height() / 2.0 - 40.0).max(0.0));
        ui.label(failure);
        ui.add_space(6.0);
        if ui.button("Try again").clicked() {
            self.engine.order(self.page, Order::Reload);
        }
    }
}

impl Drop for WebPane {
    fn drop(&mut self) {
        self.engine.close(self.page);
    }
}

impl std::fmt::Debug for WebPane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebPane").field("view", &self.view).finish_non_exhaustive()
    }
}
