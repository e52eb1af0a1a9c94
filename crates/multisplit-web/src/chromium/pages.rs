//! What is said to a browser about its pages, and what it says of them, as messages. Nothing here waits, reads or writes.

mod downloads;
mod hears;
mod orders;

use super::page::Page;
use crate::engine::{PageId, PageView, State};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The world of our script, and what it calls to say something.
const WORLD: &str = "multisplit";
const BINDING: &str = "__multisplit";
const SCRIPT: &str = include_str!("world.js");
/// How long a page may leave input unanswered.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long a browser may take for a new page.
const START_PATIENCE: Duration = Duration::from_secs(15);
/// What is said of such a page.
const NO_ANSWER: &str = "The page does not answer.";
/// After how long a window that nobody asked for is closed. Its message may come before the answer that says it is ours.
const STRANGER_FOR: Duration = Duration::from_secs(1);

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
    Input,
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
    downloads: PathBuf,
    /// What has to be said, in order.
    pub(super) out: Vec<String>,
    /// What has to be decoded.
    pub(super) pictures: Vec<Picture>,
}

impl Pages {
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
        self.pages.values().any(|page| page.is_visible && !page.view.state().kept.url.is_empty())
    }

    /// Begins with a browser: says what holds for all pages, and asks for those that are visible.
    pub(super) fn connected(&mut self) {
        (self.is_connected, self.has_answered) = (true, false);
        self.say(None, "Target.setDiscoverTargets", &json!({ "discover": true }));
        let folder = self.downloads.clone();
        let downloads = json!({ "behavior": "allowAndName", "downloadPath": folder, "eventsEnabled": true });
        self.say(None, "Browser.setDownloadBehavior", &downloads);
        // Nothing but what is listed is granted, and nothing is.
        self.say(None, "Browser.grantPermissions", &json!({ "permissions": [] }));
        // One that has said why it is not shown waits for the user.
        let is_wanted = |page: &Page| page.is_visible && page.view.state().failure.is_none();
        let visible = self.pages.iter().filter(|(_, page)| is_wanted(page)).map(|(id, _)| *id);
        visible.collect::<Vec<_>>().into_iter().for_each(|id| self.ask_for(id));
    }

    /// Returns `true` if the browser has answered anything.
    pub(super) const fn has_answered(&self) -> bool {
        self.has_answered
    }

    /// Forgets all that the browser had: it is gone.
    pub(super) fn disconnected(&mut self) {
        self.is_connected = false;
        self.sessions.clear();
        self.targets.clear();
        self.strangers.clear();
        self.calls.clear();
        self.out.clear();
        self.pictures.clear();
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

    /// Does what is due: pages that do not answer are told of, windows that nobody asked for are closed. Returns `true` if the browser
    /// itself does not answer.
    pub(super) fn tick(&mut self, now: Instant) -> bool {
        let mut is_stuck = false;
        for page in self.pages.values() {
            let waits = page.made.waits_since.is_some_and(|since| now.saturating_duration_since(since) > PATIENCE);
            let is_late = |asked| now.saturating_duration_since(asked) > START_PATIENCE;
            if page.made.session.is_none() && page.made.asked_at.is_some_and(is_late) {
                is_stuck = true;
                page.view.change(|state| state.failure = Some("The browser does not answer.".to_owned()));
            }
            let is_free = |state: &State| state.question.is_none() && state.failure.is_none();
            if waits && is_free(&page.view.state()) {
                page.view.change(|state| state.failure = Some(NO_ANSWER.to_owned()));
            }
        }
        let old: Vec<String> = self
            .strangers
            .extract_if(|_, since| now.saturating_duration_since(*since) > STRANGER_FOR)
            .map(|(target, _)| target)
            .collect();
        old.into_iter().for_each(|target| self.close_target(&target));
        let shown = |page: &&PageId| self.pages.get(page).is_some_and(|page| page.is_visible);
        let ids: Vec<PageId> = self.sessions.values().filter(shown).copied().collect();
        for id in ids {
            self.ask(id, Call::Heap, "Runtime.getHeapUsage", &json!({}));
            if self.pages.get_mut(&id).is_some_and(|page| std::mem::take(&mut page.made.lacks_history)) {
                self.ask_history(id);
            }
            if self.pages.get(&id).is_some_and(|page| !page.made.has_frame) {
                self.say(Some(id), "Page.stopScreencast", &json!({}));
                self.cast(id);
            }
        }
        is_stuck
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
