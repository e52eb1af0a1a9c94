//! Tests of which pixels a triangle covers and how it changes them.

use egui::epaint::{ImageDelta, Primitive, Vertex};
use egui::{
    ClippedPrimitive, Color32, ColorImage, ImageData, Mesh, Pos2, Rect, TextureId, TextureOptions, TexturesDelta, pos2,
};
use multisplit_raster::{Image, MAX_SIDE_PX, Raster};
use proptest::prelude::{ProptestConfig, Strategy, prop_assert_eq, proptest};

/// A color that adds 1 to every pixel it covers and hides nothing, so that pixels count how often they are drawn.
const COUNT: Color32 = Color32::from_rgba_premultiplied(1, 0, 0, 0);

fn raster() -> Raster {
    let mut delta = TexturesDelta::default();
    let white = ColorImage::filled([1, 1], Color32::WHITE);
    delta.push(TextureId::default(), ImageDelta::full(ImageData::Color(white.into()), TextureOptions::LINEAR));
    let mut raster = Raster::new();
    raster.update_textures(&delta);
    delta.clear();
    raster
}

fn mesh(corners: &[(Pos2, Color32)]) -> ClippedPrimitive {
    let vertices = corners.iter().map(|&(pos, color)| Vertex { pos, uv: Pos2::ZERO, color }).collect();
    let indices = (0..corners.len() as u32).collect();
    let mesh = Mesh { indices, vertices, texture_id: TextureId::default() };
    ClippedPrimitive { clip_rect: Rect::EVERYTHING, primitive: Primitive::Mesh(mesh) }
}

fn plain(color: Color32, corners: &[Pos2]) -> ClippedPrimitive {
    mesh(&corners.iter().map(|&corner| (corner, color)).collect::<Vec<_>>())
}

fn rect(color: Color32, from: Pos2, to: Pos2) -> ClippedPrimitive {
    let (right_top, left_bottom) = (pos2(to.x, from.y), pos2(from.x, to.y));
    plain(color, &[from, right_top, left_bottom, left_bottom, right_top, to])
}

fn paint(size: [u32; 2], primitives: &[ClippedPrimitive]) -> Image {
    raster().paint(size, 1.0, primitives, Color32::BLACK)
}

/// Compares a picture with rows of one letter per pixel: `.` for untouched black, `#` for anything else.
fn check(picture: &Image, expect: &str) {
    let rows = picture.rgba.chunks_exact(picture.width as usize * 4);
    let row = |row: &[u8]| row.chunks_exact(4).map(|p| if p[..3] == [0; 3] { '.' } else { '#' }).collect::<String>();
    let seen = rows.map(row).collect::<Vec<_>>().join("\n");
    let expect = expect.split_whitespace().collect::<Vec<_>>().join("\n");
    assert_eq!(seen, expect, "\nseen:\n{seen}\nexpected:\n{expect}");
}

#[test]
fn a_triangle_covers_the_pixels_whose_centers_it_holds() {
    let (a, b, c) = (pos2(0.0, 0.0), pos2(4.0, 0.0), pos2(0.0, 4.0));
    // The slanted side runs exactly through pixel centers. It is a right side, so these pixels are not covered.
    for corners in [[a, b, c], [b, c, a], [c, a, b], [a, c, b], [c, b, a], [b, a, c]] {
        check(&paint([4, 4], &[plain(Color32::WHITE, &corners)]), "###. ##.. #... ....");
    }
    let other_half = [b, c, pos2(4.0, 4.0)];
    check(&paint([4, 4], &[plain(Color32::WHITE, &other_half)]), "...# ..## .### ####");
}

#[test]
fn sides_through_pixel_centers_belong_to_the_top_and_the_left() {
    let picture = paint([4, 4], &[rect(Color32::WHITE, pos2(0.5, 1.5), pos2(2.5, 3.5))]);
    check(&picture, ".... ##.. ##.. ....");
}

#[test]
fn a_hair_without_a_pixel_center_draws_nothing() {
    check(&paint([3, 2], &[rect(Color32::WHITE, pos2(0.6, 0.0), pos2(1.4, 2.0))]), "... ...");
    check(&paint([3, 2], &[plain(Color32::WHITE, &[pos2(0.0, 0.0), pos2(1.0, 1.0), pos2(3.0, 3.0)])]), "... ...");
}

