//! Passwords that the system knows already: `PGPASSWORD`, and the password file of PostgreSQL.
//!
//! It refuses a password file that others may read, as the server's own programs do. Invariant: nothing of the file's
//! contents is ever logged.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::limits;
use crate::secret::Secret;
use crate::source::Server;

/// The password for a server, if the environment or the password file names one.
pub(crate) fn known(server: &Server, environment: &dyn Fn(&str) -> Option<OsString>) -> Option<Secret> {
    if let Some(password) = environment("PGPASSWORD").and_then(|password| password.into_string().ok()) {
        return Some(Secret::new(password)).filter(|secret| !secret.reveal().is_empty());
    }
    let text = read(&file(environment)?)?;
    let wanted = [server.host_name(), server.port_number().to_string(), server.database_name(), server.user_name()];
    text.lines().find_map(|line| password_of(line, &wanted))
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

fn read(path: &Path) -> Option<Zeroizing<String>> {
    let about = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    if is_open_to_others(&about) {
        tracing::warn!("{} is not used: others may read it", path.display());
        return None;
    }
    if about.len() > limits::PGPASS_BYTES {
        tracing::warn!(
            "{} is not used: it has {} bytes, at most {}",
            path.display(),
            about.len(),
            limits::PGPASS_BYTES
        );
        return None;
    }
    let mut text = Zeroizing::new(String::new());
    let read = std::fs::File::open(path).and_then(|file| file.take(limits::PGPASS_BYTES).read_to_string(&mut text));
    read.inspect_err(|error| tracing::warn!("{} is not used: {error}", path.display())).ok()?;
    Some(text)
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

/// The password of a line `host:port:database:user:password` that is about the wanted one.
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

    use super::known;
    use crate::source::{Place, Source};

    fn look_up(url: &str, variables: &[(&str, &str)]) -> Option<String> {
        let source = Source::parse(url, Path::new("")).unwrap();
        let Place::Postgres(server) = source.place() else { panic!("{url}") };
        let environment = |name: &str| -> Option<OsString> {
            variables.iter().find(|(other, _)| *other == name).map(|(_, value)| value.into())
        };
        known(server, &environment).map(|secret| secret.reveal().to_owned())
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
}
