//! Provides the system packages that tasks need. The tests need a virtual display with a window manager, software graphics, a C
//! compiler, git and a database server. Counting instructions needs valgrind.
//!
//! Only this file knows package names. It installs packages only on Debian-like systems and only as root; otherwise it prints the
//! command to type. If there is no apt-get, the task runs anyway and reports itself what is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Outcome, finish};

/// How long another installation is waited for, in seconds.
const LOCK_SECONDS: u32 = 600;

/// A Debian package, and the evidence that it is installed.
struct Need {
    package: &'static str,
    evidence: Evidence,
}

enum Evidence {
    /// A program in a folder of `PATH`.
    Program(&'static str),
    /// A library in one of the library folders, as a path relative to it.
    Library(&'static str),
    /// A file at an absolute path.
    File(&'static str),
    /// A file below a folder that contains one folder per version.
    Versioned { folder: &'static str, file: &'static str },
}

/// The packages that a task needs, and the name of the task in messages.
pub(crate) struct Needs {
    who: &'static str,
    list: &'static [Need],
}

/// The needs of counting instructions.
pub(crate) const COUNTS: Needs =
    Needs { who: "the counts", list: &[Need { package: "valgrind", evidence: Evidence::Program("valgrind") }] };

/// The needs of the tests.
pub(crate) const TESTS: Needs = Needs { who: "the tests", list: TEST_PACKAGES };

const TEST_PACKAGES: &[Need] = &[
    // A display without a screen, a window manager that assigns the keyboard, a tool that sends keys and pointer, and one that
    // inspects windows.
    Need { package: "xvfb", evidence: Evidence::Program("Xvfb") },
    Need { package: "openbox", evidence: Evidence::Program("openbox") },
    Need { package: "xdotool", evidence: Evidence::Program("xdotool") },
    Need { package: "x11-utils", evidence: Evidence::Program("xwininfo") },
    // Libraries that a window loads at run time.
    Need { package: "libxcursor1", evidence: Evidence::Library("libXcursor.so.1") },
    Need { package: "libxi6", evidence: Evidence::Library("libXi.so.6") },
    Need { package: "libxkbcommon-x11-0", evidence: Evidence::Library("libxkbcommon-x11.so.0") },
    Need { package: "libegl1", evidence: Evidence::Library("libEGL.so.1") },
    Need { package: "libgl1-mesa-dri", evidence: Evidence::Library("dri/swrast_dri.so") },
    // To compile C code.
    Need { package: "gcc", evidence: Evidence::Program("cc") },
    Need { package: "libc6-dev", evidence: Evidence::File("/usr/include/stdio.h") },
    // The test data includes folders under version control.
    Need { package: "git", evidence: Evidence::Program("git") },
    // Pages are shown by a browser.
    Need { package: "chromium", evidence: Evidence::Program("chromium") },
    // The database pane is tested against a server that the tests start themselves. A server that already runs is never touched.
    // Debian keeps the programs outside PATH.
    Need {
        package: "postgresql",
        evidence: Evidence::Versioned { folder: "/usr/lib/postgresql", file: "bin/postgres" },
    },
];

/// What is done about missing packages.
#[derive(Debug, PartialEq, Eq)]
enum Plan {
    Nothing,
    Install,
    /// The task cannot install packages without root, so it prints the command to type.
    Ask,
    /// The system does not have these packages, so the task prints what is missing and continues.
    Warn,
}

/// Installs what is missing, if that is possible.
pub(crate) fn provide(needs: &Needs) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let (who, missing) = (needs.who, missing(needs));
    let names = missing.join(" ");
    let line = format!("apt-get install --yes --no-install-recommends {names}");
    match plan(&missing, is_program("apt-get"), is_root()) {
        Plan::Nothing => {
            println!("system: nothing missing");
            Ok(())
        }
        Plan::Warn => {
            println!("system: {who} miss what Debian packages as: {names}");
            Ok(())
        }
        Plan::Ask => Err(format!("{who} need packages that are not installed. Type:\n\n    sudo {line}\n")),
        Plan::Install => install(needs, &line),
    }
}

fn plan(missing: &[&str], has_apt: bool, is_root: bool) -> Plan {
    match (missing.is_empty(), has_apt, is_root) {
        (true, _, _) => Plan::Nothing,
        (false, false, _) => Plan::Warn,
        (false, true, false) => Plan::Ask,
        (false, true, true) => Plan::Install,
    }
}

fn install(needs: &Needs, line: &str) -> Outcome {
    if let Err(message) = finish(apt("apt-get update")) {
        // The package lists of an earlier day may still be good enough.
        println!("system: {message}");
    }
    finish(apt(line))?;
    let missing = missing(needs);
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("still missing after the installation: {}", missing.join(" ")))
    }
}

