//! The MultiSplit workbench: a folder in split panes, with editors, terminals, images and a file tree. It joins the engine, the
//! egui front end, the host and the panes, and shows how to build an application with them.

mod about;
pub mod app;
mod args;
pub mod cli;
mod demo;
mod folders;
mod fonts;
mod keys;
mod markdown;
mod paths;
mod provider;
mod reports;
mod session;
mod settings;
mod shot;
mod signals;
mod stress;
mod trace;
mod trust;
mod window;
