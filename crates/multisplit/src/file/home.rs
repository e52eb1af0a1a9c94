//! Where a floating surface came from, as a file says it. A level that is invalid is left out: docking then finds the nearest
//! place that remains.

use super::format::HomeFile;
use crate::base::limits::MAX_HOME_LEVELS;
use crate::base::{NodeId, Share};
use crate::tree::{BranchKind, Home, HomeLevel};

pub(super) fn to_file(home: &Home) -> Vec<HomeFile> {
    let level = |level: &HomeLevel| HomeFile {
        r#in: level.parent.raw(),
        form: match level.form {
            BranchKind::Row => "row".to_owned(),
            BranchKind::Column => "column".to_owned(),
            BranchKind::Tabs => "tabs".to_owned(),
        },
        after: level.prev.map(NodeId::raw),
        before: level.next.map(NodeId::raw),
        share: level.share.get(),
        of: level.total,
    };
    home.levels.iter().map(level).collect()
}

pub(super) fn read(files: &[HomeFile]) -> Option<Box<Home>> {
    let level = |file: &HomeFile| {
        let form = match file.form.as_str() {
            "row" => BranchKind::Row,
            "column" => BranchKind::Column,
            "tabs" => BranchKind::Tabs,
            _ => return None,
        };
        let node = |id: Option<u64>| id.and_then(NodeId::from_raw);
        let share = Share::new(file.share).filter(|share| u64::from(share.get()) <= file.of)?;
        let (prev, next) = (node(file.after), node(file.before));
        Some(HomeLevel { parent: node(Some(file.r#in))?, form, prev, next, share, total: file.of })
    };
    let levels: Vec<HomeLevel> = files.iter().take(MAX_HOME_LEVELS).filter_map(level).collect();
    (!levels.is_empty()).then(|| Box::new(Home { levels }))
}
