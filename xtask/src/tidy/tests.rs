//! Tests of each tidy rule on small texts: what it finds, and what it must leave alone.

use super::check;
use super::circles::Crate;
use super::source::Source;

/// Returns the faults of a file as `line: message`, with warnings marked.
fn faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = check(path, text);
    faults.sort();
    faults.iter().map(|fault| fault.to_string().replacen(&format!("{path}:"), "", 1)).collect()
}

/// Checks that exactly the expected lines have a fault, and that each message contains the given text.
fn expect(path: &str, text: &str, expected: &[(usize, &str)]) {
    let found = faults(path, text);
    let fits = |(fault, (line, words)): (&String, &(usize, &str))| {
        fault.starts_with(&format!("{line}:")) && fault.contains(words)
    };
    let is_right = found.len() == expected.len() && found.iter().zip(expected).all(fits);
    assert!(is_right, "in\n{text}\nexpected {expected:#?}\nfound {found:#?}");
}

/// Returns a function of the given number of lines. It starts on line 2, after the head of the file on line 1.
fn function(signature: &str, lines: usize) -> String {
    format!("//! Head.\n{signature} {{\n{}}}\n", "    step();\n".repeat(lines - 2))
}

#[test]
fn a_fault_names_its_place() {
    let fault = check("crates/a/src/lib.rs", "fn a() {}\n").remove(0).to_string();
    assert!(fault.starts_with("crates/a/src/lib.rs:1: a file starts with"), "{fault}");
}

#[test]
fn a_file_without_its_head_is_found() {
    expect("crates/a/src/a.rs", "//! Head.\nfn a() {}\n", &[]);
    expect("crates/a/src/a.rs", "// No head.\n", &[(1, "starts with `//!`")]);
    expect("crates/a/src/a.rs", "", &[(1, "starts with `//!`")]);
    expect("crates/a/src/a/mod.rs", "//! Head.\n", &[(1, "no `mod.rs`")]);
    expect("crates/a/src/amod.rs", "//! Head.\n", &[]);
    expect("crates/a/src/a.rs", "//! Head.\n\nfn a() { (\n", &[(3, "cannot be read as Rust")]);
}

#[test]
fn a_long_file_is_found() {
    let lines = |count: usize| format!("//! Head.\n{}", "// line\n".repeat(count - 1));
    expect("xtask/src/a.rs", &lines(400), &[]);
    expect("xtask/src/a.rs", &lines(401), &[(401, "warning: 401 lines")]);
    expect("xtask/src/a.rs", &lines(600), &[(401, "warning: 600 lines")]);
    expect("xtask/src/a.rs", &lines(601), &[(601, " 601 lines")]);
}

#[test]
fn a_long_function_is_found() {
    let path = "crates/a/src/a.rs";
    for signature in
        ["fn long()", "pub(crate) const fn long<T: Fn() -> [u8; 3]>(a: T) -> impl Fn(u8) -> T where T: Sized"]
    {
        expect(path, &function(signature, 70), &[]);
        expect(path, &function(signature, 71), &[(2, "`long` has 71 lines")]);
    }
    let method = format!(
        "//! Head.\nimpl A {{\n    fn short() {{}}\n{}}}\n",
        function("fn long()", 80).replace("//! Head.\n", "")
    );
    expect(path, &method, &[(4, "`long` has 80 lines")]);
}

#[test]
fn what_only_looks_like_a_brace_does_not_count() {
    let path = "crates/a/src/a.rs";
    let tricky = r##"//! Head.
fn tricky<'a>(text: &'a str) -> &'a str {
    // }}}} fn comment() {
    /* } /* nested } */ fn block() { */
    let _ = ("}", '}', '\'', b'}', r#"}"} fn raw() {"#, b"}", '"', "\"}");
    text
}
"##;
    expect(path, &format!("{tricky}{}", "// line\n".repeat(90)), &[]);
    let declaration = format!(
        "//! Head.\ntrait A {{\n    fn none(&self) -> [u8; 3];\n}}\nconst A: [u8; 90] = {{\n{}}};\n",
        "1;\n".repeat(90)
    );
    expect(path, &declaration, &[]);
    let pointer =
        format!("//! Head.\nstruct A {{\n    call: fn(u8) -> u8,\n}}\nstatic B: u8 = {{\n{}}};\n", "1;\n".repeat(90));
    expect(path, &pointer, &[]);
}

