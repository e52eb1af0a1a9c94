//! Checks that imports in the engine and in the egui front end only go down. The tables below define the levels. A module that is in no
//! table is a fault.
//!
//! Paths are followed as written: `crate::…` and chains of `super`. A type that the crate root re-exports must be imported from its
//! module, because the root hides the level.

use super::Fault;
use super::source::{Name, Source};

/// Each module with the modules that it may name.
type Levels = &'static [(&'static str, &'static [&'static str])];

/// The source folder of each checked crate, and its levels.
const CRATES: [(&str, Levels); 3] =
    [("crates/multisplit/src/", ENGINE), ("crates/multisplit-egui/src/", EGUI), ("crates/multisplit-web/src/", WEB)];

const ENGINE: Levels = &[
    ("base", &[]),
    ("tree", &["base"]),
    ("history", &["base", "tree"]),
    ("placement", &["base", "tree"]),
    ("focus", &["base", "tree", "placement"]),
    ("command", &["base", "tree", "history", "placement", "focus"]),
    ("runtime", &["base"]),
    ("file", &["base", "tree", "history"]),
    ("text", &["base", "tree", "file"]),
    ("engine", &["base", "tree", "history", "placement", "focus", "command", "runtime", "file", "text"]),
];

const EGUI: Levels = &[
    ("base", &[]),
    ("drawing", &["base"]),
    ("retained", &["base", "drawing"]),
    ("map", &["base", "drawing", "retained"]),
    ("frame", &["base", "retained"]),
    ("parts", &["base", "drawing", "retained", "map", "frame"]),
    ("surface", &["base", "frame", "parts"]),
    ("floats", &["base", "frame", "surface"]),
    ("tab_drag", &["base", "frame", "parts", "floats"]),
    ("overview", &["base", "drawing", "map", "tab_drag"]),
    ("area", &["base", "retained", "frame"]),
    ("close_dialog", &["base", "frame"]),
    ("apply", &["base", "frame", "area", "close_dialog"]),
    ("show", &["base", "retained", "frame", "parts", "surface", "floats", "tab_drag", "area", "apply", "close_dialog"]),
    ("hosted", &["base", "area"]),
];

const WEB: Levels = &[("engine", &[]), ("chromium", &["engine"]), ("pane", &["engine"])];

pub(crate) fn check(source: &Source<'_>) -> Vec<Fault> {
    let found = CRATES.iter().find_map(|(root, levels)| Some((source.path.strip_prefix(root)?, *levels)));
    let Some((file, levels)) = found else { return Vec::new() };
    if file == "lib.rs" {
        return Vec::new();
    }
    let module: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    let own = module[0];
    let Some((_, allowed)) = levels.iter().find(|(name, _)| *name == own) else {
        let message = format!("`{own}` is not in the table of levels in xtask/src/tidy/levels.rs");
        return vec![Fault::error(source.path, 1, message)];
    };
    let mut faults = Vec::new();
    for name in &source.names {
        let Some(target) = target(&module, name) else { continue };
        if target == own || allowed.contains(&target) {
            continue;
        }
        let message = if levels.iter().any(|(name, _)| *name == target) {
            format!("`{own}` must not know `{target}`: `{}`", name.written())
        } else {
            format!("`{}` hides its level: name the module that `{target}` comes from", name.written())
        };
        faults.push(Fault::error(source.path, name.line, message));
    }
    faults
}

/// Returns the child of the crate root that a path leads into, or `None` if the path does not start with `crate` or `super`.
fn target<'a>(module: &[&'a str], name: &'a Name) -> Option<&'a str> {
    let mut segments = name.segments.iter().map(String::as_str).peekable();
    let target = match segments.next()? {
        "crate" => segments.next()?,
        "super" => {
            let mut ups = 1;
            while segments.next_if_eq(&"super").is_some() {
                ups += 1;
            }
            let depth = (module.len() + name.inside.len()).checked_sub(ups)?;
            if depth == 0 { segments.next()? } else { module[0] }
        }
        _ => return None,
    };
    // An exported macro belongs to no module.
    let is_root_macro = name.is_macro && name.segments.last().is_some_and(|last| last == target);
    (!is_root_macro).then_some(target)
}
