//! A million random operations on the runtime with a manual clock. After every step: what is in view exists, what is
//! unsaved is kept, nothing was dropped before its state was saved, budgets hold, every load ended once, and the
//! numbers add up.

use multisplit::host::{Effect, HostInput, Invalidation};
use multisplit::jobs::{FailureKind, Load};
use multisplit::memory::Probe;
use multisplit::placement::Area;
use multisplit::{
    CloseReason, Command, Cost, Event, Failure, Intent, Moment, PaneId, Provided, Request, RuntimeConfig, Saved, Slot,
    Verdict, WidgetId, WidgetProvider, Workspace,
};
use multisplit_testing::Random;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

const SESSIONS: u64 = 200;
const STEPS: usize = 5_000;
const KB: u64 = 1 << 10;

/// A record of what happened to the widgets of a session.
#[derive(Default)]
struct Registry {
    next: u64,
    /// The numbers of the widgets that exist, and whether each was saved since it was last shown.
    alive: BTreeMap<u64, bool>,
    /// The numbers of the widgets that were dropped unsaved.
    unsaved_drops: Vec<u64>,
    /// The number of the widget that its provider drops at present.
    going: Option<u64>,
    /// The numbers of the widgets that were dropped and not handed to their provider.
    lost: Vec<u64>,
}

type Shared = Rc<RefCell<Registry>>;

struct Model {
    number: u64,
    busy: bool,
    bytes: u64,
    registry: Shared,
}

impl Drop for Model {
    fn drop(&mut self) {
        let mut registry = self.registry.borrow_mut();
        if registry.going.take() != Some(self.number) {
            registry.lost.push(self.number);
        }
        let saved = registry.alive.remove(&self.number);
        if saved == Some(false) {
            registry.unsaved_drops.push(self.number);
        }
    }
}

struct Provider {
    registry: Shared,
    /// The source of chance for loads, verdicts, costs and freshness.
    random: Random,
}

impl Provider {
    fn widget(&mut self, id: &WidgetId) -> (u64, bool, u64) {
        let number = {
            let mut registry = self.registry.borrow_mut();
            registry.next += 1;
            registry.next
        };
        (number, id.kind() == "busy", (1 + self.random.below(64)) * KB)
    }
}

/// Drops a widget that was handed to the provider.
fn end(live: Model) {
    live.registry.borrow_mut().going = Some(live.number);
    drop(live);
}

fn build(registry: &Shared, (number, busy, bytes): (u64, bool, u64)) -> Model {
    registry.borrow_mut().alive.insert(number, false);
    Model { number, busy, bytes, registry: Rc::clone(registry) }
}

impl WidgetProvider for Provider {
    type Widget = Model;

    fn provide(&mut self, request: Request<'_, Model>) -> Provided<Model> {
        let parts = self.widget(request.widget);
        request.recycled.take().into_iter().for_each(end);
        match request.widget.kind() {
            "slow" => {
                let dice = self.random.below(10);
                Provided::Load(Box::new(move |context| {
                    context.check()?;
                    if dice == 0 {
                        // `resume_unwind` panics without a message on the terminal.
                        std::panic::resume_unwind(Box::new("chance"));
                    }
                    if dice == 1 {
                        return Err(Failure::failed("chance"));
                    }
                    Ok(Box::new(move |shell| {
                        shell.take().into_iter().for_each(end);
                        // The job is `Send` and cannot hold the registry. The finish gets it from the thread that owns
                        // the workspace.
                        REGISTRY.with_borrow(|registry| Ok(build(registry, parts)))
                    }))
                }))
            }
            "bad" if self.random.below(3) == 0 => Provided::Failed("chance".to_owned()),
            "odd" => Provided::Unknown,
            _ => Provided::Ready(build(&self.registry, parts)),
        }
    }

    fn closing(&mut self, _: &WidgetId, live: &mut Model, reason: CloseReason) -> Verdict {
        match reason {
            CloseReason::Evict if live.busy => Verdict::Veto("unsaved".to_owned()),
            CloseReason::Close if self.random.below(8) == 0 => Verdict::Discard,
            _ => Verdict::Allow,
        }
    }

    fn save(&mut self, widget: &WidgetId, live: &mut Model) -> Option<Saved> {
        self.registry.borrow_mut().alive.insert(live.number, true);
        Saved::new(widget.as_str()).ok()
    }

    fn cost(&self, live: &Model) -> Cost {
        Cost { bytes: live.bytes, rebuild_micros: live.bytes }
    }

