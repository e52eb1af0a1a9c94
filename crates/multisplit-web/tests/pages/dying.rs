//! A browser that dies at any moment, and pages that come back where they were.

use crate::server::Server;
use crate::showing::scroll;
use crate::web::{Page, Web, kill};
use multisplit_testing::Random;
use multisplit_web::Order;
use std::time::Duration;

/// How often the browser is killed. `MULTISPLIT_BROWSER_KILLS` asks for more.
const KILLS: u32 = 200;
/// The number of pages that are shown.
const PAGES: usize = 3;

#[test]
fn a_page_comes_back_with_scroll_and_form_after_the_browser_was_killed() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page(
        "long",
        "<input name=word style='width:200px;height:30px'><input type=password name=secret>
         <div style='height:5000px;background:linear-gradient(red,blue)'></div>",
    );
    let page = web.show(&url);
    page.click([50.0, 15.0]);
    page.type_text("kept");
    page.until(|state| state.kept.form.is_some());
    scroll(&page, -700.0);
    let before = page.until(|state| state.kept.scroll[1] > 600.0);
    let killed = web.engine.process().expect("it runs");
    kill(killed);
    page.until(|state| state.restarts == 1);
    let state = page.until(|state| state.can_step[0] == before.can_step[0] && state.kept.title == "long");
    page.until(|state| !state.is_loading && state.kept.scroll == before.kept.scroll);
    assert_eq!((state.kept.url, state.kept.form), (url, before.kept.form));
    assert_ne!(web.engine.process(), Some(killed));
}

#[test]
fn no_page_loses_its_place_however_often_the_browser_is_killed() {
    let kills = std::env::var("MULTISPLIT_BROWSER_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let (server, web) = (Server::start(), Web::start());
    let tall = "<div style='height:9000px;background:linear-gradient(red,blue)'></div>";
    let urls: Vec<String> = (0..PAGES).map(|at| server.page(&format!("page{at}"), tall)).collect();
    let pages: Vec<_> = urls.iter().map(|url| web.show(url)).collect();
    for (at, page) in pages.iter().enumerate() {
        scroll(page, -300.0 * (at + 1) as f32);
    }
    let places: Vec<[f64; 2]> =
        pages.iter().map(|page| page.until(|state| state.kept.scroll[1] > 200.0).kept.scroll).collect();
    let mut random = Random::new(7);
    for number in 1..=kills {
        // While it runs, starts, or loads.
        std::thread::sleep(Duration::from_millis(random.below(120)));
        loop {
            if let Some(process) = web.engine.process() {
                kill(process);
                break;
            }
            try_again(&pages);
            std::thread::sleep(Duration::from_millis(1));
        }
        if number % 20 == 0 {
            for ((page, url), place) in pages.iter().zip(&urls).zip(&places) {
                let state = page.until(|state| {
                    if state.failure.is_some() {
                        page.order(Order::Reload);
                    }
                    !state.is_loading
                        && state.failure.is_none()
                        && state.kept.title.starts_with("page")
                        && state.kept.scroll == *place
                });
                assert_eq!(state.kept.url, *url);
            }
        }
    }
}

/// A browser that ends again and again is given up, until the user wants to see it tried again.
fn try_again(pages: &[Page<'_>]) {
    let has_failed = |page: &&Page<'_>| page.view.state().failure.is_some();
    pages.iter().filter(has_failed).for_each(|page| page.order(Order::Reload));
}

#[test]
fn a_page_that_crashes_says_so_and_the_others_go_on() {
    let (server, web) = (Server::start(), Web::start());
    let (one, other) = (web.show(&server.page("one", "one")), web.show(&server.page("other", "other")));
    one.order(Order::Go("chrome://crash".to_owned()));
    one.until(|state| state.failure.as_deref() == Some("The page has crashed."));
    assert_eq!(other.view.state().failure, None);
    one.order(Order::Go(server.url("one")));
    one.until(|state| state.failure.is_none() && state.kept.title == "one");
    assert_eq!(one.view.state().restarts, 0);
}
