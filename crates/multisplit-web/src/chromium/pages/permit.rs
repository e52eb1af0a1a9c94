//! What pages may do only if the user allows it. Nothing is allowed that nobody was asked about.

use super::Pages;
use crate::engine::{PageId, Permission};
use serde_json::json;
use url::Url;

/// All permissions: what our script calls them, and what the browser does.
const ALL: [(Permission, &str, &str); 5] = [
    (Permission::Place, "place", "geolocation"),
    (Permission::Camera, "camera", "camera"),
    (Permission::Microphone, "microphone", "microphone"),
    (Permission::Notifications, "notifications", "notifications"),
    (Permission::Clipboard, "clipboard", "clipboard-read"),
];

impl Pages {
    /// The page asks for something.
    pub(super) fn wishes(&self, id: PageId, kind: &str) {
        let Some((what, ..)) = ALL.iter().find(|(_, name, _)| *name == kind) else { return };
        let Some(page) = self.pages.get(&id) else { return };
        if !page.view.state().wishes.contains(what) {
            page.view.change(|state| state.wishes.push(*what));
        }
    }

    /// The user has decided. The page asks the browser now, which knows it.
    pub(super) fn permit(&mut self, id: PageId, what: Permission, allow: bool) {
        let Some(page) = self.pages.get(&id) else { return };
        page.view.change(|state| state.wishes.retain(|one| *one != what));
        let Some((_, kind, name)) = ALL.iter().find(|(one, ..)| *one == what) else { return };
        let origin = Url::parse(&page.made.shown_url).map(|url| url.origin().ascii_serialization());
        if let Ok(origin) = origin.map_err(drop).and_then(|origin| if origin == "null" { Err(()) } else { Ok(origin) })
        {
            let setting = if allow { "granted" } else { "denied" };
            let permission = json!({ "permission": { "name": name }, "setting": setting, "origin": origin });
            self.say(None, "Browser.setPermission", &permission);
        }
        let answer = format!("dispatchEvent(new Event({}))", json!(format!("multisplit answer: {kind}")));
        self.say(Some(id), "Runtime.evaluate", &json!({ "expression": answer }));
    }
}
