//! Sockets of a server: TCP, or Unix on this machine.
//!
//! Invariant: a socket waits for a read at most [`limits::READ_STEP`], so that whoever reads can check whether it is still wanted.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use crate::error::QueryError;
use crate::limits;

/// Called while the server is silent; an error ends the waiting.
pub(super) type Patience<'a> = &'a mut dyn FnMut() -> Result<(), QueryError>;

/// Where a server listens.
#[derive(Debug, Clone)]
pub(super) enum Peer {
    Tcp(SocketAddr),
    #[cfg_attr(not(unix), allow(dead_code, reason = "there are no Unix sockets"))]
    Socket(PathBuf),
}

impl Peer {
    pub fn dial(&self, timeout: Duration) -> std::io::Result<Socket> {
        let stream = match self {
            Self::Tcp(address) => {
                let stream = TcpStream::connect_timeout(address, timeout)?;
                stream.set_nodelay(true)?;
                Socket::Tcp(stream)
            }
            #[cfg(unix)]
            Self::Socket(path) => Socket::Unix(UnixStream::connect(path)?),
            #[cfg(not(unix))]
            Self::Socket(_) => return Err(std::io::ErrorKind::Unsupported.into()),
        };
        stream.set_timeouts(limits::READ_STEP, limits::WRITE)?;
        Ok(stream)
    }

    /// Whether nobody can listen on the way.
    pub fn is_local(&self) -> bool {
        match self {
            Self::Tcp(address) => address.ip().is_loopback(),
            Self::Socket(_) => true,
        }
    }
}

pub(super) enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Socket {
    pub fn set_timeouts(&self, read: Duration, write: Duration) -> std::io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.set_read_timeout(Some(read)).and(stream.set_write_timeout(Some(write))),
            #[cfg(unix)]
            Self::Unix(stream) => stream.set_read_timeout(Some(read)).and(stream.set_write_timeout(Some(write))),
        }
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            #[cfg(unix)]
            Self::Unix(stream) => stream.read(buffer),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            #[cfg(unix)]
            Self::Unix(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
