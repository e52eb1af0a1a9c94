//! What pages may do only if the user allows it. Nothing is allowed that nobody was asked about.

use super::Pages;
use crate::engine::{PageId, Permission, Wish};
use serde_json::json;
use url::Url;

const ALL: [Permission; 5] =
    [Permission::Place, Permission::Camera, Permission::Microphone, Permission::Notifications, Permission::Clipboard];

/// Returns what our script calls a permission, and what the browser does.
const fn names(what: Permission) -> (&'static str, &'static str) {
    match what {
        Permission::Place => ("place", "geolocation"),
        Permission::Camera => ("camera", "camera"),
        Permission::Microphone => ("microphone", "microphone"),
        Permission::Notifications => ("notifications", "notifications"),
        Permission::Clipboard => ("clipboard", "clipboard-read"),
    }
}

/// The maximum number of decisions that are remembered.
const MAX_DECIDED: usize = 1_000;

impl Pages {
    /// The page asks for something. What was decided for its origin is not asked again.
    pub(super) fn wishes(&mut self, id: PageId, kind: &str) {
        let Some(what) = ALL.into_iter().find(|what| names(*what).0 == kind) else { return };
        let Some(page) = self.pages.get(&id) else { return };
        let wish = Wish { what, site: page.view.state().site.clone() };
        if self.decided.contains_key(&(wish.site.clone(), wish.what)) || wish.site.is_empty() {
            return self.answer_wish(id, what);
        }
        if !page.view.state().wishes.contains(&wish) {
            page.view.change(|state| state.wishes.push(wish));
        }
    }

    /// The user has decided. The page asks the browser now, which knows it.
    pub(super) fn permit(&mut self, id: PageId, wish: &Wish, allow: bool) {
        let Some(page) = self.pages.get(&id) else { return };
        if !page.view.state().wishes.contains(wish) {
            return;
        }
        page.view.change(|state| state.wishes.retain(|one| one != wish));
        if self.decided.len() < MAX_DECIDED {
            self.decided.insert((wish.site.clone(), wish.what), allow);
        }
        self.say_permission(&wish.site, wish.what, allow);
        self.answer_wish(id, wish.what);
    }

    /// Tells a new browser what was decided.
    pub(super) fn say_decided(&mut self) {
        let all: Vec<_> = self.decided.iter().map(|((site, what), allow)| (site.clone(), *what, *allow)).collect();
        all.into_iter().for_each(|(site, what, allow)| self.say_permission(&site, what, allow));
    }

    fn say_permission(&mut self, site: &str, what: Permission, allow: bool) {
        let setting = if allow { "granted" } else { "denied" };
        let permission = json!({ "permission": { "name": names(what).1 }, "setting": setting, "origin": site });
        self.say(None, "Browser.setPermission", &permission);
    }

    fn answer_wish(&mut self, id: PageId, what: Permission) {
        let answer = format!("dispatchEvent(new Event('multisplit answer: {}'))", names(what).0);
        self.say(Some(id), "Runtime.evaluate", &json!({ "expression": answer }));
    }
}

/// Returns the origin of an address; nothing for one that has none, as a `data:` address.
pub(super) fn site_of(url: &str) -> String {
    let origin = Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    if origin == "null" { String::new() } else { origin }
}
