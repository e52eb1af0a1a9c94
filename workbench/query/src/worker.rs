//! The single thread of a pane: opens the connection, if necessary, and runs statements.
//!
//! Nothing ever waits for the worker: it puts its results into an inbox, and dropping the [`Worker`] tells the thread to
//! stop and returns.
//!
//! Invariant: at most one order is in progress, and the inbox holds at most the results of one run, which are bounded.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::Wake;
use crate::connected::{Connected, Database, Stopper};
use crate::error::QueryError;
use crate::export::Again;
use crate::fetch::{Bounds, Fetch, Part, Reached, RowSink as _};
use crate::flags::{Flags, Transaction};
use crate::schema::Schema;
use crate::secret::Secret;
use crate::source::Source;
use crate::sql::{self, Dialect};

/// An order for the thread.
pub(crate) enum Order {
    Run(Script),
    Export(Again),
}

/// The statements of a run, in order.
pub(crate) struct Script {
    pub statements: Vec<String>,
    pub bounds: Bounds,
    pub dialect: Dialect,
}

/// The result of a statement that succeeded.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    /// What the statement did, in the words of the database; empty if it only returned rows.
    pub words: String,
    pub reached: Option<Reached>,
}

/// An event that the thread reports to the pane.
pub(crate) enum Event {
    Opened {
        schema: Schema,
        secret: Option<Arc<Secret>>,
        is_read_only: bool,
    },
    NotOpened(QueryError),
    Begun(usize),
    Part(Part),
    Ended {
        took: Duration,
        result: Result<Done, QueryError>,
    },
    RunEnded {
        notices: Vec<String>,
    },
    Schema(Schema),
    /// An export has ended; it wrote the given number of rows, or failed.
    Exported(Result<u64, QueryError>),
    /// The connection was lost, but not by a statement of the user.
    Lost(QueryError),
}

pub(crate) struct Worker {
    orders: SyncSender<Order>,
    shared: Arc<Shared>,
}

/// A connection that is being closed; returned by [`QueryPane::disconnect`](crate::QueryPane::disconnect).
pub struct Closing(Arc<Shared>);

impl Closing {
    /// Returns `true` if the connection is closed. Never waits; the pane's `wake` is called when this becomes `true`.
    pub fn is_over(&self) -> bool {
        self.0.ended.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for Closing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closing").field("is_over", &self.is_over()).finish()
    }
}

/// The state shared by the thread and the pane.
struct Shared {
    inbox: Mutex<Vec<Event>>,
    wake: Wake,
    flags: OnceLock<Arc<Flags>>,
    stopper: OnceLock<Stopper>,
    /// The flags while the connection is opened; after that, [`Shared::flags`] returns the connection's own.
    opening: Flags,
    /// Whether the thread has ended, and with it the connection.
    ended: AtomicBool,
}

/// Reports at the end of the thread that it is over, however it ends.
struct AtEnd(Arc<Shared>);

impl Drop for AtEnd {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::SeqCst);
        (self.0.wake)();
    }
}

impl Shared {
    fn inbox(&self) -> MutexGuard<'_, Vec<Event>> {
        // The list is still valid if a thread panicked while it held the lock.
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, event: Event) {
        self.inbox().push(event);
        (self.wake)();
    }

    fn flags(&self) -> &Flags {
        self.flags.get().map_or(&self.opening, Arc::as_ref)
    }
}

impl Worker {
    /// Starts the thread for an open connection.
    ///
    /// # Errors
    /// Returns [`QueryError::Lost`] if no thread can be started.
    pub fn start(database: Database, flags: Arc<Flags>, wake: Wake) -> Result<Self, QueryError> {
        let (flags, stopper) = (OnceLock::from(flags), OnceLock::from(database.stopper()));
        Self::spawn(wake, flags, stopper, move |orders, shared| work(database, orders, shared))
    }

