//! Hands on the real pane: an address is typed, the page is clicked and typed into, other things lie above it, and it goes and comes back.

use crate::desk::{CTRL, click_at, do_all, key, letters, open, pane, until, until_title};
use crate::server::{Answer, Server};
use crate::web::PATIENCE;
use egui::{Event, Key, Modifiers, Pos2, Vec2, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use multisplit_web::Kept;
use std::time::{Duration, Instant};

const FIELD: &str =
    "<body style='margin:0'><input style='width:300px;height:300px' oninput='document.title=this.value'>";

#[test]
fn an_address_is_typed_and_the_page_is_clicked_and_typed_into_in_single_frames() {
    let server = Server::start();
    let url = server.page("field", FIELD);
    let mut bench = open(Kept::default());
    pane(&mut bench).request_focus();
    bench.step();
    bench.step();
    do_all(&mut bench, letters(url.trim_start_matches("http://")).chain(key(Key::Enter, Modifiers::NONE)));
    until_title(&mut bench, "field");
    assert_eq!(pane(&mut bench).url(), url);
    do_all(&mut bench, click_at(pos2(100.0, 200.0)));
    do_all(&mut bench, letters("both edges"));
    until_title(&mut bench, "both edges");
    // A reserved chord and its text are the application's.
    do_all(
        &mut bench,
        key(Key::P, CTRL).take(1).chain(letters("p")).chain(key(Key::P, CTRL).skip(1)).chain(letters("!")),
    );
    until_title(&mut bench, "both edges!");
    do_all(&mut bench, key(Key::A, CTRL).chain([Event::Cut]));
    // A page without a title is called by its server.
    until_title(&mut bench, "127.0.0.1");
    do_all(&mut bench, [Event::Paste("from the clipboard".to_owned())]);
    until_title(&mut bench, "from the clipboard");
    // What is typed behind a cut comes behind it, and a cut of nothing takes nothing.
    do_all(
        &mut bench,
        key(Key::A, CTRL).chain([Event::Cut]).chain(letters("a")).chain([Event::Cut]).chain(letters("b")),
    );
    until_title(&mut bench, "ab");
}

#[test]
fn what_lies_above_a_page_has_the_clicks() {
    let server = Server::start();
    let url =
        server.page("below", "<button style='width:100vw;height:100vh' onclick=\"document.title='clicked'\"></button>");
    let mut bench = open(Kept::new(url));
    until_title(&mut bench, "below");
    bench.state_mut().has_menu = true;
    bench.step();
    bench.step();
    do_all(&mut bench, click_at(pos2(100.0, 200.0)));
    bench.step();
    assert_eq!(bench.state().menu_clicks, 1);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(pane(&mut bench).title(), "below");
    bench.state_mut().has_menu = false;
    bench.step();
    bench.step();
    do_all(&mut bench, click_at(pos2(100.0, 200.0)));
    until_title(&mut bench, "clicked");
}

#[test]
fn a_page_behind_a_tab_is_frozen_and_one_that_is_dropped_comes_back() {
    let server = Server::start();
    let url = server.page(
        "counts",
        "<div style='height:5000px'></div><script>let n = 0; setInterval(() => document.title = ++n, 10)</script>",
    );
    let mut bench = open(Kept::new(url.clone()));
    until(&mut bench, "it counts", |bench| pane(bench).title().parse::<u32>().is_ok_and(|n| n > 3));
    do_all(&mut bench, wheel(pos2(200.0, 200.0), vec2(0.0, -20.0)));
    until(&mut bench, "it scrolls", |bench| pane(bench).kept().scroll[1] > 500.0);
    bench.state_mut().is_hidden = true;
    bench.step();
    bench.step();
    std::thread::sleep(Duration::from_millis(700));
    let then = pane(&mut bench).title();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(pane(&mut bench).title(), then, "a hidden page does nothing");
    bench.state_mut().is_hidden = false;
    until(&mut bench, "it goes on", |bench| pane(bench).title() != then);
    let kept = pane(&mut bench).kept();
    bench.state_mut().pane = None;
    bench.state_mut().start = kept.clone();
    until(&mut bench, "it is back", |bench| {
        pane(bench).title().parse::<u32>().is_ok_and(|n| n < 200) && pane(bench).kept().scroll == kept.scroll
    });
    assert_eq!(pane(&mut bench).url(), url);
}

fn wheel(at: Pos2, delta: Vec2) -> [Event; 2] {
    let (unit, modifiers) = (egui::MouseWheelUnit::Line, Modifiers::NONE);
    let (phase, source) = (egui::TouchPhase::Move, egui::MouseWheelSource::Unknown);
    [Event::PointerMoved(at), Event::MouseWheel { unit, delta, phase, source, modifiers }]
}

#[test]
fn a_question_is_answered_with_enter_and_escape_and_the_keys_do_not_reach_the_page() {
    let server = Server::start();
    let url = server.page(
        "asks",
        "<body style='margin:0'><button style='width:300px;height:300px' onclick=\"document.title = confirm('sure?')\"></button>",
    );
    let mut bench = open(Kept::new(url));
    until_title(&mut bench, "asks");
    for (answer, title) in [(Key::Enter, "true"), (Key::Escape, "false")] {
        do_all(&mut bench, click_at(pos2(100.0, 200.0)));
        until(&mut bench, "the question", |bench| bench.query_by_label("sure?").is_some());
        bench.step();
        do_all(&mut bench, key(answer, Modifiers::NONE));
        until_title(&mut bench, title);
        until(&mut bench, "the question goes", |bench| bench.query_by_label("sure?").is_none());
    }
}

#[test]
fn what_is_typed_elsewhere_answers_no_question_and_reaches_no_page() {
    let server = Server::start();
    let url = server.page(
        "thief",
        "<body style='margin:0'><input autofocus oninput='document.title=this.value'><script>setTimeout(() => document.title = confirm('sure?'), 300)</script>",
    );
    let mut bench = open(Kept::new(url));
    bench.state_mut().text = Some(String::new());
    until(&mut bench, "the question", |bench| bench.query_by_label("sure?").is_some());
    bench.step();
    do_all(
        &mut bench,
        letters("secret").chain(key(Key::Space, Modifiers::NONE)).chain(key(Key::Enter, Modifiers::NONE)),
    );
    do_all(&mut bench, key(Key::Escape, Modifiers::NONE));
    std::thread::sleep(Duration::from_millis(300));
    bench.step();
    assert!(bench.query_by_label("sure?").is_some());
    assert_eq!(pane(&mut bench).title(), "thief");
    assert_eq!(bench.state().text.as_deref(), Some("secret"));
}

#[test]
fn an_earlier_address_is_proposed_and_clicked() {
    let server = Server::start();
    let (one, other) = (server.page("one", "one"), server.page("other", "other"));
    let mut bench = open(Kept::new(one.clone()));
    until_title(&mut bench, "one");
    do_all(&mut bench, click_at(pos2(100.0, 200.0)));
    for (url, title) in [(&other, "other"), (&one, "one")] {
        do_all(&mut bench, key(Key::L, CTRL));
        bench.step();
        do_all(&mut bench, letters(url));
        do_all(&mut bench, key(Key::Enter, Modifiers::NONE));
        until_title(&mut bench, title);
        until(&mut bench, "it is loaded", |bench| bench.query_by_label("Reload").is_some());
        bench.step();
    }
    do_all(&mut bench, key(Key::L, CTRL));
    bench.step();
    do_all(&mut bench, letters("oth"));
    let entry = format!("other  {other}");
    until(&mut bench, "the proposal", |bench| bench.query_by_label(&entry).is_some());
    bench.step();
    let at = bench.get_by_label(&entry).rect().center();
    do_all(&mut bench, click_at(at));
    until_title(&mut bench, "other");
}

#[test]
fn a_page_in_a_window_that_is_not_drawn_rests_until_it_is() {
    let server = Server::start();
    let moves = "<script>let n = 0; setInterval(() => { document.title = ++n; document.body.style.background = `hsl(${n}, 90%, 50%)` }, 20)</script>";
    let mut bench = open(Kept::new(server.page("moves", moves)));
    until(&mut bench, "it moves", |bench| pane(bench).title().parse::<u32>().is_ok_and(|n| n > 20));
    // No frame is drawn from here on.
    let begun = Instant::now();
    let mut last = (pane(&mut bench).title(), Instant::now());
    while last.1.elapsed() < Duration::from_secs(1) {
        std::thread::sleep(Duration::from_millis(20));
        let now = pane(&mut bench).title();
        if now != last.0 {
            last = (now, Instant::now());
        }
        assert!(begun.elapsed() < PATIENCE, "it never rests");
    }
    until(&mut bench, "it goes on", |bench| pane(bench).title() != last.0);
}

#[test]
fn a_download_is_saved_where_the_user_wants_it_and_writes_over_nothing() {
    let server = Server::start();
    let head = "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"data.bin\"\r\n";
    let answer = Answer { status: "200 OK", head: head.to_owned(), body: vec![7; 100_000] };
    let file = server.answer("file", answer);
    let button = format!(
        "<body style='margin:0'><button style='width:300px;height:300px' onclick=\"location='{file}'\"></button>"
    );
    let mut bench = open(Kept::new(server.page("source", &button)));
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("data.bin"), "mine").expect("written");
    until_title(&mut bench, "source");
    pane(&mut bench).set_downloads(folder.path().to_owned());
    do_all(&mut bench, click_at(pos2(100.0, 200.0)));
    until(&mut bench, "it is there", |bench| bench.query_by_label("Save").is_some());
    bench.get_by_label("Save").click();
    until(&mut bench, "it is saved", |bench| bench.query_by_label_contains("Saved as ").is_some());
    until(&mut bench, "its bar goes", |bench| bench.query_by_label("Save").is_none());
    let read = |name: &str| std::fs::read(folder.path().join(name)).expect("there");
    assert_eq!((read("data.bin"), read("data (2).bin").len()), (b"mine".to_vec(), 100_000));
}

