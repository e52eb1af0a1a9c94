//! Tests of the overview: finding, jumping, rearranging, and what it draws.

use crate::fixture::{Stage, TestApp, carry, click, drag, key, sized, stage, type_text, wheel};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use multisplit::groups::GroupAction;
use multisplit::{Bars, Command, Moment, Placement, Rules, Template};
use multisplit_egui::{Overview, OverviewChoice};

/// Shows the overview after the workspace was shown.
pub fn open(mut stage: Stage) -> Stage {
    stage.state_mut().overview = Some(Overview::new());
    // With thousands of panes, it takes some frames until it is complete.
    stage.run_steps(5);
    stage.run();
    stage
}

pub fn group(app: &mut TestApp, name: &str, color: Option<[u8; 3]>, widgets: &[&str]) {
    let run = |app: &mut TestApp, act: GroupAction| app.run(&Command::Group { name: name.to_owned(), act });
    run(app, GroupAction::Make);
    run(app, GroupAction::Describe { parent: None, color, meta: std::collections::BTreeMap::new() });
    let panes = widgets.iter().map(|w| app.pane(w)).collect();
    run(app, GroupAction::Add(panes));
}

/// Creates a test app with everything: tabs, splits, groups, a lock, a failure, a load, a folded pane.
pub fn desk() -> TestApp {
    let mut app = TestApp::new(Rules { bars: Bars::Always, ..Rules::default() });
    app.log.borrow_mut().broken = true;
    app.workspace.open("label:src/main.rs").expect("it opens");
    for widget in ["dirty:notes.md", "label:a rather long name of a file.txt", "edit:src/lib.rs"] {
        app.focus("label:src/main.rs");
        app.workspace.run(Moment::ZERO, &tab(&app, "label:src/main.rs", widget)).expect("it is done");
    }
    app.split("label:src/main.rs", Placement::Right, "edit:outline");
    app.split("edit:outline", Placement::Bottom, "slow:query results");
    app.split("slow:query results", Placement::Right, "fail:/mnt/archive");
    app.split("edit:outline", Placement::Right, "label:terminal");
    let pane = app.split("fail:/mnt/archive", Placement::Bottom, "label:folded");
    app.run(&Command::Collapse { pane, collapsed: true });
    let pane = app.pane("label:terminal");
    app.run(&Command::Lock { pane, locked: true });
    group(&mut app, "Reading", Some([230, 150, 60]), &["edit:outline", "slow:query results"]);
    group(&mut app, "Shells", None, &["label:terminal"]);
    app.focus("edit:outline");
    app
}

fn tab(app: &TestApp, beside: &str, widget: &str) -> Command {
    let widget = multisplit::WidgetId::new(widget).expect("an id");
    Command::Split { pane: app.pane(beside), place: Placement::Tab, widget, ratio: multisplit::geometry::Ratio::HALF }
}

/// Creates a test app with `rows` × `cols` panes of at least 48 × 32 points.
pub fn grid(rows: u32, cols: u32) -> TestApp {
    let names: Vec<String> = (0..rows * cols).map(|i| format!("label:n{i}")).collect();
    let mut app = TestApp::new(Rules::default());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    app.template(Template::Grid { rows: rows as usize, cols: cols as usize }, &names);
    app.focus("label:n0");
    app
}

/// Returns the rectangle of the map, which is as wide as its content.
fn map(stage: &Stage) -> Rect {
    let mut found = stage.get_all_by_role(Role::Canvas).map(|node| node.rect());
    found.next().expect("a map")
}

/// Returns the point on the map that shows a part of the surface, if the map shows the whole surface.
pub fn on_map(stage: &Stage, part: [f32; 2]) -> Pos2 {
    let (map, layout) = (map(stage).shrink(3.0), stage.state().workspace.layout());
    let size = layout.placer().content().size;
    #[allow(clippy::cast_precision_loss)]
    let size = vec2(size[0] as f32, size[1] as f32) / stage.ctx.pixels_per_point();
    let scale = (map.width() / size.x).min(map.height() / size.y).min(1.0);
    let shown = Rect::from_center_size(map.center(), size * scale);
    shown.lerp_inside(vec2(part[0], part[1]))
}

