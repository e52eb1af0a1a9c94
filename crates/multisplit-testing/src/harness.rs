//! A test harness: a workspace, a clock, and a queue of loads that run only when the test says so.
//!
//! It does not guess. If a test asks for a pane or a load that does not exist, the harness panics and lists what exists.

use crate::text::{self, Style};
use crate::{Clock, Kinds};
use multisplit::file::ReadLimits;
use multisplit::host::{Effect, HostInput, Invalidation};
use multisplit::jobs::Load;
use multisplit::placement::Area;
use multisplit::{
    Command, CommandError, Event, Intent, Outcome, PaneId, Rules, Saved, WidgetId, WidgetProvider, Workspace,
};

/// A workspace whose clock the test advances and whose loads run when the test says so.
///
/// ```
/// use multisplit_testing::{Behavior, Harness, Kinds};
/// let mut harness = Harness::with(Kinds::new().set("slow", Behavior::loads()));
/// harness.show("row(slow:1, slow:2)");
/// harness.frame();
/// assert_eq!(harness.waiting(), ["slow:1", "slow:2"]);
/// harness.run_load("slow:2"); // the second first
/// let names: Vec<_> = harness.events().iter().map(|e| e.name()).collect();
/// assert!(names.ends_with(&["pane_shown", "widget_loading", "pane_shown", "widget_loading", "widget_provided"]));
/// ```
pub struct Harness<P: WidgetProvider = Kinds> {
    /// The workspace under test.
    pub workspace: Workspace<P>,
    /// The clock of the workspace.
    pub clock: Clock,
    /// The area of the next frame, in logical units. The default is 1280 × 800.
    pub area: Area,
    loads: Vec<Load<P::Widget>>,
    events: Vec<Event>,
    stored: Vec<(WidgetId, Saved)>,
    repaints: usize,
}

impl Default for Harness {
    fn default() -> Self {
        Self::with(Kinds::new())
    }
}

impl<P: WidgetProvider> Harness<P> {
    /// Creates an empty workspace with the given provider.
    #[must_use]
    pub fn with(provider: P) -> Self {
        Self::with_rules(provider, Rules::default())
    }

    /// Creates an empty workspace with the given provider and rules.
    #[must_use]
    pub fn with_rules(provider: P, rules: Rules) -> Self {
        Self {
            workspace: Workspace::with_rules(Box::new(provider), rules),
            clock: Clock::default(),
            area: Area::default(),
            loads: vec![],
            events: vec![],
            stored: vec![],
            repaints: 0,
        }
    }

    /// Loads a layout that is given as text.
    ///
    /// # Panics
    /// Panics if the text is not a valid layout.
    pub fn show(&mut self, layout: &str) {
        let loaded = text::read(layout).map(|file| self.workspace.load(&file.to_text(), ReadLimits::default()));
        match loaded {
            Ok(Ok(())) => self.drain(),
            Ok(Err(error)) => panic!("{layout:?} is no layout: {error}"),
            Err(error) => panic!("{layout:?} is no layout: {error}"),
        }
    }

    /// Runs one frame: requests the widgets that come into view, and collects effects.
    pub fn frame(&mut self) {
        self.workspace.frame(self.clock.now(), self.area);
        self.drain();
    }

    /// Runs a command at the current time of the clock.
    ///
    /// # Errors
    /// Returns the error of [`Workspace::run`].
    pub fn run(&mut self, command: &Command) -> Result<Outcome, CommandError> {
        let result = self.workspace.run(self.clock.now(), command);
        self.drain();
        result
    }

    /// Applies an intent at the current time of the clock.
    ///
    /// # Errors
    /// Returns the error of [`Workspace::apply`].
    pub fn apply(&mut self, intent: Intent) -> Result<Outcome, CommandError> {
        let result = self.workspace.apply(self.clock.now(), intent);
        self.drain();
        result
    }

    /// Hands in what a host has, at the current time of the clock.
    pub fn handle(&mut self, input: HostInput<P::Widget>) {
        self.workspace.handle(self.clock.now(), input);
        self.drain();
    }

