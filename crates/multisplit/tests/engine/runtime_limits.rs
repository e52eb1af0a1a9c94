//! The runtime at its limits: configured zeros, short memory, silent stores, widgets that panic.

use crate::runtime::{MB, close, configure, evicted, harness, memory, notes, number, open, read, undo, wait, write};
use multisplit::cache::{CachePolicy, EntryMeta, EvictionContext};
use multisplit::geometry::Point;
use multisplit::host::HostInput;
use multisplit::jobs::{FailureKind, JobContext, Urgency};
use multisplit::limits::MAX_SAVED_STATES;
use multisplit::memory::MemoryLevel;
use multisplit::placement::Area;
use multisplit::{Failure, Intent, Saved, Slot, WidgetId};
use multisplit_testing::{Behavior, Harness, Kinds};
use std::time::Duration;

#[test]
fn a_store_that_never_answers_is_given_up_and_asked_again() {
    let mut h = harness(notes(Behavior::ready()), "row(x, y)");
    let widget = WidgetId::new("note:1").expect("an id");
    h.handle(HostInput::StatesInStore(vec![widget.clone().into()]));
    open(&mut h, "note:1");
    wait(&mut h, 59);
    assert_eq!(h.state("note:1"), "loading");
    wait(&mut h, 2);
    let pane = h.pane("note:1");
    let Some(Slot::Failed(failure)) = h.workspace.slots().get(pane) else { panic!("it was given up") };
    assert_eq!((failure.kind, failure.reason.as_str()), (FailureKind::TimedOut, "no answer after 60 seconds"));
    assert_eq!(h.workspace.meters().loads_timed_out, 0, "it was no load");
    h.apply(Intent::Retry(pane)).expect("it failed");
    h.frame();
    assert_eq!(h.state("note:1"), "loading");
    let saved = Saved::new("milk").expect("short");
    h.handle(HostInput::StateFetched { widget, answer: Ok(saved) });
    assert_eq!(read(&mut h, "note:1"), "milk");
}

#[test]
fn a_widget_that_falls_while_it_is_drawn_leaves_its_state() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    write(&mut h, "note:1", "milk");
    let pane = h.pane("note:1");
    let failure = Failure::new(FailureKind::Panicked, "it fell");
    h.handle(HostInput::DrawFailed { pane, failure });
    h.frame();
    assert_eq!(h.state("note:1"), "failed");
    h.apply(Intent::Retry(pane)).expect("it failed");
    h.frame();
    assert_eq!(read(&mut h, "note:1"), "milk");
}

/// A policy that keeps the widgets that are cheapest to build. It makes no sense, but it is the application's own.
struct Backwards;

impl CachePolicy for Backwards {
    fn score(&self, entry: &EntryMeta, _: &EvictionContext) -> f32 {
        -(entry.rebuild_micros as f32)
    }
}

#[test]
fn a_policy_of_the_applications_own_decides() {
    let kinds = notes(Behavior::ready().costing(100, 10)).set("dear", Behavior::ready().costing(100, 1_000_000));
    let mut h = harness(kinds, "row(x, note:1, dear:1, note:2)");
    h.workspace.set_policy(Backwards);
    configure(&mut h, |c| c.parked_count = 2);
    for name in ["note:1", "dear:1", "note:2"] {
        close(&mut h, name);
    }
    assert_eq!(["note:1", "dear:1", "note:2"].map(|name| h.state(name)), ["parked", "nowhere", "parked"]);
}

#[test]
fn with_limits_of_zero_what_is_seen_lives_and_nothing_else_does() {
    let kinds = notes(Behavior::ready().costing(MB, 5).recycled()).set("free", Behavior::ready().costing(0, 0));
    let mut h = harness(kinds, "row(tabs(note:1, *note:2), note:3, free:1)");
    configure(&mut h, |c| {
        (c.soft_bytes, c.hard_bytes, c.parked_count, c.pooled_per_kind) = (0, 0, 0, 0);
        (c.max_hidden_live, c.read_ahead_percent) = (0, 0);
    });
    write(&mut h, "note:3", "milk");
    close(&mut h, "note:3");
    memory(&mut h, 10);
    for _ in 0..3 {
        wait(&mut h, 400);
    }
    assert_eq!(["note:1", "note:2", "free:1", "note:3"].map(|n| h.state(n)), ["virtual", "live", "live", "saved"]);
    let levels = h.workspace.snapshot().levels;
    assert_eq!((levels.live, levels.parked, levels.pooled), (2, 0, 0));
    undo(&mut h);
    assert_eq!(read(&mut h, "note:3"), "milk");
    h.workspace.assert_valid();
}

