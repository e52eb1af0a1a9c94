//! Tests by pictures, light and dark, from narrow to a full screen.

use crate::fixture::{fed, normal, pressed, stage};
use egui::{Theme, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit_inspector::{Inspector, InspectorState};

#[test]
fn a_narrow_pane() {
    stage(fed(120, normal), vec2(240.0, 1900.0), Theme::Dark).snapshot("narrow_dark");
}

#[test]
fn a_pane_of_usual_size_in_the_dark() {
    stage(fed(300, normal), vec2(420.0, 700.0), Theme::Dark).snapshot("usual_dark");
}

#[test]
fn a_pane_of_usual_size_in_the_light() {
    stage(fed(300, normal), vec2(420.0, 700.0), Theme::Light).snapshot("usual_light");
}

#[test]
fn a_full_screen() {
    stage(fed(600, normal), vec2(1600.0, 900.0), Theme::Dark).snapshot("full_dark");
}

#[test]
fn two_columns() {
    stage(fed(600, normal), vec2(900.0, 1000.0), Theme::Light).snapshot("two_columns_light");
}

#[test]
fn memory_that_has_run_out() {
    stage(fed(130, pressed), vec2(1300.0, 760.0), Theme::Dark).snapshot("critical_dark");
}

#[test]
fn memory_over_its_soft_limit() {
    stage(fed(100, pressed), vec2(420.0, 480.0), Theme::Light).snapshot("over_soft_light");
}

#[test]
fn a_pane_without_readings() {
    stage(Inspector::new(), vec2(420.0, 300.0), Theme::Dark).snapshot("empty_dark");
}

#[test]
fn a_first_reading() {
    stage(fed(1, normal), vec2(420.0, 700.0), Theme::Light).snapshot("first_reading_light");
}

#[test]
fn the_pointer_over_a_plot_tells_the_numbers_of_that_time() {
    let mut stage = stage(fed(300, normal), vec2(420.0, 420.0), Theme::Dark);
    let plot = stage.get_by(|node| node.label().is_some_and(|label| label.starts_with("Memory over time"))).rect();
    stage.hover_at(plot.center());
    stage.run();
    stage.snapshot("hovered_dark");
}

#[test]
fn closed_sections_still_tell_what_matters_most() {
    let mut inspector = fed(300, normal);
    let closed = ["memory", "slots", "cache", "loads", "frames"].map(str::to_owned).to_vec();
    inspector.restore(&InspectorState { closed, ..InspectorState::default() });
    stage(inspector, vec2(420.0, 560.0), Theme::Dark).snapshot("closed_dark");
}

#[test]
fn the_field_for_the_path_of_a_report() {
    let mut stage = stage(fed(300, normal), vec2(240.0, 260.0), Theme::Light);
    stage.get_by_label("Export report…").click();
    stage.run();
    // Move the focus away from the field, whose cursor blinks.
    stage.key_press(egui::Key::Tab);
    stage.run();
    stage.snapshot("exporting_light");
}
