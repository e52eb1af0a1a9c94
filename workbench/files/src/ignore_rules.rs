//! The rules of `.gitignore` and similar files. The files are read here and not by the `ignore` crate, which would wait for
//! a pipe, read a device forever, and build a matcher of any size.
//!
//! It does not read files that are not regular or are larger than 1 MiB, nor files that bring the rules that apply to one
//! folder above 10,000. It skips lines of more than 4 KiB and everything above the repository. It also skips files above the
//! opened folder that belong to another user, who could have put them there to be read.
//!
//! Invariant: rules of an inner folder win over rules of an outer one, and `.ignore` wins over `.gitignore` of the same
//! folder.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};
use multisplit_disk::read_limited;

use crate::limits;

/// The names of the files that contain rules, the stronger one first.
const FILES: [&str; 2] = [".ignore", ".gitignore"];

/// The rules that apply in a folder.
#[derive(Debug)]
pub(crate) struct IgnoreRules {
    /// The rules of the folder itself, the stronger ones first.
    own: Vec<Gitignore>,
    /// The number of rules from the outermost folder to this one.
    count: usize,
    above: Option<Arc<IgnoreRules>>,
}

/// A file whose rules are not followed, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused(pub String);

impl IgnoreRules {
    /// Returns the rules of the opened folder: those of the repository it is in, from its root down, and its own.
    pub fn of_root(root: &Path, refused: &mut Vec<Refused>) -> Arc<Self> {
        let mut rules = Arc::new(Self { own: vec![], count: 0, above: None });
        let global = global_excludes();
        let repository = repository_of(root);
        let top = repository.as_deref().unwrap_or(root);
        let mut outermost: Vec<PathBuf> = global.iter().cloned().collect();
        outermost.extend(repository.as_ref().map(|repository| repository.join(".git/info/exclude")));
        // The rules of the repository win over those that the user has for all repositories.
        outermost.reverse();
        rules = rules.with_files(top, &outermost, refused);
        let between: Vec<&Path> = root.ancestors().take_while(|folder| *folder != top).collect();
        for folder in [top].into_iter().chain(between.into_iter().rev()) {
            if folder == root || is_own(folder) {
                rules = rules.below(folder, refused);
            }
        }
        rules
    }

    /// Returns the rules of `folder`, which is directly inside the folder of these rules.
    pub fn below(self: &Arc<Self>, folder: &Path, refused: &mut Vec<Refused>) -> Arc<Self> {
        let files = FILES.map(|name| folder.join(name));
        self.with_files(folder, &files, refused)
    }

    /// Returns `true` if a file or folder is hidden. The path must begin with the same root as that of [`IgnoreRules::of_root`].
    pub fn hide(&self, path: &Path, is_folder: bool) -> bool {
        let mut rules = Some(self);
        while let Some(here) = rules {
            for own in &here.own {
                let found = own.matched(path, is_folder);
                if !found.is_none() {
                    return found.is_ignore();
                }
            }
            rules = here.above.as_deref();
        }
        false
    }

    fn with_files(self: &Arc<Self>, folder: &Path, files: &[PathBuf], refused: &mut Vec<Refused>) -> Arc<Self> {
        let (mut own, mut count) = (vec![], self.count);
        for file in files {
            match read(folder, file, limits::IGNORE_RULES.saturating_sub(count)) {
                Ok(Some(rules)) => {
                    count += rules.len();
                    own.push(rules);
                }
                Ok(None) => {}
                Err(why) => {
                    tracing::warn!("{why}");
                    refused.push(Refused(why));
                }
            }
        }
        // A folder without rules shares those of the folder above.
        if own.is_empty() {
            return Arc::clone(self);
        }
        Arc::new(Self { own, count, above: Some(Arc::clone(self)) })
    }
}