    fn is_fresh(&mut self, _: &WidgetId, _: &mut Model) -> bool {
        self.random.below(10) != 0
    }

    fn recycle(&mut self, widget: &WidgetId, used: Model) -> Option<Model> {
        if widget.kind() == "note" {
            return Some(used);
        }
        self.gone(widget, used);
        None
    }

    fn gone(&mut self, _: &WidgetId, live: Model) {
        end(live);
    }
}

thread_local! {
    static REGISTRY: RefCell<Shared> = RefCell::default();
}

pub(crate) struct Session {
    workspace: Workspace<Provider>,
    registry: Shared,
    pub(crate) random: Random,
    pub(crate) now: Moment,
    area: Area,
    loads: Vec<Load<Model>>,
    taken: Vec<Load<Model>>,
    /// The number of loads that the engine has passed out.
    handed: u64,
    store: BTreeMap<WidgetId, Saved>,
    /// The moments at which the memory level changed.
    pub(crate) levels: Vec<Moment>,
    /// The number of busy widgets that were evicted, which must stay zero.
    evicted_busy: usize,
    /// What was in view or had the focus after the last step: the pane, its widget id, and the number of the widget.
    kept: Vec<(PaneId, WidgetId, u64)>,
    /// The widget that failed while it was drawn in this step.
    failed: Option<(PaneId, u64)>,
}

impl Session {
    pub(crate) fn new(seed: u64) -> Self {
        let registry = Shared::default();
        REGISTRY.set(Rc::clone(&registry));
        let start = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let provider = Provider { registry: Rc::clone(&registry), random: Random::new(start ^ 0xABCD_EF01) };
        let mut workspace = Workspace::new(provider);
        let config = RuntimeConfig {
            parked_count: 6,
            soft_bytes: 500 * KB,
            hard_bytes: 800 * KB,
            max_hidden_live: 5,
            drops_per_frame: 2,
            pooled_per_kind: 2,
            has_state_store: seed.is_multiple_of(2),
            demote_after: Duration::from_secs(100),
            ..RuntimeConfig::default()
        };
        workspace.configure(config).expect("numbers that can be meant");
        Self {
            workspace,
            registry,
            random: Random::new(start),
            now: Moment::ZERO,
            area: Area::new(800.0, 600.0).expect("an area"),
            loads: vec![],
            taken: vec![],
            handed: 0,
            store: BTreeMap::new(),
            levels: vec![],
            evicted_busy: 0,
            kept: vec![],
            failed: None,
        }
    }

    fn pane(&mut self) -> Option<PaneId> {
        let panes: Vec<PaneId> = self.workspace.layout().tree().panes().collect();
        if panes.is_empty() {
            return None;
        }
        let at = self.random.below(panes.len() as u64);
        Some(panes[usize::try_from(at).expect("small")])
    }

    pub(crate) fn step(&mut self) {
        let dice = self.random.below(100);
        let pane = self.pane();
        match (dice, pane) {
            (0..20, _) => self.open(),
            (20..34, Some(pane)) => self.run(&Command::Close { pane }),
            (34..48, Some(pane)) => self.run(&Command::Activate { pane }),
            (48..52, Some(pane)) => self.replace(pane),
            (52..58, _) => drop(self.workspace.apply(self.now, Intent::Undo)),
            (58..60, _) => drop(self.workspace.apply(self.now, Intent::Redo)),
            (60..74, _) => self.answer(),
            (74..76, Some(pane)) => drop(self.workspace.apply(self.now, Intent::StopLoad(pane))),
            (76..79, Some(pane)) => drop(self.workspace.apply(self.now, Intent::Retry(pane))),
            (79..80, Some(pane)) => self.draw_failed(pane),
            (80..86, _) => self.measure(),
            (86..88, _) => drop(self.workspace.invalidate(self.now, &Invalidation::Prefix("no".to_owned()))),
            (88..90, Some(pane)) => self.run(&Command::Lock { pane, locked: dice == 88 }),
            _ => {
                let seconds = [0, 1, 10, 60, 400][usize::try_from(self.random.below(5)).expect("small")];
                self.now = self.now + Duration::from_secs(seconds);
                self.workspace.tick(self.now);
            }
        }
        self.frame();
    }

    fn frame(&mut self) {
        self.workspace.frame(self.now, self.area);
        self.drain();
    }

