//! Messages through the pipe: each ends with a zero byte.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{self, BufRead};

/// The maximum size of a message, in bytes. A longer one is skipped.
pub(super) const MAX_MESSAGE_BYTES: usize = 64 << 20;

/// A message of the browser: an answer has a number, an event has a method.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Message<'a> {
    pub(super) id: Option<u64>,
    #[serde(borrow, default)]
    pub(super) method: Cow<'a, str>,
    #[serde(borrow, rename = "sessionId", default)]
    pub(super) session: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) params: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) result: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) error: Option<&'a RawValue>,
}

impl Message<'_> {
    /// Returns what an event or an answer holds, or nothing if it is not as expected.
    pub(super) fn read<T: for<'b> Deserialize<'b> + Default>(part: Option<&RawValue>) -> T {
        let read = part.map(|raw| serde_json::from_str(raw.get()));
        read.unwrap_or_else(|| Ok(T::default())).unwrap_or_else(|error| {
            tracing::warn!("the browser says something unexpected: {error}");
            T::default()
        })
    }
}

/// Reads the next message into a buffer. Returns `false` at the end.
///
/// # Errors
/// The pipe broke.
pub(super) fn read(from: &mut impl BufRead, into: &mut Vec<u8>) -> io::Result<bool> {
    into.clear();
    let mut is_too_long = false;
    loop {
        let chunk = match from.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            return Ok(false);
        }
        let end = chunk.iter().position(|byte| *byte == 0);
        let part = &chunk[..end.unwrap_or(chunk.len())];
        is_too_long |= into.len() + part.len() > MAX_MESSAGE_BYTES;
        if !is_too_long {
            into.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        from.consume(used);
        if end.is_some() {
            if is_too_long {
                tracing::warn!("a message of the browser is longer than {MAX_MESSAGE_BYTES} bytes");
                into.clear();
                is_too_long = false;
                continue;
            }
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_MESSAGE_BYTES, read};
    use std::io::{self, BufReader, Read as _};

    #[test]
    fn messages_end_with_a_zero_byte_wherever_the_pipe_cuts_them() {
        let text = b"{\"id\":1}\0{\"method\":\"a\",\"params\":{}}\0{\"cut";
        for capacity in 1..text.len() {
            let mut from = BufReader::with_capacity(capacity, &text[..]);
            let (mut message, mut found) = (vec![], vec![]);
            while read(&mut from, &mut message).expect("memory") {
                found.push(String::from_utf8(message.clone()).expect("text"));
            }
            assert_eq!(found, ["{\"id\":1}", "{\"method\":\"a\",\"params\":{}}"]);
        }
    }

    #[test]
    fn a_message_that_is_too_long_is_skipped() {
        let long = io::repeat(b'x').take(MAX_MESSAGE_BYTES as u64 + 1);
        let mut from = BufReader::new(long.chain(&b"\0{\"id\":2}\0"[..]));
        let mut message = vec![];
        assert!(read(&mut from, &mut message).expect("memory"));
        assert_eq!(message, b"{\"id\":2}");
        assert!(!read(&mut from, &mut message).expect("memory"));
    }
}
