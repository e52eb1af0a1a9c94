//! What an application requested, in order: which widget, its size, its rebuild cost, and when. It knows nothing about caches.
//! Invariant: times never go back, and every access names an id of its trace.

mod dice;
pub mod generate;
pub mod recorded;

/// One request of a widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The time in microseconds since the trace began.
    pub at_us: u64,
    /// The index of the widget's id in the trace.
    pub id: u32,
    /// The size of the widget while it is kept, in bytes.
    pub bytes: u32,
    /// The cost of building the widget again, in microseconds.
    pub rebuild_us: u64,
}

/// Accesses in order, the ids that they refer to by index, and the budget of a cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The name of the trace in the rows.
    pub name: String,
    /// The bytes that a cache may hold.
    pub budget: u64,
    ids: Vec<String>,
    accesses: Vec<Access>,
}

impl Trace {
    /// Creates a trace whose budget is `part` of all bytes. The accesses must refer to ids by index, and their times must not go back.
    fn new(name: impl Into<String>, ids: Vec<String>, accesses: Vec<Access>, part: f64) -> Self {
        let mut trace = Self { name: name.into(), budget: 0, ids, accesses };
        trace.budget = part_of(trace.bytes(), part);
        trace
    }

    /// Returns all accesses in order.
    #[must_use]
    pub fn accesses(&self) -> &[Access] {
        &self.accesses
    }

    /// Returns the ids. An access refers to an id by its index.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Returns the bytes of all widgets together, each at its largest size.
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
