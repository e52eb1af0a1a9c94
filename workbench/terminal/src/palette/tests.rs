//! Tests of colors: what programs name, and what egui shows. They use no fonts and no grids.

use alacritty_terminal::term::cell::{Cell, Flags};
use alacritty_terminal::term::color::Colors;
use alacritty_terminal::vte::ansi::{Color, NamedColor, Rgb};
use egui::Color32;
use egui::style::Visuals;

use super::Palette;

fn dark() -> Palette {
    Palette::of(&Visuals::dark())
}

#[test]
fn the_256_colors_are_xterms() {
    let cases = [
        (16, (0, 0, 0)),
        (17, (0, 0, 95)),
        (21, (0, 0, 255)),
        (196, (255, 0, 0)),
        (208, (255, 135, 0)),
        (231, (255, 255, 255)),
        (232, (8, 8, 8)),
        (255, (238, 238, 238)),
    ];
    for (index, (r, g, b)) in cases {
        assert_eq!(dark().resolve(Color::Indexed(index), &Colors::default()), Color32::from_rgb(r, g, b), "{index}");
    }
}

#[test]
fn true_color_is_exact_and_a_changed_color_wins() {
    let mut changed = Colors::default();
    let rgb = Rgb { r: 1, g: 2, b: 3 };
    assert_eq!(dark().resolve(Color::Spec(rgb), &changed), Color32::from_rgb(1, 2, 3));
    changed[NamedColor::Red] = Some(rgb);
    for red in [Color::Named(NamedColor::Red), Color::Indexed(1)] {
        assert_eq!(dark().resolve(red, &changed), Color32::from_rgb(1, 2, 3));
    }
}

#[test]
fn text_and_ground_come_from_the_look_and_differ() {
    for visuals in [Visuals::dark(), Visuals::light()] {
        let palette = Palette::of(&visuals);
        let (text, ground) = palette.cell(&Cell::default(), &Colors::default());
        assert_eq!((text, ground), (palette.foreground, visuals.panel_fill));
        for index in 1..16 {
            assert_ne!(palette.index(index), ground, "color {index} is invisible");
        }
    }
}

#[test]
fn bold_brightens_inverse_swaps_and_hidden_hides() {
    let palette = dark();
    let with = |flags| Cell { fg: Color::Named(NamedColor::Green), flags, ..Cell::default() };
    let show = |flags| palette.cell(&with(flags), &Colors::default());
    let (green, ground) = (palette.index(2), palette.background);
    assert_eq!(show(Flags::empty()), (green, ground));
    assert_eq!(show(Flags::BOLD), (palette.index(10), ground));
    assert_eq!(show(Flags::INVERSE), (ground, green));
    assert_eq!(show(Flags::HIDDEN), (ground, ground));
    let (dim, _) = show(Flags::DIM);
    assert!(dim != green && dim != ground);
}
