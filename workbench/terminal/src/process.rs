//! The shell as a process: its folder, whether it runs a program, and how it is ended.
//!
//! This module does not reap the shell; the pty's own thread does.
//!
//! Invariant: a signal is sent through a process handle, never to a number that may belong to another process by now.

#[cfg(target_os = "linux")]
pub use self::linux::{Process, Watch};
#[cfg(not(target_os = "linux"))]
pub use self::other::Process;
#[cfg(all(unix, not(target_os = "linux")))]
pub use self::other::Watch;

#[cfg(target_os = "linux")]
mod linux {
    //! Linux: uses `/proc`, the pty's foreground process group, and a process handle.

    use std::fs::{self, File};
    use std::io;
    use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
    use std::os::unix::process::ExitStatusExt;
    use std::path::PathBuf;
    use std::process::ExitStatus;
    use std::thread;

    use alacritty_terminal::tty::Pty;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, pidfd_open, pidfd_send_signal, waitid};

    use crate::limits;

    /// A running shell.
    #[derive(Debug)]
    pub struct Process {
        pid: Option<Pid>,
        pty: File,
        handle: Option<OwnedFd>,
    }

    impl Process {
        /// Creates the process of the shell behind `pty`, which must not have been reaped yet.
        ///
        /// # Errors
        /// Fails if the pty's file descriptor cannot be duplicated. A missing process handle is no error: it is logged.
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

        /// Returns a file to poll for the shell's end, if the system offers one.
        pub fn watch(&self) -> Option<Watch> {
            self.handle.as_ref()?.try_clone().ok().map(Watch)
        }

        /// Returns the shell's current folder; `None` unless the shell runs and the folder exists.
        pub fn folder(&self) -> Option<PathBuf> {
            use std::os::unix::ffi::OsStrExt as _;
            let pid = self.pid?.as_raw_nonzero();
            // Only the link is read, so this waits for no disk; the kernel marks a removed folder in the link.
            let folder = fs::read_link(format!("/proc/{pid}/cwd")).ok()?;
            (!folder.as_os_str().as_bytes().ends_with(b" (deleted)")).then_some(folder)
        }

        /// Returns `true` if a program other than the shell is in the foreground. The answer is valid only while the shell runs.
        pub fn is_busy(&self) -> bool {
            let foreground = rustix::termios::tcgetpgrp(&self.pty).ok();
            foreground.is_some() && foreground != self.pid
        }

        /// Kills the shell if the hang-up has not ended it in time; waits for that on its own thread.
        pub fn end(self) {
            let Some(handle) = self.handle else { return };
            let watcher = thread::Builder::new().name("terminal end".to_owned()).spawn(move || kill_late(&handle));
            if let Err(why) = watcher {
                tracing::warn!(%why, "no thread to see that the shell ends");
            }
        }
    }

    /// A handle that becomes readable when the shell has ended.
    #[derive(Debug)]
    pub struct Watch(OwnedFd);

    impl Watch {
        /// Returns how the shell ended, or `None` while it runs. The shell is still left to be reaped when the pty is dropped.
        pub fn status(&self) -> Option<ExitStatus> {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
            let status = waitid(WaitId::PidFd(self.0.as_fd()), options).ok()??;
            // A wait status keeps the exit code in its second byte and the signal in its first.
            let code = status.exit_status().map(|code| (code & 0xff) << 8);
            let signal = status.terminating_signal().map(|signal| signal & 0x7f);
            code.or(signal).map(ExitStatus::from_raw)
        }
    }

    impl AsFd for Watch {
        fn as_fd(&self) -> BorrowedFd<'_> {
            self.0.as_fd()
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
    //! Other systems: nothing is asked, and only the pty's hang-up ends the shell.

    use std::io;
    use std::path::PathBuf;

    use alacritty_terminal::tty::Pty;

    /// A running shell.
    #[derive(Debug)]
    pub struct Process;

    impl Process {
        /// Creates the process of the shell behind `pty`; never fails here.
        pub fn of(_pty: &Pty) -> io::Result<Self> {
            Ok(Self)
        }

        /// Returns `None`: not offered here.
        #[cfg(unix)]
        pub fn watch(&self) -> Option<Watch> {
            None
        }

        /// Returns `None`: unknown here.
        pub fn folder(&self) -> Option<PathBuf> {
            None
        }

        /// Returns `false`: unknown here.
        pub fn is_busy(&self) -> bool {
            false
        }

        /// Does nothing.
        pub fn end(self) {}
    }

    /// A handle to poll for the shell's end; none exists here.
    #[cfg(unix)]
    #[derive(Debug)]
    pub enum Watch {}

    #[cfg(unix)]
    impl Watch {
        /// Never called, since no value exists.
        pub fn status(&self) -> Option<std::process::ExitStatus> {
            match *self {}
        }
    }

    #[cfg(unix)]
    impl std::os::fd::AsFd for Watch {
        fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
            match *self {}
        }
    }
}
