//! What a hand does over a page, as orders to it: each event on its own, so that nothing is lost that comes in one frame.

use super::keys::{modifiers_of, press};
use crate::engine::{Button, Order, Pointer, PointerAct};
use egui::{Event, ImeEvent, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect};

/// How far a notch of a wheel scrolls, in points.
const NOTCH: f32 = 53.0;
/// Clicks within this time, in seconds, and this distance, in points, are counted together.
const CLICK_SECONDS: f64 = 0.4;
const CLICK_DISTANCE: f32 = 6.0;

/// Decides which chords are not meant for a page.
pub(super) type Reserved = dyn Fn(&Modifiers, Key) -> bool + Send + Sync;

/// What is done with keys outside of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chord {
    /// Type an address.
    Address,
    /// Find a text.
    Find,
    Reload,
    Back,
    Forward,
    Larger,
    Smaller,
    OwnSize,
}

/// Returns what a chord does that the pane keeps for itself.
fn chord(key: Key, held: Modifiers) -> Option<Chord> {
    let only_command = held.command && !held.shift && !held.alt;
    match key {
        Key::L if only_command => Some(Chord::Address),
        Key::F if only_command => Some(Chord::Find),
        Key::R if only_command => Some(Chord::Reload),
        Key::F5 if held.is_none() => Some(Chord::Reload),
        Key::ArrowLeft if held.alt && !held.command && !held.shift => Some(Chord::Back),
        Key::ArrowRight if held.alt && !held.command && !held.shift => Some(Chord::Forward),
        Key::BrowserBack => Some(Chord::Back),
        Key::BrowserForward => Some(Chord::Forward),
        Key::Plus | Key::Equals if held.command && !held.alt => Some(Chord::Larger),
        Key::Minus if only_command => Some(Chord::Smaller),
        Key::Num0 if only_command => Some(Chord::OwnSize),
        _ => None,
    }
}

/// What comes of the keyboard.
#[derive(Debug, PartialEq)]
pub(super) enum Typed {
    Order(Order),
    Chord(Chord),
}

/// Returns what keys mean for a page that has the keyboard.
pub(super) fn typed(events: &[Event], reserved: &Reserved) -> Vec<Typed> {
    let mut typed = vec![];
    // The text that comes with a chord is not meant for the page either.
    let mut is_text_taken = false;
    for event in events {
        let order = match event {
            Event::Key { key, pressed, modifiers, .. } if reserved(modifiers, *key) => {
                is_text_taken = *pressed;
                continue;
            }
            Event::Key { key, pressed, repeat, modifiers, .. } => {
                let chord = chord(*key, *modifiers);
                is_text_taken = *pressed && chord.is_some();
                match chord {
                    None => press(*key, *pressed, *repeat, *modifiers).map(Order::Key),
                    Some(chord) => {
                        typed.extend(pressed.then_some(Typed::Chord(chord)));
                        None
                    }
                }
            }
            Event::Text(_) if std::mem::take(&mut is_text_taken) => None,
            Event::Text(text) if text != "\n" && text != "\r" => Some(Order::Letter(text.clone())),
            Event::Paste(text) => Some(Order::Insert(text.clone())),
            Event::Copy => Some(Order::Copy { cut: false }),
            Event::Cut => Some(Order::Copy { cut: true }),
            Event::Ime(ImeEvent::Preedit { text, .. }) => Some(Order::Compose(text.clone())),
            Event::Ime(ImeEvent::Commit(text)) => Some(Order::Insert(text.clone())),
            _ => None,
        };
        typed.extend(order.map(Typed::Order));
    }
    typed
}

/// What the pointer does to a page, from frame to frame.
#[derive(Debug, Default)]
pub(super) struct Mouse {
    /// The buttons that went down over the page and are still down.
    down: u8,
    /// The last press: when, where, which button, and how many it was in a row.
    last: Option<(f64, Pos2, PointerButton, u8)>,
}

