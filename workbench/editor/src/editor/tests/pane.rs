//! Tests of keys and clicks in the real pane.

use egui::{Event, Key, Modifiers, Pos2, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Place, place};
use crate::Editor;

const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A pane with an open file.
pub(super) struct Pane {
    place: Place,
    pub(super) harness: Harness<'static, Editor>,
    /// The commands sent to the system while the mouse was used.
    pub(super) settled: Vec<egui::OutputCommand>,
}

pub(super) fn pane(name: &str, contents: impl AsRef<[u8]>) -> Pane {
    let place = place(name, contents);
    let mut editor = place.editor();
    editor.request_focus();
    let harness = Harness::builder()
        .with_size(egui::vec2(700.0, 400.0))
        .with_max_steps(400)
        .with_step_dt(0.01)
        .build_ui_state(|ui, editor: &mut Editor| drop(editor.ui(ui)), editor);
    let mut pane = Pane { place, harness, settled: vec![] };
    pane.harness.run();
    pane
}

impl Pane {
    pub(super) fn press(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle()
    }

    /// Draws until nothing is in progress, not even on the disk.
    fn settle(&mut self) -> &mut Self {
        self.harness.run();
        while self.harness.state_mut().is_saving() || self.harness.state().file().is_reading() {
            std::thread::sleep(std::time::Duration::from_millis(1));
            self.harness.run();
        }
        self.harness.run();
        self
    }

    /// Sends one event and runs its frames.
    pub(super) fn event(&mut self, event: Event) -> &mut Self {
        self.send(event)
    }

    fn send(&mut self, event: Event) -> &mut Self {
        self.harness.event(event);
        self.harness.run();
        self
    }

    pub(super) fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.harness.event(Event::Text(c.to_string()));
        }
        self.harness.run();
        self
    }

    pub(super) fn text(&self) -> String {
        self.harness.state().text()
    }

    pub(super) fn selected(&self) -> String {
        self.harness.state().file().buffer.selected_text()
    }

    pub(super) fn sees(&self, words: &str) -> bool {
        self.harness.query_by_label(words).is_some()
    }

    pub(super) fn click(&mut self, label: &str) -> &mut Self {
        self.harness.get_by_label(label).click();
        self.settle()
    }

    fn area(&self) -> Rect {
        self.harness.get_by_role(egui::Role::MultilineTextInput).rect()
    }

    /// Returns the center of a cell.
    pub(super) fn cell(&self, line: usize, column: usize) -> Pos2 {
        let font = egui::TextStyle::Monospace.resolve(&self.harness.ctx.global_style());
        let cell =
            self.harness.ctx.fonts_mut(|fonts| egui::vec2(fonts.glyph_width(&font, '0'), fonts.row_height(&font)));
        let lines = self.harness.state().file().buffer.text().len_lines();
        let gutter = (lines.to_string().len().max(3) + 2) as f32 * cell.x;
        self.area().min + egui::vec2(gutter + (column as f32 + 0.5) * cell.x - 1.0, (line as f32 + 0.5) * cell.y)
    }

    pub(super) fn wheel(&mut self, pos: Pos2, delta: egui::Vec2) -> &mut Self {
        self.harness.event(Event::PointerMoved(pos));
        let (unit, modifiers) = (egui::MouseWheelUnit::Point, Modifiers::NONE);
        self.send(Event::MouseWheel {
            unit,
            delta,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers,
        })
    }

    pub(super) fn click_pos(&mut self, pos: Pos2) -> &mut Self {
        self.button(pos, egui::PointerButton::Primary)
    }

    pub(super) fn secondary(&mut self, pos: Pos2) -> &mut Self {
        self.button(pos, egui::PointerButton::Secondary)
    }

    fn button(&mut self, pos: Pos2, button: egui::PointerButton) -> &mut Self {
        self.harness.event(Event::PointerMoved(pos));
        for pressed in [true, false] {
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
            self.harness.step();
            self.settled.extend(self.harness.output().platform_output.commands.clone());
        }
        self.settle()
    }

    fn click_at(&mut self, line: usize, column: usize, modifiers: Modifiers) -> &mut Self {
        self.clicks_at(line, column, 1, modifiers)
    }

    fn clicks_at(&mut self, line: usize, column: usize, count: usize, modifiers: Modifiers) -> &mut Self {
        let pos = self.cell(line, column);
        self.harness.event(Event::PointerMoved(pos));
        for pressed in [true, false].repeat(count) {
            self.harness.event_modifiers(
                Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers },
                modifiers,
            );
        }
        self.harness.run();
        self
    }
}