fn rows(stage: &Stage) -> Vec<String> {
    let all = stage.query_all_by_role(Role::ListBoxOption);
    all.map(|node| node.accesskit_node().label().unwrap_or_default()).collect()
}

#[test]
fn a_click_goes_to_the_pane() {
    let mut app = TestApp::columns(&["label:a", "label:b", "label:c", "label:d"]);
    app.focus("label:a");
    let mut stage = open(stage(app));
    let at = on_map(&stage, [0.6, 0.5]);
    click(&mut stage, at);
    assert_eq!(stage.state().focused(), "label:c");
    let pane = stage.state().pane("label:c");
    assert_eq!(stage.state().choices, [OverviewChoice::Jump(pane)]);
    assert!(stage.query_by_label("this is c").is_some(), "the workspace is back");
}

#[test]
fn enter_goes_to_the_best_of_what_was_searched() {
    let mut stage = open(stage(desk()));
    type_text(&mut stage, "Term");
    assert_eq!(rows(&stage), ["terminal, in Shells"]);
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(stage.state().focused(), "label:terminal");
}

/// With thousands of panes, a frame does only one thing with all of them, but keys do not wait for it.
#[test]
fn among_thousands_a_search_is_spread_over_frames_and_enter_still_goes_where_it_says() {
    let mut stage = open(stage(grid(50, 50)));
    stage.event(Event::Text("n2417".to_owned()));
    let listed: Vec<usize> = (0..4)
        .map(|_| {
            stage.step();
            rows(&stage).len()
        })
        .collect();
    assert_eq!(listed.last(), Some(&1), "{listed:?}");
    stage.run();
    let mut stage = open(stage);
    for c in "n2".chars() {
        stage.event(Event::Text(c.to_string()));
    }
    stage.event(Event::Text("42".to_owned()));
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(stage.state().focused(), "label:n242");
}

#[test]
fn a_group_and_letters_in_order_are_found_too() {
    let mut stage = open(stage(desk()));
    type_text(&mut stage, "reading");
    let found = rows(&stage);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|row| row.contains("in Reading")), "{found:?}");
    for _ in 0..7 {
        key(&mut stage, Modifiers::NONE, Key::Backspace);
    }
    type_text(&mut stage, "mntarch");
    assert_eq!(rows(&stage), ["archive, /mnt/archive, failed"]);
    type_text(&mut stage, "zzz");
    assert!(rows(&stage).is_empty());
    assert!(stage.query_by_label("Nothing found").is_some());
}

#[test]
fn tab_and_the_arrows_walk_what_was_found() {
    let mut stage = open(stage(TestApp::columns(&["label:aa", "label:ab", "label:ac", "label:x"])));
    type_text(&mut stage, "a");
    let selected = |stage: &Stage| {
        let mut all =
            stage.get_all_by_role(Role::ListBoxOption).filter(|n| n.accesskit_node().is_selected() == Some(true));
        all.next().and_then(|n| n.accesskit_node().label()).unwrap_or_default()
    };
    assert!(selected(&stage).starts_with("aa"));
    key(&mut stage, Modifiers::NONE, Key::Tab);
    key(&mut stage, Modifiers::NONE, Key::ArrowDown);
    assert!(selected(&stage).starts_with("ac"), "{}", selected(&stage));
    key(&mut stage, Modifiers::SHIFT, Key::Tab);
    assert!(selected(&stage).starts_with("ab"), "{}", selected(&stage));
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(stage.state().focused(), "label:ab");
}

