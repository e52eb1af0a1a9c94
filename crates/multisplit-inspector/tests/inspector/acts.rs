//! Tests of what the user does: buttons, sections, the table, the keyboard, and what is saved of it.

use crate::fixture::{Stage, fed, normal, stage};
use egui::accesskit::{Live, Role, SortDirection};
use egui::{Key, Modifiers, Theme, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use multisplit_inspector::{Inspector, InspectorAction, InspectorState};
use std::path::PathBuf;

fn shown() -> Stage {
    stage(fed(60, normal), vec2(420.0, 700.0), Theme::Dark)
}

fn click(stage: &mut Stage, label: &str) {
    stage.get_by_label(label).click();
    stage.run();
}

fn actions(stage: &mut Stage) -> Vec<InspectorAction> {
    std::mem::take(&mut stage.state_mut().actions)
}

fn export(path: &str) -> Vec<InspectorAction> {
    vec![InspectorAction::ExportReport { path: PathBuf::from(path) }]
}

fn type_over(stage: &mut Stage, text: &str) {
    stage.key_press_modifiers(Modifiers::COMMAND, Key::A);
    stage.run();
    let field = stage.get_by_role(Role::TextInput);
    if text.is_empty() {
        stage.key_press(Key::Delete);
    } else {
        field.type_text(text);
    }
    stage.run();
}

#[test]
fn buttons_say_what_is_wanted_once() {
    let mut stage = shown();
    assert_eq!(actions(&mut stage), []);
    click(&mut stage, "Trim");
    assert_eq!(actions(&mut stage), [InspectorAction::TrimNow]);
    click(&mut stage, "Drop all hidden");
    assert_eq!(actions(&mut stage), [InspectorAction::DropHidden]);
    stage.run_steps(5);
    assert_eq!(actions(&mut stage), []);
}

#[test]
fn a_report_is_exported_where_the_user_says() {
    let mut stage = shown();
    click(&mut stage, "Export report…");
    assert_eq!(actions(&mut stage), []);
    click(&mut stage, "Export");
    assert_eq!(actions(&mut stage), export("multisplit-report.json"));
    assert!(stage.query_by_label("Export").is_none(), "the field closes");
    click(&mut stage, "Export report…");
    type_over(&mut stage, "/tmp/other.json");
    stage.key_press(Key::Enter);
    stage.run();
    assert_eq!(actions(&mut stage), export("/tmp/other.json"));
    assert_eq!(stage.state().inspector.state().export_path, "/tmp/other.json");
}

#[test]
fn an_export_can_be_thought_better_of() {
    let mut stage = shown();
    click(&mut stage, "Export report…");
    stage.key_press(Key::Escape);
    stage.run();
    assert!(stage.query_by_label("Export").is_none());
    click(&mut stage, "Export report…");
    click(&mut stage, "Cancel");
    assert!(stage.query_by_label("Export").is_none());
    assert_eq!(actions(&mut stage), []);
}

#[test]
fn no_report_is_exported_to_an_empty_path() {
    let mut stage = shown();
    click(&mut stage, "Export report…");
    type_over(&mut stage, "");
    assert!(stage.get_by_label("Export").accesskit_node().is_disabled());
    stage.key_press(Key::Enter);
    stage.run();
    assert_eq!(actions(&mut stage), []);
}

#[test]
fn a_section_closes_and_opens() {
    let mut stage = shown();
    let plot =
        |stage: &Stage| stage.query_by(|node| node.label().is_some_and(|l| l.starts_with("Slots over"))).is_some();
    let is_open = |stage: &Stage| stage.get_by_label("Slots").accesskit_node().data().is_expanded();
    assert!(plot(&stage));
    assert_eq!(is_open(&stage), Some(true));
    click(&mut stage, "Slots");
    assert!(!plot(&stage));
    assert_eq!(is_open(&stage), Some(false));
    click(&mut stage, "Slots");
    assert!(plot(&stage));
}

#[test]
fn a_click_on_a_column_sorts_and_a_second_one_turns_the_order() {
    let mut inspector = fed(60, normal);
    let closed = ["memory", "slots", "cache", "loads", "frames"].map(str::to_owned).to_vec();
    inspector.restore(&InspectorState { closed, ..InspectorState::default() });
    let mut stage = stage(inspector, vec2(700.0, 700.0), Theme::Dark);
    let first = |stage: &Stage| {
        let rows = stage.query_all_by_role(Role::Row);
        let top = rows.min_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).expect("a row");
        top.accesskit_node().label().unwrap_or_default().split(',').next().unwrap_or_default().to_owned()
    };
    assert_eq!(first(&stage), "provide terminal");
    click(&mut stage, "calls");
    assert_eq!(first(&stage), "solve");
    click(&mut stage, "calls");
    assert_eq!(first(&stage), "provide terminal");
    let direction = stage.get_by_label("calls").accesskit_node().sort_direction();
    assert_eq!(direction, Some(SortDirection::Ascending));
    click(&mut stage, "operation");
    assert_eq!(first(&stage), "park");
}

