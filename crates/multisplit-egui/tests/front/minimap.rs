//! Tests of the small map in the corner of a surface that is larger than its window.

use crate::fixture::{Stage, TestApp, click, drag, sized, themed};
use egui::{Rect, Theme, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit::{Command, Rules, Template};

fn grid(rows: usize, cols: usize) -> TestApp {
    let names: Vec<String> = (0..rows * cols).map(|i| format!("label:n{i}")).collect();
    let mut app = TestApp::new(Rules::default());
    app.template(Template::Grid { rows, cols }, &names.iter().map(String::as_str).collect::<Vec<_>>());
    app.front = app.front.minimap(true);
    app.focus("label:n0");
    app
}

fn map(stage: &Stage) -> Rect {
    stage.get_by_label("Minimap").rect()
}

fn scroll(stage: &Stage) -> multisplit::geometry::Point {
    stage.state().workspace.layout().area().scroll()
}

#[test]
fn dark() {
    let mut stage = themed(grid(20, 20), vec2(500.0, 360.0), 1.0, Theme::Dark);
    let at = map(&stage).center();
    click(&mut stage, at);
    stage.hover_at(stage.state().rect.left_top() + vec2(20.0, 20.0));
    stage.run();
    stage.snapshot("minimap_dark");
}

#[test]
fn light_under_the_pointer() {
    let mut stage = themed(grid(20, 20), vec2(500.0, 360.0), 1.0, Theme::Light);
    stage.hover_at(map(&stage).center());
    stage.run();
    stage.snapshot("minimap_light");
}

#[test]
fn it_is_there_only_while_there_is_more_than_can_be_seen_and_only_if_wanted() {
    let stage = sized(grid(2, 2), vec2(500.0, 400.0), 1.0);
    assert!(stage.query_by_label("Minimap").is_none(), "all is seen");
    let mut app = grid(20, 20);
    app.front = app.front.minimap(false);
    let stage = sized(app, vec2(500.0, 400.0), 1.0);
    assert!(stage.query_by_label("Minimap").is_none(), "not wanted");
    let mut stage = sized(grid(20, 20), vec2(500.0, 400.0), 1.0);
    let (map, whole) = (map(&stage), stage.state().rect);
    assert!(map.width() <= 200.0 && map.height() <= 140.0 && whole.contains_rect(map), "{map:?}");
    assert!(map.center().x > whole.center().x && map.center().y > whole.center().y, "{map:?}");
    let pane = stage.state().pane("label:n0");
    stage.state_mut().run(&Command::Zoom { pane });
    stage.run();
    assert!(stage.query_by_label("Minimap").is_none(), "one pane is all there is to see");
}

#[test]
fn a_click_on_it_scrolls_there_and_reaches_nothing_below() {
    let mut stage = sized(grid(20, 20), vec2(500.0, 400.0), 1.0);
    let to = map(&stage).right_bottom() - vec2(3.0, 3.0);
    click(&mut stage, to);
    let (end, whole) = (stage.state().at("label:n399"), stage.state().rect);
    assert!(whole.expand(0.5).contains_rect(end), "{end:?}");
    assert_eq!(stage.state().focused(), "label:n0");
}

#[test]
fn its_window_is_dragged_and_the_surface_follows() {
    let mut stage = sized(grid(20, 20), vec2(500.0, 400.0), 1.0);
    let map = map(&stage);
    let start = map.min + vec2(20.0, 20.0);
    drag(&mut stage, start, start + vec2(40.0, 0.0));
    let moved = scroll(&stage);
    let content = stage.state().workspace.layout().placer().content().size;
    let expect = 40.0 * f64::from(content[0]) / f64::from(map.width());
    assert!((moved.x - expect).abs() < 12.0 && moved.y == 0.0, "{moved:?} for {expect}");
    drag(&mut stage, start + vec2(40.0, 0.0), start + vec2(-500.0, 300.0));
    let end = scroll(&stage);
    assert!(end.x == 0.0 && end.y > 200.0, "{end:?}");
    assert_eq!(stage.state().focused(), "label:n0");
    assert!(stage.state().undo_names().len() <= 1, "scrolling is no edit");
}

#[test]
fn ten_thousand_panes_are_one_shape_of_bounded_size() {
    let mut stage = sized(grid(100, 100), vec2(500.0, 400.0), 1.0);
    stage.run();
    let shapes = stage.output().shapes.iter();
    let corners: usize =
        shapes.map(|s| if let egui::Shape::Mesh(mesh) = &s.shape { mesh.vertices.len() } else { 0 }).sum();
    // Tiles of at least three points a side, with four corners each, and their marks.
    assert!(corners > 100 && corners < 60_000, "{corners}");
}
