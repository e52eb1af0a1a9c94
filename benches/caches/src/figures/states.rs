//! Measures what one more saved state costs once as many are kept as may be, beside one that takes the place of another. The history is
//! full: what an undo may bring back is not forgotten, so it has to be asked.

use multisplit::limits::MAX_SAVED_STATES;
use multisplit::placement::Area;
use multisplit::{Command, Moment, Provided, Request, Saved, WidgetId, WidgetProvider, Workspace};
use multisplit_bench_report::clock::{count, race, time_each};
use multisplit_bench_report::report::{Goal, Report};

/// The number of states that are handed in with a frame.
const BATCH: usize = 64;
/// The number of changes that the history holds.
const CHANGES: usize = 1_000;
/// The number of ids that take turns below the limit.
const FEW: usize = 1_000;

struct Nothing;

impl WidgetProvider for Nothing {
    type Widget = ();

    fn provide(&mut self, _: Request<'_, ()>) -> Provided<()> {
        Provided::Unknown
    }
}

/// A workspace that is handed states of widgets without a pane.
struct Keeping {
    workspace: Workspace<Nothing>,
    area: Area,
    turn: usize,
    /// After how many ids the first one comes again.
    ids: usize,
}

impl Keeping {
    /// Creates a workspace that was handed the states of `ids` widgets, at most twice as many as it keeps.
    fn new(ids: usize) -> Result<Self, String> {
        let area = Area::new(1_000.0, 1_000.0).map_err(|error| error.to_string())?;
        let mut keeping = Self { workspace: Workspace::new(Nothing), area, turn: 0, ids };
        for at in 0..CHANGES {
            let open = Command::open(&format!("open:{at}")).map_err(|error| error.to_string())?;
            keeping.workspace.run(Moment::ZERO, &open).map_err(|error| error.to_string())?;
        }
        for _ in 0..(ids.min(2 * MAX_SAVED_STATES) / BATCH) {
            keeping.time();
        }
        Ok(keeping)
    }

    fn time(&mut self) -> f64 {
        let Self { workspace, area, turn, ids } = self;
        let next = || {
            *turn += 1;
            Some((WidgetId::new(format!("gone:{}", *turn % *ids)).ok()?, Saved::new("a state").ok()?))
        };
        let states: Vec<_> = std::iter::repeat_with(next).take(BATCH).flatten().collect();
        // What has to go goes with the frame.
        let spent = time_each(vec![states], |states| {
            states.drain(..).for_each(|(widget, saved)| workspace.restore_state(widget, saved));
            workspace.frame(Moment::ZERO, *area).pane_count()
        });
        while let Some(effect) = workspace.poll() {
            drop(effect);
        }
        spent / count(BATCH)
    }
}

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let (mut few, mut full) = (Keeping::new(FEW)?, Keeping::new(usize::MAX)?);
    let spent = race([&mut || few.time(), &mut || full.time()]);
    if full.workspace.meters().states_lost == 0 {
        return Err("no state had to go".to_owned());
    }
    let [few, full] = spent;
    let figure = "one more saved state, as many are kept as may be";
    report.beside(figure, MAX_SAVED_STATES, "us", full, ("one that is kept already", few), Goal::Within(10.0))
}
