//! Collects the licenses of everything that is built into the workbench, in `workbench/THIRD_PARTY.txt`, which the program shows.
//! cargo-deny checks them against `deny.toml`.
//!
//! Invariant: the file names exactly the crates of `Cargo.lock` that the workbench consists of, on any system. `licenses --check`
//! fails if it does not.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Outcome, cargo, finish, root, target};

const FILE: &str = "workbench/THIRD_PARTY.txt";
/// The version of cargo-deny that the checks were written for.
const DENY_VERSION: &str = "0.20.2";
/// The size in bytes above which a file is not taken for a license.
const MAX_TEXT_BYTES: u64 = 128 * 1024;

/// A crate and the folder of its files.
struct Package {
    name: String,
    license: String,
    folder: PathBuf,
}

/// Writes the file again, or with `--check` returns an error if the list of crates would change.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let packages = packages()?;
    let head = head(&packages);
    let path = root().join(FILE);
    if arguments.iter().any(|argument| argument == "--check") {
        let there = fs::read_to_string(&path).map_err(|error| format!("{FILE} cannot be read: {error}"))?;
        return match there.starts_with(&head) {
            true => Ok(()),
            false => Err(format!("{FILE} is not what Cargo.lock says: run `cargo xtask licenses`")),
        };
    }
    let text = format!("{head}{}", texts(&packages));
    fs::write(&path, &text).map_err(|error| format!("{FILE} cannot be written: {error}"))?;
    println!("{FILE}: {} crates, {} KiB", packages.len(), text.len() >> 10);
    Ok(())
}

/// Checks licenses, bans and sources if cargo-deny is available, and advisories if their database is available. Always checks that
/// the list of licenses is up to date.
pub(crate) fn deny() -> Outcome {
    run(&["--check".to_owned()])?;
    let program = match deny_program() {
        Ok(program) => program,
        // As with the database of advisories: a machine without network access still checks the rest.
        Err(why) => {
            println!("licenses, bans and sources: not checked, cargo-deny cannot be had from here: {why}");
            return Ok(());
        }
    };
    let deny = |checks: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(root()).args(["--log-level", "error", "check"]).args(checks);
        command
    };
    finish(deny(&["licenses", "bans", "sources"]))?;
    let advisories =
        deny(&["advisories"]).output().map_err(|error| format!("cargo-deny cannot be started: {error}"))?;
    let said = String::from_utf8_lossy(&advisories.stderr).into_owned();
    match advisories.status.success() {
        true => println!("advisories: none"),
        false if said.contains("failed to fetch advisory database") => {
            println!("advisories: not checked, their database cannot be had from here");
        }
        false => return Err(format!("{said}\nan advisory stands against what is built")),
    }
    Ok(())
}

/// Returns the path of cargo-deny. It is built once and kept beside the build cache.
fn deny_program() -> Result<PathBuf, String> {
    let tools = target().join("tools");
    let program = tools.join("bin/cargo-deny");
    let has_version = Command::new(&program).arg("--version").output();
    if has_version.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains(DENY_VERSION)) {
        return Ok(program);
    }
    let mut install = cargo(&["install", "cargo-deny", "--locked", "--version", DENY_VERSION, "--root"]);
    install.arg(&tools).arg("--target-dir").arg(tools.join("build"));
    finish(install)?;
    // Only the program is needed again, not its build folder.
    if let Err(error) = fs::remove_dir_all(tools.join("build")) {
        println!("{} stays: {error}", tools.join("build").display());
    }
    Ok(program)
}

/// Returns all crates that the workbench consists of, on any system, except our own.
fn packages() -> Result<Vec<Package>, String> {
    let output = cargo(&["metadata", "--format-version", "1", "--locked"]).output();
    let output = output.map_err(|error| format!("cargo metadata cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let data: Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    let by_id: BTreeMap<&str, &Value> =
        list(&data["packages"]).filter_map(|package| Some((package["id"].as_str()?, package))).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&data["resolve"]["nodes"]).filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let is_workbench = |package: &&Value| package["name"] == "multisplit-workbench";
    let first = list(&data["packages"]).find(is_workbench).and_then(|package| package["id"].as_str());
    let mut waiting: Vec<&str> = first.into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Some(node) = nodes.get(id) else { continue };
        // Dependencies for builds and tests have a kind; only normal ones are part of the program.
        let is_built_in = |dep: &&Value| list(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null());
        waiting.extend(list(&node["deps"]).filter(is_built_in).filter_map(|dep| dep["pkg"].as_str()));
    }
    let found = seen.into_iter().filter_map(|id| package(by_id.get(id)?));
    Ok(found.collect())
}

/// Returns a crate of another author. Returns `None` for our own crates.
fn package(data: &Value) -> Option<Package> {
    let (name, version) = (data["name"].as_str()?, data["version"].as_str()?);
    // Only the crates of this repository have no source.
    data["source"].as_str()?;
    let folder = Path::new(data["manifest_path"].as_str()?).parent()?.to_owned();
    let license = data["license"].as_str().unwrap_or("see its text").to_owned();
    Some(Package { name: format!("{name} {version}"), license, folder })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn head(packages: &[Package]) -> String {
    let mut head = String::from(
        "MultiSplit is made of these works of others, on one system or another. Their terms follow, each text once.\n\n",
    );
    let lines: BTreeSet<String> =
        packages.iter().map(|package| format!("{}: {}", package.name, package.license)).collect();
    for line in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(head, "{line}");
    }
    head
}

/// Returns each license text once, below the names of the crates that contain it.
fn texts(packages: &[Package]) -> String {
    let mut by_text: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        for text in texts_of(&package.folder) {
            by_text.entry(text).or_default().insert(&package.name);
        }
    }
    let mut all = String::new();
    for (text, names) in by_text {
        let names: Vec<&str> = names.into_iter().collect();
        let _ = write!(all, "\n{}\n{}\n\n{text}\n", "-".repeat(80), names.join(", "));
    }
    all
}

/// Returns the license texts of a crate and of the fonts in it.
fn texts_of(folder: &Path) -> Vec<String> {
    let files = [folder.to_owned(), folder.join("fonts"), folder.join("LICENSES")];
    let files = files.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let is_text = |name: &str| {
        let name = name.to_lowercase();
        let starts = ["license", "licence", "copying", "copyright", "notice", "unlicense"];
        let is_font = ["ofl.txt", "ufl.txt"].contains(&name.as_str()) || name.ends_with("license.txt");
        starts.iter().any(|start| name.starts_with(start))
            || is_font
            || name == "hack-regular.txt"
            || name == "egui-icons.txt"
    };
    let mut paths: Vec<PathBuf> = files
        .filter(|file| file.metadata().is_ok_and(|about| about.is_file() && about.len() <= MAX_TEXT_BYTES))
        .filter(|file| is_text(&file.file_name().to_string_lossy()))
        .map(|file| file.path())
        .collect();
    paths.sort();
    let read = paths.iter().filter_map(|path| fs::read(path).ok());
    read.map(|bytes| tidied(&String::from_utf8_lossy(&bytes))).collect()
}

/// Normalizes line ends and trailing spaces, so that equal texts of several crates compare as equal.
fn tidied(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}
