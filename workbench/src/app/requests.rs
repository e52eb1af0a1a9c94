//! Carries out the requests of panes: opens files where files are shown, terminals, and other folders.

use super::App;
use super::notices::About;
use crate::paths::{FILE_KINDS, is_same_text, is_text, written_path};
use crate::provider::{EditorPane, FindPane, Pane, PaneRequest, TextPlace};
use multisplit::geometry::Ratio;
use multisplit::{Command, FocusTo, Intent, PaneId, Placement, WidgetId};
use multisplit_pane_files::QuickOpen;
use std::path::{Path, PathBuf};

impl App {
    pub(super) fn run_requests(&mut self) {
        self.warnings.try_iter().for_each(|words| self.notices.say(About::Work, words));
        for request in std::mem::take(&mut self.requests.asked) {
            match request {
                PaneRequest::Open { path, spot, beside } => self.open(&path, spot, beside),
                PaneRequest::Page { url, from, behind } => self.open_page(&url, Some(from), behind),
                PaneRequest::Terminal { folder } => self.open_terminal(Some(folder)),
                PaneRequest::Pick { pane } => self.pick(Some(pane)),
                PaneRequest::TerminalHere { pane } => {
                    if let Some(widget) = self.fresh("term") {
                        self.run(&Command::Replace { pane, widget });
                    }
                }
                PaneRequest::OpenFolder => self.pick_folder(),
                PaneRequest::Trim { all } => self.trim(all),
                PaneRequest::Rename { path, name } => self.rename(path, name),
                PaneRequest::Trash { path } => self.trashing = Some(path),
                PaneRequest::Allow { pane, all } => self.allow(pane, all),
                PaneRequest::Report { path, text } => self.report(&path, &text),
            }
        }
    }

    /// Evicts hidden widgets: all of them, or until half of the memory is left.
    fn trim(&mut self, all: bool) {
        let before = self.workspace.accounted_bytes();
        self.workspace.trim(self.host.now(), if all { 0 } else { before / 2 });
        let freed = before.saturating_sub(self.workspace.accounted_bytes());
        self.status.say(format!("{} KiB of hidden panes were let go", freed >> 10));
    }

    fn report(&mut self, path: &Path, text: &str) {
        let path = self.folder.join(path);
        let (to, text) = (path.clone(), text.to_owned());
        let write = move || multisplit_host::write_whole(&to, text.as_bytes()).map_err(|error| error.to_string());
        self.errand("write a report", write, move |app, _, written| match written {
            Ok(()) => app.status.say(format!("the report is in {}", path.display())),
            Err(why) => app.notices.say(About::Work, format!("The report is not written: {why}")),
        });
    }

    /// Shows the quick opener, for a pane if one is given. The index is refreshed, so that new files are found as they are met.
    pub(super) fn pick(&mut self, pane: Option<PaneId>) {
        if let Err(error) = self.index.refresh() {
            self.status.refuse(error.to_string());
        }
        self.quick = Some((QuickOpen::new(), pane));
    }

    /// Opens the monitor, of which there is only one pane.
    pub(super) fn open_monitor(&mut self) {
        let Ok(widget) = WidgetId::new("monitor:1") else { return };
        let pane = self.run(&Command::Open { widget });
        if let Some(pane) = pane {
            self.focus(pane);
        }
    }

    /// Opens the pane that says what the program is, where files are shown.
    pub(super) fn open_about(&mut self) {
        let Ok(widget) = WidgetId::new("about:MultiSplit") else { return };
        let command = match self.place_for_files() {
            Some(pane) if self.workspace.layout().tree().pane_of(&widget).is_none() => {
                Command::Split { pane, place: Placement::Tab, widget, ratio: Ratio::HALF }
            }
            _ => Command::Open { widget },
        };
        if let Some(pane) = self.run(&command) {
            self.focus(pane);
        }
    }

