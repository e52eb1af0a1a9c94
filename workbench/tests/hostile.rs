//! Folders and files prepared to harm whoever opens them, given to the built program under a memory limit. The program must end
//! soon, say in words what is wrong, and stay unharmed.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The limit of the address space of the program, in KiB: 2 GiB.
const LIMIT: &str = "2097152";
/// The seconds after which a program that hangs is ended, with the status `HUNG`.
const PATIENCE: &str = "60";
const HUNG: i32 = 124;

/// Runs the program under the limit.
fn multisplit(args: &[&str]) -> Output {
    let script = format!("ulimit -v {LIMIT}; exec timeout {PATIENCE} \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_multisplit")]).args(args).env_remove("DISPLAY");
    command.output().expect("it runs")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
}

/// Creates a file at a path.
type Make = fn(&Path);

/// The ways in which a file can harm a program that reads it whole.
const FILES: [(&str, Make); 6] = [
    ("a link to an endless device", |path| symlink("/dev/zero", path).expect("a link")),
    ("a pipe without a writer", pipe),
    ("20 GB of nothing", |path| fs::File::create(path).and_then(|f| f.set_len(20 << 30)).expect("made")),
    ("a line of 50 MB", |path| fs::write(path, vec![b'x'; 50 << 20]).expect("written")),
    ("a million rules", |path| fs::write(path, "a*b[cd]/x\n".repeat(1_000_000)).expect("written")),
    ("a link to itself", |path| symlink(path.file_name().expect("a name"), path).expect("a link")),
];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join(".git/info")).expect("made");
    fs::create_dir_all(folder.path().join("src")).expect("made");
    fs::write(folder.path().join("src/main.rs"), "fn main() {}\n").expect("written");
    folder
}

#[test]
fn a_cloned_folder_with_a_prepared_file_is_opened_and_drawn_like_any_other() {
    for name in [".gitignore", ".ignore", ".git/info/exclude", "README.md"] {
        for (what, make) in FILES {
            let folder = folder();
            make(&folder.path().join(name));
            let (picture, path) = (folder.path().join("out.png"), folder.path().to_string_lossy().into_owned());
            let output = multisplit(&["shot", "--size", "640x480", "--out", &picture.to_string_lossy(), &path]);
            assert!(output.status.success(), "{name} is {what}: {:?} {}", output.status, words(&output.stderr));
            assert!(fs::metadata(&picture).is_ok_and(|file| file.len() > 1_000), "{name} is {what}: no picture");
        }
    }
}

#[test]
fn rules_above_the_repository_are_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("clone");
    fs::create_dir_all(inner.join(".git")).expect("made");
    pipe(&folder.path().join(".gitignore"));
    let picture = folder.path().join("out.png");
    let output =
        multisplit(&["shot", "--size", "640x480", "--out", &picture.to_string_lossy(), &inner.to_string_lossy()]);
    assert!(output.status.success(), "{:?} {}", output.status, words(&output.stderr));
}

#[test]
fn files_named_on_the_command_line_are_refused_in_words() {
    for (what, make) in FILES {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("layout.json");
        make(&path);
        let path = path.to_string_lossy().into_owned();
        let picture = folder.path().join("out.png").to_string_lossy().into_owned();
        for args in [
            &["check", &path][..],
            &["check", "--repair", &path],
            &["check", "--migrate", &path],
            &["check", "--large", &path],
            &["shot", "--out", &picture, "--layout", &path, "/usr/share"],
        ] {
            let output = multisplit(args);
            assert_eq!(output.status.code(), Some(1), "{what}: {args:?} {output:?}");
            let said = words(&output.stderr) + &words(&output.stdout);
            assert!(said.contains("layout.json") && !said.contains("panicked"), "{what}: {args:?} {said}");
        }
        if ["a pipe without a writer", "a link to an endless device", "a link to itself"].contains(&what) {
            let output = multisplit(&["script", &path]);
            assert!(output.status.code().is_some_and(|code| code != HUNG && code != 0), "{what}: {output:?}");
        }
    }
}

#[test]
fn a_layout_file_made_to_take_memory_or_time_is_refused_or_repaired_in_little_of_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("layout.json");
    let name = path.to_string_lossy().into_owned();
    let head = r#"{"format":"multisplit-layout","version":2,"next_id":0,"root":1,"nodes":["#;
    // 63 MB of objects, which took 17 GB when they were read as values.
    fs::write(&path, format!("{head}{}{{\"id\":1,\"pane\":\"a\"}}]}}", r#"{"":0},"#.repeat(9_000_000)))
        .expect("written");
    let output = multisplit(&["check", "--large", "--repair", &name]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(words(&output.stderr).contains("more than the 16000000 allowed"), "{}", words(&output.stderr));
    // Rows in rows, 16,000 levels deep and 200,000 rows in all: this once took quadratic time.
    let mut nodes = vec![];
    for at in 0..200_000 {
        let (id, next) = (at * 2 + 1, if at % 16_000 == 15_999 { String::new() } else { format!(",{}", at * 2 + 3) });
        nodes.push(format!(r#"{{"id":{id},"row":[{}{next}]}},{{"id":{},"pane":"p{at}"}}"#, id + 1, id + 1));
    }
    fs::write(&path, format!("{head}{}]}}", nodes.join(","))).expect("written");
    let output = multisplit(&["check", "--large", "--repair", &name]);
    assert!(output.status.success(), "{:?} {}", output.status, words(&output.stderr));
    assert!(words(&output.stdout).contains("200000 panes"), "no pane is lost");
}
