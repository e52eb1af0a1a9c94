//! The terminal pane: a session, its appearance, and one frame of it.
//!
//! This module does not do the work of its parts; it only calls them in order.
//!
//! Invariant: the pane fills exactly the rectangle it is given, at any size.

use std::path::PathBuf;
use std::sync::Arc;

use egui::style::Visuals;
use egui::{Key, Modifiers};

use multisplit_pane_chrome::names;

use crate::error::TerminalError;
use crate::font::Glyphs;
use crate::input::Reserved;
use crate::palette::Palette;
use crate::pointer::Pointer;
use crate::proxy::{ExitInfo, Wake};
use crate::session::{self, GridSize, ShellSession};
use crate::snapshot::Snapshot;

mod menu;
mod paste;
mod show;

use paste::Pasting;

/// The options a terminal is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalOptions {
    /// The folder the shell starts in.
    pub folder: PathBuf,
    /// The shell's program; `None` means `$SHELL`, or `/bin/sh` if that variable is unset or empty.
    pub shell: Option<String>,
    /// Additional environment variables; they override `TERM` and `COLORTERM`.
    pub env: Vec<(String, String)>,
    /// The number of scrollback lines kept above the screen, at most 100,000.
    pub scrollback_lines: usize,
}

impl TerminalOptions {
    /// Creates options for the user's shell in `folder`, with 10,000 lines of scrollback.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), shell: None, env: Vec::new(), scrollback_lines: 10_000 }
    }
}

/// A shell in a pane.
///
/// Dropping a terminal hangs up its shell. A shell that ignores the hang-up is killed half a second later (on Linux).
/// Dropping never waits.
///
/// # Limitations
/// - Most methods lock the emulator: do not call them inside an egui closure such as [`egui::Context::input`].
/// - A pane narrower than 8 columns is clipped, since wrapping the scrollback that narrow would lose most of it.
/// - Bold text is thickened and brightened: egui has no bold monospace font.
/// - No output can fill the memory: a cell shows at most 8 combining marks, a program can save at most 16 titles, and
///   operating system commands are cut at 4 KiB. Marks in every cell make the scrollback about seven times as large.
/// - On Windows the emulator's own thread reads the pty, and only the painting is bounded: there a program's output can
///   still fill the memory.
/// - A program that asks questions and does not read the answers gets no further answers once 64 KiB of them wait.
/// - The current folder and the foreground program are known on Linux only.
pub struct Terminal {
    options: TerminalOptions,
    wake: Wake,
    session: ShellSession,
    palette: Palette,
    glyphs: Glyphs,
    snapshot: Snapshot,
    pointer: Pointer,
    reserved: Box<Reserved>,
    wants_focus: bool,
    was_focused: bool,
    modifiers: Modifiers,
    pasting: Pasting,
    /// See [`Keyboard::v_was_seen`](crate::input::Keyboard::v_was_seen).
    v_was_seen: bool,
    /// The text that an input method is composing.
    composing: String,
    bells_seen: u64,
    flash_until: f64,
    blink_from: f64,
    /// Why the last restart failed.
    failure: Option<String>,
}

impl Terminal {
    /// Starts a shell.
    ///
    /// `wake` is called from the pty's thread when there is something new to show, at most once between two frames. It
    /// usually calls [`egui::Context::request_repaint`].
    ///
    /// # Errors
    /// Returns a [`TerminalError`] if the folder does not exist, the shell cannot be run, or the system refuses a resource.
    pub fn spawn(options: &TerminalOptions, wake: Arc<dyn Fn() + Send + Sync>) -> Result<Self, TerminalError> {
        let palette = Palette::of(&Visuals::dark());
        let session = ShellSession::start(options, GridSize::FIRST, palette.clone(), Arc::clone(&wake))?;
        Ok(Self {
            options: options.clone(),
            wake,
            session,
            palette,
            glyphs: Glyphs::default(),
            snapshot: Snapshot::default(),
            pointer: Pointer::default(),
            reserved: Box::new(|_, _| false),
            wants_focus: false,
            was_focused: false,
            modifiers: Modifiers::NONE,
            pasting: Pasting::default(),
            v_was_seen: false,
            composing: String::new(),
            bells_seen: 0,
            flash_until: 0.0,
            blink_from: 0.0,
            failure: None,
        })
    }

    /// Reserves chords for the application.
    ///
    /// A key press for which `reserved` returns `true` is ignored, and so is the text that comes with it.
    pub fn set_reserved(&mut self, reserved: impl Fn(&Modifiers, Key) -> bool + Send + Sync + 'static) {
        self.reserved = Box::new(reserved);
    }

