//! A wrapper around the emulator that bounds what output can make it allocate or do.
//!
//! Every code reaches the emulator, except those that pile things up without bound. The wrapper does not pass on links (the
//! pane shows none), marks beyond [`limits::MAX_MARKS`] on a cell, or pushes on the emulator's own deep stacks.
//!
//! Invariant: output within the limits has the same effect as on the bare emulator.
//!
//! In `alacritty_terminal` 0.26, output can pile up zero-width characters of a cell, links of the cells, and 4,096 titles
//! of any length. All of these are bounded here or in [`crate::strings`]. A few bytes can also keep the emulator busy for
//! long: `CSI b` repeats a character 65,535 times, `CSI Z` walks back 65,535 tab stops even if there are none, and the
//! whole-screen codes touch every cell. The stack of keyboard modes is closed: the pane does not speak that protocol.
//!
//! A method that is missing here would lose its code silently, because the trait has a default for each method. The tests
//! therefore compare a transcript of all codes with the bare emulator.

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

/// The state that is kept between calls of the parser.
#[derive(Debug, Default)]
pub struct Memory {
    title: Option<String>,
    titles: Vec<Option<String>>,
    /// The number of times that a cell may have got more than a plain cell has, since the start.
    extras: u64,
    /// The remaining budget for characters; see [`Bounded::input`].
    inputs_left: usize,
}

/// The emulator during one call of the parser.
pub struct Bounded<'a, T> {
    term: &'a mut Term<T>,
    memory: &'a mut Memory,
    /// The share of the budget for characters that belongs to held-back bytes, which may be parsed now or later.
    held_inputs: usize,
    /// The cells that whole-screen codes may still touch.
    wipes_left: usize,
}

/// The cost of a character in insert mode, which moves the rest of its row.
const INSERT_COST: usize = limits::MAX_REPEATS_PER_BYTE;

impl Memory {
    /// Returns how many cells may own more than a plain cell: an upper estimate, since overwritten cells still count.
    pub fn extras(&self) -> u64 {
        self.extras
    }

    /// Resets the budget for characters to one full screen.
    pub fn allow_screen<T>(&mut self, term: &Term<T>) {
        self.inputs_left = term.screen_lines() * term.columns();
    }
}

impl<'a, T: EventListener> Bounded<'a, T> {
    /// Wraps the emulator while the parser reads `bytes` bytes, and perhaps `held` bytes that it held back before.
    pub fn new(term: &'a mut Term<T>, memory: &'a mut Memory, bytes: usize, held: usize) -> Self {
        let inputs = |bytes: usize| bytes.saturating_mul(limits::MAX_REPEATS_PER_BYTE);
        memory.inputs_left = memory.inputs_left.saturating_add(inputs(bytes + held));
        Self { term, memory, held_inputs: inputs(held), wipes_left: limits::MAX_WIPED_CELLS }
    }

    /// Returns the cell that a zero-width character would join; this is the emulator's own choice.
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

    /// Takes `rows` rows from the budget of whole-screen codes; returns `false` if the budget is used up.
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
    /// Takes back the budget of the held-back bytes: they bring it again when they are parsed.
    fn drop(&mut self) {
        self.memory.inputs_left = self.memory.inputs_left.saturating_sub(self.held_inputs);
    }
}

/// Defines methods that only pass on their arguments.
macro_rules! pass_on {
    ($($name:ident($($value:ident: $kind:ty),*);)*) => {
        $(#[inline]
        fn $name(&mut self, $($value: $kind),*) {
            Handler::$name(self.term, $($value),*);
        })*
    };
}

/// Defines methods that touch the given number of rows.
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
        // Characters that were written out can never use up the budget; those of a repetition code can.
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

    /// Moves back one tab stop at a time: the emulator would search for all `count` stops even if none is left.
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
        // The emulator stores the color of an underline beside the cell, as it does with marks.
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
        // A reset touches both screens.
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

    /// Ignores links: every cell would keep its link, up to the whole scrollback, and the pane does not show links.
    fn set_hyperlink(&mut self, _: Option<Hyperlink>) {}

    /// Ignores pushes, as the emulator does while the protocol is off; on a full stack the emulator would drop a title.
    fn push_keyboard_mode(&mut self, _: KeyboardModes) {}
}

fn touches_screen(mode: PrivateMode) -> bool {
    let (swap, columns) = (NamedPrivateMode::SwapScreenAndSetRestoreCursor, NamedPrivateMode::ColumnMode);
    mode == PrivateMode::Named(swap) || mode == PrivateMode::Named(columns)
}
