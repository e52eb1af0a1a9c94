//! A map of the whole workspace, to find a pane, to go there, and to rearrange. It holds only its own passing state: what
//! the user asks for is done by the engine. Invariant: a frame in which nothing changed shows the earlier drawing again.

mod index;
mod keyboard;
pub(crate) mod list;
pub(crate) mod map;
mod rooms;

use crate::base::content::{Content, Widgets};
use crate::base::hooks::Hooks;
use crate::base::limits;
use crate::base::names::name_of;
use crate::base::pane::PaneUi;
use crate::base::scroll_math;
use crate::base::style::Style;
use crate::map::camera::Camera;
use crate::map::map_mesh::{Drawn, Subject};
use crate::map::palette::Palette;
use crate::map::thumbnails::Pictures;
use crate::map::tiles;
use egui::accesskit::Role;
use egui::{EventFilter, Id, Rect, Response, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, vec2};
use index::{Found, Index, Searched};
use keyboard::Pressed;
use list::{List, Picked};
use map::{Drag, Map, MapIntent};
use multisplit::groups::GroupId;
use multisplit::{
    Command, CommandError, FocusTo, Intent, Layout, Moment, PaneId, SurfaceId, WidgetProvider, Workspace,
};
use rooms::{grouped, rooms};
use std::sync::Arc;

/// How an overview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverviewChoice {
    /// The user went to this pane. It has the focus and is in view.
    Jump(PaneId),
    /// The user left everything as it is.
    Dismissed,
}

/// A bird's-eye map of a workspace, with a search. Show it in place of the workspace, or on a layer above it, until it returns a choice.
///
/// ```
/// # use multisplit::{Moment, Provided, Request, WidgetProvider, Workspace};
/// # use multisplit_egui::{WorkspaceArea, Overview, PaneUi};
/// # struct Hello;
/// # impl PaneUi for Hello { fn ui(&mut self, _: &mut egui::Ui, _: &mut multisplit_egui::PaneContext<'_>) {} }
/// # struct Greetings;
/// # impl WidgetProvider for Greetings {
/// #     type Widget = Hello;
/// #     fn provide(&mut self, _: Request<'_, Hello>) -> Provided<Hello> { Provided::Ready(Hello) }
/// # }
/// struct App { workspace: Workspace<Greetings>, overview: Option<Overview> }
///
/// impl App {
///     fn ui(&mut self, ui: &mut egui::Ui, now: Moment) {
///         let Some(overview) = &mut self.overview else {
///             WorkspaceArea::new().clock(now).show(ui, &mut self.workspace);
///             return;
///         };
///         if overview.show(ui, &mut self.workspace, now).is_some() {
///             self.overview = None;
///             WorkspaceArea::refocus(ui.ctx(), ui.scope_id()); // the focused pane takes the keyboard again
///         }
///     }
/// }
/// ```
///
/// Letters search titles, widget ids and groups. Tab, Shift+Tab and the up and down arrows step through the results, best first.
/// Without a search, the arrows go from pane to pane on the map. Enter goes to a pane, Escape leaves. A click goes to a pane and the
/// wheel zooms. A dragged pane is dropped onto another one or beside it. Dragging the frame of the window scrolls the surface; with
/// Shift or Ctrl, it moves the pane below the frame instead. Dragging with another button pans.
///
/// # Limitations
/// - If a live widget changes its title and nothing else changes, the map and the search use the old title until something does.
/// - Floating surfaces are placed on the map as they are on the surface, without their strips.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    query: String,
    cursor: Option<PaneId>,
    /// Whether the cursor was moved by a key and must be brought into view.
    reveal: bool,
    camera: Camera,
    drag: Option<Drag>,
    index: Index,
    pictures: Pictures,
    found: Found,
    drawn: Drawn,
    /// The reason why the last request was refused.
    refused: Option<String>,
    /// The number of frames it has been shown for.
    shown: u32,
    /// Whether this frame has done one of the things that take long with many panes: gathering the names, searching them, or drawing the
    /// map. The next thing waits for the next frame.
    worked: bool,
    /// The group that fills the map in the next frame.
    wanted: Option<GroupId>,
}

/// The frames of an overview with thousands of panes. Frame 0 draws a rough map; from this frame on, the map is fine.
const FINE: u32 = 1;
/// From this frame on, the list is shown.
const LIST: u32 = 2;
/// From this frame on, the names are gathered.
const INDEX: u32 = 3;

/// Returns the frame from which on something is done. With few panes, everything is done in the first frame.
const fn step(frame: u32, many: bool) -> u32 {
    if many { frame } else { 0 }
}

