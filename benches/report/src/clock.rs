//! Time of this thread on the processor, and the middle of many runs. Refuses to time anything once.

use cpu_time::ThreadTime;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Rounds at the least, however slow a contender is.
const LEAST_ROUNDS: usize = 3;
/// Rounds at the most.
const MOST_ROUNDS: usize = 201;
/// Wall time after which no further round starts.
const BUDGET: Duration = Duration::from_millis(700);

/// One contender: prepares untimed, works timed, answers microseconds.
pub type Contender<'a> = &'a mut dyn FnMut() -> f64;

/// Microseconds that one of `times` runs takes. What a run answers is dropped within its time.
pub fn time<T>(times: usize, mut work: impl FnMut(usize) -> T) -> f64 {
    let start = ThreadTime::now();
    for at in 0..times {
        black_box(work(at));
    }
    start.elapsed().as_secs_f64() * 1e6 / count(times)
}

/// The same, one run for each item; the items are dropped afterwards.
pub fn time_each<I, T>(mut items: Vec<I>, mut work: impl FnMut(&mut I) -> T) -> f64 {
    let start = ThreadTime::now();
    for item in &mut items {
        black_box(work(black_box(item)));
    }
    let spent = start.elapsed().as_secs_f64() * 1e6 / count(items.len());
    drop(black_box(items));
    spent
}

/// Lets the contenders run in turn, round after round, twice each of which the second counts, and answers the middle. Blocks are not counted meanwhile, so
/// that the counting costs nobody anything.
pub fn race<const N: usize>(mut contenders: [Contender<'_>; N]) -> [f64; N] {
    let mut spent: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    allocation_counter::opt_out(|| {
        let start = Instant::now();
        for round in 0..MOST_ROUNDS {
            if round >= LEAST_ROUNDS && start.elapsed() > BUDGET {
                break;
            }
            for (contender, spent) in contenders.iter_mut().zip(&mut spent) {
                // What the others left in the processor's caches is not this one's fault.
                black_box(contender());
                spent.push(contender());
            }
        }
    });
    spent.map(middle)
}

/// A count as a number to divide by.
#[must_use]
#[allow(clippy::cast_precision_loss)] // far below 2^53
pub const fn count(n: usize) -> f64 {
    n as f64
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
