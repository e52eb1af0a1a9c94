//! Finds work on the disk that a frame of a window would wait for, while a program is being tested.
//!
//! It refuses to cost anything in a release: nothing is looked at there. Invariant: the mark belongs to the thread that draws; what
//! that hands to another thread, as with [`Later`](crate::Later), is free.

use std::cell::Cell;

thread_local! {
    static DRAWS: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as drawing a frame for as long as it lives.
#[derive(Debug)]
pub struct Frame {
    before: bool,
}

impl Frame {
    /// Begins a frame.
    ///
    /// # Examples
    /// ```
    /// let frame = multisplit_disk::Frame::begin();
    /// let read = std::thread::spawn(|| multisplit_disk::read_text("Cargo.toml".as_ref(), 1 << 20));
    /// drop(frame);
    /// assert!(read.join().unwrap().is_ok());
    /// ```
    #[must_use]
    pub fn begin() -> Self {
        Self { before: DRAWS.replace(true) }
    }

    /// Does something that may wait for the disk though a frame is being drawn.
    pub fn wait_in<T>(work: impl FnOnce() -> T) -> T {
        let _ends = Self { before: DRAWS.replace(false) };
        work()
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        DRAWS.set(self.before);
    }
}

/// Says that what follows may take as long as the disk takes.
///
/// # Panics
/// In a debug build, if this thread draws a frame.
pub fn blocks() {
    debug_assert!(!DRAWS.get(), "a frame would wait for the disk");
}

#[cfg(test)]
mod tests {
    use super::{Frame, blocks};
    use crate::{NewFile, read_text, replace};
    use std::panic::catch_unwind;

    #[test]
    fn work_on_the_disk_in_a_frame_is_found_and_beside_it_is_free() {
        blocks();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        replace(&path, b"text", NewFile::Private).expect("written");
        let frame = Frame::begin();
        let found = [
            catch_unwind(|| drop(read_text(&path, 100))).is_err(),
            catch_unwind(|| drop(replace(&path, b"", NewFile::Private))).is_err(),
        ];
        assert_eq!(found, [cfg!(debug_assertions); 2]);
        assert_eq!(Frame::wait_in(|| read_text(&path, 100)).expect("read"), "text");
        assert!(catch_unwind(blocks).is_err() == cfg!(debug_assertions), "the frame goes on");
        drop(frame);
        assert_eq!(read_text(&path, 100).expect("read"), "text");
    }
}
