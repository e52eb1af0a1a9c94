//! Tests of threads that the application starts itself, and of how many finished loads a frame builds.

use multisplit::placement::Area;
use multisplit::{Command, Provided, Request, Slot, Template, WidgetId, WidgetProvider, Workspace};
use multisplit_host::{Host, Spawner, Threads};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Long enough for any machine; a test that passes never waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

/// A provider of widgets that are quick to load and slow to build.
struct Slow(Duration);

impl WidgetProvider for Slow {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        let (name, build) = (request.widget.to_string(), self.0);
        Provided::Load(Box::new(move |_| {
            Ok(Box::new(move |_| {
                std::thread::sleep(build);
                Ok(name)
            }))
        }))
    }
}

/// A spawner that refuses to start threads at first.
struct Reluctant {
    refusals: usize,
    asked: Arc<AtomicUsize>,
}

impl Spawner for Reluctant {
    fn spawn(&mut self, name: String, work: Box<dyn FnOnce() + Send>) -> std::io::Result<()> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.refusals > 0 {
            self.refusals -= 1;
            return Err(std::io::Error::other("no thread left"));
        }
        assert!(name.starts_with("multisplit-loader"));
        Threads.spawn(format!("mine-{name}"), work)
    }
}

fn live(workspace: &mut Workspace<Slow>) -> usize {
    workspace.slots().all().filter(|(.., slot)| matches!(slot, Slot::Live(_))).count()
}

#[test]
fn where_the_system_had_no_thread_loads_begin_once_it_has() {
    let asked = Arc::new(AtomicUsize::new(0));
    let spawner = Reluctant { refusals: 2, asked: Arc::clone(&asked) };
    let mut host = Host::with_spawner(|| {}, 1, spawner);
    let mut workspace = Workspace::new(Slow(Duration::ZERO));
    workspace.open("a").expect("opened");
    let start = Instant::now();
    while live(&mut workspace) == 0 {
        workspace.frame(host.now(), Area::default());
        host.drive(&mut workspace);
        assert!(start.elapsed() < DEADLINE, "asked {} times", asked.load(Ordering::Relaxed));
        std::thread::sleep(Duration::from_millis(2));
    }
    assert_eq!(asked.load(Ordering::Relaxed), 3);
}

#[test]
fn a_frame_builds_as_many_widgets_as_it_has_time_for() {
    const PANES: usize = 12;
    let area = Area::new(1_600.0, 1_200.0).expect("a size");
    let woken = Arc::new(AtomicUsize::new(0));
    let wakes = Arc::clone(&woken);
    let wake = move || {
        wakes.fetch_add(1, Ordering::Relaxed);
    };
    let mut host = Host::new(wake);
    // Each build takes half of the time budget of a frame.
    let mut workspace = Workspace::new(Slow(Duration::from_millis(2)));
    let widgets = (0..PANES).filter_map(|at| WidgetId::new(format!("w{at}")).ok()).collect();
    let grid = Command::Template { template: Template::Grid { rows: 3, cols: 4 }, widgets };
    workspace.run(host.now(), &grid).expect("there is room");
    workspace.frame(host.now(), area);
    host.drive(&mut workspace);
    let start = Instant::now();
    while host.pool_stats().waiting + host.pool_stats().running > 0 {
        assert!(start.elapsed() < DEADLINE, "loads never end");
        std::thread::sleep(Duration::from_millis(2));
    }
    let (mut frames, mut before) = (0, live(&mut workspace));
    while before < PANES {
        let woken_before = woken.load(Ordering::Relaxed);
        host.drive(&mut workspace);
        workspace.frame(host.now(), area);
        let now = live(&mut workspace);
        assert!(now - before <= 2, "{} in one frame", now - before);
        let asked = woken.load(Ordering::Relaxed) > woken_before;
        assert!(now == before || now == PANES || asked, "the next frame is asked for");
        (frames, before) = (frames + 1, now);
        assert!(start.elapsed() < DEADLINE, "never built");
    }
    assert!(frames >= PANES / 2);
}