#[test]
fn keys_scroll_the_pane_that_has_the_focus() {
    let mut stage = stage(fed(60, normal), vec2(420.0, 400.0), Theme::Dark);
    let top = |stage: &Stage| stage.get_by_label("Trim").rect().top();
    let start = top(&stage);
    stage.key_press(Key::PageDown);
    stage.run();
    assert_eq!(top(&stage), start, "it has no focus yet");
    stage.state_mut().inspector.request_focus();
    stage.run();
    stage.key_press(Key::ArrowDown);
    stage.run();
    assert_eq!(top(&stage), start - 40.0);
    stage.key_press(Key::PageDown);
    stage.run();
    assert!(top(&stage) < start - 300.0, "{}", top(&stage));
    stage.key_press(Key::End);
    stage.run();
    let end = top(&stage);
    let last = stage.query_all_by_role(Role::ListItem).map(|row| row.rect().bottom()).fold(0.0, f32::max);
    assert!(last > 300.0 && last <= 400.0, "the last event is in view: {last}");
    stage.key_press(Key::PageUp);
    stage.run();
    assert!(top(&stage) > end);
    stage.key_press(Key::Home);
    stage.run();
    assert_eq!(top(&stage), start);
}

#[test]
fn tab_reaches_a_header_and_space_closes_its_section() {
    let mut stage = shown();
    stage.get_by_label("Memory").focus();
    stage.run();
    stage.key_press(Key::Space);
    stage.run();
    assert_eq!(stage.state().inspector.state().closed, ["memory"]);
}

#[test]
fn the_level_of_memory_is_told_in_words() {
    let mut reading = normal(0);
    for (level, words) in [
        ("normal", "Memory normal"),
        ("soft", "Memory over the soft limit"),
        ("hard", "Memory over the hard limit"),
        ("critical", "Memory critical"),
        ("odd", "Memory odd"),
    ] {
        reading.snapshot.memory = level;
        reading.snapshot.futile = level == "critical";
        let stage = stage(fed(1, |_| reading.clone()), vec2(240.0, 300.0), Theme::Light);
        // Screen readers announce it when it changes.
        assert_eq!(stage.get_by_label(words).accesskit_node().data().live(), Some(Live::Polite), "{words}");
        assert_eq!(stage.query_by_label("Trimming does not help").is_some(), level == "critical");
    }
}

#[test]
fn numbers_are_told_to_screen_readers() {
    let stage = shown();
    for words in ["live 60.0 MB", "soft limit 200 MB", "hard limit 260 MB", "system limit 8.00 GB", "parked 23"] {
        assert_eq!(stage.query_all_by_label(words).count(), 1, "{words}");
    }
}

#[test]
fn what_is_kept_comes_back() {
    let mut stage = shown();
    click(&mut stage, "Memory");
    click(&mut stage, "Slots");
    let state = stage.state().inspector.state();
    assert_eq!(state.closed, ["memory", "slots"]);
    let text = serde_json::to_string(&state).expect("JSON");
    let kept: InspectorState = serde_json::from_str(&text).expect("a state");
    let mut inspector = Inspector::new();
    inspector.restore(&kept);
    assert_eq!(inspector.state(), state);
}

#[test]
fn a_state_from_elsewhere_is_brought_into_bounds() {
    let state = r#"{"closed": ["slots", "slots", "of tomorrow"], "export_path": "  ", "sort": "odd", "other": 1}"#;
    let mut state: InspectorState = serde_json::from_str(state).expect("unknown names are passed over");
    let mut inspector = Inspector::new();
    inspector.restore(&state);
    let kept = inspector.state();
    assert_eq!(
        (kept.closed.as_slice(), kept.sort.as_str(), kept.ascending),
        (&["slots".to_owned()][..], "total", false)
    );
    assert_eq!(kept.export_path, "multisplit-report.json");
    state.export_path = "a\n".repeat(1_000_000);
    inspector.restore(&state);
    assert!(inspector.state().export_path.len() < 5_000 && !inspector.state().export_path.contains('\n'));
    assert_eq!(inspector.title(), "Monitor");
}
