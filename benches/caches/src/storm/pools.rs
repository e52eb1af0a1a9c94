//! Peers: pools that run jobs in the order they came. A load that is wanted now is a job like any other.

use super::{LOAD, PATIENCE, Storm, THREADS, load};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

type Job = Box<dyn FnOnce() + Send>;

/// A pool behind the way to start a job in it.
pub struct Peer {
    start: Box<dyn Fn(Job)>,
}

/// tokio's threads for blocking work.
///
/// # Errors
/// What the system says.
pub fn tokio() -> Result<Peer, String> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.max_blocking_threads(THREADS).build().map_err(|error| error.to_string())?;
    Ok(Peer { start: Box::new(move |job| drop(runtime.spawn_blocking(job))) })
}

/// rayon.
///
/// # Errors
/// What the system says.
pub fn rayon() -> Result<Peer, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(THREADS).build().map_err(|error| error.to_string())?;
    Ok(Peer { start: Box::new(move |job| pool.spawn_fifo(job)) })
}

/// What says how many threads `blocking` has; it is read once in a process.
const BLOCKING_THREADS: &str = "BLOCKING_MAX_THREADS";

/// The pool of smol.
///
/// # Errors
/// The environment does not hold it to [`THREADS`] threads, which nothing else can.
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
        // All threads are at work by then.
        std::thread::sleep(LOAD);
        Ok(())
    }

    fn show(&mut self) -> Result<Duration, String> {
        let (done, is_done) = channel();
        let begun = Instant::now();
        (self.start)(Box::new(move || {
            load();
            // Nobody waits any more where this fails.
            done.send(()).unwrap_or_default();
        }));
        is_done.recv_timeout(PATIENCE).map_err(|error| error.to_string())?;
        Ok(begun.elapsed())
    }
}
