//! Orientation in the window: names and paths, the page of an empty window, the tree, typed paths.

use crate::fixture::{Bench, CTRL, has_tab, open, palette, press, type_text, until};
use egui::{Key, Modifiers, ViewportCommand, ViewportId};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::fs;

const NONE: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

fn sees(bench: &Bench, words: &str) -> bool {
    bench.query_all_by_label_contains(words).count() > 0
}

fn open_path(bench: &mut Bench, text: &str) {
    palette(bench, "open a path");
    until(bench, "the question", |b| sees(b, "A file or a folder, in full"));
    type_text(bench, text);
    press(bench, NONE, Key::Enter);
}

fn title(bench: &Bench) -> Option<String> {
    let output = bench.output().viewport_output.get(&ViewportId::ROOT)?;
    output.commands.iter().find_map(|command| match command {
        ViewportCommand::Title(title) => Some(title.clone()),
        _ => None,
    })
}

#[test]
fn a_line_that_nobody_types_into_rests_and_blinks_again_for_the_next_key() {
    let (_folder, mut bench) = open();
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::F);
    let blinks = |bench: &Bench| bench.ctx.global_style().visuals.text_cursor.blink;
    type_text(&mut bench, "hello");
    let start = bench.ctx.input(|input| input.time);
    while bench.ctx.input(|input| input.time) < start + 12.0 {
        bench.step();
    }
    assert!(!blinks(&bench), "the window is at rest");
    type_text(&mut bench, "x");
    assert!(blinks(&bench));
}

#[test]
fn files_of_one_name_have_their_folder_beside_them_as_long_as_both_are_open() {
    let (folder, mut bench) = open();
    for name in ["a", "b"] {
        fs::create_dir(folder.path().join(name)).expect("made");
        fs::write(folder.path().join(name).join("mod.rs"), name).expect("written");
        open_path(&mut bench, &format!("{name}/mod.rs"));
        until(&mut bench, "its editor", |b| b.query_by_label("Editor: mod.rs").is_some());
    }
    until(&mut bench, "both names", |b| has_tab(b, "mod.rs in a") && has_tab(b, "mod.rs in b"));
    palette(&mut bench, "close pane");
    until(&mut bench, "one name", |b| has_tab(b, "mod.rs"));
}

#[test]
fn a_new_file_is_made_when_it_is_saved() {
    let (folder, mut bench) = open();
    press(&mut bench, CTRL, Key::N);
    until(&mut bench, "the question", |b| sees(b, "it is made when it is saved"));
    type_text(&mut bench, "no folder/new.txt");
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "why not", |b| sees(b, "cannot be opened"));
    press(&mut bench, CTRL, Key::A);
    type_text(&mut bench, "new.txt");
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "its editor", |b| b.query_by_label("Editor: new.txt").is_some());
    type_text(&mut bench, "hello");
    until(&mut bench, "what was typed", |b| has_tab(b, "new.txt, modified"));
    let path = folder.path().join("new.txt");
    assert!(!path.exists());
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |_| path.exists());
    assert_eq!(fs::read_to_string(&path).expect("there"), "hello");
}

#[test]
fn text_that_is_not_saved_is_found_and_what_it_replaced_is_not() {
    let (folder, mut bench) = open();
    fs::write(folder.path().join("a.txt"), "the old word\n").expect("written");
    open_path(&mut bench, "a.txt");
    until(&mut bench, "its editor", |b| b.query_by_label("Editor: a.txt").is_some());
    press(&mut bench, CTRL, Key::A);
    type_text(&mut bench, "the new word");
    until(&mut bench, "the edit", |b| has_tab(b, "a.txt, modified"));
    press(&mut bench, CTRL_SHIFT, Key::F);
    type_text(&mut bench, "the old");
    until(&mut bench, "the end of the search", |b| sees(b, "nothing found"));
    press(&mut bench, CTRL, Key::A);
    type_text(&mut bench, "the new");
    until(&mut bench, "the line", |b| sees(b, "1 line in 1 file"));
}

