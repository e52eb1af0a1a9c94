//! Line by line through a session file that is no JSON as a whole. The workbench writes an entry on each line, so damage of one
//! costs no other. Refuses to guess at what a damaged line meant.

use std::collections::BTreeMap;

/// Returns the whole entries before the layout as a file without one, and says of each of the others where it stood. `None` where
/// it does not look like a file of ours.
pub(super) fn whole_entries(head: &str, problems: &mut Vec<String>) -> Option<String> {
    let mut top: Vec<&str> = vec![];
    let mut groups: Vec<(&str, Vec<&str>)> = vec![];
    let mut in_group = false;
    for (at, line) in head.lines().enumerate() {
        let inner = line.strip_prefix("    ").filter(|_| in_group);
        let entry = inner.or_else(|| line.strip_prefix("  ")).unwrap_or_default().trim_end().trim_end_matches(',');
        if inner.is_none()
            && let Some(name) = entry.strip_suffix(": {")
        {
            groups.push((name, vec![]));
            in_group = true;
        } else if inner.is_none() && entry.starts_with('}') {
            in_group = false;
        } else if is_entry(entry) {
            match groups.last_mut().filter(|_| inner.is_some()) {
                Some((_, entries)) => entries.push(entry),
                None => top.push(entry),
            }
        } else if entry.starts_with('"') && !entry.ends_with(": [") {
            problems.push(format!("line {} cannot be read ({:.40})", at + 1, entry));
        }
    }
    let groups = groups.into_iter().map(|(name, entries)| format!("{name}:{{{}}}", entries.join(",")));
    // What is there twice is read once: the first of the head, where nothing else has been put.
    let mut once: BTreeMap<String, String> = BTreeMap::new();
    for entry in top.into_iter().map(str::to_owned).chain(groups) {
        let key = entry.split(':').next().unwrap_or_default().to_owned();
        once.entry(key).or_insert(entry);
    }
    let looks_ours = once.contains_key("\"format\"");
    looks_ours.then(|| format!("{{{}}}", once.into_values().collect::<Vec<_>>().join(",")))
}

/// Whether a line is one key with its value.
fn is_entry(line: &str) -> bool {
    let parsed: Result<BTreeMap<String, serde::de::IgnoredAny>, _> = serde_json::from_str(&format!("{{{line}}}"));
    parsed.is_ok_and(|entries| entries.len() == 1)
}
