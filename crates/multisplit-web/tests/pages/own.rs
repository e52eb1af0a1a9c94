//! Pages of the application itself.

use crate::server::Server;
use crate::web::Web;
use egui::Color32;
use multisplit_web::engine::{Answer, Content, OWN_PAGES, Opened};
use multisplit_web::{Kept, Order, PageView, WebEngine as _};
use std::sync::Arc;

/// A picture of one red pixel.
const RED: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='red'/></svg>";

struct Book(String);

impl Content for Book {
    fn answer(&self, path: &str, _: bool) -> Answer {
        let page = |body: &str| Answer::Data {
            kind: "text/html",
            bytes: format!("<!doctype html><title>{path}</title><body style='margin:0'>{body}").into(),
        };
        match path {
            "a b.md" => page(&format!(
                "<link rel=icon href='{1}'><img src='{1}'><meta http-equiv=refresh content='1;url={1}'>\
                 <script>document.title = 'ran'</script><img src=x onerror=\"document.title = 'ran'\">\
                 <img src='{0}' style='position:absolute;top:0;left:0;width:50px;height:50px'><img src=code.rs>\
                 <a href=next.md style='position:absolute;top:60px;left:0'>next ü</a>\
                 <a href=code.rs style='position:absolute;top:100px;left:0'>the code</a>\
                 <a href='{1}' style='position:absolute;top:140px;left:0'>out</a>",
                "dot.svg", self.0
            )),
            "dot.svg" => Answer::Data { kind: "image/svg+xml", bytes: RED.into() },
            "code.rs" => Answer::Elsewhere,
            "next.md" => page(
                &(0..100)
                    .map(|line| format!("<p data-line={} style='height:40px;margin:0'>{line}", line * 2))
                    .collect::<String>(),
            ),
            "panics.md" => panic!("a page that breaks"),
            _ => Answer::Missing,
        }
    }
}

fn open<'a>(web: &'a Web, path: &str, other: &str) -> crate::web::Page<'a> {
    let content = Arc::new(Book(other.to_owned()));
    let view = PageView::own(Kept::new(format!("{OWN_PAGES}{path}")), content, || {});
    let id = web.engine.open(Arc::clone(&view));
    web.engine.order(id, Order::Show { size: [400, 300] });
    web.page(id, view)
}

#[test]
fn own_pages_have_pictures_and_no_scripts_and_what_is_no_page_opens_elsewhere() {
    let (server, web) = (Server::start(), Web::start());
    let outside = server.page("outside", "");
    let page = open(&web, "a%20b.md", &outside);
    page.until(|state| !state.is_loading && state.kept.title == "a b.md");
    page.until_color([30, 20], Color32::RED);
    // Nor does the page reach the network, or go anywhere by itself, also after the user has used it.
    page.click([300.0, 250.0]);
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    let state = page.view.state();
    assert!(state.opened.is_empty(), "a picture that is none opens nothing: {:?}", state.opened);
    assert_eq!((server.asked(), state.icon.is_none()), (vec![], true));
    page.click([10.0, 108.0]);
    let code = Opened { url: format!("{OWN_PAGES}code.rs"), behind: false };
    assert_eq!(page.until(|state| !state.opened.is_empty()).opened, [code]);
    page.view.update(|state| state.opened.clear());
    page.click([10.0, 148.0]);
    assert_eq!(page.until(|state| !state.opened.is_empty()).opened, [Opened { url: outside, behind: false }]);
    assert_eq!(page.view.state().kept.title, "a b.md");
    page.click([10.0, 68.0]);
    page.until(|state| state.kept.title == "next.md");
    for broken in ["panics.md", "nothing.md"] {
        page.order(Order::Go(format!("{OWN_PAGES}{broken}")));
        page.until(|state| state.kept.url.ends_with(broken) && !state.is_loading && state.kept.title != "next.md");
    }
}

#[test]
fn the_source_of_an_own_page_is_followed_by_its_lines_and_its_text_can_be_changed() {
    let web = Web::start();
    let page = open(&web, "next.md", "");
    page.until(|state| !state.is_loading && state.kept.title == "next.md");
    page.until_frame();
    page.order(Order::ToLine(41.0));
    let state = page.until(|state| state.line.is_some_and(|line| (40.5..41.5).contains(&line)));
    assert!((state.kept.scroll[1] - 820.0).abs() < 2.0, "halfway between two parts: {:?}", state.kept.scroll);
    page.order(Order::Put(
        "<div style='height:5000px;background:lime'></div><img src=x onerror=\"document.title = 'ran'\">".to_owned(),
    ));
    page.until_color([200, 100], Color32::GREEN);
    let state = page.view.state();
    assert_eq!(state.kept.title, "next.md");
    assert!((state.kept.scroll[1] - 820.0).abs() < 2.0, "it stays where it was: {:?}", state.kept.scroll);
}
