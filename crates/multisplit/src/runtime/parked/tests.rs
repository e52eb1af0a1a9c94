//! Tests of what the parked widgets promise.

use super::super::policy::{CachePolicy, CostAware, EvictionContext, Lru, Scarcity, Usage};
use super::super::provider::Cost;
use super::{Evicted, Parked};
use crate::base::limits::EXACT_RANKING;
use crate::base::{Moment, PaneId, WidgetId};
use core::time::Duration;
use proptest::prelude::{Strategy, any, prop_oneof};
use std::collections::BTreeMap;

fn id(n: u16) -> WidgetId {
    WidgetId::new(format!("w{n}")).expect("an id")
}

fn pane(n: u16) -> PaneId {
    PaneId::from_raw(u64::from(n) + 1).expect("not zero")
}

fn at(now: Moment) -> EvictionContext {
    let turn = u32::try_from(now.micros() / 1_000).expect("small");
    EvictionContext { now, turn, scarce: Scarcity::Bytes }
}

fn cost(bytes: u64) -> Cost {
    Cost { bytes, rebuild_micros: 1_000 }
}

fn park(parked: &mut Parked<u16>, n: u16, bytes: u64, at: u32) -> Option<Evicted<u16>> {
    parked.park(id(n), pane(n), n, cost(bytes), Usage::first(Moment::from_millis(u64::from(at)), at), Moment::ZERO)
}

#[test]
fn a_parked_widget_comes_back_as_it_was() {
    let mut parked = Parked::default();
    assert!(park(&mut parked, 1, 100, 0).is_none());
    assert_eq!((parked.len(), parked.bytes()), (1, 100));
    let back = parked.take(&id(1)).expect("parked");
    assert_eq!((back.live, back.meta.bytes, back.stale), (1, 100, false));
    assert!(parked.take(&id(1)).is_none());
    assert_eq!((parked.len(), parked.bytes()), (0, 0));
}

#[test]
fn the_least_worth_goes_but_not_what_came_last() {
    let mut parked = Parked::default();
    for (n, bytes) in [(1, 10), (2, 1_000), (3, 10), (4, 100_000)] {
        assert!(park(&mut parked, n, bytes, 0).is_none());
    }
    let now = Moment::from_millis(10);
    let order: Vec<u16> =
        std::iter::from_fn(|| parked.evict(&CostAware, &at(now))).map(|evicted| evicted.live).collect();
    assert_eq!(order[0], 2, "4 takes more, but it came last");
    assert_eq!(order.len(), 4, "alone it goes too");
}

#[test]
fn up_to_a_thousand_the_one_that_goes_is_exactly_the_least() {
    let mut random = multisplit_testing::Random::new(7);
    let mut parked = Parked::default();
    for n in 0..u16::try_from(EXACT_RANKING).expect("small") {
        assert!(
            park(&mut parked, n, 1 + random.below(1 << 20), u32::try_from(random.below(900)).expect("small")).is_none()
        );
    }
    let situation = at(Moment::from_millis(1_000));
    for _ in 0..200 {
        let newest = parked.newest;
        let scores = parked.metas.iter().enumerate().filter(|(at, _)| Some(*at) != newest);
        let least = scores.map(|(_, meta)| CostAware.score(meta, &situation)).fold(f32::INFINITY, f32::min);
        let gone = parked.evict(&CostAware, &situation).expect("there is one");
        assert_eq!(CostAware.score(&gone.meta, &situation), least);
    }
    parked.assert_valid();
}

#[test]
fn what_refuses_to_go_is_left_alone_for_a_while() {
    let mut parked = Parked::default();
    for n in 1..=3 {
        assert!(park(&mut parked, n, 10, u32::from(n)).is_none());
    }
    let (now, later) = (Moment::from_millis(10), Moment::from_millis(500));
    let first = parked.evict(&Lru::default(), &at(now)).expect("there is one");
    assert_eq!(first.live, 1);
    parked.hold(first, later);
    parked.assert_valid();
    assert_eq!(parked.evict(&Lru::default(), &at(now)).map(|e| e.live), Some(2));
    parked.assert_valid();
    assert_eq!(parked.evict(&Lru::default(), &at(later)).map(|e| e.live), Some(1));
}

#[test]
fn what_is_unused_too_long_expires() {
    let mut parked = Parked::default();
    assert!(park(&mut parked, 1, 10, 0).is_none());
    assert!(park(&mut parked, 2, 10, 5_000).is_none());
    let policy = Lru { max_idle: Duration::from_secs(6) };
    assert!(parked.evict_expired(&policy, Moment::from_millis(6_000)).is_none());
    let now = Moment::from_millis(6_001);
    assert_eq!(parked.evict_expired(&policy, now).map(|e| e.live), Some(1));
    assert!(parked.evict_expired(&policy, now).is_none());
}

#[test]
fn an_evicted_widget_is_remembered_once() {
    let mut parked = Parked::default();
    assert!(park(&mut parked, 1, 10, 7).is_none());
    drop(parked.evict(&CostAware, &at(Moment::from_millis(9))).expect("alone"));
    assert_eq!(parked.recall(&id(1)), Some(Usage::first(Moment::from_millis(7), 7)));
    assert_eq!(parked.recall(&id(1)), None);
}

