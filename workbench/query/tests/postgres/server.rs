//! A real PostgreSQL server on this machine, for as long as a test holds it.
//!
//! It does not use an existing cluster: its folder, its port and its socket are its own.
//!
//! Invariant: the server ends when the value is dropped, and also when the test program is killed, since a shell that reads
//! from a pipe of the test program stops the server at its end.

use std::ffi::OsStr;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The password of the roles `sam` (SCRAM), `mel` (MD5) and `clara` (in the clear).
pub const PASSWORD: &str = "Open5esame!";
const DEADLINE: Duration = Duration::from_secs(60);
/// How many ports are tried, in case another program takes one.
const TRIES: usize = 5;

pub struct Server {
    child: Option<Child>,
    programs: PathBuf,
    folder: TempDir,
    pub port: u16,
}

/// Returns a server that tests share while any of them runs; `None`, with a message, if none is installed.
pub fn shared() -> Option<Arc<Server>> {
    static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
    // A test that failed while it started a server leaves nothing behind.
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(server) = shared.upgrade() {
        return Some(server);
    }
    let server = Arc::new(Server::start()?);
    *shared = Arc::downgrade(&server);
    Some(server)
}

impl Server {
    /// Starts a server; `None`, with a message, if none is installed.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            static SAID: Once = Once::new();
            // Not with a macro: the test program captures a macro's output if a test passes.
            let say = || writeln!(std::io::stderr(), "skipped: tests with a server of PostgreSQL, none is installed");
            SAID.call_once(|| drop(say()));
            return None;
        };
        let folder = tempfile::Builder::new().prefix("multisplit-pg-").tempdir().unwrap();
        if is_root() {
            ran(Command::new("chown").arg("postgres:").arg(folder.path()));
        }
        let data = folder.path().join("data");
        let mut initdb = as_owner(&programs.join("initdb"), folder.path());
        initdb.args(["--username=boss", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--pgdata"]);
        ran(initdb.arg(&data));
        let rules = "local all all trust\nhost all boss 127.0.0.1/32 trust\nhost all sam 127.0.0.1/32 scram-sha-256\n\
                     host all mel 127.0.0.1/32 md5\nhost all clara 127.0.0.1/32 password\n\
                     hostssl all tess 127.0.0.1/32 scram-sha-256\nhostssl all carl 127.0.0.1/32 cert\n";
        std::fs::write(data.join("pg_hba.conf"), rules).unwrap();
        let mut server = Self { child: None, programs, folder, port: 0 };
        assert!((0..TRIES).any(|_| server.try_start()), "the server does not start:\n{}", server.log());
        server.sql(&format!(
            "CREATE ROLE sam LOGIN PASSWORD '{PASSWORD}'; CREATE ROLE clara LOGIN PASSWORD '{PASSWORD}'; \
             CREATE ROLE tess LOGIN PASSWORD '{PASSWORD}'; CREATE ROLE carl LOGIN"
        ));
        server.sql(&format!("SET password_encryption = 'md5'; CREATE ROLE mel LOGIN PASSWORD '{PASSWORD}'"));
        Some(server)
    }

    fn try_start(&mut self) -> bool {
        self.port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).unwrap().port();
        // The shell waits for the end of the pipe and then stops the server.
        let script = "\"$0\" \"$@\" & server=$!; cat > /dev/null; kill -QUIT $server; wait $server";
        let mut shell = as_owner(Path::new("sh"), self.folder.path());
        shell.args(["-c", script]).arg(self.programs.join("postgres")).arg("-D").arg(self.folder.path().join("data"));
        shell.arg("-k").arg(self.folder.path()).arg("-p").arg(self.port.to_string());
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=40", "shared_buffers=16MB"] {
            shell.args(["-c", setting]);
        }
        let log = std::fs::File::create(self.folder.path().join("log")).unwrap();
        shell.stdin(Stdio::piped()).stdout(log.try_clone().unwrap()).stderr(log);
        self.child = Some(shell.spawn().unwrap());
        let deadline = Instant::now() + DEADLINE;
        while Instant::now() < deadline {
            if self.psql("SELECT 1").output().unwrap().status.success() {
                return true;
            }
            if !self.log().is_empty() && self.log().contains("could not create any TCP/IP sockets") {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.stop();
        false
    }

    /// Encrypts with a certificate from now on, and trusts the authority `ca` for those of users; all in PEM.
    pub fn encrypt(&self, name: &str, cert: &str, key: &str, ca: &str) {
        let path = |kind: &str| self.folder.path().join(format!("{name}.{kind}"));
        for (kind, pem) in [("crt", cert), ("key", key), ("ca", ca)] {
            std::fs::write(path(kind), pem).unwrap();
            std::fs::set_permissions(path(kind), std::fs::Permissions::from_mode(0o600)).unwrap();
            if is_root() {
                ran(Command::new("chown").arg("postgres:").arg(path(kind)));
            }
        }
        let set = |name: &str, value: String| {
            self.sql(&format!("ALTER SYSTEM SET {name} = '{value}'"));
        };
        set("ssl_cert_file", path("crt").display().to_string());
        set("ssl_key_file", path("key").display().to_string());
        set("ssl_ca_file", path("ca").display().to_string());
        set("ssl", "on".to_owned());
        self.sql("SELECT pg_reload_conf()");
        let deadline = Instant::now() + DEADLINE;
        // The server reads its settings again in its own time.
        while !self.sql("SHOW ssl_cert_file").ends_with(&format!("{name}.crt")) || self.sql("SHOW ssl") != "on" {
            assert!(Instant::now() < deadline, "the server does not take the certificate:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops the server at once, as a crash would.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        drop(child.stdin.take());
        drop(child.wait());
    }

    /// Returns the address for a role and a database.
    pub fn url(&self, role: &str, rest: &str) -> String {
        format!("postgres://{role}@127.0.0.1:{}/postgres{rest}", self.port)
    }

    /// Returns an address that uses the Unix socket.
    pub fn socket_url(&self) -> String {
        format!("postgres://boss@:{}/postgres?host={}", self.port, self.folder.path().display())
    }

    /// Runs SQL without the pane and returns its first value.
    pub fn sql(&self, sql: &str) -> String {
        let output = self.psql(sql).output().unwrap();
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn psql(&self, sql: &str) -> Command {
        let mut psql = as_owner(&self.programs.join("psql"), self.folder.path());
        psql.args(["-X", "-q", "-A", "-t", "-U", "boss", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-h"]);
        psql.arg(self.folder.path()).arg("-p").arg(self.port.to_string()).arg("-c").arg(sql);
        psql
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Returns the folder of the server's programs: Debian keeps them outside `PATH`, in one folder per version.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |folder: &PathBuf| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file());
    folders.into_iter().rev().chain(std::env::split_paths(&path)).find(is_there)
}

/// Returns a command that may run the server: the server refuses to run as root.
fn as_owner(program: &Path, folder: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder).env("LC_ALL", "C").stdin(Stdio::null());
    for name in ["PGPASSWORD", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE", "PGOPTIONS"] {
        command.env_remove(OsStr::new(name));
    }
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn ran(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