    /// Starts the thread, which first opens a connection and reports the result as an event.
    ///
    /// # Errors
    /// Returns [`QueryError::Lost`] if no thread can be started.
    pub fn connect(
        source: Source,
        secret: Option<Arc<Secret>>,
        busy: Duration,
        wake: Wake,
    ) -> Result<Self, QueryError> {
        Self::spawn(wake, OnceLock::new(), OnceLock::new(), move |orders, shared| {
            let cancelled = || shared.opening.is_cancelled();
            match Connected::open_with(&source, secret, &cancelled, busy) {
                Ok(connected) => opened(connected, orders, shared),
                Err(error) => shared.tell(Event::NotOpened(error)),
            }
        })
    }

    fn spawn(
        wake: Wake,
        flags: OnceLock<Arc<Flags>>,
        stopper: OnceLock<Stopper>,
        body: impl FnOnce(&Receiver<Order>, &Shared) + Send + 'static,
    ) -> Result<Self, QueryError> {
        let (orders, received) = sync_channel(1);
        let (opening, ended) = (Flags::default(), AtomicBool::new(false));
        let shared = Arc::new(Shared { inbox: Mutex::default(), wake, flags, stopper, opening, ended });
        let end = AtEnd(Arc::clone(&shared));
        let work = move || {
            body(&received, &end.0);
            // Dropped here and not at the end of the last expression: the connection is dropped by now.
            drop(end);
        };
        let thread = std::thread::Builder::new().name("query".to_owned());
        thread.spawn(work).map_err(|error| QueryError::Lost {
            place: "the database".to_owned(),
            why: format!("no thread could be started: {error}"),
        })?;
        Ok(Self { orders, shared })
    }

    /// Returns a handle that reports when the connection is closed, after the worker is dropped.
    pub fn closing(&self) -> Closing {
        Closing(Arc::clone(&self.shared))
    }

    /// Gives an order to the thread; returns `false` if an order is in progress or the thread has ended.
    pub fn order(&self, order: Order) -> bool {
        if self.is_running() {
            return false;
        }
        // Begin before sending: the thread may carry out and end the order before this function goes on.
        self.shared.flags().begin();
        let taken = self.orders.try_send(order).is_ok();
        if !taken {
            self.shared.flags().end();
        }
        taken
    }

    /// Takes the events that the thread has reported since the last call.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.shared.inbox())
    }

    /// Cancels opening, or the order in progress. Never waits.
    pub fn cancel(&self) {
        self.shared.opening.cancel();
        if self.is_running() {
            self.shared.flags().cancel();
            if let Some(stopper) = self.shared.stopper.get() {
                stopper.stop();
            }
        }
    }

    pub fn is_running(&self) -> bool {
        self.shared.flags().is_running()
    }

    pub fn is_cancelled(&self) -> bool {
        self.shared.flags().is_cancelled()
    }

    pub fn transaction(&self) -> Transaction {
        self.shared.flags().transaction()
    }

    /// Returns the memory of the events that wait to be taken, in bytes.
    pub fn bytes(&self) -> usize {
        let of = |event: &Event| match event {
            Event::Part(Part::Rows(grid)) => grid.bytes(),
            Event::Schema(schema) | Event::Opened { schema, .. } => schema.bytes(),
            _ => 0,
        };
        self.shared.inbox().iter().map(of).sum()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.shared.opening.leave();
        // A connection at rest has nothing to stop.
        let runs = self.is_running();
        self.shared.flags().leave();
        if let Some(stopper) = self.shared.stopper.get().filter(|_| runs) {
            stopper.stop();
        }
    }
}

fn opened(connected: Connected, orders: &Receiver<Order>, shared: &Shared) {
    let Connected { secret, schema, database, flags, .. } = connected;
    // Both are empty here: only this function sets them.
    drop(shared.stopper.set(database.stopper()));
    drop(shared.flags.set(flags));
    // The pane may have been closed while the connection was opened.
    if shared.opening.is_gone() {
        return;
    }
    shared.tell(Event::Opened { schema, secret, is_read_only: database.is_read_only() });
    work(database, orders, shared);
}

