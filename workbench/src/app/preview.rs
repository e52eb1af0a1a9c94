//! Texts as pages beside their editors, which scroll in step with them.

use super::App;
use crate::paths::{id_of, is_markdown};
use crate::provider::{EditorPane, Pane, PreviewPane};
use multisplit::geometry::Ratio;
use multisplit::{Command, PaneId, Placement};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How far a text has to move until the other follows, in lines.
const MOVED: f64 = 0.05;
/// How long what is said of a page after it was scrolled for its editor is only the answer to that.
const ANSWERS_FOR: Duration = Duration::from_millis(400);

/// Where a page and its editor were last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    editor: f64,
    page: Option<f32>,
    size: Option<[u32; 2]>,
    /// Until when the page is only where its editor has put it, and whether the editor is only where its page has.
    answers_until: Instant,
    is_editor_put: bool,
}

impl App {
    /// Returns the text in Markdown that a pane edits.
    pub(super) fn markdown_of(&self, pane: Option<PaneId>) -> Option<PathBuf> {
        let widget = self.workspace.layout().tree().widget(pane?)?;
        super::moves::file_of(&self.folder, widget).filter(|path| is_markdown(path) && crate::paths::is_text(widget))
    }

    /// Shows the text of the focused pane as a page beside it.
    pub(super) fn preview(&mut self) {
        let pane = self.workspace.layout().focused_pane();
        let Some((pane, path)) = pane.zip(self.markdown_of(pane)) else { return };
        let Ok(widget) = id_of("preview", &self.folder, &path) else {
            return self.status.refuse(format!("the name of {} is too long", path.display()));
        };
        match self.workspace.layout().tree().pane_of(&widget) {
            Some(shown) => {
                self.run(&Command::Activate { pane: shown });
                // A link may have led elsewhere.
                let page = self.workspace.slots().live(shown).and_then(Pane::as_kind::<PreviewPane>);
                page.into_iter().for_each(|page| page.set_path(&path));
            }
            None => drop(self.run(&Command::Split { pane, place: Placement::Right, widget, ratio: Ratio::HALF })),
        }
        // The user goes on writing.
        self.focus(pane);
    }

    /// Scrolls pages and the editors of their texts in step.
    pub(super) fn scroll_in_step(&mut self) {
        if Arc::strong_count(&self.workspace.provider().previews) == 1 {
            return self.steps.clear();
        }
        let mut pages: HashMap<PathBuf, PaneId> = HashMap::new();
        let mut editors: HashMap<PathBuf, PaneId> = HashMap::new();
        for (pane, _, live) in self.workspace.slots().all_live() {
            if let Some(page) = live.as_kind::<PreviewPane>() {
                pages.extend(page.path().filter(|_| page.page.is_here()).map(|path| (path, pane)));
            } else if let Some(text) = live.as_kind::<EditorPane>() {
                editors.entry(text.editor.path()).or_insert(pane);
            }
        }
        self.steps.retain(|page, _| pages.values().any(|shown| shown == page));
        for (path, page) in pages {
            if let Some(editor) = editors.get(&path) {
                self.step(page, *editor);
            }
        }
    }

    fn step(&mut self, page: PaneId, editor: PaneId) {
        let now = Instant::now();
        let first_line = |pane: &mut Pane| pane.as_kind::<EditorPane>().map(|text| text.editor.first_line());
        let Some(line) = self.workspace.slots().live(editor).and_then(first_line) else { return };
        let Some(shown) = self.workspace.slots().live(page).and_then(Pane::as_kind::<PreviewPane>) else { return };
        let at = shown.page.line_shown();
        let size = shown.page.size();
        let new = Step { editor: line, page: at, size, answers_until: now + ANSWERS_FOR, is_editor_put: false };
        let Some(last) = self.steps.insert(page, new) else {
            // It begins where its editor is.
            return shown.page.show_line(line as f32);
        };
        // In another width, its lines are elsewhere.
        let has_moved = (line - last.editor).abs() > MOVED || size != last.size;
        if has_moved && !last.is_editor_put {
            return shown.page.show_line(line as f32);
        }
        // What is typed into the editor may move the page as well: only a page that a hand is on leads.
        let has_scrolled = at != last.page && now > last.answers_until && shown.page.is_used();
        let target = at.filter(|_| has_scrolled).map(f64::from);
        if let Some(step) = self.steps.get_mut(&page) {
            step.answers_until = last.answers_until;
            step.is_editor_put = target.is_some();
        }
        let Some(target) = target else { return };
        if let Some(text) = self.workspace.slots().live(editor).and_then(Pane::as_kind::<EditorPane>) {
            text.editor.show_from_line(target);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::{App, Start};
    use crate::provider::{EditorPane, Pane, PreviewPane};
    use egui::{Context, Event, Pos2, RawInput, Rect, pos2, vec2};
    use multisplit::{Command, PaneId, WidgetId};
    use multisplit_web::{Chromium, Options};
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    struct Window {
        ctx: Context,
        app: App,
        begun: Instant,
        events: Vec<Event>,
    }

    fn wheel(at: Pos2) -> Vec<Event> {
        let (unit, modifiers) = (egui::MouseWheelUnit::Line, egui::Modifiers::NONE);
        let (phase, source) = (egui::TouchPhase::Move, egui::MouseWheelSource::Unknown);
        let delta = vec2(0.0, -5.0);
        vec![Event::PointerMoved(at), Event::MouseWheel { unit, delta, phase, source, modifiers }]
    }

    impl Window {
        fn frame(&mut self) {
            let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1200.0, 800.0)));
            let time = Some(self.begun.elapsed().as_secs_f64());
            let events = std::mem::take(&mut self.events);
            let input = RawInput { screen_rect, time, events, ..RawInput::default() };
            // Nothing paints here.
            self.ctx.run_ui(input, |ui| self.app.frame(ui)).textures_delta.clear();
            std::thread::sleep(Duration::from_millis(5));
        }

