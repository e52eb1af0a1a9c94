//! What the program is, and the license terms of everything it is made of.

/// The crates and their licenses; `cargo xtask licenses` writes this file.
const THIRD_PARTY: &str = include_str!("../THIRD_PARTY.txt");

/// Returns the whole text, to be read in a pane.
pub(crate) fn text() -> String {
    format!(
        "MultiSplit {}\n\nUnder the MIT license or the Apache License 2.0, as you choose.\n\n{THIRD_PARTY}\n{}\n\n{}",
        env!("CARGO_PKG_VERSION"),
        "-".repeat(80),
        multisplit_pane_editor::acknowledgements()
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn fonts_syntaxes_and_crates_are_all_named_with_their_terms() {
        let text = super::text();
        for words in ["egui 0.", "SIL OPEN FONT LICENSE", "UBUNTU FONT LICENCE", "Mozilla Public License", "Syntaxes"] {
            assert!(text.to_lowercase().contains(&words.to_lowercase()), "{words}");
        }
    }
}
