//! Tests of floating surfaces.

use crate::fixture::{Stage, TestApp, button, carry, click, drag, key, stage, type_text, wheel};
use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit::geometry::Rect;
use multisplit::{Command, Placement, Rules, Template};

/// Creates a window in which `b` floats over the pane `under`.
fn floating(under: &str, over: &str) -> Stage {
    let mut app = TestApp::columns(&[under, over]);
    let pane = app.pane(over);
    app.run(&Command::Float { pane, area: Rect::new(200.0, 100.0, 300.0, 200.0) });
    stage(app)
}

#[test]
fn a_floating_pane_lies_above_the_others_with_its_name_on_a_strip() {
    let mut stage = floating("edit:a", "label:b");
    assert_eq!(stage.state().at("edit:a"), stage.state().rect);
    let b = stage.state().at("label:b");
    assert_eq!((b.min - stage.state().rect.min, b.size()), (vec2(200.0, 128.0), vec2(300.0, 172.0)));
    assert!(stage.query_by_role_and_label(Role::TitleBar, "Move b").is_some());
    assert!(stage.query_by_role_and_label(Role::Window, "b").is_some());
    stage.snapshot("floating");
}

#[test]
fn its_strip_moves_it_in_one_undo_entry_and_escape_puts_it_back() {
    let mut stage = floating("edit:a", "label:b");
    let before = stage.state().at("label:b");
    let at = stage.get_by_label("Move b").rect().left_center() + vec2(60.0, 0.0);
    drag(&mut stage, at, at + vec2(40.0, 70.0));
    assert_eq!(stage.state().at("label:b"), before.translate(vec2(40.0, 70.0)));
    assert_eq!(stage.state().undo_names()[..2], ["move floating area", "float"]);
    key(&mut stage, Modifiers::CTRL | Modifiers::ALT, Key::Z);
    assert_eq!(stage.state().at("label:b"), before);
    carry(&mut stage, at, at + vec2(40.0, 70.0));
    assert_ne!(stage.state().at("label:b"), before);
    key(&mut stage, Modifiers::NONE, Key::Escape);
    stage.drop_at(at);
    stage.run();
    assert_eq!(stage.state().at("label:b"), before);
    assert_eq!(stage.state().undo_names()[0], "float");
}

#[test]
fn its_strip_cannot_be_moved_out_of_reach() {
    let mut stage = floating("edit:a", "label:b");
    let at = stage.get_by_label("Move b").rect().left_center() + vec2(60.0, 0.0);
    drag(&mut stage, at, at + vec2(3000.0, -900.0));
    let strip = stage.get_by_label("Move b").rect();
    assert!(stage.state().rect.intersect(strip).width() >= 40.0, "{strip:?}");
    assert!(strip.min.y >= stage.state().rect.min.y);
}

#[test]
fn its_corner_resizes_it() {
    let mut stage = floating("edit:a", "label:b");
    let before = stage.state().at("label:b");
    let at = stage.get_by_label("Resize the floating area").rect().center();
    drag(&mut stage, at, at + vec2(50.0, 30.0));
    let after = stage.state().at("label:b");
    assert_eq!((after.min, after.size()), (before.min, before.size() + vec2(50.0, 30.0)));
    assert_eq!(stage.state().undo_names()[..2], ["move floating area", "float"]);
    let at = stage.get_by_label("Resize the floating area").rect().center();
    drag(&mut stage, at, at - vec2(900.0, 900.0));
    assert!(stage.state().at("label:b").width() >= 90.0);
}

#[test]
fn tabs_that_float_have_one_bar_which_moves_and_docks_them() {
    let mut stage = floating("edit:a", "label:b");
    stage.state_mut().split("label:b", Placement::Tab, "label:c");
    stage.run();
    let c = stage.state().at("label:c");
    assert_eq!((c.min - stage.state().rect.min, c.size()), (vec2(200.0, 128.0), vec2(300.0, 172.0)), "below one bar");
    let strip = stage.get_by_label("Move c").rect();
    let tab = stage.get_by_role_and_label(Role::Tab, "c").rect();
    assert!(strip.contains_rect(tab) && strip.height() <= tab.height(), "{strip:?} {tab:?}");
    stage.snapshot("floating_tabs");
    let blank = strip.right_center() - vec2(60.0, 0.0);
    drag(&mut stage, blank, blank + vec2(40.0, 70.0));
    assert_eq!(stage.state().at("label:c"), c.translate(vec2(40.0, 70.0)));
    assert_eq!(stage.state().undo_names()[0], "move floating area");
    // A tab that is pulled out leaves its surface, and the strip of the rest is still one bar.
    let from = stage.get_by_role_and_label(Role::Tab, "c").rect().center();
    let over = stage.state().at("edit:a").left_center() + vec2(20.0, 0.0);
    drag(&mut stage, from, over);
    assert!(stage.state().at("label:c").max.x < stage.state().at("edit:a").min.x);
    stage.get_by_label("Dock b").click();
    stage.run();
    assert_eq!(stage.state().workspace.layout().tree().surfaces().len(), 1);
}