/// Reads the rules of a file; returns `None` if the file does not exist or contains no rules.
///
/// # Errors
/// The reason why the rules are not followed: the file cannot be read, or it has more than `most` rules or more than
/// `limits::IGNORE_PATTERN_BYTES` bytes of patterns.
fn read(folder: &Path, file: &Path, most: usize) -> Result<Option<Gitignore>, String> {
    let bytes = match read_limited(file, limits::IGNORE_FILE_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(format!("Its rules are not followed: {error}")),
    };
    let mut builder = GitignoreBuilder::new(folder);
    let (mut count, mut patterns) = (0, 0);
    // A line that is not UTF-8 names no file that could be shown.
    for line in bytes.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok()) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() || line.starts_with('#') || line.len() > limits::IGNORE_LINE_BYTES {
            continue;
        }
        count += 1;
        if count > most {
            let why = format!("more than the {} rules that one folder may have", limits::IGNORE_RULES);
            return Err(format!("The rules of {} are not followed: {why}", file.display()));
        }
        // Only lines with wildcards count: plain names compile to little, patterns to several hundred times their length.
        if line.contains(['*', '?', '[', '{']) {
            patterns += line.len();
        }
        if patterns > limits::IGNORE_PATTERN_BYTES {
            let why = format!("more than {} bytes of patterns", limits::IGNORE_PATTERN_BYTES);
            return Err(format!("The rules of {} are not followed: {why}", file.display()));
        }
        if let Err(error) = builder.add_line(None, line) {
            tracing::debug!(file = %file.display(), %error, "a rule is left out");
        }
    }
    let rules =
        builder.build().map_err(|error| format!("The rules of {} are not followed: {error}", file.display()))?;
    Ok((!rules.is_empty()).then_some(rules))
}

/// Returns the root of the repository that a folder is in, if the root is the folder itself or belongs to the user.
fn repository_of(folder: &Path) -> Option<PathBuf> {
    let found = folder.ancestors().find(|at| at.join(".git").symlink_metadata().is_ok())?;
    (found == folder || is_own(found)).then(|| found.to_owned())
}

/// Returns `true` if a folder belongs to the user.
#[cfg(unix)]
fn is_own(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let mine = rustix::process::geteuid().as_raw();
    std::fs::metadata(folder).is_ok_and(|folder| folder.uid() == mine)
}

#[cfg(not(unix))]
fn is_own(_folder: &Path) -> bool {
    true
}

/// Returns the file with the user's own rules for all repositories, as git is configured; determined only once.
fn global_excludes() -> &'static Option<PathBuf> {
    static PATH: OnceLock<Option<PathBuf>> = OnceLock::new();
    PATH.get_or_init(gitconfig_excludes_path)
}

