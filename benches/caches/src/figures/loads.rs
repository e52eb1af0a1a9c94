//! What the user opens while a thousand loads wait. A fresh pool each round: what waits is never waited for.

use crate::storm::{LOAD, Storm, Workbench, blocking, rayon, tokio};
use multisplit_bench_report::report::{Goal, Report, complain};

/// Loads that wait.
const WAITING: usize = 1_000;
/// Rounds of ours; the middle one counts. The peers take a second each and differ by a hundredth.
const ROUNDS: usize = 5;
const MILLISECONDS: f64 = 1e3;
/// What is allowed beside a running load and the load itself.
const MARGIN_MS: f64 = 1.0;

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let mut ours: Vec<f64> = (0..ROUNDS).map(|_| round(&mut Workbench::new()?)).collect::<Result<_, _>>()?;
    ours.sort_by(f64::total_cmp);
    let ours = ours[ROUNDS / 2];
    // It waits for a thread that is at a load, and then for its own.
    let goal = Goal::AtMost(2.0 * LOAD.as_secs_f64() * MILLISECONDS + MARGIN_MS);
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

/// Milliseconds until what is opened is there.
fn round(storm: &mut dyn Storm) -> Result<f64, String> {
    storm.queue(WAITING)?;
    storm.show().map(|waited| waited.as_secs_f64() * MILLISECONDS)
}
