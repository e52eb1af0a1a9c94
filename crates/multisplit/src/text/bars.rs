//! Gives the panes of a layout that is not a layout yet a tab set each, for applications whose panes all have a bar.

use crate::file::{FileNode, LayoutFile};
use std::collections::{HashMap, HashSet};

/// Wraps each pane that is in no tab set, and is no part of the window, into a tab set of its own.
pub(crate) fn give_bars(file: &mut LayoutFile) {
    let in_tabs: HashSet<u64> = file.nodes.iter().filter_map(|node| node.tabs.as_deref()).flatten().copied().collect();
    let is_content = |node: &FileNode| node.rare.as_deref().is_none_or(|rare| rare.role.is_none());
    let bare = file.nodes.iter().filter(|node| node.pane.is_some() && is_content(node) && !in_tabs.contains(&node.id));
    let bare: Vec<u64> = bare.map(|node| node.id).collect();
    let sets: HashMap<u64, u64> = bare.iter().zip(file.next_id..).map(|(pane, set)| (*pane, set)).collect();
    file.next_id += bare.len() as u64;
    let wrapped = |id: &mut u64| *id = sets.get(id).copied().unwrap_or(*id);
    for node in &mut file.nodes {
        node.row.iter_mut().chain(&mut node.column).flatten().for_each(wrapped);
    }
    file.root.iter_mut().for_each(wrapped);
    file.floating.iter_mut().for_each(|float| wrapped(&mut float.root));
    let set =
        |pane: &u64| FileNode { id: sets[pane], tabs: Some(vec![*pane]), active: Some(*pane), ..FileNode::default() };
    file.nodes.extend(bare.iter().map(set));
}
