//! What is said to a browser about its pages, and what it says of them, as messages. Nothing here waits, reads or writes.

mod describe;
mod downloads;
mod due;
mod hears;
mod icon;
mod orders;
mod own;
mod permit;

use super::events::ProcessInfo;
use super::page::Page;
use crate::engine::{Content, PageId, PageView, Permission};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The world of our script, and what it calls to say something.
const WORLD: &str = "multisplit";
const BINDING: &str = "__multisplit";
const SCRIPT: &str = include_str!("world.js");
/// What a page itself calls to ask the user for something, once.
const ASK: &str = "__multisplitAsk";
const ASKING: &str = include_str!("asking.js");
/// How long a page may leave input unanswered.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long a browser may take for a new page.
const START_PATIENCE: Duration = Duration::from_secs(15);
/// What is said of such a page.
const NO_ANSWER: &str = "The page does not answer.";
/// After how long a window that nobody asked for is closed. Its message may come before the answer that says it is ours.
const STRANGER_FOR: Duration = Duration::from_secs(1);
/// How long a browser without pages is kept for the next one.
const UNUSED_FOR: Duration = Duration::from_secs(30);
/// For how long a page may send pictures that nobody looks at, as in a window that is minimized.
const UNSEEN_FOR: Duration = Duration::from_secs(3);
/// How often visible pages are asked for what they have not said.
const ASKED_EVERY: Duration = Duration::from_secs(1);
/// After how long without a picture a page has come to rest.
const RESTED_FOR: Duration = Duration::from_millis(250);
/// How often the memory of the processes is asked for.
const MEASURED_EVERY: Duration = Duration::from_secs(4);
/// What a page uses besides its scripts, roughly, in bytes.
const PAGE_BYTES: u64 = 10_000_000;

/// What is to be done with a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    Nothing,
    /// Nobody needs it.
    End,
    /// It does not answer.
    Kill,
}

/// What an answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Create,
    Attach,
    Window,
    Restore,
    Ready,
    Navigate,
    Forget,
    History,
    Selected,
    Find,
    Heap,
    Processes,
    /// What is in a document of the page.
    Described(u64),
    Snapshot(u64),
    Resolved,
    Input,
}

/// Work that takes too long for the table of pages to be held.
pub(super) enum Errand {
    /// Measure what these processes use.
    Measure(Vec<ProcessInfo>),
    /// Read what is in a page, as the browser has described it.
    Describe { page: PageId, document: u64, described: String, snapshot: String },
}

pub(super) use own::Prepared;

/// An address of an own page that the browser asks for.
pub(super) struct Asked {
    pub(super) content: Arc<dyn Content>,
    pub(super) session: String,
    pub(super) request: String,
    pub(super) path: String,
    /// Whether it is wanted as a page, and whether the user goes there.
    pub(super) is_page: bool,
    pub(super) is_followed: bool,
}

/// A frame on its way to be decoded.
pub(super) struct Picture {
    pub(super) page: PageId,
    pub(super) view: Arc<PageView>,
    pub(super) data: String,
    /// The session and the number with which it is acknowledged.
    pub(super) session: String,
    pub(super) number: i64,
}

/// The pages of a browser.
#[derive(Default)]
pub(super) struct Pages {
    pages: BTreeMap<PageId, Page>,
    sessions: HashMap<String, PageId>,
    targets: HashMap<String, PageId>,
    /// Windows that are not known to be ours, and since when.
    strangers: HashMap<String, Instant>,
    calls: HashMap<u64, (Call, PageId)>,
    last_call: u64,
    is_connected: bool,
    has_answered: bool,
    /// What the user has decided, by origin.
    decided: HashMap<(String, Permission), bool>,
    /// Whether the browser is told to end.
    is_ending: bool,
    /// Since when there has been no page.
    unused_since: Option<Instant>,
    measured_at: Option<Instant>,
    asked_at: Option<Instant>,
    frozen_after: Duration,
    downloads: PathBuf,
    /// What takes too long for the table to be held.
    pub(super) errands: Vec<Errand>,
    /// What has to be said, in order.
    pub(super) out: Vec<String>,
    /// What has to be decoded.
    pub(super) pictures: Vec<Picture>,
    /// What has to be answered.
    pub(super) asked: Vec<Asked>,
}

