//! Tests of the engine from outside: what a user, an application or a bad file would notice. Trees are written as text.
//!
//! Invariant: every helper checks the tree, undo and redo in addition to what its test asks for.

mod broken_files;
mod cells;
mod check;
mod chrome;
mod closing;
mod dragging;
mod everything;
mod files;
mod focusing;
mod going;
mod grouping;
mod huge;
mod listing;
mod loading;
mod marking;
mod measuring;
mod memory_traces;
mod model;
mod moving;
mod opening;
mod paving;
mod promises;
mod providing;
mod recovering;
mod renaming;
mod returning;
mod runtime;
mod runtime_limits;
mod runtime_model;
mod sizing;
mod spelling;
mod tiling;
mod timing;
mod undoing;
mod unsaved;
mod viewing;
