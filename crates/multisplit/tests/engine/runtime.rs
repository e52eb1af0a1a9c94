//! The levels of widgets (parked, evicted, saved, pooled), memory pressure, and loads by urgency, as a user would
//! notice them.

use multisplit::cache::{EvictReason, Lru};
use multisplit::host::{HostInput, Invalidation};
use multisplit::jobs::Urgency;
use multisplit::memory::{MemoryLevel, Probe};
use multisplit::placement::Area;
use multisplit::{Command, Event, Intent, RuntimeConfig, Slot, WidgetId};
use multisplit_testing::{At, Behavior, Harness, Kinds};
use std::time::Duration;

pub(crate) const MB: u64 = 1 << 20;

pub(crate) fn harness(kinds: Kinds, layout: &str) -> Harness {
    let mut harness = Harness::with(kinds);
    harness.show(layout);
    harness.frame();
    harness
}

pub(crate) fn notes(behavior: Behavior) -> Kinds {
    Kinds::new().set("note", behavior.remembering())
}

pub(crate) fn configure(harness: &mut Harness, change: impl FnOnce(&mut RuntimeConfig)) {
    let mut config = *harness.workspace.config();
    change(&mut config);
    harness.workspace.configure(config).expect("numbers that can be meant");
}

pub(crate) fn close(harness: &mut Harness, name: &str) {
    let pane = harness.pane(name);
    harness.run(&Command::Close { pane }).expect("it may go");
    harness.frame();
}

pub(crate) fn open(harness: &mut Harness, name: &str) {
    let widget = WidgetId::new(name).expect("an id");
    harness.run(&Command::Open { widget }).expect("free");
    harness.frame();
}

pub(crate) fn undo(harness: &mut Harness) {
    harness.apply(Intent::Undo).expect("something to undo");
    harness.frame();
}

pub(crate) fn activate(harness: &mut Harness, name: &str) {
    let pane = harness.pane(name);
    harness.run(&Command::Activate { pane }).expect("there");
    harness.frame();
}

pub(crate) fn wait(harness: &mut Harness, seconds: u64) {
    harness.clock.advance(Duration::from_secs(seconds));
    harness.frame();
}

pub(crate) fn number(harness: &mut Harness, name: &str) -> Option<usize> {
    let pane = harness.pane(name);
    harness.workspace.slots().live(pane).map(|w| w.number)
}

pub(crate) fn write(harness: &mut Harness, name: &str, text: &str) {
    let pane = harness.pane(name);
    harness.workspace.slots().live(pane).expect("live").text = text.to_owned();
}

pub(crate) fn read(harness: &mut Harness, name: &str) -> String {
    let pane = harness.pane(name);
    harness.workspace.slots().live(pane).expect("live").text.clone()
}

pub(crate) fn memory(harness: &mut Harness, resident_mb: u64) -> MemoryLevel {
    let probe = Probe { resident: Some(resident_mb * MB), ..Probe::default() };
    harness.handle(HostInput::Memory(probe));
    harness.workspace.memory_level()
}

/// Returns the widgets that were evicted, in order, and why.
pub(crate) fn evicted(harness: &mut Harness) -> Vec<(String, EvictReason)> {
    let evicted = harness.events().into_iter().filter_map(|event| match event {
        Event::WidgetEvicted { widget, reason } => Some((widget.to_string(), reason)),
        _ => None,
    });
    evicted.collect()
}

#[test]
fn undoing_a_close_brings_the_same_widget_back() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    let before = number(&mut h, "note:1");
    write(&mut h, "note:1", "milk");
    close(&mut h, "note:1");
    assert_eq!(h.state("note:1"), "parked");
    undo(&mut h);
    assert_eq!((number(&mut h, "note:1"), read(&mut h, "note:1")), (before, "milk".to_owned()));
    let meters = *h.workspace.meters();
    assert_eq!((meters.hits_parked, meters.created, meters.rebuild_saved_micros), (1, 2, 1_000));
}

