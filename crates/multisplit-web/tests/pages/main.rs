//! Pages in a real browser, from a server of the test.

mod asking;
mod described;
mod desk;
mod dying;
mod hands;
mod hostile;
mod own;
mod pictures;
mod server;
mod showing;
mod web;
