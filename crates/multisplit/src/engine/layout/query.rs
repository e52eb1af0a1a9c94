//! Queries of a layout: where nodes are, what is at a point, what can be undone.

use super::Layout;
use crate::base::{PaneId, Point, PxRect, Rect, WidgetId};
use crate::command::Rules;
use crate::focus::Focus;
use crate::history::History;
use crate::placement::{Area, Hit, Metrics, Placer, Reach, Scene};
use crate::tree::Tree;

/// The number of panes up to which debug builds check the caches.
const CHECKED_PANES: usize = 64;

impl Layout {
    /// Returns the pane that shows the widget with this id. Cost: one lookup.
    #[must_use]
    pub fn pane_of(&self, widget: &str) -> Option<PaneId> {
        self.tree.pane_of(&WidgetId::new(widget).ok()?)
    }

    /// Returns the title that a pane had when it was last kept with [`Layout::keep_title`], also in an earlier session. It names a pane
    /// whose widget does not exist.
    #[must_use]
    pub fn last_title(&self, pane: PaneId) -> Option<&str> {
        self.extras.title(pane)
    }

    /// Keeps the title of a pane, at most 200 characters of it. It is written to layout files, and dropped when the pane shows another
    /// widget. This is no change that could be undone.
    pub fn keep_title(&mut self, pane: PaneId, title: &str) {
        if self.tree.widget(pane).is_some() && self.extras.title(pane) != Some(title) {
            self.extras.set_title(pane, Some(title).filter(|title| !title.is_empty()));
            self.extras.sweep(&self.tree);
        }
    }

    /// Places what changed for an area, and finds what is visible in it. Cost: what moved and what is visible. If
    /// nothing changed, a few comparisons and no allocation.
    pub fn place(&mut self, area: Area) {
        self.area = area;
        self.place_again();
        let area = self.clamped_area();
        if self.scene_of == Some(area) {
            self.placements.0 += 1;
        } else {
            self.placements.1 += 1;
            self.find_visible(&area);
            self.scene_of = Some(area);
            if cfg!(debug_assertions) && self.tree.pane_count() <= CHECKED_PANES {
                self.check_caches(&area);
            }
        }
    }

    /// Places everything from scratch and compares. Debug builds do so for small layouts whenever something has
    /// changed.
    ///
    /// # Panics
    /// Panics if a cache differs from the result, which is a bug of this crate.
    fn check_caches(&self, area: &Area) {
        let (mut tree, mut placer, mut scene) = (self.tree.clone(), Placer::default(), Scene::default());
        placer.place(&mut tree, area, &self.metrics);
        assert_eq!(self.placer.content(), placer.content(), "the surface is of another size than it should be");
        scene.collect(&tree, &placer, viewport(area));
        let kept = self.scene.panes(&self.tree);
        assert!(kept.eq(scene.panes(&tree)), "panes do not lie where they should");
        let kept = self.scene.dividers(&self.tree).map(|divider| divider.rect);
        assert!(kept.eq(scene.dividers(&tree).map(|divider| divider.rect)), "dividers do not");
    }

    fn find_visible(&mut self, area: &Area) {
        let window = viewport(area);
        self.scene.collect(&self.tree, &self.placer, window);
        self.revision.step();
        let to = scroll_px(area);
        if to != self.scrolled {
            self.travel = [0, 1].map(|i| (to[i] - self.scrolled[i]).signum());
            self.scrolled = to;
        }
        let content = self.placer.content();
        let scrolls = (0..2).any(|i| content.size[i] > window.size[i]);
        if scrolls && self.read_ahead_percent > 0 {
            self.scene.look_ahead(&self.tree, window, self.ahead(window));
        }
    }

