//! Checks that the crates for a browser compile for `wasm32-unknown-unknown`. It installs nothing: without the target it says so and
//! succeeds.

use std::process::Command;

use crate::run::{Outcome, cargo, finish};

const TARGET: &str = "wasm32-unknown-unknown";
/// The crates that run in a browser. `multisplit-host` compiles as a whole there; only its host without threads works.
const CRATES: [&str; 3] = ["multisplit", "multisplit-host", "multisplit-egui"];

/// Checks the crates, if the target is installed.
pub(crate) fn check() -> Outcome {
    match installed() {
        Ok(list) if is_listed(&list) => {
            let mut command = cargo(&["check", "--target", TARGET]);
            command.args(CRATES.iter().flat_map(|name| ["-p", *name]));
            finish(command)
        }
        Ok(_) => {
            println!("skipped: the target is not installed; `rustup target add {TARGET}` installs it");
            Ok(())
        }
        Err(why) => {
            println!("skipped: {why}");
            Ok(())
        }
    }
}

/// Returns the list of installed targets, or why it is not known.
fn installed() -> Result<String, String> {
    let output = Command::new("rustup").args(["target", "list", "--installed"]).output();
    let output =
        output.map_err(|error| format!("the installed targets are not known: cannot start rustup: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("the installed targets are not known: rustup failed: {}", output.status))
    }
}

/// Returns `true` if the target is in a list of rustup, which has one name per line.
fn is_listed(list: &str) -> bool {
    list.lines().any(|line| line.trim() == TARGET)
}

#[cfg(test)]
mod tests {
    use super::is_listed;

    #[test]
    fn only_the_very_target_counts_as_installed() {
        assert!(is_listed("wasm32-unknown-unknown\nx86_64-unknown-linux-gnu\n"));
        assert!(is_listed("x86_64-pc-windows-msvc\r\nwasm32-unknown-unknown\r\n"));
        assert!(!is_listed("wasm32-unknown-unknown-more\nwasm32-wasip1\n"));
        assert!(!is_listed(""));
    }
}
