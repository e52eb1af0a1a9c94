//! Tests of the host without threads: it does what the host with threads does, on the thread that calls it.

use multisplit::placement::Area;
use multisplit::{
    Command, Event, Failure, Moment, Provided, Request, RuntimeConfig, Saved, Slot, Template, WidgetId, WidgetProvider,
    Workspace,
};
use multisplit_host::{Host, LocalHost, MemoryStates};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// Long enough for any machine; a test that passes never waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

/// Loads say on which thread they ran. They are named after what happens to them.
struct Loads;

impl WidgetProvider for Loads {
    // Not `Send`, as widgets of a browser are.
    type Widget = Rc<Option<ThreadId>>;

    fn provide(&mut self, request: Request<'_, Self::Widget>) -> Provided<Self::Widget> {
        let name = request.widget.to_string();
        Provided::Load(Box::new(move |_| match name.as_str() {
            "fail" => Err(Failure::failed("no such thing")),
            "panic" => panic!("no luck"),
            _ => {
                let thread = std::thread::current().id();
                Ok(Box::new(move |_| Ok(Rc::new(Some(thread)))))
            }
        }))
    }
}

fn ids(names: &[&str]) -> Vec<WidgetId> {
    names.iter().map(|name| WidgetId::new(name).expect("an id")).collect()
}

fn columns(names: &[&str]) -> Command {
    Command::Template { template: Template::Columns, widgets: ids(names) }
}

/// Returns a clock that the test advances, in microseconds.
fn clock() -> (Rc<Cell<u64>>, impl Fn() -> Moment + 'static) {
    let micros = Rc::new(Cell::new(0));
    let theirs = Rc::clone(&micros);
    (micros, move || Moment::from_micros(theirs.get()))
}

/// Drives a workspace until no slot is loading. Returns the names of the events about widgets, and how each slot ended.
fn settled(mut drive: impl FnMut(&mut Workspace<Loads>) -> Vec<Event>) -> BTreeSet<String> {
    let mut workspace = Workspace::new(Loads);
    let wide = Area::new(2_000.0, 600.0).expect("an area");
    workspace.run(Moment::ZERO, &columns(&["a", "fail", "panic", "b"])).expect("there is space");
    let mut seen = BTreeSet::new();
    let start = Instant::now();
    loop {
        workspace.frame(Moment::ZERO, wide);
        let events = drive(&mut workspace);
        seen.extend(events.iter().map(|event| format!("{event:?}")).filter(|text| text.starts_with("Widget")));
        let is_settled = |slot: &Slot<_>| matches!(slot, Slot::Live(_) | Slot::Failed(_));
        if workspace.slots().all().all(|(.., slot)| is_settled(slot)) {
            return seen;
        }
        assert!(start.elapsed() < DEADLINE, "loads never end");
        std::thread::yield_now();
    }
}

#[test]
fn both_hosts_come_to_the_same_widgets_failures_and_events() {
    let mut local = LocalHost::new(|| Moment::ZERO);
    let mut threaded = Host::with_workers(|| {}, 2);
    let without = settled(|workspace| local.drive(workspace));
    assert_eq!(without, settled(|workspace| threaded.drive(workspace)));
    assert!(without.iter().any(|event| event.contains("no luck")), "{without:?}");
    assert_eq!(without.len(), 8, "four loads begin, and four end: {without:?}");
}

#[test]
fn a_load_runs_on_the_thread_that_drives() {
    let mut host = LocalHost::new(|| Moment::ZERO);
    let mut workspace = Workspace::new(Loads);
    let pane = workspace.open("a").expect("opened");
    while !matches!(workspace.slots().get(pane), Some(Slot::Live(_))) {
        workspace.frame(host.now(), Area::default());
        host.drive(&mut workspace);
    }
    let ran_on = workspace.slots().live(pane).and_then(|widget| **widget);
    assert_eq!(ran_on, Some(std::thread::current().id()));
}

/// Loads take as long as the clock says, which they advance themselves.
struct Timed(Arc<AtomicUsize>);

impl WidgetProvider for Timed {
    type Widget = ();

    fn provide(&mut self, _: Request<'_, ()>) -> Provided<()> {
        let clock = Arc::clone(&self.0);
        Provided::Load(Box::new(move |_| {
            clock.fetch_add(3_000, Ordering::Relaxed);
            Ok(Box::new(|_| Ok(())))
        }))
    }
}

#[test]
fn a_call_runs_as_many_loads_as_it_has_time_for_and_asks_for_the_next_one() {
    let micros = Arc::new(AtomicUsize::new(0));
    let clock = Arc::clone(&micros);
    let woken = Rc::new(Cell::new(0));
    let wakes = Rc::clone(&woken);
    let now = move || Moment::from_micros(clock.load(Ordering::Relaxed) as u64);
    let mut host = LocalHost::with_wake(now, move || wakes.set(wakes.get() + 1));
    let mut workspace = Workspace::new(Timed(Arc::clone(&micros)));
    workspace.run(Moment::ZERO, &columns(&["a", "b", "c", "d", "e"])).expect("there is space");
    workspace.frame(host.now(), Area::default());
    host.drive(&mut workspace);
    assert_eq!((host.waiting(), host.is_woken()), (5, true), "they wait for the next call");
    // Each load takes 3 ms of the 4 ms of a call, so two are begun in one call.
    for left in [3, 1, 0] {
        workspace.frame(host.now(), Area::default());
        host.drive(&mut workspace);
        assert_eq!(host.waiting(), left);
        assert!(host.is_woken(), "what was built is to be shown");
    }
    let before = woken.get();
    workspace.frame(host.now(), Area::default());
    host.drive(&mut workspace);
    assert_eq!((host.is_woken(), woken.get()), (false, before), "nothing is left to do");
}

