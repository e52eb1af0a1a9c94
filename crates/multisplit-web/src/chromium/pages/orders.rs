//! What a pane orders, as messages.

use super::super::frames;
use super::super::history::Step;
use super::super::page::{Copying, Rest};
use super::{Call, Pages};
use crate::engine::{Button, Order, PageId, Pointer, PointerAct};
use serde_json::{Value, json};
use std::time::Instant;

/// The maximum size of a text that is handed to a page at once, in bytes.
const MAX_TEXT: usize = 4 << 20;
/// Keys with which a link opens behind a page, as [`Pointer::modifiers`] numbers them.
const CONTROL: u8 = 2;
const META: u8 = 4;
/// How many orders wait behind a copy.
const MAX_BEHIND: usize = 1_024;

impl Pages {
    /// Does what a pane orders.
    pub(in super::super) fn order(&mut self, id: PageId, order: Order, now: Instant) {
        if !self.pages.contains_key(&id) {
            return;
        }
        match order {
            Order::Show { size } => self.show(id, size),
            Order::Hide => self.hide(id, now),
            Order::Focus(has) => self.focus(id, has),
            Order::Go(url) => {
                if let Some(page) = self.pages.get_mut(&id) {
                    page.made.history.go(&url);
                }
                self.go(id, &url, now);
            }
            Order::Reload => self.reload(id),
            Order::Stop => self.say(Some(id), "Page.stopLoading", &json!({})),
            Order::Step { back } => self.step(id, back, now),
            Order::Answer { accept, text } => self.answer(id, accept, &text),
            Order::Files(files) => self.give_files(id, &json!(files)),
            Order::EndDownload(download) => self.end_download(id, &download),
            Order::Describe(wants) => self.describe(id, wants),
            Order::Act { node, act } => self.act(id, node, act, now),
            Order::Put(html) => self.evaluate(id, None, &format!("put({})", Value::from(html))),
            Order::ToLine(line) => self.evaluate(id, None, &format!("toLine({line})")),
            Order::Permit { wish, allow } => self.permit(id, &wish, allow),
            Order::TakeOffered => self.take_offered(id, now),
            Order::Find { text, back } => self.find(id, &text, back),
            Order::Zoom(zoom) => self.zoom(id, zoom),
            input => self.input(id, input, now),
        }
    }

