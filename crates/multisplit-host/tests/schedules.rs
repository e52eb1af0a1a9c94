//! Tests of the pool under a hundred thousand schedules of its threads.
//!
//! They compile the very source of the pool, with threads and locks that a scheduler advances one step at a time, at random. No load is
//! lost or answered twice, a load that is cancelled before it begins is never run, and the pool always ends.

/// The substitute for `src/sync.rs`.
mod sync {
    pub(crate) use shuttle::sync::{Arc, Condvar, Mutex, MutexGuard};
    pub(crate) use shuttle::thread;
    pub(crate) use std::sync::PoisonError;
}

#[path = "../src/pool.rs"]
#[allow(dead_code, unreachable_pub, missing_docs, reason = "the pool as it is; not all of it is used here")]
mod pool;

use multisplit::host::{Effect, HostInput};
use multisplit::jobs::Load;
use multisplit::placement::Area;
use multisplit::{Intent, Moment, Provided, Request, Slot, WidgetProvider, Workspace};
use pool::{Done, MAX_ABANDONED, Pool, STUCK_AFTER, Threads};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use sync::Arc;

const SCHEDULES: usize = 25_000;

struct Provider {
    runs: Arc<AtomicUsize>,
    /// Loads named "lost" do not return before this is set, cancelled or not.
    freed: Arc<AtomicBool>,
}

impl WidgetProvider for Provider {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        let (runs, freed, id) = (Arc::clone(&self.runs), Arc::clone(&self.freed), request.widget.to_string());
        Provided::Load(Box::new(move |context| {
            runs.fetch_add(1, Ordering::SeqCst);
            shuttle::thread::yield_now();
            if id.starts_with("stuck") {
                // Returns only after it is cancelled, and not at once even then.
                while !context.is_cancelled() {
                    shuttle::thread::yield_now();
                }
                for _ in 0..3 {
                    shuttle::thread::yield_now();
                }
            }
            while id.starts_with("lost") && !freed.load(Ordering::SeqCst) {
                shuttle::thread::yield_now();
            }
            context.check()?;
            Ok(Box::new(move |_| Ok(id)))
        }))
    }
}

/// A workspace that shows these widgets. Its loads go to a pool with the given number of threads.
struct Bed {
    workspace: Workspace<Provider>,
    pool: Pool<String>,
    pushed: usize,
    answers: BTreeMap<String, usize>,
    runs: Arc<AtomicUsize>,
    freed: Arc<AtomicBool>,
    clock: Arc<AtomicU64>,
}

impl Bed {
    fn new(workers: usize, widgets: &[&str]) -> Self {
        let (runs, clock) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicU64::new(0)));
        let time = Arc::clone(&clock);
        let now: pool::Clock = Arc::new(move || Moment::from_millis(time.load(Ordering::SeqCst)));
        let freed = Arc::new(AtomicBool::new(false));
        let mut workspace = Workspace::new(Provider { runs: Arc::clone(&runs), freed: Arc::clone(&freed) });
        for widget in widgets {
            workspace.open(widget).expect("opened");
        }
        let pool = Pool::new(workers, Box::new(Threads), now, Arc::new(|| {}));
        let mut bed = Self { workspace, pool, pushed: 0, answers: BTreeMap::new(), runs, freed, clock };
        bed.frame();
        bed
    }

    fn now(&self) -> Moment {
        Moment::from_millis(self.clock.load(Ordering::SeqCst))
    }

    fn frame(&mut self) {
        let now = self.now();
        self.workspace.frame(now, Area::default());
        while let Some(effect) = self.workspace.poll() {
            if let Effect::Run(load) = effect {
                self.push(load);
            }
        }
    }

    fn push(&mut self, load: Load<String>) {
        self.pushed += 1;
        self.pool.push(load);
    }

    /// Takes answers until there are `answers` of them.
    fn drive(&mut self, answers: usize) {
        while self.answers.values().sum::<usize>() < answers {
            match self.pool.done() {
                Some(Done { ticket, answer }) => {
                    *self.answers.entry(format!("{ticket:?}")).or_default() += 1;
                    let now = self.now();
                    self.workspace.handle(now, HostInput::JobDone { ticket, answer });
                }
                None => shuttle::thread::yield_now(),
            }
        }
    }
}

