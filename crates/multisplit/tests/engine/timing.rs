//! What the engine counts and times of itself.

use crate::runtime::{activate, close, harness, memory, notes, open, undo, wait};
use multisplit::file::ReadLimits;
use multisplit::geometry::Point;
use multisplit::host::{HostInput, Invalidation};
use multisplit::jobs::FailureKind;
use multisplit::placement::{Area, Snap};
use multisplit::stats::Operation;
use multisplit::{Command, Event, Failure, FocusTo, Intent, WidgetId};
use multisplit_testing::{Behavior, Harness};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

#[test]
fn a_slow_operation_is_told_with_its_cause() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    let clock = Arc::new(AtomicU64::new(0));
    let theirs = Arc::clone(&clock);
    // A clock on which every reading takes 150 ms.
    h.workspace.set_stopwatch(Box::new(move || Duration::from_millis(theirs.fetch_add(150, Ordering::Relaxed))));
    open(&mut h, "note:2");
    let told = h.events().into_iter().find_map(|event| match event {
        Event::SlowOperation { operation: "provide", micros, cause } => Some((micros, cause)),
        _ => None,
    });
    assert_eq!(told, Some((150_000, "note:2".to_owned())));
    let snapshot = h.workspace.snapshot();
    let timing = snapshot.timings.iter().find(|t| t.operation == "provide").expect("timed");
    // The histogram keeps three digits.
    assert!([timing.min_micros, timing.max_micros].iter().all(|t| (149_800.0..=151_000.0).contains(t)), "{timing:?}");
    let text = snapshot.to_text();
    for column in ["calls", "mean us", "min us", "max us", "p50 us", "p99 us", "total ms"] {
        assert!(text.contains(column), "{column} in {text}");
    }
}

#[test]
fn a_slow_operation_keeps_the_moment_of_the_host() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    let clock = Arc::new(AtomicU64::new(0));
    let theirs = Arc::clone(&clock);
    // The stopwatch counts from another moment than the host's clock.
    h.workspace.set_stopwatch(Box::new(move || Duration::from_millis(theirs.fetch_add(150, Ordering::Relaxed))));
    wait(&mut h, 7);
    let opened = h.clock.now().micros();
    open(&mut h, "note:2");
    let provided = |h: &mut Harness| {
        let slow = h.workspace.snapshot().slow;
        slow.into_iter().find(|slow| slow.operation == "provide" && slow.cause == "note:2").expect("it was slow")
    };
    assert_eq!(provided(&mut h).at_micros, opened);
    wait(&mut h, 9);
    assert_eq!(provided(&mut h).at_micros, opened, "it does not grow younger");
}

#[test]
fn what_the_application_records_is_shown_beside_what_the_engine_does() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    wait(&mut h, 7);
    h.workspace.record("search", Duration::from_millis(20));
    h.workspace.record("search", Duration::from_millis(40));
    h.workspace.record("index", Duration::from_millis(300));
    let snapshot = h.workspace.snapshot();
    let [.., search, index] = &*snapshot.timings else { panic!("both are there") };
    assert_eq!((search.operation, search.calls, search.total_micros), ("search", 2, 60_000.0));
    assert_eq!((index.operation, index.calls, index.mean_micros), ("index", 1, 300_000.0));
    assert!((39_600.0..=40_400.0).contains(&search.max_micros), "{search:?}");
    let slow = snapshot.slow.last().expect("one was slow");
    assert_eq!((slow.operation, slow.micros, slow.at_micros), ("index", 300_000, h.clock.now().micros()));
    let told = h.events().into_iter().any(|e| matches!(e, Event::SlowOperation { operation: "index", .. }));
    assert!(told && snapshot.to_text().contains("search"));
    h.workspace.restart_timings();
    assert!(h.workspace.snapshot().timings.is_empty());
}

