//! The overlay itself: a line, a list of what matches, keys and clicks.
//!
//! It knows neither what is picked nor how it is matched.
//!
//! Invariant: `marked` is less than the number of lines shown last, or zero.

use egui::text::{CCursorRange, LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align2, Color32, Context, Id, Key, Modal, Modifiers, Rect, Sense, Stroke, TextEdit, TextStyle, Ui, UiBuilder,
    WidgetInfo, accesskit, pos2, vec2,
};

use multisplit_pane_chrome::names;

use crate::limits;
use crate::rows::RowList;

/// The maximum width of the overlay, in points.
const WIDTH: f32 = 620.0;
/// The number of rows that the overlay shows without scrolling.
const ROWS: usize = 12;

/// One row of the list.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The number by which the caller identifies the row.
    pub at: usize,
    pub label: String,
    pub detail: String,
    pub why: String,
    pub enabled: bool,
    /// The characters to emphasize, in ascending order.
    pub matched: Vec<u32>,
    /// Whether the label is a path: all of it but the name is grayed.
    pub path: bool,
}

/// The result of the overlay in one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Open,
    Chosen(usize),
    ChosenBeside(usize),
    Dismissed,
}

/// An open overlay.
#[derive(Debug)]
pub(crate) struct Overlay {
    name: String,
    query: String,
    marked: usize,
    list: RowList,
    fresh: bool,
}

/// The requests of the pressed keys.
#[derive(Default)]
struct Keys {
    by: isize,
    enter: Option<bool>,
    escape: bool,
}

impl Overlay {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), query: String::new(), marked: 0, list: RowList::default(), fresh: true }
    }

    pub fn query(&self) -> &str {
        &self.query
    }

    pub fn set_query(&mut self, query: &str) {
        self.query = query.chars().take(limits::QUERY_CHARS).collect();
    }

    /// Shows the overlay; `lines` is called once to return what matches the query, and `note` is shown below the list.
    pub fn show(&mut self, ctx: &Context, lines: impl FnOnce(&str) -> Vec<Line>, note: &str) -> Verdict {
        let id = Id::unique(("picker", self.name.as_str()));
        let keys = take_keys(ctx);
        let screen = ctx.content_rect();
        let down = (screen.height() * 0.12).min(80.0);
        let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, down)).fade_in(false);
        let modal = Modal::new(id).area(area).backdrop_color(Color32::from_black_alpha(40));
        let width = (screen.width() - 24.0).clamp(1.0, WIDTH);
        let shown = modal.show(ctx, |ui| {
            ui.set_width(width);
            let builder = UiBuilder::new().accessibility_role(accesskit::Role::Dialog);
            ui.scope_builder(builder.accessibility_label(self.name.as_str()), |ui| {
                let line = self.line(ui, id);
                let lines = lines(&self.query);
                let space = screen.height() - down - 72.0;
                self.body(ui, line, &lines, &keys, space, note)
            })
            .inner
        });
        if keys.escape || shown.backdrop_response.clicked() {
            return Verdict::Dismissed;
        }
        shown.inner
    }

    fn line(&mut self, ui: &mut Ui, id: Id) -> Id {
        let id = id.with("line");
        let edit = TextEdit::singleline(&mut self.query).id(id).hint_text(self.name.as_str());
        let edit = edit.char_limit(limits::QUERY_CHARS).desired_width(f32::INFINITY).return_key(None);
        let out = edit.show(ui);
        let response = out.response.response.accessible_name(self.name.as_str());
        if std::mem::take(&mut self.fresh) {
            let mut state = out.state;
            let all = CCursorRange::select_all(&out.galley);
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id);
        }
        if !response.has_focus() {
            response.request_focus();
        }
        if response.changed() {
            self.marked = 0;
            self.list.scroll_to(0.0);
        }
        response.id
    }

    /// Shows the list below the line; tells a screen reader which row is marked, since the keyboard stays in the line.
    fn body(&mut self, ui: &mut Ui, line: Id, lines: &[Line], keys: &Keys, space: f32, note: &str) -> Verdict {
        let height = (ui.text_style_height(&TextStyle::Body) + 8.0).ceil();
        self.marked = self.marked.min(lines.len().saturating_sub(1));
        if keys.by != 0 && !lines.is_empty() {
            self.marked = stepped(self.marked, keys.by, lines.len());
            self.list.reveal(self.marked);
        }
        let mut verdict = Verdict::Open;
        if let (Some(beside), Some(line)) = (keys.enter, lines.get(self.marked)) {
            verdict = chosen(line, beside);
        }
        let rows = lines.len().clamp(1, ROWS) as f32;
        let size = vec2(ui.available_width(), (rows * height).min(space.max(height)));
        let name = format!("What matches in {}", self.name);
        let rect = Rect::from_min_size(ui.cursor().min, size);
        let builder = UiBuilder::new().max_rect(rect).accessibility_role(accesskit::Role::ListBox);
        ui.scope_builder(builder.accessibility_label(name), |ui| {
            ui.set_min_size(size);
            if lines.is_empty() {
                ui.weak("Nothing matches.");
                return;
            }
            let (mut list, marked) = (std::mem::take(&mut self.list), self.marked);
            list.show(ui, height, lines.len(), |ui, at, rect| {
                let Some(item) = lines.get(at) else { return };
                let (id, picked) = row(ui, item, rect, at == marked);
                if at == marked {
                    ui.ctx().accesskit_node_builder(line, |node| node.set_active_descendant(id.accesskit_id()));
                }
                if let Some(picked) = picked {
                    verdict = picked;
                }
            });
            self.list = list;
        });
        if !note.is_empty() {
            ui.add(egui::Label::new(egui::RichText::new(note).weak().small()).truncate());
        }
        verdict
    }
}

