//! How the cost of work grows with the number of panes: an exponent, fitted through the middle times at several sizes. Work on
//! all panes may grow as they do; work on some of them must not. Refuses to judge a single size.

mod fit;

use crate::work::{Make, Work, layouts, workspaces};
use fit::exponent;
use multisplit_bench_report::clock::{Contender, count, race, time};
use multisplit_bench_report::report::{Goal, Report};

/// The sizes, each ten times the one before.
const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// What work on all panes may grow by.
const WHOLE: f64 = 1.05;
/// What work on some panes may grow by.
const LOCAL: f64 = 0.1;
/// A frame of as many visible panes among the most, to one among the fewest.
const SAME_FRAME: f64 = 1.3;
/// Turns between two looks at the clock, where turns need no preparing.
const RUN: usize = 64;
/// Turns that are timed one by one, where they need it.
const STEPS: usize = 16;

/// Work, and what it may grow by.
struct Growing {
    name: &'static str,
    make: Make,
    how: How,
    goal: f64,
}

/// How turns are timed.
#[derive(Clone, Copy)]
enum How {
    /// One is long enough.
    Once,
    /// One after the other.
    Run,
    /// Each between a preparation and the next; the clock's own time is taken off.
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

/// Microseconds of one turn at each size, all sizes in turn.
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

/// Work, and which turn it is.
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
