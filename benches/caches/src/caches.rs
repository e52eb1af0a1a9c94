//! Caches.

pub mod gdsf;
pub mod lru;
pub mod quick;
pub mod tiny;
