//! The pane: a session, what it looks like, and one frame of it. Refuses what its parts do: it only calls them, in order.
//! Invariant: it fills exactly the rectangle it is given, at any size.

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

/// How to start a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Where the shell starts.
    pub folder: PathBuf,
    /// The shell's program; `None` is `$SHELL`, or `/bin/sh`.
    pub shell: Option<String>,
    /// Further environment variables; they win over `TERM` and `COLORTERM`.
    pub env: Vec<(String, String)>,
    /// Lines kept above the screen, at most 100,000.
    pub scrollback_lines: usize,
}

impl TerminalOptions {
    /// The user's shell in `folder`, with 10,000 lines of scrollback.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), shell: None, env: Vec::new(), scrollback_lines: 10_000 }
    }
}

/// A shell in a pane.
///
/// Dropping it hangs up, and kills a shell that ignores that half a second later; it never waits.
///
/// # Limitations
/// - The emulator is locked by most methods: do not call them inside an egui closure such as [`egui::Context::input`].
/// - A pane narrower than 8 columns is clipped, since wrapping the scrollback that narrow would lose most of it.
/// - Bold is a thickened, brighter face: egui brings no bold monospace font.
/// - A cell shows at most 8 combining marks, a program can put away 16 titles, and its operating system commands are cut
///   at 4 KiB: no output can fill the memory. Marks in every cell make the scrollback about seven times as large.
/// - On Windows the emulator's own thread reads the pty, and only the painting is bounded: there a program's output can
///   still fill the memory.
/// - A program that asks and does not read gets no further answers once 64 KiB of them wait.
/// - Outside Linux the current folder and the foreground program are not known.
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
    /// As [`Keyboard::v_was_seen`](crate::input::Keyboard::v_was_seen).
    v_was_seen: bool,
    /// What an input method shows while composing.
    composing: String,
    bells_seen: u64,
    flash_until: f64,
    blink_from: f64,
    /// Why a restart failed.
    failure: Option<String>,
}

impl Terminal {
    /// Starts a shell. `wake` is called from the pty's thread when there is something new to show, at most once between
    /// two frames; it usually calls [`egui::Context::request_repaint`].
    ///
    /// # Errors
    /// [`TerminalError`] says in plain words what is missing: the folder, the shell, or the system's leave.
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

    /// Leaves chords to the application: a key for which `reserved` is true is ignored, and so is its text.
    pub fn set_reserved(&mut self, reserved: impl Fn(&Modifiers, Key) -> bool + Send + Sync + 'static) {
        self.reserved = Box::new(reserved);
    }

    /// The next [`Terminal::ui`] takes egui's keyboard focus.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// The title a program has set, or the shell's name and folder.
    #[must_use]
    pub fn title(&self) -> String {
        self.session.proxy().title().unwrap_or_else(|| {
            let folder = self.folder();
            let name = folder.file_name().map_or(folder.as_os_str(), |name| name);
            let name = names::shown(&name.to_string_lossy());
            format!("{}: {name}", session::shell_name(&self.options))
        })
    }

    /// The shell's current folder on Linux; elsewhere, and once it has ended, the folder it started in. A system call.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.session.folder().unwrap_or_else(|| self.options.folder.clone())
    }

    /// How the shell ended, once all it wrote is on the screen.
    #[must_use]
    pub fn exited(&self) -> Option<ExitInfo> {
        self.session.ended()
    }

    /// A program other than the shell is in the foreground (known on Linux). A system call.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.session.is_busy()
    }

    /// Writes to the program as if typed; at most 8 MiB at once, and 16 MiB before it reads: the pane says what was not
    /// sent. Nothing happens once the shell has ended.
    pub fn send_text(&mut self, text: &str) {
        self.session.write_text(text, |text| text.as_bytes().to_vec());
    }

    /// The visible text, a line a row, without trailing blanks.
    #[must_use]
    pub fn screen_text(&self) -> String {
        self.session.screen_text()
    }

    /// The selected text.
    #[must_use]
    pub fn selected_text(&self) -> Option<String> {
        self.session.with_term(|term| term.selection_to_string()).filter(|text| !text.is_empty())
    }

    /// Memory of both screens, the scrollback with its marks, the pty thread's buffers and what waits for the program, in
    /// bytes: an estimate that errs upwards.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.session.bytes()
    }

    /// Starts the shell anew with the same options; what was on the screen is gone, a shell that still runs is ended.
    ///
    /// # Errors
    /// As [`Terminal::spawn`]; the old screen then stays.
    pub fn restart(&mut self) -> Result<(), TerminalError> {
        let size = self.session.size();
        self.session = ShellSession::start(&self.options, size, self.palette.clone(), Arc::clone(&self.wake))?;
        self.forget();
        Ok(())
    }

    /// Ends the shell and forgets everything of it: both screens, scrollback, title, selection, what is being composed,
    /// bells, and the options it was started with. What is left shows an empty screen and waits for
    /// [`reuse`](Self::reuse); the colors, what is known of the font, the buffers for drawing, the `wake` and the
    /// reserved chords stay. Never waits.
    pub fn reset(&mut self) {
        // A screen of its own: the old one may still be written to by the thread that reads the old shell's last words.
        let (size, wake) = (self.session.size(), Arc::clone(&self.wake));
        self.session = ShellSession::ended_empty(size, self.palette.clone(), wake);
        self.options = TerminalOptions { scrollback_lines: 0, ..TerminalOptions::new(PathBuf::new()) };
        self.wants_focus = false;
        self.forget();
    }

    /// Starts a shell as [`spawn`](Self::spawn) does, in this pane and at its size; nothing of the shell before is kept,
    /// and one that still runs is ended.
    ///
    /// # Errors
    /// As [`Terminal::spawn`]; the terminal then stays as it was.
    pub fn reuse(&mut self, options: &TerminalOptions) -> Result<(), TerminalError> {
        self.adopt(Self::spawn(options, Arc::clone(&self.wake))?);
        Ok(())
    }

    /// Takes the shell of another terminal, one that was started by a background thread, into this pane and at its size;
    /// nothing of the shell before is kept, and one that still runs is ended.
    pub fn adopt(&mut self, fresh: Self) {
        let size = self.session.size();
        (self.session, self.options, self.wake) = (fresh.session, fresh.options, fresh.wake);
        self.session.resize(size);
        self.session.proxy().set_palette(&self.palette);
        self.wants_focus = false;
        self.forget();
    }

    /// Forgets what belongs to one shell alone.
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
