//! A thousand loads wait, and the user opens something: how soon is it there? Two threads each; a load waits two milliseconds, as
//! for a disk. Wall time, since that is what the user waits.

mod ours;
mod pools;

pub use ours::{Workbench, grid};
pub use pools::{Peer, blocking, rayon, tokio};

use std::thread;
use std::time::Duration;

/// Threads of each pool.
pub const THREADS: usize = 2;
/// What a load takes.
pub const LOAD: Duration = Duration::from_millis(2);
/// After how long a load that did not come is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody with threads for loads.
pub trait Storm {
    /// Asks for so many loads that nobody waits for.
    ///
    /// # Errors
    /// What went wrong, in words.
    fn queue(&mut self, loads: usize) -> Result<(), String>;

    /// Asks for one more, which the user waits for. Answers how long that took.
    ///
    /// # Errors
    /// What went wrong, in words.
    fn show(&mut self) -> Result<Duration, String>;
}

/// A load: waits as for a disk.
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