#[test]
fn a_widget_that_was_let_go_comes_back_with_its_state() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    write(&mut h, "note:1", "milk");
    close(&mut h, "note:1");
    h.workspace.trim(h.clock.now(), 0);
    assert_eq!(h.state("note:1"), "saved");
    undo(&mut h);
    assert_eq!(read(&mut h, "note:1"), "milk");
    let meters = *h.workspace.meters();
    assert_eq!((meters.hits_parked, meters.hits_saved, meters.evicted), (0, 1, 1));
}

#[test]
fn trimming_stops_when_it_has_come_down_to_what_was_asked() {
    let names = ["note:1", "note:2", "note:3", "note:4"];
    let mut h = harness(notes(Behavior::ready().costing(100, 1_000)), "row(x, note:1, note:2, note:3, note:4)");
    for name in names {
        wait(&mut h, 1);
        close(&mut h, name);
    }
    let before = h.workspace.accounted_bytes();
    h.workspace.trim(h.clock.now(), before - 150);
    assert_eq!(names.iter().filter(|name| h.state(name) == "parked").count(), 2);
    h.workspace.trim(h.clock.now(), 0);
    assert_eq!(names.iter().filter(|name| h.state(name) == "parked").count(), 0);
}

#[test]
fn only_so_many_are_kept_and_the_least_worth_go_first() {
    let kinds = notes(Behavior::ready().costing(100, 1_000)).set("dear", Behavior::ready().costing(100, 1_000_000));
    let mut h = harness(kinds, "row(x, dear:1, note:1, note:2, note:3)");
    configure(&mut h, |c| c.parked_count = 2);
    for name in ["dear:1", "note:1", "note:2", "note:3"] {
        wait(&mut h, 1);
        close(&mut h, name);
    }
    let states = ["dear:1", "note:1", "note:2", "note:3"].map(|name| h.state(name));
    assert_eq!(states, ["parked", "saved", "saved", "parked"], "the dear one outlives cheaper ones that came later");
    assert!(evicted(&mut h).iter().all(|(_, reason)| *reason == EvictReason::Room));
}

#[test]
fn an_own_policy_decides() {
    let mut h = harness(notes(Behavior::ready()), "row(x, note:1, note:2, note:3)");
    configure(&mut h, |c| c.parked_count = 2);
    h.workspace.set_policy(Lru::default());
    for name in ["note:2", "note:3", "note:1"] {
        wait(&mut h, 1);
        close(&mut h, name);
    }
    assert_eq!(["note:1", "note:2", "note:3"].map(|name| h.state(name)), ["parked", "saved", "parked"]);
}

#[test]
fn nothing_is_parked_where_nothing_may_be() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    configure(&mut h, |c| c.parked_count = 0);
    write(&mut h, "note:1", "milk");
    close(&mut h, "note:1");
    assert_eq!(h.state("note:1"), "saved");
    undo(&mut h);
    assert_eq!(read(&mut h, "note:1"), "milk");
}

#[test]
fn a_program_that_must_end_is_not_parked() {
    let mut h = harness(notes(Behavior::ready().discarded()), "row(note:1, x)");
    write(&mut h, "note:1", "milk");
    h.events();
    close(&mut h, "note:1");
    assert_eq!(h.state("note:1"), "saved");
    assert!(h.events().iter().any(|e| e.name() == "widget_closed"));
    undo(&mut h);
    assert_eq!((number(&mut h, "note:1"), read(&mut h, "note:1")), (Some(3), "milk".to_owned()));
}

#[test]
fn what_nobody_wants_for_an_hour_goes_with_the_next_sweep() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    h.workspace.set_policy(Lru::default());
    close(&mut h, "note:1");
    wait(&mut h, 3_600);
    assert_eq!(h.state("note:1"), "parked");
    wait(&mut h, 30);
    assert_eq!(h.state("note:1"), "saved");
    assert_eq!(evicted(&mut h), [("note:1".to_owned(), EvictReason::Expired)]);
}

#[test]
fn the_workspace_says_when_something_is_due() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    assert_eq!(h.workspace.next_due(), None, "nothing to do: nobody is woken");
    close(&mut h, "note:1");
    let due = h.workspace.next_due().expect("there is something to sweep");
    assert!(due.since(h.clock.now()) <= Duration::from_secs(30));
}

