//! What all hosts do in a frame: they hand in what has come, and perform what the workspace asks for. It has no clock, no threads and no
//! files of its own; those are parameters.

use crate::pool::Done;
use crate::runner::{Now, Runner};
use crate::session::SessionStore;
use crate::store::{StateAnswer, StateStore};
use multisplit::host::{Effect, HostInput};
use multisplit::memory::Probe;
use multisplit::{Event, Moment, WidgetId, WidgetProvider, Workspace};
use std::collections::BTreeMap;
use std::time::Duration;

/// The time one call may spend on building widgets from finished loads. Remaining loads wait for the next frame.
const BUILD_BUDGET: Duration = Duration::from_millis(4);
/// How often the runner is checked for stuck threads.
const LOOK_AFTER_EVERY: Duration = Duration::from_secs(1);

/// The clock of a host, and how it asks for a frame.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    pub(crate) now: Now<'a>,
    pub(crate) wake: &'a dyn Fn(),
}

/// The part of a host that does not depend on threads.
pub(crate) struct Driver<R, S: ?Sized> {
    pub(crate) runner: R,
    states: Option<Box<S>>,
    pub(crate) session: Option<SessionStore>,
    /// The states that the store of states may forget once the session has what came after them, each with how often the session had kept
    /// states before.
    outdated: BTreeMap<WidgetId, u64>,
    looked_after: Moment,
}

impl<R, S: StateStore + ?Sized> Driver<R, S> {
    pub(crate) const fn new(runner: R) -> Self {
        Self { runner, states: None, session: None, outdated: BTreeMap::new(), looked_after: Moment::ZERO }
    }

    /// Uses a store from now on, and tells the workspace of the states in it.
    pub(crate) fn keep_unused_states<P>(&mut self, mut states: Box<S>, workspace: &mut Workspace<P>, now: Moment)
    where
        P: WidgetProvider + ?Sized,
    {
        workspace.use_state_store();
        workspace.handle(now, HostInput::StatesInStore(states.known()));
        self.states = Some(states);
    }

    /// Keeps the session in a store from now on.
    pub(crate) fn keep_session<P>(&mut self, session: SessionStore, workspace: &mut Workspace<P>)
    where
        P: WidgetProvider + ?Sized,
    {
        workspace.keep_journal();
        self.session = Some(session);
    }

    /// Hands in what has come, performs the effects of the workspace, and returns the events.
    pub(crate) fn drive<P>(
        &mut self,
        workspace: &mut Workspace<P>,
        around: Surroundings<'_>,
        mut probe: impl FnMut() -> Option<Probe>,
    ) -> Vec<Event>
    where
        P: WidgetProvider + ?Sized,
        R: Runner<P::Widget>,
    {
        self.build(workspace, around);
        let now = (around.now)();
        if now.since(self.looked_after) >= LOOK_AFTER_EVERY {
            self.looked_after = now;
            self.runner.look_after(now);
        }
        while let Some(probe) = probe() {
            workspace.handle((around.now)(), HostInput::Memory(probe));
        }
        self.hear_states(workspace, around);
        let mut events = vec![];
        self.perform_all(workspace, around, &mut events);
        // A store that is only memory answers at once, and nobody else would ask for the frame that hears it.
        if self.hear_states(workspace, around) {
            self.perform_all(workspace, around, &mut events);
        }
        if let Some(session) = &mut self.session {
            session.follow(workspace);
        }
        self.forget_outdated();
        if self.runner.waits() {
            // Nobody else asks for the frame that runs these loads.
            (around.wake)();
        }
        events
    }

    /// Hands in finished loads until the time budget is used up, but one at least.
    fn build<P>(&mut self, workspace: &mut Workspace<P>, around: Surroundings<'_>)
    where
        P: WidgetProvider + ?Sized,
        R: Runner<P::Widget>,
    {
        let begun = (around.now)();
        while let Some(Done { ticket, answer }) = self.runner.done(around.now) {
            let now = (around.now)();
            workspace.handle(now, HostInput::JobDone { ticket, answer });
            if (around.now)().since(begun) >= BUILD_BUDGET {
                // Asks for the frame that builds the rest.
                (around.wake)();
                return;
            }
        }
    }

    /// Hands in what the store has answered. Returns `true` if there was anything.
    fn hear_states<P>(&mut self, workspace: &mut Workspace<P>, around: Surroundings<'_>) -> bool
    where
        P: WidgetProvider + ?Sized,
    {
        let mut heard = false;
        while let Some(answer) = self.states.as_mut().and_then(|states| states.answer()) {
            let input = match answer {
                StateAnswer::Kept { widget, saved } => HostInput::StateKept { widget, saved },
                StateAnswer::Fetched { widget, answer } => HostInput::StateFetched { widget, answer },
            };
            workspace.handle((around.now)(), input);
            heard = true;
        }
        heard
    }

    fn perform_all<P>(&mut self, workspace: &mut Workspace<P>, around: Surroundings<'_>, events: &mut Vec<Event>)
    where
        P: WidgetProvider + ?Sized,
        R: Runner<P::Widget>,
    {
        while let Some(effect) = workspace.poll() {
            self.perform(effect, around, events);
        }
    }

    fn perform<W>(&mut self, effect: Effect<W>, around: Surroundings<'_>, events: &mut Vec<Event>)
    where
        R: Runner<W>,
    {
        match effect {
            Effect::Run(load) => self.runner.push(load),
            Effect::Repaint => (around.wake)(),
            Effect::Event(event) => events.push(event),
            Effect::KeepState(widget, saved) => {
                self.outdated.remove(&widget);
                self.with_states(|states| states.keep(widget, saved));
            }
            Effect::FetchState(widget) => self.with_states(|states| states.fetch(widget)),
            Effect::ForgetState(widget) => self.forget_state(widget),
            Effect::ExchangeStates(one, other) => {
                let before = [(&other, self.outdated.remove(&one)), (&one, self.outdated.remove(&other))];
                self.outdated.extend(before.into_iter().filter_map(|(to, times)| Some((to.clone(), times?))));
                self.with_states(|states| states.exchange(one, other));
            }
            Effect::Persist(committed) => {
                if let Some(session) = &mut self.session {
                    session.commit(committed);
                }
            }
            // `WakeAt` is ignored because the workspace itself reports when the next frame is due.
            _ => {}
        }
    }

    /// Forgets a state that is outdated. If a session is kept, what is newer than the state may not be on the disk yet, so that waits.
    fn forget_state(&mut self, widget: WidgetId) {
        match &self.session {
            None => self.with_states(|states| states.forget(widget)),
            Some(session) => drop(self.outdated.entry(widget).or_insert(session.times_kept())),
        }
    }

    fn forget_outdated(&mut self) {
        let Some(session) = self.session.as_ref().filter(|session| session.has_states()) else { return };
        let times = session.times_kept();
        let over: Vec<WidgetId> = self.outdated.extract_if(.., |_, before| *before < times).map(|(id, _)| id).collect();
        over.into_iter().for_each(|widget| self.with_states(|states| states.forget(widget)));
    }

    fn with_states(&mut self, work: impl FnOnce(&mut S)) {
        match &mut self.states {
            Some(states) => work(states),
            None => tracing::error!(
                "the workspace is configured with `has_state_store`, but its host was given no store: call `keep_unused_states`"
            ),
        }
    }
}
