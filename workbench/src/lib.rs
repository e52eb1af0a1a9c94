//! The MultiSplit workbench: a folder in split panes.
