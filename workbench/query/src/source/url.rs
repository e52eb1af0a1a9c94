//! Addresses of PostgreSQL servers: text to [`Server`] and back.
//!
//! An address that cannot be read is refused without repeating any part of it, since a misplaced part may be a password.
//!
//! Invariant: the text that [`write`] writes is read as the same server.

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::{Host, Server, Ssl};
use crate::error::QueryError;
use crate::limits;
use crate::secret::Secret;

const fn bad(why: &'static str) -> QueryError {
    QueryError::BadUrl { why }
}

/// Returns `true` if the text is meant as the address of a server, valid or not. Any text that could be one counts, so that
/// it is not taken for a path and repeated in an error.
pub(super) fn looks_like_one(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.starts_with("postgres:")
        || lower.starts_with("postgresql:")
        || lower.contains("://")
        || lower.contains("password=")
        || lower.contains("password =")
}

/// Parses an address, and takes the password off.
pub(super) fn read(text: &str) -> Result<(Server, Option<Secret>), QueryError> {
    let (scheme, rest) = text.split_once("://").ok_or(bad("it is neither a path nor begins with postgres://"))?;
    if !["postgres", "postgresql"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return Err(bad("only files of SQLite and addresses that begin with postgres:// are known"));
    }
    let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    if database.contains(['@', '/', ':']) {
        return Err(bad("\"/\", \"@\" and \":\" in a name or password are written %2F, %40 and %3A"));
    }
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
    let (user, password) = user.split_once(':').map_or((user, None), |(user, password)| (user, Some(password)));
    let (host, port) = read_host(host)?;
    let mut server = Server {
        host,
        port,
        user: some(plain(user)?),
        database: some(plain(database)?),
        ssl: Ssl::Unsaid,
        root_cert: None,
        cert: None,
        key: None,
        connect_seconds: None,
    };
    let mut secret = match password {
        Some(password) if !password.is_empty() => Some(secret(password)?),
        _ => None,
    };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or(bad("what follows \"?\" is not name=value"))?;
        read_parameter(&mut server, &mut secret, name, value)?;
    }
    if server.cert.is_some() != server.key.is_some() {
        return Err(bad("sslcert and sslkey stand together"));
    }
    Ok((server, secret))
}

fn read_parameter(server: &mut Server, found: &mut Option<Secret>, name: &str, value: &str) -> Result<(), QueryError> {
    match name {
        "sslmode" => server.ssl = read_ssl(value)?,
        "sslrootcert" if value == "system" => server.root_cert = None,
        "sslrootcert" => server.root_cert = read_path(value)?,
        "sslcert" => server.cert = read_path(value)?,
        "sslkey" => server.key = read_path(value)?,
        "password" => *found = Some(secret(value)?),
        "host" => {
            let folder = plain(value)?;
            if !folder.starts_with('/') {
                return Err(bad("host= names the folder of a Unix socket; other hosts stand before the port"));
            }
            server.host = Host::Socket(PathBuf::from(folder));
        }
        "connect_timeout" => {
            let seconds = value.parse().ok().filter(|seconds| limits::CONNECT_SECONDS.contains(seconds));
            server.connect_seconds = Some(seconds.ok_or(bad("connect_timeout is 1 to 600 seconds"))?);
        }
        _ => {
            return Err(bad(
                "behind \"?\" only sslmode, sslrootcert, sslcert, sslkey, host and connect_timeout are known",
            ));
        }
    }
    Ok(())
}

fn read_ssl(mode: &str) -> Result<Ssl, QueryError> {
    let known = Ssl::NAMES.iter().find(|(name, _)| *name == mode);
    known.map(|(_, ssl)| *ssl).ok_or(bad("sslmode is disable, allow, prefer, require, verify-ca or verify-full"))
}

/// Reads the absolute path of a file. Relative ones would mean another file in another folder.
fn read_path(text: &str) -> Result<Option<PathBuf>, QueryError> {
    let path = PathBuf::from(plain(text)?);
    if path.is_absolute() { Ok(Some(path)) } else { Err(bad("sslrootcert, sslcert and sslkey are absolute paths")) }
}

fn read_host(text: &str) -> Result<(Host, Option<u16>), QueryError> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']').ok_or(bad("\"[\" without \"]\" around the host"))?;
            host.parse::<std::net::Ipv6Addr>().map_err(|_| bad("no IPv6 address stands between \"[\" and \"]\""))?;
            let port = if rest.is_empty() { "" } else { rest.strip_prefix(':').ok_or(bad("no port follows \"]\""))? };
            (host, port)
        }
        None => text.split_once(':').unwrap_or((text, "")),
    };
    let port = match port {
        "" => None,
        port => Some(port.parse().ok().filter(|port| *port > 0).ok_or(bad("the port is not a number up to 65535"))?),
    };
    let name = if host.is_empty() { "localhost".to_owned() } else { plain(host)? };
    let is_host = |c: char| c.is_alphanumeric() || ['.', '-', '_', ':'].contains(&c);
    if !name.chars().all(is_host) {
        return Err(bad("the host holds a character that no host has"));
    }
    Ok((Host::Named(name), port))
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn secret(text: &str) -> Result<Secret, QueryError> {
    plain(text).map(Secret::new)
}

/// Decodes percent signs.
fn plain(text: &str) -> Result<String, QueryError> {
    // Overwritten when dropped, since the text may be a password.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digit = |at: usize| tail.get(at).and_then(|byte| (*byte as char).to_digit(16));
        let (Some(high), Some(low)) = (digit(0), digit(1)) else {
            return Err(bad("\"%\" is not followed by two hexadecimal digits"));
        };
        bytes.push((high * 16 + low) as u8);
        rest = &tail[2..];
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| bad("it is not UTF-8"))?;
    if text.contains('\0') {
        return Err(bad("a zero byte is in it"));
    }
    Ok(text.to_owned())
}

/// Writes an address that is read as the same server.
pub(super) fn write(server: &Server, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("postgres://")?;
    if let Some(user) = &server.user {
        write!(f, "{}@", Percent(user))?;
    }
    match &server.host {
        Host::Named(host) if host.contains(':') => write!(f, "[{host}]")?,
        Host::Named(host) => f.write_str(host)?,
        Host::Socket(_) => {}
    }
    if let Some(port) = server.port {
        write!(f, ":{port}")?;
    }
    if let Some(database) = &server.database {
        write!(f, "/{}", Percent(database))?;
    }
    let mut sign = '?';
    let mut parameter = |f: &mut fmt::Formatter<'_>, name: &str, value: &str| {
        let written = write!(f, "{sign}{name}={value}");
        sign = '&';
        written
    };
    if let Host::Socket(folder) = &server.host {
        parameter(f, "host", &Percent(&folder.to_string_lossy()).to_string())?;
    }
    if let Some((name, _)) = Ssl::NAMES.iter().find(|(_, ssl)| *ssl == server.ssl) {
        parameter(f, "sslmode", name)?;
    }
    for (name, path) in [("sslrootcert", &server.root_cert), ("sslcert", &server.cert), ("sslkey", &server.key)] {
        if let Some(path) = path {
            parameter(f, name, &Percent(&path.to_string_lossy()).to_string())?;
        }
    }
    if let Some(seconds) = server.connect_seconds {
        parameter(f, "connect_timeout", &seconds.to_string())?;
    }
    Ok(())
}

/// A text in which everything except unreserved characters is written with percent signs.
struct Percent<'a>(&'a str);

impl fmt::Display for Percent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                write!(f, "{}", byte as char)?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}
