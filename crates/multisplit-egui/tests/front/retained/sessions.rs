//! Random sessions, each in two windows: one retains, the other draws everything in every frame. Both look the same, pixel by pixel, and
//! the user gets the same results from them.

use super::screen::{Screen, wide};
use egui::{Event, Key, Modifiers, MouseWheelUnit, Pos2, TouchPhase, Vec2, pos2, vec2};
use multisplit::{Bars, Command, Placement, Rules, Template, WidgetId};
use multisplit_raster::Image;
use multisplit_testing::Random;

const WIDGETS: [&str; 6] = ["text:a", "draw:b", "edit:c", "long:d", "sizes:e", "text:f"];
/// The number of sessions per test. There are several tests, so that they run in parallel.
const SEEDS: u64 = 50;
const STEPS: usize = 30;

/// A source of random numbers, which are the same on every machine.
struct Dice(Random);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0.below(end)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    fn place(&mut self) -> Pos2 {
        pos2(self.below(270) as f32, self.below(165) as f32)
    }
}

/// What happens in a step, in both windows.
#[derive(Clone, Debug)]
enum Act {
    Rest,
    Bump(&'static str),
    Events(Vec<Event>, Modifiers),
    Resize(Vec2),
    Scale(f32),
    Theme(egui::Theme),
    Tint(Option<egui::Color32>),
    Fonts(bool),
    Focus(&'static str),
    Close(&'static str),
    Open(&'static str),
    Undo,
    Sizes(usize),
}

fn roll(dice: &mut Dice) -> Act {
    let widget = dice.one_of(&WIDGETS);
    let name = widget.split(':').next_back().unwrap_or_default();
    match dice.below(25) {
        0 => Act::Sizes(0),
        1..=3 => Act::Rest,
        4..=6 => Act::Bump(name),
        7..=8 => Act::Events(vec![Event::PointerMoved(dice.place())], Modifiers::NONE),
        9..=10 => Act::Events(click(dice.place(), dice.below(3)), Modifiers::NONE),
        11 => Act::Events(vec![Event::PointerGone], Modifiers::NONE),
        12..=14 => {
            let (alt, by) = (dice.below(3) > 0, [-96.0, -40.0, 25.0, 64.0]);
            let modifiers = if alt { Modifiers::ALT } else { Modifiers::NONE };
            let delta = if dice.below(2) == 0 { vec2(dice.one_of(&by), 0.0) } else { vec2(0.0, dice.one_of(&by)) };
            let (unit, phase, source) = (MouseWheelUnit::Point, TouchPhase::Move, egui::MouseWheelSource::Wheel);
            let turn = Event::MouseWheel { unit, delta, modifiers, phase, source };
            Act::Events(vec![Event::PointerMoved(dice.place()), turn], modifiers)
        }
        15 => Act::Resize(vec2(200.0 + dice.below(60) as f32, 110.0 + dice.below(50) as f32)),
        16 => Act::Scale(dice.one_of(&[1.0, 1.0, 1.25, 1.5, 2.0])),
        17 => Act::Theme(dice.one_of(&[egui::Theme::Dark, egui::Theme::Light])),
        24 => Act::Tint(dice.one_of(&[None, Some(egui::Color32::GOLD)])),
        18 => Act::Fonts(dice.below(2) == 0),
        19 => Act::Focus(widget),
        20 => dice.one_of(&[Act::Close as fn(_) -> _, Act::Open])(widget),
        21 => Act::Undo,
        22 => Act::Sizes(dice.one_of(&[0, 12, 60])),
        _ => Act::Events(typed(dice), Modifiers::NONE),
    }
}

/// Returns a press, a release, or both in one frame, wherever the pointer was before.
fn click(at: Pos2, which: u64) -> Vec<Event> {
    let button = |pressed| {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos: at, button, pressed, modifiers }
    };
    let mut events = vec![Event::PointerMoved(at)];
    match which {
        0 => events.push(button(true)),
        1 => events.push(button(false)),
        _ => events.extend([button(true), button(false)]),
    }
    events
}

fn typed(dice: &mut Dice) -> Vec<Event> {
    let key = dice.one_of(&[Key::Tab, Key::ArrowDown, Key::Enter, Key::Escape, Key::A]);
    let (modifiers, repeat) = (Modifiers::NONE, false);
    let mut events = vec![Event::Key { key, physical_key: None, pressed: true, repeat, modifiers }];
    if key == Key::A {
        events.push(Event::Text("a".to_owned()));
    }
    events
}

fn act(screen: &mut Screen, act: &Act) {
    match act {
        Act::Rest => {}
        Act::Bump(name) => screen.bump(name),
        Act::Events(events, modifiers) => {
            screen.modifiers = *modifiers;
            screen.events.clone_from(events);
        }
        Act::Resize(size) => screen.size = *size,
        Act::Scale(scale) => screen.scale = *scale,
        Act::Theme(theme) => screen.ctx.set_theme(*theme),
        Act::Tint(color) => screen.ctx.all_styles_mut(|style| style.visuals.override_text_color = *color),
        Act::Fonts(swapped) => {
            let mut fonts = egui::FontDefinitions::default();
            if *swapped && let Some(mono) = fonts.families.get(&egui::FontFamily::Monospace).cloned() {
                fonts.families.insert(egui::FontFamily::Proportional, mono);
            }
            screen.ctx.set_fonts(fonts);
        }
        Act::Focus(widget) => screen.focus(widget),
        Act::Close(widget) => {
            if let Some(pane) = screen.pane(widget) {
                screen.run(&Command::Close { pane });
            }
        }
        Act::Open(widget) => {
            let at = WIDGETS.iter().find_map(|w| screen.pane(w)).filter(|_| screen.pane(widget).is_none());
            if let Some(pane) = at {
                let (widget, ratio) = (WidgetId::new(widget).expect("an id"), multisplit::geometry::Ratio::HALF);
                screen.run(&Command::Split { pane, place: Placement::Right, widget, ratio });
            }
        }
        Act::Undo => drop(screen.workspace.apply(multisplit::Moment::ZERO, multisplit::Intent::Undo)),
        Act::Sizes(count) => {
            screen.book.borrow_mut().sizes = *count;
            screen.bump("e");
        }
    }
}

/// Creates a window, with a tab bar per pane or without.
fn window(tabs: bool, retain: bool) -> Screen {
    let rules = Rules { bars: if tabs { Bars::Always } else { Bars::WhenSeveral }, ..Rules::default() };
    let mut screen = Screen::with_rules(&WIDGETS, Template::Grid { rows: 2, cols: 3 }, rules);
    screen.size = vec2(230.0, 140.0);
    screen.front = multisplit_egui::WorkspaceArea::new().style(wide()).retained_painting(retain);
    screen
}

/// Returns `true` if two pictures are the same. With tabs, a few pixels may be a little lighter or darker: titles that were not drawn
/// again enter the font texture at another time, and at fractional scales large letters take a trace of their neighbors in it.
fn are_alike(one: &Image, other: &Image, tabs: bool) -> bool {
    let pairs = one.rgba.iter().zip(&other.rgba).map(|(a, b)| a.abs_diff(*b)).filter(|by| *by > 0);
    let (count, most) = pairs.fold((0, 0), |(count, most), by| (count + 1, by.max(most)));
    let size = (one.width, one.height) == (other.width, other.height);
    size && if tabs { count <= 3 * 32 && most <= 24 } else { count == 0 }
}

/// Runs one session in both windows. Returns how many panes were replayed, and how many were visible.
fn live(tabs: bool, seed: u64) -> (usize, usize) {
    let mut dice = Dice(Random::new(seed * 2 + 0x9e37_79b9_7f4a_7c15));
    let (mut kept, mut fresh) = (window(tabs, true), window(tabs, false));
    let (mut replayed, mut seen) = (0, 0);
    let mut acts = vec![];
    for step in 0..STEPS {
        let next = roll(&mut dice);
        for screen in [&mut kept, &mut fresh] {
            screen.modifiers = Modifiers::NONE;
            act(screen, &next);
            screen.frame();
            if tabs {
                // A tab that was not within reach is highlighted a frame later, and its button one more frame later.
                screen.frames(2);
            }
        }
        acts.push(next);
        let told = || format!("seed {seed}, step {step} after {acts:?}");
        assert!(are_alike(&kept.picture(), &fresh.picture(), tabs), "the pictures differ: {}", told());
        assert_eq!(kept.book.borrow().pages, fresh.book.borrow().pages, "{}", told());
        assert_eq!(kept.cursor, fresh.cursor, "{}", told());
        assert_eq!(kept.ctx.memory(egui::Memory::focused), fresh.ctx.memory(egui::Memory::focused), "{}", told());
        let rects = [&kept, &fresh].map(|screen| screen.ctx.interactive_rects_last_pass());
        // With tabs, those out of reach are no widgets, so the rectangles differ.
        assert!(tabs || rects[0] == rects[1], "{}", told());
        let layouts = [&kept, &fresh].map(|screen| screen.workspace.layout().save());
        assert_eq!(layouts[0], layouts[1], "{}", told());
        assert_eq!(fresh.painted.replayed, 0);
        replayed += kept.painted.replayed;
        seen += kept.painted.replayed + kept.painted.drawn;
    }
    (replayed, seen)
}

/// Runs the sessions of one of the tests.
fn all(tabs: bool, first: u64) {
    let sums =
        (first..first + SEEDS).map(|seed| live(tabs, seed)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(sums.0 * 5 > sums.1, "retaining hardly happened: {sums:?}");
}

#[test]
fn a_window_that_retains_looks_like_one_that_draws_everything() {
    all(false, 0);
}

#[test]
fn a_window_that_retains_looks_like_one_that_draws_everything_2() {
    all(false, SEEDS);
}

#[test]
fn a_window_that_retains_looks_like_one_that_draws_everything_3() {
    all(false, 2 * SEEDS);
}

#[test]
fn a_window_that_retains_looks_like_one_that_draws_everything_4() {
    all(false, 3 * SEEDS);
}

#[test]
fn so_does_one_with_tabs() {
    all(true, 4 * SEEDS);
}

#[test]
fn so_does_one_with_tabs_2() {
    all(true, 5 * SEEDS);
}
