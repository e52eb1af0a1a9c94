//! Pages in one headless Chromium, spoken to through a pipe: no port is opened.
//!
//! Three threads serve a browser. One reads what it says, one writes and looks after what is due, one decodes frames. All share the table of
//! pages, and hold it only for as long as a message takes.

mod cursor;
mod events;
mod find;
mod frames;
mod history;
mod launch;
mod page;
mod pages;
mod wire;
mod words;

use crate::engine::{Order, PageId, PageView, WebEngine};
use launch::Running;
use multisplit_disk::{Lock, lock};
use pages::{Pages, Picture};
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};
use wire::Message;

/// How many messages wait for the browser to read them. One that reads none of so many has to go.
const MAX_UNREAD: usize = 8_192;
/// How many frames wait to be decoded: each page has two on their way at most.
const MAX_FRAMES: usize = 512;
/// How often what is due is looked after.
const TICK: Duration = Duration::from_secs(1);
/// A browser that has run for so long is well.
const WELL: Duration = Duration::from_secs(20);
/// How often in a row a browser may end before it has said anything.
const MAX_FAILED_STARTS: u32 = 4;
/// How often in a row it may end before it is well: a page may be the reason.
const MAX_DEATHS: u32 = 40;
/// The number of profiles, one for each process that shows pages at the same time.
const MAX_PROFILES: u32 = 64;

/// How a browser is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The browser; `None` for one that is found: `$MULTISPLIT_BROWSER`, then Chromium, Chrome, Edge and Brave where they usually are.
    pub browser: Option<PathBuf>,
    /// The folder for the profile, with cookies and what pages store. Only its owner can look into it.
    pub profile: PathBuf,
    /// Whether pages are locked in, which is only given up for tests.
    pub has_sandbox: bool,
    /// Further arguments of the browser.
    pub arguments: Vec<String>,
}

impl Options {
    /// Returns the options of a browser with this profile.
    #[must_use]
    pub fn new(profile: impl Into<PathBuf>) -> Self {
        Self { browser: None, profile: profile.into(), has_sandbox: true, arguments: vec![] }
    }
}

/// Shows pages in a Chromium, Chrome or Edge of the system.
///
/// One process shows all pages. It is started when the first page is shown, again when it dies, and ends with this value. Pages are back
/// where they were then, with their scroll and what was entered into forms.
#[derive(Debug)]
pub struct Chromium {
    shared: Arc<Shared>,
}

struct Shared {
    options: Options,
    state: Mutex<Browser>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("options", &self.options).finish_non_exhaustive()
    }
}

struct Browser {
    pages: Pages,
    last_page: u64,
    scale: f32,
    /// The browser that runs, or starts.
    run: Run,
    /// How often in a row a browser has ended before it said anything, and before it was well.
    failed_starts: u32,
    deaths: u32,
    profile: Option<(PathBuf, Option<Lock>)>,
    has_ended: bool,
    /// Whether the browser is ended because another one has to take its place.
    is_end_meant: bool,
}

enum Run {
    Down,
    Starting,
    Up { child: Child, pipe: SyncSender<String>, frames: SyncSender<Picture>, since: Instant },
}

impl Chromium {
    /// Returns an engine. Its browser is started once a page is shown.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let pages = Pages::default();
        let browser = Browser {
            pages,
            last_page: 0,
            scale: 1.0,
            run: Run::Down,
            failed_starts: 0,
            deaths: 0,
            profile: None,
            has_ended: false,
            is_end_meant: false,
        };
        Self { shared: Arc::new(Shared { options, state: Mutex::new(browser) }) }
    }

    /// Returns the process number of the browser, while it runs.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        match &self.shared.lock().run {
            Run::Up { child, .. } => Some(child.id()),
            _ => None,
        }
    }
}

impl WebEngine for Chromium {
    fn open(&self, view: Arc<PageView>) -> PageId {
        let mut browser = self.shared.lock();
        browser.last_page += 1;
        let id = PageId(browser.last_page);
        browser.pages.open(id, view);
        id
    }

    fn order(&self, page: PageId, order: Order) {
        let mut browser = self.shared.lock();
        if order == Order::Reload {
            // The user wants to see it tried again.
            (browser.failed_starts, browser.deaths) = (0, 0);
        }
        browser.pages.order(page, order, Instant::now());
        self.shared.go_on(&mut browser);
    }

