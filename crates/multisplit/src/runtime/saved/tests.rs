//! Tests of states in memory and in the host's store: what goes, what stays, and what is known of each.

use super::{
    MAX_SAVED_BYTES, MAX_SAVED_STATES, MAX_STATE_BYTES, SAVED_BATCH, Saved, SavedError, SavedStates, StateAt,
    StoredState,
};
use crate::base::{Moment, WidgetId};
use core::cell::Cell;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::sync::Arc;

fn id(i: usize) -> WidgetId {
    WidgetId::new(format!("w{i}")).expect("an id")
}

fn saved(text: &str) -> Saved {
    Saved::new(text).expect("short")
}

#[test]
fn the_oldest_states_that_nobody_needs_go_first() {
    let mut states = SavedStates::default();
    for i in 0..=MAX_SAVED_STATES {
        states.keep(id(i), saved("x"), Moment::ZERO);
    }
    let batch = MAX_SAVED_STATES / SAVED_BATCH;
    assert_eq!(states.bound(|w| *w == id(0)), (1..=batch).map(id).collect::<Vec<_>>());
    assert!(states.get(&id(0)).is_some());
    assert!(states.get(&id(batch + 1)).is_some());
    let left = MAX_SAVED_STATES + 1 - batch;
    assert_eq!((states.bytes(), states.in_memory()), (left, left));
}

#[test]
fn a_text_that_is_made_later_is_made_when_it_is_asked_for_and_counts_before() {
    let times = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&times);
    let make = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        "[7]".to_owned()
    };
    let later = Saved::later(1_000, make).expect("short").with_unsaved_work("a list");
    let mut states = SavedStates::default();
    states.keep(id(1), later.clone(), Moment::ZERO);
    assert_eq!((states.bytes(), later.clone() == later), (1_000, true));
    assert!(!later.is_known_equal(&saved("[7]").with_unsaved_work("a list")) && later.is_known_equal(&later.clone()));
    assert_eq!(times.load(Ordering::Relaxed), 0, "the same state is compared without its text");
    assert_eq!((later.to_text(), later.to_text()), ("[7]".into(), "[7]".into()));
    assert_eq!(times.load(Ordering::Relaxed), 2, "not kept");
    assert_eq!((later.as_str(), later.as_str(), &*later.to_text()), ("[7]", "[7]", "[7]"));
    assert_eq!(times.load(Ordering::Relaxed), 3, "kept");
    assert_eq!(later, saved("[7]").with_unsaved_work("a list"));
    assert!(later != saved("[7]") && later.is_known_equal(&saved("[7]").with_unsaved_work("a list")));
    assert_eq!(later.read::<[u8; 1]>().expect("JSON"), [7]);
    states.forget(&id(1));
    assert_eq!(states.bytes(), 0);
    assert!(matches!(Saved::later(MAX_STATE_BYTES + 1, String::new), Err(SavedError::TooLong { .. })));
}

#[test]
fn what_is_needed_is_never_dropped_and_what_is_long_is_dropped_sooner() {
    let mut states = SavedStates::default();
    for i in 0..MAX_SAVED_STATES + 9 {
        states.keep(id(i), saved("x"), Moment::ZERO);
    }
    assert!(states.bound(|_| true).is_empty() && states.in_memory() == MAX_SAVED_STATES + 9);
    assert!(states.is_over() && !states.may_bound(), "not looked through again for nothing");
    let batch = MAX_SAVED_STATES / SAVED_BATCH;
    for _ in 0..batch {
        states.keep(id(0), saved("y"), Moment::ZERO);
    }
    assert!(states.may_bound(), "so many are new that some may go");
    assert_eq!(states.bound(|_| false).len(), batch);
    let mut states = SavedStates::default();
    let long = "x".repeat(MAX_SAVED_BYTES / 4);
    for i in 0..6 {
        states.keep(id(i), saved(&long), Moment::ZERO);
    }
    assert!(states.bound(|_| true).is_empty() && !states.may_bound());
    states.keep(id(9), saved(&long), Moment::ZERO);
    assert!(states.may_bound(), "many bytes are new");
    assert_eq!(states.bound(|_| false), [id(0), id(1), id(2)]);
    assert!(states.bytes() <= MAX_SAVED_BYTES);
}

