//! What an application asked for, in order: which widget, how large, how dear to rebuild, when. Knows no cache.
//! Invariant: times never go back, and every access names an id of its trace.

mod dice;
pub mod generate;
pub mod recorded;

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

/// Accesses in order, the ids that they name by number, and what a cache may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What it is called in rows.
    pub name: String,
    /// Bytes that a cache may hold.
    pub budget: u64,
    ids: Vec<String>,
    accesses: Vec<Access>,
}

impl Trace {
    /// Accesses with a cache of this part of all bytes. The accesses must name ids by their place and go on in time.
    fn new(name: impl Into<String>, ids: Vec<String>, accesses: Vec<Access>, part: f64) -> Self {
        let mut trace = Self { name: name.into(), budget: 0, ids, accesses };
        trace.budget = part_of(trace.bytes(), part);
        trace
    }

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

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a part of some bytes
fn part_of(bytes: u64, part: f64) -> u64 {
    (bytes as f64 * part) as u64
}
