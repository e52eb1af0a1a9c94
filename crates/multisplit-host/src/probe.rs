//! Measures the memory of the process cheaply, on a thread of its own.
//!
//! It reads a few small kernel files and never walks all mappings. The thread wakes the window only if there is something to decide.
//!
//! # Limitations
//! Works on Linux only. On other systems nothing is measured, and only the accounted bytes decide.

use crate::sync::{Arc, Condvar, Mutex, PoisonError, thread};
use multisplit::memory::Probe;
use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

/// The most probes that wait to be fetched. When the queue is full, the oldest probe is dropped.
const MAX_WAITING: usize = 16;

#[derive(Default)]
struct State {
    probes: VecDeque<Probe>,
    closed: bool,
}

/// A probe that measures memory repeatedly until it is dropped.
pub(crate) struct MemoryProbe {
    shared: Arc<(Mutex<State>, Condvar)>,
}

impl MemoryProbe {
    /// Starts to measure. Returns `None` if nothing can be measured or no thread can be started.
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

    /// Returns the oldest probe that has not been fetched yet.
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
        let high = probe.may_matter(soft_bytes);
        let mut state = lock(&shared.0);
        if state.closed {
            return;
        }
        if state.probes.len() >= MAX_WAITING {
            state.probes.pop_front();
        }
        state.probes.push_back(probe);
        drop(state);
        // The first low probe after a high one matters too: the workspace may leave its level then.
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

/// Measures the memory of the process once. Costs a few small reads, about ten microseconds.
#[must_use]
pub fn measure() -> Probe {
    measure_under(Path::new("/"))
}

/// Measures once, with the kernel's files under the given root.
fn measure_under(root: &Path) -> Probe {
    let read = |path: &str| std::fs::read_to_string(root.join(path)).ok();
    let group = read("proc/self/cgroup").and_then(|text| group_folder(&text));
    let of_group = |name: &str| read(&format!("{}/{name}", group.as_ref()?));
    let number = |name: &str| parse_bytes(&of_group(name)?);
    // Cached file contents that the kernel can reclaim at once do not count as used.
    let idle = of_group("memory.stat").and_then(|text| idle_files(&text)).unwrap_or(0);
    let used = number("memory.current").or_else(|| number("memory.usage_in_bytes"));
    let pressure = of_group("memory.pressure").or_else(|| read("proc/pressure/memory"));
    Probe {
        resident: read("proc/self/status").and_then(|text| resident(&text)),
        group_limit: number("memory.max").or_else(|| number("memory.limit_in_bytes")),
        group_used: used.map(|used| used.saturating_sub(idle)),
        stalled_percent: pressure.and_then(|text| stalled(&text)),
    }
}

/// Parses `inactive_file 123`, which covers the group and its children. Version 1 names it `total_inactive_file`.
fn idle_files(stat: &str) -> Option<u64> {
    let of = |name: &str| stat.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok());
    of("total_inactive_file").or_else(|| of("inactive_file"))
}

/// Parses `VmRSS:     1234 kB` into bytes.
fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    kib.checked_mul(1024)
}

/// Returns the folder of the process's memory group (cgroup version 2 or 1), relative to the root.
fn group_folder(cgroup: &str) -> Option<String> {
    for line in cgroup.lines() {
        let mut parts = line.splitn(3, ':');
        let (number, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
        let path = path.trim_end_matches('/');
        if number == "0" && controllers.is_empty() {
            return Some(format!("sys/fs/cgroup{path}"));
        }
        if controllers.split(',').any(|c| c == "memory") {
            return Some(format!("sys/fs/cgroup/memory{path}"));
        }
    }
    None
}

/// Parses a number of bytes. Returns `None` for `max` and for the huge numbers that mean "no limit" in version 1.
fn parse_bytes(text: &str) -> Option<u64> {
    text.trim().parse().ok().filter(|bytes| *bytes < 1 << 60)
}

/// Parses `full avg10=0.00 avg60=…` into the percentage of the last 10 seconds.
fn stalled(pressure: &str) -> Option<f32> {
    let full = pressure.lines().find_map(|line| line.strip_prefix("full "))?;
    full.split_whitespace().find_map(|part| part.strip_prefix("avg10="))?.parse().ok()
}

fn lock(state: &Mutex<State>) -> crate::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{MemoryProbe, group_folder, measure, measure_under, parse_bytes, resident, stalled};
    use crate::sync::Arc;
    use multisplit::memory::Probe;
    use std::time::{Duration, Instant};

    #[test]
    fn the_kernels_files_are_understood() {
        assert_eq!(resident("Name:\tx\nVmRSS:\t    1234 kB\nRssAnon:\t 9 kB\n"), Some(1234 << 10));
        assert_eq!(resident(""), None);
        assert_eq!(group_folder("0::/user.slice/app\n").as_deref(), Some("sys/fs/cgroup/user.slice/app"));
        assert_eq!(group_folder("0::/\n").as_deref(), Some("sys/fs/cgroup"));
        let one = "11:cpu,cpuacct:/x\n7:memory:/docker/abc\n";
        assert_eq!(group_folder(one).as_deref(), Some("sys/fs/cgroup/memory/docker/abc"));
        assert_eq!(group_folder("garbage"), None);
        assert_eq!(parse_bytes("1048576\n"), Some(1 << 20));
        assert_eq!((parse_bytes("max\n"), parse_bytes("9223372036854771712")), (None, None));
        let pressure = "some avg10=1.50 avg60=0.1 avg300=0 total=5\nfull avg10=0.75 avg60=0 avg300=0 total=1\n";
        assert_eq!(stalled(pressure), Some(0.75));
        assert_eq!(stalled("some avg10=1.50"), None);
    }

    /// Creates a root folder with these files.
    fn root(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        root
    }

    #[test]
    fn a_group_of_either_version_is_measured_without_the_files_it_has_read() {
        let two = root(&[
            ("proc/self/cgroup", "0::/app\n"),
            ("proc/self/status", "VmRSS:\t 8 kB\n"),
            ("proc/pressure/memory", "full avg10=50.00\n"),
            ("sys/fs/cgroup/app/memory.max", "1000000\n"),
            ("sys/fs/cgroup/app/memory.current", "900000\n"),
            ("sys/fs/cgroup/app/memory.stat", "anon 5\ninactive_file 600000\n"),
            ("sys/fs/cgroup/app/memory.pressure", "some avg10=9\nfull avg10=1.25 avg60=0\n"),
        ]);
        let expect = Probe {
            resident: Some(8 << 10),
            group_limit: Some(1_000_000),
            group_used: Some(300_000),
            stalled_percent: Some(1.25),
        };
        assert_eq!(measure_under(two.path()), expect, "the group's own pressure, not the system's");
        let one = root(&[
            ("proc/self/cgroup", "4:memory:/app\n0::/\n"),
            ("proc/pressure/memory", "full avg10=2.50\n"),
            ("sys/fs/cgroup/memory/app/memory.limit_in_bytes", "9223372036854771712\n"),
            ("sys/fs/cgroup/memory/app/memory.usage_in_bytes", "700\n"),
            ("sys/fs/cgroup/memory/app/memory.stat", "inactive_file 1\ntotal_inactive_file 200\n"),
        ]);
        let expect = Probe { group_used: Some(500), stalled_percent: Some(2.5), ..Probe::default() };
        assert_eq!(measure_under(one.path()), expect);
        assert_eq!(measure_under(root(&[]).path()), Probe::default());
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
