//! Measures how the cost of work grows with the number of panes, as an exponent that is fitted to the median times at several sizes. Work
//! on all panes may grow like their number; work on a few of them must not. It does not judge a single size.

mod fit;

use crate::work::{Make, Work, layouts, workspaces};
use fit::exponent;
use multisplit_bench_report::clock::{Contender, count, race, time};
use multisplit_bench_report::report::{Goal, Report};

/// The sizes, each ten times the one before.
const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// The largest exponent allowed for work on all panes.
const WHOLE: f64 = 1.05;
/// The largest exponent allowed for work on a few panes.
const LOCAL: f64 = 0.1;
/// How many times the cost of a frame among the fewest panes a frame among the most may cost, with the same number of visible panes.
const SAME_FRAME: f64 = 1.3;
/// The number of turns between two clock readings, for turns that need no preparation.
const RUN: usize = 64;
/// The number of turns that are timed one by one, for turns that need preparation.
const STEPS: usize = 16;

/// Work, and how much its cost may grow.
struct Growing {
    name: &'static str,
    make: Make,
    how: How,
    goal: f64,
}

/// How turns are timed.
#[derive(Clone, Copy)]
enum How {
    /// One turn, which takes long enough.
    Once,
    /// Many turns without a pause.
    Run,
    /// Turns one by one, each after its preparation. The time of reading the clock is subtracted.
    Steps,
}

const fn whole(name: &'static str, make: Make) -> Growing {
    Growing { name, make, how: How::Once, goal: WHOLE }
}

const fn local(name: &'static str, how: How, make: Make) -> Growing {
    Growing { name, make, how, goal: LOCAL }
}

const GROWING: &[Growing] = &[
    whole("place all", layouts::cold),
    whole("save", layouts::save),
    whole("load", layouts::load),
    whole("snapshot", workspaces::snapshot),
    local("split", How::Steps, layouts::split),
    local("undo", How::Steps, layouts::undo),
    local("focus a neighbor", How::Run, layouts::neighbor),
    local("focus a neighbor, grid", How::Run, workspaces::neighbor_grid),
    local("hit", How::Run, workspaces::hit),
    local("hit, grid", How::Run, workspaces::hit_grid),
    local("activate a tab", How::Run, layouts::activate),
    local("frame after a replace, canvas", How::Steps, workspaces::replaced),
    local("frame after a replace, grid canvas", How::Steps, workspaces::replaced_grid),
    local("frame after a replace, tab sets", How::Steps, workspaces::replaced_tabs),
    local("frame after a scroll step, canvas", How::Steps, workspaces::scrolled),
    local("frame after a scroll step, grid canvas", How::Steps, workspaces::scrolled_grid),
    local("steady frame, canvas", How::Run, workspaces::steady),
    local("steady frame, tab sets", How::Run, workspaces::steady_tabs),
];

/// Prints a row for each work and size, and one for each exponent.
pub(crate) fn measure(report: &mut Report) -> Result<(), String> {
    for growing in GROWING {
        let spent = spent(growing)?;
        let name = format!("growth: {}", growing.name);
        for (n, micros) in SIZES.into_iter().zip(spent) {
            report.alone(&name, n, "us", micros, Goal::Read)?;
        }
        let points: Vec<(f64, f64)> = SIZES.into_iter().map(count).zip(spent).collect();
        report.alone(&name, SIZES[SIZES.len() - 1], "exponent", exponent(&points)?, Goal::AtMost(growing.goal))?;
        if growing.name.starts_with("frame") || growing.name.starts_with("steady") {
            let [few, .., many] = spent;
            let name = format!("{}, 50 visible", growing.name);
            report.beside(
                &name,
                SIZES[3],
                "us",
                many,
                ("50 visible among the fewest", few),
                Goal::Within(SAME_FRAME),
            )?;
        }
    }
    Ok(())
}

/// Returns the microseconds of one turn at each size. The sizes are measured alternately.
fn spent(growing: &Growing) -> Result<[f64; SIZES.len()], String> {
    let mut failure = None;
    let mut works = Vec::with_capacity(SIZES.len());
    for n in SIZES {
        works.push(Timed { work: (growing.make)(n)?, turn: 0 });
    }
    let mut works: [Timed; SIZES.len()] = works.try_into().map_err(|_| "a size has no work")?;
    let [a, b, c, d] = &mut works;
    let how = growing.how;
    let failed = std::cell::RefCell::new(&mut failure);
    let run = |timed: &mut Timed| match timed.time(how) {
        Ok(micros) => micros,
        Err(error) => {
            failed.borrow_mut().get_or_insert(error);
            f64::NAN
        }
    };
    let contenders: [Contender<'_>; SIZES.len()] = [&mut || run(a), &mut || run(b), &mut || run(c), &mut || run(d)];
    let spent = race(contenders);
    failure.map_or(Ok(spent), Err)
}

/// Work, and the number of its turn.
struct Timed {
    work: Box<dyn Work>,
    turn: usize,
}

impl Timed {
    fn time(&mut self, how: How) -> Result<f64, String> {
        let mut outcome = Ok(());
        let micros = match how {
            How::Once => {
                self.prepare()?;
                time(1, |_| outcome = self.work.work(self.turn))
            }
            How::Run => time(RUN, |_| {
                self.turn += 1;
                if let Err(error) = self.work.work(self.turn) {
                    outcome = Err(error);
                }
            }),
            How::Steps => {
                let (mut spent, mut clock) = (0.0, 0.0);
                for _ in 0..STEPS {
                    self.prepare()?;
                    spent += time(1, |_| outcome = self.work.work(self.turn));
                    outcome.clone()?;
                    clock += time(1, |_| ());
                }
                (spent - clock) / count(STEPS)
            }
        };
        outcome.map(|()| micros)
    }

    fn prepare(&mut self) -> Result<(), String> {
        self.turn += 1;
        self.work.prepare(self.turn)
    }
}
