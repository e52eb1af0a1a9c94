//! Pictures of a page in a pane, at two scales. The page is shapes only: letters differ from machine to machine.

use crate::web::{PATIENCE, options};
use egui::vec2;
use egui_kittest::Harness;
use multisplit_raster::Raster;
use multisplit_web::engine::{Answer, Content, OWN_PAGES};
use multisplit_web::{Chromium, Kept, WebEngine, WebPane};
use std::sync::Arc;
use std::time::{Duration, Instant};

struct Shapes;

impl Content for Shapes {
    fn answer(&self, _: &str, _: bool) -> Answer {
        let page = "<!doctype html><title>shapes</title><style>div { position: absolute }</style><body style='margin:0;background:#fff8e8;overflow:hidden'>\
            <div style='left:10px;top:10px;width:80px;height:60px;background:#2050c0'></div>\
            <div style='left:110px;top:10px;width:78px;height:58px;border:1px solid #c02020'></div>\
            <div style='left:210px;top:10px;width:60px;height:60px;border-radius:30px;background:#20a060'></div>\
            <div style='left:10px;top:90px;width:260px;height:40px;background:linear-gradient(90deg,#000,#fff)'></div>\
            <div style='left:30px;top:150px;width:40px;height:40px;background:#a020a0;transform:rotate(45deg)'></div>\
            <div style='left:110px;top:150px;width:160px;height:3px;background:#000'></div>\
            <div style='left:110px;top:170px;width:160px;height:20px;\
             background:repeating-linear-gradient(90deg,#000 0 4px,#fff 4px 8px)'></div>";
        Answer::Data { kind: "text/html", bytes: page.into() }
    }
}

fn picture_at(scale: f32) {
    let profile = tempfile::tempdir().expect("a folder");
    let engine: Arc<dyn WebEngine> = Arc::new(Chromium::new(options(profile.path())));
    let builder = Harness::builder().with_size(vec2(296.0, 216.0)).with_pixels_per_point(scale).renderer(Raster::new());
    let mut bench = builder.build_ui_state(
        |ui, pane: &mut Option<WebPane>| {
            let new = || WebPane::own(ui.ctx(), Arc::clone(&engine), Kept::new(OWN_PAGES), Arc::new(Shapes));
            pane.get_or_insert_with(new).ui(ui);
        },
        None,
    );
    let begun = Instant::now();
    // It comes in the scale of the window once its browser has that.
    let side = (296.0 * scale) as usize;
    loop {
        bench.step();
        let picture = bench.render().expect("a picture");
        if picture.width() as usize == side {
            // It may come in parts, below the line that says how much of it is there.
            match egui_kittest::try_image_snapshot(&picture, format!("shapes_{scale}")) {
                Ok(()) => return,
                Err(difference) => assert!(begun.elapsed() < PATIENCE, "{difference}"),
            }
        }
        assert!(begun.elapsed() < PATIENCE, "it never comes");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_page_is_drawn_as_it_is_at_scale_one() {
    picture_at(1.0);
}

#[test]
fn a_page_is_drawn_as_it_is_at_scale_two() {
    picture_at(2.0);
}
