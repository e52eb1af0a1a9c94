//! Panes of layout files that wait for the user's word.

use super::App;
use super::notices::About;
use crate::session::UNTRUSTED;
use crate::trust::Held;
use multisplit::file::ReadLimits;
use multisplit::{Intent, LoadError, PaneId, WidgetId};
use std::path::PathBuf;

impl App {
    /// Holds panes of a layout file back until the user has said so. Panes that are open already are the user's own.
    ///
    /// It is called before the panes are in the layout, so that they are held on the disk as well.
    pub(super) fn hold_untrusted(&mut self, mut risks: Held, file: Option<(PathBuf, String)>) {
        risks.retain(|widget, _| !self.is_open(widget));
        if risks.is_empty() {
            return;
        }
        self.untrusted_file = file;
        self.workspace.provider().untrusted.append(&mut risks);
        self.tell_untrusted();
    }

    fn is_open(&self, widget: &WidgetId) -> bool {
        self.workspace.layout().tree().pane_of(widget).is_some()
    }

    /// Loads a layout from outside. Panes that would run, connect or leave the folder wait. Blocks on the disk.
    pub(crate) fn load_foreign(&mut self, text: &str, limits: ReadLimits) -> Result<(), LoadError> {
        self.hold_untrusted(crate::trust::risks(&self.folder, text, limits), None);
        self.workspace.load(text, limits)
    }

    /// Takes over which panes waited when the session was kept.
    pub(super) fn restore_untrusted(&mut self, kept: Option<Held>) {
        self.workspace.provider().untrusted = kept.unwrap_or_default();
        self.tell_untrusted();
    }

    /// Holds a pane under the id that it gets, before it gets it. Call [`App::let_go`] once it has it.
    pub(super) fn hold_as(&mut self, widget: &WidgetId, to: &WidgetId) {
        if let Some(words) = self.workspace.provider().untrusted.get(widget).cloned() {
            self.workspace.provider().untrusted.insert(to.clone(), words);
            self.tell_untrusted();
        }
    }

    /// Lets the old id of a pane go that waits under a new one.
    pub(super) fn let_go(&mut self, widget: &WidgetId) {
        if self.workspace.provider().untrusted.remove(widget).is_some() {
            self.tell_untrusted();
        }
    }

    /// Tells the front end and the session which panes wait.
    fn tell_untrusted(&mut self) {
        let held = &self.workspace.provider().untrusted;
        self.requests.untrusted = held.keys().cloned().collect();
        // A map of texts is written to memory, which cannot fail.
        let text = serde_json::to_string(held).unwrap_or_default();
        if let Some(session) = self.host.session() {
            session.set_value(UNTRUSTED, text);
        }
    }

    /// Opens a pane that waits, or all of them. If none is left, the file that they came from is trusted as it is.
    pub(super) fn allow(&mut self, pane: PaneId, all: bool) {
        let Some(widget) = self.workspace.layout().tree().widget(pane).cloned() else { return };
        let allowed: Vec<WidgetId> = match all {
            true => self.requests.untrusted.iter().filter(|widget| self.is_open(widget)).cloned().collect(),
            false => vec![widget],
        };
        for widget in &allowed {
            self.workspace.provider().untrusted.remove(widget);
        }
        self.tell_untrusted();
        let now = self.host.now();
        for pane in
            allowed.iter().filter_map(|widget| self.workspace.layout().tree().pane_of(widget)).collect::<Vec<_>>()
        {
            // A pane that was not shown yet has not failed, and opens once it is.
            drop(self.workspace.apply(now, Intent::Retry(pane)));
        }
        if self.workspace.provider().untrusted.is_empty()
            && let Some((path, text)) = self.untrusted_file.take()
        {
            let trusted = self.trusted.clone();
            self.errand(
                "trust a layout",
                move || trusted.add(&path, &text),
                |app, _, added| {
                    added
                        .err()
                        .into_iter()
                        .for_each(|why| app.notices.say(About::Work, format!("The file is asked about again: {why}")));
                },
            );
        }
    }

    /// Trusts no layout file anymore.
    pub(super) fn trust_nothing(&mut self) {
        let trusted = self.trusted.clone();
        self.errand(
            "trust nothing",
            move || trusted.forget_all(),
            |app, _, forgotten| match forgotten {
                Ok(count) => app.status.say(format!("{count} layout files are no longer trusted")),
                Err(why) => app.notices.say(About::Work, format!("What is trusted could not be changed: {why}")),
            },
        );
    }
}
