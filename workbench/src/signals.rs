//! Signals that end the program: the window is asked to save and close, and if it hangs, the program is ended anyway. Further
//! signals change nothing, because a desktop session may send several at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the system has asked the program to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signals {
    asked: Arc<AtomicBool>,
}

impl Signals {
    /// Returns `true` if a signal has arrived.
    pub(crate) fn asked(&self) -> bool {
        self.asked.load(Ordering::Acquire)
    }
}

#[cfg(unix)]
mod unix {
    use super::Signals;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator;
    use std::io;
    use std::sync::atomic::Ordering;
    use std::thread;
    use std::time::Duration;

    /// The time that the window has to save and close.
    const GRACE: Duration = Duration::from_secs(15);
    /// The exit code that shells report for a program ended by a signal, minus the number of the signal.
    const ENDED_BY: i32 = 128;

    impl Signals {
        /// Waits for signals on a thread, which calls `wake` for the first one.
        ///
        /// # Errors
        /// Fails if the system refuses to deliver signals, or if no thread can be started.
        pub(crate) fn watch(wake: impl Fn() + Send + 'static) -> io::Result<Self> {
            let mut signals = iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
            let ours = Self::default();
            let asked = ours.asked.clone();
            let work = move || {
                for signal in signals.forever() {
                    // Only the first signal counts: each further one would start another thread that ends the program.
                    if asked.swap(true, Ordering::AcqRel) {
                        continue;
                    }
                    tracing::info!(signal, "asked to end");
                    wake();
                    let late = move || {
                        thread::sleep(GRACE);
                        tracing::error!("the window does not close; ended without it");
                        std::process::exit(ENDED_BY + signal);
                    };
                    if let Err(error) = thread::Builder::new().name("late end".to_owned()).spawn(late) {
                        tracing::warn!(%error, "a window that hangs would not be ended");
                    }
                }
            };
            thread::Builder::new().name("signals".to_owned()).spawn(work)?;
            Ok(ours)
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    /// Returns signals that never arrive: on this system, closing the window ends the program.
    ///
    /// # Errors
    /// Never fails.
    #[allow(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "as on Unix")]
    pub(crate) fn watch(_wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        Ok(Self::default())
    }
}
