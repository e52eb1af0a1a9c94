//! The command palette: everything that the workbench can do, by name.

use super::App;
use super::prompt::Question;
use crate::keys::Shortcut;
use crate::provider::{EditorPane, Pane, TextPlace};
use egui::{Context, KeyboardShortcut};
use multisplit::geometry::{Axis, Direction};
use multisplit::groups::GroupAction;
use multisplit::tree::NodeKind;
use multisplit::{Command, MoveTarget, PaneId, Placement, SurfaceId};
use multisplit_egui::Action;
use multisplit_pane_files::{PickItem, PickResult, QuickChoice};

/// An entry of the palette.
#[derive(Clone, Copy)]
enum Entry {
    Shortcut(Shortcut),
    Action(Action),
    Edge(Direction),
    Lock(bool),
    Rotate,
    CloseOthers,
    Float,
    Dock,
    SaveFile,
    PickFile,
    OpenPath,
    Settings,
    About,
    Wrap,
    Expand,
    Monitor,
    FollowLog,
    Preview,
    Connect,
    AddToGroup,
    LeaveGroup,
    Group(Question),
    OpenGroup,
    TrustNothing,
}

/// All entries with their names.
const ENTRIES: &[(&str, Entry)] = &[
    ("Open a file", Entry::Shortcut(Shortcut::QuickOpen)),
    ("Open a file from anywhere", Entry::PickFile),
    ("Open a folder", Entry::Shortcut(Shortcut::OpenFolder)),
    ("Open a path", Entry::OpenPath),
    ("New file", Entry::Shortcut(Shortcut::NewFile)),
    ("Show the file tree", Entry::Shortcut(Shortcut::Tree)),
    ("Find in files", Entry::Shortcut(Shortcut::FindInFiles)),
    ("New terminal", Entry::Shortcut(Shortcut::NewTerminal)),
    ("Open a web page", Entry::Shortcut(Shortcut::NewPage)),
    ("Save file", Entry::SaveFile),
    ("Toggle line wrapping", Entry::Wrap),
    ("Connect to a database", Entry::Connect),
    ("Follow this file as it grows", Entry::FollowLog),
    ("Show this Markdown as a page beside it", Entry::Preview),
    ("Add pane to a group", Entry::AddToGroup),
    ("Take pane out of its group", Entry::LeaveGroup),
    ("Go to a group", Entry::Group(Question::GoToGroup)),
    ("Zoom to a group", Entry::Group(Question::ZoomToGroup)),
    ("Save a group's layout", Entry::Group(Question::SaveGroup)),
    ("Open a saved group", Entry::OpenGroup),
    ("Trust no layout file anymore", Entry::TrustNothing),
    ("Fold a group", Entry::Group(Question::FoldGroup(true))),
    ("Unfold a group", Entry::Group(Question::FoldGroup(false))),
    ("Close a group", Entry::Group(Question::CloseGroup)),
    ("Show all panes on a map", Entry::Shortcut(Shortcut::Overview)),
    ("Show the monitor: memory, loads, frames", Entry::Monitor),
    ("Split to the right", Entry::Action(Action::New(Placement::Right))),
    ("Split downwards", Entry::Action(Action::New(Placement::Bottom))),
    ("Split to the left", Entry::Action(Action::New(Placement::Left))),
    ("Split upwards", Entry::Action(Action::New(Placement::Top))),
    ("New tab", Entry::Action(Action::New(Placement::Tab))),
    ("Close pane", Entry::Action(Action::Close)),
    ("Close all other panes", Entry::CloseOthers),
    ("Focus left", Entry::Action(Action::Focus(Direction::Left))),
    ("Focus right", Entry::Action(Action::Focus(Direction::Right))),
    ("Focus up", Entry::Action(Action::Focus(Direction::Up))),
    ("Focus down", Entry::Action(Action::Focus(Direction::Down))),
    ("Focus the recent pane", Entry::Action(Action::Recent)),
    ("Scroll the surface up", Entry::Action(Action::Scroll(Direction::Up))),
    ("Scroll the surface down", Entry::Action(Action::Scroll(Direction::Down))),
    ("Scroll the surface left", Entry::Action(Action::Scroll(Direction::Left))),
    ("Scroll the surface right", Entry::Action(Action::Scroll(Direction::Right))),
    ("Move pane left", Entry::Action(Action::Move(Direction::Left))),
    ("Move pane right", Entry::Action(Action::Move(Direction::Right))),
    ("Move pane up", Entry::Action(Action::Move(Direction::Up))),
    ("Move pane down", Entry::Action(Action::Move(Direction::Down))),
    ("Move pane to the left edge", Entry::Edge(Direction::Left)),
    ("Move pane to the right edge", Entry::Edge(Direction::Right)),
    ("Move pane to the top edge", Entry::Edge(Direction::Up)),
    ("Move pane to the bottom edge", Entry::Edge(Direction::Down)),
    ("Make all panes equal", Entry::Action(Action::Equalize)),
    ("Rotate the split around the pane", Entry::Rotate),
    ("Zoom pane, or unzoom", Entry::Action(Action::Zoom)),
    ("Collapse pane", Entry::Action(Action::Collapse)),
    ("Expand all collapsed panes", Entry::Expand),
    ("Float pane", Entry::Float),
    ("Dock pane", Entry::Dock),
    ("Lock pane", Entry::Lock(true)),
    ("Unlock pane", Entry::Lock(false)),
    ("Undo layout change", Entry::Action(Action::Undo)),
    ("Redo layout change", Entry::Action(Action::Redo)),
    ("Larger text", Entry::Shortcut(Shortcut::Larger)),
    ("Smaller text", Entry::Shortcut(Shortcut::Smaller)),
    ("Reset text size", Entry::Shortcut(Shortcut::UsualSize)),
    ("Settings", Entry::Settings),
    ("Quit", Entry::Shortcut(Shortcut::Quit)),
    ("About MultiSplit, and the licenses of its parts", Entry::About),
];

