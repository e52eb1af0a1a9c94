//! What tasks need from the system. The tests: a virtual display with a window manager, software graphics, a C compiler, git,
//! a database server. Counting instructions: valgrind.
//!
//! The only place that knows package names. It installs only on Debian-like systems and only as root; otherwise it says
//! what to type. Where there is no apt-get, the task runs and says itself what it misses.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Outcome, finish};

/// A Debian package, and what shows that it is there.
struct Need {
    package: &'static str,
    evidence: Evidence,
}

enum Evidence {
    /// In a folder of `PATH`.
    Program(&'static str),
    /// In a folder of libraries; may be in a folder below.
    Library(&'static str),
    /// Anywhere.
    File(&'static str),
    /// A file below a folder that holds a folder for each version.
    Versioned { folder: &'static str, file: &'static str },
}

/// What a task needs, and who says so.
pub(crate) struct Needs {
    who: &'static str,
    list: &'static [Need],
}

/// Of counting instructions.
pub(crate) const COUNTS: Needs =
    Needs { who: "the counts", list: &[Need { package: "valgrind", evidence: Evidence::Program("valgrind") }] };

/// Of the tests.
pub(crate) const TESTS: Needs = Needs { who: "the tests", list: TEST_PACKAGES };

const TEST_PACKAGES: &[Need] = &[
    // A display without a screen, a window manager that hands out the keyboard, a hand for keys and pointer, and an eye.
    Need { package: "xvfb", evidence: Evidence::Program("Xvfb") },
    Need { package: "openbox", evidence: Evidence::Program("openbox") },
    Need { package: "xdotool", evidence: Evidence::Program("xdotool") },
    Need { package: "x11-utils", evidence: Evidence::Program("xwininfo") },
    // What a window opens at run time.
    Need { package: "libxcursor1", evidence: Evidence::Library("libXcursor.so.1") },
    Need { package: "libxi6", evidence: Evidence::Library("libXi.so.6") },
    Need { package: "libxkbcommon-x11-0", evidence: Evidence::Library("libxkbcommon-x11.so.0") },
    Need { package: "libegl1", evidence: Evidence::Library("libEGL.so.1") },
    Need { package: "libgl1-mesa-dri", evidence: Evidence::Library("dri/swrast_dri.so") },
    // To build.
    Need { package: "gcc", evidence: Evidence::Program("cc") },
    Need { package: "libc6-dev", evidence: Evidence::File("/usr/include/stdio.h") },
    // Folders under version control are among the test data.
    Need { package: "git", evidence: Evidence::Program("git") },
    // The database pane is tested on a server that the tests start themselves; one that runs already is never touched.
    // Debian keeps the programs outside PATH.
    Need {
        package: "postgresql",
        evidence: Evidence::Versioned { folder: "/usr/lib/postgresql", file: "bin/postgres" },
    },
];

/// What to do about missing packages.
#[derive(Debug, PartialEq, Eq)]
enum Plan {
    Nothing,
    Install,
    /// Neither root nor another way: say what to type.
    Ask,
    /// Not a system with these packages: say what is missing and go on.
    Warn,
}

/// Installs what is missing, where that is possible.
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
        // Lists of packages from an earlier day may still do.
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

/// Whether a folder below `folder` holds the file.
fn is_in_a_version(folder: &Path, file: &str) -> bool {
    // A folder that is not there holds no version.
    let versions = std::fs::read_dir(folder).into_iter().flatten().flatten();
    versions.into_iter().any(|version| version.path().join(file).is_file())
}

/// The usual folders, and on Debian the one of the architecture.
fn library_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = ["/usr/local/lib", "/usr/lib64", "/lib64"].map(PathBuf::from).into();
    for parent in ["/usr/lib", "/lib"] {
        folders.push(PathBuf::from(parent));
        // A folder that cannot be listed holds no library that could be opened.
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
