//! One shell on one pty with its emulator: start, write, resize, end. Refuses drawing and egui's events.
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

/// Columns and rows of a grid, and a cell's size in pixels for programs that draw pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridSize {
    /// At least [`limits::MIN_COLUMNS`].
    pub columns: usize,
    /// At least [`limits::MIN_ROWS`].
    pub rows: usize,
    /// Width and height of a cell in pixels.
    pub cell: (u16, u16),
}

impl GridSize {
    /// The size of a terminal that was not shown yet.
    pub const FIRST: Self = Self { columns: limits::FIRST_COLUMNS, rows: limits::FIRST_ROWS, cell: (8, 16) };

    fn window(self) -> WindowSize {
        let num_cols = u16::try_from(self.columns).unwrap_or(u16::MAX).max(1);
        let num_lines = u16::try_from(self.rows).unwrap_or(u16::MAX).max(1);
        // The kernel is told the product as 16 bits.
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

/// A running (or ended) shell and its screen.
pub struct ShellSession {
    term: Shared,
    proxy: Proxy,
    process: Option<Process>,
    size: GridSize,
    /// Scrollback lines when they were last in reach.
    history: AtomicUsize,
    /// What did not reach the program, until something does.
    unsent: Mutex<Option<Unsent>>,
}

impl ShellSession {
    /// Starts the shell.
    ///
    /// # Errors
    /// [`TerminalError`] says what is missing.
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

    /// A session whose shell has ended and left nothing behind.
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

    /// The thread's end: titles, bells, the end.
    pub fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// Runs `read` with the emulator locked. Never call this inside an egui closure.
    pub fn with_term<R>(&self, read: impl FnOnce(&mut Term<Proxy>) -> R) -> R {
        read(&mut self.term.lock())
    }

    /// The modes the program has switched on.
    pub fn mode(&self) -> TermMode {
        self.with_term(|term| *term.mode())
    }

    /// Whether and how the shell ended.
    pub fn ended(&self) -> Option<ExitInfo> {
        self.proxy.ended()
    }

    /// Bytes for the program, all or none; the view goes back to the newest line. [`ShellSession::unsent`] tells of none.
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

    /// A long text for the program: what is too long is cut. [`ShellSession::unsent`] tells of that.
    pub fn write_text(&self, text: &str, encode: impl FnOnce(&str) -> Vec<u8>) {
        let sent = input::cut(text, limits::MAX_SEND_BYTES);
        self.write(&encode(sent));
        let left = text.len() - sent.len();
        if left > 0 && self.unsent().is_none() && self.ended().is_none() {
            self.set_unsent(Some(Unsent::Long(left)));
        }
    }

    /// What did not reach the program, until something does or [`ShellSession::forget_unsent`] is called.
    pub fn unsent(&self) -> Option<Unsent> {
        *self.unsent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The user has seen it.
    pub fn forget_unsent(&self) {
        self.set_unsent(None);
    }

    fn set_unsent(&self, unsent: Option<Unsent>) {
        *self.unsent.lock().unwrap_or_else(PoisonError::into_inner) = unsent;
    }

    /// Bytes that answer the program (mouse, focus): the view stays where it is. Dropped if it does not read them.
    pub fn answer(&self, bytes: &[u8]) {
        if let Some(outbox) = self.proxy.outbox() {
            outbox.answer(bytes);
        }
    }

    /// The size of the grid now.
    pub fn size(&self) -> GridSize {
        self.size
    }

    /// Fits the grid and tells the program.
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

    /// The shell's current folder, if it can be known.
    pub fn folder(&self) -> Option<PathBuf> {
        if self.ended().is_some() { None } else { self.process.as_ref()?.folder() }
    }

    /// A program other than the shell is in the foreground.
    pub fn is_busy(&self) -> bool {
        self.ended().is_none() && self.process.as_ref().is_some_and(Process::is_busy)
    }

    /// The visible text.
    pub fn screen_text(&self) -> String {
        self.with_term(|term| screen::text(term))
    }

    /// Memory of both grids, the scrollback with its marks, the thread's buffers and what waits for the program; an
    /// estimate that errs upwards.
    pub fn bytes(&self) -> u64 {
        let (history, rows, columns) = self.with_term(|term| {
            // While a full-screen program runs, the scrollback is out of reach; it does not change either.
            if !term.mode().contains(TermMode::ALT_SCREEN) {
                self.history.store(term.history_size(), Ordering::Relaxed);
            }
            (self.history.load(Ordering::Relaxed), term.screen_lines(), term.columns())
        });
        let row = size_of::<Row<Cell>>() + columns * size_of::<Cell>();
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

/// The shell that is asked for, `$SHELL`, or the plain one.
pub fn shell_program(options: &TerminalOptions) -> String {
    let from_environment = || env::var("SHELL").ok().filter(|shell| !shell.is_empty());
    options.shell.clone().or_else(from_environment).unwrap_or_else(|| "/bin/sh".to_owned())
}

/// The shell's name without its folder.
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
        // A program must not own the clipboard.
        osc52: Osc52::Disabled,
        ..Config::default()
    }
}
