//! The settings file: its content, and a thread that reports when it changes.
//!
//! Invariant: whatever the file contains, there are settings. A value that cannot be read keeps its default and is reported with
//! its line.

use crate::fonts::Families;
use crate::keys::Keymap;
use directories::ProjectDirs;
use multisplit_pane_editor::EditorOptions;
use multisplit_pane_editor::limits::MAX_TAB_COLUMNS;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use toml::{Table, Value};

/// The maximum size of a settings file, in bytes.
const MAX_BYTES: u64 = 64 * 1024;
/// The interval at which the file is checked.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The content of a new file.
pub(crate) const TEMPLATE: &str = "\
# Settings of MultiSplit. They apply as soon as this file is saved; what is left out keeps its default.

# theme = \"system\"      # \"light\", \"dark\", or as the desktop has it
# contrast = \"normal\"   # \"high\": black on white, or white on black
# scale = 1.0           # of the whole window, from 0.5 to 3
# font = \"Noto Sans\"    # of the window; a font that is installed
# text_font = \"DejaVu Sans Mono\"  # of editors and terminals
# text_size = 13.0      # of editors and terminals, in points, from 6 to 40
# wrap = false          # wrap lines that are wider than the editor
# tab_width = 4         # columns between two tab stops in editors, from 1 to 16
# shell = \"/bin/bash\"   # the program of new terminals; $SHELL where it is not said
# memory_mb = 1000      # memory from which hidden panes are evicted, in megabytes

# What keys do. The name of a command, or nothing for a key that is to do nothing here.
# palette, open-file, open-folder, new-file, new-terminal, new-page, file-tree, find-in-files, map, larger, smaller, usual-size, recent-pane,
# recent-pane-back, quit, split-right, split-down, split-left, split-up, new-tab, close-pane, next-tab, previous-tab,
# focus-left, focus-right, focus-up, focus-down, move-left, move-right, move-up, move-down, zoom, collapse, equalize,
# undo-layout, redo-layout
# [keys]
# \"ctrl+k\" = \"palette\"
# \"alt+w\" = \"close-pane\"
";

/// The light or the dark theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
    /// The theme of the desktop.
    #[default]
    System,
}

/// The settings of the user.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) theme: Theme,
    /// Whether colors have the highest possible contrast.
    pub(crate) high_contrast: bool,
    pub(crate) fonts: Families,
    /// The keys.
    pub(crate) keymap: Arc<Keymap>,
    /// How editors show text.
    pub(crate) editor: EditorOptions,
    /// The scale of the whole window.
    pub(crate) scale: f32,
    /// The text size of editors and terminals, in points; `None` for the default of egui.
    pub(crate) text_size: Option<f32>,
    pub(crate) shell: Option<String>,
    /// The memory in megabytes above which hidden widgets are evicted.
    pub(crate) memory_mb: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            high_contrast: false,
            fonts: Families::default(),
            keymap: Arc::default(),
            editor: EditorOptions::default(),
            scale: 1.0,
            text_size: None,
            shell: None,
            memory_mb: None,
        }
    }
}

