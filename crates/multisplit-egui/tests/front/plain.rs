//! Tests without a screen reader, which the harness of the other tests always has. Fewer widgets are made without one.

use crate::fixture::TestApp;
use egui::{Context, Event, FullOutput, Modifiers, PointerButton, Pos2, RawInput, Rect, ViewportId, pos2, vec2};
use std::time::Duration;

struct Window {
    ctx: Context,
    app: TestApp,
    time: f64,
    shapes: Vec<egui::epaint::ClippedShape>,
}

impl Window {
    fn new(app: TestApp) -> Self {
        let mut window = Self { ctx: Context::default(), app, time: 0.0, shapes: vec![] };
        for _ in 0..3 {
            window.frame(vec![]);
        }
        window
    }

    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 0.1;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0)));
        let input = RawInput { screen_rect, time: Some(self.time), events, ..RawInput::default() };
        let app = &mut self.app;
        let mut output: FullOutput = self.ctx.run_ui(input, |ui| crate::fixture::draw(ui, app));
        output.textures_delta.clear();
        self.shapes = output.shapes;
        assert!(output.platform_output.accesskit_update.is_none());
        output.viewport_output[&ViewportId::ROOT].repaint_delay
    }

    /// Runs some frames in which nothing happens.
    fn rest(&mut self) {
        for _ in 0..4 {
            self.frame(vec![]);
        }
    }

    fn click(&mut self, at: Pos2, hovers: bool) {
        let event = |pressed| {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            Event::PointerButton { pos: at, button, pressed, modifiers }
        };
        if hovers {
            self.frame(vec![Event::PointerMoved(at)]);
            self.frame(vec![event(true)]);
        } else {
            self.frame(vec![Event::PointerMoved(at), event(true)]);
        }
        self.frame(vec![event(false), Event::PointerGone]);
        for _ in 0..4 {
            self.frame(vec![]);
        }
    }
}

#[test]
fn tabs_are_clicked_and_closed_by_pointer_and_by_finger() {
    for hovers in [true, false] {
        let mut window = Window::new(TestApp::tabs(&["label:a", "label:b", "label:c"]));
        // The narrowest tab is 72 points wide, and its button is 15 points before its end.
        window.click(pos2(30.0, 14.0), hovers);
        assert_eq!(window.app.bar_of("label:a"), "[a] b c", "{hovers}");
        window.click(pos2(2.0 * 72.0 - 15.0, 14.0), hovers);
        assert_eq!(window.app.bar_of("label:a"), "[a] c", "{hovers}");
    }
}

/// Creates two tab sets side by side. The second one is far from where the pointer rests.
fn far() -> (Window, Pos2) {
    let mut app = TestApp::tabs(&["label:a", "label:b"]);
    app.split("label:a", multisplit::Placement::Right, "label:c");
    app.focus("label:c");
    for widget in ["label:d", "label:e"] {
        app.workspace.open(widget).expect("it opens");
    }
    assert_eq!(app.bar_of("label:c"), "c d [e]");
    let mut window = Window::new(app);
    window.frame(vec![Event::PointerMoved(pos2(5.0, 590.0))]);
    let bar = window.app.at("label:e").min - vec2(0.0, 14.0);
    (window, bar)
}

fn pressed(at: Pos2, button: PointerButton, pressed: bool) -> Event {
    Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE }
}

/// Returns the number of tabs that are widgets.
fn tab_widgets(window: &Window, y: f32) -> usize {
    window.ctx.viewport(|v| {
        let all = v.prev_pass.widgets.layers().flat_map(|(_, all)| all);
        all.filter(|w| w.sense.senses_drag() && w.rect.height() == 28.0 && w.rect.center().y == y).count()
    })
}

#[test]
fn tabs_out_of_reach_are_no_widgets_and_yet_a_press_from_afar_is_not_lost() {
    for in_one_frame in [false, true] {
        let (mut window, bar) = far();
        window.frame(vec![]);
        assert_eq!(tab_widgets(&window, bar.y), 0);
        let click = |window: &mut Window, at: Pos2, button| {
            window.frame(vec![Event::PointerMoved(pos2(5.0, 590.0))]);
            let (down, up) = (pressed(at, button, true), pressed(at, button, false));
            if in_one_frame {
                window.frame(vec![Event::PointerMoved(at), down, up]);
            } else {
                window.frame(vec![Event::PointerMoved(at), down]);
                window.frame(vec![up]);
            }
            // The movement and each edge of the button have a frame of their own.
            window.frame(vec![]);
            window.frame(vec![]);
        };
        let tab = |number: f32| bar + vec2(72.0 * number + 20.0, 0.0);
        click(&mut window, tab(0.0), PointerButton::Primary);
        assert_eq!(window.app.bar_of("label:c"), "[c] d e", "{in_one_frame}");
        assert_eq!(tab_widgets(&window, bar.y), 3 + 2, "those near the pointer are");
        click(&mut window, tab(1.0), PointerButton::Middle);
        assert_eq!(window.app.bar_of("label:c"), "[c] e", "{in_one_frame}");
        click(&mut window, tab(1.0), PointerButton::Secondary);
        assert!(egui::Popup::is_any_open(&window.ctx), "{in_one_frame}");
        assert_eq!(window.app.bar_of("label:c"), "[c] e", "{in_one_frame}");
    }
}

