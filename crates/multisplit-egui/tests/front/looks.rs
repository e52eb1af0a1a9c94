//! Picture tests, in light and dark, at two scales.

use crate::fixture::{Stage, TestApp, carry, themed};
use egui::accesskit::Role;
use egui::{Theme, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit::{Bars, Command, Moment, Placement, Rules};

/// Creates a test app with tabs, splits, a folded pane, a locked tab and a modified one.
fn desk() -> TestApp {
    let mut app = TestApp::new(Rules { bars: Bars::Always, ..Rules::default() });
    app.workspace.open("label:main.rs").expect("it opens");
    for widget in ["dirty:notes.md", "label:a rather long name of a file.txt"] {
        let pane = app.pane("label:main.rs");
        let widget = multisplit::WidgetId::new(widget).expect("an id");
        let command = Command::Split { pane, place: Placement::Tab, widget, ratio: multisplit::geometry::Ratio::HALF };
        app.workspace.run(Moment::ZERO, &command).expect("it is done");
    }
    app.split("label:main.rs", Placement::Right, "edit:outline");
    app.split("edit:outline", Placement::Bottom, "label:terminal");
    let pane = app.split("label:terminal", Placement::Bottom, "label:folded");
    app.run(&Command::Collapse { pane, collapsed: true });
    let pane = app.pane("label:main.rs");
    app.run(&Command::Lock { pane, locked: true });
    app.focus("dirty:notes.md");
    app
}

fn shown(theme: Theme, scale: f32) -> Stage {
    themed(desk(), vec2(760.0, 320.0), scale, theme)
}

#[test]
fn dark() {
    shown(Theme::Dark, 1.0).snapshot("desk_dark");
}

#[test]
fn light() {
    shown(Theme::Light, 1.0).snapshot("desk_light");
}

#[test]
fn one_and_a_half_times_as_large() {
    shown(Theme::Dark, 1.5).snapshot("desk_dark_1_5");
}

#[test]
fn a_tab_on_its_way_shows_where_it_would_go() {
    let mut stage = shown(Theme::Light, 1.0);
    let from = stage.get_by_role_and_label(Role::Tab, "notes.md, modified").rect().center();
    let to = stage.state().at("edit:outline").left_center() + vec2(20.0, 0.0);
    carry(&mut stage, from, to);
    stage.snapshot("dropping");
}

#[test]
fn a_hundred_panes() {
    let names: Vec<String> = (0..100).map(|i| format!("label:n{i}")).collect();
    let mut app = TestApp::new(Rules::default());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    app.template(multisplit::Template::Grid { rows: 10, cols: 10 }, &names);
    themed(app, vec2(700.0, 420.0), 1.0, Theme::Dark).snapshot("hundred");
}
