//! The connection between the pty's thread and the pane.
//!
//! It tells the pane about wake-ups, titles, bells and the shell's end, and it answers a program's questions. It does not
//! give programs access to the clipboard.
//!
//! Invariant: between two frames the host is woken at most once, and no lock of this file is held while the caller locks
//! the emulator.
//!
//! Lock order: the emulator, then this state, then egui. The pty's thread wakes the host with the emulator locked, so the
//! emulator must not be locked inside an egui closure.

use std::fmt;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use alacritty_terminal::event::{Event, EventListener, WindowSize};

use multisplit_pane_chrome::names;

use crate::limits;
use crate::outbox::Outbox;
use crate::palette::Palette;
use crate::parser::Extra;

/// A function that wakes the host.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How a shell ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExitInfo {
    /// The exit code, if the shell ended by itself.
    pub code: Option<i32>,
    /// The signal that ended the shell (Unix).
    pub signal: Option<i32>,
}

impl From<ExitStatus> for ExitInfo {
    fn from(status: ExitStatus) -> Self {
        #[cfg(unix)]
        let signal = std::os::unix::process::ExitStatusExt::signal(&status);
        #[cfg(not(unix))]
        let signal = None;
        Self { code: status.code(), signal }
    }
}

impl fmt::Display for ExitInfo {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, self.signal) {
            (Some(0), _) => write!(out, "The shell ended."),
            (Some(code), _) => write!(out, "The shell ended with code {code}."),
            (None, Some(signal)) => write!(out, "The shell was ended by signal {signal}."),
            (None, None) => write!(out, "The shell ended."),
        }
    }
}

/// The pty thread's end of the pane; cheap to clone.
#[derive(Clone)]
pub struct Proxy(Arc<Shared>);

struct Shared {
    wake: Wake,
    is_woken: AtomicBool,
    bells: AtomicU64,
    outbox: OnceLock<Arc<Outbox>>,
    state: Mutex<State>,
}

struct State {
    title: Option<String>,
    ending: ExitInfo,
    ended: Option<ExitInfo>,
    palette: Palette,
    size: WindowSize,
    extra: Extra,
}

impl Proxy {
    /// Creates a proxy that wakes the host with `wake`.
    pub fn new(wake: Wake, palette: Palette, size: WindowSize) -> Self {
        let state =
            State { title: None, ending: ExitInfo::default(), ended: None, palette, size, extra: Extra::default() };
        Self(Arc::new(Shared {
            wake,
            is_woken: AtomicBool::new(false),
            bells: AtomicU64::new(0),
            outbox: OnceLock::new(),
            state: Mutex::new(state),
        }))
    }

    /// Connects the proxy to the program's queue. Answers that are sent before are lost.
    pub fn connect(&self, outbox: Arc<Outbox>) {
        if self.0.outbox.set(outbox).is_err() {
            tracing::error!("a terminal was connected twice");
        }
    }

    /// Records that the shell has ended, or that there never was one.
    pub fn end(&self) {
        let mut state = self.state();
        state.ended = Some(state.ending);
    }

    /// Lets the next change wake the host again; called when a frame is about to be shown.
    pub fn arm(&self) {
        self.0.is_woken.store(false, Ordering::Release);
    }

    /// Returns how many times the bell has rung.
    pub fn bells(&self) -> u64 {
        self.0.bells.load(Ordering::Relaxed)
    }

    /// Returns the title that a program has set.
    pub fn title(&self) -> Option<String> {
        self.state().title.clone()
    }

    /// Returns how the shell ended, once its last output is in the grid; `None` before that.
    pub fn ended(&self) -> Option<ExitInfo> {
        self.state().ended
    }

    /// Sets the palette that programs are told when they ask for colors.
    pub fn set_palette(&self, palette: &Palette) {
        let mut state = self.state();
        if state.palette != *palette {
            state.palette = palette.clone();
        }
    }

    /// Sets the size that programs are told when they ask for it.
    pub fn set_size(&self, size: WindowSize) {
        self.state().size = size;
    }

    /// Returns what output has cost beyond plain cells.
    pub fn extra(&self) -> Extra {
        self.state().extra
    }

    /// Sets what output has cost beyond plain cells; called by the pty's thread.
    pub fn set_extra(&self, extra: Extra) {
        self.state().extra = extra;
    }

    /// Returns the queue to the program; `None` before a shell is started.
    pub fn outbox(&self) -> Option<&Outbox> {
        self.0.outbox.get().map(Arc::as_ref)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        if !self.0.is_woken.swap(true, Ordering::AcqRel) {
            (self.0.wake)();
        }
    }

    fn answer(&self, text: &str) {
        if let Some(outbox) = self.outbox() {
            outbox.answer(text.as_bytes());
        }
    }
}

impl EventListener for Proxy {
    fn send_event(&self, event: Event) {
        match event {
            Event::Wakeup => self.wake(),
            Event::Title(title) => self.state().title = clean(&title),
            Event::ResetTitle => self.state().title = None,
            Event::PtyWrite(text) => self.answer(&text),
            Event::ColorRequest(index, format) => {
                let color = self.state().palette.rgb(index);
                self.answer(&format(color));
            }
            Event::TextAreaSizeRequest(format) => {
                let size = self.state().size;
                self.answer(&format(size));
            }
            Event::Bell => {
                self.0.bells.fetch_add(1, Ordering::Relaxed);
            }
            Event::ChildExit(status) => self.state().ending = status.into(),
            Event::Exit => self.end(),
            Event::ClipboardStore(..) | Event::ClipboardLoad(..) => {
                tracing::debug!("a program asked for the clipboard and was refused");
            }
            Event::MouseCursorDirty | Event::CursorBlinkingChange => {}
        }
    }
}

/// Makes a title fit for a tab: one line of bounded length, with invisible characters spelled out.
fn clean(title: &str) -> Option<String> {
    let title: String = title.chars().filter(|c| !c.is_control()).take(limits::MAX_TITLE_CHARS).collect();
    let title = title.trim();
    (!title.is_empty()).then(|| names::shown(title))
}