#[cfg(test)]
mod tests {
    use super::{IgnoreRules, Refused};
    use crate::limits;
    use std::fs;
    use std::path::Path;
    use tempfile::TempDir;

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        dir
    }

    /// Returns which of the given paths the rules of a folder hide, and the refused files; folders end with a slash.
    fn hidden(root: &Path, inner: &str, paths: &[&str]) -> (Vec<String>, Vec<Refused>) {
        let mut refused = vec![];
        let mut rules = IgnoreRules::of_root(root, &mut refused);
        let mut at = root.to_owned();
        for part in inner.split('/').filter(|part| !part.is_empty()) {
            at.push(part);
            rules = rules.below(&at, &mut refused);
        }
        let is_hidden = |path: &&&str| rules.hide(&at.join(path.trim_end_matches('/')), path.ends_with('/'));
        (paths.iter().filter(is_hidden).map(|path| (*path).to_owned()).collect(), refused)
    }

    #[test]
    fn inner_rules_win_and_ignore_wins_over_gitignore() {
        let dir = folder(&[
            (".gitignore", "*.log\n/out/\nkeep.txt\n"),
            ("a/.gitignore", "!mine.log\n"),
            ("a/.ignore", "!keep.txt\n"),
        ]);
        assert_eq!(hidden(dir.path(), "", &["x.log", "out/", "out", "b"]).0, ["x.log", "out/"]);
        assert_eq!(hidden(dir.path(), "a", &["mine.log", "x.log", "keep.txt", "out/"]).0, ["x.log"]);
    }

    #[test]
    fn rules_reach_down_from_the_repository_and_no_higher() {
        let dir = folder(&[
            (".gitignore", "above\n"),
            ("repo/.gitignore", "own\n"),
            ("repo/.git/info/exclude", "excluded\n"),
        ]);
        fs::create_dir_all(dir.path().join("repo/src")).unwrap();
        let paths = ["above", "own", "excluded"];
        assert_eq!(hidden(&dir.path().join("repo/src"), "", &paths).0, ["own", "excluded"]);
        assert_eq!(hidden(&dir.path().join("repo"), "src", &paths).0, ["own", "excluded"]);
        fs::create_dir(dir.path().join("plain")).unwrap();
        assert_eq!(
            hidden(&dir.path().join("plain"), "", &paths).0,
            Vec::<String>::new(),
            "no repository, no rules above"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_would_block_never_end_or_fill_memory_is_refused_in_words() {
        let sparse = |path: &Path| fs::File::create(path).and_then(|file| file.set_len(20 << 30)).unwrap();
        let pipe = |path: &Path| {
            assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
        };
        let zero = |path: &Path| std::os::unix::fs::symlink("/dev/zero", path).unwrap();
        let line = |path: &Path| fs::write(path, "x".repeat(50 << 20)).unwrap();
        let many = |path: &Path| fs::write(path, "a\n".repeat(500_000)).unwrap();
        let makers: [&dyn Fn(&Path); 5] = [&sparse, &pipe, &zero, &line, &many];
        for make in makers {
            for name in [".gitignore", ".ignore", ".git/info/exclude"] {
                let dir = folder(&[("b.log", ""), (".git/info/x", ""), ("in/.gitignore", "*.tmp\n")]);
                make(&dir.path().join(name));
                let (hidden, refused) = hidden(dir.path(), "in", &["b.log", "c.tmp"]);
                assert_eq!(hidden, ["c.tmp"], "the others count");
                assert!(refused.iter().any(|why| why.0.contains("not followed")), "{name}: {refused:?}");
            }
        }
    }

    #[test]
    fn a_long_line_is_left_out_and_the_others_count() {
        let dir =
            folder(&[(".gitignore", &format!("{}\n*.log\n[broken\n", "x".repeat(limits::IGNORE_LINE_BYTES + 1)))]);
        let (hidden, refused) = hidden(dir.path(), "", &["a.log", "b"]);
        assert_eq!((hidden, refused), (vec!["a.log".to_owned()], vec![]));
    }

    #[test]
    fn patterns_that_would_fill_memory_are_refused_and_as_many_names_are_not() {
        let names: String = (0..4_000).map(|at| format!("{at:0>100}.log\n")).collect();
        let dir = folder(&[(".gitignore", &format!("{names}b\n"))]);
        assert_eq!(hidden(dir.path(), "", &["b", "c"]), (vec!["b".to_owned()], vec![]));
        let patterns: String = (0..4_000).map(|at| format!("**/{{a,b,[!c-z]}}*?{at:0>40}\n")).collect();
        let dir = folder(&[(".gitignore", &format!("{patterns}b\n"))]);
        let (hidden, refused) = hidden(dir.path(), "", &["b", "c"]);
        assert!(hidden.is_empty() && refused[0].0.contains("bytes of patterns"), "{refused:?}");
    }

    #[test]
    fn rules_of_nested_folders_are_bounded_together() {
        let dir = folder(&[]);
        let (mut inner, half) = (String::new(), "rule\n".repeat(limits::IGNORE_RULES / 2));
        for depth in 0..5 {
            fs::write(dir.path().join(&inner).join(".gitignore"), &half).unwrap();
            inner = format!("{inner}d{depth}/");
            fs::create_dir(dir.path().join(&inner)).unwrap();
        }
        let (_, refused) = hidden(dir.path(), &inner, &[]);
        assert_eq!(refused.len(), 3, "{refused:?}");
    }
}