#[test]
fn shapes_larger_than_the_picture_fill_it() {
    check(&paint([3, 2], &[rect(Color32::WHITE, pos2(-1.0e9, -1.0e9), pos2(1.0e9, 1.0e9))]), "### ###");
    let triangle = [pos2(-100_000.0, -3.0), pos2(100_000.0, -3.0), pos2(1.0, 100_000.0)];
    check(&paint([3, 2], &[plain(Color32::WHITE, &triangle)]), "### ###");
}

#[test]
fn nothing_is_drawn_outside_the_clip_rectangle() {
    let mut white = rect(Color32::WHITE, pos2(0.0, 0.0), pos2(10.0, 10.0));
    // In points. At 1.5 pixels per point this is 1.5..4.5 and 1.05..3.0, rounded to whole pixels.
    white.clip_rect = Rect::from_min_max(pos2(1.0, 0.7), pos2(3.0, 2.0));
    let picture = raster().paint([6, 4], 1.5, &[white.clone()], Color32::BLACK);
    check(&picture, "...... ..###. ..###. ......");
    white.clip_rect = Rect::from_min_max(pos2(4.0, 4.0), pos2(2.0, 2.0));
    check(&raster().paint([2, 2], 1.0, &[white.clone()], Color32::BLACK), ".. ..");
    white.clip_rect = Rect::from_min_max(pos2(f32::NAN, -5.0), pos2(1.0, f32::INFINITY));
    check(&raster().paint([2, 2], 1.0, &[white], Color32::BLACK), "#. #.");
}

#[test]
fn half_transparent_colors_are_laid_over_what_is_there() {
    let half_white = Color32::from_rgba_premultiplied(128, 128, 128, 128);
    let picture = paint([1, 1], &[rect(half_white, pos2(0.0, 0.0), pos2(1.0, 1.0))]);
    assert_eq!(picture.pixel(0, 0), Some([128, 128, 128, 255]));
    let twice = [half_white, half_white].map(|color| rect(color, pos2(0.0, 0.0), pos2(1.0, 1.0)));
    // 128 + 128 * (1 - 128/255) = 191.75
    assert_eq!(paint([1, 1], &twice).pixel(0, 0), Some([192, 192, 192, 255]));
    let light = Color32::from_rgba_premultiplied(200, 100, 0, 0);
    let sum = raster().paint([1, 1], 1.0, &[rect(light, pos2(0.0, 0.0), pos2(1.0, 1.0))], Color32::from_gray(100));
    assert_eq!(sum.pixel(0, 0), Some([255, 200, 100, 255]), "a color without opacity adds light");
}

#[test]
fn over_a_transparent_background_the_picture_keeps_its_colors() {
    let half_red = Color32::from_rgba_premultiplied(128, 0, 0, 128);
    let left = rect(half_red, pos2(0.0, 0.0), pos2(1.0, 1.0));
    let picture = raster().paint([2, 1], 1.0, &[left], Color32::TRANSPARENT);
    assert_eq!(picture.rgba, [255, 0, 0, 128, 0, 0, 0, 0], "alpha is not multiplied into the color");
}

#[test]
fn colors_run_from_corner_to_corner() {
    let (dark, light) = (Color32::BLACK, Color32::from_gray(200));
    let (a, b, c, d) = (pos2(0.0, 0.0), pos2(4.0, 0.0), pos2(0.0, 2.0), pos2(4.0, 2.0));
    for corners in [
        [(a, dark), (b, light), (c, dark), (c, dark), (b, light), (d, light)],
        [(c, dark), (b, light), (a, dark), (d, light), (b, light), (c, dark)],
    ] {
        let picture = paint([4, 2], &[mesh(&corners)]);
        for y in 0..2 {
            let row = [0, 1, 2, 3].map(|x| picture.pixel(x, y).map(|pixel| pixel[0]));
            assert_eq!(row, [25, 75, 125, 175].map(Some), "row {y}");
        }
    }
}

