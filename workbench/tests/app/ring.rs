//! A table of every way to move the focus, to every kind of slot, after every overlay was opened and left: what is typed goes to
//! the pane with the ring, or nowhere.

use crate::fixture::{Bench, CTRL, has_tab, open, press, type_text, until};
use egui::{Event, Key, Modifiers, PointerButton, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use multisplit::geometry::Ratio;
use multisplit::{Command, Intent, Moment, PaneId, Placement, WidgetId};
use std::fs;

const NONE: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

/// The panes beside the editor: the widget, the title of its tab, and whether it takes what is typed.
const SLOTS: [(&str, &str, bool); 6] = [
    ("editor:other.txt", "other.txt", true),
    ("term:9", TERMINAL, true),
    ("slow:600000/1", "Slow", false),
    ("image:broken.png", "broken.png", false),
    ("mystery:1", "mystery:1", false),
    ("note:plain", "note plain", false),
];

/// The overlay that is opened and left before the focus moves.
#[derive(Clone, Copy, Debug)]
enum Overlay {
    None,
    Palette,
    Opener,
    Question,
    TabMenu,
    Map,
}

/// The way in which the focus moves.
#[derive(Clone, Copy, Debug)]
enum Way {
    Arrow,
    Recent,
    Palette,
    ClickTab,
    ClickPane,
    Engine,
}

const OVERLAYS: [Overlay; 6] =
    [Overlay::None, Overlay::Palette, Overlay::Opener, Overlay::Question, Overlay::TabMenu, Overlay::Map];
const WAYS: [Way; 6] = [Way::Arrow, Way::Recent, Way::Palette, Way::ClickTab, Way::ClickPane, Way::Engine];

fn frames(bench: &mut Bench, count: usize) {
    (0..count).for_each(|_| bench.step());
}

fn pane(bench: &mut Bench, widget: &str) -> PaneId {
    let widget = WidgetId::new(widget).expect("an id");
    crate::fixture::layout(bench).tree().pane_of(&widget).expect("it is open")
}

fn focused(bench: &mut Bench) -> Option<PaneId> {
    crate::fixture::layout(bench).focused_pane()
}

/// Clicks, with press and release in one frame.
fn click(bench: &mut Bench, pos: egui::Pos2, button: PointerButton) {
    bench.event(Event::PointerMoved(pos));
    frames(bench, 2);
    let edge = |pressed| Event::PointerButton { pos, button, pressed, modifiers: NONE };
    bench.input_mut().events.extend([edge(true), edge(false)]);
    frames(bench, 4);
}

/// Stands for the title of the terminal's tab.
const TERMINAL: &str = "the terminal";

fn tab(bench: &Bench, name: &str) -> egui::Pos2 {
    let mut tabs = bench.query_all_by_role(Role::Tab);
    let is_it = |tab: &egui_kittest::Node<'_>| {
        let label = tab.accesskit_node().label().unwrap_or_default();
        // The title of a terminal begins with its shell, which differs between machines.
        label.starts_with(name) || (name == TERMINAL && label.contains("sh: "))
    };
    tabs.find(is_it).unwrap_or_else(|| panic!("no tab {name}")).rect().center() - egui::vec2(8.0, 0.0)
}

fn leave_overlay(bench: &mut Bench, overlay: Overlay) {
    match overlay {
        Overlay::None => return,
        Overlay::Palette => press(bench, CTRL_SHIFT, Key::P),
        Overlay::Opener => press(bench, CTRL_SHIFT, Key::O),
        Overlay::Question => {
            press(bench, CTRL_SHIFT, Key::P);
            type_text(bench, "open a path");
            press(bench, NONE, Key::Enter);
            frames(bench, 3);
        }
        Overlay::TabMenu => {
            let at = tab(bench, "README.md");
            click(bench, at, PointerButton::Secondary);
        }
        Overlay::Map => press(bench, CTRL_SHIFT, Key::Space),
    }
    frames(bench, 2);
    press(bench, NONE, Key::Escape);
    frames(bench, 6);
}

