//! Work of the user that waits for a disk, or for a dialog of the desktop. It runs on its own thread and ends in a frame, and the
//! window continues in the meantime.
//!
//! Invariant: an errand ends in the application that started it, or not at all; no part of it is done twice.

use super::App;
use super::notices::About;
use egui::Context;
use multisplit_disk::Later;

/// The maximum number of errands in progress: a disk that does not respond must not collect threads without limit.
const MAX_ERRANDS: usize = 16;

/// The last step of an errand, which handles its result.
type End = Box<dyn FnOnce(&mut App, &Context)>;

/// The errands in progress: each returns its end once, as soon as there is a result.
#[derive(Default)]
pub(super) struct Errands {
    all: Vec<Box<dyn FnMut() -> Option<End>>>,
}

impl Errands {
    /// Takes the end of the first errand that is done.
    fn take_ended(&mut self) -> Option<End> {
        let (at, end) = self.all.iter_mut().enumerate().find_map(|(at, errand)| Some((at, errand()?)))?;
        drop(self.all.remove(at));
        Some(end)
    }
}

impl App {
    /// Runs `work` on a thread of the given name, and `end` with its result in a later frame, even if the result was lost by a
    /// panic. Returns `false` without running it if `MAX_ERRANDS` errands are in progress; the user is told.
    pub(super) fn errand<T: Send + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
        end: impl FnOnce(&mut Self, &Context, Result<T, String>) + 'static,
    ) -> bool {
        if self.errands.all.len() >= MAX_ERRANDS {
            let words = format!("The disk is busy with {MAX_ERRANDS} other things; try again when it has done them.");
            self.notices.say(About::Work, words);
            return false;
        }
        let wake = self.wake.clone();
        let (later, mut end) = (Later::start(name, work, move || wake()), Some(end));
        self.errands.all.push(Box::new(move || {
            let answer = later.take()?.unwrap_or_else(|lost| Err(lost.to_string()));
            let end = end.take()?;
            Some(Box::new(move |app, ctx| end(app, ctx, answer)))
        }));
        true
    }

    /// Ends the errands that are done. Called in every frame; the thread of an errand requests one.
    pub(super) fn end_errands(&mut self, ctx: &Context) {
        // One at a time: an errand may replace the application, and the remaining errands were not started by the new one.
        while let Some(end) = self.errands.take_ended() {
            end(self, ctx);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::{App, Start};
    use egui::Context;
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::{Duration, Instant};

    #[test]
    fn an_errand_that_is_lost_ends_with_words_as_any_other_that_failed() {
        let (ctx, folder) = (Context::default(), tempfile::tempdir().expect("a folder"));
        let mut app = App::new(&ctx, Some(folder.path().to_owned()), &Start::Unsaved).expect("starts");
        let ended = Rc::new(RefCell::new(None));
        let told = Rc::clone(&ended);
        let work = || -> Result<(), String> { panic!("as the test wants it") };
        assert!(app.errand("a test", work, move |_, _, answer| *told.borrow_mut() = Some(answer)));
        let start = Instant::now();
        while ended.borrow().is_none() {
            app.end_errands(&ctx);
            assert!(start.elapsed() < Duration::from_secs(60), "it never ends");
            std::thread::sleep(Duration::from_millis(1));
        }
        let answer = ended.take().expect("ended");
        assert!(answer.is_err_and(|why| why.contains("ended without an answer")));
    }
}
