//! The operations whose instructions are kept in `table.txt`. It rejects an unknown name. Invariant: callgrind sees `counted_from_here`
//! entered only for the operation, never for its preparation.

use crate::work::{Make, Work, layouts, parked, workspaces};
use std::hint::black_box;

/// The number of turns before the first counted one. They reserve the memory for all further turns.
const WARM_UPS: usize = 2;

/// A hot operation.
pub struct Operation {
    /// The name, which includes the number of panes.
    pub name: &'static str,
    panes: usize,
    times: usize,
    make: Make,
}

const fn operation(name: &'static str, panes: usize, times: usize, make: Make) -> Operation {
    Operation { name, panes, times, make }
}

/// All operations.
pub const OPERATIONS: &[Operation] = &[
    operation("place-all-cold-1k", 1_000, 4, layouts::cold),
    operation("place-divider-moved-10k", 10_000, 16, layouts::divider_moved),
    operation("find-visible-10k", 10_000, 16, layouts::find_visible),
    operation("split-undo-10k", 10_000, 64, layouts::split_undo),
    operation("neighbor-10k", 10_000, 256, layouts::neighbor),
    operation("hit-10k", 10_000, 256, workspaces::hit),
    operation("activate-tab-10k", 10_000, 64, layouts::activate),
    operation("group-add-10k", 10_000, 64, layouts::group_add),
    operation("save-1k", 1_000, 4, layouts::save),
    operation("load-1k", 1_000, 4, layouts::load),
    operation("load-over-1k", 1_000, 4, layouts::load_over),
    operation("frame-steady-100-of-10k", 10_000, 16, workspaces::steady_100),
    operation("frame-scrolled-100-of-10k", 10_000, 16, workspaces::scrolled_100),
    operation("frame-replaced-100-of-10k", 10_000, 16, workspaces::replaced_100),
    operation("slot-live-100-of-10k", 10_000, 256, workspaces::slot_live),
    operation("snapshot-100-of-10k", 10_000, 16, workspaces::snapshot),
    operation("park-evict-10k", 10_000, 64, parked::park_evict),
];

/// Runs an operation as often as it is counted, and returns how often.
///
/// # Errors
/// Returns a message if there is no operation with this name, or if the engine refuses a command.
pub fn run(name: &str) -> Result<usize, String> {
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let Operation { panes, times, make, .. } = operation.ok_or_else(|| format!("no operation is called {name}"))?;
    let mut work = make(*panes)?;
    for at in 0..WARM_UPS {
        work.prepare(at)?;
        work.work(at)?;
    }
    // The allocator joins the small pieces that the preparation has freed when it is asked for a large one. Without this, whichever turn
    // asks for one first would pay for that.
    drop(black_box(vec![0_u8; 1 << 20]));
    for at in WARM_UPS..WARM_UPS + times {
        work.prepare(at)?;
        counted_from_here(&mut *work, at..at + 1)?;
    }
    Ok(*times)
}

/// Runs the counted turns. `xtask` tells callgrind to count inside this function, by its name.
///
/// It is a loop, because a last call in tail position could leave the function early.
///
/// # Errors
/// Returns the message of the work if the engine refuses a command.
#[inline(never)]
fn counted_from_here(work: &mut dyn Work, turns: std::ops::Range<usize>) -> Result<(), String> {
    for at in turns {
        work.work(black_box(at))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{OPERATIONS, WARM_UPS, run};

    #[test]
    fn every_operation_does_what_it_is_called_more_than_once() {
        for operation in OPERATIONS {
            let mut work = (operation.make)(1_000).expect(operation.name);
            for at in 0..WARM_UPS + operation.times {
                work.prepare(at).and_then(|()| work.work(at)).expect(operation.name);
            }
        }
    }

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        for (at, operation) in OPERATIONS.iter().enumerate() {
            assert!(OPERATIONS[..at].iter().all(|other| other.name != operation.name), "{}", operation.name);
        }
        assert!(run("nothing").unwrap_err().contains("nothing"));
    }
}
