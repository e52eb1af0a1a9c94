//! The threads and locks of the pool, under one name, so that its tests can put others in their place (`tests/schedules.rs`).

pub(crate) use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
pub(crate) use std::thread;
