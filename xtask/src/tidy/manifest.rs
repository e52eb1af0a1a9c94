//! Checks manifests: each dependency has a stated reason, and none breaks the layers. It reads lines, because the reason is a comment.
//! It does not check what cargo itself checks.

use super::Fault;

const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// The crates in a folder, and what they must not depend on.
struct Ban {
    folder: &'static str,
    kinds: &'static [&'static str],
    /// Names of crates. A name with `*` at the end matches all names with that beginning.
    names: &'static [&'static str],
    why: &'static str,
}

const FRONT_END: Ban = Ban {
    folder: "",
    kinds: &["dependencies", "build-dependencies"],
    names: &["multisplit-workbench", "multisplit-pane-*"],
    why: "a front end sees the engine and its host only",
};

const BANS: &[Ban] = &[
    Ban { folder: "crates/multisplit-egui/", ..FRONT_END },
    Ban { folder: "crates/multisplit-inspector/", ..FRONT_END },
    Ban { folder: "crates/multisplit-ratatui/", ..FRONT_END },
    Ban {
        folder: "crates/multisplit/",
        kinds: &KINDS,
        names: &["egui", "egui_*", "egui-*", "eframe", "ratatui", "ratatui-*", "tokio"],
        why: "the engine knows no toolkit and no runtime",
    },
];

/// One entry of a dependency table.
#[derive(Debug, Default)]
struct Dependency {
    name: String,
    kind: String,
    line: usize,
    /// Everything that is written about the dependency, without comments.
    text: String,
    has_reason: bool,
}

/// The table that a line belongs to.
enum Table {
    Other,
    Dependencies(String),
    /// A table `[dependencies.name]`, in which all lines belong to one entry.
    Dependency,
}

pub(crate) fn check(path: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for dependency in dependencies(text) {
        let Dependency { name, line, .. } = &dependency;
        if dependency.needs_reason() && !dependency.has_reason {
            let message = format!("`{name}` has no reason: write it as a comment on the line above");
            faults.push(Fault::error(path, *line, message));
        }
        for ban in BANS.iter().filter(|ban| path.starts_with(ban.folder) && ban.covers(&dependency)) {
            faults.push(Fault::error(path, *line, format!("no dependency on `{name}`: {}", ban.why)));
        }
    }
    faults
}

impl Ban {
    fn covers(&self, dependency: &Dependency) -> bool {
        let matches = |name: &str, pattern: &str| match pattern.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == pattern,
        };
        let is_banned = |name: &str| self.names.iter().any(|pattern| matches(name, pattern));
        self.kinds.contains(&dependency.kind.as_str())
            && (is_banned(&dependency.name) || dependency.package().is_some_and(is_banned))
    }
}

impl Dependency {
    /// Returns `true` if the entry needs a reason of its own. A workspace dependency has its reason in the root manifest, and our own
    /// crates need none.
    fn needs_reason(&self) -> bool {
        let words: String = self.text.split_whitespace().collect();
        !words.contains("workspace=true") && !words.contains("path=\"")
    }

    /// Returns the name of the crate if the dependency renames it.
    fn package(&self) -> Option<&str> {
        let after = self.text.split_once("package")?.1.trim_start().strip_prefix('=')?;
        after.trim_start().strip_prefix('"')?.split('"').next()
    }
}

fn dependencies(text: &str) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let mut table = Table::Other;
    let mut depth = 0_i32;
    let mut is_after_comment = false;
    for (index, full) in text.lines().enumerate() {
        let line = without_comment(full).trim();
        let starts_entry = depth == 0 && !line.is_empty();
        if starts_entry && line.starts_with('[') {
            table = open_table(line, index + 1, is_after_comment, &mut found);
        } else if let (true, Table::Dependencies(kind)) = (starts_entry, &table) {
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            let (name, rest) = key.split_once('.').unwrap_or((key, ""));
            found.push(Dependency {
                name: name.trim().trim_matches('"').to_owned(),
                kind: kind.clone(),
                line: index + 1,
                text: format!("{rest}={value}"),
                has_reason: is_after_comment,
            });
        } else if let (Table::Dependencies(_) | Table::Dependency, Some(entry)) = (&table, found.last_mut()) {
            entry.text.push_str(line);
            entry.text.push(' ');
        }
        // The brackets of a table's head are not part of a value.
        if !line.starts_with('[') || depth > 0 {
            depth += balance(line);
        }
        is_after_comment = full.trim_start().starts_with('#');
    }
    found
}

fn open_table(line: &str, number: usize, has_reason: bool, found: &mut Vec<Dependency>) -> Table {
    let path = split_keys(line.trim_matches(['[', ']']));
    let is_kind = |key: &String| KINDS.contains(&key.as_str());
    match path.as_slice() {
        [.., kind] if is_kind(kind) => Table::Dependencies(kind.clone()),
        [.., kind, name] if is_kind(kind) => {
            let (name, kind) = (name.clone(), kind.clone());
            found.push(Dependency { name, kind, line: number, text: String::new(), has_reason });
            Table::Dependency
        }
        _ => Table::Other,
    }
}

/// Splits a path of keys at its dots. A dot between quotes does not split.
fn split_keys(path: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut quote = None;
    for letter in path.chars() {
        match (quote, letter) {
            (None, '.') => keys.push(String::new()),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => keys.iter_mut().last().into_iter().for_each(|key| key.push(letter)),
        }
    }
    keys.iter().map(|key| key.trim().to_owned()).collect()
}

fn without_comment(line: &str) -> &str {
    outside_quotes(line).find(|&(_, letter)| letter == '#').map_or(line, |(at, _)| &line[..at])
}

/// Returns the number of brackets that this line opens minus the number that it closes.
fn balance(line: &str) -> i32 {
    let weigh = |(_, letter)| match letter {
        '[' | '{' => 1,
        ']' | '}' => -1,
        _ => 0,
    };
    outside_quotes(line).map(weigh).sum()
}

fn outside_quotes(line: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    line.char_indices().filter(move |&(_, letter)| {
        match quote {
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            Some(open) if open == letter => quote = None,
            None => return true,
            Some(_) => {}
        }
        false
    })
}
