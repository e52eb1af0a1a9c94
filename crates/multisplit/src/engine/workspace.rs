//! A layout and the widgets in it: the engine whole. Input goes in with `handle`, `frame` answers what to draw, `poll` what to
//! do outside.

mod observe;
mod states;
mod widgets;

use super::effect::Effect;
use super::event::Event;
use super::input::{Answer, Input};
use super::layout::Layout;
use super::view::View;
use crate::base::{Moment, PaneId, WidgetId};
use crate::command::{Command, CommandError, Outcome, Rules};
use crate::placement::Area;
use crate::runtime::{
    CachePolicy, CloseReason, ConfigError, Failure, FailureKind, Operation, Runtime, RuntimeConfig, Slot, Slots,
    Stopwatch, Verdict, WidgetProvider,
};
use std::collections::VecDeque;

/// A layout, a provider and the widgets that exist.
///
/// ```
/// use multisplit::{Area, Moment, Provided, Request, Slot, WidgetProvider, Workspace};
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
    effects: VecDeque<Effect<P::Widget>>,
    /// The changes of panes that were followed.
    seen: Option<u64>,
    /// What was visible, and the slots, at the last look.
    looked: Option<(u64, u64)>,
    /// When a failed widget is to be asked for again.
    retry_at: Option<Moment>,
    now: Moment,
    woken_at: Option<Moment>,
    provider: Box<P>,
}

impl<P: WidgetProvider> Workspace<P> {
    /// An empty workspace.
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self::with_rules(Box::new(provider), Rules::default())
    }
}

impl<P: WidgetProvider + ?Sized> Workspace<P> {
    /// An empty workspace with its own rules; the provider may be a trait object.
    #[must_use]
    pub fn with_rules(provider: Box<P>, rules: Rules) -> Self {
        let runtime = Runtime::default();
        let mut layout = Layout::with_rules(rules);
        layout.set_read_ahead(runtime.config().read_ahead_percent);
        Self {
            layout,
            runtime,
            effects: VecDeque::new(),
            seen: None,
            looked: None,
            retry_at: None,
            now: Moment::ZERO,
            woken_at: None,
            provider,
        }
    }

    /// Other numbers for the widgets: how many, how long, how much memory.
    ///
    /// # Errors
    /// [`ConfigError`] where they cannot be meant: nothing has changed then.
    pub fn configure(&mut self, config: RuntimeConfig) -> Result<(), ConfigError> {
        self.runtime.configure(config)?;
        self.layout.set_read_ahead(config.read_ahead_percent);
        Ok(())
    }

    /// The numbers for the widgets.
    #[must_use]
    pub const fn config(&self) -> &RuntimeConfig {
        self.runtime.config()
    }

    /// Another ranking of parked widgets than [`CostAware`](crate::CostAware).
    pub fn set_policy(&mut self, policy: impl CachePolicy + 'static) {
        self.runtime.set_policy(Box::new(policy));
    }

    /// Lends a clock: from now on operations are timed, not only counted. It must not run backwards.
    pub fn set_stopwatch(&mut self, clock: Stopwatch) {
        self.runtime.profiler.set_clock(clock);
    }

    /// Counts and times operations from nothing: after a start, say, that is not what is measured.
    pub fn restart_timings(&mut self) {
        self.runtime.profiler.restart();
    }

    /// Opens a widget where a user would expect it, at the start of the clock: the short way for set-up and examples.
    ///
    /// # Errors
    /// Where the text is no widget id, or there are too many panes.
    pub fn open(&mut self, widget: &str) -> Result<PaneId, CommandError> {
        let widget = WidgetId::new(widget)?;
        let outcome = self.run(Moment::ZERO, &Command::Open { widget })?;
        outcome.pane.ok_or(CommandError::NothingToFocus)
    }

