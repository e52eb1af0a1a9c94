//! Tests of tab bars.

use crate::fixture::{Stage, TestApp, button, carry, click, double_click, drag, key, stage, wheel};
use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, Pos2, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use multisplit::{Bars, Command, Placement, Rules};
use multisplit_egui::{Action, Style};

const ABC: [&str; 3] = ["label:a", "label:b", "label:c"];

fn tab(stage: &Stage, name: &str) -> Pos2 {
    stage.get_by_role_and_label(Role::Tab, name).rect().center()
}

#[test]
fn a_click_brings_a_tab_to_the_front_and_the_focus_to_its_pane() {
    let mut stage = stage(TestApp::tabs(&ABC));
    assert_eq!(stage.state().bar_of("label:a"), "a b [c]");
    let at = tab(&stage, "a");
    click(&mut stage, at);
    assert_eq!((stage.state().bar_of("label:a").as_str(), stage.state().focused().as_str()), ("[a] b c", "label:a"));
    assert!(stage.query_by_label("this is a").is_some());
    assert!(stage.query_by_label("this is c").is_none());
}

#[test]
fn the_close_button_and_the_middle_button_close_a_tab() {
    let mut stage = stage(TestApp::tabs(&ABC));
    stage.get_by_label("Close c").click();
    stage.run();
    assert_eq!(stage.state().bar_of("label:a").replace(['[', ']'], ""), "a b");
    let at = tab(&stage, "a");
    button(&mut stage, at, PointerButton::Middle);
    assert_eq!(stage.state().bar_of("label:b"), "[b]");
}

#[test]
fn a_locked_tab_stays() {
    let mut app = TestApp::tabs(&ABC);
    let pane = app.pane("label:a");
    app.run(&Command::Lock { pane, locked: true });
    let mut stage = stage(app);
    let at = tab(&stage, "a");
    button(&mut stage, at, PointerButton::Middle);
    assert!(stage.state().find("label:a").is_some());
    assert!(stage.state().refused.is_empty());
}

#[test]
fn an_application_that_asks_first_is_told_instead() {
    let mut app = TestApp::tabs(&ABC);
    app.front = app.front.ask_before_close(true);
    let mut stage = stage(app);
    stage.get_by_label("Close b").click();
    stage.run();
    let pane = stage.state().pane("label:b");
    assert_eq!(stage.state().closes, [Command::Close { pane }]);
    let at = tab(&stage, "a");
    button(&mut stage, at, PointerButton::Secondary);
    stage.get_by_label("Close the other tabs").click();
    stage.run();
    let panes = ["label:b", "label:c"].map(|widget| stage.state().pane(widget)).to_vec();
    assert_eq!(stage.state().closes[1..], [Command::CloseAll { panes }], "all of them in one question");
}

#[test]
fn a_modified_widget_says_so_on_its_tab() {
    let stage = stage(TestApp::tabs(&["label:a", "dirty:b"]));
    assert!(stage.query_by_role_and_label(Role::Tab, "b, modified").is_some());
    assert!(stage.query_by_role_and_label(Role::Tab, "a").is_some());
}

#[test]
fn tabs_are_put_in_another_order_by_dragging() {
    let mut stage = stage(TestApp::tabs(&ABC));
    let (from, to) = (tab(&stage, "a"), tab(&stage, "c"));
    drag(&mut stage, from, to + vec2(20.0, 0.0));
    assert_eq!(stage.state().bar_of("label:a"), "b c [a]");
    let (from, to) = (tab(&stage, "c"), tab(&stage, "b"));
    drag(&mut stage, from, to - vec2(20.0, 0.0));
    assert_eq!(stage.state().bar_of("label:a"), "[c] b a");
}

#[test]
fn a_tab_is_dragged_into_another_bar() {
    let mut app = TestApp::tabs(&ABC);
    app.split("label:a", Placement::Right, "label:d");
    let mut stage = stage(app);
    let (from, to) = (tab(&stage, "b"), tab(&stage, "d"));
    drag(&mut stage, from, to + vec2(20.0, 0.0));
    assert_eq!(stage.state().bar_of("label:d"), "d [b]");
    assert_eq!(stage.state().focused(), "label:b");
}

