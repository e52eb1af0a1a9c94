//! The host with threads: a pool runs loads, another thread measures memory, and a third one keeps states.

use crate::drive::{Driver, Surroundings};
use crate::pool::{Pool, PoolStats, Spawner, Threads};
use crate::probe::MemoryProbe;
use crate::session::SessionStore;
use crate::states::{FolderStates, KnownStates};
use crate::store::StateStore;
use multisplit::{Event, Moment, WidgetProvider, Workspace};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The default number of loader threads.
pub const WORKERS: usize = 4;

/// The threads and the clock of a workspace. Dropping the host cancels running loads and does not wait for them.
///
/// A host can be sent to another thread, whatever the widgets are.
pub struct Host<W> {
    start: Instant,
    wake: Arc<dyn Fn() + Send + Sync>,
    probe: Option<MemoryProbe>,
    driver: Driver<Pool<W>, dyn StateStore + Send>,
}

impl<W: 'static> Host<W> {
    /// Creates a host whose threads call `wake` when there is something new to show. Loader threads start with the first load.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::with_workers(wake, WORKERS)
    }

    /// Creates a host with the given number of loader threads. At least one is used.
    #[must_use]
    pub fn with_workers(wake: impl Fn() + Send + Sync + 'static, workers: usize) -> Self {
        Self::with_spawner(wake, workers, Threads)
    }

    /// Creates a host with the given number of loader threads, which `spawner` starts. At least one thread is used.
    #[must_use]
    pub fn with_spawner(
        wake: impl Fn() + Send + Sync + 'static,
        workers: usize,
        spawner: impl Spawner + Send + 'static,
    ) -> Self {
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        let start = Instant::now();
        let clock = Arc::new(move || Moment::ZERO + start.elapsed());
        let pool = Pool::new(workers, Box::new(spawner), clock, Arc::clone(&wake));
        Self { start, wake, probe: None, driver: Driver::new(pool) }
    }

    /// Starts to measure the memory of the process at the given interval, on a thread of its own.
    ///
    /// [`drive`](Self::drive) hands the measurements to the workspace. The window is woken only if the memory level may change.
    /// `soft_bytes` is the soft limit in bytes.
    pub fn measure_memory(&mut self, every: Duration, soft_bytes: u64) {
        self.probe = MemoryProbe::start(every, soft_bytes, Arc::clone(&self.wake));
    }

    /// Keeps long unused states of widgets in a folder, and tells the workspace of the states that are already in it.
    ///
    /// Blocks on the disk; [`keep_known_states`](Self::keep_known_states) does not.
    pub fn keep_unused_states<P>(&mut self, folder: &Path, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.keep_known_states(KnownStates::read(folder), workspace);
    }

    /// Keeps long unused states of widgets in a folder that has already been read.
    pub fn keep_known_states<P>(&mut self, states: KnownStates, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let wake = Arc::clone(&self.wake);
        self.keep_unused_states_in(FolderStates::open(states, move || wake()), workspace);
    }

    /// Keeps long unused states of widgets in a store, and tells the workspace of the states that are already in it.
    ///
    /// From now on the workspace has a store, whatever it is configured with
    /// ([`use_state_store`](multisplit::Workspace::use_state_store)).
    pub fn keep_unused_states_in<P>(&mut self, states: impl StateStore + Send + 'static, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let now = self.now();
        self.driver.keep_unused_states(Box::new(states), workspace, now);
    }

    /// Keeps the session in a store: from now on, each change of the layout is on the disk within a moment, with what undo needs.
    ///
    /// A session that was kept before is taken over first, with [`KeptSession::recover`](crate::KeptSession::recover).
    pub fn keep_session<P>(&mut self, session: SessionStore, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.driver.keep_session(session, workspace);
    }

    /// Returns the session, if one is kept.
    pub const fn session(&mut self) -> Option<&mut SessionStore> {
        self.driver.session.as_mut()
    }

    /// Stops to keep the session and returns it, for the last things to be kept.
    pub const fn take_session(&mut self) -> Option<SessionStore> {
        self.driver.session.take()
    }

    /// Returns the current time on the host's clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment::ZERO + self.start.elapsed()
    }

    /// Returns how many loads wait and run, and how many threads are stuck.
    #[must_use]
    pub fn pool_stats(&self) -> PoolStats {
        self.driver.runner.stats()
    }

    /// Hands finished loads to the workspace, performs its effects and returns the events. Call this once per frame.
    ///
    /// A call starts no further build of a widget once it has spent 4 ms on builds. The remaining loads wait for the next call.
    pub fn drive<P>(&mut self, workspace: &mut Workspace<P>) -> Vec<Event>
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Self { start, wake, probe, driver } = self;
        let start = *start;
        let around = Surroundings { now: &|| Moment::ZERO + start.elapsed(), wake: &**wake };
        driver.drive(workspace, around, || probe.as_ref().and_then(MemoryProbe::latest))
    }
}
