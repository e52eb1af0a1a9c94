//! What a stranger stumbled over in the window, each as they did it.

use crate::bed::{CTRL, has_tab, key, letters, open, palette, press, read, type_text, until};
use crate::unsaved::{asks, place};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use multisplit::{Hit, Point};
use std::fs;

const NONE: Modifiers = Modifiers::NONE;

#[test]
fn letters_right_behind_escape_in_a_find_bar_go_to_the_text() {
    let (folder, mut bench) = open();
    press(&mut bench, CTRL, Key::F);
    type_text(&mut bench, "Hello");
    press(&mut bench, NONE, Key::Enter);
    for event in key(Key::Escape, NONE).into_iter().chain(letters("yyy")) {
        bench.event(event);
    }
    until(&mut bench, "all of it is there", |b| {
        b.query_by_label("Editor: README.md")
            .and_then(|e| e.accesskit_node().value())
            .is_some_and(|t| t.contains("yyy"))
    });
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |_| read(folder.path(), "README.md") == "# yyy\n");
}

#[test]
fn letters_right_behind_tab_go_to_the_second_line_and_shift_tab_goes_back() {
    let (folder, mut bench) = open();
    press(&mut bench, CTRL, Key::H);
    type_text(&mut bench, "Hello");
    for event in key(Key::Tab, NONE).into_iter().chain(letters("Bye")) {
        bench.event(event);
    }
    bench.run_steps(8);
    // Shift is up again in the same frame.
    for event in key(Key::Tab, Modifiers::SHIFT) {
        bench.event(event);
    }
    bench.run_steps(4);
    press(&mut bench, CTRL, Key::A);
    type_text(&mut bench, "#");
    press(&mut bench, NONE, Key::Tab);
    press(&mut bench, NONE, Key::Enter);
    press(&mut bench, NONE, Key::Enter);
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is replaced", |_| read(folder.path(), "README.md") == "Bye Hello\n");
}

#[test]
fn what_was_looked_for_before_is_selected_when_it_is_looked_for_again() {
    let (_folder, mut bench) = open();
    press(&mut bench, CTRL, Key::F);
    type_text(&mut bench, "Hello");
    press(&mut bench, NONE, Key::Escape);
    press(&mut bench, CTRL, Key::End);
    press(&mut bench, CTRL, Key::F);
    type_text(&mut bench, "#");
    until(&mut bench, "only what is typed now", |b| b.query_by_label("1 match").is_some() || asks(b, "1 of 1"));
}

#[test]
fn a_name_that_is_refused_leaves_the_row_that_it_was_for() {
    let (_folder, mut bench) = open();
    bench.query_all_by_label("README.md").next().expect("its row").click();
    bench.step();
    press(&mut bench, NONE, Key::F2);
    until(&mut bench, "the line", |b| b.query_by_label("Rename README.md").is_some());
    let events = key(Key::A, CTRL).into_iter().chain(letters("other.txt")).chain(key(Key::Enter, NONE));
    events.for_each(|event| bench.event(event));
    until(&mut bench, "it is refused", |b| asks(b, "other.txt") && b.query_by_label("Rename README.md").is_some());
    bench.run_steps(8);
    press(&mut bench, NONE, Key::Escape);
    press(&mut bench, NONE, Key::Delete);
    until(&mut bench, "the question", |b| b.query_by_label("Move to trash").is_some());
    assert!(asks(&bench, "Move README.md to the trash?"));
}

#[test]
fn the_ring_goes_along_where_an_arrow_takes_the_keyboard_into_another_pane() {
    let (_folder, mut bench) = open();
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::F);
    until(&mut bench, "the pane", |b| asks(b, "Find in"));
    for _ in 0..3 {
        press(&mut bench, NONE, Key::Tab);
    }
    let mut reached = 0;
    for arrow in [Key::ArrowUp, Key::ArrowUp, Key::ArrowLeft, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp] {
        press(&mut bench, NONE, arrow);
        bench.run_steps(3);
        let shown = bench.state_mut().as_mut().expect("started").workspace_mut().layout().clone();
        let owner = bench.ctx.memory(egui::Memory::focused).and_then(|id| bench.ctx.read_response(id));
        // The surface begins at the upper left corner of the window. A tab in a bar is in no pane.
        let at = owner.map(|owner| owner.rect.center()).map(|at| Point::new(at.x.into(), at.y.into()));
        if let Some(Hit::Pane(pane)) = at.and_then(|at| shown.hit(at, 0.0)) {
            assert_eq!(shown.focused().current(), Some(pane), "{arrow:?}");
            reached += 1;
        }
    }
    assert!(reached > 1);
}

#[test]
fn going_to_the_trash_names_what_is_not_saved() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "mine ");
    bench.query_all_by_label("b.txt").next().expect("its row").click();
    bench.step();
    press(&mut bench, NONE, Key::Delete);
    until(&mut bench, "it is named", |b| asks(b, "b.txt has changes that are not saved"));
    bench.get_by_label("Cancel").click();
    bench.step();
    assert!(has_tab(&bench, "b.txt, modified"));
}

#[test]
fn a_file_that_vanished_before_it_was_shown_is_no_empty_text() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "mine ");
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| has_tab(b, "b.txt"));
    palette(&mut bench, "new tab");
    place.until_written(&mut bench, "start:1");
    drop(bench);
    fs::remove_file(place.folder.path().join("b.txt")).expect("there");
    let mut bench = place.open();
    bench.query_all_by_label("b.txt").last().expect("its tab").click();
    until(&mut bench, "the reason", |b| asks(b, "no longer on disk"));
    assert!(bench.query_by_label("Editor: b.txt").is_none());
}

#[test]
fn a_file_that_is_opened_where_a_pane_fills_the_surface_fills_it_too() {
    let (_folder, mut bench) = open();
    palette(&mut bench, "zoom pane");
    until(&mut bench, "it fills the surface", |b| b.query_by_label("Unzoom").is_some());
    palette(&mut bench, "open a file");
    until(&mut bench, "the opener", |b| b.query_all_by_label_contains("other.txt").count() > 0);
    type_text(&mut bench, "other");
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "it is there", |b| b.query_by_label("Editor: other.txt").is_some());
    assert!(bench.query_by_label("Unzoom").is_some() && bench.query_by_label("Editor: README.md").is_none());
    press(&mut bench, CTRL | Modifiers::ALT, Key::Z);
    until(&mut bench, "one entry", |b| b.query_by_label("Editor: README.md").is_some() && !has_tab(b, "other.txt"));
    assert!(bench.query_by_label("Unzoom").is_some());
}
