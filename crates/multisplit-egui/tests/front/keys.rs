//! Tests of keys: those in the table do what it says, and all others reach the pane.

use crate::fixture::{Stage, TestApp, key, stage, type_text};
use egui::{Event, Key, Modifiers};
use multisplit::geometry::Direction;
use multisplit::{Command, PaneId, Placement, Rules, Template};
use multisplit_egui::{Action, Bindings, WorkspaceArea};

const ALT: Modifiers = Modifiers::ALT;
const CTRL: Modifiers = Modifiers::CTRL;

fn grid() -> Stage {
    let mut app = TestApp::new(Rules::default());
    app.template(Template::Grid { rows: 2, cols: 2 }, &["label:a", "label:b", "label:c", "label:d"]);
    app.focus("label:a");
    stage(app)
}

fn told(stage: &Stage) -> Vec<(Action, Option<PaneId>)> {
    stage.state().actions.clone()
}

#[test]
fn alt_and_the_arrows_move_the_focus() {
    let mut stage = grid();
    for (arrow, to) in [
        (Key::ArrowRight, "label:b"),
        (Key::ArrowDown, "label:d"),
        (Key::ArrowLeft, "label:c"),
        (Key::ArrowUp, "label:a"),
        (Key::ArrowUp, "label:a"),
    ] {
        key(&mut stage, ALT, arrow);
        assert_eq!(stage.state().focused(), to, "{arrow:?}");
    }
}

