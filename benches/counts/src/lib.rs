//! Measures what MultiSplit's hot operations cost: in instructions, which no other program on the machine can affect, and as an exponent of
//! the number of panes. It does not compare with peers; they are measured elsewhere. Invariant: the same program does the same work in
//! every run.

#[cfg(feature = "growth")]
mod growth;
pub mod operation;
pub mod ours;
pub mod shape;
mod work;

/// The figures of this crate.
#[cfg(feature = "growth")]
pub const FIGURES: &[multisplit_bench_report::Figure] = &[("growth", growth::measure)];