    /// Takes an input.
    ///
    /// # Errors
    /// [`CommandError`] where it was refused: nothing has changed then.
    pub fn handle(&mut self, now: Moment, input: Input<P::Widget>) -> Result<Answer, CommandError> {
        self.now = self.now.max(now);
        self.layout.note_time(now);
        let (operation, cause) = (input.operation(), input.name());
        let mut answer = Answer::default();
        self.entry(operation, cause, |workspace| match input {
            Input::Do(command) => workspace.obey(now, &command).map(|outcome| answer.outcome = outcome),
            Input::Undo => workspace.layout.undo(),
            Input::Redo => workspace.layout.redo(),
            Input::Begin(name) => workspace.layout.begin(&name, now),
            Input::Commit => workspace.layout.commit(),
            Input::Rollback => workspace.layout.rollback(),
            Input::Focus(to) => workspace.layout.focus(now, to).map(drop),
            Input::Retry(pane) => workspace.retry(pane),
            Input::Press { .. } | Input::Grab { .. } | Input::Drag { .. } | Input::Release | Input::Cancel => {
                answer.moved = workspace.drag(now, &input);
                Ok(())
            }
            other => {
                workspace.take(other, &mut answer);
                Ok(())
            }
        })?;
        answer.focused = self.layout.focused_pane();
        answer.level = self.runtime.governor.level();
        Ok(answer)
    }

    /// Takes what a pointer does to dividers. Answers whether one was grabbed, or had moved when it was let go.
    fn drag(&mut self, now: Moment, input: &Input<P::Widget>) -> bool {
        match *input {
            Input::Press { at, padding } => self.layout.grab(now, at, padding),
            Input::Grab { split, index, at } => self.layout.grab_divider(now, split, index, at),
            Input::Release => self.layout.end_drag(),
            Input::Drag { at, snap } => {
                self.layout.drag_to(at, snap);
                false
            }
            _ => {
                self.layout.cancel_drag();
                false
            }
        }
    }

    /// Takes what is about widgets and cannot be refused.
    fn take(&mut self, input: Input<P::Widget>, answer: &mut Answer) {
        match input {
            Input::StopLoad(pane) => self.stop_load(pane),
            Input::DrawFailed { pane, failure } => {
                self.with_runtime(|runtime, _, cx| runtime.fail_slot(pane, failure, cx));
            }
            Input::JobDone { ticket, answer } => {
                self.with_runtime(|runtime, _, cx| runtime.finish(ticket, answer, cx));
                self.push(Effect::Repaint);
            }
            Input::Tick => self.tend(),
            Input::Memory(probe) => {
                self.with_runtime(|runtime, pins, cx| {
                    runtime.measured(probe, &|pane| pins.holds(pane), cx);
                });
                self.wake_when_due();
            }
            Input::Invalidate(stale) => {
                answer.stale =
                    self.with_runtime(|runtime, _, cx| runtime.invalidate(&|widget| stale.names(widget), cx));
            }
            Input::StateKept { widget, saved } => self.runtime.states.note_stored(&widget, &saved),
            Input::StateFetched { widget, answer } => {
                self.with_runtime(|runtime, _, cx| runtime.fetched(&widget, answer, cx));
                self.push(Effect::Repaint);
            }
            Input::StatesInStore(widgets) => {
                widgets.into_iter().for_each(|stored| self.runtime.states.note_in_store(stored));
            }
            _ => crate::never!("an input that is refused nowhere was not taken"),
        }
    }

    /// Does a command, after asking the provider about the widgets it would close.
    ///
    /// # Errors
    /// [`CommandError`]: nothing has changed then.
    pub fn run(&mut self, now: Moment, command: &Command) -> Result<Outcome, CommandError> {
        self.now = self.now.max(now);
        self.entry(Operation::Command, command.name(), |workspace| workspace.obey(now, command))
    }

    fn obey(&mut self, now: Moment, command: &Command) -> Result<Outcome, CommandError> {
        if command.is_hopeless(self.layout.tree(), self.layout.rules()) {
            return self.layout.run(now, command);
        }
        let reason = reason_of(command);
        let mut discarded = vec![];
        for pane in command.closes(self.layout.tree()) {
            match self.ask_to_close(pane, reason) {
                None | Some((_, Verdict::Allow)) => {}
                Some((widget, Verdict::Discard)) => discarded.push(widget),
                Some((_, Verdict::Veto(reason))) => {
                    return Err(self.layout.refuse(command.name(), CommandError::Vetoed { pane, reason }));
                }
            }
        }
        let outcome = self.layout.run(now, command)?;
        // Those that are live are dropped when their pane is found to be gone.
        self.with_runtime(|runtime, _, cx| {
            discarded.iter().for_each(|widget| runtime.discard_parked(widget, cx));
        });
        Ok(outcome)
    }

