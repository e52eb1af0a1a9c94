//! Text in Markdown as a page. Its parts say the lines at which they begin, so that it can be scrolled in step with its source.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::collections::HashMap;
use std::ops::Range;

/// How the page looks, in light and in dark.
const STYLE: &str = include_str!("markdown.css");

/// What is understood besides CommonMark, as on GitHub.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);

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
    html::push_html(&mut out, with_lines(text).into_iter());
    out.push_str("</main>");
    out
}

/// Returns the parts of a text, with a mark before each that begins a line of its own. The mark of a heading is where links to it lead.
fn with_lines(text: &str) -> Vec<Event<'_>> {
    let (mut line, mut read) = (0, 0);
    let all: Vec<_> = Parser::new_ext(text, OPTIONS).into_offset_iter().collect();
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut out = Vec::with_capacity(all.len() + all.len() / 4);
    for (at, (event, range)) in all.iter().enumerate() {
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
            let name = match event {
                Event::Start(Tag::Heading { .. }) => format!(" id=\"{}\"", unique(&mut names, slug(&all[at + 1..]))),
                _ => String::new(),
            };
            mark = Some(Event::InlineHtml(format!("<span data-line={line}{name}></span>").into()));
        }
        // A mark of an item is in it: a list holds nothing but items.
        if is_item {
            out.push(event.clone());
            out.extend(mark);
        } else {
            out.extend(mark);
            out.push(event.clone());
        }
    }
    out
}

/// Returns the name of a heading by which links lead to it, as on GitHub: its words in small letters, with hyphens between.
fn slug(after: &[(Event<'_>, Range<usize>)]) -> String {
    let mut name = String::new();
    for (event, _) in after {
        match event {
            Event::End(TagEnd::Heading(_)) => break,
            Event::Text(text) | Event::Code(text) => {
                name.extend(text.chars().flat_map(char::to_lowercase).filter_map(|c| match c {
                    ' ' => Some('-'),
                    c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    name
}

/// Returns a name that no heading before has: the second of a name ends in `-1`.
fn unique(names: &mut HashMap<String, usize>, name: String) -> String {
    let count = names.entry(name.clone()).or_default();
    *count += 1;
    if *count == 1 { name } else { format!("{name}-{}", *count - 1) }
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
            "<span data-line=0 id=\"title\"></span><h1>Title</h1>",
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
    fn links_lead_to_headings_and_what_describes_the_file_is_not_shown() {
        let html = body("---\ntitle: front\n---\n\n# Two `words`, and more!\n\n## Again\n\n## Again\n", false);
        for part in ["id=\"two-words-and-more\"", "id=\"again\"", "id=\"again-1\""] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(!html.contains("front"), "{html}");
    }

    #[test]
    fn deep_and_long_texts_end() {
        for text in ["> ".repeat(20_000), "- ".repeat(5_000), "[".repeat(50_000), "*a ".repeat(50_000)] {
            assert!(body(&text, false).len() > 10);
        }
    }
}
