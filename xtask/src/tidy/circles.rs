//! Finds circles of files. If two files know each other, neither can be read, tested or moved alone.
//!
//! A file knows another one if it names something in it: by a path from the crate's root, through `super`, or as a module of its own. A
//! module and the modules inside it are one unit to the rest, so what they know of each other does not count. Names in tests do not
//! count either. Invariant: the circles are the strongly connected components of this graph with more than one file.

use super::Fault;
use super::source::{Name, Source};
use std::collections::{BTreeMap, BTreeSet};

/// The files of one crate, by module path.
pub(crate) struct Crate {
    /// The path of the crate's sources, with `/` at the end.
    root: String,
    /// For each module, the modules it knows, with the line that names them first.
    files: BTreeMap<Vec<String>, BTreeMap<Vec<String>, usize>>,
}

impl Crate {
    /// Groups all sources by crate, and finds what the files of each crate know of each other.
    pub(crate) fn all(sources: &[Source<'_>]) -> Vec<Self> {
        let mut crates: BTreeMap<String, Vec<(Vec<String>, &Source<'_>)>> = BTreeMap::new();
        for source in sources {
            if let Some((root, file)) = source.path.split_once("/src/") {
                let module = module_of(file);
                crates.entry(format!("{root}/src/")).or_default().push((module, source));
            }
        }
        crates.into_iter().map(|(root, files)| Self::of(root, &files)).collect()
    }

    fn of(root: String, sources: &[(Vec<String>, &Source<'_>)]) -> Self {
        let modules: BTreeSet<&[String]> = sources.iter().map(|(module, _)| module.as_slice()).collect();
        let mut files: BTreeMap<Vec<String>, BTreeMap<Vec<String>, usize>> = BTreeMap::new();
        for (module, source) in sources {
            files.entry(module.clone()).or_default();
            for (target, line) in known(module, source, &modules) {
                // Cut both paths to the first part that differs: these are the units that know each other.
                let depth = module.iter().zip(&target).take_while(|(own, other)| own == other).count() + 1;
                let [from, to] = [module, &target].map(|path| path[..depth].to_vec());
                files.entry(to.clone()).or_default();
                files.entry(from).or_default().entry(to).or_insert(line);
            }
        }
        Self { root, files }
    }

    /// Returns a fault for each circle, at a name that closes it.
    pub(crate) fn check(&self) -> Vec<Fault> {
        let fault = |circle: BTreeSet<&Vec<String>>| {
            let names: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
            let first = circle.first()?;
            let (_, line) = self.files[*first].iter().find(|(other, _)| circle.contains(other))?;
            let path = format!("{}{}.rs", self.root, first.join("/"));
            Some(Fault::error(&path, *line, format!("a circle of files: {}", names.join(", "))))
        };
        self.circles().into_iter().filter_map(fault).collect()
    }

    fn circles(&self) -> Vec<BTreeSet<&Vec<String>>> {
        let reach = |from: &Vec<String>| {
            let mut seen = BTreeSet::new();
            let mut open = vec![from];
            while let Some(at) = open.pop() {
                for next in self.files[at].keys() {
                    if let Some((next, _)) = self.files.get_key_value(next)
                        && seen.insert(next)
                    {
                        open.push(next);
                    }
                }
            }
            seen
        };
        let reached: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> =
            self.files.keys().map(|module| (module, reach(module))).collect();
        let mut circles = BTreeSet::new();
        for (module, seen) in &reached {
            let circle: BTreeSet<_> = seen.iter().copied().filter(|other| reached[*other].contains(*module)).collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }
}

/// Returns the module path of a file below `src/`.
fn module_of(file: &str) -> Vec<String> {
    let module: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    match module.last().map(String::as_str) {
        Some("lib" | "main") if module.len() == 1 => Vec::new(),
        _ => module,
    }
}

/// Returns the files that a file names, each with the first line that names it.
fn known(module: &[String], source: &Source<'_>, modules: &BTreeSet<&[String]>) -> BTreeMap<Vec<String>, usize> {
    let mut known = BTreeMap::new();
    let is_test = |part: &String| part == "tests";
    for name in source.names.iter().filter(|name| !module.iter().chain(&name.inside).any(is_test)) {
        let Some(target) = target(module, name, modules) else { continue };
        let is_own = target.starts_with(module) || module.starts_with(&target);
        if !is_own {
            known.entry(target).or_insert(name.line);
        }
    }
    known
}

/// Returns the file that a path leads to.
fn target(module: &[String], name: &Name, modules: &BTreeSet<&[String]>) -> Option<Vec<String>> {
    let inside: Vec<String> = module.iter().chain(&name.inside).cloned().collect();
    let mut segments = name.segments.as_slice();
    let mut at = match segments.first()?.as_str() {
        "crate" => {
            segments = &segments[1..];
            Vec::new()
        }
        "self" => {
            segments = &segments[1..];
            inside
        }
        "super" => {
            let ups = segments.iter().take_while(|segment| *segment == "super").count();
            segments = &segments[ups..];
            inside[..inside.len().checked_sub(ups)?].to_vec()
        }
        _ if segments.len() > 1 => inside,
        _ => return None,
    };
    for segment in segments {
        at.push(segment.clone());
        if !modules.contains(at.as_slice()) {
            at.pop();
            break;
        }
    }
    // Modules that are written out inside a file belong to that file.
    while !modules.contains(at.as_slice()) {
        at.pop()?;
    }
    Some(at)
}
