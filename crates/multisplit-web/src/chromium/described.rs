//! What the browser says of the parts of a page, as a tree.

use crate::engine::{PageNode, PageTree};
use egui::accesskit::Role;
use egui::{Rect, pos2, vec2};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::HashMap;

/// The maximum number of parts of a page that are told of.
const MAX_NODES: usize = 4_000;
/// The maximum size of the name or the value of a part, in bytes.
const MAX_NAME: usize = 2_000;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Described {
    nodes: Vec<Node>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Node {
    node_id: String,
    parent_id: Option<String>,
    ignored: bool,
    role: Text,
    name: Text,
    value: Text,
    properties: Vec<Property>,
    child_ids: Vec<String>,
    #[serde(rename = "backendDOMNodeId")]
    number: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Text {
    value: serde_json::Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Property {
    name: String,
    value: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Snapshot {
    documents: Vec<Document>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Document {
    nodes: Numbers,
    layout: Boxes,
    scroll_offset_x: f32,
    scroll_offset_y: f32,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Numbers {
    backend_node_id: Vec<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Boxes {
    node_index: Vec<usize>,
    bounds: Vec<Vec<f32>>,
    #[serde(rename = "text")]
    _text: IgnoredAny,
}

/// Reads the parts of a page, and where they are. Cost: some milliseconds for a long article, so nobody should wait for it.
///
/// # Errors
/// It is not what a browser says.
pub(super) fn read(described: &str, snapshot: &str) -> serde_json::Result<PageTree> {
    let nodes = serde_json::from_str::<Described>(described)?.nodes;
    let places = places(serde_json::from_str(snapshot)?);
    let by_id: HashMap<&str, &Node> = nodes.iter().map(|node| (&*node.node_id, node)).collect();
    let mut tree = PageTree::default();
    // What is ignored has no part of its own, but what is in it does. Each is seen once, so that a tree that bites its tail ends.
    let mut left: Vec<(&Node, Option<usize>)> =
        nodes.iter().filter(|node| node.parent_id.is_none()).map(|node| (node, None)).collect();
    let mut seen = std::collections::HashSet::new();
    while let Some((node, parent)) = left.pop().filter(|_| tree.nodes.len() < MAX_NODES) {
        if !seen.insert(&*node.node_id) {
            continue;
        }
        let role = node.role.value.as_str().unwrap_or_default();
        let own = part(node, role, parent, places.get(&node.number).copied());
        let is_told = own.as_ref().is_some_and(|own| is_told(node, role, own, &tree));
        let ends =
            matches!(role, "InlineTextBox" | "ListMarker") || is_told && own.as_ref().is_some_and(|own| own.edits);
        let inside = match own.filter(|_| is_told) {
            Some(own) => {
                tree.nodes.push(own);
                Some(tree.nodes.len() - 1)
            }
            None => parent,
        };
        if !ends {
            left.extend(node.child_ids.iter().rev().filter_map(|id| Some((*by_id.get(&**id)?, inside))));
        }
    }
    Ok(tree)
}

/// Returns where the parts are, in points from the corner of the page, by their numbers.
fn places(snapshot: Snapshot) -> HashMap<i64, Rect> {
    let Some(Document { nodes, layout, scroll_offset_x, scroll_offset_y }) = snapshot.documents.into_iter().next()
    else {
        return HashMap::new();
    };
    let scrolled = vec2(scroll_offset_x, scroll_offset_y);
    let of = |(index, bounds): (&usize, &Vec<f32>)| {
        let [x, y, width, height] = <[f32; 4]>::try_from(&**bounds).ok()?;
        let rect = Rect::from_min_size(pos2(x, y) - scrolled, vec2(width, height));
        Some((*nodes.backend_node_id.get(*index)?, rect)).filter(|_| rect.is_finite())
    };
    layout.node_index.iter().zip(&layout.bounds).filter_map(of).collect()
}

fn part(node: &Node, role: &str, parent: Option<usize>, bounds: Option<Rect>) -> Option<PageNode> {
    if node.ignored || node.number == 0 {
        return None;
    }
    let of = |name: &str| node.properties.iter().find(|one| one.name == name).map(|one| &one.value.value);
    let is =
        |name: &str| of(name).and_then(|value| value.as_bool().or_else(|| value.as_str().map(|word| word == "true")));
    let edits = of("editable").is_some() && is("readonly") != Some(true);
    let mut part = PageNode::new(node.number, parent, role_of(role, is("multiline") == Some(true)), words(&node.name));
    part.value = words(&node.value);
    part.bounds = bounds;
    part.level = of("level")
        .filter(|_| role == "heading")
        .and_then(serde_json::Value::as_u64)
        .and_then(|level| u8::try_from(level).ok());
    part.is_ticked = is("checked").or_else(|| is("pressed"));
    part.is_unfolded = is("expanded");
    // The page as a whole has the keyboard if no part of it does.
    let can_focus = is("focusable") == Some(true) && role != "RootWebArea";
    part.has_focus = can_focus.then_some(()).map(|_| is("focused") == Some(true));
    part.is_disabled = is("disabled") == Some(true);
    part.edits = edits && matches!(role, "textbox" | "searchbox" | "spinbutton" | "combobox");
    Some(part)
}

/// Returns `true` if a part says something that what it lies in does not say.
fn is_told(node: &Node, role: &str, part: &PageNode, tree: &PageTree) -> bool {
    match role {
        "InlineTextBox" | "ListMarker" | "MenuListPopup" | "none" | "LineBreak" => false,
        "StaticText" => {
            let above = part.parent.and_then(|parent| tree.nodes.get(parent));
            !part.name.trim().is_empty() && above.is_none_or(|above| above.name.trim() != part.name.trim())
        }
        "generic" | "LabelText" | "RowGroup" | "rowgroup" => !part.name.is_empty() || part.has_focus.is_some(),
        _ => node.number != 0,
    }
}

fn words(text: &Text) -> String {
    match &text.value {
        serde_json::Value::String(words) => words[..words.floor_char_boundary(MAX_NAME)].to_owned(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// What parts are, by the names that the browser has for them. Others are containers without a meaning of their own.
const ROLES: [(&str, Role); 77] = [
    ("RootWebArea", Role::Document),
    ("StaticText", Role::Label),
    ("heading", Role::Heading),
    ("paragraph", Role::Paragraph),
    ("link", Role::Link),
    ("button", Role::Button),
    ("textbox", Role::TextInput),
    ("searchbox", Role::SearchInput),
    ("spinbutton", Role::SpinButton),
    ("checkbox", Role::CheckBox),
    ("switch", Role::Switch),
    ("radio", Role::RadioButton),
    ("radiogroup", Role::RadioGroup),
    ("combobox", Role::ComboBox),
    ("listbox", Role::ListBox),
    ("option", Role::ListBoxOption),
    ("slider", Role::Slider),
    ("progressbar", Role::ProgressIndicator),
    ("meter", Role::Meter),
    ("list", Role::List),
    ("listitem", Role::ListItem),
    ("image", Role::Image),
    ("img", Role::Image),
    ("figure", Role::Figure),
    ("table", Role::Table),
    ("grid", Role::Grid),
    ("row", Role::Row),
    ("cell", Role::Cell),
    ("gridcell", Role::Cell),
    ("columnheader", Role::ColumnHeader),
    ("rowheader", Role::RowHeader),
    ("caption", Role::Caption),
    ("navigation", Role::Navigation),
    ("main", Role::Main),
    ("banner", Role::Banner),
    ("contentinfo", Role::ContentInfo),
    ("complementary", Role::Complementary),
    ("search", Role::Search),
    ("form", Role::Form),
    ("region", Role::Region),
    ("article", Role::Article),
    ("group", Role::Group),
    ("blockquote", Role::Blockquote),
    ("code", Role::Code),
    ("emphasis", Role::Emphasis),
    ("strong", Role::Strong),
    ("dialog", Role::Dialog),
    ("alertdialog", Role::AlertDialog),
    ("alert", Role::Alert),
    ("status", Role::Status),
    ("log", Role::Log),
    ("tab", Role::Tab),
    ("tablist", Role::TabList),
    ("tabpanel", Role::TabPanel),
    ("menu", Role::Menu),
    ("menubar", Role::MenuBar),
    ("menuitem", Role::MenuItem),
    ("menuitemcheckbox", Role::MenuItemCheckBox),
    ("menuitemradio", Role::MenuItemRadio),
    ("tree", Role::Tree),
    ("treeitem", Role::TreeItem),
    ("toolbar", Role::Toolbar),
    ("tooltip", Role::Tooltip),
    ("separator", Role::Splitter),
    ("DisclosureTriangle", Role::DisclosureTriangle),
    ("DisclosureTriangleGrouped", Role::DisclosureTriangle),
    ("Details", Role::Details),
    ("Iframe", Role::Iframe),
    ("Video", Role::Video),
    ("Audio", Role::Audio),
    ("Canvas", Role::Canvas),
    ("math", Role::Math),
    ("time", Role::Time),
    ("term", Role::Term),
    ("definition", Role::Definition),
    ("document", Role::Document),
    ("application", Role::Application),
];

/// Returns what a part is, by the name that the browser has for it.
fn role_of(name: &str, has_lines: bool) -> Role {
    let known = ROLES.iter().find(|(known, _)| *known == name).map_or(Role::GenericContainer, |(_, role)| *role);
    if has_lines && known == Role::TextInput { Role::MultilineTextInput } else { known }
}

#[cfg(test)]
mod tests {
    use super::{MAX_NODES, read};

    fn node(id: u32, parent: Option<u32>, role: &str, name: &str, children: &[u32]) -> String {
        let parent = parent.map_or(String::new(), |parent| format!("\"parentId\":\"{parent}\","));
        let children: Vec<String> = children.iter().map(u32::to_string).collect();
        format!(
            "{{\"nodeId\":\"{id}\",{parent}\"ignored\":{},\"role\":{{\"value\":{role:?}}},\"name\":{{\"value\":{name:?}}},\
             \"childIds\":{children:?},\"backendDOMNodeId\":{id}}}",
            role == "none"
        )
    }

    fn tree(nodes: &[String]) -> String {
        let places = r#"{"documents":[{"nodes":{"backendNodeId":[1,4]},"layout":{"nodeIndex":[1],"bounds":[[5,60,10,20]]},"scrollOffsetY":50}]}"#;
        let tree = read(&format!("{{\"nodes\":[{}]}}", nodes.join(",")), places).expect("a tree");
        if let Some(link) = tree.nodes.iter().find(|node| node.id == 4) {
            assert_eq!(link.bounds.map(|rect| (rect.min.y, rect.max.y)), Some((10.0, 30.0)), "less what is scrolled");
        }
        tree.to_string()
    }

    #[test]
    fn what_is_ignored_is_left_out_but_not_what_is_in_it_and_names_are_said_once() {
        let nodes = [
            node(1, None, "RootWebArea", "page", &[2, 6]),
            node(2, Some(1), "none", "", &[3, 4]),
            node(3, Some(2), "StaticText", "before", &[]),
            node(4, Some(2), "link", "there", &[5]),
            node(5, Some(4), "StaticText", "there", &[]),
            node(6, Some(1), "StaticText", " ", &[]),
        ];
        assert_eq!(tree(&nodes), "Document \"page\"\n  Label \"before\"\n  Link \"there\"\n");
    }

    #[test]
    fn a_tree_that_bites_its_tail_ends_and_so_does_one_without_end() {
        let nodes = [node(1, None, "list", "a", &[2]), node(2, Some(1), "list", "b", &[1, 2, 7])];
        assert_eq!(tree(&nodes), "List \"a\"\n  List \"b\"\n");
        let many: Vec<u32> = (2..10_000).collect();
        let mut nodes = vec![node(1, None, "list", "", &many)];
        nodes.extend(many.iter().map(|id| node(*id, Some(1), "button", "x", &[])));
        assert_eq!(tree(&nodes).lines().count(), MAX_NODES);
        assert!(read("{\"nodes\":7}", "{}").is_err() && read("{}", "").is_err());
    }
}
