//! A browser of the test, and pages in it.

use egui::Color32;
use multisplit_web::engine::{Button, Frame, Pointer, PointerAct, State};
use multisplit_web::{Chromium, Kept, Options, Order, PageId, PageView, WebEngine as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a browser on a busy machine may take for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// A browser with pages.
pub(crate) struct Web {
    pub(crate) engine: Chromium,
    _profile: tempfile::TempDir,
}

/// A page in it.
pub(crate) struct Page<'a> {
    web: &'a Web,
    pub(crate) id: PageId,
    pub(crate) view: Arc<PageView>,
}

pub(crate) fn options(profile: &std::path::Path) -> Options {
    let arguments = vec!["--disable-dev-shm-usage".to_owned()];
    // Tests run as root, and do not wait until a page is frozen.
    Options { frozen_after: Duration::ZERO, arguments, ..Options::new(profile).even_as_root() }
}

impl Web {
    pub(crate) fn start() -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        Self { engine: Chromium::new(options(profile.path())), _profile: profile }
    }

    pub(crate) fn page(&self, id: PageId, view: Arc<PageView>) -> Page<'_> {
        Page { web: self, id, view }
    }

    pub(crate) fn open(&self, kept: Kept) -> Page<'_> {
        let view = PageView::new(kept, || {});
        let id = self.engine.open(Arc::clone(&view));
        self.engine.order(id, Order::Show { size: [400, 300] });
        Page { web: self, id, view }
    }

    pub(crate) fn show(&self, url: &str) -> Page<'_> {
        let page = self.open(Kept::new(url));
        page.until(|state| !state.is_loading && !state.kept.title.is_empty());
        // A hand clicks what it sees, and a browser takes no click before.
        page.until_frame();
        page
    }
}

impl Page<'_> {
    pub(crate) fn order(&self, order: Order) {
        self.web.engine.order(self.id, order);
    }

    /// Waits until the page is as the test expects.
    pub(crate) fn until(&self, is: impl Fn(&State) -> bool) -> State {
        let begun = Instant::now();
        loop {
            let state = State::clone(&self.view.state());
            if is(&state) {
                return state;
            }
            assert!(begun.elapsed() < PATIENCE, "it stays {state:#?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until there is a picture of the page.
    pub(crate) fn until_frame(&self) -> Frame {
        self.until_picture(|_| true)
    }

    /// Waits until the picture of the page is as the test expects.
    pub(crate) fn until_picture(&self, is: impl Fn(&Frame) -> bool) -> Frame {
        let begun = Instant::now();
        loop {
            if let Some(frame) = self.view.frame().filter(&is) {
                return frame;
            }
            assert!(begun.elapsed() < PATIENCE, "{:#?}", self.view.state());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a pixel of the page has about this color.
    pub(crate) fn until_color(&self, at: [usize; 2], color: Color32) -> Frame {
        self.until_picture(|frame| near(frame, at, color))
    }

    pub(crate) fn click(&self, at: [f32; 2]) {
        for act in [PointerAct::Move, PointerAct::Down(Button::Primary, 1), PointerAct::Up(Button::Primary, 1)] {
            let buttons = u8::from(matches!(act, PointerAct::Down(..)));
            self.order(Order::Pointer(Pointer { at, act, buttons, modifiers: 0 }));
        }
    }

    /// Clicks into a field until it has the caret: a browser takes no click before it has drawn a page.
    pub(crate) fn click_into(&self, at: [f32; 2]) {
        let begun = Instant::now();
        let has_caret = || self.view.state().caret.is_some();
        while !has_caret() {
            self.click(at);
            let clicked = Instant::now();
            while !has_caret() && clicked.elapsed() < Duration::from_secs(1) {
                std::thread::sleep(Duration::from_millis(5));
            }
            assert!(begun.elapsed() < PATIENCE, "no caret: {:#?}", self.view.state());
        }
    }

    pub(crate) fn type_text(&self, text: &str) {
        text.chars().for_each(|c| self.order(Order::Letter(c.to_string())));
    }
}

fn pixel(frame: &Frame, [x, y]: [usize; 2]) -> Color32 {
    frame.image.pixels.get(y * frame.image.size[0] + x).copied().unwrap_or_default()
}

fn near(frame: &Frame, at: [usize; 2], color: Color32) -> bool {
    let (found, wanted) = (pixel(frame, at).to_array(), color.to_array());
    found.iter().zip(wanted).all(|(one, other)| one.abs_diff(other) < 24)
}

pub(crate) fn kill(process: u32) {
    // It may have just ended by itself.
    std::process::Command::new("kill").args(["-9", &process.to_string()]).status().expect("kill runs");
}
