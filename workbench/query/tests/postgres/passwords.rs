//! Tests that passwords get in, and never out.

use std::path::Path;
use std::sync::{Arc, Mutex};

use egui::{Event, Key, Modifiers};
use multisplit_pane_query::{Connected, QueryError, QueryPane, Secret, Source};

use crate::driver::{Desk, desk};
use crate::server::{PASSWORD, shared};

fn open(url: &str, password: Option<&str>) -> Result<Connected, QueryError> {
    let source = Source::parse(url, Path::new("")).unwrap();
    Connected::open(&source, password.map(|password| Secret::new(password.to_owned())), &|| false)
}

#[test]
fn every_proof_lets_in_with_the_right_password_only() {
    let Some(server) = shared() else { return };
    for role in ["sam", "mel", "clara"] {
        let url = server.url(role, "");
        let error = open(&url, None).unwrap_err();
        assert!(matches!(error, QueryError::NeedsPassword { .. }), "{role}: {error}");
        let error = open(&url, Some("Wr0ng")).unwrap_err();
        assert!(matches!(error, QueryError::WrongPassword { .. }) && error.wants_password(), "{role}: {error}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("Wr0ng"), "{shown}");
        let connected = open(&url, Some(PASSWORD)).unwrap_or_else(|error| panic!("{role}: {error}"));
        let shown = format!("{connected:?} {:?} {}", connected.source(), connected.source());
        assert!(!shown.contains(PASSWORD), "{shown}");
    }
}

#[test]
fn a_url_with_a_password_comes_in_by_its_one_door() {
    let Some(server) = shared() else { return };
    let url = server.url(&format!("sam:{}", PASSWORD.replace('!', "%21")), "");
    assert_eq!(Source::parse(&url, Path::new("")), Err(QueryError::PasswordInUrl));
    let (source, secret) = Source::split(&url, Path::new("")).unwrap();
    let connected = Connected::open(&source, secret, &|| false).unwrap();
    let mut desk = desk(QueryPane::from_connected(connected, Arc::new(|| {})));
    desk.run("SELECT current_user AS who");
    assert!(desk.sees("sam"));
}

/// Everything that was traced, in one text.
static TRACED: Mutex<String> = Mutex::new(String::new());

/// A subscriber that keeps all events and spans.
struct Traces;

impl tracing::Subscriber for Traces {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        TRACED.lock().unwrap().push_str(&format!("{span:?}"));
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, record: &tracing::span::Record<'_>) {
        TRACED.lock().unwrap().push_str(&format!("{record:?}"));
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        TRACED.lock().unwrap().push_str(&format!("{event:?}"));
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

/// Returns everything that a pane shows, reports and saves, in one text.
fn all_words(desk: &Desk) -> String {
    let pane = desk.harness.state();
    let state = pane.state();
    let (json, unsaved) = (serde_json::to_string(&state).unwrap(), pane.unsaved());
    let source = pane.source();
    let painted = format!("{:?}", desk.harness.output().shapes);
    let output = &desk.harness.output().platform_output;
    let told = format!("{:?} {:?} {:?}", output.commands, output.events, output.accesskit_update);
    format!("{:?} {state:?} {json} {unsaved:?} {} {source} {source:?} {painted} {told}", desk.labels(), pane.title())
}

#[test]
fn a_pane_asks_until_the_password_is_right_and_never_shows_it() {
    let Some(server) = shared() else { return };
    drop(tracing::subscriber::set_global_default(Traces));
    let source = Source::parse(&server.url("sam", ""), Path::new("")).unwrap();
    let why = Connected::open(&source, None, &|| false).unwrap_err().to_string();
    let mut desk = desk(QueryPane::asking(source, &why, Arc::new(|| {})));
    assert!(desk.sees("asks for a password"));
    let mut words = String::new();
    let is_wrong: fn(&Desk) -> bool = |desk| desk.sees("does not accept the password");
    let is_in: fn(&Desk) -> bool =
        |desk| ["Password", "Connecting", "Not connected"].iter().all(|words| !desk.sees(words));
    for (password, is_right) in [("Wr0ng", false), (PASSWORD, true)] {
        desk.until("the field to have the keyboard", |desk| {
            desk.harness.ctx.memory(|memory| memory.focused().is_some()) && desk.sees("Password")
        });
        desk.harness.event(Event::Text(password.to_owned()));
        desk.harness.run_steps(2);
        words.push_str(&all_words(&desk));
        desk.press(Modifiers::NONE, Key::Enter);
        words.push_str(&all_words(&desk));
        desk.until("the server to answer", if is_right { is_in } else { is_wrong });
        desk.harness.run_steps(2);
        words.push_str(&all_words(&desk));
    }
    desk.run("SELECT current_user AS who; SELECT nope");
    words.push_str(&all_words(&desk));
    assert!(desk.sees("does not exist"));
    words.push_str(&TRACED.lock().unwrap());
    for password in ["Wr0ng", PASSWORD] {
        assert!(!words.contains(password), "{password} is in {words}");
    }
    assert!(words.contains("•"), "the field was seen while the password stood in it");
}

#[test]
fn the_password_is_kept_for_connecting_again() {
    let Some(server) = crate::server::Server::start() else { return };
    let connected = open(&server.url("sam", ""), Some(PASSWORD)).unwrap();
    let mut desk = desk(QueryPane::from_connected(connected, Arc::new(|| {})));
    server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'multisplit'");
    desk.run("SELECT 1");
    desk.click("Reconnect").until("a connection", |desk| !desk.sees("Connecting") && !desk.sees("Not connected"));
    desk.run("SELECT current_user AS who");
    assert!(desk.sees("sam"));
}
