//! Where a pane finds what a page is.

use super::{Content, Kept, State};
use egui::ColorImage;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A picture of a page.
#[derive(Clone)]
pub struct Frame {
    /// The pixels.
    pub image: Arc<ColorImage>,
    /// The number of frames of the page before this one.
    pub number: u64,
    /// How many pixels of it make a point of the page.
    pub pixels_per_point: f32,
}

/// The newest picture, and since when nobody has looked.
#[derive(Default)]
struct Pictures {
    frame: Option<Frame>,
    unseen_since: Option<Instant>,
}

/// Where a pane finds what a page is, and its picture. Shared with the threads of the browser.
pub struct PageView {
    state: Mutex<Arc<State>>,
    pictures: Mutex<Pictures>,
    content: Option<Arc<dyn Content>>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl PageView {
    /// Creates a view. `wake` is called on another thread whenever there is something new to show.
    #[must_use]
    pub fn new(kept: Kept, wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self::of(kept, None, wake))
    }

    /// Creates the view of a page of the application itself.
    #[must_use]
    pub fn own(kept: Kept, content: Arc<dyn Content>, wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self::of(kept, Some(content), wake))
    }

    fn of(kept: Kept, content: Option<Arc<dyn Content>>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let state = Mutex::new(Arc::new(State { kept, ..State::default() }));
        Self { state, pictures: Mutex::default(), content, wake: Box::new(wake) }
    }

    /// Returns the pages of the application, if it is one of them.
    pub(crate) const fn content(&self) -> Option<&Arc<dyn Content>> {
        self.content.as_ref()
    }

    /// Returns what the page is at the moment. Cost: O(1); nothing is copied.
    #[must_use]
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes what the page is. Who has asked for its state before keeps that. Cost: a copy of the state, while somebody does.
    pub fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(Arc::make_mut(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Changes what the page is, and asks for a frame of the window.
    pub fn change(&self, change: impl FnOnce(&mut State)) {
        self.update(change);
        (self.wake)();
    }

    /// Returns the newest picture. A page whose pictures nobody takes is stopped after some seconds.
    #[must_use]
    pub fn frame(&self) -> Option<Frame> {
        let mut pictures = self.pictures();
        pictures.unseen_since = None;
        pictures.frame.clone()
    }

    /// Shows another picture, of which so many pixels make a point of the page.
    pub fn set_frame(&self, image: ColorImage, pixels_per_point: f32) {
        let mut pictures = self.pictures();
        let number = pictures.frame.as_ref().map_or(0, |frame| frame.number + 1);
        pictures.frame = Some(Frame { image: Arc::new(image), number, pixels_per_point });
        pictures.unseen_since.get_or_insert_with(Instant::now);
        drop(pictures);
        (self.wake)();
    }

    /// Returns since when nobody has taken the picture; `None` if somebody has taken the newest one.
    pub(crate) fn unseen_since(&self) -> Option<Instant> {
        self.pictures().unseen_since
    }

    /// Somebody looks at the page, from now on.
    pub(crate) fn look(&self) {
        self.pictures().unseen_since = None;
    }

    fn pictures(&self) -> MutexGuard<'_, Pictures> {
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for PageView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageView").field("state", &*self.state()).finish_non_exhaustive()
    }
}
