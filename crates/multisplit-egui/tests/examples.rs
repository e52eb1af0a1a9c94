//! Runs every example without a window, and compares what it draws with its picture in `docs/examples`.

use egui::{Theme, Ui, vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotOptions};
use multisplit_raster::Raster;
use std::time::{Duration, Instant};

#[allow(dead_code, unreachable_pub, missing_docs)] // an example is a program, and its `main` opens a window
#[path = "../examples"]
mod examples {
    pub mod async_loading;
    pub mod custom_tabs;
    pub mod hello;
    pub mod layout_only;
    pub mod level_editor;
    pub mod many_kinds;
    pub mod memory_budget;
    pub mod save_and_restore;
    pub mod shared_state;
}

use examples::{
    async_loading, custom_tabs, hello, layout_only, level_editor, many_kinds, memory_budget, save_and_restore,
    shared_state,
};
use multisplit_egui::SessionFile;

/// An example in a window of the size of a picture in the documentation.
fn window<'a>(mut draw: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    let builder = Harness::builder().with_size(vec2(720.0, 400.0)).with_theme(Theme::Dark).renderer(Raster::new());
    let mut harness = builder.build_ui(move |ui| draw(ui));
    harness.run();
    harness
}

fn compare(harness: &mut Harness<'_>, name: &str) {
    let options = SnapshotOptions::new().output_path("../../docs/examples");
    harness.snapshot_options(name, &options);
}

/// Creates an application in the first frame, when there is a context.
fn with_app<'a, A: 'a, E: std::fmt::Debug>(
    mut create: impl FnMut(&egui::Context) -> Result<A, E> + 'a,
    mut draw: impl FnMut(&mut A, &mut Ui) + 'a,
) -> Harness<'a> {
    let mut app = None;
    window(move |ui| {
        let app = app.get_or_insert_with(|| create(ui.ctx()).expect("the example starts"));
        draw(app, ui);
    })
}

/// Draws an application as eframe does.
fn in_window(app: &mut impl eframe::App, ui: &mut Ui) {
    app.ui(ui, &mut eframe::Frame::_new_kittest());
}

#[test]
fn hello() {
    let mut workspace = hello::workspace().expect("a layout");
    compare(&mut window(move |ui| drop(multisplit_egui::show(ui, &mut workspace))), "hello");
}

#[test]
fn layout_only() {
    let draw = |app: &mut layout_only::App, ui: &mut Ui| app.ui(ui).expect("a frame");
    compare(&mut with_app(|_| layout_only::App::new(), draw), "layout_only");
}

#[test]
fn shared_state() {
    let mut window = with_app(shared_state::App::new, shared_state::App::ui);
    window.get_by_label("Dusk").click();
    window.run();
    compare(&mut window, "shared_state");
}

#[test]
fn many_kinds() {
    let mut window = with_app(many_kinds::App::new, many_kinds::App::ui);
    compare(&mut window, "many_kinds");
}

#[test]
fn async_loading() {
    let mut window = with_app(async_loading::hosted, |hosted, ui| drop(hosted.show(ui, &mut ())));
    let end = Instant::now() + Duration::from_secs(20);
    while window.query_by_label_contains("May").is_none() || window.query_all_by_label_contains("line 9").count() < 2 {
        assert!(Instant::now() < end, "the reports are not loaded");
        std::thread::sleep(Duration::from_millis(10));
        window.step();
    }
    window.run();
    compare(&mut window, "async_loading");
}

#[test]
fn save_and_restore() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = SessionFile::new("save-and-restore", folder.path().join("session.json"));
    let ctx = egui::Context::default();
    save_and_restore::App::new(&ctx, session.clone()).expect("a first start").save();
    let mut window = with_app(move |ctx| save_and_restore::App::new(ctx, session.clone()), in_window);
    window.get_by_label("Start number 2");
    compare(&mut window, "save_and_restore");
}

#[test]
fn memory_budget() {
    let mut window = with_app(memory_budget::App::new, memory_budget::App::ui);
    compare(&mut window, "memory_budget");
}

#[test]
fn custom_tabs() {
    let mut window = with_app(|_| custom_tabs::App::new(), custom_tabs::App::ui);
    compare(&mut window, "custom_tabs");
}

#[test]
fn level_editor() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = SessionFile::new("level-editor", folder.path().join("session.json"));
    let mut window = with_app(move |ctx| level_editor::App::new(ctx, session.clone()), in_window);
    window.get_by_label("Add").click();
    window.run();
    compare(&mut window, "level_editor");
}