    /// Does what is due at the current time of the clock.
    pub fn tick(&mut self) {
        self.workspace.tick(self.clock.now());
        self.drain();
    }

    /// Marks the content of widgets as out of date, and returns their number.
    pub fn invalidate(&mut self, stale: &Invalidation) -> usize {
        let count = self.workspace.invalidate(self.clock.now(), stale);
        self.drain();
        count
    }

    /// Returns the widgets whose loads wait to be run, in the order in which they were requested.
    #[must_use]
    pub fn waiting(&self) -> Vec<&str> {
        self.loads.iter().map(|load| load.widget.as_str()).collect()
    }

    /// Removes the oldest load of a widget from the queue and returns it. The test can run it later with [`Harness::answer`], or never.
    ///
    /// # Panics
    /// Panics if no load of the widget waits.
    pub fn take_load(&mut self, widget: &str) -> Load<P::Widget> {
        let oldest = self.loads.iter().position(|load| load.widget.as_str() == widget);
        match oldest {
            Some(index) => self.loads.remove(index),
            None => panic!("no load of {widget:?} waits; there are {:?}", self.waiting()),
        }
    }

    /// Runs a load at once and hands in its answer.
    pub fn answer(&mut self, load: Load<P::Widget>) {
        let ticket = load.ticket;
        load.context.note_started(self.clock.now());
        let answer = load.run();
        self.handle(HostInput::JobDone { ticket, answer });
    }

    /// Runs the oldest load of a widget and hands in its answer.
    ///
    /// # Panics
    /// Panics if no load of the widget waits.
    pub fn run_load(&mut self, widget: &str) {
        let load = self.take_load(widget);
        self.answer(load);
    }

    /// Runs all loads, the oldest first, including the loads that they cause.
    pub fn run_loads(&mut self) {
        while !self.loads.is_empty() {
            let load = self.loads.remove(0);
            self.answer(load);
        }
    }

    /// Takes out and returns the events since the last call.
    pub fn events(&mut self) -> Vec<Event> {
        self.drain();
        std::mem::take(&mut self.events)
    }

    /// Returns how often the workspace has requested a repaint since the last call, and resets the count.
    pub fn repaints(&mut self) -> usize {
        self.drain();
        std::mem::take(&mut self.repaints)
    }

    /// Takes out and returns the states that went to the host's store since the last call.
    pub fn stored(&mut self) -> Vec<(WidgetId, Saved)> {
        self.drain();
        std::mem::take(&mut self.stored)
    }

    /// Returns the layout as text.
    #[must_use]
    pub fn text(&self) -> String {
        text::write(self.workspace.layout(), Style::default())
    }

    /// Returns the pane that shows a widget.
    ///
    /// # Panics
    /// Panics if no pane shows the widget.
    #[must_use]
    pub fn pane(&self, widget: &str) -> PaneId {
        text::pane(self.workspace.layout(), widget)
    }

    /// Returns the state of a widget: the state of its pane's slot, `parked`, `saved` or `stored` if only a state is left in memory or in
    /// the host's store, `virtual` if a pane shows it and nothing of it is there, or `nowhere`.
    pub fn state(&mut self, widget: &str) -> &'static str {
        let infos = self.workspace.slot_infos();
        match infos.iter().find(|info| info.widget.as_str() == widget) {
            Some(info) => info.state,
            None if self.workspace.layout().pane_of(widget).is_some() => "virtual",
            None => "nowhere",
        }
    }

    fn drain(&mut self) {
        while let Some(effect) = self.workspace.poll() {
            match effect {
                Effect::Run(load) => self.loads.push(load),
                Effect::Event(event) => self.events.push(event),
                Effect::Repaint => self.repaints += 1,
                Effect::KeepState(widget, saved) => self.stored.push((widget, saved)),
                // The harness has no store for transactions, and the test advances the clock without being asked.
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Harness;

    #[test]
    fn what_no_pane_shows_and_nothing_is_left_of_is_nowhere() {
        let mut harness = Harness::default();
        harness.show("tabs(*a, b)");
        harness.frame();
        assert_eq!(["a", "b", "c", ""].map(|name| harness.state(name)), ["live", "virtual", "nowhere", "nowhere"]);
    }
}
