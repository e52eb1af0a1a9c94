//! Applies the settings file while the window is open.

use super::notices::About;
use super::{App, looks};
use crate::fonts::{self, Families};
use crate::keys::Keymap;
use crate::provider::{EditorPane, TerminalPane, leave_keys};
use crate::settings::{Settings, SettingsFile, TEMPLATE, Theme};
use egui::{Context, TextStyle, ThemePreference};
use multisplit::RuntimeConfig;
use multisplit_pane_editor::EditorOptions;
use std::path::Path;
use std::sync::Arc;

/// The minimum and maximum scale of a window that keys can set.
const ZOOM: [f32; 2] = [0.5, 3.0];
/// The change of the scale per key press.
const ZOOM_STEP: f32 = 0.1;

/// The settings in effect.
#[derive(Default)]
pub(super) struct Set {
    file: Option<SettingsFile>,
    settings: Settings,
    /// The scale of this window, if keys have changed it.
    zoom: Option<f32>,
}

impl Set {
    pub(super) const fn high_contrast(&self) -> bool {
        self.settings.high_contrast
    }

    /// Returns what keys do.
    pub(super) fn keymap(&self) -> Arc<Keymap> {
        Arc::clone(&self.settings.keymap)
    }
}

impl App {
    /// Follows a settings file from now on. The file need not exist yet.
    ///
    /// # Errors
    /// Fails if no thread can be started.
    pub fn follow_settings(&mut self, path: &Path) -> std::io::Result<()> {
        let wake = self.wake.clone();
        self.set.file = Some(SettingsFile::watch(path, move || wake())?);
        Ok(())
    }

    /// Applies the settings file, if it has changed.
    pub(super) fn take_settings(&mut self, ctx: &Context) {
        let Some(news) = self.set.file.as_ref().and_then(SettingsFile::take) else { return };
        match news {
            Ok(text) => {
                let (settings, problems) = Settings::read(&text);
                // A problem that still exists is reported again.
                self.notices.follow(About::Settings, None);
                if !problems.is_empty() {
                    self.notices.follow(About::Settings, Some(format!("In the settings, {}", problems.join("; "))));
                }
                // A file that cannot be parsed at all changes nothing.
                if let Some(settings) = settings {
                    self.apply_settings(ctx, settings);
                }
            }
            Err(why) => {
                self.notices.follow(About::Settings, Some(format!("The settings stay as they are: {why}")));
            }
        }
    }

    fn apply_settings(&mut self, ctx: &Context, settings: Settings) {
        ctx.set_theme(match settings.theme {
            Theme::Light => ThemePreference::Light,
            Theme::Dark => ThemePreference::Dark,
            Theme::System => ThemePreference::System,
        });
        let set = &self.set.settings;
        if settings.high_contrast != set.high_contrast {
            looks::apply(ctx, settings.high_contrast);
        }
        if settings.fonts != set.fonts {
            self.load_fonts(settings.fonts.clone());
        }
        self.show_text_as(settings.editor);
        self.use_keys(&settings.keymap);
        let usual = egui::Style::default().text_styles.get(&TextStyle::Monospace).map_or(13.0, |font| font.size);
        let size = settings.text_size.unwrap_or(usual);
        ctx.all_styles_mut(|style| {
            if let Some(font) = style.text_styles.get_mut(&TextStyle::Monospace) {
                font.size = size;
            }
        });
        if settings.memory_mb != self.set.settings.memory_mb {
            let config = settings.memory_mb.map_or_else(RuntimeConfig::default, super::budget);
            self.mind_memory(RuntimeConfig { has_state_store: self.has_state_store(), ..config });
        }
        self.workspace.provider().shell.clone_from(&settings.shell);
        self.set.settings = settings;
        self.scale(ctx);
    }

    fn load_fonts(&mut self, families: Families) {
        let find = move || Ok(fonts::find(&families));
        self.errand("find fonts", find, |app, ctx, found| {
            let problems = match found {
                Ok((fonts, problems)) => {
                    ctx.set_fonts(fonts);
                    problems
                }
                Err(why) => vec![format!("font: {why}")],
            };
            for problem in problems {
                app.notices.say(About::Work, format!("In the settings, {problem}"));
            }
        });
    }

    /// Makes terminals and pages leave these keys to the workbench, both those that are open and future ones.
    fn use_keys(&mut self, keymap: &Arc<Keymap>) {
        self.workspace.provider().keymap = Arc::clone(keymap);
        self.each_pane(|_, pane| {
            if let Some(TerminalPane { terminal, .. }) = pane.as_kind() {
                let keymap = Arc::clone(keymap);
                terminal.set_reserved(move |modifiers, key| keymap.is_reserved(modifiers, key));
            } else if let Some(page) = pane.kind.page() {
                leave_keys(page, keymap);
            }
        });
    }

    /// Shows the text of all editors with these options, both open editors and future ones.
    fn show_text_as(&mut self, options: EditorOptions) {
        self.workspace.provider().editing = options;
        self.each_pane(|_, pane| {
            if let Some(EditorPane { editor, .. }) = pane.as_kind() {
                editor.set_options(options);
            }
        });
    }

    /// Toggles the wrapping of long lines in all editors of this window.
    pub(super) fn toggle_wrap(&mut self) {
        let now = self.workspace.provider().editing;
        self.show_text_as(EditorOptions { wrap: !now.wrap, ..now });
    }

    /// Applies the settings of the previous folder after another folder was opened.
    pub(super) fn keep_settings(&mut self, ctx: &Context, set: Set) {
        looks::apply(ctx, set.settings.high_contrast);
        self.workspace.provider().editing = set.settings.editor;
        self.use_keys(&set.settings.keymap);
        self.workspace.provider().shell.clone_from(&set.settings.shell);
        if let Some(mb) = set.settings.memory_mb {
            self.mind_memory(RuntimeConfig { has_state_store: self.has_state_store(), ..super::budget(mb) });
        }
        self.set = set;
    }

    /// Changes the scale of the window by a number of steps; `None` resets it to that of the settings.
    pub(super) fn zoom_text(&mut self, ctx: &Context, steps: Option<f32>) {
        let now = self.set.zoom.unwrap_or(self.set.settings.scale);
        self.set.zoom = steps.map(|steps| (now + steps * ZOOM_STEP).clamp(ZOOM[0], ZOOM[1]));
        self.scale(ctx);
    }

    fn scale(&self, ctx: &Context) {
        ctx.set_zoom_factor(self.set.zoom.unwrap_or(self.set.settings.scale));
    }

    /// Opens the settings file in an editor; creates it first, with all settings as comments, if it does not exist.
    pub(super) fn open_settings(&mut self) {
        let Some(path) = self.set.file.as_ref().map(|file| file.path().to_owned()) else {
            return self.status.refuse("there is no home folder for settings".to_owned());
        };
        let file = path.clone();
        let make = move || if file.exists() { Ok(()) } else { make_settings(&file) };
        self.errand("open the settings", make, move |app, _, made| match made {
            Ok(()) => app.open(&path, None, false),
            Err(why) => app.notices.say(About::Work, format!("The settings cannot be written: {why}")),
        });
    }
}

/// Writes a settings file with all settings as comments. Blocks on the disk.
fn make_settings(file: &Path) -> Result<(), String> {
    multisplit_disk::blocks();
    let made = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.map_err(|error| error.to_string())?;
    multisplit_host::write_whole(file, TEMPLATE.as_bytes()).map_err(|error| error.to_string())
}
