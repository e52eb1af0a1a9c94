//! Tests of encryption on a real server, with certificates of many kinds, and on servers that lie about it.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use multisplit_pane_query::{Connected, QueryError, Secret, Source};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tempfile::TempDir;

use crate::driver::{desk, pane};
use crate::server::{PASSWORD, Server, shared};

/// An authority, and a folder for files of certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    folder: TempDir,
}

/// A certificate and its key, in PEM.
struct Pair {
    cert: String,
    key: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem, folder: tempfile::tempdir().unwrap() }
    }

    /// Signs a certificate for a host or a user.
    fn sign(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Pair {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        change(&mut params);
        let cert = params.signed_by(&key, &self.issuer).unwrap().pem();
        Pair { cert, key: key.serialize_pem() }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The part of an address that names this authority.
    fn named(&self, mode: &str) -> String {
        format!("?sslmode={mode}&sslrootcert={}", self.file("ca.pem", &self.pem).display())
    }
}

fn open(url: &str, password: Option<&str>) -> Result<Connected, QueryError> {
    let source = Source::parse(url, Path::new("")).unwrap();
    Connected::open(&source, password.map(|password| Secret::new(password.to_owned())), &|| false)
}

/// Whether the connection of a pane is encrypted, as the server sees it.
const ENCRYPTED: &str = "SELECT 'encrypted: ' || ssl::text AS seen FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

#[test]
fn a_checked_server_is_worked_with_as_any_other() {
    let Some(server) = Server::start() else { return };
    let authority = Authority::new("an authority");
    let Pair { cert, key } = authority.sign("127.0.0.1", |_| ());
    server.encrypt("good", &cert, &key, &authority.pem);
    for mode in ["verify-full", "verify-ca", "require", "prefer"] {
        let mut desk = desk(pane(&server.url("boss", &authority.named(mode))));
        desk.run(ENCRYPTED);
        assert!(desk.sees("encrypted: true"), "{mode}: {:#?}", desk.labels());
    }
    let mut desk = desk(pane(&server.url("boss", &authority.named("verify-full"))));
    desk.run("SELECT repeat('x', 104857600) AS large, 'beside' AS small");
    assert!(desk.sees("(100.0 MiB in all)") && desk.sees("beside"), "{:#?}", desk.labels());
    let running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(611)%'";
    desk.start("SELECT pg_sleep(611)").until("the server to run it", |_| server.sql(running) == "1");
    desk.click("Cancel").until_seen("cancelled");
    assert_eq!(server.sql(running), "0");
    desk.run("SELECT 'goes on' AS it");
    assert!(desk.sees("goes on"));
}

#[test]
fn a_certificate_that_proves_nothing_is_said_and_no_password_is_sent() {
    let Some(server) = Server::start() else { return };
    let (authority, other) = (Authority::new("an authority"), Authority::new("another authority"));
    let check = |named: &str, words: &str| {
        // A password is there, and the server would take it.
        let error = open(&server.url("tess", named), Some(PASSWORD)).expect_err(words);
        let said = error.to_string();
        assert!(matches!(error, QueryError::Certificate { .. }) && said.contains(words), "{said}");
        assert!(!said.contains(PASSWORD));
    };
    let Pair { cert, key } = authority.sign("127.0.0.1", |_| ());
    server.encrypt("good", &cert, &key, &authority.pem);
    check(&other.named("verify-full"), "signed by no authority");
    check(&other.named("verify-ca"), "signed by no authority");
    // As libpq: a file of authorities is used.
    check(&other.named("require"), "signed by no authority");
    // The authorities of the system have not signed it either.
    check("?sslmode=verify-full", "");
    open(&server.url("tess", "?sslmode=require"), Some(PASSWORD)).expect("whoever answers is believed");
    open(&server.url("tess", &authority.named("verify-full")), Some(PASSWORD)).expect("the right one");

    let Pair { cert, key } = authority.sign("db.example.org", |_| ());
    server.encrypt("host", &cert, &key, &authority.pem);
    check(&authority.named("verify-full"), "is for another host");
    open(&server.url("tess", &authority.named("verify-ca")), Some(PASSWORD)).expect("the host is not checked");

    let Pair { cert, key } = authority.sign("127.0.0.1", |params| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    });
    server.encrypt("expired", &cert, &key, &authority.pem);
    check(&authority.named("verify-full"), "has expired");
}

