//! How much memory the process has, cheaply: a few small files of the kernel, never a walk of all mappings. On a thread of its
//! own, which wakes the window only where there is something to decide.
//!
//! # Limitations
//! Linux only; elsewhere nothing is measured, and the accounted bytes decide alone.

use crate::sync::{Arc, Condvar, Mutex, PoisonError, thread};
use multisplit::Probe;
use std::collections::VecDeque;
use std::time::Duration;

/// Probes that wait to be fetched; the oldest go.
const MOST_WAITING: usize = 16;

#[derive(Default)]
struct State {
    probes: VecDeque<Probe>,
    closed: bool,
}

/// Measures again and again until it is dropped.
pub(crate) struct MemoryProbe {
    shared: Arc<(Mutex<State>, Condvar)>,
}

impl MemoryProbe {
    /// Starts to measure; `None` where nothing can be measured or no thread be started.
    pub(crate) fn start(every: Duration, soft_bytes: u64, wake: Arc<dyn Fn() + Send + Sync>) -> Option<Self> {
        measure().resident?;
        let shared = Arc::new((Mutex::new(State::default()), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let work = move || probe(&theirs, every, soft_bytes, &*wake);
        match thread::Builder::new().name("multisplit-memory".to_owned()).spawn(work) {
            Ok(_) => Some(Self { shared }),
            Err(error) => {
                tracing::error!("memory is not watched: {error}");
                None
            }
        }
    }

    /// The next probe that was not fetched yet.
    pub(crate) fn latest(&self) -> Option<Probe> {
        lock(&self.shared.0).probes.pop_front()
    }
}

impl Drop for MemoryProbe {
    fn drop(&mut self) {
        lock(&self.shared.0).closed = true;
        self.shared.1.notify_all();
    }
}

fn probe(shared: &(Mutex<State>, Condvar), every: Duration, soft_bytes: u64, wake: &(dyn Fn() + Send + Sync)) {
    let mut was_high = false;
    loop {
        let probe = measure();
        let high = is_high(&probe, soft_bytes);
        let mut state = lock(&shared.0);
        if state.closed {
            return;
        }
        if state.probes.len() >= MOST_WAITING {
            state.probes.pop_front();
        }
        state.probes.push_back(probe);
        drop(state);
        if high || was_high {
            wake();
        }
        was_high = high;
        let state = lock(&shared.0);
        let (state, _) =
            shared.1.wait_timeout_while(state, every, |state| !state.closed).unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return;
        }
    }
}

/// Whether the numbers may lead to another level than the normal one.
fn is_high(probe: &Probe, soft_bytes: u64) -> bool {
    let group = probe.group_limit.zip(probe.group_used).is_some_and(|(limit, used)| used > limit / 2);
    probe.resident.is_some_and(|resident| resident > soft_bytes / 100 * 80)
        || group
        || probe.stalled_percent.is_some_and(|s| s > 0.5)
}

/// Measures once. Costs a few small reads, some ten microseconds.
#[must_use]
pub fn measure() -> Probe {
    let read = |path: &str| std::fs::read_to_string(path).ok();
    let group = read("/proc/self/cgroup").and_then(|text| group_folder(&text));
    let number = |name: &str| {
        let folder = group.as_ref()?;
        parse_bytes(&read(&format!("{folder}/{name}"))?)
    };
    Probe {
        resident: read("/proc/self/status").and_then(|text| resident(&text)),
        group_limit: number("memory.max").or_else(|| number("memory.limit_in_bytes")),
        group_used: number("memory.current").or_else(|| number("memory.usage_in_bytes")),
        stalled_percent: read("/proc/pressure/memory").and_then(|text| stalled(&text)),
    }
}

/// `VmRSS:     1234 kB`
fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    kib.checked_mul(1024)
}

/// The folder of the process's memory group, of version 2 or 1.
fn group_folder(cgroup: &str) -> Option<String> {
    for line in cgroup.lines() {
        let mut parts = line.splitn(3, ':');
        let (number, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
        let path = path.trim_end_matches('/');
        if number == "0" && controllers.is_empty() {
            return Some(format!("/sys/fs/cgroup{path}"));
        }
        if controllers.split(',').any(|c| c == "memory") {
            return Some(format!("/sys/fs/cgroup/memory{path}"));
        }
    }
    None
}

/// A number of bytes; `max`, and what stands for "no limit" in version 1, are none.
fn parse_bytes(text: &str) -> Option<u64> {
    text.trim().parse().ok().filter(|bytes| *bytes < 1 << 60)
}

/// `full avg10=0.00 avg60=…`
fn stalled(pressure: &str) -> Option<f32> {
    let full = pressure.lines().find_map(|line| line.strip_prefix("full "))?;
    full.split_whitespace().find_map(|part| part.strip_prefix("avg10="))?.parse().ok()
}

fn lock(state: &Mutex<State>) -> crate::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{MemoryProbe, group_folder, is_high, measure, parse_bytes, resident, stalled};
    use crate::sync::Arc;
    use multisplit::Probe;
    use std::time::{Duration, Instant};

    #[test]
    fn the_kernels_files_are_understood() {
        assert_eq!(resident("Name:\tx\nVmRSS:\t    1234 kB\nRssAnon:\t 9 kB\n"), Some(1234 << 10));
        assert_eq!(resident(""), None);
        assert_eq!(group_folder("0::/user.slice/app\n").as_deref(), Some("/sys/fs/cgroup/user.slice/app"));
        assert_eq!(group_folder("0::/\n").as_deref(), Some("/sys/fs/cgroup"));
        let one = "11:cpu,cpuacct:/x\n7:memory:/docker/abc\n";
        assert_eq!(group_folder(one).as_deref(), Some("/sys/fs/cgroup/memory/docker/abc"));
        assert_eq!(group_folder("garbage"), None);
        assert_eq!(parse_bytes("1048576\n"), Some(1 << 20));
        assert_eq!((parse_bytes("max\n"), parse_bytes("9223372036854771712")), (None, None));
        let pressure = "some avg10=1.50 avg60=0.1 avg300=0 total=5\nfull avg10=0.75 avg60=0 avg300=0 total=1\n";
        assert_eq!(stalled(pressure), Some(0.75));
        assert_eq!(stalled("some avg10=1.50"), None);
    }

    #[test]
    fn only_what_may_change_the_level_wakes_the_window() {
        let resident = |bytes| Probe { resident: Some(bytes), ..Probe::default() };
        assert!(!is_high(&resident(80), 1_000));
        assert!(is_high(&resident(900), 1_000));
        assert!(is_high(&Probe { group_limit: Some(100), group_used: Some(60), ..Probe::default() }, 1_000));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_running_probe_measures_and_ends_with_its_owner() {
        assert!(measure().resident.is_some_and(|bytes| bytes > 100_000));
        let woken = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = Arc::clone(&woken);
        let wake = Arc::new(move || {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        });
        let probe = MemoryProbe::start(Duration::from_millis(1), 1, wake).expect("a thread");
        let start = Instant::now();
        let mut seen = 0;
        while seen < 3 && start.elapsed() < Duration::from_secs(20) {
            seen += usize::from(probe.latest().is_some());
        }
        assert_eq!(seen, 3);
        drop(probe);
        while Arc::strong_count(&woken) > 1 && start.elapsed() < Duration::from_secs(20) {
            std::thread::yield_now();
        }
        assert_eq!(Arc::strong_count(&woken), 1, "its thread is gone");
    }
}
