//! What a front end needs whose device pixels are the cells of a terminal: whole rectangles, and lengths of a few cells.

use crate::check::{run, show, sizes, write};
use multisplit::geometry::{Aspect, Length, Point, PxRect, Rect};
use multisplit::placement::{Area, Grip, Hit, Metrics, Snap};
use multisplit::{Command, Layout, Moment, SurfaceId};

fn length(units: f64) -> Length {
    Length::new(units).expect("a length")
}

/// Returns lengths for a terminal: one cell between panes, one row for a bar.
fn cells() -> Metrics {
    Metrics { divider: length(1.0), tab_bar: length(1.0), collapsed: [length(3.0), length(1.0)], ..Metrics::default() }
}

fn placed(text: &str, metrics: Metrics, area: Area) -> Layout {
    let mut layout = show(text);
    layout.set_metrics(metrics);
    layout.place(area);
    layout
}

#[test]
fn views_come_in_whole_pixels_of_the_window_and_leave_no_gap() {
    let area = Area::new(81.0, 24.0).expect("an area");
    let layout = placed("row(>a, tabs(*b, c), -d)", cells(), area);
    let panes: Vec<PxRect> = (0..).map_while(|at| layout.pane_view(at)).map(|view| view.px).collect();
    assert_eq!(panes, [PxRect::new(0, 0, 38, 24), PxRect::new(39, 1, 38, 23)]);
    let bars: Vec<PxRect> = layout.tab_bars().map(|bar| bar.px).collect();
    assert_eq!(bars, [PxRect::new(39, 0, 38, 1)]);
    let folds: Vec<PxRect> = layout.folds().map(|fold| fold.px).collect();
    assert_eq!(folds, [PxRect::new(78, 0, 3, 24)]);
    let dividers: Vec<PxRect> = layout.dividers().map(|(at, _)| layout.content_to_area_px(at.rect)).collect();
    assert_eq!(dividers, [PxRect::new(38, 0, 1, 24), PxRect::new(77, 0, 1, 24)]);
}

#[test]
fn pixels_and_units_of_a_view_are_the_same_place_at_every_scale_and_scroll() {
    let wide = Metrics { min_pane: [length(300.0); 2], ..Metrics::default() };
    for scale in [0.75, 1.0, 1.5, 2.0] {
        let area = Area::new(500.0, 400.0).expect("an area").with_scale(scale).expect("a scale");
        let area = area.with_scroll(Point::new(123.0, 0.0)).expect("a place");
        let layout = placed("row(>a, tabs(*b, c), d)", wide, area);
        assert!(layout.area().scroll().x > 0.0, "it is scrolled");
        let units = layout.placer().scale();
        for view in (0..).map_while(|at| layout.pane_view(at)) {
            assert_eq!(units.rect(view.px), view.rect, "{scale}");
            assert_eq!(layout.rect(view.pane), Some(view.rect), "{scale}");
        }
        for bar in layout.tab_bars() {
            assert_eq!(units.rect(bar.px), bar.rect, "{scale}");
        }
    }
}

#[test]
fn a_strip_in_a_column_is_one_row_and_one_in_a_row_is_as_wide_as_the_terminal_says() {
    let area = Area::new(80.0, 24.0).expect("an area");
    for (text, expect) in [("row(>a, -b)", [76.0, 3.0]), ("col(>a, -b)", [22.0, 1.0])] {
        let layout = placed(text, cells(), area);
        assert_eq!(sizes(&layout, layout.tree().root().expect("a root")), expect, "{text}");
    }
}