/// Moves the focus to a pane, which is to the right of the other pane if `forward` is set.
fn go(bench: &mut Bench, way: Way, to: PaneId, tab_name: &str, forward: bool) {
    let key = if forward { Key::ArrowRight } else { Key::ArrowLeft };
    match way {
        Way::Arrow => press(bench, Modifiers::ALT, key),
        Way::Recent => press(bench, CTRL, Key::Tab),
        Way::Palette => {
            press(bench, CTRL_SHIFT, Key::P);
            type_text(bench, if forward { "focus right" } else { "focus left" });
            press(bench, NONE, Key::Enter);
        }
        Way::ClickTab => {
            let at = tab(bench, tab_name);
            click(bench, at, PointerButton::Primary);
        }
        Way::ClickPane => {
            let rect = crate::fixture::layout(bench).rect(to).expect("a place");
            // The surface begins in the upper left corner of the window, so its coordinates are those of the window.
            let at = egui::pos2((rect.x + rect.w * 0.6) as f32, (rect.y + rect.h * 0.8) as f32);
            click(bench, at, PointerButton::Primary);
        }
        Way::Engine => {
            let app = bench.state_mut().as_mut().expect("it runs");
            let intent = Intent::Focus(multisplit::FocusTo::Pane(to));
            app.workspace_mut().apply(Moment::ZERO, intent).expect("it is there");
        }
    }
    frames(bench, 8);
}

#[test]
fn what_is_typed_goes_to_the_pane_with_the_ring_or_nowhere() {
    for (widget, name, takes) in SLOTS {
        let (folder, mut bench) = open();
        fs::write(folder.path().join("broken.png"), "no picture").expect("written");
        let beside = pane(&mut bench, "editor:README.md");
        let id = WidgetId::new(widget).expect("an id");
        let command = Command::Split { pane: beside, place: Placement::Right, widget: id, ratio: Ratio::HALF };
        let app = bench.state_mut().as_mut().expect("it runs");
        app.workspace_mut().run(Moment::ZERO, &command).expect("it is opened");
        let other = pane(&mut bench, widget);
        frames(&mut bench, 20);
        if takes {
            until(&mut bench, "it is there", |b| {
                b.query_by_label("Editor: other.txt").is_some() || b.query_all_by_role(Role::Terminal).count() > 1
            });
        }
        for overlay in OVERLAYS {
            for way in WAYS {
                let case = format!("{widget}, {overlay:?}, {way:?}");
                go(&mut bench, Way::Engine, beside, "README.md", false);
                leave_overlay(&mut bench, overlay);
                go(&mut bench, way, other, name, true);
                assert_eq!(focused(&mut bench), Some(other), "{case}");
                type_text(&mut bench, "@");
                frames(&mut bench, 12);
                let text = editor(&bench, "Editor: README.md");
                assert!(!text.contains('@'), "{case}: it went to the file: {text:?}");
                if widget.starts_with("editor") {
                    assert!(editor(&bench, "Editor: other.txt").contains('@'), "{case}");
                    press(&mut bench, CTRL, Key::Z);
                }
                // And back to the editor, which takes text in any case.
                leave_overlay(&mut bench, overlay);
                go(&mut bench, way, beside, "README.md", false);
                assert_eq!(focused(&mut bench), Some(beside), "{case}, back");
                type_text(&mut bench, "@");
                frames(&mut bench, 4);
                assert!(editor(&bench, "Editor: README.md").contains('@'), "{case}: it was lost on the way back");
                press(&mut bench, CTRL, Key::Z);
                until(&mut bench, "it is taken back", |b| !editor(b, "Editor: README.md").contains('@'));
            }
        }
        assert!(has_tab(&bench, "README.md"), "all was taken back");
    }
}

/// Returns the text of an editor, as far as it is visible.
fn editor(bench: &Bench, name: &str) -> String {
    bench.get_by_label(name).accesskit_node().value().unwrap_or_default()
}