#[test]
fn every_load_is_answered_once_whatever_the_schedule() {
    shuttle::check_random(
        || {
            let mut bed = Bed::new(2, &["a", "b", "c", "d"]);
            bed.drive(4);
            assert!(bed.answers.values().all(|n| *n == 1), "{:?}", bed.answers);
            let live = bed.workspace.slots().all().filter(|(.., slot)| matches!(slot, Slot::Live(_))).count();
            assert_eq!((live, bed.runs.load(Ordering::SeqCst), bed.pool.stats().running), (4, 4, 0));
        },
        SCHEDULES,
    );
}

#[test]
fn a_load_that_is_cancelled_in_time_is_not_run_and_a_late_answer_changes_nothing() {
    shuttle::check_random(
        || {
            let mut bed = Bed::new(1, &["a", "b", "c"]);
            let panes: Vec<_> = bed.workspace.layout().tree().panes().collect();
            let context = match bed.workspace.slots().get(panes[2]) {
                Some(Slot::Loading { context, .. }) => context.clone(),
                _ => panic!("it loads"),
            };
            let now = bed.now();
            bed.workspace.apply(now, Intent::StopLoad(panes[2])).expect("never refused");
            bed.drive(2);
            let third = bed.workspace.slots().get(panes[2]).map(Slot::state);
            assert_eq!(third, Some("failed"));
            assert!(context.is_cancelled());
            // The load was run only if a worker had taken it before it was cancelled.
            assert!(bed.runs.load(Ordering::SeqCst) <= 3);
        },
        SCHEDULES,
    );
}

#[test]
fn the_end_of_the_pool_ends_its_threads_at_any_moment() {
    shuttle::check_random(
        || {
            let bed = Bed::new(2, &["a", "stuck:1", "b"]);
            // The pool ends in the middle of its work, answered or not.
            let _ = bed.pool.done();
            drop(bed.pool);
            // Shuttle itself fails if a thread waits forever.
        },
        SCHEDULES,
    );
}

/// Loses the given number of threads to loads that never return, and runs one load after them.
fn lose(threads: usize) {
    let names: Vec<String> = (0..threads).map(|i| format!("lost:{i}")).collect();
    let mut bed = Bed::new(1, &[]);
    for (i, name) in names.iter().enumerate() {
        bed.workspace.open(name).expect("opened");
        bed.frame();
        while bed.runs.load(Ordering::SeqCst) <= i {
            shuttle::thread::yield_now();
        }
        let pane = bed.workspace.layout().focused_pane().expect("the new one");
        let now = bed.now();
        bed.workspace.apply(now, Intent::StopLoad(pane)).expect("never refused");
        bed.pool.look_after(bed.now());
        bed.clock.fetch_add(u64::try_from(STUCK_AFTER.as_millis()).expect("short"), Ordering::SeqCst);
        bed.pool.look_after(bed.now());
        assert_eq!(bed.pool.stats().stuck, (i + 1).min(MAX_ABANDONED));
    }
    if threads <= MAX_ABANDONED {
        // None of the lost threads has returned, so another thread runs this load.
        bed.workspace.open("next").expect("opened");
        bed.frame();
        bed.drive(1);
        assert_eq!(bed.workspace.meters().loads_done, 1);
        assert_eq!(bed.pool.stats().stuck, threads);
    }
    // The lost loads are answered after all, too late to be of use, and their threads end.
    bed.freed.store(true, Ordering::SeqCst);
    let all = bed.answers.values().sum::<usize>() + threads;
    bed.drive(all);
    assert_eq!((bed.pool.stats().stuck, bed.pool.stats().running), (0, 0));
}

#[test]
fn a_thread_that_never_comes_back_is_replaced_and_the_rest_goes_on() {
    shuttle::check_random(|| lose(1), SCHEDULES);
}

#[test]
fn no_more_threads_are_given_up_than_may_be() {
    shuttle::check_random(|| lose(MAX_ABANDONED), SCHEDULES / 100);
    // The last thread is not replaced. It counts as running until it returns.
    shuttle::check_random(|| lose(MAX_ABANDONED + 1), SCHEDULES / 100);
}