#[test]
fn later_shapes_lie_over_earlier_ones() {
    let (red, blue) = (Color32::from_rgb(255, 0, 0), Color32::from_rgb(0, 0, 255));
    let below = rect(red, pos2(0.0, 0.0), pos2(2.0, 1.0));
    let above = rect(blue, pos2(1.0, 0.0), pos2(2.0, 1.0));
    let picture = paint([2, 1], &[below, above]);
    assert_eq!(picture.rgba, [255, 0, 0, 255, 0, 0, 255, 255]);
}

#[test]
fn broken_geometry_is_left_out_and_the_rest_is_drawn() {
    let good = rect(Color32::WHITE, pos2(1.0, 0.0), pos2(2.0, 1.0));
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let broken = plain(Color32::WHITE, &[pos2(0.0, 0.0), pos2(bad, 0.0), pos2(0.0, 3.0)]);
        check(&paint([3, 1], &[broken, good.clone()]), ".#.");
    }
    let mut dangling = good.clone();
    if let Primitive::Mesh(mesh) = &mut dangling.primitive {
        mesh.indices.splice(0..0, [0, 1, 99, u32::MAX, 0, 0]);
        mesh.indices.push(0);
    }
    check(&paint([3, 1], &[dangling]), ".#.");
    let mut lost = rect(Color32::WHITE, pos2(0.0, 0.0), pos2(3.0, 1.0));
    if let Primitive::Mesh(mesh) = &mut lost.primitive {
        mesh.texture_id = TextureId::User(7);
    }
    check(&paint([3, 1], &[lost, good]), ".#.");
}

#[test]
fn any_size_and_scale_gives_a_picture_of_a_bearable_size() {
    let white = [rect(Color32::WHITE, pos2(-5.0, -5.0), pos2(5.0, 5.0))];
    for size in [[0, 0], [0, 5], [5, 0]] {
        let picture = paint(size, &white);
        assert_eq!((picture.width, picture.height, picture.rgba.len()), (size[0], size[1], 0));
    }
    let wide = paint([u32::MAX, 1], &white);
    assert_eq!((wide.width, wide.height), (MAX_SIDE_PX, 1));
    let high = paint([1, MAX_SIDE_PX + 1], &white);
    assert_eq!((high.width, high.height), (1, MAX_SIDE_PX));
    for scale in [f32::NAN, 0.0, -1.0, f32::INFINITY] {
        let picture = raster().paint([2, 1], scale, &white, Color32::from_gray(9));
        assert_eq!(picture.rgba, [9, 9, 9, 255, 9, 9, 9, 255], "scale {scale}");
    }
    assert_eq!(raster().paint([2, 1], f32::MAX, &white, Color32::BLACK).width, 2);
}

/// Returns a square that is cut into four triangles around a random point, with a random winding.
fn cut_square() -> impl Strategy<Value = (Vec<Pos2>, u32)> {
    let side = 24_u32;
    let inside = 1.0..f32::from(23_u8);
    (inside.clone(), inside, proptest::bool::ANY, 0..3_usize).prop_map(move |(x, y, turned, first)| {
        let end = side as f32;
        let corners = [pos2(0.0, 0.0), pos2(end, 0.0), pos2(end, end), pos2(0.0, end)];
        let mut all = Vec::new();
        for index in 0..4 {
            let mut triangle = [corners[index], corners[(index + 1) % 4], pos2(x, y)];
            if turned {
                triangle.swap(0, 1);
            }
            triangle.rotate_left(first);
            all.extend(triangle);
        }
        (all, side)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn triangles_with_common_sides_draw_every_pixel_exactly_once((corners, side) in cut_square()) {
        let picture = paint([side + 1, side + 1], &[plain(COUNT, &corners)]);
        for y in 0..=side {
            for x in 0..=side {
                let times = picture.pixel(x, y).map(|pixel| pixel[0]);
                prop_assert_eq!(times, Some(u8::from(x < side && y < side)), "at {} {}", x, y);
            }
        }
    }

    #[test]
    fn no_triangle_makes_it_panic(numbers in proptest::array::uniform6(proptest::num::f32::ANY)) {
        let [a, b, c, d, e, f] = numbers;
        let picture = paint([8, 8], &[plain(COUNT, &[pos2(a, b), pos2(c, d), pos2(e, f)])]);
        for pixel in picture.rgba.chunks_exact(4) {
            prop_assert_eq!(u8::from(pixel[0] > 1), 0, "a pixel was drawn twice");
        }
    }
}
