//! All caches of widgets: published caches behind one trait, a reference, and ours. They see single accesses, never the whole trace.

mod gdsf;
mod lru;
mod ours;
mod quick;
mod tiny;

pub use gdsf::Gdsf;
pub use lru::Lru;
pub use ours::Ours;
pub use quick::Quick;
pub use tiny::Tiny;

use crate::sim::Cache;
use crate::trace::Trace;

/// The names of the caches in the rows.
pub(crate) const HASHLINK: &str = "hashlink";
pub(crate) const QUICK: &str = "quick_cache";
pub(crate) const MOKA: &str = "moka";
pub(crate) const GDSF: &str = "GDSF";

/// Returns the peers, empty, with the budget of a trace.
#[must_use]
pub fn peers(trace: &Trace) -> Vec<(&'static str, Box<dyn Cache>)> {
    let budget = trace.budget;
    vec![
        (HASHLINK, Box::new(Lru::new(budget))),
        // The estimated number of widgets is what fits if all have the average size. This is how a user would set it up.
        (QUICK, Box::new(Quick::new(budget, (trace.ids().len() / 20).max(16)))),
        (MOKA, Box::new(Tiny::new(budget))),
        (GDSF, Box::new(Gdsf::new(budget))),
    ]
}
