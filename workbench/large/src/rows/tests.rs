//! Tests of rows against the most obvious implementation, from any place and in both directions.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

use super::{Bytes, PIECE_BYTES, Row, Rows};

impl Bytes for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn fetch(&self, range: std::ops::Range<u64>, into: &mut Vec<u8>) {
        let end = (range.end as usize).min(self.len());
        into.extend_from_slice(self.get(range.start as usize..end).unwrap_or_default());
    }
}

/// Returns all cuts of a file by the rule, computed with the whole file in memory.
fn naive_cuts(bytes: &[u8]) -> Vec<usize> {
    let is_inside = |at: usize| bytes[at] & 0xC0 == 0x80;
    (PIECE_BYTES..bytes.len())
        .step_by(PIECE_BYTES)
        .filter(|&at| !bytes[at - PIECE_BYTES..at].contains(&b'\n'))
        .filter(|&at| bytes[at] != b'\n' && !bytes[at..].starts_with(b"\r\n"))
        .map(|at| {
            let lead = (at - 3..at).rev().find(|&lead| !is_inside(lead));
            lead.filter(|&lead| is_inside(at) && bytes[lead] >= 0xC0).unwrap_or(at)
        })
        .collect()
}

fn naive(bytes: &[u8]) -> Vec<Row> {
    let cuts = naive_cuts(bytes);
    let (mut rows, mut line) = (Vec::new(), 0);
    while line < bytes.len() {
        let found = bytes[line..].iter().position(|&byte| byte == b'\n').map(|at| line + at);
        let (mut end, next) = found.map_or((bytes.len(), bytes.len()), |at| (at, at + 1));
        if found.is_some() && bytes[line..end].ends_with(b"\r") {
            end -= 1;
        }
        let mut start = line;
        for &cut in cuts.iter().filter(|&&cut| cut > line && cut < next) {
            let (from, to) = (start as u64, cut as u64);
            rows.push(Row { start: from, end: to, next: to, column: 0, starts_line: start == line, is_cut: true });
            start = cut;
        }
        let (from, to, next_row) = (start as u64, end as u64, next as u64);
        rows.push(Row { start: from, end: to, next: next_row, column: 0, starts_line: start == line, is_cut: false });
        line = next;
    }
    rows
}

/// Generates lines of all lengths around that of a piece, with characters of one to four bytes and with invalid bytes.
fn contents() -> impl Strategy<Value = Vec<u8>> {
    let unit = prop_oneof![
        Just(b"a".to_vec()),
        Just("\u{e9}".as_bytes().to_vec()),
        Just("\u{4e16}".as_bytes().to_vec()),
        Just("\u{1f600}".as_bytes().to_vec()),
        Just(vec![0x80]),
        Just(vec![0xf0]),
        Just(b"\r".to_vec())
    ];
    let line = (unit, prop_oneof![0_usize..40, PIECE_BYTES / 4 - 9..3 * PIECE_BYTES], any::<bool>());
    let lines = vec((line, 0_usize..4), 0..6);
    lines.prop_map(|lines| {
        let mut bytes = Vec::new();
        for ((unit, count, carriage), pad) in lines {
            bytes.extend(b"xyz_".iter().take(pad));
            bytes.extend(unit.repeat(count));
            bytes.extend_from_slice(if carriage { b"\r\n" } else { b"\n" });
        }
        if bytes.len().is_multiple_of(3) {
            bytes.pop();
        }
        bytes
    })
}

fn check(bytes: &Vec<u8>) {
    let expect = naive(bytes);
    let rows = Rows::new(bytes, None);
    let mut forward = Vec::new();
    let mut row = rows.at(0);
    while let Some(current) = row {
        forward.push(current);
        row = rows.after(&current);
    }
    assert_eq!(forward, expect);
    assert_eq!(rows.from(0, usize::MAX), expect);
    let mut backward = Vec::new();
    let mut row = rows.at(u64::MAX);
    while let Some(current) = row {
        backward.push(current);
        row = rows.before(&current);
    }
    backward.reverse();
    assert_eq!(backward, expect);
    for row in &expect {
        for offset in [row.start, (row.start + row.next) / 2, row.next - 1] {
            assert_eq!(rows.at(offset), Some(*row), "at {offset}");
        }
        assert!(row.next - row.start <= 2 * PIECE_BYTES as u64 + 2);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(96))]

    #[test]
    fn rows_are_the_same_from_everywhere(bytes in contents()) {
        check(&bytes);
    }

    #[test]
    fn wrapped_rows_tile_the_file(bytes in contents(), columns in 8_usize..300) {
        let rows = Rows::new(&bytes, Some(columns));
        let all = rows.from(0, usize::MAX);
        let mut at = 0;
        for row in &all {
            assert_eq!(row.start, at);
            assert!(row.next > row.start && row.end <= row.next);
            at = row.next;
        }
        assert_eq!(at, bytes.len() as u64);
        let starts: Vec<u64> = all.iter().filter(|row| row.starts_line).map(|row| row.start).collect();
        let lines: Vec<u64> = naive(&bytes).iter().filter(|row| row.starts_line).map(|row| row.start).collect();
        assert_eq!(starts, lines);
        for pair in all.windows(2).step_by(7) {
            assert_eq!((rows.after(&pair[0]), rows.before(&pair[1])), (Some(pair[1]), Some(pair[0])));
        }
    }
}

#[test]
fn a_long_line_that_ends_at_a_cut_is_cut_the_same_from_behind() {
    for unit in ["a", "\u{e9}", "\u{4e16}", "\u{1f600}"] {
        for ending in ["\n", "\r\n", "\r", ""] {
            for pieces in [2, 3, 4, 7] {
                for less in 0..3 {
                    let mut bytes = unit.repeat(pieces * PIECE_BYTES / unit.len()).into_bytes();
                    bytes.resize(pieces * PIECE_BYTES - less, b'x');
                    bytes.extend_from_slice(ending.as_bytes());
                    check(&bytes);
                    bytes.extend_from_slice(b"next\n");
                    check(&bytes);
                }
            }
        }
    }
}

#[test]
fn a_break_at_a_cut_makes_no_empty_row() {
    for (ending, extra) in [("\n", 0), ("\r\n", 0), ("\r\n", 1)] {
        let mut bytes = vec![b'a'; PIECE_BYTES - extra];
        bytes.extend_from_slice(ending.as_bytes());
        bytes.extend_from_slice(b"next");
        check(&bytes);
        assert_eq!(Rows::new(&bytes, None).from(0, 9).len(), 2);
    }
}
