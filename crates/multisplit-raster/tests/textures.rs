//! Tests of how textures are set, changed and freed, and of how they look when they are stretched.

use egui::epaint::{ImageDelta, Primitive, Vertex};
use egui::{
    ClippedPrimitive, Color32, ColorImage, ImageData, Mesh, Rect, TextureFilter, TextureId, TextureOptions,
    TexturesDelta, pos2, vec2,
};
use multisplit_raster::Raster;

const ID: TextureId = TextureId::Managed(3);

fn grays(size: [usize; 2], grays: &[u8]) -> ImageData {
    let pixels = grays.iter().copied().map(Color32::from_gray).collect();
    ImageData::Color(ColorImage::new(size, pixels).into())
}

fn update(raster: &mut Raster, change: impl FnOnce(&mut TexturesDelta)) {
    let mut delta = TexturesDelta::default();
    change(&mut delta);
    raster.update_textures(&delta);
    delta.clear();
}

fn with_texture(size: [usize; 2], texels: &[u8], options: TextureOptions) -> Raster {
    let mut raster = Raster::new();
    update(&mut raster, |delta| delta.push(ID, ImageDelta::full(grays(size, texels), options)));
    raster
}

/// Draws the part `uv` of the texture over a whole picture of the given size. Returns the gray levels row by row.
fn stretched(raster: &mut Raster, size: [u32; 2], uv: Rect, tint: Color32) -> Vec<u8> {
    let mut mesh = Mesh::with_texture(ID);
    mesh.add_rect_with_uv(Rect::from_min_size(pos2(0.0, 0.0), vec2(size[0] as f32, size[1] as f32)), uv, tint);
    let primitive = ClippedPrimitive { clip_rect: Rect::EVERYTHING, primitive: Primitive::Mesh(mesh) };
    // A background that no texture uses shows whether anything was drawn.
    let picture = raster.paint(size, 1.0, &[primitive], Color32::from_gray(1));
    picture.rgba.chunks_exact(4).map(|pixel| pixel[0]).collect()
}

fn shown(raster: &mut Raster, size: [u32; 2]) -> Vec<u8> {
    stretched(raster, size, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), Color32::WHITE)
}

#[test]
fn a_picture_at_its_own_size_is_shown_as_it_is() {
    let texels = [10, 20, 30, 40, 50, 60];
    for options in [TextureOptions::LINEAR, TextureOptions::NEAREST] {
        assert_eq!(shown(&mut with_texture([3, 2], &texels, options), [3, 2]), texels);
    }
}

#[test]
fn a_changed_part_of_a_texture_is_shown_and_the_rest_stays() {
    let mut raster = with_texture([3, 2], &[10, 20, 30, 40, 50, 60], TextureOptions::NEAREST);
    let part = |size, texels: &[u8], at| ImageDelta::partial(at, grays(size, texels), TextureOptions::NEAREST);
    update(&mut raster, |delta| delta.push(ID, part([2, 1], &[97, 98], [1, 1])));
    assert_eq!(shown(&mut raster, [3, 2]), [10, 20, 30, 40, 97, 98]);
    update(&mut raster, |delta| {
        delta.push(ID, part([1, 2], &[77, 78], [0, 0]));
        delta.push(ID, part([1, 1], &[79], [0, 1]));
    });
    assert_eq!(shown(&mut raster, [3, 2]), [77, 20, 30, 79, 97, 98], "changes apply in their order");
}

#[test]
fn a_change_beyond_the_border_of_a_texture_is_cut() {
    let mut raster = with_texture([2, 2], &[10, 20, 30, 40], TextureOptions::NEAREST);
    for at in [[1, 1], [2, 0], [usize::MAX, usize::MAX]] {
        let part = ImageDelta::partial(at, grays([2, 2], &[91, 92, 93, 94]), TextureOptions::NEAREST);
        update(&mut raster, |delta| delta.push(ID, part));
    }
    assert_eq!(shown(&mut raster, [2, 2]), [10, 20, 30, 91]);
}

#[test]
fn a_freed_texture_is_still_shown_in_the_frame_that_freed_it() {
    let mut raster = with_texture([1, 1], &[50], TextureOptions::NEAREST);
    update(&mut raster, |delta| delta.free(ID));
    assert_eq!(shown(&mut raster, [1, 1]), [50]);
    update(&mut raster, |_| {});
    assert_eq!(shown(&mut raster, [1, 1]), [1], "only the background is left");
}

