//! Detects disk access that a frame of a window would wait for, in debug builds.
//!
//! It costs nothing in release builds, because nothing is checked there. Invariant: the mark belongs to the thread that draws. Work that
//! this thread hands to another one, for example with [`Later`](crate::Later), is not restricted.

use std::cell::Cell;

thread_local! {
    static DRAWS: Cell<bool> = const { Cell::new(false) };
}

/// A guard that marks the current thread as drawing a frame until it is dropped.
#[derive(Debug)]
pub struct Frame {
    before: bool,
}

impl Frame {
    /// Marks the current thread as drawing a frame.
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

    /// Runs work that may wait for the disk although a frame is being drawn, and returns its result.
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

/// Declares that the following work may take as long as the disk takes.
///
/// # Panics
/// Panics in a debug build if the current thread is drawing a frame.
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