#[test]
fn typed_text_is_on_disk_after_ctrl_s() {
    let mut pane = pane("a.rs", "fn main() {}\n");
    pane.type_text("// hi").press(Modifiers::NONE, Key::Enter);
    assert!(pane.sees("modified"));
    pane.press(CTRL, Key::S);
    assert!(!pane.sees("modified") && pane.sees("Rust") && pane.sees("Ln 2, Col 1"));
    assert_eq!(pane.place.on_disk(), "// hi\nfn main() {}\n");
}

#[test]
fn undo_and_redo_by_keys() {
    let mut pane = pane("a.txt", "");
    pane.type_text("one two").press(CTRL, Key::Z);
    assert_eq!(pane.text(), "one ");
    pane.press(CTRL, Key::Z);
    assert_eq!(pane.text(), "");
    pane.press(CTRL | SHIFT, Key::Z).press(CTRL, Key::Y);
    assert_eq!(pane.text(), "one two");
}

#[test]
fn the_cursor_follows_its_keys() {
    let mut pane = pane("a.txt", "  one two\nlonger line here\nx\n");
    let mut check = |modifiers, key, cursor: u64| {
        pane.press(modifiers, key);
        assert_eq!(pane.harness.state().state().cursor, cursor, "{key:?}");
    };
    check(Modifiers::NONE, Key::End, 9);
    check(Modifiers::NONE, Key::Home, 2);
    check(Modifiers::NONE, Key::Home, 0);
    check(CTRL, Key::ArrowRight, 5);
    check(Modifiers::NONE, Key::End, 9);
    check(Modifiers::NONE, Key::ArrowDown, 19);
    check(Modifiers::NONE, Key::ArrowDown, 28);
    check(Modifiers::NONE, Key::ArrowUp, 19);
    check(CTRL, Key::End, 29);
    check(CTRL, Key::Home, 0);
    check(Modifiers::NONE, Key::PageDown, 29);
    check(Modifiers::NONE, Key::PageUp, 0);
    check(Modifiers::NONE, Key::ArrowLeft, 0);
    check(Modifiers::NONE, Key::ArrowUp, 0);
}

#[test]
fn shift_selects_and_the_clipboard_takes_it() {
    let mut pane = pane("a.txt", "one two\n");
    pane.press(CTRL | SHIFT, Key::ArrowRight);
    assert_eq!(pane.selected(), "one");
    pane.send(Event::Cut);
    assert_eq!(pane.text(), " two\n");
    pane.press(CTRL, Key::End).send(Event::Paste("a\r\nb".to_owned()));
    assert_eq!(pane.text(), " two\na\nb");
    pane.press(CTRL, Key::A);
    assert_eq!(pane.selected(), " two\na\nb");
    pane.harness.event(Event::Copy);
    pane.harness.step();
    let copied = pane
        .harness
        .output()
        .platform_output
        .commands
        .iter()
        .any(|command| matches!(command, egui::OutputCommand::CopyText(text) if text == " two\na\nb"));
    assert!(copied);
}

#[test]
fn clicks_put_the_cursor_and_select() {
    let mut pane = pane("a.txt", "one two\nthree\n");
    pane.click_at(0, 5, Modifiers::NONE);
    assert_eq!(pane.harness.state().state().cursor, 5);
    pane.click_at(1, 2, SHIFT);
    assert_eq!(pane.selected(), "wo\nth");
}

