//! What is in a page, for those who do not see it, and what they do with its parts.

use super::super::events;
use super::super::page::Describing;
use super::super::wire::Message;
use super::{Call, Errand, PATIENCE, Pages};
use crate::engine::{NodeAct, PageId, PageTree};
use serde_json::json;
use serde_json::value::RawValue;
use std::sync::Arc;
use std::time::Instant;

/// Clicks a part, or what it is the text of.
const CLICK: &str =
    "function() { const part = this.nodeType === 3 ? this.parentElement : this; part.focus?.(); part.click?.(); }";
/// Enters a text into a part.
const ENTER: &str = "function(text) {
    this.focus?.();
    if ('value' in this) this.value = text; else if (this.isContentEditable) this.textContent = text;
    for (const event of ['input', 'change']) this.dispatchEvent(new Event(event, { bubbles: true }));
}";

impl Pages {
    /// Somebody wants to know what is in a page, or no longer.
    pub(super) fn describe(&mut self, id: PageId, wants: bool) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        if std::mem::replace(&mut page.is_described, wants) == wants {
            return;
        }
        page.view.update(|state| state.tree = None);
        if wants {
            self.watch(id);
        } else {
            self.evaluate(id, None, "watch(false)");
        }
    }

    /// Lets the script of a new document say when it changes.
    pub(super) fn watch(&mut self, id: PageId) {
        if self.pages.get(&id).is_some_and(|page| page.is_described) {
            self.evaluate(id, None, "watch(true)");
            self.has_changed(id);
        }
    }

    /// What is in a page has changed.
    pub(super) fn has_changed(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.is_described) else { return };
        match &mut page.made.describing {
            Describing::Asked { is_due, .. } => *is_due = true,
            Describing::Due => {}
            // The first change is told of at once, and those that follow when it is their time, or when the page is seen.
            done @ Describing::Done => {
                *done = Describing::Due;
                if page.is_visible {
                    self.ask_description(id);
                }
            }
        }
    }

    /// Asks for the description of a page, if it is due, or if an answer has not come.
    pub(super) fn ask_description(&mut self, id: PageId) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.made.session.is_some()) else { return };
        match page.made.describing {
            Describing::Due => {}
            Describing::Asked { since, .. } if since.elapsed() > PATIENCE => {}
            _ => return,
        }
        page.made.describing = Describing::Asked { described: String::new(), is_due: false, since: Instant::now() };
        let call = Call::Described(page.made.document);
        self.ask(id, call, "Accessibility.getFullAXTree", &json!({}));
    }

    pub(super) fn described(&mut self, id: PageId, document: u64, result: Option<&RawValue>) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.made.document == document) else { return };
        match (result, &mut page.made.describing) {
            (Some(result), Describing::Asked { described, .. }) => {
                result.get().clone_into(described);
                let call = Call::Snapshot(document);
                self.ask(id, call, "DOMSnapshot.captureSnapshot", &json!({ "computedStyles": [] }));
            }
            _ => page.made.describing = Describing::Due,
        }
    }

    pub(super) fn has_snapshot(&mut self, id: PageId, document: u64, result: Option<&RawValue>) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.made.document == document) else { return };
        match (result, &mut page.made.describing) {
            (Some(result), Describing::Asked { described, .. }) => {
                let (described, snapshot) = (std::mem::take(described), result.get().to_owned());
                self.errands.push(Errand::Describe { page: id, document, described, snapshot });
            }
            _ => page.made.describing = Describing::Due,
        }
    }

    /// A page is described, as it was when it was asked for. What is said of another document than the one that is shown is dropped.
    pub(in super::super) fn has_described(&mut self, id: PageId, document: u64, tree: Option<PageTree>) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.made.document == document) else { return };
        let is_due = matches!(page.made.describing, Describing::Asked { is_due: true, .. });
        // It waits for its time: a page that changes without end is described once a second.
        page.made.describing = if is_due { Describing::Due } else { Describing::Done };
        if let Some(tree) = tree.filter(|_| page.is_described) {
            page.view.change(|state| state.tree = Some(Arc::new(tree)));
        }
    }

    /// Does something with a part of a page.
    pub(super) fn act(&mut self, id: PageId, node: i64, act: NodeAct, now: Instant) {
        let Some(page) = self.pages.get_mut(&id).filter(|page| page.made.session.is_some()) else { return };
        let part = json!({ "backendNodeId": node });
        match act {
            NodeAct::Show => self.say(Some(id), "DOM.scrollIntoViewIfNeeded", &part),
            NodeAct::Focus => self.say(Some(id), "DOM.focus", &part),
            act => {
                page.made.touched = Some(now);
                page.made.acts.push_back(act);
                let world = page.made.world;
                self.say(Some(id), "DOM.scrollIntoViewIfNeeded", &part);
                let part = json!({ "backendNodeId": node, "executionContextId": world });
                self.ask(id, Call::Resolved, "DOM.resolveNode", &part);
            }
        }
    }

    /// The part of a page is there with which something is to be done; nothing if it is gone in the meantime.
    pub(super) fn resolved(&mut self, id: PageId, result: Option<&RawValue>) {
        let Some(act) = self.pages.get_mut(&id).and_then(|page| page.made.acts.pop_front()) else { return };
        let object = Message::read::<events::Resolved>(result).object.object_id;
        if object.is_empty() {
            return;
        }
        let (function, arguments) = match act {
            NodeAct::Enter(text) => (ENTER, json!([{ "value": text }])),
            _ => (CLICK, json!([])),
        };
        let call =
            json!({ "objectId": object, "functionDeclaration": function, "arguments": arguments, "userGesture": true });
        self.say(Some(id), "Runtime.callFunctionOn", &call);
    }
}
