//! What a pane and a browser say to each other. Another browser is another [`WebEngine`].

use egui::{ColorImage, CursorIcon, Rect};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The number of addresses of a page that are kept, before and after the one that is shown.
pub(crate) const MAX_HISTORY: usize = 50;

/// The maximum size of an address, in bytes.
pub(crate) const MAX_ADDRESS: usize = 64 << 10;

/// A page of a [`WebEngine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub(crate) u64);

/// Shows pages. A pane gives orders; the answers are in the page's [`PageView`].
///
/// No method blocks: a browser is started, and spoken to, on other threads.
pub trait WebEngine: Send + Sync {
    /// Opens the page that its view says. It begins to load once it is shown ([`Order::Show`]).
    fn open(&self, view: Arc<PageView>) -> PageId;

    /// Gives an order. Orders to a page that is closed are ignored.
    fn order(&self, page: PageId, order: Order);

    /// Closes a page.
    fn close(&self, page: PageId);

    /// Sets the number of pixels of a point, for all pages.
    fn set_scale(&self, pixels_per_point: f32);
}

/// What is kept of a page, and brings it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The address.
    pub url: String,
    /// The title, for as long as the page is not there.
    pub title: String,
    /// How far the page is scrolled, in points.
    pub scroll: [f64; 2],
    /// What was entered into forms, without passwords: JSON that only the page's own script reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The zoom; 1 is the page's own size.
    pub zoom: f32,
    /// The addresses before this one, the latest last.
    pub older: Vec<String>,
    /// The addresses after this one, the next one last.
    pub newer: Vec<String>,
}

impl Kept {
    /// Returns what is kept of a page that was never shown. Without an address, nothing is loaded until the user types one.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            title: String::new(),
            scroll: [0.0; 2],
            form: None,
            zoom: 1.0,
            older: vec![],
            newer: vec![],
        }
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::new("")
    }
}

/// An order to a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// The page is visible, and this large, in points.
    Show {
        /// Width and height, in points.
        size: [u32; 2],
    },
    /// The page is not visible: it is frozen, and sends no frames.
    Hide,
    /// The page has the keyboard, or no longer.
    Focus(bool),
    /// Go to an address.
    Go(String),
    /// Load the page again. Brings back one that failed.
    Reload,
    /// Stop loading.
    Stop,
    /// Go to the address before, or after, this one.
    Step {
        /// Whether it is the address before.
        back: bool,
    },
    /// The pointer did something.
    Pointer(Pointer),
    /// A key went down or up.
    Key(KeyPress),
    /// A letter was typed.
    Letter(String),
    /// Text was pasted, or committed by an input method.
    Insert(String),
    /// An input method composes a text.
    Compose(String),
    /// Copy what is selected. It comes back in [`State::copied`].
    Copy {
        /// Whether it is deleted from the page.
        cut: bool,
    },
    /// Find a text, from the selection on.
    Find {
        /// The text.
        text: String,
        /// Whether to search toward the begin.
        back: bool,
    },
    /// Show the page larger or smaller; 1 is its own size.
    Zoom(f32),
    /// Answer the question of the page.
    Answer {
        /// Whether it is agreed to.
        accept: bool,
        /// The text of a prompt.
        text: String,
    },
    /// Give the page the files that it asks for; none if the user does not want to.
    Files(Vec<PathBuf>),
    /// End a download, or take it off the list.
    EndDownload(String),
}

/// What the pointer did, in points from the upper left corner of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    /// The place.
    pub at: [f32; 2],
    /// What happened.
    pub act: PointerAct,
    /// The buttons that are down, as the web numbers them: 1 primary, 2 secondary, 4 middle.
    pub buttons: u8,
    /// The modifier keys, as the protocol numbers them: 1 Alt, 2 Control, 4 Meta, 8 Shift.
    pub modifiers: u8,
}

/// What the pointer did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PointerAct {
    /// It moved.
    Move,
    /// A button went down; for the how many-th time in a row.
    Down(Button, u8),
    /// A button went up.
    Up(Button, u8),
    /// A wheel or two fingers moved the content by this, in points.
    Scroll([f32; 2]),
}

/// A button of the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Usually the left one.
    Primary,
    /// Usually the right one.
    Secondary,
    /// The wheel.
    Middle,
    /// To the page before.
    Back,
    /// To the page after.
    Forward,
}

/// A key, as the web names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPress {
    /// What the key means, such as `Enter` or `a`.
    pub key: &'static str,
    /// Which key it is, such as `KeyA`.
    pub code: &'static str,
    /// The number of the key on Windows, which pages still ask for.
    pub number: u16,
    /// The text that the key itself enters: a line break for Enter.
    pub text: &'static str,
    /// Whether it went down.
    pub pressed: bool,
    /// Whether it is held.
    pub repeat: bool,
    /// The modifier keys, as in [`Pointer::modifiers`].
    pub modifiers: u8,
}

