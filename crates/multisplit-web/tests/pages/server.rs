//! A server on this machine, with pages of the tests.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// An answer: the line of its status, further lines of its head, and its body.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: &'static str,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// A server of pages. It runs until the test ends.
pub(crate) struct Server {
    port: u16,
    pages: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let pages = Arc::<Mutex<HashMap<String, Answer>>>::default();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (all, heard) = (Arc::clone(&pages), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (all, heard) = (Arc::clone(&all), Arc::clone(&heard));
                thread::spawn(move || serve(stream, &all, &heard));
            }
        });
        Self { port, pages, asked }
    }

    /// Serves a page: what stands in its body.
    pub(crate) fn page(&self, path: &str, body: &str) -> String {
        let body = format!("<!doctype html><meta charset=utf-8><title>{path}</title><body style='margin:0'>{body}");
        self.answer(
            path,
            Answer { status: "200 OK", head: "Content-Type: text/html\r\n".to_owned(), body: body.into() },
        )
    }

    pub(crate) fn answer(&self, path: &str, answer: Answer) -> String {
        self.pages.lock().expect("whole").insert(format!("/{path}"), answer);
        self.url(path)
    }

    /// Returns the paths that were asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("whole").clone()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// Returns an address at which nothing listens.
    pub(crate) fn closed_port(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        assert_ne!(port, self.port);
        format!("http://127.0.0.1:{port}/")
    }
}

fn serve(mut stream: TcpStream, pages: &Mutex<HashMap<String, Answer>>, asked: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    asked.lock().expect("whole").push(path.clone());
    let plain = path.split('?').next().unwrap_or_default().to_owned();
    let missing = || Answer { status: "404 Not Found", head: String::new(), body: b"nothing here".to_vec() };
    let Answer { status, head, body } = pages.lock().expect("whole").get(&plain).cloned().unwrap_or_else(missing);
    let head = format!("HTTP/1.1 {status}\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    // A browser may hang up at any moment.
    drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)));
}
