//! Pages of the web as panes of the workbench.

use crate::fixture::{CTRL, has_tab, letters, open, palette, press, type_text, until};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use multisplit_web::{Chromium, Options};
use std::sync::Arc;

/// A page that says when it has another size.
const PAGE: &str =
    "data:text/html,<title>first</title><body style='margin:0'><script>onresize=()=>document.title='resized'</script>";

#[test]
fn an_address_is_typed_and_the_page_is_a_pane_like_any_other() {
    let (_folder, mut bench) = open();
    let profile = tempfile::tempdir().expect("a folder");
    let arguments = vec!["--disable-dev-shm-usage".to_owned()];
    let options = Options { arguments, ..Options::new(profile.path()).even_as_root() };
    bench.state_mut().as_mut().expect("started").set_web_engine(Arc::new(Chromium::new(options)));
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
