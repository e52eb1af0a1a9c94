//! The life of a browser: it is started, listened to, and ends. Four threads serve it.

use super::launch::{self, Running};
use super::pages::{Asked, Due, Errand, Picture, Prepared};
use super::wire::{self, Message};
use super::{Browser, BrowserMemory, Run, Shared, described, find, frames, memory};
use crate::engine::Answer;
use multisplit_disk::{Lock, lock};
use std::io::{BufReader, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TrySendError, sync_channel};
use std::sync::{Arc, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

/// How many messages wait for the browser to read them. One that reads none of so many has to go.
const MAX_UNREAD: usize = 8_192;
/// How many frames wait to be decoded: each page has two on their way at most.
const MAX_FRAMES: usize = 512;
/// How many addresses of own pages wait to be answered.
const MAX_ASKED: usize = 1_024;
/// How many bytes may wait for the browser to read them before own pages wait, too.
const MAX_UNWRITTEN: usize = 16 << 20;
/// How often what is due is looked after.
const TICK: Duration = Duration::from_millis(150);
/// A browser that has run for so long is well.
const WELL: Duration = Duration::from_secs(20);
/// How often in a row a browser may end before it has said anything.
const MAX_FAILED_STARTS: u32 = 4;
/// How often in a row it may end before it is well: a page may be the reason.
const MAX_DEATHS: u32 = 40;
/// The number of profiles, one for each process that shows pages at the same time.
const MAX_PROFILES: u32 = 64;
/// How long a browser may take to end by itself.
const END_PATIENCE: Duration = Duration::from_secs(3);

impl Browser {
    /// Lets the process end by itself, so that it keeps what pages have stored. The thread that reads notices, and starts another one if a page
    /// is to be seen.
    pub(super) fn end(&mut self, now: Instant) {
        let Run::Up { pipe, .. } = &self.run else { return };
        self.ending.get_or_insert(now);
        if pipe.try_send(self.pages.last_words()).is_err() {
            self.kill();
        }
    }

    /// Ends the process at once.
    fn kill(&mut self) {
        if let Run::Up { child, .. } = &mut self.run
            && let Err(error) = child.kill()
        {
            tracing::warn!("the browser cannot be ended: {error}");
        }
    }
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, Browser> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands over what has to be said and decoded, and starts a browser if one is needed.
    pub(super) fn go_on(self: &Arc<Self>, browser: &mut Browser) {
        match &browser.run {
            Run::Up { pipe, frames, questions, .. } => {
                let mut is_stuck = false;
                for asked in std::mem::take(&mut browser.pages.asked) {
                    // A page that asks for so much at once does not get all of it.
                    if let Err(TrySendError::Full(asked) | TrySendError::Disconnected(asked)) =
                        questions.try_send(asked)
                    {
                        browser.pages.refuse_own(&asked);
                    }
                }
                for message in browser.pages.out.drain(..) {
                    self.unwritten.fetch_add(message.len(), Ordering::Relaxed);
                    is_stuck |= matches!(pipe.try_send(message), Err(TrySendError::Full(_)));
                }
                for picture in browser.pages.pictures.drain(..) {
                    is_stuck |= matches!(frames.try_send(picture), Err(TrySendError::Full(_)));
                }
                if is_stuck {
                    tracing::warn!("the browser does not read, and is started again");
                    browser.kill();
                }
            }
            Run::Starting => {}
            Run::Down if !browser.has_ended && browser.pages.wants_browser() => self.start(browser),
            Run::Down => browser.pages.out.clear(),
        }
    }

    fn start(self: &Arc<Self>, browser: &mut Browser) {
        if browser.failed_starts >= MAX_FAILED_STARTS {
            return browser.pages.fail_all("The browser ends as soon as it is started.");
        }
        if browser.deaths >= MAX_DEATHS {
            return browser.pages.fail_all("The browser ends again and again.");
        }
        browser.run = Run::Starting;
        let shared = Arc::clone(self);
        let thread = thread::Builder::new().name("browser".to_owned()).spawn(move || shared.run());
        if let Err(error) = thread {
            browser.run = Run::Down;
            browser.pages.fail_all(&format!("No thread for the browser can be started: {error}."));
        }
    }

    /// Runs one browser, to its end.
    fn run(self: Arc<Self>) {
        let begun = Instant::now();
        match self.launch() {
            Ok((running, scale)) => self.listen(running, scale, begun),
            Err(why) => {
                let mut browser = self.lock();
                browser.run = Run::Down;
                browser.pages.fail_all(&why);
            }
        }
    }

    fn launch(&self) -> Result<(Running, f32), String> {
        let (failed, scale) = {
            let browser = self.lock();
            (browser.failed_starts, browser.scale)
        };
        if failed > 0 {
            thread::sleep(Duration::from_millis(100) * 2_u32.pow(failed.min(6)));
        }
        let named = self.options.browser.clone().or_else(|| std::env::var_os(find::VARIABLE).map(PathBuf::from));
        let browser = find::browser(named, std::env::var_os("PATH").as_deref())?;
        let profile = self.profile()?;
        Ok((launch::start(&browser, &profile, &self.options, scale)?, scale))
    }

    /// Returns a profile that no other process uses.
    fn profile(&self) -> Result<PathBuf, String> {
        if let Some((folder, _)) = &self.lock().profile {
            return Ok(folder.clone());
        }
        // Nobody waits for the disk: only one browser starts at a time.
        let base = &self.options.profile;
        launch::make_private(base)?;
        let (folder, lock) = free_profile(base)?;
        // What an earlier run has left there was not wanted by anybody.
        let downloads = folder.with_extension("downloads");
        if downloads.exists() {
            std::fs::remove_dir_all(&downloads).map_err(|error| format!("{}: {error}.", downloads.display()))?;
        }
        launch::make_private(&downloads)?;
        let mut browser = self.lock();
        browser.pages.set_downloads(downloads);
        browser.profile = Some((folder.clone(), lock));
        Ok(folder)
    }

    fn listen(self: &Arc<Self>, running: Running, scale: f32, begun: Instant) {
        let Running { child, says, hears } = running;
        let (pipe, unread) = sync_channel(MAX_UNREAD);
        let (frames, undecoded) = sync_channel(MAX_FRAMES);
        let (questions, unanswered) = sync_channel(MAX_ASKED);
        {
            let mut browser = self.lock();
            browser.run = Run::Up { child, pipe, frames, questions, since: begun };
            // The scale may have changed since it was started.
            if browser.has_ended || (browser.scale - scale).abs() > 0.01 {
                browser.end(Instant::now());
            } else {
                browser.pages.connected();
                self.go_on(&mut browser);
            }
        }
        let [writer, decoder, own] = [(); 3].map(|()| Arc::downgrade(self));
        let write =
            thread::Builder::new().name("browser pipe".to_owned()).spawn(move || write(&writer, &unread, hears));
        let decode =
            thread::Builder::new().name("frames".to_owned()).spawn(move || decode(&decoder, &undecoded, scale));
        let answer = thread::Builder::new().name("own pages".to_owned()).spawn(move || answer(&own, &unanswered));
        if write.is_err() || decode.is_err() || answer.is_err() {
            self.lock().kill();
        }
        let mut says = BufReader::with_capacity(1 << 16, says);
        let mut message = vec![];
        while wire::read(&mut says, &mut message).is_ok_and(|more| more) {
            // Read before anybody has to wait for it.
            let message: Message<'_> = match serde_json::from_slice(&message) {
                Ok(message) => message,
                Err(error) => {
                    tracing::warn!("the browser says what cannot be read: {error}");
                    continue;
                }
            };
            let errands = {
                let mut browser = self.lock();
                browser.pages.hear(&message, Instant::now());
                self.go_on(&mut browser);
                std::mem::take(&mut browser.pages.errands)
            };
            errands.into_iter().for_each(|errand| self.run_errand(errand));
        }
        self.ended();
    }

    /// So many bytes have been written to the browser.
    fn note_written(&self, bytes: usize) {
        let less = |unwritten: usize| Some(unwritten.saturating_sub(bytes));
        // There is always a next number.
        let _ = self.unwritten.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }

    fn run_errand(self: &Arc<Self>, errand: Errand) {
        match errand {
            Errand::Measure(processes) => {
                let Some(used) = memory::measure(&processes) else { return };
                let mut browser = self.lock();
                browser.memory = used;
                browser.pages.measured(used.pages);
            }
            Errand::Describe { page, document, described, snapshot } => {
                let tree = described::read(&described, &snapshot)
                    .inspect_err(|error| tracing::warn!("what is in page {page:?} cannot be read: {error}"));
                let mut browser = self.lock();
                browser.pages.has_described(page, document, tree.ok());
                self.go_on(&mut browser);
            }
        }
    }

    /// The browser has ended: its pages come back in another one.
    fn ended(self: &Arc<Self>) {
        let run = std::mem::replace(&mut self.lock().run, Run::Starting);
        let mut lived = Duration::ZERO;
        if let Run::Up { mut child, since, .. } = run {
            lived = since.elapsed();
            // It may have closed its pipe and still run. Nobody has to wait for it meanwhile.
            drop(child.kill());
            drop(child.wait());
        }
        let mut browser = self.lock();
        browser.run = Run::Down;
        browser.memory = BrowserMemory::default();
        self.unwritten.store(0, Ordering::Relaxed);
        if browser.ending.take().is_none() {
            browser.failed_starts = if browser.pages.has_answered() { 0 } else { browser.failed_starts + 1 };
            browser.deaths = if lived < WELL { browser.deaths + 1 } else { 0 };
        }
        browser.pages.disconnected();
        self.go_on(&mut browser);
    }
}

