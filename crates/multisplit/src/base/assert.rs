//! The `never!` macro, for conditions that only a bug of this crate can make true. It panics in debug builds; in
//! release builds it logs an error and execution continues.

/// Reports that code was reached which only a bug can reach: panics in debug builds, logs an error in release builds.
#[macro_export]
#[doc(hidden)]
macro_rules! never {
    ($($words:tt)*) => {{
        if cfg!(debug_assertions) {
            panic!($($words)*);
        } else {
            tracing::error!($($words)*);
        }
    }};
}
