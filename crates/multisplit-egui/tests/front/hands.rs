//! Tests of what users do to tabs, strips and floating surfaces besides single clicks.

use crate::fixture::{Stage, TestApp, between, button, carry, click, double_click, drag, key, stage};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit::geometry::Rect;
use multisplit::{Bars, Command, FocusTo, Intent, Moment, Placement, Rules, Template};
use multisplit_testing::text;

fn tab(stage: &Stage, name: &str) -> Pos2 {
    stage.get_by_role_and_label(Role::Tab, name).rect().center() - vec2(8.0, 0.0)
}

/// Creates a test app from a layout written as text.
fn written(layout: &str) -> TestApp {
    let mut app = TestApp::new(Rules { bars: Bars::Always, ..Rules::default() });
    let file = text::layout(layout).expect("a layout").save_text();
    app.workspace.load(&file, multisplit::file::ReadLimits::default()).expect("a layout");
    app
}

fn shown(stage: &Stage) -> String {
    text::write(stage.state().workspace.layout(), text::Style::default())
}

fn edge(stage: &mut Stage, pos: Pos2, button: PointerButton, pressed: bool) {
    stage.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
    stage.run();
}

#[test]
fn a_pane_that_fills_the_surface_says_so_and_its_button_brings_everything_back() {
    let mut app = TestApp::tabs(&["label:a", "label:b", "label:c"]);
    app.split("label:a", Placement::Right, "label:d");
    let mut stage = stage(app);
    let at = tab(&stage, "c");
    double_click(&mut stage, at);
    assert!(stage.query_by_label("this is d").is_none());
    assert_eq!(stage.state().at("label:c").width(), 800.0);
    // The tab set keeps its bar, and another tab of it stays zoomed.
    let at = tab(&stage, "a");
    click(&mut stage, at);
    assert_eq!((stage.state().at("label:a").width(), stage.state().focused()), (800.0, "label:a".to_owned()));
    let fits = stage.state().at("label:a").min.y - stage.state().rect.min.y;
    assert_eq!(fits, 28.0, "the bar covers nothing of it");
    stage.snapshot("zoomed");
    stage.get_by_label("Unzoom").click();
    stage.run();
    assert!(stage.query_by_label("this is d").is_some());
    assert!(stage.query_by_label("Unzoom").is_none());
}

#[test]
fn a_zoomed_pane_that_is_no_tab_has_a_slim_header_with_its_name() {
    let mut app = TestApp::columns(&["label:a", "edit:b"]);
    let pane = app.pane("label:a");
    app.run(&Command::Zoom { pane });
    app.focus("label:a");
    let mut stage = stage(app);
    stage.snapshot("zoomed_alone");
    let at = stage.get_by_label("Unzoom").rect().center();
    click(&mut stage, at);
    assert!(stage.query_by_label("Text of b").is_some());
}

#[test]
fn zooming_by_key_and_double_click_is_for_the_surface_of_the_pane() {
    let mut app = TestApp::tabs(&["label:a", "label:b", "label:c"]);
    let (b, c) = (app.split("label:a", Placement::Right, "label:b2"), app.pane("label:c"));
    app.run(&Command::Float { pane: c, area: Rect::new(300.0, 200.0, 300.0, 200.0) });
    app.split("label:c", Placement::Right, "label:c2");
    app.run(&Command::Zoom { pane: b });
    app.workspace.apply(Moment::ZERO, Intent::Focus(FocusTo::Pane(c))).expect("there");
    let mut stage = stage(app);
    key(&mut stage, Modifiers::ALT, Key::Z);
    let zoomed = |stage: &Stage| -> Vec<bool> {
        stage.state().workspace.layout().tree().surfaces().iter().map(|surface| surface.zoomed.is_some()).collect()
    };
    assert_eq!(zoomed(&stage), [true, true], "the floating one has the focus");
    key(&mut stage, Modifiers::ALT, Key::Z);
    assert_eq!(zoomed(&stage), [true, false]);
}

