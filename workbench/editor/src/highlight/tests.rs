//! Tests that colors after edits are those of the current text.

use multisplit_pane_chrome::legible::{MIN_CONTRAST, contrast};
use proptest::prelude::{Strategy, any};

use super::{Colors, MAX_COLORED_LINES, Rope, Span, syntax_of};

fn rust() -> Colors {
    Colors::new(syntax_of("a.rs", "rs", ""), 1)
}

fn fresh(text: &Rope) -> Vec<Vec<Span>> {
    let mut colors = Colors::new(syntax_of("a.rs", "rs", ""), text.len_lines());
    assert!(colors.advance(text, 0..text.len_lines(), true, || true));
    all(&colors, text)
}

fn all(colors: &Colors, text: &Rope) -> Vec<Vec<Span>> {
    (0..text.len_lines()).map(|line| colors.spans(line).to_vec()).collect()
}

/// Replaces characters of the text and records the edit in the colors.
fn edit(text: &mut Rope, colors: &mut Colors, from: usize, to: usize, new: &str) {
    let line = text.char_to_line(from);
    let removed = text.char_to_line(to) - line;
    text.remove(from..to);
    text.insert(from, new);
    colors.edited(line, removed, new.matches('\n').count());
}

fn words() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec![
        "fn a() {",
        "}",
        "/*",
        "*/",
        "\"",
        "// x",
        "\n",
        "\n",
        " ",
        "let b = 1;",
        "r#\"",
        "\"#",
    ]);
    proptest::collection::vec(word, 0..8).prop_map(|words| words.concat())
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn colors_after_any_edits_are_those_of_a_fresh_look(
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<proptest::sample::Index>(), words(), any::<bool>()), 1..12)
    ) {
        let mut text = Rope::new();
        let mut colors = rust();
        for (a, b, new, look) in edits {
            let (a, b) = (a.index(text.len_chars() + 1), b.index(text.len_chars() + 1));
            edit(&mut text, &mut colors, a.min(b), a.max(b), &new);
            if look {
                let mut budget = 3;
                colors.advance(&text, 0..text.len_lines(), true, || { budget -= 1; budget > 0 });
            }
        }
        proptest::prop_assert!(colors.advance(&text, 0..text.len_lines(), true, || true));
        proptest::prop_assert_eq!(all(&colors, &text), fresh(&text));
    }
}

#[test]
fn an_edit_that_changes_nothing_below_colors_one_line_again() {
    let mut text = Rope::from_str(&"fn a() {}\n".repeat(1000));
    let mut colors = Colors::new(syntax_of("a.rs", "rs", ""), text.len_lines());
    assert!(colors.advance(&text, 0..1000, true, || true));
    edit(&mut text, &mut colors, 3, 3, "bc");
    let mut asked = 0;
    assert!(colors.advance(&text, 0..1000, true, || {
        asked += 1;
        true
    }));
    assert_eq!(asked, 1);
}

#[test]
fn a_spent_budget_leaves_the_rest_for_the_next_frame() {
    let text = Rope::from_str(&"fn a() {}\n".repeat(10));
    let mut colors = Colors::new(syntax_of("a.rs", "rs", ""), text.len_lines());
    let mut left = 4;
    let done = colors.advance(&text, 0..10, true, || {
        left -= 1;
        left >= 0
    });
    assert!(!done);
    assert!(!colors.spans(3).is_empty() && colors.spans(4).is_empty());
    assert!(colors.advance(&text, 0..10, true, || true));
    assert!(!colors.spans(9).is_empty());
}

#[test]
fn colors_of_far_lines_are_forgotten_and_come_back() {
    let lines = MAX_COLORED_LINES * 2;
    let text = Rope::from_str(&"fn a() {}\n".repeat(lines));
    let mut colors = Colors::new(syntax_of("a.rs", "rs", ""), text.len_lines());
    assert!(colors.advance(&text, lines - 20..lines, true, || true));
    assert!(colors.spans(0).is_empty() && !colors.spans(lines - 1).is_empty());
    assert!(colors.advance(&text, 0..20, true, || true));
    assert!(!colors.spans(0).is_empty());
}

#[test]
fn light_and_dark_are_not_the_same() {
    let text = Rope::from_str("fn a() {}\n");
    let mut colors = Colors::new(syntax_of("a.rs", "rs", ""), text.len_lines());
    assert!(colors.advance(&text, 0..1, true, || true));
    let dark = all(&colors, &text);
    assert!(colors.advance(&text, 0..1, false, || true));
    assert_ne!(dark, all(&colors, &text));
}

#[test]
fn plain_text_costs_nothing() {
    let mut colors = Colors::new(syntax_of("notes", "", "hello"), 100_000);
    assert!(colors.advance(&Rope::from_str("hello"), 0..1, true, || false));
    assert_eq!(colors.bytes(), 0);
}

#[test]
fn a_list_is_text_like_any_other() {
    let scopes = ["text.html.markdown", "markup.list.unnumbered.markdown"];
    let stack = scopes.map(|scope| syntect::parsing::Scope::new(scope).expect("a scope"));
    for dark in [true, false] {
        let painter = super::painter(dark);
        assert_eq!(painter.style_for_stack(&stack).foreground, painter.get_default().foreground, "dark {dark}");
    }
}

#[test]
fn every_color_can_be_read_on_its_ground() {
    let grounds = [egui::Visuals::dark(), egui::Visuals::light()].map(|visuals| visuals.panel_fill);
    for ((name, ground, _), drawn) in [super::DARK_THEME, super::LIGHT_THEME].into_iter().zip(grounds) {
        assert_eq!(ground, drawn, "what egui lays below");
        let colors = super::theme(name).scopes.iter().filter_map(|item| item.style.foreground);
        let colors: Vec<_> = colors.map(|c| egui::Color32::from_rgb(c.r, c.g, c.b)).collect();
        assert!(colors.len() > 10);
        for color in colors {
            assert!(contrast(color, ground) >= MIN_CONTRAST, "{color:?} in {name}");
        }
    }
}

#[test]
fn files_of_a_days_work_have_a_language() {
    for (name, extension, language) in [
        ("Cargo.toml", "toml", "TOML"),
        ("main.ts", "ts", "TypeScript"),
        ("App.tsx", "tsx", "TypeScriptReact"),
        ("Dockerfile", "", "Dockerfile"),
        ("main.rs", "rs", "Rust"),
        ("CMakeLists.txt", "txt", "CMake"),
        ("x.nix", "nix", "Nix"),
        ("a.kt", "kt", "Kotlin"),
        ("a.swift", "swift", "Swift"),
        ("a.vue", "vue", "Vue Component"),
        ("a.zig", "zig", "Zig"),
        (".gitignore", "", "Git Ignore"),
        ("notes", "", "Plain Text"),
    ] {
        assert_eq!(syntax_of(name, extension, "").name, language, "{name}");
    }
}