#[test]
fn a_pane_that_fills_a_floating_surface_has_one_bar_which_moves_it() {
    let mut stage = floating("edit:a", "label:b");
    stage.state_mut().split("label:b", Placement::Right, "label:c");
    let (b, now) = (stage.state().pane("label:b"), multisplit::Moment::ZERO);
    stage.state_mut().workspace.run(now, &Command::Zoom { pane: b }).expect("it fills it");
    stage.run();
    let shown = stage.state().at("label:b");
    let strip = stage.get_by_label("Move b").rect();
    let button = stage.get_by_label("Unzoom").rect();
    assert!(strip.contains_rect(button) && (shown.min.y - strip.max.y).abs() < 1.0, "{strip:?} {button:?} {shown:?}");
    assert_eq!(strip.min - stage.state().rect.min, vec2(200.0, 100.0), "where the surface lies");
    assert!(stage.query_by_label("Dock b").is_none());
    let grip = strip.center();
    drag(&mut stage, grip, grip + vec2(40.0, 70.0));
    assert_eq!(stage.state().at("label:b"), shown.translate(vec2(40.0, 70.0)));
    stage.get_by_label("Unzoom").click();
    stage.run();
    assert!(stage.query_by_label("Dock b").is_some());
}

#[test]
fn its_button_docks_it_in_one_undo_entry() {
    let mut stage = floating("edit:a", "label:b");
    stage.state_mut().split("label:b", Placement::Bottom, "label:c");
    stage.run();
    stage.get_by_label("Dock b").click();
    stage.run();
    assert_eq!(stage.state().workspace.layout().tree().surfaces().len(), 1);
    let (a, b) = (stage.state().at("edit:a"), stage.state().at("label:b"));
    let c = stage.state().at("label:c");
    assert!(b.min.x > a.max.x && c.min.y > b.max.y && c.x_range() == b.x_range(), "with its splits: {b:?} {c:?}");
    assert_eq!(stage.state().undo_names()[0], "dock");
    key(&mut stage, Modifiers::CTRL | Modifiers::ALT, Key::Z);
    assert_eq!(stage.state().workspace.layout().tree().surfaces().len(), 2);
}

#[test]
fn a_tab_floats_and_docks_by_its_menu() {
    let mut stage = stage(TestApp::tabs(&["label:a", "label:b"]));
    let tab = |stage: &Stage, name: &str| stage.get_by_role_and_label(Role::Tab, name).rect().center();
    let at = tab(&stage, "b");
    button(&mut stage, at, PointerButton::Secondary);
    stage.get_by_label("Float").click();
    stage.run();
    assert!(stage.query_by_label("Move b").is_some());
    assert!(stage.query_by_label("this is a").is_some() && stage.query_by_label("this is b").is_some());
    let at = tab(&stage, "b");
    button(&mut stage, at, PointerButton::Secondary);
    let menu = stage.get_all_by_label("Dock").last().expect("an entry");
    menu.click();
    stage.run();
    assert!(stage.query_by_label("Move b").is_none());
}

#[test]
fn nothing_falls_through_to_the_pane_below() {
    let mut stage = floating("edit:a", "label:b");
    stage.state_mut().focus("edit:a");
    stage.run();
    let at = stage.state().at("label:b").center();
    click(&mut stage, at);
    assert_eq!(stage.state().focused(), "label:b");
    type_text(&mut stage, "lost");
    assert_eq!(stage.state_mut().text_of("edit:a"), "");
}

#[test]
fn a_button_that_it_covers_is_not_pressed() {
    let mut app = TestApp::new(Rules::default());
    app.template(Template::Rows, &["label:top", "run:a", "label:b"]);
    let pane = app.pane("label:b");
    app.run(&Command::Float { pane, area: Rect::new(0.0, 200.0, 300.0, 200.0) });
    app.log.borrow_mut().asks = Some(Command::Close { pane: app.pane("label:top") });
    let mut stage = stage(app);
    let at = stage.get_by_label("Run a").rect().center();
    assert!(stage.state().at("label:b").contains(at));
    click(&mut stage, at);
    assert_eq!(stage.state().focused(), "label:b");
    assert!(stage.state().find("label:top").is_some());
}

