//! Threads, files and clocks for a MultiSplit workspace.
