//! What somebody asked for that waits for a disk, or for a dialog of the desktop: done on a thread of its own, and ended in a
//! frame. The window goes on meanwhile.
//!
//! Invariant: an errand ends in the application that sent it, or not at all; nothing of it is done twice.

use super::App;
use super::notices::About;
use egui::Context;
use multisplit_disk::{Later, NoAnswer};

/// Errands under way at a time: a disk that does not respond must not collect threads without end.
const MAX_ERRANDS: usize = 16;

type End = Box<dyn FnOnce(&mut App, &Context) + Send>;

/// The errands under way.
#[derive(Default)]
pub(super) struct Errands {
    all: Vec<Later<End>>,
}

impl Errands {
    /// Takes the first that is done.
    fn take_ended(&mut self) -> Option<Result<End, NoAnswer>> {
        let (at, ended) = self.all.iter().enumerate().find_map(|(at, errand)| Some((at, errand.take()?)))?;
        self.all.remove(at);
        Some(ended)
    }
}

impl App {
    /// Does `work` on a thread of that name, and `end` with its answer in a later frame. Returns whether it is done: it is not
    /// where too much waits already, and the user is told.
    pub(super) fn errand<T: Send + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> T + Send + 'static,
        end: impl FnOnce(&mut Self, &Context, T) + Send + 'static,
    ) -> bool {
        if self.errands.all.len() >= MAX_ERRANDS {
            let words = format!("The disk is busy with {MAX_ERRANDS} other things; try again when it has done them.");
            self.notices.say(About::Work, words);
            return false;
        }
        let work = move || -> End {
            let answer = work();
            Box::new(move |app, ctx| end(app, ctx, answer))
        };
        let wake = self.wake.clone();
        self.errands.all.push(Later::start(name, work, move || wake()));
        true
    }

    /// Ends what is done by now. Called in every frame; the thread of an errand asks for one.
    pub(super) fn end_errands(&mut self, ctx: &Context) {
        // One by one: an errand may put another application in the place of this one, and the rest was not sent by that.
        while let Some(end) = self.errands.take_ended() {
            match end {
                Ok(end) => end(self, ctx),
                Err(error) => {
                    // Nothing must wait for an answer that never comes.
                    (self.saving, self.moving) = (None, None);
                    self.workspace.provider().discard.clear();
                    self.notices.say(About::Work, format!("Something was not done: {error}"));
                }
            }
        }
    }
}
