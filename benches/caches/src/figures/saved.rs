//! Measures the rebuild cost that is saved by keeping widgets: by ours, the peers, a clairvoyant cache and the bound, on generated and on
//! recorded traces.

use crate::caches::{HASHLINK, Ours, peers};
use crate::offline::{bound, clairvoyant};
use crate::sim::{Saved, replay};
use crate::trace::Trace;
use crate::trace::generate::{BackAndForth, Costs, Days, SEED};
use crate::trace::recorded;
use multisplit_bench_report::report::{Goal, Report};
use std::fs::File;
use std::io::BufReader;

/// The goal of a trace.
#[derive(Clone, Copy)]
enum Wanted {
    /// At least this many percent.
    Percent(f64),
    /// At most one percentage point less than the least recently used cache.
    NearLru,
    Nothing,
}

pub(super) fn measure(report: &mut Report) -> Result<(), String> {
    let days = Days::default();
    rows(report, &days.trace(Costs::ByKind, SEED), Wanted::Percent(88.0))?;
    rows(report, &days.trace(Costs::BySize, SEED), Wanted::Percent(49.0))?;
    rows(report, &BackAndForth::FITS.trace("back and forth, a set fits", SEED), Wanted::NearLru)?;
    rows(report, &BackAndForth::TIGHT.trace("back and forth, a set does not fit", SEED), Wanted::NearLru)
}

/// Replays a recorded trace, which has no goal.
pub(crate) fn replay_file(path: &str) -> Result<bool, String> {
    let file = File::open(path).map_err(|error| format!("{path}: {error}"))?;
    let trace = recorded::read("recorded", BufReader::new(file)).map_err(|error| format!("{path}: {error}"))?;
    let mut report = Report::new(true);
    rows(&mut report, &trace, Wanted::Nothing)?;
    Ok(report.is_good())
}

fn rows(report: &mut Report, trace: &Trace, wanted: Wanted) -> Result<(), String> {
    let saved = replay(trace, &mut Ours::new(trace)?);
    let peers: Vec<(&str, Saved)> =
        peers(trace).into_iter().map(|(name, mut cache)| (name, replay(trace, &mut *cache))).collect();
    let (cost, hits) = (format!("cost saved: {}", trace.name), format!("hits: {}", trace.name));
    for (name, peer) in &peers {
        let goal = goal(wanted, name);
        report.beside(&cost, trace.ids().len(), "%", saved.percent(), (name, peer.percent()), goal)?;
    }
    for (name, peer) in &peers {
        let hit = (*name, peer.hit_percent());
        report.beside(&hits, trace.ids().len(), "%", saved.hit_percent(), hit, Goal::Read)?;
    }
    let best = [("clairvoyant", clairvoyant(trace).percent()), ("bound", bound(trace))];
    for peer in best {
        report.beside(&cost, trace.ids().len(), "%", saved.percent(), peer, Goal::Read)?;
    }
    Ok(())
}

/// Returns the goal of a row. A trace states its goal once, in the row of the least recently used cache.
fn goal(wanted: Wanted, peer: &str) -> Goal {
    match wanted {
        Wanted::Percent(least) if peer == HASHLINK => Goal::AtLeast(least),
        Wanted::NearLru if peer == HASHLINK => Goal::Near(1.0),
        _ => Goal::Read,
    }
}
