//! Pages of the application itself: what the browser asks for is answered here, and links from them to others open elsewhere.

use super::super::events;
use super::hears::open_elsewhere;
use super::{Asked, Pages};
use crate::engine::{Answer, OWN_PAGES, PageId, own_path, own_url};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::sync::Arc;

/// What an own page may do: show text and pictures of its own.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src data:; \
                      base-uri 'none'; form-action 'none'";

impl Pages {
    /// Lets the browser ask before an own page loads anything.
    pub(super) fn intercept(&mut self, id: PageId) {
        let own = json!({ "urlPattern": format!("{OWN_PAGES}*") });
        let others = json!({ "urlPattern": "*", "resourceType": "Document" });
        self.say(Some(id), "Fetch.enable", &json!({ "patterns": [own, others] }));
    }

    /// The browser asks before it loads something for an own page.
    pub(super) fn paused(&mut self, id: PageId, session: &str, paused: events::Paused) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        let url = paused.request.url;
        // Only a link that was clicked leads anywhere: a page goes nowhere by itself.
        let is_page = paused.resource_type == "Document";
        let is_followed = is_page && page.made.is_touched() && page.made.link.take_if(|link| *link == url).is_some();
        if let (Some(path), Some(content)) = (own_path(&url), page.view.content()) {
            let content = Arc::clone(content);
            let (session, request) = (session.to_owned(), paused.request_id);
            self.asked.push(Asked { content, session, request, path, is_page, is_followed });
            return;
        }
        if is_followed {
            let behind = page.made.wants_behind;
            page.view.change(|state| open_elsewhere(state, url, behind));
        }
        self.say(Some(id), "Fetch.failRequest", &json!({ "requestId": paused.request_id, "errorReason": "Aborted" }));
    }

    /// Hands over what the application has answered, as it was prepared.
    pub(in super::super) fn answered_own(&mut self, asked: &Asked, answer: &Prepared) {
        let Some(id) = self.sessions.get(&asked.session).copied() else { return };
        if let Some(page) = self.pages.get(&id).filter(|_| answer.is_elsewhere && asked.is_followed) {
            let url = own_url(&asked.path);
            page.view.change(|state| open_elsewhere(state, url, false));
        }
        let (number, session, params) = (self.number(), json!(asked.session), &answer.params);
        self.out.push(format!(
            "{{\"id\":{number},\"method\":\"Fetch.fulfillRequest\",\"sessionId\":{session},\"params\":{params}}}"
        ));
    }

    /// An own page asks for more than can wait.
    pub(in super::super) fn refuse_own(&mut self, asked: &Asked) {
        let refusal = json!({ "requestId": asked.request, "errorReason": "Failed" });
        let number = self.number();
        self.write(number, Some(&asked.session), "Fetch.failRequest", &refusal);
    }
}

/// An answer, ready to be said: a picture may be large, and is not written out while anybody waits for the table of pages.
pub(in super::super) struct Prepared {
    is_elsewhere: bool,
    params: String,
}

impl Prepared {
    /// Prepares the answer to a request.
    pub(in super::super) fn new(asked: &Asked, answer: Answer) -> Self {
        let is_elsewhere = answer == Answer::Elsewhere;
        let (code, headers, bytes) = match answer {
            Answer::Data { kind, bytes } => (200, headers(kind), bytes),
            // Without content, the page stays.
            Answer::Elsewhere => (204, json!([]), vec![]),
            Answer::Missing => (404, headers("text/html"), b"There is nothing of this name.".to_vec()),
        };
        let body = BASE64_STANDARD.encode(bytes);
        let params =
            json!({ "requestId": asked.request, "responseCode": code, "responseHeaders": headers, "body": body });
        Self { is_elsewhere, params: params.to_string() }
    }
}

fn headers(kind: &str) -> Value {
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
    let all = [
        ("Content-Type", &*kind),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ];
    all.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}
