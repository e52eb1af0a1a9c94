//! Getting in: an address, a greeting, a proof.
//!
//! It refuses the clear to other machines where the address does not accept it, and ways to prove who we are that would
//! show the password on the way. Invariant: what it answers waits for a statement.

use std::net::ToSocketAddrs as _;
use std::sync::Arc;
use std::time::Instant;

use postgres_protocol::authentication::md5_hash;
use postgres_protocol::authentication::sasl::{ChannelBinding, SCRAM_SHA_256, ScramSha256};
use postgres_protocol::message::{backend, frontend};

use super::socket::Peer;
use super::tls::{Door, Stream};
use super::wire::{Body, Wire};
use super::{Canceller, Postgres, said};
use crate::error::QueryError;
use crate::flags::Transaction;
use crate::schema::Schema;
use crate::secret::Secret;
use crate::source::{Host, Server};

/// Connects to a server, with a password where it asks for one, and reads its tables.
pub(crate) fn connect(
    server: &Server,
    secret: Option<&Secret>,
    cancelled: &dyn Fn() -> bool,
) -> Result<(Postgres, Schema), QueryError> {
    let place = server.words();
    let (peer, door, stream) = dial(server, &place, cancelled)?;
    let wire = Wire::new(stream, place);
    let may_show = peer.is_local() || door.is_checked();
    let mut greeting = Greeting { wire, server, secret, may_show, scram: None, until: Instant::now(), cancelled };
    greeting.until += server.connect_timeout();
    let (process, key) = greeting.run()?;
    let mut patience = until(Instant::now() + server.connect_timeout(), cancelled, greeting.wire.place.clone());
    let mut database = Postgres {
        wire: greeting.wire,
        canceller: Arc::new(Canceller::new(peer, door, process, key)),
        transaction: Transaction::None,
        notices: Vec::new(),
        last_words: None,
    };
    let schema = database.schema(&mut patience)?;
    Ok((database, schema))
}

/// Connects to the first of the server's addresses that lets in.
fn dial(server: &Server, place: &str, cancelled: &dyn Fn() -> bool) -> Result<(Peer, Door, Stream), QueryError> {
    let unreachable = |why: String| QueryError::Unreachable { place: place.to_owned(), why };
    let mut failed = unreachable("no address belongs to that name".to_owned());
    for peer in peers(server).map_err(|error| unreachable(error.to_string()))? {
        let mut patience = until(Instant::now() + server.connect_timeout(), cancelled, place.to_owned());
        patience()?;
        let door = Door::of(server, peer.is_local())?;
        match door.open(&peer, server.connect_timeout(), &mut patience) {
            Ok(stream) => return Ok((peer, door, stream)),
            // The other addresses are of the same server.
            Err(error @ QueryError::Unreachable { .. }) => failed = error,
            Err(error) => return Err(error),
        }
    }
    Err(failed)
}

fn peers(server: &Server) -> std::io::Result<Vec<Peer>> {
    match &server.host {
        Host::Socket(folder) => Ok(vec![Peer::Socket(folder.join(format!(".s.PGSQL.{}", server.port_number())))]),
        Host::Named(host) => Ok((host.as_str(), server.port_number()).to_socket_addrs()?.map(Peer::Tcp).collect()),
    }
}

/// Waits until a moment, or until it is cancelled.
fn until(until: Instant, cancelled: &dyn Fn() -> bool, place: String) -> impl FnMut() -> Result<(), QueryError> {
    move || match (cancelled(), Instant::now() < until) {
        (true, _) => Err(QueryError::Cancelled),
        (false, true) => Ok(()),
        (false, false) => {
            Err(QueryError::Unreachable { place: place.clone(), why: "it does not answer in time".to_owned() })
        }
    }
}

struct Greeting<'a> {
    wire: Wire,
    server: &'a Server,
    secret: Option<&'a Secret>,
    /// The server may see the password itself.
    may_show: bool,
    scram: Option<ScramSha256>,
    until: Instant,
    cancelled: &'a dyn Fn() -> bool,
}

