//! A file or folder that was renamed in the tree: panes that show it move along, with what was typed into them.

use super::App;
use super::notices::About;
use crate::paths::{FILE_KINDS, id_of, path_of};
use crate::provider::{Body, name_of};
use multisplit::{PaneId, WidgetId};
use std::path::{Path, PathBuf};

impl App {
    /// Lets all panes that show a path, or something below it, show the new one.
    pub(super) fn renamed(&mut self, from: &Path, to: &Path) {
        let tree = self.workspace.layout().tree();
        let moves: Vec<(PaneId, WidgetId, PathBuf)> = tree
            .panes()
            .filter_map(|pane| {
                let widget = tree.widget(pane).filter(|widget| FILE_KINDS.contains(&widget.kind()))?;
                let below = path_of(&self.folder, widget).strip_prefix(from).ok()?.to_owned();
                let path = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
                Some((pane, widget.clone(), path))
            })
            .collect();
        for (pane, widget, path) in moves {
            if let Err(error) = self.show_as(pane, &widget, &path) {
                self.notices.say(About::Work, format!("{} stays under its old name: {error}", name_of(&widget)));
            }
        }
    }

    fn show_as(&mut self, pane: PaneId, widget: &WidgetId, path: &Path) -> Result<(), String> {
        let to = id_of(widget.kind(), &self.folder, path).map_err(|error| error.to_string())?;
        self.watch(widget, false);
        self.workspace.rename_widget(pane, &to).map_err(|error| error.to_string())?;
        self.watch(&to, true);
        let live = self.workspace.slots().live(pane).map(|pane| &mut pane.body);
        if let Some(Body::Editor(editor)) = live {
            editor.set_path(path.to_owned());
            return Ok(());
        }
        if let Some((_, parked)) = self.workspace.parked_widgets().find(|(id, _)| **id == to)
            && let Body::Editor(editor) = &mut parked.body
        {
            editor.set_path(path.to_owned());
        }
        Ok(())
    }
}
