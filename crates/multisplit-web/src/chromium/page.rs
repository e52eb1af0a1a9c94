//! One page: what it should be, and what the browser has made of it so far.

use super::history::History;
use crate::engine::{DownloadStage, NodeAct, Order, PageView};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The smallest width and height in which a page is laid out, in points. It is cut off below.
const LEAST: u32 = 16;
/// The maximum width and height of a page, in points.
const MOST: u32 = 8_192;

/// How long after a press of a button or a key a page may ask for something that it may not ask for by itself.
const GESTURE: Duration = Duration::from_secs(5);

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Copying {
    /// The input before it is not answered yet.
    Waits { cut: bool },
    /// The page is asked for it.
    Asked,
}

/// How far the description of a page is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Describing {
    /// It is as the page is.
    #[default]
    Done,
    /// The page has changed since.
    Due,
    /// The browser is asked for it; what it has said so far, and whether the page has changed since.
    Asked { described: String, is_due: bool, since: Instant },
}

/// Whether the last picture of a page is what it looks like. A browser sends none while two are on their way, also if that was the last one; and
/// a page that does not move may have sent its only one before it was asked for. So a page that comes to rest is asked once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rest {
    /// It is.
    #[default]
    Still,
    /// A picture has come, or something has changed that brings one, at this time.
    Moves(Instant),
    /// It was asked for its picture once more, at this time.
    Asked(Instant),
}

/// A page.
pub(super) struct Page {
    pub(super) view: Arc<PageView>,
    pub(super) size: Option<[u32; 2]>,
    pub(super) is_visible: bool,
    pub(super) has_focus: bool,
    /// Whether somebody wants to know what is in it.
    pub(super) is_described: bool,
    /// What the browser has of it.
    pub(super) made: Made,
}

/// What the browser has of a page. It is gone with the browser.
#[derive(Default)]
pub(super) struct Made {
    /// When the browser was asked for it.
    pub(super) asked_at: Option<Instant>,
    /// What the browser calls it.
    pub(super) target: Option<String>,
    /// Through which messages go to it.
    pub(super) session: Option<String>,
    /// The window that it is in, alone.
    pub(super) window: Option<i64>,
    /// Whether it was sent anywhere.
    pub(super) is_sent: bool,
    /// Whether the last press of a button asks for a link behind the page: with the middle one, or with Control.
    pub(super) wants_behind: bool,
    /// Whether it is where it was sent: a new window shows an empty page first, and then the page before is still there for a while.
    pub(super) has_arrived: bool,
    /// The number of the world of our script, in the document that is shown.
    pub(super) world: Option<i64>,
    pub(super) history: History,
    /// How many addresses are on their way, and how often the way is asked for, without an answer.
    pub(super) navigating: u32,
    pub(super) asking_history: u32,
    /// Whether the browser could not tell the way when it was asked.
    pub(super) lacks_history: bool,
    /// A step that waits for the way.
    pub(super) step: Option<bool>,
    /// The number of the script that brings back scroll and form, until it has run.
    pub(super) restoring: Option<String>,
    /// Whether the user has gone elsewhere although the page has asked not to leave it.
    pub(super) is_left: bool,
    /// How many dialogs were opened since the page was loaded.
    pub(super) dialogs: u32,
    /// The field for which files are wanted.
    pub(super) file_field: i64,
    /// When the user last pressed a button or key in it, and last asked for a menu.
    pub(super) touched: Option<Instant>,
    pub(super) menu_asked: Option<Instant>,
    /// The frames within it.
    pub(super) frames: HashSet<String>,
    /// The link that was clicked last, until the browser asks for it.
    pub(super) link: Option<String>,
    /// How far its description is.
    pub(super) describing: Describing,
    /// What has to be done with parts of it that the browser is asked for, in this order.
    pub(super) acts: VecDeque<NodeAct>,
    /// Since when it is hidden, until it is frozen.
    pub(super) hidden_at: Option<Instant>,
    /// Whether it is stopped because nobody looks at it, although it is in a window.
    pub(super) is_resting: bool,
    /// How many documents it has shown before this one.
    pub(super) document: u64,
    /// Whether the last picture that has come is what it looks like.
    pub(super) rest: Rest,
    /// What its scripts use, in bytes.
    pub(super) script_bytes: u64,
    /// The address of the document that is shown.
    pub(super) shown_url: String,
    /// What is to be copied, and whether it is cut, once the input before it is answered; and what was ordered after it.
    pub(super) copying: Option<Copying>,
    pub(super) behind: VecDeque<Order>,
    /// Since when an input is not answered.
    pub(super) waits_since: Option<Instant>,
    /// The reason why the last load of the document failed, as the browser says it.
    pub(super) last_error: String,
}

impl Page {
    pub(super) fn new(view: Arc<PageView>) -> Self {
        let made = Made::new(&view);
        Self { view, size: None, is_visible: false, has_focus: false, is_described: false, made }
    }

    /// Forgets what the browser has of it, because the browser is gone, or the page is. Returns what the browser calls it.
    pub(super) fn forget(&mut self) -> Option<String> {
        let made = std::mem::replace(&mut self.made, Made::new(&self.view));
        let can_step = self.made.history.can_step();
        self.view.change(|state| {
            (state.is_loading, state.question, state.wants_files, state.caret) = (false, None, None, None);
            state.can_step = can_step;
            (state.menu, state.foreign, state.offered) = (None, None, None);
            state.wishes.clear();
            (state.bytes, state.is_resting, state.tree) = (0, false, None);
            let running = state.downloads.iter_mut().filter(|download| download.stage == DownloadStage::Running);
            running.for_each(|download| download.stage = DownloadStage::Ended);
        });
        made.target
    }

    /// Returns `true` if it is to be shown by a browser. One that has said why it is not shown waits for the user.
    pub(super) fn is_wanted(&self) -> bool {
        let state = self.view.state();
        self.is_visible && state.failure.is_none() && !state.kept.url.is_empty()
    }

    /// Returns `true` if the browser draws it.
    pub(super) fn is_shown(&self) -> bool {
        self.is_visible && !self.made.is_resting && self.made.session.is_some()
    }

    /// Takes over the size in which the page is shown. Returns `true` if it is another one.
    pub(super) fn resize(&mut self, size: [u32; 2]) -> bool {
        let size = Some(size.map(|side| side.clamp(LEAST, MOST)));
        std::mem::replace(&mut self.size, size) != size
    }
}

impl Made {
    /// Returns `true` if the user has just done something in the page, so that it may ask for something.
    pub(super) fn is_touched(&self) -> bool {
        self.touched.is_some_and(|touched| touched.elapsed() < GESTURE)
    }

    fn new(view: &PageView) -> Self {
        Self { history: History::new(&view.state().kept), ..Self::default() }
    }
}
