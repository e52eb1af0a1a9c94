//! The parts of a page for those who do not see it: as children of the pane, with what can be done with them.

use super::WebPane;
use crate::engine::{NodeAct, Order, PageNode, PageTree, State};
use egui::accesskit::{Action, ActionData, Node, Rect as NodeRect, Toggled};
use egui::{Event, Id, Response, Ui, UiBuilder};

impl WebPane {
    /// Tells what is in the page, if anybody listens.
    pub(super) fn describe(&mut self, ui: &mut Ui, page: &Response, state: &State) {
        let wants = ui.ctx().has_accesskit_node(page.id);
        if std::mem::replace(&mut self.is_described, wants) != wants {
            self.engine.order(self.page, Order::Describe(wants));
        }
        let Some(tree) = state.tree.as_ref().filter(|_| wants && state.failure.is_none()) else { return };
        tell(ui, page, tree);
        for (node, act) in asked(ui, page.id, tree) {
            // Who uses a part of the page is in the page.
            page.request_focus();
            self.engine.order(self.page, Order::Act { node, act });
        }
    }
}

/// The id of a part of a page.
fn id_of(page: Id, node: i64) -> Id {
    page.with(("part of the page", node))
}

fn tell(ui: &mut Ui, page: &Response, tree: &PageTree) {
    let corner = page.rect.min.to_vec2();
    for part in &tree.nodes {
        let parent = part.parent.and_then(|parent| tree.nodes.get(parent));
        let (id, parent) = (id_of(page.id, part.id), parent.map_or(page.id, |parent| id_of(page.id, parent.id)));
        let rect = part.bounds.unwrap_or(page.rect.translate(-corner)).translate(corner);
        // Every part is a child in egui's eyes as well: its place in the tree is that of its parent.
        let child = UiBuilder::new().scope_id(id).max_rect(rect).accessibility_parent(parent);
        drop(ui.new_child(child));
        ui.ctx().accesskit_node_builder(id, |node| fill(node, part, rect));
    }
    // The page has the keyboard, and within it one of its parts.
    let has_focus = |part: &&PageNode| part.has_focus == Some(true);
    if let Some(part) = tree.nodes.iter().find(has_focus) {
        let active = id_of(page.id, part.id).accesskit_id();
        ui.ctx().accesskit_node_builder(page.id, |node| node.set_active_descendant(active));
    }
}

fn fill(node: &mut Node, part: &PageNode, rect: egui::Rect) {
    let [x0, y0, x1, y1] = [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(f64::from);
    node.set_bounds(NodeRect { x0, y0, x1, y1 });
    node.set_role(part.role);
    if part.role == egui::accesskit::Role::Label {
        node.set_value(&*part.name);
    } else if !part.name.is_empty() {
        node.set_label(&*part.name);
    }
    if !part.value.is_empty() {
        node.set_value(&*part.value);
    }
    if let Some(level) = part.level {
        node.set_level(usize::from(level));
    }
    if let Some(is_ticked) = part.is_ticked {
        node.set_toggled(if is_ticked { Toggled::True } else { Toggled::False });
    }
    if let Some(is_unfolded) = part.is_unfolded {
        node.set_expanded(is_unfolded);
    }
    if part.is_disabled {
        node.set_disabled();
    }
    node.add_action(Action::ScrollIntoView);
    node.add_action(Action::Click);
    if part.has_focus.is_some() {
        node.add_action(Action::Focus);
    }
    if part.edits {
        node.add_action(Action::SetValue);
    }
}

/// Returns what those who do not see the page want to do with its parts.
fn asked(ui: &Ui, page: Id, tree: &PageTree) -> Vec<(i64, NodeAct)> {
    ui.input(|input| {
        let requests = input.events.iter().filter_map(|event| match event {
            Event::AccessKitActionRequest(request) => Some(request),
            _ => None,
        });
        requests
            .filter_map(|request| {
                let is_meant = |part: &&PageNode| id_of(page, part.id).accesskit_id() == request.target_node;
                let part = tree.nodes.iter().find(is_meant)?;
                let act = match (request.action, &request.data) {
                    (Action::Click, _) => NodeAct::Click,
                    (Action::Focus, _) => NodeAct::Focus,
                    (Action::ScrollIntoView, _) => NodeAct::Show,
                    (Action::SetValue, Some(ActionData::Value(text))) => NodeAct::Enter(text.to_string()),
                    _ => return None,
                };
                Some((part.id, act))
            })
            .collect()
    })
}
