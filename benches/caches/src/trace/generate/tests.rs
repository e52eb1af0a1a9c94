//! Tests that the generated traces match their descriptions.

use super::{BackAndForth, Costs, Days, KINDS, SEED};
use crate::trace::Trace;

fn uses(trace: &Trace) -> Vec<usize> {
    let mut uses = vec![0; trace.ids().len()];
    trace.accesses().iter().for_each(|access| uses[access.id as usize] += 1);
    uses.sort_unstable_by(|a, b| b.cmp(a));
    uses
}

#[test]
fn a_seed_has_one_trace_whatever_things_cost() {
    let days = Days { accesses: 5_000, ..Days::default() };
    let trace = days.trace(Costs::ByKind, SEED);
    assert_eq!(trace, days.trace(Costs::ByKind, SEED));
    assert_ne!(trace.accesses(), days.trace(Costs::ByKind, SEED + 1).accesses());
    let by_size = days.trace(Costs::BySize, SEED);
    let same = trace.accesses().iter().zip(by_size.accesses());
    assert!(same.clone().all(|(a, b)| (a.at_us, a.id, a.bytes) == (b.at_us, b.id, b.bytes)));
    assert!(same.into_iter().any(|(a, b)| a.rebuild_us != b.rebuild_us));
}

#[test]
#[allow(clippy::cast_precision_loss)]
fn the_popular_are_wanted_more_by_the_power_of_their_rank() {
    let days = Days { accesses: 200_000, phase: usize::MAX, scan_every: usize::MAX, ..Days::default() };
    let uses = uses(&days.trace(Costs::ByKind, 1));
    // The slope between the tenth and the thousandth rank. Averages over some ranks around them reduce chance.
    let around =
        |rank: usize| uses[rank - rank / 5..=rank + rank / 5].iter().sum::<usize>() as f64 / (rank / 5 * 2 + 1) as f64;
    let slope = (around(10) / around(1_000)).log10() / 2.0;
    assert!((slope - 0.9).abs() < 0.05, "{slope}");
}

#[test]
fn sizes_keep_their_bounds_and_their_middle() {
    let trace = Days { sigma: 3.0, scan: 2_000, ..Days::default() }.trace(Costs::BySize, SEED);
    let mut bytes: Vec<u32> = trace.accesses().iter().map(|access| access.bytes).collect();
    assert!(bytes.iter().all(|bytes| (1_000..=10_000_000).contains(bytes)));
    assert!(bytes.contains(&1_000) && bytes.contains(&10_000_000), "so wide a spread reaches both ends");
    bytes.sort_unstable();
    let middle = bytes[bytes.len() / 2];
    assert!((50_000..200_000).contains(&middle), "{middle}");
    assert!(trace.accesses().iter().all(|access| access.rebuild_us == u64::from(access.bytes).div_ceil(10)));
    assert_eq!(trace.budget, trace.bytes() / 20);
}

#[test]
fn costs_go_by_the_kind_that_the_id_names() {
    let trace = Days::default().trace(Costs::ByKind, SEED);
    for access in trace.accesses() {
        let kind = trace.ids()[access.id as usize].split(':').next();
        assert!(KINDS.iter().any(|(name, cost, _)| Some(*name) == kind && *cost == access.rebuild_us));
    }
    assert!(KINDS.iter().all(|(name, ..)| trace.ids().iter().any(|id| id.starts_with(name))));
}

#[test]
fn a_scan_looks_at_one_after_the_other() {
    let days = Days { scan_every: 500, scan: 40, accesses: 2_000, ..Days::default() };
    let trace = days.trace(Costs::ByKind, SEED);
    let scan = &trace.accesses()[499..539];
    assert!(scan.windows(2).all(|pair| pair[1].id == (pair[0].id + 1) % 2_000));
}

#[test]
fn what_is_popular_changes() {
    let days = Days { redrawn: 1.0, phase: 10_000, accesses: 20_000, scan_every: usize::MAX, ..Days::default() };
    let trace = days.trace(Costs::ByKind, SEED);
    let favorite = |part: &[crate::trace::Access]| {
        let mut uses = vec![0; 2_000];
        part.iter().for_each(|access| uses[access.id as usize] += 1);
        uses.iter().enumerate().max_by_key(|(_, uses)| **uses).map(|(id, _)| id)
    };
    assert_ne!(favorite(&trace.accesses()[..9_999]), favorite(&trace.accesses()[9_999..]));
}

#[test]
fn the_user_goes_over_to_the_other_set_and_back() {
    let trace = BackAndForth { set: 10, stay: 100, turns: 3, cache: 0.5 }.trace("there and back", 1);
    for (at, access) in trace.accesses().iter().enumerate() {
        assert_eq!(access.id >= 10, (100..200).contains(&at));
    }
    assert_eq!(trace.budget, 10 * 100_000);
}

#[test]
fn time_goes_on_with_nights() {
    let trace = Days { accesses: 5_000, ..Days::default() }.trace(Costs::ByKind, SEED);
    let gaps = trace.accesses().windows(2).map(|pair| pair[1].at_us.checked_sub(pair[0].at_us).expect("on"));
    let gaps: Vec<u64> = gaps.collect();
    assert_eq!(gaps.iter().filter(|gap| **gap > 50_000_000_000).count(), 1);
    let quick = gaps.iter().filter(|gap| **gap < 10_000_000).count();
    assert!(quick > 4_000, "{quick}");
}