#[test]
fn a_double_click_takes_a_word_and_a_triple_click_a_line() {
    let mut pane = pane("a.txt", "one two\nthree\n");
    pane.clicks_at(0, 5, 2, Modifiers::NONE);
    assert_eq!(pane.selected(), "two");
    pane.click_at(1, 0, Modifiers::NONE).clicks_at(0, 5, 3, Modifiers::NONE);
    assert_eq!(pane.selected(), "one two\n");
}

#[test]
fn dragging_selects() {
    let mut pane = pane("a.txt", "one two\nthree\n");
    let (from, to) = (pane.cell(0, 4), pane.cell(1, 3));
    pane.send(Event::PointerMoved(from));
    pane.harness.drag_at(from);
    pane.harness.run();
    pane.send(Event::PointerMoved(to));
    pane.harness.drop_at(to);
    pane.harness.run();
    assert_eq!(pane.selected(), "two\nthr");
}

#[test]
fn tab_arrows_and_escape_stay_in_the_editor() {
    let mut pane = pane("a.txt", "one\ntwo\n");
    pane.press(Modifiers::NONE, Key::Tab).press(Modifiers::NONE, Key::Escape).press(Modifiers::NONE, Key::ArrowDown);
    assert!(pane.harness.get_by_role(egui::Role::MultilineTextInput).is_focused());
    assert_eq!(pane.text(), "    one\ntwo\n");
    pane.press(CTRL, Key::A).press(Modifiers::NONE, Key::Tab);
    assert_eq!(pane.text(), "        one\n    two\n");
    pane.press(SHIFT, Key::Tab);
    assert_eq!(pane.text(), "    one\ntwo\n");
}

#[test]
fn an_input_method_composes_and_commits() {
    let mut pane = pane("a.txt", "x");
    let compose = |text: &str| egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None };
    pane.send(Event::Ime(compose("ni")));
    assert_eq!(pane.text(), "x", "not text yet");
    pane.send(Event::Ime(egui::ImeEvent::Commit("\u{fc}".to_owned())));
    assert_eq!(pane.text(), "\u{fc}x");
    pane.press(CTRL, Key::A).send(Event::Ime(egui::ImeEvent::Commit(String::new())));
    assert_eq!(pane.text(), "\u{fc}x", "giving up deletes nothing");
}

#[test]
fn chords_of_the_application_reach_it() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    editor.request_focus();
    let app = |ui: &mut egui::Ui, state: &mut (Editor, usize)| {
        state.0.ui(ui);
        let left = ui.input(|input| {
            input.events.iter().filter(|event| matches!(event, Event::Key { pressed: true, .. })).count()
        });
        state.1 += left;
    };
    let mut harness = Harness::new_ui_state(app, (editor, 0));
    harness.run();
    let chords = [
        (CTRL, Key::W),
        (CTRL, Key::P),
        (CTRL | SHIFT, Key::P),
        (CTRL, Key::Backslash),
        (Modifiers::ALT, Key::ArrowLeft),
    ];
    for (modifiers, key) in chords {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
    }
    assert_eq!(harness.state().1, chords.len(), "left for the application");
    harness.key_press_modifiers(CTRL, Key::Z);
    harness.key_press(Key::Home);
    harness.run();
    assert_eq!(harness.state().1, chords.len(), "taken by the editor");
    assert_eq!(harness.state().0.text(), "one");
}

