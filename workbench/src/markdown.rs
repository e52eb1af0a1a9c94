//! Text in Markdown as a page. Its parts say the lines at which they begin, so that it can be scrolled in step with its source.

use pulldown_cmark::{Event, Options, Parser, Tag, html};
use std::fmt::Write as _;

/// How the page looks, in light and in dark.
const STYLE: &str = include_str!("markdown.css");

/// What is understood besides CommonMark, as on GitHub.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// Returns a whole page. Cost: linear in the text, about 20 ms for a megabyte.
pub(crate) fn page(title: &str, text: &str, dark: bool) -> String {
    let mut named = String::new();
    escape(&mut named, title);
    format!("<!doctype html><meta charset=utf-8><title>{named}</title><style>{STYLE}</style><body>{}", body(text, dark))
}

/// Returns what is in the page.
pub(crate) fn body(text: &str, dark: bool) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    out.push_str(if dark { "<main class=dark>" } else { "<main>" });
    html::push_html(&mut out, with_lines(text));
    out.push_str("</main>");
    out
}

/// Returns the parts of a text, with a mark before each that begins a line of its own.
fn with_lines(text: &str) -> impl Iterator<Item = Event<'_>> {
    let (mut line, mut read) = (0, 0);
    Parser::new_ext(text, OPTIONS).into_offset_iter().flat_map(move |(event, range)| {
        let begins = matches!(
            event,
            Event::Start(
                Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::CodeBlock(_)
                    | Tag::Table(_)
                    | Tag::BlockQuote(_)
                    | Tag::HtmlBlock
            ) | Event::Rule
        );
        let is_item = matches!(event, Event::Start(Tag::Item));
        let mut mark = None;
        if (begins || is_item) && range.start >= read {
            line += text.as_bytes()[read..range.start].iter().filter(|byte| **byte == b'\n').count();
            read = range.start;
            let mut html = String::new();
            // Writing to a string cannot fail.
            let _ = write!(html, "<span data-line={line}></span>");
            mark = Some(Event::InlineHtml(html.into()));
        }
        // A mark of an item is in it: a list holds nothing but items.
        let (first, second) = if is_item { (Some(event), mark) } else { (mark, Some(event)) };
        first.into_iter().chain(second)
    })
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{body, page};

    #[test]
    fn a_text_becomes_a_page_whose_parts_say_their_lines() {
        let text = "# Title\n\nOne *word*.\n\n- first\n- second\n\n```rust\nlet a = 1 < 2;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        let html = body(text, false).replace('\n', "");
        for part in [
            "<span data-line=0></span><h1>Title</h1>",
            "<span data-line=2></span><p>One <em>word</em>.</p>",
            "<li><span data-line=4></span>first</li>",
            "<li><span data-line=5></span>second</li>",
            "<span data-line=7></span><pre><code class=\"language-rust\">let a = 1 &lt; 2;",
            "<span data-line=11></span><table>",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(body(text, true).starts_with("<main class=dark>"));
    }

    #[test]
    fn what_people_write_on_github_is_understood_and_a_title_is_only_text() {
        let html = body("- [x] done\n\n~~gone~~ note[^1]\n\n[^1]: there\n\n> [!NOTE]\n> mind\n", false);
        for part in ["type=\"checkbox\"", "<del>gone</del>", "footnote-reference", "markdown-alert-note"] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(page("a<b>&", "", false).contains("<title>a&lt;b>&amp;</title>"));
    }

    #[test]
    fn deep_and_long_texts_end() {
        for text in ["> ".repeat(20_000), "- ".repeat(5_000), "[".repeat(50_000), "*a ".repeat(50_000)] {
            assert!(body(&text, false).len() > 10);
        }
    }
}
