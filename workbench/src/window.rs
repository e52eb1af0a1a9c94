//! The window: opens it, and makes sure that the session is saved whatever ends the program.
//!
//! The application is shared with a guard that belongs to the main thread. If the display goes away, the system library ends the
//! process from within a call of the event loop, without unwinding. All that still runs then are the destructors of the thread's
//! own variables, and the destructor of the guard saves what was not saved. A panic ends there as well.

use crate::app::{App, Start, budget};
use crate::args::JobResult;
use crate::signals::Signals;
use multisplit::RuntimeConfig;
use std::cell::RefCell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

/// The target of `RUST_LOG` that tells of each frame: `cargo xtask window` counts them.
const FRAMES: &str = "multisplit_frames";

/// The options for opening the window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opening {
    pub(crate) path: Option<PathBuf>,
    /// The file that records which widgets come into view.
    pub(crate) trace: Option<PathBuf>,
    /// The memory in megabytes above which hidden widgets are evicted.
    pub(crate) memory_mb: Option<u64>,
    /// The number of panes of a demonstration, for which no session is restored or saved.
    pub(crate) demo: Option<usize>,
    /// The number of the session in the folder; `None` for the first free one.
    pub(crate) session: Option<u32>,
}

impl Opening {
    fn app(self, ctx: &egui::Context) -> Result<App, Box<dyn std::error::Error + Send + Sync>> {
        let start =
            if self.demo.is_some() { Start::Unsaved } else { Start::Session { number: self.session, file: None } };
        let mut app = App::new(ctx, self.path, &start)?;
        if let Some(panes) = self.demo {
            app.demonstrate(panes)?;
        }
        if let Some(mb) = self.memory_mb {
            app.mind_memory(RuntimeConfig { has_state_store: app.has_state_store(), ..budget(mb) });
        }
        if let Some(file) = crate::settings::file() {
            app.follow_settings(&file)?;
        }
        if let Some(file) = self.trace {
            app.record(&file).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
        }
        Ok(app)
    }
}

/// Opens the window and runs until it is closed.
pub(crate) fn run(opening: Opening) -> JobResult {
    if let Some(reports) = crate::paths::reports_folder() {
        crate::reports::begin(reports);
    }
    let folder = crate::app::resolve(opening.path.clone())?.0;
    let title = crate::app::titles::title(&folder, &folder);
    let viewport =
        egui::ViewportBuilder::default().with_title(title).with_app_id("multisplit").with_inner_size([1280.0, 800.0]);
    // eframe keeps the size and the position of the window; they are the same for all folders.
    let persistence_path = crate::paths::window_file();
    let options = eframe::NativeOptions { viewport, persistence_path, ..Default::default() };
    let ended = eframe::run_native(
        "multisplit",
        options,
        Box::new(|cc| {
            let ctx = cc.egui_ctx.clone();
            let wake = ctx.clone();
            let signals = Signals::watch(move || wake.request_repaint())?;
            let app = Rc::new(RefCell::new(opening.app(&ctx)?));
            GUARD.with(|guard| guard.0.replace(Some(Rc::clone(&app))));
            Ok(Box::new(Window { app, signals }))
        }),
    );
    // Does nothing unless the window has failed: otherwise everything is saved by now.
    save_what_is_left();
    ended?;
    Ok(ExitCode::SUCCESS)
}

/// The content of the window.
struct Window {
    app: Rc<RefCell<App>>,
    signals: Signals,
}

impl eframe::App for Window {
    /// Runs even while the window is hidden or minimized, so that saving and signals do not wait for a frame.
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        let mut app = self.app.borrow_mut();
        if self.signals.asked() {
            app.end_now(ctx);
        }
        app.logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.app.borrow_mut().frame(ui);
        if tracing::enabled!(target: FRAMES, tracing::Level::TRACE) {
            tracing::trace!(target: FRAMES, "a frame is drawn");
            // The next one says that the first is on the screen.
            if ui.ctx().cumulative_frame_nr() == 0 {
                ui.request_repaint();
            }
        }
    }

    /// Returns `false`, because what egui remembers of panes has no meaning in another run.
    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        save_what_is_left();
    }
}

/// The application, as long as it is not saved.
struct Guard(RefCell<Option<Rc<RefCell<App>>>>);

thread_local! {
    static GUARD: Guard = const { Guard(RefCell::new(None)) };
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(app) = self.0.take() {
            finish(&app);
            // Other variables of the thread may be destroyed already, and dropping windows and panes now could need them.
            std::mem::forget(app);
        }
    }
}

fn save_what_is_left() {
    // The guard is gone only if the thread has ended, and then it has saved.
    let app = GUARD.try_with(|guard| guard.0.take()).ok().flatten();
    app.iter().for_each(finish);
}

fn finish(app: &Rc<RefCell<App>>) {
    // The application is borrowed only while it draws, and a panic while drawing ends the borrow.
    match app.try_borrow_mut() {
        Ok(mut app) => {
            app.finish_report();
            app.finish();
        }
        Err(error) => tracing::error!("the session is as it was last written: {error}"),
    }
}
