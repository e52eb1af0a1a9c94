//! A widget that gets another id, as when a file was renamed: nothing of it is lost, and undo finds it.

use crate::runtime::{activate, close, harness, notes, open, undo};
use multisplit::{Command, CommandError, Intent, WidgetId};
use multisplit_testing::{Behavior, Harness};

fn id(text: &str) -> WidgetId {
    WidgetId::new(text).expect("an id")
}

fn rename(h: &mut Harness, from: &str, to: &str) -> Result<(), CommandError> {
    let pane = h.pane(from);
    let renamed = h.workspace.rename_widget(pane, &id(to));
    h.frame();
    h.workspace.assert_valid();
    renamed
}

fn text_of(h: &mut Harness, name: &str) -> Option<String> {
    let pane = h.pane(name);
    h.workspace.slots().live(pane).map(|widget| widget.text.clone())
}

fn write(h: &mut Harness, name: &str, text: &str) {
    let pane = h.pane(name);
    h.workspace.slots().live(pane).expect("live").text = text.to_owned();
}

#[test]
fn the_widget_stays_what_and_where_it_is_and_there_is_nothing_to_undo() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, x)");
    write(&mut h, "note:1", "milk");
    let (pane, made) = (h.pane("note:1"), h.workspace.meters().created);
    rename(&mut h, "note:1", "note:2").expect("free");
    assert_eq!((h.pane("note:2"), text_of(&mut h, "note:2")), (pane, Some("milk".to_owned())));
    assert_eq!(h.workspace.meters().created, made, "it is the very widget");
    assert!(!h.workspace.layout().history().can_undo());
    let states = h.workspace.collect_states();
    assert_eq!(states.first().map(|(widget, saved)| (widget.as_str(), saved.as_str())), Some(("note:2", "milk")));
}

#[test]
fn what_was_done_before_is_undone_and_redone_under_the_new_id() {
    let mut h = harness(notes(Behavior::ready()), "row(x, y)");
    open(&mut h, "note:1");
    write(&mut h, "note:1", "milk");
    rename(&mut h, "note:1", "note:2").expect("free");
    undo(&mut h);
    assert!(h.workspace.layout().tree().pane_of(&id("note:2")).is_none(), "opening it is undone");
    h.apply(Intent::Redo).expect("undone before");
    h.frame();
    assert_eq!(text_of(&mut h, "note:2").as_deref(), Some("milk"), "and redone with the same widget");
    close(&mut h, "note:2");
    undo(&mut h);
    assert_eq!(text_of(&mut h, "note:2").as_deref(), Some("milk"));
}

#[test]
fn a_closed_pane_that_had_the_new_id_never_meets_the_renamed_one() {
    let mut h = harness(notes(Behavior::ready()), "row(note:1, note:2, x)");
    write(&mut h, "note:1", "one");
    write(&mut h, "note:2", "two");
    close(&mut h, "note:2");
    rename(&mut h, "note:1", "note:2").expect("nothing shows it");
    undo(&mut h);
    assert_eq!(text_of(&mut h, "note:2").as_deref(), Some("one"));
    assert_eq!(text_of(&mut h, "note:1").as_deref(), Some("two"), "the closed one is the other");
}

#[test]
fn a_state_that_was_left_goes_along_and_an_open_id_is_refused() {
    let mut h = harness(notes(Behavior::ready()), "row(x, tabs(*y, note:1))");
    h.workspace.restore_state(id("note:1"), multisplit::Saved::new("milk").expect("short"));
    let pane = h.pane("y");
    let refused = h.workspace.rename_widget(pane, &id("note:1"));
    assert!(matches!(refused, Err(CommandError::WidgetOpen { .. })), "{refused:?}");
    rename(&mut h, "note:1", "note:2").expect("free");
    activate(&mut h, "note:2");
    assert_eq!(text_of(&mut h, "note:2").as_deref(), Some("milk"));
    h.workspace.apply(h.clock.now(), Intent::Begin("more".to_owned())).expect("none is open");
    let pane = h.pane("note:2");
    assert!(matches!(h.workspace.rename_widget(pane, &id("note:3")), Err(CommandError::History(_))));
}

#[test]
fn a_load_under_the_old_id_is_given_up_and_asked_for_again() {
    let mut h = Harness::with(notes(Behavior::loads()));
    h.show("row(note:1, x)");
    h.frame();
    assert_eq!(h.state("note:1"), "loading");
    rename(&mut h, "note:1", "note:2").expect("free");
    h.run_loads();
    h.frame();
    assert_eq!(h.state("note:2"), "live");
    let pane = h.pane("note:2");
    h.run(&Command::Close { pane }).expect("it may go");
}
