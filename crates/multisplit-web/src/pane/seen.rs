//! Which pages are drawn. One that is not drawn in a frame of its window is hidden: it is frozen, and sends no pictures.

use crate::engine::{Order, PageId, WebEngine};
use egui::{Context, Plugin, Ui, ViewportId};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// When and where a page was drawn last.
#[derive(Debug, Default)]
struct Drawn {
    pass: u64,
    viewport: ViewportId,
    /// The size in which it was shown, in points; `None` while it is hidden.
    size: Option<[u32; 2]>,
}

/// A page that is told when it is to be seen and when not.
pub(super) struct Seen {
    engine: Arc<dyn WebEngine>,
    page: PageId,
    drawn: Mutex<Drawn>,
}

impl Seen {
    pub(super) fn new(ctx: &Context, engine: Arc<dyn WebEngine>, page: PageId) -> Arc<Self> {
        let seen = Arc::new(Self { engine, page, drawn: Mutex::default() });
        ctx.plugin_or_default::<Pages>().lock().pages.push(Arc::downgrade(&seen));
        seen
    }

    fn drawn(&self) -> MutexGuard<'_, Drawn> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the size in which the page is shown.
    pub(super) fn size(&self) -> Option<[u32; 2]> {
        self.drawn().size
    }

    /// The page is drawn in this frame, in this size. One that rests goes on.
    pub(super) fn note(&self, ctx: &Context, rests: bool, size: [u32; 2]) {
        let mut drawn = self.drawn();
        (drawn.pass, drawn.viewport) = (ctx.cumulative_pass_nr(), ctx.viewport_id());
        if drawn.size.replace(size) != Some(size) || rests {
            self.engine.order(self.page, Order::Show { size });
        }
    }

    fn hide_unless_drawn(&self, pass: u64, viewport: ViewportId) {
        let mut drawn = self.drawn();
        if drawn.viewport == viewport && drawn.pass < pass && drawn.size.take().is_some() {
            self.engine.order(self.page, Order::Hide);
        }
    }
}

/// The pages of a context.
#[derive(Default)]
struct Pages {
    pages: Vec<Weak<Seen>>,
}

impl Plugin for Pages {
    fn debug_name(&self) -> &'static str {
        "web pages"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let (pass, viewport) = (ui.ctx().cumulative_pass_nr(), ui.ctx().viewport_id());
        self.pages.retain(|page| {
            let page = page.upgrade();
            page.inspect(|page| page.hide_unless_drawn(pass, viewport)).is_some()
        });
    }
}
