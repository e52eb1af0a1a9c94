//! Pages are shown, take input and remember the way, as the engine alone does it.

use crate::server::{Answer, Server};
use crate::web::Web;
use egui::Color32;
use multisplit_web::engine::{KeyPress, Pointer, PointerAct, State};
use multisplit_web::{Kept, Order, WebEngine as _};
use std::time::Duration;

#[test]
fn a_page_is_shown_clicked_and_typed_into() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page(
        "hands",
        "<div id=box style='width:100px;height:100px;background:red' onclick=\"this.style.background='lime'\"></div>
         <input id=field style='width:200px;height:30px' oninput=\"document.title=this.value\">",
    );
    let page = web.show(&url);
    assert_eq!(page.view.state().kept.url, url);
    page.until_color([50, 50], Color32::RED);
    page.click([50.0, 50.0]);
    page.until_color([50, 50], Color32::GREEN);
    page.click([50.0, 115.0]);
    page.type_text("héllo");
    page.until(|state| state.kept.title == "héllo" && state.caret.is_some());
    page.order(Order::Compose("日".to_owned()));
    page.order(Order::Insert("日本".to_owned()));
    page.until(|state| state.kept.title == "héllo日本");
}

#[test]
fn keys_reach_a_page_as_keys_and_enter_submits_a_form() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page(
        "keys",
        "<form action=sent><input name=q autofocus style='width:200px;height:30px'></form>
         <script>addEventListener('keydown', e => document.title = [e.key, e.code, e.keyCode, e.ctrlKey].join())</script>",
    );
    let page = web.show(&url);
    page.click([50.0, 15.0]);
    let key = |key, code, number, text, modifiers, pressed| {
        Order::Key(KeyPress { key, code, number, text, pressed, repeat: false, modifiers })
    };
    page.order(key("b", "KeyB", 66, "", 2, true));
    page.until(|state| state.kept.title == "b,KeyB,66,true");
    page.type_text("x");
    page.order(key("Enter", "Enter", 13, "\r", 0, true));
    page.order(key("Enter", "Enter", 13, "", 0, false));
    page.until(|state| state.kept.url.ends_with("/sent?q=x"));
}

#[test]
fn the_list_of_a_select_is_in_the_picture_and_takes_clicks() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page(
        "choice",
        "<select style='position:absolute;left:0;top:0;width:120px;height:30px;font:16px sans-serif'
           onchange='document.title=this.value'><option>one<option>two<option>three</select>",
    );
    let page = web.show(&url);
    let before = page.until_frame();
    page.click([60.0, 15.0]);
    let rows = |frame: &multisplit_web::engine::Frame| {
        let [width, _] = frame.image.size;
        let is_dark = |pixel: &&Color32| pixel.r() < 128;
        frame.image.pixels[40 * width..130 * width].iter().filter(is_dark).count()
    };
    let empty = rows(&before);
    page.until_picture(|frame| rows(frame) > empty + 50);
    // The second of three rows, of about 24 points each, below the field.
    page.click([60.0, 72.0]);
    page.until(|state| state.kept.title == "two");
}

#[test]
fn the_way_to_a_page_is_walked_back_and_forward_also_after_a_restart() {
    let (server, web) = (Server::start(), Web::start());
    for name in ["a", "b", "c"] {
        server.page(name, &format!("<p>{name}</p>"));
    }
    let page = web.show(&server.url("a"));
    for name in ["b", "c"] {
        page.order(Order::Go(server.url(name)));
        page.until(|state| state.kept.title == name && !state.is_loading);
    }
    page.order(Order::Step { back: true });
    let state = page.until(|state| state.kept.title == "b" && state.can_step == [true, true]);
    assert_eq!((state.kept.older, state.kept.newer), (vec![server.url("a")], vec![server.url("c")]));
    let kept = page.view.state().kept.clone();
    web.engine.close(page.id);
    let page = web.open(kept);
    page.until(|state| state.kept.title == "b" && state.can_step == [true, true]);
    page.order(Order::Step { back: true });
    page.until(|state| state.kept.title == "a" && state.can_step == [false, true]);
    for name in ["b", "c"] {
        page.order(Order::Step { back: false });
        page.until(|state| state.kept.title == name);
    }
    page.until(|state| state.can_step == [true, false]);
}