#[test]
fn what_opens_goes_beside_or_below_by_what_looks_longer_in_cells_that_are_high() {
    let high = Aspect::new(2.0).expect("a ratio");
    let table = [
        (Aspect::SQUARE, 10.0, [80.0, 60.0], "row(a, >b)"),
        (high, 10.0, [80.0, 60.0], "col(a, >b)"),
        (high, 10.0, [80.0, 30.0], "row(a, >b)"),
        // Twenty columns are as long as ten rows.
        (high, 20.0, [30.0, 20.0], "col(a, >b)"),
        (high, 20.0, [30.0, 19.0], "tabs(a, >*b)"),
        (high, 0.0, [2.0, 1.0], "row(a, >b)"),
    ];
    for (unit_aspect, min_half, [w, h], expect) in table {
        let metrics = Metrics { unit_aspect, min_half: length(min_half), ..cells() };
        let mut layout = placed(">a", metrics, Area::new(w, h).expect("an area"));
        run(&mut layout, "open b", 0).expect("there is space");
        assert_eq!(write(&layout), expect, "{unit_aspect:?} {min_half} {w} x {h}");
    }
}

#[test]
fn a_divider_snaps_within_the_reach_that_was_set() {
    for (snap_reach_px, expect) in [(0, [37.0, 39.0, 40.0]), (1, [37.0, 40.0, 40.0]), (24, [40.0, 40.0, 40.0])] {
        let metrics = Metrics { snap_reach_px, ..cells() };
        let mut layout = placed("row(>a, b)", metrics, Area::new(81.0, 24.0).expect("an area"));
        assert!(layout.grab(Moment::ZERO, Point::new(40.0, 5.0), 0.0));
        let mut width_at = |x: f64| {
            layout.drag_to(Point::new(x, 5.0), Snap::Fractions);
            layout.place(layout.area());
            layout.pane_view(0).expect("a pane").rect.w
        };
        assert_eq!([37.0, 39.0, 40.0].map(&mut width_at), expect, "{snap_reach_px}");
    }
}

#[test]
fn a_unit_without_a_sensible_shape_is_refused_in_words() {
    for ratio in [0.0, -1.0, 17.0, f64::NAN, f64::INFINITY] {
        let error = Aspect::new(ratio).expect_err("no ratio");
        assert_eq!(error.to_string(), format!("the aspect ratio {ratio} is not between 1/16 and 16"));
    }
}

/// Floats `b` and everything beside it in `text` at 20, 5 with 30 by 10 cells. Returns the surface.
fn floated(text: &str, metrics: Metrics, then: &str) -> (Layout, SurfaceId) {
    let mut layout = placed("row(>a, b)", metrics, Area::new(80.0, 24.0).expect("an area"));
    let pane = layout.pane_of("b").expect("a pane");
    let float = Command::Float { pane, area: Rect::new(20.0, 5.0, 30.0, 10.0) };
    let surface = layout.run(Moment::ZERO, &float).expect("there is space").surface.expect("a surface");
    for line in text.split(';').chain(then.split(';')).filter(|line| !line.is_empty()) {
        run(&mut layout, line, 0).unwrap_or_else(|error| panic!("{line}: {error}"));
    }
    layout.place(layout.area());
    (layout, surface)
}

/// Returns what is at the middle of a cell, as a letter.
fn letter(layout: &Layout, [x, y]: [i32; 2], padding: f64) -> char {
    match layout.hit(Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5), padding) {
        None => ' ',
        Some(Hit::Pane(pane)) => layout.tree().widget(pane).and_then(|id| id.as_str().chars().next()).unwrap_or('?'),
        Some(Hit::Divider(divider)) if divider.axis == multisplit::geometry::Axis::Horizontal => '|',
        Some(Hit::Divider(_)) => '-',
        Some(Hit::TabBar(_)) => 't',
        Some(Hit::Folded(_)) => 'f',
        Some(Hit::Title(_)) => '=',
        Some(Hit::Edge { grip, .. }) => match grip {
            Grip::Left => '<',
            Grip::Right => '>',
            Grip::Top => '^',
            Grip::Bottom => 'v',
            Grip::TopLeft => '1',
            Grip::TopRight => '2',
            Grip::BottomLeft => '3',
            Grip::BottomRight => '4',
        },
    }
}

/// Returns what is at the cells of the borders of a float at 20, 5 with 30 by 10 cells: a few columns of a few rows.
fn border(layout: &Layout, padding: f64) -> Vec<String> {
    let columns = [18, 19, 20, 21, 30, 48, 49, 50, 51];
    let row = |y: i32| columns.map(|x| letter(layout, [x, y], padding)).iter().collect();
    [3, 4, 5, 6, 10, 13, 14, 15, 16].map(row).to_vec()
}

