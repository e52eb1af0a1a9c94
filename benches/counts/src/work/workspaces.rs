//! Work on workspaces that are partly visible: on a canvas that is scrolled, or as the active tabs of tab sets. A turn draws, which means
//! that it reads everything visible.

#[cfg(feature = "growth")]
use super::layouts::DIRECTIONS;
use super::{Work, words};
use crate::shape::Shape;
use crate::{ours, shape};
#[cfg(feature = "growth")]
use multisplit::FocusTo;
use multisplit::geometry::{Length, Point};
use multisplit::placement::{Area, Metrics};
use multisplit::{
    Command, Moment, PaneId, Provided, Request, RuntimeConfig, View, WidgetId, WidgetProvider, Workspace,
};
use std::hint::black_box;

/// The minimum side of a pane on a canvas, in logical units.
const LEAST: f64 = 100.0;
/// The space between panes, in logical units. It is the default of [`Metrics`].
const DIVIDER: f64 = 6.0;
/// How far dividers reach over their neighbors, in logical units.
const PADDING: f64 = 2.0;
/// The length of a scroll step, in logical units: two fifths of a pane.
const STEP: f64 = 42.0;
/// The number of scroll steps in one direction. A canvas of a hundred panes has space for no more.
const STEPS: usize = 2;

type Boxed = Result<Box<dyn Work>, String>;

/// Draws a frame in which nothing changed.
pub(crate) fn steady_100(n: usize) -> Boxed {
    Ok(Box::new(Steady(World::canvas(&shape::balanced(n), 100)?)))
}

/// Draws a frame after one scroll step.
pub(crate) fn scrolled_100(n: usize) -> Boxed {
    Ok(Box::new(Scrolled(World::canvas(&shape::balanced(n), 100)?)))
}

/// Draws a frame after one pane got another widget.
pub(crate) fn replaced_100(n: usize) -> Boxed {
    Ok(Box::new(Replaced(World::canvas(&shape::balanced(n), 100)?)))
}

/// Looks up live widgets.
pub(crate) fn slot_live(n: usize) -> Boxed {
    struct Found(World);
    impl Work for Found {
        fn work(&mut self, at: usize) -> Result<(), String> {
            let pane = self.0.panes[at % self.0.panes.len()];
            self.0.workspace.slots().live(pane).map(black_box).map(drop).ok_or_else(|| "not live".to_owned())
        }
    }
    Ok(Box::new(Found(World::canvas(&shape::balanced(n), 100)?)))
}

/// Takes a snapshot of all statistics of the workspace.
pub(crate) fn snapshot(n: usize) -> Boxed {
    struct Seen(World);
    impl Work for Seen {
        fn work(&mut self, _: usize) -> Result<(), String> {
            black_box(self.0.workspace.snapshot());
            Ok(())
        }
    }
    Ok(Box::new(Seen(World::canvas(&shape::balanced(n), 100)?)))
}

/// Returns a balanced shape of more than `n` panes, all of one size. Their number is a power of two that leaves space to scroll.
#[cfg(feature = "growth")]
fn balanced(n: usize) -> Shape {
    shape::balanced((2 * n).next_power_of_two())
}

/// Returns a grid of at most `n` panes, all of one size. Their number is a square.
#[cfg(feature = "growth")]
fn grid(n: usize) -> Shape {
    shape::grid(n.isqrt().pow(2))
}

/// Draws a frame in which nothing changed, in a window that shows fifty panes.
#[cfg(feature = "growth")]
pub(crate) fn steady(n: usize) -> Boxed {
    Ok(Box::new(Steady(World::of_50(&balanced(n))?)))
}

/// Draws a frame after one scroll step.
#[cfg(feature = "growth")]
pub(crate) fn scrolled(n: usize) -> Boxed {
    Ok(Box::new(Scrolled(World::of_50(&balanced(n))?)))
}

/// Draws a frame after one scroll step, with splits that have many children.
#[cfg(feature = "growth")]
pub(crate) fn scrolled_grid(n: usize) -> Boxed {
    Ok(Box::new(Scrolled(World::of_50(&grid(n))?)))
}

/// Draws a frame after one pane got another widget.
#[cfg(feature = "growth")]
pub(crate) fn replaced(n: usize) -> Boxed {
    Ok(Box::new(Replaced(World::of_50(&balanced(n))?)))
}

/// Draws a frame after one pane got another widget, with splits that have many children.
#[cfg(feature = "growth")]
pub(crate) fn replaced_grid(n: usize) -> Boxed {
    Ok(Box::new(Replaced(World::of_50(&grid(n))?)))
}