impl<'a> Greeting<'a> {
    fn run(&mut self) -> Result<(i32, i32), QueryError> {
        let (user, database) = (self.server.user_name(), self.server.database_name());
        let words = [
            ("user", user.as_str()),
            ("database", &database),
            ("client_encoding", "UTF8"),
            ("application_name", "multisplit"),
        ];
        let written = frontend::startup_message(words, &mut self.wire.out);
        written.map_err(|error| self.unreachable(error.to_string()))?;
        self.wire.send()?;
        let mut key = (0, 0);
        loop {
            let (tag, body) = self.next()?;
            let mut body = Body::new(&body);
            match tag {
                backend::AUTHENTICATION_TAG => self.prove(body)?,
                backend::BACKEND_KEY_DATA_TAG => key = body.i32().zip(body.i32()).unwrap_or(key),
                backend::ERROR_RESPONSE_TAG => return Err(self.refused(body.rest())),
                backend::READY_FOR_QUERY_TAG => return Ok(key),
                backend::PARAMETER_STATUS_TAG | backend::NOTICE_RESPONSE_TAG => {}
                _ => return Err(self.unreachable("it does not speak the protocol of PostgreSQL".to_owned())),
            }
        }
    }

    fn next(&mut self) -> Result<(u8, Vec<u8>), QueryError> {
        let mut patience = until(self.until, self.cancelled, self.wire.place.clone());
        let (tag, _) = self.wire.next(&mut patience)?;
        Ok((tag, self.wire.body(&mut patience)?))
    }

    fn prove(&mut self, mut body: Body<'_>) -> Result<(), QueryError> {
        match body.i32() {
            Some(0) => Ok(()),
            Some(3) if self.may_show => {
                let secret = self.secret()?;
                self.answer(secret.reveal().as_bytes())
            }
            Some(3) => Err(self.no_such("the password in the clear")),
            Some(5) => {
                let (secret, salt) = (self.secret()?, body.array().unwrap_or_default());
                let proof = md5_hash(self.server.user_name().as_bytes(), secret.reveal().as_bytes(), salt);
                self.answer(proof.as_bytes())
            }
            Some(10) => self.begin_scram(body.rest()),
            Some(11) => self.go_on_with_scram(body.rest()),
            Some(12) => {
                let finished = self.scram.as_mut().map(|scram| scram.finish(body.rest()));
                match finished {
                    Some(Ok(())) => Ok(()),
                    _ => Err(self.unreachable("it does not prove that it knows the password".to_owned())),
                }
            }
            Some(2) => Err(self.no_such("Kerberos")),
            Some(7 | 8) => Err(self.no_such("GSSAPI")),
            Some(9) => Err(self.no_such("SSPI")),
            _ => Err(self.no_such("a proof of an unknown kind")),
        }
    }

    fn begin_scram(&mut self, mechanisms: &[u8]) -> Result<(), QueryError> {
        if !mechanisms.split(|byte| *byte == 0).any(|name| name == SCRAM_SHA_256.as_bytes()) {
            return Err(self.no_such("a SASL proof other than SCRAM-SHA-256"));
        }
        let scram = ScramSha256::new(self.secret()?.reveal().as_bytes(), ChannelBinding::unsupported());
        let written = frontend::sasl_initial_response(SCRAM_SHA_256, scram.message(), &mut self.wire.out);
        self.scram = Some(scram);
        written.map_err(|error| self.unreachable(error.to_string()))?;
        self.wire.send()
    }

    fn go_on_with_scram(&mut self, words: &[u8]) -> Result<(), QueryError> {
        let out = &mut self.wire.out;
        let answered = match self.scram.as_mut() {
            Some(scram) => scram.update(words).and_then(|()| frontend::sasl_response(scram.message(), out)),
            None => Err(std::io::ErrorKind::InvalidData.into()),
        };
        answered.map_err(|error| self.unreachable(error.to_string()))?;
        self.wire.send()
    }

    fn answer(&mut self, proof: &[u8]) -> Result<(), QueryError> {
        let written = frontend::password_message(proof, &mut self.wire.out);
        written.map_err(|error| self.unreachable(error.to_string()))?;
        self.wire.send()
    }

    fn secret(&self) -> Result<&'a Secret, QueryError> {
        self.secret.ok_or_else(|| QueryError::NeedsPassword { place: self.wire.place.clone() })
    }

    fn refused(&self, body: &[u8]) -> QueryError {
        let (place, trouble) = (self.wire.place.clone(), said(body).trouble);
        let words = trouble.to_string();
        match trouble.code.as_str() {
            "28P01" => QueryError::WrongPassword { place, words },
            _ => QueryError::Refused { place, words },
        }
    }

    fn no_such(&self, method: &'static str) -> QueryError {
        QueryError::NoSuchProof { place: self.wire.place.clone(), method }
    }

    fn unreachable(&self, why: String) -> QueryError {
        QueryError::Unreachable { place: self.wire.place.clone(), why }
    }
}