impl Settings {
    /// Parses the text of a file. Returns the settings and the problems with their lines; an invalid value keeps its default.
    ///
    /// The settings are `None` if the text is not TOML at all.
    pub(crate) fn read(text: &str) -> (Option<Self>, Vec<String>) {
        let mut settings = Self::default();
        let table = match text.parse::<Table>() {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(text, span.start));
                return (None, vec![format!("line {line}: {}", error.message())]);
            }
        };
        let mut problems = vec![];
        for (key, value) in &table {
            if let ("keys", Some(keys)) = (key.as_str(), value.as_table()) {
                problems
                    .extend(settings.set_keys(keys).into_iter().map(|(chord, why)| (line_of_key(text, &chord), why)));
            } else if let Err(why) = settings.set(key, value) {
                problems.push((line_of_key(text, key), format!("{key}: {why}")));
            }
        }
        problems.sort();
        (Some(settings), problems.into_iter().map(|(line, why)| format!("line {line}: {why}")).collect())
    }

    /// Assigns keys to commands; returns the invalid ones with the reasons.
    fn set_keys(&mut self, keys: &Table) -> Vec<(String, String)> {
        let (mut keymap, mut problems) = (Keymap::default(), vec![]);
        for (chord, command) in keys {
            let command = command.as_str().ok_or_else(|| "must be the name of a command".to_owned());
            if let Err(why) = command.and_then(|command| keymap.set(chord, command)) {
                problems.push((chord.clone(), format!("{chord}: {why}")));
            }
        }
        self.keymap = Arc::new(keymap);
        problems
    }

    fn set(&mut self, key: &str, value: &Value) -> Result<(), String> {
        match key {
            "keys" => return Err("must be a table: [keys]".to_owned()),
            "theme" => {
                self.theme = match value.as_str() {
                    Some("light") => Theme::Light,
                    Some("dark") => Theme::Dark,
                    Some("system") => Theme::System,
                    _ => return Err("must be \"light\", \"dark\" or \"system\"".to_owned()),
                }
            }
            "contrast" => {
                self.high_contrast = match value.as_str() {
                    Some("normal") => false,
                    Some("high") => true,
                    _ => return Err("must be \"normal\" or \"high\"".to_owned()),
                }
            }
            "font" => self.fonts.window = Some(name(value)?),
            "text_font" => self.fonts.text = Some(name(value)?),
            "wrap" => self.editor.wrap = value.as_bool().ok_or("must be true or false")?,
            "tab_width" => {
                let columns = value.as_integer().and_then(|columns| usize::try_from(columns).ok());
                let columns = columns.filter(|columns| (1..=MAX_TAB_COLUMNS).contains(columns));
                self.editor.tab_columns =
                    columns.ok_or_else(|| format!("must be a number from 1 to {MAX_TAB_COLUMNS}"))?;
            }
            "scale" => self.scale = number(value, 0.5, 3.0)?,
            "text_size" => self.text_size = Some(number(value, 6.0, 40.0)?),
            "shell" => {
                let shell = value.as_str().filter(|shell| !shell.trim().is_empty() && !shell.contains('\0'));
                self.shell = Some(shell.ok_or("must be the path of a program")?.to_owned());
            }
            "memory_mb" => {
                let megabytes = value.as_integer().and_then(|mb| u64::try_from(mb).ok());
                let megabytes = megabytes.filter(|mb| (16..=1 << 20).contains(mb));
                self.memory_mb = Some(megabytes.ok_or("must be a number of megabytes from 16 on")?);
            }
            _ => return Err("there is no such setting".to_owned()),
        }
        Ok(())
    }
}