/// Draws a frame in which nothing changed, of fifty tab sets that share all panes.
#[cfg(feature = "growth")]
pub(crate) fn steady_tabs(n: usize) -> Boxed {
    Ok(Box::new(Steady(World::tabs(n)?)))
}

/// Draws a frame of fifty tab sets after one pane got another widget.
#[cfg(feature = "growth")]
pub(crate) fn replaced_tabs(n: usize) -> Boxed {
    Ok(Box::new(Replaced(World::tabs(n)?)))
}

/// Finds what is at a point of the window.
pub(crate) fn hit(n: usize) -> Boxed {
    hit_in(&shape::balanced(n))
}

/// Finds what is at a point of the window, with splits that have many children.
#[cfg(feature = "growth")]
pub(crate) fn hit_grid(n: usize) -> Boxed {
    hit_in(&shape::grid(n))
}

fn hit_in(shape: &Shape) -> Boxed {
    struct Hit(World, Vec<Point>);
    impl Work for Hit {
        fn work(&mut self, at: usize) -> Result<(), String> {
            let found = self.0.workspace.layout().hit(self.1[at % self.1.len()], PADDING);
            black_box(found).map(drop).ok_or_else(|| "nothing was hit".to_owned())
        }
    }
    let world = World::canvas(shape, 50)?;
    let layout = world.workspace.layout();
    let corners = world.panes.iter().filter_map(|pane| layout.rect(*pane)).map(|rect| Point::new(rect.x, rect.y));
    let size = world.area.size();
    let inside = |at: &Point| at.x > 0.0 && at.y > 0.0 && at.x + 10.0 < size.w && at.y + 10.0 < size.h;
    let points: Vec<Point> = corners.filter(inside).map(|at| Point::new(at.x + 10.0, at.y + 10.0)).collect();
    if points.is_empty() { Err("no corner is in view".to_owned()) } else { Ok(Box::new(Hit(world, points))) }
}

/// Moves the focus around among visible panes, with splits that have many children.
#[cfg(feature = "growth")]
pub(crate) fn neighbor_grid(n: usize) -> Boxed {
    struct Neighbor(World);
    impl Work for Neighbor {
        fn work(&mut self, at: usize) -> Result<(), String> {
            let layout = self.0.workspace.layout_mut();
            black_box(layout.focus(Moment::ZERO, FocusTo::Neighbor(DIRECTIONS[at % 4]))).map_err(words)?;
            while let Some(event) = layout.poll_event() {
                black_box(event);
            }
            Ok(())
        }
    }
    let mut world = World::of_50(&grid(n))?;
    let middle = world.panes[world.panes.len() / 2];
    world.workspace.layout_mut().focus(Moment::ZERO, FocusTo::Pane(middle)).map_err(words)?;
    Ok(Box::new(Neighbor(world)))
}

struct Steady(World);

impl Work for Steady {
    fn work(&mut self, _: usize) -> Result<(), String> {
        self.0.frame()
    }
}

struct Scrolled(World);

impl Work for Scrolled {
    fn prepare(&mut self, at: usize) -> Result<(), String> {
        // Back and forth, so that it stays among panes that were seen, and never at the start position, so that every step scrolls.
        let there = (at + 1) % (2 * STEPS);
        let steps = if there < STEPS { there } else { 2 * STEPS - there };
        let by = (f64::from(u32::try_from(steps).unwrap_or(0)) - 0.5) * STEP;
        let Point { x, y } = self.0.scroll;
        self.0.area = self.0.area.with_scroll(Point::new(x + by, y + by)).map_err(words)?;
        Ok(())
    }

    fn work(&mut self, _: usize) -> Result<(), String> {
        let before = self.0.workspace.layout().visibility_revision();
        self.0.frame()?;
        (self.0.workspace.layout().visibility_revision() > before)
            .then_some(())
            .ok_or_else(|| "it was not scrolled".to_owned())
    }
}

struct Replaced(World);

impl Work for Replaced {
    fn prepare(&mut self, at: usize) -> Result<(), String> {
        self.0.replace(at)
    }

    fn work(&mut self, _: usize) -> Result<(), String> {
        self.0.frame()
    }
}

/// A provider of empty widgets, so that only the engine is measured.
struct Nothing;

impl WidgetProvider for Nothing {
    type Widget = ();

    fn provide(&mut self, _: Request<'_, ()>) -> Provided<()> {
        Provided::Ready(())
    }
}