#[test]
fn a_load_that_waits_is_cancelled_with_its_pane_and_with_the_host() {
    let (_, now) = clock();
    let mut host = LocalHost::new(now);
    let mut workspace = Workspace::new(Loads);
    workspace.run(Moment::ZERO, &columns(&["a", "panic"])).expect("there is space");
    workspace.frame(host.now(), Area::default());
    host.drive(&mut workspace);
    let pane = workspace.layout().pane_of("panic").expect("a pane");
    workspace.run(Moment::ZERO, &Command::Close { pane }).expect("closed");
    workspace.frame(host.now(), Area::default());
    let events = host.drive(&mut workspace);
    assert!(!events.iter().any(|event| matches!(event, Event::WidgetFailed { .. })), "{events:?}");
    let other = workspace.open("b").expect("opened");
    workspace.frame(host.now(), Area::default());
    host.drive(&mut workspace);
    drop(host);
    let is_cancelled = match workspace.slots().get(other) {
        Some(Slot::Loading { context, .. }) => context.is_cancelled(),
        _ => false,
    };
    assert!(is_cancelled);
}

/// Widgets that show the state they were left with.
struct Notes;

impl WidgetProvider for Notes {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        Provided::Ready(request.saved.map_or_else(String::new, |saved| saved.as_str().to_owned()))
    }
}

#[test]
fn a_state_goes_to_a_store_in_memory_and_comes_back_although_nothing_was_configured() {
    let (micros, now) = clock();
    let mut host = LocalHost::new(now);
    let mut workspace = Workspace::new(Notes);
    let saved = |text: &str| Saved::new(text).expect("short");
    let [old, new] = ["note:1", "note:2"].map(|name| WidgetId::new(name).expect("an id"));
    host.keep_unused_states_in(MemoryStates::new([(old, saved("milk"))]), &mut workspace);
    workspace.restore_state(new, saved("eggs"));
    assert!(workspace.config().has_state_store);
    let quick = RuntimeConfig { has_state_store: false, ..*workspace.config() };
    workspace.configure(quick).expect("numbers that can be meant");
    assert!(workspace.config().has_state_store, "a store that is there is not forgotten");
    assert_eq!(workspace.snapshot().levels.stored, 1);
    micros.set(2 * 3_600_000_000);
    for _ in 0..2 {
        workspace.frame(host.now(), Area::default());
        host.drive(&mut workspace);
    }
    assert_eq!(workspace.snapshot().levels.stored, 2, "it was not used for long");
    for (name, expect) in [("note:1", "milk"), ("note:2", "eggs")] {
        let pane = workspace.open(name).expect("opened");
        for _ in 0..3 {
            workspace.frame(host.now(), Area::default());
            host.drive(&mut workspace);
        }
        assert!(matches!(workspace.slots().get(pane), Some(Slot::Live(text)) if text == expect), "{name}");
    }
}

#[test]
fn a_host_with_threads_can_be_sent_to_another_thread_whatever_its_widgets_are() {
    fn sent<T: Send>(value: T) -> T {
        value
    }
    drop(sent(Host::<Rc<()>>::with_workers(|| {}, 1)));
    drop(sent(MemoryStates::default()));
}

/// Loads note how many of them run at a time.
struct Crowd {
    running: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl WidgetProvider for Crowd {
    type Widget = ();

    fn provide(&mut self, _: Request<'_, ()>) -> Provided<()> {
        let (running, most) = (Arc::clone(&self.running), Arc::clone(&self.most));
        Provided::Load(Box::new(move |_| {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(2));
            running.fetch_sub(1, Ordering::SeqCst);
            Ok(Box::new(|_| Ok(())))
        }))
    }
}

#[test]
fn no_more_loads_run_at_a_time_than_the_host_has_workers() {
    let most = Arc::new(AtomicUsize::new(0));
    let mut workspace = Workspace::new(Crowd { running: Arc::default(), most: Arc::clone(&most) });
    let mut host = Host::with_workers(|| {}, 1);
    workspace.run(Moment::ZERO, &columns(&["a", "b", "c", "d", "e", "f"])).expect("there is space");
    let start = Instant::now();
    loop {
        workspace.frame(host.now(), Area::default());
        host.drive(&mut workspace);
        if workspace.slots().all().all(|(.., slot)| matches!(slot, Slot::Live(()))) {
            break;
        }
        assert!(start.elapsed() < DEADLINE, "loads never end");
        std::thread::yield_now();
    }
    assert_eq!(most.load(Ordering::SeqCst), 1);
}
