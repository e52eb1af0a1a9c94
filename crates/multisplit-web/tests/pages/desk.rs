//! A window with a page, and the hands on it.

use crate::web::{PATIENCE, options};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2, vec2};
use egui_kittest::Harness;
use multisplit_web::{Chromium, Kept, WebEngine, WebPane};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };

/// A window with a pane, which can be behind a tab, and a menu above it.
pub(crate) struct Desk {
    pub(crate) pane: Option<WebPane>,
    pub(crate) engine: Arc<dyn WebEngine>,
    pub(crate) start: Kept,
    pub(crate) is_hidden: bool,
    pub(crate) has_menu: bool,
    pub(crate) menu_clicks: usize,
    /// A text beside the pane, if there is one.
    pub(crate) text: Option<String>,
    _profile: tempfile::TempDir,
}

pub(crate) type Bench = Harness<'static, Desk>;

pub(crate) fn open(start: Kept) -> Bench {
    let profile = tempfile::tempdir().expect("a folder");
    let engine: Arc<dyn WebEngine> = Arc::new(Chromium::new(options(profile.path())));
    let desk = Desk {
        pane: None,
        engine,
        start,
        is_hidden: false,
        has_menu: false,
        menu_clicks: 0,
        text: None,
        _profile: profile,
    };
    Harness::builder().with_size(vec2(500.0, 400.0)).build_ui_state(
        |ui, desk: &mut Desk| {
            let (engine, start) = (Arc::clone(&desk.engine), desk.start.clone());
            let pane = desk.pane.get_or_insert_with(|| {
                let mut pane = WebPane::new(ui.ctx(), engine, start);
                pane.set_reserved(|modifiers, key| modifiers.command && key == Key::P);
                pane
            });
            if desk.has_menu {
                let area =
                    egui::Area::new(egui::Id::unique("menu")).order(egui::Order::Foreground).fixed_pos(pos2(0.0, 60.0));
                area.show(ui.ctx(), |ui| {
                    let button = ui.add_sized(vec2(300.0, 200.0), egui::Button::new("above"));
                    desk.menu_clicks += usize::from(button.clicked());
                });
            }
            if let Some(text) = &mut desk.text {
                ui.add(egui::TextEdit::singleline(text)).request_focus();
            }
            if !desk.is_hidden {
                pane.ui(ui);
            }
        },
        desk,
    )
}

pub(crate) fn pane(bench: &mut Bench) -> &mut WebPane {
    bench.state_mut().pane.as_mut().expect("shown")
}

pub(crate) fn until(bench: &mut Bench, what: &str, is: impl Fn(&mut Bench) -> bool) {
    let begun = Instant::now();
    loop {
        bench.step();
        if is(bench) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "never: {what}; {:?}", bench.state().pane);
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub(crate) fn until_title(bench: &mut Bench, title: &str) {
    until(bench, title, |bench| pane(bench).title() == title);
}

/// Returns a press and a release: a hand does both within one frame.
pub(crate) fn click_at(at: Pos2) -> impl Iterator<Item = Event> {
    let press =
        |pressed| Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    [Event::PointerMoved(at), press(true), press(false)].into_iter()
}

pub(crate) fn key(key: Key, modifiers: Modifiers) -> impl Iterator<Item = Event> {
    [true, false].into_iter().map(move |pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    })
}

pub(crate) fn do_all(bench: &mut Bench, events: impl IntoIterator<Item = Event>) {
    bench.input_mut().events.extend(events);
    bench.step();
}

pub(crate) fn letters(text: &str) -> impl Iterator<Item = Event> {
    text.chars().map(|letter| Event::Text(letter.to_string()))
}
