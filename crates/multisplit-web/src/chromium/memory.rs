//! What the processes of a browser use.

use super::events::ProcessInfo;

/// The memory of a browser, in bytes: what is only its own, without what it shares with other programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BrowserMemory {
    /// What it takes for itself, however many pages there are.
    pub own: u64,
    /// What its pages take, all together. Each says its share in [`State::bytes`](crate::engine::State::bytes).
    pub pages: u64,
}

/// Measures processes. Blocks for some microseconds for each. `None` where the system does not say it: on macOS.
pub(super) fn measure(processes: &[ProcessInfo]) -> Option<BrowserMemory> {
    let mut all = BrowserMemory::default();
    for process in processes {
        // One that has ended in the meantime uses nothing.
        let Some(bytes) = private_bytes(process.id) else { continue };
        *(if process.r#type == "renderer" { &mut all.pages } else { &mut all.own }) += bytes;
    }
    (all.own > 0).then_some(all)
}

/// Returns the memory that a process alone uses: what is resident, without what files and other processes share with it.
#[cfg(target_os = "linux")]
fn private_bytes(process: u32) -> Option<u64> {
    let pages = std::fs::read_to_string(format!("/proc/{process}/statm")).ok()?;
    let mut pages = pages.split_ascii_whitespace().skip(1).map_while(|number| number.parse::<u64>().ok());
    let (resident, shared) = (pages.next()?, pages.next()?);
    Some(resident.saturating_sub(shared) * rustix::param::page_size() as u64)
}

#[cfg(not(target_os = "linux"))]
fn private_bytes(_: u32) -> Option<u64> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{ProcessInfo, measure};

    #[test]
    fn what_a_process_fills_is_measured_and_one_that_is_gone_is_left_out() {
        let of = |id, kind: &str| ProcessInfo { id, r#type: kind.to_owned() };
        let own = of(std::process::id(), "browser");
        let before = measure(std::slice::from_ref(&own)).expect("measured").own;
        let filled = std::hint::black_box(vec![1_u8; 64 << 20]);
        let after = measure(&[own, of(u32::MAX, "renderer")]).expect("measured");
        assert!(after.own > before + (56 << 20) && after.pages == 0, "{before} {after:?} {}", filled.len());
        assert_eq!(measure(&[of(u32::MAX, "browser")]), None);
    }
}
