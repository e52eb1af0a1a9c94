//! Starts a browser and connects a pipe to it.

use super::Options;
use multisplit_disk::make_private_folder;
use std::io::{self, PipeReader, PipeWriter};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A browser that runs, with both ends of its pipe.
pub(super) struct Running {
    pub(super) child: Child,
    pub(super) says: PipeReader,
    pub(super) hears: PipeWriter,
}

/// What a browser does not do here: it asks nothing of the network by itself, has no account and no extensions.
const ARGUMENTS: [&str; 17] = [
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--no-pings",
    "--password-store=basic",
    "--use-mock-keychain",
    "--hide-crash-restore-bubble",
    "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication",
];

/// Returns `true` if the user is root.
pub(super) fn is_root() -> bool {
    #[cfg(unix)]
    return rustix::process::geteuid().is_root();
    #[cfg(not(unix))]
    return false;
}

/// Starts a browser. Blocks on the disk.
///
/// # Errors
/// Words for the user.
#[cfg(unix)]
pub(super) fn start(browser: &Path, profile: &Path, options: &Options, scale: f32) -> Result<Running, String> {
    use command_fds::{CommandFdExt as _, FdMapping};
    if is_root() && options.has_sandbox {
        return Err("Pages are not shown to root: the browser cannot lock them in. Start as another user.".to_owned());
    }
    let no_pipe = |error: &dyn std::fmt::Display| format!("The browser cannot be spoken to: {error}.");
    make_private(profile)?;
    let (says, theirs_out) = io::pipe().map_err(|error| no_pipe(&error))?;
    let (theirs_in, hears) = io::pipe().map_err(|error| no_pipe(&error))?;
    let mut command = Command::new(browser);
    command.args(ARGUMENTS).arg(format!("--user-data-dir={}", profile.display()));
    command.arg(format!("--force-device-scale-factor={scale}"));
    if !options.has_sandbox {
        command.arg("--no-sandbox");
    }
    command.args(&options.arguments).arg("about:blank");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let ends = [(theirs_in.into(), 3), (theirs_out.into(), 4)];
    let ends = ends.map(|(parent_fd, child_fd)| FdMapping { parent_fd, child_fd });
    command.fd_mappings(ends.into()).map_err(|error| no_pipe(&error))?;
    let child = command.spawn().map_err(|error| format!("{} cannot be started: {error}.", browser.display()))?;
    Ok(Running { child, says, hears })
}

/// Starts a browser.
///
/// # Errors
/// Always: a pipe can be handed to a browser on Unix only.
#[cfg(not(unix))]
pub(super) fn start(_: &Path, _: &Path, _: &Options, _: f32) -> Result<Running, String> {
    Err("Pages can be shown on Linux and macOS only.".to_owned())
}

/// Makes a folder that only its owner can look into, also if it was there.
///
/// # Errors
/// Words for the user.
pub(super) fn make_private(folder: &Path) -> Result<(), String> {
    let made = make_private_folder(folder);
    #[cfg(unix)]
    let made = made.and_then(|()| {
        let only_owner = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(folder, only_owner)
    });
    made.map_err(|error| format!("{}: {error}.", folder.display()))
}
