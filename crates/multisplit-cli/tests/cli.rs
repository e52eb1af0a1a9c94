//! Tests of the command line of the built program: what it prints, what it returns, and what it writes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn cli(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_multisplit-cli")).args(args).env_remove("DISPLAY").output().expect("it runs")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const LAYOUT: &str = r#"{"format":"multisplit-layout","version":2,"next_id":4,"root":3,"recent":[1],"nodes":[
{"id":3,"row":[1,2]},{"id":1,"pane":"a"},{"id":2,"pane":"b"}]}"#;

#[test]
fn a_script_is_answered_line_by_line() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_multisplit-cli"))
        .arg("script")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(b"{\"do\":\"open\",\"widget\":\"a\"}\nnonsense\n").expect("written");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let answers = words(&output.stdout);
    let lines: Vec<&str> = answers.lines().collect();
    assert_eq!(lines[0], r#"{"ok":true,"pane":1}"#);
    assert!(lines[1].contains("NotJson"));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_layout_file_is_checked_repaired_and_migrated() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("layout.json");
    let path = file.to_str().expect("a name");
    fs::write(&file, LAYOUT).expect("written");
    let output = cli(&["check", path]);
    assert_eq!((output.status.code(), words(&output.stdout).contains("valid")), (Some(0), true));

    fs::write(&file, LAYOUT.replace("[1,2]", "[1,9]")).expect("written");
    let output = cli(&["check", path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stdout).contains("there is no node 9"), "{}", words(&output.stdout));
    assert_eq!(cli(&["check", path, "--repair"]).status.code(), Some(0));
    assert_eq!(cli(&["check", path]).status.code(), Some(0));
    let mended = fs::read_to_string(&file).expect("there");
    assert!(mended.contains("\"pane\":\"b\""), "the pane that nothing led to is kept: {mended}");
    assert!(Path::new(&format!("{path}.bak")).exists());

    // With nothing to repair, nothing is written, and the earlier backup stays.
    let kept = (fs::read(&file).expect("there"), fs::read(format!("{path}.bak")).expect("there"));
    let output = cli(&["check", path, "--repair"]);
    assert!(words(&output.stdout).ends_with("valid, nothing to repair\n"), "{}", words(&output.stdout));
    assert_eq!((fs::read(&file).expect("there"), fs::read(format!("{path}.bak")).expect("there")), kept);
    assert!(!Path::new(&format!("{path}.bak.1")).exists());

    let old = r#"{"format":"multisplit-layout","version":1,"next_id":4,"root":3,"focus":2,"nodes":[
        {"id":3,"split":"vertical","children":[{"node":1,"share":1},{"node":2,"share":2}]},
        {"id":1,"pane":"a"},{"id":2,"pane":"b"}]}"#;
    fs::write(&file, old).expect("written");
    assert_eq!(cli(&["check", path, "--migrate"]).status.code(), Some(0));
    let new = fs::read_to_string(&file).expect("there");
    assert!(new.contains("\"version\":2") && new.contains("\"column\":[1,2],\"shares\":[1,2]"), "{new}");
}

#[test]
fn checking_and_repairing_say_the_same_one_line_for_each_thing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("layout.json");
    let path = file.to_str().expect("a name");
    for broken in [
        LAYOUT.replace("[1,2]", "[1,2,9,9]"),
        LAYOUT.replace("\"root\":3", "\"root\":44"),
        LAYOUT.replace("\"row\":[1,2]", "\"row\":[1,2],\"shares\":[0.25,0.75]"),
        format!("\u{feff}{LAYOUT}"),
        LAYOUT.replace("}]}", "},]}"),
        LAYOUT[..LAYOUT.len() - 20].to_owned(),
    ] {
        fs::write(&file, &broken).expect("written");
        let checked = words(&cli(&["check", path]).stdout);
        let output = cli(&["check", path, "--repair"]);
        assert_eq!(output.status.code(), Some(0), "{broken}: {}", words(&output.stderr));
        let repaired = words(&output.stdout);
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (checked, repaired) = (lines(&checked), lines(&repaired));
        let count = checked.len() - 1;
        assert_eq!(checked[..count], repaired[..count], "{broken}");
        assert!(count > 0 && checked[count].contains(&format!("{count} problems")), "{checked:?}");
        assert!(repaired[count].contains(&format!("{count} problems repaired")), "{repaired:?}");
        assert_eq!(cli(&["check", path]).status.code(), Some(0), "what was repaired is valid");
    }
    let copies = fs::read_dir(folder.path()).expect("listed").count();
    assert_eq!(copies, 7, "the file, and six as they were");
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("layout.json");
    fs::write(&file, LAYOUT).expect("written");
    // A device that is always full.
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let mut check = Command::new(env!("CARGO_BIN_EXE_multisplit-cli"));
    let output = check.arg("check").arg(&file).stdout(full).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stderr.is_empty());
}

#[cfg(unix)]
#[test]
fn a_repaired_file_keeps_its_mode_and_its_link() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (file, link) = (folder.path().join("real.json"), folder.path().join("link.json"));
    fs::write(&file, LAYOUT.replace("[1,2]", "[1,9]")).expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
    std::os::unix::fs::symlink("real.json", &link).expect("a link");
    assert_eq!(cli(&["check", link.to_str().expect("a name"), "--repair"]).status.code(), Some(0));
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o640);
}