/// Keeps ten thousand states beyond a limit, of which the first `needed` are needed. Returns how often it was asked whether one is.
fn asked_beyond_the_limit(text: &str, most: usize, needed: usize) -> usize {
    let (asked, mut states) = (Cell::new(0), SavedStates::default());
    let is_needed = |widget: &WidgetId| {
        asked.set(asked.get() + 1);
        widget.as_str()[1..].parse::<usize>().is_ok_and(|i| i < needed)
    };
    for i in 0..most + 10_000 {
        states.keep(id(i), saved(text), Moment::ZERO);
        if states.may_bound() {
            states.bound(is_needed);
        }
    }
    assert!((0..needed).all(|i| states.contains(&id(i))), "what is needed stays");
    assert!(states.in_memory() <= most.max(needed) * 17 / 16, "{} in memory", states.in_memory());
    asked.get()
}

#[test]
fn a_state_beyond_the_limit_costs_no_search_through_all_of_them() {
    let long = "x".repeat(MAX_SAVED_BYTES / 5_000);
    for (text, most) in [("x", MAX_SAVED_STATES), (&*long, 5_000)] {
        for needed in [0, most / 2, most, most + 10_000] {
            let asked = asked_beyond_the_limit(text, most, needed);
            assert!(asked <= 10_000 * 3 * SAVED_BATCH, "asked {asked} times with {needed} needed of {most}");
        }
    }
}

#[test]
fn a_state_of_another_shape_says_so() {
    let saved = Saved::json(&(1, "a")).expect("fits");
    assert_eq!(saved.read::<(u8, String)>().expect("same shape"), (1, "a".to_owned()));
    assert!(saved.read::<Vec<bool>>().unwrap_err().to_string().contains("does not fit"));
}

#[test]
fn an_old_state_goes_to_the_store_and_comes_back() {
    let mut states = SavedStates::default();
    let hour = Duration::from_secs(3_600);
    states.keep(id(1), saved("one"), Moment::ZERO);
    states.keep(id(2), saved("two"), Moment::from_millis(9));
    assert!(states.to_demote(Moment::from_millis(3_599_999), hour, 10, |_| true).is_empty());
    let old = states.to_demote(Moment::from_millis(3_600_000), hour, 10, |_| true);
    assert_eq!(old, [(id(1), saved("one"))]);
    assert_eq!(states.find(&id(1)), StateAt::Memory(&old[0].1), "until the store has it");
    states.note_stored(&id(1), &old[0].1);
    assert_eq!((states.find(&id(1)), states.bytes(), states.in_store()), (StateAt::Store, 3, 1));
    states.note_fetched(&id(1), saved("one"), Moment::ZERO);
    assert_eq!(states.get(&id(1)), Some(&saved("one")));
    assert_eq!(states.unload_stored(), 3, "what is in the store may leave memory at any time");
    assert!(states.forget(&id(1)), "the store is told");
    assert!(!states.contains(&id(1)));
}

#[test]
fn a_newer_state_is_not_taken_for_the_stored_one() {
    let mut states = SavedStates::default();
    states.keep(id(1), saved("old"), Moment::ZERO);
    let (_, old) = states.to_demote(Moment::ZERO, Duration::ZERO, 1, |_| true).remove(0);
    states.keep(id(1), saved("new"), Moment::ZERO);
    states.note_stored(&id(1), &old);
    assert_eq!(states.get(&id(1)), Some(&saved("new")));
    states.note_in_store(id(1).into());
    states.note_fetched(&id(1), old, Moment::ZERO);
    assert_eq!(states.get(&id(1)), Some(&saved("new")));
}

#[test]
fn unsaved_work_is_known_wherever_the_state_is() {
    let mut states = SavedStates::default();
    let work = saved("text").with_unsaved_work("a has changes");
    states.keep(id(1), work.clone(), Moment::ZERO);
    states.keep(id(2), saved("text"), Moment::ZERO);
    assert_eq!((states.unsaved_work(&id(1)), states.unsaved_work(&id(2))), (Some("a has changes"), None));
    states.note_stored(&id(1), &work);
    assert_eq!((states.find(&id(1)), states.unsaved_work(&id(1))), (StateAt::Store, Some("a has changes")));
    states.note_in_store(StoredState { widget: id(3), unsaved_work: Some("b has changes".into()) });
    assert_eq!(states.unsaved_work(&id(3)), Some("b has changes"));
    states.keep(id(1), saved("text"), Moment::ZERO);
    states.forget(&id(3));
    assert_eq!((states.unsaved_work(&id(1)), states.unsaved_work(&id(3)), states.unsaved), (None, None, 0));
}
