//! Tests of whole pictures of an interface, and of saving them to a file.

use egui::{Color32, Context, CornerRadius, Rect, Sense, pos2, vec2};
use multisplit_raster::{Image, RasterError, shoot};

const SIZE: egui::Vec2 = vec2(120.0, 40.0);

fn label(ctx: &Context, words: &str) -> Image {
    shoot(ctx, SIZE, 1.0, 2, |ui| {
        ui.label(words);
    })
}

/// Returns how many pixels differ clearly from the corner, which is background.
fn marked(picture: &Image) -> usize {
    let background = picture.rgba[..4].to_vec();
    picture.rgba.chunks_exact(4).filter(|pixel| pixel[0].abs_diff(background[0]) > 40).count()
}

#[test]
fn a_label_looks_the_same_every_time() {
    let first = label(&Context::default(), "Split me");
    assert_eq!((first.width, first.height), (120, 40));
    assert!(marked(&first) > 60, "the words are visible: {} pixels", marked(&first));
    assert_eq!(first, label(&Context::default(), "Split me"));
    assert_ne!(first, label(&Context::default(), "Split mo"));
}

#[test]
fn a_second_picture_of_the_same_context_still_has_its_words() {
    let ctx = Context::default();
    let first = label(&ctx, "Split me");
    assert_eq!(first, label(&ctx, "Split me"));
    // The first picture did not need these letters, so they reach the glyph texture as a partial update.
    let other = label(&ctx, "QUARTZ 7");
    assert!(marked(&other) > 60, "the new letters are visible: {} pixels", marked(&other));
    assert_eq!(first, label(&ctx, "Split me"));
}

#[test]
fn a_finer_scale_shows_the_same_in_more_pixels() {
    let fine = shoot(&Context::default(), SIZE, 2.0, 2, |ui| {
        ui.label("Split me");
    });
    assert_eq!((fine.width, fine.height), (240, 80));
    let (coarse, fine) = (marked(&label(&Context::default(), "Split me")), marked(&fine));
    assert!(fine > 2 * coarse && fine < 8 * coarse, "{fine} pixels at double scale, {coarse} at single");
}

#[test]
fn a_rectangle_has_sharp_sides_and_its_own_color() {
    let color = Color32::from_rgb(200, 30, 60);
    let picture = shoot(&Context::default(), SIZE, 1.0, 1, |ui| {
        let rect = Rect::from_min_max(pos2(10.0, 5.0), pos2(50.0, 25.0));
        ui.painter().rect_filled(rect, CornerRadius::ZERO, color);
    });
    let inside = |x, y| picture.pixel(x, y) == Some([200, 30, 60, 255]);
    for (x, y) in [(10, 5), (49, 5), (10, 24), (49, 24), (30, 15)] {
        assert!(inside(x, y), "{x} {y} is {:?}", picture.pixel(x, y));
    }
    for (x, y) in [(9, 5), (50, 5), (10, 4), (49, 25)] {
        assert_eq!(picture.pixel(x, y), picture.pixel(0, 0), "{x} {y} is background");
    }
}

#[test]
fn drawing_sees_frame_after_frame_and_the_last_one_is_kept() {
    let mut frame = 0_u8;
    let picture = shoot(&Context::default(), vec2(8.0, 8.0), 1.0, 3, |ui| {
        frame += 1;
        let (rect, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
        ui.painter().rect_filled(rect, CornerRadius::ZERO, Color32::from_gray(frame * 10));
    });
    assert_eq!(frame, 3);
    assert_eq!(picture.pixel(4, 4), Some([30, 30, 30, 255]));
}

#[test]
fn a_screen_without_a_size_gives_an_empty_picture() {
    let picture = shoot(&Context::default(), vec2(0.0, 0.0), 1.0, 0, |ui| {
        ui.label("Nobody sees this");
    });
    assert_eq!((picture.width, picture.height, picture.rgba.len()), (0, 0, 0));
    assert_eq!(picture.pixel(0, 0), None);
}

#[test]
fn a_saved_picture_reads_back_unchanged() {
    let picture = label(&Context::default(), "Split me");
    let mut file = Vec::new();
    picture.write_png(&mut file).expect("a picture with pixels");
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG file");
    let mut bytes = vec![0; picture.rgba.len()];
    let info = reader.next_frame(&mut bytes).expect("its pixels");
    assert_eq!((info.width, info.height, info.color_type), (120, 40, png::ColorType::Rgba));
    assert_eq!(bytes, picture.rgba);
}

#[test]
fn a_picture_that_cannot_be_written_says_which_and_why() {
    let empty = Image { width: 0, height: 3, rgba: Vec::new() };
    let words = empty.write_png(Vec::new()).expect_err("no pixels").to_string();
    assert!(words.contains("0 x 3"), "{words}");
    let torn = Image { width: 2, height: 2, rgba: vec![0; 7] };
    assert!(matches!(torn.write_png(Vec::new()), Err(RasterError::Encode { width: 2, height: 2, .. })));
    let nowhere = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("no such folder").join("picture.png");
    let words = label(&Context::default(), "a").save_png(&nowhere).expect_err("no folder").to_string();
    assert!(words.contains("picture.png"), "{words}");
}
