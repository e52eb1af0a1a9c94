//! What a page asks for waits for the user: dialogs, windows, files, downloads and other programs.

use crate::server::{Answer, Server};
use crate::web::Web;
use multisplit_web::Order;
use multisplit_web::engine::{
    Button, DownloadStage, Opened, Permission, Pointer, PointerAct, QuestionKind, State, Wish,
};
use std::fs;

/// A button that fills the upper left corner of a page.
fn button(act: &str) -> String {
    format!("<button style='width:100px;height:100px' onclick=\"{act}\"></button>")
}

const BUTTON: [f32; 2] = [50.0, 50.0];

#[test]
fn dialogs_are_answered_by_the_user() {
    let (server, web) = (Server::start(), Web::start());
    let act = "alert('hello'); document.title = [confirm('sure?'), prompt('name?', 'nobody')].join()";
    let page = web.show(&server.page("dialogs", &button(act)));
    page.click(BUTTON);
    for (kind, words, text) in [
        (QuestionKind::Alert, "hello", ""),
        (QuestionKind::Confirm, "sure?", ""),
        (QuestionKind::Prompt, "name?", "Ada"),
    ] {
        let state = page.until(|state| state.question.as_ref().is_some_and(|asked| asked.kind == kind));
        assert_eq!(state.question.map(|asked| asked.words), Some(words.to_owned()));
        page.order(Order::Answer { accept: true, text: text.to_owned() });
    }
    page.until(|state| state.kept.title == "true,Ada");
}

#[test]
fn who_goes_elsewhere_while_a_page_asks_arrives_there() {
    let (server, web) = (Server::start(), Web::start());
    server.page("there", "");
    for act in ["alert('hello')", "prompt('name?')", "onbeforeunload = () => 'no'; location = 'nowhere'"] {
        let page = web.show(&server.page("asks", &button(act)));
        page.click(BUTTON);
        page.until(|state| state.question.is_some());
        page.order(Order::Go(server.url("there")));
        page.until(|state| state.kept.title == "there" && state.question.is_none());
    }
}

#[test]
fn a_page_that_asks_for_ever_is_answered_by_itself() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page("nag", &button("for (let i = 0; i < 50; i++) alert(i); document.title = 'over'")));
    page.click(BUTTON);
    for _ in 0..3 {
        page.until(|state| state.question.is_some());
        page.order(Order::Answer { accept: true, text: String::new() });
    }
    page.until(|state| state.kept.title == "over" && state.question.is_none());
}

#[test]
fn a_page_asks_before_what_was_entered_is_lost() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page(
        "draft",
        "<input style='width:200px;height:30px'><script>onbeforeunload = event => event.preventDefault()</script>",
    ));
    page.click_into([50.0, 15.0]);
    page.type_text("x");
    let other = server.page("other", "other");
    page.order(Order::Go(other.clone()));
    let state = page.until(|state| state.question.is_some());
    assert_eq!(state.question.map(|asked| asked.kind), Some(QuestionKind::Leave));
    page.order(Order::Answer { accept: true, text: String::new() });
    page.until(|state| state.kept.url == other && state.kept.title == "other");
}

#[test]
fn windows_open_elsewhere_if_the_user_wants_them_and_else_not_at_all() {
    let (server, web) = (Server::start(), Web::start());
    let other = server.page("other", "other");
    let page = web.show(&server.page(
        "windows",
        &format!(
            "{}<script>for (let i = 0; i < 1000; i++) window.open('{other}?' + i)</script>",
            button(&format!("window.open('{other}')"))
        ),
    ));
    page.until(|state| state.windows_refused > 0);
    assert_eq!(page.view.state().opened, []);
    page.click(BUTTON);
    let state = page.until(|state| !state.opened.is_empty());
    assert_eq!(state.opened, [Opened { url: other, behind: false }]);
}

#[test]
fn a_link_that_is_clicked_with_the_middle_button_or_control_opens_behind() {
    let (server, web) = (Server::start(), Web::start());
    let other = server.page("other", "other");
    let page =
        web.show(&server.page("links", &format!("<a href='{other}' style='display:block;height:200px'>link</a>")));
    for (button, buttons, modifiers) in [(Button::Middle, 4, 0), (Button::Primary, 1, 2)] {
        for act in [PointerAct::Down(button, 1), PointerAct::Up(button, 1)] {
            page.order(Order::Pointer(Pointer { at: BUTTON, act, buttons, modifiers }));
        }
        let state = page.until(|state| !state.opened.is_empty());
        assert_eq!(state.opened, [Opened { url: other.clone(), behind: true }]);
        page.view.update(|state| state.opened.clear());
    }
    assert_eq!(page.view.state().kept.title, "links");
}

#[test]
fn a_link_to_another_program_is_asked_about() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page("mail", &button("location = 'mailto:a@b.example'")));
    page.click(BUTTON);
    let state = page.until(|state| state.foreign.is_some());
    assert_eq!(state.foreign.as_deref(), Some("mailto:a@b.example"));
    assert_eq!(state.kept.title, "mail");
}

