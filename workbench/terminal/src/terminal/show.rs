//! One frame of the pane: size, keys, pointer, picture.
//!
//! This module keeps no state beyond the terminal's own fields.
//!
//! Invariant: the emulator is never locked inside an egui closure, and a repaint is requested only if the picture will change.

use std::time::Duration;

use alacritty_terminal::term::TermMode;
use egui::output::IMEOutput;
use egui::text::{LayoutJob, TextFormat};
use egui::{CursorIcon, Event, EventFilter, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use multisplit_pane_chrome::access;

use super::Terminal;
use crate::geometry::Geometry;
use crate::input::{Action, Keyboard};
use crate::limits;
use crate::paint::{self, Font};
use crate::palette::Palette;
use crate::pointer::PointerFrame;
use crate::scrollbar::{self, Extent};
use crate::snapshot::Look;
use crate::strip;

impl Terminal {
    /// Shows the terminal in all the space that is left in `ui`, at any size.
    ///
    /// A frame copies the visible cells while the emulator is locked; its cost grows with the number of visible cells.
    pub fn ui(&mut self, ui: &mut Ui) -> Response {
        let rect = pane_rect(ui);
        let id = ui.scope_id().with("terminal");
        ui.advance_cursor_after_rect(rect);
        let response = ui.interact(rect, id, Sense::click_and_drag());
        // From here on, new output wakes the host for another frame.
        self.session.proxy().arm();
        self.follow_style(ui);
        let font = self.glyphs.font(ui);
        let geometry = Geometry::new(rect, font.cell(), ui.pixels_per_point());
        if let Some(size) = geometry.grid() {
            self.session.resize(size);
        }
        let has_keyboard = self.update_focus(ui, &response);
        self.menu_ui(ui, &geometry, &response, self.pointer_mode());
        if has_keyboard {
            self.keyboard(ui);
        }
        let mode = self.pointer_mode();
        if ui.is_enabled() {
            let scene = PointerFrame { session: &self.session, geometry: &geometry, mode };
            if let Some(text) = self.pointer.update(ui, &response, &scene) {
                self.paste(ui, text, mode);
            }
        }
        self.take_snapshot(ui, has_keyboard);
        paint::paint(ui.painter(), &self.snapshot, &geometry, &font);
        self.paint_over(ui, &geometry, &font, has_keyboard);
        let extent = Extent { history: self.snapshot.history, offset: self.snapshot.offset, rows: self.snapshot.rows };
        scrollbar::show(ui, id.with("scrollback"), &geometry, extent, &self.session);
        self.show_unsent(ui, id, rect);
        self.show_pasting(ui, id, rect);
        self.show_ended(ui, id, rect);
        self.describe(ui, &geometry, &response);
        if mode.intersects(TermMode::MOUSE_MODE) { response } else { response.on_hover_cursor(CursorIcon::Text) }
    }

    fn follow_style(&mut self, ui: &Ui) {
        let palette = Palette::of(ui.visuals());
        if palette != self.palette {
            self.session.proxy().set_palette(&palette);
            self.palette = palette;
        }
    }

    /// Takes and keeps egui's focus; returns `true` if keys are meant for this terminal.
    fn update_focus(&mut self, ui: &Ui, response: &Response) -> bool {
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        let has_focus = response.has_focus() && ui.is_enabled();
        if has_focus {
            let all = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, all));
        } else {
            self.composing.clear();
        }
        let has_keyboard = has_focus && ui.input(|input| input.focused);
        if has_keyboard != self.was_focused {
            self.was_focused = has_keyboard;
            self.blink_from = ui.input(|input| input.time);
            if self.session.mode().contains(TermMode::FOCUS_IN_OUT) {
                self.session.answer(if has_keyboard { b"\x1b[I" } else { b"\x1b[O" });
            }
        }
        has_focus
    }

    fn keyboard(&mut self, ui: &Ui) {
        let mode = self.session.mode();
        let has_ended = self.exited().is_some();
        let (actions, modifiers, time) = ui.input(|input| {
            let says_modifiers = input.events.iter().any(|event| matches!(event, Event::ModifiersChanged(_)));
            let before = if says_modifiers { self.modifiers } else { input.modifiers };
            let v_was_seen = self.v_was_seen;
            let mut keyboard = Keyboard { mode, modifiers: before, reserved: &*self.reserved, has_ended, v_was_seen };
            let actions = keyboard.actions(&input.events);
            (actions, (input.modifiers, keyboard.v_was_seen), input.time)
        });
        (self.modifiers, self.v_was_seen) = modifiers;
        if !actions.is_empty() {
            self.blink_from = time;
        }
        for action in actions {
            self.act(ui, action, mode);
        }
    }

    pub(super) fn act(&mut self, ui: &Ui, action: Action, mode: TermMode) {
        let Some(action) = self.held_behind_paste(ui, action, mode) else { return };
        match action {
            Action::Send(bytes) => {
                self.composing.clear();
                self.session.with_term(|term| term.selection = None);
                self.session.write(&bytes);
            }
            Action::Paste(text) => self.paste(ui, text, mode),
            Action::Copy => {
                if let Some(text) = self.selected_text() {
                    ui.copy_text(text);
                }
            }
            Action::AskPaste => self.ask_paste(ui),
            Action::Scroll(scroll) => self.session.with_term(|term| term.scroll_display(scroll)),
            Action::Compose(text) => self.composing = text,
            Action::Restart => self.try_restart(),
        }
    }

    fn try_restart(&mut self) {
        if let Err(why) = self.restart() {
            self.failure = Some(why.to_string());
        }
    }

    /// Returns the program's modes as far as they concern the pointer: a program that has ended gets no mouse.
    fn pointer_mode(&self) -> TermMode {
        let mode = self.session.mode();
        if self.exited().is_some() { mode - TermMode::MOUSE_MODE - TermMode::ALTERNATE_SCROLL } else { mode }
    }

    fn take_snapshot(&mut self, ui: &Ui, has_keyboard: bool) {
        let focused = has_keyboard && ui.input(|input| input.focused) && self.exited().is_none();
        let look = Look { palette: &self.palette, focused, cursor_lit: self.is_cursor_lit(ui, focused) };
        let (snapshot, glyphs) = (&mut self.snapshot, &mut self.glyphs);
        self.session.with_term(|term| snapshot.take(term, &look, &mut |character| glyphs.glyph(ui, character)));
        if !self.snapshot.blinks {
            self.blink_from = ui.input(|input| input.time);
        }
    }

    /// Returns `true` if the cursor is in the lit half of a blink, and requests the repaint for the next change.
    ///
    /// A cursor blinks only while the terminal is focused, and only if the program wants it.
    fn is_cursor_lit(&self, ui: &Ui, focused: bool) -> bool {
        let blinks = self.session.with_term(|term| term.cursor_style().blinking);
        if !focused || !blinks {
            return true;
        }
        let half = limits::CURSOR_BLINK.as_secs_f64();
        let since = (ui.input(|input| input.time) - self.blink_from).max(0.0);
        if since >= limits::CURSOR_RESTS_AFTER.as_secs_f64() {
            return true;
        }
        ui.ctx().request_repaint_after(Duration::from_secs_f64(half - since % half));
        ((since / half) as u64).is_multiple_of(2)
    }

    /// Paints the bell's flash, and the text that an input method is composing.
    fn paint_over(&mut self, ui: &Ui, geometry: &Geometry, font: &Font, has_keyboard: bool) {
        let painter = ui.painter().with_clip_rect(geometry.outer.intersect(ui.clip_rect()));
        let time = ui.input(|input| input.time);
        let bells = self.session.proxy().bells();
        if bells != self.bells_seen {
            self.bells_seen = bells;
            self.flash_until = time + limits::BELL_FLASH.as_secs_f64();
        }
        if time < self.flash_until {
            let stroke = Stroke::new(2.0, ui.visuals().warn_fg_color);
            painter.rect_stroke(geometry.outer, 0.0, stroke, StrokeKind::Inside);
            ui.ctx().request_repaint_after(Duration::from_secs_f64(self.flash_until - time));
        }
        let Some(span) = self.snapshot.cursor_at.filter(|_| has_keyboard) else { return };
        let cursor = geometry.cells(span.row, span.column, span.count);
        let to_global = ui.ctx().layer_transform_to_global(ui.layer_id()).unwrap_or_default();
        ui.output_mut(|output| {
            output.ime = Some(IMEOutput {
                purpose: egui::viewport::IMEPurpose::Terminal,
                rect: to_global * geometry.text,
                cursor_rect: to_global * cursor,
                should_interrupt_composition: false,
            });
        });
        if !self.composing.is_empty() {
            let color = self.palette.foreground;
            let format = TextFormat {
                font_id: font.id.clone(),
                color,
                background: self.snapshot.ground,
                underline: Stroke::new(1.0, color),
                ..TextFormat::default()
            };
            let galley = painter.layout_job(LayoutJob::single_section(self.composing.clone(), format));
            painter.galley(cursor.min, galley, color);
        }
    }

    fn show_unsent(&self, ui: &mut Ui, id: Id, rect: Rect) {
        let Some(unsent) = self.session.unsent().filter(|_| self.exited().is_none()) else { return };
        let words = unsent.to_string();
        if ui.push_id(id.with("unsent"), |ui| strip::show(ui, rect, &words, &[strip::DISMISS])).inner.is_some() {
            self.session.forget_unsent();
            ui.ctx().request_repaint();
        }
    }

    fn show_ended(&mut self, ui: &mut Ui, id: Id, rect: Rect) {
        let Some(info) = self.exited() else { return };
        let words = self.failure.clone().unwrap_or_else(|| info.to_string());
        let pressed = ui.push_id(id, |ui| strip::show(ui, rect, &words, &[strip::RESTART])).inner;
        if pressed.is_some() {
            self.try_restart();
            self.request_focus();
            ui.ctx().request_repaint();
        }
    }

    /// Describes the pane to screen readers. It uses the snapshot, since the closure runs while egui is locked.
    fn describe(&self, ui: &Ui, geometry: &Geometry, response: &Response) {
        let text = &self.snapshot.plain;
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(text.clone()),
            ..WidgetInfo::labeled(Role::Terminal, true, format!("Terminal: {}", self.title()))
        });
        let caret = self.snapshot.cursor_at.and_then(|cursor| place_in(text, cursor.row, cursor.column));
        access::text(ui, response.id, text, geometry.text.min, None, caret.map(|caret| (caret, caret)));
    }
}

/// Returns the number of characters before a cell; for a cell behind its row's text, the number before the row's end.
///
/// Returns `None` for a row below the last row with text.
fn place_in(text: &str, row: usize, column: usize) -> Option<usize> {
    let rows: Vec<&str> = text.split('\n').take(row + 1).collect();
    let (last, before) = rows.split_last().filter(|_| rows.len() == row + 1)?;
    let before: usize = before.iter().map(|row| row.chars().count() + 1).sum();
    Some(before + column.min(last.chars().count()))
}

/// Returns the rectangle of all the space that is left in `ui`; never negative, and never infinite.
fn pane_rect(ui: &Ui) -> Rect {
    let left = ui.available_rect_before_wrap();
    let visible = ui.clip_rect();
    let min = if left.min.any_nan() { visible.min } else { left.min };
    let size = |wanted: f32, shown: f32| {
        let length = if wanted.is_finite() { wanted } else { shown };
        if length.is_finite() { length.max(0.0) } else { 0.0 }
    };
    Rect::from_min_size(min, Vec2::new(size(left.width(), visible.width()), size(left.height(), visible.height())))
}
