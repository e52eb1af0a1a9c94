//! The groups of a layout file. A group that is invalid is left out and reported; its panes stay, without a group.

use super::format::GroupFile;
use super::problems::Problems;
use crate::base::{GroupId, GroupInfo};
use crate::tree::{Edit, Tree};

/// The largest number of a group in a file.
const MAX_GROUP: u32 = 1 << 30;

pub(super) fn to_file(id: GroupId, info: &GroupInfo) -> GroupFile {
    GroupFile {
        group: id.raw(),
        name: info.name.clone(),
        parent: info.parent.map(GroupId::raw),
        color: info.color.map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}")),
        collapsed: info.collapsed,
        meta: info.meta.clone(),
    }
}

/// Creates the groups of a file, outer groups before the groups inside them.
pub(super) fn read(files: &[GroupFile], tree: &mut Tree, problems: &mut Problems) {
    let mut say = |at: usize, what: String| problems.add(|| format!("groups[{at}]"), || what);
    let mut waiting: Vec<(usize, &GroupFile)> = files.iter().enumerate().collect();
    // The file may list groups in any order. Each round creates those whose parent exists by now. After a round without progress
    // the rest waits for groups that do not exist, or for each other.
    loop {
        let before = waiting.len();
        let mut later = vec![];
        for (at, file) in waiting {
            let parent = file.parent.map(GroupId::from_raw);
            if parent.is_some_and(|parent| tree.group(parent).is_none()) {
                later.push((at, file));
                continue;
            }
            if file.group > MAX_GROUP || tree.group(GroupId::from_raw(file.group)).is_some() {
                say(at, format!("{} is no number for a group, or is there twice; left out", file.group));
                continue;
            }
            let color = file.color.as_deref().map(parse_color);
            if color == Some(None) {
                say(at, "a color is written as #rrggbb; left out".to_owned());
            }
            let (name, collapsed, meta) = (file.name.clone(), file.collapsed, file.meta.clone());
            let info = GroupInfo { name, parent, color: color.flatten(), collapsed, meta };
            if let Err(error) =
                tree.apply(&Edit::SetGroup { group: GroupId::from_raw(file.group), info: Some(Box::new(info)) })
            {
                say(at, format!("{error}; left out"));
            }
        }
        waiting = later;
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    for (at, file) in waiting {
        say(at, format!("the group {:?} is part of one that is not there, or of itself; left out", file.name));
    }
}

fn parse_color(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}
