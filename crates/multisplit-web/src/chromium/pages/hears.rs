//! What the browser says, and what becomes of it.

use super::super::cursor::cursor_of;
use super::super::events;
use super::super::page::{Describing, Made, Page, Rest};
use super::super::wire::Message;
use super::super::words;
use super::permit::site_of;
use super::{ASK, ASKING, BINDING, Call, Errand, NO_ANSWER, Pages, Picture, SCRIPT, WORLD};
use crate::engine::{MAX_ADDRESS, Opened, PageId, Question, QuestionKind, State};
use egui::{Rect, pos2};
use serde_json::json;
use serde_json::value::RawValue;
use std::time::{Duration, Instant};

/// How many dialogs in a row, without input between them, are shown.
const MAX_DIALOGS: u32 = 3;
/// How many addresses wait to be opened elsewhere, and how many downloads a page has.
pub(super) const MAX_WAITING: usize = 16;
/// The maximum number of bytes of a text of the page that is shown in a bar.
const MAX_WORDS: usize = 2_000;
/// The maximum size of what the script in a page says at once, in bytes.
const MAX_SAID: usize = 1 << 20;
/// How long after it was asked for a menu may come.
const MENU_WITHIN: Duration = Duration::from_secs(2);
/// How many frames within a page are known.
const MAX_FRAMES: usize = 1_000;
/// How far a page is, of 1: it is asked for, its begin has come, all of its text has.
const STARTED: f32 = 0.1;
const ARRIVED: f32 = 0.4;
const READ: f32 = 0.7;
/// What a page may load without another program.
const OWN_SCHEMES: [&str; 9] =
    ["http", "https", "about", "data", "blob", "file", "javascript", "chrome-error", "chrome"];

impl Pages {
    /// Takes a message of the browser.
    pub(in super::super) fn hear(&mut self, message: &Message<'_>, now: Instant) {
        if self.is_ending {
            return;
        }
        if let Some(number) = message.id {
            self.has_answered = true;
            if let Some((call, id)) = self.calls.remove(&number) {
                self.answered(call, id, message);
            }
            return;
        }
        match self.sessions.get(&*message.session).copied() {
            Some(id) => self.of_page(id, message),
            None => self.of_browser(message, now),
        }
    }

    fn answered(&mut self, call: Call, id: PageId, message: &Message<'_>) {
        let fault: Option<events::Fault> = message.error.map(|error| Message::read(Some(error)));
        let result = message.result;
        match call {
            Call::Create => self.created(id, result, fault),
            Call::Attach if fault.is_some() => self.crashed(id),
            Call::Attach => self.attached(id, &Message::read::<events::Attached>(result).session_id),
            Call::Ready => self.ready(id),
            Call::Window => {
                let window: events::Window = Message::read(result);
                self.with_made(id, |made| made.window = window.window_id);
            }
            Call::Restore => {
                let script: events::Script = Message::read(result);
                self.with_made(id, |made| made.restoring = Some(script.identifier));
            }
            Call::Navigate => self.navigated(id, Message::read(result), fault),
            Call::Forget if fault.is_none() => self.ask(id, Call::History, "Page.getNavigationHistory", &json!({})),
            Call::Forget | Call::History => self.has_history(id, result, fault.is_some()),
            Call::Selected => {
                if fault.is_none() {
                    self.evaluated(id, call, Message::read(result));
                }
                self.end_copying(id);
            }
            Call::Find if fault.is_none() => self.evaluated(id, call, Message::read(result)),
            Call::Heap if fault.is_none() => {
                let used: events::HeapUsage = Message::read(result);
                // A page that uses more than that is beyond any budget.
                let all = used.total_size + used.embedder_heap_used_size + used.backing_storage_size;
                self.with_made(id, |made| made.script_bytes = all.clamp(0.0, 1e15) as u64);
            }
            Call::Processes => {
                self.errands.push(Errand::Measure(Message::read::<events::Processes>(result).process_info));
            }
            Call::Described(document) => self.described(id, document, result),
            Call::Snapshot(document) => self.has_snapshot(id, document, result),
            Call::Resolved => self.resolved(id, result),
            Call::Input => self.input_answered(id),
            Call::Find | Call::Heap => {}
        }
    }

    fn state(&self, id: PageId, change: impl FnOnce(&mut State)) {
        if let Some(page) = self.pages.get(&id) {
            page.view.change(change);
        }
    }

    fn with_made(&mut self, id: PageId, change: impl FnOnce(&mut Made)) {
        if let Some(page) = self.pages.get_mut(&id) {
            change(&mut page.made);
        }
    }