#[test]
fn a_user_is_known_by_a_certificate() {
    let Some(server) = Server::start() else { return };
    let authority = Authority::new("an authority");
    let Pair { cert, key } = authority.sign("127.0.0.1", |_| ());
    server.encrypt("good", &cert, &key, &authority.pem);
    let user = authority.sign("carl", |_| ());
    let (cert, key) = (authority.file("carl.crt", &user.cert), authority.file("carl.key", &user.key));
    let named = authority.named("verify-full");
    let with = |cert: &Path, key: &Path| {
        open(&server.url("carl", &format!("{named}&sslcert={}&sslkey={}", cert.display(), key.display())), None)
    };
    with(&cert, &key).expect("it is carl");
    let refused = open(&server.url("carl", &named), None).expect_err("no certificate");
    assert!(matches!(refused, QueryError::Refused { .. }), "{refused}");
    let stranger = Authority::new("another authority").sign("carl", |_| ());
    let forged = (authority.file("forged.crt", &stranger.cert), authority.file("forged.key", &stranger.key));
    with(&forged.0, &forged.1).expect_err("signed by somebody else");
    for (bad, why) in [("no PEM", "no certificate"), ("-----BEGIN CERTIFICATE-----", "")] {
        let error = with(&authority.file("bad.crt", bad), &key).expect_err(bad).to_string();
        assert!(error.contains("bad.crt") && error.contains(why), "{error}");
    }
    let error = with(&cert, &authority.file("bad.key", "no PEM")).expect_err("no key").to_string();
    assert!(error.contains("bad.key cannot be used: no private key"), "{error}");
    let error = with(&cert, Path::new("/does/not/exist")).expect_err("no file").to_string();
    assert!(error.contains("/does/not/exist"), "{error}");
    // The key of another certificate.
    with(&cert, &forged.1).expect_err("they do not fit");
}

#[test]
fn a_server_without_encryption_is_refused_where_the_address_asks_for_it() {
    let Some(server) = shared() else { return };
    for mode in ["require", "verify-ca", "verify-full"] {
        let error = open(&server.url("boss", &format!("?sslmode={mode}")), None).expect_err(mode);
        assert!(matches!(error, QueryError::NotEncrypted { .. }), "{mode}: {error}");
        assert!(error.to_string().contains("sslmode=disable"), "{error}");
    }
    for mode in ["", "?sslmode=disable", "?sslmode=allow", "?sslmode=prefer"] {
        let mut desk = desk(pane(&server.url("boss", mode)));
        desk.run(ENCRYPTED);
        assert!(desk.sees("encrypted: false"), "{mode}: {:#?}", desk.labels());
    }
}

#[test]
fn a_server_that_wants_encryption_is_reached_by_an_address_that_says_nothing() {
    let Some(server) = Server::start() else { return };
    let authority = Authority::new("an authority");
    let Pair { cert, key } = authority.sign("127.0.0.1", |_| ());
    server.encrypt("good", &cert, &key, &authority.pem);
    open(&server.url("tess", ""), Some(PASSWORD)).expect("this machine needs no proof");
    let error = open(&server.url("tess", "?sslmode=disable"), Some(PASSWORD)).expect_err("unencrypted");
    assert!(matches!(error, QueryError::Refused { .. }), "{error}");
}

/// A server on this machine that answers the first request with these bytes.
fn liar(answer: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 8];
            if stream.read_exact(&mut request).is_ok() {
                // A client that has gone is what is tested.
                drop(stream.write_all(answer));
            }
        }
    });
    port
}

#[test]
fn a_server_that_lies_about_encryption_is_told_from_one() {
    let long: &'static [u8] = &[b'S'; 100_000];
    for answer in [b"X".as_slice(), b"", b"S", b"Snot TLS at all", b"E\0\0\0\x08oops", long] {
        let port = liar(answer);
        let error = open(&format!("postgres://ann@127.0.0.1:{port}/shop?sslmode=require&connect_timeout=2"), None);
        let error = error.expect_err("no server");
        assert!(matches!(error, QueryError::Unreachable { .. }), "{error}");
    }
    // What stands unencrypted behind the answer is no part of what is encrypted.
    let port = liar(b"SR\0\0\0\x08\0\0\0\0Z\0\0\0\x05I");
    open(&format!("postgres://ann@127.0.0.1:{port}/shop?sslmode=require&connect_timeout=2"), None)
        .expect_err("stuffed");
}
