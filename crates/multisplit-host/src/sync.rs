//! The threads and locks of the pool, under one name. Its tests substitute other ones (`tests/schedules.rs`).

pub(crate) use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
pub(crate) use std::thread;
