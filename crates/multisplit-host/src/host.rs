//! Performs the effects of a workspace: runs loads on threads, hands in their answers, measures memory, keeps states and returns events.

use crate::pool::{Done, Pool, PoolStats, Spawner, Threads};
use crate::probe::MemoryProbe;
use crate::states::{KnownStates, StateFolder};
use multisplit::host::{Effect, HostInput};
use multisplit::{Event, Moment, WidgetProvider, Workspace};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The default number of loader threads.
pub const WORKERS: usize = 4;
/// The time one [`Host::drive`] may spend on building widgets from finished loads. Remaining loads wait for the next frame.
const BUILD_BUDGET: Duration = Duration::from_millis(4);
/// How often the pool is checked for stuck threads.
const LOOK_AFTER_EVERY: Duration = Duration::from_secs(1);

/// The threads and the clock of a workspace. Dropping the host cancels running loads and does not wait for them.
pub struct Host<W> {
    start: Instant,
    pool: Pool<W>,
    wake: Arc<dyn Fn() + Send + Sync>,
    probe: Option<MemoryProbe>,
    states: Option<StateFolder>,
    looked_after: Moment,
}

impl<W: 'static> Host<W> {
    /// Creates a host whose threads call `wake` when there is something new to show. Loader threads start with the first load.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::with_spawner(wake, WORKERS, Threads)
    }

    /// Creates a host with the given number of loader threads, which `spawner` starts. At least one thread is used.
    #[must_use]
    pub fn with_spawner(
        wake: impl Fn() + Send + Sync + 'static,
        workers: usize,
        spawner: impl Spawner + 'static,
    ) -> Self {
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        let start = Instant::now();
        let clock = Arc::new(move || Moment::ZERO + start.elapsed());
        let pool = Pool::new(workers, Box::new(spawner), clock, Arc::clone(&wake));
        Self { start, pool, wake, probe: None, states: None, looked_after: Moment::ZERO }
    }

    /// Starts to measure the memory of the process at the given interval, on a thread of its own.
    ///
    /// [`drive`](Self::drive) hands the measurements to the workspace. The window is woken only if the memory level may change.
    /// `soft_bytes` is the soft limit in bytes.
    pub fn measure_memory(&mut self, every: Duration, soft_bytes: u64) {
        self.probe = MemoryProbe::start(every, soft_bytes, Arc::clone(&self.wake));
    }

    /// Keeps long unused states of widgets in a folder.
    ///
    /// Hands the ids of the states that are already in the folder to the workspace, which must be configured with
    /// [`has_state_store`](multisplit::RuntimeConfig::has_state_store). Blocks on the disk;
    /// [`keep_known_states`](Self::keep_known_states) does not.
    pub fn keep_states<P>(&mut self, folder: &Path, workspace: &mut Workspace<P>)
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
        let KnownStates { folder, known } = states;
        self.states = Some(StateFolder::open(&folder, Arc::clone(&self.wake)));
        workspace.handle(self.now(), HostInput::StatesInStore(known));
    }

    /// Returns the current time on the host's clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment::ZERO + self.start.elapsed()
    }

    /// Returns how many loads wait and run, and how many threads are stuck.
    #[must_use]
    pub fn pool_stats(&self) -> PoolStats {
        self.pool.stats()
    }

    /// Hands finished loads to the workspace, performs its effects and returns the events. Call this once per frame.
    ///
    /// A call starts no further build of a widget once it has spent 4 ms on builds. The remaining loads wait for the next call.
    pub fn drive<P>(&mut self, workspace: &mut Workspace<P>) -> Vec<Event>
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.build(workspace);
        let now = self.now();
        if now.since(self.looked_after) >= LOOK_AFTER_EVERY {
            self.looked_after = now;
            self.pool.look_after(now);
        }
        while let Some(probe) = self.probe.as_ref().and_then(MemoryProbe::latest) {
            workspace.handle(self.now(), HostInput::Memory(probe));
        }
        while let Some((widget, answer)) = self.states.as_ref().and_then(StateFolder::fetched) {
            workspace.handle(self.now(), HostInput::StateFetched { widget, answer });
        }
        while let Some((widget, saved)) = self.states.as_ref().and_then(StateFolder::kept) {
            workspace.handle(self.now(), HostInput::StateKept { widget, saved });
        }
        let mut events = vec![];
        while let Some(effect) = workspace.poll() {
            self.perform(effect, &mut events);
        }
        events
    }

    /// Hands in finished loads until the time budget is used up.
    fn build<P>(&mut self, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let begun = Instant::now();
        while let Some(Done { ticket, answer }) = self.pool.done() {
            workspace.handle(self.now(), HostInput::JobDone { ticket, answer });
            if begun.elapsed() >= BUILD_BUDGET {
                // Asks for the frame that builds the rest.
                (self.wake)();
                return;
            }
        }
    }

    fn perform(&mut self, effect: Effect<W>, events: &mut Vec<Event>) {
        match effect {
            Effect::Run(load) => self.pool.push(load),
            Effect::Repaint => (self.wake)(),
            Effect::Event(event) => events.push(event),
            Effect::KeepState(widget, saved) => self.with_states(|states| states.keep(widget, saved)),
            Effect::FetchState(widget) => self.with_states(|states| states.fetch(widget)),
            Effect::ForgetState(widget) => self.with_states(|states| states.forget(widget)),
            Effect::ExchangeStates(one, other) => self.with_states(|states| states.exchange(one, other)),
            // `Persist` is ignored because this host has no store for transactions. `WakeAt` is ignored because the workspace itself
            // reports when the next frame is due.
            _ => {}
        }
    }

    fn with_states(&self, work: impl FnOnce(&StateFolder)) {
        match &self.states {
            Some(states) => work(states),
            None => tracing::error!("the workspace has a state store, but no folder was given for it"),
        }
    }
}
