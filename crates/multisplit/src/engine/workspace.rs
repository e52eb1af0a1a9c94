//! The whole engine: a layout and the widgets in it. Intents of users go in with `apply`, what a host has with `handle`, `frame` returns what to draw, and
//! `poll` returns what to do outside.

mod closing;
mod journal;
mod observe;
mod pending;
mod session;
mod states;
mod steps;
mod widgets;

pub use session::SessionError;

use super::effect::Effect;
use super::event::Event;
use super::fresh::{FreshIds, Numbers};
use super::host_input::{HostInput, Invalidation};
use super::intent::Intent;
use super::layout::Layout;
use super::view::View;
use crate::base::{Moment, PaneId, WidgetId};
use crate::command::{Command, CommandError, Outcome, Rules};
use crate::placement::Area;
use crate::runtime::{
    CachePolicy, ConfigError, Failure, FailureKind, MemoryLevel, Operation, Runtime, RuntimeConfig, Slot, Slots,
    Stopwatch, WidgetProvider,
};
use core::time::Duration;
use pending::PendingEffects;
use steps::Steps;

/// A layout, a provider, and the widgets that exist.
///
/// Dropping it cancels all loads and hands all widgets to [`WidgetProvider::gone`]; their states are not saved.
///
/// ```
/// use multisplit::{Moment, Provided, Request, Slot, WidgetProvider, Workspace, placement::Area};
/// struct Labels;
/// impl WidgetProvider for Labels {
///     type Widget = String;
///     fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
///         Provided::Ready(request.widget.to_string())
///     }
/// }
/// let mut workspace = Workspace::new(Labels);
/// let pane = workspace.open("hello")?;
/// let mut view = workspace.frame(Moment::ZERO, Area::new(800.0, 600.0)?);
/// assert!(matches!(view.slot(pane), Some(Slot::Live(label)) if label == "hello"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Workspace<P: WidgetProvider + ?Sized> {
    layout: Layout,
    runtime: Runtime<P::Widget>,
    effects: PendingEffects<P::Widget>,
    /// The revision of the panes up to which changes were followed.
    seen: Option<u64>,
    /// The revisions of the visible set and of the slots at the last visibility pass.
    looked: Option<(u64, u64)>,
    /// When a failed widget is to be requested again.
    retry_at: Option<Moment>,
    now: Moment,
    woken_at: Option<Moment>,
    steps: Steps,
    numbers: Numbers,
    provider: Box<P>,
}

impl<P: WidgetProvider + ?Sized> Drop for Workspace<P> {
    fn drop(&mut self) {
        self.runtime.end(&mut *self.provider);
    }
}

