//! The session of the window: restored, written in time, and kept apart from the sessions of other windows on the folder.

use super::notices::{About, Notices, Remedy};
use super::{App, Start};
use crate::provider::Wake;
use crate::session::{MAX_WINDOWS, Read, Restored, Session, SessionFiles};
use egui::Context;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

/// Claims the session of a folder, and tells the user if it is not the only one. Blocks on the disk.
pub(super) fn open(folder: &Path, start: &Start, wake: &Wake, notices: &mut Notices) -> Session {
    let Start::Session { number, .. } = start else { return Session::unkept(folder) };
    let Some(files) = files(folder, start) else {
        let words = "There is no folder for the program's state (HOME is not set): this window is not kept.";
        notices.say(About::Work, words.to_owned());
        return Session::unkept(folder);
    };
    if let Some(before) = crate::session::follow(&files, folder) {
        let before = multisplit_pane_chrome::names::shown_path(&before);
        notices.say(About::Work, format!("This folder was {before} before: its session has come along."));
    }
    let wake = Arc::clone(wake);
    match Session::open(folder, &files, *number, move || wake()) {
        Ok(session) => {
            if let Some(number @ 2..) = session.number() {
                let words = format!(
                    "This folder is open in another window. This window has a session of its own, number {number}; \
                     nothing of the other one is touched."
                );
                notices.say(About::SecondWindow, words);
            }
            session
        }
        Err(error) => {
            let words = match error.kind() {
                std::io::ErrorKind::WouldBlock => match number {
                    Some(number) => format!(
                        "Session {number} of this folder is open in another window: this one is not kept when it closes."
                    ),
                    None => {
                        format!("{MAX_WINDOWS} windows are open on this folder: this one is not kept when it closes.")
                    }
                },
                _ => format!("This window is not kept when it closes: {error}"),
            };
            notices.say(About::SecondWindow, words);
            Session::unkept(folder)
        }
    }
}

pub(super) fn files(folder: &Path, start: &Start) -> Option<SessionFiles> {
    let Start::Session { file, .. } = start else { return None };
    Some(SessionFiles::new(file.clone().or_else(|| crate::paths::session_file(folder))?))
}

impl App {
    /// Holds back a window that must not close yet, and writes the session if that is due.
    ///
    /// Called in every frame, and without a frame while the window is hidden.
    pub fn logic(&mut self, ctx: &Context) {
        let _frame = multisplit_disk::Frame::begin();
        self.mind_closing(ctx);
        if self.session.is_lost() {
            self.schedule.note(Instant::now());
        }
        match self.schedule.due_in(Instant::now()) {
            Some(wait) if wait.is_zero() => {
                self.schedule.clear();
                self.session.save(&mut self.workspace, &mut self.host);
                self.session.take_news().into_iter().for_each(|news| self.notices.say(About::SecondWindow, news));
            }
            Some(wait) => ctx.request_repaint_after(wait),
            None => {}
        }
    }

    /// Saves the session and waits until it is on disk.
    pub fn finish(&mut self) {
        self.wait_until_saved();
        if let Err(why) = self.session.save_now(&mut self.workspace, &mut self.host) {
            tracing::error!("{why}");
        }
    }

    /// Schedules the session to be written, because it differs from what was last written.
    pub(super) fn save_soon(&mut self, ctx: &Context) {
        if self.session.is_kept() {
            // Not written at once, even if overdue: the changes of this frame are not in the workspace yet.
            let now = Instant::now();
            self.schedule.note(now);
            self.schedule.due_in(now).into_iter().for_each(|wait| ctx.request_repaint_after(wait));
        }
    }

    /// Schedules the session to be written if there was input, which may have changed what it saves.
    pub(super) fn had_input(&mut self, ctx: &Context) {
        let had = ctx.input(|i| i.events.iter().any(|e| !matches!(e, egui::Event::PointerMoved(_))));
        self.caret.follow(ctx, had);
        if had {
            self.save_soon(ctx);
        }
    }

    pub(super) fn restore(&mut self, read: Read, file: Option<&Path>, first: Option<&Path>) {
        let restored = self.session.restore(read, &mut self.workspace, &mut self.host);
        let Restored { layout, scroll, held, told, .. } = restored;
        self.restore_untrusted(held);
        told.into_iter().for_each(|told| self.notices.say(About::Work, told));
        self.scroll_first = scroll;
        if !layout {
            self.default_layout(first);
            // The user did not make the default layout, so there is nothing to undo.
            self.workspace.layout_mut().forget_history();
        } else if let Some(path) = file {
            self.open(path, None, false);
        }
    }

    /// Carries out what a notice offered.
    pub(super) fn remedy(&mut self, remedy: &Remedy) {
        let Remedy::OpenWindow(number) = remedy;
        let started = std::env::current_exe().and_then(|program| {
            Command::new(program).arg("--session").arg(number.to_string()).arg(&self.folder).spawn()
        });
        if let Err(error) = started {
            self.notices.say(About::Work, format!("The window could not be opened: {error}"));
        }
    }
}
