//! Frames: what a log file consists of. A frame has a head with its length and checksums, and a body of changes.
//!
//! # Why a damaged place does not hide what comes after it
//!
//! A frame begins with two bytes that never occur in UTF-8 (`FF`, `FE`). Bodies consist of UTF-8 only: texts, and lengths as decimal digits.
//! A reader that loses its place therefore searches for these bytes, and whatever it finds inside of a body is none. A head that happens to
//! look like one within another head fails its checksum.
//!
//! The usual alternative is a log that ends at the first bad frame (the write-ahead logs of SQLite and LevelDB do so). There a single
//! flipped bit costs everything after it, without a word.

use crate::batch::Batch;

/// The first bytes of each frame.
const MAGIC: [u8; 4] = [0xFF, b'M', b'S', 0xFE];
/// The length of a head in bytes: magic, kind, length of the body, sequence number, checksum of the body, checksum of all that.
pub(crate) const HEAD_BYTES: usize = 4 + 1 + 4 + 8 + 4 + 4;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What the file is. Comes first.
    File,
    /// Entries that were there when the file was written. All parts have sequence number 0.
    Part,
    /// A batch.
    Commit,
}

impl Kind {
    const fn byte(self) -> u8 {
        match self {
            Self::File => b'F',
            Self::Part => b'P',
            Self::Commit => b'C',
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::File, Self::Part, Self::Commit].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// A frame that was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) kind: Kind,
    pub(crate) sequence: u64,
    pub(crate) body: &'a str,
    /// Where the frame begins in the file, in bytes.
    pub(crate) at: usize,
}

/// A stretch of a file that holds no frame, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Returns the bytes of a frame.
///
/// The body must have fewer than 2^32 bytes, which the limits of a batch ensure.
pub(crate) fn encode(kind: Kind, sequence: u64, body: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD_BYTES + body.len());
    bytes.extend(MAGIC);
    bytes.push(kind.byte());
    bytes.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(sequence.to_le_bytes());
    bytes.extend(crc32fast::hash(body.as_bytes()).to_le_bytes());
    let sum = crc32fast::hash(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes.extend(body.as_bytes());
    bytes
}

/// Reads all whole frames of a file, in order, and the gaps between them.
pub(crate) fn decode(bytes: &[u8]) -> (Vec<Frame<'_>>, Vec<Gap>) {
    let (mut frames, mut gaps) = (vec![], vec![]);
    let (mut at, mut whole) = (0, 0);
    while at < bytes.len() {
        let Some((frame, end)) = frame_at(bytes, at) else {
            at = next_magic(bytes, at + 1);
            continue;
        };
        if whole < at {
            gaps.push(Gap { from: whole, to: at });
        }
        frames.push(frame);
        (at, whole) = (end, end);
    }
    if whole < bytes.len() {
        gaps.push(Gap { from: whole, to: bytes.len() });
    }
    (frames, gaps)
}

fn frame_at(bytes: &[u8], at: usize) -> Option<(Frame<'_>, usize)> {
    let head = bytes.get(at..at + HEAD_BYTES)?;
    let (summed, sum) = head.split_at(HEAD_BYTES - 4);
    if !head.starts_with(&MAGIC) || sum != crc32fast::hash(summed).to_le_bytes() {
        return None;
    }
    let kind = Kind::of(summed[4])?;
    let length = u32::from_le_bytes(summed[5..9].try_into().ok()?);
    let sequence = u64::from_le_bytes(summed[9..17].try_into().ok()?);
    let body_sum = u32::from_le_bytes(summed[17..21].try_into().ok()?);
    let from = at + HEAD_BYTES;
    let end = from.checked_add(usize::try_from(length).ok()?)?;
    let body = bytes.get(from..end).filter(|body| crc32fast::hash(body) == body_sum)?;
    let body = std::str::from_utf8(body).ok()?;
    Some((Frame { kind, sequence, body, at }, end))
}

fn next_magic(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.windows(MAGIC.len()).position(|window| window == MAGIC).map_or(bytes.len(), |offset| from + offset)
}

/// A change within a body, and where its text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed<'a> {
    pub(crate) key: &'a str,
    /// The text, and where it begins in the body, in bytes.
    pub(crate) text: Option<(&'a str, usize)>,
}

/// Appends a change to a body: `+5:key..12:text........` or `-5:key..`, each length in bytes.
pub(crate) fn write_change(body: &mut String, key: &str, text: Option<&str>) {
    body.push(if text.is_some() { '+' } else { '-' });
    for part in [Some(key), text].into_iter().flatten() {
        body.push_str(&part.len().to_string());
        body.push(':');
        body.push_str(part);
    }
}

/// Returns the body of a batch.
pub(crate) fn body_of(batch: &Batch) -> String {
    let mut body = String::new();
    batch.changes().for_each(|(key, text)| write_change(&mut body, key, text));
    body
}

/// Returns the changes of a body, or `None` if it is none. A body whose checksum fits is one, unless somebody has made it by hand.
pub(crate) fn read_changes(body: &str) -> Option<Vec<Placed<'_>>> {
    let (mut changes, mut at) = (vec![], 0);
    while at < body.len() {
        let sign = body.get(at..=at)?;
        let (key, after) = read_part(body, at + 1)?;
        let (text, after) = match sign {
            "+" => read_part(body, after).map(|(text, end)| (Some((text, end - text.len())), end))?,
            "-" => (None, after),
            _ => return None,
        };
        changes.push(Placed { key, text });
        at = after;
    }
    Some(changes)
}

