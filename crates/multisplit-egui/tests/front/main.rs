//! Tests of the front end as a user meets it. Each test drives a real window without a screen, by pointer and by keys.

mod dividers;
mod errors;
mod fixture;
mod floats;
mod focus;
mod groups;
mod hands;
mod hooks;
mod hosted;
mod keys;
mod looks;
mod minimap;
mod overview;
mod overview_looks;
mod plain;
mod quiet;
mod retained;
mod scrolling;
mod sessions;
mod tabs;
