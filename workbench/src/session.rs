//! The session of a folder: layout and widget states in one JSON file, written whole. A file that cannot be read is kept aside
//! and the user is told; nothing is ever thrown away.

use crate::paths::session_file;
use crate::provider::Provider;
use multisplit::session::{LayoutFile, ReadLimits};
use multisplit::{Point, Saved, WidgetId, Workspace};
use multisplit_host::Saver;
use multisplit_pane_query::{Secret, Source};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const FORMAT: &str = "multisplit-session";
const VERSION: u32 = 1;

/// What stands in a session file, the layout last: that is text of its own, put behind the rest as it is, as it can be large.
#[derive(Serialize, Deserialize)]
struct SessionFile {
    format: String,
    version: u32,
    folder: String,
    #[serde(skip_serializing)]
    layout: LayoutFile,
    /// How far the surface is scrolled, in points.
    #[serde(default)]
    scroll: [f64; 2],
    /// What each widget keeps, in its own words.
    states: BTreeMap<String, String>,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Restored {
    /// Whether there was a layout.
    pub(crate) layout: bool,
    /// How far the surface was scrolled.
    pub(crate) scroll: Option<Point>,
    /// Words for the user where something was broken.
    pub(crate) told: Option<String>,
}

/// The session of a folder on disk.
pub(crate) struct Session {
    file: Option<PathBuf>,
    saver: Option<Saver>,
    last: String,
    folder: String,
}

impl Session {
    /// The session of a folder; one that keeps nothing where `file` is `None`.
    pub(crate) fn new(folder: &Path, keeps: bool) -> Self {
        let file = session_file(folder).filter(|_| keeps);
        let saver = file.clone().map(Saver::new);
        Self { file, saver, last: String::new(), folder: folder.to_string_lossy().into_owned() }
    }

    /// Restores what was saved. Answers whether there was something, and words for the user where it was broken.
    pub(crate) fn restore(&self, workspace: &mut Workspace<Provider>) -> Restored {
        let Some(file) = &self.file else { return Restored::default() };
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Restored::default(),
            Err(error) => return self.broken(file, &error.to_string()),
        };
        let applied = parse(&text).and_then(|mut session| {
            let secrets = take_passwords(&mut session);
            workspace.provider().secrets.extend(secrets);
            Ok((session.scroll, apply(&session, workspace)?))
        });
        match applied {
            Ok(([x, y], told)) => Restored { layout: true, scroll: Some(Point::new(x, y)), told },
            Err(why) => self.broken(file, &why),
        }
    }

    fn broken(&self, file: &Path, why: &str) -> Restored {
        Restored { told: Some(self.set_aside(file, why)), ..Restored::default() }
    }

    /// Hands the present state to the saver, where it differs from what was handed in last.
    pub(crate) fn save(&mut self, workspace: &mut Workspace<Provider>) {
        let Some(saver) = &self.saver else { return };
        let states = workspace.collect_states();
        let layout = workspace.save_layout_text();
        let session = SessionFile {
            format: FORMAT.to_owned(),
            version: VERSION,
            folder: self.folder.clone(),
            layout: LayoutFile::default(),
            scroll: {
                let at = workspace.layout().area().scroll();
                [at.x, at.y]
            },
            states: states.into_iter().map(|(id, saved)| (id.to_string(), saved.as_str().to_owned())).collect(),
        };
        match write(&session, &layout) {
            Ok(text) if text != self.last => {
                saver.save(text.clone().into_bytes());
                self.last = text;
            }
            Ok(_) => {}
            Err(error) => tracing::error!("the session cannot be written: {error}"),
        }
    }

    /// Waits until the session is on disk.
    pub(crate) fn flush(&self) -> Result<(), String> {
        self.saver.as_ref().map_or(Ok(()), Saver::flush)
    }

    /// Why the session could not be written, once.
    pub(crate) fn failure(&self) -> Option<String> {
        self.saver.as_ref()?.failure()
    }