fn name(value: &Value) -> Result<String, String> {
    let name = value.as_str().map(str::trim).filter(|name| !name.is_empty());
    name.map(str::to_owned).ok_or_else(|| "must be the name of a font".to_owned())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // the numbers are small
fn number(value: &Value, least: f64, most: f64) -> Result<f32, String> {
    let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
    let number = number.filter(|number| (least..=most).contains(number));
    number.map(|number| number as f32).ok_or_else(|| format!("must be a number from {least} to {most}"))
}

/// Returns the line of a byte position, counted from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// Returns the line that sets a key, counted from 1; 1 if none does.
fn line_of_key(text: &str, key: &str) -> usize {
    let sets = |line: &str| line.split('=').next().is_some_and(|name| name.trim().trim_matches(['"', '\'']) == key);
    text.lines().position(sets).map_or(1, |line| line + 1)
}

/// Returns the settings file, in the platform's folder for configuration; `None` if there is no home folder.
pub(crate) fn file() -> Option<PathBuf> {
    Some(ProjectDirs::from("", "", "multisplit")?.config_dir().join("settings.toml"))
}

/// Watches the settings file: reports its text at first, and whenever it changes.
pub(crate) struct SettingsFile {
    path: PathBuf,
    texts: Receiver<Result<String, String>>,
    ends: Arc<AtomicBool>,
}

impl SettingsFile {
    /// Watches a file, which need not exist yet. `wake` is called from another thread when the text has changed.
    ///
    /// # Errors
    /// Fails if no thread can be started.
    pub(crate) fn watch(path: &Path, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let ends = Arc::new(AtomicBool::new(false));
        let (sender, texts) = channel();
        let (own, stop) = (path.to_owned(), Arc::clone(&ends));
        let watch = move || {
            let mut last = None;
            while !stop.load(Ordering::Relaxed) {
                // Polled, not watched by the system: neither the file nor its folder need exist yet.
                let about = std::fs::metadata(&own).ok().map(|about| (about.modified().ok(), about.len()));
                if last.as_ref() != Some(&about) {
                    last = Some(about);
                    // The send fails only if the window is gone.
                    if sender.send(read(&own)).is_err() {
                        return;
                    }
                    wake();
                }
                std::thread::sleep(LOOK_EVERY);
            }
        };
        std::thread::Builder::new().name("settings".to_owned()).spawn(watch)?;
        Ok(Self { path: path.to_owned(), texts, ends })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the latest text of the file, if it changed since the last call.
    pub(crate) fn take(&self) -> Option<Result<String, String>> {
        self.texts.try_iter().last()
    }
}

impl Drop for SettingsFile {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
    }
}

/// Returns the text of the file; empty if the file does not exist.
fn read(path: &Path) -> Result<String, String> {
    match multisplit_disk::read_text(path, MAX_BYTES) {
        Ok(text) => Ok(text),
        Err(error) if error.is_not_found() => Ok(String::new()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, TEMPLATE, Theme};

    #[test]
    fn what_is_meant_is_read_and_the_template_changes_nothing() {
        let text = "theme = \"dark\"\nscale = 2\ntext_size = 15.5\nshell = '/bin/zsh'\nmemory_mb = 512\n";
        let expect = Settings {
            theme: Theme::Dark,
            scale: 2.0,
            text_size: Some(15.5),
            shell: Some("/bin/zsh".to_owned()),
            memory_mb: Some(512),
            ..Settings::default()
        };
        assert_eq!(Settings::read(text), (Some(expect), vec![]));
        assert_eq!(Settings::read(TEMPLATE), (Some(Settings::default()), vec![]));
        let listed: Vec<&str> = TEMPLATE.split([',', ' ', '\n', '#']).collect();
        for (name, _) in crate::keys::names::COMMANDS {
            assert!(listed.contains(name), "the template does not name {name}");
        }
        assert_eq!(Settings::read(&TEMPLATE.replace("# theme", "theme").replace("# text", "text")).1, [""; 0]);
    }

    #[test]
    fn every_kind_of_nonsense_keeps_the_default_and_is_named_by_its_line() {
        for (text, expect) in [
            ("scale = 1\ntheme = 'pink'\n", "line 2: theme: must be \"light\""),
            ("\n\nscale = -1", "line 3: scale: must be a number from 0.5 to 3"),
            ("scale = nan", "line 1: scale"),
            ("text_size = 1e9", "line 1: text_size"),
            ("memory_mb = -5", "line 1: memory_mb"),
            ("memory_mb = 0", "line 1: memory_mb"),
            ("shell = ''", "line 1: shell"),
            ("shell = [1]", "line 1: shell"),
            ("# a\nshel = 'x'", "line 2: shel: there is no such setting"),
            ("[scale]\nx = 1", "line 1: scale"),
            ("scale = ", "line 1: "),
            ("a\u{0}b", "line 1: "),
            ("scale = 1\nscale = 2", "line 2: "),
        ] {
            let (settings, problems) = Settings::read(text);
            assert_eq!(problems.len(), 1, "{text:?}: {problems:?}");
            assert!(problems[0].starts_with(expect), "{text:?}: {problems:?}");
            // Text that is not TOML at all gives no settings.
            let is_said = text.parse::<toml::Table>().is_ok();
            assert_eq!(settings, is_said.then(Settings::default), "{text:?}");
        }
        let (settings, problems) = Settings::read("theme = 'dark'\nscale = 'big'\ntext_size = 20\n");
        let settings = settings.expect("the rest is read");
        assert_eq!((settings.theme, settings.scale, settings.text_size), (Theme::Dark, 1.0, Some(20.0)));
        assert_eq!(problems.len(), 1, "one wrong value costs no other");
    }
}
