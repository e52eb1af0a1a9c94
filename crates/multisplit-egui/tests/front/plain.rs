//! The same window where no screen reader listens, which the harness always has: fewer widgets are made then.

use crate::bed::Bed;
use egui::{Context, Event, FullOutput, Modifiers, PointerButton, Pos2, RawInput, Rect, ViewportId, pos2, vec2};
use std::time::Duration;

struct Window {
    ctx: Context,
    bed: Bed,
    time: f64,
}

impl Window {
    fn new(bed: Bed) -> Self {
        let mut window = Self { ctx: Context::default(), bed, time: 0.0 };
        for _ in 0..3 {
            window.frame(vec![]);
        }
        window
    }

    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 0.1;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0)));
        let input = RawInput { screen_rect, time: Some(self.time), events, ..RawInput::default() };
        let bed = &mut self.bed;
        let mut output: FullOutput = self.ctx.run_ui(input, |ui| crate::bed::draw(ui, bed));
        output.textures_delta.clear();
        assert!(output.platform_output.accesskit_update.is_none());
        output.viewport_output[&ViewportId::ROOT].repaint_delay
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
        let mut window = Window::new(Bed::tabs(&["label:a", "label:b", "label:c"]));
        // The narrowest tab is 72 wide, its button 15 before its end.
        window.click(pos2(30.0, 14.0), hovers);
        assert_eq!(window.bed.bar_of("label:a"), "[a] b c", "{hovers}");
        window.click(pos2(2.0 * 72.0 - 15.0, 14.0), hovers);
        assert_eq!(window.bed.bar_of("label:a"), "[a] c", "{hovers}");
    }
}

#[test]
fn a_finger_drags_a_divider_and_a_rested_window_sleeps() {
    let mut window = Window::new(Bed::columns(&["label:a", "label:b"]));
    let before = window.bed.widths(&["label:a"])[0];
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
    assert_eq!(window.bed.widths(&["label:a"])[0], before + 50.0);
    for _ in 0..4 {
        window.frame(vec![]);
    }
    assert_eq!(window.frame(vec![]), Duration::MAX);
}