    fn show(&mut self, id: PageId, size: [u32; 2]) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        let rests = std::mem::take(&mut page.made.is_resting);
        if rests {
            page.view.update(|state| state.is_resting = false);
        }
        page.view.look();
        let was_visible = std::mem::replace(&mut page.is_visible, true) && !rests;
        let is_other_size = page.resize(size);
        if page.view.state().failure.is_none() {
            self.ask_for(id);
        }
        if !was_visible {
            self.wake(id);
        }
        if is_other_size || !was_visible {
            self.say_size(id);
        }
    }

    fn hide(&mut self, id: PageId, now: Instant) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        if std::mem::replace(&mut page.is_visible, false) {
            (page.made.waits_since, page.made.hidden_at) = (None, Some(now));
            self.conceal(id);
            self.stop_unseen(now);
        }
    }

    /// Lets a page draw no longer. What it is about goes on for a while, such as loading.
    pub(super) fn conceal(&mut self, id: PageId) {
        self.say(Some(id), "Page.stopScreencast", &json!({}));
        self.set_window(id, "minimized");
    }

    /// Stops a page that nobody sees.
    pub(super) fn freeze(&mut self, id: PageId) {
        self.conceal(id);
        self.say(Some(id), "Page.setWebLifecycleState", &json!({ "state": "frozen" }));
    }

    /// Lets a page run, and send frames.
    pub(super) fn wake(&mut self, id: PageId) {
        if let Some(page) = self.pages.get_mut(&id) {
            (page.made.rest, page.made.hidden_at) = (Rest::Moves(Instant::now()), None);
        }
        self.say(Some(id), "Page.setWebLifecycleState", &json!({ "state": "active" }));
        // A page that was frozen draws nothing before its window comes up again.
        self.set_window(id, "normal");
        self.cast(id);
    }

    /// Asks for frames.
    pub(super) fn cast(&mut self, id: PageId) {
        // A screencast does not know the scale of the page, so the most is far more than that.
        let cast = json!({ "format": "jpeg", "quality": 90, "maxWidth": frames::MOST, "maxHeight": frames::MOST });
        self.say(Some(id), "Page.startScreencast", &cast);
    }

    fn set_window(&mut self, id: PageId, window_state: &str) {
        let window = self.pages.get(&id).and_then(|page| page.made.window);
        if let Some(window) = window {
            let bounds = json!({ "windowId": window, "bounds": { "windowState": window_state } });
            self.say(None, "Browser.setWindowBounds", &bounds);
        }
    }

    pub(super) fn say_size(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.made.rest = Rest::Moves(Instant::now());
        let Some([width, height]) = page.size else { return };
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 0, "mobile": false });
        self.say(Some(id), "Emulation.setDeviceMetricsOverride", &size);
    }

    fn focus(&mut self, id: PageId, has: bool) {
        if let Some(page) = self.pages.get_mut(&id) {
            page.has_focus = has;
        }
        self.say(Some(id), "Emulation.setFocusEmulationEnabled", &json!({ "enabled": has }));
    }

    fn go(&mut self, id: PageId, url: &str, now: Instant) {
        self.leave_question(id);
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.made.touched = Some(now);
        page.view.change(|state| {
            let kept = &mut state.kept;
            (kept.url, kept.scroll, kept.form) = (url.to_owned(), [0.0; 2], None);
            (state.failure, state.question, state.is_loading) = (None, None, true);
        });
        match page.made.session {
            Some(_) => self.navigate(id, url),
            // It goes there once it is open.
            None => self.ask_for(id),
        }
    }

    pub(super) fn navigate(&mut self, id: PageId, url: &str) {
        if let Some(page) = self.pages.get_mut(&id) {
            page.made.navigating += 1;
            page.made.is_sent = true;
            page.made.has_arrived = false;
        }
        self.ask(id, Call::Navigate, "Page.navigate", &json!({ "url": url }));
    }

    fn reload(&mut self, id: PageId) {
        self.leave_question(id);
        let Some(page) = self.pages.get_mut(&id) else { return };
        let failure = page.view.update(|state| state.failure.take());
        let url = page.view.state().kept.url.clone();
        match (failure, page.made.session.is_some()) {
            (None, true) => self.say(Some(id), "Page.reload", &json!({})),
            // What failed to load is not in the browser's memory of the page.
            (Some(_), true) if page.made.waits_since.is_none() && page.made.world.is_some() => self.navigate(id, &url),
            _ => {
                // It has crashed, or does not answer: another one takes its place.
                self.drop_target(id);
                self.ask_for(id);
            }
        }
    }

    pub(super) fn step(&mut self, id: PageId, back: bool, now: Instant) {
        if let Some(page) = self.pages.get_mut(&id)
            && page.made.asking_history > 0
        {
            // From where the page is, and not from where it was.
            page.made.step = Some(back);
            return;
        }
        match self.pages.get_mut(&id).and_then(|page| page.made.history.step(back)) {
            Some(Step::Entry(entry)) => {
                self.say(Some(id), "Page.navigateToHistoryEntry", &json!({ "entryId": entry }));
            }
            Some(Step::Address(url)) => self.go(id, &url, now),
            None => {}
        }
    }

    /// Answers a question that the user passes over by going elsewhere: the page cannot go while it waits. Where it wanted to go itself, it
    /// does not.
    fn leave_question(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.view.state().question.is_some()) else { return };
        page.made.is_left = true;
        self.answer(id, false, "");
    }

    fn answer(&mut self, id: PageId, accept: bool, text: &str) {
        if let Some(page) = self.pages.get(&id) {
            page.view.change(|state| state.question = None);
        }
        let answer = json!({ "accept": accept, "promptText": text });
        self.say(Some(id), "Page.handleJavaScriptDialog", &answer);
    }

    fn give_files(&mut self, id: PageId, files: &Value) {
        let Some(page) = self.pages.get(&id) else { return };
        page.view.change(|state| state.wants_files = None);
        let field = page.made.file_field;
        if files.as_array().is_some_and(|files| !files.is_empty()) {
            self.say(Some(id), "DOM.setFileInputFiles", &json!({ "files": files, "backendNodeId": field }));
        }
    }

    fn end_download(&mut self, id: PageId, download: &str) {
        self.say(None, "Browser.cancelDownload", &json!({ "guid": download }));
        if let Some(page) = self.pages.get(&id) {
            page.view.change(|state| state.downloads.retain(|one| one.id != download));
        }
    }

    fn find(&mut self, id: PageId, text: &str, back: bool) {
        let text = Value::from(text);
        self.evaluate(id, Some(Call::Find), &format!("find({text}, {back})"));
    }

    fn zoom(&mut self, id: PageId, zoom: f32) {
        let zoom = zoom.clamp(0.25, 5.0);
        if let Some(page) = self.pages.get(&id) {
            page.view.change(|state| state.kept.zoom = zoom);
        }
        self.evaluate(id, None, &format!("zoom({zoom})"));
    }

    /// Shows another document of a page as large as the one before.
    pub(super) fn keep_zoom(&mut self, id: PageId) {
        let zoom = self.pages.get(&id).map_or(1.0, |page| page.view.state().kept.zoom);
        if (zoom - 1.0).abs() > 0.001 {
            self.zoom(id, zoom);
        }
    }

    /// Calls a function of our script in the page.
    pub(super) fn evaluate(&mut self, id: PageId, call: Option<Call>, function: &str) {
        let Some(world) = self.pages.get(&id).and_then(|page| page.made.world) else { return };
        let params =
            json!({ "expression": format!("multisplit.{function}"), "contextId": world, "returnByValue": true });
        match call {
            Some(call) => self.ask(id, call, "Runtime.evaluate", &params),
            None => self.say(Some(id), "Runtime.evaluate", &params),
        }
    }

    /// Hands input to a page. A page that does not answer gets no further moves until it does.
    fn input(&mut self, id: PageId, order: Order, now: Instant) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        if page.made.session.is_none() || page.view.state().question.is_some() {
            return;
        }
        if page.made.copying.is_some() {
            // A copy is no input for the browser: what comes after it would come before it.
            if page.made.behind.len() < MAX_BEHIND {
                page.made.behind.push_back(order);
            }
            return;
        }
        if let Order::Copy { cut } = order {
            page.made.copying = Some(Copying::Waits { cut });
            return self.go_on_copying(id);
        }
        let is_move = matches!(order, Order::Pointer(Pointer { act: PointerAct::Move | PointerAct::Scroll(_), .. }));
        if is_move && page.made.waits_since.is_some_and(|since| now.saturating_duration_since(since).as_millis() > 200)
        {
            return;
        }
        if !is_move {
            (page.made.dialogs, page.made.touched) = (0, Some(now));
        }
        if let Order::Pointer(Pointer { act: PointerAct::Down(button, _), modifiers, .. }) = &order {
            page.made.wants_behind = *button == Button::Middle || modifiers & (CONTROL | META) != 0;
        }
        if asks_for_menu(&order) {
            page.made.menu_asked = Some(now);
        }
        let Some((method, params)) = input_of(order) else { return };
        page.made.waits_since.get_or_insert(now);
        self.ask(id, Call::Input, method, &params);
    }
}