#[test]
fn the_find_bar_finds_steps_and_closes() {
    let mut pane = pane("a.txt", "Foo bar foo\nfoo\n");
    pane.press(CTRL, Key::F).type_text("foo");
    assert!(pane.sees("1 of 3"));
    assert_eq!(pane.text(), "Foo bar foo\nfoo\n", "typed into the bar, not into the text");
    pane.press(Modifiers::NONE, Key::Enter);
    assert!(pane.sees("2 of 3"));
    pane.press(SHIFT, Key::Enter).press(SHIFT, Key::Enter);
    assert!(pane.sees("3 of 3"));
    pane.press(Modifiers::NONE, Key::F3);
    assert!(pane.sees("1 of 3"));
    pane.click("Aa");
    assert!(pane.sees("1 of 2"));
    pane.press(Modifiers::NONE, Key::Escape);
    assert!(pane.sees("1 of 2"), "Escape is not for the bar when the focus is elsewhere");
    pane.click("Close");
    assert!(!pane.sees("Next"));
    pane.type_text("X");
    assert_eq!(pane.text(), "Foo bar X\nfoo\n", "the match was selected and the text has the keys");
}

#[test]
fn escape_closes_the_find_bar_and_the_text_has_the_keys() {
    let mut pane = pane("a.txt", "foo");
    pane.press(CTRL, Key::F).type_text("zzz");
    assert!(pane.sees("no match"));
    pane.press(Modifiers::NONE, Key::Escape).type_text("x");
    assert_eq!(pane.text(), "xfoo");
}

#[test]
fn go_to_line_goes_there() {
    let mut pane = pane("a.txt", "x\n".repeat(1000));
    pane.press(CTRL, Key::G).type_text("500").press(Modifiers::NONE, Key::Enter);
    assert!(pane.sees("Ln 500, Col 1"));
    assert!(pane.harness.state().state().scroll_line > 400);
    pane.press(Modifiers::NONE, Key::Enter);
    assert_eq!(pane.harness.state().file().buffer.text().len_lines(), 1002);
}

#[test]
fn tab_goes_between_find_and_replace_and_what_was_looked_for_stays() {
    let mut pane = pane("a.txt", "one two one");
    pane.press(CTRL, Key::H).type_text("one");
    pane.press(Modifiers::NONE, Key::Tab).type_text("1");
    pane.press(Modifiers::SHIFT, Key::Tab).type_text("e");
    assert!(pane.sees("no match"), "the first line has the keys, with its text behind them");
    pane.press(Modifiers::NONE, Key::Backspace).press(Modifiers::NONE, Key::Tab);
    pane.click("Replace all");
    assert_eq!((pane.text().as_str(), pane.sees("2 replaced")), ("1 two 1", true));
    pane.press(CTRL, Key::Z);
    assert_eq!((pane.text().as_str(), pane.sees("2 replaced")), ("one two one", false), "taken back");
    pane.press(CTRL, Key::F).press(Modifiers::NONE, Key::Escape);
    pane.press(Modifiers::NONE, Key::Home).press(CTRL, Key::F);
    assert!(pane.sees("2 matches") || pane.sees("1 of 2"), "it is looked for again");
}

#[test]
fn going_to_a_word_selects_it_where_it_stands() {
    let mut pane = pane("a.txt", "one\n\u{e4}\u{e4} two two\nthree");
    for (line, word, expect, place) in [
        (2, "two", "two", "Ln 2, Col 7 (3 selected)"),
        (2, "gone", "", "Ln 2, Col 1"),
        (99, "", "", "Ln 3, Col 1"),
        (3, "three", "three", "Ln 3, Col 6 (5 selected)"),
    ] {
        pane.harness.state_mut().go_to_word(line, word);
        pane.harness.run();
        assert_eq!((pane.selected().as_str(), pane.sees(place)), (expect, true), "{line} {word}");
    }
}

#[test]
fn a_conflict_is_asked_about_in_a_strip() {
    let mut pane = pane("a.txt", "one");
    pane.type_text("my ");
    std::fs::write(&pane.place.path, "two").expect("written by somebody");
    pane.press(CTRL, Key::S);
    assert!(pane.sees("Not saved: this file changed on disk"), "it was asked for, and not done");
    assert_eq!(pane.place.on_disk(), "two");
    pane.click("Keep mine").press(CTRL, Key::S);
    assert!(!pane.sees("changed on disk"));
    assert_eq!(pane.place.on_disk(), "my one");

    pane.type_text("x");
    std::fs::write(&pane.place.path, "three").expect("written by somebody");
    pane.harness.state_mut().file().check_disk();
    pane.harness.run();
    pane.click("Reload");
    assert_eq!(pane.text(), "three");
}

