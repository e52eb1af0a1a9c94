//! A hand-turned clock, an inline spawner and trees as text, to test MultiSplit and applications built on it.