#[test]
fn alt_shift_and_the_arrows_move_an_edge() {
    let mut stage = grid();
    let before = stage.state().at("label:a").size();
    key(&mut stage, ALT | Modifiers::SHIFT, Key::ArrowRight);
    key(&mut stage, ALT | Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(stage.state().at("label:a").size(), before + egui::vec2(24.0, 24.0));
    key(&mut stage, ALT | Modifiers::SHIFT, Key::ArrowLeft);
    key(&mut stage, ALT | Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(stage.state().at("label:a").size(), before);
    key(&mut stage, CTRL | ALT, Key::E);
    assert_eq!(stage.state().at("label:a").size(), before);
}

#[test]
fn ctrl_alt_and_the_arrows_move_the_pane() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    stage.state_mut().focus("label:a");
    key(&mut stage, CTRL | ALT, Key::ArrowRight);
    let (a, b) = (stage.state().at("label:a"), stage.state().at("label:b"));
    assert!(a.min.x > b.max.x);
    key(&mut stage, CTRL | ALT, Key::ArrowUp);
    let (a, b) = (stage.state().at("label:a"), stage.state().at("label:b"));
    assert!(a.max.y < b.min.y && a.width() == stage.state().rect.width());
}

#[test]
fn new_panes_are_told_to_the_application() {
    for (modifiers, pressed, place) in [
        (CTRL, Key::Backslash, Placement::Right),
        (CTRL | Modifiers::SHIFT, Key::Backslash, Placement::Bottom),
        (CTRL | Modifiers::SHIFT, Key::Pipe, Placement::Bottom),
        (CTRL, Key::T, Placement::Tab),
    ] {
        let mut stage = grid();
        key(&mut stage, modifiers, pressed);
        assert_eq!(told(&stage), [(Action::New(place), Some(stage.state().pane("label:a")))]);
    }
}

#[test]
fn ctrl_w_closes_or_asks() {
    let mut stage = grid();
    key(&mut stage, CTRL, Key::W);
    assert_eq!(stage.state().find("label:a"), None);
    stage.state_mut().front = WorkspaceArea::new().ask_before_close(true);
    let focused = stage.state().focused();
    key(&mut stage, CTRL, Key::W);
    let pane = stage.state().pane(&focused);
    assert_eq!(stage.state().closes, [Command::Close { pane }]);
}

#[test]
fn ctrl_tab_goes_back_and_page_keys_go_through_the_tabs() {
    let mut stage = grid();
    stage.state_mut().focus("label:d");
    key(&mut stage, CTRL, Key::Tab);
    assert_eq!(stage.state().focused(), "label:a");
    let mut stage = crate::fixture::stage(TestApp::tabs(&["label:a", "label:b", "label:c"]));
    for (pressed, to) in [(Key::PageDown, "label:a"), (Key::PageDown, "label:b"), (Key::PageUp, "label:a")] {
        key(&mut stage, CTRL, pressed);
        assert_eq!(stage.state().focused(), to);
    }
    key(&mut stage, CTRL, Key::PageUp);
    assert_eq!(stage.state().focused(), "label:c");
}

#[test]
fn undo_redo_zoom_collapse_and_equalize_have_keys() {
    let mut stage = grid();
    let even = stage.state().at("label:a");
    key(&mut stage, ALT | Modifiers::SHIFT, Key::ArrowRight);
    let wide = stage.state().at("label:a");
    key(&mut stage, CTRL | ALT, Key::Z);
    assert_eq!(stage.state().at("label:a"), even);
    key(&mut stage, CTRL | ALT, Key::Y);
    assert_eq!(stage.state().at("label:a"), wide);
    key(&mut stage, CTRL | ALT, Key::Z);
    key(&mut stage, CTRL | ALT | Modifiers::SHIFT, Key::Z);
    assert_eq!(stage.state().at("label:a"), wide);
    key(&mut stage, CTRL | ALT, Key::E);
    assert_eq!(stage.state().at("label:a"), even);
    key(&mut stage, ALT, Key::Z);
    assert_eq!(stage.state().at("label:a"), stage.state().zoomed());
    key(&mut stage, ALT, Key::Z);
    assert_eq!(stage.state().at("label:a"), even);
    key(&mut stage, CTRL | ALT, Key::C);
    assert_eq!(stage.state().at("label:a").size().min_elem(), 24.0);
}

#[test]
fn changed_keys_do_what_they_are_changed_to() {
    let mut stage = grid();
    let mut bindings = Bindings::default();
    bindings.set(Modifiers::NONE, Key::F8, Action::Focus(Direction::Right));
    bindings.set(ALT, Key::ArrowRight, Action::Zoom);
    bindings.remove(CTRL, Key::W);
    assert_eq!(bindings.key_of(Action::Close), None);
    stage.state_mut().front = WorkspaceArea::new().bindings(bindings);
    key(&mut stage, Modifiers::NONE, Key::F8);
    assert_eq!(stage.state().focused(), "label:b");
    key(&mut stage, CTRL, Key::W);
    assert!(stage.state().find("label:b").is_some());
    key(&mut stage, ALT, Key::ArrowRight);
    assert_eq!(stage.state().at("label:b"), stage.state().zoomed());
}

#[test]
fn keys_that_are_not_on_the_table_reach_the_pane_and_those_on_it_do_not() {
    let mut stage = stage(TestApp::columns(&["keys:a", "label:b"]));
    let heard = |stage: &Stage| std::mem::take(&mut stage.state().log.borrow_mut().keys);
    key(&mut stage, Modifiers::NONE, Key::ArrowLeft);
    key(&mut stage, CTRL, Key::S);
    type_text(&mut stage, "x");
    assert_eq!(heard(&stage), ["ArrowLeft", "S", "x"]);
    key(&mut stage, ALT, Key::ArrowLeft);
    assert!(heard(&stage).is_empty());
    stage.state_mut().front = WorkspaceArea::new().bindings(Bindings::none());
    key(&mut stage, ALT, Key::ArrowLeft);
    assert_eq!(heard(&stage), ["ArrowLeft"]);
}

#[test]
fn a_key_with_alt_does_not_type_its_letter_as_well() {
    let mut stage = stage(TestApp::columns(&["keys:a", "label:b"]));
    let pressed = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: ALT };
    let events =
        [Event::ModifiersChanged(ALT), pressed(Key::Z), Event::Text("z".to_owned()), Event::Text("q".to_owned())];
    stage.input_mut().events.extend(events);
    stage.step();
    assert_eq!(stage.state().log.borrow().keys, ["q"]);
}

#[test]
fn no_key_is_taken_while_a_modal_dialog_is_open() {
    let mut stage = egui_kittest::Harness::builder().with_size([800.0, 600.0]).build_ui_state(
        |ui, app: &mut TestApp| {
            crate::fixture::draw(ui, app);
            egui::Modal::new(egui::Id::unique("dialog")).show(ui.ctx(), |ui| ui.label("Really?"));
        },
        TestApp::columns(&["label:a", "label:b"]),
    );
    stage.run();
    key(&mut stage, CTRL, Key::W);
    assert!(stage.state().find("label:a").is_some() && stage.state().find("label:b").is_some());
}

#[test]
fn a_widget_asks_for_commands_while_it_draws() {
    use egui_kittest::kittest::Queryable as _;
    let mut stage = stage(TestApp::columns(&["run:a", "label:b"]));
    let pane = stage.state().pane("label:b");
    stage.state().log.borrow_mut().asks = Some(Command::Close { pane });
    stage.get_by_label("Run a").click();
    stage.run();
    assert_eq!(stage.state().find("label:b"), None);
}