#[test]
fn a_texture_without_enough_texels_draws_nothing() {
    let mut raster = Raster::new();
    for size in [[0, 0], [0, 4], [2, 2], [usize::MAX, 2]] {
        let mut broken = ColorImage::filled([1, 1], Color32::WHITE);
        broken.size = size;
        let full = ImageDelta::full(ImageData::Color(broken.into()), TextureOptions::LINEAR);
        update(&mut raster, |delta| delta.push(ID, full));
        assert_eq!(shown(&mut raster, [1, 1]), [1], "{size:?}");
    }
    let early = ImageDelta::partial([0, 0], grays([1, 1], &[9]), TextureOptions::LINEAR);
    update(&mut raster, |delta| delta.push(ID, early));
    assert_eq!(shown(&mut raster, [1, 1]), [1], "a part without a whole");
}

#[test]
fn an_enlarged_texture_is_smooth_or_square_as_its_options_say() {
    let mut smooth = with_texture([2, 1], &[0, 200], TextureOptions::LINEAR);
    assert_eq!(shown(&mut smooth, [4, 1]), [0, 50, 150, 200]);
    let mut square = with_texture([2, 1], &[0, 200], TextureOptions::NEAREST);
    assert_eq!(shown(&mut square, [4, 1]), [0, 0, 200, 200]);
}

#[test]
fn shrinking_and_enlarging_have_a_filter_each() {
    let options = TextureOptions {
        magnification: TextureFilter::Nearest,
        minification: TextureFilter::Linear,
        ..TextureOptions::NEAREST
    };
    let mut raster = with_texture([4, 1], &[0, 200, 100, 20], options);
    assert_eq!(shown(&mut raster, [8, 1]), [0, 0, 200, 200, 100, 100, 20, 20]);
    assert_eq!(shown(&mut raster, [2, 1]), [100, 60]);
}

#[test]
fn beyond_its_border_a_texture_is_stretched_repeated_or_mirrored() {
    let twice = Rect::from_min_max(pos2(-1.0, 0.0), pos2(2.0, 1.0));
    let cases = [
        (TextureOptions::NEAREST, [10, 10, 10, 20, 20, 20]),
        (TextureOptions::NEAREST_REPEAT, [10, 20, 10, 20, 10, 20]),
        (TextureOptions::NEAREST_MIRRORED_REPEAT, [20, 10, 10, 20, 20, 10]),
    ];
    for (options, expect) in cases {
        let mut raster = with_texture([2, 1], &[10, 20], options);
        assert_eq!(stretched(&mut raster, [6, 1], twice, Color32::WHITE), expect, "{options:?}");
    }
    let far = Rect::from_min_max(pos2(-1.0e30, 1.0e30), pos2(1.0e30, f32::NAN));
    for options in [TextureOptions::LINEAR, TextureOptions::LINEAR_REPEAT, TextureOptions::LINEAR_MIRRORED_REPEAT] {
        let mut raster = with_texture([2, 1], &[10, 20], options);
        assert_eq!(stretched(&mut raster, [2, 1], far, Color32::WHITE).len(), 2);
    }
}

#[test]
fn a_tint_multiplies_the_texture() {
    let mut raster = with_texture([2, 1], &[100, 200], TextureOptions::NEAREST);
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    assert_eq!(stretched(&mut raster, [2, 1], whole, Color32::from_gray(51)), [20, 40]);
    let corners = [(0.0, 0.0, 0_u8), (2.0, 0.0, 255), (0.0, 1.0, 0), (2.0, 1.0, 255)];
    let vertex = |(x, y, gray)| Vertex { pos: pos2(x, y), uv: pos2(x / 2.0, y), color: Color32::from_gray(gray) };
    let vertices = corners.map(vertex).to_vec();
    let mesh = Mesh { indices: vec![0, 1, 2, 2, 1, 3], vertices, texture_id: ID };
    let primitive = ClippedPrimitive { clip_rect: Rect::EVERYTHING, primitive: Primitive::Mesh(mesh) };
    let picture = raster.paint([2, 1], 1.0, &[primitive], Color32::BLACK);
    // A quarter of 100 and three quarters of 200.
    assert_eq!((picture.rgba[0], picture.rgba[4]), (25, 150));
}