#[test]
fn panes_long_out_of_view_are_parked_beyond_so_many() {
    let tabs: Vec<String> = (0..60).map(|i| format!("note:{i}")).collect();
    let mut h = harness(notes(Behavior::ready()), &format!("tabs({})", tabs.join(", ")));
    for i in 0..60 {
        wait(&mut h, 1);
        activate(&mut h, &format!("note:{i}"));
    }
    assert_eq!(h.workspace.slots().live_count(), 60, "what was shown stays for a while");
    write(&mut h, "note:59", "here");
    wait(&mut h, 299);
    for _ in 0..10 {
        h.frame();
    }
    assert_eq!(h.workspace.slots().live_count(), 50);
    assert_eq!((h.state("note:0"), h.state("note:9"), h.state("note:10")), ("parked", "parked", "live"));
    activate(&mut h, "note:0");
    assert_eq!(number(&mut h, "note:0"), Some(1), "it comes back as it is");
}

#[test]
fn a_locked_or_focused_pane_is_never_parked() {
    let mut h = harness(notes(Behavior::ready()), "row(x, tabs(#note:1, note:2, note:3))");
    configure(&mut h, |c| c.max_hidden_live = 0);
    for name in ["note:1", "note:2", "note:3", "x"] {
        wait(&mut h, 1);
        activate(&mut h, name);
    }
    wait(&mut h, 600);
    for _ in 0..3 {
        h.frame();
    }
    assert_eq!(["note:1", "note:2", "note:3"].map(|name| h.state(name)), ["live", "parked", "live"]);
    h.workspace.trim(h.clock.now(), 0);
    assert_eq!(["x", "note:1", "note:2", "note:3"].map(|name| h.state(name)), ["live", "live", "saved", "live"]);
}

#[test]
fn too_many_bytes_let_the_hidden_go_and_never_the_visible() {
    let kinds = notes(Behavior::ready().costing(200 * MB, 1_000));
    let mut h = harness(kinds, "row(note:1, tabs(note:2, note:3, note:4))");
    for name in ["note:2", "note:3", "note:4"] {
        wait(&mut h, 1);
        activate(&mut h, name);
        assert!(h.workspace.accounted_bytes() <= 800 * MB);
    }
    for _ in 0..3 {
        h.frame();
    }
    assert!(h.workspace.accounted_bytes() <= 450 * MB, "{}", h.workspace.accounted_bytes());
    assert_eq!((h.state("note:1"), h.state("note:4")), ("live", "live"));
    assert_eq!((h.state("note:2"), h.state("note:3")), ("saved", "saved"));
    let levels: Vec<Event> = h.events().into_iter().filter(|e| e.name() == "memory_level_changed").collect();
    assert!(matches!(levels[0], Event::MemoryLevelChanged { after: MemoryLevel::Soft, .. }), "{levels:?}");
}

#[test]
fn what_is_at_work_is_not_let_go_however_short_memory_is() {
    let kinds = notes(Behavior::ready().busy().costing(400 * MB, 1)).set("idle", Behavior::ready());
    let mut h = harness(kinds, "tabs(note:1, note:2, note:3, idle:1)");
    for name in ["note:1", "note:2", "note:3", "idle:1"] {
        activate(&mut h, name);
    }
    for _ in 0..5 {
        wait(&mut h, 5);
        memory(&mut h, 2_000);
    }
    assert_eq!(h.workspace.snapshot().memory, "critical");
    let states = ["note:1", "note:2", "note:3", "idle:1"].map(|name| h.state(name));
    assert_eq!(states, ["parked", "parked", "parked", "live"], "parked is not gone");
    for (name, number_then) in [("note:1", 1), ("note:2", 2)] {
        activate(&mut h, name);
        assert_eq!(number(&mut h, name), Some(number_then));
    }
}

