//! Tests of the rasterizer as the renderer of a test harness: pictures of a driven interface, without a display or a GPU.

use egui::vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use multisplit_raster::{Raster, assert_picture, shoot};

#[test]
fn a_clicked_button_is_seen_in_the_picture() {
    let mut count = 0;
    let mut harness = Harness::builder().with_size(vec2(160.0, 60.0)).renderer(Raster::new()).build_ui(move |ui| {
        if ui.button("Add").clicked() {
            count += 1;
        }
        ui.label(format!("{count} added"));
    });
    harness.run();
    let before = harness.render().expect("a picture");
    assert_eq!((before.width(), before.height()), (160, 60));
    harness.get_by_label("Add").click();
    harness.run();
    let after = harness.render().expect("a picture");
    assert_ne!(before, after);
    harness.snapshot("clicked_button");
}

#[test]
fn a_label_and_its_frame_look_as_they_always_did() {
    let picture = shoot(&egui::Context::default(), vec2(160.0, 60.0), 1.5, 2, |ui| {
        egui::Frame::group(ui.style()).show(ui, |ui| {
            ui.label("Split me");
            ui.add(egui::ProgressBar::new(0.4).desired_width(90.0));
        });
    });
    assert_picture(&picture, "label");
}
