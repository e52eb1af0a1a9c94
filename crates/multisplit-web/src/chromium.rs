//! Pages in one headless Chromium, spoken to through a pipe: no port is opened.
//!
//! Four threads serve a browser. One reads what it says, one writes and looks after what is due, one decodes frames, one answers for pages of
//! the application itself. All share the table of pages, and hold it only for as long as a message takes.

mod cursor;
mod described;
mod events;
mod find;
mod frames;
mod history;
mod launch;
mod memory;
mod page;
mod pages;
mod process;
mod wire;
mod words;

pub use memory::BrowserMemory;

use crate::engine::{Order, PageId, PageView, WebEngine};
use multisplit_disk::Lock;
use pages::{Asked, Pages, Picture};
use std::path::PathBuf;
use std::process::Child;
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How a browser is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The browser; `None` for one that is found: `$MULTISPLIT_BROWSER`, then Chromium, Chrome, Edge and Brave where they usually are.
    pub browser: Option<PathBuf>,
    /// The folder for the profile, with cookies and what pages store. Only its owner can look into it.
    pub profile: PathBuf,
    /// Whether pages are locked in, which is only given up for tests.
    pub has_sandbox: bool,
    /// How long a page goes on after it was last seen, until it is frozen.
    pub frozen_after: Duration,
    /// Further arguments of the browser.
    pub arguments: Vec<String>,
}

impl Options {
    /// Returns the options of a browser with this profile.
    #[must_use]
    pub fn new(profile: impl Into<PathBuf>) -> Self {
        Self {
            browser: None,
            profile: profile.into(),
            has_sandbox: true,
            frozen_after: Duration::from_secs(10),
            arguments: vec![],
        }
    }

    /// Gives up the sandbox if the user is root, for whom a browser has none. Only for pages that are all the application's own, as in tests.
    #[must_use]
    pub fn even_as_root(mut self) -> Self {
        self.has_sandbox &= !launch::is_root();
        self
    }
}

/// Shows pages in a Chromium, Chrome or Edge of the system.
///
/// One process shows all pages. It is started when the first page is shown, again when it dies, and ends with this value, or when there has
/// been no page for half a minute. Pages are back where they were then, with their scroll and what was entered into forms.
#[derive(Debug)]
pub struct Chromium {
    shared: Arc<Shared>,
}

struct Shared {
    options: Options,
    /// The bytes of the messages that wait to be written to the browser.
    unwritten: AtomicUsize,
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
    /// Since when the browser is to end, which is meant: another one takes its place, or none is needed.
    ending: Option<Instant>,
    memory: BrowserMemory,
}

enum Run {
    Down,
    Starting,
    Up {
        child: Child,
        pipe: SyncSender<String>,
        frames: SyncSender<Picture>,
        questions: SyncSender<Asked>,
        since: Instant,
    },
}

impl Chromium {
    /// Returns an engine. Its browser is started once a page is shown.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let pages = Pages::new(options.frozen_after);
        let browser = Browser {
            pages,
            last_page: 0,
            scale: 1.0,
            run: Run::Down,
            failed_starts: 0,
            deaths: 0,
            profile: None,
            has_ended: false,
            ending: None,
            memory: BrowserMemory::default(),
        };
        Self { shared: Arc::new(Shared { options, unwritten: AtomicUsize::new(0), state: Mutex::new(browser) }) }
    }

    /// Returns the process number of the browser, while it runs.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        match &self.shared.lock().run {
            Run::Up { child, .. } => Some(child.id()),
            _ => None,
        }
    }

    /// Returns the memory that the browser used when it was last measured; it is every few seconds. Zero before that, and on macOS.
    #[must_use]
    pub fn memory(&self) -> BrowserMemory {
        self.shared.lock().memory
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
            browser.end(Instant::now());
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let mut browser = self.shared.lock();
        browser.has_ended = true;
        browser.end(Instant::now());
    }
}
