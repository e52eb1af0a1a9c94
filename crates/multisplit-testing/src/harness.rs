//! A workspace, a clock and a spawner that runs nothing until it is told to. Refuses to guess: asked for a pane or a load that
//! is not there, it panics and says what is.

use crate::text::{self, Style};
use crate::{Clock, Kinds};
use multisplit::file::ReadLimits;
use multisplit::{
    Answer, Area, Command, CommandError, Effect, Event, Input, Load, Outcome, PaneId, Rules, Saved, WidgetId,
    WidgetProvider, Workspace,
};

/// A workspace whose clock is turned by hand and whose loads run when the test says so.
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
    /// The workspace.
    pub workspace: Workspace<P>,
    /// What time it is.
    pub clock: Clock,
    /// The area of the next frame; 1280 × 800 at first.
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
    /// An empty workspace with this provider.
    #[must_use]
    pub fn with(provider: P) -> Self {
        Self::with_rules(provider, Rules::default())
    }

    /// The same with other rules.
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
    /// Where the text is no layout.
    pub fn show(&mut self, layout: &str) {
        let loaded = text::read(layout).map(|file| self.workspace.load(&file.to_text(), ReadLimits::default()));
        match loaded {
            Ok(Ok(())) => self.drain(),
            Ok(Err(error)) => panic!("{layout:?} is no layout: {error}"),
            Err(error) => panic!("{layout:?} is no layout: {error}"),
        }
    }

    /// One frame: widgets that come into view are asked for, effects are collected.
    pub fn frame(&mut self) {
        self.workspace.frame(self.clock.now(), self.area);
        self.drain();
    }

    /// Does a command now.
    ///
    /// # Errors
    /// What the workspace answers.
    pub fn run(&mut self, command: &Command) -> Result<Outcome, CommandError> {
        let result = self.workspace.run(self.clock.now(), command);
        self.drain();
        result
    }

    /// Hands an input in now.
    ///
    /// # Errors
    /// What the workspace answers.
    pub fn handle(&mut self, input: Input<P::Widget>) -> Result<Answer, CommandError> {
        let result = self.workspace.handle(self.clock.now(), input);
        self.drain();
        result
    }

    /// The widgets whose loads wait to be run, in the order they were asked for.
    #[must_use]
    pub fn waiting(&self) -> Vec<&str> {
        self.loads.iter().map(|load| load.widget.as_str()).collect()
    }

    /// Takes the oldest load of a widget out, to be run late or never; [`Harness::answer`] hands its answer in.
    ///
    /// # Panics
    /// Where none waits.
    pub fn take_load(&mut self, widget: &str) -> Load<P::Widget> {
        let at = self.loads.iter().position(|load| load.widget.as_str() == widget);
        match at {
            Some(at) => self.loads.remove(at),
            None => panic!("no load of {widget:?} waits; there are {:?}", self.waiting()),
        }
    }

    /// Runs a load here and now and hands its answer in.
    pub fn answer(&mut self, load: Load<P::Widget>) {
        let ticket = load.ticket;
        load.context.note_started(self.clock.now());
        let answer = load.run();
        // An answer is never refused: a stale one is dropped.
        let _ = self.handle(Input::JobDone { ticket, answer });
    }

    /// Runs the oldest load of a widget and hands its answer in.
    ///
    /// # Panics
    /// Where none waits.
    pub fn run_load(&mut self, widget: &str) {
        let load = self.take_load(widget);
        self.answer(load);
    }

    /// Runs all loads, oldest first, those they lead to included.
    pub fn run_loads(&mut self) {
        while !self.loads.is_empty() {
            let load = self.loads.remove(0);
            self.answer(load);
        }
    }

    /// The events since this was asked last.
    pub fn events(&mut self) -> Vec<Event> {
        self.drain();
        std::mem::take(&mut self.events)
    }

    /// How often the workspace asked to be drawn again since this was asked last.
    pub fn repaints(&mut self) -> usize {
        self.drain();
        std::mem::take(&mut self.repaints)
    }

    /// The states that went to the host's store since this was asked last.
    pub fn stored(&mut self) -> Vec<(WidgetId, Saved)> {
        self.drain();
        std::mem::take(&mut self.stored)
    }

    /// The layout as text.
    #[must_use]
    pub fn text(&self) -> String {
        text::write(self.workspace.layout(), Style::default())
    }

    /// The pane that shows a widget.
    ///
    /// # Panics
    /// Where none does.
    #[must_use]
    pub fn pane(&self, widget: &str) -> PaneId {
        text::pane(self.workspace.layout(), widget)
    }

    /// The state of a widget: that of its pane's slot, or `parked`, or `virtual` where there is nothing but, perhaps, a state.
    pub fn state(&mut self, widget: &str) -> &'static str {
        let infos = self.workspace.slot_infos();
        infos.iter().find(|info| info.widget.as_str() == widget).map_or("virtual", |info| info.state)
    }

    fn drain(&mut self) {
        while let Some(effect) = self.workspace.poll() {
            match effect {
                Effect::Run(load) => self.loads.push(load),
                Effect::Event(event) => self.events.push(event),
                Effect::Repaint => self.repaints += 1,
                Effect::KeepState(widget, saved) => self.stored.push((widget, saved)),
                // What the harness has no use for: transactions for a store.
                _ => {}
            }
        }
    }
}