#[test]
fn a_floating_surface_is_moved_at_its_strip_and_resized_at_its_edges_and_corners() {
    let edges = Metrics { float_edge: length(1.0), ..cells() };
    let (layout, _) = floated("", edges, "");
    let inside = [
        "aaaaaaaaa",
        "aaaaaaaaa",
        "aa1===2aa",
        "aa<bbb>aa",
        "aa<bbb>aa",
        "aa<bbb>aa",
        "aa3vvv4aa",
        "aaaaaaaaa",
        "aaaaaaaaa",
    ];
    assert_eq!(border(&layout, 0.0), inside, "edges inside");
    let (layout, _) = floated("", cells(), "");
    let beside = [
        "aaaaaaaaa",
        "a11^^^22a",
        "a1=====2a",
        "a<bbbbb>a",
        "a<bbbbb>a",
        "a<bbbbb>a",
        "a3bbbbb4a",
        "a33vvv44a",
        "aaaaaaaaa",
    ];
    assert_eq!(border(&layout, 1.0), beside, "edges beside it");
    let none = [
        "aaaaaaaaa",
        "aaaaaaaaa",
        "aa=====aa",
        "aabbbbbaa",
        "aabbbbbaa",
        "aabbbbbaa",
        "aabbbbbaa",
        "aaaaaaaaa",
        "aaaaaaaaa",
    ];
    assert_eq!(border(&layout, 0.0), none, "no edges");
    let below = |at| layout.hit_content(Point::new(30.5, at), 0.0);
    let a = layout.pane_of("a").map(Hit::Pane);
    assert_eq!((below(5.5), below(4.5)), (a, a), "a front end that finds strips itself sees what is below");
}

#[test]
fn the_bar_of_tabs_that_float_is_their_strip_and_its_ends_are_corners() {
    let edges = Metrics { float_edge: length(1.0), ..cells() };
    let (layout, _) = floated("split b tab c", edges, "");
    assert_eq!(border(&layout, 0.0)[2..4], ["aa1ttt2aa", "aa<ccc>aa"]);
    let zoomed = Metrics { zoom_bar: length(1.0), ..edges };
    let (layout, _) = floated("split b bottom c", zoomed, "zoom b");
    assert_eq!(border(&layout, 0.0)[2..4], ["aa1===2aa", "aa<bbb>aa"], "a pane fills the surface");
    let bare = Metrics { tab_bar: Length::ZERO, ..edges };
    let (layout, _) = floated("", bare, "");
    assert_eq!(border(&layout, 0.0)[2..4], ["aa1^^^2aa", "aa<bbb>aa"], "there is no strip");
}

#[test]
fn a_divider_names_its_surface_and_a_strip_above_one_is_not_grabbed_through() {
    let (mut layout, float) = floated("split b bottom c", cells(), "");
    let surfaces: Vec<SurfaceId> = layout.dividers().map(|(divider, _)| divider.surface).collect();
    assert_eq!(surfaces, [float], "the main surface has one pane only");
    let hit = layout.hit(Point::new(30.5, 10.5), 0.0);
    assert!(matches!(hit, Some(Hit::Divider(divider)) if divider.surface == float), "{hit:?}");
    run(&mut layout, "split a right d", 0).expect("there is space");
    layout.place(layout.area());
    let surfaces: Vec<SurfaceId> = layout.dividers().map(|(divider, _)| divider.surface).collect();
    assert_eq!(surfaces, [SurfaceId::MAIN, float]);
    let main = layout.dividers().next().map(|(_, rect)| rect.x).expect("a divider");
    assert!((20.0..50.0).contains(&main), "it passes below the float");
    assert!(!layout.grab(Moment::ZERO, Point::new(main + 0.5, 5.5), 0.0));
    assert!(layout.grab(Moment::ZERO, Point::new(main + 0.5, 1.5), 0.0));
}