#[test]
fn a_text_is_found_and_copied_and_a_page_is_zoomed() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page(
        "words",
        "<div style='width:100px;height:100px;background:blue'></div><p>first needle</p><div style='height:3000px'></div><p>last straw</p>",
    );
    let page = web.show(&url);
    page.order(Order::Find { text: "straw".to_owned(), back: false });
    page.until(|state| state.found == Some(true) && state.kept.scroll[1] > 1000.0);
    page.order(Order::Copy { cut: false });
    page.until(|state| state.copied.as_deref() == Some("straw"));
    page.order(Order::Find { text: "camel".to_owned(), back: false });
    page.until(|state| state.found == Some(false));
    page.order(Order::Find { text: "needle".to_owned(), back: true });
    page.until(|state| state.found == Some(true) && state.kept.scroll[1] < 200.0);
    scroll(&page, 3000.0);
    page.until(|state| state.kept.scroll[1] == 0.0);
    page.until_color([150, 50], Color32::WHITE);
    page.order(Order::Zoom(2.0));
    page.until_color([150, 50], Color32::BLUE);
    // The next page has the same zoom.
    page.order(Order::Reload);
    page.until(|state| state.is_loading);
    page.until(|state| !state.is_loading);
    page.until_color([150, 50], Color32::BLUE);
}

pub(crate) fn scroll(page: &crate::web::Page<'_>, by: f32) {
    page.order(Order::Pointer(Pointer {
        at: [200.0, 200.0],
        act: PointerAct::Scroll([0.0, by]),
        buttons: 0,
        modifiers: 0,
    }));
}

#[test]
fn a_page_has_the_pixels_of_its_scale() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page(
        "sharp",
        "<div style='width:0.5px;height:300px;background:black'></div>
         <div style='position:absolute;left:50px;top:50px;width:50px;height:50px;background:red'></div>",
    );
    let page = web.show(&url);
    let frame = page.until_color([75, 75], Color32::RED);
    assert_eq!(frame.image.size, [400, 300]);
    web.engine.set_scale(2.0);
    let frame = page.until_color([150, 150], Color32::RED);
    assert_eq!(frame.image.size, [800, 600]);
    // Half a point is a pixel then.
    let column = |x: usize| frame.image.pixels[100 * 800 + x].r();
    assert!(column(0) < 100 && column(3) > 200, "{} {}", column(0), column(3));
}

#[test]
fn a_hidden_page_is_frozen_and_goes_on_when_it_is_shown() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page("count", "<script>let n = 0; setInterval(() => document.title = ++n, 10)</script>");
    let page = web.show(&url);
    page.until(|state| state.kept.title.parse::<u32>().is_ok_and(|n| n > 5));
    page.order(Order::Hide);
    std::thread::sleep(Duration::from_millis(500));
    let then = page.view.state().kept.title.clone();
    let frame = page.view.frame().map(|frame| frame.number);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(page.view.state().kept.title, then);
    assert_eq!(page.view.frame().map(|frame| frame.number), frame);
    page.order(Order::Show { size: [300, 200] });
    page.until(|state| state.kept.title != then);
    page.until_picture(|frame| frame.image.size == [300, 200]);
}

#[test]
fn however_fast_a_page_is_resized_its_last_picture_is_of_its_last_size() {
    let (server, web) = (Server::start(), Web::start());
    let edge = "<div style='position:fixed;right:0;top:0;width:10px;height:100vh;background:#f00'></div>";
    let page = web.show(&server.page("edge", edge));
    for round in 0..8_u32 {
        // As a divider is dragged: it rests at the last place.
        let width_at = |step: u32| 300 + (round * 7 + step * 13) % 90;
        (0..12).for_each(|step| page.order(Order::Show { size: [width_at(step), 200] }));
        let width = width_at(11);
        page.until_picture(|frame| {
            let at = |x: usize| frame.image.pixels.get(100 * frame.image.size[0] + x).copied().unwrap_or_default();
            frame.image.size == [width as usize, 200]
                && at(width as usize - 5).g() < 60
                && at(width as usize - 20).g() > 200
        });
    }
}

