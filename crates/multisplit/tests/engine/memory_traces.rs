//! A hundred thousand memory traces, replayed to a workspace with widgets and a manual clock. Whatever is measured,
//! nothing in view goes, nothing goes unsaved, and no level changes twice within its dwell time.

use crate::runtime_model::Session;
use multisplit::memory::Probe;
use std::time::Duration;

const TRACES: usize = 100_000;
/// The number of traces in a row on one workspace.
const SESSION: usize = 500;
const DWELL: Duration = Duration::from_secs(5);
const KB: u64 = 1 << 10;

/// Returns a probe around the limits of the sessions: now and then absurd, sometimes with a stall.
fn probe(session: &mut Session) -> Probe {
    let resident = match session.random.below(20) {
        0 => 0,
        1 => u64::MAX,
        _ => session.random.below(1_400) * KB,
    };
    let stalled = [None, Some(0.0), Some(90.0), Some(f32::NAN)][session.random.below(4) as usize];
    Probe { resident: Some(resident), stalled_percent: stalled, ..Probe::default() }
}

#[test]
fn whatever_memory_does_what_is_seen_stays_and_nothing_goes_unsaved() {
    let (mut changes, mut evicted) = (0, 0);
    for seed in 1..=TRACES / SESSION {
        let mut session = Session::new(seed as u64);
        for _ in 0..SESSION {
            // Some widgets come, go and are shown between two traces.
            for _ in 0..6 {
                session.step();
                session.check_widgets();
            }
            for _ in 0..1 + session.random.below(12) {
                let after = Duration::from_millis(session.random.below(6_000));
                let probe = probe(&mut session);
                session.sample(after, probe);
                session.check_widgets();
            }
        }
        let pairs = session.levels.windows(2);
        assert!(pairs.clone().all(|pair| pair[1].since(pair[0]) >= DWELL), "{:?}", session.levels);
        changes += session.levels.len();
        evicted += session.evicted();
    }
    assert!(changes > 1_000 && evicted > 10_000, "too quiet: {changes} changes, {evicted} evictions");
}