    /// Returns the panes that refuse to be closed by a command, and why, without doing it: for one question about all of them.
    ///
    /// [`Workspace::run`] ends with the first of them. Empty where the command closes nothing, or would be refused in any case.
    /// Cost: a call of [`WidgetProvider::closing`] for each pane that the command closes.
    pub fn vetoes(&mut self, command: &Command) -> Vec<(PaneId, String)> {
        if command.is_hopeless(self.layout.tree(), self.layout.rules()) {
            return vec![];
        }
        let panes = command.closes(self.layout.tree()).into_iter();
        let veto = |pane| match self.ask_to_close(pane, reason_of(command)) {
            Some((_, Verdict::Veto(why))) => Some((pane, why)),
            _ => None,
        };
        panes.filter_map(veto).collect()
    }

    /// Asks the provider about the widget of a pane; `None` where there is no such pane.
    fn ask_to_close(&mut self, pane: PaneId, reason: CloseReason) -> Option<(WidgetId, Verdict)> {
        let widget = self.layout.tree().widget(pane).cloned()?;
        let verdict = self.runtime.ask_to_close(pane, &widget, &mut *self.provider, reason);
        Some((widget, verdict))
    }

    /// Gives the widget of a pane another id, as when a file was renamed: the widget stays what and where it is, and what was kept
    /// of it goes along. The application tells the widget itself. See [`Layout::rename_widget`].
    ///
    /// # Errors
    /// As [`Layout::rename_widget`].
    pub fn rename_widget(&mut self, pane: PaneId, to: &WidgetId) -> Result<(), CommandError> {
        self.entry(Operation::Command, "rename", |workspace| {
            let from = workspace.layout.tree().widget(pane).cloned().ok_or(CommandError::NoSuchPane(pane))?;
            // What waits to be noticed is noticed under the old id.
            workspace.release_gone();
            workspace.layout.rename_widget(pane, to)?;
            workspace.with_runtime(|runtime, _, cx| runtime.rename(pane, &from, to, cx));
            Ok(())
        })
    }

    /// Closes a pane and hands its widget out, unsaved, where it is live.
    ///
    /// # Errors
    /// As [`Command::Close`], but that the provider is not asked.
    pub fn extract(&mut self, now: Moment, pane: PaneId) -> Result<(WidgetId, Option<P::Widget>), CommandError> {
        self.entry(Operation::Command, "extract", |workspace| {
            let outcome = workspace.layout.run(now, &Command::Close { pane })?;
            let widget = outcome.widget.ok_or(CommandError::NoSuchPane(pane))?;
            Ok((widget, workspace.runtime.take_live(pane)))
        })
    }

    /// Places what changed, asks for the widgets that came into view, parks those whose panes are gone, does what is due, and
    /// answers what to draw. Costs what changed and what is due; nothing: a few comparisons, no allocation.
    pub fn frame(&mut self, now: Moment, area: Area) -> View<'_, P> {
        self.now = self.now.max(now);
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
        }
    }

    /// The next thing to be done outside.
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
        self.effects.pop_front()
    }

    /// The layout.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The layout, to change it without asking the provider about closed widgets.
    pub const fn layout_mut(&mut self) -> &mut Layout {
        &mut self.layout
    }

    /// The slots.
    pub const fn slots(&mut self) -> &mut Slots<P::Widget> {
        &mut self.runtime.slots
    }

    /// The provider.
    pub fn provider(&mut self) -> &mut P {
        &mut self.provider
    }

    /// A live widget and the provider, to do something with both.
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

    /// A call into the engine: in a span, counted and timed. The name is the cause that is told where it was slow.
    fn entry<T>(&mut self, operation: Operation, name: &'static str, work: impl FnOnce(&mut Self) -> T) -> T {
        let _span = tracing::debug_span!("engine", operation = operation.name(), name).entered();
        let start = self.runtime.profiler.enter();
        let answer = work(self);
        self.runtime.profiler.leave(operation, start, || name);
        answer
    }

    fn push(&mut self, effect: Effect<P::Widget>) {
        widgets::push(&mut self.effects, effect);
    }
}

/// Why a command closes widgets.
const fn reason_of(command: &Command) -> CloseReason {
    match command {
        Command::Replace { .. } => CloseReason::Replace,
        _ => CloseReason::Close,
    }
}