#[test]
fn a_file_for_the_page_that_is_missing_is_named_and_one_that_is_there_is_given() {
    let server = Server::start();
    let body = "<body style='margin:0'><input type=file style='width:300px;height:300px' onchange='document.title=this.files[0].name'>";
    let mut bench = open(Kept::new(server.page("upload", body)));
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("given.txt"), "text").expect("written");
    until_title(&mut bench, "upload");
    do_all(&mut bench, click_at(pos2(40.0, 190.0)));
    until(&mut bench, "the question", |bench| bench.query_by_label("The page wants a file:").is_some());
    for (name, expected) in [("missing.txt", "upload"), ("given.txt", "given.txt")] {
        let path = folder.path().join(name).display().to_string();
        bench.get_by_label("Path").focus();
        bench.step();
        do_all(&mut bench, key(Key::A, CTRL).chain(letters(&path)));
        bench.get_by_label("Give").click();
        if expected == "upload" {
            until(&mut bench, "the words", |bench| bench.query_by_label(&format!("{path} is not there.")).is_some());
        }
        until_title(&mut bench, expected);
    }
}

#[test]
fn a_text_is_found_from_the_bar_and_escape_gives_the_keyboard_back() {
    let server = Server::start();
    let url = server.page("long", &format!("{FIELD}<div style='height:4000px'></div>needle"));
    let mut bench = open(Kept::new(url));
    until_title(&mut bench, "long");
    do_all(&mut bench, click_at(pos2(100.0, 200.0)));
    do_all(&mut bench, key(Key::F, CTRL));
    bench.step();
    do_all(&mut bench, letters("needle"));
    until(&mut bench, "it is found", |bench| pane(bench).kept().scroll[1] > 1000.0);
    do_all(&mut bench, key(Key::Escape, Modifiers::NONE));
    until(&mut bench, "the bar is gone", |bench| bench.query_by_label("Find:").is_none());
    assert!(!pane(&mut bench).is_in_line());
}

#[test]
fn what_is_no_address_is_refused_in_words_and_escape_forgets_it() {
    let server = Server::start();
    let url = server.page("home", "home");
    let mut bench = open(Kept::new(url));
    until_title(&mut bench, "home");
    do_all(&mut bench, click_at(pos2(100.0, 200.0)));
    do_all(&mut bench, key(Key::L, CTRL));
    bench.step();
    do_all(&mut bench, letters("no address").chain(key(Key::Enter, Modifiers::NONE)));
    until(&mut bench, "the words", |bench| bench.query_by_label("no address is no address.").is_some());
    do_all(&mut bench, key(Key::Escape, Modifiers::NONE));
    until(&mut bench, "the words go", |bench| bench.query_by_label("no address is no address.").is_none());
    assert_eq!(pane(&mut bench).title(), "home");
}
