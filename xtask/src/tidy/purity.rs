//! Checks that the engine does no input or output: no clock, thread, file, network, environment, randomness, printing or hidden
//! sharing. It only checks `crates/multisplit/src`; hosts and tests may do all of this.

use super::Fault;
use super::source::{Name, Source};

const ENGINE: &str = "crates/multisplit/src/";
const STD_MODULES: [&str; 7] = ["thread", "fs", "net", "env", "process", "io", "time"];
const PRINTING: [&str; 5] = ["println", "eprintln", "print", "eprint", "dbg"];

pub(crate) fn check(source: &Source<'_>) -> Vec<Fault> {
    if !source.path.starts_with(ENGINE) {
        return Vec::new();
    }
    let fault = |name: &Name| {
        let why = reason(name)?;
        Some(Fault::error(source.path, name.line, format!("the engine has no {why}: `{}`", name.written())))
    };
    source.names.iter().filter_map(fault).collect()
}

fn reason(name: &Name) -> Option<&'static str> {
    let segments: Vec<&str> = name.segments.iter().map(String::as_str).collect();
    let has = |wanted: &str| segments.contains(&wanted);
    match segments.as_slice() {
        ["std", module, ..] if STD_MODULES.contains(module) => Some("input, output, threads or clock"),
        ["rand", _, ..] => Some("randomness"),
        [.., last] if name.is_macro && PRINTING.contains(last) => Some("printing"),
        [.., "Instant", "now"] => Some("clock"),
        _ if has("SystemTime") => Some("clock"),
        _ if has("RefCell") => Some("hidden sharing"),
        _ => None,
    }
}
