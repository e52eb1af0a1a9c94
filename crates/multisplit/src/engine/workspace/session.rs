//! Sessions: the layout, the states of the widgets and a value of the application, as one text.

use super::{Effect, Workspace};
use crate::base::{PaneId, WidgetId};
use crate::engine::LoadError;
use crate::engine::fresh::Numbers;
use crate::file::{LayoutFile, ReadLimits, decode_file};
use crate::runtime::{Operation, Saved, SavedError, WidgetProvider};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The value of the field `format` of a session.
const FORMAT: &str = "multisplit-session";
/// The version of sessions that this version writes, and the newest that it reads.
const VERSION: u32 = 1;

/// The reason why a session cannot be saved or loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The text is not a session: it is not JSON, is cut off, or lacks a part.
    #[error("this is not a whole session: {0}")]
    NotASession(serde_json::Error),
    /// The session was written by another application.
    #[error("this is a session of {found:?}, not of {wanted:?}")]
    OtherApplication {
        /// The name of the application that asks.
        wanted: String,
        /// The name in the session.
        found: String,
    },
    /// The session was written by a newer version of this crate.
    #[error("this session has version {version}, and this program reads sessions up to version {VERSION}")]
    Newer {
        /// The version of the session.
        version: u32,
    },
    /// The layout of the session is invalid, or a widget that would go for it vetoes that.
    #[error("the layout of the session cannot be loaded: {0}")]
    Layout(#[from] LoadError),
    /// The id of a widget in the session is invalid, or its state is too long.
    #[error("the state of {widget:?} is invalid: {reason}")]
    State {
        /// The id of the widget, as it is in the session.
        widget: String,
        /// The reason, in words.
        reason: String,
    },
    /// The value of the application cannot be written, or does not have the expected shape.
    #[error("the value of the application does not fit: {0}")]
    Application(serde_json::Error),
}

/// A session as it is written.
#[derive(Serialize, Deserialize)]
struct SessionText {
    format: String,
    version: u32,
    application: String,
    layout: LayoutFile,
    #[serde(default)]
    states: Vec<StateFile>,
    /// The highest numbers of ids that were given out.
    #[serde(default, skip_serializing_if = "Numbers::is_empty")]
    numbers: Numbers,
    value: serde_json::Value,
}

#[derive(Serialize, Deserialize)]
struct StateFile {
    widget: String,
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unsaved: Option<String>,
}

/// The part that every version of a session has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
    application: String,
}

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// Returns the whole session as text: the layout, the states of all widgets in it, and `value`, which is the application's own.
    /// `application` is its name; [`Workspace::load_session`] refuses sessions with another one.
    ///
    /// The undo history is not part of it. Cost: [`Workspace::collect_states`], and writing everything as JSON.
    ///
    /// ```
    /// # use multisplit::{Provided, Request, WidgetProvider, Workspace};
    /// # struct Labels;
    /// # impl WidgetProvider for Labels {
    /// #     type Widget = String;
    /// #     fn provide(&mut self, _: Request<'_, String>) -> Provided<String> { Provided::Ready(String::new()) }
    /// # }
    /// let mut workspace = Workspace::new(Labels);
    /// workspace.arrange("row(a, b)")?;
    /// let text = workspace.save_session("labels", &7)?;
    ///
    /// let mut next = Workspace::new(Labels);
    /// let value: i32 = next.load_session("labels", &text)?;
    /// assert_eq!((value, next.layout().tree().pane_count()), (7, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns [`SessionError::Application`] if the value cannot be written as JSON.
    pub fn save_session(&mut self, application: &str, value: &impl Serialize) -> Result<String, SessionError> {
        let value = serde_json::to_value(value).map_err(SessionError::Application)?;
        self.entry(Operation::SaveLayout, "session", |workspace| {
            let state = |(widget, saved): (WidgetId, Saved)| StateFile {
                widget: widget.as_str().to_owned(),
                state: saved.to_text().into_owned(),
                unsaved: saved.unsaved_work().map(str::to_owned),
            };
            let states = workspace.states_now(false).states.into_iter().map(state).collect();
            let (format, layout) = (FORMAT.to_owned(), workspace.layout.save());
            let (application, numbers) = (application.to_owned(), workspace.numbers.with_those_of(&workspace.layout));
            let file = SessionText { format, version: VERSION, application, layout, states, numbers, value };
            serde_json::to_string(&file).map_err(SessionError::Application)
        })
    }

    /// Replaces the layout by that of a session, keeps the states of the session for its widgets, and returns the application's value.
    ///
    /// Widgets of the session that exist are made again, from the states of the session. The provider is asked once about each widget that
    /// would go or be made again ([`CloseReason::Load`](crate::CloseReason::Load)). The layout is one undo entry; what widgets held, and the
    /// application's value, are not undone. If an undo beyond the load makes no sense, call
    /// [`Layout::forget_history`](crate::Layout::forget_history) after it.
    ///
    /// # Errors
    /// Returns a [`SessionError`] if any part of the session is invalid, or it is of another application or a newer version; nothing has
    /// changed then.
    pub fn load_session<T: DeserializeOwned>(&mut self, application: &str, text: &str) -> Result<T, SessionError> {
        let head: Head = serde_json::from_str(text).map_err(SessionError::NotASession)?;
        if head.format != FORMAT || head.application != application {
            let found = if head.format == FORMAT { head.application } else { head.format };
            return Err(SessionError::OtherApplication { wanted: application.to_owned(), found });
        }
        if head.version > VERSION {
            return Err(SessionError::Newer { version: head.version });
        }
        let file: SessionText = serde_json::from_str(text).map_err(SessionError::NotASession)?;
        let value = serde_json::from_value(file.value).map_err(SessionError::Application)?;
        let states = file.states.into_iter().map(read_state).collect::<Result<Vec<_>, _>>()?;
        self.entry(Operation::LoadLayout, "load session", |workspace| {
            let loaded = decode_file(&file.layout, ReadLimits::default()).map_err(LoadError::from)?;
            let panes = workspace.layout.tree().panes().collect();
            workspace.adopt_after_asking(panes, loaded, "load session")?;
            workspace.make_again();
            for (widget, saved) in states {
                workspace.restore_state(widget, saved);
            }
            workspace.numbers.join(file.numbers);
            Ok(value)
        })
    }

    /// Drops the widgets of the layout and their states, so that all are requested again.
    fn make_again(&mut self) {
        self.release_gone();
        let tree = self.layout.tree();
        let all: Vec<(PaneId, WidgetId)> =
            tree.panes().filter_map(|pane| Some((pane, tree.widget(pane)?.clone()))).collect();
        self.with_runtime(|runtime, _, cx| all.iter().for_each(|(pane, widget)| runtime.forget(*pane, widget, cx)));
        self.push(Effect::Repaint);
    }
}

fn read_state(StateFile { widget, state, unsaved }: StateFile) -> Result<(WidgetId, Saved), SessionError> {
    let error = |reason: String| SessionError::State { widget: widget.clone(), reason };
    let id = WidgetId::new(&widget).map_err(|why| error(why.to_string()))?;
    let saved = Saved::new(state).map_err(|why: SavedError| error(why.to_string()))?;
    Ok((id, saved.with_unsaved_work_if(unsaved)))
}
