//! Tests of dividers under the pointer and for screen readers.

use crate::fixture::{TestApp, between, carry, double_click, drag, key, sized, stage};
use egui::accesskit::Role;
use egui::{CursorIcon, Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const ABC: [&str; 3] = ["label:a", "label:b", "label:c"];

#[test]
fn two_panes_are_shown_side_by_side_and_fill_the_window() {
    let stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let (a, b) = (stage.state().at("label:a"), stage.state().at("label:b"));
    let whole = stage.state().rect;
    assert_eq!((a.min, b.max), (whole.min, whole.max));
    assert_eq!(b.min.x - a.max.x, 3.0);
    assert!(stage.query_by_label("this is a").is_some() && stage.query_by_label("this is b").is_some());
}

#[test]
fn a_divider_follows_the_pointer_and_leaves_one_undo_entry() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let before = stage.state().widths(&["label:a"])[0];
    let from = between(&stage, "label:a", "label:b");
    drag(&mut stage, from, from + vec2(120.0, 30.0));
    assert_eq!(stage.state().widths(&["label:a"])[0], before + 120.0);
    assert_eq!(stage.state().undo_names(), ["resize", "apply template"]);
    key(&mut stage, Modifiers::CTRL | Modifiers::ALT, Key::Z);
    assert_eq!(stage.state().widths(&["label:a"])[0], before);
}

#[test]
fn escape_puts_a_dragged_divider_back() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let before = stage.state().widths(&["label:a", "label:b"]);
    let from = between(&stage, "label:a", "label:b");
    carry(&mut stage, from, from + vec2(-150.0, 0.0));
    assert_eq!(stage.state().widths(&["label:a"])[0], before[0] - 150.0);
    key(&mut stage, Modifiers::NONE, Key::Escape);
    assert_eq!(stage.state().widths(&["label:a", "label:b"]), before);
    stage.hover_at(from + vec2(80.0, 0.0));
    stage.drop_at(from + vec2(80.0, 0.0));
    stage.run();
    assert_eq!(stage.state().widths(&["label:a", "label:b"]), before);
    assert_eq!(stage.state().undo_names(), ["apply template"]);
}

#[test]
fn a_double_click_evens_the_two_neighbors_only() {
    let mut stage = stage(TestApp::columns(&ABC));
    let c = stage.state().at("label:c");
    let from = between(&stage, "label:a", "label:b");
    drag(&mut stage, from, from + vec2(90.0, 0.0));
    let [a, b] = stage.state().widths(&["label:a", "label:b"])[..] else { panic!() };
    assert!(a > b + 150.0, "{a} {b}");
    let at = between(&stage, "label:a", "label:b");
    double_click(&mut stage, at);
    let [a, b] = stage.state().widths(&["label:a", "label:b"])[..] else { panic!() };
    assert!((a - b).abs() <= 1.0, "{a} {b}");
    assert_eq!(stage.state().at("label:c"), c);
}

#[test]
fn a_divider_under_the_pointer_is_lit_and_changes_the_cursor() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let dark = stage.render().expect("a picture");
    let at = between(&stage, "label:a", "label:b");
    stage.hover_at(at);
    stage.run();
    assert_eq!(stage.output().platform_output.cursor_icon, CursorIcon::ResizeHorizontal);
    let lit = stage.render().expect("a picture");
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let (x, y) = (at.x as u32, at.y as u32);
    assert_ne!(dark.get_pixel(x, y), lit.get_pixel(x, y));
    stage.hover_at(at + vec2(100.0, 0.0));
    stage.run();
    assert_eq!(stage.output().platform_output.cursor_icon, CursorIcon::Default);
    let away = stage.render().expect("a picture");
    assert_eq!(dark.get_pixel(x, y), away.get_pixel(x, y));
}

#[test]
fn a_finger_that_comes_out_of_nowhere_grabs_a_divider() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let before = stage.state().widths(&["label:a"])[0];
    let from = between(&stage, "label:a", "label:b");
    stage.input_mut().events.push(egui::Event::PointerMoved(from));
    stage.drag_at(from);
    stage.hover_at(from + vec2(60.0, 0.0));
    stage.run();
    stage.drop_at(from + vec2(60.0, 0.0));
    stage.run();
    assert_eq!(stage.state().widths(&["label:a"])[0], before + 60.0);
}

#[test]
fn shift_catches_a_dragged_divider_at_a_third() {
    let mut stage = sized(TestApp::columns(&["label:a", "label:b"]), vec2(903.0, 600.0), 1.0);
    let from = between(&stage, "label:a", "label:b");
    stage.hover_at(from);
    stage.drag_at(from);
    stage.event(egui::Event::ModifiersChanged(Modifiers::SHIFT));
    stage.hover_at(from - vec2(140.0, 0.0));
    stage.run();
    stage.drop_at(from - vec2(140.0, 0.0));
    stage.run();
    assert_eq!(stage.state().widths(&["label:a"])[0], 300.0);
}