#[test]
fn the_engine_cannot_reach_outside() {
    let path = "crates/multisplit/src/base/a.rs";
    let check = |line: &str, found: bool| {
        let text = format!("//! Head.\n{line}\n");
        let expected: &[(usize, &str)] = if found { &[(2, "the engine has no")] } else { &[] };
        expect(path, &text, expected);
        expect("crates/multisplit-host/src/a.rs", &text, &[]);
    };
    for line in [
        "use std::fs;",
        "use std::{collections::HashMap, thread};",
        "use std::{collections::{BTreeMap, HashMap}, io::{self}};",
        "use std::time::Duration;",
        "fn a() -> std::net::IpAddr { b() }",
        "fn a() { ::std::process::exit(1) }",
        "fn a() { let _ = Instant::now(); }",
        "fn a(at: SystemTime) {}",
        "fn a() { println!(\"{}\", 1); }",
        "fn a() { std::eprint!(\"\"); }",
        "fn a() { assert!(std::env::var(\"A\").is_ok()); }",
        "struct A(std::cell::RefCell<u8>);",
        "fn a() { rand::random::<u8>(); }",
    ] {
        check(line, true);
    }
    for line in [
        "use std::{collections::HashMap, fmt};",
        "fn a() { let _ = std::panic::catch_unwind(|| 1); }",
        "// std::fs",
        "/// `std::fs::read`",
        "const A: &str = \"std::fs::read println!\";",
        "fn time(thread: u8) -> u8 { thread }",
        "fn a(print: bool) -> bool { print != true }",
        "use crate::base::time;",
        "fn a(io: &A) { io.rand(); }",
    ] {
        check(line, false);
    }
}

#[test]
fn imports_in_the_engine_go_down_only() {
    let check = |file: &str, line: &str, words: &str| {
        let path = format!("crates/multisplit/src/{file}");
        let expected = [(2, words)];
        expect(&path, &format!("//! Head.\n{line}\n"), if words.is_empty() { &[] } else { &expected });
    };
    check("tree.rs", "use crate::base::ids::NodeId;", "");
    check("tree/edit.rs", "use crate::tree::node::Node;", "");
    check("tree/edit.rs", "use super::node::Node;", "");
    check("tree/edit.rs", "use crate::placement::solve;", "`tree` must not know `placement`");
    check(
        "placement/solve.rs",
        "use crate::{base::A, history::B};",
        "`placement` must not know `history`: `crate::history::B`",
    );
    check("placement/solve.rs", "fn a() -> crate::focus::Focus { b() }", "`placement` must not know `focus`");
    check("focus.rs", "use crate::placement::Scene;", "");
    check("command/split.rs", "use crate::focus::Focus;", "");
    check("command/split.rs", "use crate::file::Format;", "`command` must not know `file`");
    check("runtime/slot.rs", "use crate::tree::Tree;", "`runtime` must not know `tree`");
    check("file/codec.rs", "use crate::placement::Scene;", "`file` must not know `placement`");
    check("file/codec.rs", "use crate::runtime::Slot;", "`file` must not know `runtime`");
    check("engine/frame.rs", "use crate::{file, runtime, command, focus, base, tree, placement, history};", "");
    check("base.rs", "use super::tree::Tree;", "`base` must not know `tree`");
    check("base/ids.rs", "use super::super::tree::Tree;", "`base` must not know `tree`");
    check("base/ids.rs", "mod tests { use super::super::super::tree::Tree; }", "`base` must not know `tree`");
    check("base/ids.rs", "mod tests { use super::super::geometry::Area; }", "");
    check("tree.rs", "use crate::WidgetId;", "hides its level");
    check("tree.rs", "fn a() { crate::never!(\"{}\", 1); }", "");
    check("tree.rs", "macro_rules! a { () => { $crate::engine::b() }; }", "`tree` must not know `engine`");
    check("lib.rs", "pub use crate::engine::Engine;", "");
    expect("crates/multisplit/src/groups.rs", "//! Head.\n", &[(1, "not in the table of levels")]);
    let egui = |file: &str, text: &str, expected: &[(usize, &str)]| {
        expect(&format!("crates/multisplit-egui/src/{file}"), &format!("//! Head.\n{text}\n"), expected);
    };
    egui("parts/tabs/tab.rs", "use crate::frame::Frame;", &[]);
    egui("frame/pointer.rs", "use crate::parts::minimap;", &[(2, "`frame` must not know `parts`")]);
    egui("knot.rs", "", &[(1, "not in the table of levels")]);
    expect("crates/multisplit/tests/door.rs", "//! Head.\nuse crate::engine::A;\n", &[]);
}

#[test]
fn glob_imports_are_found_everywhere() {
    let path = "workbench/src/a.rs";
    for line in [
        "use a::*;",
        "use a::{b, c::*};",
        "use super::*;",
        "use a::{*, b};",
        "pub use self::A::*;",
        "mod t { use super::*; }",
    ] {
        expect(path, &format!("//! Head.\n{line}\n"), &[(2, "no glob import")]);
    }
    for line in [
        "use a::{b, c};",
        "fn f(a: u8, b: u8) -> u8 { a * b }",
        "macro_rules! m { ($($a:ident)::*) => {}; }",
        "type A = B<{ 2 * 3 }>;",
    ] {
        expect(path, &format!("//! Head.\n{line}\n"), &[]);
    }
}

