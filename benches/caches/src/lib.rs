//! caches

pub mod caches;
pub mod offline;
pub mod sim;
pub mod trace;