impl Pages {
    /// Returns no pages. They are frozen so long after they were last seen.
    pub(super) fn new(frozen_after: Duration) -> Self {
        Self { frozen_after, ..Self::default() }
    }

    /// Sets the folder into which files come in.
    pub(super) fn set_downloads(&mut self, folder: PathBuf) {
        self.downloads = folder;
    }

    pub(super) fn open(&mut self, id: PageId, view: Arc<PageView>) {
        let page = Page::new(view);
        let can_step = page.made.history.can_step();
        page.view.change(|state| state.can_step = can_step);
        self.pages.insert(id, page);
    }

    pub(super) fn close(&mut self, id: PageId) {
        self.drop_target(id);
        self.pages.remove(&id);
    }

    /// Returns `true` if a page is to be seen, so that a browser is needed.
    pub(super) fn wants_browser(&self) -> bool {
        self.pages.values().any(Page::is_wanted)
    }

    /// Begins with a browser: says what holds for all pages, and asks for those that are visible.
    pub(super) fn connected(&mut self) {
        (self.is_connected, self.has_answered, self.is_ending) = (true, false, false);
        (self.unused_since, self.measured_at) = (None, None);
        self.say(None, "Target.setDiscoverTargets", &json!({ "discover": true }));
        let folder = self.downloads.clone();
        let downloads = json!({ "behavior": "allowAndName", "downloadPath": folder, "eventsEnabled": true });
        self.say(None, "Browser.setDownloadBehavior", &downloads);
        // Nothing but what is listed is granted, and nothing is.
        self.say(None, "Browser.grantPermissions", &json!({ "permissions": [] }));
        self.say_decided();
        let visible = self.pages.iter().filter(|(_, page)| page.is_wanted()).map(|(id, _)| *id);
        visible.collect::<Vec<_>>().into_iter().for_each(|id| self.ask_for(id));
    }

    /// Returns `true` if the browser has answered anything.
    pub(super) const fn has_answered(&self) -> bool {
        self.has_answered
    }

    /// Returns what ends the browser. Nothing that it still says matters.
    pub(super) fn last_words(&mut self) -> String {
        (self.is_connected, self.is_ending) = (false, true);
        json!({ "id": self.number(), "method": "Browser.close" }).to_string()
    }

    /// Forgets all that the browser had: it is gone.
    pub(super) fn disconnected(&mut self) {
        (self.is_connected, self.is_ending) = (false, false);
        self.errands.clear();
        self.sessions.clear();
        self.targets.clear();
        self.strangers.clear();
        self.calls.clear();
        self.out.clear();
        self.pictures.clear();
        self.asked.clear();
        for page in self.pages.values_mut() {
            if page.made.asked_at.is_some() {
                page.view.change(|state| state.restarts += 1);
            }
            page.forget();
        }
    }

    /// Says of all visible pages why there is no browser.
    pub(super) fn fail_all(&self, why: &str) {
        let visible = self.pages.values().filter(|page| page.is_visible);
        visible.for_each(|page| page.view.change(|state| state.failure = Some(why.to_owned())));
    }

    /// Takes the memory of all pages together, and gives each its share, by what its scripts use.
    pub(super) fn measured(&mut self, bytes: u64) {
        let made = || self.pages.values().filter(|page| page.made.session.is_some());
        let weight = |page: &Page| PAGE_BYTES + page.made.script_bytes;
        let all: u64 = made().map(weight).sum();
        for page in made() {
            let share = u128::from(bytes) * u128::from(weight(page)) / u128::from(all.max(1));
            // Nothing that is shown changes, so no frame is asked for.
            page.view.update(|state| state.bytes = share as u64);
        }
    }