impl<P: WidgetProvider> Workspace<P> {
    /// Creates an empty workspace with the default rules.
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self::with_rules(Box::new(provider), Rules::default())
    }
}

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// Creates an empty workspace with the given rules. The provider may be a trait object.
    #[must_use]
    pub fn with_rules(provider: Box<P>, rules: Rules) -> Self {
        let runtime = Runtime::default();
        let mut layout = Layout::with_rules(rules);
        layout.set_read_ahead(runtime.config().read_ahead_percent);
        Self {
            layout,
            runtime,
            effects: PendingEffects::default(),
            seen: None,
            looked: None,
            retry_at: None,
            now: Moment::ZERO,
            woken_at: None,
            steps: Steps::default(),
            numbers: Numbers::default(),
            provider,
        }
    }

    /// Changes the configuration of the widgets: how many may exist, how long, and how much memory they may take.
    ///
    /// # Errors
    /// Returns a [`ConfigError`] if the configuration is inconsistent; nothing has changed then.
    pub fn configure(&mut self, config: RuntimeConfig) -> Result<(), ConfigError> {
        self.runtime.configure(config)?;
        self.layout.set_read_ahead(config.read_ahead_percent);
        Ok(())
    }

    /// Notes that the host has a store for states, so that states of widgets that were not used for long go there. Hosts call this when
    /// they are given a store.
    ///
    /// From now on [`RuntimeConfig::has_state_store`] is `true`, also after a [`Workspace::configure`] with a configuration that does not
    /// say so.
    pub const fn use_state_store(&mut self) {
        self.runtime.use_store();
    }

    /// Returns the configuration of the widgets.
    #[must_use]
    pub const fn config(&self) -> &RuntimeConfig {
        self.runtime.config()
    }

    /// Replaces the policy that ranks parked widgets; the default is [`CostAware`](crate::cache::CostAware).
    pub fn set_policy(&mut self, policy: impl CachePolicy + 'static) {
        self.runtime.set_policy(Box::new(policy));
    }

    /// Lends a clock to the engine. From now on operations are timed, not only counted. The clock must not run
    /// backward.
    pub fn set_stopwatch(&mut self, clock: Stopwatch) {
        self.runtime.profiler.set_clock(clock);
    }

    /// Resets the counts and times of all operations, for example after a start that is not to be measured.
    pub fn restart_timings(&mut self) {
        self.runtime.profiler.restart();
    }

    /// Returns how long all calls into the engine took between the last two frames; zero without a clock
    /// ([`Workspace::set_stopwatch`]).
    #[must_use]
    pub const fn last_turn(&self) -> Duration {
        self.runtime.profiler.last_turn()
    }

    /// Opens a widget where the user would expect it, at the start of the clock. This is a short form for set-up and
    /// examples.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the text is not a valid widget id, or there are too many panes.
    pub fn open(&mut self, widget: &str) -> Result<PaneId, CommandError> {
        let widget = WidgetId::new(widget)?;
        let outcome = self.run(Moment::ZERO, &Command::Open { widget })?;
        outcome.pane.ok_or(CommandError::NothingToFocus)
    }

    /// Applies what a user does. Returns the outcome of a command, or for [`Intent::Focus`] the pane that has the focus.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the intent is refused; nothing has changed then.
    pub fn apply(&mut self, now: Moment, intent: Intent) -> Result<Outcome, CommandError> {
        self.note_time(now);
        self.steps.note(now, intent.clone());
        let done = |()| Outcome::default();
        self.entry(intent.operation(), intent.name(), |workspace| match intent {
            Intent::Run(command) => workspace.obey(now, &command),
            Intent::Undo => workspace.layout.undo().map(done),
            Intent::Redo => workspace.layout.redo().map(done),
            Intent::Begin(name) => workspace.layout.begin(&name, now).map(done),
            Intent::Commit => workspace.layout.commit().map(done),
            Intent::Rollback => workspace.layout.rollback().map(done),
            Intent::Focus(to) => workspace.layout.focus(now, to).map(Outcome::pane),
            Intent::Retry(pane) => workspace.retry(pane).map(done),
            Intent::StopLoad(pane) => {
                workspace.stop_load(pane);
                Ok(Outcome::default())
            }
            Intent::Press { at, padding } => Ok(moved(workspace.layout.grab(now, at, padding))),
            Intent::Grab { split, index, at } => Ok(moved(workspace.layout.grab_divider(now, split, index, at))),
            Intent::Drag { at, snap } => {
                workspace.layout.drag_to(at, snap);
                Ok(Outcome::default())
            }
            Intent::Release => Ok(moved(workspace.layout.end_drag())),
            Intent::Cancel => {
                workspace.layout.cancel_drag();
                Ok(Outcome::default())
            }
        })
    }

    /// Handles what the host hands in. It is never refused; what is no longer wanted is dropped.
    pub fn handle(&mut self, now: Moment, input: HostInput<P::Widget>) {
        self.note_time(now);
        let operation = input.operation();
        self.entry(operation, operation.name(), |workspace| match input {
            HostInput::DrawFailed { pane, failure } => {
                workspace.with_runtime(|runtime, _, cx| runtime.fail_slot(pane, failure, cx));
            }
            HostInput::JobDone { ticket, answer } => {
                workspace.with_runtime(|runtime, _, cx| runtime.finish(ticket, answer, cx));
                workspace.push(Effect::Repaint);
            }
            HostInput::Memory(probe) => {
                workspace.with_runtime(|runtime, pins, cx| {
                    runtime.measured(probe, &|pane| pins.holds(pane), cx);
                });
                workspace.wake_when_due();
            }
            HostInput::StateKept { widget, saved } => workspace.runtime.states.note_stored(&widget, &saved),
            HostInput::StateFetched { widget, answer } => {
                workspace.with_runtime(|runtime, _, cx| runtime.fetched(&widget, answer, cx));
                workspace.push(Effect::Repaint);
            }
            HostInput::StatesInStore(widgets) => {
                widgets.into_iter().for_each(|stored| workspace.runtime.states.note_in_store(stored));
            }
        });
    }

    /// Does what is due: loads that take too long, widgets that were out of view for long, memory. A frame does it too.
    pub fn tick(&mut self, now: Moment) {
        self.note_time(now);
        self.entry(Operation::Housekeep, Operation::Housekeep.name(), Self::tend);
    }

    /// Marks the content of widgets as out of date: parked ones are evicted, live ones are reported by an event. Returns their number.
    pub fn invalidate(&mut self, now: Moment, stale: &Invalidation) -> usize {
        self.note_time(now);
        self.entry(Operation::Invalidate, Operation::Invalidate.name(), |workspace| {
            workspace.with_runtime(|runtime, _, cx| runtime.invalidate(&|widget| stale.names(widget), cx))
        })
    }

    /// Returns the memory level.
    #[must_use]
    pub const fn memory_level(&self) -> MemoryLevel {
        self.runtime.governor.level()
    }

    fn note_time(&mut self, now: Moment) {
        self.advance(now);
        self.layout.note_time(now);
    }

    /// Runs a command, after asking the provider about the widgets that it would close.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the command is refused or the provider vetoes it; nothing has changed then.
    pub fn run(&mut self, now: Moment, command: &Command) -> Result<Outcome, CommandError> {
        self.advance(now);
        self.steps.note(now, Intent::Run(command.clone()));
        self.entry(Operation::Command, command.name(), |workspace| workspace.obey(now, command))
    }

    /// Computes a frame and returns what to draw. It places what changed, requests the widgets that came into view,
    /// parks those whose panes are gone, and does what is due. Cost: what changed and what is due. If there is nothing,
    /// a few comparisons and no allocation.
    pub fn frame(&mut self, now: Moment, area: Area) -> View<'_, P> {
        self.advance(now);
        let span = tracing::trace_span!("engine", operation = "frame").entered();
        let start = self.runtime.profiler.enter();
        self.layout.place(area);
        self.runtime.profiler.stop(Operation::Place, start, || "place");
        self.release_gone();
        self.look();
        let tends = self.runtime.profiler.start();
        self.tend();
        self.runtime.profiler.stop(Operation::Housekeep, tends, || "tend");
        self.runtime.profiler.leave(Operation::Frame, start, || "frame");
        self.runtime.profiler.end_turn();
        drop(span);
        View {
            layout: &self.layout,
            slots: &mut self.runtime.slots,
            provider: &mut self.provider,
            parked: &self.runtime.parked,
            states: &self.runtime.states,
            numbers: &self.numbers,
        }
    }

    /// Returns the next effect: something that the host must do outside.
    pub fn poll(&mut self) -> Option<Effect<P::Widget>> {
        if let Some(event) = self.layout.poll_event() {
            return Some(Effect::Event(event));
        }
        if let Some(slow) = self.runtime.profiler.poll_slow() {
            let (operation, micros, cause) = (slow.operation, slow.micros, slow.cause);
            return Some(Effect::Event(Event::SlowOperation { operation, micros, cause }));
        }
        if let Some(committed) = self.layout.poll_committed() {
            return Some(Effect::Persist(committed));
        }
        self.effects.pop()
    }

    /// Returns the layout.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Undoes the last transaction.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if there is nothing to undo, or a transaction is open.
    pub fn undo(&mut self) -> Result<(), CommandError> {
        self.apply(self.now, Intent::Undo).map(drop)
    }

    /// Redoes the transaction that was undone last.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if there is nothing to redo, or a transaction is open.
    pub fn redo(&mut self) -> Result<(), CommandError> {
        self.apply(self.now, Intent::Redo).map(drop)
    }

    /// Returns an id of the form `kind:NUMBER` for a new widget. No pane shows a widget with this id, none can come back with an undo, and
    /// nothing is kept of one: a new widget is never the old one.
    ///
    /// This holds within a run, and over a restart with [`Workspace::save_session`] and [`Workspace::load_session`]. With another way to keep a
    /// layout, an id may be given out again whose widget was closed before: what your own state keeps under an id should begin anew with it.
    ///
    /// Cost: the panes, and the history for each number that is taken.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the kind cannot be a part of an id.
    pub fn fresh_widget(&self, kind: &str) -> Result<WidgetId, CommandError> {
        self.fresh_ids().widget(kind)
    }

    /// Returns what finds ids for new widgets.
    #[must_use]
    pub const fn fresh_ids(&self) -> FreshIds<'_, P::Widget> {
        FreshIds {
            layout: &self.layout,
            parked: &self.runtime.parked,
            states: &self.runtime.states,
            numbers: &self.numbers,
        }
    }

    /// Returns the time of the last frame or input, for a command that follows it.
    #[must_use]
    pub const fn now(&self) -> Moment {
        self.now
    }

    /// Returns the layout for direct changes. The provider is not asked about widgets that they close.
    pub const fn layout_mut(&mut self) -> &mut Layout {
        &mut self.layout
    }

    /// Returns the slots.
    pub const fn slots(&mut self) -> &mut Slots<P::Widget> {
        &mut self.runtime.slots
    }

    /// Returns the provider.
    pub fn provider(&mut self) -> &mut P {
        &mut self.provider
    }

    /// Returns the widget of a pane if it exists: live, or parked while the pane is out of view.
    #[must_use]
    pub fn widget(&self, pane: PaneId) -> Option<&P::Widget> {
        match self.runtime.slots.get(pane) {
            Some(Slot::Live(live)) => Some(live),
            _ => self.runtime.parked.get(self.layout.tree().widget(pane)?),
        }
    }

    /// Returns the live widget of a pane together with the provider. Returns `None` if the pane has no live widget.
    pub fn live(&mut self, pane: PaneId) -> Option<(&mut P::Widget, &mut P)> {
        Some((self.runtime.slots.live(pane)?, &mut *self.provider))
    }

    fn retry(&mut self, pane: PaneId) -> Result<(), CommandError> {
        if self.layout.tree().widget(pane).is_none() {
            return Err(CommandError::NoSuchPane(pane));
        }
        if let Some(at) = self.runtime.retry(pane, self.now) {
            self.retry_at = Some(self.retry_at.map_or(at, |other| other.min(at)));
            self.wake_when_due();
            self.push(Effect::Repaint);
        }
        Ok(())
    }

    fn stop_load(&mut self, pane: PaneId) {
        if matches!(self.runtime.slots.get(pane), Some(Slot::Loading { .. })) {
            let failure = Failure::new(FailureKind::Cancelled, "loading was stopped");
            self.with_runtime(|runtime, _, cx| runtime.fail_slot(pane, failure, cx));
        }
    }

    /// Takes over the host's time, which never goes back here.
    fn advance(&mut self, now: Moment) {
        self.now = self.now.max(now);
        self.runtime.profiler.set_moment(self.now);
    }

    /// Runs a call into the engine within a span, counted and timed. A slow call is reported under `name`.
    fn entry<T>(&mut self, operation: Operation, name: &'static str, work: impl FnOnce(&mut Self) -> T) -> T {
        let _span = tracing::debug_span!("engine", operation = operation.name(), name).entered();
        let start = self.runtime.profiler.enter();
        let answer = work(self);
        self.runtime.profiler.leave(operation, start, || name);
        answer
    }

    fn push(&mut self, effect: Effect<P::Widget>) {
        self.effects.push(effect);
    }
}

/// Creates the outcome of a drag.
fn moved(moved: bool) -> Outcome {
    Outcome { moved, ..Outcome::default() }
}
