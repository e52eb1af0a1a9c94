//! Tests of a surface that is larger than its window, of folded panes, of zoom, and of tiny windows.

use crate::fixture::{TestApp, click, drag, key, sized, stage, wheel};
use egui::{Key, Modifiers, Rect, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit::{Bars, Command, Rules, Template};

fn wide(widget: &str) -> TestApp {
    let names: Vec<String> = (0..20).map(|i| format!("{widget}:n{i}")).collect();
    TestApp::columns(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The space between the edges of a pane and what its widget draws, in points.
const MARGIN: f32 = 6.0;

#[test]
fn panes_keep_their_least_size_and_the_wheel_scrolls_to_those_out_of_view() {
    let mut app = wide("label");
    app.focus("label:n0");
    let mut stage = sized(app, vec2(400.0, 300.0), 1.0);
    assert_eq!(stage.state().at("label:n0").width(), 48.0);
    assert!(stage.query_by_label("this is n19").is_none());
    let at = stage.state().rect.center();
    wheel(&mut stage, at, vec2(200.0, 0.0), Modifiers::NONE);
    assert_eq!(stage.state().at("label:n0").min.x, stage.state().rect.min.x - 200.0);
    wheel(&mut stage, at, vec2(5000.0, 0.0), Modifiers::NONE);
    assert_eq!(stage.state().at("label:n19").max.x, stage.state().rect.max.x);
    assert!(stage.query_by_label("this is n19").is_some() && stage.query_by_label("this is n0").is_none());
    wheel(&mut stage, at, vec2(-5000.0, 0.0), Modifiers::NONE);
    assert_eq!(stage.state().at("label:n0").min.x, stage.state().rect.min.x);
}

#[test]
fn a_pane_that_scrolls_takes_the_wheel_before_the_surface_does() {
    let mut app = TestApp::new(Rules::default());
    let names: Vec<String> = (0..20).map(|i| format!("long:n{i}")).collect();
    app.template(Template::Rows, &names.iter().map(String::as_str).collect::<Vec<_>>());
    app.focus("long:n0");
    let mut stage = sized(app, vec2(300.0, 200.0), 1.0);
    let at = stage.state().at("long:n0").center();
    wheel(&mut stage, at, vec2(0.0, 60.0), Modifiers::NONE);
    assert_eq!(stage.state().at("long:n0").min.y, stage.state().rect.min.y);
    wheel(&mut stage, at, vec2(0.0, 60.0), Modifiers::ALT);
    assert_eq!(stage.state().at("long:n0").min.y, stage.state().rect.min.y - 60.0);
}

#[test]
fn the_bar_of_a_scrolled_surface_is_dragged() {
    let mut app = wide("label");
    app.focus("label:n0");
    let mut stage = sized(app, vec2(400.0, 300.0), 1.0);
    let bar = stage.get_by_label("Scroll sideways").rect();
    stage.snapshot("scroll_bar");
    drag(&mut stage, bar.left_center() + vec2(20.0, 0.0), bar.right_center());
    assert_eq!(stage.state().at("label:n19").max.x, stage.state().rect.max.x);
    click(&mut stage, bar.left_center() + vec2(2.0, 0.0));
    assert_eq!(stage.state().at("label:n0").min.x, stage.state().rect.min.x);
    assert_eq!(stage.state().focused(), "label:n0");
}

#[test]
fn keys_scroll_the_surface_by_most_of_what_is_seen() {
    let mut app = wide("label");
    app.focus("label:n0");
    let mut stage = sized(app, vec2(400.0, 300.0), 1.0);
    let ctrl_alt = Modifiers::CTRL | Modifiers::ALT;
    key(&mut stage, ctrl_alt, Key::End);
    assert_eq!(stage.state().at("label:n0").min.x, stage.state().rect.min.x - 320.0);
    assert_eq!(stage.state().focused(), "label:n0");
    for _ in 0..5 {
        key(&mut stage, ctrl_alt, Key::End);
    }
    assert_eq!(stage.state().at("label:n19").max.x, stage.state().rect.max.x);
    key(&mut stage, ctrl_alt, Key::PageDown);
    assert_eq!(stage.state().at("label:n19").min.y, stage.state().rect.min.y, "there is nothing below");
    key(&mut stage, ctrl_alt, Key::Home);
    let end = stage.state().at("label:n19").max.x - stage.state().rect.max.x;
    assert_eq!(end, 320.0);
}

#[test]
fn a_surface_that_fits_has_no_bar() {
    let stage = stage(TestApp::columns(&["label:a", "label:b"]));
    assert!(stage.query_by_label("Scroll sideways").is_none());
    assert!(stage.query_by_label("Scroll up and down").is_none());
}

#[test]
fn a_pane_that_gets_the_focus_out_of_view_is_scrolled_to() {
    let mut app = wide("label");
    app.focus("label:n0");
    let mut stage = sized(app, vec2(400.0, 300.0), 1.0);
    for _ in 0..12 {
        key(&mut stage, Modifiers::ALT, Key::ArrowRight);
    }
    let rect = stage.state().at("label:n12");
    assert_eq!(stage.state().focused(), "label:n12");
    assert!(stage.state().rect.contains_rect(rect), "{rect:?}");
    stage.state_mut().focus("label:n0");
    stage.run();
    assert_eq!(stage.state().at("label:n0").min, stage.state().rect.min);
}

#[test]
fn the_strip_of_a_folded_pane_opens_with_a_click() {
    let mut app = TestApp::columns(&["label:a", "label:b"]);
    let pane = app.pane("label:a");
    app.run(&Command::Collapse { pane, collapsed: true });
    let mut stage = stage(app);
    assert!(stage.query_by_label("this is a").is_none());
    stage.snapshot("folded");
    stage.get_by_label("Expand a").click();
    stage.run();
    assert!(stage.query_by_label("this is a").is_some());
}

#[test]
fn a_window_of_one_pixel_or_none_is_no_trouble() {
    for (w, h) in [(1.0, 600.0), (800.0, 1.0), (1.0, 1.0), (0.0, 0.0), (-5.0, 40.0)] {
        let mut app = TestApp::new(Rules { bars: Bars::Always, ..Rules::default() });
        app.template(Template::Grid { rows: 2, cols: 2 }, &["edit:a", "long:b", "label:c", "slow:d"]);
        let pane = app.pane("label:c");
        app.run(&Command::Float { pane, area: multisplit::geometry::Rect::new(5.0, 5.0, 200.0, 100.0) });
        let mut stage = sized(app, vec2(w, h), 1.0);
        stage.hover_at(pos2(8.5, 8.5));
        stage.run_steps(3);
        stage.set_size(vec2(816.0, 616.0));
        stage.run_steps(3);
        assert!(stage.query_by_label("this is c").is_some(), "{w} x {h}");
    }
}

#[test]
fn nothing_is_drawn_outside_of_the_workspace() {
    let mut stage = egui_kittest::Harness::builder().with_size([900.0, 700.0]).build_ui_state(
        |ui, app: &mut TestApp| {
            let part = Rect::from_min_size(pos2(100.0, 100.0), vec2(300.0, 200.0));
            let mut child = ui.new_child(egui::UiBuilder::new().max_rect(part));
            child.set_clip_rect(part);
            crate::fixture::draw(&mut child, app);
        },
        wide("label"),
    );
    let pane = stage.state().pane("label:n3");
    let area = multisplit::geometry::Rect::new(250.0, 150.0, 200.0, 200.0);
    stage.state_mut().run(&Command::Float { pane, area });
    stage.run();
    stage.hover_at(pos2(250.0, 200.0));
    stage.run();
    let part = Rect::from_min_size(pos2(100.0, 100.0), vec2(300.0, 200.0));
    let shapes = &stage.output().shapes;
    assert!(shapes.len() > 20);
    // What the harness itself draws has no size.
    for shape in shapes.iter().filter(|s| s.shape.visual_bounding_rect().is_positive()) {
        assert!(part.contains_rect(shape.clip_rect) || !shape.clip_rect.is_positive(), "{shape:?}");
    }
    let log = stage.state().log.borrow();
    assert!(log.clips.iter().all(|(clip, pane)| pane.expand(MARGIN).contains_rect(*clip) && part.contains_rect(*clip)));
}

#[test]
fn the_application_scrolls_where_it_was_and_the_focused_pane_does_not_pull_it_back() {
    let mut app = wide("label");
    app.focus("label:n0");
    let mut stage = egui_kittest::Harness::builder().with_size(vec2(400.0, 300.0)).build_ui_state(
        |ui, (app, id): &mut (TestApp, Option<egui::Id>)| {
            if id.replace(ui.scope_id()).is_none() {
                multisplit_egui::WorkspaceArea::scroll_to(
                    ui.ctx(),
                    ui.scope_id(),
                    multisplit::geometry::Point::new(150.0, 0.0),
                );
            }
            app.front.show(ui, &mut app.workspace);
        },
        (app, None),
    );
    stage.run();
    assert_eq!(stage.state().0.workspace.layout().area().scroll().x, 150.0);
}

#[test]
fn the_way_to_a_focused_pane_is_seen() {
    let mut app = wide("label");
    app.focus("label:n0");
    let mut stage = sized(app, vec2(400.0, 300.0), 1.0);
    let scrolled = |app: &TestApp| app.workspace.layout().area().scroll().x;
    assert_eq!(scrolled(stage.state()), 0.0);
    // The harness has turned animations off.
    stage.ctx.all_styles_mut(|style| style.animation_time = 0.1);
    stage.state_mut().focus("label:n19");
    stage.step();
    stage.step();
    let on_its_way = scrolled(stage.state());
    stage.run();
    let there = scrolled(stage.state());
    assert!(0.0 < on_its_way && on_its_way < there, "{on_its_way} {there}");
    assert_eq!(stage.state().at("label:n19").max.x, stage.state().rect.max.x);
}

type Asked = (TestApp, Option<multisplit::geometry::Point>);

/// Creates a stage that scrolls to the last pane. If its second part is set, the application scrolls to that point.
fn under_way() -> egui_kittest::Harness<'static, Asked> {
    let mut app = wide("label");
    app.focus("label:n0");
    let mut stage = egui_kittest::Harness::builder().with_size(vec2(400.0, 300.0)).build_ui_state(
        |ui, (app, to): &mut Asked| {
            if let Some(to) = to.take() {
                multisplit_egui::WorkspaceArea::scroll_to(ui.ctx(), ui.scope_id(), to);
            }
            app.front.show(ui, &mut app.workspace);
        },
        (app, None),
    );
    stage.run();
    stage.ctx.all_styles_mut(|style| style.animation_time = 0.1);
    stage.state_mut().0.focus("label:n19");
    stage.step();
    assert!(scrolled(&stage) > 0.0);
    stage
}

fn scrolled(stage: &egui_kittest::Harness<'static, Asked>) -> f64 {
    stage.state().0.workspace.layout().area().scroll().x
}

#[test]
fn the_application_scrolls_though_the_surface_is_on_its_way() {
    let mut stage = under_way();
    stage.state_mut().1 = Some(multisplit::geometry::Point::new(150.0, 0.0));
    stage.run();
    assert_eq!(scrolled(&stage), 150.0);
    stage.state_mut().0.focus("label:n0");
    stage.run();
    assert_eq!(scrolled(&stage), 0.0, "the next pane that gets the focus is shown as ever");
}

#[test]
fn a_way_whose_end_is_gone_ends() {
    let mut stage = under_way();
    for i in (5..20).rev() {
        let pane = stage.state().0.pane(&format!("label:n{i}"));
        stage.state_mut().0.run(&Command::Close { pane });
    }
    // It panics if the surface never comes to rest.
    stage.run();
    assert_eq!(scrolled(&stage), 0.0);
}
