//! Picture tests of the overview.

use crate::fixture::{carry, themed, type_text};
use crate::overview::{desk, grid, on_map, open};
use egui::{Theme, vec2};

#[test]
fn dark() {
    open(themed(desk(), vec2(900.0, 480.0), 1.0, Theme::Dark)).snapshot("overview_dark");
}

#[test]
fn light() {
    open(themed(desk(), vec2(900.0, 480.0), 1.0, Theme::Light)).snapshot("overview_light");
}

#[test]
fn searching() {
    let mut stage = open(themed(desk(), vec2(900.0, 480.0), 1.5, Theme::Dark));
    type_text(&mut stage, "out");
    stage.snapshot("overview_searching");
}

#[test]
fn dragging() {
    let mut stage = open(themed(desk(), vec2(900.0, 480.0), 1.0, Theme::Light));
    let (from, to) = (on_map(&stage, [0.25, 0.5]), on_map(&stage, [0.99, 0.2]));
    carry(&mut stage, from, to);
    stage.snapshot("overview_dragging");
}

#[test]
fn a_thousand_panes() {
    let mut stage = open(themed(grid(25, 40), vec2(900.0, 480.0), 1.0, Theme::Dark));
    stage.snapshot("overview_thousand");
    type_text(&mut stage, "n77");
    stage.snapshot("overview_thousand_found");
}

#[test]
fn a_narrow_window_has_its_list_below() {
    let mut stage = open(themed(desk(), vec2(320.0, 440.0), 1.0, Theme::Light));
    type_text(&mut stage, "r");
    stage.snapshot("overview_narrow");
}
