//! The settings file, changed while the window is open.

use crate::fixture::{Bench, CTRL, open, palette, press, until};
use egui::accesskit::Role;
use egui::{Key, Modifiers, TextStyle, Theme};
use egui_kittest::kittest::Queryable as _;
use std::fs;

fn sees(bench: &Bench, words: &str) -> bool {
    bench.query_all_by_label_contains(words).count() > 0
}

fn text_size(bench: &Bench) -> f32 {
    bench.ctx.global_style().text_styles[&TextStyle::Monospace].size
}

#[test]
fn what_is_saved_applies_at_once_and_nonsense_is_said_by_its_line() {
    let (_folder, mut bench) = open();
    let place = tempfile::tempdir().expect("a folder");
    // Neither the folder nor the file exists.
    let file = place.path().join("deep/settings.toml");
    bench.state_mut().as_mut().expect("it runs").follow_settings(&file).expect("followed");
    let usual = text_size(&bench);
    palette(&mut bench, "settings");
    until(&mut bench, "the file", |b| b.query_by_label("Editor: settings.toml").is_some());
    fs::write(&file, "theme = 'light'\ntext_size = 20\n").expect("written");
    until(&mut bench, "it applies", |b| b.ctx.theme() == Theme::Light && text_size(b) == 20.0);
    fs::write(&file, "theme = 'dark'\ntext_size = 'large'\n").expect("written");
    until(&mut bench, "the wrong line", |b| sees(b, "In the settings, line 2: text_size"));
    assert_eq!((bench.ctx.theme(), text_size(&bench)), (Theme::Dark, usual), "the rest applies");
    fs::remove_file(&file).expect("removed");
    fs::write(&file, "scale = 2.0").expect("written");
    until(&mut bench, "everything is larger", |b| b.ctx.zoom_factor() == 2.0);
}

#[test]
fn lines_are_wrapped_and_colors_moved_apart_as_the_file_says_and_by_a_command() {
    let (folder, mut bench) = open();
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("settings.toml");
    fs::write(&file, "").expect("written");
    bench.state_mut().as_mut().expect("it runs").follow_settings(&file).expect("followed");
    fs::write(folder.path().join("README.md"), "word ".repeat(500)).expect("written");
    // Wrapped lines are as wide as the pane, so that there is nothing to scroll sideways.
    let scrolls = |b: &Bench| b.query_all_by_label("Horizontal scroll bar").count() > 0;
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::E);
    until(&mut bench, "a long line", |b| scrolls(b));
    palette(&mut bench, "toggle line wrapping");
    until(&mut bench, "its rows", |b| !scrolls(b));
    palette(&mut bench, "toggle line wrapping");
    until(&mut bench, "one row", |b| scrolls(b));
    fs::write(&file, "wrap = true\ncontrast = 'high'\ntheme = 'dark'\n").expect("written");
    until(&mut bench, "its rows again", |b| !scrolls(b));
    until(&mut bench, "black", |b| b.ctx.global_style().visuals.panel_fill == egui::Color32::BLACK);
    fs::write(&file, "text_font = 'No Such Font'\nwrap = true\n").expect("written");
    until(&mut bench, "it is said", |b| sees(b, "no font called \"No Such Font\" is installed"));
    bench.get_by_label("Dismiss").click();
    fs::write(&file, "wrap = 7\ntab_width = 99\ncontrast = 'some'\nfont = 3\n").expect("written");
    for words in [
        "line 1: wrap: must be true or false",
        "line 2: tab_width: must be a number from 1 to 16",
        "line 3: contrast",
        "line 4: font",
    ] {
        until(&mut bench, words, |b| sees(b, words));
    }
    assert!(scrolls(&bench), "what cannot be meant keeps its default");
}

#[test]
fn keys_do_what_the_file_says_and_what_is_no_key_is_named_by_its_line() {
    let (_folder, mut bench) = open();
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("settings.toml");
    fs::write(&file, "[keys]\n'ctrl+k' = 'palette'\n'ctrl+p' = ''\n'alt+q' = 'close-pane'\n").expect("written");
    bench.state_mut().as_mut().expect("it runs").follow_settings(&file).expect("followed");
    // Pressed until the file is read, which is soon.
    let is_asked = |b: &Bench| b.query_by_role_and_label(Role::Dialog, "Commands").is_some();
    for _ in 0..500 {
        if is_asked(&bench) {
            break;
        }
        press(&mut bench, CTRL, Key::K);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(is_asked(&bench), "the key does what it was given");
    press(&mut bench, Modifiers::NONE, Key::Escape);
    press(&mut bench, CTRL, Key::P);
    assert!(!is_asked(&bench) && bench.query_by_role(Role::Dialog).is_none(), "it does nothing");
    press(&mut bench, Modifiers::ALT, Key::Q);
    until(&mut bench, "it is closed", |b| b.query_by_label("Editor: README.md").is_none());
    fs::write(&file, "[keys]\n'ctrl+k' = 'palete'\n'k' = 'palette'\n'alt+q' = 5\n").expect("written");
    for words in ["line 2: ctrl+k: there is no command", "line 3: k: \"k\" is what people type", "line 4: alt+q"] {
        until(&mut bench, words, |b| sees(b, words));
    }
}

#[test]
fn keys_make_everything_larger_and_smaller_within_bounds() {
    let (_folder, mut bench) = open();
    for (key, times, expect) in [(Key::Plus, 2, 1.2), (Key::Minus, 40, 0.5), (Key::Num0, 1, 1.0)] {
        for _ in 0..times {
            press(&mut bench, CTRL, key);
        }
        assert!((bench.ctx.zoom_factor() - expect).abs() < 0.01, "{key:?}: {}", bench.ctx.zoom_factor());
    }
}