#[test]
fn a_dependency_without_its_reason_is_found() {
    let manifest = r#"
[package]
name = "a"
keywords = [
    "b",
]

[dependencies]
shared.workspace = true
featured = { workspace = true, features = ["x"] }
ours = { path = "../ours" }
# A reason.
good = "1"
bad = { version = "1", features = [
    "c = d", # [
    "e",
] }
# A reason, then a gap.

far = "1"

[dev-dependencies.table]
version = "1"

# A reason.
[target.'cfg(unix)'.dependencies.good-table]
version = "1"

[target."cfg(a.b)".build-dependencies]
odd = "1"

[features]
default = []
"#;
    let found = [(14, "`bad`"), (20, "`far`"), (22, "`table`"), (30, "`odd`")];
    expect("crates/a/Cargo.toml", manifest, &found);
    let root = "[workspace.dependencies]\nours = { path = \"crates/ours\", version = \"1\" }\nother = \"1\"\n";
    expect("Cargo.toml", root, &[(3, "`other` has no reason")]);
}

#[test]
fn a_dependency_across_the_layers_is_found() {
    let host = "[dependencies]\nmultisplit.workspace = true\nmultisplit-host.workspace = true\n";
    expect("crates/multisplit-egui/Cargo.toml", host, &[]);
    let panes = "[dependencies]\nmultisplit.workspace = true\nmultisplit-pane-files.workspace = true\n";
    for front_end in ["egui", "ratatui", "inspector"] {
        let manifest = format!("crates/multisplit-{front_end}/Cargo.toml");
        expect(&manifest, panes, &[(3, "a front end sees the engine and its host only")]);
    }
    expect("workbench/Cargo.toml", host, &[]);
    let pane = "[dependencies]\npane = { package = \"multisplit-pane-files\", path = \"../files\" }\n";
    expect("crates/multisplit-egui/Cargo.toml", pane, &[(2, "a front end sees")]);
    let tests = "[dev-dependencies]\nmultisplit-host.workspace = true\n";
    expect("crates/multisplit-egui/Cargo.toml", tests, &[]);
    let toolkit =
        "[dependencies]\nserde.workspace = true\negui.workspace = true\n[dev-dependencies]\ntokio.workspace = true\n";
    expect("crates/multisplit/Cargo.toml", toolkit, &[(3, "no toolkit"), (5, "no toolkit")]);
    expect("crates/multisplit-egui/Cargo.toml", toolkit, &[]);
}

/// Returns the faults that are found in crates with these files.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source<'_>> =
        files.iter().map(|(path, text)| Source::parse(path, text).expect("it is Rust")).collect();
    Crate::all(&sources).iter().flat_map(Crate::check).map(|fault| fault.to_string()).collect()
}

#[test]
fn a_circle_of_files_is_found_however_it_is_written() {
    let lib = ("a/src/lib.rs", "mod one; mod two; mod three;");
    for (one, two, three) in [
        ("use crate::two::B;", "use crate::three::C;", "use crate::one::A;"),
        ("fn a(b: super::two::B) {}", "use super::three;", "fn c() { crate::one::a() }"),
        ("use crate::{two::B, base};", "use crate::three::{self, C};", "pub use super::one::*;"),
    ] {
        let found = circles(&[lib, ("a/src/one.rs", one), ("a/src/two.rs", two), ("a/src/three.rs", three)]);
        assert_eq!(found, ["a/src/one.rs:1: a circle of files: one, three, two"], "{one}");
    }
    // A folder stands for everything in it.
    let files = [
        lib,
        ("a/src/one.rs", "mod x; mod y;"),
        ("a/src/one/x.rs", "use crate::two::B;"),
        ("a/src/two.rs", "use crate::one::y;"),
        ("a/src/one/y.rs", ""),
    ];
    assert_eq!(circles(&files), ["a/src/one.rs:1: a circle of files: one, two"]);
}

#[test]
fn what_is_no_circle_is_left_alone() {
    for files in [
        // Names that only go down.
        [("a/src/lib.rs", "mod one; mod two;"), ("a/src/one.rs", "use crate::two::B;"), ("a/src/two.rs", "")],
        // A module and its parts.
        [("a/src/lib.rs", "mod one;"), ("a/src/one.rs", "mod x; use x::X;"), ("a/src/one/x.rs", "use super::A;")],
        // Tests may name anything.
        [
            ("a/src/lib.rs", ""),
            ("a/src/one.rs", "mod tests { use crate::two::B; }"),
            ("a/src/two.rs", "use crate::one::A;"),
        ],
        // Files of another crate.
        [("b/src/one.rs", "use crate::two::B;"), ("a/src/one.rs", ""), ("a/src/two.rs", "use crate::one::A;")],
    ] {
        assert_eq!(circles(&files), [""; 0], "{files:?}");
    }
}
