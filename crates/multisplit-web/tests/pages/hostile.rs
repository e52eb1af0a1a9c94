//! What costs a pane and nothing else: no browser, one that cannot start, servers that fail, and pages that mean harm.

use crate::server::{Answer, Server};
use crate::web::{Web, options};
use multisplit_web::{Chromium, Kept, Order, PageView, WebEngine};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Shows a page by a browser that is no browser, and returns what the pane says.
fn failure_of(browser: &Path) -> String {
    let profile = tempfile::tempdir().expect("a folder");
    let engine =
        Chromium::new(multisplit_web::Options { browser: Some(browser.to_owned()), ..options(profile.path()) });
    let kept = Kept::new("http://127.0.0.1:9/");
    let view = PageView::new(kept, || {});
    let page = engine.open(Arc::clone(&view));
    engine.order(page, Order::Show { size: [100, 100] });
    let begun = Instant::now();
    loop {
        if let Some(failure) = view.state().failure.clone() {
            return failure;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it says nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn without_a_browser_and_with_one_that_ends_the_pane_says_why() {
    assert_eq!(failure_of(Path::new("/nowhere/browser")), "The browser /nowhere/browser is not there.");
    assert_eq!(failure_of(Path::new("/bin/true")), "The browser ends as soon as it is started.");
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("browser");
    std::fs::write(&text, "no program").expect("written");
    let words = failure_of(&text);
    assert!(words.contains("cannot be started"), "{words}");
}

#[cfg(unix)]
#[test]
fn a_browser_that_says_nonsense_is_given_up_in_words() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let browser = folder.path().join("browser");
    std::fs::write(&browser, "#!/bin/sh\nhead -c 100000 /dev/urandom >&4\nprintf '{\"id\":4,\"result\":{}}\\0' >&4\n")
        .expect("written");
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).expect("set");
    let words = failure_of(&browser);
    assert!(
        words == "The browser ends as soon as it is started." || words.starts_with("The browser opens no page"),
        "{words}"
    );
}

#[cfg(unix)]
#[test]
fn a_browser_that_hangs_is_told_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let browser = folder.path().join("browser");
    std::fs::write(&browser, "#!/bin/sh\nexec sleep 1000\n").expect("written");
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).expect("set");
    assert_eq!(failure_of(&browser), "The browser does not answer.");
}

#[cfg(unix)]
#[test]
fn a_browser_that_speaks_otherwise_is_given_up_in_words() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let browser = folder.path().join("browser");
    // It knows none of the messages.
    let answers = "#!/bin/bash\nwhile IFS= read -r -d '' message <&3; do\n\
        id=$(grep -o '\"id\":[0-9]*' <<< \"$message\" | head -1)\n\
        printf '{%s,\"error\":{\"code\":-32601,\"message\":\"unknown\"}}\\0' \"$id\" >&4\ndone\n";
    std::fs::write(&browser, answers).expect("written");
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).expect("set");
    assert_eq!(failure_of(&browser), "The browser opens no page: unknown.");
}

/// Starts a server whose certificate it has signed itself. Returns its address.
fn untrusted_server() -> String {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).expect("made");
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("versions").with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key);
    let config = Arc::new(config.expect("a certificate"));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://127.0.0.1:{}/", listener.local_addr().expect("an address").port());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut tls = rustls::ServerConnection::new(Arc::clone(&config)).expect("a connection");
            // The browser hangs up once it has seen the certificate.
            while tls.is_handshaking() && tls.complete_io(&mut stream).is_ok() {}
        }
    });
    url
}

#[test]
fn a_server_that_nobody_vouches_for_is_not_shown_and_the_reason_is_said() {
    let web = Web::start();
    let page = web.open(Kept::new(untrusted_server()));
    let state = page.until(|state| state.failure.is_some());
    assert_eq!(state.failure.as_deref(), Some("127.0.0.1: nobody who is trusted here vouches for its certificate."));
}

#[test]
fn what_a_page_asks_for_by_itself_is_not_shown() {
    let (server, web) = (Server::start(), Web::start());
    let other = server.page("other", "other");
    let page = web.show(&server.page(
        "pushy",
        &format!(
            "<a id=link href='{other}'>link</a><script>setTimeout(() => {{
             link.dispatchEvent(new MouseEvent('contextmenu', {{ bubbles: true }}));
             link.dispatchEvent(new MouseEvent('click', {{ bubbles: true, ctrlKey: true }}));
             setTimeout(() => {{ document.title = 'tried' }}, 300);
             location = 'mailto:a@b.example' }}, 100)</script>"
        ),
    ));
    let state = page.until(|state| state.kept.title == "tried");
    assert_eq!((state.menu, state.opened, state.foreign), (None, vec![], None));
}

#[test]
fn an_address_that_a_page_makes_long_is_not_kept() {
    let (server, web) = (Server::start(), Web::start());
    let url = server.page(
        "long",
        "<script>for (let i = 0; i < 5; i++) history.pushState(0, '', '?' + 'x'.repeat(500000) + i); document.title = 'pushed'</script>",
    );
    let page = web.show(&url);
    let state = page.until(|state| state.kept.title == "pushed" && !state.is_loading);
    assert!(state.kept.url.len() < 100_000 && state.kept.older.iter().all(|url| url.len() < 100_000));
    page.order(Order::Go(server.page("after", "after")));
    page.until(|state| state.kept.title == "after");
}