/// A picture of a page.
#[derive(Clone)]
pub struct Frame {
    /// The pixels.
    pub image: Arc<ColorImage>,
    /// The number of frames of the page before this one.
    pub number: u64,
}

/// What a page is at the moment.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// What brings the page back.
    pub kept: Kept,
    /// Whether the page loads.
    pub is_loading: bool,
    /// Whether there is a page before, and one after, this one.
    pub can_step: [bool; 2],
    /// Why there is no page, in words.
    pub failure: Option<String>,
    /// What the page asks.
    pub question: Option<Question>,
    /// The page wants files; whether it takes several.
    pub wants_files: Option<bool>,
    /// What the page downloads.
    pub downloads: Vec<Download>,
    /// Addresses that the user has asked the page to open elsewhere.
    pub opened: Vec<Opened>,
    /// How many windows the page wanted to open without being asked.
    pub windows_refused: u32,
    /// The address of another program (`mailto:` and the like) that the page wants to start.
    pub foreign: Option<String>,
    /// What was copied.
    pub copied: Option<String>,
    /// What the page says to a search: whether the text was found.
    pub found: Option<bool>,
    /// The shape of the pointer over the page.
    pub cursor: CursorIcon,
    /// The user asks for a context menu, and the page has none of its own.
    pub menu: Option<Menu>,
    /// Where text is entered, in points from the corner of the page; `None` if the focus is in no text.
    pub caret: Option<Rect>,
    /// The memory that the page's scripts use, in bytes.
    pub script_bytes: u64,
    /// How often the browser that shows the page has been started again.
    pub restarts: u32,
}

/// What a context menu is about.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Menu {
    /// The place, in points from the corner of the page.
    pub at: [f32; 2],
    /// The address of the link there; empty if there is none.
    pub link: String,
    /// The begin of what is selected.
    pub text: String,
    /// Whether text can be entered there.
    pub edits: bool,
}

/// A question of a page, which does nothing until it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is.
    pub kind: QuestionKind,
    /// The words of the page.
    pub words: String,
    /// What stands in the field of a prompt at first.
    pub default: String,
}

/// What a page asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// It says something.
    Alert,
    /// Yes or no.
    Confirm,
    /// A text.
    Prompt,
    /// Whether to leave a page whose input would be lost.
    Leave,
}

/// An address that a page opens elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The address.
    pub url: String,
    /// Whether the page that asks stays in front and keeps the keyboard, as after a click with the middle button or with Control.
    pub behind: bool,
}

/// A file that a page downloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// The number that the browser gave it.
    pub id: String,
    /// The name that the page gave it, without folders.
    pub name: String,
    /// How many bytes are there, and how many there will be, if that is known.
    pub bytes: [u64; 2],
    /// How far it is.
    pub stage: DownloadStage,
    /// Where it lies.
    pub path: PathBuf,
}

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DownloadStage {
    /// It comes in.
    Running,
    /// It is there.
    Done,
    /// It was ended.
    Ended,
}

/// Where a pane finds what a page is, and its picture. Shared with the threads of the browser.
pub struct PageView {
    state: Mutex<Arc<State>>,
    frame: Mutex<Option<Frame>>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl PageView {
    /// Creates a view. `wake` is called on another thread whenever there is something new to show.
    #[must_use]
    pub fn new(kept: Kept, wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        let state = State { kept, ..State::default() };
        Arc::new(Self { state: Mutex::new(Arc::new(state)), frame: Mutex::new(None), wake: Box::new(wake) })
    }

    /// Returns what the page is at the moment. Cost: O(1); nothing is copied.
    #[must_use]
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes what the page is. Who has asked for its state before keeps that. Cost: a copy of the state, while somebody does.
    pub fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(Arc::make_mut(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Changes what the page is, and asks for a frame of the window.
    pub fn change(&self, change: impl FnOnce(&mut State)) {
        self.update(change);
        (self.wake)();
    }

    /// Returns the newest picture.
    #[must_use]
    pub fn frame(&self) -> Option<Frame> {
        self.frame.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows another picture.
    pub fn set_frame(&self, image: ColorImage) {
        let mut frame = self.frame.lock().unwrap_or_else(PoisonError::into_inner);
        let number = frame.as_ref().map_or(0, |frame| frame.number + 1);
        *frame = Some(Frame { image: Arc::new(image), number });
        drop(frame);
        (self.wake)();
    }
}

impl std::fmt::Debug for PageView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageView").field("state", &*self.state()).finish_non_exhaustive()
    }
}