fn work(mut database: Database, orders: &Receiver<Order>, shared: &Shared) {
    let flags = shared.flags();
    loop {
        match orders.recv() {
            Ok(order) if !flags.is_gone() => {
                let is_lost = obey(&order, &mut database, flags, shared);
                flags.end();
                (shared.wake)();
                if is_lost {
                    return;
                }
            }
            _ => return,
        }
    }
}

/// Carries out an order; returns `true` if the connection is lost.
///
/// All events are reported before the order counts as ended, so a pane that sees the end finds them in the inbox.
fn obey(order: &Order, database: &mut Database, flags: &Flags, shared: &Shared) -> bool {
    match order {
        Order::Run(script) => {
            let ran = catch_unwind(AssertUnwindSafe(|| run(script, database, flags, shared)));
            let is_lost = ran.unwrap_or_else(|_| {
                let result = Err(failed());
                shared.tell(Event::Ended { took: Duration::ZERO, result });
                true
            });
            flags.set_transaction(if is_lost { Transaction::None } else { database.transaction() });
            shared.tell(Event::RunEnded { notices: database.take_notices() });
            is_lost
        }
        Order::Export(again) => {
            let written = catch_unwind(AssertUnwindSafe(|| again.write(database, flags)));
            let written = written.unwrap_or_else(|_| Err(failed()));
            let lost = written.as_ref().err().filter(|error| error.is_fatal()).cloned();
            flags.set_transaction(if lost.is_some() { Transaction::None } else { database.transaction() });
            // The notices belong to no run that is shown.
            drop(database.take_notices());
            shared.tell(Event::Exported(written));
            let is_lost = lost.is_some();
            lost.into_iter().for_each(|error| shared.tell(Event::Lost(error)));
            is_lost
        }
    }
}

fn failed() -> QueryError {
    let why = "the database library met something that it cannot read".to_owned();
    QueryError::Lost { place: "the database".to_owned(), why }
}

/// Runs statements until one fails; returns `true` if the connection is lost.
fn run(order: &Script, database: &mut Database, flags: &Flags, shared: &Shared) -> bool {
    let mut bounds = order.bounds;
    for (index, statement) in order.statements.iter().enumerate() {
        shared.tell(Event::Begun(index));
        let since = Instant::now();
        let mut out = |part| shared.tell(Event::Part(part));
        let mut fetch = Fetch::new(bounds, &mut out);
        let ran =
            if flags.is_cancelled() { Err(QueryError::Cancelled) } else { database.run(statement, &mut fetch, flags) };
        let used = fetch.bytes();
        // The pane shows the limit of the whole run, of which earlier statements may have used a part.
        let reached = fetch.reached().map(|reached| match reached {
            Reached::Bytes(_) => Reached::Bytes(order.bounds.bytes),
            rows => rows,
        });
        // Rows that came before an error are shown.
        fetch.hand_over();
        let is_lost = ran.as_ref().is_err_and(QueryError::is_fatal);
        let is_error = ran.is_err();
        let result = ran.map(|words| Done { words, reached });
        flags.set_transaction(database.transaction());
        shared.tell(Event::Ended { took: since.elapsed(), result });
        if is_error {
            if !is_lost && index > 0 {
                refresh(order, database, flags, shared);
            }
            return is_lost;
        }
        bounds.bytes = bounds.bytes.saturating_sub(used);
    }
    refresh(order, database, flags, shared)
}

/// Reads the tables again if a statement may have changed them; returns `true` if the connection is lost.
fn refresh(order: &Script, database: &mut Database, flags: &Flags, shared: &Shared) -> bool {
    if flags.is_cancelled() || !order.statements.iter().any(|sql| sql::may_change_schema(sql, order.dialect)) {
        return false;
    }
    match database.schema(flags) {
        Some(Ok(schema)) => shared.tell(Event::Schema(schema)),
        Some(Err(error)) if error.is_fatal() => {
            shared.tell(Event::Lost(error));
            return true;
        }
        Some(Err(error)) => tracing::debug!("the tables are not read again: {error}"),
        None => {}
    }
    false
}
