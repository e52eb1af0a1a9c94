//! `never!`: a condition that only a bug of ours can make true. Panics in debug builds, logs and goes on in release.

/// Says that a place is reached only through a bug: panics in debug builds, logs an error in release builds.
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