    /// Requests egui's keyboard focus; the next [`Terminal::ui`] takes it.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Returns the name of the shell with the title that a program has set, or else with the name of the shell's folder.
    ///
    /// The name of the shell is always there: whatever a program writes, its title is not that of another pane.
    #[must_use]
    pub fn title(&self) -> String {
        let title = self.session.proxy().title().unwrap_or_else(|| {
            let folder = self.folder();
            let name = folder.file_name().unwrap_or(folder.as_os_str());
            names::shown(&name.to_string_lossy())
        });
        format!("{}: {title}", session::shell_name(&self.options))
    }

    /// Returns the shell's current folder.
    ///
    /// This is a system call on Linux. Elsewhere, and after the shell has ended, this is the folder the shell started in.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.session.folder().unwrap_or_else(|| self.options.folder.clone())
    }

    /// Returns how the shell ended, once its last output is in the grid; `None` before that.
    #[must_use]
    pub fn exited(&self) -> Option<ExitInfo> {
        self.session.ended()
    }

    /// Returns `true` if a program other than the shell is in the foreground.
    ///
    /// This is a system call on Linux, and always `false` elsewhere.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.session.is_busy()
    }

    /// Writes `text` to the program as if it was typed.
    ///
    /// At most 8 MiB are sent at once, and at most 16 MiB wait while the program does not read: the pane shows how much was
    /// not sent. Nothing happens once the shell has ended.
    pub fn send_text(&mut self, text: &str) {
        self.session.write_text(text, |text| text.as_bytes().to_vec());
    }

    /// Returns the visible text, one line per row, without trailing blanks.
    #[must_use]
    pub fn screen_text(&self) -> String {
        self.session.screen_text()
    }

    /// Returns the selected text, if it is not empty.
    #[must_use]
    pub fn selected_text(&self) -> Option<String> {
        self.session.with_term(|term| term.selection_to_string()).filter(|text| !text.is_empty())
    }

    /// Returns the memory of this terminal, in bytes: an estimate that errs upwards.
    ///
    /// It covers both screens, the scrollback with its marks, the buffers of the pty's thread, and the bytes that wait for
    /// the program.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.session.bytes()
    }

    /// Restarts the shell with the same options.
    ///
    /// The content of the screen is lost. A shell that still runs is ended.
    ///
    /// # Errors
    /// Returns the same errors as [`Terminal::spawn`]; the old screen then stays.
    pub fn restart(&mut self) -> Result<(), TerminalError> {
        let size = self.session.size();
        self.session = ShellSession::start(&self.options, size, self.palette.clone(), Arc::clone(&self.wake))?;
        self.forget();
        Ok(())
    }

    /// Ends the shell and forgets everything about it: both screens, the scrollback, the title, the selection, the text being
    /// composed, bells, and the options the shell was started with.
    ///
    /// The terminal then shows an empty screen and waits for [`reuse`](Self::reuse). It keeps the colors, what it knows of
    /// the font, the drawing buffers, `wake`, and the reserved chords. It never waits for the shell.
    pub fn reset(&mut self) {
        // The screen is new: the thread that reads the old shell's last output may still write to the old one.
        let (size, wake) = (self.session.size(), Arc::clone(&self.wake));
        self.session = ShellSession::ended_empty(size, self.palette.clone(), wake);
        self.options = TerminalOptions { scrollback_lines: 0, ..TerminalOptions::new(PathBuf::new()) };
        self.wants_focus = false;
        self.forget();
    }

    /// Starts a shell as [`spawn`](Self::spawn) does, in this pane and at its size.
    ///
    /// Nothing of the previous shell is kept. A previous shell that still runs is ended.
    ///
    /// # Errors
    /// Returns the same errors as [`Terminal::spawn`]; the terminal then stays as it was.
    pub fn reuse(&mut self, options: &TerminalOptions) -> Result<(), TerminalError> {
        self.adopt(Self::spawn(options, Arc::clone(&self.wake))?);
        Ok(())
    }

    /// Moves the shell of another terminal into this pane and resizes it to the pane's size.
    ///
    /// A background thread may have started `fresh`. Nothing of the previous shell is kept. A previous shell that still runs
    /// is ended.
    pub fn adopt(&mut self, fresh: Self) {
        let size = self.session.size();
        (self.session, self.options, self.wake) = (fresh.session, fresh.options, fresh.wake);
        // A shell that was started elsewhere has the size and the colors of its start.
        self.session.resize(size);
        self.session.proxy().set_palette(&self.palette);
        self.wants_focus = false;
        self.forget();
    }

    /// Forgets everything that belongs to a single shell.
    fn forget(&mut self) {
        self.snapshot.forget();
        self.pointer.reset();
        self.composing.clear();
        self.pasting = Pasting::default();
        self.modifiers = Modifiers::NONE;
        self.was_focused = false;
        self.bells_seen = 0;
        (self.flash_until, self.blink_from) = (0.0, 0.0);
        self.failure = None;
    }
}