#[test]
fn a_pane_that_has_its_surface_for_itself_does_not_zoom() {
    let layouts = [">label:a", "tabs(>*label:a, label:b)", "row(label:b, label:c); float(50 50 300 200) >label:a"];
    for layout in layouts {
        let mut stage = stage(written(layout));
        stage.state_mut().focus("label:a");
        stage.run();
        let before = shown(&stage);
        let entries = stage.state().workspace.layout().history().undo_names().count();
        key(&mut stage, Modifiers::ALT, Key::Z);
        assert_eq!(shown(&stage), before);
        assert_eq!(stage.state().workspace.layout().history().undo_names().count(), entries, "{layout}");
    }
}

#[test]
fn a_tab_that_holds_a_split_is_one_thing() {
    let layout = "row(tabs(*row(label:a, label:b), label:c), tabs(>*label:d))";
    let mut stage = stage(written(layout));
    stage.state_mut().focus("label:b");
    stage.state_mut().focus("label:c");
    stage.run();
    let at = tab(&stage, "a");
    click(&mut stage, at);
    assert_eq!(stage.state().focused(), "label:b", "what was focused in it last");
    let (from, to) = (tab(&stage, "a"), stage.state().at("label:d"));
    drag(&mut stage, from, to.center_bottom() - vec2(0.0, 10.0));
    assert_eq!(shown(&stage), "row(tabs(*label:c), col(tabs(*label:d), row(label:a, >label:b)))");
    stage.state_mut().workspace.apply(Moment::ZERO, Intent::Undo).expect("undone");
    stage.run();
    let close = stage.get_by_label("Close a").rect().center();
    click(&mut stage, close);
    assert_eq!(shown(&stage), "row(tabs(>*label:c), tabs(*label:d))");
    assert_eq!(stage.state().undo_names()[0], "close panes");
}

#[test]
fn closing_the_other_tabs_is_one_entry_and_none_goes_where_one_is_locked() {
    let mut stage = stage(TestApp::tabs(&["label:a", "label:b", "label:c"]));
    let choose = |stage: &mut Stage| {
        let at = tab(stage, "a");
        button(stage, at, PointerButton::Secondary);
        stage.get_by_label("Close the other tabs").click();
        stage.run();
    };
    let pane = stage.state().pane("label:b");
    stage.state_mut().run(&Command::Lock { pane, locked: true });
    stage.run();
    choose(&mut stage);
    assert_eq!(stage.state().bar_of("label:a").replace(['[', ']'], ""), "a b c");
    assert!(stage.state().refused[0].contains("locked"), "{:?}", stage.state().refused);
    stage.state_mut().run(&Command::Lock { pane, locked: false });
    stage.run();
    choose(&mut stage);
    assert_eq!(
        (stage.state().bar_of("label:a").as_str(), stage.state().undo_names()[0].as_str()),
        ("[a]", "close panes")
    );
}

#[test]
fn another_button_does_not_end_the_drag_of_a_tab() {
    for other in [PointerButton::Secondary, PointerButton::Middle] {
        let mut app = TestApp::tabs(&["label:a", "label:b"]);
        app.split("label:a", Placement::Right, "label:d");
        let mut stage = stage(app);
        let (from, way, to) =
            (tab(&stage, "b"), stage.state().at("label:a").center(), stage.state().at("label:d").center());
        carry(&mut stage, from, way);
        edge(&mut stage, way, other, true);
        edge(&mut stage, way, other, false);
        assert_eq!(stage.state().bar_of("label:a").replace(['[', ']'], ""), "a b", "it is still held");
        stage.hover_at(to);
        stage.run();
        stage.drop_at(to);
        stage.run();
        assert_eq!(stage.state().bar_of("label:d"), "d [b]");
    }
}

#[test]
fn another_button_does_not_end_the_drag_of_a_divider() {
    let mut stage = stage(TestApp::columns(&["label:a", "label:b"]));
    let at = between(&stage, "label:a", "label:b");
    carry(&mut stage, at, at + vec2(40.0, 0.0));
    let here = at + vec2(40.0, 0.0);
    edge(&mut stage, here, PointerButton::Secondary, true);
    edge(&mut stage, here, PointerButton::Secondary, false);
    assert!(stage.query_by_label("Rotate this split").is_none(), "no menu meanwhile");
    let to = at + vec2(100.0, 0.0);
    stage.hover_at(to);
    stage.run();
    stage.drop_at(to);
    stage.run();
    let widths = stage.state().widths(&["label:a", "label:b"]);
    assert!((widths[0] - widths[1] - 200.0).abs() < 2.0, "{widths:?}");
}