#[test]
fn the_alarm_lets_parked_widgets_go_and_says_how_short_memory_is() {
    let mut h = harness(notes(Behavior::ready().costing(MB, 1)), "row(x, tabs(note:1, note:2), note:3)");
    activate(&mut h, "note:1");
    activate(&mut h, "note:2");
    close(&mut h, "note:3");
    assert_eq!(memory(&mut h, 400), MemoryLevel::Normal);
    assert_eq!(h.state("note:3"), "parked");
    assert_eq!(memory(&mut h, 600), MemoryLevel::Soft);
    assert_eq!((h.state("note:3"), h.state("note:1")), ("saved", "live"), "the parked one goes, the hidden one stays");
    h.clock.advance(Duration::from_secs(5));
    assert_eq!(memory(&mut h, 900), MemoryLevel::Hard);
    assert_eq!(h.state("note:1"), "saved");
    assert_eq!((h.state("x"), h.state("note:2")), ("live", "live"));
}

#[test]
fn a_shell_is_used_again_and_shows_nothing_of_its_last_use() {
    for behavior in [Behavior::ready(), Behavior::loads()] {
        let mut h = harness(notes(behavior.recycled()), "row(note:1, x)");
        h.run_loads();
        write(&mut h, "note:1", "secret");
        close(&mut h, "note:1");
        h.workspace.trim(h.clock.now(), 0);
        let shells = h.workspace.snapshot().pools;
        assert!(shells.is_empty(), "memory that is short is not kept in pools");
        undo(&mut h);
        h.run_loads();
        configure(&mut h, |c| c.parked_count = 0);
        close(&mut h, "note:1");
        assert_eq!(h.workspace.snapshot().pools, [("note".to_owned(), 1)]);
        open(&mut h, "note:2");
        h.run_loads();
        let pane = h.pane("note:2");
        let live = h.workspace.slots().live(pane).expect("live");
        assert!(live.made_from.is_some());
        assert_eq!(live.text, "");
        assert_eq!(h.workspace.meters().recycled, 1);
    }
}

#[test]
fn stale_widgets_are_told_or_let_go() {
    let mut h = harness(notes(Behavior::ready()), "row(x, note:a1, note:a2, note:b)");
    close(&mut h, "note:a1");
    close(&mut h, "note:b");
    h.events();
    assert_eq!(h.invalidate(&Invalidation::Prefix("note:a".to_owned())), 2);
    assert_eq!((h.state("note:a1"), h.state("note:a2"), h.state("note:b")), ("saved", "live", "parked"));
    let pane = h.pane("note:a2");
    let events = h.events();
    assert!(events.iter().any(|e| matches!(e, Event::WidgetStale { pane: p, .. } if *p == pane)), "{events:?}");
    let one = WidgetId::new("note:b").expect("an id");
    assert_eq!(h.invalidate(&Invalidation::Widget(one)), 1);
    assert_eq!(h.state("note:b"), "saved");
}

#[test]
fn the_provider_has_the_last_word_on_what_is_fresh() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    write(&mut h, "note:1", "milk");
    close(&mut h, "note:1");
    h.workspace.provider().change("note", Behavior::ready().remembering().stale());
    undo(&mut h);
    assert_eq!(
        (number(&mut h, "note:1"), read(&mut h, "note:1")),
        (Some(3), "milk".to_owned()),
        "made anew, with its state"
    );
}

#[test]
fn loads_in_view_come_before_those_that_left_it() {
    let kinds = Kinds::new().set("slow", Behavior::loads());
    let mut h = harness(kinds, "tabs(slow:1, *slow:2, slow:3)");
    activate(&mut h, "slow:3");
    let urgencies = |h: &mut Harness| {
        let all = h.workspace.slots().all().filter_map(|(_, widget, slot)| match slot {
            Slot::Loading { context, .. } => Some((widget.to_string(), context.urgency())),
            _ => None,
        });
        all.collect::<Vec<_>>()
    };
    let (two, three) = ("slow:2".to_owned(), "slow:3".to_owned());
    assert_eq!(urgencies(&mut h), [(two, Urgency::Background), (three, Urgency::Visible)]);
    activate(&mut h, "slow:2");
    assert_eq!(urgencies(&mut h)[0].1, Urgency::Visible, "it overtakes again");
    wait(&mut h, 9);
    assert_eq!(urgencies(&mut h).len(), 2);
    wait(&mut h, 2);
    assert_eq!(h.state("slow:3"), "virtual", "what nobody has looked at for long is not loaded");
    assert_eq!(h.workspace.meters().loads_cancelled, 1);
}

