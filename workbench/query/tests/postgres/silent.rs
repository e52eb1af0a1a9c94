//! Tests of hosts without a server, or with one that does not answer. Most need no PostgreSQL server.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use multisplit_pane_query::{Connected, QueryError, QueryPane, Source};

use crate::driver::desk;
use crate::server::shared;

fn open(url: &str, cancelled: &dyn Fn() -> bool) -> Result<(), QueryError> {
    let source = Source::parse(url, Path::new("")).unwrap();
    Connected::open(&source, None, cancelled).map(|_| ())
}

#[test]
fn a_host_that_nobody_listens_on_is_said() {
    // A port that was free a moment ago may be in use by another test now. Port 1 is never given to a test.
    let error = open("postgres://ann@127.0.0.1:1/shop", &|| false).unwrap_err();
    let words = error.to_string();
    assert!(matches!(error, QueryError::Unreachable { .. }) && words.contains("shop at 127.0.0.1"), "{words}");
    let error = open("postgres://ann@no-such-host.invalid/shop?sslmode=disable", &|| false).unwrap_err();
    assert!(matches!(error, QueryError::Unreachable { .. }), "{error}");
}

#[test]
fn a_server_that_never_answers_ends_by_itself_or_by_cancelling() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let error = open(&format!("postgres://ann@127.0.0.1:{port}/shop?connect_timeout=1"), &|| false).unwrap_err();
    assert!(error.to_string().contains("does not answer in time"), "{error}");
    let looks = std::cell::Cell::new(0);
    let cancelled = || looks.replace(looks.get() + 1) >= 3;
    assert_eq!(open(&format!("postgres://ann@127.0.0.1:{port}/shop"), &cancelled), Err(QueryError::Cancelled));
    let source = Source::parse(&format!("postgres://ann@127.0.0.1:{port}/shop"), Path::new("")).unwrap();
    let mut desk = desk(QueryPane::asking(source, "Say it.", Arc::new(|| {})));
    desk.click("Connect").until_seen("Connecting to postgres://ann@127.0.0.1");
    assert!(desk.harness.state().is_busy());
    desk.click("Cancel").until_seen("Not connected: cancelled");
    assert!(!desk.harness.state().is_busy());
}

#[test]
fn something_that_is_no_server_of_postgresql_is_told_from_one() {
    for answer in ["HTTP/1.1 400 Bad Request\r\n\r\n", "N\0\0\0\0", "\0\0\0\0\0\0", ""] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut greeting = [0; 256];
            drop(stream.read(&mut greeting));
            drop(stream.write_all(answer.as_bytes()));
        });
        let error = open(&format!("postgres://ann@127.0.0.1:{port}/shop?sslmode=disable"), &|| false).unwrap_err();
        assert!(matches!(error, QueryError::Lost { .. } | QueryError::Unreachable { .. }), "{answer:?}: {error}");
        server.join().unwrap();
    }
}

/// Builds a message of a server.
fn message(tag: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    bytes.extend((body.len() as u32 + 4).to_be_bytes());
    bytes.extend(body);
    bytes
}

#[test]
fn a_server_that_lies_costs_the_connection_and_no_more() {
    let one_column = [b"\0\x01x\0".as_slice(), &[0; 18]].concat();
    let lies: [Vec<u8>; 9] = [
        message(b'D', b"\0\x05\0\0\0\x09abc"),
        [message(b'T', &one_column), message(b'D', b"\0\x01\x7f\xff\xff\xffabc")].concat(),
        [message(b'T', &one_column), message(b'D', b"\0\x01\x80\0\0\0")].concat(),
        [message(b'T', &one_column), message(b'D', b"")].concat(),
        message(b'T', b"\xff\xff"),
        b"T\x7f\xff\xff\xff".to_vec(),
        b"D\xff\xff\xff\xff".to_vec(),
        b"E\0\0\0\x03".to_vec(),
        message(b'E', b"Sno end"),
    ];
    for lie in lies {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer = [message(b'R', &[0; 4]), message(b'Z', b"I"), lie.clone()].concat();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut greeting = [0; 4096];
            drop(stream.read(&mut greeting));
            drop(stream.write_all(&answer));
            // Wait until the statement was sent, so that closing does not cut the answer short.
            drop(stream.read(&mut greeting));
        });
        let error = open(&format!("postgres://ann@127.0.0.1:{port}/shop?sslmode=disable"), &|| false).unwrap_err();
        assert!(matches!(error, QueryError::Lost { .. }), "{lie:?}: {error}");
        server.join().unwrap();
    }
}

#[test]
fn a_database_that_is_not_there_is_said_in_the_servers_words() {
    let Some(server) = shared() else { return };
    let error = open(&server.url("boss", "").replace("/postgres", "/nowhere"), &|| false).unwrap_err();
    let words = error.to_string();
    assert!(matches!(error, QueryError::Refused { .. }) && words.contains("\"nowhere\" does not exist"), "{words}");
}