/// The values that one frame works with.
struct MapFrame<'a> {
    id: Id,
    /// The id of the `Ui` that the workspace was drawn in, if it was the same one.
    front: Id,
    /// Whether there are so many panes that a frame does only one thing with all of them.
    many: bool,
    layout: &'a Layout,
    content: &'a dyn Content,
    style: &'a Style,
    palette: Palette,
}

impl Overview {
    /// Creates an overview that shows everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an overview that shows the panes of a group and of the groups in it, as large as they fit. Enter goes to the first of them. It
    /// shows everything if there is no such group.
    #[must_use]
    pub fn on_group(group: GroupId) -> Self {
        Self { wanted: Some(group), ..Self::default() }
    }

    /// Returns the number of rectangles in the map. It is limited by the size of the map, however many panes there are.
    #[must_use]
    pub const fn tile_count(&self) -> usize {
        self.drawn.tiles
    }

    /// Draws the overview into the whole of `ui` and does what the user asks for. Returns the choice when the overview is over, and then
    /// resets it; returns `None` before. `now` is on the clock of all inputs of the workspace.
    pub fn show<P>(&mut self, ui: &mut Ui, workspace: &mut Workspace<P>, now: Moment) -> Option<OverviewChoice>
    where
        P: WidgetProvider + ?Sized,
        P::Widget: PaneUi,
    {
        self.show_with(ui, workspace, now, &mut ())
    }

    /// Draws the overview like [`Overview::show`], with the state of the application, which is asked for titles.
    pub fn show_with<P, A>(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace<P>,
        now: Moment,
        app: &mut A,
    ) -> Option<OverviewChoice>
    where
        P: WidgetProvider + ?Sized,
        P::Widget: PaneUi<A>,
        A: Hooks<P::Widget> + ?Sized,
    {
        let mut rect = ui.available_rect_before_wrap();
        rect.max = rect.max.max(rect.min);
        let id = ui.scope_id().with("overview");
        ui.allocate_rect(rect, Sense::click_and_drag());
        let area = workspace.layout().area();
        let view = workspace.frame(now, area);
        let style = Style::from_egui(ui.style());
        let palette = Palette::new(&style, ui.visuals());
        let (front, many) = (ui.scope_id(), view.layout.tree().pane_count() > limits::AT_ONCE);
        let (layout, egui_style) = (view.layout, Arc::clone(ui.style()));
        let widgets = Widgets { view, app, style: egui_style };
        let cx = MapFrame { id, front, many, layout, content: &widgets, style: &style, palette };
        let builder = UiBuilder::new().scope_id(id).max_rect(rect).accessibility_role(Role::Dialog);
        let mut own = ui.new_child(builder.accessibility_label("Overview"));
        own.set_clip_rect(rect.intersect(ui.clip_rect()));
        own.painter().rect_filled(rect, 0.0, palette.around);
        let intent = self.frame(&mut own, rect, &cx);
        if let Some(due) = workspace.next_due() {
            ui.ctx().request_repaint_after(due.since(now).max(crate::base::pacing::frame_time(None)));
        }
        if intent.is_some() {
            ui.ctx().request_repaint();
        }
        self.follow(workspace, now, intent?)
    }

    fn frame(&mut self, ui: &mut Ui, rect: Rect, cx: &MapFrame<'_>) -> Option<MapIntent> {
        let rooms = rooms(rect);
        self.pictures.check(ui.ctx());
        if self.shown == 0 {
            self.pictures = Pictures::take(ui.ctx(), cx.front);
            self.cursor = cx.layout.focused_pane();
            if let Some(group) = self.wanted {
                self.cursor = cx.layout.tree().group_panes(group).first().copied().or(self.cursor);
            }
        }
        self.cursor = self.cursor.filter(|pane| cx.layout.tree().widget(*pane).is_some());
        self.worked = false;
        let pressed = keyboard::take(ui, !self.query.trim().is_empty());
        let field = self.field(ui, rooms.search, cx);
        self.look(cx, !pressed.is_empty());
        let mut intent = None;
        for pressed in pressed {
            intent = self.press(ui, cx.layout, pressed).or(intent);
        }
        let lists = self.shown >= step(LIST, cx.many);
        let picked = if lists { self.list(ui, rooms.list, cx) } else { Picked::default() };
        if cx.many && self.shown <= INDEX {
            ui.ctx().request_repaint();
        }
        ui.ctx().accesskit_node_builder(field.id, |node| {
            node.set_role(Role::SearchInput);
            if let Some(row) = picked.row {
                node.set_active_descendant(row.accesskit_id());
            }
        });
        let mapped = self.map(ui, rooms.map, cx);
        self.hint(ui, rooms.hint, cx);
        // If this frame did other work first, the map is not up to date: the reveal waits for it.
        self.reveal &= self.worked;
        self.shown = self.shown.saturating_add(1);
        if self.worked {
            ui.ctx().request_repaint();
        }
        intent.or(picked.pane.map(MapIntent::Jump)).or(mapped)
    }

