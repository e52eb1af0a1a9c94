//! Passwords that the system already knows: from `PGPASSWORD` and from PostgreSQL's password file.
//!
//! Like PostgreSQL's own programs, this module refuses a password file that other users may read. It also refuses a file
//! that is too long, and anything that is no regular file.
//!
//! Invariant: nothing of the file's contents is ever logged, and reading the file never waits for another program.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::limits;
use crate::secret::Secret;
use crate::source::Server;

/// What the system knows about the password of a server.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The password for the server, if the environment or the password file names one.
    pub secret: Option<Secret>,
    /// Why the password file was not used, if there is one.
    pub refused: Option<String>,
}

/// Looks up a password in the environment and in the password file. Blocking: not for the UI thread.
pub(crate) fn known(server: &Server, environment: &dyn Fn(&str) -> Option<OsString>) -> Known {
    if let Some(password) = environment("PGPASSWORD").and_then(|password| password.into_string().ok()) {
        let secret = Some(Secret::new(password)).filter(|secret| !secret.reveal().is_empty());
        return Known { secret, refused: None };
    }
    let Some(path) = file(environment) else { return Known::default() };
    let text = match read(&path) {
        Ok(text) => text,
        Err(why) => {
            tracing::warn!("the password file is not used: {why}");
            return Known { secret: None, refused: Some(why) };
        }
    };
    let wanted = [server.host_name(), server.port_number().to_string(), server.database_name(), server.user_name()];
    Known { secret: text.lines().find_map(|line| password_of(line, &wanted)), refused: None }
}

fn file(environment: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(path) = environment("PGPASSFILE") {
        return Some(PathBuf::from(path));
    }
    if cfg!(windows) {
        return Some(Path::new(&environment("APPDATA")?).join("postgresql").join("pgpass.conf"));
    }
    Some(Path::new(&environment("HOME")?).join(".pgpass"))
}

/// Reads a password file; empty if there is none.
///
/// # Errors
/// Returns in words why the file is not used.
fn read(path: &Path) -> Result<Zeroizing<String>, String> {
    let mut text = Zeroizing::new(String::new());
    let opened = match multisplit_disk::open_regular(path) {
        Ok(opened) => opened,
        // A password file is optional.
        Err(error) if error.is_not_found() => return Ok(text),
        Err(error) => return Err(error.to_string()),
    };
    if is_open_to_others(&opened.metadata) {
        return Err(format!("others may read {}", path.display()));
    }
    // One byte more than allowed is read: a file that grows is then seen as too long, not cut.
    let read = opened.file.take(limits::PGPASS_BYTES + 1).read_to_string(&mut text);
    read.map_err(|error| format!("{} could not be read: {error}", path.display()))?;
    if text.len() as u64 > limits::PGPASS_BYTES {
        return Err(format!("{} is longer than {} bytes", path.display(), limits::PGPASS_BYTES));
    }
    Ok(text)
}

#[cfg(unix)]
fn is_open_to_others(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

/// Returns the password of a line `host:port:database:user:password` if the line matches `wanted`.
fn password_of(line: &str, wanted: &[String; 4]) -> Option<Secret> {
    let mut chars = line.chars();
    if line.starts_with('#') {
        return None;
    }
    for wanted in wanted {
        let (mut field, mut is_escaped, mut ends) = (String::new(), false, false);
        for c in chars.by_ref() {
            match c {
                '\\' if !is_escaped => is_escaped = true,
                ':' if !is_escaped => {
                    ends = true;
                    break;
                }
                c => {
                    field.push(c);
                    is_escaped = false;
                }
            }
        }
        if !ends || (field != "*" && field != *wanted) {
            return None;
        }
    }
    // Capacity for the whole line, so that the buffer never moves and leaves a copy of the password behind.
    let (mut password, mut is_escaped) = (String::with_capacity(line.len()), false);
    for c in chars {
        match c {
            '\\' if !is_escaped => is_escaped = true,
            ':' if !is_escaped => break,
            c => {
                password.push(c);
                is_escaped = false;
            }
        }
    }
    Some(Secret::new(password))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::Path;

    use super::{Known, known};
    use crate::limits;
    use crate::source::{DatabasePlace, Source};

    fn look_up(url: &str, variables: &[(&str, &str)]) -> Option<String> {
        look(url, variables).secret.map(|secret| secret.reveal().to_owned())
    }

    fn look(url: &str, variables: &[(&str, &str)]) -> Known {
        let source = Source::parse(url, Path::new("")).unwrap();
        let DatabasePlace::Postgres(server) = source.place() else { panic!("{url}") };
        let environment = |name: &str| -> Option<OsString> {
            variables.iter().find(|(other, _)| *other == name).map(|(_, value)| value.into())
        };
        known(server, &environment)
    }

    #[test]
    fn the_password_file_is_read_as_the_servers_own_programs_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass");
        let text =
            "# a:b\nother:*:*:ann:no\nlocalhost:5433:shop:ann:one\\:two\\\\\n*:*:*:bob:three:rest\nx\n*:*:*:eve:";
        std::fs::write(&path, text).unwrap();
        let pass = path.to_string_lossy().into_owned();
        let variables = [("PGPASSFILE", pass.as_str())];
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(look_up("postgres://bob@localhost/x", &variables), None, "others may read it");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        let check = |url: &str, expect: Option<&str>| assert_eq!(look_up(url, &variables).as_deref(), expect, "{url}");
        check("postgres://ann@localhost:5433/shop", Some("one:two\\"));
        check("postgres://ann@localhost:5432/shop", None);
        check("postgres://bob@db.example.org/any?sslmode=disable", Some("three"));
        check("postgres://carl@localhost/shop", None);
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let variables = [("PGPASSWORD", "from outside"), ("HOME", "/nowhere")];
        assert_eq!(look_up("postgres://ann@localhost/shop", &variables).as_deref(), Some("from outside"));
        assert_eq!(look_up("postgres://ann@localhost/shop", &variables[1..]), None);
        assert_eq!(look_up("postgres://ann@localhost/shop", &[]), None);
    }
    #[cfg(unix)]
    #[test]
    fn a_password_file_that_is_a_fifo_or_too_long_is_refused_in_words_and_at_once() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        crate::disk::tests::make_fifo(&fifo);
        let private = |path: &Path| std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        private(&fifo);
        let (long, full) = (folder.path().join("long"), folder.path().join("full"));
        let line = "*:*:*:ann:one\n";
        let size = usize::try_from(limits::PGPASS_BYTES).unwrap();
        std::fs::write(&full, format!("{line}{}", "#".repeat(size - line.len()))).unwrap();
        std::fs::write(&long, format!("{line}{}", "#".repeat(size + 1 - line.len()))).unwrap();
        private(&full);
        private(&long);
        for (path, words) in [(fifo.clone(), "is a pipe, not a file"), (long, "is longer than"), (full, "")] {
            let pass = path.to_string_lossy().into_owned();
            let found = crate::disk::tests::soon(move || look("postgres://ann@localhost/x", &[("PGPASSFILE", &pass)]));
            let refused = found.refused.unwrap_or_default();
            assert!(refused.contains(words) && refused.is_empty() == words.is_empty(), "{refused}");
            assert_eq!(found.secret.is_some(), words.is_empty(), "{words}");
        }
    }
}
