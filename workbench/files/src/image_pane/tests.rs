//! Pictures that are good, bad and too large, and the pane under wheel, drag, click and key.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use image::{ImageFormat, Rgba, RgbaImage};

use super::{ImagePane, ImageState};
use crate::{FilesError, limits};

/// Writes a picture whose pixels encode their position.
fn picture(dir: &Path, width: u32, height: u32) -> PathBuf {
    let path = dir.join("picture.png");
    let pixels = RgbaImage::from_fn(width, height, |x, y| Rgba([(x % 256) as u8, (y % 256) as u8, 7, 255]));
    pixels.save_with_format(&path, ImageFormat::Png).unwrap();
    path
}

fn shown(path: &Path) -> Harness<'static, ImagePane> {
    let pane = ImagePane::from_decoded(ImagePane::decode(path).unwrap());
    let app = |ui: &mut egui::Ui, pane: &mut ImagePane| pane.ui(ui);
    let mut harness = Harness::builder()
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(200)
        .with_size(vec2(300.0, 240.0))
        .build_ui_state(app, pane);
    harness.run();
    harness
}

fn caption(harness: &Harness<'_, ImagePane>) -> String {
    harness.get_by_label_contains(" %").value().unwrap_or_default()
}

/// Returns the pixel that the caption names.
fn pixel(harness: &Harness<'_, ImagePane>) -> (f32, f32) {
    let words = caption(harness);
    let inside = words.split_once('(').and_then(|(_, rest)| rest.split_once(')')).unwrap_or_else(|| panic!("{words}"));
    let (x, y) = inside.0.split_once(", ").unwrap();
    (x.parse().unwrap(), y.parse().unwrap())
}

fn wheel(harness: &mut Harness<'_, ImagePane>, points: f32) {
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    harness.run();
    harness.run_steps(60);
}

#[test]
fn the_wheel_zooms_around_the_pointer() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = shown(&picture(dir.path(), 1000, 800));
    harness.hover_at(pos2(110.0, 80.0));
    harness.run();
    let before = pixel(&harness);
    for points in [300.0, 300.0, -150.0] {
        wheel(&mut harness, points);
        let after = pixel(&harness);
        assert!((after.0 - before.0).abs() <= 1.0 && (after.1 - before.1).abs() <= 1.0, "{before:?} {after:?}");
    }
    assert!(harness.state().state().zoom.is_some_and(|zoom| zoom > 0.8));
    let (x, y) = pixel(&harness);
    let color = format!("#{:02x}{:02x}07ff", x as usize % 256, y as usize % 256);
    assert!(caption(&harness).ends_with(&color), "{}", caption(&harness));
}

#[test]
fn a_double_click_goes_between_fit_and_one_to_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = shown(&picture(dir.path(), 1000, 800));
    assert_eq!(harness.state().state().zoom, None, "fitted at first");
    for expect in [Some(1.0), None] {
        harness.get_by_label("picture.png").click();
        harness.get_by_label("picture.png").click();
        harness.run();
        assert_eq!(harness.state().state().zoom, expect);
        // The next click must not count as a third click.
        harness.run_steps(60);
    }
}

#[test]
fn dragging_moves_the_picture_and_keys_zoom_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = shown(&picture(dir.path(), 1000, 800));
    harness.state_mut().restore(&ImageState { zoom: Some(1.0), center: [500.0, 400.0] });
    harness.drag_at(pos2(150.0, 100.0));
    harness.run();
    harness.hover_at(pos2(130.0, 110.0));
    harness.run();
    harness.drop_at(pos2(130.0, 110.0));
    harness.run();
    assert_eq!(harness.state().state().center.map(f32::round), [520.0, 390.0]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    harness.run();
    assert_eq!(harness.state().state().zoom, Some(1.25));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
    harness.run();
    assert_eq!(harness.state().state().zoom, Some(1.0));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    harness.run();
    assert_eq!(harness.state().state().zoom, None);
    assert_eq!(harness.ctx.zoom_factor(), 1.0, "the keys are the pane's alone");
}

#[test]
fn a_picture_larger_than_a_texture_is_shown_in_tiles() {
    let dir = tempfile::tempdir().unwrap();
    let path = picture(dir.path(), 2_100, 100);
    let pane = ImagePane::from_decoded(ImagePane::decode(&path).unwrap());
    let app = |ui: &mut egui::Ui, pane: &mut ImagePane| pane.ui(ui);
    let mut harness = Harness::builder()
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(200)
        .with_size(vec2(300.0, 240.0))
        .build_ui_state(app, pane);
    harness.input_mut().max_texture_side = Some(1_024);
    harness.state_mut().textures = super::Textures::default();
    harness.run();
    assert!(caption(&harness).contains("in 3 tiles"), "{}", caption(&harness));
}

