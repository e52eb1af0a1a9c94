//! A session in a store: the layout with its history, the states of widgets, and values of the application.
//!
//! What lies in the store: `layout` and `history` are a checkpoint, `edit/N` are the transactions after it, in slots that are used again
//! after the next checkpoint, `focus` is the focused pane, `state/WIDGET` the state of a widget and `value/NAME` a value of the application.
//! A transaction tells its number, so that one from before the checkpoint is known and skipped.

mod kept;

use kept::{EDIT, FOCUS, HISTORY, LAYOUT, STATE, VALUE, state_text};
pub use kept::{KeptSession, Recovered};
use multisplit::host::CollectedStates;
use multisplit::journal::Committed;
use multisplit::{PaneId, Saved, WidgetId, WidgetProvider, Workspace};
use multisplit_disk::{Lock, lock};
use multisplit_store::{Change, Damage, Disk, FolderDisk, LogStore, Opened, Store, StoreError, Text, Writer};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// After how many transactions a checkpoint is taken.
const EDITS_PER_CHECKPOINT: usize = 512;

/// A session that is kept in a store.
///
/// Everything is handed to a thread that writes it; nothing here waits for the disk. Give it to a [`Host`](crate::Host) with
/// [`Host::keep_session`](crate::Host::keep_session), which keeps each change of the layout from then on. The states of widgets are kept
/// when the application asks ([`SessionStore::keep_states`]), because only it knows when one may have changed.
///
/// The way through a run: [`SessionStore::open`], [`KeptSession::recover`] into a new workspace,
/// [`Host::keep_session`](crate::Host::keep_session), in each frame [`Workspace::frame`] and [`Host::drive`](crate::Host::drive), about once a
/// second [`SessionStore::keep_states`]. The example `crash_safe.rs` is such a program. Unlike
/// [`Workspace::save_session`], it survives a kill at any moment, with undo.
///
/// Together with a store of states ([`Host::keep_unused_states`](crate::Host::keep_unused_states)), a state that was not used for long leaves the session for
/// that store, and is forgotten there once the session has a newer one on the disk. At the next start, that of the session wins.
///
/// # Examples
/// ```
/// use multisplit::{Provided, Request, WidgetProvider, Workspace};
/// use multisplit_host::{Host, SessionStore};
/// struct Labels;
/// impl WidgetProvider for Labels {
///     type Widget = String;
///     fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
///         Provided::Ready(request.widget.to_string())
///     }
/// }
/// let folder = tempfile::tempdir()?;
/// for panes in [1, 2] {
///     let (session, kept) = SessionStore::open(folder.path(), "session", || {})?;
///     let mut workspace = Workspace::new(Labels);
///     let recovered = kept.recover(&mut workspace, Default::default())?;
///     assert!(recovered.lost.is_empty());
///     let mut host = Host::new(|| { /* ask the window for a frame */ });
///     host.keep_session(session, &mut workspace);
///     workspace.open(&format!("label:{panes}"))?;
///     host.drive(&mut workspace);
///     assert_eq!(workspace.layout().tree().pane_count(), panes);
///     assert_eq!(workspace.layout().history().undo_names().count(), panes);
/// } // dropping the host waits for the disk; a kill would cost what came in the last 25 ms
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SessionStore {
    writer: Writer,
    /// How many slots for transactions are in use since the last checkpoint.
    edits: usize,
    /// How many slots the store has, with those from before the last checkpoint.
    slots: usize,
    needs_checkpoint: bool,
    focus: Option<PaneId>,
    /// The states as they were handed to the writer.
    states: BTreeMap<WidgetId, Saved>,
    values: BTreeMap<String, String>,
    /// The number of the changes that were handed in with the states last, and how often that was done.
    states_kept: u64,
    times_kept: u64,
    /// Comes last, so that the writer has ended when it is released.
    _lock: Option<Lock>,
}

/// Locks a session for this process.
fn lock_session(folder: &Path, name: &str) -> Result<Option<Lock>, StoreError> {
    let is_plain = Path::new(name).file_name().is_some_and(|plain| plain == name);
    if !is_plain {
        return Err(StoreError::Name { name: name.to_owned() });
    }
    let file = format!("{name}.lock");
    lock(&folder.join(&file)).map_err(|source| match source.kind() {
        io::ErrorKind::WouldBlock => StoreError::InUse { file },
        _ => StoreError::Io { file, source },
    })
}