#[test]
fn without_a_search_the_arrows_go_from_pane_to_pane() {
    let mut app = TestApp::new(Rules::default());
    app.template(Template::Grid { rows: 2, cols: 2 }, &["label:a", "label:b", "label:c", "label:d"]);
    app.focus("label:a");
    let mut stage = open(stage(app));
    key(&mut stage, Modifiers::NONE, Key::ArrowRight);
    key(&mut stage, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(stage.get_by_role(Role::Canvas).accesskit_node().value().as_deref(), Some("d"));
    key(&mut stage, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(stage.state().focused(), "label:a", "the focus stays until it is said");
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(stage.state().focused(), "label:c");
}

#[test]
fn escape_leaves_everything_where_it_is_and_gives_the_keyboard_back() {
    let mut app = TestApp::columns(&["edit:a", "edit:b"]);
    app.focus("edit:a");
    let mut stage = open(stage(app));
    type_text(&mut stage, "b");
    key(&mut stage, Modifiers::NONE, Key::Escape);
    assert_eq!(stage.state().choices, [OverviewChoice::Dismissed]);
    assert_eq!(stage.state().focused(), "edit:a");
    type_text(&mut stage, "x");
    assert_eq!(stage.state_mut().text_of("edit:a"), "x");
}

#[test]
fn a_pane_behind_a_tab_is_found_and_brought_to_the_front() {
    let mut stage = open(stage(TestApp::tabs(&["label:first", "label:second", "label:third"])));
    type_text(&mut stage, "first");
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(stage.state().bar_of("label:first"), "[first] second third");
    assert!(stage.query_by_label("this is first").is_some());
}

#[test]
fn the_pointer_at_rest_lists_what_is_in_a_tab_set() {
    let mut stage = open(stage(TestApp::tabs(&["label:first", "label:second", "label:third"])));
    let at = map(&stage).center();
    stage.hover_at(at);
    for _ in 0..8 {
        stage.step();
    }
    for name in ["first", "second"] {
        assert!(stage.query_by_label(name).is_some(), "{name}");
    }
}

#[test]
fn a_pane_out_of_view_is_scrolled_to_even_if_it_has_the_focus() {
    let mut stage = sized(grid(40, 40), vec2(500.0, 400.0), 1.0);
    let at = stage.state().rect.center();
    wheel(&mut stage, at, vec2(700.0, 600.0), Modifiers::NONE);
    assert!(!stage.state().rect.intersects(stage.state().at("label:n0")));
    let mut stage = open(stage);
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(stage.state().at("label:n0").min, stage.state().rect.min);
    let mut stage = open(stage);
    type_text(&mut stage, "n1599");
    key(&mut stage, Modifiers::NONE, Key::Enter);
    let (rect, whole) = (stage.state().at("label:n1599"), stage.state().rect);
    assert!(whole.expand(0.5).contains_rect(rect), "{rect:?} in {whole:?}");
}

#[test]
fn a_pane_dragged_onto_another_goes_where_it_was_shown_and_undo_takes_it_back() {
    let app = TestApp::columns(&["label:a", "label:b", "label:c"]);
    let mut stage = open(stage(app));
    let before = stage.state().widths(&["label:a", "label:b", "label:c"]);
    let (from, to) = (on_map(&stage, [0.15, 0.5]), on_map(&stage, [0.85, 0.97]));
    drag(&mut stage, from, to);
    assert!(stage.state().overview.is_some(), "a drag is no jump");
    let (a, c) = (stage.state().at("label:a"), stage.state().at("label:c"));
    assert!(a.min.y > c.max.y && (a.center().x - c.center().x).abs() < 1.0, "{a:?} below {c:?}");
    assert_eq!(stage.state().undo_names().first().map(String::as_str), Some("move"));
    stage.state_mut().workspace.apply(Moment::ZERO, multisplit::Intent::Undo).expect("it is undone");
    stage.run();
    assert_eq!(stage.state().widths(&["label:a", "label:b", "label:c"]), before);
}

#[test]
fn a_drop_in_the_middle_makes_a_tab_and_escape_drops_nothing() {
    let mut stage = open(stage(TestApp::columns(&["label:a", "label:b"])));
    let (from, to) = (on_map(&stage, [0.25, 0.5]), on_map(&stage, [0.75, 0.5]));
    let before = stage.state().undo_names();
    carry(&mut stage, from, to);
    key(&mut stage, Modifiers::NONE, Key::Escape);
    stage.drop_at(to);
    stage.run();
    assert_eq!(stage.state().undo_names(), before);
    assert!(stage.state().overview.is_some(), "Escape ended the drag only");
    drag(&mut stage, from, to);
    assert_eq!(stage.state().bar_of("label:a"), "b [a]");
}

#[test]
fn what_is_refused_is_said() {
    let mut app = TestApp::columns(&["label:a", "label:b"]);
    let pane = app.pane("label:a");
    app.workspace.layout_mut().trap_focus(Moment::ZERO, &[pane]).expect("it is trapped");
    let mut stage = open(stage(app));
    let at = on_map(&stage, [0.75, 0.5]);
    click(&mut stage, at);
    assert_eq!(stage.state().focused(), "label:a");
    assert!(stage.state().choices.is_empty() && stage.state().overview.is_some());
    let said = stage.get_by_role(Role::Status).accesskit_node().label().unwrap_or_default();
    assert!(said.contains("focus"), "{said}");
}

#[test]
fn the_wheel_zooms_around_the_pointer_and_another_button_pans() {
    let mut stage = open(stage(TestApp::columns(&["label:a", "label:b", "label:c", "label:d"])));
    let at = on_map(&stage, [0.9, 0.5]);
    wheel(&mut stage, at, vec2(0.0, -600.0), Modifiers::NONE);
    // The last pane fills the map now.
    let (left, right) = (map(&stage).left_center() + vec2(20.0, 0.0), map(&stage).right_center() - vec2(20.0, 0.0));
    for step in 0..3 {
        let middle = |pos: Pos2, pressed: bool| {
            let (button, modifiers) = (PointerButton::Middle, Modifiers::NONE);
            Event::PointerButton { pos, button, pressed, modifiers }
        };
        stage.hover_at(left);
        stage.event(middle(left, true));
        stage.hover_at(left + vec2(50.0, 0.0));
        stage.hover_at(right);
        stage.event(middle(right, false));
        stage.run();
        assert!(stage.state().undo_names().iter().all(|name| name != "move"), "{step}");
    }
    click(&mut stage, right);
    let focused = stage.state().focused();
    assert!(focused != "label:d", "{focused}");
}

#[test]
fn zoomed_in_a_click_goes_to_what_is_shown_there() {
    let mut stage = open(stage(TestApp::columns(&["label:a", "label:b", "label:c", "label:d"])));
    let at = on_map(&stage, [0.4, 0.5]);
    wheel(&mut stage, at, vec2(0.0, -600.0), Modifiers::NONE);
    let corner = map(&stage).right_top() + vec2(-30.0, 30.0);
    click(&mut stage, corner);
    assert_eq!(stage.state().focused(), "label:b");
}

#[test]
fn dragging_the_frame_scrolls_the_surface_and_moves_no_pane() {
    let mut stage = open(sized(grid(30, 30), vec2(600.0, 400.0), 1.0));
    let start = on_map(&stage, [0.05, 0.05]);
    drag(&mut stage, start, start + vec2(90.0, 60.0));
    let scroll = stage.state().workspace.layout().area().scroll();
    assert!(scroll.x > 100.0 && scroll.y > 100.0, "{scroll:?}");
    key(&mut stage, Modifiers::NONE, Key::Escape);
    let after = stage.state().workspace.layout().area().scroll();
    assert_eq!(after, scroll, "the workspace goes on from there");
    assert!(stage.state().undo_names().iter().all(|name| name != "move"));
}

#[test]
fn with_shift_a_pane_within_the_frame_is_dragged() {
    let mut stage = open(sized(grid(30, 30), vec2(600.0, 400.0), 1.0));
    let start = on_map(&stage, [0.05, 0.05]);
    stage.event(Event::ModifiersChanged(Modifiers::SHIFT));
    drag(&mut stage, start, start + vec2(90.0, 60.0));
    assert_eq!(stage.state().undo_names().first().map(String::as_str), Some("move"));
    assert_eq!(stage.state().workspace.layout().area().scroll(), multisplit::geometry::Point::default());
}

#[test]
fn on_a_layer_above_the_workspace_nothing_reaches_what_lies_below() {
    let mut app = TestApp::columns(&["label:a", "label:b", "label:c", "label:d"]);
    app.focus("label:a");
    let mut stage = Harness::builder().with_size([816.0, 616.0]).build_ui_state(
        |ui, app: &mut TestApp| {
            let overview = app.overview.take();
            crate::fixture::draw(ui, app);
            let Some(mut overview) = overview else { return };
            let area =
                egui::Area::new(egui::Id::unique("above")).order(egui::Order::Foreground).fixed_pos(app.rect.min);
            let above = area.show(ui.ctx(), |ui| {
                ui.set_min_size(app.rect.size());
                ui.set_max_size(app.rect.size());
                overview.show(ui, &mut app.workspace, Moment::ZERO)
            });
            match above.inner {
                Some(choice) => app.choices.push(choice),
                None => app.overview = Some(overview),
            }
        },
        app,
    );
    stage.state_mut().overview = Some(Overview::new());
    stage.run();
    let gap = on_map(&stage, [0.5, 0.2]) + vec2(3.0, 0.0);
    stage.hover_at(gap);
    stage.drag_at(gap);
    stage.step();
    assert_eq!(stage.state().focused(), "label:a", "a press is no jump yet, nor one below");
    stage.drop_at(gap);
    stage.run();
    let pane = stage.state().pane("label:c");
    assert_eq!(stage.state().choices, [OverviewChoice::Jump(pane)]);
}

#[test]
fn an_empty_workspace_has_an_overview_that_can_be_left() {
    let mut stage = open(stage(TestApp::new(Rules::default())));
    assert!(stage.query_by_label("Map of 0 panes").is_some());
    for pressed in [Key::ArrowDown, Key::Tab, Key::Enter] {
        key(&mut stage, Modifiers::NONE, pressed);
    }
    type_text(&mut stage, "x");
    let at = map(&stage).center();
    click(&mut stage, at);
    drag(&mut stage, at, at + vec2(50.0, 20.0));
    assert!(stage.state().choices.is_empty());
    key(&mut stage, Modifiers::NONE, Key::Escape);
    assert_eq!(stage.state().choices, [OverviewChoice::Dismissed]);
}

#[test]
fn ten_thousand_panes_are_few_shapes_and_nothing_is_drawn_anew_at_rest() {
    let mut stage = open(sized(grid(100, 100), vec2(900.0, 600.0), 1.0));
    let drawn = |stage: &Stage| stage.state().overview.as_ref().map_or(0, Overview::tile_count);
    assert!(drawn(&stage) <= 10_000, "{}", drawn(&stage));
    let shapes = |stage: &Stage| stage.output().shapes.len();
    assert!(shapes(&stage) < 500, "{}", shapes(&stage));
    let titles = stage.state().log.borrow().titles;
    stage.run_steps(3);
    let asked = stage.state().log.borrow().titles - titles;
    assert!(asked <= 3 * 60, "only what is listed is asked for its title: {asked}");
    // One search lights all panes, the other a hundred.
    for text in ["n", "99"] {
        type_text(&mut stage, text);
        assert!(shapes(&stage) < 700, "{}", shapes(&stage));
    }
    assert_eq!(stage.state().overview.as_ref().map(Overview::tile_count), Some(drawn(&stage)));
}

#[test]
fn panes_too_small_to_be_told_apart_are_drawn_as_one() {
    let mut stage = open(sized(grid(150, 150), vec2(300.0, 240.0), 1.0));
    let area = map(&stage).area();
    let tiles = stage.state().overview.as_ref().map_or(0, Overview::tile_count);
    #[allow(clippy::cast_precision_loss)]
    let tiles = tiles as f32;
    assert!(tiles > 30.0 && tiles < area / 6.0, "{tiles} tiles on {area} points");
    // A click still goes to the exact pane.
    let at = on_map(&stage, [0.5, 0.5]);
    click(&mut stage, at);
    let number: u32 = stage.state().focused().trim_start_matches("label:n").parse().expect("a number");
    let (row, col) = (number / 150, number % 150);
    assert!((70..80).contains(&row) && (70..80).contains(&col), "{row} {col}");
}

#[test]
fn a_window_of_next_to_no_size_is_no_trouble() {
    for (w, h) in [(1.0, 600.0), (800.0, 1.0), (1.0, 1.0), (0.0, 0.0), (30.0, 30.0), (200.0, 90.0)] {
        let mut stage = open(sized(desk(), vec2(w, h), 1.0));
        type_text(&mut stage, "a");
        wheel(&mut stage, pos2(10.0, 10.0), vec2(0.0, -300.0), Modifiers::NONE);
        stage.set_size(vec2(816.0, 616.0));
        stage.run_steps(3);
        assert!(!rows(&stage).is_empty(), "{w} x {h}");
    }
}

#[test]
fn a_settled_overview_asks_for_no_frame() {
    let mut app = TestApp::columns(&["label:a", "label:b"]);
    app.focus("label:a");
    let mut stage = open(stage(app));
    let at = on_map(&stage, [0.75, 0.5]);
    stage.hover_at(at);
    stage.run_ok();
    for _ in 0..8 {
        stage.step();
    }
    let delay = stage.output().viewport_output.values().map(|v| v.repaint_delay).min().expect("a viewport");
    // The cursor of the search field blinks, which needs frames.
    assert!(delay > std::time::Duration::from_millis(100), "{delay:?}");
}

#[test]
fn its_parts_have_names_and_roles() {
    let mut stage = open(stage(desk()));
    assert!(stage.query_by_role_and_label(Role::Dialog, "Overview").is_some());
    assert!(stage.query_by_role_and_label(Role::SearchInput, "Search panes").is_some());
    assert!(stage.query_by_role_and_label(Role::Canvas, "Map of 9 panes").is_some());
    assert!(stage.query_by_role_and_label(Role::ListBox, "Last used").is_some());
    type_text(&mut stage, "lib");
    assert!(stage.query_by_role_and_label(Role::ListBox, "1 found").is_some());
    stage.get_by_role(Role::ListBoxOption).click();
    stage.run();
    assert_eq!(stage.state().focused(), "edit:src/lib.rs");
}

#[test]
fn what_changes_is_drawn_at_once() {
    let mut stage = open(stage(desk()));
    let corners = |stage: &Stage| {
        let mesh =
            stage.output().shapes.iter().find_map(|s| if let egui::Shape::Mesh(m) = &s.shape { Some(m) } else { None });
        mesh.map(|mesh| mesh.vertices.clone()).unwrap_or_default()
    };
    let pane = stage.state().pane("edit:outline");
    let act = GroupAction::Describe { parent: None, color: Some([1, 2, 3]), meta: std::collections::BTreeMap::new() };
    for command in [
        Command::Lock { pane, locked: true },
        Command::Zoom { pane },
        Command::Group { name: "Reading".to_owned(), act },
        Command::Collapse { pane, collapsed: true },
        Command::Close { pane: stage.state().pane("slow:query results") },
    ] {
        let before = corners(&stage);
        stage.state_mut().run(&command);
        stage.run();
        assert!(!before.is_empty() && corners(&stage) != before, "{command:?}");
    }
    let before = corners(&stage);
    stage.run();
    assert_eq!(corners(&stage), before);
}