    fn set_aside(&self, file: &Path, why: &str) -> String {
        let mut name = file.as_os_str().to_owned();
        name.push(".broken");
        let kept = PathBuf::from(name);
        match std::fs::rename(file, &kept) {
            Ok(()) => format!("The last session could not be read ({why}); it is kept as {}", kept.display()),
            Err(error) => format!("The last session could not be read ({why}), nor kept aside ({error})"),
        }
    }
}

fn write(session: &SessionFile, layout: &str) -> serde_json::Result<String> {
    let rest = serde_json::to_string_pretty(session)?;
    let open = rest.strip_suffix("\n}").unwrap_or(&rest);
    Ok([open, ",\n  \"layout\": ", layout.trim_end(), "\n}\n"].concat())
}

fn parse(text: &str) -> Result<SessionFile, String> {
    let session: SessionFile = serde_json::from_str(text).map_err(|e| e.to_string())?;
    if session.format != FORMAT || session.version > VERSION {
        return Err(format!("it is {} version {}", session.format, session.version));
    }
    Ok(session)
}

/// Takes passwords off the addresses of databases: the workbench writes none, but a hand may have. They are kept in memory, for
/// the panes that open.
fn take_passwords(session: &mut SessionFile) -> Vec<(WidgetId, Secret)> {
    let mut secrets = vec![];
    for pane in session.layout.nodes.iter_mut().filter_map(|node| node.pane.as_mut()) {
        let split = pane.strip_prefix("query:").and_then(|text| Source::split(text, Path::new(&session.folder)).ok());
        let Some((source, Some(secret))) = split else { continue };
        let clean = format!("query:{source}");
        if let Some(state) = session.states.remove(pane.as_str()) {
            session.states.insert(clean.clone(), state);
        }
        secrets.extend(WidgetId::new(clean.as_str()).ok().map(|widget| (widget, secret)));
        *pane = clean;
    }
    secrets
}

/// Applies a session; a layout with faults is mended, and the user told.
fn apply(session: &SessionFile, workspace: &mut Workspace<Provider>) -> Result<Option<String>, String> {
    let text = session.layout.to_text();
    let problems = workspace.load_repaired(&text, ReadLimits::default()).map_err(|e| e.to_string())?;
    let mut lost = 0;
    for (id, state) in &session.states {
        match (WidgetId::new(id), Saved::new(state.as_str())) {
            (Ok(id), Ok(saved)) => workspace.restore_state(id, saved),
            (id, saved) => {
                lost += 1;
                tracing::warn!(
                    "a state of the session is left out: {:?} {:?}",
                    id.err(),
                    saved.err().map(|e| e.to_string())
                );
            }
        }
    }
    let mended = problems
        .first()
        .map(|p| format!("The last layout was mended in {} places: {}: {}", problems.len(), p.path, p.what));
    let told = (lost > 0).then(|| format!("{lost} states of the last session could not be read"));
    Ok(mended.or(told))
}

#[cfg(test)]
mod tests {
    use super::{FORMAT, SessionFile, VERSION, parse, take_passwords, write};

    #[test]
    fn a_password_that_a_hand_wrote_into_a_session_goes_no_further() {
        let address = "query:postgres://me:s3cret@localhost:5432/shop";
        let text = serde_json::json!({
            "format": FORMAT, "version": VERSION, "folder": "/tmp",
            "layout": {"format": "multisplit-layout", "version": 2, "next_id": 2, "root": 1, "nodes": [{"id": 1, "pane": address}]},
            "states": {address: "{}"},
        });
        let mut session: SessionFile = parse(&text.to_string()).expect("a session");
        let secrets = take_passwords(&mut session);
        let text = write(&session, &session.layout.to_text()).expect("a session");
        assert_eq!(parse(&text).expect("a session").layout, session.layout);
        assert!(!text.contains("s3cret"), "{text}");
        let ids: Vec<&str> = secrets.iter().map(|(widget, _)| widget.as_str()).collect();
        assert_eq!(ids, ["query:postgres://me@localhost:5432/shop"]);
        assert!(session.states.contains_key(ids[0]) && session.layout.nodes[0].pane.as_deref() == Some(ids[0]));
        assert!(!format!("{secrets:?}").contains("s3cret"));
        assert!(take_passwords(&mut session).is_empty());
    }
}
