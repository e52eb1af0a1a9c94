//! The places and the texts of the tabs of a surface. They are valid while the layout, the style, the fonts and all titles stay the same.

use super::metrics;
use crate::base::content::FrameView;
use crate::base::float_bar;
use crate::base::group_color::group;
use crate::base::hooks::TabLook;
use crate::base::names::absent;
use crate::base::style::Style;
use crate::base::tab_commands;
use crate::base::tab_strip::Strip;
use crate::base::title::Title;
use crate::drawing::font_generation::FontGeneration;
use crate::frame::Frame;
use crate::frame::per_surface::SurfaceView;
use crate::parts::zoomed;
use egui::{Color32, FontId, Galley, Id, Pos2, Rect, Ui, Vec2, pos2, vec2};
use multisplit::tree::NodeKind;
use multisplit::view::TabView;
use multisplit::{Failure, NodeId, PaneId};
use std::ops::Range;
use std::sync::Arc;

/// If a bar has more tabs than this, all of them have the same width, so that a bar of ten thousand costs no more than its visible part.
const MEASURED: usize = 64;
/// The number of bars, beyond those in the layout, that may stay remembered although they are gone.
const SPARE_BARS: usize = 256;

/// Everything that the tabs depend on besides what the widgets say.
#[derive(Clone, Debug)]
pub(super) struct TabsKey {
    stand: SurfaceView,
    style: Style,
    fonts: FontGeneration,
    /// The width, in points, of what the application draws at the end of each bar.
    end: f32,
}

impl TabsKey {
    pub(super) fn of(ui: &Ui, layout: &multisplit::Layout, frame: &Frame<'_>, end: f32) -> Self {
        Self {
            stand: SurfaceView::of(ui, layout, frame),
            style: frame.style.clone(),
            fonts: FontGeneration::current(ui.ctx()),
            end,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        self.stand == other.stand
            && self.end.to_bits() == other.end.to_bits()
            && self.fonts == other.fonts
            && self.style == other.style
    }
}

/// A tab bar.
#[derive(Clone, Debug)]
pub(super) struct LaidBar {
    pub(super) node: NodeId,
    pub(super) rect: Rect,
    /// The part at the right end that holds no tabs, but what the application draws there.
    pub(super) end: Rect,
    pub(super) strip: Strip,
    /// The indices of its visible tabs.
    pub(super) tabs: Range<usize>,
}

/// A visible tab.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    pub(super) child: NodeId,
    pub(super) pane: PaneId,
    /// The id of its widget.
    pub(super) id: Id,
    /// The id of the widget of its close button.
    pub(super) close: Id,
    /// The rectangle, not cut off at the end of the bar.
    pub(super) rect: Rect,
    /// The title that its widget or the application chose.
    own: Title,
    pub(super) look: TabLook,
    pub(super) title: Arc<Galley>,
    pub(super) modified: bool,
    pub(super) active: bool,
    pub(super) locked: bool,
    pub(super) group: Option<Color32>,
}

/// What a tab shows: its title as it was chosen and as it is shaped, and its look.
type Face = (Title, Arc<Galley>, TabLook);

/// All tab bars of a surface.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    key: TabsKey,
    pub(super) bars: Vec<LaidBar>,
    pub(super) tabs: Vec<Tab>,
    /// Tabs out of view that were measured, with their titles, and whether they have icons: the places of the other tabs depend on them.
    hidden: Vec<(PaneId, Title, bool)>,
}

impl Laid {
    /// Places all tabs of the surface and shapes their titles.
    pub(super) fn new(ui: &Ui, view: &FrameView<'_>, frame: &mut Frame<'_>, key: TabsKey) -> Self {
        let layout = view.layout;
        let clip = ui.clip_rect();
        let mut laid = Self { key, bars: vec![], tabs: vec![], hidden: vec![] };
        let mut bars = 0;
        for bar in layout.tab_bars() {
            bars += 1;
            let rect = float_bar::beside_button(layout, bar.tabs, frame.origin.rect(bar.rect));
            let rect = zoomed::beside_button(layout, bar.tabs, rect);
            let [rect, end] = metrics::split_end(rect, laid.key.end);
            if rect.intersects(clip) && frame.is_here(layout, bar.tabs) {
                laid.add(ui, view, frame, bar.tabs, [rect, end]);
            }
        }
        if frame.state.bars.len() > bars + SPARE_BARS {
            Arc::make_mut(&mut frame.state.bars).retain(|node, _| layout.tree().contains(*node));
        }
        laid
    }

    /// Returns `true` if the tabs would be placed in the same way now.
    pub(super) fn is_good(&self, key: &TabsKey, view: &FrameView<'_>, frame: &mut Frame<'_>) -> bool {
        self.key.is_same(key)
            && self.hidden.iter().all(|(pane, own, has_icon)| {
                view.content.title(*pane) == *own && view.content.tab_look(*pane).icon.is_some() == *has_icon
            })
            && self.tabs.iter().all(|tab| {
                view.content.title(tab.pane) == tab.own
                    && view.content.tab_look(tab.pane) == tab.look
                    && (tab.look.modified || is_any_modified(view, (tab.child, tab.pane), frame.failures))
                        == tab.modified
            })
    }

    /// Returns the bar at a point.
    pub(super) fn bar_at(&self, at: Pos2) -> Option<&LaidBar> {
        self.bars.iter().find(|bar| bar.rect.contains(at))
    }

