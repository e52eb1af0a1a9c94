//! Tests of valid and invalid addresses, and that they never keep a password.

use std::path::Path;

use super::Source;
use crate::error::QueryError;

fn parse(text: &str) -> Result<Source, QueryError> {
    Source::parse(text, Path::new("/data"))
}

#[test]
fn what_is_read_is_written_as_it_was() {
    for text in [
        "shop.db",
        "/var/lib/shop.db",
        "sub folder/shop.db#2",
        "postgres://ann@localhost:5433/shop",
        "postgres://ann@localhost:5433/shop#7",
        "postgres://localhost",
        "postgres://[::1]:5432/shop?sslmode=disable",
        "postgres://ann@db.example.org/shop?sslmode=prefer&connect_timeout=3",
        "postgres://ann@db.example.org/shop?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem",
        "postgres://ann@h/x?sslmode=require&sslcert=%2Fa%26b.crt&sslkey=%2Fa%26b.key",
        "postgres://a%40b@h/x%2Fy",
        "postgres://ann@/shop?host=%2Frun%2Fpostgresql",
    ] {
        let source = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(source.to_string(), text);
        assert_eq!(parse(&source.to_string()).as_ref(), Ok(&source));
    }
}

#[test]
fn a_title_says_which_database_it_is() {
    for (text, expect) in [
        ("a/shop.db", "shop.db"),
        ("/a/shop.db#2", "shop.db (2)"),
        ("postgres://ann@db.example.org:5433/shop?sslmode=disable", "shop at db.example.org"),
        ("postgres://ann@localhost#3", "ann at localhost (3)"),
        ("postgres://ann@/shop?host=/run/postgresql", "shop at localhost"),
    ] {
        assert_eq!(parse(text).unwrap().title(), expect, "{text}");
    }
}

#[test]
fn a_wrong_address_is_refused_with_words() {
    for (text, expect) in [
        ("", "no database is named"),
        ("  #2", "no database is named"),
        ("mysql://root@localhost/x", "only files of SQLite"),
        ("postgres:/localhost", "neither a path"),
        ("postgres://h:port/x", "the port"),
        ("postgres://h:0/x", "the port"),
        ("postgres://h:99999/x", "the port"),
        ("postgres://[::1/x", "\"[\""),
        ("postgres://h/x?sslmode=maybe", "sslmode is"),
        ("postgres://h/x?target=1", "only sslmode"),
        ("postgres://h/x?sslrootcert=ca.pem", "absolute"),
        ("postgres://h/x?sslcert=/a.crt", "stand together"),
        ("postgres://h/x?connect_timeout=0", "connect_timeout"),
        ("postgres://h/x%2", "\"%\""),
        ("postgres://h/%00", "zero byte"),
        ("postgres://h/%ff", "UTF-8"),
        ("a\0b", "zero byte"),
    ] {
        let error = parse(text).expect_err(text).to_string();
        assert!(error.contains(expect), "{text}: {error}");
    }
}

/// Checks that a password, wherever it is and however the address is written, comes out only through `split`.
#[test]
fn a_password_is_taken_off_or_refused_and_never_repeated() {
    let password = "Hunter2";
    let good = [
        "postgres://ann:Hunter2@localhost/shop",
        "postgresql://ann:Hunter2@localhost/shop#2",
        "postgres://ann@localhost/shop?password=Hunter2",
        "postgres://ann:Hunter%32@localhost/shop",
    ];
    for text in good {
        assert_eq!(parse(text), Err(QueryError::PasswordInUrl), "{text}");
        let (source, secret) = Source::split(text, Path::new("/data")).unwrap();
        let secret = secret.expect(text);
        assert_eq!(secret.reveal(), password, "{text}");
        let shown = format!("{source} {source:?} {} {secret:?}", source.title());
        assert!(!shown.contains(password), "{shown}");
        assert_eq!(Source::parse(&source.to_string(), Path::new("/data")).as_ref(), Ok(&source));
    }
    let bad = [
        "postgres:/ann:Hunter2@localhost/shop",
        "postgres:ann:Hunter2@localhost/shop",
        "mysql://ann:Hunter2@localhost/shop",
        "postgres://ann:1/Hunter2@localhost/shop",
        "postgres://ann:Hunter2/1@localhost/shop",
        "postgres://ann:1?Hunter2@localhost/shop",
        "postgres://ann:x%Hunter2@localhost/shop",
        "postgres://ann@localhost:Hunter2/shop",
        "postgres://ann@localhost/shop?Hunter2=1",
        "postgres://ann@localhost/shop?sslmode=Hunter2",
        "host=localhost user=ann password=Hunter2",
        "host=localhost user=ann PASSWORD = Hunter2",
    ];
    for text in bad {
        for error in [parse(text).expect_err(text), Source::split(text, Path::new("/data")).expect_err(text)] {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(password), "{text}: {shown}");
        }
    }
}