    /// Shows the search field. It has the keyboard unless something else asks for it.
    fn field(&mut self, ui: &mut Ui, rect: Rect, cx: &MapFrame<'_>) -> Response {
        let id = cx.id.with("search");
        let keys = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        let edit = TextEdit::singleline(&mut self.query)
            .id(id)
            .hint_text("Search panes by title, path or group")
            .char_limit(limits::QUERY)
            .event_filter(keys)
            .align(egui::Align2::LEFT_CENTER)
            .desired_width(rect.width());
        let response = ui.put(rect, edit).accessible_name("Search panes");
        if self.shown == 0 || ui.ctx().memory(egui::Memory::focused).is_none() {
            response.request_focus();
        }
        response
    }

    /// Updates what was found, if there is a query. With many panes, gathering the names and searching take a frame each, unless `at_once`
    /// is set because keys wait for the result.
    fn look(&mut self, cx: &MapFrame<'_>, at_once: bool) {
        if self.query.trim().is_empty() {
            let recent = cx.layout.focus_history().recent().iter().copied();
            self.found.best.clear();
            self.found.best.extend(recent.filter(|pane| cx.layout.tree().widget(*pane).is_some()));
            self.found.forget();
            // The names are gathered before the first letter is typed, so that the letter need not wait for them.
            if self.shown >= step(INDEX, cx.many) && self.index.is_new() {
                self.worked = self.index.update(cx.layout, cx.content) && cx.many;
            }
            return;
        }
        self.worked = self.index.update(cx.layout, cx.content) && cx.many;
        if self.worked && !at_once {
            return;
        }
        let searched = self.found.search(&self.query, &self.index, cx.layout);
        self.worked |= searched != Searched::Not && cx.many;
        if searched == Searched::Again {
            self.cursor = self.found.best.first().copied();
            self.reveal = true;
        }
    }

    fn press(&mut self, ui: &Ui, layout: &Layout, pressed: Pressed) -> Option<MapIntent> {
        self.reveal = true;
        match pressed {
            Pressed::Leave if self.drag.take().is_some() => ui.ctx().stop_dragging(),
            Pressed::Leave => return Some(MapIntent::Leave),
            Pressed::Jump => return self.cursor.map(MapIntent::Jump),
            Pressed::Step(by) => {
                let count = self.found.best.len();
                let now = self.found.best.iter().position(|pane| Some(*pane) == self.cursor);
                let next = match now {
                    Some(at) => (at.cast_signed() + by).rem_euclid(count.max(1).cast_signed()).cast_unsigned(),
                    None => 0,
                };
                self.cursor = self.found.best.get(next).copied().or(self.cursor);
            }
            Pressed::Go(direction) => {
                let from = self.cursor.and_then(|pane| tiles::spot(layout, pane));
                let next = match from {
                    Some((pane, _)) => layout.placer().neighbor(layout.tree(), pane, direction, |_| 0),
                    None => layout.tree().root().and_then(|root| layout.first_pane(root)),
                };
                self.cursor = next.or(self.cursor);
            }
        }
        None
    }

    fn list(&self, ui: &mut Ui, rect: Rect, cx: &MapFrame<'_>) -> Picked {
        if !rect.is_positive() {
            return Picked::default();
        }
        let head = match (self.query.trim().is_empty(), self.found.count) {
            (true, _) => "Last used".to_owned(),
            (false, 0) => "Nothing found".to_owned(),
            (false, count) if count > limits::LISTED => {
                format!("{} found, the best {}", grouped(count), limits::LISTED)
            }
            (false, count) => format!("{count} found"),
        };
        let list = List {
            layout: cx.layout,
            content: cx.content,
            palette: &cx.palette,
            panes: &self.found.best,
            head,
            cursor: self.cursor,
            reveal: self.reveal,
        };
        list.show(ui, cx.id.with("list"), rect)
    }