#[test]
fn the_wheel_over_it_does_not_scroll_the_pane_below() {
    let mut stage = floating("long:a", "label:b");
    let top = |stage: &Stage| stage.get_by_label("a row 1").rect().min.y;
    let before = top(&stage);
    let at = stage.state().at("label:b").center();
    wheel(&mut stage, at, vec2(0.0, 90.0), Modifiers::NONE);
    assert_eq!(top(&stage), before);
    let at = stage.state().at("long:a").min + vec2(20.0, 300.0);
    wheel(&mut stage, at, vec2(0.0, 90.0), Modifiers::NONE);
    assert_eq!(top(&stage), before - 90.0);
}

#[test]
fn dividers_within_it_are_dragged_and_those_below_it_are_not() {
    let mut app = TestApp::columns(&["label:a", "label:b", "label:c"]);
    let pane = app.pane("label:c");
    app.run(&Command::Float { pane, area: Rect::new(300.0, 100.0, 300.0, 200.0) });
    app.split("label:c", Placement::Right, "label:d");
    let mut stage = stage(app);
    let before = stage.state().widths(&["label:a", "label:c"]);
    let at = crate::fixture::between(&stage, "label:c", "label:d");
    drag(&mut stage, at, at + vec2(30.0, 0.0));
    assert_eq!(stage.state().widths(&["label:a", "label:c"]), [before[0], before[1] + 30.0]);
    let x = crate::fixture::between(&stage, "label:a", "label:b").x;
    let y = stage.state().at("label:c").center().y;
    drag(&mut stage, egui::pos2(x, y), egui::pos2(x + 40.0, y));
    assert_eq!(stage.state().widths(&["label:a"])[0], before[0]);
    let y = stage.get_by_label("Move c").rect().center().y;
    drag(&mut stage, egui::pos2(x, y), egui::pos2(x + 40.0, y));
    assert_eq!(stage.state().widths(&["label:a"])[0], before[0]);
}

#[test]
fn the_one_with_the_focus_is_in_front() {
    let mut app = TestApp::columns(&["label:a", "run:b", "run:c"]);
    for (widget, x) in [("run:b", 100.0), ("run:c", 150.0)] {
        let pane = app.pane(widget);
        app.run(&Command::Float { pane, area: Rect::new(x, 100.0, 300.0, 200.0) });
    }
    let mut stage = stage(app);
    let both = stage.state().at("run:c").center();
    let only_b = stage.state().at("run:b").left_center() + vec2(10.0, 0.0);
    click(&mut stage, both);
    assert_eq!(stage.state().focused(), "run:c");
    click(&mut stage, only_b);
    assert_eq!(stage.state().focused(), "run:b");
    click(&mut stage, both);
    assert_eq!(stage.state().focused(), "run:b");
}

#[test]
fn a_tab_is_dragged_from_a_floating_bar_to_the_main_surface() {
    let mut app = TestApp::tabs(&["label:a", "label:b"]);
    let pane = app.pane("label:b");
    app.run(&Command::Float { pane, area: Rect::new(400.0, 300.0, 300.0, 200.0) });
    let mut stage = stage(app);
    let tab = |name| stage.get_by_role_and_label(Role::Tab, name).rect().center();
    let (from, to) = (tab("b"), tab("a"));
    drag(&mut stage, from, to + vec2(10.0, 0.0));
    assert_eq!(stage.state().bar_of("label:a"), "a [b]");
    assert_eq!(stage.state().workspace.layout().tree().surfaces().len(), 1);
}

#[test]
fn it_stays_in_reach_when_the_window_becomes_smaller_and_goes_back_afterwards() {
    let mut stage = floating("edit:a", "run:b");
    let before = stage.get_by_label("Move b").rect();
    stage.set_size(vec2(150.0, 100.0));
    stage.run();
    let strip = stage.get_by_label("Move b").rect();
    assert!(stage.state().rect.intersect(strip).width() >= 40.0 && strip.max.y <= 93.0, "{strip:?}");
    stage.set_size(vec2(816.0, 616.0));
    stage.run();
    assert_eq!(stage.get_by_label("Move b").rect(), before);
    assert_eq!(stage.state().undo_names()[0], "float");
}

#[test]
fn what_lies_below_is_pressed_beside_a_floating_split_while_a_screen_reader_listens() {
    for splits in [false, true] {
        let mut app = TestApp::columns(&["run:a", "label:b", "label:x"]);
        let pane = app.pane("label:b");
        app.run(&Command::Float { pane, area: Rect::new(500.0, 300.0, 200.0, 200.0) });
        app.log.borrow_mut().asks = Some(Command::Close { pane: app.pane("label:x") });
        let mut stage = stage(app);
        if splits {
            stage.state_mut().split("label:b", Placement::Bottom, "label:c");
            stage.run();
        }
        let at = stage.get_by_label("Run a").rect().center();
        click(&mut stage, at);
        stage.run();
        assert!(stage.state().find("label:x").is_none(), "the button did nothing; a split floats: {splits}");
    }
}
