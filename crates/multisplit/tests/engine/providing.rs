//! Widgets that are requested, load, fail, panic, veto, and keep their state.

use multisplit::host::HostInput;
use multisplit::jobs::FailureKind;
use multisplit::limits::MAX_LOADS;
use multisplit::{Command, CommandError, Event, Failure, Intent, Saved, Slot, WidgetId};
use multisplit_testing::{At, Behavior, Harness, Kinds, text};

fn harness(kind: &str, behavior: Behavior, layout: &str) -> Harness {
    let mut harness = Harness::with(Kinds::new().set(kind, behavior));
    harness.show(layout);
    harness.frame();
    harness
}

fn widget(name: &str) -> WidgetId {
    WidgetId::new(name).expect("an id")
}

fn close(harness: &mut Harness, name: &str) {
    let pane = harness.pane(name);
    harness.run(&Command::Close { pane }).expect("it may go");
    harness.frame();
}

fn undo(harness: &mut Harness) {
    harness.apply(Intent::Undo).expect("something to undo");
    harness.frame();
}

/// Returns the number of the widget, counted over all widgets that were created.
fn number(harness: &mut Harness, name: &str) -> Option<usize> {
    let pane = harness.pane(name);
    harness.workspace.slots().live(pane).map(|w| w.number)
}

fn reason(harness: &mut Harness, name: &str) -> String {
    let pane = harness.pane(name);
    match harness.workspace.slots().get(pane) {
        Some(Slot::Failed(failure)) => failure.reason.clone(),
        other => panic!("{name} did not fail: {other:?}"),
    }
}

fn names(harness: &mut Harness) -> Vec<&'static str> {
    let names = harness.events().iter().map(Event::name).collect::<Vec<_>>();
    names.into_iter().filter(|name| !matches!(*name, "pane_shown" | "pane_hidden")).collect()
}

#[test]
fn a_load_becomes_live_in_the_order_of_the_answers() {
    let mut h = harness("slow", Behavior::loads(), "row(slow:1, slow:2, quick)");
    assert_eq!((h.state("slow:1"), h.state("quick")), ("loading", "live"));
    assert_eq!(h.waiting(), ["slow:1", "slow:2"]);
    h.run_load("slow:2");
    assert_eq!((h.state("slow:1"), h.state("slow:2")), ("loading", "live"));
    h.run_load("slow:1");
    assert_eq!(h.state("slow:1"), "live");
    assert!(h.repaints() > 0);
    assert_eq!(
        names(&mut h),
        [
            "layout_loaded",
            "focus_changed",
            "layout_changed",
            "widget_loading",
            "widget_loading",
            "widget_provided",
            "widget_provided",
            "widget_provided"
        ]
    );
    h.frame();
    assert_eq!(h.workspace.provider().take_log().len(), 3, "each was asked for once");
}

#[test]
fn a_late_answer_never_wins() {
    let mut h = harness("slow", Behavior::loads(), "row(slow:1, slow:2, slow:3, x)");
    let (closed, replaced, retried) = (h.take_load("slow:1"), h.take_load("slow:2"), h.take_load("slow:3"));
    let contexts = [closed.context.clone(), replaced.context.clone(), retried.context.clone()];
    close(&mut h, "slow:1");
    let pane = h.pane("slow:2");
    h.run(&Command::Replace { pane, widget: widget("slow:9") }).expect("free");
    let pane = h.pane("slow:3");
    h.apply(Intent::StopLoad(pane)).expect("it loads");
    h.apply(Intent::Retry(pane)).expect("it was stopped");
    h.frame();
    assert!(contexts.iter().all(multisplit::jobs::JobContext::is_cancelled));
    for load in [closed, replaced, retried] {
        h.answer(load);
    }
    assert_eq!((h.state("slow:9"), h.state("slow:3")), ("loading", "loading"));
    h.run_loads();
    assert_eq!((h.state("slow:9"), h.state("slow:3")), ("live", "live"));
}

#[test]
fn an_answer_from_before_an_undo_is_dropped_too() {
    let mut h = harness("slow", Behavior::loads(), "row(slow:1, x)");
    let old = h.take_load("slow:1");
    close(&mut h, "slow:1");
    undo(&mut h);
    h.answer(old);
    assert_eq!(h.state("slow:1"), "loading");
    h.run_load("slow:1");
    assert_eq!(h.state("slow:1"), "live");
}