/// Returns the first profile that no other process uses, locked for this one.
fn free_profile(base: &Path) -> Result<(PathBuf, Option<Lock>), String> {
    for number in 1..=MAX_PROFILES {
        match lock(&base.join(format!("profile-{number}.lock"))) {
            Ok(lock) => return Ok((base.join(format!("profile-{number}")), lock)),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(format!("{}: {error}.", base.display())),
        }
    }
    Err("There are too many windows with pages.".to_owned())
}

/// Writes to the browser, and looks after what is due, until it ends.
fn write(shared: &Weak<Shared>, unread: &Receiver<String>, mut hears: std::io::PipeWriter) {
    let mut last = Instant::now();
    loop {
        match unread.recv_timeout(TICK) {
            Ok(message) => {
                let bytes = [message.as_bytes(), b"\0"].concat();
                let is_written = hears.write_all(&bytes).is_ok();
                if let Some(shared) = shared.upgrade() {
                    shared.note_written(message.len());
                }
                if !is_written {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if last.elapsed() >= TICK {
            last = Instant::now();
            let Some(shared) = shared.upgrade() else { return };
            let mut browser = shared.lock();
            if browser.ending.is_some_and(|since| last.saturating_duration_since(since) > END_PATIENCE) {
                browser.kill();
            }
            match browser.pages.tick(last) {
                Due::Nothing => {}
                Due::End => browser.end(last),
                Due::Kill => browser.kill(),
            }
            shared.go_on(&mut browser);
        }
    }
}

/// Decodes frames, until the browser ends. A frame that cannot be decoded is left out.
fn decode(shared: &Weak<Shared>, undecoded: &Receiver<Picture>, scale: f32) {
    while let Ok(picture) = undecoded.recv() {
        match frames::decode(&picture.data) {
            Ok(image) => picture.view.set_frame(image, scale),
            Err(error) => tracing::warn!("a frame of page {:?} cannot be shown: {error}", picture.page),
        }
        let Some(shared) = shared.upgrade() else { return };
        let mut browser = shared.lock();
        browser.pages.acknowledge(&picture.session, picture.number);
        shared.go_on(&mut browser);
    }
}

/// Answers for own pages, until the browser ends.
fn answer(shared: &Weak<Shared>, unanswered: &Receiver<Asked>) {
    while let Ok(asked) = unanswered.recv() {
        let answer = catch_unwind(AssertUnwindSafe(|| asked.content.answer(&asked.path, asked.is_page)))
            .unwrap_or_else(|_| {
                tracing::error!("the application panicked over its page {}", asked.path);
                Answer::Missing
            });
        let prepared = Prepared::new(&asked, answer);
        let Some(shared) = shared.upgrade() else { return };
        // What is large waits until the browser has read what was said before.
        while shared.unwritten.load(Ordering::Relaxed) > MAX_UNWRITTEN {
            thread::sleep(Duration::from_millis(2));
        }
        let mut browser = shared.lock();
        browser.pages.answered_own(&asked, &prepared);
        shared.go_on(&mut browser);
    }
}
