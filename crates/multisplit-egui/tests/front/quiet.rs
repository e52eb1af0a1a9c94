//! Tests that nothing is drawn again if nothing has changed, and that two workspaces do not disturb each other.

use crate::fixture::{Stage, TestApp, click, key, stage};
use egui::{Key, Modifiers, Rect, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use multisplit::{Bars, Command, Rules, Template};
use std::time::Duration;

/// Returns the repaint delay that the window requested in its last frame.
fn delay(stage: &Stage) -> Duration {
    stage.output().viewport_output.values().map(|v| v.repaint_delay).min().expect("a viewport")
}

#[test]
fn a_settled_window_asks_for_no_frame() {
    let mut app = TestApp::new(Rules { bars: Bars::Always, ..Rules::default() });
    app.template(
        Template::Grid { rows: 2, cols: 3 },
        &["label:a", "long:b", "label:c", "fail:d", "label:e", "label:f"],
    );
    let pane = app.pane("label:e");
    app.run(&Command::Collapse { pane, collapsed: true });
    let pane = app.pane("label:f");
    app.run(&Command::Float { pane, area: multisplit::geometry::Rect::new(100.0, 100.0, 200.0, 200.0) });
    let mut stage = stage(app);
    stage.run_steps(3);
    assert_eq!(delay(&stage), Duration::MAX);
    // The same holds while the pointer rests on a divider or on a tab.
    let at = [crate::fixture::between(&stage, "label:a", "long:b"), stage.get_by_label("Close a").rect().center()];
    for at in at {
        stage.hover_at(at);
        stage.run();
        stage.run_steps(3);
        assert_eq!(delay(&stage), Duration::MAX, "{at:?}");
    }
}

#[test]
fn a_visible_load_asks_for_a_frame_now_and_then() {
    let mut stage = stage(TestApp::columns(&["label:a", "slow:b"]));
    stage.run_steps(3);
    let delay = delay(&stage);
    assert!(delay > Duration::from_millis(50) && delay < Duration::from_secs(1), "{delay:?}");
}

fn two() -> Harness<'static, [TestApp; 2]> {
    let beds = [TestApp::tabs(&["edit:a", "edit:b"]), TestApp::tabs(&["edit:a", "edit:b"])];
    let mut stage = Harness::builder().with_size([816.0, 400.0]).build_ui_state(
        |ui, beds: &mut [TestApp; 2]| {
            let rect = ui.max_rect();
            for (i, app) in beds.iter_mut().enumerate() {
                let x = rect.min.x + [0.0, 400.0][i];
                let part = Rect::from_min_max(pos2(x, rect.min.y), pos2(x + 390.0, rect.max.y));
                let mut child = ui.new_child(egui::UiBuilder::new().id_salt(i).max_rect(part));
                crate::fixture::draw(&mut child, app);
            }
        },
        beds,
    );
    stage.run();
    stage
}

#[test]
fn two_workspaces_in_one_window_do_not_clash() {
    let mut stage = two();
    assert_eq!(stage.query_all_by_label_contains("ID clash").count(), 0);
    assert_eq!(stage.get_all_by_label("Close a").count(), 2);
    stage.get_all_by_label("Close a").next().expect("a tab").click();
    stage.run();
    assert_eq!(stage.state()[0].find("edit:a"), None);
    assert!(stage.state()[1].find("edit:a").is_some());
}

#[test]
fn of_two_workspaces_the_one_that_was_pressed_last_has_the_keys() {
    let mut stage = two();
    let press = |stage: &mut Harness<'static, [TestApp; 2]>, at: egui::Pos2| {
        stage.hover_at(at);
        stage.drag_at(at);
        stage.drop_at(at);
        stage.run();
    };
    let ctrl = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
    press(&mut stage, pos2(600.0, 300.0));
    stage.key_press_modifiers(ctrl, Key::W);
    stage.run();
    assert_eq!(stage.state().each_ref().map(|app| app.find("edit:b").is_some()), [true, false]);
    press(&mut stage, pos2(200.0, 300.0));
    stage.key_press_modifiers(ctrl, Key::W);
    stage.run();
    assert_eq!(stage.state().each_ref().map(|app| app.find("edit:b").is_some()), [false, false]);
    assert!(stage.state()[1].find("edit:a").is_some());
}

#[test]
fn the_keyboard_comes_back_after_a_dialog() {
    let mut app = TestApp::columns(&["edit:a", "edit:b"]);
    app.focus("edit:a");
    let mut stage = stage(app);
    stage.ctx.memory_mut(egui::Memory::stop_text_input);
    stage.run();
    let id = stage.ui_id();
    multisplit_egui::WorkspaceArea::refocus(&stage.ctx, id);
    stage.run();
    crate::fixture::type_text(&mut stage, "x");
    assert_eq!(stage.state_mut().text_of("edit:a"), "x");
    key(&mut stage, Modifiers::ALT, Key::ArrowRight);
    let at = stage.state().at("edit:a").center();
    click(&mut stage, at);
    crate::fixture::type_text(&mut stage, "y");
    assert_eq!(stage.state_mut().text_of("edit:a"), "xy");
}

#[test]
fn panes_that_come_into_view_together_are_drawn_some_a_frame() {
    let mut app = TestApp::new(Rules::default());
    let names: Vec<String> = (0..12).map(|at| format!("label:{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    app.template(Template::Grid { rows: 3, cols: 4 }, &names);
    app.front = std::mem::take(&mut app.front).max_new_panes_per_frame(5);
    let log = std::rc::Rc::clone(&app.log);
    // The harness begins with three frames.
    let mut stage = Harness::builder().with_size([816.0, 616.0]).build_ui_state(crate::fixture::draw, app);
    let mut counts = vec![log.borrow().clips.len()];
    for _ in 0..3 {
        let before = log.borrow().clips.len();
        stage.step();
        counts.push(log.borrow().clips.len() - before);
    }
    assert_eq!(counts, [1 + 6 + 11, 12, 12, 12]);
}