/// Where a page lies, and when it is looked at.
pub(super) struct Place<'a> {
    pub(super) rect: Rect,
    /// Whether nothing lies above the page at a place.
    pub(super) is_free: &'a dyn Fn(Pos2) -> bool,
    pub(super) time: f64,
    pub(super) modifiers: Modifiers,
    pub(super) hover: Option<Pos2>,
    /// Whether any button is down at the end of the frame.
    pub(super) any_down: bool,
}

impl Mouse {
    /// Returns what the pointer means for a page, and whether it pressed a button there.
    pub(super) fn orders(&mut self, events: &[Event], place: &Place<'_>) -> (Vec<Order>, bool) {
        let (mut orders, mut has_pressed) = (vec![], false);
        for event in events {
            match event {
                Event::PointerMoved(at) if self.down != 0 || (place.is_free)(*at) => {
                    // Only the last of several moves in a row matters.
                    let is_move =
                        |order: &Order| matches!(order, Order::Pointer(Pointer { act: PointerAct::Move, .. }));
                    if orders.last().is_some_and(is_move) {
                        orders.pop();
                    }
                    orders.push(self.pointer(*at, PointerAct::Move, place.modifiers, place));
                }
                Event::PointerButton { pos, button, pressed: true, modifiers } if (place.is_free)(*pos) => {
                    has_pressed = true;
                    self.down |= bit(*button);
                    let count = self.count(*pos, *button, place.time);
                    orders.push(self.pointer(*pos, PointerAct::Down(of(*button), count), *modifiers, place));
                }
                Event::PointerButton { pos, button, pressed: false, modifiers } if self.down & bit(*button) != 0 => {
                    self.down &= !bit(*button);
                    let count = self.last.map_or(1, |(.., count)| count);
                    orders.push(self.pointer(*pos, PointerAct::Up(of(*button), count), *modifiers, place));
                }
                Event::MouseWheel { unit, delta, modifiers, .. } if !modifiers.command => {
                    if let Some(at) = place.hover.filter(|at| (place.is_free)(*at)) {
                        let by = match unit {
                            MouseWheelUnit::Point => *delta,
                            MouseWheelUnit::Line => *delta * NOTCH,
                            MouseWheelUnit::Page => *delta * place.rect.size(),
                        };
                        orders.push(self.pointer(at, PointerAct::Scroll([by.x, by.y]), *modifiers, place));
                    }
                }
                _ => {}
            }
        }
        if self.down != 0 && !place.any_down {
            // It came up where nobody told of it.
            let at = place.hover.unwrap_or(place.rect.min);
            for button in [PointerButton::Primary, PointerButton::Secondary, PointerButton::Middle] {
                if self.down & bit(button) != 0 {
                    self.down &= !bit(button);
                    orders.push(self.pointer(at, PointerAct::Up(of(button), 1), place.modifiers, place));
                }
            }
            self.down = 0;
        }
        (orders, has_pressed)
    }

    fn pointer(&self, at: Pos2, act: PointerAct, held: Modifiers, place: &Place<'_>) -> Order {
        let at = (at - place.rect.min).into();
        Order::Pointer(Pointer { at, act, buttons: self.down, modifiers: modifiers_of(held) })
    }

    /// Returns the how many-th press in a row this is.
    fn count(&mut self, at: Pos2, button: PointerButton, now: f64) -> u8 {
        let count = match self.last {
            Some((then, there, same, count))
                if same == button && now - then < CLICK_SECONDS && there.distance(at) < CLICK_DISTANCE =>
            {
                count % 3 + 1
            }
            _ => 1,
        };
        self.last = Some((now, at, button, count));
        count
    }
}

const fn bit(button: PointerButton) -> u8 {
    match button {
        PointerButton::Primary => 1,
        PointerButton::Secondary => 2,
        PointerButton::Middle => 4,
        PointerButton::Extra1 => 8,
        PointerButton::Extra2 => 16,
    }
}

const fn of(button: PointerButton) -> Button {
    match button {
        PointerButton::Primary => Button::Primary,
        PointerButton::Secondary => Button::Secondary,
        PointerButton::Middle => Button::Middle,
        PointerButton::Extra1 => Button::Back,
        PointerButton::Extra2 => Button::Forward,
    }
}