#[test]
fn a_stopped_load_says_so_and_can_be_asked_for_again() {
    let mut h = harness("slow", Behavior::loads(), "row(slow:1, x)");
    let pane = h.pane("slow:1");
    h.apply(Intent::StopLoad(pane)).expect("it loads");
    assert_eq!(reason(&mut h, "slow:1"), "loading was stopped");
    h.run_loads();
    assert_eq!(h.state("slow:1"), "failed");
    h.apply(Intent::Retry(pane)).expect("it was stopped");
    h.frame();
    h.run_loads();
    assert_eq!(h.state("slow:1"), "live");
}

#[test]
fn a_failure_has_a_reason_and_a_retry() {
    for behavior in [Behavior::ready(), Behavior::loads()] {
        let mut h = harness("bad", behavior.failing_once(), "row(bad:1, x)");
        h.run_loads();
        assert!(reason(&mut h, "bad:1").starts_with("bad:1 cannot be"));
        h.frame();
        assert_eq!(h.state("bad:1"), "failed", "it is not asked for again by itself");
        let pane = h.pane("bad:1");
        h.apply(Intent::Retry(pane)).expect("it failed");
        h.frame();
        h.run_loads();
        assert_eq!(h.state("bad:1"), "live");
    }
    let mut h = harness("bad", Behavior::ready().failing(), "bad:1");
    let pane = h.pane("bad:1");
    for _ in 0..3 {
        h.apply(Intent::Retry(pane)).expect("it failed");
        h.frame();
        assert_eq!(h.state("bad:1"), "failed");
    }
}

#[test]
fn an_unknown_widget_keeps_its_place_and_its_state_and_says_what_it_waits_for() {
    let mut h = harness("odd", Behavior::unknown(), "row(odd:1 .3, x .7)");
    let saved = Saved::new("of another program").expect("short").with_unsaved_work("much");
    h.workspace.restore_state("odd:1".try_into().expect("an id"), saved.clone());
    assert_eq!(
        reason(&mut h, "odd:1"),
        "odd:1 waits for a program that knows widgets of the kind \"odd\"; its place and its state are kept"
    );
    assert_eq!(h.text(), "row(>odd:1 .3, x .7)");
    let states = h.workspace.collect_states();
    assert_eq!(states.iter().find(|(id, _)| id.as_str() == "odd:1").map(|(_, kept)| kept), Some(&saved));
}

#[test]
fn a_panic_anywhere_costs_its_own_pane_only() {
    for at in [At::Provide, At::Job, At::Finish] {
        let mut h = harness("bad", Behavior::ready().panicking(at), "row(bad:1, x)");
        h.run_loads();
        assert!(reason(&mut h, "bad:1").contains("it panicked: bad:1 panics"), "{at:?}");
        assert_eq!(h.state("x"), "live");
        h.workspace.provider().change("bad", Behavior::ready());
        let pane = h.pane("bad:1");
        h.apply(Intent::Retry(pane)).expect("it failed");
        h.frame();
        assert_eq!(h.state("bad:1"), "live", "{at:?}");
    }
    for at in [At::Save, At::Closing, At::Drop] {
        let mut h = harness("bad", Behavior::ready().panicking(at), "row(bad:1, x)");
        close(&mut h, "bad:1");
        assert_eq!(h.text(), ">x", "{at:?}");
        undo(&mut h);
        assert_eq!((h.state("bad:1"), h.state("x")), ("live", "live"), "{at:?}");
        h.workspace.provider().change("bad", Behavior::ready());
        close(&mut h, "x");
        // Fails the last widget that panics when it is dropped, so that the engine drops it.
        let pane = h.pane("bad:1");
        h.handle(HostInput::DrawFailed { pane, failure: Failure::failed("enough") });
    }
}

#[test]
fn a_widget_that_panics_while_it_is_drawn_fails_and_comes_back() {
    let mut h = harness("w", Behavior::ready().remembering(), "row(w:1, x)");
    let pane = h.pane("w:1");
    let failure = Failure::new(FailureKind::Panicked, "it panicked: drawing");
    h.handle(HostInput::DrawFailed { pane, failure });
    assert_eq!(reason(&mut h, "w:1"), "it panicked: drawing");
    h.apply(Intent::Retry(pane)).expect("it failed");
    h.frame();
    assert_eq!(h.state("w:1"), "live");
}

