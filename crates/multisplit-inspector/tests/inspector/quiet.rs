//! Tests that nothing is drawn again when nothing has changed, and that a frame draws no more than is visible.

use crate::fixture::{Stage, fed, feed, normal, pressed, stage};
use egui::{Theme, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use std::time::Duration;

/// Returns the repaint delay that the window requested in its last frame.
fn delay(stage: &Stage) -> Duration {
    stage.output().viewport_output.values().map(|v| v.repaint_delay).min().expect("a viewport")
}

#[test]
fn a_pane_without_news_asks_for_no_frame() {
    let mut stage = stage(fed(200, normal), vec2(420.0, 700.0), Theme::Dark);
    stage.run_steps(3);
    assert_eq!(delay(&stage), Duration::MAX);
    // Nor right after a reading: the caller that feeds the pane requests the frame.
    feed(&mut stage.state_mut().inspector, normal(200));
    stage.run_steps(2);
    assert_eq!(delay(&stage), Duration::MAX);
    // Nor while the pointer rests on a plot.
    stage.hover_at(pos2(200.0, 150.0));
    stage.run();
    stage.run_steps(3);
    assert_eq!(delay(&stage), Duration::MAX);
    // Nor after a section was closed.
    stage.get_by_label("Memory").click();
    stage.run();
    stage.run_steps(3);
    stage.remove_cursor();
    stage.run();
    assert_eq!(delay(&stage), Duration::MAX);
}

#[test]
fn the_same_numbers_are_the_same_picture() {
    let mut stage = stage(fed(200, normal), vec2(420.0, 700.0), Theme::Dark);
    let first = stage.render().expect("a picture");
    stage.run_steps(5);
    assert_eq!(stage.render().expect("a picture"), first);
}

fn vertices(stage: &Stage) -> usize {
    let shapes = stage.output().shapes.clone();
    let drawn = stage.ctx.tessellate(shapes, 1.0);
    let count = |primitive: &egui::ClippedPrimitive| match &primitive.primitive {
        egui::epaint::Primitive::Mesh(mesh) => mesh.vertices.len(),
        egui::epaint::Primitive::Callback(_) => 0,
    };
    drawn.iter().map(count).sum()
}

#[test]
fn six_hundred_readings_are_thinned_to_the_width_of_the_plots() {
    let narrow = |readings| vertices(&stage(fed(readings, pressed), vec2(240.0, 2_400.0), Theme::Dark));
    let (some, all) = (narrow(100), narrow(600));
    assert!(all < some * 2, "{all} vertices for 600 readings, {some} for 100");
}

#[test]
fn what_is_scrolled_out_of_view_is_not_drawn() {
    let drawn = |height| vertices(&stage(fed(600, normal), vec2(420.0, height), Theme::Dark));
    let (whole, part) = (drawn(2_400.0), drawn(300.0));
    assert!(part * 2 < whole, "{part} of {whole} vertices");
}