        fn until(&mut self, what: &str, is: impl Fn(&mut App) -> bool) {
            let begun = Instant::now();
            while !is(&mut self.app) {
                assert!(begun.elapsed() < Duration::from_secs(60), "never: {what}");
                self.frame();
            }
        }
    }

    fn pane(app: &mut App, widget: &str) -> Option<PaneId> {
        app.workspace.layout().tree().pane_of(&WidgetId::new(widget).expect("an id"))
    }

    fn page(app: &mut App) -> Option<&mut PreviewPane> {
        let pane = pane(app, "preview:long.md")?;
        app.workspace.slots().live(pane).and_then(Pane::as_kind)
    }

    fn editor(app: &mut App) -> Option<&mut EditorPane> {
        let pane = pane(app, "editor:long.md")?;
        app.workspace.slots().live(pane).and_then(Pane::as_kind)
    }

    fn shows(app: &mut App, line: f32) -> bool {
        let at = page(app).and_then(|page| page.page.line_shown());
        at.is_some_and(|at| (at - line).abs() < 2.0)
    }

    #[test]
    fn a_page_and_the_editor_of_its_text_scroll_in_step_whichever_is_scrolled() {
        let folder = tempfile::tempdir().expect("a folder");
        let text: String = (0..400).map(|at| format!("Paragraph {at} of a long text.\n\n")).collect();
        std::fs::write(folder.path().join("long.md"), text).expect("written");
        let profile = tempfile::tempdir().expect("a folder");
        let ctx = Context::default();
        let app = App::new(&ctx, Some(folder.path().join("long.md")), &Start::Unsaved).expect("starts");
        let mut window = Window { ctx, app, begun: Instant::now(), events: vec![] };
        window.app.set_web_engine(Arc::new(Chromium::new(Options::new(profile.path()).even_as_root())));
        window.until("the editor", |app| editor(app).is_some());
        let pane = pane(&mut window.app, "editor:long.md").expect("open");
        window.app.focus(pane);
        window.app.preview();
        window.until("the page", |app| page(app).is_some_and(|page| page.page.is_here()));
        window.until("a frame of both", |app| !app.steps.is_empty());
        editor(&mut window.app).expect("open").editor.show_from_line(300.0);
        window.until("the page follows", |app| shows(app, 300.0));
        let then = Instant::now();
        while then.elapsed() < Duration::from_millis(600) {
            window.frame();
        }
        let at = editor(&mut window.app).expect("open").editor.first_line();
        assert!((at - 300.0).abs() < 0.01, "the one that leads is not led back: {at}");
        // What moves the page without a hand on it does not move the editor.
        page(&mut window.app).expect("open").page.show_line(120.0);
        window.until("the page is elsewhere", |app| shows(app, 120.0));
        for _ in 0..100 {
            window.frame();
        }
        let at = editor(&mut window.app).expect("open").editor.first_line();
        assert!((at - 300.0).abs() < 0.01, "{at}");
        let pane = super::tests::pane(&mut window.app, "preview:long.md").expect("open");
        let rect = window.app.workspace.layout().rect(pane).expect("seen");
        window.events = wheel(pos2((rect.x + 100.0) as f32, (rect.y + 100.0) as f32));
        window.until("the editor follows", |app| {
            let line = page(app).and_then(|page| page.page.line_shown()).map_or(0.0, f64::from);
            line > 122.0 && editor(app).is_some_and(|text| (text.editor.first_line() - line).abs() < 2.0)
        });
        for _ in 0..100 {
            window.frame();
        }
        window.app.run(&Command::Close { pane });
        window.until("it is gone", |app| app.steps.is_empty());
    }
}