#[test]
fn what_a_page_takes_is_measured() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page("large", "<script>all = new Uint8Array(90e6).fill(1)</script>"));
    let small = web.show(&server.page("small", ""));
    let is_measured = |state: &State| state.bytes > small.view.state().bytes || cfg!(not(target_os = "linux"));
    page.until(is_measured);
    if cfg!(target_os = "linux") {
        small.until(|state| state.bytes > 0);
        let used = web.engine.memory();
        assert!(used.pages > 100_000_000 && used.pages < 400_000_000 && used.own > 20_000_000, "{used:?}");
    }
}

#[test]
fn the_icon_of_a_page_is_loaded_drawn_by_the_browser_and_follows_the_page() {
    let (server, web) = (Server::start(), Web::start());
    let svg = |color| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect width='8' height='8' fill='{color}'/></svg>"
        )
    };
    let head = "Content-Type: image/svg+xml\r\n".to_owned();
    server.answer("icon.svg", Answer { status: "200 OK", head, body: svg("#00ff00").into() });
    // A PNG of one red pixel.
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
    let page = web.show(&server.page("icons", "<link rel=icon href=icon.svg>"));
    let color = |state: &State| state.icon.as_ref().map(|icon| (icon.size, icon.pixels[40 * 5]));
    page.until(|state| color(state) == Some(([32, 32], Color32::GREEN)));
    page.order(Order::Go(server.page("other", &format!("<link rel=icon href='data:image/png;base64,{png}'>"))));
    page.until(|state| color(state).is_some_and(|(_, pixel)| pixel.r() > 200 && pixel.g() < 50));
    // One that is broken, and one that is not there, are none.
    server.answer("broken.png", Answer { status: "200 OK", head: String::new(), body: vec![137; 500] });
    page.order(Order::Go(server.page("third", "<link rel=icon href=broken.png>")));
    page.until(|state| state.kept.title == "third" && state.icon.is_none());
    page.order(Order::Go(server.url("icon-less")));
    page.until(|state| state.kept.url.ends_with("icon-less") && state.icon.is_none() && state.progress >= 1.0);
}

#[test]
fn a_new_size_is_laid_out_and_drawn() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page("size", "<script>onresize = () => document.title = innerWidth + 'x' + innerHeight</script>");
    let page = web.show(&url);
    for size in [[500, 200], [1, 1], [640, 480]] {
        page.order(Order::Show { size });
        let [width, height] = size.map(|side: u32| side.max(16));
        page.until(|state| state.kept.title == format!("{width}x{height}"));
    }
}

#[test]
fn secrets_are_not_kept_and_what_was_entered_is() {
    let (server, web) = (Server::start(), Web::start());
    let field = "style='display:block;height:20px;width:200px;margin:0;border:0;padding:0'";
    let url = server.page(
        "form",
        &format!(
            "<input {field} name=a><input {field} type=password name=b><input {field} autocomplete=cc-number name=c>
             <input {field} type=checkbox name=d><textarea {field} name=e></textarea>"
        ),
    );
    let page = web.show(&url);
    for (at, text) in [(10.0, "open"), (30.0, "secret"), (50.0, "4242"), (90.0, "long")] {
        page.click([50.0, at]);
        page.type_text(text);
    }
    page.click([100.0, 70.0]);
    let is_whole = |form: &String| form.contains("open") && form.contains("long") && form.contains("true");
    let state = page.until(|state| state.kept.form.as_ref().is_some_and(is_whole));
    let form = state.kept.form.expect("kept");
    assert!(!form.contains("secret") && !form.contains("4242"), "{form}");
    // A page that was left begins at its top.
    page.order(Order::Go(server.page("other", "other")));
    page.until(|state| state.kept.title == "other" && state.kept.form.is_none());
    let again = web.open(Kept { form: Some(form.clone()), ..Kept::new(url) });
    again.until(|state| state.kept.title == "form" && state.kept.form.as_ref() == Some(&form));
}

#[test]
fn an_empty_page_is_drawn_and_left_and_come_back_to() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page("red", "<div style='width:400px;height:300px;background:red'></div>");
    let page = web.open(Kept::new("about:blank"));
    page.until_color([50, 50], Color32::WHITE);
    page.order(Order::Go(url.clone()));
    page.until_color([50, 50], Color32::RED);
    page.until(|state| state.can_step == [true, false]);
    page.order(Order::Step { back: true });
    page.until(|state| state.kept.url == "about:blank" && state.can_step == [false, true]);
    page.until_color([50, 50], Color32::WHITE);
}
