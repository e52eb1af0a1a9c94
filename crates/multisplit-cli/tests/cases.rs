//! Bugs that users reported, as lines for `multisplit-cli script`: each line of a case is followed by its right answer.

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn answers(lines: &[&str]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_multisplit-cli"))
        .arg("script")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    child.stdin.take().expect("piped").write_all(lines.join("\n").as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout)
        .expect("text")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn every_case_has_the_right_answers() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut seen = 0;
    for case in fs::read_dir(cases).expect("listed").flatten() {
        let (name, text) = (case.path(), fs::read_to_string(case.path()).expect("readable"));
        let lines: Vec<&str> = text.lines().collect();
        let asked: Vec<&str> = lines.iter().step_by(2).copied().collect();
        let right = lines.iter().skip(1).step_by(2).map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let given = answers(&asked);
        assert_eq!(given.len(), asked.len(), "{}: an answer to each line", name.display());
        for ((asked, right), given) in asked.iter().zip(right).zip(given) {
            assert_eq!(given, right, "{}: {asked}", name.display());
        }
        seen += 1;
    }
    assert!(seen >= 15, "{seen} cases");
}