    /// Opens a log of the file of the focused pane beside it, which follows the file as it grows.
    pub(super) fn follow_log(&mut self) {
        let pane = self.workspace.layout().focused_pane();
        let rest = pane.and_then(|p| self.workspace.layout().tree().widget(p)).map(|w| written_path(w).to_owned());
        let Some((pane, Ok(widget))) = pane.zip(rest.map(|rest| WidgetId::new(format!("log:{rest}")))) else { return };
        self.run(&Command::Split { pane, place: Placement::Right, widget, ratio: Ratio::HALF });
    }

    /// Shows a file: in the pane that has it, in place of an empty pane, as a tab where files are shown, or beside them.
    pub(super) fn open(&mut self, path: &Path, spot: Option<TextPlace>, beside: bool) {
        let Some(widget) = self.id_of(path) else {
            self.status.refuse(format!("the name of {} is too long", path.display()));
            return;
        };
        self.index.note_opened(path);
        if let Some(pane) = self.pane_that_shows(&widget) {
            self.focus(pane);
            if let Some(spot) = spot {
                self.go_to(pane, spot);
            }
            return;
        }
        if let Some(spot) = spot {
            self.workspace.provider().spots.insert(widget.clone(), spot);
        }
        let command = self.where_files_are(widget, beside);
        let is_zoomed = matches!(command, Command::Split { pane, place: Placement::Tab, .. } if self.is_zoomed(pane));
        if let Some(pane) = if is_zoomed { self.run_zoomed(&command) } else { self.run(&command) } {
            self.focus(pane);
        }
    }

    /// Goes to a place in the file of a pane, as soon as the pane is loaded.
    fn go_to(&mut self, pane: PaneId, spot: TextPlace) {
        if let Some(live) = self.workspace.slots().live(pane) {
            return live.kind.go_to(&spot);
        }
        if let Some(widget) = self.workspace.layout().tree().widget(pane).cloned() {
            self.workspace.provider().spots.insert(widget, spot);
        }
    }

    fn is_zoomed(&self, pane: PaneId) -> bool {
        let tree = self.workspace.layout().tree();
        tree.surfaces().iter().any(|surface| surface.zoomed == Some(pane))
    }

    /// Opens a tab beside a zoomed pane, and zooms the new one instead. Both are one undo entry.
    fn run_zoomed(&mut self, command: &Command) -> Option<PaneId> {
        let now = self.host.now();
        let begun = self.workspace.apply(now, Intent::Begin("open".to_owned()));
        if let Err(error) = begun {
            self.refuse(&error);
            return None;
        }
        let pane = self.run(command);
        if let Some(pane) = pane {
            self.run(&Command::Zoom { pane });
        }
        if let Err(error) = self.workspace.apply(now, Intent::Commit) {
            self.refuse(&error);
        }
        pane
    }

    /// Returns the pane of a widget; for a text, the most recently used pane with that text.
    fn pane_that_shows(&self, widget: &WidgetId) -> Option<PaneId> {
        let layout = self.workspace.layout();
        let shows = |pane: &PaneId| layout.tree().widget(*pane).is_some_and(|other| is_same_text(other, widget));
        let recent = || layout.focus_history().recent().iter().copied().find(shows);
        let own = || layout.tree().pane_of(widget);
        let further = || layout.tree().panes().find(shows);
        if is_text(widget) { recent().or_else(own).or_else(further) } else { own() }
    }

    /// Returns the pane over which files are opened: the most recently focused one that shows a file, or could show one.
    fn place_for_files(&self) -> Option<PaneId> {
        let layout = self.workspace.layout();
        let shows = |pane: &PaneId| {
            let kind = self.kind_of(Some(*pane));
            FILE_KINDS.contains(&kind) || matches!(kind, "query" | "start" | "web")
        };
        let recent = layout.focus_history().recent().iter().copied();
        recent.chain(layout.tree().panes()).find(shows)
    }

    /// Returns the command that opens a widget where files are shown, or beside them.
    pub(super) fn where_files_are(&self, widget: WidgetId, beside: bool) -> Command {
        let (place, ratio) = (if beside { Placement::Right } else { Placement::Tab }, Ratio::HALF);
        match self.place_for_files() {
            Some(pane) if !beside && self.kind_of(Some(pane)) == "start" => Command::Replace { pane, widget },
            Some(pane) => Command::Split { pane, place, widget, ratio },
            None => match self.files_pane() {
                Some(pane) => Command::Split { pane, place: Placement::Right, widget, ratio },
                None => Command::Open { widget },
            },
        }
    }

