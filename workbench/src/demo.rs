//! `multisplit demo`: a workspace of thousands of panes to pan, search and rearrange. It shows the files of a folder, grouped by
//! the folders they are in, and fills up with notes if there are not enough files.

use multisplit::file::{FORMAT, FileNode, GroupFile, LayoutFile, VERSION};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The depth up to which folders are read.
const MAX_DEPTH: usize = 16;
/// Folders with generated or foreign content, which are left out.
const LEFT_OUT: [&str; 4] = [".git", "target", "node_modules", ".cache"];
/// The colors of the groups, used in turn.
const COLORS: [&str; 8] = ["#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#edc948", "#b07aa1", "#9c755f"];
/// The name of the group of the notes.
const NOTES: &str = "notes";

/// Returns a layout of `panes` panes, with about as many columns as panes per column; each column shows one folder.
pub(crate) fn layout(folder: &Path, panes: usize) -> LayoutFile {
    let mut folders = files(folder, panes);
    let found: usize = folders.values().map(Vec::len).sum();
    let notes: Vec<String> = (found..panes).map(|at| format!("note:{at}")).collect();
    if !notes.is_empty() {
        folders.insert(NOTES.to_owned(), notes);
    }
    let height = panes.isqrt().max(1);
    let mut file = LayoutFile { format: FORMAT.to_owned(), version: VERSION, next_id: 1, ..LayoutFile::default() };
    let mut columns = vec![];
    for (at, (name, widgets)) in folders.into_iter().enumerate() {
        let group = u32::try_from(at).unwrap_or(0);
        let color = Some(COLORS[at % COLORS.len()].to_owned());
        file.groups.push(GroupFile { group, name, color, ..GroupFile::default() });
        columns.extend(widgets.chunks(height).map(|chunk| column(&mut file, chunk, group)));
    }
    file.root = match columns.as_slice() {
        [] => None,
        [only] => Some(*only),
        _ => {
            let id = fresh(&mut file);
            file.nodes.push(FileNode { id, row: Some(columns), ..FileNode::default() });
            Some(id)
        }
    };
    file.recent = file.nodes.iter().find(|node| node.pane.is_some()).map(|node| node.id).into_iter().collect();
    file
}

fn column(file: &mut LayoutFile, widgets: &[String], group: u32) -> u64 {
    let panes: Vec<u64> = widgets
        .iter()
        .map(|widget| {
            let id = fresh(file);
            let mut node = FileNode { id, pane: Some(widget.clone()), ..FileNode::default() };
            node.rare().group = Some(group);
            file.nodes.push(node);
            id
        })
        .collect();
    if let [only] = panes.as_slice() {
        return *only;
    }
    let id = fresh(file);
    file.nodes.push(FileNode { id, column: Some(panes), ..FileNode::default() });
    id
}

const fn fresh(file: &mut LayoutFile) -> u64 {
    file.next_id += 1;
    file.next_id - 1
}

/// Returns the widgets of at most `most` files, by the folder they are in. Folders that cannot be read are left out.
fn files(folder: &Path, most: usize) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut todo, mut count) = (vec![(folder.to_owned(), 0)], 0);
    while let Some((at, depth)) = todo.pop() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(&at).into_iter().flatten().flatten().map(|e| e.path()).collect();
        entries.sort_unstable();
        for path in entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_symlink() || LEFT_OUT.contains(&name.as_ref()) {
                continue;
            }
            if path.is_dir() {
                if depth < MAX_DEPTH {
                    todo.push((path, depth + 1));
                }
                continue;
            }
            let Ok(widget) = crate::paths::id_of(crate::paths::kind_of(&path), folder, &path) else { continue };
            if count >= most {
                return found;
            }
            count += 1;
            let inside = at.strip_prefix(folder).unwrap_or(&at).to_string_lossy();
            let name = if inside.is_empty() { ".".to_owned() } else { inside.chars().take(80).collect() };
            found.entry(name).or_default().push(widget.to_string());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::layout;
    use multisplit::Layout;
    use multisplit::file::ReadLimits;

    #[test]
    fn files_are_grouped_by_folder_and_notes_fill_up() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("src/deep")).expect("made");
        std::fs::create_dir_all(folder.path().join("target")).expect("made");
        for name in ["a.rs", "src/b.rs", "src/c.png", "src/deep/d.db", "target/x.rs"] {
            std::fs::write(folder.path().join(name), "x").expect("written");
        }
        let mut shown = Layout::new();
        shown.load(&layout(folder.path(), 30).to_text(), ReadLimits::default()).expect("a layout");
        let tree = shown.tree();
        assert_eq!(tree.pane_count(), 30);
        let groups: Vec<&str> = tree.groups().map(|(_, info)| info.name.as_str()).collect();
        assert_eq!(groups, [".", "notes", "src", "src/deep"]);
        let widget = multisplit::WidgetId::new("image:src/c.png").expect("an id");
        let pane = tree.pane_of(&widget).expect("shown");
        assert_eq!(tree.group_of(pane), tree.group_named("src"));
    }

    #[test]
    fn any_number_of_panes_is_a_layout() {
        let folder = tempfile::tempdir().expect("a folder");
        for panes in [0, 1, 2, 3, 1_000] {
            let mut shown = Layout::new();
            shown.load(&layout(folder.path(), panes).to_text(), ReadLimits::default()).expect("a layout");
            assert_eq!(shown.tree().pane_count(), panes);
        }
    }
}