#[test]
fn a_tab_dropped_at_the_edge_of_a_pane_splits_it_and_in_the_middle_joins_it() {
    let mut app = TestApp::tabs(&ABC);
    app.split("label:a", Placement::Right, "label:d");
    let mut stage = stage(app);
    let (from, pane) = (tab(&stage, "b"), stage.state().at("label:d"));
    drag(&mut stage, from, pane.center_bottom() - vec2(0.0, 10.0));
    let (b, d) = (stage.state().at("label:b"), stage.state().at("label:d"));
    assert!(b.min.y > d.max.y && b.min.x == d.min.x, "{b:?} {d:?}");
    let (from, pane) = (tab(&stage, "b"), stage.state().at("label:c"));
    drag(&mut stage, from, pane.center());
    assert_eq!(stage.state().bar_of("label:c"), "a c [b]");
}

#[test]
fn a_tab_dropped_at_the_edge_of_its_own_pane_goes_beside_its_tab_set() {
    let mut stage = stage(TestApp::tabs(&ABC));
    let from = tab(&stage, "c");
    let to = stage.state().at("label:c").left_center() + vec2(12.0, 0.0);
    drag(&mut stage, from, to);
    let (a, c) = (stage.state().at("label:a"), stage.state().at("label:c"));
    assert!(c.max.x < a.min.x, "{c:?} {a:?}");
}

#[test]
fn escape_cancels_the_drag_of_a_tab() {
    let mut stage = stage(TestApp::tabs(&ABC));
    let from = tab(&stage, "c");
    let to = stage.state().at("label:c").left_center() + vec2(12.0, 0.0);
    carry(&mut stage, from, to);
    key(&mut stage, Modifiers::NONE, Key::Escape);
    stage.drop_at(to);
    stage.run();
    assert_eq!(stage.state().bar_of("label:c"), "a b [c]");
}

#[test]
fn a_tab_let_go_outside_of_the_window_stays() {
    let mut stage = stage(TestApp::tabs(&ABC));
    let from = tab(&stage, "c");
    drag(&mut stage, from, pos2(-40.0, 300.0));
    assert_eq!(stage.state().bar_of("label:c"), "a b [c]");
}