    /// Opens a terminal: as a tab beside the last one, or else below the files.
    pub(super) fn open_terminal(&mut self, folder: Option<PathBuf>) {
        let Some(widget) = self.fresh("term") else { return };
        if let Some(folder) = folder {
            self.workspace.provider().folders.insert(widget.clone(), folder);
        }
        self.open_below(widget);
    }

    /// Opens a widget as a tab beside a terminal or a search, or else below the files.
    fn open_below(&mut self, widget: WidgetId) {
        let layout = self.workspace.layout();
        let is_below = |pane: &PaneId| matches!(self.kind_of(Some(*pane)), "term" | "search");
        let recent = layout.focus_history().recent().iter().copied();
        let other = recent.chain(layout.tree().panes()).find(is_below);
        let ratio = Ratio::new(0.3).unwrap_or(Ratio::HALF);
        let command = match (other, self.place_for_files()) {
            (Some(pane), _) => Command::Split { pane, place: Placement::Tab, widget, ratio },
            (None, Some(pane)) => Command::Split { pane, place: Placement::Bottom, widget, ratio },
            (None, None) => Command::Open { widget },
        };
        if let Some(pane) = self.run(&command) {
            self.focus(pane);
        }
    }

    pub(super) fn focus(&mut self, pane: PaneId) {
        if let Err(error) = self.workspace.apply(self.host.now(), Intent::Focus(FocusTo::Pane(pane))) {
            self.refuse(&error);
        }
    }

    /// Shows the file tree and gives it the focus; if there is none, opens one where it was, or at the left edge.
    pub(super) fn show_tree(&mut self) {
        if let Some(pane) = self.files_pane() {
            return self.focus(pane);
        }
        let Ok(widget) = WidgetId::new("files:tree") else { return };
        let Some(pane) = self.run(&Command::Open { widget }) else { return };
        self.focus(pane);
    }

    /// Searches all files of the folder for the selection of the focused editor, or for what the user types next.
    pub(super) fn find_in_files(&mut self) {
        let pane = self.workspace.layout().focused_pane();
        let selected = pane.and_then(|pane| {
            let EditorPane { editor, .. } = self.workspace.slots().live(pane)?.as_kind()?;
            Some(editor.selected_text()).filter(|text| !text.contains('\n'))
        });
        let selected = selected.unwrap_or_default();
        let tree = self.workspace.layout().tree();
        let open = tree.panes().find(|pane| self.kind_of(Some(*pane)) == "search");
        if let Some(pane) = open {
            if let Some(FindPane(search)) = self.workspace.slots().live(pane).and_then(Pane::as_kind) {
                search.look_for(&selected);
            }
            return self.focus(pane);
        }
        let Some(widget) = self.fresh("search") else { return };
        if !selected.is_empty() {
            self.workspace.provider().queries.insert(widget.clone(), selected);
        }
        self.open_below(widget);
    }

    /// Shows a file in place of the pane that asked for it.
    pub(super) fn open_in(&mut self, pane: Option<PaneId>, path: &Path, spot: Option<TextPlace>) {
        let widget = self.id_of(path);
        let is_start = self.kind_of(pane) == "start";
        match (pane, widget) {
            (Some(pane), Some(widget)) if is_start && self.pane_that_shows(&widget).is_none() => {
                self.replace_start(pane, widget, path, spot);
            }
            _ => self.open(path, spot, false),
        }
    }

    fn replace_start(&mut self, pane: PaneId, widget: WidgetId, path: &Path, spot: Option<TextPlace>) {
        self.index.note_opened(path);
        if let Some(spot) = spot {
            self.workspace.provider().spots.insert(widget.clone(), spot);
        }
        self.run(&Command::Replace { pane, widget });
        self.focus(pane);
    }
}