impl App {
    /// Shows the overlays above the workspace.
    pub(super) fn overlays(&mut self, ctx: &Context) {
        self.show_leaving(ctx);
        self.show_asking(ctx);
        self.show_palette(ctx);
        self.show_quick(ctx);
        self.show_prompt(ctx);
        self.show_trashing(ctx);
        self.show_walk(ctx);
    }

    fn show_quick(&mut self, ctx: &Context) {
        let Some((quick, pane)) = &mut self.quick else { return };
        let pane = *pane;
        let Some(choice) = quick.ui(ctx, &mut self.index) else { return };
        self.quick = None;
        self.refocus(ctx);
        match choice {
            QuickChoice::Open { path, line } => self.open_in(pane, &path, line.map(TextPlace::from)),
            QuickChoice::OpenBeside { path, line } => self.open(&path, line.map(TextPlace::from), true),
            QuickChoice::Dismissed => {}
        }
    }

    fn show_palette(&mut self, ctx: &Context) {
        if self.palette.is_none() {
            return;
        }
        let items: Vec<PickItem> = ENTRIES.iter().map(|(name, entry)| self.item(ctx, name, *entry)).collect();
        let Some(picker) = &mut self.palette else { return };
        let chosen = match picker.ui(ctx, &items) {
            PickResult::None => return,
            PickResult::Chosen(at) | PickResult::ChosenBeside(at) => ENTRIES.get(at).map(|(_, entry)| *entry),
            PickResult::Dismissed => None,
        };
        self.palette = None;
        if let Some(entry) = chosen {
            self.do_entry(ctx, entry);
        }
        // An overlay that the entry has opened keeps the keyboard.
        if !self.has_overlay() {
            self.refocus(ctx);
        }
    }

    fn item(&self, ctx: &Context, name: &str, entry: Entry) -> PickItem {
        let key = match entry {
            Entry::Shortcut(shortcut) => self.set.keymap().key_of(shortcut),
            Entry::Action(action) => self.set.keymap().bindings(self.in_terminal(), false).key_of(action),
            Entry::SaveFile => Some(KeyboardShortcut::new(egui::Modifiers::CTRL, egui::Key::S)),
            _ => None,
        };
        let why = self.why_not(entry);
        PickItem {
            label: name.to_owned(),
            detail: key.map(|k| in_signs(&ctx.format_shortcut(&k))).unwrap_or_default(),
            enabled: why.is_none(),
            why: why.unwrap_or_default().to_owned(),
        }
    }

