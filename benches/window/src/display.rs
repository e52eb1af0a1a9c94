//! A virtual display with a window manager, and hands for it.

use crate::child::end;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};

/// A display that ends when it is dropped.
pub(crate) struct Display {
    /// Its name, such as `:99`.
    pub(crate) name: String,
    server: Child,
    manager: Child,
    hands: Child,
    typing: ChildStdin,
}

impl Display {
    pub(crate) fn open() -> Result<Self, String> {
        let mut server = started(
            Command::new("Xvfb").args(["-displayfd", "1", "-screen", "0", "1400x900x24"]).stdout(Stdio::piped()),
        )?;
        let said = server.stdout.take().ok_or("Xvfb says nothing")?;
        let mut number = String::new();
        BufReader::new(said).read_line(&mut number).map_err(|error| error.to_string())?;
        let name = format!(":{}", number.trim());
        let manager = started(Command::new("openbox").env("DISPLAY", &name))?;
        let mut hands = started(Command::new("xdotool").arg("-").env("DISPLAY", &name).stdin(Stdio::piped()))?;
        let typing = hands.stdin.take().ok_or("xdotool takes nothing")?;
        Ok(Self { name, server, manager, hands, typing })
    }

    /// Presses and releases a key.
    pub(crate) fn key(&mut self, key: &str) -> Result<(), String> {
        writeln!(self.typing, "key {key}").and_then(|()| self.typing.flush()).map_err(|error| error.to_string())
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in [&mut self.hands, &mut self.manager, &mut self.server] {
            end(child);
        }
    }
}

fn started(command: &mut Command) -> Result<Child, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stderr(Stdio::null()).spawn().map_err(|error| format!("{name} does not start: {error}"))
}