#[test]
fn the_window_is_named_after_the_file_with_the_focus() {
    let (folder, mut bench) = open();
    let name = folder.path().file_name().expect("a name").to_string_lossy().into_owned();
    let mut titles = vec![];
    for (modifiers, key) in [(CTRL_SHIFT, Key::E), (Modifiers::ALT, Key::ArrowRight)] {
        let edge = |pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        bench.input_mut().events.extend([edge(true), edge(false)]);
        for _ in 0..6 {
            bench.step();
            titles.extend(title(&bench));
        }
    }
    assert_eq!(titles, [format!("{name} - MultiSplit"), format!("README.md - {name} - MultiSplit")]);
    assert!(sees(&bench, &folder.path().join("README.md").display().to_string()), "and at the bottom, in full");
}

#[test]
fn a_window_with_nothing_open_says_what_to_do() {
    let (_folder, mut bench) = open();
    open_path(&mut bench, "other.txt");
    until(&mut bench, "its editor", |b| b.query_by_label("Editor: other.txt").is_some());
    palette(&mut bench, "close all other panes");
    palette(&mut bench, "close pane");
    until(&mut bench, "the page", |b| sees(b, "Nothing is open"));
    bench.get_by_label("other.txt").click();
    until(&mut bench, "it is open again", |b| b.query_by_label("Editor: other.txt").is_some());
    assert!(!sees(&bench, "Nothing is open"));
    press(&mut bench, CTRL_SHIFT, Key::E);
    until(&mut bench, "the tree", |b| sees(b, "Files in "));
    let tree = bench.query_all_by_label_contains("Files in ").next().expect("there");
    assert!(tree.rect().left() < 20.0, "at the left edge: {:?}", tree.rect());
    // Undo brings back everything that was closed.
    press(&mut bench, Modifiers { alt: true, ..CTRL }, Key::Z);
}

#[test]
fn a_typed_path_opens_what_it_names_or_says_why_not() {
    let (folder, mut bench) = open();
    open_path(&mut bench, "no/such/file");
    until(&mut bench, "why not", |b| sees(b, "No such file"));
    press(&mut bench, CTRL, Key::A);
    let path = folder.path().join("other.txt");
    type_text(&mut bench, &path.display().to_string());
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "the file", |b| b.query_by_label("Editor: other.txt").is_some());
    let tab =
        bench.query_all_by_label("other.txt").find(|node| node.accesskit_node().role() == egui::accesskit::Role::Tab);
    let at = tab.expect("its tab").rect().center();
    bench.event(egui::Event::PointerMoved(at));
    for _ in 0..30 {
        bench.step();
    }
    assert!(sees(&bench, &path.display().to_string()), "its tab tells the whole path");
}

#[test]
fn text_is_found_in_all_files_and_enter_selects_it() {
    let (folder, mut bench) = open();
    fs::create_dir(folder.path().join("src")).expect("made");
    fs::write(folder.path().join("src/deep.rs"), "one\ntwo needle\nthree\n").expect("written");
    press(&mut bench, CTRL_SHIFT, Key::F);
    type_text(&mut bench, "needle");
    until(&mut bench, "it is found", |b| sees(b, "1 line in 1 file"));
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "the line", |b| {
        b.query_by_label("Editor: deep.rs").is_some() && sees(b, "Ln 2, Col 11 (6 selected)")
    });
    type_text(&mut bench, "x");
    until(&mut bench, "the file has the keys", |b| has_tab(b, "deep.rs, modified"));
    // The next search is for the selection, in the existing pane.
    press(&mut bench, Modifiers { shift: true, ..NONE }, Key::Home);
    press(&mut bench, CTRL_SHIFT, Key::F);
    until(&mut bench, "the selection is looked for", |b| has_tab(b, "Find: two x"));
    assert_eq!(bench.query_all_by_label_contains("What was found").count(), 1);
}