fn apt(line: &str) -> Command {
    println!("system: {line}");
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("apt-get"));
    // Another installation may be under way, as on a machine that has just started: it is waited for.
    command.args(["-o", &format!("DPkg::Lock::Timeout={LOCK_SECONDS}")]);
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn missing(needs: &Needs) -> Vec<&'static str> {
    let libraries = library_folders();
    let is_there = |evidence: &Evidence| match evidence {
        Evidence::Program(name) => is_program(name),
        Evidence::Library(name) => libraries.iter().any(|folder| folder.join(name).exists()),
        Evidence::File(path) => Path::new(path).exists(),
        Evidence::Versioned { folder, file } => is_in_a_version(Path::new(folder), file),
    };
    needs.list.iter().filter(|need| !is_there(&need.evidence)).map(|need| need.package).collect()
}

fn is_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Returns `true` if a folder directly below `folder` contains the file.
fn is_in_a_version(folder: &Path, file: &str) -> bool {
    // A missing folder contains no version.
    let versions = std::fs::read_dir(folder).into_iter().flatten().flatten();
    versions.into_iter().any(|version| version.path().join(file).is_file())
}

/// Returns the usual library folders, and on Debian those of the architecture.
fn library_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = ["/usr/local/lib", "/usr/lib64", "/lib64"].map(PathBuf::from).into();
    for parent in ["/usr/lib", "/lib"] {
        folders.push(PathBuf::from(parent));
        // A folder that cannot be listed contains no library that could be loaded.
        let children = std::fs::read_dir(parent).into_iter().flatten().flatten();
        folders.extend(children.map(|child| child.path()).filter(|path| path.to_string_lossy().contains("-linux-gnu")));
    }
    folders
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::{COUNTS, Plan, TESTS, is_in_a_version, plan};

    #[test]
    fn packages_are_installed_only_by_root_and_only_with_apt() {
        assert_eq!(plan(&[], true, true), Plan::Nothing);
        assert_eq!(plan(&["xvfb"], true, true), Plan::Install);
        assert_eq!(plan(&["xvfb"], true, false), Plan::Ask);
        assert_eq!(plan(&["xvfb"], false, true), Plan::Warn);
    }

    #[test]
    fn a_program_is_found_in_the_folder_of_any_version() {
        let folder = std::env::temp_dir().join(format!("multisplit-needs-{}", std::process::id()));
        assert!(!is_in_a_version(&folder, "bin/postgres"), "nothing is there yet");
        std::fs::create_dir_all(folder.join("15")).unwrap();
        std::fs::create_dir_all(folder.join("17/bin")).unwrap();
        assert!(!is_in_a_version(&folder, "bin/postgres"), "versions without programs do not count");
        std::fs::write(folder.join("17/bin/postgres"), "").unwrap();
        let found = is_in_a_version(&folder, "bin/postgres");
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(found);
    }

    #[test]
    fn each_package_is_listed_once() {
        let all: Vec<_> = TESTS.list.iter().chain(COUNTS.list).collect();
        for (index, need) in all.iter().enumerate() {
            assert!(!all[..index].iter().any(|other| other.package == need.package), "{}", need.package);
        }
    }
}
