//! Pages on this machine: long articles with a field, each of which takes some memory.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// A server of pages, for as long as the program runs.
pub(super) struct Site {
    port: u16,
    served: Arc<AtomicU64>,
}

impl Site {
    /// Starts a server on a free port of this machine.
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (port, served) = (listener.local_addr()?.port(), Arc::<AtomicU64>::default());
        let count = Arc::clone(&served);
        thread::Builder::new().name("pages of the stress".to_owned()).spawn(move || {
            for stream in listener.incoming().flatten() {
                // One by one: they are short, and a browser that hangs up, or asks for nothing, is no error of ours.
                drop(serve(stream, &count));
            }
        })?;
        Ok(Self { port, served })
    }

    pub(super) fn url(&self, number: usize) -> String {
        format!("http://127.0.0.1:{}/{number}", self.port)
    }

    /// Returns how often a page was asked for.
    pub(super) fn served(&self) -> u64 {
        self.served.load(Ordering::Relaxed)
    }
}

fn serve(mut stream: TcpStream, count: &AtomicU64) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let number = first.split([' ', '/']).nth(2).and_then(|number| number.parse::<usize>().ok());
    if number.is_some() {
        count.fetch_add(1, Ordering::Relaxed);
    }
    let (status, body) = number.map_or(("404 Not Found", String::new()), |number| ("200 OK", page(number)));
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n", body.len());
    stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes())
}

/// Returns a page that says in its title which one it is, how far it is scrolled, and what is in its field, which stays in view.
fn page(number: usize) -> String {
    let hue = number * 47 % 360;
    let text: String = (0..120)
        .map(|at| format!("<p>Paragraph {at} of page {number}. {}", "Words and more words. ".repeat(20)))
        .collect();
    format!(
        "<!doctype html><meta charset=utf-8><title>page {number}</title>\
         <body style='margin:0;background:hsl({hue},60%,92%)'><input id=field style='position:fixed;top:0;left:0;width:100%;height:60px'>\
         <div style='margin-top:60px'>{text}</div><script>\
         const kept = new Uint8Array(6e6 + {number} % 5 * 4e6).fill({number});\
         const say = () => document.title = ['page {number}', Math.round(scrollY), field.value].join(' | ');\
         addEventListener('scroll', say); field.addEventListener('input', say); addEventListener('load', say);\
         </script>"
    )
}
