//! What a page is.

use super::{Kept, PageTree};
use egui::{ColorImage, CursorIcon, Rect};
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;

/// What a page is at the moment.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// What brings the page back.
    pub kept: Kept,
    /// The line of its source that an own page shows first, counted from 0, if its parts say their lines.
    pub line: Option<f32>,
    /// Whether the page loads.
    pub is_loading: bool,
    /// How far it is, from 0 to 1, roughly.
    pub progress: f32,
    /// The icon of the page, 32 × 32 pixels.
    pub icon: Option<Arc<ColorImage>>,
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
    /// What the page asks to be allowed.
    pub wishes: Vec<Wish>,
    /// Who speaks: the origin of the document that is shown, which may not yet be that of the address.
    pub site: String,
    /// A file that the page wanted to save by itself, which it may not.
    pub offered: Option<Offered>,
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
    /// What is in the page, if somebody wants to know ([`Order::Describe`](super::Order::Describe)).
    pub tree: Option<Arc<PageTree>>,
    /// The memory that the browser uses for the page, in bytes: its share of what was measured. Zero as long as nothing was.
    pub bytes: u64,
    /// Whether the page is stopped because nobody has taken its pictures for some seconds, as in a window that is minimized.
    /// [`Order::Show`](super::Order::Show) lets it go on.
    pub is_resting: bool,
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

/// What a page asks to be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What it is.
    pub what: Permission,
    /// Who asks: the origin of the page, such as `https://example.com`.
    pub site: String,
}

/// What a page may do only if the user allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Know where the user is.
    Place,
    /// See through the camera.
    Camera,
    /// Listen through the microphone.
    Microphone,
    /// Show notifications.
    Notifications,
    /// Read what was copied.
    Clipboard,
}

/// An address that a page opens elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The address.
    pub url: String,
    /// Whether the page that asks stays in front and keeps the keyboard, as after a click with the middle button or with Control.
    pub behind: bool,
}

/// A file that a page wanted to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The name that the page gave it, without folders.
    pub name: String,
    /// Where it comes from.
    pub url: String,
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
