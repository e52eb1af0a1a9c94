//! Measures the first frame after one change: placing, finding what is visible, comparing it with the existing widgets, and requesting the
//! new one. It measures a window on a canvas of many panes, like a large workspace, and a workspace with all panes visible.

use super::{LARGEST, spread};
use crate::ours;
use crate::peers::PLAIN;
use crate::peers::plain::Plain;
use crate::shape::{self, Shape};
use multisplit::geometry::{Length, Ratio};
use multisplit::placement::{Area, Metrics};
use multisplit::{Command, Moment, PaneId, Placement, Provided, Request, WidgetId, WidgetProvider, Workspace};
use multisplit_bench_report::clock::{race, time};
use multisplit_bench_report::report::{Goal, Report};

/// The size of a usual window, in logical units. It shows a few hundred of the panes.
const WINDOW: [f64; 2] = [1_280.0, 800.0];
/// The minimum side of a pane on the canvas, in logical units.
const LEAST: f64 = 64.0;

struct Nothing;

impl WidgetProvider for Nothing {
    type Widget = ();

    fn provide(&mut self, _: Request<'_, ()>) -> Provided<()> {
        Provided::Ready(())
    }
}

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let larger: &[usize] = if report.quick { &[] } else { &[LARGEST] };
    for n in report.sizes().iter().chain(larger) {
        let (mut canvas, mut whole) = (Changed::new(*n, true)?, Changed::new(*n, false)?);
        let (mut canvas_split, mut whole_split) = (Changed::new(*n, true)?, Changed::new(*n, false)?);
        let mut plain = Plain::new(&shape::grid(*n));
        let [canvas, whole, canvas_split, whole_split, plain] = race([
            &mut || canvas.time_replace(),
            &mut || whole.time_replace(),
            &mut || canvas_split.time_split(),
            &mut || whole_split.time_split(),
            &mut || time(1, |_| plain.pass()),
        ]);
        // To follow one change is less than to look at every pane.
        let goal = if *n == 10_000 { Goal::Within(1.0) } else { Goal::Read };
        report.beside("reconcile, window on a canvas", *n, "us", canvas, (PLAIN, plain), goal)?;
        report.alone("reconcile, all in view", *n, "us", whole, Goal::Read)?;
        report.alone("reconcile after a split, window on a canvas", *n, "us", canvas_split, Goal::Read)?;
        report.alone("reconcile after a split, all in view", *n, "us", whole_split, Goal::Read)?;
    }
    Ok(())
}

/// A workspace in which one pane after the other shows another widget.
struct Changed {
    workspace: Workspace<Nothing>,
    area: Area,
    n: usize,
    turn: usize,
}

impl Changed {
    fn new(n: usize, canvas: bool) -> Result<Self, String> {
        let shape: Shape = shape::grid(n);
        let mut workspace = Workspace::new(Nothing);
        *workspace.layout_mut() = ours::layout(&shape)?;
        let side = shape::side(n);
        let area = if canvas { Area::new(WINDOW[0], WINDOW[1]) } else { Area::new(side, side) };
        let area = area.map_err(|error| error.to_string())?;
        if canvas {
            let least = Length::new(LEAST).map_err(|error| error.to_string())?;
            workspace.layout_mut().set_metrics(Metrics { min_pane: [least; 2], ..Metrics::default() });
        }
        workspace.frame(Moment::ZERO, area);
        Ok(Self { workspace, area, n, turn: 0 })
    }

    /// Times a frame after a visible pane got another widget. Nothing moves.
    fn time_replace(&mut self) -> f64 {
        let (Some(pane), Some(widget)) = self.next() else { return f64::NAN };
        if self.workspace.run(Moment::ZERO, &Command::Replace { pane, widget }).is_err() {
            return f64::NAN;
        }
        self.frame()
    }

    /// Times a split of a visible pane, and the close that reverses it, each with its frame. Panes move; on a canvas all later ones do.
    fn time_split(&mut self) -> f64 {
        let (Some(pane), Some(widget)) = self.next() else { return f64::NAN };
        let split = Command::Split { pane, place: Placement::Right, widget, ratio: Ratio::HALF };
        let Some(new) = self.workspace.run(Moment::ZERO, &split).ok().and_then(|done| done.pane) else {
            return f64::NAN;
        };
        let opened = self.frame();
        if self.workspace.run(Moment::ZERO, &Command::Close { pane: new }).is_err() {
            return f64::NAN;
        }
        (opened + self.frame()) / 2.0
    }

    /// Returns one of the first panes, which are visible, and a new widget.
    fn next(&mut self) -> (Option<PaneId>, Option<WidgetId>) {
        self.turn += 1;
        let pane = ours::pane(spread(self.turn, self.n.isqrt().min(10)));
        (pane.ok(), WidgetId::new(format!("turn:{}", self.turn)).ok())
    }

    fn frame(&mut self) -> f64 {
        let spent = time(1, |_| self.workspace.frame(Moment::ZERO, self.area).pane_count());
        while let Some(effect) = self.workspace.poll() {
            drop(effect);
        }
        spent
    }
}