fn many(count: usize, kinds: Kinds) -> Harness {
    let tabs: Vec<String> = (0..count).map(|i| format!("note:{i}")).collect();
    let mut h = harness(kinds, &format!("row(x, tabs({}))", tabs.join(", ")));
    configure(&mut h, |c| {
        (c.max_hidden_live, c.parked_count) = (1_000, 1_000);
        (c.soft_bytes, c.hard_bytes) = (1_000 * MB, 2_000 * MB);
    });
    for i in 0..count {
        crate::runtime::activate(&mut h, &format!("note:{i}"));
    }
    evicted(&mut h);
    h
}

#[test]
fn a_frame_drops_no_more_than_it_may() {
    let mut h = many(60, notes(Behavior::ready().costing(10 * MB, 5)));
    configure(&mut h, |c| (c.soft_bytes, c.hard_bytes, c.drops_per_frame) = (500 * MB, 800 * MB, 4));
    // 600 MB are there, and somewhat less than 450 MB are wanted. Parking a widget counts as one drop, and so does
    // dropping a parked one.
    let mut counts = vec![];
    for _ in 0..20 {
        h.frame();
        counts.push(evicted(&mut h).len());
    }
    assert!(counts.iter().all(|count| *count <= 4), "{counts:?}");
    assert_eq!(counts.iter().sum::<usize>(), 16, "{counts:?}");
}

#[test]
fn critical_memory_drops_all_that_is_hidden_and_nothing_that_is_seen() {
    let mut h = many(30, notes(Behavior::ready().costing(MB, 5)));
    write(&mut h, "note:29", "in view");
    let (shown, before) = (number(&mut h, "note:29"), h.workspace.snapshot().levels.live);
    assert_eq!(before, 31);
    assert_eq!(memory(&mut h, 3_100), MemoryLevel::Critical);
    for _ in 0..4 {
        h.frame();
    }
    let levels = h.workspace.snapshot().levels;
    assert_eq!((levels.live, levels.parked), (2, 0));
    assert_eq!(number(&mut h, "note:29"), shown);
}

/// Returns a workspace with five of forty columns in view and the next ones loading ahead, one pooled widget, and one
/// state in the store and in memory.
fn short() -> Harness {
    let kinds = Kinds::new().set("p", Behavior::loads()).set("note", Behavior::ready().remembering().recycled());
    let mut h = Harness::with(kinds);
    let panes: Vec<String> = (0..40).map(|i| format!("p:{i}{{w 100..}}")).collect();
    h.area = Area::new(500.0, 300.0).expect("an area");
    h.show(&format!("row(note:1{{w 100..}}, {})", panes.join(", ")));
    h.frame();
    h.run_loads();
    configure(&mut h, |c| c.parked_count = 0);
    close(&mut h, "note:1");
    assert_eq!(h.workspace.snapshot().levels.pooled, 1);
    h
}

fn scroll(h: &mut Harness, x: f64) {
    h.area = h.area.with_scroll(Point::new(x, 0.0)).expect("a place");
    h.frame();
}

fn urgencies(h: &mut Harness) -> Vec<Urgency> {
    let slots = h.workspace.slots();
    let loading = slots.all().filter_map(|(.., slot)| match slot {
        Slot::Loading { context, .. } => Some(context.urgency()),
        _ => None,
    });
    loading.collect()
}

#[test]
fn what_is_loaded_ahead_goes_first_and_shells_only_when_it_is_hard() {
    let mut h = short();
    scroll(&mut h, 1_000.0);
    let near = urgencies(&mut h).iter().filter(|u| **u == Urgency::Near).count();
    assert!(near > 0);
    assert_eq!(memory(&mut h, 600), MemoryLevel::Soft);
    assert!(!urgencies(&mut h).contains(&Urgency::Near), "read-ahead is cancelled");
    assert_eq!(h.workspace.snapshot().levels.pooled, 1, "pools stay");
    h.clock.advance(Duration::from_secs(5));
    assert_eq!(memory(&mut h, 900), MemoryLevel::Hard);
    assert_eq!(h.workspace.snapshot().levels.pooled, 0);
    scroll(&mut h, 2_000.0);
    let all = urgencies(&mut h);
    assert!(all.contains(&Urgency::Visible) && !all.contains(&Urgency::Near), "nothing is read ahead: {all:?}");
}

