//! Problems that a new user met in the window, each reproduced as it happened.

use crate::fixture::{CTRL, has_tab, key, letters, open, palette, press, read, type_text, until};
use crate::unsaved::{asks, place};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use multisplit::geometry::Point;
use multisplit::placement::Hit;
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
    // Shift is released in the same frame.
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
        // The surface begins in the upper left corner of the window. A tab in a bar is in no pane.
        let at = owner.map(|owner| owner.rect.center()).map(|at| Point::new(at.x.into(), at.y.into()));
        if let Some(Hit::Pane(pane)) = at.and_then(|at| shown.hit(at, 0.0)) {
            assert_eq!(shown.focused_pane(), Some(pane), "{arrow:?}");
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
    until(&mut bench, "it is kept as saved", |_| {
        let kept = place.kept();
        kept.contains("editor:b.txt: {") && !kept.contains("\"unsaved\":\"")
    });
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

/// The same keys must work however frames split them: for a fast user, a slow machine, or a remote desktop.
#[test]
fn a_search_typed_without_a_pause_leaves_the_text_alone_wherever_the_frames_begin() {
    let (_folder, mut bench) = open();
    let shown =
        |b: &crate::fixture::Bench| b.get_by_label("Editor: README.md").accesskit_node().value().unwrap_or_default();
    let mut seed = 1_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for round in 0..60 {
        let letter = |key: Key, text: &str| {
            let [down, up] = self::key(key, NONE);
            [down, egui::Event::Text(text.to_owned()), up]
        };
        let typed: Vec<egui::Event> = [egui::Event::ModifiersChanged(CTRL)]
            .into_iter()
            .chain(key(Key::F, CTRL))
            .chain([egui::Event::ModifiersChanged(NONE)])
            .chain(letter(Key::Z, "z"))
            .chain(letter(Key::Z, "z"))
            .chain(key(Key::Enter, NONE))
            .chain(key(Key::Enter, NONE))
            .chain(key(Key::Escape, NONE))
            .chain(letter(Key::I, "I"))
            .collect();
        let before = shown(&bench);
        for event in typed {
            bench.event(event);
            if random(3) == 0 {
                bench.run_steps(1 + random(2) as usize);
            }
        }
        bench.run_steps(12);
        let after = shown(&bench);
        let count = |text: &str| text.matches('I').count();
        assert!(!after.contains('z') && after.lines().count() == before.lines().count(), "round {round}: {after:?}");
        assert_eq!(count(&after), count(&before) + 1, "round {round}: {after:?}");
    }
}

#[test]
fn answers_are_walked_through_by_as_many_tabs_as_were_pressed_also_in_one_frame() {
    let (_folder, mut bench) = open();
    type_text(&mut bench, "mine ");
    let mut cuts = 0_u32;
    // Frames split the three keys in every possible way: before the first, the second and the third one, or not.
    for cut in 0..8_u32 {
        press(&mut bench, CTRL, Key::W);
        until(&mut bench, "the question", |b| b.query_by_label("Close without saving").is_some());
        bench.run_steps(4);
        for (at, pressed) in [Key::Tab, Key::Tab, Key::Enter].into_iter().enumerate() {
            if cut & (1 << at) != 0 {
                bench.step();
                cuts += 1;
            }
            key(pressed, NONE).into_iter().for_each(|event| bench.event(event));
        }
        until(&mut bench, "it is answered", |b| b.query_by_label("Close without saving").is_none());
        bench.run_steps(4);
        assert!(has_tab(&bench, "README.md, modified"), "cut {cut}: it was to be cancelled");
    }
    assert_eq!(cuts, 12);
    type_text(&mut bench, "on");
    until(&mut bench, "the keyboard is back", |b| {
        b.get_by_label("Editor: README.md").accesskit_node().value().is_some_and(|text| text.contains("mine on"))
    });
}

#[test]
fn a_line_that_was_found_is_shown_also_in_a_tab_that_was_not_shown_since_the_start() {
    let place = place();
    fs::write(place.folder.path().join("c.txt"), "1\n2\n3\nneedle here\n5\n").expect("written");
    let mut bench = place.open();
    place.edit(&mut bench, "c.txt", "x");
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| has_tab(b, "c.txt"));
    palette(&mut bench, "new tab");
    place.until_written(&mut bench, "start:1");
    drop(bench);
    let mut bench = place.open();
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::F);
    until(&mut bench, "the pane", |b| asks(b, "Find in"));
    type_text(&mut bench, "needle");
    until(&mut bench, "it is found", |b| asks(b, "needle here"));
    press(&mut bench, NONE, Key::ArrowDown);
    key(Key::Enter, NONE).into_iter().chain(letters("N")).for_each(|event| bench.event(event));
    until(&mut bench, "what was found is replaced by what is typed", |b| {
        b.query_by_label("Editor: c.txt").and_then(|e| e.accesskit_node().value()).is_some_and(|t| t.contains("N here"))
    });
}

#[test]
fn letters_right_behind_enter_in_the_tree_go_to_the_file_that_it_opens() {
    let (_folder, mut bench) = open();
    bench.query_all_by_label("README.md").next().expect("its row").click();
    bench.step();
    press(&mut bench, NONE, Key::ArrowUp);
    let events = key(Key::ArrowDown, NONE).into_iter().chain(key(Key::ArrowUp, NONE));
    events.chain(key(Key::Enter, NONE)).chain(letters("abc ")).for_each(|event| bench.event(event));
    until(&mut bench, "they are there", |b| {
        b.query_by_label("Editor: other.txt")
            .and_then(|e| e.accesskit_node().value())
            .is_some_and(|t| t == "abc other\n")
    });
}

#[test]
fn letters_right_behind_save_and_close_go_to_the_pane_that_is_left() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "first ");
    place.edit(&mut bench, "c.txt", "mine ");
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "the question", |b| b.query_by_label("Save and close").is_some());
    bench.run_steps(4);
    key(Key::Enter, NONE).into_iter().chain(letters("abc ")).for_each(|event| bench.event(event));
    until(&mut bench, "they are there", |b| {
        b.query_by_label("Editor: b.txt").and_then(|e| e.accesskit_node().value()).is_some_and(|t| t.contains("abc "))
    });
    assert_eq!(read(place.folder.path(), "c.txt"), "mine c.txt\n");
}

#[test]
fn a_floating_pane_is_docked_from_the_palette() {
    let (_folder, mut bench) = open();
    palette(&mut bench, "float pane");
    until(&mut bench, "it floats", |b| b.query_by_label("Dock README.md").is_some());
    palette(&mut bench, "dock pane");
    until(&mut bench, "it is back", |b| b.query_by_label("Dock README.md").is_none());
    assert!(has_tab(&bench, "README.md"));
}