#[test]
fn a_download_comes_in_and_the_page_stays() {
    let (server, web) = (Server::start(), Web::start());
    let body = vec![7; 3_000_000];
    let head =
        "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"../../evil.sh\"\r\n";
    let file = server.answer("file", Answer { status: "200 OK", head: head.to_owned(), body: body.clone() });
    let page = web.show(&server.page("downloads", &button(&format!("location = '{file}'"))));
    page.click(BUTTON);
    let is_done = |stage| stage == DownloadStage::Done;
    let state = page.until(|state| state.downloads.first().is_some_and(|one| is_done(one.stage)));
    let [download] = state.downloads.try_into().expect("one");
    assert!(!download.name.contains('/') && download.name.ends_with("evil.sh"), "{}", download.name);
    assert_eq!(download.bytes, [3_000_000, 3_000_000]);
    assert_eq!(fs::read(&download.path).expect("there"), body);
    assert_eq!(state.kept.title, "downloads");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&download.path).expect("there").permissions().mode() & 0o111, 0, "it cannot be run");
    }
    page.order(Order::EndDownload(download.id));
    page.until(|state| state.downloads.is_empty());
}

#[test]
fn a_file_that_a_page_offers_by_itself_comes_in_only_if_the_user_takes_it() {
    let (server, web) = (Server::start(), Web::start());
    let head = "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.bin\r\n";
    let file = server.answer("file", Answer { status: "200 OK", head: head.to_owned(), body: vec![7; 1_000] });
    let page =
        web.show(&server.page("pushes", &format!("<script>setTimeout(() => location = '{file}', 300)</script>")));
    let state = page.until(|state| state.offered.is_some());
    assert_eq!(state.offered.map(|offered| (offered.name, offered.url)), Some(("a.bin".to_owned(), file)));
    assert!(state.downloads.is_empty() && state.kept.title == "pushes", "{:?}", state.kept);
    page.order(Order::TakeOffered);
    let done = |state: &State| state.downloads.first().is_some_and(|one| one.stage == DownloadStage::Done);
    let state = page.until(done);
    assert_eq!((state.offered, fs::read(&state.downloads[0].path).expect("there").len()), (None, 1_000));
}

#[test]
fn a_file_from_a_frame_within_a_page_comes_in_as_well() {
    let (server, web) = (Server::start(), Web::start());
    let head = "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.bin\r\n";
    let file = server.answer("file", Answer { status: "200 OK", head: head.to_owned(), body: vec![7; 1_000] });
    server.page("inner", &button(&format!("location = '{file}'")));
    let page = web.show(&server.page("outer", "<iframe src=inner style='border:0;width:390px;height:290px'></iframe>"));
    page.until_frame();
    page.until(|state| !state.is_loading);
    page.click(BUTTON);
    page.until(|state| state.downloads.first().is_some_and(|one| one.stage == DownloadStage::Done));
}

#[test]
fn a_page_gets_only_the_files_that_the_user_gives() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page(
        "files",
        "<input type=file style='width:200px;height:40px' onchange=\"document.title = this.files[0].name\">",
    ));
    page.click([40.0, 20.0]);
    page.until(|state| state.wants_files == Some(false));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("given.txt");
    fs::write(&file, "text").expect("written");
    page.order(Order::Files(vec![file]));
    page.until(|state| state.kept.title == "given.txt" && state.wants_files.is_none());
}

#[test]
fn what_a_page_wishes_waits_for_the_user_and_what_is_refused_stays_refused() {
    let (server, web) = (Server::start(), Web::start());
    let act = "Notification.requestPermission().then(now => document.title = 'it is ' + now)";
    let page = web.show(&server.page("wishes", &button(act)));
    page.click(BUTTON);
    let state = page.until(|state| !state.wishes.is_empty());
    let site = server.url("").trim_end_matches('/').to_owned();
    let wish = |what| Wish { what, site: site.clone() };
    assert_eq!((state.wishes, state.kept.title.as_str()), (vec![wish(Permission::Notifications)], "wishes"));
    page.order(Order::Permit { wish: wish(Permission::Notifications), allow: false });
    page.until(|state| state.kept.title == "it is denied" && state.wishes.is_empty());
    // It is not asked again, also by another page of the same origin.
    let again = web.show(&server.page("again", &button(act)));
    again.click(BUTTON);
    again.until(|state| state.kept.title == "it is denied" && state.wishes.is_empty());
    // Another page of the browser may be allowed what this one may not.
    let other = web.show(&server.page(
        "other",
        &button("navigator.clipboard.readText().then(() => document.title = 'read', e => document.title = e.name)"),
    ));
    other.order(Order::Focus(true));
    other.click(BUTTON);
    other.until(|state| state.wishes == [wish(Permission::Clipboard)]);
    other.order(Order::Permit { wish: wish(Permission::Clipboard), allow: true });
    other.until(|state| state.kept.title == "read");
    // Where somebody is: the page is told that it may not know.
    let place = "navigator.geolocation.getCurrentPosition(() => {}, error => document.title = 'code ' + error.code)";
    let third = web.show(&server.page("third", &button(place)));
    third.click(BUTTON);
    third.until(|state| state.wishes == [wish(Permission::Place)]);
    third.order(Order::Permit { wish: wish(Permission::Place), allow: false });
    third.until(|state| state.kept.title == "code 1");
}

#[test]
fn nothing_is_permitted_unasked() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page(
        "permissions",
        "<script>Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'].map(
           async name => (await navigator.permissions.query({ name })).state)).then(all => document.title = 'has ' + all)</script>",
    ));
    let state = page.until(|state| state.kept.title.starts_with("has "));
    assert!(!state.kept.title.contains("granted"), "{}", state.kept.title);
}
