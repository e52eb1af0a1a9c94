//! Tests of groups of panes: their color on tabs, and the map zoomed to one.

use crate::fixture::{TestApp, key, sized, stage};
use crate::overview::{desk, grid, group};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit_egui::{Overview, OverviewChoice};

#[test]
fn tabs_wear_the_color_of_their_group_and_tell_its_name() {
    let mut stage = sized(desk(), vec2(760.0, 360.0), 1.0);
    stage.snapshot("group_tabs");
    let tab = stage.get_by_role_and_label(egui::accesskit::Role::Tab, "outline").rect();
    stage.hover_at(tab.center());
    // A tooltip appears after some time only.
    for _ in 0..60 {
        stage.step();
    }
    assert!(stage.query_by_label("Group: Reading").is_some());
}

#[test]
fn the_map_is_zoomed_to_a_group_and_enter_goes_to_its_first_pane() {
    let mut app = grid(20, 20);
    group(&mut app, "corner", Some([230, 150, 60]), &["label:n378", "label:n379", "label:n398", "label:n399"]);
    let id = app.workspace.layout().tree().group_named("corner").expect("made");
    let mut stage = stage(app);
    stage.state_mut().overview = Some(Overview::on_group(id));
    stage.run();
    let tiles = stage.state().overview.as_ref().expect("shown").tile_count();
    assert!((4..=36).contains(&tiles), "{tiles} of 400 are seen");
    stage.snapshot("overview_group");
    key(&mut stage, Modifiers::NONE, Key::Enter);
    let pane = stage.state().pane("label:n378");
    assert_eq!(stage.state().choices, [OverviewChoice::Jump(pane)]);
}

#[test]
fn a_group_that_is_not_there_any_more_shows_everything() {
    let mut app = TestApp::columns(&["label:a", "label:b"]);
    group(&mut app, "gone", None, &["label:a"]);
    let id = app.workspace.layout().tree().group_named("gone").expect("made");
    let pane = app.pane("label:a");
    app.run(&multisplit::Command::Close { pane });
    let mut stage = stage(app);
    stage.state_mut().overview = Some(Overview::on_group(id));
    stage.run();
    assert_eq!(stage.state().overview.as_ref().expect("shown").tile_count(), 1);
}