    fn created(&mut self, id: PageId, result: Option<&RawValue>, fault: Option<events::Fault>) {
        let target = Message::read::<events::Created>(result).target_id;
        self.strangers.remove(&target);
        if let Some(fault) = fault {
            self.with_made(id, |made| made.asked_at = None);
            return self
                .state(id, |state| state.failure = Some(format!("The browser opens no page: {}.", fault.message)));
        }
        let Some(page) =
            self.pages.get_mut(&id).filter(|page| page.made.asked_at.is_some() && page.made.target.is_none())
        else {
            // It was closed in the meantime, or another one has taken its place.
            return self.close_target(&target);
        };
        page.made.target = Some(target.clone());
        self.targets.insert(target.clone(), id);
        let call = self.call(Call::Window, id);
        self.write(call, None, "Browser.getWindowForTarget", &json!({ "targetId": target }));
        let call = self.call(Call::Attach, id);
        self.write(call, None, "Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
    }

    /// A page can be spoken to: says what holds for it, and where it goes.
    fn attached(&mut self, id: PageId, session: &str) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.made.session = Some(session.to_owned());
        let (has_focus, is_own) = (page.has_focus, page.view.content().is_some());
        let kept = page.view.state().kept.clone();
        self.sessions.insert(session.to_owned(), id);
        for (method, params) in [
            ("Page.enable", json!({})),
            ("Inspector.enable", json!({})),
            ("Network.enable", json!({ "maxTotalBufferSize": 0, "maxResourceBufferSize": 0 })),
            ("Page.setInterceptFileChooserDialog", json!({ "enabled": true })),
            // Without it, nothing is heard of what our script says.
            ("Runtime.enable", json!({})),
            ("Runtime.addBinding", json!({ "name": BINDING, "executionContextName": WORLD })),
            ("Runtime.addBinding", json!({ "name": ASK })),
            ("Page.addScriptToEvaluateOnNewDocument", json!({ "source": ASKING })),
        ] {
            self.say(Some(id), method, &params);
        }
        if is_own {
            self.intercept(id);
        }
        let back = json!({ "url": kept.url, "scroll": kept.scroll, "form": kept.form });
        let restore = json!({ "source": format!("globalThis.multisplitKept = {back};"), "worldName": WORLD });
        self.ask(id, Call::Restore, "Page.addScriptToEvaluateOnNewDocument", &restore);
        self.say(Some(id), "Emulation.setFocusEmulationEnabled", &json!({ "enabled": has_focus }));
        self.say_size(id);
        // It goes nowhere before it has answered: it would go there without all this.
        let script = json!({ "source": SCRIPT, "worldName": WORLD });
        self.ask(id, Call::Ready, "Page.addScriptToEvaluateOnNewDocument", &script);
    }

    /// A page is prepared: sends it to where it belongs.
    fn ready(&mut self, id: PageId) {
        let Some(page) = self.pages.get(&id) else { return };
        let (is_visible, url) = (page.is_visible, page.view.state().kept.url.clone());
        if is_visible {
            self.wake(id);
        }
        self.navigate(id, &url);
        if !is_visible {
            self.with_made(id, |made| made.hidden_at = Some(Instant::now()));
            self.conceal(id);
        }
    }

    fn navigated(&mut self, id: PageId, navigated: events::Navigated, fault: Option<events::Fault>) {
        self.with_made(id, |made| made.navigating = made.navigating.saturating_sub(1));
        let error = fault.map_or(navigated.error_text, |fault| fault.message);
        // A download, or an address of another program, leaves the page as it is.
        let is_aborted = navigated.is_download || error.contains("ERR_ABORTED");
        if !error.is_empty() && !is_aborted {
            self.fail(id, &error);
        }
        if is_aborted {
            self.stays(id);
        }
    }

