//! What a screen reader gets of a page, and does with its parts.

use crate::desk::{do_all, letters, open, pane, until, until_title};
use crate::server::Server;
use crate::web::Web;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use multisplit_web::{Kept, Order};

const PAGE: &str = "<main><h1>News</h1><p>Read <a href='other'>the article</a> now.</p>\
    <form><label>Name <input value=Ada oninput='document.title=this.value'></label>\
    <input type=checkbox aria-label='By mail' checked><textarea aria-label=Words></textarea>\
    <select aria-label=Size><option>small<option>large</select><button type=button disabled>Send</button></form>\
    <ul><li>one<li>two</ul><img alt='a red dot' src=none><details><summary>More</summary>hidden</details></main>";

const TREE: &str = r#"Document "news"
  Main
    Heading 1 "News"
    Paragraph
      Label "Read "
      Link "the article"
      Label " now."
    Label "Name "
    TextInput "Name " = "Ada"
    CheckBox "By mail" (ticked)
    MultilineTextInput "Words"
    ComboBox "Size" = "small" (folded)
      ListBoxOption "small"
      ListBoxOption "large"
    Button "Send" (disabled)
    List
      ListItem
        Label "one"
      ListItem
        Label "two"
    Image "a red dot"
    Group
      DisclosureTriangle "More" (folded)
"#;

#[test]
fn the_parts_of_a_page_are_told_as_text_and_follow_its_changes() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page("news", PAGE));
    assert_eq!(page.view.state().tree, None, "nobody has asked");
    page.order(Order::Describe(true));
    let told = page.until(|state| state.tree.as_ref().is_some_and(|tree| tree.nodes.len() > 20)).tree.expect("told");
    let text = told.to_string();
    assert_eq!(text, TREE);
    let link = told.nodes.iter().find(|node| node.role == Role::Link).expect("a link");
    let place = link.bounds.expect("a place");
    assert!(place.width() > 40.0 && place.width() < 120.0 && place.min.y > 40.0 && place.max.y < 140.0, "{place:?}");
    // What changes by itself is told again.
    page.order(Order::Zoom(2.0));
    let is_larger = |tree: &multisplit_web::engine::PageTree| {
        tree.nodes
            .iter()
            .any(|node| node.id == link.id && node.bounds.is_some_and(|now| now.width() > 1.5 * place.width()))
    };
    page.until(|state| state.tree.as_ref().is_some_and(|tree| is_larger(tree)));
    page.order(Order::Describe(false));
    page.until(|state| state.tree.is_none());
}

#[test]
fn a_screen_reader_reads_clicks_and_fills_in_the_parts_of_a_page() {
    let server = Server::start();
    server.page("other", "<h1>The other page</h1>");
    let mut bench = open(Kept::new(server.page("news", PAGE)));
    until_title(&mut bench, "news");
    until(&mut bench, "the heading is read", |bench| bench.query_by_role_and_label(Role::Heading, "News").is_some());
    let pane_of_page = bench.get_by_label("Page: news").accesskit_node().bounding_box().expect("a place");
    let heading = bench.get_by_label("News").accesskit_node().bounding_box().expect("a place");
    assert!(pane_of_page.contains(heading.origin()), "{heading:?} in {pane_of_page:?}");
    // A part that is focused has the keyboard: what is typed goes there.
    bench.get_by_role_and_label(Role::TextInput, "Name ").focus();
    bench.step();
    until(&mut bench, "the field has the keyboard", |bench| {
        bench.get_by_label("Page: news").accesskit_node().active_descendant().is_some()
    });
    do_all(&mut bench, letters("!"));
    until(&mut bench, "it is typed", |bench| pane(bench).title().contains('!') && pane(bench).title().contains("Ada"));
    until(&mut bench, "it is told", |bench| {
        bench
            .get_by_role_and_label(Role::TextInput, "Name ")
            .accesskit_node()
            .value()
            .is_some_and(|text| text.contains('!'))
    });
    bench.get_by_role_and_label(Role::TextInput, "Name ").set_text_value_accesskit("Grace");
    until_title(&mut bench, "Grace");
    bench.get_by_role_and_label(Role::Link, "the article").click_accesskit();
    until_title(&mut bench, "other");
    until(&mut bench, "its parts are told", |bench| {
        bench.query_by_label("The other page").is_some() && bench.query_by_label("the article").is_none()
    });
}
