//! Calls into the application. Invariant: a panic in one costs what it would have returned, or its own pane, and nothing else.

use multisplit::{Failure, PaneId};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls a widget. If it panics, the failure is added to `failures` and `None` is returned.
pub(crate) fn guarded<T>(failures: &mut Vec<(PaneId, Failure)>, pane: PaneId, call: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| failures.push((pane, Failure::from_panic(&*panic)))).ok()
}

/// Calls a hook of the application. If it panics, the panic is logged and `None` is returned.
pub(crate) fn logged<T>(call: impl FnOnce() -> T) -> Option<T> {
    let report = |panic: &(dyn std::any::Any + Send)| {
        tracing::error!("a hook of the application panicked: {}", Failure::from_panic(panic).reason);
    };
    catch_unwind(AssertUnwindSafe(call)).inspect_err(|panic| report(&**panic)).ok()
}
