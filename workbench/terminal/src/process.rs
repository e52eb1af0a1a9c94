//! The shell as a process: where it is, whether it runs something, and how it is made to end.
//! Refuses to reap it: the pty's own thread does. Invariant: a signal is sent through a process handle, never to a number
//! that may belong to someone else by now.

#[cfg(target_os = "linux")]
pub use self::linux::Process;
#[cfg(not(target_os = "linux"))]
pub use self::other::Process;

#[cfg(target_os = "linux")]
mod linux {
    //! Linux: `/proc`, the pty's foreground process group, and a process handle.

    use std::fs::{self, File};
    use std::io;
    use std::os::fd::OwnedFd;
    use std::path::PathBuf;
    use std::thread;

    use alacritty_terminal::tty::Pty;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

    use crate::limits;

    /// A running shell.
    #[derive(Debug)]
    pub struct Process {
        pid: Option<Pid>,
        pty: File,
        handle: Option<OwnedFd>,
    }

    impl Process {
        /// The shell behind `pty`, which must not have been reaped yet.
        pub fn of(pty: &Pty) -> io::Result<Self> {
            let pid = i32::try_from(pty.child().id()).ok().and_then(Pid::from_raw);
            let handle = pid.and_then(|pid| match pidfd_open(pid, PidfdFlags::empty()) {
                Ok(handle) => Some(handle),
                Err(why) => {
                    tracing::debug!(%why, "no process handle: a shell that ignores the hang-up will not be killed");
                    None
                }
            });
            Ok(Self { pid, pty: pty.file().try_clone()?, handle })
        }

        /// The shell's current folder; only while it runs.
        pub fn folder(&self) -> Option<PathBuf> {
            let pid = self.pid?.as_raw_nonzero();
            fs::read_link(format!("/proc/{pid}/cwd")).ok().filter(|folder| folder.is_dir())
        }

        /// Another program than the shell is in the foreground; only while it runs.
        pub fn is_busy(&self) -> bool {
            let foreground = rustix::termios::tcgetpgrp(&self.pty).ok();
            foreground.is_some() && foreground != self.pid
        }

        /// Waits on a thread of its own, and kills the shell if the hang-up did not end it in time.
        pub fn end(self) {
            let Some(handle) = self.handle else { return };
            let watcher = thread::Builder::new().name("terminal end".to_owned()).spawn(move || kill_late(&handle));
            if let Err(why) = watcher {
                tracing::warn!(%why, "no thread to see that the shell ends");
            }
        }
    }

    fn kill_late(handle: &OwnedFd) {
        let grace = Timespec {
            tv_sec: i64::try_from(limits::KILL_GRACE.as_secs()).unwrap_or(1),
            tv_nsec: i64::from(limits::KILL_GRACE.subsec_nanos()),
        };
        match poll(&mut [PollFd::new(handle, PollFlags::IN)], Some(&grace)) {
            Ok(0) | Err(_) => {}
            Ok(_) => return,
        }
        if let Err(why) = pidfd_send_signal(handle, Signal::KILL) {
            tracing::debug!(%why, "the shell could not be killed, or just ended");
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod other {
    //! Elsewhere: nothing is asked, and the pty's hang-up alone ends the shell.

    use std::io;
    use std::path::PathBuf;

    use alacritty_terminal::tty::Pty;

    /// A running shell.
    #[derive(Debug)]
    pub struct Process;

    impl Process {
        /// The shell behind `pty`.
        pub fn of(_pty: &Pty) -> io::Result<Self> {
            Ok(Self)
        }

        /// Unknown here.
        pub fn folder(&self) -> Option<PathBuf> {
            None
        }

        /// Unknown here.
        pub fn is_busy(&self) -> bool {
            false
        }

        /// Nothing more to do here.
        pub fn end(self) {}
    }
}
