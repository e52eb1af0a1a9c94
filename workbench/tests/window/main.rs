//! The built program in a real window on a virtual display: typing, splitting, saving, quitting, starting again.

mod desk;
mod endings;

use desk::Desk;
use serde_json::Value;

/// Returns the widgets of a saved layout, sorted.
fn widgets(session: &Value) -> Vec<String> {
    let nodes = session["layout"]["nodes"].as_array().cloned().unwrap_or_default();
    let mut all: Vec<String> = nodes.iter().filter_map(|n| n["pane"].as_str().map(str::to_owned)).collect();
    all.sort();
    all
}

#[test]
fn a_person_edits_splits_types_in_the_terminal_quits_and_finds_it_all_again() {
    let mut desk = Desk::new();
    desk.write("notes.txt", "hello\n");
    desk.start(&["notes.txt"]);
    desk.until_session("the editor is open", |s| s["states"].get("editor:notes.txt").is_some());

    desk.type_text("edited ");
    desk.key("ctrl+s");
    desk.until("the file is saved", |d| d.read("notes.txt").as_deref() == Some("edited hello\n"));

    desk.key("ctrl+backslash");
    desk.until_session("the file is in two panes", |s| widgets(s).contains(&"view:2/notes.txt".to_owned()));
    let split = desk.session()["layout"].clone();
    desk.key("alt+shift+Left");
    desk.until_session("the pane is resized", |s| s["layout"]["nodes"] != split["nodes"]);
    desk.key("ctrl+alt+z");
    desk.until_session("and back", |s| s["layout"]["nodes"] == split["nodes"]);

    desk.key("alt+Down");
    desk.until_session("the terminal has the focus", |s| focused(s) == "term:1");
    desk.type_line("echo typed > out.txt");
    desk.until("the shell has done it", |d| d.read("out.txt").as_deref() == Some("typed\n"));

    let before = widgets(&desk.session());
    desk.quit();
    desk.start(&["."]);
    desk.type_line("pwd > again.txt");
    desk.until("the terminal is there again, with the focus", |d| {
        d.read("again.txt").is_some_and(|text| text.trim() == d.folder())
    });
    assert_eq!(widgets(&desk.session()), before);

    desk.key("alt+Up");
    desk.until_session("back in the files", |s| focused(s) != "term:1");
    desk.kill();
    desk.start(&["."]);
    desk.until_session("a killed program starts where it was", |s| focused(s) != "term:1" && widgets(s) == before);
}

#[test]
fn a_window_opens_again_as_large_as_it_was() {
    let mut desk = Desk::new();
    desk.start(&["."]);
    desk.resize(900, 610);
    desk.until("it has that size", |d| d.size() == (900, 610));
    desk.quit();
    desk.start(&["."]);
    desk.until("it has it again", |d| d.size() == (900, 610));
}

#[test]
fn a_file_that_is_trashed_in_the_tree_closes_its_tab_and_is_in_the_trash_of_the_desktop() {
    let mut desk = Desk::new();
    desk.write("notes.txt", "hello\n");
    desk.start(&["notes.txt"]);
    desk.until_session("the editor is open", |s| s["states"].get("editor:notes.txt").is_some());
    desk.key("ctrl+shift+e");
    desk.until_session("the tree has the focus", |s| focused(s) == "files:tree");
    desk.key("Home");
    desk.key("Delete");
    desk.key("Return");
    desk.until("it is gone from the folder", |d| d.read("notes.txt").is_none());
    desk.until_session("and its tab", |s| !widgets(s).contains(&"editor:notes.txt".to_owned()));
    let trash = desk.home().join(".local/share/Trash/files/notes.txt");
    assert_eq!(std::fs::read_to_string(trash).expect("in the trash"), "hello\n");
}

/// Returns the widget of the focused pane of a saved session.
fn focused(session: &Value) -> String {
    let pane = &session["layout"]["recent"][0];
    let nodes = session["layout"]["nodes"].as_array().cloned().unwrap_or_default();
    let node = nodes.iter().find(|n| n["id"] == *pane);
    node.and_then(|n| n["pane"].as_str()).unwrap_or_default().to_owned()
}
