//! One shell on one pty with its emulator: starting, writing, resizing, ending.
//!
//! This module does not draw and does not handle egui's events.
//!
//! Invariant: dropping a session never waits, and its shell is gone soon after.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use alacritty_terminal::event::WindowSize;
use alacritty_terminal::grid::{Dimensions, Row, Scroll};
use alacritty_terminal::sync::FairMutex;
use alacritty_terminal::term::cell::Cell;
use alacritty_terminal::term::{Config, Osc52, Term, TermMode};
use alacritty_terminal::tty;

use crate::TerminalOptions;
use crate::error::TerminalError;
use crate::input;
use crate::limits;
use crate::outbox::Outbox;
use crate::palette::Palette;
use crate::process::Process;
use crate::proxy::{ExitInfo, Proxy, Wake};
use crate::reader::{self, Shared};
use crate::screen;
use crate::unsent::Unsent;

/// The columns and rows of a grid, and a cell's size in pixels for programs that draw pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridSize {
    /// The number of columns, at least [`limits::MIN_COLUMNS`].
    pub columns: usize,
    /// The number of rows, at least [`limits::MIN_ROWS`].
    pub rows: usize,
    /// The width and height of a cell, in pixels.
    pub cell: (u16, u16),
}

impl GridSize {
    /// The size of a terminal that has not been shown yet.
    pub const FIRST: Self = Self { columns: limits::FIRST_COLUMNS, rows: limits::FIRST_ROWS, cell: (8, 16) };

    fn window(self) -> WindowSize {
        let num_cols = u16::try_from(self.columns).unwrap_or(u16::MAX).max(1);
        let num_lines = u16::try_from(self.rows).unwrap_or(u16::MAX).max(1);
        // The kernel stores the product, the size in pixels, in 16 bits.
        let cell_width = self.cell.0.min(u16::MAX / num_cols);
        let cell_height = self.cell.1.min(u16::MAX / num_lines);
        WindowSize { num_lines, num_cols, cell_width, cell_height }
    }
}

impl Dimensions for GridSize {
    fn total_lines(&self) -> usize {
        self.rows
    }

    fn screen_lines(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }
}

/// A shell, running or ended, and its screen.
pub struct ShellSession {
    term: Shared,
    proxy: Proxy,
    process: Option<Process>,
    size: GridSize,
    /// The number of scrollback lines when they were last accessible.
    history: AtomicUsize,
    /// What did not reach the program, until the next write reaches it.
    unsent: Mutex<Option<Unsent>>,
}

impl ShellSession {
    /// Starts the shell.
    ///
    /// # Errors
    /// Returns a [`TerminalError`] if the folder does not exist, the shell cannot be run, or the system refuses a resource.
    pub fn start(
        options: &TerminalOptions,
        size: GridSize,
        palette: Palette,
        wake: Wake,
    ) -> Result<Self, TerminalError> {
        if !options.folder.is_dir() {
            return Err(TerminalError::NoFolder { folder: options.folder.clone() });
        }
        let shell = shell_program(options);
        let pty = tty::new(&pty_options(options, &shell), size.window(), 0)
            .map_err(|why| TerminalError::Shell { shell, why })?;
        let process = Process::of(&pty).map_err(TerminalError::Pty)?;
        let proxy = Proxy::new(wake, palette, size.window());
        let term = Arc::new(FairMutex::new(Term::new(emulator_config(options), &size, proxy.clone())));
        reader::start(&term, &proxy, pty, &process).map_err(TerminalError::Pty)?;
        Ok(Self::of(term, proxy, Some(process), size))
    }

    /// Creates a session whose shell has ended and left nothing behind; it has no process and no thread.
    pub fn ended_empty(size: GridSize, palette: Palette, wake: Wake) -> Self {
        let proxy = Proxy::new(wake, palette, size.window());
        proxy.end();
        let config = Config { scrolling_history: 0, osc52: Osc52::Disabled, ..Config::default() };
        let term = Arc::new(FairMutex::new(Term::new(config, &size, proxy.clone())));
        Self::of(term, proxy, None, size)
    }

    fn of(term: Shared, proxy: Proxy, process: Option<Process>, size: GridSize) -> Self {
        Self { term, proxy, process, size, history: AtomicUsize::new(0), unsent: Mutex::default() }
    }

    /// Returns the thread's end of the session: titles, bells, the shell's end.
    pub fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// Runs `read` with the emulator locked. Never call this inside an egui closure: it could deadlock with the pty's thread.
    pub fn with_term<R>(&self, read: impl FnOnce(&mut Term<Proxy>) -> R) -> R {
        read(&mut self.term.lock())
    }

    /// Returns the modes that the program has switched on.
    pub fn mode(&self) -> TermMode {
        self.with_term(|term| *term.mode())
    }

    /// Returns how the shell ended, once its last output is in the grid; `None` before that.
    pub fn ended(&self) -> Option<ExitInfo> {
        self.proxy.ended()
    }

    /// Sends bytes to the program, all or none, and scrolls the view to the newest line.
    ///
    /// Nothing happens if the shell has ended. [`ShellSession::unsent`] reports bytes that were refused.
    pub fn write(&self, bytes: &[u8]) {
        if bytes.is_empty() || self.ended().is_some() {
            return;
        }
        self.with_term(|term| {
            if term.grid().display_offset() > 0 {
                term.scroll_display(Scroll::Bottom);
            }
        });
        let is_sent = self.proxy.outbox().is_some_and(|outbox| outbox.input(bytes));
        self.set_unsent((!is_sent).then_some(Unsent::Full(bytes.len())));
    }

