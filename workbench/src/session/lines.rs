//! Reads a session file that is not valid JSON as a whole, line by line. The workbench writes one entry per line, so a damaged
//! line costs no other. It does not guess what a damaged line meant.

use std::collections::BTreeMap;

/// Returns the intact entries before the layout as a file without a layout, and adds the line of each damaged one to `problems`.
///
/// Returns `None` if the text does not look like a session file.
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
    // A key that occurs twice is kept once: the first occurrence wins, and single entries come before groups.
    let mut once: BTreeMap<String, String> = BTreeMap::new();
    for entry in top.into_iter().map(str::to_owned).chain(groups) {
        let key = entry.split(':').next().unwrap_or_default().to_owned();
        once.entry(key).or_insert(entry);
    }
    let looks_ours = once.contains_key("\"format\"");
    looks_ours.then(|| format!("{{{}}}", once.into_values().collect::<Vec<_>>().join(",")))
}

/// Returns `true` if a line is one key with its value.
fn is_entry(line: &str) -> bool {
    let parsed: Result<BTreeMap<String, serde::de::IgnoredAny>, _> = serde_json::from_str(&format!("{{{line}}}"));
    parsed.is_ok_and(|entries| entries.len() == 1)
}
