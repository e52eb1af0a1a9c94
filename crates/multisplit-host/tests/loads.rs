//! Tests of loads on real threads.

use multisplit::placement::Area;
use multisplit::{Failure, Provided, Request, Slot, WidgetProvider, Workspace};
use multisplit_host::Host;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// Long enough for any machine; a test that passes never waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

struct Threads(Arc<AtomicBool>);

impl WidgetProvider for Threads {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        let kind = request.widget.kind().to_owned();
        let cancelled = Arc::clone(&self.0);
        Provided::Load(Box::new(move |context| {
            let thread = std::thread::current().name().unwrap_or("").to_owned();
            match kind.as_str() {
                "panic" => panic!("no luck"),
                "wait" => std::thread::sleep(Duration::from_millis(5)),
                "fail" => return Err(Failure::failed("no such thing")),
                "endless" => {
                    context.set_progress(0.5);
                    let start = Instant::now();
                    while !context.is_cancelled() && start.elapsed() < DEADLINE {
                        std::thread::yield_now();
                    }
                    cancelled.store(context.is_cancelled(), Ordering::SeqCst);
                    context.check()?;
                }
                _ => {}
            }
            Ok(Box::new(move |_| Ok(thread)))
        }))
    }
}

/// Opens a widget and drives the workspace until its slot is as wanted.
fn until(widget: &str, is_there: impl Fn(&Slot<String>) -> bool) {
    let (mut workspace, mut host, woken) = start();
    let pane = workspace.open(widget).expect("opened");
    let start = Instant::now();
    loop {
        workspace.frame(host.now(), Area::default());
        host.drive(&mut workspace);
        if workspace.slots().get(pane).is_some_and(&is_there) {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "{widget} never came");
        let _woken_or_not = woken.recv_timeout(Duration::from_millis(20));
    }
}

fn start() -> (Workspace<Threads>, Host<String>, mpsc::Receiver<()>) {
    let (wake, woken) = mpsc::channel();
    let host = Host::new(move || {
        let _test_is_over = wake.send(());
    });
    (Workspace::new(Threads(Arc::default())), host, woken)
}

#[test]
fn a_load_runs_on_a_named_thread_and_its_widget_appears() {
    until("good:1", |slot| matches!(slot, Slot::Live(thread) if thread.starts_with("multisplit-loader")));
}

#[test]
fn a_load_that_fails_or_panics_says_why() {
    until("fail:1", |slot| matches!(slot, Slot::Failed(f) if f.reason == "no such thing"));
    until("panic:1", |slot| matches!(slot, Slot::Failed(f) if f.reason.contains("no luck")));
}

#[test]
fn a_closed_pane_stops_its_load_and_so_does_the_end_of_the_host() {
    for close in [true, false] {
        let (mut workspace, mut host, _woken) = start();
        let pane = workspace.open("endless:1").expect("opened");
        workspace.frame(host.now(), Area::default());
        host.drive(&mut workspace);
        let stopped = Arc::clone(&workspace.provider().0);
        let begun = |slot: &Slot<String>| matches!(slot, Slot::Loading { context, .. } if context.progress().is_some());
        let start = Instant::now();
        while !workspace.slots().get(pane).is_some_and(begun) {
            assert!(start.elapsed() < DEADLINE, "the load never began");
            std::thread::yield_now();
        }
        if close {
            workspace.run(host.now(), &multisplit::Command::Close { pane }).expect("closed");
            workspace.frame(host.now(), Area::default());
        }
        let mut host = Some(host);
        while !stopped.load(Ordering::SeqCst) {
            assert!(start.elapsed() < DEADLINE, "the load goes on");
            if !close {
                drop(host.take());
            }
            std::thread::yield_now();
        }
    }
}

/// A state that is unused for long goes to the disk and comes back, through the folder and its thread. The configuration does not
/// mention the store: giving the host a folder is enough, before or after the workspace is configured.
#[test]
fn a_state_goes_to_disk_and_comes_back_in_another_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = multisplit::Saved::new("milk").expect("short");
    let widget = multisplit::WidgetId::new("note:1").expect("an id");
    let config = multisplit::RuntimeConfig {
        demote_after: Duration::from_micros(1),
        // Longer than a write takes: each sweep hands in again what is not on the disk yet, and the end waits for all of it.
        sweep_every: Duration::from_millis(20),
        ..multisplit::RuntimeConfig::default()
    };
    let mut one = Workspace::new(Notes);
    let mut host = Host::new(|| {});
    host.keep_unused_states(folder.path(), &mut one);
    one.configure(config).expect("numbers that can be meant");
    assert!(one.config().has_state_store);
    one.restore_state(widget.clone(), saved);
    let start = Instant::now();
    while one.snapshot().levels.stored == 0 {
        one.frame(host.now(), Area::default());
        host.drive(&mut one);
        assert!(start.elapsed() < DEADLINE, "it never went");
        std::thread::yield_now();
    }
    drop((one, host));
    let mut two = Workspace::new(Notes);
    let mut host = Host::new(|| {});
    host.keep_unused_states(folder.path(), &mut two);
    let pane = two.open("note:1").expect("opened");
    loop {
        two.frame(host.now(), Area::default());
        host.drive(&mut two);
        if matches!(two.slots().get(pane), Some(Slot::Live(text)) if text == "milk") {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "it never came");
        std::thread::yield_now();
    }
}

struct Notes;

impl WidgetProvider for Notes {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        Provided::Ready(request.saved.map_or_else(String::new, |saved| saved.as_str().to_owned()))
    }
}

/// A visible load overtakes the waiting ones, even if it was requested last.
#[test]
fn a_visible_load_overtakes_those_that_wait() {
    let (mut workspace, mut host, _woken) = start();
    let mut first = None;
    for i in 0..50 {
        let widget = multisplit::WidgetId::new(format!("wait:{i}")).expect("an id");
        let command = match first {
            None => multisplit::Command::Open { widget },
            Some(pane) => multisplit::Command::Split {
                pane,
                place: multisplit::Placement::Tab,
                widget,
                ratio: multisplit::geometry::Ratio::HALF,
            },
        };
        first = workspace.run(host.now(), &command).expect("opened").pane;
        // Each widget comes into view once and is hidden by the next one, so all of them wait as invisible loads.
        workspace.frame(host.now(), Area::default());
    }
    let pane = first.expect("the last one is in front");
    host.drive(&mut workspace);
    let begun = Instant::now();
    while !matches!(workspace.slots().get(pane), Some(Slot::Live(_))) {
        workspace.frame(host.now(), Area::default());
        host.drive(&mut workspace);
        assert!(begun.elapsed() < DEADLINE, "it never came");
        std::thread::yield_now();
    }
    let done = workspace.meters().loads_done;
    assert!(done < 25, "{done} others were loaded before the one in view");
}
