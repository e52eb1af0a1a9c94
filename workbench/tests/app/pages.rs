//! Pages of the web as panes of the workbench.

use crate::fixture::{Bench, CTRL, has_tab, letters, open, palette, press, type_text, until};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use multisplit_web::{Chromium, Options};
use std::sync::Arc;

/// A page that says when it has another size.
const PAGE: &str =
    "data:text/html,<title>first</title><body style='margin:0'><script>onresize=()=>document.title='resized'</script>";

/// Lets the workbench show pages in a browser of the test. Returns its profile.
fn with_browser(bench: &mut Bench) -> tempfile::TempDir {
    let profile = tempfile::tempdir().expect("a folder");
    let arguments = vec!["--disable-dev-shm-usage".to_owned()];
    let options = Options { arguments, ..Options::new(profile.path()).even_as_root() };
    bench.state_mut().as_mut().expect("started").set_web_engine(Arc::new(Chromium::new(options)));
    profile
}

#[test]
fn an_address_is_typed_and_the_page_is_a_pane_like_any_other() {
    let (_folder, mut bench) = open();
    let _profile = with_browser(&mut bench);
    palette(&mut bench, "open a web page");
    until(&mut bench, "the address line", |b| b.query_by_label("Address").is_some());
    bench.step();
    // All in one frame, as fast hands and input methods do.
    bench.input_mut().events.extend(letters(PAGE));
    bench.step();
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "the page", |b| has_tab(b, "first"));
    // The palette opens above a page that has the keyboard, and its keys are not the page's.
    palette(&mut bench, "split downwards");
    until(&mut bench, "the split, and the page laid out anew", |b| has_tab(b, "resized") && has_tab(b, "Start"));
    palette(&mut bench, "undo layout");
    until(&mut bench, "the split is gone", |b| has_tab(b, "resized") && !has_tab(b, "Start"));
    // A page that is closed comes back with undo.
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "it is closed", |b| b.query_all_by_label_contains("Page: ").count() == 0);
    palette(&mut bench, "undo layout");
    until(&mut bench, "it is back", |b| b.query_all_by_label_contains("Page: ").count() == 1);
}

#[test]
fn what_is_no_address_opens_nothing() {
    let (_folder, mut bench) = open();
    palette(&mut bench, "open a web page");
    until(&mut bench, "the address line", |b| b.query_by_label("Address").is_some());
    bench.step();
    type_text(&mut bench, "javascript:alert(1)");
    press(&mut bench, Modifiers::NONE, Key::Enter);
    let words = "Addresses that begin with javascript: are not opened.";
    until(&mut bench, "the words", |b| b.query_by_label(words).is_some());
}

#[test]
fn a_text_in_markdown_is_a_page_beside_it_that_follows_what_is_typed() {
    let (folder, mut bench) = open();
    let _profile = with_browser(&mut bench);
    std::fs::write(folder.path().join("next.md"), "# Next\n\n[text](other.txt)\n").expect("written");
    bench.get_by_label("Editor: README.md").click();
    bench.step();
    palette(&mut bench, "markdown as a page");
    until(&mut bench, "the page", |b| b.query_by_role_and_label(Role::Heading, "Hello").is_some());
    assert!(has_tab(&bench, "README.md as a page"));
    // The keyboard is still in the text.
    press(&mut bench, CTRL, Key::End);
    type_text(&mut bench, "## Second\n\n<img src=x onerror=\"document.title = 'ran'\">\n\n[next](next.md)\n");
    until(&mut bench, "what is typed", |b| b.query_by_role_and_label(Role::Heading, "Second").is_some());
    assert!(has_tab(&bench, "README.md as a page"), "no script runs");
    // A link leads to another text of the folder, and one to another file opens it as files open.
    bench.get_by_role_and_label(Role::Link, "next").click();
    until(&mut bench, "the other text", |b| b.query_by_role_and_label(Role::Heading, "Next").is_some());
    assert!(has_tab(&bench, "next.md as a page"));
    std::fs::write(folder.path().join("next.md"), "# Changed on disk\n\n[text](other.txt)\n").expect("written");
    until(&mut bench, "what has changed", |b| b.query_by_role_and_label(Role::Heading, "Changed on disk").is_some());
    // A browser takes no clicks on a page before it has drawn it.
    let then = std::time::Instant::now();
    until(&mut bench, "the page is drawn", |_| then.elapsed().as_millis() > 500);
    bench.get_by_role_and_label(Role::Link, "text").click();
    until(&mut bench, "the file", |b| b.query_by_label("Editor: other.txt").is_some());
}

#[test]
fn what_is_no_markdown_is_no_page() {
    let (_folder, mut bench) = open();
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::P);
    bench.query_all_by_label("other.txt").next().expect("its row");
    type_text(&mut bench, "markdown as a page");
    press(&mut bench, Modifiers::NONE, Key::Escape);
    assert!(!has_tab(&bench, "other.txt as a page"));
}
