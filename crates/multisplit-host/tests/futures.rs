//! Tests of providers that load with futures.

use multisplit::jobs::Finish;
use multisplit::placement::Area;
use multisplit::{Failure, Provided, Request, Slot, WidgetProvider, Workspace};
use multisplit_host::{Host, future_job};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::{Handle, Runtime};

/// Long enough for any machine; a test that passes never waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

struct Pages {
    runtime: Handle,
    dropped: Arc<AtomicBool>,
}

/// A guard that records when the future that owns it is dropped.
struct Guard(Arc<AtomicBool>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl WidgetProvider for Pages {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        let (id, guard) = (request.widget.to_string(), Guard(Arc::clone(&self.dropped)));
        Provided::Load(future_job(self.runtime.clone(), move |context| async move {
            let _guard = guard;
            context.set_progress(0.5);
            match id.as_str() {
                "endless" => std::future::pending::<()>().await,
                "broken" => return Err(Failure::failed("no such page")),
                "panics" => panic!("no luck"),
                _ => tokio::time::sleep(Duration::from_millis(1)).await,
            }
            Ok(Box::new(move |_: &mut Option<String>| Ok(id)) as Finish<String>)
        }))
    }
}

struct Bed {
    _runtime: Runtime,
    workspace: Workspace<Pages>,
    host: Host<String>,
    dropped: Arc<AtomicBool>,
}

fn bed() -> Bed {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().expect("a runtime");
    let dropped = Arc::new(AtomicBool::new(false));
    let pages = Pages { runtime: runtime.handle().clone(), dropped: Arc::clone(&dropped) };
    Bed { _runtime: runtime, workspace: Workspace::new(pages), host: Host::new(|| {}), dropped }
}

fn until(bed: &mut Bed, mut is_so: impl FnMut(&mut Bed) -> bool) {
    let start = Instant::now();
    loop {
        bed.workspace.frame(bed.host.now(), Area::default());
        bed.host.drive(&mut bed.workspace);
        if is_so(bed) {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "it never came");
        std::thread::yield_now();
    }
}

#[test]
fn a_future_becomes_a_widget_or_says_why_not() {
    for (id, state) in [("page", "live"), ("broken", "failed"), ("panics", "failed")] {
        let mut bed = bed();
        let pane = bed.workspace.open(id).expect("opened");
        until(&mut bed, |bed| bed.workspace.slots().get(pane).is_some_and(|slot| slot.state() == state));
    }
}

#[test]
fn a_future_that_nobody_waits_for_is_dropped() {
    let mut bed = bed();
    let pane = bed.workspace.open("endless").expect("opened");
    until(
        &mut bed,
        |bed| matches!(bed.workspace.slots().get(pane), Some(Slot::Loading { context, .. }) if context.progress().is_some()),
    );
    bed.workspace.run(bed.host.now(), &multisplit::Command::Close { pane }).expect("free");
    until(&mut bed, |bed| bed.dropped.load(Ordering::SeqCst));
}