#[test]
fn root_is_refused_a_browser_with_a_sandbox() {
    let profile = tempfile::tempdir().expect("a folder");
    let engine = Chromium::new(multisplit_web::Options::new(profile.path()));
    let kept = Kept::new("about:blank");
    let view = PageView::new(kept, || {});
    let page = engine.open(Arc::clone(&view));
    engine.order(page, Order::Show { size: [100, 100] });
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt as _;
        own.uid() == 0
    });
    let begun = Instant::now();
    while is_root && !view.state().failure.as_ref().is_some_and(|words| words.contains("root")) {
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", view.state().failure);
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn servers_that_fail_are_named_in_words_and_tried_again() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page("home", "home"));
    for (url, words) in [
        ("http://127.0.0.1:9/".to_owned(), "127.0.0.1: browsers do not speak at this port.".to_owned()),
        (server.closed_port(), "127.0.0.1: the server does not answer at this port.".to_owned()),
        ("http://nowhere.invalid/".to_owned(), "nowhere.invalid: there is no server of this name.".to_owned()),
        (
            server.answer("round", redirect(&server.url("round"))),
            "127.0.0.1: the server sends from one address to the next for ever.".to_owned(),
        ),
    ] {
        page.order(Order::Go(url.clone()));
        let state = page.until(|state| state.failure.is_some());
        // Whoever has no network at all hears of that.
        let failure = state.failure.expect("some");
        assert!(failure == words || url.contains("invalid"), "{url}: {failure}");
    }
    page.order(Order::Go(server.url("late")));
    page.until(|state| state.kept.url.ends_with("late") && !state.is_loading && state.failure.is_none());
    page.order(Order::Go(server.closed_port()));
    page.until(|state| state.failure.is_some() && state.kept.older.last() == Some(&server.url("late")));
    page.order(Order::Step { back: true });
    page.until(|state| state.failure.is_none() && state.kept.url == server.url("late"));
}

fn redirect(to: &str) -> Answer {
    Answer { status: "302 Found", head: format!("Location: {to}\r\n"), body: vec![] }
}

#[test]
fn a_link_that_leads_nowhere_says_so_and_reload_tries_it_again() {
    let (server, web) = (Server::start(), Web::start());
    let dead = server.closed_port();
    let page =
        web.show(&server.page("links", &format!("<a href='{dead}' style='display:block;height:100px'>there</a>")));
    page.click([20.0, 10.0]);
    let state = page.until(|state| state.failure.is_some());
    assert_eq!(state.failure.as_deref(), Some("127.0.0.1: the server does not answer at this port."));
    assert_eq!(state.kept.url, dead);
    page.order(Order::Reload);
    page.until(|state| state.failure.is_some());
}

#[test]
fn a_page_that_hangs_is_told_of_and_can_be_replaced() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page("loop", "<button style='width:100px;height:100px' onclick='for(;;);'></button>"));
    let other =
        web.show(&server.page("other", "<input style='width:200px;height:30px' oninput='document.title=this.value'>"));
    page.click([50.0, 50.0]);
    page.click([50.0, 50.0]);
    page.until(|state| state.failure.as_deref() == Some("The page does not answer."));
    other.click([50.0, 15.0]);
    other.type_text("fine");
    other.until(|state| state.kept.title == "fine");
    page.order(Order::Reload);
    page.until(|state| state.failure.is_none() && state.kept.title == "loop" && !state.is_loading);
}

#[test]
fn huge_pages_and_long_addresses_are_shown_or_refused_and_nothing_else_happens() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page(
        "huge",
        "<div style='width:100000px;height:100000px;background:repeating-linear-gradient(45deg,red 0 9px,blue 9px 18px)'></div>",
    ));
    page.until_picture(|frame| frame.image.size == [400, 300]);
    let long = format!("data:text/html,<title>long</title>{}", "x".repeat(50_000_000));
    page.order(Order::Go(long));
    page.until(|state| !state.is_loading || state.failure.is_some());
    page.order(Order::Go(server.page("after", "after")));
    page.until(|state| state.kept.title == "after" && state.failure.is_none());
}

#[test]
fn a_page_sees_nothing_of_what_watches_it() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page(
        "spy",
        "<script>document.title = 'sees ' + [typeof multisplit, typeof __multisplit, typeof multisplitKept,
           Object.getOwnPropertyNames(window).filter(name => name.includes('multisplit')).length]</script>",
    ));
    page.until(|state| state.kept.title == "sees undefined,undefined,undefined,0");
}

#[test]
fn a_page_reads_no_file_of_this_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let file: PathBuf = folder.path().join("secret.txt");
    std::fs::write(&file, "secret").expect("written");
    let (server, web) = (Server::start(), Web::start());
    let url = url::Url::from_file_path(&file).expect("a path");
    let page = web.show(&server.page(
        "thief",
        &format!(
            "<button style='width:100px;height:100px' onclick=\"location='{url}'\"></button>
             <script>fetch('{url}').then(() => document.title = 'read', () => document.title = 'refused')</script>"
        ),
    ));
    page.until(|state| state.kept.title == "refused");
    page.click([50.0, 50.0]);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(page.view.state().kept.url, server.url("thief"));
}

#[test]
fn a_page_in_a_pane_one_pixel_wide_is_laid_out_and_comes_back_whole() {
    let (server, web) = (Server::start(), Web::start());
    let page = web.show(&server.page("narrow", "<script>onresize = () => document.title = 'w' + innerWidth</script>"));
    for size in [[1, 300], [300, 1], [0, 0], [u32::MAX, 2]] {
        page.order(Order::Show { size });
    }
    page.order(Order::Show { size: [1, 1] });
    // No page is laid out in less than a letter; what is more is cut off.
    page.until(|state| state.kept.title == "w16" && state.failure.is_none());
    page.order(Order::Show { size: [320, 200] });
    page.until(|state| state.kept.title == "w320");
    page.until_picture(|frame| frame.image.size == [320, 200]);
}
