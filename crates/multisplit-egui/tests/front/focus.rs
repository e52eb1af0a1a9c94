//! Tests that the keyboard goes where the focus is: into the widget.

use crate::fixture::{TestApp, between, click, key, stage, type_text};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit::Placement;

#[test]
fn what_is_typed_lands_in_the_focused_pane() {
    let mut app = TestApp::columns(&["edit:a", "edit:b"]);
    app.focus("edit:a");
    let mut stage = stage(app);
    type_text(&mut stage, "one");
    key(&mut stage, Modifiers::ALT, Key::ArrowRight);
    type_text(&mut stage, "two");
    assert_eq!([stage.state_mut().text_of("edit:a"), stage.state_mut().text_of("edit:b")], ["one", "two"]);
}

#[test]
fn a_click_on_a_text_field_or_beside_it_gives_its_pane_the_keyboard() {
    let mut app = TestApp::columns(&["edit:a", "edit:b", "edit:c"]);
    app.focus("edit:a");
    let mut stage = stage(app);
    let field = stage.get_by_label("Text of b").rect().center();
    click(&mut stage, field);
    type_text(&mut stage, "field");
    let empty = stage.state().at("edit:c").center_bottom() - vec2(0.0, 30.0);
    click(&mut stage, empty);
    type_text(&mut stage, "empty");
    let texts = ["edit:a", "edit:b", "edit:c"].map(|w| stage.state_mut().text_of(w));
    assert_eq!(texts, ["", "field", "empty"]);
    // A second click into the empty part of the pane, which has the focus now.
    click(&mut stage, empty);
    type_text(&mut stage, " again");
    assert_eq!(stage.state_mut().text_of("edit:c"), "empty again");
}

#[test]
fn a_click_on_a_tab_gives_its_pane_the_keyboard() {
    let mut stage = stage(TestApp::tabs(&["edit:a", "edit:b"]));
    stage.get_by_role_and_label(egui::accesskit::Role::Tab, "a").click();
    stage.run();
    type_text(&mut stage, "x");
    assert_eq!(stage.state_mut().text_of("edit:a"), "x");
}

#[test]
fn a_new_pane_gets_the_keyboard_and_gives_it_back_when_it_is_closed() {
    let mut app = TestApp::columns(&["edit:a", "edit:b"]);
    app.focus("edit:a");
    let mut stage = stage(app);
    stage.state_mut().split("edit:a", Placement::Bottom, "edit:c");
    stage.run();
    type_text(&mut stage, "new");
    assert_eq!(stage.state_mut().text_of("edit:c"), "new");
    key(&mut stage, Modifiers::CTRL, Key::W);
    type_text(&mut stage, "back");
    assert_eq!(stage.state_mut().text_of("edit:a"), "back");
}

#[test]
fn dragging_a_divider_takes_neither_the_focus_nor_the_keyboard() {
    let mut app = TestApp::columns(&["edit:a", "edit:b", "label:c"]);
    app.focus("edit:a");
    let mut stage = stage(app);
    let at = between(&stage, "edit:b", "label:c") + vec2(3.0, 0.0);
    crate::fixture::drag(&mut stage, at, at + vec2(40.0, 0.0));
    assert_eq!(stage.state().focused(), "edit:a");
}

#[test]
fn the_focused_pane_has_a_ring_unless_it_is_alone() {
    let mut app = TestApp::columns(&["label:a", "label:b"]);
    app.focus("label:b");
    let mut stage = stage(app);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let edge = |stage: &mut crate::fixture::Stage, widget: &str| {
        let rect = stage.state().at(widget);
        let picture = stage.render().expect("a picture");
        picture.get_pixel(rect.center().x as u32, rect.min.y as u32).0
    };
    let [a, b] = ["label:a", "label:b"].map(|w| edge(&mut stage, w));
    assert_ne!(a, b);
    key(&mut stage, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(["label:a", "label:b"].map(|w| edge(&mut stage, w)), [b, a]);
    let pane = stage.state().pane("label:b");
    stage.state_mut().run(&multisplit::Command::Close { pane });
    stage.run();
    assert_eq!(edge(&mut stage, "label:a"), a);
}
