//! Tab bars: where their tabs lie, the wheel where there are too many, and where a dragged one would go.

mod tab;

use crate::pane::PaneUi;
use crate::panes::{guarded, name_of};
use crate::show::Frame;
use crate::tab_strip::Strip;
use crate::theme::Style;
use egui::accesskit::Role;
use egui::{FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, Ui, UiBuilder, Vec2, pos2, vec2};
use multisplit::{NodeId, NodeKind, PaneId, Slot, View, WidgetProvider};
use std::sync::Arc;
use tab::Tab;

/// More tabs than this are all of one width, so that a bar of ten thousand costs no more than what is seen of it.
const MEASURED: usize = 64;
/// How wide the mark is that says there are more.
const MORE: f32 = 14.0;
/// Bars that are gone may stay remembered up to this many beyond those in sight.
const SPARE_BARS: usize = 256;

/// Where the tabs of a bar lie, and their titles where all were measured.
struct Laid {
    strip: Strip,
    titles: Vec<Arc<Galley>>,
}

/// Draws the tab bars of the surface.
pub(crate) fn show<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let layout = view.layout;
    let clip = ui.clip_rect();
    let mut bars = 0;
    for bar in layout.tab_bars() {
        bars += 1;
        let rect = frame.origin.rect(bar.rect);
        if rect.intersects(clip) && frame.is_here(layout, bar.tabs) {
            show_bar(ui, view, frame, bar.tabs, [rect, clip]);
        }
    }
    ui.set_clip_rect(clip);
    if frame.state.bars.len() > bars + SPARE_BARS {
        Arc::make_mut(&mut frame.state.bars).retain(|node, _| layout.tree().contains(*node));
    }
}

/// Before or behind which pane a tab goes that is dropped onto a bar here.
pub(crate) fn drop_target<P>(ui: &Ui, view: &View<'_, P>, frame: &mut Frame<'_>, at: Pos2) -> Option<(PaneId, bool)>
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let bar = view
        .layout
        .tab_bars()
        .find(|bar| frame.origin.rect(bar.rect).contains(at) && frame.is_here(view.layout, bar.tabs))?;
    let rect = frame.origin.rect(bar.rect);
    let slot = lay(ui, view, frame, bar.tabs, rect).strip.slot_at(at.x - rect.min.x);
    match view.layout.tabs(bar.tabs).nth(slot) {
        Some(tab) => Some((tab.pane, false)),
        None => view.layout.tabs(bar.tabs).last().map(|tab| (tab.pane, true)),
    }
}

/// Leaves the clip rectangle at the bar.
fn show_bar<P>(ui: &mut Ui, view: &View<'_, P>, frame: &mut Frame<'_>, tabs: NodeId, [rect, clip]: [Rect; 2])
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    ui.set_clip_rect(rect.intersect(clip));
    ui.painter().add(Shape::rect_filled(rect, 0.0, frame.style.bar_fill));
    let laid = lay(ui, view, frame, tabs, rect);
    if frame.access {
        let id = frame.origin.tab(tabs).with("bar");
        let builder = UiBuilder::new().scope_id(id).max_rect(rect).accessibility_role(Role::TabList);
        show_tabs(&ui.new_child(builder), view, frame, tabs, rect, &laid);
    } else {
        show_tabs(ui, view, frame, tabs, rect, &laid);
    }
    if frame.state.dragged.is_some()
        && let Some(at) = ui.ctx().pointer_latest_pos().filter(|at| rect.contains(*at))
    {
        let x = rect.min.x + laid.strip.edge(laid.strip.slot_at(at.x - rect.min.x));
        let x = x.min(rect.max.x - 1.0).max(rect.min.x + 1.0);
        ui.painter().vline(x, rect.y_range(), Stroke::new(2.0, frame.style.divider_hot));
    }
    more_marks(ui.painter(), rect, &laid.strip, frame.style);
}

fn show_tabs<P>(ui: &Ui, view: &View<'_, P>, frame: &mut Frame<'_>, tabs: NodeId, rect: Rect, laid: &Laid)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let range = laid.strip.visible();
    for (index, found) in view.layout.tabs(tabs).enumerate().skip(range.start).take(range.len()) {
        let slot = view.slots.get(found.pane);
        let title = laid.titles.get(index).cloned();
        let tab = Tab {
            child: found.child,
            pane: found.pane,
            title: title.unwrap_or_else(|| tab::title(ui, name_of(slot, found.widget))),
            active: found.active,
            modified: match slot {
                Some(Slot::Live(live)) => guarded(frame.failures, found.pane, || live.is_modified()).unwrap_or(false),
                _ => false,
            },
        };
        let (x, width) = laid.strip.tab(index);
        let place = Rect::from_min_size(pos2(rect.min.x + x, rect.min.y), vec2(width, rect.height()));
        tab::show(ui, view.layout, frame, &tab, place);
    }
}

/// Where the tabs lie, after the wheel has moved them and the front one came into view.
fn lay<P>(ui: &Ui, view: &View<'_, P>, frame: &mut Frame<'_>, tabs: NodeId, rect: Rect) -> Laid
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let layout = view.layout;
    let front_id = match layout.tree().kind(tabs) {
        Some(NodeKind::Tabs { active }) => active,
        _ => None,
    };
    let (mut count, mut front) = (0, None);
    for child in layout.tree().children(tabs) {
        if Some(child) == front_id {
            front = Some(count);
        }
        count += 1;
    }
    let [least, most] = frame.style.tab_width;
    let (titles, widths) = if count > MEASURED {
        (vec![], vec![f32::midpoint(least, most).round(); count])
    } else {
        let titles = layout.tabs(tabs).map(|t| tab::title(ui, name_of(view.slots.get(t.pane), t.widget)));
        let titles: Vec<_> = titles.collect();
        let widths = titles.iter().map(|title| tab::width(title).min(most).max(least).round()).collect();
        (titles, widths)
    };
    let remembered = frame.state.bars.get(&tabs).copied();
    let (mut scroll, revealed) = remembered.unwrap_or_default();
    let reveal = if revealed == front_id { None } else { front };
    let delta = ui.ctx().input(egui::InputState::smooth_scroll_delta);
    if delta != Vec2::ZERO && ui.rect_contains_pointer(rect) {
        scroll -= delta.x + delta.y;
        if Strip::overflows(&widths, rect.width()) {
            ui.ctx().input_mut(|i| i.smooth_scroll_delta = Vec2::ZERO);
        }
    }
    let strip = Strip::new(&widths, rect.width(), scroll, reveal);
    let now = (strip.scroll, front_id);
    if remembered != Some(now) {
        Arc::make_mut(&mut frame.state.bars).insert(tabs, now);
    }
    Laid { strip, titles }
}

fn font() -> FontId {
    FontId::proportional(13.0)
}

/// Small triangles where there are more tabs than can be seen, on ground of their own.
fn more_marks(painter: &Painter, rect: Rect, strip: &Strip, style: &Style) {
    let (left, right) = strip.more();
    let mark = |x: f32, to: f32| {
        let c = pos2(x, rect.center().y);
        painter.rect_filled(Rect::from_center_size(c, vec2(MORE, rect.height())), 0.0, style.bar_fill);
        let points = vec![c + vec2(-to, -4.0), c + vec2(to, 0.0), c + vec2(-to, 4.0)];
        painter.add(Shape::convex_polygon(points, style.text, Stroke::NONE));
    };
    if left {
        mark(rect.min.x + MORE / 2.0, -3.0);
    }
    if right {
        mark(rect.max.x - MORE / 2.0, 3.0);
    }
}