#[test]
fn a_load_that_never_ends_is_given_up_with_words() {
    let mut h = harness(Kinds::new().set("slow", Behavior::loads()), "row(slow:1, slow:2)");
    let (running, waiting) = (h.take_load("slow:1"), h.take_load("slow:2"));
    running.context.note_started(h.clock.now());
    wait(&mut h, 59);
    assert_eq!(h.state("slow:1"), "loading");
    wait(&mut h, 2);
    assert_eq!((h.state("slow:1"), h.state("slow:2")), ("failed", "loading"), "what waits does not age");
    let pane = h.pane("slow:1");
    let Some(Slot::Failed(failure)) = h.workspace.slots().get(pane) else { panic!("it failed") };
    assert_eq!(failure.reason, "no answer after 60 seconds");
    h.answer(running);
    assert_eq!(h.state("slow:1"), "failed", "a late answer never wins");
    h.answer(waiting);
    let meters = *h.workspace.meters();
    assert_eq!((meters.loads_started, meters.loads_done, meters.loads_timed_out, meters.answers_dropped), (2, 1, 1, 1));
}

#[test]
fn a_broken_widget_is_retried_at_once_and_then_later_and_later() {
    let mut h = harness(Kinds::new().set("bad", Behavior::ready().failing()), "bad:1");
    let pane = h.pane("bad:1");
    let tries = |h: &mut Harness, seconds: u64| {
        h.workspace.provider().take_log();
        h.apply(Intent::Retry(pane)).expect("it failed");
        h.frame();
        let at_once = h.workspace.provider().take_log().len();
        wait(h, seconds);
        (at_once, h.workspace.provider().take_log().len())
    };
    assert_eq!(tries(&mut h, 0), (1, 0));
    assert_eq!(tries(&mut h, 1), (0, 1), "a second later");
    assert_eq!(tries(&mut h, 1), (0, 0));
    assert!(h.workspace.next_due().is_some(), "somebody is woken for it");
    wait(&mut h, 1);
    assert_eq!(h.workspace.provider().take_log().len(), 1, "two seconds after the last failure");
    wait(&mut h, 60);
    assert_eq!(tries(&mut h, 0), (1, 0), "who has waited for long enough waits no more");
}

#[test]
fn panes_ahead_are_provided_before_they_are_seen() {
    let mut h = Harness::with(Kinds::new());
    let panes: Vec<String> = (0..40).map(|i| format!("p:{i}{{w 100..}}")).collect();
    h.area = Area::new(500.0, 300.0).expect("an area");
    h.show(&format!("row({})", panes.join(", ")));
    h.frame();
    let live = |h: &mut Harness| h.workspace.slots().all().map(|(_, w, _)| w.to_string()).collect::<Vec<_>>();
    let count = live(&mut h).len();
    assert!((6..=9).contains(&count), "five in view, and half a window ahead: {count}");
    h.area = h.area.with_scroll(multisplit::geometry::Point::new(2_000.0, 0.0)).expect("a place");
    h.frame();
    h.area = h.area.with_scroll(multisplit::geometry::Point::new(1_900.0, 0.0)).expect("a place");
    h.frame();
    let ahead = live(&mut h);
    assert!(ahead.contains(&"p:16".to_owned()), "backwards, where it is going: {ahead:?}");
}

#[test]
fn a_panic_while_it_is_weighed_checked_or_recycled_costs_that_widget_only() {
    for at in [At::Cost, At::Fresh, At::Recycle] {
        let mut h = harness(notes(Behavior::ready().recycled()), "row(note:1, x)");
        close(&mut h, "note:1");
        h.workspace.provider().change("note", Behavior::ready().remembering().recycled().panicking(at));
        undo(&mut h);
        h.workspace.provider().change("note", Behavior::ready().remembering().recycled().panicking(at));
        configure(&mut h, |c| c.parked_count = 0);
        close(&mut h, "note:1");
        undo(&mut h);
        assert_eq!((h.state("note:1"), h.state("x")), ("live", "live"), "{at:?}");
        h.workspace.assert_valid();
    }
}

