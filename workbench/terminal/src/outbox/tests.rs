//! Tests of the queue with a program that reads nothing, little, or everything.

use std::io::{self, ErrorKind, Write};

use alacritty_terminal::event::WindowSize;

use super::Outbox;
use crate::limits;

/// A program that reads `room` bytes and then blocks.
struct Program {
    read: Vec<u8>,
    room: usize,
}

impl Write for Program {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(ErrorKind::WouldBlock.into());
        }
        let count = bytes.len().min(self.room).min(7);
        self.room -= count;
        self.read.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn read(outbox: &Outbox, room: usize) -> Vec<u8> {
    let mut program = Program { read: Vec::new(), room };
    outbox.write_to(&mut program).expect("it reads");
    program.read
}

#[test]
fn bytes_arrive_in_order_however_little_is_read_at_once() {
    let outbox = Outbox::new().expect("a queue");
    assert!(outbox.input(b"typed "));
    outbox.answer(b"answer one ");
    outbox.answer(b"answer two ");
    assert!(outbox.input(b"typed again"));
    let mut all = Vec::new();
    for room in 0..20 {
        all.extend(read(&outbox, room));
    }
    assert_eq!(String::from_utf8_lossy(&all), "typed answer one answer two typed again");
    assert_eq!(outbox.waiting_bytes(), 0);
}

#[test]
fn a_program_that_asks_and_never_reads_gets_so_many_answers() {
    let outbox = Outbox::new().expect("a queue");
    for _ in 0..100_000 {
        outbox.answer(b"\x1b[24;80R");
    }
    assert!(outbox.waiting_bytes() <= limits::MAX_ANSWER_BYTES);
    assert!(outbox.input(b"\x03"), "the user is heard all the same");
    // A program that reads again is answered again.
    assert_eq!(read(&outbox, usize::MAX).last(), Some(&3));
    outbox.answer(b"late");
    assert_eq!(read(&outbox, usize::MAX), b"late");
}

#[test]
fn pastes_that_nobody_reads_are_refused_as_a_whole() {
    let outbox = Outbox::new().expect("a queue");
    let paste = vec![b'x'; limits::MAX_SEND_BYTES];
    assert!(outbox.input(&paste) && outbox.input(&paste));
    assert!(!outbox.input(b"y"));
    assert_eq!(outbox.waiting_bytes(), limits::MAX_WAITING_BYTES);
    assert_eq!(read(&outbox, 2).len(), 2);
    assert!(!outbox.input(b"yyy") && outbox.input(b"yy"));
}

#[test]
fn only_the_newest_size_waits_and_the_end_forgets_the_rest() {
    let outbox = Outbox::new().expect("a queue");
    let size = |columns| WindowSize { num_lines: 1, num_cols: columns, cell_width: 1, cell_height: 1 };
    (1..=1_000).for_each(|columns| outbox.resize(size(columns)));
    let orders = outbox.orders();
    assert_eq!((orders.size.map(|size| size.num_cols), orders.is_closed), (Some(1_000), false));
    assert!(outbox.orders().size.is_none());
    assert!(outbox.input(b"too late"));
    outbox.close();
    assert!(outbox.orders().is_closed && outbox.orders().is_closed);
    outbox.answer(b"too late");
    assert_eq!(outbox.waiting_bytes(), 0);
}