impl Pages {
    /// Returns `true` if input is not answered yet.
    pub(super) fn has_input_waiting(&self, id: PageId) -> bool {
        self.calls.values().any(|(call, page)| *call == Call::Input && *page == id)
    }

    /// Asks for what is selected, once the input that may have selected it is answered.
    pub(super) fn go_on_copying(&mut self, id: PageId) {
        if self.has_input_waiting(id) {
            return;
        }
        let Some(page) = self.pages.get_mut(&id) else { return };
        let Some(Copying::Waits { cut }) = page.made.copying else { return };
        if page.made.world.is_none() {
            return self.end_copying(id);
        }
        page.made.copying = Some(Copying::Asked);
        self.evaluate(id, Some(Call::Selected), if cut { "cut()" } else { "selected()" });
    }

    /// Hands over what was ordered after a copy.
    pub(super) fn end_copying(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.made.copying = None;
        let behind = std::mem::take(&mut page.made.behind);
        behind.into_iter().for_each(|order| self.input(id, order, Instant::now()));
    }
}

fn asks_for_menu(order: &Order) -> bool {
    match order {
        Order::Pointer(Pointer { act: PointerAct::Down(Button::Secondary, _), .. }) => true,
        Order::Key(key) => key.code == "ContextMenu",
        _ => false,
    }
}

/// Returns the message for input; `None` for an order that is none.
fn input_of(order: Order) -> Option<(&'static str, Value)> {
    Some(match order {
        Order::Pointer(pointer) => ("Input.dispatchMouseEvent", pointer_of(&pointer)),
        Order::Key(key) => {
            let kind = match (key.pressed, key.text.is_empty()) {
                (true, true) => "rawKeyDown",
                (true, false) => "keyDown",
                (false, _) => "keyUp",
            };
            let mut params = json!({
                "type": kind, "key": key.key, "code": key.code, "windowsVirtualKeyCode": key.number,
                "autoRepeat": key.repeat, "modifiers": key.modifiers,
            });
            if key.pressed && !key.text.is_empty() {
                params["text"] = json!(key.text);
            }
            ("Input.dispatchKeyEvent", params)
        }
        Order::Letter(text) => ("Input.dispatchKeyEvent", json!({ "type": "char", "text": text, "key": text })),
        Order::Compose(text) => {
            let end = text.encode_utf16().count();
            ("Input.imeSetComposition", json!({ "text": text, "selectionStart": end, "selectionEnd": end }))
        }
        Order::Insert(text) => {
            let end = text.floor_char_boundary(MAX_TEXT);
            ("Input.insertText", json!({ "text": &text[..end] }))
        }
        _ => return None,
    })
}

fn pointer_of(pointer: &Pointer) -> Value {
    let Pointer { at: [x, y], act, buttons, modifiers } = pointer;
    let button = |button: Button| match button {
        Button::Primary => "left",
        Button::Secondary => "right",
        Button::Middle => "middle",
        Button::Back => "back",
        Button::Forward => "forward",
    };
    let (kind, pressed, [right, down]) = match *act {
        PointerAct::Move => ("mouseMoved", None, [0.0; 2]),
        PointerAct::Down(one, count) => ("mousePressed", Some((one, count)), [0.0; 2]),
        PointerAct::Up(one, count) => ("mouseReleased", Some((one, count)), [0.0; 2]),
        PointerAct::Scroll(by) => ("mouseWheel", None, by),
    };
    let (button, count) = pressed.map_or(("none", 0), |(one, count)| (button(one), count));
    json!({
        "type": kind, "x": x, "y": y, "buttons": buttons, "modifiers": modifiers, "pointerType": "mouse",
        "button": button, "clickCount": count, "deltaX": -right, "deltaY": -down,
    })
}
