//! Work that is saved nowhere else is known and asked about, wherever its widget is: in view, parked, or gone with a
//! state left.

use crate::runtime::{close, configure, harness, notes, open, undo};
use multisplit::host::{HostInput, StoredState};
use multisplit::placement::Area;
use multisplit::{Command, CommandError, Intent, Saved, Slot, WidgetId};
use multisplit_testing::{Behavior, Harness, Kinds};

fn id(text: &str) -> WidgetId {
    WidgetId::new(text).expect("an id")
}

/// Returns a workspace as after a restart: a pane behind a tab that was never shown, with the state that it left.
fn restarted(kinds: Kinds) -> Harness {
    let mut h = harness(kinds, "row(x, tabs(*y, note:1))");
    let saved = Saved::new("milk").expect("short").with_unsaved_work("note 1 is not saved");
    h.workspace.restore_state(id("note:1"), saved);
    h
}

fn refused(h: &mut Harness, command: &Command) -> String {
    match h.run(command) {
        Err(CommandError::Vetoed { reason, .. }) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_pane_that_was_not_shown_since_the_restart_asks_before_its_work_is_closed() {
    let mut h = restarted(notes(Behavior::ready()));
    let pane = h.pane("note:1");
    assert_eq!(h.workspace.unsaved_states(), [(pane, "note 1 is not saved")]);
    for command in [
        Command::Close { pane },
        Command::CloseOthers { pane: h.pane("x") },
        Command::Replace { pane, widget: id("other") },
    ] {
        assert_eq!(refused(&mut h, &command), "note 1 is not saved");
    }
    assert_eq!(h.workspace.layout().tree().pane_of(&id("note:1")), Some(pane), "nothing has changed");
    let (now, area) = (h.clock.now(), Area::new(800.0, 600.0).expect("an area"));
    let view = h.workspace.frame(now, area);
    assert_eq!(view.unsaved_work(pane), Some("note 1 is not saved"));
}

#[test]
fn work_that_lies_in_the_store_only_is_asked_about_and_never_given_up_for_a_failed_read() {
    let mut h = harness(notes(Behavior::ready()), "row(x, tabs(*y, note:1))");
    let stored = StoredState { widget: id("note:1"), unsaved_work: Some("note 1 is not saved".into()) };
    h.handle(HostInput::StatesInStore(vec![stored]));
    let pane = h.pane("note:1");
    assert_eq!(refused(&mut h, &Command::Close { pane }), "note 1 is not saved");
    h.run(&Command::Activate { pane }).expect("there");
    h.frame();
    for _ in 0..2 {
        h.handle(HostInput::StateFetched { widget: id("note:1"), answer: Err("EIO".to_owned()) });
        assert!(matches!(h.workspace.slots().get(pane), Some(Slot::Failed(_))));
        assert_eq!(refused(&mut h, &Command::Close { pane }), "note 1 is not saved", "also behind a failure");
        h.apply(Intent::Retry(pane)).expect("it failed");
        h.clock.advance(std::time::Duration::from_secs(60));
        h.frame();
        assert_eq!(h.state("note:1"), "loading", "it is fetched again");
    }
    let saved = Saved::new("milk").expect("short").with_unsaved_work("note 1 is not saved");
    h.handle(HostInput::StateFetched { widget: id("note:1"), answer: Ok(saved) });
    assert_eq!(h.workspace.slots().live(pane).map(|w| w.text.clone()), Some("milk".to_owned()));
}

#[test]
fn work_that_the_user_gives_up_may_go_and_comes_back_with_an_undo() {
    let mut h = restarted(notes(Behavior::ready().discarded()));
    close(&mut h, "note:1");
    assert_eq!(h.workspace.unsaved_states(), []);
    undo(&mut h);
    let pane = h.pane("note:1");
    assert_eq!(h.workspace.unsaved_states(), [(pane, "note 1 is not saved")]);
}

fn collected(h: &mut Harness) -> Vec<(String, bool)> {
    let states = h.workspace.collect_states_with_closed().states;
    states
        .iter()
        .filter(|(id, _)| id.kind() == "note")
        .map(|(id, saved)| (id.to_string(), saved.is_given_up()))
        .collect()
}

#[test]
fn work_in_a_pane_that_an_undo_has_closed_is_kept_also_once_the_redo_is_gone() {
    let mut h = harness(notes(Behavior::ready().unsaved()), "row(x, y)");
    open(&mut h, "note:1");
    undo(&mut h);
    assert_eq!(collected(&mut h), [("note:1".to_owned(), false)], "a redo brings it back");
    open(&mut h, "z");
    assert!(!h.workspace.may_be_shown(&id("note:1")));
    assert_eq!(collected(&mut h), [("note:1".to_owned(), false)], "nobody has agreed to lose it");
    // Also once it is not parked anymore, and among more states than are kept.
    h.workspace.provider().change("note", Behavior::ready().unsaved());
    configure(&mut h, |c| c.parked_count = 0);
    h.clock.advance(std::time::Duration::from_secs(600));
    h.frame();
    for n in 0..11_000 {
        h.workspace.restore_state(id(&format!("old:{n}")), Saved::new("x").expect("short"));
    }
    h.frame();
    assert_eq!(collected(&mut h), [("note:1".to_owned(), false)]);
}

#[test]
fn work_that_was_given_up_is_kept_as_long_as_an_undo_brings_it_back_and_not_longer() {
    let mut h = restarted(notes(Behavior::ready().discarded()));
    close(&mut h, "note:1");
    assert_eq!(collected(&mut h), [("note:1".to_owned(), true)]);
    h.workspace.layout_mut().forget_history();
    assert_eq!(collected(&mut h), []);
    // A restart in between keeps the mark.
    let mut h = restarted(notes(Behavior::ready().discarded()));
    close(&mut h, "note:1");
    let states = h.workspace.collect_states_with_closed().states;
    let mut next = harness(notes(Behavior::ready()), "row(x, y)");
    states.into_iter().for_each(|(widget, saved)| next.workspace.restore_state(widget, saved));
    assert_eq!(collected(&mut next), []);
    // Once it is shown again, it is the user's work again.
    open(&mut h, "note:1");
    h.workspace.provider().change("note", Behavior::ready().unsaved());
    assert_eq!(collected(&mut h), [("note:1".to_owned(), false)]);
}

#[test]
fn what_was_given_up_and_came_back_behind_a_tab_is_work_again() {
    let mut h = restarted(notes(Behavior::ready().discarded()));
    close(&mut h, "note:1");
    undo(&mut h);
    h.frame();
    assert_eq!(h.state("note:1"), "saved", "behind its tab");
    assert_eq!(collected(&mut h), [("note:1".to_owned(), false)]);
    // Undone further, to before there was a pane: nobody agreed to that.
    let mut h = harness(notes(Behavior::ready().discarded()), "row(x, *y)");
    let saved = Saved::new("milk").expect("short").with_unsaved_work("note 1 is not saved").given_up();
    h.workspace.restore_state(id("note:1"), saved);
    let y = h.pane("y");
    let place = multisplit::Placement::Tab;
    let ratio = multisplit::geometry::Ratio::HALF;
    h.run(&Command::Split { pane: y, place, widget: id("note:1"), ratio }).expect("there is room");
    h.run(&Command::Activate { pane: y }).expect("there");
    assert_eq!(collected(&mut h), [("note:1".to_owned(), false)], "a restart keeps no mark of a pane");
}

#[test]
fn what_was_given_up_follows_a_rename() {
    let mut h = restarted(notes(Behavior::ready().discarded()));
    close(&mut h, "note:1");
    open(&mut h, "note:2");
    let pane = h.pane("note:2");
    h.workspace.rename_widget(pane, &id("note:1")).expect("free");
    let marks = collected(&mut h);
    assert!(marks.contains(&("note:2".to_owned(), true)), "{marks:?}");
    assert!(!marks.contains(&("note:1".to_owned(), true)), "{marks:?}");
}

#[test]
fn work_without_a_pane_stays_in_memory_where_the_session_finds_it() {
    let mut h = harness(notes(Behavior::ready()), "row(x, y)");
    h.workspace.use_state_store();
    let saved = Saved::new("milk").expect("short").with_unsaved_work("note 1 is not saved");
    h.workspace.restore_state(id("note:1"), saved);
    h.workspace.restore_state(id("old:1"), Saved::new("x").expect("short"));
    h.clock.advance(std::time::Duration::from_secs(100_000));
    h.workspace.tick(h.clock.now());
    let mut kept = vec![];
    while let Some(effect) = h.workspace.poll() {
        if let multisplit::host::Effect::KeepState(widget, _) = effect {
            kept.push(widget);
        }
    }
    assert_eq!(kept, [id("old:1")]);
    assert_eq!(collected(&mut h), [("note:1".to_owned(), false)]);
}

#[test]
fn a_parked_widget_of_a_pane_that_is_still_there_is_asked_itself() {
    let mut h = harness(notes(Behavior::ready()), "row(x, tabs(note:1, *y))");
    configure(&mut h, |c| (c.max_hidden_live, c.park_after) = (0, std::time::Duration::from_secs(1)));
    let pane = h.pane("note:1");
    h.run(&Command::Activate { pane }).expect("there");
    h.frame();
    let other = h.pane("y");
    h.run(&Command::Activate { pane: other }).expect("there");
    h.frame();
    h.clock.advance(std::time::Duration::from_secs(2));
    h.frame();
    assert_eq!(h.state("note:1"), "parked");
    h.workspace.provider().change("note", Behavior::ready().unsaved().vetoing("note 1 is at work"));
    assert_eq!(refused(&mut h, &Command::Close { pane }), "note 1 is at work");
    assert_eq!(h.state("note:1"), "parked");
    h.workspace.provider().change("note", Behavior::ready().unsaved().discarded());
    h.run(&Command::Close { pane }).expect("it may go");
    h.frame();
    assert_eq!(h.workspace.snapshot().levels.parked, 0, "what must not be kept is not");
    h.workspace.assert_valid();
}

#[test]
fn a_widget_that_goes_leaves_word_of_its_work_in_the_collected_states() {
    let mut h = harness(notes(Behavior::ready().unsaved()), "row(x, note:1)");
    open(&mut h, "y");
    let states = h.workspace.collect_states();
    let work: Vec<_> = states.iter().map(|(widget, saved)| (widget.as_str(), saved.unsaved_work())).collect();
    assert_eq!(work, [("note:1", Some("note:1 is not saved"))]);
}
