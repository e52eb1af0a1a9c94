//! A layout and the widgets in it: the engine whole. Input goes in with `handle`, `frame` answers what to draw, `poll` what to
//! do outside.

mod states;

use super::effect::{Effect, Load};
use super::event::Event;
use super::input::{Answer, Input};
use super::layout::Layout;
use super::view::View;
use crate::base::limits::PENDING_EFFECTS;
use crate::base::{Moment, PaneId, WidgetId};
use crate::command::{Command, CommandError, Outcome, Rules};
use crate::layout::Area;
use crate::runtime::{CloseReason, Failure, FailureKind, Report, SavedStates, Slot, Slots, Verdict, WidgetProvider};
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
    slots: Slots<P::Widget>,
    states: SavedStates,
    effects: VecDeque<Effect<P::Widget>>,
    seen: Option<u64>,
    provider: Box<P>,
}

/// Numbers about a workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Panes in the layout.
    pub panes: usize,
    /// Splits and tab sets.
    pub branches: usize,
    /// Slots by state.
    pub live: usize,
    /// Loads on their way.
    pub loading: usize,
    /// Failed slots.
    pub failed: usize,
    /// Saved states in memory.
    pub saved: usize,
    /// Bytes of the saved states.
    pub saved_bytes: usize,
    /// Bytes the live widgets say they take.
    pub live_bytes: u64,
    /// Bytes of tree, places and scene.
    pub layout_bytes: usize,
    /// Rectangles written since the start.
    pub placed: u64,
    /// Transactions committed since the start.
    pub transactions: u64,
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
        Self {
            layout: Layout::with_rules(rules),
            slots: Slots::default(),
            states: SavedStates::default(),
            effects: VecDeque::new(),
            seen: None,
            provider,
        }
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
        let mut answer = Answer::default();
        match input {
            Input::Do(command) => answer.outcome = self.run(now, &command)?,
            Input::Undo => self.layout.undo()?,
            Input::Redo => self.layout.redo()?,
            Input::Begin(name) => self.layout.begin(&name, now)?,
            Input::Commit => self.layout.commit()?,
            Input::Rollback => self.layout.rollback()?,
            Input::Focus(to) => {
                self.layout.focus(now, to)?;
            }
            Input::Press { at, padding } => answer.moved = self.layout.grab(now, at, padding),
            Input::Grab { split, index, at } => answer.moved = self.layout.grab_divider(now, split, index, at),
            Input::Drag { at, snap } => self.layout.drag_to(at, snap),
            Input::Release => answer.moved = self.layout.end_drag(),
            Input::Cancel => self.layout.cancel_drag(),
            Input::Retry(pane) => self.retry(pane)?,
            Input::StopLoad(pane) => self.stop_load(pane),
            Input::DrawFailed { pane, failure } => {
                self.with_slots(|slots, _, _, tell| slots.give_up(pane, failure, tell));
            }
            Input::JobDone { pane, widget, ticket, answer } => {
                self.with_slots(|slots, _, states, tell| {
                    let restored = states.get(&widget).is_some();
                    slots.finish(pane, &widget, ticket, answer, restored, tell);
                });
                self.push(Effect::Repaint);
            }
        }
        answer.focused = self.layout.focused().current();
        Ok(answer)
    }

    /// Does a command, after asking the provider about the widgets it would close.
    ///
    /// # Errors
    /// [`CommandError`]: nothing has changed then.
    pub fn run(&mut self, now: Moment, command: &Command) -> Result<Outcome, CommandError> {
        if command.is_hopeless(self.layout.tree(), self.layout.rules()) {
            return self.layout.run(now, command);
        }
        let reason = if matches!(command, Command::Replace { .. }) { CloseReason::Replace } else { CloseReason::Close };
        for pane in command.closes(self.layout.tree()) {
            if let Verdict::Veto(reason) = self.slots.ask(pane, &mut *self.provider, reason) {
                return Err(self.layout.refuse(command.name(), CommandError::Vetoed { pane, reason }));
            }
        }
        self.layout.run(now, command)
    }

    /// Closes a pane and hands its widget out, unsaved, where it is live.
    ///
    /// # Errors
    /// As [`Command::Close`], but that the provider is not asked.
    pub fn extract(&mut self, now: Moment, pane: PaneId) -> Result<(WidgetId, Option<P::Widget>), CommandError> {
        let outcome = self.layout.run(now, &Command::Close { pane })?;
        let widget = outcome.widget.ok_or(CommandError::NoSuchPane(pane))?;
        Ok((widget, self.slots.hand_out(pane)))
    }

    /// Places what changed, asks for the widgets that came into view, lets those go whose panes are gone, and answers what to
    /// draw.
    pub fn frame(&mut self, _now: Moment, area: Area) -> View<'_, P> {
        self.layout.place(area);
        self.release_gone();
        self.provide_visible();
        View { layout: &self.layout, slots: &mut self.slots, provider: &mut self.provider }
    }

    /// The next thing to be done outside.
    pub fn poll(&mut self) -> Option<Effect<P::Widget>> {
        if let Some(event) = self.layout.poll_event() {
            return Some(Effect::Event(event));
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
        &mut self.slots
    }

    /// The provider.
    pub fn provider(&mut self) -> &mut P {
        &mut self.provider
    }

    /// A live widget and the provider, to do something with both.
    pub fn live(&mut self, pane: PaneId) -> Option<(&mut P::Widget, &mut P)> {
        Some((self.slots.live(pane)?, &mut *self.provider))
    }

    fn retry(&mut self, pane: PaneId) -> Result<(), CommandError> {
        if self.layout.tree().widget(pane).is_none() {
            return Err(CommandError::NoSuchPane(pane));
        }
        if self.slots.retry(pane) {
            self.seen = None;
            self.push(Effect::Repaint);
        }
        Ok(())
    }

    fn stop_load(&mut self, pane: PaneId) {
        let failure = Failure::new(FailureKind::Cancelled, "loading was stopped");
        if matches!(self.slots.get(pane), Some(Slot::Loading { .. })) {
            self.with_slots(|slots, _, _, tell| slots.give_up(pane, failure, tell));
        }
    }

    /// Lets the widgets go whose pane is gone or shows something else; those that are shown in another pane now move there.
    fn release_gone(&mut self) {
        let changes = self.layout.changes();
        if self.seen == Some(changes) {
            return;
        }
        self.seen = Some(changes);
        let tree = self.layout.tree();
        let mut gone = vec![];
        let mut moved = vec![];
        for (pane, widget, slot) in self.slots.all() {
            let home = tree.pane_of(widget).filter(|_| matches!(slot, Slot::Live(_)));
            match home {
                Some(home) if home == pane => {}
                Some(home) => moved.push((pane, home, widget.clone())),
                None if tree.widget(pane) == Some(widget) => {}
                None => gone.push(pane),
            }
        }
        // Those that stay are out of the way before the panes they move to are cleared.
        let moved: Vec<_> =
            moved.into_iter().map(|(from, to, widget)| (to, widget, self.slots.hand_out(from))).collect();
        for pane in gone {
            let released = self.with_slots(|slots, provider, _, tell| slots.release(pane, provider, tell));
            if let Some((widget, Some(saved))) = released {
                let layout = &self.layout;
                self.states.keep(widget, saved, |w| layout.tree().pane_of(w).is_some() || layout.history().mentions(w));
            }
        }
        for (pane, widget, live) in moved {
            if let Some(live) = live {
                self.slots.seat(pane, &widget, live);
            }
        }
    }

    fn provide_visible(&mut self) {
        let Self { layout, slots, states, effects, provider, .. } = self;
        let mut told = vec![];
        for (pane, _) in layout.scene().panes(layout.tree(), layout.placer()) {
            if let Some(widget) = layout.tree().widget(pane) {
                slots.want(pane, widget, &mut **provider, states, &mut |report| told.push(report));
            }
        }
        for report in told {
            note(layout, effects, report);
        }
    }

    /// Calls into the slots and turns what they report into events and effects.
    fn with_slots<T>(
        &mut self,
        work: impl FnOnce(&mut Slots<P::Widget>, &mut P, &SavedStates, &mut dyn FnMut(Report<P::Widget>)) -> T,
    ) -> T {
        let Self { layout, slots, states, effects, provider, .. } = self;
        work(slots, provider, states, &mut |report| note(layout, effects, report))
    }

    fn push(&mut self, effect: Effect<P::Widget>) {
        push(&mut self.effects, effect);
    }
}

fn push<W>(effects: &mut VecDeque<Effect<W>>, effect: Effect<W>) {
    if matches!(effect, Effect::Repaint) && matches!(effects.back(), Some(Effect::Repaint)) {
        return;
    }
    if effects.len() >= PENDING_EFFECTS {
        crate::never!("no host polls the effects of this workspace");
        effects.pop_front();
    }
    effects.push_back(effect);
}

fn note<W>(layout: &mut Layout, effects: &mut VecDeque<Effect<W>>, report: Report<W>) {
    let event = match report {
        Report::Provided { pane, widget, restored: true } => Event::WidgetRestored { pane, widget },
        Report::Provided { pane, widget, restored: false } => Event::WidgetProvided { pane, widget },
        Report::Failed { pane, widget, reason } => Event::WidgetFailed { pane, widget, reason },
        Report::Closed { pane, widget } => Event::WidgetClosed { pane, widget },
        Report::Load { pane, widget, ticket, job, context } => {
            push(effects, Effect::Run(Load { pane, widget: widget.clone(), ticket, job, context }));
            Event::WidgetLoading { pane, widget }
        }
    };
    layout.note(event);
}
