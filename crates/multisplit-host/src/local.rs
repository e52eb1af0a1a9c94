//! A host without threads, for programs that have none, as in a browser. It reads no clock of the system and no file, either.

use crate::drive::{Driver, Surroundings};
use crate::runner::Inline;
use crate::session::SessionStore;
use crate::store::StateStore;
use multisplit::{Event, Moment, WidgetProvider, Workspace};
use std::cell::Cell;

/// A host on one thread: loads run while [`LocalHost::drive`] is called.
///
/// It does what [`Host`](crate::Host) does, in the same order. A long load delays the frame that it runs in, so a provider should cut
/// long work into widgets that load quickly, or do it elsewhere and answer with
/// [`HostInput::JobDone`](multisplit::host::HostInput::JobDone).
///
/// ```
/// use multisplit::{Moment, Provided, Request, Slot, WidgetProvider, Workspace, placement::Area};
/// use multisplit_host::LocalHost;
/// struct Slow;
/// impl WidgetProvider for Slow {
///     type Widget = u32;
///     fn provide(&mut self, _: Request<'_, u32>) -> Provided<u32> {
///         Provided::Load(Box::new(|_context| Ok(Box::new(|_| Ok(42)))))
///     }
/// }
/// let mut workspace = Workspace::new(Slow);
/// let pane = workspace.open("answer")?;
/// let mut host = LocalHost::new(|| Moment::ZERO); // in a browser: `performance.now()`
/// workspace.frame(host.now(), Area::default());
/// host.drive(&mut workspace);
/// assert!(host.is_woken()); // another frame is wanted, which runs the load
/// workspace.frame(host.now(), Area::default());
/// host.drive(&mut workspace);
/// assert!(matches!(workspace.slots().get(pane), Some(Slot::Live(42))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct LocalHost<W> {
    clock: Box<dyn Fn() -> Moment>,
    wake: Box<dyn Fn()>,
    woken: Cell<bool>,
    driver: Driver<Inline<W>, dyn StateStore>,
}

impl<W> LocalHost<W> {
    /// Creates a host with a clock, which must not run backward.
    #[must_use]
    pub fn new(clock: impl Fn() -> Moment + 'static) -> Self {
        Self::with_wake(clock, || {})
    }

    /// Creates a host that also calls `wake` when there is something new to show.
    #[must_use]
    pub fn with_wake(clock: impl Fn() -> Moment + 'static, wake: impl Fn() + 'static) -> Self {
        let driver = Driver::new(Inline::default());
        Self { clock: Box::new(clock), wake: Box::new(wake), woken: Cell::new(false), driver }
    }

    /// Keeps long unused states of widgets in a store, and tells the workspace of the states in it.
    pub fn keep_unused_states_in<P>(&mut self, states: impl StateStore + 'static, workspace: &mut Workspace<P>)
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
        (self.clock)()
    }

    /// Returns the number of loads that wait for the next call of [`LocalHost::drive`].
    #[must_use]
    pub const fn waiting(&self) -> usize {
        self.driver.runner.len()
    }

    /// Returns `true` if another frame is wanted, because loads wait or something has changed. The next [`LocalHost::drive`] resets it.
    #[must_use]
    pub const fn is_woken(&self) -> bool {
        self.woken.get()
    }

    /// Runs waiting loads, performs the effects of the workspace and returns the events. Call this once per frame.
    ///
    /// A call starts no further load once it has spent 4 ms on loads, but it runs one at least. The remaining loads wait for the next
    /// call.
    pub fn drive<P>(&mut self, workspace: &mut Workspace<P>) -> Vec<Event>
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let Self { clock, wake, woken, driver } = self;
        woken.set(false);
        let note = || {
            woken.set(true);
            wake();
        };
        driver.drive(workspace, Surroundings { now: &**clock, wake: &note }, || None)
    }
}
