//! Asking the server to stop a statement, which goes over a connection of its own.
//!
//! It refuses to make the UI thread wait: a short thread asks. Invariant: a worker goes on only when no request is on its
//! way, so that a request never hits the statement after the one it was meant for.

use std::io::{Read as _, Write as _};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::BytesMut;
use postgres_protocol::message::frontend;

use super::socket::Peer;
use super::tls::Door;
use crate::error::QueryError;
use crate::limits;

pub(crate) struct Canceller {
    peer: Peer,
    door: Door,
    process: i32,
    key: i32,
    /// Requests on their way.
    asking: Mutex<usize>,
    asked: Condvar,
}

impl Canceller {
    pub(super) fn new(peer: Peer, door: Door, process: i32, key: i32) -> Self {
        Self { peer, door, process, key, asking: Mutex::new(0), asked: Condvar::new() }
    }

    /// Asks, without waiting for it.
    pub fn cancel(self: &Arc<Self>) {
        let canceller = Arc::clone(self);
        {
            let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
            // One request on its way does for both.
            if *asking > 0 {
                return;
            }
            *asking += 1;
        }
        let ask = move || {
            if let Err(error) = canceller.ask() {
                tracing::warn!("the server was not asked to stop: {error}");
            }
            canceller.done();
        };
        if let Err(error) = std::thread::Builder::new().name("query-cancel".to_owned()).spawn(ask) {
            tracing::warn!("no thread to ask the server to stop: {error}");
            self.done();
        }
    }

    /// Waits until no request is on its way.
    pub(super) fn settle(&self) {
        let asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let longest = limits::CONNECT + limits::WRITE + CLOSE;
        let waited = self.asked.wait_timeout_while(asking, longest, |asking| *asking > 0);
        drop(waited);
    }

    fn done(&self) {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        *asking = asking.saturating_sub(1);
        self.asked.notify_all();
    }

    /// Asks over a connection that is encrypted like the first one: a proxy may accept no other, and the key is a secret.
    fn ask(&self) -> Result<(), QueryError> {
        let until = Instant::now() + limits::CONNECT;
        let mut patience = || match Instant::now() < until {
            true => Ok(()),
            false => Err(QueryError::Cancelled),
        };
        let mut stream = self.door.open(&self.peer, limits::CONNECT, &mut patience)?;
        let mut request = BytesMut::new();
        frontend::cancel_request(self.process, self.key, &mut request);
        let sent = stream.write_all(&request).and_then(|()| stream.flush());
        // The server closes the connection once it has told the statement.
        let waits = sent.and_then(|()| stream.set_timeouts(CLOSE, limits::WRITE));
        waits.map_err(|error| QueryError::Lost { place: "the request to stop".to_owned(), why: error.to_string() })?;
        let mut nothing = [0];
        drop(stream.read(&mut nothing));
        Ok(())
    }
}

/// How long the server has to close the connection of a request.
const CLOSE: Duration = Duration::from_secs(2);