#[test]
fn a_closed_widget_comes_back_with_its_state() {
    let mut h = harness("note", Behavior::ready().remembering(), "row(note:1, x)");
    let pane = h.pane("note:1");
    h.workspace.slots().live(pane).expect("live").text = "milk".to_owned();
    h.events();
    close(&mut h, "note:1");
    assert_eq!(names(&mut h), ["focus_changed", "pane_removed", "layout_changed", "command_done", "widget_parked"]);
    h.workspace.trim(h.clock.now(), 0);
    undo(&mut h);
    assert_eq!(h.workspace.slots().live(pane).map(|w| w.text.clone()).as_deref(), Some("milk"));
    assert_eq!(
        names(&mut h),
        ["widget_evicted", "pane_added", "layout_changed", "command_undone", "focus_changed", "widget_restored"]
    );
    assert_eq!(
        h.workspace.provider().take_log(),
        [
            "provide note:1",
            "provide x",
            "closing note:1 (Close)",
            "closing note:1 (Evict)",
            "save note:1",
            "provide note:1 with milk"
        ]
    );
}

#[test]
fn a_close_that_is_undone_before_the_next_frame_costs_nothing() {
    let mut h = harness("w", Behavior::ready(), "row(w:1, x)");
    let before = number(&mut h, "w:1");
    let pane = h.pane("w:1");
    h.run(&Command::Close { pane }).expect("free");
    h.apply(Intent::Undo).expect("closed");
    h.frame();
    assert_eq!(number(&mut h, "w:1"), before);
}

#[test]
fn a_state_goes_with_the_widget_to_another_pane() {
    let mut h = harness("note", Behavior::loads().remembering(), "row(note:1, x)");
    h.run_loads();
    let pane = h.pane("note:1");
    h.workspace.slots().live(pane).expect("live").text = "milk".to_owned();
    close(&mut h, "note:1");
    h.run(&Command::Open { widget: widget("note:1") }).expect("closed");
    h.frame();
    h.run_loads();
    let pane = h.pane("note:1");
    assert_eq!(h.workspace.slots().live(pane).map(|w| w.text.as_str()), Some("milk"));
}

#[test]
fn a_veto_refuses_and_nothing_changes() {
    let mut h = harness("dirty", Behavior::ready().vetoing("not saved"), "row(dirty:1, x)");
    let (pane, other) = (h.pane("dirty:1"), h.pane("x"));
    let before = h.workspace.layout().save().to_text();
    h.events();
    for command in [
        Command::Close { pane },
        Command::Replace { pane, widget: widget("new") },
        Command::CloseOthers { pane: other },
    ] {
        let refused = h.run(&command).expect_err("vetoed");
        assert_eq!(refused, CommandError::Vetoed { pane, reason: "not saved".to_owned() });
        assert_eq!(names(&mut h), ["command_refused"]);
    }
    h.frame();
    assert_eq!(h.workspace.layout().save().to_text(), before);
    assert_eq!(number(&mut h, "dirty:1"), Some(1));
    let (id, live) = h.workspace.extract(h.clock.now(), pane).expect("extracting does not ask");
    assert_eq!((id.as_str(), live.map(|w| w.number)), ("dirty:1", Some(1)));
}

#[test]
fn all_that_refuse_are_told_at_once_and_nothing_is_done() {
    let mut h = harness("dirty", Behavior::ready().vetoing("not saved"), "row(dirty:1, x, dirty:2)");
    let (first, other, second) = (h.pane("dirty:1"), h.pane("x"), h.pane("dirty:2"));
    let before = h.workspace.layout().save().to_text();
    let told = |pane| (pane, "not saved".to_owned());
    assert_eq!(h.workspace.vetoes(&Command::CloseOthers { pane: other }), [told(first), told(second)]);
    assert_eq!(h.workspace.vetoes(&Command::Close { pane: second }), [told(second)]);
    assert_eq!(h.workspace.vetoes(&Command::Close { pane: other }), []);
    assert_eq!(h.workspace.vetoes(&Command::Equalize { split: None }), []);
    assert_eq!(h.workspace.layout().save().to_text(), before);
}

#[test]
fn what_is_refused_anyway_is_not_asked_about() {
    let mut h = harness("w", Behavior::ready(), "row(#w:1, x)");
    h.workspace.provider().take_log();
    let pane = h.pane("w:1");
    assert_eq!(h.run(&Command::Close { pane }).map_err(|e| e.kind().name()), Err("Locked"));
    assert_eq!(h.workspace.provider().take_log(), [] as [&str; 0]);
}