#[test]
fn absurd_costs_do_not_upset_the_sums() {
    let kinds = Kinds::new().set("huge", Behavior::ready().costing(u64::MAX, u64::MAX));
    let mut h = harness(kinds, "row(huge:1, huge:2, x)");
    close(&mut h, "huge:1");
    memory(&mut h, 1);
    h.frame();
    assert_eq!((h.state("huge:2"), h.state("x")), ("live", "live"));
    h.workspace.assert_valid();
}

#[test]
fn an_old_state_goes_to_the_store_and_comes_back_when_it_is_wanted() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    configure(&mut h, |c| (c.parked_count, c.has_state_store) = (0, true));
    write(&mut h, "note:1", "milk");
    close(&mut h, "note:1");
    wait(&mut h, 3_599);
    assert!(h.stored().is_empty());
    wait(&mut h, 31);
    let stored = h.stored();
    assert_eq!(stored.len(), 1);
    let (widget, saved) = stored.into_iter().next().expect("one");
    h.handle(HostInput::StateKept { widget: widget.clone(), saved: saved.clone() });
    assert_eq!(h.workspace.snapshot().levels.stored, 1);
    undo(&mut h);
    assert_eq!(h.state("note:1"), "loading", "its state is fetched first");
    h.handle(HostInput::StateFetched { widget, answer: Ok(saved) });
    assert_eq!(read(&mut h, "note:1"), "milk");
}

#[test]
fn a_state_that_cannot_be_fetched_is_told_and_a_retry_goes_without() {
    let mut h = harness(notes(Behavior::ready()), "row(x, y)");
    let widget = WidgetId::new("note:1").expect("an id");
    h.handle(HostInput::StatesInStore(vec![widget.clone().into()]));
    open(&mut h, "note:1");
    assert_eq!(h.state("note:1"), "loading");
    h.handle(HostInput::StateFetched { widget, answer: Err("the disk is gone".to_owned()) });
    let pane = h.pane("note:1");
    let Some(Slot::Failed(failure)) = h.workspace.slots().get(pane) else { panic!("it failed") };
    assert_eq!(failure.reason, "its saved state cannot be read: the disk is gone; a retry opens it without");
    h.apply(Intent::Retry(pane)).expect("it failed");
    h.frame();
    assert_eq!((h.state("note:1"), read(&mut h, "note:1").as_str()), ("live", ""));
}

#[test]
fn a_restored_layout_of_hundreds_of_panes_makes_only_what_is_seen() {
    let tabs: Vec<String> = (0..500).map(|i| format!("note:{i}")).collect();
    let mut h = harness(notes(Behavior::ready()), &format!("row(x, tabs({}))", tabs.join(", ")));
    assert_eq!(h.workspace.meters().created, 2);
    activate(&mut h, "note:250");
    assert_eq!(h.workspace.meters().created, 3);
    let levels = h.workspace.snapshot().levels;
    assert_eq!((levels.live, levels.visible, levels.r#virtual), (3, 2, 498));
}

#[test]
fn the_numbers_are_told_whole_and_for_people() {
    let mut h = harness(notes(Behavior::ready().costing(MB, 5)), "row(note:1, x)");
    close(&mut h, "note:1");
    memory(&mut h, 100);
    let snapshot = h.workspace.snapshot();
    assert_eq!((snapshot.levels.parked, snapshot.bytes.parked, snapshot.samples.len()), (1, MB, 1));
    let json: serde_json::Value = serde_json::from_str(&snapshot.to_json()).expect("JSON");
    assert_eq!(json["levels"]["parked"], 1);
    let text = snapshot.to_text();
    assert!(text.contains("parked 1") && text.contains("provide"), "{text}");
}