    /// Returns how many widgets were evicted.
    pub(crate) fn evicted(&self) -> u64 {
        self.workspace.meters().evicted
    }

    /// Measures memory after a while.
    pub(crate) fn sample(&mut self, after: Duration, probe: Probe) {
        self.now = self.now + after;
        self.hand_in(HostInput::Memory(probe));
        self.frame();
    }

    fn open(&mut self) {
        let kind = ["note", "note", "busy", "slow", "slow", "bad", "odd"];
        let kind = kind[usize::try_from(self.random.below(7)).expect("small")];
        let Ok(widget) = WidgetId::new(format!("{kind}:{}", self.random.below(12))) else { return };
        let target = self.pane();
        match target {
            Some(pane) if self.random.below(3) > 0 => {
                let place = multisplit::Placement::Tab;
                self.run(&Command::Split { pane, place, widget, ratio: multisplit::geometry::Ratio::HALF });
            }
            _ => self.run(&Command::Open { widget }),
        }
    }

    fn replace(&mut self, pane: PaneId) {
        if let Ok(widget) = WidgetId::new(format!("note:{}", self.random.below(12))) {
            self.run(&Command::Replace { pane, widget });
        }
    }

    fn run(&mut self, command: &Command) {
        // A refusal is as good as any other outcome.
        drop(self.workspace.run(self.now, command));
    }

    fn hand_in(&mut self, input: HostInput<Model>) {
        self.workspace.handle(self.now, input);
    }

    /// Completes a load, or sets it aside for later: results come in any order, early and late.
    fn answer(&mut self) {
        let from = if self.random.below(4) == 0 { &mut self.taken } else { &mut self.loads };
        if from.is_empty() {
            return;
        }
        let at = usize::try_from(self.random.below(from.len() as u64)).expect("small");
        let load = from.swap_remove(at);
        load.context.note_started(self.now);
        if self.random.below(5) == 0 {
            self.taken.push(load);
            return;
        }
        self.finish(load);
    }

    fn finish(&mut self, load: Load<Model>) {
        let ticket = load.ticket;
        let answer = load.run();
        self.hand_in(HostInput::JobDone { ticket, answer });
    }

    fn draw_failed(&mut self, pane: PaneId) {
        if let Some(live) = self.workspace.slots().live(pane) {
            self.failed = Some((pane, live.number));
            let failure = Failure::new(FailureKind::Panicked, "chance");
            self.hand_in(HostInput::DrawFailed { pane, failure });
        }
    }

    fn measure(&mut self) {
        let resident = Some(self.random.below(1_400) * KB);
        self.hand_in(HostInput::Memory(Probe { resident, ..Probe::default() }));
    }

    fn drain(&mut self) {
        while let Some(effect) = self.workspace.poll() {
            match effect {
                Effect::Run(load) => {
                    self.handed += 1;
                    self.loads.push(load);
                }
                Effect::KeepState(widget, saved) => {
                    self.store.insert(widget.clone(), saved.clone());
                    self.hand_in(HostInput::StateKept { widget, saved });
                }
                Effect::FetchState(widget) => {
                    let answer = self.store.get(&widget).cloned().ok_or_else(|| "lost".to_owned());
                    self.hand_in(HostInput::StateFetched { widget, answer });
                }
                Effect::ForgetState(widget) => drop(self.store.remove(&widget)),
                Effect::ExchangeStates(one, other) => {
                    let (first, second) = (self.store.remove(&one), self.store.remove(&other));
                    self.store.extend(first.map(|saved| (other, saved)));
                    self.store.extend(second.map(|saved| (one, saved)));
                }
                Effect::Event(Event::MemoryLevelChanged { .. }) => self.levels.push(self.now),
                Effect::Event(Event::WidgetEvicted { widget, .. }) => {
                    self.evicted_busy += usize::from(widget.kind() == "busy");
                }
                _ => {}
            }
        }
    }

    fn check(&mut self) {
        self.workspace.assert_valid();
        self.check_widgets();
        self.check_numbers();
    }

    /// Asserts that nothing was dropped unsaved, and that what is in view or has the focus stays.
    pub(crate) fn check_widgets(&mut self) {
        let registry = self.registry.borrow();
        assert!(registry.unsaved_drops.is_empty(), "dropped unsaved: {:?}", registry.unsaved_drops);
        assert!(registry.lost.is_empty(), "dropped and not handed over: {:?}", registry.lost);
        assert_eq!(self.evicted_busy, 0, "unsaved widgets were evicted");
        drop(registry);
        self.check_visible();
    }

