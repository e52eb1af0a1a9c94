//! Converts what few nodes have (bounds, a priority, marks, a group) between [`Props`] and a file.

use super::format::RareFields;
use crate::base::{Bounds, GroupId, Length, Priority, Props, Role};
use serde_json::{Map, Value};

pub(super) fn to_file(props: &Props, extra: Option<&Map<String, Value>>) -> RareFields {
    let lengths = |bound: [Option<Length>; 2]| {
        bound.iter().any(Option::is_some).then(|| bound.map(|length| length.map(Length::units)))
    };
    RareFields {
        min: lengths(props.bounds.min()),
        max: lengths(props.bounds.max()),
        priority: match props.priority {
            Priority::Low => Some("low".to_owned()),
            Priority::Normal => None,
            Priority::High => Some("high".to_owned()),
        },
        snaps: props.snaps,
        locked: props.locked,
        collapsed: props.collapsed,
        group: props.group.map(GroupId::raw),
        role: (props.role != Role::default()).then(|| <&str>::from(props.role).to_owned()),
        extra: extra.cloned().unwrap_or_default(),
    }
}

/// Returns the properties of a node, or `None` if all are the default ones. What is invalid is left out and reported with the
/// name of its field.
pub(super) fn read(
    rare: &RareFields,
    is_pane: bool,
    is_group: impl FnOnce(GroupId) -> bool,
    mut note: impl FnMut(&str, String),
) -> Option<Box<Props>> {
    let mut props = Props { snaps: rare.snaps, locked: rare.locked, collapsed: rare.collapsed, ..Props::default() };
    match rare.priority.as_deref() {
        None => {}
        Some("low") => props.priority = Priority::Low,
        Some("high") => props.priority = Priority::High,
        Some(other) => note(".priority", format!("{other:.40} is neither \"low\" nor \"high\"; made normal")),
    }
    if let Some(role) = &rare.role {
        match role.parse() {
            Ok(role) if is_pane || role == Role::Content => props.role = role,
            Ok(_) => note(".role", "the node is no pane; left out".to_owned()),
            Err(_) => note(".role", format!("{role:.40} is neither \"content\" nor \"chrome\"; left out")),
        }
    }
    if rare.min.is_some() || rare.max.is_some() {
        let length = |v: Option<f64>| v.map(Length::new).transpose();
        let pair = |p: Option<[Option<f64>; 2]>| {
            let p = p.unwrap_or_default();
            Ok([length(p[0])?, length(p[1])?])
        };
        match pair(rare.min).and_then(|min| Bounds::new(min, pair(rare.max)?)) {
            Ok(bounds) => props.bounds = bounds,
            Err(error) => note("", format!("{error}; bounds left out")),
        }
    }
    if let Some(group) = rare.group {
        props.group = Some(GroupId::from_raw(group)).filter(|group| is_pane && is_group(*group));
        if props.group.is_none() {
            note(".group", format!("{group} is no group, or the node is no pane; left out"));
        }
    }
    (!props.is_default()).then(|| Box::new(props))
}
