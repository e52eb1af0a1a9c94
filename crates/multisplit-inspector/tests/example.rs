//! Runs the example without a window. Its numbers change from run to run, so no picture is compared: the views have picture tests of their own.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use multisplit_raster::Raster;

#[allow(dead_code, unreachable_pub)] // an example is a program, and its `main` opens a window
#[path = "../examples/inspector.rs"]
mod inspector;

#[test]
fn the_example_shows_its_own_workspace() {
    let mut app = None;
    let builder = Harness::builder().with_size([900.0, 500.0]).with_max_steps(20).renderer(Raster::new());
    let mut window = builder.build_ui(move |ui| {
        let app = app.get_or_insert_with(|| inspector::App::new(ui.ctx()).expect("a layout"));
        app.ui(ui);
    });
    window.run_steps(4);
    assert!(window.query_all_by_label_contains("live").count() > 0, "the numbers of its widgets");
}
