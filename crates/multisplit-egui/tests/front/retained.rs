//! Tests of retained painting: when an unchanged pane is painted from what it painted last, when it must not be, and that nothing the user
//! does is lost.

mod screen;
mod sessions;

use crate::fixture::{TestApp, stage};
use egui::{Event, Key, Modifiers, Pos2, pos2, vec2};
use multisplit::Template;
use multisplit_egui::{Overview, Style, WorkspaceArea};
use screen::{Screen, wide};
use std::time::Duration;

fn columns(widgets: &[&str]) -> Screen {
    let mut screen = Screen::new(widgets, Template::Columns);
    screen.frames(6);
    screen
}

/// Returns the place of the button of a `text:` pane.
fn button_of(screen: &Screen, widget: &str) -> Pos2 {
    screen.at(widget).min + vec2(20.0, 34.0)
}

#[test]
fn an_unchanged_pane_is_not_run() {
    let mut screen = columns(&["text:a", "draw:b", "long:c", "plain:d"]);
    let names = ["a", "b", "c", "d"];
    let before = names.map(|name| screen.runs(name));
    screen.frames(10);
    assert_eq!(names.map(|name| screen.runs(name)), [before[0], before[1], before[2], before[3] + 10]);
    screen.bump("b");
    screen.frames(10);
    assert_eq!(screen.runs("b"), before[1] + 1, "a change is drawn once");
    assert_eq!(screen.runs("a"), before[0]);
    assert_eq!((screen.painted.drawn, screen.painted.replayed), (1, 3));
    screen.front = WorkspaceArea::new().retained_painting(false);
    screen.frames(3);
    assert_eq!(screen.runs("a"), before[0] + 3);
}

#[test]
fn everything_is_run_while_a_screen_reader_listens() {
    let mut screen = columns(&["text:a", "draw:b"]);
    let before = screen.runs("a");
    screen.ctx.enable_accesskit();
    screen.frames(5);
    assert_eq!(screen.runs("a"), before + 5);
    screen.ctx.disable_accesskit();
    screen.frames(5);
    assert_eq!(screen.runs("a"), before + 6);
}

#[test]
fn the_first_click_into_a_pane_that_rested_is_not_lost() {
    for in_one_frame in [false, true] {
        let mut screen = columns(&["text:a", "text:b", "text:c"]);
        let before = screen.runs("b");
        screen.frames(100);
        assert_eq!(screen.runs("b"), before);
        let at = button_of(&screen, "text:b");
        screen.hover(at);
        screen.button(at, true);
        if !in_one_frame {
            screen.frame();
            assert_eq!(screen.runs("b"), before + 1, "it is drawn in the very frame");
        }
        screen.button(at, false);
        // The movement and each edge of the button have a frame of their own.
        screen.frames(3);
        assert_eq!(screen.clicks("b"), 1, "{in_one_frame}");
        assert_eq!((screen.clicks("a"), screen.clicks("c")), (0, 0));
    }
}

#[test]
fn a_pane_is_run_while_the_pointer_is_at_it_and_once_more_when_it_leaves() {
    let mut screen = columns(&["text:a", "text:b", "text:c"]);
    let before = screen.runs("b");
    let at = screen.at("text:b").center();
    screen.hover(at);
    screen.frames(4);
    assert_eq!(screen.runs("b"), before + 4);
    screen.hover(screen.at("text:c").center());
    screen.frames(1);
    assert_eq!(screen.runs("b"), before + 5);
    screen.frames(6);
    assert_eq!(screen.runs("b"), before + 5);
    // While the press is held, the pane is run wherever the pointer goes.
    screen.hover(at);
    screen.button(at, true);
    screen.frame();
    screen.hover(screen.at("text:a").center());
    let held = screen.runs("b");
    screen.frames(3);
    assert_eq!(screen.runs("b"), held + 3);
}

#[test]
fn the_tab_key_reaches_buttons_of_panes_that_rest() {
    let mut screen = columns(&["text:a", "text:b"]);
    let clicks = |screen: &mut Screen, key| {
        let (modifiers, repeat) = (Modifiers::NONE, false);
        for pressed in [true, false] {
            screen.events.push(Event::Key { key, physical_key: None, pressed, repeat, modifiers });
            screen.frame();
        }
        screen.frames(20);
        [screen.clicks("a"), screen.clicks("b")]
    };
    assert_eq!(clicks(&mut screen, Key::Tab), [0, 0]);
    assert_eq!(clicks(&mut screen, Key::Enter), [1, 0]);
    assert_eq!(clicks(&mut screen, Key::Tab), [1, 0]);
    assert_eq!(clicks(&mut screen, Key::Enter), [1, 1]);
}

#[test]
fn what_leaves_more_than_shapes_is_run_every_time() {
    let mut screen = columns(&["busy:a", "over:b", "gpu:c", "text:d"]);
    let before = ["a", "b", "c", "d"].map(|name| screen.runs(name));
    screen.frames(5);
    let [a, b, c, d] = before;
    assert_eq!(["a", "b", "c", "d"].map(|name| screen.runs(name)), [a + 5, b + 5, c + 5, d]);
    // With the next revision, it requests no frame any more.
    screen.bump("a");
    screen.frames(5);
    assert_eq!(screen.runs("a"), a + 6);
}

#[test]
fn a_frame_that_another_pane_asks_for_stops_nobody_from_resting() {
    let mut screen = columns(&["text:a", "busy:b", "text:c"]);
    screen.bump("a");
    screen.bump("c");
    let before = ["a", "c"].map(|name| screen.runs(name));
    screen.frames(8);
    assert_eq!(["a", "c"].map(|name| screen.runs(name)), before.map(|runs| runs + 1));
}