#[test]
fn a_file_that_is_not_there_says_so_until_it_is_saved() {
    let mut pane = pane("a.txt", "there");
    assert!(!pane.sees("not on disk until it is saved"));
    let missing = pane.place.path.with_file_name("b.txt");
    *pane.harness.state_mut() = Editor::open(&missing).expect("opened");
    pane.harness.state_mut().request_focus();
    pane.type_text("new");
    assert!(pane.sees("not on disk until it is saved"));
    pane.press(CTRL, Key::S);
    assert!(!pane.sees("not on disk until it is saved") && missing.exists());
}

#[test]
fn a_file_that_cannot_be_edited_says_so() {
    let mut pane = pane("a.bin", b"ab\0cd\x01");
    assert!(pane.sees("Binary file: shown read-only") && pane.sees("read-only"));
    pane.type_text("x").press(CTRL, Key::S);
    assert!(pane.harness.query_by_label_contains("is open read-only").is_some());
    pane.click("Dismiss");
    assert!(pane.harness.query_by_label_contains("is open read-only").is_none());
}

#[test]
fn the_wheel_and_the_bar_scroll() {
    let mut pane = pane("a.txt", "x\n".repeat(1000));
    let middle = pane.area().center();
    pane.send(Event::PointerMoved(middle)).send(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -300.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    let after_wheel = pane.harness.state().state().scroll_line;
    assert!(after_wheel > 5, "{after_wheel}");
    let track = pane.harness.get_by_label("Vertical scroll bar").rect();
    pane.send(Event::PointerMoved(track.center()));
    pane.harness.drag_at(track.center());
    pane.harness.run();
    pane.harness.drop_at(track.center());
    pane.harness.run();
    let after_bar = pane.harness.state().state().scroll_line;
    assert!((400..600).contains(&after_bar), "{after_bar}");
}

#[test]
fn a_megabyte_on_one_line_is_edited_at_its_end() {
    let mut pane = pane("a.json", "\"\u{e9}ab\",".repeat(200_000));
    pane.press(Modifiers::NONE, Key::End).type_text("xyz").press(Modifiers::NONE, Key::ArrowLeft);
    assert!(pane.text().ends_with(",xyz"));
    assert!(pane.harness.state().state().scroll_x > 1000.0);
    assert!(pane.sees("Ln 1, Col 1200003"));
    pane.press(Modifiers::NONE, Key::Home);
    assert_eq!(pane.harness.state().state().scroll_x, 0.0);
}

#[test]
fn an_idle_pane_asks_for_no_frame() {
    let place = place("a.rs", "fn main() {}\n".repeat(100));
    let mut harness = Harness::builder()
        .with_max_steps(400)
        .build_ui_state(|ui, editor: &mut Editor| drop(editor.ui(ui)), place.editor());
    harness.run();
    harness.step();
    let delays: Vec<_> = harness.output().viewport_output.values().map(|output| output.repaint_delay).collect();
    assert_eq!(delays, [std::time::Duration::MAX]);
}

#[test]
fn a_letter_in_the_frame_in_which_a_chord_begins_is_typed() {
    let mut pane = pane("a.txt", "");
    let alt = Modifiers::ALT;
    let input = pane.harness.input_mut();
    let key =
        |pressed| Event::Key { key: Key::X, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    let typed = [key(true), Event::Text("x".to_owned()), key(false), Event::Text("\u{e9}".to_owned())];
    input.events.extend(typed.into_iter().chain([Event::ModifiersChanged(alt)]));
    pane.harness.step();
    assert_eq!(pane.text(), "x\u{e9}");
}

#[test]
fn a_focused_pane_asks_for_frames_until_ten_seconds_after_the_last_key() {
    let mut pane = pane("a.txt", "text");
    pane.harness.ctx.all_styles_mut(|style| style.visuals.text_cursor.blink = true);
    pane.harness.event(Event::Text("x".to_owned()));
    pane.harness.step();
    let asks = |pane: &mut Pane| {
        pane.harness.step();
        let mut outputs = pane.harness.output().viewport_output.values();
        outputs.any(|output| output.repaint_delay < std::time::Duration::from_secs(1))
    };
    assert!(asks(&mut pane), "the cursor blinks");
    for _ in 0..1_001 {
        pane.harness.step();
    }
    assert!(!asks(&mut pane), "and rests");
    pane.harness.event(Event::Text("y".to_owned()));
    pane.harness.step();
    assert!(asks(&mut pane), "until the next key");
}

#[test]
fn a_pane_of_any_size_is_drawn_within_its_bounds() {
    for (width, height) in [(0.0, 0.0), (1.0, 1.0), (1.0, 300.0), (300.0, 1.0), (30.0, 60.0), (130.0, 90.0)] {
        let place = place("a.rs", "fn main() {\n    let long = \"line\";\n}\n".repeat(50));
        let mut editor = place.editor();
        editor.request_focus();
        editor.find();
        let show = move |ui: &mut egui::Ui, editor: &mut Editor| {
            let rect = Rect::from_min_size(egui::pos2(20.0, 20.0), egui::vec2(width, height));
            let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
            let response = editor.ui(&mut child);
            assert!(
                rect.expand(0.1).contains_rect(response.rect) || response.rect.is_negative(),
                "{rect} {}",
                response.rect
            );
        };
        let mut harness = Harness::builder().with_max_steps(400).build_ui_state(show, editor);
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
    }
}

#[test]
fn a_screen_reader_is_told_name_and_text() {
    let pane = pane("a.txt", "hello\n");
    let node = pane.harness.get_by_label("Editor: a.txt");
    assert_eq!(node.accesskit_node().value().as_deref(), Some("hello\n"));
}

#[test]
fn a_run_of_text_is_as_wide_as_its_cells() {
    let pane = pane("a.txt", "");
    let font = egui::TextStyle::Monospace.resolve(&pane.harness.ctx.global_style());
    let (cell, run) = pane.harness.ctx.fonts_mut(|fonts| {
        let run = fonts.layout_no_wrap("fn main0_".repeat(40), font.clone(), egui::Color32::WHITE);
        (fonts.glyph_width(&font, '0'), run.size().x)
    });
    assert!((run - 360.0 * cell).abs() < cell / 4.0, "{run} is not {}", 360.0 * cell);
}

#[test]
fn the_line_that_is_typed_into_stays_in_view_where_a_strip_takes_its_place() {
    let lines: String = (1..=300).map(|line| format!("line {line}\n")).collect();
    let mut pane = pane("a.txt", &lines);
    pane.harness.state_mut().go_to_line(150);
    pane.type_text("x");
    // Moves to the lowest row that is completely visible.
    for _ in 0..40 {
        let (top, page) = (pane.harness.state().pane.view.top_line(), pane.harness.state().pane.view.page);
        if pane.harness.state().file().buffer.cursor_line() >= top + page {
            break;
        }
        pane.press(Modifiers::NONE, Key::ArrowDown);
    }
    let before = pane.harness.state().pane.view.top_line();
    std::fs::write(&pane.place.path, "two").expect("written by somebody");
    pane.harness.state_mut().file().check_disk();
    pane.harness.run();
    assert!(pane.sees("This file changed on disk"));
    let (view, cursor) = (pane.harness.state().pane.view.top_line(), pane.harness.state().file().buffer.cursor_line());
    assert!(view > before && cursor <= view + pane.harness.state().pane.view.page + 1, "{before} {view} {cursor}");
}
