//! What an application asked for, in order: which widget, how large, how dear to rebuild, when. Knows no cache.
//! Invariant: times never go back, and every access names an id of its trace.

mod dice;
pub mod generate;
pub mod recorded;

pub use generate::{Costs, back_and_forth, workday};

/// One widget is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Microseconds since the trace began.
    pub at_us: u64,
    /// Which id of the trace.
    pub id: u32,
    /// What the widget holds while it is kept.
    pub bytes: u32,
    /// What building it again takes, in microseconds.
    pub rebuild_us: u64,
}

/// Accesses in order, and the ids that they name by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What it is called in rows.
    pub name: String,
    ids: Vec<String>,
    accesses: Vec<Access>,
}

impl Trace {
    /// All accesses in order.
    #[must_use]
    pub fn accesses(&self) -> &[Access] {
        &self.accesses
    }

    /// The ids; an access has the place of its id.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// What all widgets hold together, each as large as it ever was.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let mut largest = vec![0_u32; self.ids.len()];
        for access in &self.accesses {
            let held = &mut largest[access.id as usize];
            *held = access.bytes.max(*held);
        }
        largest.into_iter().map(u64::from).sum()
    }
}
