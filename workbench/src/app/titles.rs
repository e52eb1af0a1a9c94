//! Shows the user where they are: the title of the window, the path at the bottom, and the folder beside equal names on tabs.

use super::App;
use crate::paths::{FILE_KINDS, path_of};
use egui::{Context, ViewportCommand};
use multisplit::{PaneId, WidgetId};
use multisplit_pane_chrome::names;
use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The number of panes above which equal names are not told apart, because every change has to look at all panes.
const MAX_TOLD_APART: usize = 5_000;

impl App {
    /// Returns the full path of the file that the focused pane shows, or the folder if it shows none.
    pub(super) fn place(&self) -> PathBuf {
        let tree = self.workspace.layout().tree();
        let pane = self.workspace.layout().focused_pane();
        let file =
            pane.and_then(|pane| tree.widget(pane)).and_then(|widget| super::moves::file_of(&self.folder, widget));
        file.unwrap_or_else(|| self.folder.clone())
    }

    /// Names the window after the file with the focus.
    pub(super) fn name_window(&mut self, ctx: &Context) {
        let title = title(&self.folder, &self.place());
        if self.window_title != title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.window_title = title;
        }
        // Costs nothing unless a screen reader listens; then it is needed in every frame.
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(self.window_title.as_str()));
    }

    /// Adds the folder to the titles of files with equal names.
    pub(super) fn tell_apart(&mut self) {
        let tree = self.workspace.layout().tree();
        if tree.pane_count() > MAX_TOLD_APART {
            return;
        }
        let mut by_name: HashMap<OsString, Vec<(PaneId, PathBuf)>> = HashMap::new();
        for pane in tree.panes() {
            if let Some(path) = tree.widget(pane).and_then(|widget| shown_file(&self.folder, widget)) {
                by_name.entry(path.file_name().unwrap_or_default().to_owned()).or_default().push((pane, path));
            }
        }
        let folder = self.folder.clone();
        for panes in by_name.into_values() {
            let is_one = panes.iter().all(|(_, path)| *path == panes[0].1);
            for (pane, path) in panes {
                if let Some(live) = self.workspace.slots().live(pane) {
                    live.beside = (!is_one).then(|| beside(&folder, &path));
                }
            }
        }
    }
}

fn shown_file(folder: &Path, widget: &WidgetId) -> Option<PathBuf> {
    FILE_KINDS.contains(&widget.kind()).then(|| path_of(folder, widget))
}

/// Returns the folder of a file, relative to the folder of the window if it is inside it.
fn beside(folder: &Path, path: &Path) -> String {
    let parent = path.parent().unwrap_or(Path::new(""));
    match parent.strip_prefix(folder) {
        Ok(inside) if inside.as_os_str().is_empty() => ".".to_owned(),
        Ok(inside) => names::shown_path(inside),
        Err(_) => names::shown_path(parent),
    }
}

/// Returns the title of a window: the file with the focus, if there is one, and the folder.
pub(crate) fn title(folder: &Path, place: &Path) -> String {
    let name = names::shown(&folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy());
    if place == folder {
        return format!("{name} - MultiSplit");
    }
    let file = place.strip_prefix(folder).unwrap_or(place);
    format!("{} - {name} - MultiSplit", names::shown_path(file))
}

#[cfg(test)]
mod tests {
    use super::{beside, title};
    use std::path::Path;

    #[test]
    fn a_window_is_called_after_its_file_and_its_folder() {
        let folder = Path::new("/home/me/project");
        assert_eq!(title(folder, folder), "project - MultiSplit");
        assert_eq!(title(folder, Path::new("/home/me/project/src/a.rs")), "src/a.rs - project - MultiSplit");
        assert_eq!(title(folder, Path::new("/etc/hosts")), "/etc/hosts - project - MultiSplit");
        assert_eq!(title(Path::new("/"), Path::new("/")), "/ - MultiSplit");
    }

    #[test]
    fn equal_names_have_their_folder_beside_them() {
        let folder = Path::new("/home/me/project");
        for (path, expect) in
            [("/home/me/project/mod.rs", "."), ("/home/me/project/a/b/mod.rs", "a/b"), ("/x/mod.rs", "/x")]
        {
            assert_eq!(beside(folder, Path::new(path)), expect);
        }
    }
}