#[test]
fn a_tab_is_dragged_by_a_press_from_afar() {
    let (mut window, bar) = far();
    let (from, to) = (bar + vec2(20.0, 0.0), bar + vec2(72.0 * 3.0 - 20.0, 0.0));
    window.frame(vec![Event::PointerMoved(from), pressed(from, PointerButton::Primary, true)]);
    for part in [0.2, 0.6, 1.0] {
        window.frame(vec![Event::PointerMoved(from.lerp(to, part))]);
    }
    window.frame(vec![pressed(to, PointerButton::Primary, false)]);
    window.frame(vec![]);
    assert_eq!(window.app.bar_of("label:c"), "d e [c]");
}

#[test]
fn a_press_from_afar_is_not_lost_beside_a_floating_bar() {
    let (mut window, bar) = far();
    let pane = window.app.pane("label:b");
    let area = multisplit::geometry::Rect::new(60.0, 300.0, 200.0, 150.0);
    window.app.run(&multisplit::Command::Float { pane, area });
    window.frame(vec![]);
    let at = bar + vec2(20.0, 0.0);
    window.frame(vec![Event::PointerMoved(at), pressed(at, PointerButton::Primary, true)]);
    window.frame(vec![pressed(at, PointerButton::Primary, false)]);
    window.frame(vec![]);
    assert_eq!(window.app.bar_of("label:c"), "[c] d e");
}

#[test]
fn the_tab_key_reaches_tabs_forwards_and_backwards_and_the_arrows_do() {
    let press = |window: &mut Window, key, modifiers| {
        for pressed in [true, false] {
            window.frame(vec![Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }]);
        }
        window.rest();
    };
    let (tab, none, shift) = (egui::Key::Tab, Modifiers::NONE, Modifiers::SHIFT);
    // The first bar has two tab stops, then come those of the second.
    for (keys, bar) in [
        (vec![(tab, none); 3], "[c] d e"),
        ([vec![(tab, none); 4], vec![(tab, shift)]].concat(), "[c] d e"),
        ([vec![(tab, none); 3], vec![(egui::Key::ArrowRight, none)]].concat(), "c [d] e"),
    ] {
        let (mut window, _) = far();
        keys.iter().for_each(|(key, modifiers)| press(&mut window, *key, *modifiers));
        press(&mut window, egui::Key::Enter, none);
        assert_eq!(window.app.bar_of("label:c"), bar, "{keys:?}");
    }
}

#[test]
fn a_tab_out_of_sight_moves_those_in_sight_when_its_title_changes() {
    let names: Vec<String> = (0..30).map(|i| format!("label:n{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut window = Window::new(TestApp::tabs(&names));
    window.frame(vec![]);
    let before = window.shapes.clone();
    window.frame(vec![]);
    assert!(window.shapes == before);
    let pane = window.app.pane("label:n0");
    for widget in ["label:n0", "label:n29"] {
        window.app.focus(widget);
        window.rest();
    }
    let before = window.shapes.clone();
    let (thing, _) = window.app.workspace.live(pane).expect("it was in front");
    thing.rename("a much longer name than it had");
    window.frame(vec![]);
    assert!(window.shapes != before);
}

#[test]
fn a_bar_shows_what_changed_and_is_not_drawn_otherwise() {
    let (mut window, _) = far();
    window.frame(vec![]);
    let shapes = |window: &Window| window.shapes.clone();
    let before = shapes(&window);
    window.frame(vec![]);
    assert!(shapes(&window) == before);
    let pane = window.app.pane("label:b");
    let (thing, _) = window.app.workspace.live(pane).expect("it is live");
    // The widget is modified now, and its tab shows that.
    thing.text.push('x');
    window.frame(vec![]);
    assert!(shapes(&window) != before);
    let (thing, _) = window.app.workspace.live(pane).expect("it is live");
    thing.text.clear();
    window.frame(vec![]);
    assert!(shapes(&window) == before);
}

/// Returns all texts that were painted.
fn words(window: &Window) -> Vec<String> {
    let text = |shape: &egui::epaint::ClippedShape| match &shape.shape {
        egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
        _ => None,
    };
    window.shapes.iter().filter_map(text).collect()
}

#[test]
fn a_tab_that_was_never_shown_is_called_what_its_kind_says_or_after_its_id() {
    let window = Window::new(TestApp::tabs(&["far:x", "lost:y", "label:z", "label:b"]));
    assert_eq!(words(&window), ["this is b", "far x", "y", "z", "b"], "also where that panics");
}

#[test]
fn another_workspace_in_the_same_place_is_not_taken_for_the_one_before() {
    let mut window = Window::new(TestApp::tabs(&["label:a", "label:b"]));
    assert_eq!(words(&window), ["this is b", "a", "b"]);
    window.app = TestApp::tabs(&["label:a", "label:c"]);
    window.frame(vec![]);
    assert_eq!(words(&window), ["this is c", "a", "c"]);
}

#[test]
fn a_finger_drags_a_divider_and_a_rested_window_sleeps() {
    let mut window = Window::new(TestApp::columns(&["label:a", "label:b"]));
    let before = window.app.widths(&["label:a"])[0];
    let at = pos2(before + 1.0, 300.0);
    let event = |pressed, pos| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    };
    window.frame(vec![Event::PointerMoved(at), event(true, at)]);
    let to = at + vec2(50.0, 0.0);
    window.frame(vec![Event::PointerMoved(to)]);
    window.frame(vec![event(false, to), Event::PointerGone]);
    window.frame(vec![]);
    window.frame(vec![]);
    assert_eq!(window.app.widths(&["label:a"])[0], before + 50.0);
    for _ in 0..4 {
        window.frame(vec![]);
    }
    assert_eq!(window.frame(vec![]), Duration::MAX);
}
