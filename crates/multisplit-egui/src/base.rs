//! The base of the crate: styles, keys, coordinates, names and bounds. It does not use any other part of the crate.

pub(crate) mod any_pane;
pub(crate) mod bindings;
pub(crate) mod closing;
pub(crate) mod content;
pub(crate) mod coords;
pub(crate) mod drop_zone;
pub(crate) mod float_bar;
pub(crate) mod group_color;
pub(crate) mod guard;
pub(crate) mod hooks;
pub(crate) mod limits;
pub(crate) mod menus;
pub(crate) mod names;
pub(crate) mod pacing;
pub(crate) mod pane;
pub(crate) mod scroll_math;
pub(crate) mod style;
pub(crate) mod tab_commands;
pub(crate) mod tab_strip;
pub(crate) mod title;
