//! The emulator as the parser may drive it: every code reaches it, but none that piles things up without bound.
//! Refuses links (the pane shows none), marks beyond [`limits::MAX_MARKS`] on a cell, and the emulator's deep stacks.
//! Invariant: output within the limits has the same effect as on the bare emulator.
//!
//! What output can pile up in `alacritty_terminal` 0.26, all of it bounded here or in [`crate::strings`]: zero-width
//! characters of a cell, links of the cells, 4,096 titles of any length. And what few bytes can make it do for long:
//! `CSI b` repeats a character 65,535 times, `CSI Z` walks back 65,535 tab stops even if there are none, and the
//! whole-screen codes touch every cell. The stack of keyboard modes is closed: the pane does not speak that protocol.
//!
//! A method that is missing here would be lost without a word, for the trait has a default for each: the tests compare
//! a transcript of all codes with the bare emulator.

use alacritty_terminal::event::EventListener;
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::term::cell::{Cell, Flags};
use alacritty_terminal::term::{Term, TermMode};
use alacritty_terminal::vte::ansi::cursor_icon::CursorIcon;
use alacritty_terminal::vte::ansi::{
    Attr, CharsetIndex, ClearMode, CursorShape, CursorStyle, Handler, Hyperlink, KeyboardModes,
    KeyboardModesApplyBehavior, LineClearMode, Mode, ModifyOtherKeys, NamedPrivateMode, PrivateMode, Rgb, ScpCharPath,
    ScpUpdateMode, StandardCharset, TabulationClearMode,
};
use unicode_width::UnicodeWidthChar;

use crate::limits;

#[cfg(test)]
mod tests;

/// What is remembered from call to call.
#[derive(Debug, Default)]
pub struct Memory {
    title: Option<String>,
    titles: Vec<Option<String>>,
    /// Cells that may have been given something beyond a plain cell, ever.
    extras: u64,
    /// What characters may still cost; see [`Bounded::input`].
    inputs_left: usize,
}

/// The emulator during one call of the parser.
pub struct Bounded<'a, T> {
    term: &'a mut Term<T>,
    memory: &'a mut Memory,
    /// The part of what characters may cost that belongs to bytes which may be parsed now or later.
    held_inputs: usize,
    /// Cells that whole-screen codes may still touch.
    wipes_left: usize,
}

/// A character in insert mode moves the rest of its row.
const INSERT_COST: usize = limits::MAX_REPEATS_PER_BYTE;

impl Memory {
    /// How many cells may own more than a plain one; an upper estimate, since cells that are overwritten still count.
    pub fn extras(&self) -> u64 {
        self.extras
    }

    /// Lets repetitions fill the screen once more, and forgets what was left of the last time.
    pub fn allow_screen<T>(&mut self, term: &Term<T>) {
        self.inputs_left = term.screen_lines() * term.columns();
    }
}

impl<'a, T: EventListener> Bounded<'a, T> {
    /// Wraps the emulator while the parser reads `bytes` bytes, and perhaps `held` more that it held back.
    pub fn new(term: &'a mut Term<T>, memory: &'a mut Memory, bytes: usize, held: usize) -> Self {
        let inputs = |bytes: usize| bytes.saturating_mul(limits::MAX_REPEATS_PER_BYTE);
        memory.inputs_left = memory.inputs_left.saturating_add(inputs(bytes + held));
        Self { term, memory, held_inputs: inputs(held), wipes_left: limits::MAX_WIPED_CELLS }
    }

    /// The cell that a zero-width character would join; the same choice as the emulator's.
    fn marked_cell(&self) -> &Cell {
        let cursor = &self.term.grid().cursor;
        let row = &self.term.grid()[cursor.point.line];
        let mut column = cursor.point.column;
        if !cursor.input_needs_wrap {
            column.0 = column.saturating_sub(1);
        }
        if row[column].flags.contains(Flags::WIDE_CHAR_SPACER) {
            column.0 = column.saturating_sub(1);
        }
        &row[column]
    }

    /// Takes `rows` rows from what whole-screen codes may touch; false if that is used up.
    fn spend(&mut self, rows: usize) -> bool {
        let cells = rows.clamp(1, self.term.screen_lines()) * self.term.columns();
        let is_left = cells <= self.wipes_left;
        self.wipes_left = self.wipes_left.saturating_sub(cells);
        is_left
    }

    fn spend_screen(&mut self) -> bool {
        self.spend(self.term.screen_lines())
    }
}

impl<T> Drop for Bounded<'_, T> {
    /// What was held back brings its part again when it is parsed.
    fn drop(&mut self) {
        self.memory.inputs_left = self.memory.inputs_left.saturating_sub(self.held_inputs);
    }
}

/// Methods that only pass on what they are given.
macro_rules! pass_on {
    ($($name:ident($($value:ident: $kind:ty),*);)*) => {
        $(#[inline]
        fn $name(&mut self, $($value: $kind),*) {
            Handler::$name(self.term, $($value),*);
        })*
    };
}

/// Methods that touch so many rows.
macro_rules! spend_rows {
    ($($name:ident;)*) => {
        $(fn $name(&mut self, rows: usize) {
            if self.spend(rows) {
                Handler::$name(self.term, rows);
            }
        })*
    };
}