    /// Returns the window, extended in the direction of travel. Before the first scrolling, it is extended downward and
    /// to the right.
    fn ahead(&self, window: PxRect) -> PxRect {
        let travel = if self.travel == [0, 0] { [1, 1] } else { self.travel };
        let mut ahead = window;
        for (i, travel) in travel.into_iter().enumerate() {
            let by = i64::from(window.size[i]) * i64::from(self.read_ahead_percent) / 100;
            let by = i32::try_from(by).unwrap_or(i32::MAX / 4).min(i32::MAX / 4);
            if travel != 0 {
                ahead.size[i] = ahead.size[i].saturating_add(by);
            }
            if travel < 0 {
                ahead.at[i] = ahead.at[i].saturating_sub(by);
            }
        }
        ahead
    }

    /// Sets how far beyond the window panes count as near, in percent of the size of the window. It is 0 at first.
    pub const fn set_read_ahead(&mut self, percent: u32) {
        self.read_ahead_percent = percent;
    }

    /// Returns the panes that come into view next if the surface is scrolled further.
    pub fn prefetch_panes(&self) -> impl Iterator<Item = PaneId> + '_ {
        self.scene.near(&self.tree)
    }

    /// Returns the id of this layout. No other layout of the process has the same, a copy of this one included.
    #[must_use]
    pub const fn instance_id(&self) -> u64 {
        self.revision.layout()
    }

    /// Returns the revision of the visible set. It changes whenever the scene is computed again, and is unique across all layouts of the
    /// process, so that it can key a cache.
    #[must_use]
    pub const fn visibility_revision(&self) -> u64 {
        self.revision.last()
    }

    /// Sets how thick dividers, tab bars and strips are.
    pub const fn set_metrics(&mut self, metrics: Metrics) {
        self.metrics = metrics;
    }

    /// Returns how thick dividers, tab bars and strips are.
    #[must_use]
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Returns the rules of the workspace.
    #[must_use]
    pub const fn rules(&self) -> Rules {
        self.rules
    }

    /// Returns the area of the last placement, its scroll offset clamped to the content.
    #[must_use]
    pub const fn area(&self) -> Area {
        self.area
    }

    /// Returns the tree.
    #[must_use]
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Returns the history: what can be undone and redone.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Returns the pane that has the focus.
    #[must_use]
    pub fn focused_pane(&self) -> Option<PaneId> {
        self.focus.current()
    }

    /// Returns the panes that had the focus, the latest first.
    #[must_use]
    pub const fn focus_history(&self) -> &Focus {
        &self.focus
    }

    /// Returns the placer, which knows where everything is, in device pixels of the content.
    #[must_use]
    pub const fn placer(&self) -> &Placer {
        &self.placer
    }

    /// Returns the scene: what is visible, as of the last [`Layout::place`].
    #[must_use]
    pub const fn scene(&self) -> &Scene {
        &self.scene
    }

    /// Returns the rectangle of a pane in logical units of the area, after scrolling. For a pane behind a tab, this is
    /// the rectangle of the pane in front.
    #[must_use]
    pub fn rect(&self, pane: PaneId) -> Option<Rect> {
        self.tree.widget(pane)?;
        let zoomed = self.tree.surfaces().iter().find(|s| s.zoomed == Some(pane));
        let px = match (zoomed, self.hidden_behind(pane)) {
            (Some(surface), _) => self.placer.zoomed(self.placer.frame(&self.tree, surface, viewport(&self.area))),
            (None, Some(front)) => front,
            (None, None) => self.placer.rect(&self.tree, pane.node())?,
        };
        Some(self.content_to_area(px))
    }

    /// Converts a rectangle of the content, in device pixels, to logical units of the area, after scrolling.
    #[must_use]
    pub fn content_to_area(&self, px: PxRect) -> Rect {
        self.area.scale().rect(self.content_to_area_px(px))
    }

    /// Converts a rectangle of the content to one of the area, after scrolling, both in device pixels.
    #[must_use]
    pub fn content_to_area_px(&self, px: PxRect) -> PxRect {
        let scroll = scroll_px(&self.area);
        px.shifted([-scroll[0], -scroll[1]])
    }

    /// Returns what is at a point in logical units of the area, as of the last placement
    /// ([`Layout::update_placement`]). Dividers reach `padding` units over their neighbors, and the edges of floating surfaces as far beyond
    /// these.
    #[must_use]
    pub fn hit(&self, at: Point, padding: f64) -> Option<Hit> {
        self.hit_with(at, padding, true)
    }

    /// Returns what [`Layout::hit`] returns, for a front end that finds strips and edges of floating surfaces itself: they are passed over,
    /// and what is below is found.
    #[must_use]
    pub fn hit_content(&self, at: Point, padding: f64) -> Option<Hit> {
        self.hit_with(at, padding, false)
    }

    fn hit_with(&self, at: Point, padding: f64, frames: bool) -> Option<Hit> {
        let px = self.area.px();
        let scroll = scroll_px(&self.area);
        let scale = self.area.scale().factor();
        if !at.x.is_finite() || !at.y.is_finite() {
            return None;
        }
        #[allow(clippy::cast_possible_truncation)] // saturates far outside of everything
        let own = [(at.x * scale).floor() as i32, (at.y * scale).floor() as i32];
        if !px.contains(own) {
            return None;
        }
        let at = [own[0] + scroll[0], own[1] + scroll[1]];
        let padding = self.area.scale().to_px(padding);
        // The scene finds a pane fast, but its answer holds only while nothing has changed since it was collected.
        let is_fresh = self.scene_of.is_some() && !self.tree.is_changed();
        if is_fresh && let Some(pane) = self.scene.pane_around(&self.tree, at, padding) {
            return Some(Hit::Pane(pane));
        }
        self.placer.hit_in_view(&self.tree, Some(&self.scene), viewport(&self.area), at, Reach { padding, frames })
    }

    /// Returns how many calls of [`Layout::place`] found all places known, and how many had to compute some.
    #[must_use]
    pub const fn placements(&self) -> (u64, u64) {
        self.placements
    }

    /// Returns the number of bytes that the tree, the places and the scene take, spare capacity included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.tree.bytes() + self.placer.bytes() + self.scene.bytes()
    }

    /// Brings the rectangles up to date with the tree, for questions about places between two frames.
    pub fn update_placement(&mut self) {
        self.place_again();
    }

    /// Brings the rectangles up to date with the tree, without searching for what is visible.
    pub(super) fn place_again(&mut self) {
        if self.placer.place(&mut self.tree, &self.area, &self.metrics) {
            self.scene_of = None;
        }
        if self.tree.take_changed() {
            self.scene_of = None;
        }
    }

    /// Converts a point of the area to logical units of the content.
    pub(super) fn to_content(&self, at: Point) -> Point {
        let scroll = self.area.scroll();
        Point::new(at.x + scroll.x, at.y + scroll.y)
    }

    /// Returns where the outermost tab set that hides a pane shows its children.
    fn hidden_behind(&self, pane: PaneId) -> Option<PxRect> {
        let mut node = pane.node();
        let mut found = None;
        while let Some(parent) = self.tree.parent(node) {
            if let Some(crate::tree::NodeKind::Tabs { active: Some(active) }) = self.tree.kind(parent)
                && active != node
            {
                // The search goes on: what is inside a hidden tab has no current place, only the outermost front tab
                // has.
                found = self.placer.rect(&self.tree, active);
            }
            node = parent;
        }
        found
    }

    fn clamped_area(&mut self) -> Area {
        let (content, window, scale) = (self.placer.content(), self.area.px(), self.area.scale());
        let most = [0, 1].map(|i| scale.to_units((content.size[i] - window.size[i]).max(0)));
        let scroll = self.area.scroll();
        let clamped = Point::new(scroll.x.clamp(0.0, most[0]), scroll.y.clamp(0.0, most[1]));
        if let Ok(area) = self.area.with_scroll(clamped) {
            self.area = area;
        }
        self.area
    }
}

fn scroll_px(area: &Area) -> [i32; 2] {
    [area.scale().to_px(area.scroll().x), area.scale().to_px(area.scroll().y)]
}

fn viewport(area: &Area) -> PxRect {
    area.px().shifted(scroll_px(area))
}