    /// Asks the browser for a page, unless that is done.
    fn ask_for(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id).filter(|_| self.is_connected) else { return };
        if page.view.state().kept.url.is_empty() || page.made.asked_at.is_some() {
            return;
        }
        page.made.asked_at = Some(Instant::now());
        page.view.change(|state| (state.failure, state.is_loading) = (None, true));
        // In a window of its own: of several pages in one, only the front one lives.
        let call = self.call(Call::Create, id);
        self.write(call, None, "Target.createTarget", &json!({ "url": "about:blank", "newWindow": true }));
    }

    /// Takes a page from the browser; what brings it back is kept.
    fn drop_target(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        let target = page.forget();
        self.sessions.retain(|_, page| *page != id);
        self.targets.retain(|_, page| *page != id);
        self.calls.retain(|_, (call, page)| *page != id || *call == Call::Create);
        if let Some(target) = target {
            self.close_target(&target);
        }
    }

    fn close_target(&mut self, target: &str) {
        self.say(None, "Target.closeTarget", &json!({ "targetId": target }));
    }

    /// Acknowledges a frame, so that the next one comes.
    pub(super) fn acknowledge(&mut self, session: &str, number: i64) {
        if self.sessions.contains_key(session) {
            let call = self.number();
            self.write(call, Some(session), "Page.screencastFrameAck", &json!({ "sessionId": number }));
        }
    }

    const fn number(&mut self) -> u64 {
        self.last_call += 1;
        self.last_call
    }

    fn call(&mut self, call: Call, id: PageId) -> u64 {
        let number = self.number();
        self.calls.insert(number, (call, id));
        number
    }

    /// Says something to a page, or to the browser, whose answer does not matter.
    fn say(&mut self, id: Option<PageId>, method: &str, params: &Value) {
        let session = id.map(|id| self.session(id));
        if matches!(session, Some(None)) {
            return;
        }
        let number = self.number();
        self.write(number, session.flatten().as_deref(), method, params);
    }

    /// Says something to a page whose answer matters.
    fn ask(&mut self, id: PageId, call: Call, method: &str, params: &Value) {
        if let Some(session) = self.session(id) {
            let number = self.call(call, id);
            self.write(number, Some(&session), method, params);
        }
    }

    fn session(&self, id: PageId) -> Option<String> {
        self.pages.get(&id)?.made.session.clone()
    }

    fn write(&mut self, number: u64, session: Option<&str>, method: &str, params: &Value) {
        let mut message = json!({ "id": number, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        self.out.push(message.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::{Due, Pages, UNUSED_FOR};
    use crate::engine::{Kept, Order, PageId, PageView};
    use std::time::{Duration, Instant};

    #[test]
    fn a_browser_that_no_page_needs_ends_and_then_nothing_that_it_says_matters() {
        let now = Instant::now();
        let mut pages = Pages::new(Duration::ZERO);
        let views = ["a", "b"].map(|name| PageView::new(Kept::new(format!("https://{name}.example/")), || {}));
        pages.open(PageId(1), std::sync::Arc::clone(&views[0]));
        pages.connected();
        pages.order(PageId(1), Order::Show { size: [100, 100] }, now);
        assert!(pages.out.iter().any(|said| said.contains("Target.createTarget")), "{:?}", pages.out);
        assert_eq!(pages.tick(now), Due::Nothing);
        pages.close(PageId(1));
        let [before, after] = [UNUSED_FOR / 2, UNUSED_FOR * 2].map(|time| now + time);
        assert_eq!((pages.tick(now), pages.tick(before), pages.tick(after)), (Due::Nothing, Due::Nothing, Due::End));
        assert!(pages.last_words().contains("Browser.close"));
        assert_eq!(pages.tick(after + UNUSED_FOR * 2), Due::Nothing, "it is told already");
        // A page that is opened meanwhile is shown by the next one.
        pages.open(PageId(2), std::sync::Arc::clone(&views[1]));
        pages.order(PageId(2), Order::Show { size: [100, 100] }, after);
        pages.out.clear();
        pages.disconnected();
        assert!(pages.wants_browser());
        // One that has said why it is not shown waits for the user, and so does the browser.
        views[1].change(|state| state.failure = Some("The page has crashed.".to_owned()));
        assert!(!pages.wants_browser());
        views[1].change(|state| state.failure = None);
        pages.connected();
        assert!(pages.out.iter().any(|said| said.contains("Target.createTarget")), "{:?}", pages.out);
    }

    #[test]
    fn what_is_measured_is_shared_by_what_the_scripts_of_pages_use() {
        let views = [1, 2].map(|_| PageView::new(Kept::new("https://a.example/"), || {}));
        let mut pages = Pages::new(Duration::ZERO);
        for (at, view) in views.iter().enumerate() {
            pages.open(PageId(at as u64), std::sync::Arc::clone(view));
            let made = &mut pages.pages.get_mut(&PageId(at as u64)).expect("open").made;
            (made.session, made.script_bytes) = (Some(String::new()), at as u64 * 10_000_000);
        }
        pages.measured(90_000_000);
        assert_eq!(views.map(|view| view.state().bytes), [30_000_000, 60_000_000]);
    }
}
