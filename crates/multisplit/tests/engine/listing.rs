//! What a workspace says about its widgets at all levels, and about the policy that ranks them.

use crate::runtime::{close, harness, memory, notes, undo, wait, write};
use multisplit::cache::{CachePolicy, EntryMeta, EvictionContext, Lru, ParkedInfo};
use multisplit::host::HostInput;
use multisplit::memory::MemoryLevel;
use multisplit::{PaneId, Saved, WidgetId};
use multisplit_testing::{Behavior, Harness};
use std::marker::PhantomData;

#[test]
fn what_is_left_of_each_widget_is_listed() {
    let mut h = harness(notes(Behavior::ready().costing(100, 5)), "row(tabs(*x, note:4), note:1, note:2)");
    write(&mut h, "note:1", "milk");
    close(&mut h, "note:1");
    h.workspace.trim(h.clock.now(), 0);
    close(&mut h, "note:2");
    let id = |text| WidgetId::new(text).expect("an id");
    h.workspace.restore_state(id("note:5"), Saved::new("bread").expect("short"));
    h.handle(HostInput::StatesInStore(["note:4", "note:3", "x"].map(|name| id(name).into()).to_vec()));
    let pane = |h: &Harness, name| Some(h.pane(name).raw());
    let (x, tab) = (pane(&h, "x"), pane(&h, "note:4"));
    let infos = h.workspace.slot_infos();
    let told = infos.iter().map(|i| (i.widget.as_str(), i.state, i.bytes, i.pane.map(PaneId::raw)));
    let expected = [
        ("x", "live", 1_024, x),
        ("note:2", "parked", 100, Some(4)),
        ("note:1", "saved", 4, None),
        ("note:5", "saved", 5, None),
        ("note:3", "stored", 0, None),
        ("note:4", "stored", 0, tab),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_parked_is_listed_with_its_numbers() {
    let mut h = harness(notes(Behavior::ready().costing(100, 5)), "row(x, note:2, note:1)");
    assert!(h.workspace.parked_infos().is_empty());
    let start = h.clock.now();
    wait(&mut h, 10);
    close(&mut h, "note:1");
    wait(&mut h, 10);
    undo(&mut h);
    let back = h.clock.now();
    wait(&mut h, 10);
    ["note:1", "note:2"].into_iter().for_each(|name| close(&mut h, name));
    let told = h.workspace.parked_infos();
    let info = |name: &str, last_use, uses| ParkedInfo {
        widget: WidgetId::new(name).expect("an id"),
        bytes: 100,
        rebuild_micros: 5,
        created: start,
        last_use,
        uses,
    };
    assert_eq!(told, [info("note:1", back, 2), info("note:2", start, 1)], "made once, whenever it came back");
    h.workspace.trim(h.clock.now(), 0);
    wait(&mut h, 10);
    undo(&mut h);
    let again = h.clock.now();
    close(&mut h, "note:2");
    assert_eq!(h.workspace.parked_infos()[0].created, again, "it was made again");
}

/// A policy with no name of its own.
struct Fifo<T>(PhantomData<T>);

impl<T: Send> CachePolicy for Fifo<T> {
    fn score(&self, _: &EntryMeta, _: &EvictionContext) -> f32 {
        0.0
    }
}

#[test]
fn the_policy_that_ranks_at_present_is_named() {
    let mut h = harness(notes(Behavior::ready()), "row(x, note:1)");
    assert_eq!(h.workspace.policy_name(), "cost_aware");
    h.workspace.set_policy(Fifo::<String>(PhantomData));
    assert_eq!(h.workspace.policy_name(), "Fifo");
    assert_eq!(memory(&mut h, 900), MemoryLevel::Hard);
    assert_eq!(h.workspace.policy_name(), "aggressive");
    h.workspace.set_policy(Lru::default());
    assert_eq!(h.workspace.policy_name(), "aggressive", "while memory is short");
}

#[test]
fn frames_whose_places_were_known_are_counted() {
    let mut h = harness(notes(Behavior::ready()), "row(x, note:1)");
    let counts = |h: &mut Harness| {
        let snapshot = h.workspace.snapshot();
        (snapshot.placements_known, snapshot.placements_computed)
    };
    let (known, computed) = counts(&mut h);
    h.frame();
    h.frame();
    assert_eq!(counts(&mut h), (known + 2, computed), "nothing has changed");
    close(&mut h, "note:1");
    let (known, _) = counts(&mut h);
    h.frame();
    h.frame();
    let (after, again) = counts(&mut h);
    assert!(after > known && again > computed);
}