    /// A page stays where it is: what it was sent to is no page.
    fn stays(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.made.navigating == 0) else { return };
        page.made.has_arrived = true;
        let url = page.made.shown_url.clone();
        page.view.change(|state| {
            state.is_loading = false;
            if !url.is_empty() {
                state.kept.url = url;
            }
        });
        self.ask_history(id);
    }

    fn fail(&self, id: PageId, error: &str) {
        self.state(id, |state| {
            state.failure = Some(words::failed(&state.kept.url, error));
            state.is_loading = false;
        });
    }

    fn has_history(&mut self, id: PageId, result: Option<&RawValue>, failed: bool) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        let made = &mut page.made;
        made.asking_history = made.asking_history.saturating_sub(1);
        made.lacks_history = failed;
        if !failed {
            let history: events::History = Message::read(result);
            made.history.note(history.entries, history.current_index);
            page.view.change(|state| {
                state.can_step = made.history.can_step();
                made.history.keep(&mut state.kept);
            });
        }
        if let Some(back) = made.step.take() {
            self.step(id, back, Instant::now());
        }
    }

    fn evaluated(&self, id: PageId, call: Call, evaluated: events::Evaluated) {
        let value = evaluated.result.value;
        self.state(id, |state| match call {
            Call::Find => state.found = value.as_bool(),
            _ => state.copied = value.as_str().filter(|text| !text.is_empty()).map(str::to_owned),
        });
    }

    fn input_answered(&mut self, id: PageId) {
        let waiting = self.has_input_waiting(id);
        let Some(page) = self.pages.get_mut(&id) else { return };
        let since = page.made.waits_since.take();
        if waiting {
            // The others were asked later, so the page has time again.
            page.made.waits_since = Some(Instant::now());
        } else if since.is_some() && page.view.state().failure.as_deref() == Some(NO_ANSWER) {
            page.view.change(|state| state.failure = None);
        }
        self.go_on_copying(id);
    }

    fn of_page(&mut self, id: PageId, message: &Message<'_>) {
        let params = message.params;
        match &*message.method {
            "Page.screencastFrame" => self.frame(id, message),
            "Page.frameNavigated" => self.frame_navigated(id, Message::read(params)),
            "Page.navigatedWithinDocument" => {
                let within: events::InFrame = Message::read(params);
                if self.is_main(id, &within.frame_id) {
                    self.with_made(id, |made| made.has_arrived = true);
                    self.state(id, |state| state.kept.url = kept_url(within.url));
                    self.ask_history(id);
                }
            }
            "Page.frameStartedLoading" | "Page.frameStoppedLoading" => {
                let frame: events::InFrame = Message::read(params);
                if self.is_main(id, &frame.frame_id) {
                    let starts = message.method.ends_with("StartedLoading");
                    self.state(id, |state| {
                        (state.is_loading, state.progress) = (starts, if starts { STARTED } else { 1.0 });
                    });
                    if !starts {
                        // It is as large now as it will be for a while.
                        self.measured_at = None;
                        self.ask_history(id);
                    }
                }
            }
            "Page.domContentEventFired" => self.state(id, |state| state.progress = state.progress.max(READ)),
            "Page.javascriptDialogOpening" => self.dialog(id, &Message::read(params)),
            "Page.javascriptDialogClosed" => self.state(id, |state| state.question = None),
            "Page.windowOpen" => self.window_open(id, Message::read(params)),
            "Page.frameRequestedNavigation" => self.requested(id, Message::read(params)),
            "Page.fileChooserOpened" => {
                let chooser: events::FileChooser = Message::read(params);
                self.with_made(id, |made| made.file_field = chooser.backend_node_id);
                self.state(id, |state| state.wants_files = Some(chooser.mode == "selectMultiple"));
            }
            "Network.loadingFailed" => {
                let failed: events::LoadingFailed = Message::read(params);
                if failed.r#type == "Document" && !failed.canceled {
                    self.with_made(id, |made| made.last_error = failed.error_text);
                }
            }
            "Runtime.executionContextsCleared" => self.with_made(id, |made| made.world = None),
            "Runtime.executionContextCreated" => {
                let context = Message::read::<events::ContextOf>(params).context;
                if context.name == WORLD && self.is_main(id, &context.aux_data.frame_id) {
                    self.with_made(id, |made| made.world = Some(context.id));
                    self.keep_zoom(id);
                    self.watch(id);
                }
            }
            "Runtime.bindingCalled" => {
                let called: events::BindingCalled = Message::read(params);
                if called.name == ASK { self.wishes(id, &called.payload) } else { self.said(id, &called.payload) }
            }
            "Page.frameAttached" => {
                let frame: events::InFrame = Message::read(params);
                self.with_made(id, |made| {
                    if made.frames.len() < MAX_FRAMES {
                        made.frames.insert(frame.frame_id);
                    }
                });
            }
            "Fetch.requestPaused" => self.paused(id, &message.session, Message::read(params)),
            "Inspector.targetCrashed" => self.crashed(id),
            _ => {}
        }
    }

    fn frame(&mut self, id: PageId, message: &Message<'_>) {
        let Some(Ok(frame)) = message.params.map(|raw| serde_json::from_str::<events::ScreencastFrame<'_>>(raw.get()))
        else {
            return;
        };
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.made.rest = match page.made.rest {
            Rest::Asked(_) => Rest::Still,
            _ => Rest::Moves(Instant::now()),
        };
        let (view, data) = (std::sync::Arc::clone(&page.view), frame.data.into_owned());
        let session = message.session.to_string();
        self.pictures.push(Picture { page: id, view, data, session, number: frame.number });
    }

    /// Returns `true` if a frame is the whole page: it has the number of the page's target.
    fn is_main(&self, id: PageId, frame: &str) -> bool {
        self.pages.get(&id).is_some_and(|page| page.made.target.as_deref() == Some(frame))
    }

    fn frame_navigated(&mut self, id: PageId, navigated: events::FrameNavigated) {
        // What the script in such a page says of it comes before this.
        let is_as_before = navigated.r#type == "BackForwardCacheRestore";
        let frame = navigated.frame;
        // What was asked for before the address that is on its way comes to nothing, and so does the empty page of a new window.
        let is_awaited = |page: &&mut Page| page.made.is_sent && page.made.navigating == 0;
        let Some(page) = self.pages.get_mut(&id).filter(|page| frame.parent_id.is_none() && is_awaited(page)) else {
            return;
        };
        let made = &mut page.made;
        made.document += 1;
        made.is_left = false;
        made.rest = Rest::Moves(Instant::now());
        made.describing = Describing::Done;
        made.frames.clear();
        (made.has_arrived, made.dialogs, made.waits_since, made.asking_history) = (true, 0, None, 0);
        let error = std::mem::take(&mut made.last_error);
        let (restoring, is_ours) = (made.restoring.take(), made.history.is_ours());
        let is_error = !frame.unreachable_url.is_empty();
        let url = if is_error { frame.unreachable_url } else { [frame.url, frame.url_fragment].concat() };
        made.shown_url = kept_url(url.clone());
        page.view.change(|state| {
            if !is_ours && !is_error && !is_as_before {
                (state.kept.scroll, state.kept.form) = ([0.0; 2], None);
            }
            state.kept.url = kept_url(url.clone());
            state.site = site_of(&url);
            if !is_as_before {
                state.icon = None;
                state.kept.title.clear();
            }
            (state.question, state.wants_files, state.caret, state.found) = (None, None, None, None);
            (state.menu, state.foreign, state.offered, state.tree) = (None, None, None, None);
            state.wishes.clear();
            state.progress = state.progress.max(ARRIVED);
            (state.failure, state.windows_refused) = (is_error.then(|| words::failed(&url, &error)), 0);
        });
        // What comes back has come back: a later visit of the address begins at its top.
        if let Some(identifier) = restoring {
            let script = json!({ "identifier": identifier });
            self.say(Some(id), "Page.removeScriptToEvaluateOnNewDocument", &script);
        }
        self.ask_history(id);
    }

    /// Asks for the way to a page. It is asked for more than once: a page that has just come does not know it yet.
    pub(super) fn ask_history(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.made.has_arrived) else { return };
        page.made.asking_history += 1;
        if page.made.history.is_ours() {
            self.ask(id, Call::Forget, "Page.resetNavigationHistory", &json!({}));
        } else {
            self.ask(id, Call::History, "Page.getNavigationHistory", &json!({}));
        }
    }

    fn dialog(&mut self, id: PageId, dialog: &events::Dialog) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.made.dialogs += 1;
        page.made.waits_since = None;
        let kind = match &*dialog.r#type {
            "confirm" => QuestionKind::Confirm,
            "prompt" => QuestionKind::Prompt,
            "beforeunload" => QuestionKind::Leave,
            _ => QuestionKind::Alert,
        };
        if page.made.dialogs > MAX_DIALOGS || page.made.is_left && kind == QuestionKind::Leave {
            // A page that asks for ever is not answered by a user for ever.
            let accept = kind == QuestionKind::Leave;
            return self.say(Some(id), "Page.handleJavaScriptDialog", &json!({ "accept": accept }));
        }
        let question = Question { kind, words: cut(&dialog.message), default: cut(&dialog.default_prompt) };
        page.view.change(|state| state.question = Some(question));
    }

    fn window_open(&self, id: PageId, window: events::WindowOpen) {
        let made = self.pages.get(&id).map(|page| &page.made);
        let (is_touched, behind) = made.map_or((false, false), |made| (made.is_touched(), made.wants_behind));
        self.state(id, |state| match window.user_gesture && is_touched {
            true => open_elsewhere(state, window.url, behind),
            false => state.windows_refused = state.windows_refused.saturating_add(1),
        });
    }

    fn requested(&mut self, id: PageId, request: events::InFrame) {
        if request.reason == "anchorClick" {
            self.with_made(id, |made| made.link = Some(request.url.clone()));
        }
        let is_elsewhere = matches!(&*request.disposition, "newTab" | "newWindow");
        let scheme = request.url.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        let made = self.pages.get(&id).map(|page| &page.made);
        let (is_touched, behind) = made.map_or((false, false), |made| (made.is_touched(), made.wants_behind));
        let is_own = OWN_SCHEMES.contains(&&*scheme);
        if !is_touched || is_own && !is_elsewhere {
            return;
        }
        self.state(id, |state| match is_own {
            true => open_elsewhere(state, request.url, behind),
            // One that is shown is not replaced by another while it is read.
            false => drop(state.foreign.get_or_insert_with(|| cut(&request.url))),
        });
    }

    /// The script in the page says something.
    fn said(&mut self, id: PageId, payload: &str) {
        if payload.len() > MAX_SAID {
            return;
        }
        let Ok(said) = serde_json::from_str::<events::Said>(payload) else { return };
        let menu_asked = self.pages.get_mut(&id).and_then(|page| page.made.menu_asked.take_if(|_| said.menu.is_some()));
        let asks_for_menu = menu_asked.is_some_and(|asked| asked.elapsed() < MENU_WITHIN);
        self.state(id, |state| {
            if let Some(scroll) = said.scroll.filter(|place| place.iter().all(|value| value.is_finite())) {
                state.kept.scroll = scroll;
            }
            if let Some(form) = said.form {
                state.kept.form = Some(form).filter(|form| !form.is_empty());
            }
            if let Some(sides) = said.caret {
                state.caret = <[f32; 4]>::try_from(sides)
                    .ok()
                    .map(|[left, top, right, bottom]| Rect::from_min_max(pos2(left, top), pos2(right, bottom)));
            }
            if let Some(title) = said.title.filter(|_| state.failure.is_none()) {
                state.kept.title = cut(&title);
            }
            if let Some(menu) = said.menu.filter(|_| asks_for_menu) {
                state.menu = Some(menu);
            }
            if let Some(line) = said.line.filter(|line| line.is_finite()) {
                state.line = Some(line);
            }
            if let Some(cursor) = said.cursor {
                state.cursor = cursor_of(&cursor);
            }
        });
        if let Some(drawn) = said.icon {
            self.has_icon(id, &drawn);
        }
        if said.changed {
            self.has_changed(id);
        }
    }

    fn crashed(&mut self, id: PageId) {
        self.drop_target(id);
        self.state(id, |state| state.failure = Some("The page has crashed.".to_owned()));
    }

    fn of_browser(&mut self, message: &Message<'_>, now: Instant) {
        let params = message.params;
        match &*message.method {
            "Target.targetCreated" => {
                let info = Message::read::<events::TargetInfoOf>(params).target_info;
                if info.r#type != "page" || self.targets.contains_key(&info.target_id) {
                    return;
                }
                match info.opener_id {
                    // A page has opened a window. What it shows is opened by the pane, if the user wanted it.
                    Some(_) => self.close_target(&info.target_id),
                    None => drop(self.strangers.insert(info.target_id, now)),
                }
            }
            "Target.targetCrashed" | "Target.targetDestroyed" | "Target.detachedFromTarget" => {
                let gone: events::Gone = Message::read(params);
                self.strangers.remove(&gone.target_id);
                let of_session = self.sessions.get(&gone.session_id);
                if let Some(id) = self.targets.get(&gone.target_id).or(of_session).copied() {
                    self.crashed(id);
                }
            }
            "Browser.downloadWillBegin" => self.download_begins(Message::read(params)),
            "Browser.downloadProgress" => self.download_goes_on(&Message::read(params)),
            _ => {}
        }
    }
}

pub(super) fn open_elsewhere(state: &mut State, url: String, behind: bool) {
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return;
    }
    let is_known = state.opened.iter().any(|opened| opened.url == url);
    if !is_known && state.opened.len() < MAX_WAITING && url.len() <= MAX_ADDRESS {
        state.opened.push(Opened { url, behind });
    }
}

/// Returns an address as it is kept. One that is longer than anybody types leads nowhere after a restart.
fn kept_url(url: String) -> String {
    if url.len() <= MAX_ADDRESS { url } else { "about:blank".to_owned() }
}

/// Returns the begin of a text of the page, on one line.
fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(MAX_WORDS);
    text[..end].replace(char::is_control, " ")
}