#[test]
fn a_damaged_picture_is_an_error_that_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let path = picture(dir.path(), 64, 64);
    let bytes = fs::read(&path).unwrap();
    let check = |name: &str, bytes: &[u8], expect: fn(&FilesError) -> bool| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        let error = ImagePane::decode(&path).expect_err(name);
        assert!(expect(&error), "{name}: {error:?}");
        assert!(error.to_string().contains(name), "{error}");
    };
    check("short.png", &bytes[..bytes.len() / 2], |error| matches!(error, FilesError::Corrupt { .. }));
    check("head.png", &bytes[..20], |error| matches!(error, FilesError::Corrupt { .. }));
    check("text.png", b"no picture", |error| {
        matches!(error, FilesError::NotAPicture { .. } | FilesError::Corrupt { .. })
    });
    check("text.txt", b"no picture", |error| matches!(error, FilesError::NotAPicture { .. }));
    assert!(matches!(ImagePane::decode(&dir.path().join("gone.png")), Err(FilesError::Missing { .. })));
    assert!(matches!(ImagePane::decode(dir.path()), Err(FilesError::NotAPicture { .. })));
}

#[test]
fn a_picture_that_claims_to_be_enormous_is_refused_before_it_is_decoded() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bomb.bmp");
    // A header alone: 30,000 by 30,000 pixels, with no pixel data.
    let mut bytes = b"BM".to_vec();
    bytes.extend([0_u8; 8]);
    bytes.extend(54_u32.to_le_bytes());
    bytes.extend(40_u32.to_le_bytes());
    bytes.extend([30_000_u32.to_le_bytes(), 30_000_u32.to_le_bytes()].concat());
    bytes.extend([1_u16.to_le_bytes(), 24_u16.to_le_bytes()].concat());
    bytes.extend([0_u8; 24]);
    fs::write(&path, bytes).unwrap();
    let error = ImagePane::decode(&path).unwrap_err();
    assert!(matches!(error, FilesError::TooManyPixels { width: 30_000, .. }), "{error:?}");
    assert!(error.to_string().contains(&limits::IMAGE_PIXELS.to_string()));
}

#[test]
fn every_promised_format_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp] {
        // The extension is wrong on purpose: the content decides.
        let path = dir.path().join(format!("{format:?}.dat"));
        image::DynamicImage::new_rgb8(5, 4).save_with_format(&path, format).unwrap();
        let decoded = ImagePane::decode(&path).unwrap();
        assert_eq!(decoded.size(), [5, 4], "{format:?}");
    }
}

#[test]
fn a_changed_file_is_shown_anew_and_a_damaged_one_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = picture(dir.path(), 30, 20);
    let mut harness = shown(&path);
    let check = |harness: &mut Harness<'_, ImagePane>, expect: &str| {
        let ctx = harness.ctx.clone();
        harness.state_mut().check_disk(&ctx);
        let deadline = Instant::now() + Duration::from_secs(20);
        while !caption(harness).contains(expect) {
            assert!(Instant::now() < deadline, "{} without {expect}", caption(harness));
            std::thread::yield_now();
            harness.run();
        }
    };
    picture(dir.path(), 40, 20);
    check(&mut harness, "40 x 20");
    fs::write(&path, b"damaged").unwrap();
    check(&mut harness, "Shown as it was before");
    assert!(caption(&harness).contains("40 x 20"));
    fs::remove_file(&path).unwrap();
    check(&mut harness, "The file is gone.");
    let ctx = harness.ctx.clone();
    assert!(!harness.state_mut().check_disk(&ctx));
    picture(dir.path(), 50, 20);
    check(&mut harness, "50 x 20");
}

#[test]
fn a_translucent_picture_in_no_room_at_all_is_no_reason_to_panic() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("glass.png");
    RgbaImage::from_pixel(9, 9, Rgba([200, 100, 50, 128])).save(&path).unwrap();
    for size in [vec2(1.0, 1.0), vec2(200.0, 1.0), vec2(1.0, 200.0), vec2(200.0, 200.0)] {
        let pane = ImagePane::from_decoded(ImagePane::decode(&path).unwrap());
        let app = |ui: &mut egui::Ui, pane: &mut ImagePane| pane.ui(ui);
        let mut harness =
            Harness::builder().with_step_dt(1.0 / 60.0).with_max_steps(200).with_size(size).build_ui_state(app, pane);
        harness.run();
        harness.hover_at(Pos2::new(0.5, 0.5));
        harness.run();
        harness.remove_cursor();
        harness.run_steps(60);
        let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        assert_eq!(delay, Duration::MAX, "an idle picture asks for no frames");
    }
}