    fn check_numbers(&mut self) {
        let snapshot = self.workspace.snapshot();
        let meters = snapshot.meters;
        let ended = meters.loads_done + meters.loads_failed + meters.loads_cancelled + meters.loads_timed_out;
        let on_their_way = self.workspace.slots().loading() as u64;
        assert_eq!(meters.loads_started, self.handed);
        assert_eq!(meters.loads_started, ended + on_their_way, "{meters:?}");
        let bytes = snapshot.bytes;
        assert_eq!(bytes.accounted, bytes.live + bytes.parked + bytes.saved + bytes.pooled);
        let alive = self.registry.borrow().alive.len();
        assert_eq!(alive, snapshot.levels.live + snapshot.levels.parked + snapshot.levels.pooled);
        assert!(snapshot.pools.iter().all(|(_, shells)| *shells <= 2));
        self.check_budget(&snapshot);
    }

    /// Asserts that the runtime is within its budget, that nothing is left that may go, or that there is more to drop
    /// than one frame may: then it is due at once.
    fn check_budget(&mut self, snapshot: &multisplit::stats::Snapshot) {
        let now = self.now;
        let goes_on = self.workspace.next_due().is_some_and(|due| due <= now);
        let busy =
            self.workspace.slot_infos().iter().filter(|i| i.state == "parked" && i.widget.kind() == "busy").count();
        let parked = snapshot.levels.parked;
        assert!(parked <= 6.max(busy + 1) || goes_on, "{parked} parked");
        let over = snapshot.bytes.accounted > snapshot.bytes.hard;
        assert!(!over || goes_on || parked <= busy + 1, "{:?}", snapshot.bytes);
    }

    /// Asserts that what is in view has a slot and that the slot is not virtual (there are never too many loads here).
    /// A widget that was in view or had the focus, and still is, must be the same one.
    fn check_visible(&mut self) {
        let layout = self.workspace.layout();
        let visible: Vec<PaneId> = layout.scene().panes(layout.tree()).map(|(pane, _)| pane).collect();
        let focused = layout.focused_pane();
        let failed = self.failed.take();
        for (pane, widget, number) in std::mem::take(&mut self.kept) {
            let stays = visible.contains(&pane) || focused == Some(pane);
            let shows_it = self.workspace.layout().tree().widget(pane) == Some(&widget);
            if stays && shows_it && failed != Some((pane, number)) {
                let now = self.workspace.slots().live(pane).map(|live| live.number);
                assert_eq!(now, Some(number), "{widget} was in view and is another one");
            }
        }
        for pane in visible.iter().copied().chain(focused) {
            let Some(widget) = self.workspace.layout().tree().widget(pane).cloned() else { continue };
            let Some(live) = self.workspace.slots().live(pane) else { continue };
            self.kept.push((pane, widget, live.number));
            if visible.contains(&pane) {
                // The user may have changed it.
                self.registry.borrow_mut().alive.insert(live.number, false);
            }
        }
        for pane in visible {
            let slot = self.workspace.slots().get(pane);
            assert!(
                slot.is_some_and(|slot| !matches!(slot, Slot::Virtual)),
                "{pane}: {slot:?}",
                slot = slot.map(Slot::state)
            );
        }
    }

    /// Closes everything and completes every load: nothing is left but what is parked.
    fn end(mut self) {
        for load in std::mem::take(&mut self.loads).into_iter().chain(std::mem::take(&mut self.taken)) {
            self.finish(load);
        }
        let panes: Vec<PaneId> = self.workspace.layout().tree().panes().collect();
        for pane in panes {
            self.run(&Command::Lock { pane, locked: false });
            self.run(&Command::Close { pane });
        }
        self.frame();
        self.check();
        assert_eq!(self.workspace.slots().len(), 0);
        let meters = *self.workspace.meters();
        let ended = meters.loads_done + meters.loads_failed + meters.loads_cancelled + meters.loads_timed_out;
        assert_eq!(meters.loads_started, ended);
        let Self { workspace, registry, .. } = self;
        drop(workspace);
        let registry = registry.borrow();
        assert!(registry.alive.is_empty() && registry.lost.is_empty(), "all were handed to the provider");
    }
}

#[test]
fn a_million_operations_lose_nothing() {
    for seed in 1..=SESSIONS {
        let mut session = Session::new(seed);
        for _ in 0..STEPS {
            session.step();
            session.check();
        }
        session.end();
    }
}