#[test]
fn panes_out_of_view_cost_nothing_and_those_that_scroll_are_not_run() {
    let widgets: Vec<String> = (0..12).map(|n| format!("text:n{n}")).collect();
    let widgets: Vec<&str> = widgets.iter().map(String::as_str).collect();
    let mut screen = Screen::new(&widgets, Template::Columns);
    screen.front = WorkspaceArea::new().style(Style { divider: 4.0, min_pane: [100.0, 32.0], ..wide() });
    screen.focus("text:n0");
    screen.frames(6);
    assert_eq!((screen.painted.drawn, screen.painted.replayed, screen.painted.culled), (0, 7, 5));
    assert_eq!(screen.runs("n11"), 0);
    let before = screen.runs("n3");
    // The pointer is far from the pane.
    let at = pos2(5.0, 238.0);
    screen.hover(at);
    for _ in 0..10 {
        let (unit, phase) = (egui::MouseWheelUnit::Point, egui::TouchPhase::Move);
        let (delta, modifiers, source) = (vec2(-8.0, 0.0), Modifiers::NONE, egui::MouseWheelSource::Trackpad);
        screen.events.push(Event::MouseWheel { unit, delta, modifiers, phase, source });
        screen.frame();
    }
    assert!(screen.at("text:n3").min.x < 270.0, "it has not moved: {}", screen.at("text:n3"));
    assert_eq!(screen.runs("n3"), before);
}

#[test]
fn what_was_drawn_is_shown_on_request() {
    let mut screen = columns(&["text:a", "text:b", "text:c"]);
    let plain = screen.picture();
    screen.front = WorkspaceArea::new().debug_paint(true);
    screen.frame();
    assert_eq!((screen.painted.drawn, screen.painted.replayed, screen.painted.dirty), (0, 3, None));
    let middle = |screen: &Screen, widget| {
        let at = screen.at(widget).center() + vec2(0.0, 60.0);
        (at.x as u32, at.y as u32)
    };
    screen.bump("b");
    screen.frame();
    assert_eq!((screen.painted.drawn, screen.painted.replayed), (1, 2));
    assert_eq!(screen.painted.dirty, Some(screen.at("text:b")));
    let shown = screen.picture();
    for (widget, tinted) in [("text:a", false), ("text:b", true), ("text:c", false)] {
        let (x, y) = middle(&screen, widget);
        assert_eq!(shown.pixel(x, y) != plain.pixel(x, y), tinted, "{widget}");
    }
    let edge = screen.at("text:b").left_center() + vec2(1.0, 60.0);
    assert_eq!(shown.pixel(edge.x as u32, edge.y as u32), Some([255, 64, 160, 255]));
}

#[test]
fn everything_is_drawn_once_after_it_was_asked_for() {
    let mut screen = columns(&["text:a", "text:b"]);
    let before = screen.runs("a");
    let mut id = None;
    let mut output = egui::Context::default().run_ui(egui::RawInput::default(), |ui| id = Some(ui.scope_id()));
    output.textures_delta.clear();
    WorkspaceArea::redraw(&screen.ctx, id.expect("an id"));
    screen.frames(5);
    assert_eq!(screen.runs("a"), before + 1);
}

#[test]
fn loads_ask_for_no_more_frames_than_are_wanted_and_the_user_is_not_kept_waiting() {
    let mut screen = columns(&["slow:a", "slow:b", "text:c"]);
    assert_eq!(screen.delay, Duration::from_millis(100));
    for (rate, wait) in [(2.0, 500), (1000.0, 100), (0.0, 1000), (f32::NAN, 100)] {
        screen.front = WorkspaceArea::new().frames_per_second(rate);
        screen.frames(3);
        assert_eq!(screen.delay, Duration::from_millis(wait), "{rate}");
    }
    screen.front = WorkspaceArea::new().frames_per_second(1.0);
    let at = screen.at("slow:a").center() + vec2(0.0, 80.0);
    screen.hover(at);
    screen.button(at, true);
    screen.frame();
    assert_eq!(screen.delay, Duration::ZERO, "the focus that has moved is shown at once");
}

#[test]
fn the_harness_of_the_other_tests_is_a_screen_reader() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let before = stage.state().log.borrow().clips.len();
    stage.run_steps(3);
    assert_eq!(stage.state().log.borrow().clips.len(), before + 6);
}

/// Returns `true` if a pixel is the yellow of the wave in `draw:` panes, even after it was scaled down.
fn is_wave(pixel: &[u8]) -> bool {
    pixel[0] > 130 && pixel[1] > 130 && pixel[2] < 80
}

#[test]
fn the_map_shows_small_pictures_of_what_was_kept() {
    let mut screen = columns(&["text:a", "draw:b", "long:c", "plain:d"]);
    screen.size = vec2(1200.0, 500.0);
    screen.frames(6);
    let runs = ["a", "b", "c", "d"].map(|name| screen.runs(name));
    screen.overview = Some(Overview::new());
    screen.frames(3);
    assert_eq!(["a", "b", "c", "d"].map(|name| screen.runs(name)), runs, "nobody is run for the map");
    let small = screen.picture();
    if let Some(path) = std::env::var_os("SHOW_PICTURE") {
        small.save_png(path).expect("written");
    }
    let waves = |image: &multisplit_raster::Image| image.rgba.chunks(4).filter(|pixel| is_wave(pixel)).count();
    assert!(waves(&small) > 20, "{} pixels", waves(&small));
    screen.overview = None;
    screen.frames(3);
    screen.front = WorkspaceArea::new().retained_painting(false);
    screen.frames(3);
    screen.overview = Some(Overview::new());
    screen.frames(3);
    assert_eq!(waves(&screen.picture()), 0, "what is not kept is sketched");
}
