//! The mouse in the pane: selection, the wheel, and reports to programs that asked for them (Shift overrides).
//!
//! This module does not handle keys and does not paint.
//!
//! Invariant: a press that was reported is also released to the same program, and a press that selects never reaches it.

use alacritty_terminal::grid::{Dimensions, Scroll};
use alacritty_terminal::index::{Column, Point, Side};
use alacritty_terminal::selection::{Selection, SelectionType};
use alacritty_terminal::term::{TermMode, viewport_to_point};
use egui::{Event, Modifiers, OutputCommand, PointerButton, Pos2, Response, Ui};

use crate::geometry::{Geometry, Hit};
use crate::limits;
use crate::mouse::{self, At, Button, MouseKind};
use crate::session::ShellSession;

/// The state of the pointer between frames.
#[derive(Debug, Default)]
pub struct Pointer {
    held: Option<Held>,
    clicks: Clicks,
    /// The wheel movement that is not yet a whole line, in points.
    wheel: f32,
    reported: Option<(usize, usize)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Selecting,
    Reported(Button),
}

/// Counts presses on the same cell.
#[derive(Debug, Default)]
struct Clicks {
    count: u32,
    at: Option<(Hit, f64)>,
}

/// What the pointer needs to know of the pane in one frame.
pub struct PointerFrame<'a> {
    /// The session.
    pub session: &'a ShellSession,
    /// The layout of the cells.
    pub geometry: &'a Geometry,
    /// The modes of the program.
    pub mode: TermMode,
}

/// The pointer events and state of egui in this frame.
struct Seen {
    events: Vec<Event>,
    hover: Option<Pos2>,
    wheel: f32,
    time: f64,
    modifiers: Modifiers,
}

impl Pointer {
    /// Handles one frame; returns the text to paste, if a middle click asked for a paste.
    pub fn update(&mut self, ui: &Ui, response: &Response, scene: &PointerFrame<'_>) -> Option<String> {
        let over = response.contains_pointer();
        if !over && self.held.is_none() {
            self.wheel = 0.0;
            return None;
        }
        let seen = see(ui);
        let mut pasted = None;
        for event in &seen.events {
            match event {
                Event::PointerButton { pos, button, pressed: true, modifiers } if over => {
                    self.press(*pos, *button, *modifiers, seen.time, response, scene);
                }
                Event::PointerButton { pos, button, pressed: false, modifiers } => {
                    self.release(ui, *pos, *button, *modifiers, scene);
                }
                Event::PointerMoved(pos) => self.moved(*pos, seen.modifiers, over, scene),
                Event::MiddleClickPaste { pos, text }
                    if over && scene.geometry.text.contains(*pos) && !wants_mouse(scene.mode, seen.modifiers) =>
                {
                    pasted = Some(text.clone());
                }
                _ => {}
            }
        }
        if let (Some(Held::Selecting), Some(pos)) = (self.held, seen.hover) {
            scroll_while_dragging(ui, pos, scene);
        }
        if over && seen.wheel != 0.0 {
            self.wheel(ui, &seen, scene);
        }
        pasted
    }

    /// Forgets what was held; called for a new shell.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    fn press(
        &mut self,
        pos: Pos2,
        button: PointerButton,
        modifiers: Modifiers,
        time: f64,
        response: &Response,
        scene: &PointerFrame<'_>,
    ) {
        response.request_focus();
        if scene.geometry.bar.contains(pos) || self.held.is_some() {
            return;
        }
        let hit = scene.geometry.hit(pos, scene.session.size());
        if wants_mouse(scene.mode, modifiers) {
            if let Some(button) = reported(button) {
                self.held = Some(Held::Reported(button));
                self.reported = Some((hit.row, hit.column));
                report(MouseKind::Press(button), hit, modifiers, scene);
            }
        } else if button == PointerButton::Primary {
            self.held = Some(Held::Selecting);
            let extends = modifiers.shift && !scene.mode.intersects(TermMode::MOUSE_MODE);
            let count = self.clicks.press(hit, time);
            select(hit, count, extends, scene);
        }
    }

    fn release(&mut self, ui: &Ui, pos: Pos2, button: PointerButton, modifiers: Modifiers, scene: &PointerFrame<'_>) {
        match self.held {
            Some(Held::Reported(held)) if reported(button) == Some(held) => {
                let hit = scene.geometry.hit(pos, scene.session.size());
                report(MouseKind::Release(held), hit, modifiers, scene);
                self.held = None;
            }
            Some(Held::Selecting) if button == PointerButton::Primary => {
                self.held = None;
                settle(ui, scene);
            }
            _ => {}
        }
    }

    fn moved(&mut self, pos: Pos2, modifiers: Modifiers, over: bool, scene: &PointerFrame<'_>) {
        let hit = scene.geometry.hit(pos, scene.session.size());
        if self.held == Some(Held::Selecting) {
            scene.session.with_term(|term| {
                let point = point(hit, term.grid().display_offset());
                if let Some(selection) = &mut term.selection {
                    selection.update(point, hit.side);
                }
            });
            return;
        }
        let held = match self.held {
            Some(Held::Reported(button)) => Some(button),
            _ if over && wants_mouse(scene.mode, modifiers) => None,
            _ => return,
        };
        if self.reported != Some((hit.row, hit.column)) {
            self.reported = Some((hit.row, hit.column));
            report(MouseKind::Move(held), hit, modifiers, scene);
        }
    }

    fn wheel(&mut self, ui: &Ui, seen: &Seen, scene: &PointerFrame<'_>) {
        let has_history = scene.session.with_term(|term| term.history_size() > 0);
        let goes_to_program = wants_mouse(scene.mode, seen.modifiers);
        let goes_to_arrows = scene.mode.contains(TermMode::ALT_SCREEN | TermMode::ALTERNATE_SCROLL);
        if !goes_to_program && !goes_to_arrows && !has_history {
            return;
        }
        // A movement that the terminal handles must not scroll the area around the pane.
        ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
        self.wheel += seen.wheel;
        let lines = (self.wheel / scene.geometry.cell.y).trunc();
        self.wheel -= lines * scene.geometry.cell.y;
        let lines = (lines as i32).clamp(-limits::MAX_WHEEL_LINES, limits::MAX_WHEEL_LINES);
        if lines == 0 {
            return;
        }
        if goes_to_program {
            let kind = if lines > 0 { MouseKind::WheelUp } else { MouseKind::WheelDown };
            let Some(pos) = seen.hover else { return };
            let hit = scene.geometry.hit(pos, scene.session.size());
            (0..lines.abs()).for_each(|_| report(kind, hit, seen.modifiers, scene));
        } else if goes_to_arrows {
            scene.session.answer(&arrows(lines, scene.mode));
        } else {
            scene.session.with_term(|term| term.scroll_display(Scroll::Delta(lines)));
        }
    }
}