#[test]
fn the_context_menu_of_a_divider_evens_and_turns() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let from = between(&stage, "label:a", "label:b");
    drag(&mut stage, from, from + vec2(90.0, 0.0));
    let at = between(&stage, "label:a", "label:b");
    crate::fixture::button(&mut stage, at, egui::PointerButton::Secondary);
    stage.get_by_label("Make both sides equal").click();
    stage.run();
    let [a, b] = stage.state().widths(&["label:a", "label:b"])[..] else { panic!() };
    assert!((a - b).abs() <= 1.0, "{a} {b}");
    let at = between(&stage, "label:a", "label:b");
    crate::fixture::button(&mut stage, at, egui::PointerButton::Secondary);
    stage.get_by_label("Rotate this split").click();
    stage.run();
    assert_eq!(stage.state().at("label:a").width(), stage.state().rect.width());
}

#[test]
fn a_screen_reader_finds_dividers_with_a_value_and_moves_them() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let before = stage.state().widths(&["label:a"])[0];
    let splitter = stage.get_by_role_and_label(Role::Splitter, "Divider between a and b");
    assert_eq!(splitter.accesskit_node().numeric_value(), Some(50.0));
    assert_eq!(splitter.rect().width(), 3.0);
    splitter.increment_accesskit();
    stage.run();
    assert_eq!(stage.state().widths(&["label:a"])[0], before + 24.0);
    let splitter = stage.get_by_role_and_label(Role::Splitter, "Divider between a and b");
    assert_eq!(splitter.accesskit_node().numeric_value(), Some(53.0));
    let (target_node, target_tree) = splitter.accesskit_node().locate();
    let request = egui::accesskit::ActionRequest {
        action: egui::accesskit::Action::SetValue,
        target_tree,
        target_node,
        data: Some(egui::accesskit::ActionData::NumericValue(25.0)),
    };
    stage.event(egui::Event::AccessKitActionRequest(request));
    stage.run();
    assert!((stage.state().widths(&["label:a"])[0] - 200.0).abs() < 2.0);
    assert_eq!(stage.get_all_by_role(Role::Pane).count(), 2);
    stage.get_by_role_and_label(Role::Pane, "a");
}

#[test]
fn a_screen_reader_finds_each_divider_once_and_none_at_the_root() {
    let stage = stage(TestApp::columns(&["label:a", "label:b", "label:c"]));
    let dividers: Vec<_> = stage.get_all_by_role(Role::Splitter).collect();
    assert_eq!(dividers.len(), 2);
    let parents: Vec<_> = dividers.iter().filter_map(|divider| divider.accesskit_node().parent()).collect();
    assert_eq!(parents.len(), 2);
    assert!(parents.iter().all(|parent| parent.role() == Role::GenericContainer && parent.children().count() == 2));
    let root = stage.root();
    let at_root = |role| root.accesskit_node().children().filter(|node| node.role() == role).count();
    assert_eq!(at_root(Role::Splitter), 0);
}

type Two = (TestApp, TestApp);

/// Draws two workspaces with `draw` and returns how many dividers a screen reader finds. None of them may be at the root.
fn splitters(draw: fn(&mut egui::Ui, &mut Two)) -> usize {
    let beds = (TestApp::columns(&["label:a", "label:b"]), TestApp::columns(&["label:c", "label:d", "label:e"]));
    let builder = egui_kittest::Harness::builder().with_size(vec2(900.0, 600.0)).with_max_steps(20);
    let mut stage = builder.build_ui_state(draw, beds);
    (0..4).for_each(|_| stage.step());
    let root = stage.root();
    assert_eq!(root.accesskit_node().children().filter(|node| node.role() == Role::Splitter).count(), 0);
    stage.query_all_by_role(Role::Splitter).count()
}

fn side_by_side(ui: &mut egui::Ui, two: &mut Two, ids: [u32; 2]) {
    let (left, right) = ui.available_rect_before_wrap().split_left_right_at_fraction(0.5);
    for ((rect, id), app) in [left, right].into_iter().zip(ids).zip([&mut two.0, &mut two.1]) {
        let builder = egui::UiBuilder::new().max_rect(rect).scope_id(egui::Id::unique(id));
        crate::fixture::draw(&mut ui.new_child(builder), app);
    }
}

#[test]
fn a_screen_reader_finds_the_dividers_of_two_workspaces() {
    assert_eq!(splitters(|ui, two| side_by_side(ui, two, [1, 2])), 3);
    let below_a_window = splitters(|ui, two| {
        crate::fixture::draw(ui, &mut two.0);
        egui::Window::new("w").fixed_size(vec2(300.0, 200.0)).show(ui.ctx(), |ui| crate::fixture::draw(ui, &mut two.1));
    });
    assert_eq!(below_a_window, 3);
    // Ids that clash are an application's mistake, which must not end the program.
    let with_one_id = splitters(|ui, two| {
        ui.ctx().options_mut(|options| options.warn_on_id_clash = false);
        side_by_side(ui, two, [0, 0]);
    });
    assert!(with_one_id >= 2, "{with_one_id}");
}

#[test]
fn a_screen_reader_finds_no_divider_of_what_is_invisible_and_each_once_where_a_pass_is_done_again() {
    assert_eq!(
        splitters(|ui, two| {
            ui.set_invisible();
            crate::fixture::draw(ui, &mut two.1);
        }),
        0
    );
    assert_eq!(
        splitters(|ui, two| {
            if ui.ctx().current_pass_index() == 0 {
                ui.ctx().request_discard("a test");
            }
            crate::fixture::draw(ui, &mut two.1);
        }),
        2
    );
}
