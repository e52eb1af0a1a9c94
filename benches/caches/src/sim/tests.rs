//! Tests with replays that can be computed by hand.

use super::{Cache, Saved, replay};
use crate::caches::{Gdsf, Lru, Ours, peers};
use crate::offline::{bound, clairvoyant};
use crate::trace::Trace;
use crate::trace::generate::{BackAndForth, Costs, Days};
use crate::trace::recorded::read;

/// Reads accesses written as `id bytes cost`. They are one second apart, and `budget` is the budget of the cache.
fn trace(text: &str, budget: u64) -> Trace {
    let line = |(at, words): (usize, &str)| {
        let words: Vec<&str> = words.split_whitespace().collect();
        let [id, bytes, cost] = words[..] else { panic!("{words:?}") };
        format!("{{\"at_us\":{},\"id\":\"{id}\",\"bytes\":{bytes},\"rebuild_us\":{cost}}}\n", at * 1_000_000)
    };
    let text: String = text.split(',').enumerate().map(line).collect();
    let mut trace = read("by hand", text.as_bytes()).expect("a trace");
    trace.budget = budget;
    trace
}

/// Checks the percentages of saved cost and of hits.
fn check(saved: Saved, cost: f64, hits: f64) {
    let found = (saved.percent(), saved.hit_percent());
    assert!((found.0 - cost).abs() < 0.01 && (found.1 - hits).abs() < 0.01, "{found:?}");
}

#[test]
fn the_least_recently_used_goes() {
    let trace = trace("a 1 10, b 1 10, a 1 10, c 1 10, b 1 10, c 1 10, a 1 10, c 1 10", 2);
    // The hits are a once and c twice. b and the later a were evicted.
    check(replay(&trace, &mut Lru::new(trace.budget)), 37.5, 37.5);
}

#[test]
fn greedy_dual_keeps_what_is_dear() {
    let trace = trace("a 1 90, b 1 1, c 1 1, b 1 1, c 1 1, a 1 90", 2);
    check(replay(&trace, &mut Lru::new(trace.budget)), 2.0 / 184.0 * 100.0, 100.0 / 3.0);
    let saved = replay(&trace, &mut Gdsf::new(trace.budget));
    assert!(saved.percent() > 48.0, "{saved:?}");
}

#[test]
fn the_clairvoyant_lets_go_what_comes_last() {
    let trace = trace("a 1 10, b 1 10, c 1 10, a 1 10, b 1 10, a 1 10", 2);
    check(clairvoyant(&trace), 50.0, 50.0);
    // a and b are needed throughout, which gives the same bound: three of six.
    assert!((bound(&trace) - 50.0).abs() < 0.01);
}

#[test]
fn what_grows_weighs_more() {
    let trace = trace("a 1 10, b 1 10, a 2 10, b 1 10, a 2 10", 2);
    // Once a weighs 2, b is evicted for it, and then a for b.
    check(replay(&trace, &mut Lru::new(trace.budget)), 20.0, 20.0);
}

#[test]
fn what_does_not_fit_is_not_kept() {
    let trace = trace("a 5 10, b 1 10, a 5 10, b 1 10", 4);
    for (name, mut peer) in peers(&trace) {
        let saved = replay(&trace, &mut *peer);
        assert!(saved.percent() <= 25.0, "{name}: {saved:?}");
    }
    check(clairvoyant(&trace), 25.0, 25.0);
}

#[test]
fn a_dear_widget_outlives_a_scan_of_cheap_ones() {
    let scan: String = (0..50).map(|at| format!(", s{at} 1 1")).collect();
    let trace = trace(&format!("a 1 900, b 1 1, a 1 900{scan}, a 1 900"), 10);
    check(replay(&trace, &mut Lru::new(trace.budget)), 900.0 / 2751.0 * 100.0, 100.0 / 54.0);
    let percent = replay(&trace, &mut Ours::new(&trace).expect("ids")).percent();
    assert!(percent > 65.0, "{percent}");
}

#[test]
fn nobody_saves_more_than_one_who_knows_the_future() {
    let days = Days { accesses: 15_000, ..Days::default() };
    let back = BackAndForth { stay: 500, ..BackAndForth::FITS };
    let traces = [
        days.trace(Costs::ByKind, 1),
        days.trace(Costs::BySize, 2),
        back.trace("a set fits", 3),
        BackAndForth { cache: 0.45, ..back }.trace("a set does not fit", 4),
    ];
    for trace in &traces {
        let best = clairvoyant(trace).percent();
        assert!(best <= bound(trace) + 1e-9, "{}: {best}", trace.name);
        let mut online = peers(trace);
        online.push(("ours", Box::new(Ours::new(trace).expect("ids")) as Box<dyn Cache>));
        for (name, mut cache) in online {
            let saved = replay(trace, &mut *cache).percent();
            assert!(saved <= best, "{name} saves {saved} of {}, the clairvoyant {best}", trace.name);
        }
    }
}
