//! One shell on one pty with its emulator: start, write, resize, end. Refuses drawing and egui's events.
//! Invariant: dropping a session never waits, and its shell is gone soon after.

use std::borrow::Cow;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use alacritty_terminal::event::WindowSize;
use alacritty_terminal::event_loop::{EventLoop, Msg};
use alacritty_terminal::grid::{Dimensions, Row, Scroll};
use alacritty_terminal::sync::FairMutex;
use alacritty_terminal::term::cell::Cell;
use alacritty_terminal::term::{Config, Osc52, Term, TermMode};
use alacritty_terminal::tty;

use crate::TerminalOptions;
use crate::error::TerminalError;
use crate::limits;
use crate::palette::Palette;
use crate::process::Process;
use crate::proxy::{ExitInfo, Proxy, Wake};
use crate::screen;

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
pub struct Session {
    term: Arc<FairMutex<Term<Proxy>>>,
    proxy: Proxy,
    process: Option<Process>,
    size: GridSize,
    /// Scrollback lines when they were last in reach.
    history: AtomicUsize,
}

impl Session {
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
        let drains_on_exit = true;
        let records_for_tests = false;
        let event_loop = EventLoop::new(Arc::clone(&term), proxy.clone(), pty, drains_on_exit, records_for_tests)
            .map_err(TerminalError::Pty)?;
        proxy.connect(event_loop.channel());
        // Detached: the thread drops the pty the moment the shell ends, or when it is told to shut down.
        drop(event_loop.spawn());
        Ok(Self { term, proxy, process: Some(process), size, history: AtomicUsize::new(0) })
    }

    /// A session whose shell has ended and left nothing behind.
    pub fn ended_empty(size: GridSize, palette: Palette, wake: Wake) -> Self {
        let proxy = Proxy::new(wake, palette, size.window());
        proxy.end();
        let config = Config { scrolling_history: 0, osc52: Osc52::Disabled, ..Config::default() };
        let term = Arc::new(FairMutex::new(Term::new(config, &size, proxy.clone())));
        Self { term, proxy, process: None, size, history: AtomicUsize::new(0) }
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

    /// Bytes for the program; the view goes back to the newest line.
    pub fn write(&self, bytes: impl Into<Cow<'static, [u8]>>) {
        let bytes = bytes.into();
        if bytes.is_empty() || self.ended().is_some() {
            return;
        }
        self.with_term(|term| {
            if term.grid().display_offset() > 0 {
                term.scroll_display(Scroll::Bottom);
            }
        });
        self.proxy.send(Msg::Input(bytes));
    }

    /// Bytes that answer the program (mouse, focus): the view stays where it is.
    pub fn answer(&self, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            self.proxy.send(Msg::Input(bytes.into()));
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
        self.proxy.send(Msg::Resize(size.window()));
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

    /// Memory of both grids, the scrollback and the thread's read buffer; characters with accents count as plain ones.
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
        // A session that never had a shell has no thread either.
        let buffer = if self.process.is_some() { limits::READ_BUFFER_BYTES } else { 0 };
        u64::try_from(rows * row).unwrap_or(u64::MAX).saturating_add(buffer)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.ended().is_some() {
            return;
        }
        self.proxy.send(Msg::Shutdown);
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
