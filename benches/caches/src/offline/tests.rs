//! Tests of the bound, and of the indexes of next uses.

use super::{NEVER, bound, next_uses};
use crate::trace::recorded::read;

#[test]
fn next_uses_are_places_in_the_trace() {
    let text: String = ["a", "b", "a", "a"]
        .map(|id| format!("{{\"at_us\":0,\"id\":\"{id}\",\"bytes\":4,\"rebuild_us\":1}}\n"))
        .concat();
    let mut trace = read("r", text.as_bytes()).expect("a trace");
    assert_eq!(next_uses(&trace), [2, NEVER, 3, NEVER]);
    // With capacity for everything, half of the cost is saved; with none, nothing.
    trace.budget = 8;
    assert!((bound(&trace) - 50.0).abs() < 1e-9);
    trace.budget = 0;
    assert!(bound(&trace).abs() < 1e-9);
}
