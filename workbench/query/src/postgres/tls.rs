//! The encryption of a connection, as the address requests it.
//!
//! It checks certificates with rustls against the certificates that the system trusts, or those of a file. It does not send a
//! password in the clear to a server whose certificate was not checked.
//!
//! Invariant: a connection for which the address requires encryption carries nothing unencrypted except the request to encrypt.

mod files;
mod trust;

use std::io::{ErrorKind, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use postgres_protocol::message::frontend;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig, ClientConnection, ConfigBuilder, StreamOwned, WantsVerifier};

use super::socket::{Patience, Peer, Socket};
use crate::error::QueryError;
use crate::source::{Host, Server, Ssl};

/// The way into a server: whether a connection is encrypted, and what is checked.
#[derive(Clone)]
pub(super) struct Door {
    /// The server in words, for errors.
    place: String,
    encryption: Encryption,
}

#[derive(Clone)]
enum Encryption {
    None,
    Tls {
        config: Arc<ClientConfig>,
        name: ServerName<'static>,
        /// Whether a server that does not encrypt is refused.
        is_required: bool,
        /// Whether the certificate of the server is checked.
        is_checked: bool,
    },
}

/// A socket, encrypted or not.
pub(super) enum Stream {
    Clear(Socket),
    Tls(Box<StreamOwned<ClientConnection, Socket>>),
}

impl Door {
    /// Reads the certificates that a connection needs. Blocks on the disk.
    ///
    /// # Errors
    /// Returns [`QueryError::CertificateFile`] if a file of the address cannot be used, and [`QueryError::Certificate`] if the
    /// system has no certificates to check the server's with.
    pub fn of(server: &Server, is_local: bool) -> Result<Self, QueryError> {
        let place = server.words();
        let mode = match server.ssl {
            Ssl::Unsaid if is_local => Ssl::Prefer,
            // As libpq: a file of authorities is there to be used.
            Ssl::Require if server.root_cert.is_some() => Ssl::VerifyCa,
            Ssl::Unsaid => Ssl::VerifyFull,
            mode => mode,
        };
        let Host::Named(host) = &server.host else { return Ok(Self { place, encryption: Encryption::None }) };
        if mode == Ssl::Disable {
            return Ok(Self { place, encryption: Encryption::None });
        }
        let name = ServerName::try_from(host.clone())
            .map_err(|_| QueryError::BadUrl { why: "the host is no name that a certificate can be for" })?;
        let provider = Arc::new(ring::default_provider());
        let (is_required, is_checked) =
            (!matches!(mode, Ssl::Allow | Ssl::Prefer), matches!(mode, Ssl::VerifyCa | Ssl::VerifyFull));
        let verifier = match is_checked {
            true => trust::checked(server.root_cert.as_deref(), mode == Ssl::VerifyFull, &provider, &place)?,
            false => trust::unchecked(&provider),
        };
        let config = config(&provider, &place)?.dangerous().with_custom_certificate_verifier(verifier);
        let config = match (&server.cert, &server.key) {
            (Some(cert), Some(key)) => {
                let (certs, key_of) = (files::certificates(cert)?, files::key(key)?);
                config.with_client_auth_cert(certs, key_of).map_err(|error| files::unusable(key, &error))?
            }
            _ => config.with_no_client_auth(),
        };
        Ok(Self { place, encryption: Encryption::Tls { config: Arc::new(config), name, is_required, is_checked } })
    }

    /// Connects, and encrypts the connection if the address and the server agree on it.
    pub fn open(&self, peer: &Peer, timeout: Duration, patience: Patience<'_>) -> Result<Stream, QueryError> {
        let mut socket = peer.dial(timeout).map_err(|error| self.unreachable(error.to_string()))?;
        let Encryption::Tls { config, name, is_required, .. } = &self.encryption else {
            return Ok(Stream::Clear(socket));
        };
        if !self.agrees(&mut socket, patience)? {
            return match is_required {
                true => Err(QueryError::NotEncrypted { place: self.place.clone() }),
                false => Ok(Stream::Clear(socket)),
            };
        }
        let connection = ClientConnection::new(Arc::clone(config), name.clone());
        let mut connection = connection.map_err(|error| self.failed(&error))?;
        while connection.is_handshaking() {
            patience()?;
            match connection.complete_io(&mut socket) {
                Err(error) if !is_silence(error.kind()) => return Err(self.failed_io(&error)),
                _ => {}
            }
        }
        Ok(Stream::Tls(Box::new(StreamOwned::new(connection, socket))))
    }

    /// Returns `true` if the server is known to be the one of the address, so that it may see a password.
    pub fn is_checked(&self) -> bool {
        matches!(self.encryption, Encryption::Tls { is_checked: true, .. })
    }