    /// Sends a long text to the program after `encode`; a text that is too long is cut.
    ///
    /// [`ShellSession::unsent`] reports what was cut or refused.
    pub fn write_text(&self, text: &str, encode: impl FnOnce(&str) -> Vec<u8>) {
        let sent = input::cut(text, limits::MAX_SEND_BYTES);
        self.write(&encode(sent));
        let left = text.len() - sent.len();
        if left > 0 && self.unsent().is_none() && self.ended().is_none() {
            self.set_unsent(Some(Unsent::Long(left)));
        }
    }

    /// Returns what did not reach the program, until a write reaches it or [`ShellSession::forget_unsent`] is called.
    pub fn unsent(&self) -> Option<Unsent> {
        *self.unsent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what did not reach the program, once the user has seen the message.
    pub fn forget_unsent(&self) {
        self.set_unsent(None);
    }

    fn set_unsent(&self, unsent: Option<Unsent>) {
        *self.unsent.lock().unwrap_or_else(PoisonError::into_inner) = unsent;
    }

    /// Sends bytes that answer the program (mouse, focus) without scrolling the view. They are dropped if it does not read.
    pub fn answer(&self, bytes: &[u8]) {
        if let Some(outbox) = self.proxy.outbox() {
            outbox.answer(bytes);
        }
    }

    /// Returns the current size of the grid.
    pub fn size(&self) -> GridSize {
        self.size
    }

    /// Resizes the grid and tells the program.
    pub fn resize(&mut self, size: GridSize) {
        if size == self.size {
            return;
        }
        self.size = size;
        self.with_term(|term| term.resize(size));
        self.proxy.set_size(size.window());
        if let Some(outbox) = self.proxy.outbox() {
            outbox.resize(size.window());
        }
    }

    /// Returns the shell's current folder, if it can be known.
    pub fn folder(&self) -> Option<PathBuf> {
        if self.ended().is_some() { None } else { self.process.as_ref()?.folder() }
    }

    /// Returns `true` if a program other than the shell is in the foreground.
    pub fn is_busy(&self) -> bool {
        self.ended().is_none() && self.process.as_ref().is_some_and(Process::is_busy)
    }

    /// Returns the visible text.
    pub fn screen_text(&self) -> String {
        self.with_term(|term| screen::text(term))
    }

    /// Returns the memory of the session, in bytes: an estimate that errs upwards.
    ///
    /// It covers both grids, the scrollback with its marks, the buffers of the pty's thread, and what waits for the program.
    pub fn bytes(&self) -> u64 {
        let (history, rows, columns) = self.with_term(|term| {
            // While a full-screen program runs, the scrollback is not accessible; it does not change either.
            if !term.mode().contains(TermMode::ALT_SCREEN) {
                self.history.store(term.history_size(), Ordering::Relaxed);
            }
            (self.history.load(Ordering::Relaxed), term.screen_lines(), term.columns())
        });
        let row = size_of::<Row<Cell>>() + columns * size_of::<Cell>();
        // The screen and the alternate screen, and a scrollback that grows in steps.
        let rows = 2 * rows + history.next_multiple_of(limits::SPARE_ROWS);
        let extra = self.proxy.extra();
        let marks = extra.cells.min(to_u64(rows * columns)).saturating_mul(limits::CELL_EXTRA_BYTES);
        // A session that never had a shell has no thread either.
        let buffer = if self.process.is_some() { limits::READ_BUFFER_BYTES } else { 0 };
        let waiting = self.proxy.outbox().map_or(0, Outbox::waiting_bytes);
        to_u64(rows * row + buffer + waiting).saturating_add(marks).saturating_add(extra.held)
    }
}

fn to_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Drop for ShellSession {
    fn drop(&mut self) {
        if self.ended().is_some() {
            return;
        }
        if let Some(outbox) = self.proxy.outbox() {
            outbox.close();
        }
        if let Some(process) = self.process.take() {
            process.end();
        }
    }
}

/// Returns the requested shell, or `$SHELL`, or `/bin/sh`.
pub fn shell_program(options: &TerminalOptions) -> String {
    let from_environment = || env::var("SHELL").ok().filter(|shell| !shell.is_empty());
    options.shell.clone().or_else(from_environment).unwrap_or_else(|| "/bin/sh".to_owned())
}

/// Returns the name of the shell without its folder.
pub fn shell_name(options: &TerminalOptions) -> String {
    let program = shell_program(options);
    Path::new(&program).file_name().map_or_else(|| program.clone(), |name| name.to_string_lossy().into_owned())
}

fn pty_options(options: &TerminalOptions, shell: &str) -> tty::Options {
    let ours = [("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];
    let ours = ours.map(|(name, value)| (name.to_owned(), value.to_owned()));
    tty::Options {
        shell: Some(tty::Shell::new(shell.to_owned(), Vec::new())),
        working_directory: Some(options.folder.clone()),
        drain_on_exit: true,
        env: ours.into_iter().chain(options.env.iter().cloned()).collect(),
        #[cfg(windows)]
        escape_args: true,
    }
}

fn emulator_config(options: &TerminalOptions) -> Config {
    Config {
        scrolling_history: options.scrollback_lines.min(limits::MAX_SCROLLBACK_LINES),
        // A program must not read or write the clipboard.
        osc52: Osc52::Disabled,
        ..Config::default()
    }
}