#[test]
fn stale_ones_are_found_by_rule() {
    let mut parked = Parked::default();
    for n in 1..=3 {
        assert!(park(&mut parked, n, 10, 0).is_none());
    }
    assert_eq!(parked.mark_stale(|w| *w == id(2)), 1);
    assert_eq!(parked.mark_stale(|w| *w == id(2)), 0, "it is already");
    assert_eq!(parked.evict_stale(Moment::ZERO).map(|e| e.live), Some(2));
    assert!(parked.evict_stale(Moment::ZERO).is_none());
}

#[test]
fn a_large_cache_is_ranked_by_sample_and_still_finds_the_worthless() {
    let mut parked = Parked::default();
    let count = u16::try_from(EXACT_RANKING * 4).expect("small");
    for n in 0..count {
        // A tenth of them is worth a thousandth of the others.
        assert!(park(&mut parked, n, if n % 10 == 0 { 1_000_000 } else { 1_000 }, u32::from(n)).is_none());
    }
    let now = Moment::from_millis(u64::from(count));
    let bad = (0..100).filter(|_| parked.evict(&CostAware, &at(now)).expect("many").live % 10 == 0).count();
    assert!(bad >= 95, "{bad} of 100");
    parked.assert_valid();
}

#[derive(Clone, Debug)]
enum Op {
    Park(u16, u64),
    Take(u16),
    Evict,
    Hold(u64),
    Invalidation(u16),
    EvictStale,
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        (0u16..40, any::<u64>()).prop_map(|(n, bytes)| Op::Park(n, bytes >> 20)),
        (0u16..40).prop_map(Op::Take),
        proptest::strategy::Just(Op::Evict),
        (0u64..100).prop_map(Op::Hold),
        (0u16..40).prop_map(Op::Invalidation),
        proptest::strategy::Just(Op::EvictStale),
    ]
}

proptest::proptest! {
    #[test]
    fn the_parked_agree_with_a_plain_map(ops in proptest::collection::vec(op(), 1..200)) {
        let mut parked = Parked::default();
        let mut naive: BTreeMap<u16, u64> = BTreeMap::new();
        for (step, op) in (0u32..).zip(ops) {
            let now = Moment::from_millis(u64::from(step));
            match op {
                Op::Park(n, bytes) => {
                    let before = parked.park(id(n), pane(n), n, cost(bytes), Usage::first(now, step), now);
                    assert_eq!(before.map(|e| e.meta.bytes), naive.insert(n, bytes.max(1)));
                }
                Op::Take(n) => assert_eq!(parked.take(&id(n)).map(|u| u.meta.bytes), naive.remove(&n)),
                Op::Evict | Op::EvictStale => {
                    let evicted = match op {
                        Op::Evict => parked.evict(&CostAware, &at(now)),
                        _ => parked.evict_stale(now),
                    };
                    if let Some(evicted) = evicted {
                        assert_eq!(naive.remove(&evicted.live), Some(evicted.meta.bytes));
                    }
                }
                Op::Hold(ms) => {
                    if let Some(evicted) = parked.evict(&Lru::default(), &at(now)) {
                        parked.hold(evicted, now + Duration::from_millis(ms));
                    }
                }
                Op::Invalidation(n) => {
                    parked.mark_stale(|w| *w == id(n));
                }
            }
            parked.assert_valid();
            assert_eq!(parked.len(), naive.len());
            assert!(naive.keys().all(|n| parked.contains(&id(*n))));
        }
    }
}

#[test]
fn what_goes_of_a_large_cache_is_among_the_worthless_few_of_a_hundred() {
    let mut random = multisplit_testing::Random::new(5);
    let mut parked = Parked::default();
    let (mut ranks, mut worst) = (vec![], 0.0_f64);
    for turn in 0..6_000_u16 {
        let now = Moment::from_millis(u64::from(turn));
        let cost = Cost { bytes: 1_000 + random.below(1_000_000), rebuild_micros: 1_000 + random.below(100_000) };
        let (mean_gap, uses) = (random.below(997) as f32, 1 + random.below(3) as u32);
        let usage = Usage { mean_gap, uses, ..Usage::first(now, turn.into()) };
        assert!(parked.park(id(turn), pane(turn), turn, cost, usage, Moment::ZERO).is_none());
        if parked.len() <= 3_000 {
            continue;
        }
        let situation = at(now);
        let gone = parked.evict(&CostAware, &situation).expect("one that may go");
        if turn % 16 == 0 {
            let score = CostAware.score(&gone.meta, &situation);
            let less = parked.all().filter(|(.., meta)| CostAware.score(meta, &situation) < score).count();
            let rank = less as f64 / parked.len() as f64;
            worst = worst.max(rank);
            ranks.push(rank);
        }
    }
    parked.assert_valid();
    let mean = ranks.iter().sum::<f64>() / ranks.len() as f64;
    assert!(mean < 0.035 && worst < 0.2, "{mean} {worst}");
}