#[test]
fn loads_are_ranked_anew_as_panes_scroll_and_cancelled_far_away() {
    let mut h = short();
    scroll(&mut h, 1_000.0);
    let at = |h: &mut Harness, name: &str| {
        let pane = h.pane(name);
        match h.workspace.slots().get(pane) {
            Some(Slot::Loading { context, .. }) => Some(context.urgency()),
            _ => None,
        }
    };
    assert_eq!(at(&mut h, "p:12"), Some(Urgency::Visible));
    assert_eq!(at(&mut h, "p:16"), Some(Urgency::Near));
    scroll(&mut h, 1_300.0);
    assert_eq!((at(&mut h, "p:16"), at(&mut h, "p:10")), (Some(Urgency::Visible), Some(Urgency::Background)));
    scroll(&mut h, 3_400.0);
    assert_eq!(at(&mut h, "p:16"), Some(Urgency::Background));
    wait(&mut h, 11);
    h.frame();
    assert_eq!(at(&mut h, "p:16"), None, "far away for ten seconds");
    assert!(h.workspace.meters().loads_cancelled > 0);
}

#[test]
fn a_state_that_an_undo_may_bring_back_outlives_ten_thousand_others() {
    let mut h = harness(notes(Behavior::ready()), "row(x, note:1)");
    configure(&mut h, |c| c.parked_count = 0);
    write(&mut h, "note:1", "milk");
    close(&mut h, "note:1");
    let empty = || Saved::new("").expect("short");
    for i in 0..=MAX_SAVED_STATES {
        h.workspace.restore_state(WidgetId::new(format!("gone:{i}")).expect("an id"), empty());
    }
    h.workspace.restore_state(WidgetId::new("x").expect("an id"), empty());
    h.frame();
    let saved = h.workspace.snapshot().levels.saved;
    assert!(saved <= MAX_SAVED_STATES && saved > MAX_SAVED_STATES * 9 / 10, "{saved}");
    assert_eq!(h.workspace.meters().states_lost as usize, MAX_SAVED_STATES + 3 - saved);
    let kept = h.workspace.saved_states().map(|(widget, _)| widget.to_string()).collect::<Vec<_>>();
    assert!(["note:1", "x"].iter().all(|name| kept.iter().any(|kept| kept == name)));
    undo(&mut h);
    assert_eq!(read(&mut h, "note:1"), "milk");
}

#[test]
fn loads_end_when_the_workspace_is_gone() {
    let mut h = harness(Kinds::new().set("p", Behavior::loads()), "row(p:1, p:2, p:3)");
    let loads = ["p:1", "p:2"].map(|name| h.take_load(name));
    loads[0].context.note_started(h.clock.now());
    let contexts: Vec<_> = loads.iter().map(|load| load.context.clone()).collect();
    assert!(contexts.iter().all(|context| !context.is_cancelled()));
    drop(h);
    assert!(contexts.iter().all(JobContext::is_cancelled));
    let [_, waiting] = loads;
    assert_eq!(waiting.run().err().map(|failure| failure.kind), Some(FailureKind::Cancelled));
}

#[test]
fn trimming_empties_the_pools_first_and_leaves_numbers_that_add_up() {
    let kinds =
        Kinds::new().set("p", Behavior::ready().recycled().costing(100, 5)).set("", Behavior::ready().recycled());
    let mut h = harness(kinds, "row(x, p:1, p:2, p:3, \":a\")");
    configure(&mut h, |c| c.parked_count = 0);
    ["p:1", "p:2", ":a"].into_iter().for_each(|name| close(&mut h, name));
    configure(&mut h, |c| c.parked_count = 10);
    close(&mut h, "p:3");
    let before = h.workspace.snapshot();
    assert_eq!((before.levels.pooled, before.bytes.pooled, before.levels.parked), (3, 1_224, 1));
    h.workspace.trim(h.clock.now(), before.bytes.accounted - 1_200);
    let after = h.workspace.snapshot();
    assert_eq!((after.levels.parked, h.state("p:3")), (1, "parked"), "the pools were enough");
    assert_eq!((after.levels.pooled, after.bytes.pooled, after.pools.len()), (0, 0, 0));
    h.workspace.trim(h.clock.now(), 0);
    let after = h.workspace.snapshot();
    assert_eq!((after.levels.parked, after.levels.pooled), (0, 0), "what is evicted now is not pooled");
    assert_eq!(after.bytes.accounted, after.bytes.live + after.bytes.saved);
}
