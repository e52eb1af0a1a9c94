//! The clock of the benches: processor time of the current thread, in many runs. It never times anything only once.

use cpu_time::ThreadTime;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The minimum number of rounds, however slow a contender is.
const MIN_ROUNDS: usize = 3;
/// The maximum number of rounds.
const MAX_ROUNDS: usize = 201;
/// The wall time after which no further round starts.
const BUDGET: Duration = Duration::from_millis(700);

/// One contender. It prepares untimed, works timed, and returns microseconds.
pub type Contender<'a> = &'a mut dyn FnMut() -> f64;

/// Returns the microseconds of one of `times` runs. The time includes dropping what a run returns.
pub fn time<T>(times: usize, mut work: impl FnMut(usize) -> T) -> f64 {
    let start = ThreadTime::now();
    for at in 0..times {
        black_box(work(at));
    }
    start.elapsed().as_secs_f64() * 1e6 / count(times)
}

/// Returns the microseconds of one run, with one run per item. The items are dropped afterwards, untimed.
pub fn time_each<I, T>(mut items: Vec<I>, mut work: impl FnMut(&mut I) -> T) -> f64 {
    let start = ThreadTime::now();
    for item in &mut items {
        black_box(work(black_box(item)));
    }
    let spent = start.elapsed().as_secs_f64() * 1e6 / count(items.len());
    drop(black_box(items));
    spent
}

/// Runs the contenders in turn, round after round, and returns the lower quartile of each: a quarter of the rounds took less.
///
/// What disturbs a machine only makes a round slower. If it does so for half of the rounds, a median is of the disturbed ones for the
/// contender that uses more memory, and of the others for the rest.
///
/// In each round a contender runs twice, and the second run counts. Allocations are not counted meanwhile, so that counting costs no
/// contender anything.
pub fn race<const N: usize>(mut contenders: [Contender<'_>; N]) -> [f64; N] {
    let mut spent: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    allocation_counter::opt_out(|| {
        let start = Instant::now();
        for round in 0..MAX_ROUNDS {
            if round >= MIN_ROUNDS && start.elapsed() > BUDGET {
                break;
            }
            for (contender, spent) in contenders.iter_mut().zip(&mut spent) {
                // The first run fills the processor's caches again after the other contenders.
                black_box(contender());
                spent.push(contender());
            }
        }
    });
    spent.map(|spent| at_part(spent, 4))
}

/// Converts a count to a number to divide by.
#[must_use]
#[allow(clippy::cast_precision_loss)] // far below 2^53
pub const fn count(n: usize) -> f64 {
    n as f64
}

/// Returns the median of values; NaN if there are none.
#[must_use]
pub fn middle(values: Vec<f64>) -> f64 {
    at_part(values, 2)
}

/// Returns the value below which one of so many parts of the values are; NaN if there are none.
fn at_part(mut values: Vec<f64>, parts: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / parts).copied().unwrap_or(f64::NAN)
}