/// A workspace that was drawn, and the panes that were visible then.
struct World {
    workspace: Workspace<Nothing>,
    area: Area,
    /// The first scroll position.
    scroll: Point,
    panes: Vec<PaneId>,
}

impl World {
    /// Creates a window on a canvas. The window shows about `visible` panes.
    fn canvas(shape: &Shape, visible: u32) -> Result<Self, String> {
        Self::canvas_with(shape, visible, RuntimeConfig::default().read_ahead_percent)
    }

    /// Creates a window on a canvas that shows about fifty panes, with nothing read ahead. Among the fewest panes there is nothing ahead,
    /// so frames with reading ahead could not be compared.
    #[cfg(feature = "growth")]
    fn of_50(shape: &Shape) -> Result<Self, String> {
        let world = Self::canvas_with(shape, 50, 0)?;
        // Starts at the corner of a pane, so that a step reveals the same number of panes whatever the total.
        let layout = world.workspace.layout();
        let corners = world.panes.iter().filter_map(|pane| layout.rect(*pane)).map(|rect| Point::new(rect.x, rect.y));
        let near = corners.min_by(|a, b| (a.x.abs() + a.y.abs()).total_cmp(&(b.x.abs() + b.y.abs())));
        let near = near.ok_or("no pane is in view")?;
        let scroll = Point::new(world.scroll.x + near.x, world.scroll.y + near.y);
        let area = world.area.with_scroll(scroll).map_err(words)?;
        Self::drawn(layout.clone(), area)
    }

    fn canvas_with(shape: &Shape, visible: u32, read_ahead_percent: u32) -> Result<Self, String> {
        let mut layout = ours::layout(shape)?;
        let least = Length::new(LEAST).map_err(words)?;
        layout.set_metrics(Metrics { min_pane: [least; 2], ..Metrics::default() });
        let side = f64::from(visible).sqrt() * (LEAST + DIVIDER);
        layout.set_read_ahead(read_ahead_percent);
        // The middle is the hardest place: nowhere are more panes before the first visible one.
        let area = ours::area(side)?;
        layout.place(area);
        let content = layout.placer().content().size.map(f64::from);
        let scroll = Point::new((content[0] - side) / 2.0, (content[1] - side) / 2.0);
        Self::drawn(layout, area.with_scroll(scroll).map_err(words)?)
    }

    /// Creates fifty tab sets that fill the window and share all panes.
    #[cfg(feature = "growth")]
    fn tabs(n: usize) -> Result<Self, String> {
        let layout = ours::tab_sets(&shape::balanced(50), n / 50)?;
        Self::drawn(layout, ours::area(1_000.0)?)
    }

    fn drawn(layout: multisplit::Layout, area: Area) -> Result<Self, String> {
        let mut workspace = Workspace::new(Nothing);
        *workspace.layout_mut() = layout;
        let mut world = Self { workspace, area, scroll: area.scroll(), panes: vec![] };
        world.frame()?;
        let layout = world.workspace.layout();
        world.panes = layout.scene().panes(layout.tree()).map(|(pane, _)| pane).collect();
        if world.panes.is_empty() { Err("nothing is in view".to_owned()) } else { Ok(world) }
    }

    /// Draws a frame like a front end does.
    fn frame(&mut self) -> Result<(), String> {
        let mut view = self.workspace.frame(Moment::ZERO, self.area);
        let live = draw(&mut view);
        let all = view.pane_count();
        while let Some(effect) = self.workspace.poll() {
            drop(black_box(effect));
        }
        if live == all { Ok(()) } else { Err(format!("{live} of {all} visible panes are live")) }
    }

    /// Replaces the widget of a visible pane.
    fn replace(&mut self, at: usize) -> Result<(), String> {
        let pane = self.panes[at % self.panes.len()];
        let widget = WidgetId::new(format!("turn:{at}")).map_err(words)?;
        self.workspace.run(Moment::ZERO, &Command::Replace { pane, widget }).map_err(words)?;
        Ok(())
    }
}

/// Reads everything that a front end draws, and returns the number of live widgets. Dividers are the space between panes.
fn draw(view: &mut View<'_, Nothing>) -> usize {
    let mut live = 0;
    for index in 0..view.pane_count() {
        let Some(pane) = black_box(view.pane(index)) else { continue };
        live += usize::from(view.live(pane.pane).is_some());
    }
    for bar in view.layout.tab_bars() {
        black_box(bar);
    }
    live
}