    fn add(&mut self, ui: &Ui, view: &FrameView<'_>, frame: &mut Frame<'_>, node: NodeId, [rect, end]: [Rect; 2]) {
        let layout = view.layout;
        let (count, front) = place_of_front(layout, node);
        let [least, most] = frame.style.tab_width;
        let (faces, widths): (Vec<Face>, Vec<f32>) = if count > MEASURED {
            (vec![], vec![f32::midpoint(least, most).round(); count])
        } else {
            let measured = layout.tabs(node).map(|found| {
                let face = face(ui, view, &found, &frame.style.title_font);
                let width = metrics::width(&face.1, face.2.icon.is_some()).min(most).max(least).round();
                (face, width)
            });
            measured.unzip()
        };
        let strip = scrolled(ui, frame, node, rect, &widths, front);
        let (seen, from) = (strip.visible(), self.tabs.len());
        if seen.len() < faces.len() {
            let panes = layout.tabs(node).map(|found| found.pane);
            let out = panes.zip(&faces).enumerate().filter(|(index, _)| !seen.contains(index));
            self.hidden.extend(out.map(|(_, (pane, (own, _, look)))| (pane, own.clone(), look.icon.is_some())));
        }
        let mut faces = faces.into_iter().skip(seen.start);
        for (index, found) in layout.tabs(node).enumerate().skip(seen.start).take(seen.len()) {
            let (own, title, look) = faces.next().unwrap_or_else(|| face(ui, view, &found, &frame.style.title_font));
            if own != Title::Absent && layout.last_title(found.pane) != Some(own.text()) {
                frame.titles.push((found.pane, own.text().to_owned()));
            }
            let (x, width) = strip.tab(index);
            self.tabs.push(Tab {
                child: found.child,
                pane: found.pane,
                id: frame.origin.tab(found.child),
                close: frame.origin.tab(found.child).with("close"),
                rect: Rect::from_min_size(pos2(rect.min.x + x, rect.min.y), vec2(width, rect.height())),
                own,
                look,
                title,
                modified: look.modified || is_any_modified(view, (found.child, found.pane), frame.failures),
                active: found.active,
                locked: tab_commands::is_locked(layout, found.child),
                group: group(layout, found.pane).map(|(_, color)| color),
            });
        }
        self.bars.push(LaidBar { node, rect, end, strip, tabs: from..self.tabs.len() });
    }
}

/// Returns the number of tabs, and the index and the node of the active tab.
fn place_of_front(layout: &multisplit::Layout, node: NodeId) -> (usize, Option<(usize, NodeId)>) {
    let front = match layout.tree().kind(node) {
        Some(NodeKind::Tabs { active }) => active,
        _ => None,
    };
    let (mut count, mut at) = (0, None);
    for child in layout.tree().children(node) {
        if Some(child) == front {
            at = Some((count, child));
        }
        count += 1;
    }
    (count, at)
}

/// Returns where the tabs are after the wheel has scrolled them or the active tab came into view.
fn scrolled(
    ui: &Ui,
    frame: &mut Frame<'_>,
    node: NodeId,
    rect: Rect,
    widths: &[f32],
    front: Option<(usize, NodeId)>,
) -> Strip {
    let remembered = frame.state.bars.get(&node).copied();
    let (mut scroll, revealed) = remembered.unwrap_or_default();
    // The active tab is brought into view again if it has moved or the bar has another size. The wheel may take it out of view.
    let stands = front.map(|(at, id)| (id, at, rect.width()));
    let reveal = front.map(|(at, _)| at).filter(|_| revealed != stands);
    let delta = ui.ctx().input(egui::InputState::smooth_scroll_delta);
    let turned = delta != Vec2::ZERO && ui.rect_contains_pointer(rect.intersect(ui.clip_rect()));
    if turned {
        scroll -= delta.x + delta.y;
    }
    let strip = Strip::new(widths, rect.width(), scroll, reveal);
    if turned && !strip.fits() {
        ui.ctx().input_mut(|i| i.smooth_scroll_delta = Vec2::ZERO);
    }
    let now = (strip.scroll, stands);
    if remembered != Some(now) {
        Arc::make_mut(&mut frame.state.bars).insert(node, now);
    }
    strip
}

/// Returns the title of a pane as its widget or the application chose it, the shaped text on the tab, and its look.
fn face(ui: &Ui, view: &FrameView<'_>, tab: &TabView<'_>, font: &FontId) -> Face {
    let own = view.content.title(tab.pane);
    let title = match &own {
        Title::Absent => metrics::title(ui, absent(view.content, tab.pane, tab.widget), font),
        Title::Plain(text) => metrics::title(ui, text.clone(), font),
        Title::Rich(job) => ui.painter().layout_job(job.as_ref().clone()),
    };
    (own, title, view.content.tab_look(tab.pane))
}

/// Returns `true` if any pane of a tab holds unsaved work.
pub(crate) fn is_any_modified(
    view: &FrameView<'_>,
    (child, pane): (NodeId, PaneId),
    failures: &mut Vec<(PaneId, Failure)>,
) -> bool {
    if child == pane.node() {
        return view.content.is_modified(pane, failures);
    }
    let mut panes = tab_commands::panes_in(view.layout, child).into_iter();
    panes.any(|pane| view.content.is_modified(pane, failures))
}