    fn close(&self, page: PageId) {
        let mut browser = self.shared.lock();
        browser.pages.close(page);
        self.shared.go_on(&mut browser);
    }

    fn set_scale(&self, pixels_per_point: f32) {
        let mut browser = self.shared.lock();
        // The scale belongs to the process: another one has to take its place.
        if pixels_per_point.is_finite() && (browser.scale - pixels_per_point).abs() > 0.01 {
            browser.scale = pixels_per_point;
            browser.is_end_meant = true;
            browser.end();
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let mut browser = self.shared.lock();
        browser.has_ended = true;
        browser.end();
    }
}

impl Browser {
    /// Ends the process. The thread that reads notices, and starts another one if a page is to be seen.
    fn end(&mut self) {
        if let Run::Up { child, .. } = &mut self.run
            && let Err(error) = child.kill()
        {
            tracing::warn!("the browser cannot be ended: {error}");
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Browser> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands over what has to be said and decoded, and starts a browser if one is needed.
    fn go_on(self: &Arc<Self>, browser: &mut Browser) {
        match &browser.run {
            Run::Up { pipe, frames, .. } => {
                let mut is_stuck = false;
                for message in browser.pages.out.drain(..) {
                    is_stuck |= matches!(pipe.try_send(message), Err(TrySendError::Full(_)));
                }
                for picture in browser.pages.pictures.drain(..) {
                    is_stuck |= matches!(frames.try_send(picture), Err(TrySendError::Full(_)));
                }
                if is_stuck {
                    tracing::warn!("the browser does not read, and is started again");
                    browser.end();
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
        let mut browser = self.lock();
        if let Some((folder, _)) = &browser.profile {
            return Ok(folder.clone());
        }
        let base = &self.options.profile;
        launch::make_private(base)?;
        let (folder, lock) = free_profile(base)?;
        // What an earlier run has left there was not wanted by anybody.
        let downloads = folder.with_extension("downloads");
        if downloads.exists() {
            std::fs::remove_dir_all(&downloads).map_err(|error| format!("{}: {error}.", downloads.display()))?;
        }
        launch::make_private(&downloads)?;
        browser.pages.set_downloads(downloads);
        browser.profile = Some((folder.clone(), lock));
        Ok(folder)
    }

    fn listen(self: &Arc<Self>, running: Running, scale: f32, begun: Instant) {
        let Running { child, says, hears } = running;
        let (pipe, unread) = sync_channel(MAX_UNREAD);
        let (frames, undecoded) = sync_channel(MAX_FRAMES);
        {
            let mut browser = self.lock();
            browser.run = Run::Up { child, pipe, frames, since: begun };
            // The scale may have changed since it was started.
            browser.is_end_meant = (browser.scale - scale).abs() > 0.01;
            if browser.has_ended || browser.is_end_meant {
                browser.end();
            }
            browser.pages.connected();
            self.go_on(&mut browser);
        }
        let (writer, decoder) = (Arc::downgrade(self), Arc::downgrade(self));
        let write =
            thread::Builder::new().name("browser pipe".to_owned()).spawn(move || write(&writer, &unread, hears));
        let decode = thread::Builder::new().name("frames".to_owned()).spawn(move || decode(&decoder, &undecoded));
        if write.is_err() || decode.is_err() {
            self.lock().end();
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
            let mut browser = self.lock();
            browser.pages.hear(&message, Instant::now());
            self.go_on(&mut browser);
        }
        self.ended();
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
        if !std::mem::take(&mut browser.is_end_meant) {
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
                if hears.write_all(&bytes).is_err() {
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
            if browser.pages.tick(last) {
                browser.end();
            }
            shared.go_on(&mut browser);
        }
    }
}

/// Decodes frames, until the browser ends. A frame that cannot be decoded is left out.
fn decode(shared: &Weak<Shared>, undecoded: &Receiver<Picture>) {
    while let Ok(picture) = undecoded.recv() {
        match frames::decode(&picture.data) {
            Ok(image) => picture.view.set_frame(image),
            Err(error) => tracing::warn!("a frame of page {:?} cannot be shown: {error}", picture.page),
        }
        let Some(shared) = shared.upgrade() else { return };
        let mut browser = shared.lock();
        browser.pages.acknowledge(&picture.session, picture.number);
        shared.go_on(&mut browser);
    }
}
