//! The group commands of a script.

use super::session::{ScriptSession, pane_id};
use super::{Refusal, Said};
use multisplit::file::ReadLimits;
use multisplit::groups::{GroupAction, GroupError};
use multisplit::{Command, CommandError, LoadError, PaneId};
use serde_json::{Value, json};

/// The contents of a line about a group.
pub(super) struct GroupLine {
    pub(super) name: String,
    pub(super) add: Option<Vec<u64>>,
    pub(super) remove: Option<Vec<u64>>,
    pub(super) close: bool,
    pub(super) save: bool,
    pub(super) restore: Option<Value>,
}

impl From<LoadError> for Refusal {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::File(error) => error.into(),
            LoadError::Command(error) => error.into(),
            error => Self::new("BadGroupFile", error.to_string()),
        }
    }
}

impl ScriptSession {
    /// Performs the action of a line. A line has at most one action. Without an action, the group is created if it does not exist, and
    /// its panes are returned.
    pub(super) fn group(&mut self, line: GroupLine) -> Result<Said, Refusal> {
        let GroupLine { name, add, remove, close, save, restore } = line;
        let acts = [add.is_some(), remove.is_some(), close, save, restore.is_some()];
        if acts.iter().filter(|act| **act).count() > 1 {
            let words = "`group` takes one of `add`, `remove`, `close`, `save` and `restore`";
            return Err(Refusal::new("BadValue", words));
        }
        let panes = |raw: Vec<u64>| raw.into_iter().map(pane_id).collect::<Result<Vec<PaneId>, _>>();
        let act = match (add, remove, restore) {
            (Some(raw), ..) => GroupAction::Add(panes(raw)?),
            (_, Some(raw), _) => GroupAction::Remove(panes(raw)?),
            (.., Some(file)) => {
                let limits = ReadLimits::default();
                let done = self.workspace.restore_group(self.now, &name, &file.to_string(), limits)?;
                return Ok(Said::fields(json!({ "panes": done.panes })));
            }
            _ if close => GroupAction::Close,
            _ if save => {
                let text = self.workspace.save_group(&name)?.to_text().replace('\n', "");
                let panes = Value::from_iter(self.members(&name)?.iter().map(|pane| pane.raw()));
                return Ok(Said::Text(format!("\"panes\":{panes},\"file\":{text}")));
            }
            _ => GroupAction::Make,
        };
        let done = self.workspace.run(self.now, &Command::Group { name, act })?;
        Ok(Said::fields(json!({ "panes": done.panes })))
    }

    fn members(&self, name: &str) -> Result<Vec<PaneId>, CommandError> {
        let tree = self.workspace.layout().tree();
        let group = tree.group_named(name).ok_or_else(|| GroupError::Unknown(name.to_owned()))?;
        Ok(tree.group_panes(group))
    }
}