impl Clicks {
    /// Counts a press: returns 1 for a single press, 2 for a double and 3 for a triple one, and then 1 again.
    fn press(&mut self, hit: Hit, time: f64) -> u32 {
        let is_again = self.at.is_some_and(|(last, then)| {
            (last.row, last.column) == (hit.row, hit.column) && time - then < limits::MULTI_CLICK.as_secs_f64()
        });
        self.count = if is_again { self.count % 3 + 1 } else { 1 };
        self.at = Some((hit, time));
        self.count
    }
}

fn see(ui: &Ui) -> Seen {
    ui.input(|input| Seen {
        events: input.events.iter().filter(|event| is_pointer(event)).cloned().collect(),
        hover: input.pointer.latest_pos(),
        wheel: input.smooth_scroll_delta().y,
        time: input.time,
        modifiers: input.modifiers,
    })
}

fn is_pointer(event: &Event) -> bool {
    matches!(event, Event::PointerButton { .. } | Event::PointerMoved(_) | Event::MiddleClickPaste { .. })
}

/// Returns `true` if the program gets the mouse: it asked for the mouse, and Shift is not held.
fn wants_mouse(mode: TermMode, modifiers: Modifiers) -> bool {
    mode.intersects(TermMode::MOUSE_MODE) && !modifiers.shift
}

fn reported(button: PointerButton) -> Option<Button> {
    match button {
        PointerButton::Primary => Some(Button::Primary),
        PointerButton::Middle => Some(Button::Middle),
        PointerButton::Secondary => Some(Button::Secondary),
        PointerButton::Extra1 | PointerButton::Extra2 => None,
    }
}

fn report(kind: MouseKind, hit: Hit, modifiers: Modifiers, scene: &PointerFrame<'_>) {
    let Modifiers { alt, ctrl, shift, .. } = modifiers;
    let at = At { column: hit.column, row: hit.row, shift, alt, ctrl };
    if let Some(bytes) = mouse::report(kind, at, scene.mode) {
        scene.session.answer(&bytes);
    }
}

/// Returns arrow keys that scroll a full-screen program which did not ask for the mouse.
fn arrows(lines: i32, mode: TermMode) -> Vec<u8> {
    let last = if lines > 0 { b'A' } else { b'B' };
    let middle = if mode.contains(TermMode::APP_CURSOR) { b'O' } else { b'[' };
    [0x1b, middle, last].repeat(lines.unsigned_abs() as usize)
}

fn point(hit: Hit, offset: usize) -> Point {
    viewport_to_point(offset, Point::new(hit.row, Column(hit.column)))
}

fn select(hit: Hit, count: u32, extends: bool, scene: &PointerFrame<'_>) {
    let kind = match count {
        2 => SelectionType::Semantic,
        3 => SelectionType::Lines,
        _ => SelectionType::Simple,
    };
    scene.session.with_term(|term| {
        let point = point(hit, term.grid().display_offset());
        match &mut term.selection {
            Some(selection) if extends => selection.update(point, hit.side),
            selection => *selection = Some(Selection::new(kind, point, hit.side)),
        }
    });
}

/// Ends a selection: offers its text to a middle click, or removes an empty selection.
fn settle(ui: &Ui, scene: &PointerFrame<'_>) {
    let text = scene.session.with_term(|term| {
        if term.selection.as_ref().is_some_and(Selection::is_empty) {
            term.selection = None;
        }
        term.selection_to_string()
    });
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        ui.output_mut(|output| output.commands.push(OutputCommand::TextSelectionSettled(text)));
    }
}

/// Scrolls while a selection is dragged beyond the upper or lower edge, and requests further frames.
fn scroll_while_dragging(ui: &Ui, pos: Pos2, scene: &PointerFrame<'_>) {
    let (delta, side) = if pos.y < scene.geometry.text.top() {
        (1, Side::Left)
    } else if pos.y > scene.geometry.text.bottom() {
        (-1, Side::Right)
    } else {
        return;
    };
    let hit = Hit { side, ..scene.geometry.hit(pos, scene.session.size()) };
    let moved = scene.session.with_term(|term| {
        let before = term.grid().display_offset();
        term.scroll_display(Scroll::Delta(delta));
        let after = term.grid().display_offset();
        if let Some(selection) = &mut term.selection {
            selection.update(point(hit, after), hit.side);
        }
        before != after
    });
    if moved {
        ui.ctx().request_repaint_after(limits::DRAG_SCROLL);
    }
}