#[test]
fn a_tab_is_dropped_onto_an_empty_surface_and_onto_a_strip() {
    let mut app = TestApp::tabs(&["label:a"]);
    let pane = app.pane("label:a");
    app.run(&Command::Float { pane, area: Rect::new(300.0, 200.0, 300.0, 200.0) });
    let mut empty = stage(app);
    let from = tab(&empty, "a");
    drag(&mut empty, from, Pos2::new(100.0, 500.0));
    assert_eq!(shown(&empty), "tabs(>*label:a)");

    let mut app = TestApp::new(Rules { bars: Bars::Always, ..Rules::default() });
    app.template(Template::Columns, &["label:a", "label:b", "label:c"]);
    let pane = app.pane("label:c");
    app.run(&Command::Collapse { pane, collapsed: true });
    let mut folded = stage(app);
    let (from, to) = (tab(&folded, "a"), folded.get_by_label("Expand c").rect().center());
    drag(&mut folded, from, to);
    assert_eq!(folded.state().bar_of("label:c"), "c [a]");
    assert!(folded.query_by_label("Expand c").is_none(), "it is unfolded");
}

#[test]
fn a_strip_says_that_what_it_hides_is_not_saved() {
    for widget in ["label:c", "dirty:c"] {
        let mut app = TestApp::new(Rules { bars: Bars::Always, ..Rules::default() });
        app.template(Template::Columns, &["label:a", "label:b", widget]);
        // The pane is shown once, so that there is a widget that knows.
        let mut stage = stage(app);
        let pane = stage.state().pane(widget);
        stage.state_mut().run(&Command::Collapse { pane, collapsed: true });
        stage.run();
        let label = if widget == "dirty:c" { "Expand c, modified" } else { "Expand c" };
        assert!(stage.query_by_label(label).is_some(), "{widget}");
    }
}

#[test]
fn a_locked_tab_is_not_taken_along_and_shows_no_place_to_drop() {
    let mut app = TestApp::tabs(&["label:a", "label:b"]);
    app.split("label:a", Placement::Right, "label:d");
    let pane = app.pane("label:b");
    app.run(&Command::Lock { pane, locked: true });
    let mut stage = stage(app);
    let (from, to) = (tab(&stage, "b"), stage.state().at("label:d").center());
    let before = stage.render().expect("a picture");
    carry(&mut stage, from, to);
    stage.hover_at(Pos2::new(1.0, 1.0));
    stage.drop_at(to);
    stage.run();
    assert_eq!(stage.state().bar_of("label:d"), "[d]");
    assert!(stage.state().refused.is_empty(), "{:?}", stage.state().refused);
    assert_eq!(before.dimensions(), stage.render().expect("a picture").dimensions());
}

#[test]
fn a_floating_surface_is_no_smaller_than_its_panes() {
    let mut app = TestApp::columns(&["label:under", "label:a"]);
    let pane = app.pane("label:a");
    app.run(&Command::Float { pane, area: Rect::new(100.0, 100.0, 400.0, 300.0) });
    for name in ["label:b", "label:c", "label:d"] {
        app.split("label:a", Placement::Right, name);
    }
    let mut stage = stage(app);
    let corner = |stage: &Stage| stage.get_by_label("Resize the floating area").rect().center();
    let at = corner(&stage);
    drag(&mut stage, at, at - vec2(390.0, 290.0));
    let surface = stage.state().workspace.layout().tree().surfaces()[1].area.expect("an area");
    let outer = ["label:a", "label:b"].map(|widget| stage.state().at(widget));
    assert_eq!(surface.w, f64::from(outer[1].max.x - outer[0].min.x), "what it says is what it takes");
    let least = surface.w;
    // The drag starts from the size that is shown, without a jump.
    let at = corner(&stage);
    drag(&mut stage, at, at + vec2(50.0, 0.0));
    let surface = stage.state().workspace.layout().tree().surfaces()[1].area.expect("an area");
    assert_eq!(surface.w, least + 50.0);
}