impl SessionStore {
    /// Opens a session in a folder, or creates both, and returns what is in it. Blocks on the disk.
    ///
    /// `wake` is called on another thread when trouble with the disk begins or ends. The session belongs to this process until the store is
    /// dropped: a lock on `NAME.lock` says so, which the system releases if the process is killed. A file system without locks is used
    /// without.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another process has the session open, [`StoreError::Name`] if the name is empty or has more than one part,
    /// and other [`StoreError`]s if the session is of a newer version or the disk fails; nothing was changed then.
    pub fn open(
        folder: &Path,
        name: &str,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<(Self, KeptSession), StoreError> {
        let lock = lock_session(folder, name)?;
        let (session, kept) = Self::open_on(FolderDisk::new(folder), name, wake)?;
        Ok((Self { _lock: lock, ..session }, kept))
    }

    /// Opens a session like [`SessionStore::open`], on any disk. The caller must see to it that nobody else has it open.
    ///
    /// # Errors
    /// The same as those of [`SessionStore::open`].
    pub fn open_on(
        disk: impl Disk + 'static,
        name: &str,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<(Self, KeptSession), StoreError> {
        let Opened { store, entries, damage } = LogStore::open(disk, name)?.in_pieces();
        let kept = KeptSession::new(entries, damage);
        Ok((Self::with_store(store, &kept, wake)?, kept))
    }

    /// Keeps a session in any store, which holds what `kept` says.
    ///
    /// # Errors
    /// A [`StoreError`] if no thread can be started.
    pub fn with_store(
        store: impl Store + 'static,
        kept: &KeptSession,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let thread = |source| StoreError::Io { file: "a thread".to_owned(), source };
        let writer = Writer::start(store, wake).map_err(thread)?;
        let (states, values) = (kept.states().collect(), kept.values().collect());
        // The slots in use belong to the old checkpoint until the next one is taken.
        let edits = kept.used_slots();
        Ok(Self {
            writer,
            edits,
            slots: edits,
            needs_checkpoint: true,
            focus: None,
            states,
            values,
            states_kept: 0,
            times_kept: 0,
            _lock: None,
        })
    }

    /// Keeps a committed transaction, which the workspace hands out as [`Effect::Persist`](multisplit::host::Effect::Persist). Cost: O(1).
    pub fn commit(&mut self, committed: Committed) {
        let key = format!("{EDIT}{}", self.edits);
        self.edits += 1;
        self.slots = self.slots.max(self.edits);
        // Numbers and texts are written to memory, which cannot fail.
        let text = Text::Later(Box::new(move || serde_json::to_string(&committed).unwrap_or_default()));
        self.writer.hand_in([(key, Some(text))]);
    }

    /// Keeps what no transaction tells: the focus, and a checkpoint if one is due. Call this once per frame; a host does.
    pub fn follow<P: WidgetProvider + ?Sized>(&mut self, workspace: &mut Workspace<P>) {
        if self.writer.take_behind() {
            self.hand_in_anew();
        }
        let due = workspace.take_checkpoint_needed() || self.edits >= EDITS_PER_CHECKPOINT;
        self.needs_checkpoint |= due;
        if self.needs_checkpoint && !workspace.layout().is_in_transaction() {
            self.take_checkpoint(workspace);
        }
        let focus = workspace.layout().focused_pane();
        if self.focus != focus {
            self.focus = focus;
            let text = focus.map(|pane| Text::Now(pane.raw().to_string()));
            self.writer.hand_in([(FOCUS.to_owned(), text)]);
        }
    }

    /// Hands everything in anew, with the next calls of [`SessionStore::follow`] and [`SessionStore::keep_states`]. An application calls it
    /// if [`SessionStore::take_damage`] has found any while the session is open: the store may lack what it was handed before.
    pub fn hand_in_anew(&mut self) {
        self.needs_checkpoint = true;
        self.focus = None;
        self.states.clear();
        for (name, text) in std::mem::take(&mut self.values) {
            self.set_value(&name, text);
        }
    }

    /// Keeps the whole layout with its history, as is done now and then anyway. Cost: a copy of the tree; its text is made on another
    /// thread. An application calls it at its end, for what no transaction tells, such as the titles of tabs.
    pub fn take_checkpoint<P: WidgetProvider + ?Sized>(&mut self, workspace: &mut Workspace<P>) {
        // Transactions of another timeline, which a damaged one has cut off, must not follow this checkpoint.
        let slots = std::mem::take(&mut self.slots);
        (self.needs_checkpoint, self.edits) = (false, 0);
        let checkpoint = Arc::new(workspace.checkpoint());
        let same = Arc::clone(&checkpoint);
        let layout = move || format!("{}\n{}", checkpoint.sequence(), checkpoint.layout_text());
        let history = move || same.history_text();
        let later = |text: Box<dyn FnOnce() -> String + Send>| Some(Text::Later(text));
        let texts = [(LAYOUT.to_owned(), later(Box::new(layout))), (HISTORY.to_owned(), later(Box::new(history)))];
        let emptied = (0..slots).map(|slot| (format!("{EDIT}{slot}"), None));
        self.writer.hand_in(texts.into_iter().chain(emptied));
    }

    /// Keeps the states of all widgets that have changed since the last call, in one step. Widgets that are closed and can come back by
    /// undo keep theirs, and so does all unsaved work that nobody agreed to lose. A state that belongs to nothing of that goes.
    ///
    /// Without this call, nothing of a widget is ever kept, and [`SessionStore::flush`] knows nothing of it: call it when one may have changed,
    /// for example once a second and at the end. If the [`save`](multisplit::WidgetProvider::save) of a widget panics, its older state stays.
    ///
    /// Cost: that of [`Workspace::collect_states_with_closed`]. Texts are converted on another thread.
    pub fn keep_states<P: WidgetProvider + ?Sized>(&mut self, workspace: &mut Workspace<P>) {
        let CollectedStates { states, failed } = workspace.collect_states_with_closed();
        let mut changes: Vec<Change> = vec![];
        let mut next = BTreeMap::new();
        for (widget, saved) in states {
            if !self.states.get(&widget).is_some_and(|before| before.is_known_equal(&saved)) {
                let ours = saved.clone();
                changes.push((format!("{STATE}{widget}"), Some(Text::Later(Box::new(move || state_text(&ours))))));
            }
            next.insert(widget, saved);
        }
        for (widget, saved) in std::mem::take(&mut self.states) {
            if failed.contains(&widget) {
                // It could not be asked, so what was kept of it before stays.
                next.entry(widget).or_insert(saved);
            } else if !next.contains_key(&widget) {
                changes.push((format!("{STATE}{widget}"), None));
            }
        }
        self.states = next;
        if !changes.is_empty() {
            self.writer.hand_in(changes);
        }
        self.states_kept = self.writer.handed_in();
        self.times_kept += 1;
    }

    /// Keeps a value of the application under a name, if it has changed.
    pub fn set_value(&mut self, name: &str, text: String) {
        if self.values.get(name) != Some(&text) {
            self.values.insert(name.to_owned(), text.clone());
            self.writer.hand_in([(format!("{VALUE}{name}"), Some(Text::Now(text)))]);
        }
    }

    /// Returns the values of the application, by name.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Returns how often the states of widgets were kept.
    pub(crate) const fn times_kept(&self) -> u64 {
        self.times_kept
    }

    /// Returns `true` if the states that were kept last are on the disk.
    pub(crate) fn has_states(&self) -> bool {
        self.writer.durable() >= self.states_kept
    }

    /// Returns the number of the changes that were handed to the writer last, counted from the start of the program.
    #[must_use]
    pub fn handed_in(&self) -> u64 {
        self.writer.handed_in()
    }

    /// Returns the number up to which all changes are on the disk.
    #[must_use]
    pub fn durable(&self) -> u64 {
        self.writer.durable()
    }

    /// Returns why the session is not on the disk, in words, as long as that is so.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.writer.trouble()
    }

    /// Takes what was found to be damaged since the last call.
    #[must_use]
    pub fn take_damage(&self) -> Damage {
        self.writer.take_damage()
    }

    /// Blocks until everything is on the disk, or cannot be written, or the time is up.
    ///
    /// # Errors
    /// The reason, in words, why it is not on the disk.
    pub fn flush(&self, patience: Duration) -> Result<(), String> {
        self.writer.flush(patience)
    }
}