impl<T: EventListener> Handler for Bounded<'_, T> {
    pass_on! {
        set_cursor_style(style: Option<CursorStyle>);
        set_cursor_shape(shape: CursorShape);
        goto(line: i32, column: usize);
        goto_line(line: i32);
        goto_col(column: usize);
        insert_blank(count: usize);
        move_up(rows: usize);
        move_down(rows: usize);
        identify_terminal(intermediate: Option<char>);
        device_status(what: usize);
        move_forward(columns: usize);
        move_backward(columns: usize);
        move_down_and_cr(rows: usize);
        move_up_and_cr(rows: usize);
        put_tab(count: u16);
        backspace();
        carriage_return();
        linefeed();
        bell();
        substitute();
        newline();
        set_horizontal_tabstop();
        erase_chars(count: usize);
        delete_chars(count: usize);
        move_forward_tabs(count: u16);
        save_cursor_position();
        restore_cursor_position();
        clear_line(mode: LineClearMode);
        clear_tabs(mode: TabulationClearMode);
        set_tabs(interval: u16);
        reverse_index();
        set_mode(mode: Mode);
        unset_mode(mode: Mode);
        report_mode(mode: Mode);
        report_private_mode(mode: PrivateMode);
        set_scrolling_region(top: usize, bottom: Option<usize>);
        set_keypad_application_mode();
        unset_keypad_application_mode();
        set_active_charset(index: CharsetIndex);
        configure_charset(index: CharsetIndex, charset: StandardCharset);
        set_color(index: usize, color: Rgb);
        dynamic_color_sequence(prefix: String, index: usize, terminator: &str);
        reset_color(index: usize);
        clipboard_store(clipboard: u8, base64: &[u8]);
        clipboard_load(clipboard: u8, terminator: &str);
        text_area_size_pixels();
        text_area_size_chars();
        set_mouse_cursor_icon(icon: CursorIcon);
        report_keyboard_mode();
        pop_keyboard_modes(count: u16);
        set_keyboard_mode(mode: KeyboardModes, behavior: KeyboardModesApplyBehavior);
        set_modify_other_keys(mode: ModifyOtherKeys);
        report_modify_other_keys();
        set_scp(path: ScpCharPath, mode: ScpUpdateMode);
    }

    spend_rows! {
        scroll_up;
        scroll_down;
        insert_blank_lines;
        delete_lines;
    }

    #[inline]
    fn input(&mut self, character: char) {
        // Characters that were written out can never use this up; those of a repetition code can.
        let cost = if self.term.mode().contains(TermMode::INSERT) { INSERT_COST } else { 1 };
        let Some(left) = self.memory.inputs_left.checked_sub(cost) else { return };
        self.memory.inputs_left = left;
        if !character.is_ascii() && character.width() == Some(0) {
            if self.marked_cell().zerowidth().is_some_and(|marks| marks.len() >= limits::MAX_MARKS) {
                return;
            }
            self.memory.extras += 1;
        }
        Handler::input(self.term, character);
    }

    /// One at a time: the emulator would look for all of them even where none is left.
    fn move_backward_tabs(&mut self, count: u16) {
        for _ in 0..count {
            let before = self.term.grid().cursor.point.column;
            self.term.move_backward_tabs(1);
            if self.term.grid().cursor.point.column == before {
                break;
            }
        }
    }

    fn terminal_attribute(&mut self, attr: Attr) {
        // An underline's color is kept beside the cell, as marks are.
        self.memory.extras += u64::from(matches!(attr, Attr::UnderlineColor(Some(_))));
        self.term.terminal_attribute(attr);
    }

    fn clear_screen(&mut self, mode: ClearMode) {
        if self.spend_screen() {
            self.term.clear_screen(mode);
        }
    }

    fn decaln(&mut self) {
        if self.spend_screen() {
            self.term.decaln();
        }
    }

    fn reset_state(&mut self) {
        if self.spend_screen() && self.spend_screen() {
            self.memory.title = None;
            self.memory.titles.clear();
            self.term.reset_state();
        }
    }

    fn set_private_mode(&mut self, mode: PrivateMode) {
        if !touches_screen(mode) || self.spend_screen() {
            self.term.set_private_mode(mode);
        }
    }

    fn unset_private_mode(&mut self, mode: PrivateMode) {
        if !touches_screen(mode) || self.spend_screen() {
            self.term.unset_private_mode(mode);
        }
    }

    fn set_title(&mut self, title: Option<String>) {
        let title = title.map(|title| title.chars().take(limits::MAX_TITLE_CHARS).collect::<String>());
        self.memory.title.clone_from(&title);
        self.term.set_title(title);
    }

    fn push_title(&mut self) {
        if self.memory.titles.len() >= limits::MAX_TITLES {
            self.memory.titles.remove(0);
        }
        self.memory.titles.push(self.memory.title.clone());
    }

    fn pop_title(&mut self) {
        if let Some(title) = self.memory.titles.pop() {
            self.set_title(title);
        }
    }

    /// Every cell would keep its link, up to the whole scrollback; the pane does not show them.
    fn set_hyperlink(&mut self, _: Option<Hyperlink>) {}

    /// Closed, as the emulator's is while the protocol is off; a full one would take from its stack of titles.
    fn push_keyboard_mode(&mut self, _: KeyboardModes) {}
}

fn touches_screen(mode: PrivateMode) -> bool {
    let (swap, columns) = (NamedPrivateMode::SwapScreenAndSetRestoreCursor, NamedPrivateMode::ColumnMode);
    mode == PrivateMode::Named(swap) || mode == PrivateMode::Named(columns)
}