#[test]
fn every_operation_is_counted() {
    let kinds = notes(Behavior::ready().recycled()).set("late", Behavior::loads());
    let mut h = harness(kinds, "row(tabs(note:1, *note:2), note:3, late:1)");
    h.run_loads();
    h.frame();
    let pane = h.pane("note:3");
    h.apply(Intent::Focus(FocusTo::Pane(pane))).expect("there");
    h.apply(Intent::Begin("two".to_owned())).expect("none is open");
    h.run(&Command::Close { pane }).expect("it may go");
    h.apply(Intent::Commit).expect("one is open");
    h.frame();
    undo(&mut h);
    h.apply(Intent::Redo).expect("something was undone");
    h.frame();
    let divider = h.workspace.layout().dividers().next().expect("between two").1.center();
    h.apply(Intent::Press { at: divider, padding: 2.0 }).expect("never refused");
    h.apply(Intent::Drag { at: Point::new(divider.x + 9.0, divider.y), snap: Snap::Free }).expect("never refused");
    h.apply(Intent::Release).expect("never refused");
    let pane = h.pane("late:1");
    h.handle(HostInput::DrawFailed { pane, failure: Failure::new(FailureKind::Panicked, "it fell") });
    h.apply(Intent::Retry(pane)).expect("it failed");
    h.invalidate(&Invalidation::All);
    h.handle(HostInput::StatesInStore(vec![WidgetId::new("note:9").expect("an id").into()]));
    activate(&mut h, "note:1");
    close(&mut h, "note:2");
    open(&mut h, "note:2");
    memory(&mut h, 100);
    wait(&mut h, 60);
    h.tick();
    h.workspace.collect_states();
    let text = h.workspace.save_layout().to_text();
    h.workspace.load(&text, ReadLimits::default()).expect("its own file");
    close(&mut h, "note:1");
    h.workspace.trim(h.clock.now(), 0);
    h.frame();
    let all: BTreeSet<&str> = Operation::ALL.iter().copied().map(Operation::name).collect();
    let counted: BTreeSet<&str> = h.workspace.snapshot().timings.iter().map(|timing| timing.operation).collect();
    assert_eq!(all.difference(&counted).collect::<Vec<_>>(), Vec::<&&str>::new());
}

/// The clock advances a millisecond with every reading, so the totals show which calls are inside which.
#[test]
fn what_the_engine_took_of_a_frame_is_all_calls_since_the_last() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    let looks = Arc::new(AtomicU64::new(0));
    let theirs = Arc::clone(&looks);
    h.workspace.set_stopwatch(Box::new(move || Duration::from_millis(theirs.fetch_add(1, Ordering::Relaxed))));
    let widget = WidgetId::new("note:2").expect("an id");
    h.workspace.run(h.clock.now(), &Command::Open { widget }).expect("free");
    let outside = looks.load(Ordering::Relaxed);
    let _ = h.workspace.frame(h.clock.now(), Area::new(800.0, 600.0).expect("a size"));
    let snapshot = h.workspace.snapshot();
    let total = |name| {
        let timing = snapshot.timings.iter().find(|timing| timing.operation == name).expect("counted");
        timing.total_micros / 1_000.0
    };
    assert_eq!(total("command"), (outside - 1) as f64);
    assert_eq!(total("engine"), total("command") + total("frame"));
    assert!(total("frame") >= total("provide") + total("place") + total("viewport"));
}

#[test]
fn a_clock_that_goes_backward_stands_still_for_the_engine() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    h.clock.advance(Duration::from_secs(3_600));
    h.frame();
    let area = Area::new(800.0, 600.0).expect("an area");
    for micros in [3_600_000_000, 5, 0, 1_000] {
        let now = multisplit::Moment::from_micros(micros);
        let open = Command::Open { widget: WidgetId::new(format!("y:{micros}")).expect("an id") };
        h.workspace.run(now, &open).expect("opened");
        h.workspace.tick(now);
        h.workspace.frame(now, area);
        h.workspace.handle(now, HostInput::StatesInStore(vec![]));
    }
    let panes = h.workspace.layout().tree().pane_count();
    assert_eq!((panes, h.state("note:1"), h.workspace.snapshot().levels.live), (6, "live", 6));
    for _ in 0..4 {
        h.workspace.apply(multisplit::Moment::ZERO, Intent::Undo).expect("undone");
    }
    assert_eq!(h.workspace.layout().tree().pane_count(), 2, "each is an entry of its own");
    h.workspace.assert_valid();
}
