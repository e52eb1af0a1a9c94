//! Messages on a socket: bytes in, bytes out, and looking up in between.
//!
//! It refuses to wait without looking at whether it is still wanted, and to hold a message longer than it is told to.
//! Invariant: `at` stands behind a whole message or inside the one whose `left` bytes are not read yet.

use std::io::{ErrorKind, Read as _, Write as _};

use bytes::BytesMut;

use super::socket::Patience;
use super::tls::Stream;
use crate::error::QueryError;
use crate::limits;

pub(super) struct Wire {
    stream: Stream,
    /// The server in words, for errors.
    pub place: String,
    /// What is to be sent.
    pub out: BytesMut,
    buffer: Vec<u8>,
    at: usize,
    /// Bytes of the message at hand that were not taken.
    left: usize,
}

impl Wire {
    pub fn new(stream: Stream, place: String) -> Self {
        Self { stream, place, out: BytesMut::new(), buffer: Vec::new(), at: 0, left: 0 }
    }

    pub fn lost(&self, why: impl Into<String>) -> QueryError {
        QueryError::Lost { place: self.place.clone(), why: why.into() }
    }

    /// Sends what waits in `out`.
    pub fn send(&mut self) -> Result<(), QueryError> {
        let out = self.out.split();
        let sent = self.stream.write_all(&out).and_then(|()| self.stream.flush());
        sent.map_err(|error| self.lost(error.to_string()))
    }

    /// Goes to the next message: its letter and the length of its body. What is left of the last one is skipped.
    pub fn next(&mut self, patience: Patience<'_>) -> Result<(u8, usize), QueryError> {
        self.skip_rest(patience)?;
        self.have(5, patience)?;
        let head: [u8; 5] = std::array::from_fn(|index| self.buffer[self.at + index]);
        let len = i32::from_be_bytes([head[1], head[2], head[3], head[4]]);
        let len = usize::try_from(len).ok().and_then(|len| len.checked_sub(4));
        self.left = len.ok_or_else(|| self.lost("it does not speak the protocol of PostgreSQL"))?;
        self.at += 5;
        Ok((head[0], self.left))
    }

    /// The whole body of the message at hand.
    pub fn body(&mut self, patience: Patience<'_>) -> Result<Vec<u8>, QueryError> {
        if self.left > limits::MESSAGE_BYTES {
            return Err(self.lost(format!("a message of {} bytes is not believed", self.left)));
        }
        let len = self.left;
        Ok(self.take(len, patience)?.to_vec())
    }

    /// The next bytes of the message at hand.
    pub fn take(&mut self, len: usize, patience: Patience<'_>) -> Result<&[u8], QueryError> {
        if len > self.left {
            return Err(self.lost("a message is shorter than it says"));
        }
        self.have(len, patience)?;
        let start = self.at;
        (self.at, self.left) = (start + len, self.left - len);
        Ok(&self.buffer[start..start + len])
    }

    /// Leaves bytes of the message at hand out, without holding them.
    pub fn skip(&mut self, len: usize, patience: Patience<'_>) -> Result<(), QueryError> {
        let mut len = len.min(self.left);
        self.left -= len;
        loop {
            let here = len.min(self.buffer.len() - self.at);
            (self.at, len) = (self.at + here, len - here);
            if len == 0 {
                return Ok(());
            }
            self.fill(patience)?;
        }
    }

    pub fn skip_rest(&mut self, patience: Patience<'_>) -> Result<(), QueryError> {
        self.skip(self.left, patience)
    }

    pub fn i32(&mut self, patience: Patience<'_>) -> Result<i32, QueryError> {
        let bytes = self.take(4, patience)?;
        Ok(i32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    pub fn u16(&mut self, patience: Patience<'_>) -> Result<u16, QueryError> {
        let bytes = self.take(2, patience)?;
        Ok(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    fn have(&mut self, len: usize, patience: Patience<'_>) -> Result<(), QueryError> {
        while self.buffer.len() - self.at < len {
            self.fill(patience)?;
        }
        Ok(())
    }

    /// Reads at least a byte; what was taken before goes.
    fn fill(&mut self, patience: Patience<'_>) -> Result<(), QueryError> {
        const STEP: usize = 64 * 1024;
        self.buffer.drain(..self.at);
        self.at = 0;
        let len = self.buffer.len();
        self.buffer.resize(len + STEP, 0);
        loop {
            // Also where the server never is silent.
            let wanted = patience();
            let read = wanted.and_then(|()| match self.stream.read(&mut self.buffer[len..]) {
                Ok(0) => Err(self.lost("the server closed it")),
                Ok(read) => Ok(Some(read)),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => Ok(None),
                    // An encrypted connection that ends without a last message.
                    ErrorKind::UnexpectedEof => Err(self.lost("the server closed it")),
                    _ => Err(self.lost(error.to_string())),
                },
            });
            match read {
                Ok(Some(read)) => {
                    self.buffer.truncate(len + read);
                    return Ok(());
                }
                Ok(None) => {}
                Err(error) => {
                    self.buffer.truncate(len);
                    return Err(error);
                }
            }
        }
    }
}

/// The body of a message, read from its front.
pub(super) struct Body<'a>(&'a [u8]);

impl<'a> Body<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn u8(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub fn i32(&mut self) -> Option<i32> {
        self.array().map(i32::from_be_bytes)
    }

    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    /// Text up to a zero byte.
    pub fn text(&mut self) -> Option<String> {
        let end = self.0.iter().position(|byte| *byte == 0)?;
        let text = String::from_utf8_lossy(&self.0[..end]).into_owned();
        self.0 = &self.0[end + 1..];
        Some(text)
    }

    pub fn rest(self) -> &'a [u8] {
        self.0
    }
}
