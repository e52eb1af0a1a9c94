//! Measures how soon a widget that the user opens is there while a thousand loads wait. Each round uses a fresh pool, so it never waits for
//! the other loads to end.

use crate::storm::{Storm, Workbench, blocking, rayon, tokio};
use multisplit_bench_report::clock::middle;
use multisplit_bench_report::report::{Goal, Report, complain};

/// The number of loads that wait.
const WAITING: usize = 1_000;
/// The number of our rounds, of which the median counts. A peer gets one round: it takes a second, and rounds differ by 1 %.
const ROUNDS: usize = 5;
const MILLISECONDS: f64 = 1e3;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let ours = middle((0..ROUNDS).map(|_| round(&mut Workbench::new()?)).collect::<Result<_, _>>()?);
    // The load first waits for a thread that is busy with another load, and then for itself; theirs waits for all.
    let goal = Goal::Faster(200.0);
    for (name, peer) in [("tokio spawn_blocking", tokio()), ("rayon", rayon()), ("blocking", blocking())] {
        match peer {
            Ok(mut peer) => {
                report.beside("first visible load", WAITING, "ms", ours, (name, round(&mut peer)?), goal)?;
            }
            Err(why) => complain("loads", &why),
        }
    }
    Ok(())
}

/// Returns the milliseconds until the opened widget is there.
fn round(storm: &mut dyn Storm) -> Result<f64, String> {
    storm.queue(WAITING)?;
    storm.show().map(|waited| waited.as_secs_f64() * MILLISECONDS)
}
