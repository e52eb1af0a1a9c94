//! Measures how soon a widget is there that the user opens while a thousand loads wait. Each contender has two threads. A load waits two
//! milliseconds, as if for a disk. Wall time is measured, because this is what the user waits for.

mod ours;
mod pools;

pub use ours::{Workbench, grid};
pub use pools::{Peer, blocking, rayon, tokio};

use std::thread;
use std::time::Duration;

/// The number of threads of each pool.
pub const THREADS: usize = 2;
/// The duration of a load.
pub const LOAD: Duration = Duration::from_millis(2);
/// The time after which a missing load is an error.
const PATIENCE: Duration = Duration::from_secs(60);

/// A contender with threads for loads.
pub trait Storm {
    /// Requests the given number of loads that the user does not wait for.
    ///
    /// # Errors
    /// Returns a message that says what went wrong.
    fn queue(&mut self, loads: usize) -> Result<(), String>;

    /// Requests one more load, which the user waits for, and returns how long it took.
    ///
    /// # Errors
    /// Returns a message that says what went wrong.
    fn show(&mut self) -> Result<Duration, String>;
}

/// Performs a load: waits as if for a disk.
fn load() {
    thread::sleep(LOAD);
}

#[cfg(test)]
mod tests {
    use super::{Storm, Workbench, rayon, tokio};

    #[test]
    fn what_the_user_opens_comes_though_others_wait() {
        let contenders: [Box<dyn Storm>; 3] = [
            Box::new(Workbench::new().expect("a workspace")),
            Box::new(tokio().expect("a runtime")),
            Box::new(rayon().expect("a pool")),
        ];
        for mut contender in contenders {
            contender.queue(200).expect("room");
            let waited = contender.show().expect("it comes");
            assert!(waited >= super::LOAD, "it was loaded: {waited:?}");
        }
    }
}