#[test]
fn an_extracted_widget_is_handed_out_alive_and_unsaved() {
    let mut h = harness("w", Behavior::ready().remembering(), "row(w:1, x)");
    let pane = h.pane("w:1");
    h.workspace.provider().take_log();
    let (id, live) = h.workspace.extract(h.clock.now(), pane).expect("free");
    h.frame();
    assert_eq!((id.as_str(), live.map(|w| w.number)), ("w:1", Some(1)));
    assert_eq!((h.text().as_str(), h.workspace.provider().take_log().len()), (">x", 0));
}

#[test]
fn widgets_that_are_in_the_next_layout_stay() {
    let mut h = harness("w", Behavior::ready().remembering(), "row(w:1, w:2)");
    let before = (number(&mut h, "w:1"), number(&mut h, "w:2"));
    h.show("row(w:1, w:2, w:3)");
    h.frame();
    assert_eq!((number(&mut h, "w:1"), number(&mut h, "w:2")), before, "in the same panes");
    h.show("col(w:3, w:2, w:1)");
    h.frame();
    assert_eq!((number(&mut h, "w:1"), number(&mut h, "w:2")), before, "in other panes");
    h.show("w:2");
    h.frame();
    assert_eq!(h.workspace.slots().len(), 1);
}

#[test]
fn a_pane_behind_a_tab_is_provided_when_it_is_first_shown() {
    let mut h = harness("w", Behavior::ready(), "row(tabs(w:1, *w:2), -w:3)");
    assert_eq!((h.state("w:1"), h.state("w:2"), h.state("w:3")), ("virtual", "live", "virtual"));
    let pane = h.pane("w:1");
    h.run(&Command::Activate { pane }).expect("there");
    h.frame();
    assert_eq!((h.state("w:1"), h.state("w:2")), ("live", "live"), "what was shown stays");
    let pane = h.pane("w:3");
    h.run(&Command::Collapse { pane, collapsed: false }).expect("folded");
    h.frame();
    assert_eq!(h.state("w:3"), "live");
}

#[test]
fn more_loads_than_the_limit_wait_as_virtual_and_come_later() {
    let count = MAX_LOADS + 10;
    let panes: Vec<String> = (0..count).map(|at| format!("slow:{at}")).collect();
    let mut h = Harness::with(Kinds::new().set("slow", Behavior::loads()));
    h.area = multisplit::placement::Area::new(100_000.0, 100.0).expect("an area");
    h.show(&format!("row({})", panes.join(", ")));
    h.frame();
    assert_eq!((h.waiting().len(), h.workspace.slots().loading()), (MAX_LOADS, MAX_LOADS));
    let last = format!("slow:{}", count - 1);
    assert_eq!(h.state(&last), "virtual");
    h.workspace.provider().take_log();
    h.frame();
    assert!(h.workspace.provider().take_log().is_empty(), "none is asked for again while there is no room");
    h.run_loads();
    h.frame();
    assert_eq!(h.waiting().len(), 10);
    h.run_loads();
    assert_eq!(h.state(&last), "live");
    assert_eq!(h.workspace.slots().loading(), 0);
}

#[test]
fn retrying_what_is_not_there_is_an_error() {
    let mut h = harness("w", Behavior::ready(), "w:1");
    let gone = multisplit::PaneId::from_raw(99).expect("not zero");
    assert_eq!(h.apply(Intent::Retry(gone)).map_err(|e| e.kind().name()), Err("NoSuchPane"));
    h.apply(Intent::StopLoad(gone)).expect("nothing to stop");
    h.handle(HostInput::DrawFailed { pane: gone, failure: Failure::failed("x") });
    let pane = h.pane("w:1");
    h.apply(Intent::Retry(pane)).expect("it is live: nothing to do");
    assert_eq!(h.state("w:1"), "live");
}

#[test]
fn states_are_collected_and_given_back_in_another_session() {
    let mut h = harness("note", Behavior::ready().remembering(), "row(note:1, tabs(note:2, *note:3))");
    for (name, state) in [("note:1", "one"), ("note:3", "three")] {
        let pane = h.pane(name);
        h.workspace.slots().live(pane).expect("live").text = state.to_owned();
    }
    let states = h.workspace.collect_states();
    let file = h.workspace.layout().save().to_text();
    let mut next = Harness::with(Kinds::new().set("note", Behavior::ready().remembering()));
    next.workspace.load(&file, Default::default()).expect("just saved");
    for (widget, saved) in states {
        next.workspace.restore_state(widget, saved);
    }
    next.frame();
    let pane = text::pane(next.workspace.layout(), "note:3");
    assert_eq!(next.workspace.slots().live(pane).map(|w| w.text.as_str()), Some("three"));
    assert_eq!(next.workspace.collect_states().len(), 2);
}