#[test]
fn too_many_tabs_scroll_with_the_wheel_and_the_front_one_is_brought_into_view() {
    let names: Vec<String> = (0..30).map(|i| format!("label:n{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut stage = stage(TestApp::tabs(&names));
    assert!(stage.query_by_role_and_label(Role::Tab, "n29").is_some());
    assert!(stage.query_by_role_and_label(Role::Tab, "n0").is_none());
    let at = tab(&stage, "n29");
    wheel(&mut stage, at, vec2(0.0, -4000.0), Modifiers::NONE);
    assert!(stage.query_by_role_and_label(Role::Tab, "n0").is_some());
    assert!(stage.query_by_role_and_label(Role::Tab, "n29").is_none());
    key(&mut stage, Modifiers::CTRL, Key::PageUp);
    assert!(stage.query_by_role_and_label(Role::Tab, "n28").is_some());
}

#[test]
fn the_context_menu_of_a_tab_does_what_it_says() {
    let mut stage = stage(TestApp::tabs(&ABC));
    let choose = |stage: &mut Stage, name: &str, entry: &str| {
        let at = tab(stage, name);
        button(stage, at, PointerButton::Secondary);
        stage.get_by_label(entry).click();
        stage.run();
    };
    choose(&mut stage, "b", "Lock");
    let pane = stage.state().pane("label:b");
    assert!(stage.state().workspace.layout().tree().props(pane.node()).locked);
    choose(&mut stage, "b", "Unlock");
    assert!(!stage.state().workspace.layout().tree().props(pane.node()).locked);
    choose(&mut stage, "b", "Move down");
    let (a, b) = (stage.state().at("label:a"), stage.state().at("label:b"));
    assert!(b.min.y > a.max.y);
    choose(&mut stage, "c", "Undo layout change");
    assert_eq!(stage.state().bar_of("label:b").replace(['[', ']'], ""), "a b c");
    choose(&mut stage, "a", "Close the other tabs");
    assert_eq!(stage.state().bar_of("label:a"), "[a]");
}

#[test]
fn the_empty_part_of_a_bar_asks_for_a_new_tab_and_has_a_menu() {
    let mut stage = stage(TestApp::tabs(&ABC));
    let last = stage.get_by_role_and_label(Role::Tab, "c").rect();
    let blank = last.right_center() + vec2(60.0, 0.0);
    button(&mut stage, blank, PointerButton::Secondary);
    assert!(stage.query_by_label("Close all tabs").is_some());
    stage.get_by_label("New tab").click();
    stage.run();
    let pane = stage.state().pane("label:c");
    assert_eq!(stage.state().actions, [(Action::New(Placement::Tab), Some(pane))], "the front tab's set");
    assert!(stage.query_by_label("New tab").is_none());
    double_click(&mut stage, blank);
    assert_eq!(stage.state().actions.len(), 2, "a double click asks for one as well");
    button(&mut stage, blank, PointerButton::Secondary);
    stage.get_by_label("Close all tabs").click();
    stage.run();
    assert_eq!(stage.state().workspace.layout().tree().pane_count(), 0);
}

#[test]
fn a_bar_of_ten_thousand_tabs_asks_only_those_in_sight_for_their_names() {
    let names: Vec<String> = (0..10_000).map(|i| format!("label:n{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut stage = stage(TestApp::tabs(&names));
    let live = stage.state_mut().workspace.slots().len();
    assert_eq!(live, 1);
    assert!(stage.get_all_by_role(Role::Tab).count() < 12);
    stage.state().log.borrow_mut().titles = 0;
    stage.step();
    assert!(stage.state().log.borrow().titles < 12);
}

#[test]
fn bars_and_tabs_have_roles_and_names() {
    let stage = stage(TestApp::tabs(&ABC));
    let bar = stage.get_by_role(Role::TabList);
    assert_eq!(bar.children().filter(|n| n.accesskit_node().role() == Role::Tab).count(), 3);
    let front = stage.get_by_role_and_label(Role::Tab, "c");
    assert_eq!(front.accesskit_node().is_selected(), Some(true));
    stage.get_by_role_and_label(Role::Button, "Close b");
}

#[test]
fn a_double_click_on_a_tab_fills_the_surface_and_brings_everything_back() {
    let mut app = TestApp::tabs(&ABC);
    app.split("label:a", Placement::Right, "label:d");
    let mut stage = stage(app);
    let at = tab(&stage, "d");
    double_click(&mut stage, at);
    assert!(stage.query_by_label("this is c").is_none());
    assert_eq!(stage.state().at("label:d").width(), 800.0);
    key(&mut stage, Modifiers::ALT, Key::Z);
    assert!(stage.query_by_label("this is c").is_some());
}

#[test]
fn a_bar_without_height_is_left_out() {
    let mut app = TestApp::new(Rules { bars: Bars::Always, ..Rules::default() });
    app.workspace.open("label:a").expect("it opens");
    let style = Style { tab_bar: 0.0, ..Style::from_egui(&egui::Style::default()) };
    app.front = app.front.style(style);
    let stage = stage(app);
    assert_eq!(stage.query_all_by_role(Role::Tab).count(), 0);
    assert_eq!(stage.state().at("label:a"), stage.state().rect);
}

#[test]
fn a_title_that_is_cut_is_told_whole_where_the_pointer_rests() {
    let long = "a name that is by far too long for any tab there could be";
    let mut stage = stage(TestApp::tabs(&["label:a", &format!("label:{long}")]));
    let hint = |stage: &Stage| stage.query_all_by_label(long).count();
    // The tab and its pane already have the full name as their label.
    let before = hint(&stage);
    let at = tab(&stage, long);
    stage.hover_at(at);
    stage.run_ok();
    stage.run_steps(8);
    assert_eq!(hint(&stage), before + 1);
}
