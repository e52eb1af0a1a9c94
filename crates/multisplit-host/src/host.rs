//! Does what a workspace asks for: runs loads on threads, hands their answers in, measures memory, keeps states, passes events on.

use crate::pool::{Done, Pool, PoolStats, Spawner, Threads};
use crate::probe::MemoryProbe;
use crate::states::{KnownStates, StateFolder};
use multisplit::{Effect, Event, Input, Moment, WidgetProvider, Workspace};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Loader threads, where a host does not say otherwise.
pub const WORKERS: usize = 4;
/// What one [`Host::drive`] may spend on building widgets from finished loads; the rest waits for the next frame.
const BUILD_BUDGET: Duration = Duration::from_millis(4);
/// How often threads are looked after.
const LOOK_AFTER_EVERY: Duration = Duration::from_secs(1);

/// The threads and the clock of a workspace. Dropping it cancels what still runs and does not wait for it.
pub struct Host<W> {
    start: Instant,
    pool: Pool<W>,
    wake: Arc<dyn Fn() + Send + Sync>,
    probe: Option<MemoryProbe>,
    states: Option<StateFolder>,
    looked_after: Moment,
}

impl<W: 'static> Host<W> {
    /// A host whose threads call `wake` when there is something new to show. Threads start with the first load.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::with_spawner(wake, WORKERS, Threads)
    }

    /// The same with so many loader threads, started by `spawner`.
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

    /// Measures the process's memory so often from now on, on a thread of its own, and hands it to the workspace. The window is
    /// woken only where the level may change.
    pub fn measure_memory(&mut self, every: Duration, soft_bytes: u64) {
        self.probe = MemoryProbe::start(every, soft_bytes, Arc::clone(&self.wake));
    }

    /// Keeps long unused states of widgets in a folder. Hands the ids of those that lie there to the workspace, which must be
    /// configured with [`has_state_store`](multisplit::RuntimeConfig::has_state_store). Blocks on the disk; [`keep_known_states`](Self::keep_known_states)
    /// does not.
    pub fn keep_states<P>(&mut self, folder: &Path, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.keep_known_states(KnownStates::read(folder), workspace);
    }

    /// Keeps long unused states of widgets in a folder that was read.
    pub fn keep_known_states<P>(&mut self, states: KnownStates, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let KnownStates { folder, known } = states;
        self.states = Some(StateFolder::open(&folder, Arc::clone(&self.wake)));
        self.hand_in(workspace, Input::StatesInStore(known));
    }

    /// The time on the host's clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment::ZERO + self.start.elapsed()
    }

    /// How the loader threads stand.
    #[must_use]
    pub fn pool_stats(&self) -> PoolStats {
        self.pool.stats()
    }

    /// Hands finished loads in, as many as a frame has time for, does what the workspace asks for, and answers what happened.
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
            self.hand_in(workspace, Input::Memory(probe));
        }
        while let Some((widget, answer)) = self.states.as_ref().and_then(StateFolder::fetched) {
            self.hand_in(workspace, Input::StateFetched { widget, answer });
        }
        while let Some((widget, saved)) = self.states.as_ref().and_then(StateFolder::kept) {
            self.hand_in(workspace, Input::StateKept { widget, saved });
        }
        let mut events = vec![];
        while let Some(effect) = workspace.poll() {
            self.perform(effect, &mut events);
        }
        events
    }

    /// Hands finished loads in until the time for it is spent.
    fn build<P>(&mut self, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let begun = Instant::now();
        while let Some(Done { ticket, answer }) = self.pool.done() {
            self.hand_in(workspace, Input::JobDone { ticket, answer });
            if begun.elapsed() >= BUILD_BUDGET {
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
            // Transactions for a store: this host has none. When a frame is due says the workspace itself.
            _ => {}
        }
    }

    fn with_states(&self, work: impl FnOnce(&StateFolder)) {
        match &self.states {
            Some(states) => work(states),
            None => tracing::error!("the workspace has a state store, but no folder was given for it"),
        }
    }

    fn hand_in<P>(&self, workspace: &mut Workspace<P>, input: Input<W>)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        if let Err(error) = workspace.handle(self.now(), input) {
            tracing::error!("what a host hands in was refused: {error}");
        }
    }
}