    /// Returns why an entry is not possible now; `None` if it is.
    fn why_not(&self, entry: Entry) -> Option<&'static str> {
        let layout = self.workspace.layout();
        let needs_pane = !matches!(
            entry,
            Entry::PickFile
                | Entry::OpenPath
                | Entry::Settings
                | Entry::Wrap
                | Entry::About
                | Entry::Monitor
                | Entry::Connect
                | Entry::Group(_)
                | Entry::OpenGroup
                | Entry::TrustNothing
                | Entry::Shortcut(_)
                | Entry::Action(Action::New(_) | Action::Undo | Action::Redo)
        );
        match entry {
            Entry::Action(Action::Undo) if !layout.history().can_undo() => Some("nothing was changed"),
            Entry::Action(Action::Redo) if !layout.history().can_redo() => Some("nothing was taken back"),
            Entry::SaveFile if !self.is_text(layout.focused_pane()) => Some("no editor has the focus"),
            Entry::Group(_) if layout.tree().groups().next().is_none() => Some("there is no group"),
            Entry::LeaveGroup if !self.is_grouped() => Some("the pane is in no group"),
            Entry::Preview if self.markdown_of(layout.focused_pane()).is_none() => Some("no Markdown has the focus"),
            Entry::FollowLog if !self.is_text(layout.focused_pane()) => Some("no editor has the focus"),
            Entry::Dock if self.floating_surface().is_none() => Some("no floating pane has the focus"),
            _ if needs_pane && layout.focused_pane().is_none() => Some("there is no pane"),
            _ => None,
        }
    }

    fn do_entry(&mut self, ctx: &Context, entry: Entry) {
        let pane = self.workspace.layout().focused_pane();
        match (entry, pane) {
            (Entry::Shortcut(shortcut), _) => self.shortcut(ctx, shortcut),
            (Entry::Action(action), _) => self.perform(action),
            (Entry::PickFile, _) => self.pick_file(),
            (Entry::Settings, _) => self.open_settings(),
            (Entry::About, _) => self.open_about(),
            (Entry::Wrap, _) => self.toggle_wrap(),
            (Entry::OpenPath, _) => self.ask_for(Question::Path),
            (Entry::Expand, _) => self.expand_all(),
            (Entry::Monitor, _) => self.open_monitor(),
            (Entry::Connect, _) => self.ask_for(Question::Database),
            (Entry::OpenGroup, _) => self.ask_for(Question::OpenGroup),
            (Entry::TrustNothing, _) => self.trust_nothing(),
            (Entry::Group(question), _) => self.ask_for(question),
            (_, None) => {}
            (Entry::SaveFile, Some(pane)) => self.save_file(pane),
            (Entry::FollowLog, Some(_)) => self.follow_log(),
            (Entry::Preview, Some(_)) => self.preview(),
            (Entry::AddToGroup, Some(pane)) => self.ask_for(Question::AddToGroup(pane)),
            (Entry::LeaveGroup, Some(pane)) => self.leave_group(pane),
            (Entry::CloseOthers, Some(pane)) => self.run_asking(Command::CloseOthers { pane }),
            (Entry::Rotate, Some(pane)) => self.rotate(pane),
            (Entry::Dock, Some(_)) => {
                if let Some(surface) = self.floating_surface() {
                    self.run(&Command::Dock { surface });
                }
            }
            (entry, Some(pane)) => {
                let command = match entry {
                    Entry::Edge(edge) => Command::Move { pane, to: MoveTarget::Edge(edge) },
                    Entry::Lock(locked) => Command::Lock { pane, locked },
                    _ => Command::Float { pane, area: multisplit::geometry::Rect::new(160.0, 120.0, 520.0, 360.0) },
                };
                self.run(&command);
            }
        }
    }

    /// Returns the floating surface that has the focus.
    fn floating_surface(&self) -> Option<SurfaceId> {
        let layout = self.workspace.layout();
        let surface = layout.tree().surface_of(layout.focused_pane()?.node())?;
        (surface != SurfaceId::MAIN).then_some(surface)
    }

    fn save_file(&mut self, pane: PaneId) {
        let wake = self.wake.clone();
        if let Some(EditorPane { editor, .. }) = self.workspace.slots().live(pane).and_then(Pane::as_kind) {
            editor.save_later(move || wake());
        }
    }

    fn is_grouped(&self) -> bool {
        let layout = self.workspace.layout();
        layout.focused_pane().is_some_and(|pane| layout.tree().group_of(pane).is_some())
    }

    fn leave_group(&mut self, pane: PaneId) {
        let tree = self.workspace.layout().tree();
        let Some(info) = tree.group_of(pane).and_then(|group| tree.group(group)) else { return };
        let command = Command::Group { name: info.name.clone(), act: GroupAction::Remove(vec![pane]) };
        self.run(&command);
    }

    fn rotate(&mut self, pane: PaneId) {
        let tree = self.workspace.layout().tree();
        let mut at = tree.parent(pane.node());
        while let Some(node) = at {
            if matches!(tree.kind(node), Some(NodeKind::Split(Axis::Horizontal | Axis::Vertical))) {
                self.run(&Command::Rotate { split: node });
                return;
            }
            at = tree.parent(node);
        }
        self.status.refuse("the pane is in no split".to_owned());
    }

    fn expand_all(&mut self) {
        let panes: Vec<PaneId> = self.workspace.layout().folds().map(|fold| fold.pane).collect();
        for pane in panes {
            self.run(&Command::Collapse { pane, collapsed: false });
        }
    }
}

/// Returns a shortcut with the signs that are printed on the keys.
pub(super) fn in_signs(shortcut: &str) -> String {
    shortcut.replace("Backslash", "\\").replace("Backtick", "`")
}