/// Reads `5:.....` and returns the part with the place where it ends.
fn read_part(body: &str, at: usize) -> Option<(&str, usize)> {
    let digits = body.get(at..)?.split(':').next()?;
    let from = at + digits.len() + 1;
    let end = from.checked_add(digits.parse().ok()?)?;
    Some((body.get(from..end)?, end))
}

#[cfg(test)]
mod tests {
    use super::{Frame, Gap, HEAD_BYTES, Kind, Placed, body_of, decode, encode, read_changes};
    use crate::batch::Batch;

    fn three() -> Vec<u8> {
        ["one", "two", "three"].iter().zip(1..).flat_map(|(body, n)| encode(Kind::Commit, n, body)).collect()
    }

    fn sequences(frames: &[Frame<'_>]) -> Vec<u64> {
        frames.iter().map(|frame| frame.sequence).collect()
    }

    #[test]
    fn every_flipped_bit_costs_the_frame_it_is_in_and_no_other() {
        let bytes = three();
        let ends = [0, HEAD_BYTES + 3, 2 * HEAD_BYTES + 6, 3 * HEAD_BYTES + 11];
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let hit = ends.iter().rposition(|end| *end <= bit / 8).expect("in a frame");
            let (frames, gaps) = decode(&damaged);
            let others: Vec<u64> = [1, 2, 3].into_iter().filter(|n| *n != hit as u64 + 1).collect();
            assert_eq!(sequences(&frames), others, "bit {bit}");
            assert_eq!(gaps, [Gap { from: ends[hit], to: ends[hit + 1] }], "bit {bit}");
        }
    }

    #[test]
    fn a_file_that_ends_anywhere_has_the_frames_before() {
        let bytes = three();
        for end in 0..bytes.len() {
            let (frames, gaps) = decode(&bytes[..end]);
            let whole = [HEAD_BYTES + 3, 2 * HEAD_BYTES + 6].iter().filter(|whole| **whole <= end).count();
            assert_eq!(frames.len(), whole, "{end}");
            assert!(gaps.len() <= 1);
        }
    }

    #[test]
    fn a_frame_within_a_text_is_no_frame() {
        let inner = String::from_utf8_lossy(&three()).into_owned();
        let mut bytes = encode(Kind::Commit, 7, &inner);
        bytes[HEAD_BYTES] ^= 1;
        assert!(decode(&bytes).0.is_empty());
    }

    #[test]
    fn bodies_are_read_as_they_were_written() {
        let batch = Batch::new().put("a:1", "tex:t\n+3:x").put("ä", "").remove("gone");
        let body = body_of(&batch);
        let read = read_changes(&body).expect("a body");
        let back = read.iter().map(|change| (change.key.to_owned(), change.text.map(|(text, _)| text.to_owned())));
        assert_eq!(back.collect::<Batch>(), batch);
        for Placed { text, .. } in read {
            text.inspect(|(text, at)| assert!(body[*at..].starts_with(text)));
        }
    }

    #[test]
    fn what_is_no_body_is_refused() {
        for bad in [
            "x",
            "+",
            "+3",
            "+3:ab",
            "+1:a",
            "+1:a9999999999999999999:x",
            "-99:a",
            "+1:ä1:a",
            "+18446744073709551615:a",
        ] {
            assert_eq!(read_changes(bad), None, "{bad}");
        }
        assert_eq!(read_changes(""), Some(vec![]));
    }
}