    fn map(&mut self, ui: &mut Ui, rect: Rect, cx: &MapFrame<'_>) -> Option<MapIntent> {
        if !rect.is_positive() {
            return None;
        }
        let (layout, content, palette) = (cx.layout, cx.content, &cx.palette);
        let response = ui.interact(rect, cx.id.with("map"), Sense::click_and_drag());
        let panes = layout.tree().pane_count();
        let plural = if panes == 1 { "" } else { "s" };
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, format!("Map of {panes} pane{plural}")));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            let name = |pane| Some(name_of(content, pane, layout.tree().widget(pane)?));
            if let Some(name) = self.cursor.and_then(name) {
                node.set_value(name);
            }
        });
        if panes == 0 {
            let words = "No panes";
            let font = egui::FontId::proportional(14.0);
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, words, font, palette.weak);
            return None;
        }
        let whole = layout.placer().content();
        let shortest = rect.height().min(rect.width()) * 0.35;
        let least = if self.shown < step(FINE, cx.many) { limits::ROUGH_TILE } else { limits::MIN_TILE };
        let inner = rect.shrink(3.0);
        let mut lens = self.camera.lens(whole, inner, shortest);
        if let Some(place) = self.wanted.take().and_then(|group| tiles::spot_of_group(layout, group)) {
            self.camera.fill(&lens, place);
            lens = self.camera.lens(whole, inner, shortest);
        }
        if self.reveal
            && !self.worked
            && let Some((_, place)) = self.cursor.and_then(|pane| tiles::spot(layout, pane))
        {
            self.camera.reveal(&lens, place);
            lens = self.camera.lens(whole, inner, shortest);
        }
        let found = Some((self.found.version, &self.found.lit)).filter(|_| !self.query.trim().is_empty());
        let subject = Subject {
            layout,
            content,
            lens,
            palette: *palette,
            found,
            words: true,
            pictures: Some(&self.pictures),
            least,
        };
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        self.drawn.show_or_wait(&painter, &subject, self.worked);
        let map = Map { layout, content, lens, style: cx.style, palette };
        map.marks(ui, self.cursor);
        let intent = map.pointer(ui, &response, &mut self.camera, &mut self.drag);
        if self.drag.is_none() {
            map.tooltip(response);
        }
        intent
    }

    fn hint(&self, ui: &Ui, rect: Rect, cx: &MapFrame<'_>) {
        let palette = &cx.palette;
        let (text, color) = match &self.refused {
            Some(why) => (why.as_str(), palette.failed),
            None => {
                ("Enter jumps · wheel zooms · drag a pane to move it, the frame to scroll · Esc closes", palette.weak)
            }
        };
        let response = ui.interact(rect, cx.id.with("hint"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
        let panes = cx.layout.tree().pane_count();
        let count = format!("{} pane{}", grouped(panes), if panes == 1 { "" } else { "s" });
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let count = painter.layout_job(crate::drawing::text_cache::cut(&count, 11.0, palette.weak, rect.width()));
        let words = painter.layout_job(crate::drawing::text_cache::cut(
            text,
            11.0,
            color,
            (rect.width() - count.size().x - 12.0).max(1.0),
        ));
        painter.galley(rect.left_center() - vec2(0.0, words.size().y / 2.0), words, color);
        painter.galley(rect.right_center() - count.size() * vec2(1.0, 0.5), count, palette.weak);
    }

    fn follow<P>(&mut self, workspace: &mut Workspace<P>, now: Moment, intent: MapIntent) -> Option<OverviewChoice>
    where
        P: WidgetProvider + ?Sized,
    {
        let done = match intent {
            MapIntent::Leave => {
                *self = Self::new();
                return Some(OverviewChoice::Dismissed);
            }
            MapIntent::Jump(pane) => match workspace.apply(now, Intent::Focus(FocusTo::Pane(pane))) {
                Ok(_) => {
                    bring_into_view(workspace.layout_mut(), pane);
                    *self = Self::new();
                    return Some(OverviewChoice::Jump(pane));
                }
                Err(error) => Err(error),
            },
            MapIntent::Scroll(to) => {
                scroll_math::to(workspace.layout_mut(), to);
                Ok(())
            }
            MapIntent::Run(command) => run(workspace, now, command),
        };
        self.refused = done.err().map(|error| error.to_string());
        None
    }
}

fn run<P>(workspace: &mut Workspace<P>, now: Moment, command: Command) -> Result<(), CommandError>
where
    P: WidgetProvider + ?Sized,
{
    workspace.apply(now, Intent::Run(command)).map(drop)
}

/// Scrolls to a pane. This is needed because a pane that already had the focus is not brought into view by focusing it.
fn bring_into_view(layout: &mut Layout, pane: PaneId) {
    layout.update_placement();
    if layout.tree().surface_of(pane.node()) != Some(SurfaceId::MAIN) {
        return;
    }
    let Some(rect) = layout.rect(pane) else { return };
    let to = scroll_math::seen_at(layout.area(), rect);
    scroll_math::to(layout, to);
}
