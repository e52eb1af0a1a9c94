//! The command line of the built program: what it prints, what it returns, and what it writes.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn multisplit(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_multisplit")).args(args).env_remove("DISPLAY").output().expect("it runs")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const LAYOUT: &str = r#"{"format":"multisplit-layout","version":2,"next_id":4,"root":3,"recent":[1],"nodes":[
{"id":3,"row":[1,2]},{"id":1,"pane":"a"},{"id":2,"pane":"b"}]}"#;

#[test]
fn bad_usage_ends_with_2_and_a_failed_job_with_1() {
    for args in [&["--no-such-flag"][..], &["shot"], &["shot", "--out", "x.png", "--size", "huge"], &["check"]] {
        let output = multisplit(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty());
    }
    let output = multisplit(&["/no/such/folder"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("/no/such/folder cannot be opened"), "{}", words(&output.stderr));
    assert_eq!(multisplit(&["script", "/no/such/file"]).status.code(), Some(1));
    assert_eq!(multisplit(&["check", "/no/such/file"]).status.code(), Some(1));
}

#[test]
fn help_has_examples() {
    let output = multisplit(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(words(&output.stdout).contains("Examples:"));
}

#[test]
fn a_script_is_answered_line_by_line() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_multisplit"))
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
fn the_tasks_of_the_engine_are_tasks_of_the_workbench() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("layout.json");
    fs::write(&file, LAYOUT).expect("written");
    let output = multisplit(&["check", file.to_str().expect("a name")]);
    assert_eq!((output.status.code(), words(&output.stdout).contains("valid")), (Some(0), true));
}

#[test]
fn a_picture_of_the_workbench_needs_no_display() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("README.md"), "# Hello\n").expect("written");
    let picture = folder.path().join("shot.png");
    let out = picture.to_str().expect("a name");
    let at = folder.path().to_str().expect("a name");
    let output = multisplit(&["shot", "--out", out, "--size", "640x400", at]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    let png = fs::read(&picture).expect("written");
    assert_eq!(&png[1..4], b"PNG");
    assert_eq!((&png[16..20], &png[20..24]), (&640u32.to_be_bytes()[..], &400u32.to_be_bytes()[..]));
}
