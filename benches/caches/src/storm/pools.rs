//! Peers: pools that run jobs in the order of arrival. A load that is needed now is a job like any other.

use super::{LOAD, PATIENCE, Storm, THREADS, load};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

type Job = Box<dyn FnOnce() + Send>;

/// A pool, as a function that starts a job in it.
pub struct Peer {
    start: Box<dyn Fn(Job)>,
}

/// Creates the pool of tokio's threads for blocking work.
///
/// # Errors
/// Returns the message of the system if the runtime cannot be built.
pub fn tokio() -> Result<Peer, String> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.max_blocking_threads(THREADS).build().map_err(|error| error.to_string())?;
    Ok(Peer { start: Box::new(move |job| drop(runtime.spawn_blocking(job))) })
}

/// Creates a rayon pool.
///
/// # Errors
/// Returns the message of rayon if the pool cannot be built.
pub fn rayon() -> Result<Peer, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(THREADS).build().map_err(|error| error.to_string())?;
    Ok(Peer { start: Box::new(move |job| pool.spawn_fifo(job)) })
}

/// The variable that sets the number of threads of `blocking`. It is read once per process.
const BLOCKING_THREADS: &str = "BLOCKING_MAX_THREADS";

/// Creates the pool of smol.
///
/// # Errors
/// Returns a message if the environment does not limit the pool to [`THREADS`] threads. Nothing else can limit it.
pub fn blocking() -> Result<Peer, String> {
    if std::env::var(BLOCKING_THREADS).ok().and_then(|threads| threads.parse().ok()) != Some(THREADS) {
        return Err(format!(
            "`blocking` has {THREADS} threads only with {BLOCKING_THREADS}={THREADS}, as xtask sets it"
        ));
    }
    Ok(Peer { start: Box::new(|job| blocking::unblock(job).detach()) })
}

impl Storm for Peer {
    fn queue(&mut self, loads: usize) -> Result<(), String> {
        (0..loads).for_each(|_| (self.start)(Box::new(load)));
        // After this time all threads are busy.
        std::thread::sleep(LOAD);
        Ok(())
    }

    fn show(&mut self) -> Result<Duration, String> {
        let (done, is_done) = channel();
        let begun = Instant::now();
        (self.start)(Box::new(move || {
            load();
            // The send fails only if the caller has stopped waiting.
            done.send(()).unwrap_or_default();
        }));
        is_done.recv_timeout(PATIENCE).map_err(|error| error.to_string())?;
        Ok(begun.elapsed())
    }
}