/// Takes the keys of the list from the input before the line sees them.
fn take_keys(ctx: &Context) -> Keys {
    let mut keys = Keys::default();
    ctx.input_mut(|input| {
        let page = ROWS as isize - 1;
        for (key, by) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1), (Key::PageUp, -page), (Key::PageDown, page)] {
            keys.by += by * input.count_and_consume_key(Modifiers::NONE, key) as isize;
        }
        if input.consume_key(Modifiers::COMMAND, Key::Enter) {
            keys.enter = Some(true);
        } else if input.consume_key(Modifiers::NONE, Key::Enter) {
            keys.enter = Some(false);
        }
        keys.escape = input.consume_key(Modifiers::NONE, Key::Escape);
    });
    keys
}

/// Returns the row `by` rows away: a step of one row wraps around at the ends, a page stops there.
fn stepped(marked: usize, by: isize, count: usize) -> usize {
    let to = marked as isize + by;
    let last = count as isize - 1;
    let to = if by.abs() == 1 { to.rem_euclid(count as isize) } else { to.clamp(0, last) };
    usize::try_from(to).unwrap_or(0)
}

fn chosen(line: &Line, beside: bool) -> Verdict {
    match (line.enabled, beside) {
        (false, _) => Verdict::Open,
        (true, false) => Verdict::Chosen(line.at),
        (true, true) => Verdict::ChosenBeside(line.at),
    }
}

/// Draws a row; returns its id and, if the row was clicked, the verdict.
fn row(ui: &mut Ui, line: &Line, rect: Rect, marked: bool) -> (Id, Option<Verdict>) {
    let id = ui.scope_id().with(("row", line.at));
    let response = ui.interact(rect, id, Sense::CLICK);
    let enabled = line.enabled;
    response.widget_info(|| WidgetInfo::labeled(accesskit::Role::ListBoxOption, enabled, &line.label));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(marked));
    let visuals = ui.visuals();
    if marked {
        ui.painter().rect_filled(rect, 3.0, visuals.selection.bg_fill);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 3.0, visuals.widgets.hovered.weak_bg_fill.gamma_multiply(0.5));
    }
    let weak = if marked { visuals.selection.stroke.color.gamma_multiply(0.7) } else { visuals.weak_text_color() };
    let detail = ui.painter().layout_no_wrap(line.detail.clone(), TextStyle::Body.resolve(ui.style()), weak);
    let detail_width = detail.size().x.min(rect.width() * 0.5);
    let top = rect.center().y - detail.size().y / 2.0;
    let clip = ui.painter_at(rect);
    clip.galley(pos2(rect.right() - 6.0 - detail_width, top), detail, weak);
    let mut job = label_job(ui, line, marked, weak);
    job.wrap = TextWrapping::truncate_at_width((rect.width() - detail_width - 24.0).max(0.0));
    let label = clip.layout_job(job);
    let top = rect.center().y - label.size().y / 2.0;
    clip.galley(pos2(rect.left() + 6.0, top), label, weak);
    if response.clicked() {
        return (id, Some(chosen(line, ui.input(|input| input.modifiers.command))));
    }
    if !enabled && !line.why.is_empty() {
        response.on_hover_text(&line.why);
    }
    (id, None)
}

/// Returns the label with its matched characters emphasized.
fn label_job(ui: &Ui, line: &Line, marked: bool, weak: Color32) -> LayoutJob {
    let visuals = ui.visuals();
    let strong = if marked { visuals.selection.stroke.color } else { visuals.strong_text_color() };
    let plain = match (line.enabled, marked) {
        (false, _) => weak,
        (true, true) => visuals.selection.stroke.color,
        (true, false) => visuals.text_color(),
    };
    let font_id = TextStyle::Body.resolve(ui.style());
    let name_from = if line.path { line.label.rfind('/').map_or(0, |slash| slash + 1) } else { 0 };
    let (mut job, mut matched) = (LayoutJob::default(), line.matched.iter().copied().peekable());
    let (mut run, mut run_style) = (String::new(), (false, false));
    let flush = |job: &mut LayoutJob, run: &mut String, (hit, dim): (bool, bool)| {
        if run.is_empty() {
            return;
        }
        let color = if hit && line.enabled { strong } else { plain };
        let color = if dim && !hit { weak } else { color };
        let underline = if hit { Stroke::new(1.0, color) } else { Stroke::NONE };
        job.append(run, 0.0, TextFormat { font_id: font_id.clone(), color, underline, ..TextFormat::default() });
        run.clear();
    };
    for (count, (byte, letter)) in line.label.char_indices().enumerate() {
        while matched.next_if(|at| (*at as usize) < count).is_some() {}
        let style = (matched.peek().is_some_and(|at| *at as usize == count), byte < name_from);
        if style != run_style {
            flush(&mut job, &mut run, run_style);
            run_style = style;
        }
        names::push_shown(&mut run, letter);
    }
    flush(&mut job, &mut run, run_style);
    job
}
