//! Ctrl+Tab: back and forth between two panes, and through all of them while Control is held.

use crate::fixture::{Bench, CTRL, key, layout, letters, open, press, until};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

const HELD: Modifiers = CTRL;

fn focused(bench: &mut Bench) -> String {
    let shown = layout(bench);
    let pane = shown.focused_pane().expect("a pane has the focus");
    shown.tree().widget(pane).expect("it shows something").as_str().to_owned()
}

/// Presses or releases a key, with Control held or not.
fn edge(bench: &mut Bench, key: Key, modifiers: Modifiers, pressed: bool) {
    let input = bench.input_mut();
    input.events.push(Event::ModifiersChanged(modifiers));
    input.events.push(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
    bench.step();
}

fn tab(bench: &mut Bench, modifiers: Modifiers) {
    edge(bench, Key::Tab, modifiers, true);
    edge(bench, Key::Tab, modifiers, false);
}

fn let_go(bench: &mut Bench) {
    edge(bench, Key::ControlLeft, Modifiers::NONE, false);
    for _ in 0..12 {
        bench.step();
    }
}

/// Opens the workbench; the editor, the tree and the terminal have had the focus, in this order.
fn visited() -> (tempfile::TempDir, Bench) {
    let (folder, mut bench) = open();
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::E);
    press(&mut bench, Modifiers::ALT, Key::ArrowRight);
    press(&mut bench, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(focused(&mut bench), "term:1");
    (folder, bench)
}

#[test]
fn a_quick_one_goes_back_and_the_next_one_forth() {
    let (_folder, mut bench) = visited();
    for expect in ["editor:README.md", "term:1", "editor:README.md"] {
        tab(&mut bench, HELD);
        let_go(&mut bench);
        assert_eq!(focused(&mut bench), expect);
    }
}

#[test]
fn while_control_is_held_each_tab_goes_on_and_letting_go_chooses() {
    let (_folder, mut bench) = visited();
    tab(&mut bench, HELD);
    tab(&mut bench, HELD);
    assert_eq!(focused(&mut bench), "term:1", "nothing is chosen yet");
    assert!(bench.query_all_by_role(egui::accesskit::Role::ListBoxOption).count() == 3, "the list is shown");
    let_go(&mut bench);
    assert_eq!(focused(&mut bench), "files:tree");
    tab(&mut bench, HELD | Modifiers::SHIFT);
    let_go(&mut bench);
    assert_eq!(focused(&mut bench), "editor:README.md", "backwards is from the end");
}

#[test]
fn escape_leaves_the_walk_and_the_focus_where_it_was() {
    let (_folder, mut bench) = visited();
    tab(&mut bench, HELD);
    edge(&mut bench, Key::Escape, HELD, true);
    let_go(&mut bench);
    assert_eq!(focused(&mut bench), "term:1");
    assert_eq!(bench.query_all_by_role(egui::accesskit::Role::ListBoxOption).count(), 0);
}

#[test]
fn letters_right_behind_a_quick_one_are_for_the_pane_it_leads_to() {
    let (folder, mut bench) = visited();
    let up = Event::Key {
        key: Key::ControlLeft,
        physical_key: None,
        pressed: false,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let events = [Event::ModifiersChanged(HELD)].into_iter().chain(key(Key::Tab, HELD));
    let events = events.chain([Event::ModifiersChanged(Modifiers::NONE), up]).chain(letters("abc"));
    bench.input_mut().events.extend(events);
    for _ in 0..20 {
        bench.step();
    }
    press(&mut bench, CTRL, Key::S);
    let file = folder.path().join("README.md");
    until(&mut bench, "it is saved", |_| std::fs::read_to_string(&file).is_ok_and(|text| text.starts_with("abc")));
}