    /// Asks the server whether it encrypts.
    ///
    /// Exactly one byte is read: whatever a server sends behind it unencrypted must not be taken for a part of the encrypted answer.
    fn agrees(&self, socket: &mut Socket, patience: Patience<'_>) -> Result<bool, QueryError> {
        let mut request = BytesMut::new();
        frontend::ssl_request(&mut request);
        socket.write_all(&request).map_err(|error| self.unreachable(error.to_string()))?;
        let mut answer = [0];
        loop {
            patience()?;
            match socket.read(&mut answer) {
                Ok(0) => return Err(self.unreachable("the server closed the connection".to_owned())),
                Ok(_) => break,
                Err(error) if is_silence(error.kind()) => {}
                Err(error) => return Err(self.unreachable(error.to_string())),
            }
        }
        match answer {
            [b'S'] => Ok(true),
            [b'N'] => Ok(false),
            _ => Err(self.unreachable("it does not speak the protocol of PostgreSQL".to_owned())),
        }
    }

    fn failed_io(&self, error: &std::io::Error) -> QueryError {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(error) => self.failed(error),
            None => self.unreachable(error.to_string()),
        }
    }

    fn failed(&self, error: &rustls::Error) -> QueryError {
        let place = self.place.clone();
        match error {
            rustls::Error::InvalidCertificate(why) => QueryError::Certificate { place, why: in_words(why) },
            error => self.unreachable(format!("the connection cannot be encrypted: {error}")),
        }
    }

    fn unreachable(&self, why: String) -> QueryError {
        QueryError::Unreachable { place: self.place.clone(), why }
    }
}

fn config(
    provider: &Arc<CryptoProvider>,
    place: &str,
) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, QueryError> {
    let config = ClientConfig::builder_with_provider(Arc::clone(provider)).with_safe_default_protocol_versions();
    config.map_err(|error| QueryError::Unreachable { place: place.to_owned(), why: error.to_string() })
}

/// Returns `true` if a read ended only because its time was over.
fn is_silence(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// Returns what is wrong with a certificate.
fn in_words(error: &CertificateError) -> String {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "its certificate has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet".to_owned()
        }
        CertificateError::UnknownIssuer => {
            "its certificate is signed by no authority that this computer trusts".to_owned()
        }
        CertificateError::NotValidForName => "its certificate is for another host".to_owned(),
        CertificateError::NotValidForNameContext { presented, .. } => {
            let names: Vec<String> = presented.iter().take(3).map(|name| name.chars().take(80).collect()).collect();
            format!("its certificate is for another host ({})", names.join(", "))
        }
        CertificateError::Revoked => "its certificate was revoked".to_owned(),
        other => format!("its certificate is not valid: {other}"),
    }
}

impl Stream {
    /// Waits at most so long for a read; the timeouts of an encrypted stream are those of its socket.
    pub fn set_timeouts(&self, read: Duration, write: Duration) -> std::io::Result<()> {
        match self {
            Self::Clear(socket) => socket.set_timeouts(read, write),
            Self::Tls(stream) => stream.sock.set_timeouts(read, write),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Clear(socket) => socket.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Clear(socket) => socket.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Clear(socket) => socket.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Door, Encryption};
    use crate::error::QueryError;
    use crate::source::{DatabasePlace, Source};
    use std::path::Path;

    fn check(text: &str, is_local: bool, expect: &str) {
        let source = Source::parse(text, Path::new("")).expect("an address");
        let DatabasePlace::Postgres(server) = source.place() else { panic!("{text} is a file") };
        let found = match Door::of(server, is_local) {
            Ok(Door { encryption: Encryption::None, .. }) => "unencrypted",
            Ok(Door { encryption: Encryption::Tls { is_checked: true, is_required: true, .. }, .. }) => "checked",
            Ok(Door { encryption: Encryption::Tls { is_required: true, .. }, .. }) => "encrypted",
            Ok(Door { encryption: Encryption::Tls { .. }, .. }) => "as the server likes",
            // A machine without certificates checks nothing, and so connects to nobody.
            Err(QueryError::Certificate { .. }) => "checked",
            Err(error) => panic!("{text}: {error}"),
        };
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn another_machine_is_checked_unless_the_address_says_otherwise() {
        check("postgres://ann@192.0.2.1/shop", false, "checked");
        check("postgres://ann@db.example.org/shop", false, "checked");
        check("postgres://ann@localhost/shop", true, "as the server likes");
        check("postgres://ann@/shop?host=/run/postgresql", true, "unencrypted");
        check("postgres://ann@h/shop?sslmode=verify-ca", true, "checked");
        check("postgres://ann@h/shop?sslmode=require", false, "encrypted");
        check("postgres://ann@h/shop?sslmode=prefer", false, "as the server likes");
        check("postgres://ann@h/shop?sslmode=disable", false, "unencrypted");
    }
}
